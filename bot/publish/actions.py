"""The files and commands of a GitHub Actions runner: job summary, outputs, annotations.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.model.errors import PublishError, Where

SUMMARY_LIMIT = 1024 * 1024 - 4096
"""Bytes of one step's summary (1 MiB); a longer one is dropped whole, so it is cut before."""
_CUT = "\n\n*The summary was longer than GitHub shows (1 MiB); the rest is in the JSON report.*\n"


def write_runner_files(
    summary: str, outputs: str, markdown: str, values: Mapping[str, str]
) -> None:
    """Append to the summary and output files; an empty name means there is no runner."""
    if summary:
        append_summary(Path(summary), markdown)
    if outputs:
        append_outputs(Path(outputs), values)


def append_summary(path: Path, markdown: str) -> None:
    """Append to the job summary after the earlier text of the step. Raises PublishError."""
    taken = path.stat().st_size if path.exists() else 0
    _append(path, cut_summary(markdown.rstrip() + "\n", SUMMARY_LIMIT - taken))


def cut_summary(markdown: str, room: int) -> str:
    """The text within `room` bytes of UTF-8, cut at a line with a note."""
    content = markdown.encode("utf-8")
    if len(content) <= room:
        return markdown
    kept = content[: max(0, room - len(_CUT))].decode("utf-8", errors="ignore")
    return kept.rpartition("\n")[0] + _CUT if kept else ""


def append_outputs(path: Path, values: Mapping[str, str]) -> None:
    """Append step outputs. The delimiter is random: no value can end its own block."""
    for name, value in values.items():
        import secrets  # it loads all hashes, and only a runner needs it

        end = f"END_{secrets.token_hex(16)}"
        _append(path, f"{name}<<{end}\n{value}\n{end}\n")


def _append(path: Path, text: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise PublishError(f"{path} cannot be written: {error.strerror}") from error


@dataclass(frozen=True)
class Note:
    """A message about a place in a file."""

    level: Literal["error", "warning"]
    where: Where
    message: str


ANNOTATIONS = 10
"""How many of one level are shown for a step; GitHub drops the others without a message
(https://github.com/orgs/community/discussions/68471)."""


def annotation(notes: Sequence[Note], title: str) -> list[str]:
    """Workflow commands, within the limit of each level; the last one counts the rest."""
    lines = []
    for level in ("error", "warning"):
        of_level = [note for note in notes if note.level == level]
        shown = of_level if len(of_level) <= ANNOTATIONS else of_level[: ANNOTATIONS - 1]
        lines += [_annotation(level, one.message, title, one.where) for one in shown]
        if left := len(of_level) - len(shown):
            lines.append(_annotation(level, f"{left} more are in the job summary", title))
    return lines


def _annotation(level: str, message: str, title: str, where: Where | None = None) -> str:
    results = {"title": title}
    if where:
        results |= {"file": where.path, "line": str(where.line) if where.line else ""}
    properties = ",".join(f"{name}={_property(text)}" for name, text in results.items() if text)
    return f"::{level} {properties}::{_data(message)}"


def fence() -> tuple[str, str]:
    """Two lines between which a runner obeys no command, for text from outside."""
    import secrets

    word = secrets.token_hex(16)
    return f"::stop-commands::{word}", f"::{word}::"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
