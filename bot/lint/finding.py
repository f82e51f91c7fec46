"""One problem in a list's own files, with its place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.errors import BrokenInputError, InputError, Where, cut_quotes

LARGE, SHOWN_BYTES = 400_000, 512_000
"""Bytes of a README from which on it is reported, and how many of them GitHub shows.

https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-readmes
"""


@dataclass(frozen=True)
class Finding:
    """One problem and what to do about it; a `reminder` needs a person, but is no error."""

    where: Where
    message: str
    hint: str = ""
    reminder: bool = False

    def __str__(self) -> str:
        text = f"{self.where}: {cut_quotes(self.message)}"
        return f"{text}\n  → {self.hint}" if self.hint else text


def broken(error: InputError | BrokenInputError) -> list[Finding]:
    """The problems of files that cannot be used, by their places."""
    problems = error.problems if isinstance(error, BrokenInputError) else [error]
    found = [Finding(one.where, one.message, one.hint) for one in problems]
    return sorted(found, key=lambda finding: finding.where)
