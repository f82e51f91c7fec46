"""Findings in a list's own files, each with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.lint.conflicts import left_conflicts
from bot.lint.finding import LARGE, SHOWN_BYTES, Finding, broken
from bot.lint.twice import listed_twice
from bot.lists.read import read_state
from bot.lists.registry.load import has_own_templates
from bot.lists.registry.places import field_places
from bot.model.entry import ATTIC, RETIRED, Registry, may_retire
from bot.model.errors import BrokenInputError, InputError, Where, did_you_mean
from bot.model.fields import COMPOSED, ENTRY_FIELDS, FACTS
from bot.model.kinds import LINK_ROLES
from bot.model.options.settings import ListSettings
from bot.model.state import State
from bot.render.outputs import draw_outputs, left_over, outdated
from bot.render.regions import regions


def find_problems(documents: Mapping[str, str], today: str) -> list[Finding]:
    """The broken files; else what stands twice or is not up to date; else the reminders."""
    try:
        state = read_state(documents)
        drawn = draw_outputs(state.settings.readme, documents, state.registry, state.snapshot)
        if has_own_templates(documents):
            _try_reports(documents, state.registry)
    except (InputError, BrokenInputError) as error:
        return broken(error)
    stale = [
        Finding(Where(path), "not up to date with the registry", "run `listkeeper render`")
        for path in outdated(documents, drawn)
    ]
    stale += [
        Finding(Where(path), "this list does not have it any more", "run `listkeeper render`")
        for path in left_over(documents, drawn, state.registry, state.snapshot)
    ]
    readme = state.settings.readme
    written = sorted(
        [
            *listed_twice(state.registry),
            *unknown_pins(documents, state.registry),
            *left_conflicts(readme, documents[readme]),
        ],
        key=lambda finding: finding.where,
    )
    return [*written, *stale] or [
        *ended_rules(state.settings, today),
        *retirable(state),
        *large_readme(readme, drawn[readme]),
    ]


def _try_reports(documents: Mapping[str, str], registry: Registry) -> None:
    from bot.render.bodies.trial import try_reports  # it loads all that people read on GitHub

    try_reports(documents, registry)


def retirable(state: State) -> list[Finding]:
    """Reminders of entries that could go to the attic, in a list that has one."""
    if ATTIC not in state.registry.outputs:
        return []
    archived = {
        key: fields["archived"].day
        for key, fields in state.snapshot.values.items()
        if "archived" in fields and fields["archived"].value is True
    }
    found = [(one, may_retire(one, archived, {})) for one in state.registry.entries]
    return [
        Finding(
            entry.where,
            f"{entry.name} could go to the attic ({why.reason} since {why.day})",
            f"add `retired: {{reason: {why.reason}, day: {why.day}}}`, or pin `retired` to keep it",
            reminder=True,
        )
        for entry, why in found
        if why and not entry.retired and RETIRED not in entry.pins
    ]


_PINNED = frozenset(
    {*ENTRY_FIELDS, *COMPOSED, *FACTS, "name", "row", "links", RETIRED}
    | {role.name for role in LINK_ROLES}
)
"""What a pin may name, besides the fields that a list declares; a link also by its address."""


def unknown_pins(documents: Mapping[str, str], registry: Registry) -> Iterator[Finding]:
    """Pins of fields that do not exist, which keep nothing from being changed."""
    for entry in registry.entries:
        known = _PINNED | {field.name for field in entry.own_fields}
        for name in entry.pins:
            if name.removeprefix("links.").split(":")[0] not in known:
                where = field_places(documents[entry.where.path], entry)["pins"]
                expected = "expected a field such as venue, or the role of a link such as code"
                hint = f"{did_you_mean(name, known)} {expected}".lstrip()
                yield Finding(where, f"pins: there is no field '{name}'", hint)


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


def large_readme(path: str, text: str) -> list[Finding]:
    """A reminder before GitHub cuts the README off; it names the largest sections."""
    size = len(text.encode("utf-8"))
    if size < LARGE:
        return []
    lines = text.split("\n")
    sizes = {
        region.name: len("\n".join(lines[region.first : region.last]).encode("utf-8"))
        for region in regions(path, text)
    }
    largest = sorted(sizes, key=lambda name: -sizes[name])[:3]
    named = ", ".join(f"{name} ({sizes[name] // 1000} kB)" for name in largest)
    message = f"{size // 1000} kB; GitHub shows the first {SHOWN_BYTES // 1000} kB of a README"
    hint = f"the largest sections are {named}: fold columns of theirs (`folded`), or {_SPLIT}"
    return [Finding(Where(path), message, hint, reminder=True)]


_SPLIT = "move one to a page of its own (`file` in registry/list.yml)"
