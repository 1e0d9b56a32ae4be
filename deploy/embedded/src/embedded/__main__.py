"""`python -m embedded --port 8000`: the city, from its database up, until Ctrl-C."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

# Read by psycopg when it is imported; the same wait as in every other way of running.
os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")

from embedded.place import ROOT, AlreadyRunning, Place

HOST = "127.0.0.1"


def main(words: Sequence[str] | None = None) -> int:
    """Run until told to stop; returns the exit code."""
    started = time.monotonic()
    told = arguments(words)
    place = Place(told.home)
    try:
        listener = listen(told.port)
    except OSError as taken:
        print(
            f"Port {told.port} is not to be had ({taken.strerror}); choose another: make run PORT=8001", file=sys.stderr
        )
        return 1
    from embedded.city import run

    try:
        with listener, place.taken():
            return run(place, listener, started)
    except AlreadyRunning as running:
        print(f"{running}; end that one first", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


def arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="embedded", description="The whole city in one process.")
    parser.add_argument("--port", type=int, default=8000, help="where it listens on the loopback interface")
    parser.add_argument("--home", type=Path, default=ROOT / ".gongjian", help="the folder its data lies in")
    return parser.parse_args(words)


def listen(port: int) -> socket.socket:
    """Take the port first: a busy one is told in a second, not after the installation of a city."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


if __name__ == "__main__":
    sys.exit(main())
