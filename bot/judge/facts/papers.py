"""Missing papers of listed models, offered when two of Hub card, repository and arXiv agree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.judge.facts.evidence import FactChanges, FactContext, ObservationIndex, change_of
from bot.judge.sources import ARXIV, LINK_SOURCES
from bot.model.change import FieldEdit
from bot.model.entry import Entry
from bot.model.reference import Kind, Reference, home, read_link

_MOST = 8
"""A card that names more papers than this is a bibliography; it does not name the model's own."""
_ADDRESS = re.compile(r"https?://[^\s<>()\"']+")


def offer_paper(news: FactChanges, entry: Entry, view: FactContext) -> None:
    """Offer the one paper that two sources name; make it a question when they name several.

    Nothing is offered while one of them has not answered: it might name another paper.
    """
    if entry.kind != "model" or entry.of_role("paper"):
        return
    statements = {
        reference: reported
        for reference, reported in named_papers(entry, view.observed).items()
        if reference.key not in view.listed
    }
    for reference in statements:
        if not view.observed.text(reference, "title"):
            news.want(ARXIV, reference, home(reference))
    silent = _silent_about(entry, statements, view.observed)
    if silent:
        news.unanswered |= silent
        return
    believed = {
        reference: reported for reference, reported in statements.items() if len(reported) >= 2
    }
    if len(believed) > 1:
        several = "; ".join(
            f"{home(one)} ({', '.join(reported)})" for one, reported in believed.items()
        )
        doubt = f"several papers may be its own: {several}"
        news.doubt(entry, "links", doubt, home(next(iter(believed))), view.rules)
    for reference, reported in believed.items() if len(believed) == 1 else ():
        latest = view.observed.text(reference, "title")
        title = f"“{latest[1]}”: " if latest else ""
        why = f"{title}named by {' and '.join(reported)}"
        change = change_of(entry, "links.paper", "", home(reference), why, home(reference))
        news.offer(
            change, view.rules, [FieldEdit(change.id, entry.where, "links.paper", home(reference))]
        )


def named_papers(entry: Entry, observed: ObservationIndex) -> dict[Reference, list[str]]:
    """Each paper that may be the entry's own, with the sources that name it."""
    statements: dict[Reference, list[str]] = {}
    for who, reference in _named(entry, observed):
        reported = statements.setdefault(reference, [])
        if who not in reported:
            reported.append(who)
    for reference, reported in statements.items():
        latest = observed.text(reference, "title")
        if latest and presents(latest[1], entry.name):
            reported.append("its title on arXiv")
    return statements


def _silent_about(entry: Entry, named: Iterable[Reference], observed: ObservationIndex) -> set[str]:
    """The sources that did not answer about its card, its repository, or a paper that they name."""
    references = {
        link.link.reference
        for link in entry.links
        if link.link.reference.kind is Kind.MODEL
        or (link.link.reference.kind is Kind.REPO and link.role == "code")
    }
    return {
        source
        for reference in (*references, *named)
        for source in observed.silent_about(reference, *LINK_SOURCES)
    }


def _named(entry: Entry, observed: ObservationIndex) -> Iterator[tuple[str, Reference]]:
    for link in entry.links:
        reference = link.link.reference
        who = {Kind.MODEL: "its card on the Hub", Kind.REPO: "its repository"}.get(reference.kind)
        if not who or (reference.kind is Kind.REPO and link.role != "code"):
            continue
        for seen in observed.about(reference):
            papers = seen.facts.get("papers", ())
            if isinstance(papers, tuple) and len(papers) <= _MOST:
                yield from ((who, Reference.of(Kind.PAPER, one)) for one in papers)
            for name in ("homepage", "description"):
                yield from ((who, one) for one in _linked(str(seen.facts.get(name, ""))))


def _linked(text: str) -> Iterator[Reference]:
    for address in _ADDRESS.findall(text):
        reference = read_link(address.rstrip(".,;")).reference
        if reference.kind is Kind.PAPER:
            yield reference


def presents(title: str, name: str) -> bool:
    """Whether a title begins with a name and a colon, as papers present a model (`Baize: …`).

    `Baichuan 2: …` does not present Baichuan, nor `Qwen2 …` Qwen.
    """
    words = r"[\s\-]*".join(map(re.escape, re.split(r"[\s\-]+", name)))
    return bool(re.match(rf"\s*(?:the )?{words}(?![\w.])(?![\s\-]*[\d.])", title, re.IGNORECASE))
