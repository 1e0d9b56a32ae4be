"""Finds the operation of a path. Starlette's router tries its routes one by one, which with a hundred of them costs more
than everything else the gateway does for a request; a walk along the segments does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Target = TypeVar("Target")


@dataclass(slots=True)
class _Node(Generic[Target]):
    fixed: dict[str, _Node[Target]] = field(default_factory=dict)
    free: _Node[Target] | None = None
    by_method: dict[str, tuple[Target, tuple[str, ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found(Generic[Target]):
    """A path that exists. `target` is None when it does not know the method; `methods` are those it knows."""

    target: Target | None
    values: dict[str, str]
    methods: tuple[str, ...]


class RouteTable(Generic[Target]):
    """Routes such as ("POST", "/posts/{post_id}/claims"). A fixed segment goes before a parameter."""

    def __init__(self, routes: Iterable[tuple[str, str, Target]]) -> None:
        self._root: _Node[Target] = _Node()
        for method, path, target in routes:
            self._add(method, path, target)

    def find(self, method: str, path: str) -> Found[Target] | None:
        """The target of `method` at `path` with the values of its parameters; None for a path nobody declared."""
        segments = path.split("/")[1:]
        values: list[str] = []
        node = _walk(self._root, segments, 0, values)
        if node is None:
            return None
        target, names = node.by_method.get(method, (None, ()))
        return Found(target, dict(zip(names, values, strict=False)), tuple(node.by_method))

    def _add(self, method: str, path: str, target: Target) -> None:
        node, names = self._root, []
        for segment in path.split("/")[1:]:
            if segment.startswith("{"):
                names.append(segment[1:-1])
                node.free = node.free or _Node()
                node = node.free
            else:
                node = node.fixed.setdefault(segment, _Node())
        if method in node.by_method:
            raise TypeError(f"two operations at {method} {path}")
        node.by_method[method] = (target, tuple(names))


def _walk(node: _Node[Target], segments: list[str], at: int, values: list[str]) -> _Node[Target] | None:
    if at == len(segments):
        return node if node.by_method else None
    fixed = node.fixed.get(segments[at])
    if fixed is not None:
        found = _walk(fixed, segments, at + 1, values)
        if found is not None:
            return found
    if node.free is None or not segments[at]:
        return None
    values.append(segments[at])
    found = _walk(node.free, segments, at + 1, values)
    if found is None:
        values.pop()
    return found
