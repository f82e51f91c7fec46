"""The snapshot as text: `registry/observed.json`, the fetched values that the README shows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Literal, cast

from pydantic import (
    AfterValidator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)

from bot.lists.stored import StoredModel, json_text, parse_stored, without_blanks
from bot.model.snapshot import FetchedValue, Snapshot
from bot.parsing.kept import kept

OBSERVED = "registry/observed.json"
EVIDENCE = ".listkeeper/evidence.json"
"""The same of a list that is written in its README; on the branch `listkeeper/memory`."""


class _AskedText(StoredModel):
    value: StrictBool | StrictInt | StrictFloat | StrictStr | list[str]
    source: str
    day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    evidence: str = ""


def _fetched(text: _AskedText) -> FetchedValue:
    value = tuple(text.value) if isinstance(text.value, list) else text.value
    return FetchedValue(value, text.source, text.day, text.evidence)


class ObservedFile(StoredModel):
    """`registry/observed.json`, and `evidence.json` of a list that is written in its README."""

    version: Literal[1]
    values: dict[str, dict[str, Annotated[_AskedText, AfterValidator(_fetched)]]] = Field(
        description="what it is a value of, `repo:owner/name` or `entry:<id>`: its fields"
    )


@kept(12_000_000)
def parse_snapshot(text: str | None, path: str = OBSERVED) -> Snapshot:
    """The snapshot in the text of a file; None means nothing was fetched yet. Raises InputError."""
    if text is None:
        return Snapshot()
    book = parse_stored(ObservedFile, path, text)
    return Snapshot(cast("dict[str, dict[str, FetchedValue]]", book.values))


def snapshot_text(snapshot: Snapshot) -> str:
    """One value a line, sorted, so that git shows a changed value as one changed line."""
    lines = []
    for key in sorted(snapshot.values):
        fields = snapshot.values[key]
        if fields:
            inner = ",\n".join(
                f"      {json_text(name)}: {json_text(without_blanks(asdict(fields[name])))}"
                for name in sorted(fields)
            )
            lines.append(f"    {json_text(key)}: {{\n{inner}\n    }}")
    body = "{\n" + ",\n".join(lines) + "\n  }" if lines else "{}"
    return f'{{\n  "version": 1,\n  "values": {body}\n}}\n'
