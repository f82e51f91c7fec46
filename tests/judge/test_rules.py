"""The ten rules that others paid for, each with the test that holds it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.lists.memory import memory_text, parse_memory
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.change import Answers
from bot.model.decision import Ruling, Topic
from bot.model.memory import Memory, Trace
from bot.model.observation import Observation
from bot.render.mentions import defuse_mentions
from tests.build import (
    NOW,
    README,
    TOOLS,
    asked,
    documents,
    found,
    gone,
    judge,
    merged,
    moved,
    of,
    open_ones,
    snapshot,
    unsure,
)

ALPHA = "https://github.com/old/alpha"
BETA = "https://github.com/acme/beta"
TOUR = "https://beta.example/tour"
GAMMA = "https://huggingface.co/acme/gamma-7b"


def many(count: int) -> tuple[dict[str, str], list[str]]:
    """A list of `count` tools, and their links."""
    rows = "".join(
        f"  - {{id: t{n}, kind: tool, name: T{n}, section: tools, "
        f"links: {{code: 'https://github.com/acme/t{n}'}}}}\n"
        for n in range(count)
    )
    files = documents(**{"registry/tools.yml": f"entries:\n{rows}"})
    return files, [f"https://github.com/acme/t{n}" for n in range(count)]


def test_rule_1_unsure_changes_nothing_and_keeps_the_last_good_value() -> None:
    shown = snapshot(repo__acme__beta={"stars": asked(8312)})
    files = merged(judge([], shown=shown), documents())
    outcome = judge([unsure(BETA)], shown=shown, files=files)
    assert outcome.proposals == ()
    assert "8.3k" in files["README.md"]


def test_rule_1_gone_needs_the_sources_own_word() -> None:
    week = [NOW + timedelta(days=day) for day in range(0, 21, 3)]
    memory = Memory()
    for day in week:
        memory = judge([unsure(BETA)], memory=memory, now=day).memory
    assert memory.traces["repo:acme/beta"].gone_on == ()
    outcome = judge([unsure(BETA)], memory=memory, now=week[-1])
    assert [change for change in outcome.changes if change.topic is Topic.DEAD] == []


def test_rule_2_a_source_that_loses_many_at_once_is_in_outage() -> None:
    files, links = many(20)
    alive = judge([found(url, {"stars": 9}) for url in links], files=files)
    files = merged(alive, files)
    dying: list[Observation] = [gone(url) for url in links[:6]]
    dying += [found(url, {"stars": 9000}) for url in links[6:]]
    outcome = judge(dying, files=files, memory=alive.memory)
    assert outcome.proposals == ()
    assert outcome.news.outages == {"github": "6 of 20 that were alive before failed at once"}
    assert all(trace.gone_on == () for trace in outcome.memory.traces.values())


def test_rule_2_first_sight_never_trips_it() -> None:
    files, links = many(20)
    outcome = judge([gone(url) for url in links], files=files)
    assert outcome.news.outages == {}
    assert len(outcome.memory.traces) == 20


def test_rule_2_a_silent_source_is_in_outage() -> None:
    files, links = many(4)
    outcome = judge([unsure(url) for url in links], files=files)
    assert outcome.news.outages == {"github": "none of 4 queries was answered: no answer in 20 s"}


def test_rule_2_three_equal_days_in_a_row_override_it() -> None:
    files, links = many(20)
    memory = judge([found(url) for url in links], files=files).memory
    dying: list[Observation] = [gone(url) for url in links[:8]]
    dying += [found(url) for url in links[8:]]
    outages = []
    for day in range(1, 4):
        outcome = judge(dying, files=files, memory=memory, now=NOW + timedelta(days=day))
        memory = outcome.memory
        outages.append(bool(outcome.news.outages))
    assert outages == [True, True, False]
    assert sum(1 for trace in memory.traces.values() if trace.gone_on) == 8


def test_rule_2_a_host_that_comes_and_goes_does_not_prolong_an_outage() -> None:
    """Twelve links die for good; eight others fall on every second day."""
    files, links = many(40)
    memory = judge([found(url) for url in links], files=files).memory
    outages, fallen = [], []
    for day in range(1, 6):
        dying = [*links[:12], *(links[12:20] if day % 2 else [])]
        observations: list[Observation] = [
            gone(url) if url in dying else found(url) for url in links
        ]
        outcome = judge(observations, files=files, memory=memory, now=NOW + timedelta(days=day))
        memory = outcome.memory
        outages.append(bool(outcome.news.outages))
        fallen.append(sum(bool(trace.gone_on) for trace in memory.traces.values()))
    # on the third day the twelve are believed, while the eight are still too many at once
    assert outages == [True, True, True, False, True]
    assert fallen == [0, 0, 12, 12, 12]


def test_rule_2_what_falls_only_today_waits_for_its_own_days() -> None:
    files, links = many(40)
    memory = judge([found(url) for url in links], files=files).memory
    believed = []
    for day in range(1, 7):
        dying = links[:8] if day < 3 else links[:20]
        observations: list[Observation] = [
            gone(url) if url in dying else found(url) for url in links
        ]
        outcome = judge(observations, files=files, memory=memory, now=NOW + timedelta(days=day))
        memory = outcome.memory
        believed.append(sum(bool(trace.gone_on) for trace in memory.traces.values()))
    assert believed == [0, 0, 8, 8, 8, 20]


def test_rule_2_what_memory_keeps_of_an_outage_is_small() -> None:
    files, links = many(1000)
    memory = judge([found(url) for url in links], files=files).memory
    silent = judge([unsure(url) for url in links], files=files, memory=memory)
    assert sum(len(day) for day in silent.memory.outages["github"]) < 8_000


def test_rule_2_the_same_day_thrice_overrides_nothing() -> None:
    files, links = many(20)
    memory = judge([found(url) for url in links], files=files).memory
    for _ in range(4):
        outcome = judge([gone(url) for url in links], files=files, memory=memory)
        memory = outcome.memory
        assert outcome.news.outages


def test_rule_3_one_bad_answer_is_one_bad_row() -> None:
    files, links = many(1000)
    answers: list[Observation] = [found(url, {"stars": 8312}) for url in links]
    answers[7] = found(links[7], {"stars": "many"})
    outcome = judge(answers, files=files)
    assert len(outcome.changes) == 999
    assert [seen.reference.name for seen in outcome.implausible] == ["acme/t7"]
    assert "**T7**<br>[code](https://github.com/acme/t7)" in outcome.proposals[0].files["README.md"]


@pytest.mark.parametrize("merging", [True, False])
def test_rule_4_strikes_count_days_whether_or_not_people_merge(merging: bool) -> None:
    files, memory = documents(), Memory()
    dead_on = []
    for day in (0, 0, 3, 7, 8):
        now = NOW + timedelta(days=day)
        answers: list[Observation] = [gone(TOUR, "web"), found(BETA, {"stars": 8000 + 100 * day})]
        outcome = judge(answers, files=files, memory=parse_memory(memory_text(memory)), now=now)
        memory = outcome.memory
        if any(change.topic is Topic.DEAD for change in outcome.changes):
            dead_on.append(day)
        if merging and not dead_on:
            files = merged(outcome, files)
    assert dead_on == [7, 8]


def test_rule_4_memory_never_rides_in_the_pull_request() -> None:
    outcome = judge([found(BETA, {"stars": 9}), gone(TOUR, "web")])
    assert all("memory" not in path for path in outcome.proposals[0].files)


def test_rule_5_before_is_what_is_shown() -> None:
    first = judge([found(BETA, {"stars": 8312})])
    pending = open_ones(first)
    tomorrow = NOW + timedelta(days=1)
    again = judge(
        [found(BETA, {"stars": 8313})], memory=first.memory, pending=pending, now=tomorrow
    )
    assert again.proposals == first.proposals
    change = again.proposals[0].changes[0]
    assert (change.before, change.after) == ("", "8.3k")


def test_rule_6_a_curated_value_is_never_overwritten_but_questioned() -> None:
    outcome = judge([found(GAMMA, {"licence": "apache-2.0"}, "hub")])
    assert [change.field for change in outcome.changes] == []
    assert [doubt.doubt for doubt in outcome.questions] == [
        "the list says MIT, its host says apache-2.0"
    ]


def test_rule_6_a_pin_silences_it() -> None:
    pinned = TOOLS.replace("    licence: MIT\n", "    licence: MIT\n    pins: {licence: dual}\n")
    files = documents(**{"registry/tools.yml": pinned})
    outcome = judge([found(GAMMA, {"licence": "apache-2.0"}, "hub")], files=files)
    assert list(outcome.questions) == []


def test_rule_6_a_rejected_change_comes_back_only_with_a_new_value() -> None:
    move = moved(ALPHA, "https://github.com/fresh/alpha")
    offered = judge([move]).changes[0]
    answers = Answers(declined={offered.id: offered.digest})
    declined = judge([move], answers=answers)
    assert [change.ruling for change in declined.changes] == [Ruling.HOLD]
    assert [proposal.topic for proposal in declined.proposals] == ["metadata"]
    assert "registry/tools.yml" not in declined.proposals[0].files
    again = judge([moved(ALPHA, "https://github.com/newer/alpha")], memory=declined.memory)
    assert [change.ruling for change in again.changes] == [Ruling.APPLY]


@pytest.mark.parametrize(
    ("stars", "proposed"), [(8313, False), (8349, False), (8412, False), (8499, True)]
)
def test_rule_7_no_diff_without_a_change_that_a_reader_would_see(
    stars: int, proposed: bool
) -> None:
    shown = snapshot(repo__acme__beta={"stars": asked(8312)})
    files = merged(judge([], shown=shown), documents())
    files |= {OBSERVED: judge([], shown=shown).proposals[0].files.get(OBSERVED, "")}
    outcome = judge([found(BETA, {"stars": stars})], shown=shown, files=files)
    assert bool(outcome.proposals) is proposed


def test_rule_7_same_inputs_same_bytes() -> None:
    answers: list[Observation] = [found(BETA, {"stars": 9}), moved(ALPHA, BETA), gone(TOUR, "web")]
    assert judge(answers) == judge(list(reversed(answers)))


def test_rule_8_a_row_is_never_deleted() -> None:
    trace = Trace(gone_on=("2026-11-10", "2026-11-14", "2026-11-17"), gone_why="404")
    memory = Memory(traces={"repo:old/alpha": trace})
    outcome = judge([gone(ALPHA)], memory=memory)
    text = of(outcome, "dead").files["registry/tools.yml"]
    marked = '{ url: "https://github.com/old/alpha", dead: 2026-11-10 }  # kept since 2020'
    assert text == TOOLS.replace("https://github.com/old/alpha  # kept since 2020", marked)
    assert "**Alpha**<br>~~code~~ (gone)" in of(outcome, "dead").files["README.md"]


def test_rule_8_an_archived_copy_is_offered_after_one_further_round() -> None:
    trace = Trace(gone_on=("2026-11-10", "2026-11-14", "2026-11-17"), gone_why="404")
    memory = Memory(traces={"page:https://beta.example/tour": trace})
    first = judge([gone(TOUR, "web")], memory=memory)
    assert {name: [query.url for query in queries] for name, queries in first.queries.items()} == {
        "wayback": [TOUR]
    }
    copy = "https://web.archive.org/web/20260101000000/https://beta.example/tour"
    answers: list[Observation] = [
        gone(TOUR, "web"),
        found(TOUR, {"archived_copy": copy}, "wayback"),
    ]
    second = judge(answers, memory=memory)
    assert second.queries == {}
    assert f"[site]({copy}) (archived)" in of(second, "dead").files["README.md"]


def test_rule_9_a_closed_pull_request_is_an_answer() -> None:
    answers = Answers(closed={"metadata": "2026-11-20"})
    outcome = judge([found(BETA, {"stars": 9})], answers=answers)
    assert outcome.proposals == ()
    assert outcome.news.rests_until == "2026-12-20"
    later = judge([found(BETA, {"stars": 9})], memory=outcome.memory, now=NOW + timedelta(days=26))
    assert len(later.proposals) == 1


def test_rule_9_nobody_is_pinged_by_what_the_bot_writes() -> None:
    loud = TOOLS.replace("name: Alpha", "name: '@octocat fixes #12 and acme/beta#3'")
    files = documents(**{"registry/tools.yml": loud})
    outcome = judge([moved(ALPHA, "https://github.com/fresh/alpha")], files=files)
    body = of(outcome, "moved").body
    assert "@octocat" not in body
    assert "#12" not in body
    assert "#3" not in body
    assert defuse_mentions("see https://github.com/a/b/issues/3") == (
        "see https://redirect.github.com/a/b/issues/3"
    )


def test_rule_10_nothing_foreign_is_trusted() -> None:
    evil = '"| <img src=x onerror=1> | [x](javascript:1) `a` # {{ 7 * 7 }}"'
    files = documents(**{"registry/tools.yml": TOOLS.replace("name: Alpha", f"name: {evil}")})
    drawn = judge([found(BETA, {"stars": 9})], files=files).proposals[0].files["README.md"]
    row = next(line for line in drawn.splitlines() if "onerror" in line)
    assert (
        "**\\| \\<img src=x onerror=1\\> \\| \\[x\\](javascript:1) \\`a\\` # {{ 7 \\* 7 }}**" in row
    )


def test_rule_10_templates_are_sandboxed() -> None:
    attack = "{{ table.__class__.__mro__[1].__subclasses__() }}"
    files = documents(**{"templates/tools.md.j2": attack})
    with pytest.raises(Exception, match=r"templates/tools\.md\.j2:1: template error"):
        judge([], files=files)


def test_words_of_people_stay() -> None:
    outcome = judge([found(BETA, {"stars": 9})])
    drawn = outcome.proposals[0].files["README.md"]
    before, after = README.split("<!-- listkeeper:begin tools -->\n<!-- listkeeper:end tools -->")
    assert drawn.startswith(before)
    assert drawn.endswith(after)


def test_a_taken_over_name_is_a_question_never_a_rename() -> None:
    memory = judge([found(ALPHA, {"id": 1, "stars": 9000})]).memory
    outcome = judge([moved(ALPHA, "https://github.com/fresh/alpha", {"id": 2})], memory=memory)
    assert list(outcome.changes) == []
    assert "taken over" in outcome.questions[0].doubt


def test_a_move_to_another_site_is_asked_not_applied() -> None:
    move = moved(TOUR, "https://other.example/", certain=False, source="web")
    outcome = judge([move])
    assert list(outcome.changes) == []
    assert "another site" in outcome.questions[0].doubt


def test_values_follow_a_rename() -> None:
    shown = snapshot(repo__old__alpha={"stars": asked(8312)})
    facts = {"stars": 8315}
    outcome = judge([moved(ALPHA, "https://github.com/fresh/alpha", facts)], shown=shown)
    files = of(outcome, "moved").files
    assert parse_snapshot(files[OBSERVED]).values == {"repo:fresh/alpha": {"stars": asked(8312)}}
    assert "★ 8.3k" in files["README.md"]
    assert "https://github.com/fresh/alpha  # kept since 2020" in files["registry/tools.yml"]


def test_after_merging_nothing_is_left_to_propose() -> None:
    answers: list[Observation] = [
        moved(ALPHA, "https://github.com/fresh/alpha", {"stars": 70_000}),
        found(BETA, {"stars": 8312, "archived": True}),
    ]
    files = documents()
    first = judge(answers, files=files)
    files = merged(first, files)
    shown = parse_snapshot(files[OBSERVED])
    answers[0] = replace(found("https://github.com/fresh/alpha"), facts={"stars": 70_100})
    assert judge(answers, files=files, shown=shown, memory=first.memory).proposals == ()
