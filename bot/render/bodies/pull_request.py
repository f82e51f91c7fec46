"""The title and the text of one topic's pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.model.change import WAITS, Change, Topic, Way, marker_word
from bot.render.bodies.boxes import box, quoted_rows, way_box
from bot.render.bodies.fit import Kept, fit_text
from bot.render.bodies.news import News
from bot.render.bodies.preview import Pair, RegionPreview, region_previews
from bot.render.fragment import row_evidence, row_lacks, row_values, shown_values
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


@dataclass(frozen=True)
class Group:
    """The changes of one section of the list."""

    title: str
    changes: Sequence[Change]


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

    def text(kept: Kept) -> str:
        values["previews"] = _first(shown, kept["previews"])
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
    return {
        "topic": topic,
        "news": news,
        "changes": own,
        "drawn": drawn,
        "groups": _groups(news, own),
        "routine": routine,
        "entries": len({change.entry for change in routine}),
        "one_before": any(change.before for change in routine),
        "one_seen": any(change.evidence for change in routine),
        "archived": [c for c in routine if c.field == "status" and _newly("archived", c)],
        "fields": _counted(change.field for change in (own or routine)),
        "whys": _counted(change.why for change in drawn),
        "waiting": [change for change in news.changes if change.reason == WAITS],
        "copies": sum(change.after.startswith("http") for change in drawn),
        "removed": sum(change.way is Way.REMOVE for change in drawn),
        "picks": sum(len(change.choices) > 1 for change in own),
        "box": box,
        "way_box": way_box,
        "quoted_rows": quoted_rows,
        "rows": {row.change: row for row in news.rows},
        "row_values": row_values,
        "row_evidence": row_evidence,
        "placed": {row.change: row for row in news.placed if row.text},
        "shown_values": shown_values,
        "row_lacks": row_lacks,
    }


def waiting_by_topic(changes: Iterable[Change]) -> dict[str, int]:
    """How many changes of each topic come with the next pull request, since this one is full."""
    return _counted(change.topic for change in changes if change.reason == WAITS)


def _counted(words: Iterable[str]) -> dict[str, int]:
    """How often each word occurs, the most frequent first."""
    return dict(Counter(words).most_common())


def _newly(word: str, change: Change) -> bool:
    return word in change.after.split(", ") and word not in change.before.split(", ")


def _groups(news: News, changes: Sequence[Change]) -> list[Group]:
    """The changes by the section in which they stand, in reading order."""
    of_rows = {row.change.rpartition("/")[0]: row.fields.get("section", "") for row in news.rows}
    sections = of_rows | {entry.id: entry.section for entry in news.registry.entries}
    titles = {section.id: section.title for section in news.registry.sections}
    grouped: dict[str, list[Change]] = {title: [] for title in titles.values()}
    for change in changes:
        title = titles.get(str(sections.get(change.entry, "")), "")
        grouped.setdefault(title, []).append(change)
    return [Group(title, found) for title, found in grouped.items() if found]


@dataclass(frozen=True)
class TitledPreview:
    """A preview with the title of its section."""

    title: str
    headings: Sequence[str]
    pairs: Sequence[Pair]
    redrawn: bool


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
