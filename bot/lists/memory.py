"""The memory as text: `.listkeeper/memory.json`, or the file of the memory branch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Literal

from pydantic import Field

from bot.lists.observations import MovedText, moved_of, text_of
from bot.lists.stored import StoredModel, one_line, parse_stored, without_blanks
from bot.model.memory import Memory, Rejection, Trace

MEMORY = ".listkeeper/memory.json"


class _TraceText(StoredModel):
    alive_since: str = ""
    gone_on: list[str] = Field(default=[])
    unsure_since: str = ""
    identity: str = ""
    gone_why: str = ""
    fallen_on: str = ""


class _DeclinedText(StoredModel):
    digest: str
    at: str = ""
    entry_name: str = ""
    field: str = ""
    value: str = ""
    returned: bool = False


class _MemoryText(StoredModel):
    version: Literal[1]
    traces: dict[str, _TraceText] = Field(default={})
    moves: list[MovedText] = Field(default=[])
    declined: dict[str, _DeclinedText] = Field(default={})
    rests: dict[str, str] = Field(default={})
    outages: dict[str, list[str]] = Field(default={})
    configured: str = ""


def parse_memory(text: str | None) -> Memory:
    """The memory in a text; None means nothing is remembered. Raises InputError."""
    if text is None:
        return Memory()
    book = parse_stored(_MemoryText, MEMORY, text)
    return Memory(
        traces={
            key: Trace(**{**trace.model_dump(), "gone_on": tuple(trace.gone_on)})
            for key, trace in book.traces.items()
        },
        moves={seen.reference.key: seen for seen in map(moved_of, book.moves)},
        declined={key: Rejection(**word.model_dump()) for key, word in book.declined.items()},
        rests=book.rests,
        outages={source: tuple(days) for source, days in book.outages.items()},
        configured=book.configured,
    )


def memory_text(memory: Memory) -> str:
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
        "rests": one_line(dict(sorted(memory.rests.items()))),
        "outages": one_line(dict(sorted(memory.outages.items()))),
    }
    if memory.configured:
        parts["configured"] = one_line(memory.configured)
    return (
        "{\n" + ",\n".join(f"  {one_line(name)}: {text}" for name, text in parts.items()) + "\n}\n"
    )


def _rows(nouns: Mapping[str, Trace] | Mapping[str, Rejection]) -> str:
    rows = [
        f"    {one_line(key)}: {one_line(without_blanks(asdict(nouns[key])))}"
        for key in sorted(nouns)
    ]
    return "{\n" + ",\n".join(rows) + "\n  }" if rows else "{}"
