"""A container's health check: `python healthy.py PORT` succeeds when /livez answers 200 there.

Alive, not ready: a service whose neighbours are down is well, and must not be restarted for it.
"""

from __future__ import annotations

import http.client
import sys


def main(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=3)
    try:
        connection.request("GET", "/livez")
        return 0 if connection.getresponse().status == 200 else 1
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
