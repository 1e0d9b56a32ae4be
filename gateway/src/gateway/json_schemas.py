"""JSON Schemas of the contracts' marshmallow schemas, each property with its data class."""

from __future__ import annotations

from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin, OpenAPIConverter
from marshmallow import Schema, fields

from contracts.classes import Mask
from contracts.imports import request_schema
from contracts.operations import Operation
from gateway.plans import fields_of

VERSION = "1.0.0"
"""Version of the API as a whole; single events carry their own."""


class Schemas:
    """Schemas of one document. Components are named `<service>.<Class>`: classes of two services may share a name."""

    def __init__(self) -> None:
        plugin = MarshmallowPlugin(schema_name_resolver=_component_name)
        self._spec = APISpec("Gongjian", VERSION, "3.1.0", plugins=[plugin])
        self._converter: OpenAPIConverter = plugin.converter  # type: ignore[assignment]
        self._bodies: dict[str, dict[str, Any]] = {}
        self._converter.add_attribute_function(_data_class)
        self._converter.add_attribute_function(_imported_record)
        self._asked = False
        self._converter.add_attribute_function(lambda _, field, ret: {} if self._asked else _hidden(field, ret))

    def reference(self, schema: type[Schema]) -> dict[str, Any]:
        """A reference to the component of `schema`, made when it is not there yet."""
        return self._converter.resolve_nested_schema(schema)

    def body(self, operation: Operation) -> dict[str, Any] | None:
        """A reference to the component of a command's body: the request without the path's parameters."""
        request = request_schema(operation)
        if request is None:
            return None
        outside = [name for name in operation.path_parameters if name in request().fields]
        body = request(exclude=outside)
        if not body.load_fields:
            return None
        name = f"{operation.name}_body"
        self._asked = True
        self._bodies[name] = self._converter.schema2jsonschema(body)
        self._asked = False
        return {"$ref": f"#/components/schemas/{name}"}

    def properties(self, operation: Operation) -> dict[str, tuple[fields.Field, dict[str, Any]]]:
        """Fields of a request that travel in path or query, with the JSON Schema of each."""
        self._asked = True
        found = {name: (one, self._converter.field2property(one)) for name, one in fields_of(operation).items()}
        self._asked = False
        return found

    @property
    def components(self) -> dict[str, Any]:
        return {**self._spec.to_dict().get("components", {}).get("schemas", {}), **self._bodies}


def _component_name(schema: Any) -> str:
    cls = schema if isinstance(schema, type) else type(schema)
    parts = cls.__module__.split(".")
    service = parts[1] if len(parts) > 2 and parts[0] == "contracts" else "shared"
    return f"{service}.{cls.__name__.lstrip('_')}"


def _data_class(converter: OpenAPIConverter, field: fields.Field, **_: Any) -> dict[str, Any]:
    kind = field.metadata.get("data_class")
    return {"x-data-class": str(kind)} if kind else {}


def _hidden(field: fields.Field, found: dict[str, Any]) -> dict[str, Any]:
    """What is hidden from readers whose role does not need it is null in their replies."""
    kind = found.get("type")
    if field.metadata.get("mask") is not Mask.HIDE or not isinstance(kind, str):
        return {}
    return {"type": [kind, "null"], **({"enum": [*found["enum"], None]} if "enum" in found else {})}


def _imported_record(converter: OpenAPIConverter, field: fields.Field, **_: Any) -> dict[str, Any]:
    """Import doors take their records one by one, so the schema of a record stands in the metadata of the list."""
    record = field.metadata.get("record")
    return {"items": converter.resolve_nested_schema(record)} if record else {}
