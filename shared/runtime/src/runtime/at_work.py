"""Which service is at work: in the embedded city six of them share a process, and keys and hashes belong to one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_working_for: ContextVar[str] = ContextVar("gongjian_service")


class NoServiceAtWork(RuntimeError):
    """Something that belongs to one service was asked outside any of its transactions."""


@contextmanager
def working_for(service: str) -> Iterator[None]:
    """Within the block this thread (or greenlet) works for `service`; keyed hashes and ciphers depend on it."""
    token = _working_for.set(service)
    try:
        yield
    finally:
        _working_for.reset(token)


def service_at_work() -> str:
    """The service whose transaction is running. Raises `NoServiceAtWork`."""
    try:
        return _working_for.get()
    except LookupError:
        raise NoServiceAtWork("no transaction of a service is running here") from None
