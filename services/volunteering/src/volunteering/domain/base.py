"""The mapping's base: what this service keeps, in schema `public` of its own database."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Text, Uuid
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    metadata = MetaData()
    type_annotation_map = {UUID: Uuid(), datetime: DateTime(timezone=True), str: Text()}
