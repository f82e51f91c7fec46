"""The bot's JSON files: their shape is validated, their text gives small diffs in git."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    ValidationError,
)

from bot.model.errors import InputError, Where

_Shape = TypeVar("_Shape", bound=BaseModel)


class StoredModel(BaseModel):
    """A part of a stored file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", defer_build=True)


def without_blanks(fields: dict[str, Any]) -> dict[str, Any]:
    """Without empty fields, except a fetched value that is empty itself."""
    return {
        name: value
        for name, value in fields.items()
        if name == "value" or value not in ("", (), False, {})
    }


def json_text(value: Any) -> str:
    """A value as JSON on one line, without escaping letters."""
    return json.dumps(value, ensure_ascii=False)


def parse_stored(shape: type[_Shape], path: str, text: str) -> _Shape:
    """A stored file in its shape. Raises InputError that names the first error."""
    try:
        return shape.model_validate_json(text)
    except ValidationError as error:
        detail = error.errors()[0]
        name = ".".join(str(step) for step in detail["loc"])
        raise InputError(
            Where(path),
            f"{name}: {detail['msg']}" if name else str(detail["msg"]),
            hint="restore this file from git; the bot writes it whole and nobody needs to edit it",
        ) from None
