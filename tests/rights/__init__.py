"""What people may ask about themselves (个人信息权利), over HTTP on the city over RabbitMQ."""
