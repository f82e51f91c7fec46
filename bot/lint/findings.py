"""Findings in a list's own files, each with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.lists.read import read_state
from bot.model.errors import BrokenInputError, InputError, Where
from bot.model.options.settings import ListSettings
from bot.render.bodies.trial import try_reports
from bot.render.outputs import draw_outputs, outdated


@dataclass(frozen=True)
class Finding:
    """One problem and what to do about it; a `reminder` needs a person, but is no error."""

    where: Where
    message: str
    hint: str = ""
    reminder: bool = False

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}"
        return f"{text}\n  → {self.hint}" if self.hint else text


def find_problems(documents: Mapping[str, str], today: str) -> list[Finding]:
    """The broken files; else the outputs that are not up to date; else the reminders."""
    try:
        state = read_state(documents)
        drawn = draw_outputs(state.settings.readme, documents, state.registry, state.snapshot)
        try_reports(documents, state.registry)
    except (InputError, BrokenInputError) as error:
        return broken(error)
    stale = [
        Finding(Where(path), "not up to date with the registry", "run `listkeeper render`")
        for path in outdated(documents, drawn)
    ]
    return stale or ended_rules(state.settings, today)


def broken(error: InputError | BrokenInputError) -> list[Finding]:
    """The problems of files that cannot be used, by their places."""
    problems = error.problems if isinstance(error, BrokenInputError) else [error]
    found = [Finding(one.where, one.message, one.hint) for one in problems]
    return sorted(found, key=lambda finding: finding.where)


def ended_rules(settings: ListSettings, today: str) -> list[Finding]:
    """Reminders of the rules whose last day is over."""
    return [
        Finding(
            rule.where,
            f"this rule ended on {rule.until} ({rule.reason})",
            "remove it, or give it a later day",
            reminder=True,
        )
        for rule in settings.rules.ended(today)
    ]
