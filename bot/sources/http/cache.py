"""Answers stored between runs: they save requests, and are never relied on.

Every source stores its answers here, in one shape. Failures and verdicts are not stored. A cache
that cannot be read or written costs a warning; one of an older format counts as empty.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.model.errors import PublishError
from bot.model.observation import Facts, Value
from bot.sources.http.limits import CACHE, CACHED_ANSWERS

_VERSION = 2


@dataclass(frozen=True)
class Answer:
    """What a source answered.

    validator    by which to query whether it still holds (an ETag), "" for none
    body         the answer itself
    moment       when it was given, where it holds for a time only
    """

    validator: str
    body: str
    moment: datetime | None = None

    def is_fresh(self, now: datetime, age: timedelta) -> bool:
        """Whether it was given within that time before now."""
        return self.moment is not None and timedelta() <= now - self.moment < age


class Cache:
    """Key → answer, in one JSON file written whole; without a path it lasts for the run.

    With `frozen` the file is read, and nothing is kept or written. Of more than `most` characters
    the oldest answers go.
    """

    def __init__(
        self, path: Path | None = None, *, frozen: bool = False, most: int = CACHE
    ) -> None:
        self._most = most
        self.warnings: list[str] = []
        self._path = path
        self._frozen = frozen
        self._answers = self._load()
        self._size = sum(_size(key, answer) for key, answer in self._answers.items())
        self._changed = False

    @property
    def keeps(self) -> bool:
        """Whether it stores what it is given."""
        return not self._frozen

    def get(self, key: str) -> Answer | None:
        """The stored answer, or None."""
        return self._answers.get(key)

    def store(self, key: str, answer: Answer) -> None:
        """Store an answer; it is written to the file by `save`."""
        if self._frozen:
            return
        before = self._answers.pop(key, None)
        self._changed = self._changed or before != answer
        self._answers[key] = answer
        self._size += _size(key, answer) - (_size(key, before) if before else 0)
        while self._size > self._most or len(self._answers) > CACHED_ANSWERS:
            oldest = next(iter(self._answers))
            self._size -= _size(oldest, self._answers.pop(oldest))

    def save(self) -> None:
        """Write the file whole, if anything changed. Never raises."""
        if self._path is None or self._frozen or not self._changed:
            return
        from bot.lists.files import write_whole  # a check of other files writes none

        try:
            write_whole(self._path, self._text())
        except PublishError as error:
            self.warnings.append(f"the answer cache is not kept: {str(error).splitlines()[0]}")
        else:
            self._changed = False

    def _text(self) -> str:
        # a source that was cut off may still be storing
        answers = {key: _row(answer) for key, answer in self._answers.copy().items()}
        return json.dumps({"version": _VERSION, "answers": answers})

    def _load(self) -> dict[str, Answer]:
        if self._path is None:
            return {}
        try:
            return _read(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, RecursionError):
            self.warnings.append("the answer cache could not be read and was ignored")
            return {}


def _size(key: str, answer: Answer) -> int:
    return len(key) + len(answer.validator) + len(answer.body)


def _row(answer: Answer) -> list[str]:
    return [answer.validator, answer.body, answer.moment.isoformat() if answer.moment else ""]


def _read(text: str) -> dict[str, Answer]:
    """Raises ValueError or TypeError for anything but what `save` wrote, in this form or before."""
    whole = json.loads(text)
    if isinstance(whole, dict) and whole.get("version") in range(1, _VERSION):
        return {}
    if not isinstance(whole, dict) or whole.get("version") != _VERSION:
        raise ValueError("not a cache of this version")
    answers = {}
    for key, (validator, body, moment) in dict(whole.get("answers", {})).items():
        if not (isinstance(validator, str) and isinstance(body, str)):
            raise ValueError("not an answer")
        answers[key] = Answer(validator, body, datetime.fromisoformat(moment) if moment else None)
    return answers


def facts_answer(facts: Facts, unknown: Mapping[str, str], at: datetime) -> Answer:
    """Facts, and the reason for each that is not known, as an answer to store."""
    return Answer("", json.dumps({"facts": dict(facts), "unknown": dict(unknown)}), at)


def read_facts(answer: Answer) -> tuple[dict[str, Value], dict[str, str]] | None:
    """Read an answer of `facts_answer`; None if it is invalid."""
    try:
        body = json.loads(answer.body)
        facts = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in body["facts"].items()
        }
        return facts, dict(body["unknown"])
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
