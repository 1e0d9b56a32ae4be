"""That `allow` and `see` of every declared operation are what HTTP and AMQP answer."""
