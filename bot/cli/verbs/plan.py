"""`listkeeper plan` and `refresh --shard`: a list that outgrows one machine."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.base import FINE, ONLY, ROOT, listkeeper
from bot.cli.progress import ProgressBar
from bot.cli.runner import print_result, report_outcome
from bot.cli.terminal import echo
from bot.config.environment import Settings, read_settings
from bot.lists.files import write_whole
from bot.lists.read import read_state
from bot.lists.shard import write_shard
from bot.model.errors import InputError, Where
from bot.model.options.bounds import Bounds
from bot.model.values.plain import plural
from bot.run.render import read_any_list
from bot.run.shards import MOST_SHARDS, observe_shard, plan_shards, read_part
from bot.run.steps.services import open_sources


@listkeeper.command("plan")
@ROOT
@ONLY
@click.option(
    "--shards",
    type=click.IntRange(1, MOST_SHARDS),
    required=True,
    help="How many machines at most.",
)
def plan_command(root: Path, only: str, shards: int) -> int:
    """Print the GitHub Actions job matrix that splits a refresh; works offline."""
    settings = read_settings(os.environ)
    root, documents = read_any_list(root)
    sources = open_sources(settings, root, keep=False, allow_private=False)
    try:
        parts = plan_shards(documents, sources, datetime.now(UTC), shards, only)
    finally:
        sources.close()
    matrix = json.dumps({"include": [{"shard": part, "links": count} for part, count in parts]})
    print_result(settings.actions, "", machine=matrix)
    report_outcome(settings.actions, "clean", outputs={"matrix": matrix})
    return FINE


def observe_part(
    documents: Mapping[str, str],
    root: Path,
    settings: Settings,
    now: datetime,
    part: str,
    only: str,
    output: Path | None,
    allow_private: bool,
    bounds: Bounds,
) -> int:
    """Query the sources about the part and write down the answers. Raises BotError."""
    number, parts = read_part(part)
    path = output or root / ".listkeeper" / "observations" / f"{number}-of-{parts}.json"
    rules = read_state(documents).settings.rules.on(now.date().isoformat())
    sources = open_sources(
        settings, root, keep=True, allow_private=allow_private, rules=rules, bounds=bounds
    )
    try:
        with ProgressBar("asking") as advance:
            shard = observe_shard(documents, sources, now, part, only, advance)
    finally:
        sources.close()
    write_whole(path, write_shard(shard))
    count = len(shard.observations)
    queried = plural(count, "reference was", "references were")
    echo(f"Part {part}: {queried} queried; the answers are in {path}.")
    for note in (note for tally in shard.tallies for note in tally.notes):
        echo(note, err=True)
    summary = f"## listkeeper: part {part}\n\n{queried} queried.\n"
    report_outcome(settings.actions, "clean", summary=summary, outputs={"report": str(path)})
    return FINE


def texts_below(folder: Path) -> Iterator[tuple[str, str]]:
    """Path and text of each record in the folder. Raises InputError for a file that is not text."""
    for path in sorted(folder.rglob("*.json")):
        try:
            yield path.as_posix(), path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            raise InputError(Where(path.as_posix()), "this was not written by a shard") from None
