"""Processes are killed, servers restarted, cables cut, handlers fail: the one promise is kept."""
