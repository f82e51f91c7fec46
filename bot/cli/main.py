"""From words to one verb to an exit code; errors end as a sentence, bugs as a report."""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from typing import Any

import click

from bot.cli.base import BUG, FINE, STOPPED, WRONG_USE, listkeeper
from bot.model.errors import BotError, BrokenInputError, InputError, cut_quotes


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit with its code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # a terminal without ★ gets \u2605 instead of a traceback
            stream.reconfigure(errors="backslashreplace")
    code = _run(arguments)
    if code == STOPPED:
        # threads may still wait for slow hosts; a person who stopped the run does not
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    try:
        outcome: Any = listkeeper.main(args=arguments, standalone_mode=False)
    except click.exceptions.Abort:
        click.echo(_last_word(), err=True)
        return STOPPED
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(shown)
        click.echo(cut_quotes(shown.getvalue()), nl=False, err=True)
        return WRONG_USE
    except (InputError, BrokenInputError) as error:
        return _ended(WRONG_USE, str(error), error)
    except BotError as error:
        return _ended(WRONG_USE, f"listkeeper: {error}", error)
    except Exception as error:  # noqa: BLE001 - a bug ends as a report to paste
        return _ended(BUG, _bug_report(), error)
    return outcome if isinstance(outcome, int) else FINE


def _last_word() -> str:
    """What a stopped run has written: all of it, or nothing."""
    from bot.lists.files import WRITTEN

    paths = ", ".join(dict.fromkeys(WRITTEN))
    if not paths:
        return "Stopped. No file of the list was changed."
    return f"Stopped. All changes had been written by then: {paths}."


def _ended(code: int, message: str, error: Exception) -> int:
    """Report the error, to people and to the runner."""
    from bot.cli.runner import report_error  # it loads half the house, and most runs end well
    from bot.cli.terminal import echo
    from bot.config.environment import read_actions

    echo(_without_secrets(message), err=True)
    with contextlib.suppress(BotError):  # what cannot be reported to the runner was printed here
        report_error(read_actions(os.environ), error)
    return code


def _bug_report() -> str:
    import platform
    import traceback
    from importlib.metadata import version

    return (
        "This is a bug in listkeeper, not in your list. No file was left half written.\n"
        "Please paste the following into a new issue:\n\n"
        f"listkeeper {version('listkeeper')}, Python {platform.python_version()}, "
        f"{platform.system()}\n{traceback.format_exc()}"
    )


def _without_secrets(text: str) -> str:
    """The text without the tokens of the environment, and without passwords in addresses."""
    for name in ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN"):
        token = os.environ.get(name, "").strip()
        text = text.replace(token, "***") if token else text
    return re.sub(r"(?<=://)[^/\s@]+@", "***@", text)
