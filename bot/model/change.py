"""A difference that a reader would see, what policy decides about it, and what is proposed."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from bot.model.decision import Ruling, Topic, Way
from bot.model.errors import Where
from bot.model.observation import Facts, Observation
from bot.model.reference import Query
from bot.model.snapshot import Snapshot

_NO_WORD = re.compile(r"[\s<>%`\\\u200b]|(?<=-)-")


def marker_word(name: str) -> str:
    """The id of a change as one word of an HTML comment; names in READMEs hold blanks and signs."""
    return _NO_WORD.sub(lambda sign: "".join(f"%{one:02X}" for one in sign[0].encode()), name)


def from_marker(word: str) -> str:
    """What `marker_word` was given, also where somebody else broke the word by a gap."""
    return unquote(word.replace("\u200b", ""))


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the ways in which a change may be carried out; at most one of them is.

    `after` is what a reader sees then.
    """

    way: Way
    after: str


WAITS = "it waits for the next pull request, because this one holds as much as can be reviewed"
"""The reason for a change that is held only because the pull request is full."""
MARKED_DEAD = "marked dead since"
"""What a link is that bears a mark, before its day; no address begins so."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field of one entry: before, after, why it is believed, and a URL that shows it.

    `before` and `after` are what a reader sees.
    """

    entry: str
    entry_name: str
    field: str
    topic: Topic
    before: str
    after: str
    why: str
    evidence: str
    ruling: Ruling
    reason: str = ""
    """Why the ruling is not `apply`."""
    written: tuple[str, str] = ("", "")
    """Before and after as a hand-written list writes them, where that is known."""
    way: Way | None = None
    """How a dead link of a hand-written list is dealt with; `after` is that of this way."""
    choices: tuple[Choice, ...] = ()
    """All ways that are offered, where a person may pick another one."""
    is_picked: bool = False
    """Whether a person picked the way."""
    removed: tuple[str, ...] = ()
    """The rows that go, as they stand in the list's files."""

    @property
    def reads_before(self) -> str:
        """What readers see before, in the list's own notation."""
        return self.written[0] or self.before

    @property
    def reads_after(self) -> str:
        """What readers see after, in the list's own notation."""
        return self.written[1] or self.after

    @property
    def id(self) -> str:
        """The entry and the field: the same in every run."""
        return f"{self.entry}/{self.field}"

    @property
    def revives(self) -> bool:
        """Whether it takes the mark off a dead link that answers again."""
        return self.topic is Topic.DEAD and self.before.startswith(MARKED_DEAD)

    @property
    def digest(self) -> str:
        """The same in every run as long as the new value is the same.

        For a dead link it identifies the death, whichever archived copy is offered; for an entry
        that may go to the attic, why.
        """
        return self.digest_under(self.id)

    def digest_under(self, name: str) -> str:
        """The digest of the same value under another id of the change."""
        values = {Topic.DEAD: f"dead\0{self.before}", Topic.ATTIC: f"attic\0{self.why}"}
        return _digest(name, values.get(self.topic, self.after))


def _digest(name: str, value: str) -> str:
    return hashlib.sha256(f"{name}\0{value}".encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question for a person: a contradiction, a name that was taken over, a curated doubt.

    change  the id and the digest of the change that a yes carries out; empty where there is none
    action  what a yes does, as the words beside a box; empty where the bot cannot do it
    about   what a no is about, where `doubt` holds what differs from day to day
    place   the `path:line` of what it is about
    paste   what a person would write there
    now     what stands there, and may be changed; for questions that only a person can answer
    """

    entry: str
    entry_name: str
    field: str
    doubt: str
    evidence: str
    change: tuple[str, str] = ("", "")
    action: str = ""
    about: str = ""
    place: str = ""
    paste: str = ""
    now: str = ""

    @property
    def id(self) -> str:
        """The same in every run; that of its change where there is one."""
        return self.change[0] or f"{self.entry}/{self.field}?"

    @property
    def word(self) -> str:
        """Its id as the markers of its boxes hold it."""
        return marker_word(self.id)

    @property
    def digest(self) -> str:
        """The same in every run as long as the same is asked."""
        return self.change[1] or _digest(self.id, self.about or self.doubt)


@dataclass(frozen=True, slots=True)
class LinkEdit:
    """A new text for one link of a registry file; everything else in the file stays.

    `change` is the id of the change that it carries out.
    """

    change: str
    where: Where
    before: str
    after: str
    dead_since: str = ""
    archived_copy: str = ""
    marked: bool = False
    """Whether it bears its mark already, so that only the copy is added."""
    unmarked: bool = False
    """Whether the mark of that day is taken off again, because the link answers."""
    entry: str = ""
    """The entry whose row goes with the link; empty where the row stays."""
    also_dead: frozenset[str] = frozenset()
    """The addresses that may go with the row, since they are dead as well."""


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A value for one curated field of an entry, which a person is asked to accept.

    `field` is `venue`, `sizes` …, or `links.paper`, `links.code` … for a link that is added.
    `where` is the entry's place; `value` is a text, or all items of a list, or the fields below it.
    """

    change: str
    where: Where
    field: str
    value: str | tuple[str, ...] | Mapping[str, str]


@dataclass(frozen=True)
class NewRow:
    """A new entry: at the end of a registry file, or in the README where its section takes it.

    `fields` are those of the registry's schema, in order; in a README `name`, `section` (headings
    joined by ` / `), `links` and `labels` by role, and the entry's fields; `path` may be empty
    there. `unknown` says why other fields are left out. `facts` are what else its sources report,
    for the person who decides: `downloads`, `likes`, `created` (`model/observation.py`).
    """

    change: str
    path: str
    fields: Mapping[str, object]
    unknown: Mapping[str, str] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)


@dataclass(frozen=True)
class PlacedRow:
    """A new row where it stands in the list's files.

    change   the id of the change that adds it
    line     the line (from 1) on which it begins; 0 where the home does not report it
    text     its bytes as a hand-written list holds them, without the gap to its neighbours
    breaks   how many lines it adds to the file
    section  the headings above it
    shown    the fields and the parts of links that it shows, as it is read back
    missing  what rows beside it have and nobody knows of this one: fields, links (`links.code`), …
    lacking  files that hold the same rows in other languages, and not this one
    """

    change: str
    path: str
    line: int = 0
    text: str = ""
    breaks: int = 0
    section: tuple[str, ...] = ()
    shown: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """`README.md:12`."""
        return f"{self.path}:{self.line}" if self.line else self.path

    def beside(self, later: PlacedRow) -> PlacedRow:
        """The same after a later row was written into the list."""
        if later.path != self.path or later.line > self.line:
            return self
        return replace(self, line=self.line + later.breaks)


@dataclass(frozen=True, slots=True)
class ShownEdit:
    """A newer value on display in a hand-written list: stars, a blank that is filled.

    `value` is in this project's notation: a plain number, a day, labels with commas between.
    """

    change: str
    entry: str
    field: str
    value: str


Edit = LinkEdit | FieldEdit | NewRow | ShownEdit
"""A request to the home of a list; `change` is the id of its change."""


@dataclass(frozen=True)
class Candidates:
    """What one topic would change, whether or not anything of it may be proposed.

    changes       each with its ruling
    edits         what carries out the applied changes in the list's files
    adopted       the snapshot with just this topic's values taken over; None where it stays
    questions     what only a person can settle, of this topic
    side_effects  cells that read differently because of the changes; they need no decision
    queries       source → what is worth asking it in one further round
    needs         sources without which an open proposal is left as it is
    partial       why this run knows just a part, empty when it knows all; what is open stays then
    rests_until   the day until which nothing of the topic is proposed, empty when it is not paused
    redraws       whether a README that is out of date is reason enough for a proposal
    not_offered   reason → ids of models that were found and are not offered
    offered       the rows of changes that wait for a person's tick
    implausible   answers that made no sense; their rows stay as they were
    """

    topic: Topic
    changes: tuple[Change, ...] = ()
    edits: tuple[Edit, ...] = ()
    adopted: Snapshot | None = None
    questions: tuple[OpenQuestion, ...] = ()
    side_effects: tuple[Change, ...] = ()
    queries: Mapping[str, tuple[Query, ...]] = field(default_factory=dict)
    needs: frozenset[str] = frozenset()
    partial: str = ""
    rests_until: str = ""
    redraws: bool = False
    not_offered: Mapping[str, Sequence[str]] = field(default_factory=dict)
    offered: tuple[NewRow, ...] = ()
    implausible: tuple[Observation, ...] = ()


@dataclass(frozen=True)
class Proposal:
    """One branch, one pull request. `files` maps a path to its whole new text."""

    topic: str
    title: str
    body: str
    files: Mapping[str, str]
    changes: tuple[Change, ...] = ()
    rows: Sequence[PlacedRow] = ()
    """The new rows in these files."""

    @property
    def branch(self) -> str:
        """The one branch this topic lives on."""
        return f"listkeeper/{self.topic}"

    def titled(self, prefix: str) -> Proposal:
        """The same with a title that begins so."""
        return replace(self, title=f"{prefix}{self.title}")


@dataclass(frozen=True)
class DashboardRequests:
    """The requests made on the dashboard.

    `runs` are the scopes of runs to start now; the others map ids of changes and questions to
    digests: of values that may be offered again, of what is to be done, of what is to be left.
    """

    runs: tuple[str, ...] = ()
    returned: Mapping[str, str] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)
    declined: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Answers:
    """What people ticked, closed and merged on the bot's pull requests.

    `declined` maps a change id to the digest of the value they declined; `closed` maps a topic
    to the day (YYYY-MM-DD) a person closed its pull request unmerged. `moments` says when a value
    was declined (ISO 8601, UTC), for those that are known; the others are new. `picked` maps a
    change id to the way that a person picked of several, with the digest of that change. `ticked`
    and `accepted` map change ids to digests: of every ticked box of an open pull request, and of
    the candidates that people ticked there. `opened` maps a topic to the day (YYYY-MM-DD) on which
    its open pull request was opened.
    """

    declined: Mapping[str, str] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)
    moments: Mapping[str, str] = field(default_factory=dict)
    requests: DashboardRequests = field(default_factory=DashboardRequests)
    picked: Mapping[str, tuple[str, Way]] = field(default_factory=dict)
    ticked: Mapping[str, str] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)
    opened: Mapping[str, str] = field(default_factory=dict)
