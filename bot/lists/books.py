"""The two books the bot keeps: the snapshot (`registry/observed.json`) and the memory."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
)

from bot.lists.observations import MovedText, moved_of, text_of
from bot.model.errors import InputError, Where
from bot.model.memory import Declined, Memory, Trace
from bot.model.snapshot import Asked, Snapshot

OBSERVED = "registry/observed.json"
MEMORY = ".listkeeper/memory.json"


Shape = TypeVar("Shape", bound=BaseModel)


class _Book(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _AskedText(_Book):
    value: StrictBool | StrictInt | StrictFloat | StrictStr | list[str]
    source: str
    day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    evidence: str = ""


class _ObservedText(_Book):
    version: Literal[1]
    values: dict[str, dict[str, _AskedText]]


class _TraceText(_Book):
    alive_since: str = ""
    gone_on: list[str] = []
    unsure_since: str = ""
    identity: str = ""
    gone_why: str = ""


class _DeclinedText(_Book):
    digest: str
    at: str = ""
    entry_name: str = ""
    field: str = ""
    value: str = ""
    returned: bool = False


class _MemoryText(_Book):
    version: Literal[1]
    traces: dict[str, _TraceText] = {}
    moves: list[MovedText] = []
    declined: dict[str, _DeclinedText] = {}
    rests: dict[str, str] = {}
    outages: dict[str, list[str]] = {}


def read_snapshot(text: str | None) -> Snapshot:
    """The snapshot in a text; None means nothing was asked yet. Raises InputError."""
    if text is None:
        return Snapshot()
    book = _shaped(_ObservedText, OBSERVED, text)
    return Snapshot(
        {
            key: {
                name: Asked(
                    tuple(asked.value) if isinstance(asked.value, list) else asked.value,
                    asked.source,
                    asked.day,
                    asked.evidence,
                )
                for name, asked in fields.items()
            }
            for key, fields in book.values.items()
        }
    )


def write_snapshot(snapshot: Snapshot) -> str:
    """One value a line, sorted, so that git shows a changed value as one changed line."""
    lines = []
    for key in sorted(snapshot.values):
        fields = snapshot.values[key]
        if fields:
            inner = ",\n".join(
                f"      {_json(name)}: {_json(_without_blanks(asdict(fields[name])))}"
                for name in sorted(fields)
            )
            lines.append(f"    {_json(key)}: {{\n{inner}\n    }}")
    body = "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"
    return f'{{\n  "version": 1,\n  "values": {body}\n}}\n'


def read_memory(text: str | None, path: str = MEMORY) -> Memory:
    """The memory in a text; None means nothing is remembered. Raises InputError."""
    if text is None:
        return Memory()
    book = _shaped(_MemoryText, path, text)
    return Memory(
        traces={
            key: Trace(**{**trace.model_dump(), "gone_on": tuple(trace.gone_on)})
            for key, trace in book.traces.items()
        },
        moves={seen.reference.key: seen for seen in map(moved_of, book.moves)},
        declined={key: Declined(**word.model_dump()) for key, word in book.declined.items()},
        rests=book.rests,
        outages={source: tuple(days) for source, days in book.outages.items()},
    )


def write_memory(memory: Memory) -> str:
    """Sorted and indented, one reference a line, readable by people."""
    moves = [
        f"    {text_of(memory.moves[key]).model_dump_json(exclude_defaults=True)}"
        for key in sorted(memory.moves)
    ]
    parts = {
        "version": "1",
        "traces": _rows(memory.traces),
        "moves": "[\n" + ",\n".join(moves) + "\n  ]" if moves else "[]",
        "declined": _rows(memory.declined),
        "rests": _json(dict(sorted(memory.rests.items()))),
        "outages": _json(dict(sorted(memory.outages.items()))),
    }
    return "{\n" + ",\n".join(f"  {_json(name)}: {text}" for name, text in parts.items()) + "\n}\n"


def _rows(nouns: Mapping[str, Trace] | Mapping[str, Declined]) -> str:
    rows = [
        f"    {_json(key)}: {_json(_without_blanks(asdict(nouns[key])))}" for key in sorted(nouns)
    ]
    return "{\n" + ",\n".join(rows) + "\n  }" if rows else "{}"


def _without_blanks(fields: dict[str, Any]) -> dict[str, Any]:
    """A book holds no empty field, but for an asked value that is empty itself."""
    return {
        name: value
        for name, value in fields.items()
        if name == "value" or value not in ("", (), False)
    }


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _shaped(shape: type[Shape], path: str, text: str) -> Shape:
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
