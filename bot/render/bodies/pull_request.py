"""The title and the text of one topic's pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.model.change import WAITS, Change, marker_word
from bot.model.decision import Ruling, Topic, Way
from bot.render.bodies.boxes import box, offer_box, quoted_rows, way_box
from bot.render.bodies.candidates import candidate_numbers
from bot.render.bodies.fit import ShownCounts, fit_text
from bot.render.bodies.news import News
from bot.render.bodies.preview import Pair, RegionPreview, region_previews
from bot.render.bodies.word_difference import change_difference
from bot.render.fragment import row_evidence, row_lacks, row_values, written_values
from bot.render.markdown import tidy
from bot.render.mentions import defuse_line, defuse_mentions
from bot.render.templates import draw, environment

LONGEST = 65_536
"""Characters of a body; GitHub refuses more."""
_MARKER_ROOM = 1_500
"""Characters kept free for the hidden markers, besides those of each change."""
_QUESTIONS = 40
"""Questions that a body lists; the dashboard lists all."""
_LEAST = 24
"""Fewest characters of an item in a body."""
_LONGEST_TITLE = 120


_NAMED = 3
"""Names of entries that one box lists."""
_SHORT = 40
"""Characters of a value that is shown before the fold."""
_UNFOLDED = 20
"""Values, or boxes, that are shown before the fold."""


@dataclass(frozen=True)
class BoxedChanges:
    """One box: a change, or several that put the same address in the place of the same one."""

    changes: Sequence[Change]

    @property
    def first(self) -> Change:
        """The change that the box shows."""
        return self.changes[0]

    @property
    def others(self) -> Sequence[Change]:
        """Those that are equal to it."""
        return self.changes[1:]

    @property
    def named(self) -> Sequence[Change]:
        """One change of each entry, as many as are listed by name."""
        return list({one.entry: one for one in self.changes}.values())[:_NAMED]

    @property
    def more(self) -> int:
        """How many entries are not listed by name."""
        return len({one.entry for one in self.changes}) - len(self.named)


@dataclass(frozen=True)
class Group:
    """The changes of one section of the list."""

    title: str
    boxes: Sequence[BoxedChanges]

    @property
    def changes(self) -> Sequence[Change]:
        """All of them."""
        return [change for one in self.boxes for change in one.changes]


def draw_title(documents: Mapping[str, str], news: News, topic: Topic) -> str:
    """One plain line that names the content of one topic's proposal."""
    values = _values(news, topic)
    line = " ".join(draw(environment(documents), "title.md.j2", **values).split())
    return defuse_line(line if len(line) <= _LONGEST_TITLE else line[: _LONGEST_TITLE - 1] + "…")


def draw_body(documents: Mapping[str, str], news: News, topic: Topic) -> str:
    """The pull request's body, within GitHub's size.

    `news` is that of one topic's proposal, `documents` are the files before it. The least important
    is cut first, with a note: previews, then evidence, then routine rows, then questions, then why
    a change is believed; a box never.
    """
    env = environment(documents)
    values = _values(news, topic)
    shown = _previews(documents, news)
    counts = {
        "previews": sum(len(one.pairs) for one in shown),
        "evidence": len(values["changes"]),
        "routine": len(values["routine"]),
        "questions": min(_QUESTIONS, len(news.doubts) + len(news.missed)),
        "whys": len(values["changes"]),
    }

    def text(kept: ShownCounts) -> str:
        values["previews"] = _first(shown, kept["previews"])
        values["preview_rows"] = sum(len(one.differing) for one in values["previews"])
        values["cut"] = {name: count - kept[name] for name, count in counts.items()}
        return tidy(defuse_mentions(draw(env, "pull_request.md.j2", **values, kept=kept)))

    return fit_text(text, counts, free_characters(values["changes"]), _LEAST)


def free_characters(changes: Iterable[Change]) -> int:
    """How long a body may be beside the hidden markers of these changes."""
    return (
        LONGEST
        - _MARKER_ROOM
        - sum((1 + len(change.choices)) * (len(marker_word(change.id)) + 20) for change in changes)
    )


def _values(news: News, topic: Topic) -> dict[str, Any]:
    own = [] if topic is Topic.METADATA else news.of(topic)
    drawn = [change for change in own if change.id not in news.undrawn]
    routine = news.of(Topic.METADATA)
    notable = _notable(routine) if topic is Topic.METADATA else []
    boxed = _boxed(own)
    rows = {row.change: row for row in news.rows}
    return {
        "topic": topic,
        "news": news,
        "changes": own,
        "drawn": drawn,
        "undrawn_count": len(own) - len(drawn),
        "boxed": boxed,
        "groups": _groups(news, boxed),
        "offered": [c for c in news.changes if c.topic is topic and c.ruling is Ruling.ASK],
        "routine": routine,
        "notable": notable,
        "plain": [change for change in routine if change not in notable],
        "by_entry": _by_entry,
        "entries": len({change.entry for change in own or routine}),
        "one_before": any(change.before for change in routine),
        "one_seen": any(change.evidence for change in routine),
        "archived": [c for c in routine if c.field == "status" and _newly("archived", c)],
        "fields": _counted(change.field for change in (own or routine)),
        "whys": _counted(change.why for change in own),
        "seen_at": _counted(_host(change.evidence) for change in own if "//" in change.evidence),
        "waiting": [change for change in news.changes if change.reason == WAITS],
        "copies": sum(change.after.startswith("http") and not change.revives for change in drawn),
        "revived": sum(change.revives for change in own),
        "removed": sum(change.way is Way.REMOVE for change in drawn),
        "gone_rows": [change for change in own if change.removed],
        "picks": sum(len(change.choices) > 1 for change in own),
        "box": box,
        "way_box": way_box,
        "offer_box": offer_box,
        "difference": change_difference,
        "numbers": lambda change: candidate_numbers(rows.get(change.id)),
        "quoted_rows": quoted_rows,
        "rows": rows,
        "row_values": row_values,
        "row_evidence": row_evidence,
        "placed": {row.change: row for row in news.placed if row.text},
        "shown_values": written_values,
        "row_lacks": row_lacks,
    }


def _notable(routine: Sequence[Change]) -> list[Change]:
    """The values shown before the fold: all when there are few, else what is no number."""
    if len(routine) <= _UNFOLDED:
        return list(routine)
    words = [one for one in routine if not one.after[:1].isdigit() and len(one.after) <= _SHORT]
    return words if len(words) <= _UNFOLDED else []


def _by_entry(changes: Iterable[Change]) -> list[list[Change]]:
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.entry, []).append(change)
    return list(found.values())


def _host(url: str) -> str:
    return url.split("/")[2].removeprefix("www.")


def _boxed(changes: Iterable[Change]) -> list[BoxedChanges]:
    """Changes of the same address to the same other one share a box."""
    found: dict[object, list[Change]] = {}
    for one in changes:
        is_link = one.before.startswith("http")
        key = (one.before, one.after, one.choices, one.way, one.removed) if is_link else one.id
        found.setdefault(key, []).append(one)
    return [BoxedChanges(equal) for equal in found.values()]


def waiting_by_topic(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes of each topic come with the next pull request, since this one is full."""
    return _counted(change.topic for change in changes if change.reason == WAITS)


def _counted(words: Iterable[str]) -> dict[str, int]:
    """How often each word occurs, the most frequent first."""
    return dict(Counter(words).most_common())


def _newly(word: str, change: Change) -> bool:
    return word in change.after.split(", ") and word not in change.before.split(", ")


def _groups(news: News, boxes: Sequence[BoxedChanges]) -> list[Group]:
    """The boxes by the section in which they stand, in reading order."""
    of_rows = {row.change.rpartition("/")[0]: row.fields.get("section", "") for row in news.rows}
    sections = of_rows | {entry.id: entry.section for entry in news.registry.entries}
    titles = {section.id: section.title for section in news.registry.sections}
    grouped: dict[str, list[BoxedChanges]] = {title: [] for title in titles.values()}
    for one in boxes:
        title = titles.get(str(sections.get(one.first.entry, "")), "")
        grouped.setdefault(title, []).append(one)
    return [Group(title, found) for title, found in grouped.items() if found]


@dataclass(frozen=True)
class TitledPreview:
    """A preview with the title of its section."""

    title: str
    headings: Sequence[str]
    pairs: Sequence[Pair]
    redrawn: bool

    @property
    def differing(self) -> Sequence[Pair]:
        """The rows whose visible text differs."""
        return [pair for pair in self.pairs if not pair.reads_alike]


def _previews(documents: Mapping[str, str], news: News) -> list[TitledPreview]:
    last = [path for path in list(news.files)[-1:] if path in documents]  # the README
    pages = [path for path in news.registry.pages if path in news.files and path in documents]
    titles = {section.id: section.title for section in news.registry.sections}
    found: list[RegionPreview] = [
        one
        for path in dict.fromkeys([*last, *pages])
        for one in region_previews(path, documents[path], news.files[path])
    ]
    return [
        TitledPreview(titles.get(one.region, one.region), one.headings, one.pairs, one.redrawn)
        for one in found
    ]


def _first(shown: Sequence[TitledPreview], count: int) -> list[TitledPreview]:
    """The previews with the first `count` rows of all."""
    kept = []
    for one in shown:
        if count or not one.pairs:
            kept.append(replace(one, pairs=one.pairs[:count]))
        count = max(0, count - len(one.pairs))
    return kept
