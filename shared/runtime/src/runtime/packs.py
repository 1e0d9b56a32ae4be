"""Packs (机制包): this service's section of the pack in force at an area, loaded from data files when assigned."""

from __future__ import annotations

import re
import time
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import yaml
from marshmallow import ValidationError
from sqlalchemy import text
from sqlalchemy.orm import Session

from contracts.catalogue import pack_part
from contracts.packs import PackHead
from runtime.settings import settings

CACHE_SECONDS = 5.0
CACHE_SIZE = 5_000
NAME = re.compile(r"[\w-][\w.-]*")


class PackInvalid(Exception):
    """A pack's file is missing, is no YAML, or is refused by its service's schema."""


Assigned = tuple[date, dict[str, Any] | None]

_sections: dict[tuple[str, UUID], tuple[float, list[Assigned]]] = {}


def assign(session: Session, *, area_id: UUID, pack: str, version: str, valid_from: date) -> None:
    """Put a pack in force at an area and below it from a date, for this service. Raises `PackInvalid`.

    A pack may say nothing to a service: then nothing is in force here, whatever lies above.
    """
    service = session.info["service"]
    if pack_part(service) is None:
        return
    words = {"area_id": area_id, "pack": pack, "version": version, "valid_from": valid_from}
    section = orjson.dumps(read(service, pack, version)).decode()
    session.execute(_ASSIGN, words | {"section": section})
    forget_sections()


def section(session: Session, area_id: UUID, on: date) -> dict[str, Any] | None:
    """The validated section of the pack in force at `area_id` on a civil date; None where none is.

    The nearest assignment at or above the area counts, and of one area's the newest. At most 5 seconds old.
    """
    return next((found for valid_from, found in _assigned(session, area_id) if valid_from <= on), None)


def forget_sections() -> None:
    """Drop the cached sections: an assignment has just changed."""
    _sections.clear()


def read(service: str, pack: str, version: str) -> dict[str, Any] | None:
    """A service's section as it stands in the pack's folder, checked but still JSON; None where there is none."""
    folder = _folder(pack, version)
    head = _yaml(folder / "pack.yaml")
    _check(PackHead(), head, folder / "pack.yaml")
    if (head["name"], str(head["version"])) != (pack, version):
        raise PackInvalid(f"{pack} {version}: pack.yaml names another pack or version")
    path, part = folder / f"{service}.yaml", pack_part(service)
    if part is None or not path.exists():
        return None
    raw = _yaml(path)
    _check(part.schema(), raw, path)
    return raw


def _assigned(session: Session, area_id: UUID) -> list[Assigned]:
    """All assignments that reach an area, the nearest and of these the newest first; an import of years asks once."""
    key = (session.info["service"], area_id)
    cached = _sections.get(key)
    if cached is not None and cached[0] > time.monotonic():
        return cached[1]
    found = _read_assigned(session, *key)
    if len(_sections) >= CACHE_SIZE:
        _sections.clear()
    _sections[key] = (time.monotonic() + CACHE_SECONDS, found)
    return found


def _read_assigned(session: Session, service: str, area_id: UUID) -> list[Assigned]:
    part = pack_part(service)
    if part is None:
        return []
    schema = part.schema()
    rows = session.execute(_ASSIGNED, {"area_id": area_id})
    return [(row.valid_from, None if row.section is None else schema.load(row.section)) for row in rows]


def _folder(pack: str, version: str) -> Path:
    if not NAME.fullmatch(pack) or not NAME.fullmatch(version):
        raise PackInvalid(f"not the name of a pack and a version: {pack!r} {version!r}")
    return settings.packs_dir / pack / version


def _yaml(path: Path) -> dict[str, Any]:
    try:
        words = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as wrong:
        raise PackInvalid(f"{_shown(path)}: {type(wrong).__name__}") from wrong
    if not isinstance(words, dict):
        raise PackInvalid(f"{_shown(path)}: not a mapping")
    # Dates and the like as the JSON that the schemas load.
    plain: dict[str, Any] = orjson.loads(orjson.dumps(words, option=orjson.OPT_NON_STR_KEYS))
    return plain


def _check(schema: Any, words: dict[str, Any], path: Path) -> None:
    try:
        schema.load(words)
    except ValidationError as wrong:
        raise PackInvalid(f"{_shown(path)}: {wrong.messages}") from wrong


def _shown(path: Path) -> str:
    return "/".join(path.parts[-3:])


_ASSIGN = text("""
    INSERT INTO runtime.pack_section (area_id, valid_from, pack, version, section)
    VALUES (:area_id, :valid_from, :pack, :version, CAST(:section AS jsonb))
    ON CONFLICT (area_id, valid_from) DO UPDATE
       SET pack = excluded.pack, version = excluded.version, section = excluded.section
""")

_ASSIGNED = text("""
    SELECT s.valid_from, s.section
      FROM runtime.area AS here
      JOIN runtime.area AS above ON above.path @> here.path
      JOIN runtime.pack_section AS s ON s.area_id = above.area_id
     WHERE here.area_id = :area_id
     ORDER BY nlevel(above.path) DESC, s.valid_from DESC
""")
