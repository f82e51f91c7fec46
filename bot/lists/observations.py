"""Observations as text, for another machine or the next run; verdicts are never stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache, lru_cache
from io import BytesIO
from itertools import islice
from sys import intern
from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    TypeAdapter,
    ValidationError,
)

from bot.model.errors import InputError, Where
from bot.model.observation import NOTHING, Found, Gone, Moved, Observation, Reason, Unsure, Value
from bot.model.reference import Reference

_Facts = dict[str, StrictBool | StrictInt | StrictFloat | StrictStr | list[str]]


class _ObservationText(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    reference: str
    source: str
    at: AwareDatetime
    evidence: str


class _FoundText(_ObservationText):
    said: Literal["found"] = "found"
    facts: _Facts = {}
    unknown: dict[str, str] = {}
    places: dict[str, bool] = {}


class MovedText(_ObservationText):
    """`Moved` as text."""

    said: Literal["moved"] = "moved"
    to: str
    certain: bool
    facts: _Facts = {}
    unknown: dict[str, str] = {}
    places: dict[str, bool] = {}


class _GoneText(_ObservationText):
    said: Literal["gone"] = "gone"
    why: str


class _UnsureText(_ObservationText):
    said: Literal["unsure"] = "unsure"
    reason: Reason
    why: str


IsWanted = Callable[[Observation], bool]
"""Whether an observation is of use to the one who reads it."""
_AnyText = Annotated[_FoundText | MovedText | _GoneText | _UnsureText, Field(discriminator="said")]


def write_observations(observations: Iterable[Observation]) -> bytes:
    """One observation a line, in the order given; `read_observations` gives back the same."""
    text = BytesIO()  # 50,000 lines side by side would take twice as much as the text of them
    text.write(_HEAD)
    number = 0
    for number, one in enumerate(observations, start=1):
        line = f"{',' if number > 1 else ''}\n    {text_of(one).model_dump_json()}"
        text.write(line.encode("utf-8"))
    text.write(_TAIL if number else _TAIL.lstrip())
    return text.getvalue()


_HEAD = b'{\n  "version": 1,\n  "observations": ['
_TAIL = b"\n  ]\n}\n"
_BEGIN = (b"{", b'"version": 1,', b'"observations": [')
_EMPTY = (b"{", b'"version": 1,', b'"observations": []')


def read_observations(
    lines: Iterable[bytes], path: str, is_wanted: IsWanted = lambda _: True
) -> list[Observation]:
    """Those of the observations in a text that are wanted; the others are let go as they are read.

    The lines are read one by one: the whole of 50,000 would take 40 MB beside what comes of it.
    Raises InputError, naming `path`, for a text of another form than `write_observations` writes.
    """
    try:
        every = (observation_of(_line().validate_json(line)) for line in _lines(lines))
        return [seen for seen in every if is_wanted(seen)]
    except (ValidationError, ValueError) as error:
        detail = error.errors()[0]["msg"] if isinstance(error, ValidationError) else str(error)
        raise InputError(
            Where(path),
            f"these observations were not written by this version of listkeeper: {detail}",
            hint="delete the file; the next run queries the sources again",
        ) from None


def _lines(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Each observation as JSON. Raises ValueError where the text around them is another one."""
    every = map(bytes.strip, lines)
    begin = tuple(islice(every, 3))
    if begin not in {_BEGIN, _EMPTY}:
        raise ValueError("it begins with other lines")
    for line in every if begin == _BEGIN else ():
        if line == b"]":
            break
        yield line.removesuffix(b",")
    if list(every) != [b"}"]:
        raise ValueError("it ends with other lines")


@cache
def _line() -> TypeAdapter[_AnyText]:
    return TypeAdapter(_AnyText)


def text_of(seen: Observation) -> _ObservationText:
    """An observation in the form in which it is stored."""
    reported: dict[str, Any] = {
        "reference": str(seen.reference),
        "source": seen.source,
        "at": seen.at,
        "evidence": seen.evidence,
    }
    match seen:
        case Gone():
            return _GoneText(**reported, why=seen.why)
        case Unsure():
            return _UnsureText(**reported, reason=seen.reason, why=seen.why)
        case Moved():
            return MovedText(**reported, to=str(seen.to), certain=seen.certain, **_known(seen))
        case Found():
            return _FoundText(**reported, **_known(seen))


def _known(seen: Found | Moved) -> dict[str, Any]:
    return {"facts": _listed(seen), "unknown": seen.unknown, "places": seen.places}


def _listed(seen: Found | Moved) -> dict[str, object]:
    """JSON has no tuples."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in seen.facts.items()
    }


def observation_of(text: _AnyText) -> Observation:
    """The observation in a stored form. Raises ValueError for an invalid reference."""
    if isinstance(text, MovedText):
        return moved_of(text)
    reference = Reference.parse(text.reference)
    if isinstance(text, _GoneText):
        return Gone(reference=reference, why=text.why, **_when(text))
    if isinstance(text, _UnsureText):
        return Unsure(reference=reference, reason=text.reason, why=text.why, **_when(text))
    return Found(reference=reference, **_facts(text), **_when(text))


def moved_of(text: MovedText) -> Moved:
    """The move in a stored form. Raises ValueError for an invalid reference."""
    return Moved(
        reference=Reference.parse(text.reference),
        to=Reference.parse(text.to),
        certain=text.certain,
        **_facts(text),
        **_when(text),
    )


def _facts(text: _FoundText | MovedText) -> dict[str, Any]:
    facts: dict[str, Value] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in text.facts.items()
    }
    return {
        "facts": facts or NOTHING,
        "unknown": text.unknown or NOTHING,
        "places": text.places or NOTHING,
    }


def _when(text: _ObservationText) -> dict[str, Any]:
    return {"source": intern(text.source), "at": _same(text.at), "evidence": text.evidence}


@lru_cache(maxsize=64)  # of 50,000, most are of the same day
def _same(at: datetime) -> datetime:
    return at
