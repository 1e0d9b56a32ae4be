"""Links (OpenAPI 3.1): which operations an answer leads to, because it names the thing they are about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marshmallow import fields

from contracts.imports import reply_schema
from contracts.operations import Operation

_FIRST = ".first"


class Links:
    """An answer of a service links to that service's operations on the resource whose key it shows; a list by its first
    item. `components` are those in use."""

    def __init__(self, declared: Sequence[Operation]) -> None:
        self._targets: dict[tuple[str, str], list[Operation]] = {}
        for one in declared:
            if one.on is not None and one.on.key in one.path_parameters:
                self._targets.setdefault((one.service, one.on.key), []).append(one)
        self.components: dict[str, Any] = {}

    def of(self, source: Operation) -> dict[str, Any]:
        """The `links` of a success of `source`, by the name of the operation they lead to."""
        schema = reply_schema(source)
        if schema is None:
            return {}
        shown = schema().dump_fields
        found = self._leading_on(source, shown, "")
        items = shown.get("items")
        if isinstance(items, fields.List) and isinstance(items.inner, fields.Nested):
            found |= self._leading_on(source, items.inner.schema.dump_fields, _FIRST)
        return found

    def _leading_on(self, source: Operation, shown: dict[str, fields.Field], kind: str) -> dict[str, Any]:
        found = {}
        for name in shown:
            for target in self._targets.get((source.service, name), ()):
                # One that needs more than the answer names (a second path parameter) cannot be followed.
                if target is not source and set(target.path_parameters) <= shown.keys():
                    found[target.method_name] = {"$ref": f"#/components/links/{self._component(target, kind)}"}
        return found

    def _component(self, target: Operation, kind: str) -> str:
        name, below = target.name + kind, "/items/0" if kind else ""
        parameters = {one: f"$response.body#{below}/{one}" for one in target.path_parameters}
        self.components[name] = {"operationId": target.name, "parameters": parameters}
        return name
