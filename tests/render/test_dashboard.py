from __future__ import annotations

from collections.abc import Callable

from bot.model.change import OpenQuestion
from bot.model.dashboard import (
    Dashboard,
    DeadLink,
    ListStanding,
    OfferedRow,
    OpenProposal,
    PausedTopic,
    ProposalState,
    RejectedChange,
    SilentSource,
    UnsureLink,
)
from bot.render.bodies.dashboard import draw_dashboard
from bot.render.bodies.fit import BODY_LIMIT
from bot.render.bodies.word_difference import changed_address
from tests.build import documents
from tests.render.proposals import NEW, OLD, SENDER

PULL = "https://github.com/acme/list/pull/"
FULL = Dashboard(
    title="A small list",
    standing=ListStanding(entries=3, alive=1200, moved=3, dead=2, unsure=1),
    checked_on="2026-11-24",
    offers=(
        OfferedRow(
            "delta/row",
            "0123456789ab",
            "Delta",
            "https://huggingface.co/acme/delta",
            ("8B", "41k downloads", "since 2026-08", "MIT"),
        ),
        OfferedRow(
            "epsilon/code",
            "23456789abcd",
            "Epsilon",
            NEW,
            topic="moved",
            field="code",
            difference=changed_address(OLD, NEW),
        ),
    ),
    unsure=(
        UnsureLink("Gamma", "site", "https://gamma.example/", "2026-11-02", "no answer in time"),
    ),
    sender=SENDER,
    proposals=(
        OpenProposal("moved", "3 links moved", number=7, url=f"{PULL}7"),
        OpenProposal("dead", "1 link dead", ProposalState.HELD, 8, f"{PULL}8"),
        OpenProposal(
            "facts",
            "2 facts filled in",
            ProposalState.PUSHED,
            compare="https://github.com/acme/list/compare/main...listkeeper/facts?expand=1",
            note="the token may not open pull requests",
        ),
        OpenProposal("models", "1 new model", ProposalState.WAITS, note="4 are open already"),
    ),
    questions=(
        OpenQuestion(
            "alpha",
            "Alpha",
            "licence",
            "the list says MIT, its host says GPL-3.0",
            "https://e.org/x",
            place="registry/tools.yml:4",
            paste="licence: GPL-3.0",
        ),
        OpenQuestion(
            "beta",
            "Beta",
            "site",
            "it moved to another site, https://b.example/; is that still the same thing?",
            "https://beta.example/",
            change=("beta/site", "ba9876543210"),
            action="use the new address",
        ),
        OpenQuestion(
            "beta",
            "Beta",
            "site",
            "unsure since 2026-08-01: a | b, @you #12",
            "",
            place="registry/tools.yml:9",
            now="https://beta.example/a`b",
        ),
    ),
    curated=(OpenQuestion("gamma", "Gamma", "sizes", "Is 13B missing?", "README of acme/gamma"),),
    dead=(
        DeadLink("Beta", "site", "https://beta.example/tour", "2026-11-20", listed=False),
        DeadLink(
            "Alpha",
            "code",
            "https://github.com/old/alpha",
            "2026-03-01",
            "https://web.archive.org/web/2025/https://github.com/old/alpha",
        ),
    ),
    declined=(
        RejectedChange(
            "beta/code", "0123456789ab", "Beta", "code", "https://e.org/new", "2026-11-02"
        ),
        RejectedChange("lost/code", "ba9876543210"),
    ),
    silent=(SilentSource("hub", "nothing of 45 queries was answered", "2026-11-23"),),
    resting=(PausedTopic("metadata", "2026-12-20"),),
    notes=("The token may not write issues: give it `issues: write`.",),
    next_run="2026-11-25 06:17 UTC",
)  # fmt: skip


def test_the_full_dashboard(golden: Callable[[str, str], None]) -> None:
    golden("dashboard.md", draw_dashboard(documents(), FULL))


def test_the_empty_dashboard(golden: Callable[[str, str], None]) -> None:
    golden("dashboard_empty.md", draw_dashboard(documents(), Dashboard()))


def test_a_long_dashboard_keeps_its_boxes_and_counts_what_it_left_out() -> None:
    dead = [DeadLink(f"E{n}", "site", f"https://e.org/{n}", "2026-01-01") for n in range(3000)]
    curated = [OpenQuestion("e", f"E{n}", "name", "Is that so?", "") for n in range(2000)]
    declined = [RejectedChange(f"e{n}/site", "0123456789ab") for n in range(300)]
    text = draw_dashboard(documents(), Dashboard(dead=dead, curated=curated, declined=declined))
    assert len(text) <= BODY_LIMIT
    assert text.count("listkeeper:return") == 300
    assert "listkeeper:rebuild" in text
    assert text.count("left out, because GitHub limits") == 2
