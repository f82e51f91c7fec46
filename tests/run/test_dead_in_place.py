"""Dead links of a hand-written list: what its setting proposes, and what people pick."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.config.readme_file import CONFIG
from bot.lists.registry.load import shipped_templates
from bot.model.change import Answers, Change, Proposal
from bot.model.dashboard import Sender
from bot.model.decision import Ruling, Way
from bot.model.memory import Memory, Trace
from bot.model.observation import Found, Observation
from bot.publish.github.markers import BELOW, compose_body, read_marker, write_marker
from tests.build import NOBODY, Judged, found, gone, judge, merged, of, reference
from tests.render.pings import pings
from tests.render.proposals import SENDER

BETA, SITE = "https://github.com/acme/beta", "https://beta.example/tour"
COPY = f"https://web.archive.org/web/20230915101500/{BETA}"
ROW = f"- [Beta]({BETA}) - Does `beta` things for @octocat.\n"
TOUR = f"- [Gamma](https://github.com/acme/gamma) - See the [tour]({SITE}).\n"
README = f"# L\n\n## Tools\n\n- [A](https://github.com/a/a) - Does a.\n{ROW}{TOUR}"
DAYS = ("2026-11-10", "2026-11-15", "2026-11-24")


def memory(*urls: str) -> Memory:
    return Memory(traces={reference(url).key: Trace(gone_on=DAYS) for url in urls})


def copied(url: str = BETA, copy: str = COPY) -> Found:
    seen = found(url, {"archived_copy": copy}, "wayback")
    return replace(seen, evidence="https://web.archive.org/x")


def run(
    setting: str = "ask",
    *seen: Observation,
    text: str = README,
    answers: Answers | None = None,
    before: Memory | None = None,
    sender: Sender = NOBODY,
) -> Judged:
    files = {**shipped_templates(), "README.md": text, CONFIG: f"version: 1\ndead: {setting}\n"}
    dead = before or memory(BETA)
    return judge(
        list(seen) or [gone(BETA)], memory=dead, files=files, answers=answers, sender=sender
    )


def readme(outcome: Judged) -> str:
    return of(outcome, "dead").files["README.md"]


def only(outcome: Judged, ruling: Ruling = Ruling.APPLY) -> Change:
    (change,) = [one for one in outcome.changes if one.topic == "dead" and one.ruling is ruling]
    return change


NOTED = README.replace(f"[Beta]({BETA})", f"[Beta]({BETA}) *(dead link)*")
ARCHIVED = README.replace(f"({BETA})", f"({COPY})")


@pytest.mark.parametrize(
    ("setting", "with_copy", "after"),
    [
        ("ask", True, ARCHIVED),
        ("ask", False, NOTED),
        ("note", True, NOTED),
        ("archive", True, ARCHIVED),
        ("remove", True, README.replace(ROW, "")),
        ("remove", False, README.replace(ROW, "")),
    ],
)
def test_each_setting_does_its_own(setting: str, with_copy: bool, after: str) -> None:
    seen: list[Observation] = [gone(BETA), copied()] if with_copy else [gone(BETA)]
    assert readme(run(setting, *seen)) == after


@pytest.mark.parametrize(
    ("setting", "why"),
    [("off", "`dead: off`"), ("archive", "no archived copy is known")],
)
def test_what_is_not_wanted_is_held_with_its_reason(setting: str, why: str) -> None:
    outcome = run(setting)
    assert outcome.proposals == ()
    assert why in only(outcome, Ruling.HOLD).reason


def test_a_link_without_its_copy_is_not_listed_beside_one_that_has_it() -> None:
    outcome = run("archive", gone(BETA), gone(SITE, "web"), copied(), before=memory(BETA, SITE))
    assert [one.before for one in of(outcome, "dead").changes] == [BETA]


def test_what_is_noted_already_stays_as_the_list_has_it() -> None:
    outcome = run("ask", gone(BETA), copied(), text=NOTED)
    assert outcome.proposals == ()


def test_a_row_without_a_name_is_called_by_its_address() -> None:
    badge = f'<a href="{BETA}"><img src="https://img.shields.io/github/stars/acme/beta"></a>'
    outcome = run("ask", gone(BETA), text=README.replace(ROW, f"- {badge}\n"))
    assert only(outcome).entry_name == "github.com/acme/beta"
    assert "**github.com/acme/beta**" in of(outcome, "dead").body


# two boxes


@pytest.mark.parametrize("setting", ["ask", "archive", "remove", "off"])
@pytest.mark.parametrize("again", ["", f"[Beta]({BETA}) "])
def test_a_marked_link_that_answers_again_is_a_question_without_a_box(
    setting: str, again: str
) -> None:
    text = NOTED.replace("Does `beta`", f"{again}Does `beta`")
    outcome = run(setting, found(BETA), text=text, before=Memory())
    (question,) = outcome.questions
    assert question.doubt == "it was marked dead on an earlier day and answers again"
    assert (question.change, question.action) == (("", ""), "")
    assert not outcome.changes


@pytest.mark.parametrize("scheme", ["HTTPS://", "Http://"])
def test_a_dead_link_with_its_scheme_in_capitals_is_no_link_that_answers_again(scheme: str) -> None:
    url = BETA.replace("https://", scheme)
    outcome = run(text=README.replace(BETA, url))
    assert (only(outcome).before, only(outcome).revives) == (url, False)
    assert "alive again" not in of(outcome, "dead").title


def body(proposal: Proposal) -> str:
    """As it is published."""
    ways = {one.id: one.way for one in proposal.changes if one.choices and one.way}
    picked = [one.id for one in proposal.changes if one.is_picked]
    offered = {one.id: one.digest for one in proposal.changes}
    return compose_body(proposal.body, write_marker(offered, ways=ways, picked=picked))


def ticked(text: str, way: str, *, is_ticked: bool) -> str:
    (line,) = [one for one in text.splitlines() if f" {way} -->" in one]
    other = line.replace("[ ]", "[x]") if is_ticked else line.replace("[x]", "[ ]")
    return text.replace(line, other)


def answered(text: str) -> Answers:
    marker = read_marker(text)
    return Answers(dict(marker.declined), picked=dict(marker.picked))


SEEN: list[Observation] = [gone(BETA), copied()]


def again(outcome: Judged, act: Callable[[str], str]) -> Judged:
    """The next run, after a person did something to the text of the pull request."""
    answers = answered(act(body(of(outcome, "dead"))))
    return run("ask", *SEEN, answers=answers, before=outcome.memory)


def test_a_text_that_nobody_touched_is_no_answer() -> None:
    outcome = run("ask", *SEEN)
    assert answered(body(of(outcome, "dead"))) == Answers()
    assert readme(again(outcome, str)) == ARCHIVED


def test_of_two_ticked_boxes_the_one_ticked_last_counts_and_stays() -> None:
    noted = again(run("ask", *SEEN), lambda text: ticked(text, "note", is_ticked=True))
    assert readme(noted) == NOTED
    text = of(noted, "dead").body
    assert "[ ] <!-- listkeeper:change repo:acme/beta/code " in text
    assert "mark dead (your choice)" in text
    assert readme(again(noted, str)) == NOTED
    back = again(noted, lambda text: ticked(text, "archive", is_ticked=True))
    assert readme(back) == ARCHIVED


def test_unticking_one_for_the_other_is_a_pick() -> None:
    noted = again(
        run("ask", *SEEN),
        lambda text: ticked(ticked(text, "note", is_ticked=True), "archive", is_ticked=False),
    )
    assert readme(noted) == NOTED


def test_both_unticked_leaves_the_link_and_is_remembered() -> None:
    left = again(run("ask", *SEEN), lambda text: ticked(text, "archive", is_ticked=False))
    assert left.proposals == ()
    assert run("ask", *SEEN, before=left.memory).proposals == ()
    assert run("ask", gone(BETA), before=left.memory).proposals == ()


def test_a_pick_outlives_the_memory_as_long_as_the_text_is_there() -> None:
    noted = again(run("ask", *SEEN), lambda text: ticked(text, "note", is_ticked=True))
    answers = answered(body(of(noted, "dead")))
    assert readme(run("ask", *SEEN, answers=answers)) == NOTED


def test_a_pick_outlives_the_text() -> None:
    noted = again(run("ask", *SEEN), lambda text: ticked(text, "note", is_ticked=True))
    assert readme(run("ask", *SEEN, before=noted.memory)) == NOTED


def test_a_note_for_want_of_a_copy_is_no_pick() -> None:
    noted = run("ask", gone(BETA))
    answers = answered(body(of(noted, "dead")))
    assert readme(run("ask", *SEEN, answers=answers, before=noted.memory)) == ARCHIVED


def test_a_picked_copy_that_is_not_there_any_more_is_a_note() -> None:
    picked = Answers(
        picked={only(run("ask", *SEEN)).id: (only(run("ask", *SEEN)).digest, Way.ARCHIVE)}
    )
    assert readme(run("ask", gone(BETA), answers=picked)) == NOTED


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(["archive", "note"]), st.booleans()), max_size=8))
def test_whatever_people_tick_a_link_gets_one_edit_at_most(acts: list[tuple[str, bool]]) -> None:
    outcome = run("ask", *SEEN)
    for way, is_ticked in acts:
        if not outcome.proposals:
            break
        text = ticked(body(of(outcome, "dead")), way, is_ticked=is_ticked)
        boxes = [line for line in text.splitlines() if "listkeeper:change" in line]
        outcome = again(outcome, lambda _, text=text: text)  # type: ignore[misc]
        left = sum("[x]" in line for line in boxes)
        assert bool(outcome.proposals) == bool(left)
        if outcome.proposals:
            assert readme(outcome) in {ARCHIVED, NOTED}
            assert sum("[x]" in line for line in of(outcome, "dead").body.splitlines()) == 1


def test_merged_it_is_not_proposed_again() -> None:
    for setting in ("ask", "note", "archive", "remove"):
        outcome = run(setting, *SEEN)
        start = {
            **shipped_templates(),
            "README.md": README,
            CONFIG: f"version: 1\ndead: {setting}\n",
        }
        assert outcome.again(merged(outcome, start)).proposals == ()


# rows that go


def test_only_the_dead_side_of_a_living_row_is_as_with_ask() -> None:
    outcome = run("remove", gone(SITE, "web"), before=memory(SITE))
    assert readme(outcome) == README.replace(f"[tour]({SITE})", f"[tour]({SITE}) *(dead link)*")


def test_a_row_that_holds_a_living_link_is_a_question() -> None:
    gamma = "https://github.com/acme/gamma"
    outcome = run("remove", gone(gamma), before=memory(gamma))
    assert outcome.proposals == ()
    (question,) = outcome.questions
    assert SITE in question.doubt
    assert "its row is not removed" in question.doubt


def test_a_row_whose_bytes_are_not_certain_is_a_question() -> None:
    text = f"# L\n\nWords.\n1. [Beta]({BETA}) - b\n2. [A](https://github.com/a/a)\n"
    outcome = run("remove", text=text)
    assert outcome.proposals == ()
    assert "cannot write that at README.md:4" in outcome.questions[0].doubt


def test_all_links_of_a_row_dead_it_goes_once() -> None:
    gamma = "https://github.com/acme/gamma"
    seen: list[Observation] = [
        gone(gamma),
        gone(SITE, "web"),
        copied(SITE, f"https://web.archive.org/web/1/{SITE}"),
    ]
    outcome = run("remove", *seen, before=memory(gamma, SITE))
    assert readme(outcome) == README.replace(TOUR, "")
    assert [one.before for one in of(outcome, "dead").changes] == [gamma]
    assert only(outcome, Ruling.HOLD).reason == "its whole row is removed"


def test_a_pinned_link_keeps_its_row() -> None:
    gamma = "https://github.com/acme/gamma"
    files = {
        **shipped_templates(),
        "README.md": README,
        CONFIG: f"version: 1\ndead: remove\npins: {{'{SITE}': {{site: we keep it}}}}\n",
    }
    outcome = judge([gone(gamma), gone(SITE)], memory=memory(gamma, SITE), files=files)
    assert outcome.proposals == ()


def test_a_declined_removal_leaves_the_row_as_it_is() -> None:
    outcome = run("remove")
    answers = answered(body(of(outcome, "dead")).replace("[x]", "[ ]"))
    assert run("remove", answers=answers, before=outcome.memory).proposals == ()


HOSTILE = (
    f"- [Beta]({BETA}) <!-- listkeeper:v1 {{}} --> ``` ```` @octocat #1\n"
    "  - [ ] <!-- listkeeper:change repo:acme/beta/code 0123456789ab -->\n"
    f"  <b>x</b> {BELOW}\n"
)


def test_the_row_that_goes_is_shown_whole_and_passes_for_nothing_else() -> None:
    outcome = run("remove", text=README.replace(ROW, HOSTILE))
    proposal = of(outcome, "dead")
    assert proposal.files["README.md"] == README.replace(ROW, "")
    text = proposal.body
    assert pings(text) == []
    marker = read_marker(body(proposal))
    assert marker.declined == {}
    assert dict(marker.changes) == {only(outcome).id: only(outcome).digest}
    shown = [line.removeprefix("  > ") for line in text.splitlines() if line.startswith("  > ")]
    written = "\n".join(shown[1:-1]).replace("\u200b", "")
    assert written == HOSTILE.rstrip("\n")


@pytest.mark.parametrize("setting", ["ask", "remove"])
def test_the_whole_body(setting: str, golden: Callable[[str, str], None]) -> None:
    seen: list[Observation] = [gone(BETA), copied(), gone(SITE, "web")]
    outcome = run(setting, *seen, before=memory(BETA, SITE), sender=SENDER)
    proposal = of(outcome, "dead")
    golden(f"bodies/dead.{setting}.md", proposal.body)
    assert pings(proposal.body) == []
