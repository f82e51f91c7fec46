"""The papers of a list for BibTeX, and how the list itself is cited."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping

from ruamel.yaml import YAML

from bot.model.entry import Entry, EntryLink, Registry
from bot.model.reference import Kind
from bot.model.snapshot import Snapshot
from bot.render.data.cells import text_line, whole_text
from bot.render.markdown import printable

_SIGNS = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "%&#$_"},
}
_SIGN = re.compile("|".join(map(re.escape, _SIGNS)))
_KEY = re.compile(r"[^A-Za-z0-9.:+/-]+")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ARXIV_MONTH = re.compile(r"(\d\d)\d\d\.\d{4,5}\Z|[a-z.-]+/(\d\d)\d{5}\Z", re.IGNORECASE)


def draw_bibtex(
    _path: str, _documents: Mapping[str, str], registry: Registry, _snapshot: Snapshot
) -> str:
    """`list.bib`: the first paper of each entry that has one, by what the list knows of it.

    It knows no authors. Each paper is a `misc`: whether its venue is a journal or a conference
    nobody wrote, and a wrong kind would be worse than none.
    """
    taken: set[str] = set()
    return "\n".join(
        _written(
            _unique(_KEY.sub("-", entry.id).strip("-") or "entry", taken), _paper(entry, paper)
        )
        for entry in registry.entries
        for paper in entry.of_role("paper")[:1]
    )


def _written(key: str, fields: Iterator[tuple[str, str]]) -> str:
    lines = (f",\n  {name} = {{{value}}}" for name, value in sorted(fields))
    return f"@misc{{{key}{''.join(lines)}\n}}\n"


def _unique(key: str, taken: set[str]) -> str:
    """BibTeX takes keys as one that differ in their case alone."""
    name, number = key, 2
    while name.lower() in taken:
        name, number = f"{key}-{number}", number + 1
    taken.add(name.lower())
    return name


def _paper(entry: Entry, paper: EntryLink) -> Iterator[tuple[str, str]]:
    reference, venue = paper.link.reference, str(entry.values.get("venue", ""))
    yield "title", f"{{{latex(str(entry.values.get('title') or entry.name))}}}"
    if venue:
        yield "howpublished", latex(venue)
    on_arxiv = reference.kind is Kind.PAPER and "/" not in reference.name.split(".")[0][:3]
    in_venue, preprint = _YEAR.search(venue), _ARXIV_MONTH.match(reference.name)
    if in_venue:
        yield "year", in_venue[0]
    elif reference.kind is Kind.PAPER and preprint:
        short = int(preprint[1] or preprint[2])
        yield "year", str(short + (1900 if short > 90 else 2000))
    if on_arxiv and preprint:
        yield "eprint", reference.name
        yield "archiveprefix", "arXiv"
    # braces would end the value; a browser reads the codes as the same address
    url = re.sub(r"\s", "", printable(whole_text(paper.link.url)))
    yield "url", url.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")


def latex(text: str) -> str:
    """Plain text on one line that LaTeX sets as it stands."""
    return _SIGN.sub(lambda found: _SIGNS[found[0]], text_line(text))


def draw_citation(
    _path: str, _documents: Mapping[str, str], registry: Registry, _snapshot: Snapshot
) -> str:
    """`CITATION.cff`: the list itself, by its contributors (https://citation-file-format.github.io)."""
    title = text_line(registry.title)
    data = {
        "cff-version": "1.2.0",
        "message": "If this list helped your work, please cite it.",
        "title": title,
        "type": "dataset",
        "authors": [{"name": f"The contributors of {title}"}],
    }
    out, yaml = io.StringIO(), YAML()
    yaml.allow_unicode, yaml.width = True, 1000
    yaml.dump(data, out)
    return out.getvalue()
