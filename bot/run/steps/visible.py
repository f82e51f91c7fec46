"""Candidate changes that no reader would see: the list is drawn the same without them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from bot.model.change import Candidates, Change
from bot.model.decision import Ruling, Topic
from bot.model.entry import Entry
from bot.model.errors import InputError
from bot.model.fields import EVALUATIONS
from bot.model.state import State
from bot.render.markdown import escape
from bot.render.sections import SectionDrawer
from bot.render.tables import EntryView, entry_views
from bot.run.steps.edited import EditedEntry

_ROWS = 100_000
"""Most drawings in search of changes that only a whole section shows; the others count as seen."""
_Sections = Mapping[str, str]
_COUNTED = re.compile(r"\A[\s|]*\d+[.)]?[\s|]+")


@dataclass(frozen=True)
class Unseen:
    """The ids of a topic's changes that add nothing to the drawing of all its candidates.

    values: fetched values, which are then no changes. links: moved and dead links, which are worth
    fixing in the files that people edit all the same.
    """

    values: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()


class VisibleChanges:
    """Which changes of a topic a reader would see, of one list as it stands.

    The list is drawn with all candidates of a topic first. A change is seen when the text differs
    without it, in its entry's row or elsewhere in a section; of several that show the same, one is.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self._listed = {entry.id for entry in state.registry.entries}
        self._judged: dict[tuple[tuple[str, str, str], ...], Unseen] = {}

    def unseen(self, candidates: Candidates) -> Unseen:
        """The changes of this topic that no reader would see; computed once."""
        both = (*candidates.changes, *candidates.side_effects)
        drawn = [one for one in both if one.entry in self._listed and one.field != EVALUATIONS]
        applied = [change for change in drawn if change.ruling is Ruling.APPLY]
        # a held change has no edit that shows its effect; routine values need none
        routine = candidates.topic is Topic.METADATA
        held = [one for one in drawn if routine and one.ruling is not Ruling.APPLY]
        key = _key(candidates.topic, (*applied, *held))
        if key not in self._judged:
            # without the dropped ones another may add nothing, so the rest is judged again
            self._judged[key] = self._judge(candidates, applied, held)
        return self._judged[key]

    @cached_property
    def _drawer(self) -> SectionDrawer:
        return SectionDrawer(self.state.files, self.state.registry, self.state.snapshot)

    @cached_property
    def _views(self) -> Mapping[str, EntryView]:
        views = entry_views(self.state.registry.entries, self.state.snapshot)
        return {view.id: view for view in views}

    def _judge(
        self, candidates: Candidates, applied: Sequence[Change], held: Sequence[Change]
    ) -> Unseen:
        if not applied and not held:
            return Unseen()
        edited = {
            name: EditedEntry(self._views[name], own, candidates, self.state.snapshot)
            for name, own in _by_entry((*applied, *held)).items()
        }
        with suppress(InputError):  # what cannot be drawn is reported when it is proposed
            ids = _TopicDrawing(self._drawer, self._views, edited, applied).unseen(held)
            links = {one.id for one in applied if one.topic in (Topic.MOVED, Topic.DEAD)}
            return Unseen(ids - links, ids & links)
        return Unseen()


class _TopicDrawing:
    """The list with all of a topic's applied changes, and what differs without some of them."""

    def __init__(
        self,
        drawer: SectionDrawer,
        views: Mapping[str, EntryView],
        edited: Mapping[str, EditedEntry],
        applied: Sequence[Change],
    ) -> None:
        self._drawer, self._views, self._edited = drawer, views, edited
        self._applied = _by_entry(applied)
        self._made = frozenset(change.id for change in applied)
        everything = self._with(self._made)
        self._whole = drawer.draw(everything)
        self._columns = drawer.columns(everything)
        self._lines = {name: _lines(text) for name, text in self._whole.items()}
        self._differing: tuple[str, ...] = ()
        self._rows_left = _ROWS

    def unseen(self, held: Sequence[Change]) -> frozenset[str]:
        """Of the applied changes, and of those that are held, on top of what is seen."""
        doubted: list[Change] = []
        for name, changes in self._applied.items():
            doubted += self._not_in_row(self._edited[name], changes)
        found = self._not_in_sections(doubted)
        for name, changes in _by_entry(held).items():
            found |= self._not_beside(self._edited[name], changes, self._made - found)
        return frozenset(found)

    def _not_in_row(self, edited: EditedEntry, changes: Sequence[Change]) -> list[Change]:
        """The changes without which the entry's own lines are the same, or are in no section."""
        made = {change.id for change in changes}
        whole, doubted = self._alone(edited, made, self._columns), []
        for change in changes:
            without = self._alone(edited, made - {change.id}, self._columns)
            if without == whole:
                made.discard(change.id)
            if not (whole and without and self._stands(edited.entry, whole, without)):
                doubted.append(change)
        return doubted

    def _stands(self, entry: Entry, whole: _Sections, without: _Sections) -> bool:
        """Whether a section contains the lines that the entry has only with the change.

        They must name the entry, because others may show the same value.
        """
        own = (escape(entry.name), *(link.link.url for link in entry.links))
        for name, text in whole.items():
            new = _lines(text) - _lines(without[name])
            if new and new <= self._lines[name]:
                return any(word in line for line in new for word in own)
        return False

    def _not_in_sections(self, doubted: Sequence[Change]) -> set[str]:
        """The changes without which every section is the same, found by halving each field's."""
        unseen: set[str] = set()
        fields = dict.fromkeys(change.field for change in doubted)
        waiting = [[one for one in doubted if one.field == field] for field in fields]
        while waiting and self._rows_left > 0:
            group = waiting.pop()
            ids = {change.id for change in group}
            if self._draws_alike(self._made - unseen - ids):
                unseen |= ids
            elif len(group) > 1:
                half = len(group) // 2
                waiting += [group[half:], group[:half]]
        return unseen

    def _not_beside(
        self, edited: EditedEntry, held: Sequence[Change], seen: Collection[str]
    ) -> set[str]:
        """The held changes without which the entry alone reads the same."""
        made = {*seen, *(change.id for change in held)}
        whole, unseen = self._alone(edited, made, {}), set[str]()
        for change in held:
            if whole and self._alone(edited, made - {change.id}, {}) == whole:
                made.discard(change.id)
                unseen.add(change.id)
        return unseen

    def _draws_alike(self, made: Collection[str]) -> bool:
        self._rows_left -= len(self._views)
        try:
            drawn = self._drawer.draw(self._with(made), self._differing)
        except InputError:
            return False
        differing = tuple(name for name, text in drawn.items() if text != self._whole[name])
        self._differing = self._differing or differing
        return not differing

    def _with(self, made: Collection[str]) -> dict[str, EntryView]:
        changed = {name: self._edited[name].view(made) for name in self._applied}
        return {**self._views, **changed}

    def _alone(
        self, edited: EditedEntry, made: Collection[str], columns: Mapping[str, Sequence[str]]
    ) -> _Sections | None:
        """The drawing of the entry alone; None for a template that needs the other entries, too."""
        with suppress(InputError):
            return self._drawer.draw_alone(edited.view(made), columns)
        return None


def _lines(text: str) -> frozenset[str]:
    """The lines without their running numbers."""
    return frozenset(_COUNTED.sub("", line) for line in text.splitlines())


def _by_entry(changes: Iterable[Change]) -> dict[str, list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.entry, []).append(change)
    return found


def _key(topic: Topic, changes: Iterable[Change]) -> tuple[tuple[str, str, str], ...]:
    return ((topic, "", ""), *((one.id, one.digest, one.ruling) for one in changes))
