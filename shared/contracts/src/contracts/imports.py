"""The shape of every import door (历史补录): what a registrar sends and hears back."""

from __future__ import annotations

from functools import cache
from typing import cast

from marshmallow import RAISE, Schema, fields, validate

from contracts.classes import INTERNAL, PUBLIC
from contracts.operations import Import, Operation

MAX_RECORDS = 1_000


class ImportRecord(Schema):
    """Base of one imported record. `record_key` is the source's own key: the same key is imported once."""

    class Meta:
        unknown = RAISE

    record_key = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=INTERNAL)
    source = fields.String(required=True, validate=validate.Length(min=1, max=200), metadata=INTERNAL)
    voucher = fields.String(load_default="", validate=validate.Length(max=200), metadata=INTERNAL)


class FieldFault(Schema):
    """What is wrong with one field of a record."""

    pointer = fields.String(required=True, metadata=INTERNAL)
    code = fields.String(required=True, metadata=INTERNAL)
    detail = fields.String(required=True, metadata=INTERNAL)


class RecordResult(Schema):
    """What became of one record: `accepted`, `repeated` (already imported), or `refused` with the rule's code.

    `pointer` and `detail` speak of the first fault, `errors` of each."""

    record_key = fields.String(required=True, metadata=INTERNAL)
    outcome = fields.String(
        required=True, validate=validate.OneOf(["accepted", "repeated", "refused"]), metadata=INTERNAL
    )
    id = fields.UUID(allow_none=True, metadata=INTERNAL)
    code = fields.String(allow_none=True, metadata=INTERNAL)
    detail = fields.String(allow_none=True, metadata=INTERNAL)
    pointer = fields.String(allow_none=True, metadata=INTERNAL)
    errors = fields.List(fields.Nested(FieldFault), metadata=INTERNAL)


class ImportReply(Schema):
    """The call's outcome; with `dry_run` nothing was written and `accepted` counts what would be."""

    dry_run = fields.Boolean(required=True, metadata=PUBLIC)
    accepted = fields.Integer(required=True, metadata=PUBLIC)
    repeated = fields.Integer(required=True, metadata=PUBLIC)
    refused = fields.Integer(required=True, metadata=PUBLIC)
    results = fields.List(fields.Nested(RecordResult), required=True, metadata=INTERNAL)


def request_of(record: type[ImportRecord]) -> type[Schema]:
    """The request schema of an import door. Records are validated one by one by the runtime, so that one bad record
    refuses itself and not the call; the call itself is refused when it is no list or too long."""

    class Meta:
        unknown = RAISE

    words = {
        "Meta": Meta,
        "dry_run": fields.Boolean(load_default=False, metadata=PUBLIC),
        "records": fields.List(
            fields.Dict(keys=fields.String()),
            required=True,
            validate=validate.Length(min=1, max=MAX_RECORDS),
            metadata={**INTERNAL, "record": record},
        ),
    }
    return type(f"Import{record.__name__}s", (Schema,), words)


def columns_of(operation: Operation) -> dict[str, str]:
    """The headings (列名) of an import door that takes sheets, by the record's fields that stand in a column each; empty of doors
    that take none. The other fields are said once for all rows."""
    record = operation.record().fields if isinstance(operation, Import) else {}
    return {name: field.metadata["column"] for name, field in record.items() if "column" in field.metadata}


@cache
def request_schema(operation: Operation) -> type[Schema] | None:
    """What is asked; import doors all ask in the same shape around their record."""
    if operation.request is None and isinstance(operation, Import):
        return request_of(cast(type[ImportRecord], operation.record))
    return operation.request


def reply_schema(operation: Operation) -> type[Schema] | None:
    """What is answered, None where nothing is."""
    return ImportReply if operation.reply is None and isinstance(operation, Import) else operation.reply
