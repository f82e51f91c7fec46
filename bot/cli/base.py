"""The command itself: its group, its exit codes, and the options that verbs share."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import click

FINE, FINDINGS, WRONG_USE, BUG, STOPPED = 0, 1, 2, 3, 130

ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The list's folder (the one that holds registry/).",
)
ONLY = click.option(
    "--only", metavar="GLOB", default="*", help="Ask only about entries with such an id."
)
ALLOW_PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Ask addresses that are not public, too."
)
OUTPUT = click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(version("listkeeper"), prog_name="listkeeper")
def listkeeper() -> None:
    """Keep an awesome list true."""
