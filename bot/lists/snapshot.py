"""The snapshot as text: `registry/observed.json`, the fetched values that the README shows."""

from __future__ import annotations

from dataclasses import asdict
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import (
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
)

from bot.lists.stored import StoredModel, json_text, parse_stored, without_blanks
from bot.model.snapshot import FetchedValue, Snapshot

OBSERVED = "registry/observed.json"
EVIDENCE = ".listkeeper/evidence.json"
"""The same of a list that is written in its README; on the branch `listkeeper/memory`."""


class _AskedText(StoredModel):
    value: StrictBool | StrictInt | StrictFloat | StrictStr | list[str]
    source: str
    day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    evidence: str = ""


class ObservedFile(StoredModel):
    """`registry/observed.json`, and `evidence.json` of a list that is written in its README."""

    version: Literal[1]
    values: dict[str, dict[str, _AskedText]] = Field(
        description="what it is a value of, `repo:owner/name` or `entry:<id>`: its fields"
    )


@lru_cache(maxsize=64)
def parse_snapshot(text: str | None, path: str = OBSERVED) -> Snapshot:
    """The snapshot in the text of a file; None means nothing was fetched yet. Raises InputError."""
    if text is None:
        return Snapshot()
    book = parse_stored(ObservedFile, path, text)
    return Snapshot(
        {
            key: {
                name: FetchedValue(
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
