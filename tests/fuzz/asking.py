"""How a generated case is asked: as a role, about things that exist, with a key of its own and the newest version seen."""

from __future__ import annotations

from copy import deepcopy
from typing import Any
from uuid import uuid4

import requests
from schemathesis import Case, GenerationMode, Response

from tests.fuzz.answers import Answers, operation_of
from tests.fuzz.crowd import Crowd
from tests.fuzz.known import Known

ROUND = 4
"""Of every four cases one is sent as it was generated, its broken keys, versions and unknown ids included; one carries the
document's own example as its body."""
AS_GENERATED, AS_EXAMPLE = 0, 1


class Asking:
    """Asks cases over one kept connection. `answers` judges them all; `known` are the ids that they told."""

    def __init__(self, crowd: Crowd) -> None:
        self.crowd = crowd
        self.answers = Answers()
        self.known = Known()
        self._versions: dict[str, str] = {}
        self._session = requests.Session()

    def ask(self, case: Case, role: str) -> Response:
        """The answer to a case, judged."""
        turn = self.answers.asked % ROUND
        if turn != AS_GENERATED:
            self._make_true(case, as_example=turn == AS_EXAMPLE)
        self.crowd.spare(case.path_parameters)
        headers = {"Authorization": f"Bearer {self.crowd.token(role, operation_of(case))}"}
        if turn != AS_GENERATED:
            headers |= self._true_headers(case)
        response = case.call(session=self._session, headers=headers, timeout=60)
        self._learn(case, response)
        self.answers.note(case, response, role)
        return response

    def _make_true(self, case: Case, *, as_example: bool) -> None:
        if as_example and (example := _example(case)) is not None:
            case.body = example
        for words in (case.path_parameters, case.query):
            self.known.fill(words)
        if as_example or _is_positive(case):
            self.known.fill(case.body)

    def _true_headers(self, case: Case) -> dict[str, Any]:
        version = self._versions.get(case.formatted_path)
        return {"Idempotency-Key": str(uuid4()), **({"If-Match": version} if version else {})}

    def _learn(self, case: Case, response: Response) -> None:
        if tag := response.headers.get("etag"):
            self._versions[case.formatted_path] = tag[0]
        if response.status_code < 300 and response.content:
            self.known.learn(response.json())


def _example(case: Case) -> Any:
    body = case.operation.definition.raw.get("requestBody", {})
    return deepcopy(body.get("content", {}).get("application/json", {}).get("example"))


def _is_positive(case: Case) -> bool:
    return case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE
