"""The memory as text: `.listkeeper/memory.json`, or the file of the memory branch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field

from bot.lists.observations import MovedText, moved_of, text_of
from bot.lists.stored import StoredModel, json_text, parse_stored, without_blanks
from bot.model.decision import Way
from bot.model.memory import Memory, Pick, Rejection, Renaming, Trace, one_for_all
from bot.model.observation import Moved

MEMORY = ".listkeeper/memory.json"


def _day(text: str) -> str:
    """Raises ValueError for what is no day."""
    return date.fromisoformat(text).isoformat()


_Day = Annotated[str, AfterValidator(_day)]


class _TraceText(StoredModel):
    alive_since: str = ""
    gone_on: list[_Day] = Field(default=[])
    unsure_since: str = ""
    identity: str = ""
    gone_why: str = ""
    fallen_on: str = ""


def _trace(text: _TraceText) -> Trace:
    trace = Trace(
        alive_since=text.alive_since,
        gone_on=tuple(text.gone_on),
        unsure_since=text.unsure_since,
        identity=text.identity,
        gone_why=text.gone_why,
        fallen_on=text.fallen_on,
    )
    return one_for_all(trace)


class _DeclinedText(StoredModel):
    digest: str
    at: str = ""
    entry_name: str = ""
    field: str = ""
    value: str = ""
    returned: bool = False


class _PickText(StoredModel):
    digest: str
    way: Way
    at: str = ""


class _RenamingText(StoredModel):
    entry: str
    name: str = ""
    links: dict[str, str] = Field(default={})
    fields: dict[str, str] = Field(default={})


class _MemoryText(StoredModel):
    version: Literal[1]
    traces: dict[str, Annotated[_TraceText, AfterValidator(_trace)]] = Field(default={})
    moves: list[MovedText] = Field(default=[])
    declined: dict[str, _DeclinedText] = Field(default={})
    rests: dict[str, str] = Field(default={})
    picked: dict[str, _PickText] = Field(default={})
    outages: dict[str, list[str]] = Field(default={})
    renamings: dict[str, _RenamingText] = Field(default={})
    former: dict[str, list[str]] = Field(default={})
    configured: str = ""


def parse_memory(text: str | None) -> Memory:
    """The memory in a text; None means nothing is remembered. Raises InputError.

    A move of a kind of reference that only a newer version knows is left out: no list that this
    version reads has such a link.
    """
    if text is None:
        return Memory()
    book = parse_stored(_MemoryText, MEMORY, text)
    return Memory(
        traces=cast("dict[str, Trace]", book.traces),
        moves={seen.reference.key: seen for seen in _known(book.moves)},
        declined={key: Rejection(**word.model_dump()) for key, word in book.declined.items()},
        rests=book.rests,
        picked={key: Pick(**word.model_dump()) for key, word in book.picked.items()},
        outages={source: tuple(days) for source, days in book.outages.items()},
        renamings={name: Renaming(**one.model_dump()) for name, one in book.renamings.items()},
        former={name: tuple(earlier) for name, earlier in book.former.items()},
        configured=book.configured,
    )


def _known(moves: Iterable[MovedText]) -> Iterator[Moved]:
    for move in moves:
        with suppress(ValueError):
            yield moved_of(move)


def memory_text(memory: Memory) -> str:
    """The memory as text: sorted and indented, one reference a line, readable by people."""
    moves = [
        f"    {text_of(memory.moves[key]).model_dump_json(exclude_defaults=True)}"
        for key in sorted(memory.moves)
    ]
    parts = {
        "version": "1",
        "traces": _rows(memory.traces),
        "moves": "[\n" + ",\n".join(moves) + "\n  ]" if moves else "[]",
        "declined": _rows(memory.declined),
        "rests": json_text(dict(sorted(memory.rests.items()))),
        "outages": json_text(dict(sorted(memory.outages.items()))),
    }
    if memory.picked:
        parts["picked"] = _rows(memory.picked)
    if memory.renamings:
        parts["renamings"] = _rows(memory.renamings)
    if memory.former:
        rows = [
            f"    {json_text(key)}: {json_text(memory.former[key])}"
            for key in sorted(memory.former)
        ]
        parts["former"] = "{\n" + ",\n".join(rows) + "\n  }"
    if memory.configured:
        parts["configured"] = json_text(memory.configured)
    return (
        "{\n" + ",\n".join(f"  {json_text(name)}: {text}" for name, text in parts.items()) + "\n}\n"
    )


def _rows(
    nouns: Mapping[str, Trace]
    | Mapping[str, Rejection]
    | Mapping[str, Pick]
    | Mapping[str, Renaming],
) -> str:
    rows = [
        f"    {json_text(key)}: {json_text(without_blanks(asdict(nouns[key])))}"
        for key in sorted(nouns)
    ]
    return "{\n" + ",\n".join(rows) + "\n  }" if rows else "{}"
