"""Whether something is already on the list, perhaps under another name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from bot.judge.models.naming import family_name
from bot.model.entry import Entry, EntryLink, Registry
from bot.model.observation import Moved, Observation
from bot.model.reference import Kind, Link, Reference

_ALIKE = 0.9
"""Least similarity of two titles; the numbers in them must be equal."""
_DEFAULT_BRANCHES = frozenset({"", "main", "master"})
Identity = tuple[str, str]


@dataclass(frozen=True)
class SharedName:
    """A listed entry whose name begins a longer name: `GLM` for `GLM-4`, and what is added."""

    entry: Entry
    added: tuple[str, ...]

    @property
    def is_version(self) -> bool:
        """Whether a number is added: a later generation, or the full name of the listed one."""
        return any(word[0].isdigit() for word in self.added)


def identity(link: Link) -> Identity:
    """What two links to the same thing share; a branch of a repository is a thing of its own."""
    if link.reference.kind is Kind.PAGE:
        return _plain_page(link.reference.name), ""
    branch = link.place.tree if link.reference.kind is Kind.REPO else ""
    return link.reference.key, "" if branch in _DEFAULT_BRANCHES else branch


def _plain_page(url: str) -> str:
    return re.sub(r"\Ahttps?://(?:www\.)?", "page:", url).rstrip("/").lower()


class Listed:
    """An index of the list; `observations` show which links have a new name by now."""

    def __init__(self, registry: Registry, latest: Iterable[Observation] = ()) -> None:
        self.entries = registry.entries
        self._links: dict[Identity, tuple[Entry, EntryLink]] = {}
        self._by_reference: dict[str, Entry] = {}
        moved = {seen.reference.key: seen.to.key for seen in latest if isinstance(seen, Moved)}
        for entry, link in registry.links():
            key, branch = identity(link.link)
            for name in (key, moved.get(link.link.reference.key, key)):
                self._links.setdefault((name, branch), (entry, link))
                self._by_reference.setdefault(name, entry)

    def at(self, link: Link) -> tuple[Entry, EntryLink] | None:
        """The entry that has this link, or one to the same thing, and its link."""
        return self._links.get(identity(link))

    def of(self, reference: Reference) -> Entry | None:
        """The first entry that links to this reference, at any place inside it."""
        return self._by_reference.get(reference.key)

    @cached_property
    def _families(self) -> dict[str, Entry]:
        found: dict[str, Entry] = {}
        models = [entry for entry in self.entries if entry.kind == "model"]
        for names in (_own_names, _hub_names):  # an entry's own name counts before that of a link
            for entry in models:
                for name in names(entry):
                    found.setdefault("".join(family_name(name)), entry)
        return found

    def of_family(self, name: str) -> Entry | None:
        """The listed model of the same family name."""
        return self._families.get("".join(family_name(name)))

    def of_model(self, name: str) -> Entry | None:
        """The listed model with this Hub id, by its link or by its family's name."""
        return self.of(Reference.of(Kind.MODEL, name)) or self.of_family(name)

    def kin(self, name: str) -> SharedName | None:
        """The listed model whose name is the longest beginning of this one."""
        words = family_name(name)
        for length in range(len(words) - 1, 0, -1):
            entry = self._families.get("".join(words[:length]))
            if entry:
                return SharedName(entry, words[length:])
        return None

    def full_name(self, name: str) -> Entry | None:
        """The listed model with this name plus one more word: `StableLM-Alpha` for `stablelm`."""
        short = "".join(family_name(name))
        for key, entry in self._families.items():
            if key != short and key.startswith(short) and _is_word_more(entry, short):
                return entry
        return None

    @cached_property
    def _titles(self) -> list[tuple[str, Entry]]:
        return [
            (_plain(str(title)), entry)
            for entry in self.entries
            for title in (entry.values.get("title"), entry.name)
            if title
        ]

    def alike(self, title: str) -> Entry | None:
        """An entry with nearly the same title; the numbers in it must be equal."""
        wanted = _plain(title)
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        for known, entry in self._titles:
            if known == wanted:
                return entry
            if min(len(known), len(wanted)) < 8 or _numbers(known) != _numbers(wanted):
                continue  # in a short name a single letter matters
            matcher.set_seq1(known)
            if matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
                return entry
        return None


def _is_word_more(entry: Entry, short: str) -> bool:
    words = family_name(entry.name)
    starts = ["".join(words[:length]) for length in range(1, len(words))]
    return short in starts and all(word.isalpha() for word in words[starts.index(short) + 1 :])


def _own_names(entry: Entry) -> Iterator[str]:
    yield entry.name
    yield entry.id


def _hub_names(entry: Entry) -> Iterator[str]:
    for link in entry.of_role("hub", "weights"):
        if link.link.reference.kind is Kind.MODEL:
            yield link.link.reference.name


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _numbers(text: str) -> Sequence[str]:
    return re.findall(r"\d+", text)
