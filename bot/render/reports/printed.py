"""Text for a terminal, or for a log that a runner reads."""

from __future__ import annotations

import re

from bot.render.markdown import GAP, printable

# https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs: one form begins a
# line, the older one stands anywhere in it.
_COMMAND = re.compile(r"^(?:[ \t]*):(?=:)|#(?=#\\?\[)", re.MULTILINE)


def printed(text: str) -> str:
    """A text that neither the terminal nor a runner that reads its log obeys."""
    lines = printable(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _COMMAND.sub(rf"\g<0>{GAP}", lines)


def printed_json(text: str) -> str:
    """JSON that means the same, and holds no command for a runner that reads its log."""
    return text.replace("##[", "#\\u0023[")
