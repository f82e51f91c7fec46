"""What a hand-written list is given of a new entry: its name as rows there are named, its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from bot.judge.additions.rounds import Addition
from bot.judge.models.draft import Draft, one_line
from bot.model.entry import Entry, Registry
from bot.model.observation import Facts
from bot.model.reference import Kind, Reference, home, read_link

_WORDS, _LETTERS = 4, 24
"""A name of so many words, or of so many letters, is a title."""
_LONGEST = 2000
"""Characters of the names of a paper's authors, who may be many."""
_SOME = 0.05
"""A link that no more rows have is not part of the form."""
_MODELS = ("hub", "weights")
"""Parts of links to models; only an entry that is one has them."""
_OF_REGISTRIES = frozenset({"bases", "training_data", "training_size"})


def row_fields(
    draft: Draft, registry: Registry, taken: Collection[str], wanted: Addition | None = None
) -> dict[str, object]:
    """The fields of a new row, with all that is known of it; the list's form shows what it will.

    `wanted` is the link that it is made of, where there is one.
    """
    fields = draft.row(taken)
    evidence = dict(draft.evidence)
    known = {name: fields[name] for name in fields if name not in _OF_REGISTRIES}
    for name, value, where in _facts(draft, wanted) if wanted else ():
        if name not in known:
            known[name] = one_line(value, _LONGEST)
            evidence[name] = where
    rows = [entry for entry in registry.entries if entry.section == draft.section]
    own = wanted.reference if wanted else None
    return {
        **known,
        "name": _name(draft, rows, own),
        "links": _links(known.get("links"), rows, own),
        "evidence": evidence,
    }


def _links(links: object, rows: Sequence[Entry], own: Reference | None) -> dict[str, object]:
    """The entry's own link, and of the others those that rows there have as well."""
    if not isinstance(links, dict):
        return {}
    shown = Counter(role for row in rows for role in {link.role for link in row.links})
    usual = {role for role, count in shown.items() if count > _SOME * len(rows)}
    found = {role: url for role, url in links.items() if role in usual or _leads_to(url, own)}
    models = {role: _of_sizes(links[role], rows) for role in _MODELS if role in links}
    return {**found, **models}


def _leads_to(urls: object, own: Reference | None) -> bool:
    return isinstance(urls, str) and read_link(urls).reference == own


def _of_sizes(urls: object, rows: Sequence[Entry]) -> object:
    """The repositories of all sizes where rows there have several; else that of the first."""
    counts = [count for row in rows if (count := len(row.of_role("hub")))]
    several = sum(count > 1 for count in counts) * 2 > len(counts)
    return urls[0] if isinstance(urls, list) and urls and not several else urls


def _name(draft: Draft, rows: Sequence[Entry], own: Reference | None) -> str:
    """A paper's whole title where the rows of its section are named so, else the short name.

    A repository is named by its address where most rows there are.
    """
    title, short = str(draft.fields.get("title", "")), one_line(draft.name)
    if own and own.kind is Kind.REPO and _are_named_by_address(rows):
        short = _last_part(own)
    papers = [entry.name for entry in rows if entry.name and entry.of_role("paper")]
    if not papers:  # nothing shows how papers are named here
        return title or short if draft.kind == "paper" and not rows else short
    is_titled = sum(map(_is_title, papers)) * 2 > len(papers)
    return title if title and is_titled else short


def _are_named_by_address(rows: Sequence[Entry]) -> bool:
    named = [
        entry.name == _last_part(link.link.reference)
        for entry in rows
        for link in entry.links
        if link.link.reference.kind is Kind.REPO
    ]
    return sum(named) * 2 > len(named)


def _last_part(reference: Reference) -> str:
    return reference.name.rpartition("/")[2]


def _is_title(name: str) -> bool:
    return len(name.split()) >= _WORDS or len(name) >= _LETTERS


def _facts(draft: Draft, wanted: Addition) -> Iterator[tuple[str, str, str]]:
    """Field, value, and where it was read: what registries leave to a refresh, or do not hold."""
    paper, reference = wanted.as_paper, wanted.reference
    if paper or reference.kind is Kind.PAPER:
        yield from _of_paper(paper.facts if paper else wanted.facts, home(reference))
    code = draft.links.get("code", [])
    if len(code) == 1:
        repo = read_link(code[0]).reference
        seen = wanted.found(repo)
        facts = wanted.facts if repo == reference else seen.facts if seen else {}
        yield from _count("stars", facts, home(repo))
    if reference.kind in (Kind.MODEL, Kind.DATASET):
        yield from _count("downloads", wanted.facts, home(reference))


def _of_paper(facts: Facts, where: str) -> Iterator[tuple[str, str, str]]:
    authors, published = facts.get("authors"), str(facts.get("published", ""))
    if isinstance(authors, tuple) and authors:
        yield "authors", ", ".join(map(str, authors)), where
    if published:
        yield "released", published[:10], where


def _count(name: str, facts: Facts, where: str) -> Iterator[tuple[str, str, str]]:
    if isinstance(facts.get(name), int):
        yield name, str(facts[name]), where
