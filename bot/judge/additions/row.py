"""From the observations of a link to the new entry, and what a person should check in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.judge.additions.learnt import Traits, learn_section
from bot.judge.additions.rounds import Addition
from bot.judge.additions.section import SectionGuess, called, guess_section
from bot.judge.models.draft import Draft, one_line, read_on
from bot.judge.models.listed import Listed
from bot.judge.models.naming import family_name, shown_name
from bot.judge.models.row import RowContext, add_paper, draft_of, names
from bot.judge.models.screen import copied
from bot.judge.sources import CARDS
from bot.model.entry import Registry
from bot.model.errors import did_you_mean
from bot.model.kinds import REFERENCE_KINDS
from bot.model.observation import Facts, Found, Gone, Moved, Unsure
from bot.model.reference import (
    Kind,
    Link,
    Reference,
    encoded_path,
    home,
    read_link,
    site_of,
    split_address,
)

_JOINTS = re.compile(r"\s+[|·•»–—-]\s+|\s*::\s*")
_LONGEST_NAME = 60
_WORDS = 12
"""Words of a heading that are searched for a name."""
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


@dataclass(frozen=True)
class DraftedEntry:
    """The draft of the entry, and what a person should check before accepting it."""

    draft: Draft
    warnings: tuple[str, ...] = ()


def draft_entry(
    wanted: Addition, registry: Registry, today: str, *, in_place: bool = False
) -> DraftedEntry | str:
    """The entry, or the reason why there can be none.

    `in_place` is for a hand-written list, whose sections are learnt from the rows in them.
    """
    if isinstance(wanted.seen, Gone):
        return f"there is nothing at {wanted.link.url}: {wanted.seen.why}"
    room = _learnt(registry, wanted) if in_place else _declared(registry, wanted)
    if isinstance(room, str):
        return room
    listed = Listed(registry)
    draft = _draft(wanted, room, listed, today)
    doubts = [room.doubt] if room.doubt else []
    return DraftedEntry(draft, (*_doubtful(wanted), *doubts, *_warnings(wanted, draft, listed)))


def _declared(registry: Registry, wanted: Addition) -> SectionGuess | str:
    about, is_paper = " ".join(_about(wanted)), wanted.as_paper is not None
    kind = wanted.reference.kind
    room = guess_section(registry, kind, about, wanted.section, is_paper=is_paper)
    return room or _no_room(registry, wanted)


def _learnt(registry: Registry, wanted: Addition) -> SectionGuess | str:
    kind = Kind.PAPER if wanted.as_paper else wanted.reference.kind
    traits = Traits.of(REFERENCE_KINDS[kind].role, " ".join(_about(wanted)), [wanted.reference])
    return learn_section(registry, traits, REFERENCE_KINDS[kind].becomes[0], wanted.section)


def _no_room(registry: Registry, wanted: Addition) -> str:
    ids = [section.id for section in registry.sections if section.kinds]
    known = ", ".join(ids)
    what = REFERENCE_KINDS[wanted.reference.kind]
    kind = "paper" if wanted.as_paper else what.becomes[0]
    room = called(registry, wanted.section) if wanted.section else None
    if room:
        return (
            f"the section '{room.id}' takes no {kind} (it takes: {', '.join(room.kinds)}); "
            f"name another section, or write `{kind}` into its `kinds:` in registry/list.yml"
        )
    if wanted.section:
        near = did_you_mean(wanted.section, ids)
        there = f"{near} known are: {known}".lstrip()
        return f"there is no section '{one_line(wanted.section, 60)}'; {there}"
    return (
        f"no section takes a {kind}; write `{kind}` into the `kinds:` of one of these in "
        f"registry/list.yml: {known}"
    )


def _about(wanted: Addition) -> Iterator[str]:
    yield wanted.reference.name
    for name in ("title", "description", "topics", "tags"):
        value = wanted.facts.get(name, "")
        yield " ".join(value) if isinstance(value, tuple) else str(value)


def _doubtful(wanted: Addition) -> Iterator[str]:
    seen = wanted.seen
    if isinstance(seen, Unsure):
        yield f"this link could not be verified ({seen.why}): only its address is known"
    elif isinstance(seen, Found | Moved) and seen.places.get(str(wanted.link.place)) is False:
        yield f"the place {wanted.link.place} in it is not there"


def _draft(wanted: Addition, room: SectionGuess, listed: Listed, today: str) -> Draft:
    kind = wanted.reference.kind
    if kind is Kind.MODEL and room.kind == "model":
        # a model's card is filed apart from the model; here only the card counts
        cards = {key.removeprefix(f"{CARDS}:"): one for key, one in wanted.answers.items()}
        return draft_of(wanted.family, room.section.id, RowContext(listed, cards, today))
    draft = Draft(room.kind, _name(wanted), room.section.id)
    if kind is Kind.PAGE:
        draft.link("paper" if wanted.as_paper else _page_role(wanted.link.url), wanted.link.url)
    else:
        draft.link(REFERENCE_KINDS[kind].role, _address(wanted.link))
    _own_facts(draft, wanted, today)
    _crossed(draft, wanted, listed)
    return draft


def _address(link: Link) -> str:
    """The address of the thing itself; its branch is kept where the link names one."""
    tree = link.place.tree if link.reference.kind is Kind.REPO else ""
    return home(link.reference) + (f"/tree/{encoded_path(tree)}" if tree else "")


def _page_role(url: str) -> str:
    parts = split_address(url)
    where = f"{parts.hostname or ''}{parts.path}".lower()
    if re.search(r"\bdocs?\b|\breadthedocs\b|\bdocumentation\b", where):
        return "docs"
    return "blog" if re.search(r"\bblogs?\b|/posts?/", where) else REFERENCE_KINDS[Kind.PAGE].role


def _name(wanted: Addition) -> str:
    paper = wanted.as_paper
    title = str((paper.facts if paper else wanted.facts).get("title", ""))
    own = wanted.reference.name
    match wanted.reference.kind:
        case Kind.PAPER:
            return _paper_name(title) or f"arXiv {own}"
        case Kind.PAGE:
            name = _paper_name(title) if paper else _page_name(title)
            return name or site_of(wanted.link.url) or wanted.link.url
        case Kind.REPO:
            slug = str(wanted.facts.get("name") or own).rpartition("/")[2]
            return _as_headed(wanted.heading, slug)
        case Kind.SEARCH:
            return f"Hub search {own}"
        case _:
            return shown_name(own.rpartition("/")[2])


def _as_headed(heading: str, slug: str) -> str:
    """The name as the readme's first heading spells it, if it is the same; else as it stands.

    `🤗 Transformers: models for all` spells `transformers`; `Documentation` spells no name.
    """
    words = one_line(heading).split()[:_WORDS]
    parts = (
        _AROUND.sub("", " ".join(words[start:end]))
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )
    return next((part for part in parts if _folded(part) == _folded(slug)), slug)


def _folded(name: str) -> str:
    """Letters and digits alone, in one case."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _paper_name(title: str) -> str:
    """The part of a title before the colon if it is as short as a name; else the whole title."""
    head, colon, _ = one_line(title).partition(":")
    return head.strip() if colon and len(head) <= _LONGEST_NAME else one_line(title)


def _page_name(title: str) -> str:
    """The part of a page's title that names it: the first."""
    parts = [part.strip() for part in _JOINTS.split(one_line(title)) if part.strip()]
    return one_line(parts[0], _LONGEST_NAME) if parts else ""


def _own_facts(draft: Draft, wanted: Addition, today: str) -> None:
    facts, where = wanted.facts, home(wanted.reference)
    if description := str(facts.get("description", "")):
        draft.fill("description", description, read_on(f"the description of {where}", today))
    if licence := str(facts.get("licence", "")):
        draft.fill("licence", licence, read_on(where, today))
    elif isinstance(wanted.seen, Found | Moved):
        draft.lacks("licence", wanted.seen.unknown.get("licence", ""))
    paper = wanted.as_paper
    if paper or wanted.reference.kind is Kind.PAPER:
        reported = paper.facts if paper else facts
        draft.fill("title", str(reported.get("title", "")), where)
        draft.fill("venue", _venue(reported), where)


def _venue(facts: Facts) -> str:
    """The venue as its source spells it; for a preprint, arXiv and its year."""
    venue, year = str(facts.get("venue", "")), str(facts.get("year", ""))
    if venue:
        return venue if not year or year in venue else f"{venue} {year}"
    published = str(facts.get("published", ""))[:4]
    return f"arXiv {published}" if published else ""


def _crossed(draft: Draft, wanted: Addition, listed: Listed) -> None:
    """Add the paper and the repository that it names, if their titles contain its name."""
    name = draft.name
    papers = [
        (paper, seen)
        for paper in wanted.papers(listed)
        if (seen := wanted.found(paper)) and names(str(seen.facts.get("title", "")), name)
    ]
    if len(papers) == 1 and "paper" not in draft.links:
        add_paper(draft, *papers[0])
    linked = wanted.repositories()
    own = [repo for repo in linked if family_name(repo.name) == family_name(name)]
    if not own and wanted.reference.kind is Kind.PAPER:
        own = linked  # a link that authors give beside their paper is their own
    if len(own) == 1 and "code" not in draft.links:
        _code(draft, wanted, own[0])


def _code(draft: Draft, wanted: Addition, repo: Reference) -> None:
    seen = wanted.found(repo)
    if seen:
        draft.link("code", home(seen.to if isinstance(seen, Moved) else repo))


def _warnings(wanted: Addition, draft: Draft, listed: Listed) -> Iterator[str]:
    alike = listed.alike(str(draft.fields.get("title", ""))) or listed.alike(draft.name)
    if alike is None and draft.kind == "model":
        alike = listed.of_family(draft.name)
    if alike:
        yield f"{alike.name} at {alike.where} has a similar name; is it the same?"
    for url in (url for urls in draft.links.values() for url in urls):
        found = listed.at(read_link(url))
        if found:
            entry, link = found
            yield f"{url} is already at {link.where}, for {entry.called}"
    if wanted.reference.kind is Kind.MODEL and isinstance(wanted.seen, Found):
        copy = copied(wanted.seen)
        if copy:
            yield f"the Hub says that it is {copy} of another model"
