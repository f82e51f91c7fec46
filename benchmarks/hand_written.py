"""Measure the reading and the editing of hand-written lists on clones of real ones.

    python -m benchmarks.hand_written CLONES [NAME]

CLONES is a folder of clones as `benchmarks.clones` describes it; `lists.csv` names the lists and
their commits. NAME measures only the lists whose repository holds it. The proof needs cmarkgfm and
html5lib, which nothing else here uses; a tool that is not installed is named and left out.
"""

from __future__ import annotations

import platform
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.clones import Clone, find_clones
from benchmarks.exports import Reading, read_export
from benchmarks.refreshes import refreshed, replacements
from benchmarks.renames import moved_repositories
from benchmarks.sentinels import Proof, Span, missing_tools, prove
from bot.lists.read import home_of
from bot.lists.readme.scope.files import default_files, readme_of
from bot.model.change import Edit, LinkEdit
from bot.model.errors import BotError, Where
from bot.model.reference import Link, read_link

MOST_MOVED = 50
TARGET = 0.98
HEAD = """\
| list | files | kB | entries | links proven | on an entry | without change | links moved | \
repositories moved | CPU s | MB |
|---|--:|--:|--:|--:|--:|---|--:|--:|--:|--:|"""


@dataclass
class Measured:
    """What was measured of one list; `moved` and `repositories` are spans that changed."""

    repository: str
    files: Mapping[str, bytes]
    reading: Reading
    proofs: Mapping[str, Proof]
    same: str
    moved: str
    repositories: str
    refresh_seconds: float

    @property
    def coverage(self) -> float:
        links = self.reading.followed
        return self.reading.followed_on_entry / links if links else 1.0

    @property
    def row(self) -> str:
        links = sum(proof.links for proof in self.proofs.values())
        right = sum(proof.right for proof in self.proofs.values())
        cells = (
            self.repository,
            str(len(self.files)),
            f"{sum(map(len, self.files.values())) / 1000:,.0f}",
            f"{self.reading.entries:,}",
            f"{right:,} of {links:,}" if self.proofs else "–",
            f"{self.coverage:.1%}",
            self.same,
            self.moved,
            self.repositories,
            f"{self.reading.seconds:.1f} + {self.refresh_seconds:.1f}",
            f"{self.reading.megabytes:.0f}",
        )
        return f"| {' | '.join(cells)} |"


def measure(clone: Clone, *, proves: bool) -> Measured:
    files = listed_files(clone)
    reading = read_export(files)
    proofs = {
        path: prove(text, sorted(reading.spans.get(path, ())))
        for path, text in files.items()
        if proves
    }
    began = time.process_time()
    same = without_change(files)
    seconds = time.process_time() - began
    changes = moved(files, reading), moved_repositories(files, reading)
    return Measured(clone.repository, files, reading, proofs, same, *changes, seconds)


def listed_files(clone: Clone) -> dict[str, bytes]:
    """The files that the product takes for the list when nobody names any."""
    files = clone.files()
    readme = readme_of(files)
    return {path: files[path] for path in default_files(readme, _texts(files))}


def _texts(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: text.decode("utf-8", "surrogateescape") for path, text in files.items()}


def without_change(files: Mapping[str, bytes]) -> str:
    """Whether a refresh in which every address answers with the row's own name writes nothing."""
    try:
        after = refreshed(_texts(files), {})
    except BotError as error:
        return f"refused: {str(error).splitlines()[0]}"
    changed = [path for path, text in files.items() if after[path] != text]
    return f"**{', '.join(changed)} changed**" if changed else "no byte"


def moved(files: Mapping[str, bytes], reading: Reading) -> str:
    """How many spans of moved links were replaced, if no other byte was."""
    spans = moved_spans(reading)
    texts = _texts(files)
    edits = [
        LinkEdit(f"{number}/moved", Where(""), url, f"https://moved.example/{number}")
        for number, url in enumerate(spans)
    ]
    after, refused = home_of(texts).edit(texts, edits)
    wanted = {place for url, places in spans.items() for place in places if url not in _of(refused)}
    for path, text in files.items():
        places = [span for file, span in wanted if file == path]
        places += [label for span in places for label in _labels(text, span)]
        written = after[path].encode("utf-8", "surrogateescape")
        found = replacements(text, written, places)
        if found is None or not all(one.startswith(b"https://moved.example/") for one in found):
            return "**other bytes**"
    left = f", {len(refused)} refused" if refused else ""
    return f"{len(wanted)}{left}" if spans else "none"


def _labels(text: bytes, span: Span) -> Iterator[Span]:
    """The text of a link where that is its address, too: it moves along."""
    address = text[slice(*span)]
    if text.endswith(b"[%b](" % address, 0, span[0]):
        end = span[0] - len(b"](")
        yield end - len(address), end
    shown = re.compile(rb"[^<>\n]*>\s*(%b)\s*</a>" % re.escape(address)).match(text, span[1])
    if shown:
        yield shown.span(1)


def _of(edits: Sequence[Edit]) -> set[str]:
    return {edit.before for edit in edits if isinstance(edit, LinkEdit)}


def moved_spans(reading: Reading) -> dict[str, set[tuple[str, Span]]]:
    """Some links of the list with all places of each, spread over the list."""
    found: dict[Link, set[tuple[str, Span]]] = {}
    for (file, span), url in sorted(reading.addresses.items()):
        if span not in reading.pictures.get(file, set()):
            link = read_link(url)
            found.setdefault(replace(link, url=""), set()).add((file, span))
    urls = {places_url(reading, places): places for places in found.values()}
    step = max(1, len(urls) // MOST_MOVED)
    return dict(list(urls.items())[::step][:MOST_MOVED])


def places_url(reading: Reading, places: set[tuple[str, Span]]) -> str:
    """The address at the first of some places."""
    return reading.addresses[min(places)]


def main(words: Sequence[str]) -> None:
    clones, absent = find_clones(Path(words[0]), *words[1:2])
    tools = missing_tools()
    print(f"{platform.system()}, Python {platform.python_version()}\n")
    if tools:
        print(f"Not installed, so nothing is proven: {', '.join(tools)}.\n")
    if absent:
        print(f"Not in that folder, so not measured: {', '.join(absent)}.\n")
    print(HEAD)
    all_measured = []
    for clone in clones:
        if listed_files(clone):
            all_measured.append(measure(clone, proves=not tools))
            print(all_measured[-1].row, flush=True)
    _sum_up(all_measured)


def _sum_up(all_measured: Sequence[Measured]) -> None:
    proofs = [proof for one in all_measured for proof in one.proofs.values()]
    links, right = (sum(getattr(proof, name) for proof in proofs) for name in ("links", "right"))
    followed = sum(one.reading.followed for one in all_measured)
    on_entry = sum(one.reading.followed_on_entry for one in all_measured)
    wrong = sum(one.reading.wrong_addresses(one.files) for one in all_measured)
    print(f"\n{len(all_measured)} lists, {sum(len(one.files) for one in all_measured)} files")
    print(f"{right:,} of {links:,} links proven; {wrong} spans hold another address")
    print(f"{on_entry:,} of {followed:,} links on an entry ({on_entry / max(followed, 1):.2%})")
    for one in sorted(all_measured, key=lambda one: one.coverage):
        if one.coverage < TARGET:
            print(f"  {one.repository}: {one.coverage:.1%}")
    for one in all_measured:
        if one.reading.error:
            print(f"  {one.repository}: {one.reading.error}")


if __name__ == "__main__":
    main(sys.argv[1:])
