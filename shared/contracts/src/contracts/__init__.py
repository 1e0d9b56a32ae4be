"""What each team promises to the others and to the portals.

Routes, OpenAPI, AsyncAPI, the authorisation matrix, the wiring tests and RabbitMQ's topology are derived from the
declarations in this package; nothing forwards by hand. One sub-package per service, owned by that service's team.
The modules beside them are the words the declarations are written in.
"""
