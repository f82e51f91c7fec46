"""What becomes of a link: which moves need a person, and what a change says of a dead one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.lists.registry.load import shipped_templates
from bot.model.change import WAITS, Change
from bot.model.decision import Ruling, Topic
from bot.model.memory import Memory, Trace
from bot.model.observation import Observation
from tests.build import NOW, documents, found, gone, judge, moved, unsure

DEAD = Trace(gone_on=("2026-11-10", "2026-11-14", "2026-11-17"), gone_why="404")
COPY = "https://web.archive.org/web/2020/https://docs.example/x"


def listing(site: str) -> dict[str, str]:
    row = f"  - {{id: one, kind: tool, name: One, section: tools, links: {{site: '{site}'}}}}\n"
    return documents(**{"registry/tools.yml": f"entries:\n{row}"})


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("https://docs.example/x", "https://docs.example/y", True),
        ("https://www.docs.example/x", "https://docs.example/y", True),
        ("https://docs.example/x", "https://www.docs.example/y", True),
        ("https://www.docs.example/x", "https://new.docs.example/y", True),
        ("https://old.docs.example/x", "https://docs.example/y", True),
        ("https://docs.example/x", "https://new.docs.example/y", True),
        ("https://docs.example/x", "https://olddocs.example/y", False),
        ("https://olddocs.example/x", "https://docs.example/y", False),
        ("https://docs.example/x", "https://docs.other/y", False),
        ("https://one.docs.example/x", "https://two.docs.example/y", False),
    ],
)
def test_a_redirect_to_another_site_needs_a_person(before: str, after: str, same: bool) -> None:
    move = moved(before, after, certain=False, source="web")
    outcome = judge([move], files=listing(before))
    assert [change.after for change in outcome.changes] == ([after] if same else [])
    assert [(one.entry, one.entry_name, one.field, one.evidence) for one in outcome.questions] == (
        [] if same else [("one", "One", "site", after)]
    )


@pytest.mark.parametrize(
    ("copies", "after"), [([], "marked dead since 2026-11-10"), ([COPY], COPY)]
)
def test_a_change_states_since_when_a_link_is_gone_and_where_its_copy_is(
    copies: list[str], after: str
) -> None:
    url = "https://docs.example/x"
    seen: list[Observation] = [gone(url, "web")]
    seen += [found(url, {"archived_copy": copy}, "wayback") for copy in copies]
    memory = Memory(traces={found(url).reference.key: DEAD})
    assert judge(seen, files=listing(url), memory=memory).changes == [
        Change(
            entry="one",
            entry_name="One",
            field="site",
            topic=Topic.DEAD,
            before=url,
            after=after,
            why="404; gone since 2026-11-10",
            evidence=url,
            ruling=Ruling.APPLY,
        )
    ]


def test_a_remembered_move_keeps_its_first_day_and_no_facts() -> None:
    files = listing("https://github.com/old/one")
    seen = moved("https://github.com/old/one", "https://github.com/new/one", {"stars": 5})
    seen = replace(seen, places={"main/a": True, "main/b": False}, unknown={"forks": "no answer"})
    first = judge([seen], files=files).memory
    (kept,) = first.moves.values()
    assert kept.at == NOW.replace(hour=0, minute=0, second=0, microsecond=0)
    assert (kept.facts, kept.unknown, kept.places) == ({}, {}, {"main/b": False})
    later = NOW + timedelta(days=3, hours=1, minutes=2, seconds=3, microseconds=4)
    again = replace(seen, at=later, facts={"stars": 9})
    assert judge([again], files=files, memory=first, now=later).memory.moves == first.moves
    elsewhere = replace(again, to=moved("https://a.example", "https://github.com/third/one").to)
    (kept,) = judge([elsewhere], files=files, memory=first, now=later).memory.moves.values()
    assert (kept.to, kept.at.date()) == (elsewhere.to, later.date())


@pytest.mark.parametrize(("days", "asked"), [(59, False), (60, True)])
def test_a_link_that_is_unsure_for_long_is_a_question(days: int, asked: bool) -> None:
    url = "https://docs.example/x"
    since = (NOW - timedelta(days=days)).date().isoformat()
    memory = Memory(traces={f"page:{url}": Trace(unsure_since=since)})
    outcome = judge([unsure(url, "web")], files=listing(url), memory=memory)
    (question,) = outcome.questions or (None,)
    assert (question is not None) is asked
    if question:
        assert (question.entry, question.field, question.evidence) == ("one", "site", url)
        assert since in question.doubt


def test_a_change_over_the_limit_is_held_and_waits() -> None:
    urls = [f"https://github.com/old/t{n:03}" for n in range(101)]
    rows = "".join(
        f"  - {{id: t{n:03}, kind: tool, name: T, section: tools, links: {{code: '{url}'}}}}\n"
        for n, url in enumerate(urls)
    )
    moves: list[Observation] = [moved(url, url.replace("/old/", "/new/")) for url in urls]
    outcome = judge(moves, files=documents(**{"registry/tools.yml": f"entries:\n{rows}"}))
    held = [(one.entry, one.ruling, one.reason) for one in outcome.changes if one.reason]
    assert held == [("t100", Ruling.HOLD, WAITS)]


ISSUE, CODE = "https://github.com/old/alpha/issues/3", "https://github.com/old/alpha"
TO = "https://github.com/fresh/alpha"


def within(seen: list[Observation], row: str, memory: Memory | None = None) -> dict[str, str]:
    """Before and after of each move that is applied in a row of a README."""
    files = {**shipped_templates(), "README.md": f"# L\n\n- {row}\n- [B](https://b.example)\n"}
    changes = judge(seen, files=files, memory=memory or Memory()).changes
    return {one.before: one.after for one in changes if one.ruling is Ruling.APPLY}


@pytest.mark.parametrize(
    "rest", ["wiki", "issues/3", "issues?q=is%3Aopen", "releases", "pull/4", "discussions#x"]
)
def test_a_page_of_a_renamed_repository_moves_with_it(rest: str) -> None:
    page = f"{CODE}/{rest}"
    row = f"[A]({CODE}), [more]({page})"
    seen: list[Observation] = [moved(CODE, TO), unsure(page, "web")]
    assert within(seen, row) == {
        CODE: TO,
        page: f"{TO}/{rest}",
    }


@pytest.mark.parametrize(
    ("seen", "row"),
    [
        ([moved(CODE, TO, certain=False), unsure(ISSUE)], f"[A]({CODE}), [more]({ISSUE})"),
        ([moved(CODE, TO), found(ISSUE)], f"[A]({CODE}), [more]({ISSUE})"),
        ([moved(CODE, TO), gone(ISSUE)], f"[A]({CODE}), [more]({ISSUE})"),
        ([moved(CODE, TO), unsure(ISSUE)], f"[more]({ISSUE})\n- [A]({CODE})"),
        ([found(CODE), unsure(ISSUE)], f"[A]({CODE}), [more]({ISSUE})"),
        ([moved(CODE, TO)], f"[A]({CODE}), [more](https://github.com/old/alphabet/wiki)"),
        ([moved(CODE, TO)], f"[A]({CODE}), [more](https://x.example/old/alpha/wiki)"),
        ([moved(CODE, TO)], f"[A]({CODE}), [more]({CODE}/wikipedia)"),
    ],
)
def test_it_stays_where_that_is_not_certain(seen: list[Observation], row: str) -> None:
    assert all(not one.endswith(("3", "wiki", "wikipedia")) for one in within(seen, row))


def test_a_page_that_was_gone_before_stays() -> None:
    traces = {f"page:{ISSUE}": Trace(gone_on=("2026-11-23",))}
    seen: list[Observation] = [moved(CODE, TO), unsure(ISSUE, "web")]
    assert ISSUE not in within(seen, f"[A]({CODE}), [more]({ISSUE})", Memory(traces=traces))
