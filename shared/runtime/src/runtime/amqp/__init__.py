"""The city over RabbitMQ: nameko entrypoints for the services, confirms for the relay, a client for the gateway."""
