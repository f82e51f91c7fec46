"""Each verdict on a link reads the same in `check`, annotations, pull requests, the dashboard."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import pytest

from bot.cli.runner import verdict_notes
from bot.model.dashboard import Dashboard, DeadLink
from bot.model.decision import Topic, Way
from bot.model.memory import Memory, Pick, Rejection, Trace
from bot.model.observation import Found, Gone, Moved, Observation, Reason, Unsure
from bot.model.reference import read_link
from bot.model.verdict import Verdict
from bot.parsing.no_links import NoLink
from bot.render.bodies.dashboard import draw_dashboard
from bot.render.bodies.pull_request import draw_body
from bot.render.reports.check import check_report, check_sarif, check_text
from bot.run.check import check, links_in_list
from bot.sources.dispatch import SourceSet
from tests.build import NOW, ROOT, documents, found, gone, judge, moved, unsure
from tests.judge.test_neighbours import RecordedSource

URL = "https://beta.example/tour"
REPO = "https://github.com/acme/beta"
OTHER = "https://huggingface.co/acme/gamma-7b"
LONG_AGO = Trace(unsure_since="2026-01-01")
DEAD = Trace(gone_on=("2026-11-10", "2026-11-14", "2026-11-17"), gone_why="404")


@dataclass(frozen=True)
class LinkCase:
    """One link that was observed so, and the verdict that every report is to state."""

    seen: Observation
    word: str
    reason: str
    url: str = URL


def silent(reason: Reason) -> Unsure:
    return replace(unsure(URL, "web"), reason=reason, why=f"because of {reason.value}")


def placed(url: str, seen: Observation, *, there: bool) -> Observation:
    assert isinstance(seen, Found | Moved)
    return replace(seen, places={str(read_link(url).place): there})


TREE, ANCHOR = f"{REPO}/tree/dev", f"{REPO}#usage"
CASES = [
    *(LinkCase(silent(reason), "unsure", reason.value) for reason in Reason),
    LinkCase(gone(URL, "web"), "gone", "gone"),
    LinkCase(placed(TREE, found(REPO), there=False), "gone", "place-missing", TREE),
    LinkCase(placed(ANCHOR, found(REPO), there=False), "unsure", "place-missing", ANCHOR),
    LinkCase(
        placed(TREE, moved(REPO, "https://github.com/b/beta"), there=False),
        "gone",
        "place-missing",
        TREE,
    ),
    LinkCase(moved(URL, "https://beta.example/trip", certain=False, source="web"), "moved", ""),
    LinkCase(moved(URL, "https://else.example/trip", certain=False, source="web"), "moved", ""),
    LinkCase(moved(URL, OTHER, source="web"), "moved", ""),
    LinkCase(found(URL, source="web"), "alive", ""),
]


def listing(url: str) -> dict[str, str]:
    rows = "".join(
        f"  - {{id: {one}, kind: tool, name: {one}, section: tools, links: {{site: '{to}'}}}}\n"
        for one, to in (("beta", url), ("gamma", OTHER))
    )
    return documents(**{"registry/tools.yml": f"entries:\n{rows}"})


def checked(one: LinkCase) -> Verdict:
    places = links_in_list(listing(one.url))
    verdicts, _ = check(places, SourceSet([RecordedSource([one.seen, found(OTHER)])]), NOW)
    return verdicts[0]


def reports_of(verdict: Verdict) -> list[str]:
    """The link in the report of `check` as JSON, as SARIF and as text."""
    [link] = check_report([verdict]).links
    results = check_sarif([verdict], "1")["runs"][0]["results"]
    return [
        f"{link.verdict}: {link.detail} {link.moved_to}",
        *(f"{one['ruleId']}: {one['message']['text']}" for one in results),
        check_text([verdict]),
    ]


def annotated(verdict: Verdict) -> list[str]:
    return [note.message for note in verdict_notes([verdict])]


def on_github(one: LinkCase) -> list[str]:
    """The body of a pull request and the dashboard of a run that saw it."""
    key, files = one.seen.reference.key, listing(one.url)
    trace = DEAD if isinstance(one.seen, Gone) else LONG_AGO
    outcome = judge([one.seen, found(OTHER)], files=files, memory=Memory(traces={key: trace}))
    news = outcome.news
    topic = Topic.DEAD if isinstance(one.seen, Gone) else Topic.MOVED
    dead = [
        DeadLink(change.entry_name, change.field, change.before, "2026-11-10", listed=False)
        for change in news.changes
        if change.topic is Topic.DEAD
    ]
    board = Dashboard(title="x", questions=news.doubts, dead=dead)
    return [draw_body(files, news, topic), draw_dashboard(files, board)]


def states(text: str, verdict: Verdict) -> bool:
    """Whether a text states a verdict: its word, and why or where to."""
    about = verdict.question or verdict.detail or verdict.moved_to
    return verdict.word in text.lower() and bare(about) in bare(text)


def bare(text: str) -> str:
    """What people read of a text: addresses without scheme, links by their labels, no old words."""
    text = re.sub(r"~~[^~]*~~ ", "", text).replace("**", "")
    labels = re.sub(r"\[([^][]*)\]\([^()]*\)", r"\1", text.replace("\u200b", ""))
    return labels.replace("https://", "").replace("\\", "")


@pytest.mark.parametrize("one", CASES, ids=lambda one: f"{one.word} {one.reason} {one.url[-6:]}")
def test_every_report_states_the_same(one: LinkCase) -> None:
    verdict = checked(one)
    assert (verdict.word, verdict.reason) == (one.word, one.reason)
    if verdict.word == "alive":
        assert annotated(verdict) == []
        assert not any(word in text for text in on_github(one) for word in ("unsure", "gone"))
        return
    *reports, text = reports_of(verdict)
    assert all(states(report, verdict) for report in reports)
    assert states(
        text, replace(verdict, question="", detail=verdict.detail * (not verdict.moved_to))
    )
    assert all(states(text, verdict) for text in annotated(verdict))
    assert bool(annotated(verdict)) is (verdict.word != "unsure")
    if one.reason == Reason.LEFT_OUT:  # nobody was asked because people want it so
        assert not any(verdict.detail in text for text in on_github(one))
        return
    body, board = on_github(one)
    assert states(body, verdict)
    if isinstance(one.seen, Gone):
        assert "gone" in board
    elif verdict.question or verdict.word != "moved":  # a certain move stands in its body alone
        assert states(board, verdict)


def test_no_code_of_the_documentation_is_left_out() -> None:
    page = (ROOT / "docs/verdicts.md").read_text(encoding="utf-8")
    table = page.partition("\n## Reasons")[2].partition("\n## ")[0]
    codes = set(re.findall(r"^\| `([\w-]+)` \|", table, re.MULTILINE))
    assert codes == {one.reason for one in CASES if one.reason} | {one.value for one in NoLink}


def test_a_yes_to_a_question_about_a_move_proposes_it_and_a_no_ends_it() -> None:
    files, to = listing(URL), "https://else.example/trip"
    seen: list[Observation] = [moved(URL, to, certain=False, source="web"), found(OTHER)]
    first = judge(seen, files=files)
    (question,) = first.news.doubts
    assert (question.action, question.paste) == ("use the new address", to)
    assert question.place.startswith("registry/tools.yml:")
    assert "moved" not in {one.topic for one in first.proposals}

    yes = Memory(picked={question.id: Pick(question.digest, Way.ACCEPT)})
    agreed = judge(seen, files=files, memory=yes)
    proposal = next(one for one in agreed.proposals if one.topic == "moved")
    assert to in proposal.files["registry/tools.yml"]
    assert agreed.news.doubts == []

    no = Memory(declined={question.id: Rejection(question.digest)})
    refused = judge(seen, files=files, memory=no)
    assert "moved" not in {one.topic for one in refused.proposals}
    assert refused.news.doubts == []
