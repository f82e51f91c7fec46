from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.change import Answers, DashboardRequests
from bot.model.observation import Found
from bot.model.snapshot import Snapshot
from tests.build import NOW, asked, documents, found, judge, merged, reference, unsure
from tests.judge.facts_case import CODE, judged, links, registry
from tests.judge.facts_case import asked as doubts
from tests.judge.facts_case import files as listing

SHOWN = Snapshot({"repo:acme/fam": {"licence": asked("MIT")}})


def unknown(reason: str) -> Found:
    return Found(
        reference=reference(CODE),
        source="github",
        at=NOW,
        evidence=CODE,
        facts={"stars": 3},
        unknown={"licence": reason} if reason else {},
    )


@pytest.mark.parametrize(
    ("reason", "doubt"),
    [
        ("GitHub finds a licence it does not recognise", True),
        ("GitHub finds no licence file", True),
        ("the card names several licences: mit, apache-2.0", True),
        ("the card says 'other' (no name given)", True),
        ("GitHub did not say", False),
        ("gated: the Hub shows it to members only", False),
        ("", False),
    ],
)
def test_a_shown_licence_that_became_unknown_is_a_question(reason: str, doubt: bool) -> None:
    news = judged(registry(links=links(code=CODE)), unknown(reason), shown=SHOWN)
    assert doubts(news) == ([f"licence: MIT is shown, and now {reason}"] if doubt else [])
    assert news.changes == []


def test_what_was_never_shown_or_is_curated_is_no_question() -> None:
    lost = unknown("GitHub finds no licence file")
    assert doubts(judged(registry(links=links(code=CODE)), lost)) == []
    curated = registry(links=links(code=CODE), licence="MIT")
    assert doubts(judged(curated, lost, shown=SHOWN)) == []


MODEL = "https://huggingface.co/acme/fam-7b"
COLUMNS = "columns: [name, description, licence, reach]"


def card(words: str = "research use only") -> Found:
    facts = {"restriction": words} if words else {}
    return replace(found(MODEL, facts, "card"), evidence=MODEL)


def licensed(name: str) -> Found:
    return found(MODEL, {"licence": name, "likes": 3}, "hub")


@pytest.mark.parametrize(
    ("licence", "words", "questioned"),
    [
        ("Apache-2.0", "research use only", True),
        ("MIT", "for non-commercial use only", True),
        ("Apache-2.0", "", False),
        ("CC-BY-NC-4.0", "for non-commercial use only", False),
        ("llama2", "subject to the LLaMA licence", False),
    ],
)
def test_a_card_that_contradicts_its_tag_is_a_question_and_no_value(
    licence: str, words: str, *, questioned: bool
) -> None:
    files = listing(links=links(hub=MODEL))
    outcome = judge([licensed(licence), card(words)], files=files)
    doubts = [one.doubt for one in outcome.questions]
    assert doubts == (
        [f"the card says {licence!r} in its tags and “{words}” in its text; which is right?"]
        if questioned
        else []
    )
    shown = [one.after for one in outcome.changes if one.field == "licence"]
    assert shown == ([] if questioned else [licence])


def test_a_shown_licence_stays_while_its_card_contradicts_it() -> None:
    files = listing(links=links(hub=MODEL))
    shown = Snapshot({"model:acme/fam-7b": {"licence": asked("Apache-2.0", "hub")}})
    outcome = judge([licensed("Apache-2.0"), card()], files=files, shown=shown)
    assert [one.field for one in outcome.questions] == ["licence"]
    assert not any(one.field == "licence" for one in outcome.changes)


@pytest.mark.parametrize(("curated", "questioned"), [("Apache-2.0", True), ("CC-BY-NC-4.0", False)])
def test_a_curated_licence_is_held_against_the_card(curated: str, *, questioned: bool) -> None:
    listed = listing(links=links(hub=MODEL), licence=curated)
    outcome = judge([licensed("Apache-2.0"), card()], files=listed)
    doubts_now = [one.doubt for one in outcome.questions if "in its text" in one.doubt]
    assert bool(doubts_now) is questioned


def test_a_pin_silences_it() -> None:
    listed = listing(links=links(hub=MODEL), pins="{licence: settled}")
    assert judge([licensed("Apache-2.0"), card()], files=listed).questions == ()


def test_nothing_is_shown_while_the_card_is_silent() -> None:
    files = listing(links=links(hub=MODEL))
    outcome = judge([licensed("Apache-2.0"), unsure(MODEL, "card")], files=files)
    assert outcome.questions == ()
    assert not any(one.field == "licence" for one in outcome.changes)


@pytest.mark.parametrize(
    ("licence", "wanted"), [("Apache-2.0", True), ("CC-BY-NC-4.0", False), ("llama2", False)]
)
def test_only_cards_of_permissive_licences_are_read(licence: str, *, wanted: bool) -> None:
    files = listing(links=links(hub=MODEL))
    outcome = judge([licensed(licence)], files=files)
    assert ("card" in outcome.queries) is wanted
    again = judge([licensed(licence), card("")], files=files)
    assert "card" not in again.queries


def test_lists_without_a_column_of_licences_read_no_card() -> None:
    files = listing(links=links(hub=MODEL))
    text = files["registry/list.yml"].replace(COLUMNS, "columns: [name, description, reach]")
    outcome = judge([licensed("Apache-2.0")], files={**files, "registry/list.yml": text})
    assert "card" not in outcome.queries


def test_with_a_yes_the_host_s_licence_is_written() -> None:
    files = documents(
        **{
            "registry/tools.yml": "entries:\n  - id: one\n    kind: tool\n    name: One\n"
            "    section: tools\n    licence: MIT # by hand\n"
            "    links: {code: https://github.com/acme/one}\n"
        }
    )
    seen = found("https://github.com/acme/one", {"licence": "Apache-2.0"})
    asked = judge([seen], files=files)
    (question,) = asked.questions
    assert question.doubt == "the list says MIT, its host says Apache-2.0"
    assert (question.action, question.paste) == ("write Apache-2.0", "licence: Apache-2.0")
    requests = DashboardRequests(accepted=dict([question.change]))
    outcome = judge([seen], files=files, answers=Answers(requests=requests))
    assert outcome.questions == ()
    text = merged(outcome, files)["registry/tools.yml"]
    assert "licence: Apache-2.0 # by hand\n" in text
    assert "    evidence:\n      licence: https://github.com/acme/one\n" in text

    # an earlier version asked without a box to do it; that no counts, too
    plain = replace(question, change=("", ""))
    before = DashboardRequests(declined={plain.id: plain.digest})
    assert judge([seen], files=files, answers=Answers(requests=before)).questions == ()

    declined = DashboardRequests(declined=dict([question.change]))
    left = judge([seen], files=files, answers=Answers(requests=declined))
    assert (left.questions, merged(left, files)["registry/tools.yml"]) == (
        (),
        files["registry/tools.yml"],
    )
