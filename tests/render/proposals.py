"""A small list and what each topic would report of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.lists.snapshot import OBSERVED, snapshot_text
from bot.model.change import Change, NewRow, OpenQuestion
from bot.model.dashboard import Sender
from bot.model.decision import Ruling, Topic
from bot.model.snapshot import Snapshot
from bot.render.bodies.news import FailingLink, News
from bot.render.readme import draw_readme
from tests.build import LIST, TOOLS, asked, documents, registry_of, snapshot

OLD, NEW = "https://github.com/old/alpha", "https://github.com/new/alpha"
TOUR = "https://beta.example/tour"
PAGES = "https://github.com/acme/list"
PROJECT = "https://github.com/acme/listkeeper"
SENDER = Sender(
    "1.2.0",
    f"{PAGES}/actions/runs/77",
    f"{PAGES}/actions",
    f"{PAGES}/issues?q=is%3Aissue+label%3Alistkeeper",
    PROJECT,
    f"{PROJECT}/blob/HEAD/docs/reviewing.md",
)
HOSTILE = "B@octocat #1 `x` | <b> GH-2 [y](https://github.com/o/r/issues/3)"
DELTA = """\
  - id: delta
    kind: tool
    name: Delta
    section: tools
    description: A new thing, a | b.
    licence: MIT
    links: {code: "https://github.com/acme/delta"}
"""
STARS = snapshot(repo__old__alpha={"stars": asked(8300)})
LATER = snapshot(repo__old__alpha={"stars": asked(8500), "archived": asked(True)})


def before() -> dict[str, str]:
    """The small list as it stands, its README drawn."""
    return drawn(documents(), {OBSERVED: snapshot_text(STARS)}, STARS)


def drawn(files: Mapping[str, str], changed: Mapping[str, str], values: Snapshot) -> dict[str, str]:
    after = {**files, **changed}
    readme = draw_readme("README.md", after, registry_of(after), values)
    return after | {"README.md": readme}


def change(
    topic: Topic, entry: str, field: str, was: str, will: str, why: str, evidence: str = ""
) -> Change:
    name = HOSTILE if entry == "hostile" else entry.capitalize()
    return Change(entry, name, field, topic, was, will, why, evidence, Ruling.APPLY)


def news(
    changes: Sequence[Change],
    changed: Mapping[str, str] | None = None,
    values: Snapshot = STARS,
    doubts: Sequence[OpenQuestion] = (),
    missed: Sequence[FailingLink] = (),
    outages: Mapping[str, str] | None = None,
    rows: Sequence[NewRow] = (),
) -> News:
    files = dict(changed or {})
    after = drawn(before(), files, values)
    files["README.md"] = after["README.md"]
    return News(
        registry_of(after),
        changes,
        doubts,
        missed=missed,
        outages=outages or {},
        files=files,
        rows=rows,
        sender=SENDER,
    )


def news_by_topic() -> dict[Topic, News]:
    """What each topic has to report."""
    follows = TOOLS.replace(OLD, NEW)
    dies = TOOLS.replace(f"'{TOUR}'", f"{{url: '{TOUR}', dead: 2026-11-15}}")
    copy = f"https://web.archive.org/web/20230915101500/{TOUR}"
    return {
        Topic.MOVED: news(
            [
                change(Topic.MOVED, "alpha", "code", OLD, NEW, "renamed on GitHub", NEW),
                change(Topic.MOVED, "hostile", "site", f"{TOUR}/@me#4", TOUR, "moved, says @it"),
                change(Topic.METADATA, "alpha", "stars", "8.3k", "", "stars on GitHub", NEW),
            ],
            {"registry/tools.yml": follows},
            doubts=[
                OpenQuestion(
                    "beta", "Beta", "site", "it redirects to https://x.example/ of @you #4", TOUR
                )
            ],
        ),
        Topic.DEAD: news(
            [
                change(Topic.DEAD, "beta", "site", TOUR, copy, "HTTP 404; gone since 2026-11-15"),
                change(
                    Topic.DEAD, "gamma", "hub", "https://huggingface.co/acme/gamma-7b",
                    "marked dead since 2026-11-14", "deleted or private; gone since 2026-11-14",
                ),
            ],
            {"registry/tools.yml": dies},
            missed=[FailingLink("Alpha", "code", OLD, "2026-11-23")],
        ),
        Topic.METADATA: news(
            [
                change(Topic.METADATA, "alpha", "stars", "8.3k", "8.5k", "stars on GitHub", OLD),
                change(Topic.METADATA, "alpha", "status", "", "archived", "state", OLD),
            ],
            {OBSERVED: snapshot_text(LATER)},
            LATER,
            outages={"hub": "none of 2 queries was answered"},
        ),
        Topic.FACTS: news(
            [
                change(
                    Topic.FACTS, "alpha", "venue", "", "ICLR 2023",
                    "its comment says: Accepted at ICLR", "https://arxiv.org/abs/2307.09288",
                ),
                change(Topic.FACTS, "gamma", "sizes", "7B", "7B, 13B", "counted on the Hub"),
            ]
        ),
        Topic.MODELS: news(
            [
                change(
                    Topic.MODELS, "delta", "row", "", "Delta of acme", "new in the account acme",
                    "https://huggingface.co/acme/delta",
                )
            ],
            {"registry/tools.yml": TOOLS + DELTA},
            rows=[
                NewRow(
                    "delta/row",
                    "registry/tools.yml",
                    {
                        "id": "delta",
                        "name": "Delta",
                        "description": "A new thing, a | b.",
                        "licence": "MIT",
                        "links": {"code": "https://github.com/acme/delta"},
                        "evidence": {"licence": "its card on the Hub"},
                    },
                    {"sizes": "its card names none"},
                )
            ],
        ),
        Topic.ATTIC: news(
            [
                change(
                    Topic.ATTIC, "alpha", "retired", "", "archived since 2026-11-01",
                    "its repository is archived", OLD,
                )
            ],
            {
                "registry/list.yml": f"{LIST}outputs: [ATTIC.md]\n",
                "registry/tools.yml": TOOLS.replace(
                    "name: Alpha\n",
                    "name: Alpha\n    retired: {reason: archived, day: 2026-11-01}\n",
                ),
            },
        ),
    }  # fmt: skip
