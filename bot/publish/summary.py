"""What a GitHub Actions runner reads: job summary, outputs, annotations.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path

from bot.facts.errors import PublishError

SUMMARY_LIMIT = 1024 * 1024 - 4096
"""Bytes of one step's summary (1 MiB); a longer one is dropped whole, so it is cut before."""
_CUT = "\n\n*The summary was longer than GitHub shows (1 MiB); the rest is in the JSON report.*\n"


def tell_runner(summary: str, outputs: str, markdown: str, values: Mapping[str, str]) -> None:
    """Append to the summary and output files named; an empty name means there is no runner."""
    if summary:
        append_summary(Path(summary), markdown)
    if outputs:
        append_outputs(Path(outputs), values)


def append_summary(path: Path, markdown: str) -> None:
    """Append to the job summary; what the step wrote before stays. Raises PublishError."""
    taken = path.stat().st_size if path.exists() else 0
    _append(path, cut(markdown.rstrip() + "\n", SUMMARY_LIMIT - taken))


def cut(markdown: str, room: int) -> str:
    """The text within `room` bytes of UTF-8, cut at a line and saying so."""
    content = markdown.encode("utf-8")
    if len(content) <= room:
        return markdown
    kept = content[: max(0, room - len(_CUT))].decode("utf-8", errors="ignore")
    return kept.rpartition("\n")[0] + _CUT if kept else ""


def append_outputs(path: Path, values: Mapping[str, str]) -> None:
    """Append step outputs. The delimiter is random: no value can end its own block."""
    for name, value in values.items():
        end = f"END_{secrets.token_hex(16)}"
        _append(path, f"{name}<<{end}\n{value}\n{end}\n")


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise PublishError(f"{path} cannot be written: {error.strerror}") from error


def annotation(level: str, message: str, *, file: str = "", line: int = 0, title: str = "") -> str:
    """One workflow command; `level` is notice, warning or error. `line` counts from 1."""
    told = {"file": file, "line": str(line) if line else "", "title": title}
    properties = ",".join(f"{name}={_property(text)}" for name, text in told.items() if text)
    return f"::{level}{' ' + properties if properties else ''}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
