"""Lists whose sites are tested: a small one with every kind of problem, and large ones."""

from __future__ import annotations

from dataclasses import replace
from itertools import repeat

from bot.lists.read import read_state
from bot.lists.registry.load import shipped_templates
from bot.model.entry import Entry, EntryLink
from bot.model.errors import Where
from bot.model.memory import Memory, Trace
from bot.model.reference import read_link
from bot.model.snapshot import Snapshot
from bot.model.values.site import ListEvent, SiteContent
from bot.run.site import shipped_assets
from tests.build import asked, found, moved, snapshot

LIST = """\
version: 1
title: A list & <its> "site"
sections:
  - {id: models, title: Models, kinds: [model]}
  - {id: tools, title: Tools, kinds: [tool]}
"""
MODELS = """\
entries:
  - id: alpha
    kind: model
    name: Alpha
    section: models
    sizes: [7B, 70B]
    released: 2023-07-18
    licence: MIT
    title: The first of them
    links: {hub: "https://huggingface.co/acme/alpha-7b", code: "https://github.com/acme/alpha"}
    questions:
      - {field: sizes, doubt: Is it 65B?, evidence: "https://example.org/doubt"}
  - id: beta
    kind: model
    name: Beta
    section: models
    sizes: [1.3B]
    released: 2021-03
    evidence: {sizes: the model card}
    links:
      site: {url: "https://beta.example/", dead: 2026-10-01, archived: "https://web.archive.org/web/2026/https://beta.example/"}
"""
TOOLS = """\
entries:
  - id: gamma
    kind: tool
    name: Gamma
    section: tools
    description: Does one thing.
    links: {code: "https://github.com/acme/gamma"}
  - id: delta
    kind: tool
    name: Delta <img src=x onerror=alert(1)>
    section: tools
    description: "</script><script>alert(1)</script> & ]]>"
    links: {code: "https://github.com/acme/delta", docs: 'https://docs.example/?a=1&b="x"'}
"""
README = "# A\n" + "".join(
    f"<!-- listkeeper:begin {name} -->\n<!-- listkeeper:end {name} -->\n"
    for name in ("models", "tools")
)
EVENTS = (
    ListEvent("new", "gamma", "Gamma", "2026-11-20", after="https://github.com/acme/gamma"),
    ListEvent(
        "moved",
        "alpha",
        "Alpha",
        "2026-11-18",
        "https://github.com/old/alpha",
        "https://github.com/acme/alpha",
    ),
    ListEvent(
        "died",
        "beta",
        "Beta",
        "2026-10-08",
        "https://beta.example/",
        "https://web.archive.org/web/2026/https://beta.example/",
    ),
    ListEvent("removed", "omega", "Omega </title>", "2026-09-01", "https://omega.example/"),
)


def files(**changed: str) -> dict[str, str]:
    own = {
        "README.md": README,
        "registry/list.yml": LIST,
        "registry/models.yml": MODELS,
        "registry/tools.yml": TOOLS,
    }
    return {**shipped_templates(), **shipped_assets(), **own, **changed}


def values() -> Snapshot:
    return snapshot(
        repo__acme__alpha={"stars": asked(8312)},
        repo__acme__gamma={"stars": asked(41_000), "archived": asked(True)},
    )


def content(**changed: str) -> SiteContent:
    texts = files(**changed)
    state = read_state(texts)
    answers = found("https://github.com/acme/alpha")
    moves = moved("https://github.com/acme/delta", "https://github.com/fresh/delta")
    traces = {
        "model:acme/alpha-7b": Trace(unsure_since="2026-11-01"),
        'page:https://docs.example/?a=1&b="<x>"': Trace(gone_on=("2026-11-10", "2026-11-12")),
    }
    return SiteContent(
        registry=state.registry,
        snapshot=values(),
        files=texts,
        memory=Memory(traces=traces, moves={"repo:acme/delta": moves}),
        observed={answers.reference.key: answers, moves.reference.key: moves},
        events=EVENTS,
        address="https://octo.github.io/list/",
    )


def large(count: int) -> SiteContent:
    """A list of so many entries, in no order."""
    small = content()
    registry = replace(small.registry, entries=tuple(map(_entry, range(count), repeat(count))))
    return replace(small, registry=registry, events=())


def _entry(number: int, count: int) -> Entry:
    links = [
        ("code", f"https://github.com/o{number % 97}/r{number}"),
        ("site", f"https://h{number % 701}.example/{number}"),
    ]
    return Entry(
        id=f"e{number}",
        kind="tool",
        name=f"Entry {(number * 7919) % count:05d}",
        section="tools",
        where=Where("registry/tools.yml"),
        links=tuple(EntryLink(role, read_link(url), Where("")) for role, url in links),
        values={
            "description": f"Number {number} of many that do a thing",
            "licence": ("MIT", "Apache-2.0", "GPL-3.0")[number % 3],
            "released": f"{2015 + number % 11}-{1 + number % 12:02d}",
        },
    )
