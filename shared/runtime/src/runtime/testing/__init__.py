"""What tests run on: private PostgreSQL servers and RabbitMQ nodes, and pytest fixtures that hand them out."""
