"""The contracts' releases: `python -m contracts check`, `python -m contracts release 0.2.0 --commit … [--decision 0012]`.

`check` compares what is declared with what was released and says in words what a change breaks; it exits with 1 then.
`release` writes `<service>/released.json` of every service, deliberately and seldom. It refuses what breaks the last
release, unless a decision (an ADR's number) says that it is meant, and an event version that changed it refuses always.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from contracts import catalogue
from contracts.breaks import Break, as_json, breaks
from contracts.imports import request_schema
from contracts.operations import Import
from contracts.promises import promise_of, sample_of

CONTRACTS = Path(__file__).parent
Release = dict[str, Any]
WIDTH = 130
"""Characters of a line of a released file, about."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m contracts", description=__doc__.split("\n\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="compare what is declared with what was released")
    releasing = commands.add_parser("release", help="write what is declared now as released")
    releasing.add_argument("version")
    releasing.add_argument("--commit", required=True, help="the commit whose code is released")
    releasing.add_argument("--decision", help="number of the ADR that says why something is broken")
    told = parser.parse_args(arguments)
    found = {service: broken(service) for service in catalogue.SERVICES}
    if told.command == "check":
        return _check(found)
    return _release(found, told.version, told.commit, told.decision)


def released(service: str) -> Release | None:
    """The last release of a service's contract, None before the first."""
    path = CONTRACTS / service / "released.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def broken(service: str) -> list[Break]:
    """What the service's declarations of now break of its last release."""
    last = released(service)
    if last is None:
        return list(_unreadable_samples(service))
    found = breaks(last["promise"], promise_of(service))
    return [*found, *_unreadable_samples(service), *_refused_examples(service, last)]


def _unreadable_samples(service: str) -> Iterator[Break]:
    """A frozen sample is read, and written again as it was."""
    for event in catalogue.events(service):
        data, schema = sample_of(event)["data"], event()
        try:
            same = json.loads(json.dumps(schema.dump(schema.load(data)))) == data
        except ValidationError as refused:
            yield Break(event.name, f"its frozen sample is refused: {refused.messages}", "take back the change", True)
            continue
        if not same:
            yield Break(event.name, "its frozen sample is written otherwise than it was", "take back the change", True)


def _refused_examples(service: str, last: Release) -> Iterator[Break]:
    """A request that was an example is still one, whatever the schema checks that its fields do not show."""
    for operation in catalogue.operations(service):
        example = last["promise"]["operations"].get(operation.name, {}).get("example")
        schema = request_schema(operation)
        if example is None or schema is None:
            continue
        try:
            schema().load(example)
            if isinstance(operation, Import):
                operation.record(many=True).load(example["records"])
        except ValidationError as refused:
            what = f"the example of the last release is refused: {refused.messages}"
            yield Break(operation.name, what, "keep accepting what was accepted")


def _check(found: dict[str, list[Break]]) -> int:
    for service, broken_ones in found.items():
        last = released(service)
        print(f"{service}: {_since(last)}: {len(broken_ones) or 'nothing'} broken")
        for each in broken_ones:
            print(f"  {each}")
    return 1 if any(found.values()) else 0


def _since(last: Release | None) -> str:
    return "not released yet" if last is None else f"compared with {last['version']}"


def _release(found: dict[str, list[Break]], version: str, commit: str, decision: str | None) -> int:
    refused = [each for ones in found.values() for each in ones if each.frozen or decision is None]
    if refused:
        print("\n".join(map(str, refused)), "\nNothing is released: see above, or name the decision.", file=sys.stderr)
        return 1
    for service, meant in found.items():
        words = {
            "version": version,
            "commit": commit,
            "broken": [as_json(each, decision or "") for each in meant],
            "promise": promise_of(service),
        }
        (CONTRACTS / service / "released.json").write_text(f"{laid_out(words)}\n", encoding="utf-8")
    return 0


def laid_out(value: Any, indent: int = 0) -> str:
    """JSON whose small objects take one line each, so that a change of a field is a change of a line."""
    short = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or not value or len(short) + indent <= WIDTH:
        return short
    deeper = " " * (indent + 1)
    if isinstance(value, dict):
        lines = [f"{deeper}{json.dumps(key)}: {laid_out(one, indent + 1)}" for key, one in value.items()]
    else:
        lines = [f"{deeper}{laid_out(one, indent + 1)}" for one in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([opening, ",\n".join(lines), f"{' ' * indent}{closing}"])


if __name__ == "__main__":
    sys.exit(main())
