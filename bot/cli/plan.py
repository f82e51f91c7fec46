"""`listkeeper plan`: the job matrix of a list that outgrows one machine."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.cli.base import FINE, ONLY, ROOT, listkeeper
from bot.cli.runner import show, tell
from bot.config.environment import read_settings
from bot.lists.registry.load import read_documents
from bot.run.shards import MOST, plan
from bot.run.steps.services import open_sources


@listkeeper.command("plan")
@ROOT
@ONLY
@click.option(
    "--shards", type=click.IntRange(1, MOST), required=True, help="How many machines at most."
)
def plan_command(root: Path, only: str, shards: int) -> int:
    """Print the job matrix of GitHub Actions that splits a refresh; asks nobody."""
    settings = read_settings(os.environ)
    sources = open_sources(settings, root, keep=False, allow_private=False)
    try:
        parts = plan(read_documents(root), sources, datetime.now(UTC), shards, only)
    finally:
        sources.close()
    matrix = json.dumps({"include": [{"shard": part, "links": count} for part, count in parts]})
    show(settings.actions, "", machine=matrix)
    tell(settings.actions, "clean", outputs={"matrix": matrix})
    return FINE
