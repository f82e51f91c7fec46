"""What may go wrong in our own world; the outside world never raises, it answers `Unsure`.

BotError
├── InputError      a file that people write is broken; names `path:line`
├── BrokenInputError   several of them at once
├── SettingsError   a setting or an environment variable is unusable
└── PublishError    a proposal could not be published
    └── ChangedFilesError   somebody saved a file since the run read it
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True, slots=True)
class Where:
    """A place in a file; `line` and `column` count from 1, 0 means the whole file or line."""

    path: str
    line: int = 0
    column: int = field(default=0, compare=False)

    def __str__(self) -> str:
        return f"{self.path}:{self.line}" if self.line else self.path


class BotError(Exception):
    """An expected error: one sentence, and what the user can do about it."""

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(cut_quotes(message))
        self.hint = hint

    def __str__(self) -> str:
        message = super().__str__()
        return f"{message}\n  → {self.hint}" if self.hint else message


class InputError(BotError):
    """A registry file, template, README or snapshot that cannot be used as it stands."""

    def __init__(self, where: Where, message: str, *, hint: str = "") -> None:
        super().__init__(f"{where}: {message}", hint=hint)
        self.where = where
        self.message = cut_quotes(message)


class BrokenInputError(BotError):
    """All errors in the files people wrote; as text the first 50 of them, and how many more."""

    def __init__(self, problems: list[InputError]) -> None:
        lines = [str(problem) for problem in sorted(problems, key=_place)]
        more = [f"and {len(lines) - _SHOWN:,} more"] if len(lines) > _SHOWN else []
        super().__init__("\n".join([*lines[:_SHOWN], *more]))
        self.problems = problems


_SHOWN = 50
"""Errors in one text; one wrong key in each of 4,000 rows would fill any screen."""


def _place(problem: InputError) -> Where:
    return problem.where


class SettingsError(BotError):
    """A setting, token or environment variable that cannot be used."""


class PublishError(BotError):
    """A proposal could not be published: no permission, a moved branch, an outage while writing."""


class ChangedFilesError(PublishError):
    """Somebody saved these files since the run read them, so that nothing was written."""

    def __init__(self, paths: list[str]) -> None:
        super().__init__(
            f"{', '.join(paths)} changed while the run was under way, so nothing was written",
            hint="run it again",
        )
        self.paths = paths


_LONG = re.compile(r"(?<!\w)'(?=\S)([^'\n]{200})[^'\n]+'|(\S{200})\S{200,}")


def cut_quotes(message: str) -> str:
    """The message with what it quotes at length cut after 200 characters, and `…` there."""
    return _LONG.sub(lambda cut: f"'{cut[1]}…'" if cut[1] else f"{cut[2]}…", message)


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`did you mean 'name'?` for the known word that comes closest; empty when none is close."""
    near = closest(word, known)
    return f"did you mean '{near[0]}'?" if near else ""


def closest(word: str, known: Iterable[str], most: int = 1) -> list[str]:
    """The known words that come closest, whatever their case; empty when none is close."""
    from difflib import get_close_matches  # few runs meet a misspelt word

    by_lower = {one.lower(): one for one in known}
    return [by_lower[one] for one in get_close_matches(word.lower(), by_lower, n=most)]
