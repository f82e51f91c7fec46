"""Links that are alive and probably lead to something else; each is a question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.judge.facts.evidence import FactChanges, FactContext
from bot.model.entry import Entry, EntryLink
from bot.model.kinds import Kind
from bot.model.reference import home, page_of, split_address
from bot.model.values.plain import letters_of

_HUB_PAGES = frozenset({Kind.MODEL, Kind.DATASET, Kind.ACCOUNT, Kind.COLLECTION, Kind.SEARCH})
"""Pages of the Hub that hold no code; a Space does."""
_HUB_HOSTS = frozenset({"huggingface.co", "www.huggingface.co", "hf.co"})
_WORD = re.compile(r"[^\W\d_]{3,}")
_COMMON = frozenset(
    "and for from the via with towards toward large language languages model models learning "
    "neural networks network deep using based open".split()
)
"""Words that titles share without having a subject in common."""
_FEWEST = 3
"""Titles with fewer distinctive words cannot be compared."""
_SHARED = 1 / 3
_PREFIX = 3
"""Fewest letters that names of one family must have in common at their beginning."""


def question_links(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Ask about links that may belong to something else."""
    for link in entry.links:
        for doubt in _doubts(entry, link, view):
            news.doubt(entry, link.role, doubt, link.link.url, view.rules)


def _doubts(entry: Entry, link: EntryLink, view: FactContext) -> Iterator[str]:
    if link.role == "code":
        yield from _about_code(entry, link, view)
    if link.link.reference.kind is Kind.PAPER:
        yield from _about_paper(entry, link, view)


def _about_code(entry: Entry, link: EntryLink, view: FactContext) -> Iterator[str]:
    reference = link.link.reference
    is_page = reference.kind is Kind.PAGE and split_address(link.link.url).hostname in _HUB_HOSTS
    if reference.kind in _HUB_PAGES or is_page:
        yield f"its code link leads to a page of the Hub, {link.link.url}; is it the right one?"
    if entry.kind != "model" or reference.kind is not Kind.REPO:
        return
    name = reference.name.partition("/")[2]
    for other, theirs in view.sharing(link):
        is_theirs = other.kind == "model" and theirs.role == "code" and _is_of(name, other)
        if is_theirs and not _is_of(name, entry) and not _are_alike(entry, other):
            yield f"its code link leads to {home(reference)}, which is the code of {other.name}"
            return


def _about_paper(entry: Entry, link: EntryLink, view: FactContext) -> Iterator[str]:
    reference = link.link.reference
    known, own = view.observed.text(reference, "title"), str(entry.values.get("title", ""))
    if link.role == "paper" and known and _are_far(own, known[1], entry.name):
        yield f"its paper link leads to “{known[1]}”, and the list calls it “{own}”"
    first, theirs = next(iter(view.sharing(link)), (entry, link))
    if page_of(theirs.link.url) != page_of(link.link.url):
        yield (
            f"one paper is written in two forms: {link.link.url} here, {theirs.link.url} "
            f"at {first.name}"
        )


def _are_far(own: str, known: str, name: str) -> bool:
    """Whether two titles hardly share a word; a paper with the entry's name in it is its own."""
    ours, theirs = (set(_WORD.findall(text.casefold())) - _COMMON for text in (own, known))
    if min(len(ours), len(theirs)) < _FEWEST or letters_of(name) in letters_of(known):
        return False
    return len(ours & theirs) < _SHARED * min(len(ours), len(theirs))


def _is_of(repository: str, entry: Entry) -> bool:
    """Whether the name of a repository contains an entry's name or the beginning of it."""
    name = letters_of(entry.name)
    return name in letters_of(repository) or name.startswith(letters_of(repository))


def _are_alike(one: Entry, other: Entry) -> bool:
    """Of one family, or one built on the other."""
    if letters_of(one.name)[:_PREFIX] == letters_of(other.name)[:_PREFIX]:
        return True
    built = [
        (entry.values.get("bases", ()), letters_of(str(entry.values.get("backbone", ""))), base)
        for entry, base in ((one, other), (other, one))
    ]
    return any(
        base.id in (bases if isinstance(bases, tuple) else ()) or letters_of(base.name) in backbone
        for bases, backbone, base in built
    )
