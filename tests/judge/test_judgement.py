"""Judgement over days: what people see stays true, is reported, and does not flip to and fro."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lists.registry.load import load
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.change import Answers, DashboardRequests
from bot.model.decision import Ruling, Topic
from bot.model.fields import FETCHED_FIELDS
from bot.model.memory import Memory, Trace
from bot.model.observation import Facts, Observation, Reason
from bot.model.values.shown import ShownValue, shown_values
from bot.publish.github.markers import LIMIT, compose_body, read_marker, write_marker
from bot.render.bodies.pull_request import draw_body
from bot.run.steps.outcome import Outcome
from tests.build import NOW, documents, found, gone, judge, merged, moved, of, open_ones, unsure

REPO = "https://github.com/old/llama"
NEW = "https://github.com/fresh/llama"
DEAD = Memory(
    traces={
        "repo:old/llama": Trace(
            gone_on=("2026-11-10", "2026-11-14", "2026-11-17"), gone_why="not found"
        )
    }
)


def entry(name: str, links: str, rest: str = "") -> str:
    return (
        f"  - id: {name}\n    kind: tool\n    name: {name.title()}\n"
        f"    section: tools\n{rest}    links:\n      {links}\n"
    )


def listing(*entries: str) -> dict[str, str]:
    return documents(**{"registry/tools.yml": "entries:\n" + "".join(entries)})


TWO = listing(entry("one", f"code: {REPO}/tree/v1"), entry("two", f"code: {REPO}"))


def in_step(files: dict[str, str]) -> dict[str, str]:
    """The list with its README drawn, so that nothing is left to redraw."""
    return merged(judge([], files=files), files)


def applied_changes(outcome: Outcome) -> list[tuple[str, str, str]]:
    applied = [change for change in outcome.changes if change.ruling is Ruling.APPLY]
    return [(change.id, change.before, change.after) for change in applied]


def tools(outcome: Outcome) -> str:
    return of(outcome, "moved").files["registry/tools.yml"]


# several entries share one reference


def test_a_no_to_one_of_two_links_leaves_its_values_as_they_were() -> None:
    files = merged(judge([found(REPO, {"stars": 5000})], files=TWO), TWO)
    move = moved(REPO, NEW, {"stars": 5010})
    offer = judge([move], files=files)
    assert [change[0] for change in applied_changes(offer)] == ["one/code", "two/code"]
    no = offer.changes[0]
    after = judge([move], files=files, answers=Answers(declined={no.id: no.digest}))
    assert applied_changes(after) == [("two/code", REPO, NEW)]
    drawn = of(after, "moved").files["README.md"]
    assert drawn.count("★ 5.0k") == 2
    files = merged(after, files)
    again = judge([move, found(NEW, {"stars": 5010})], files=files, memory=after.memory)
    assert again.proposals == ()


def test_a_link_that_moves_to_what_another_entry_names_reports_its_new_value() -> None:
    files = listing(entry("one", f"code: {REPO}/tree/v1"), entry("two", f"code: {NEW}"))
    first = judge([found(REPO, {"stars": 5000}), found(NEW, {"stars": 8000})], files=files)
    files = merged(first, files)
    after = judge([moved(REPO, NEW, {"stars": 8000}), found(NEW, {"stars": 8000})], files=files)
    proposal = of(after, "moved")
    assert [(one.id, one.before, one.after) for one in proposal.changes] == [
        ("one/code", f"{REPO}/tree/v1", f"{NEW}/tree/v1"),
        ("one/stars", "5.0k", "8.0k"),
    ]


def test_a_chain_of_renames_over_days() -> None:
    files = merged(judge([moved(REPO, NEW, {"stars": 5000})], files=TWO), TWO)
    last = "https://github.com/last/llama"
    after = judge([moved(NEW, last, {"stars": 5000})], files=files)
    assert applied_changes(after) == [
        ("one/code", f"{NEW}/tree/v1", f"{last}/tree/v1"),
        ("two/code", NEW, last),
    ]
    assert merged(after, files)["README.md"].count("★ 5.0k") == 2


def test_a_pinned_value_holds_for_all_who_share_it() -> None:
    pinned = entry("one", f"code: {REPO}", "    pins: {stars: counts another thing}\n")
    files = listing(pinned, entry("two", f"code: {REPO}"))
    outcome = judge([found(REPO, {"stars": 5000})], files=files)
    assert applied_changes(outcome) == []
    assert [change.reason for change in outcome.changes] == [
        "pinned: counts another thing",
        "it shares one value with One: pinned: counts another thing",
    ]
    assert "★" not in merged(outcome, files)["README.md"]


REPO_A, REPO_B = "https://github.com/a/a", "https://github.com/b/b"
HUB_C, HUB_D = "https://huggingface.co/c/c", "https://huggingface.co/d/d"
MIT = {"licence": "MIT"}
HELD = {
    "a licence that waits for a model": (
        listing(
            entry("one", f"code: {REPO_A}"), entry("two", f"site: [{REPO_A}, {HUB_C}, {HUB_D}]")
        ),
        [found(REPO_A, MIT, "github"), found(HUB_C, MIT, "hub"), unsure(HUB_D, "hub")],
    ),
    "a licence that a pin holds": (
        listing(
            entry("one", f"code: {REPO_A}"),
            entry("two", f"site: [{REPO_A}, {HUB_C}]", "    pins: {licence: checked by hand}\n"),
        ),
        [found(REPO_A, MIT, "github"), found(HUB_C, MIT, "hub")],
    ),
    "stars that a pin holds": (
        listing(
            entry("one", f"code: {REPO_B}"),
            entry("two", f"site: [{REPO_A}, {REPO_B}]", "    pins: {stars: checked by hand}\n"),
        ),
        [found(REPO_A, {"stars": 900}, "github"), found(REPO_B, {"stars": 50}, "github")],
    ),
}


@pytest.mark.parametrize(("files", "seen"), HELD.values(), ids=HELD)
def test_a_value_that_is_held_is_not_replaced_by_another(
    files: dict[str, str], seen: list[Observation]
) -> None:
    after = merged(judge(seen, files=files), files)
    assert {cell: text for cell, text in cells(after).items() if cell[0] == "two" and text} == {}


def test_the_same_address_twice_in_one_entry() -> None:
    files = listing(entry("one", f"code: [{REPO}, {REPO}]"))
    outcome = judge([moved(REPO, NEW)], files=files)
    assert f"code: [{NEW}, {NEW}]" in tools(outcome)


# links over days


@pytest.mark.parametrize("seen", [found(REPO), moved(REPO, NEW)])
def test_a_dead_link_that_answers_again_is_a_question(seen: Observation) -> None:
    files = listing(entry("one", f"code: {{url: '{REPO}', dead: 2026-10-01}}"))
    outcome = judge([seen], files=files)
    assert applied_changes(outcome) == []
    assert [doubt.doubt for doubt in outcome.questions] == [
        "it was marked dead on 2026-10-01 and answers again"
    ]
    assert [doubt.action for doubt in outcome.questions] == ["take the mark off"]


def accepted(outcome: Outcome) -> Answers:
    """A person ticked the one question's "do it"."""
    (question,) = outcome.questions
    return Answers(requests=DashboardRequests(accepted=dict([question.change])))


@pytest.mark.parametrize("copy", ["", "https://web.archive.org/web/2026/https://x.example"])
def test_with_a_yes_the_mark_is_taken_off(copy: str) -> None:
    archived = f', archived: "{copy}"' if copy else ""
    row = entry("one", f"code: {{ url: {REPO}, dead: 2026-10-01{archived} }}")
    files = listing(row)
    asked = judge([found(REPO)], files=files)
    outcome = judge([found(REPO)], files=files, answers=accepted(asked))
    assert outcome.questions == ()
    (change,) = [one for one in outcome.changes if one.ruling is Ruling.APPLY]
    assert (change.topic, change.revives) == (Topic.DEAD, True)
    assert f"code: {REPO}\n" in of(outcome, "dead").files["registry/tools.yml"]
    # declining it is no answer to another death of the same link
    death = replace(change, before=REPO)
    assert death.digest != change.digest


@pytest.mark.parametrize(
    "mark",
    [
        f"{{dead: 2026-10-01, url: '{REPO}'}}",
        f"{{url: '{REPO}',\n        dead: 2026-10-01}}",  # no line of the file may move
    ],
)
def test_a_mark_in_a_rare_form_is_left_to_people(mark: str) -> None:
    row = entry("one", f"code: {mark}")
    files = listing(row)
    asked = judge([found(REPO)], files=files)
    outcome = judge([found(REPO)], files=files, answers=accepted(asked))
    assert applied_changes(outcome) == []
    assert outcome.questions[-1].doubt == (
        "it is marked dead since 2026-10-01 and answers again; "
        "the bot cannot write that at registry/tools.yml:7"
    )


def test_gone_and_unsure_days_in_turn_neither_lose_nor_double_strikes() -> None:
    files, memory = listing(entry("one", f"code: {REPO}")), Memory()
    dead = []
    for day in range(40):
        seen = unsure(REPO) if day % 2 else gone(REPO)
        outcome = judge([seen], files=files, memory=memory, now=NOW + timedelta(days=day))
        memory = outcome.memory
        dead.append(bool(applied_changes(outcome)))
    assert dead == [False] * 8 + [True] * 32, "an unsure day takes nothing back"
    days = memory.traces["repo:old/llama"].gone_on
    assert (days[0], len(days)) == ("2026-11-24", 12)


def test_a_dead_link_reads_the_same_every_day() -> None:
    files, memory = listing(entry("one", f"code: {REPO}")), DEAD
    bodies = set()
    for day in range(4):
        outcome = judge([gone(REPO)], files=files, memory=memory, now=NOW + timedelta(days=day))
        memory = outcome.memory
        bodies.add(of(outcome, "dead").body)
    assert len(bodies) == 1


def test_a_no_to_a_dead_link_does_not_depend_on_the_archived_copy() -> None:
    files = listing(entry("one", f"code: {REPO}"))
    copy = found(REPO, {"archived_copy": "https://web.archive.org/web/2020/x"}, "wayback")
    (offer,) = judge([gone(REPO), copy], files=files, memory=DEAD).changes
    answers = Answers(declined={offer.id: offer.digest})
    again = judge([gone(REPO)], files=files, memory=DEAD, answers=answers)
    assert applied_changes(again) == []
    assert again.queries == {}, "nobody looks for a copy that nobody wants"


def test_a_silent_archive_is_an_outage_so_that_an_open_proposal_keeps_its_copies() -> None:
    files = listing(entry("one", f"code: {REPO}"))
    outcome = judge([gone(REPO), unsure(REPO, "wayback")], files=files, memory=DEAD)
    assert outcome.news.outages == {"wayback": "none of 1 query was answered"}


MARKED = "site: { url: 'https://one.example/x', dead: 2026-11-01 }"
SITE = "https://one.example/x"


def test_a_link_marked_while_the_archive_was_silent_gets_its_copy_later() -> None:
    files = in_step(listing(entry("one", MARKED)))
    first = judge([gone(SITE, "web")], files=files, memory=DEAD)
    assert [query.url for query in first.queries["wayback"]] == [SITE]
    assert first.proposals == ()
    copy = found(SITE, {"archived_copy": "https://web.archive.org/web/2020/x"}, "wayback")
    again = judge([gone(SITE, "web"), copy], files=files, memory=DEAD)
    [change] = again.changes
    assert change.why == "marked dead since 2026-11-01; the archive has a copy"
    after = of(again, "dead").files["registry/tools.yml"]
    assert 'archived: "https://web.archive.org/web/2020/x"' in after
    merged_files = {**files, **of(again, "dead").files}
    done = judge([gone(SITE, "web")], files=merged_files, memory=DEAD)
    assert (done.queries, done.proposals) == ({}, ())


def test_no_copy_at_all_is_an_answer_and_no_outage() -> None:
    files = in_step(listing(entry("one", MARKED)))
    none = replace(unsure(SITE, "wayback"), reason=Reason.PRIVATE_OR_MISSING)
    outcome = judge([gone(SITE, "web"), none], files=files, memory=DEAD)
    assert (outcome.news.outages, outcome.proposals) == ({}, ())


def test_the_archive_is_asked_about_a_bounded_number_of_marked_links() -> None:
    sites = [f"https://n{number}.example/" for number in range(40)]
    dead_links = [
        entry(f"n{n}", f"site: {{ url: '{url}', dead: 2026-{1 + n % 9:02}-01 }}")
        for n, url in enumerate(sites)
    ]
    outcome = judge([gone(url, "web") for url in sites], files=listing(*dead_links))
    assert len(outcome.queries["wayback"]) == 30


def test_gone_and_back() -> None:
    files = listing(entry("one", f"code: {REPO}"))
    back = judge([found(REPO)], files=files, memory=DEAD)
    assert back.memory.traces["repo:old/llama"].gone_on == ()
    assert applied_changes(judge([gone(REPO)], files=files, memory=back.memory)) == []


def test_a_pin_silences_the_question_about_a_link() -> None:
    site = "https://one.example/"
    move = moved(site, "https://two.example/", certain=False, source="web")
    files = listing(entry("one", f"site: {site}"))
    assert len(judge([move], files=files).questions) == 1
    files = listing(entry("one", f"site: {site}", "    pins: {site: we know}\n"))
    assert list(judge([move], files=files).questions) == []


def test_what_a_reviewer_stated_no_to_is_not_reported_again() -> None:
    files = listing(entry("one", f"code: {REPO}"))
    move = moved(REPO, NEW, {"stars": 5000})
    no = judge([move], files=files).changes[0]
    after = judge([move], files=files, answers=Answers(declined={no.id: no.digest}))
    (proposal,) = after.proposals
    assert "fresh/llama" not in proposal.body.replace("[5.0k](https://github.com/fresh/llama)", "")
    assert "said no" not in proposal.body


def test_a_pull_request_holds_no_more_links_than_can_be_reviewed() -> None:
    count = 1000
    files = listing(*(entry(f"t{n}", f"code: https://github.com/old/t{n}") for n in range(count)))
    moves: list[Observation] = [
        moved(f"https://github.com/old/t{n}", f"https://github.com/fresh/t{n}")
        for n in range(count)
    ]
    outcome = judge(moves, files=files)
    proposal = of(outcome, "moved")
    offered = {change.id: change.digest for change in proposal.changes}
    assert len(offered) == 100
    assert "900 more changes wait for the next pull request" in proposal.body
    whole = compose_body(proposal.body, write_marker(offered, title=proposal.title, base="0" * 40))
    assert len(whole) <= LIMIT
    assert read_marker(whole).changes == offered
    later = judge(moves[100:], files=merged(outcome, files))
    assert len(applied_changes(later)) == 100


def test_doubts_without_end_leave_the_body_short() -> None:
    links = [f"https://site{n}.example/{'long/' * 20}" for n in range(2000)]
    files = listing(*(entry(f"t{n}", f"site: {url}") for n, url in enumerate(links)))
    seen: list[Observation] = [
        moved(url, url.replace(".example", ".other"), certain=False, source="web") for url in links
    ]
    outcome = judge(seen, files=files)
    body = draw_body(files, outcome.news, Topic.MOVED)
    assert len(body) < LIMIT
    assert "1,960 more questions" in body


# change ids in the body


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/x--y",
        "https://medium.com/@someone/x#12",
        "https://github.com/o/r/issues/3",
        "https://github.com/o/r/pull/4?q=GH-5",
        "https://a.example/日本/é",
    ],
)
def test_a_box_is_read_back_whatever_the_address(url: str) -> None:
    files = listing(entry("one", f'site: ["{url}", "https://b.example/x"]'))
    trace = replace(DEAD.traces["repo:old/llama"])
    memory = Memory(traces={found(url).reference.key: trace})
    outcome = judge([gone(url, "web")], files=files, memory=memory)
    (change,) = [change for change in outcome.changes if change.topic is Topic.DEAD]
    body = of(outcome, "dead").body
    assert "--" not in change.id
    assert read_marker(body.replace("[x]", "[ ]")).declined == {change.id: change.digest}


# numbers that sway


def test_a_number_at_the_border_of_its_rounding_is_not_proposed_to_and_fro() -> None:
    files, proposals = listing(entry("one", f"code: {REPO}")), []
    for day, stars in enumerate([8349, 8351, 8340, 8360, 8349, 8355]):
        now = NOW + timedelta(days=day)
        outcome = judge([found(REPO, {"stars": stars})], files=files, now=now)
        proposals.append(len(outcome.proposals))
        files = merged(outcome, files)
    assert proposals == [1, 0, 0, 0, 0, 0]


def test_an_open_proposal_is_not_rewritten_by_a_number_that_sways() -> None:
    files, seen = listing(entry("one", f"code: {REPO}")), set()
    pending: dict[str, dict[str, str]] = {}
    for day, stars in enumerate([8349, 8351, 8340, 8360]):
        now = NOW + timedelta(days=day)
        outcome = judge([found(REPO, {"stars": stars})], files=files, pending=pending, now=now)
        pending = open_ones(outcome)
        (proposal,) = outcome.proposals
        seen.add((proposal.body, *proposal.files.values()))
    assert len(seen) == 1


def test_a_day_without_answer_does_not_shrink_the_open_proposal() -> None:
    files = TWO | {
        "registry/more.yml": "entries:\n" + entry("three", "code: https://github.com/a/b")
    }
    first = judge(
        [found(REPO, {"stars": 5000}), found("https://github.com/a/b", {"stars": 70})], files=files
    )
    again = judge(
        [unsure(REPO), found("https://github.com/a/b", {"stars": 70})],
        files=files,
        pending=open_ones(first),
        now=NOW + timedelta(days=1),
    )
    assert again.proposals == first.proposals


def test_values_that_end() -> None:
    hub = "https://huggingface.co/acme/m"
    files = listing(entry("one", f"hub: {hub}"), entry("two", f"code: {REPO}"))
    full: Facts = {"downloads": 5000, "gated": "manual", "licence": "MIT"}
    first: list[Observation] = [found(hub, full, "hub"), found(REPO, {"archived": True})]
    files = merged(judge(first, files=files), files)
    later: list[Observation] = [
        found(hub, {"downloads": 2000}, "hub"),
        found(REPO, {"archived": False}),
    ]
    assert applied_changes(judge(later, files=files)) == [
        ("one/downloads", "5.0k", "2.0k"),
        ("one/status", "gated (manual)", ""),
        ("two/status", "archived", ""),
    ]


# registry files as people write them


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("code: OLD  # was OLD", "code: NEW  # was OLD"),
        ("code:  # OLD\n        OLD", "code:  # OLD\n        NEW"),
        ('code: "OLD"', 'code: "NEW"'),
        ("code: [OLD/tree/x, OLD, 'OLD']", "code: [NEW/tree/x, NEW, 'NEW']"),
        ("code: [\n        OLD,\n        'OLD' ]", "code: [\n        NEW,\n        'NEW' ]"),
        ("code: &here OLD\n      site: *here", "code: &here NEW\n      site: *here"),
        ("code: {url: OLD, dead: 2020-01-01}", ""),
        ("code: >-\n        OLD", ""),
        ('code: "https://github.com\\x2Fold/llama"', ""),
    ],
)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("bom", ["", "\ufeff"])
def test_registry_files_as_people_write_them(
    before: str, after: str, newline: str, bom: str
) -> None:
    files = listing(entry("one", before.replace("OLD", REPO)))
    text = bom + files["registry/tools.yml"].replace("\n", newline)
    files["registry/tools.yml"] = text
    outcome = judge([moved(REPO, NEW)], files=files)
    if after:
        was, now = (
            part.replace("\n", newline).replace("OLD", REPO).replace("NEW", NEW)
            for part in (before, after)
        )
        assert tools(outcome) == text.replace(was, now)
        load(merged(outcome, files))
    else:
        assert applied_changes(outcome) == []
        assert len(outcome.questions) == 1


def test_a_link_that_came_by_a_merge_key_is_left_to_people() -> None:
    text = (
        "entries:\n"
        + entry("one", f"code: {REPO}").replace("links:", "links: &l")
        + entry("two", "<<: *l\n      site: https://two.example/")
    )
    outcome = judge([moved(REPO, NEW)], files=documents(**{"registry/tools.yml": text}))
    assert tools(outcome) == text.replace(REPO, NEW)


def test_an_address_that_the_registry_may_not_hold_is_left_to_people() -> None:
    site = "https://one.example/x"
    odd = moved(site, "https://one.example/<y> z", certain=False, source="web")
    outcome = judge([odd], files=listing(entry("one", f"site: {site}")))
    assert applied_changes(outcome) == []
    assert "registry/tools.yml:7" in outcome.questions[0].doubt


# all that changes is applied_changes, whatever is said

LINKS = [
    "https://github.com/a/a",
    "https://github.com/b/b",
    "https://huggingface.co/c/c",
    "https://huggingface.co/d/d",
    "https://a.example/x",
]
facts: st.SearchStrategy[Any] = st.fixed_dictionaries(
    {},
    optional={
        "stars": st.sampled_from([900, 8349, 8351, 8500]),
        "downloads": st.sampled_from([1000, 8300, 8349, 8351, 9000]),
        "archived": st.booleans(),
        "licence": st.sampled_from(["MIT", "Apache-2.0"]),
        "gated": st.sampled_from(["manual", "auto"]),
    },
)
source = {
    url: "github" if "github" in url else "hub" if "hugging" in url else "web" for url in LINKS
}


@st.composite
def answers(draw: st.DrawFn) -> list[Observation]:
    seen: list[Observation] = []
    for url in LINKS:
        kind = draw(st.sampled_from(["found", "found", "moved", "unsure", "gone", "nothing"]))
        known: Facts = draw(facts)
        if kind == "found":
            seen.append(found(url, known, source[url]))
        elif kind == "moved":
            # a host renames within itself; only a page may lead anywhere
            others = [
                one for one in LINKS[:4] if one != url and source[url] in (source[one], "web")
            ]
            to = draw(st.sampled_from(others))
            seen.append(moved(url, to, known, source=source[url]))
        elif kind != "nothing":
            seen.append((gone if kind == "gone" else unsure)(url, source[url]))
    return seen


lists = st.lists(
    st.lists(st.sampled_from(LINKS), min_size=1, max_size=3).map(
        lambda urls: "site: [" + ", ".join(urls) + "]"
    ),
    min_size=1,
    max_size=4,
).map(lambda rows: listing(*(entry(f"t{n}", links) for n, links in enumerate(rows))))


def cells(files: dict[str, str]) -> dict[tuple[str, str], str]:
    registry, _ = load(files)
    values = parse_snapshot(files.get(OBSERVED))
    return {
        (one.id, name): shown_values(one, values).get(name, ShownValue("")).text
        for one in registry.entries
        for name in FETCHED_FIELDS
    }


@settings(max_examples=40)
@given(lists, answers(), answers(), answers())
def test_every_cell_that_changes_is_reported_and_no_other(
    files: dict[str, str],
    first: list[Observation],
    second: list[Observation],
    third: list[Observation],
) -> None:
    memory = Memory()
    for day, seen in enumerate((first, second, third)):
        now = NOW + timedelta(days=day)
        outcome = judge(seen, files=files, memory=memory, now=now)
        memory = outcome.memory
        before = cells(files)
        for proposal in outcome.proposals:
            after = cells(files | dict(proposal.files))
            changed = {
                cell: (before[cell], after[cell]) for cell in before if before[cell] != after[cell]
            }
            observations = {
                (change.entry, change.field): (change.before, change.after)
                for change in proposal.changes
                if change.topic is Topic.METADATA
            }
            gone_ones = {cell for cell in changed if "gone" in changed[cell][1]}
            assert observations == {
                cell: changed[cell] for cell in changed if cell not in gone_ones
            }
            assert not gone_ones or proposal.topic == "dead", "a dead link's row tells it"
        files = merged(outcome, files)


def test_each_topic_is_a_proposal_of_its_own_files() -> None:
    files = in_step(
        listing(
            entry("one", f"code: {REPO}"),
            entry("two", "code: https://github.com/a/b"),
            entry("three", "site: https://three.example/"),
        )
    )
    page = found("https://three.example/").reference.key
    outcome = judge(
        [
            moved(REPO, NEW, {"stars": 5000}),
            found("https://github.com/a/b", {"stars": 70}),
            gone("https://three.example/", "web"),
        ],
        files=files,
        memory=Memory(traces={page: DEAD.traces["repo:old/llama"]}),
    )
    assert {one.topic: sorted(one.files) for one in outcome.proposals} == {
        "metadata": ["README.md", OBSERVED],
        "moved": ["README.md", "registry/tools.yml"],
        "dead": ["README.md", "registry/tools.yml"],
    }
    assert "dead:" not in of(outcome, "moved").files["registry/tools.yml"]
    assert NEW not in of(outcome, "dead").files["registry/tools.yml"]
    assert "★" not in of(outcome, "moved").files["README.md"]
    ends = [merged(outcome, files, order) for order in permutations(open_ones(outcome))]
    assert all(end == ends[0] for end in ends), "whichever is merged first"
    assert NEW in ends[0]["registry/tools.yml"]
    assert "dead:" in ends[0]["registry/tools.yml"]
    assert ends[0]["README.md"].count("★") == 2
    assert outcome.again(ends[0]).proposals == ()


@pytest.mark.parametrize("silent", [[unsure(REPO)], []])
def test_a_moved_link_that_is_unsure_for_a_day_stays_proposed(silent: list[Observation]) -> None:
    files = in_step(listing(entry("one", f"code: {REPO}")))
    first = judge([moved(REPO, NEW)], files=files)
    later = NOW + timedelta(days=1)
    again = judge(silent, files=files, memory=first.memory, pending=open_ones(first), now=later)
    assert again.proposals == first.proposals
    back = judge([found(REPO)], files=files, memory=again.memory, now=later)
    assert applied_changes(back) == []
    assert judge(silent, files=files, memory=back.memory).proposals == ()


def test_a_name_taken_over_is_not_remembered_as_a_move() -> None:
    files = in_step(listing(entry("one", f"code: {REPO}")))
    known = judge([found(REPO, {"id": 1})], files=files).memory
    taken = judge([moved(REPO, NEW, {"id": 2})], files=files, memory=known)
    assert applied_changes(judge([unsure(REPO)], files=files, memory=taken.memory)) == []


@pytest.mark.parametrize("silent", [[unsure(REPO)], []])
def test_a_dead_link_stays_proposed_while_nobody_can_show(silent: list[Observation]) -> None:
    files = in_step(listing(entry("one", f"code: {REPO}")))
    outcome = judge(silent, files=files, memory=DEAD)
    assert [one.topic for one in outcome.proposals] == ["dead"]


def test_an_open_proposal_stays_as_it_is_while_a_source_it_needs_is_in_outage() -> None:
    files = in_step(listing(entry("one", f"code: {REPO}")))
    copy = found(REPO, {"archived_copy": "https://web.archive.org/web/2020/x"}, "wayback")
    first = judge([gone(REPO), copy], files=files, memory=DEAD)
    seen: list[Observation] = [gone(REPO), unsure(REPO, "wayback")]
    again = judge(seen, files=files, memory=DEAD, pending=open_ones(first))
    assert (again.proposals, again.stays) == ((), {"dead": "in outage: wayback"})
    fresh = judge(seen, files=files, memory=DEAD)
    assert [one.topic for one in fresh.proposals] == ["dead"], "nothing is open that could shrink"


def test_a_rebuild_leaves_an_open_proposal_whose_source_nobody_queried() -> None:
    """The copy of a dead link is offered; nothing is observed now, and none is known."""
    files = in_step(listing(entry("one", f"code: {REPO}")))
    copy = found(REPO, {"archived_copy": "https://web.archive.org/web/2020/x"}, "wayback")
    first = judge([gone(REPO), copy], files=files, memory=DEAD)
    rebuilt = judge([], files=files, memory=DEAD, pending=open_ones(first))
    assert rebuilt.queries
    assert rebuilt.proposals == ()
    assert rebuilt.stays == {"dead": "not checked in this run: wayback"}
    assert [one.topic for one in judge([], files=files, memory=DEAD).proposals] == ["dead"]


@settings(max_examples=25)
@given(lists, answers(), answers())
def test_the_same_day_again_proposes_the_same_and_after_merging_nothing(
    files: dict[str, str], first: list[Observation], second: list[Observation]
) -> None:
    first = [seen for seen in first if type(seen).__name__ != "Moved"]
    second = [seen for seen in second if type(seen).__name__ != "Moved"]
    files = merged(judge(first, files=files), files)
    once = judge(second, files=files)
    pending = open_ones(once)
    tomorrow = NOW + timedelta(days=1)
    again = judge(second, files=files, memory=once.memory, pending=pending, now=tomorrow)
    assert [one.files for one in again.proposals] == [one.files for one in once.proposals]
    files = merged(once, files)
    assert judge(second, files=files, memory=once.memory, now=tomorrow).proposals == ()
