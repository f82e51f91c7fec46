"""A family of models as a row of the list; unknown values are left out, with the reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.judge.models.draft import Draft, read_on
from bot.judge.models.listed import Listed
from bot.judge.models.naming import family_name, parse_name, shown_name
from bot.judge.models.screen import Family, owner_of, texts
from bot.model.observation import Found, Moved, Observation, is_silent
from bot.model.reference import Kind, Reference, home
from bot.model.values.licences import RESTRICTION, is_permissive
from bot.model.values.sizes import label_in, size_label, sizes_in_order

_CARDS = 3
"""Most cards that are read for one family."""
_Observations = Mapping[str, Observation]
"""What the second round observed, by reference key."""


@dataclass(frozen=True)
class RowContext:
    """The context of a new row: the list, the second round's answers, and the day.

    The day is empty for rows that are made again each day, because they must stay the same.
    """

    listed: Listed
    answers: _Observations
    today: str = ""

    def is_silent(self, reference: Reference) -> bool:
        """Whether it was queried without an answer."""
        seen = self.answers.get(reference.key)
        return seen is not None and is_silent(seen)

    def found(self, kind: Kind, name: str) -> Found | Moved | None:
        """The observation of a reference in the second round, if it was found."""
        seen = self.answers.get(Reference.of(kind, name).key)
        return seen if isinstance(seen, Found | Moved) else None


def papers_of(one: Family, listed: Listed) -> list[Reference]:
    """The papers that its cards name, except those of listed models it is derived from."""
    parents = [entry for entry in map(listed.of_model, one.bases()) if entry]
    theirs = {link.link.reference.key for entry in parents for link in entry.links}
    named = (Reference.of(Kind.PAPER, paper) for paper in one.texts("papers"))
    return [paper for paper in named if paper.key not in theirs]


def cards_of(one: Family) -> list[Reference]:
    """The cards to read: those of the members with the plainest names."""
    by_length = sorted(
        one.members, key=lambda member: (len(member.reference.name), member.reference)
    )
    return [member.reference for member in by_length[:_CARDS]]


def repositories_of(answers: _Observations, one: Family) -> list[Reference]:
    """The GitHub repositories that the cards of its members link to."""
    names: dict[str, Reference] = {}
    for member in one.members:
        card = answers.get(member.reference.key)
        if isinstance(card, Found | Moved):
            for name in texts(card, "repositories"):
                repo = Reference.of(Kind.REPO, name)
                names.setdefault(repo.key, repo)
    return list(names.values())


def unanswered(one: Family, context: RowContext) -> set[str]:
    """The sources that did not answer a query about what its cards name."""
    asked = [
        *cards_of(one),
        *papers_of(one, context.listed),
        *repositories_of(context.answers, one),
    ]
    seen = (context.answers.get(reference.key) for reference in asked)
    return {answer.source for answer in seen if answer and is_silent(answer)}


def draft_of(one: Family, section: str, context: RowContext) -> Draft:
    """The whole row."""
    draft = Draft("model", _name(one, context.listed), section)
    chosen = _sizes(draft, one, context.today)
    _backbone(draft, one, context)
    _released(draft, one, context.today)
    _licence(draft, chosen, _restricted(one, context), context.today)
    _paper(draft, one, context)
    _code(draft, one, context)
    role = "weights" if len(chosen) == len(draft.fields.get("sizes", ())) else "hub"  # type: ignore[arg-type]
    for member in chosen:
        draft.link(role, home(member.reference))
    return draft


def _name(one: Family, listed: Listed) -> str:
    """The Hub's spelling; for a listed name the spelling in the list."""
    name = shown_name(one.name)
    kin = listed.kin(one.name)
    own = kin.entry.name if kin else ""
    if own and name.casefold().startswith(own.casefold()):
        return own + name[len(own) :]
    return name


def _sizes(draft: Draft, one: Family, today: str) -> list[Found]:
    """For each size the member with the shortest name; the labels in order."""
    by_label: dict[str, list[Found]] = {}
    for member in one.members:
        by_label.setdefault(_label(member), []).append(member)
    labels = sizes_in_order(label for label in by_label if label)
    if not labels:
        draft.lacks("sizes", "neither the names nor the weights give it")
        return [_plainest(one.members)]
    where = "the names and weights of its repositories on the Hub"
    draft.fill("sizes", labels, read_on(where, today))
    return [_plainest(by_label[label]) for label in labels]


def _label(member: Found) -> str:
    """The size in its name if the exact count supports it, else the count."""
    exact = member.facts.get("parameters")
    if isinstance(exact, int) and exact > 0:
        return size_label(member.reference.name, exact)
    return label_in(member.reference.name)


def _plainest(members: Iterable[Found]) -> Found:
    return min(members, key=lambda one: (len(one.reference.name), one.reference.name))


def _backbone(draft: Draft, one: Family, context: RowContext) -> None:
    bases = one.bases()
    if not bases:
        draft.lacks("backbone", "its cards name no model that it is built on")
        return
    known = {base: context.listed.of_model(base) for base in bases}
    names = dict.fromkeys(
        entry.name if entry else shown_name(parse_name(base).stem) for base, entry in known.items()
    )
    ids = dict.fromkeys(entry.id for entry in known.values() if entry and entry.kind == "model")
    latest = read_on(f"base_model of its card on the Hub: {', '.join(bases)}", context.today)
    draft.fill("backbone", " & ".join(names), latest)
    if ids:
        draft.fill("bases", tuple(ids), "")


def _released(draft: Draft, one: Family, today: str) -> None:
    if not one.created:
        draft.lacks("released", "the Hub does not give its creation date")
        return
    first = min(one.members, key=lambda member: str(member.facts["created"]))
    latest = f"{home(first.reference)} was made on {one.created}"
    draft.fill("released", one.created[:7], read_on(latest, today))


def _restricted(one: Family, context: RowContext) -> str:
    """Why a permissive tag of its licence is not to be believed, or ""."""
    for card in cards_of(one):
        if context.is_silent(card):
            return f"the card of {card.name} did not answer"
        seen = context.found(card.kind, card.name)
        if seen and (words := seen.facts.get(RESTRICTION)):
            return f"the text of the card of {card.name} says “{words}”"
    return ""


def _licence(draft: Draft, chosen: Iterable[Found], restricted: str, today: str) -> None:
    members = list(chosen)
    if restricted and any(is_permissive(one.facts.get("licence")) for one in members):
        draft.lacks("licence", restricted)
        return
    latest = dict.fromkeys(str(one.facts["licence"]) for one in members if "licence" in one.facts)
    if len(latest) == 1 and all("licence" in one.facts for one in members):
        where = f"the card of {home(members[0].reference)}"
        draft.fill("licence", next(iter(latest)), read_on(where, today))
    elif latest:
        draft.lacks("licence", f"its sizes differ: {', '.join(latest)}, or say nothing")
    else:
        reasons = (one.unknown.get("licence", "") for one in members)
        draft.lacks("licence", next(filter(None, reasons), "the Hub does not give it"))


def _paper(draft: Draft, one: Family, context: RowContext) -> None:
    papers = papers_of(one, context.listed)
    if not papers:
        draft.lacks("paper", "its cards name none")
        return
    silent_parts = [paper.name for paper in papers if context.is_silent(paper)]
    if silent_parts:
        draft.lacks("paper", f"arXiv did not answer about {', '.join(silent_parts)}")
        return
    reported = [(paper, context.found(paper.kind, paper.name)) for paper in papers]
    own = [
        (paper, seen)
        for paper, seen in reported
        if seen and names(str(seen.facts.get("title", "")), one.name)
    ]
    if len(own) != 1:
        listed = ", ".join(paper.name for paper in papers)
        which = "more than one of them has" if own else "none is known to have"
        draft.lacks("paper", f"its cards name arXiv {listed}; {which} its name in the title")
        return
    paper, seen = own[0]
    add_paper(draft, paper, seen)


def add_paper(draft: Draft, paper: Reference, seen: Found | Moved) -> None:
    """Add title, venue and link of a paper."""
    draft.link("paper", home(paper))
    draft.fill("title", str(seen.facts.get("title", "")), home(paper))
    year = str(seen.facts.get("published", ""))[:4]
    if year:
        draft.fill("venue", f"arXiv {year}", home(paper))


def names(title: str, model: str) -> bool:
    """Whether a title contains a model's name, including the last number of its version."""
    words = [word for word in re.findall(r"\d+(?:\.\d+)*|[^\W\d_]+", title.lower()) if word != "v"]
    wanted = "".join(family_name(model))
    spans = ("".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, i + 7))
    starts = {span for span in spans if span == wanted}
    return bool(starts) and not re.search(
        rf"{re.escape(wanted)}[\d.]*\d", "".join(words).replace(wanted, wanted, 1)
    )


def _code(draft: Draft, one: Family, context: RowContext) -> None:
    silent_parts = [card.name for card in cards_of(one) if context.is_silent(card)]
    if silent_parts:
        draft.lacks("code", f"the card of {silent_parts[0]} did not answer")
        return
    linked = repositories_of(context.answers, one)
    if not linked:
        draft.lacks("code", "its cards link to no repository, as far as they were read")
        return
    own = [repo for repo in linked if _is_own(repo, one)]
    exact = [repo for repo in own if one.is_kin(repo)] or own
    if len(exact) != 1:
        shown = ", ".join(repo.name for repo in linked[:5])
        draft.lacks("code", f"its cards link to {shown}; which is its own is not sure")
        return
    seen = context.found(Kind.REPO, exact[0].name)
    if seen is None:
        draft.lacks("code", f"{exact[0].name} did not answer")
        return
    draft.link("code", home(seen.to if isinstance(seen, Moved) else exact[0]))


def _is_own(repo: Reference, one: Family) -> bool:
    """Whether a repository is named after the family or belongs to the model's account."""
    same_account = owner_of(repo.name).replace("-", "") == one.owner.replace("-", "")
    return one.is_kin(repo) or (
        same_account and one.key.startswith("".join(family_name(repo.name)))
    )
