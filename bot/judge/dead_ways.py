"""What a hand-written list wants done with each dead link, and what people picked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from bot.model.change import MARKED_DEAD, WAITS, Change, Choice, LinkEdit, OpenQuestion
from bot.model.decision import DeadPolicy, Ruling, Way
from bot.model.memory import Memory
from bot.model.reference import Reference, read_link
from bot.model.state import State
from bot.model.values.written import Record, WrittenLink

_QUOTED = 30_000
"""Bytes of rows that one pull request quotes whole; its text has room for about twice that."""
_BY_HAND = "the list already marks it as dead"
_IN_A_FOLDER = "`dead: remove` removes a row only by a pull request that a person merges"
_MORE = "its row is not removed, since it holds links that are not dead"
_WITH_ITS_ROW = "its whole row is removed"
_OFF = "`dead: off`"
_NO_COPY = "`dead: archive`, and no archived copy is known"

_Dead = tuple[tuple[Change, ...], tuple[LinkEdit, ...], tuple[OpenQuestion, ...]]


def ways_in_place(
    state: State, memory: Memory, changes: Sequence[Change], edits: Sequence[LinkEdit]
) -> _Dead:
    """The changes with the way in which each is carried out, their edits, and what is a question.

    `edits` are those of the changes that are applied, in their order. A link gets at most one edit.
    """
    return _Deciding(state, memory, changes, edits).decide()


class _Deciding:
    """One list's dead links; an edit that is left out holds its change."""

    def __init__(
        self, state: State, memory: Memory, changes: Sequence[Change], edits: Sequence[LinkEdit]
    ) -> None:
        self._state, self._memory, self._changes = state, memory, changes
        applied = (change for change in changes if change.ruling is Ruling.APPLY)
        self._edits = {id(change): edit for change, edit in zip(applied, edits, strict=True)}
        self._dead: dict[str, set[Reference]] = defaultdict(set)
        for change in changes:
            if change.ruling is Ruling.APPLY or change.reason == WAITS:
                self._dead[change.entry].add(read_link(change.before).reference)
        self._questions: list[OpenQuestion] = []
        self._room = _QUOTED

    def decide(self) -> _Dead:
        """Rows that go are known first: the other links in them need no edit of their own."""
        removed = {
            one.entry
            for one in self._changes
            if id(one) in self._edits and self._is_home(one) and not self._why_it_stays(one)
        }
        done = [self._decided(one, removed) for one in self._changes]
        kept = tuple(edit for _, edit in done if edit)
        return tuple(change for change, _ in done), kept, tuple(self._questions)

    def _decided(self, change: Change, removed: set[str]) -> tuple[Change, LinkEdit | None]:
        edit, policy = self._edits.get(id(change)), self._state.settings.dead
        if edit is None:
            return change, None
        if edit.marked:
            return _held(change, _BY_HAND), None
        if policy is DeadPolicy.OFF:
            return _held(change, _OFF), None
        if policy is DeadPolicy.REMOVE and self._is_home(change):
            return self._removal(change, edit)
        if change.entry in removed:
            return _held(change, _WITH_ITS_ROW), None
        return self._written(change, edit, policy)

    def _written(
        self, change: Change, edit: LinkEdit, policy: DeadPolicy
    ) -> tuple[Change, LinkEdit | None]:
        """Its copy in its place, or a note behind it."""
        note = Choice(Way.NOTE, f"{MARKED_DEAD} {edit.dead_since}")
        copy = edit.archived_copy
        copies = (Choice(Way.ARCHIVE, copy),) if copy and policy is not DeadPolicy.NOTE else ()
        both = copies if policy is DeadPolicy.ARCHIVE else (*copies, note)
        if not both:
            return _held(change, _NO_COPY), None
        picked = self._memory.way_of(change.id, change.digest)
        one = next((choice for choice in both if choice.way is picked), both[0])
        change = replace(
            change,
            after=one.after,
            way=one.way,
            choices=both if policy in {DeadPolicy.ASK, DeadPolicy.REMOVE} else (),
            is_picked=picked is one.way,
        )
        return change, replace(edit, archived_copy=copy if one.way is Way.ARCHIVE else "")

    # rows that go

    def _records(self, change: Change) -> Sequence[Record]:
        return self._state.written.by_entry.get(change.entry, ())

    def _is_home(self, change: Change) -> bool:
        """Whether it is the entry's own link in a list that wants such rows removed."""
        if self._state.settings.dead is not DeadPolicy.REMOVE:
            return False
        home = next((one.home for one in self._records(change) if one.home), None)
        link = read_link(change.before)
        own = home.link if home else None
        return own is not None and (own.reference, own.place) == (link.reference, link.place)

    def _links(self, change: Change) -> list[WrittenLink]:
        """The links of its rows that readers follow."""
        links = (link for record in self._records(change) for link in record.links)
        return [link for link in links if not link.is_image]

    def _alive(self, change: Change) -> list[str]:
        """Those that are not dead, or that people want left as they are."""
        dead = self._dead[change.entry]
        return [
            link.link.url
            for link in self._links(change)
            if not link.is_marked_dead and link.link.reference not in dead
        ]

    def _why_it_stays(self, change: Change) -> str:
        if not self._state.settings.removes_rows:
            return _IN_A_FOLDER
        alive = self._alive(change)
        return f"{_MORE}: {', '.join(alive[:3])}" if alive else ""

    def _removal(self, change: Change, edit: LinkEdit) -> tuple[Change, LinkEdit | None]:
        change = replace(change, after="the row is removed", way=Way.REMOVE)
        if why := self._why_it_stays(change):
            doubt = f"it is dead ({change.why}); {why}"
            self._questions.append(
                OpenQuestion(change.entry, change.entry_name, change.field, doubt, change.evidence)
            )
            return _held(change, why), None
        size = sum(one.span.end - one.span.start for one in self._records(change))
        if size > self._room and self._room < _QUOTED:
            return _held(change, WAITS), None
        self._room -= size
        dead = frozenset(link.link.url for link in self._links(change))
        return change, replace(edit, archived_copy="", entry=change.entry, also_dead=dead)


def _held(change: Change, reason: str) -> Change:
    return replace(change, ruling=Ruling.HOLD, reason=reason)
