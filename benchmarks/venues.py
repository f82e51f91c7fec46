"""Venue upgrades that maintainers made by hand, made again by the home of the list.

The home is given what a source would say, in the product's own spelling, and must write the bytes
that the maintainer wrote: the list's own notation, and nothing else touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.clones import Clone
from benchmarks.histories import Upgrade
from bot.lists.read import home_of
from bot.model.change import FieldEdit
from bot.model.entry import Entry
from bot.model.state import State
from bot.model.values.venues import read_venue

EQUAL, PADDING = "bytes equal", "other padding"


@dataclass(frozen=True)
class Outcome:
    """What became of one upgrade: EQUAL, or why not; `written` is our row where it differs."""

    upgrade: Upgrade
    fact: str
    is_known: bool
    """Whether the product knows the venue; if not, it was given the maintainer's own words."""
    result: str
    written: str = ""


def given_fact(upgrade: Upgrade) -> tuple[str, bool]:
    """The venue as the product's sources would give it, and whether it knows that venue."""
    year = None if re.search(r"(?:19|20)\d\d", upgrade.label) else int(upgrade.day[:4])
    venue = read_venue(upgrade.label, year)
    return (str(venue), True) if venue else (upgrade.label, False)


def replay(clone: Clone, upgrade: Upgrade) -> Outcome:
    fact, is_known = given_fact(upgrade)
    text = clone.read(upgrade.file, upgrade.parent).decode("utf-8", "surrogateescape")
    files = {upgrade.file: text}
    home = home_of(files)
    entry = entry_at(home.read(files, {}), upgrade)
    if entry is None:
        return Outcome(upgrade, fact, is_known, "no entry there")
    edit = FieldEdit(f"{entry.id}/venue", entry.where, "venue", fact)
    after, refused = home.edit(files, [edit])
    if refused:
        return Outcome(upgrade, fact, is_known, "refused")
    lines, wanted = text.split("\n"), wanted_lines(text, upgrade)
    written = after[upgrade.file].split("\n")
    if written == wanted:
        return Outcome(upgrade, fact, is_known, EQUAL)
    rows = [one for one in written if one not in set(lines)]
    alike = [" ".join(one.split()) for one in written] == [" ".join(one.split()) for one in wanted]
    return Outcome(upgrade, fact, is_known, PADDING if alike else "other bytes", "\n".join(rows))


def entry_at(state: State, upgrade: Upgrade) -> Entry | None:
    """The entry that stands on the lines of a row."""
    last = upgrade.line + upgrade.before.count("\n")
    return next(
        (
            entry
            for entry in state.registry.entries
            if entry.where.path == upgrade.file and upgrade.line <= entry.where.line <= last
        ),
        None,
    )


def wanted_lines(text: str, upgrade: Upgrade) -> list[str]:
    """The lines of the page with the maintainer's row in place of the old one."""
    lines = text.split("\n")
    first = upgrade.line - 1
    height = upgrade.before.count("\n") + 1
    old, new = upgrade.before.split("\n"), upgrade.after.split("\n")
    tails = [lines[first + n].removeprefix(old[n]) for n in range(height)]
    return [
        *lines[:first],
        *(line + tail for line, tail in zip(new, tails, strict=True)),
        *lines[first + height :],
    ]


def table(outcomes: Sequence[Outcome]) -> str:
    """A Markdown table: for each list how many were replayed and how many are equal."""
    rows = [
        "| list | venue upgrades | bytes equal | only padding differs | refused | other bytes |"
    ]
    rows.append("|---|--:|--:|--:|--:|--:|")
    names = [*dict.fromkeys(one.upgrade.repository for one in outcomes), ""]
    for name in names:
        ours = [one for one in outcomes if name in ("", one.upgrade.repository)]
        count: Mapping[str, int] = Counter(one.result for one in ours)
        equal = f"{count[EQUAL]} ({count[EQUAL] / len(ours):.0%})" if ours else "0"
        refused = count["refused"] + count["no entry there"]
        kinds = (count[PADDING], refused, count["other bytes"])
        cells = " | ".join(str(number) for number in kinds)
        rows.append(f"| {name or '**all**'} | {len(ours)} | {equal} | {cells} |")
    return "\n".join(rows)
