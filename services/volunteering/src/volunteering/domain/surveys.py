"""Surveys (需求征集): what residents of an area would like to learn, counted by topic and never by who."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy import Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from kernel.ids import uuid7
from volunteering.domain.base import Base
from volunteering.domain.course_errors import SurveyClosed, SurveyInThePast, TopicUnknown


@dataclass(frozen=True, slots=True)
class Topic:
    """What the pack says a course can be about, and what somebody who finished it can do."""

    code: str
    skill: str


def topic_of(code: str, known: Iterable[Topic]) -> Topic:
    """Raises `TopicUnknown`."""
    for one in known:
        if one.code == code:
            return one
    raise TopicUnknown(code)


class Survey(Base):
    """Open until it is closed. Then `counts` (by topic) and `answered` are kept, and the answers are not."""

    __tablename__ = "survey"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    area: Mapped[UUID]
    title: Mapped[str]
    topics: Mapped[list[str]] = mapped_column(ARRAY(Text))
    opened_on: Mapped[date]
    closes_on: Mapped[date]
    closed_on: Mapped[date | None]
    answered: Mapped[int | None]
    counts: Mapped[dict[str, int] | None] = mapped_column(JSONB(none_as_null=True))

    @classmethod
    def opened(cls, area: UUID, title: str, topics: list[str], closes_on: date, on: date) -> Self:
        """Raises `SurveyInThePast`."""
        if closes_on < on:
            raise SurveyInThePast
        words = {"id": uuid7(), "area": area, "title": title, "topics": topics, "closes_on": closes_on}
        return cls(**words, opened_on=on, closed_on=None, answered=None, counts=None)

    def must_be_open(self) -> None:
        """Raises `SurveyClosed`."""
        if self.closed_on is not None:
            raise SurveyClosed

    def must_ask(self, topics: Collection[str]) -> None:
        """Raises `TopicUnknown`."""
        if strange := sorted(set(topics) - set(self.topics)):
            raise TopicUnknown(", ".join(strange), field="topics")

    def close(self, counts: dict[str, int], answered: int, on: date) -> None:
        """Raises `SurveyClosed`."""
        self.must_be_open()
        self.counts, self.answered, self.closed_on = counts, answered, on


class SurveyAnswer(Base):
    """An answer while the survey is open. `answer_key` finds it again for the same resident without saying who it is."""

    __tablename__ = "survey_answer"
    survey_id: Mapped[UUID] = mapped_column(primary_key=True)
    answer_key: Mapped[str] = mapped_column(primary_key=True)
    topics: Mapped[list[str]] = mapped_column(ARRAY(Text))
