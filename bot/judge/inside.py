"""Pages inside a repository that was renamed: its wiki, an issue, its releases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.judge.memory import is_stranger
from bot.model.entry import EntryLink
from bot.model.memory import Memory
from bot.model.observation import Moved, Observation, Unsure
from bot.model.reference import Kind, Reference

# GitHub redirects all web traffic of a repository after it was renamed
# (https://docs.github.com/en/repositories/creating-and-managing-repositories/renaming-a-repository)
_PAGE = re.compile(
    r"(https?://(?:www\.)?github\.com/)([\w.-]+/[\w.-]+)"
    r"(?=/(?:wiki|issues?|pulls?|releases|discussions|actions|projects|tags|commits?|labels)(?:[/?]|\Z))",
    re.IGNORECASE | re.ASCII,
)


def move_within(
    link: EntryLink,
    beside: Iterable[EntryLink],
    observed: Mapping[str, Observation],
    memory: Memory,
) -> Moved | None:
    """Where a page moved with its repository, for which no source could answer by itself.

    `beside` are the links of the same entry: one of them must be the repository's own, so that it
    is known for certain where that went. None where it is not, or where the page was gone.
    """
    key = link.link.reference.key
    page = _PAGE.match(link.link.reference.name)
    trace = memory.traces.get(key)
    silent = observed.get(key) is None or isinstance(observed[key], Unsure)
    if not page or not silent or (trace and trace.gone_on):
        return None
    home = Reference.of(Kind.REPO, page[2])
    if all(one.link.reference != home for one in beside):
        return None
    seen = observed.get(home.key)
    if not isinstance(seen, Moved) or not seen.certain or is_stranger(memory, seen):
        return None
    if seen.to.kind is not Kind.REPO:
        return None
    address = f"{page[1]}{seen.to.name}{link.link.reference.name[page.end() :]}"
    to = Reference.of(Kind.PAGE, address)
    return replace(seen, reference=link.link.reference, to=to, facts={}, unknown={}, places={})
