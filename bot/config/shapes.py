"""The shapes of single values that people write into a list's files."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)
from pydantic.fields import FieldInfo

from bot.parsing.mismatch import EXPECTED


def spelt(pattern: str, words: str) -> tuple[StringConstraints, FieldInfo]:
    """How a text must be spelt, as a pattern and in words: what an error says was expected."""
    return StringConstraints(pattern=pattern), Field(json_schema_extra={EXPECTED: words})


Slug = Annotated[
    str,
    *spelt(
        r"^[a-z0-9]+(?:[.-][a-z0-9]+)*$",
        "lower-case letters and digits, with single hyphens or dots between them, such as llama-2",
    ),
]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
LineText = Annotated[
    str, StringConstraints(min_length=1), *spelt(r"^[^\r\n]*$", "a text of a single line")
]

_SIZE = r"^(\d+x)?\d+(\.\d+)?[KMBTkmbt]\d?(-A\d+(\.\d+)?[MB])?$"
_MONTHS = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")


def _day_text(value: Any) -> Any:
    """YAML reads 2023-03-14 as a date; the list keeps dates as written."""
    return value.isoformat() if isinstance(value, date) else value


def _real_day(value: str) -> str:
    match = _MONTHS.match(value)
    if not match:
        raise ValueError(f"'{value}' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD")
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError as error:
        raise ValueError(f"'{value}' is not a date: {error}") from None
    return value


def is_web_address(value: str) -> bool:
    """Whether a text is allowed as a link."""
    return bool(re.match(r"https?://[^\s/]+\.[^\s/]+", value)) and not re.search(r"[\s<>]", value)


def _web_address(value: str) -> str:
    if not is_web_address(value):
        raise ValueError(f"'{value}' is not a web address; write https://…")
    return value


Day = Annotated[
    str,
    BeforeValidator(_day_text),
    AfterValidator(_real_day),
    Field(json_schema_extra={"pattern": _MONTHS.pattern.replace(r"\Z", "$")}),
]
Url = Annotated[str, AfterValidator(_web_address), Field(json_schema_extra={"format": "uri"})]
SizeText = Annotated[str, *spelt(_SIZE, "a number of parameters, such as 7B, 1.3B, 8x7B or 560M")]


def _whole_day(value: str) -> str:
    if len(_real_day(value)) != len("YYYY-MM-DD"):
        raise ValueError(f"'{value}' is not a full date; write YYYY-MM-DD")
    return value


WholeDay = Annotated[
    str,
    BeforeValidator(_day_text),
    AfterValidator(_whole_day),
    Field(json_schema_extra={"pattern": r"^\d{4}-\d{2}-\d{2}$"}),
]


class Strict(BaseModel):
    """Keys that are not named are errors, and nothing changes once it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
