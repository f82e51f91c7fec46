"""A list of any size, and sources that answer each reference the same wherever they are asked."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.lists.read import read_state
from bot.model.observation import Facts, Found, Gone, Moved, Observation, Reason, Unsure
from bot.model.reference import Kind, Query, Reference, read_link
from bot.publish.local import FolderPublisher
from bot.run.steps.observations import ObservationStore
from bot.run.steps.services import Services
from bot.sources.dispatch import SourceSet
from tests.build import documents

_PER_ENTRY = 20
_PER_ROW, _PER_HEADING = 2, 50
_KINDS = {
    "github": {Kind.REPO},
    "hub": {Kind.MODEL},
    "arxiv": {Kind.PAPER},
    "web": {Kind.PAGE},
}


def large_list(references: int) -> dict[str, str]:
    """Entries of twenty links: eight repositories, three models, three papers, six pages."""
    entries = "".join(_entry(number) for number in range(references // _PER_ENTRY))
    return documents(**{"registry/tools.yml": f"entries:\n{entries}"})


def large_readme(references: int) -> dict[str, str]:
    """The same links in a README that people write: rows of two links, fifty to a heading."""
    urls = [_url(number // _PER_ENTRY, number % _PER_ENTRY) for number in range(references)]
    lines = ["# A large list"]
    for row in range(references // _PER_ROW):
        if row % _PER_HEADING == 0:
            lines += ["", f"## Part {row // _PER_HEADING + 1}", ""]
        first, second = urls[row * _PER_ROW : (row + 1) * _PER_ROW]
        lines.append(
            f"- [Entry {row}]({first}) - What it is about, in a few words ([more]({second}))."
        )
    return {"README.md": "\n".join(lines) + "\n"}


def _entry(number: int) -> str:
    links = "".join(f"        - {_url(number, place)}\n" for place in range(_PER_ENTRY))
    head = f"  - id: e{number}\n    kind: tool\n    name: Entry {number}\n    section: tools\n"
    return f"{head}    links:\n      hub:\n{links}"


def _url(number: int, place: int) -> str:
    if place < 8:
        return f"https://github.com/owner-{number % 97}/repo-{number}-{place}"
    if place < 11:
        return f"https://huggingface.co/org-{number % 89}/model-{number}-{place}"
    if place < 14:
        return f"https://arxiv.org/abs/{1501 + number % 12}.{number // 12 * 20 + place:05d}"
    return f"https://host-{(number * 7 + place) % 701}.example/page-{number}-{place}"


@dataclass
class Steady:
    """A source whose answer hangs on the reference alone; it counts what it was asked."""

    name: str
    requests: int = 0
    notes: list[str] = field(default_factory=list)

    def knows(self, reference: Reference) -> bool:
        return reference.kind in _KINDS[self.name]

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        for query in queries:
            self.requests += 1
            yield _answer(self.name, query, now)

    def close(self) -> None:
        """Nothing is held."""


def _answer(source: str, query: Query, now: datetime) -> Observation:
    chance = zlib.crc32(query.reference.key.encode())
    if chance % 50 == 0:
        return Gone(reference=query.reference, source=source, at=now, evidence=query.url, why="404")
    if chance % 50 == 1:
        why = "no answer in 20 s"
        return Unsure(
            reference=query.reference,
            source=source,
            at=now,
            evidence=query.url,
            reason=Reason.TIMEOUT,
            why=why,
        )
    facts: Facts = {"stars": chance % 90_000, "licence": "MIT"} if source == "github" else {}
    if chance % 200 == 2 and source == "github":
        to = Reference.of(Kind.REPO, f"moved/{query.reference.name.replace('/', '-')}")
        return Moved(
            reference=query.reference,
            source=source,
            at=now,
            evidence=query.url,
            to=to,
            certain=True,
            facts=facts,
        )
    return Found(reference=query.reference, source=source, at=now, evidence=query.url, facts=facts)


def steady_sources() -> SourceSet:
    return SourceSet([Steady(name) for name in _KINDS])


def folder_services(root: Path, files: dict[str, str], sources: object) -> Services:
    """Doors that write into a folder, which holds the list already."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    assert read_state(files).registry.entries
    return services_in(root, sources)


def texts_in(root: Path) -> dict[str, str]:
    """The files of a list in a folder, without what is remembered of it."""
    files = sorted(path for path in root.rglob("*") if path.is_file())
    names = {path.relative_to(root): path for path in files}
    return {
        str(name): path.read_text(encoding="utf-8")
        for name, path in names.items()
        if name.parts[0] != ".listkeeper"
    }


def services_in(root: Path, sources: object) -> Services:
    """Doors that write into a folder."""
    return Services(sources, SourceSet([]), FolderPublisher(root), ObservationStore(root))  # type: ignore[arg-type]


def large_world(references: int) -> dict[str, Any]:
    """A scenario of the world in which every link of `large_list` answers, and nothing changes."""
    urls = [
        _url(number, place)
        for number in range(references // _PER_ENTRY)
        for place in range(_PER_ENTRY)
    ]
    names = {
        kind: [
            read_link(url).reference.name for url in urls if read_link(url).reference.kind is kind
        ]
        for kind in (Kind.REPO, Kind.MODEL, Kind.PAPER)
    }
    pages = [url for url in urls if read_link(url).reference.kind is Kind.PAGE]
    return {
        "repos": {name: {} for name in names[Kind.REPO]},
        "hub": {"models": {name: {"likes": 7, "downloads": 90} for name in names[Kind.MODEL]}},
        "papers": {
            name: {
                "title": f"A paper with the number {name}",
                "authors": ["Ann Bee"],
                "published": f"20{name[:2]}-{name[2:4]}-05",
            }
            for name in names[Kind.PAPER]
        },
        "pages": {"pages": {url: {"title": "A page", "text": "word " * 90} for url in pages}},
    }
