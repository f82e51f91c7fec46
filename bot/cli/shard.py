"""`listkeeper refresh --shard`: one part of a large list is asked about, nothing is decided."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

import click

from bot.cli.base import FINE
from bot.cli.runner import tell
from bot.cli.terminal import Bar
from bot.config.environment import Settings
from bot.lists.files import write_whole
from bot.lists.registry.load import read_rules
from bot.lists.shard import write_shard
from bot.model.errors import InputError, Where
from bot.run.shards import observe, read_part
from bot.run.steps.services import open_sources


def observe_part(
    documents: Mapping[str, str],
    root: Path,
    settings: Settings,
    now: datetime,
    part: str,
    only: str,
    output: Path | None,
    allow_private: bool,
) -> int:
    """Ask about the part and write down what was said. Raises BotError."""
    number, parts = read_part(part)
    path = output or root / ".listkeeper" / "observations" / f"{number}-of-{parts}.json"
    rules = read_rules(root).on(now.date().isoformat())
    sources = open_sources(settings, root, keep=True, allow_private=allow_private, rules=rules)
    try:
        with Bar("asking") as advance:
            shard = observe(documents, sources, now, part, only, advance)
    finally:
        sources.close()
    write_whole(path, write_shard(shard))
    count = len(shard.observations)
    click.echo(f"Part {part}: {count} references were asked about; what was said is in {path}.")
    for note in (note for tally in shard.tallies for note in tally.notes):
        click.echo(note, err=True)
    summary = f"## listkeeper: part {part}\n\n{count} references were asked about.\n"
    tell(settings.actions, "clean", summary=summary, outputs={"report": str(path)})
    return FINE


def texts_below(folder: Path) -> Iterator[tuple[str, str]]:
    """Path and text of each record in the folder. Raises InputError for what is no text."""
    for path in sorted(folder.rglob("*.json")):
        try:
            yield path.as_posix(), path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise InputError(Where(path.as_posix()), "this is no record of a shard") from None
