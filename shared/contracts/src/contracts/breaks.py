"""What a change breaks of that which was released: two promises (`contracts.promises`) compared, each break told in words.

An event version is frozen whole: its readers refuse fields that they do not know, and old ones are replayed for months.
A request may come to ask for less and take more, a reply may come to tell more. Nothing that was released goes away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.promises import Promise

BESIDE = "leave the released one as it is and add another beside it"
OPTIONAL = "leave it optional, with a default that means what its absence meant"
KEEP = "keep it; what nobody needs any more may stay empty"


@dataclass(frozen=True)
class Break:
    """`what` of which `promise` is broken, and what to do `instead`. A `frozen` one is never released."""

    promise: str
    what: str
    instead: str
    frozen: bool = False

    def __str__(self) -> str:
        return f"{self.promise}: {self.what}\n    instead: {self.instead}"


def breaks(before: Promise, now: Promise) -> list[Break]:
    """Everything of `before` that `now` no longer keeps, in a fixed order."""
    return [
        *_of_events(before["events"], now["events"]),
        *_of_operations(before["operations"], now["operations"]),
        *_of_figures(before["figures"], now["figures"]),
        *_of_codes(before["operations"], now["operations"]),
        *_of_pack(before["pack"], now["pack"]),
    ]


def _of_events(before: Promise, now: Promise) -> Iterator[Break]:
    for name, was in before.items():
        instead = f"declare {_next_version(name)} beside it and emit both until nobody hears the old one"
        told = list(_of_event(was, now[name])) if name in now else ["the released event is gone"]
        yield from (Break(name, what, instead, frozen=True) for what in told)


def _of_event(was: Promise, now: Promise) -> Iterator[str]:
    for word in ("aggregate", "lane"):
        if was[word] != now[word]:
            yield f"its {word} was {was[word]} and is {now[word]}"
    if was["emitted"] and not now["emitted"]:
        yield "it was emitted and no longer is"
    if was["sample"] != now["sample"]:
        yield "its frozen sample was changed"
    yield from _differing(was["fields"], now["fields"])


def _differing(was: Promise, now: Promise, at: str = "") -> Iterator[str]:
    """Every difference between two shapes, additions too."""
    for name in sorted({*was, *now}):
        place = f"{at}{name}"
        if name not in now:
            yield f"{place} is gone"
        elif name not in was:
            yield f"{place} is new"
        else:
            yield from _differing_field(was[name], now[name], place)


def _differing_field(was: Promise, now: Promise, at: str) -> Iterator[str]:
    for word in sorted({*was, *now} - {"fields", "items"}):
        if was.get(word) != now.get(word):
            yield f"{at}: {word} was {was.get(word)} and is {now.get(word)}"
    if "items" in was and "items" in now:
        yield from _differing_field(was["items"], now["items"], f"{at}[]")
    yield from _differing(was.get("fields", {}), now.get("fields", {}), f"{at}.")


def _of_operations(before: Promise, now: Promise) -> Iterator[Break]:
    for name, was in before.items():
        if name not in now:
            yield Break(name, "the released operation is gone", "serve it as before; say in `about` what replaces it")
            continue
        yield from (Break(name, what, instead) for what, instead in _of_operation(was, now[name]))


def _of_operation(was: Promise, now: Promise) -> Iterator[tuple[str, str]]:
    for word in ("route", "status", "idempotent", "paged"):
        if was.get(word) != now.get(word):
            yield f"its {word} was {was.get(word)} and is {now.get(word)}", BESIDE
    if now.get("edits") and not was.get("edits"):
        yield "it asks for If-Match, which it did not", BESIDE
    for right in was["allow"]:
        if right not in now["allow"]:
            yield f"it no longer allows {right}", "keep the right; to take it away is a decision of the city"
    yield from _narrowed(was["request"], now["request"], "request.")
    yield from _narrowed(was.get("record", {}), now.get("record", {}), "record.")
    if was["reply"] is not None:
        yield from _diminished(was["reply"], now["reply"] or {}, "reply.")


def _narrowed(was: Promise, now: Promise, at: str) -> Iterator[tuple[str, str]]:
    """What was accepted and is no longer."""
    for name in sorted(was.keys() - now.keys()):
        yield f"{at}{name} is gone: who sends it is refused", "keep the field; it may have no effect"
    for name, field in now.items():
        if name in was:
            yield from _narrowed_field(was[name], field, f"{at}{name}")
        elif field.get("required"):
            yield f"{at}{name} is new and required", OPTIONAL


def _narrowed_field(was: Promise, now: Promise, at: str) -> Iterator[tuple[str, str]]:
    if was["type"] != now["type"]:
        yield f"{at} was {was['type']} and is {now['type']}", "add a field of another name beside it"
    if now.get("required") and not was.get("required"):
        yield f"{at} became required", OPTIONAL
    if was.get("null") and not now.get("null"):
        yield f"{at} may no longer be null", "keep taking null"
    if "default" in was and was["default"] != now.get("default") and not now.get("required"):
        yield f"{at}: leaving it out meant {was['default']!r}, now {now.get('default')!r}", OPTIONAL
    for check in _stricter(was, now):
        yield f"{at}: {check}", "keep accepting what was accepted; refuse by a rule of the domain where one must"
    if "items" in was and "items" in now:
        yield from _narrowed_field(was["items"], now["items"], f"{at}[]")
    yield from _narrowed(was.get("fields", {}), now.get("fields", {}), f"{at}.")


def _stricter(was: Promise, now: Promise) -> Iterator[str]:
    for word, sign in (("least", 1), ("shortest", 1), ("most", -1), ("longest", -1)):
        old, new = was.get(word), now.get(word)
        if new is not None and (old is None or sign * new > sign * old):
            yield f"{word} was {'open' if old is None else old} and is {new}"
    lost = set(was["choices"]) - set(now["choices"]) if "choices" in was and "choices" in now else set()
    if lost:
        yield f"no longer takes {', '.join(sorted(lost))}"
    for word in ("choices", "pattern", "rule", "strict", "format"):
        added = word in now and word not in was
        if added or (word != "choices" and word in now and now[word] != was[word]):
            yield f"{word} is {now[word]}, was {was.get(word, 'open')}"


def _diminished(was: Promise, now: Promise, at: str) -> Iterator[tuple[str, str]]:
    """What was told and is no longer."""
    for name, field in was.items():
        place = f"{at}{name}"
        if name not in now:
            yield f"{place} is gone", KEEP
            continue
        yield from _diminished_field(field, now[name], place)


def _diminished_field(was: Promise, now: Promise, at: str) -> Iterator[tuple[str, str]]:
    if was["type"] != now["type"]:
        yield f"{at} was {was['type']} and is {now['type']}", "add a field of another name beside it"
    if now.get("null") and not was.get("null"):
        yield f"{at} may now be null", KEEP
    if was.get("required") and not now.get("required"):
        yield f"{at} may now be missing", KEEP
    if "items" in was and "items" in now:
        yield from _diminished_field(was["items"], now["items"], f"{at}[]")
    yield from _diminished(was.get("fields", {}), now.get("fields", {}), f"{at}.")


def _of_figures(before: Promise, now: Promise) -> Iterator[Break]:
    for name, was in before.items():
        if name not in now:
            yield Break(f"figure {name}", "the released figure is gone", "keep it; reports of past years name it")
            continue
        for word, value in was.items():
            if now[name][word] != value:
                what = f"its {word} was {value} and is {now[name][word]}"
                yield Break(f"figure {name}", what, "declare the other figure under an id of its own")


def _of_codes(before: Promise, now: Promise) -> Iterator[Break]:
    """Portals match on codes of refusals: one may move between operations, but not vanish."""
    codes_now = {code for operation in now.values() for code in operation["refuses"]}
    for code in sorted({code for operation in before.values() for code in operation["refuses"]} - codes_now):
        yield Break(f"refusal {code}", "nothing refuses by this code any more", "keep the code; change its words")


def _of_pack(before: Promise | None, now: Promise | None) -> Iterator[Break]:
    if before is None:
        return
    for what, instead in _narrowed(before, now or {}, "pack."):
        yield Break("packs", what, instead)


def _next_version(name: str) -> str:
    stem, number = re.fullmatch(r"(.*\.v)(\d+)", name).groups()  # type: ignore[union-attr]
    return f"{stem}{int(number) + 1}"


def as_json(found: Break, decision: str) -> dict[str, Any]:
    """How a release remembers a break that was meant."""
    return {"promise": found.promise, "what": found.what, "decision": decision}
