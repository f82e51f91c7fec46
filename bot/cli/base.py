"""The command itself: its group, its exit codes, and the options that verbs share."""

from __future__ import annotations

import gc
import logging
from importlib import import_module
from pathlib import Path

import click

from bot.config.environment import ActionsFiles
from bot.model.errors import did_you_mean
from bot.model.options.bounds import Bounds

FINE, FINDINGS, WRONG_USE, BUG, STOPPED = 0, 1, 2, 3, 130

_MINUTES_ON_ACTIONS = 50.0
"""A job that has to end within an hour still publishes what was found."""

ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The list's folder: the one with registry/, or with its README.",
)
ONLY = click.option(
    "--only", metavar="GLOB", default="*", help="Check only entries whose id matches."
)
ALLOW_PRIVATE = click.option(
    "--allow-private", is_flag=True, help="Also check addresses that are not public."
)
DRY_RUN = click.option(
    "--dry-run", is_flag=True, help="Show what would be proposed; write nothing."
)
PULL_REQUEST = click.option(
    "--pull-request", is_flag=True, help="Propose it on GitHub instead of writing files."
)
SETTINGS = click.option(
    "--set",
    "given",
    metavar="KEY=VALUE",
    multiple=True,
    help="Open pull requests with this value in place of the list's own `pull_requests:` KEY "
    "(with --pull-request; may be repeated).",
)
OUTPUT = click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the result to this file.",
)

MAX_TIME = click.option(
    "--max-time",
    metavar="MINUTES",
    type=click.FloatRange(min=0, min_open=True),
    help="Stop checking after so long; what was not checked by then stays as it is. 50 on GitHub "
    "Actions, no limit elsewhere.",
)

VERBS = {
    "refresh": "Check every link, find what has changed, update the list.",
    "discover": "Look for new models and propose a row for each.",
    "add": "Add an entry for each URL.",
    "render": "Regenerate the README from the registry; works offline.",
    "lint": "Check the list's own files; works offline.",
    "check": "Check every link: is it alive, moved or gone?",
    "explain": "Show where each value of an entry comes from; works offline.",
    "export": "Export the list as data; works offline.",
    "figure": "Draw a figure of models from a CSV file; works offline.",
    "init": "Set up listkeeper in a folder.",
    "doctor": "Check what a list needs on GitHub, and say where to click.",
    "plan": "Print the job matrix that splits a refresh over several machines.",
}
"""What each verb does, in the order of the help text; a verb itself is loaded when it is wanted."""


class LazyGroup(click.Group):
    """Loads the one verb that is wanted: the clients it may need take a second to load.

    https://click.palletsprojects.com/en/stable/complex/#lazily-loading-subcommands
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """All verbs, loaded or not."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb of that name, None when there is none."""
        if cmd_name in VERBS:
            import_module(f"bot.cli.verbs.{cmd_name}")
            if not gc.isenabled():  # looking through what is loaded takes a tenth of a run
                gc.freeze()
                gc.enable()
            for part in ("Requester", "GithubRetry"):  # PyGithub logs redirects and retries
                logging.getLogger(f"github.{part}").setLevel(logging.ERROR)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The verb that the words begin with; of a misspelt one, what was meant."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            near = did_you_mean(args[0], VERBS)
            meant = f" {near[:1].upper()}{near[1:]}" if near else ""
            raise click.UsageError(f"{error.message}{meant}", ctx) from None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the verbs with what each does, without loading one."""
        with formatter.section("Commands"):
            formatter.write_dl(list(VERBS.items()))


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="listkeeper", prog_name="listkeeper")
def listkeeper() -> None:
    """Keep an awesome list up to date."""


def bounds_within(max_time: float | None, actions: ActionsFiles) -> Bounds:
    """The bounds of a run that may ask for so many minutes."""
    if max_time is None and actions.listens:
        max_time = _MINUTES_ON_ACTIONS
    return Bounds(run=None if max_time is None else 60 * max_time)
