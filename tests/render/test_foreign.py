"""Whole texts with foreign text everywhere: nobody is pinged, and every box is read again."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.change import Change, OpenQuestion
from bot.model.dashboard import Dashboard, DeadLink, OpenProposal, RejectedChange, SilentSource
from bot.model.decision import Ruling, Topic
from bot.model.entry import Registry
from bot.publish.github.markers import read_marker
from bot.render.bodies.dashboard import draw_dashboard
from bot.render.bodies.news import FailingLink, News
from bot.render.bodies.pull_request import draw_body, draw_title
from tests.build import documents
from tests.render.pings import in_text, pings
from tests.render.test_mentions import FOREIGN, PIECES

DOCUMENTS = documents()
TEXT = FOREIGN.map("".join)
URL = st.sampled_from([piece for piece in PIECES if piece.lower().startswith("http")])
VALUE = TEXT | URL | st.builds(str.__add__, URL, TEXT)
IDS = ("gh-1", "a5c3785", "x--y")
FIELDS = ("code", "hub:acme/a5c3785", "site:GH-1/x", "weights:o/r.1", "row")


@st.composite
def change(draw: st.DrawFn, topic: Topic) -> Change:
    return Change(
        draw(st.sampled_from(IDS)), draw(TEXT), draw(st.sampled_from(FIELDS)), topic,
        draw(VALUE), draw(VALUE), draw(TEXT), draw(URL), Ruling.APPLY,
    )  # fmt: skip


DOUBTS = st.lists(st.builds(OpenQuestion, TEXT, TEXT, TEXT, TEXT, VALUE), max_size=2)


@settings(max_examples=30)
@given(st.data(), st.sampled_from(Topic), DOUBTS, TEXT)
def test_a_body_pings_nobody_and_keeps_its_boxes(
    data: st.DataObject, topic: Topic, doubts: list[OpenQuestion], text: str
) -> None:
    changes = data.draw(st.lists(change(topic) | change(Topic.METADATA), max_size=3))
    missed = [FailingLink(text, "site", f"https://e.org/{text}", "2026-11-24")]
    news = News(Registry(text, (), ()), changes, doubts, outages={text: text}, missed=missed)
    body = draw_body(DOCUMENTS, news, topic)
    assert pings(body) == []
    assert in_text(draw_title(DOCUMENTS, news, topic)) == []
    boxes = [one for one in changes if one.topic is topic and topic is not Topic.METADATA]
    assert read_marker(body).changes == {one.id: one.digest for one in boxes}


@settings(max_examples=30)
@given(DOUBTS, TEXT, URL)
def test_a_dashboard_pings_nobody(doubts: list[OpenQuestion], text: str, url: str) -> None:
    board = Dashboard(
        text,
        [OpenProposal("moved", text, url=url, compare=url, note=text)],
        doubts,
        doubts,
        [DeadLink(text, text, url, "2026-11-24", url)],
        [RejectedChange("gh-1/code", "0123456789ab", text, text, text + url, "2026-11-24")],
        [SilentSource(text, text)],
        notes=[text, url],
        next_run=text,
    )
    drawn = draw_dashboard(DOCUMENTS, board)
    assert pings(drawn) == []
    assert "- [ ] <!-- listkeeper:return gh-1/code 0123456789ab --> " in drawn
