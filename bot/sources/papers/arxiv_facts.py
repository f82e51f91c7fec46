"""The data of an arXiv entry under the shared fact names. Pure.

https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import arxiv  # type: ignore[import-untyped]

from bot.model.observation import Value

_ANSWERED = re.compile(r"arxiv\.org/abs/(.+?)v(\d+)\Z")
# arXiv has no flag for it: the authors write it into the comment or over the abstract
# (https://info.arxiv.org/help/withdraw.html), or arXiv's administrators do.
_SUBJECT = (
    r"(?:(?:this|the|our) )?(?:(?:present|current) )?"
    r"(?:paper|article|manuscript|submission|work|preprint|version|entry|report|document)"
)
_VERB = r"(?:has been|have been|was|is(?: (?:being|hereby|now))?|had to be)"
_ADVERB = r"(?:(?:now|hereby|temporarily|permanently|voluntarily) )?"
_BY_ARXIV = r"removed by (?:the )?arxiv(?: \w+)?"
_DONE = rf"{_ADVERB}(?:withdrawn|retracted|{_BY_ARXIV})"
_END = r"(?=\s*(?:\Z|[.,;:!()\-–—]|(?:by|due|because|since|as|owing|for|in order|pending|until)\b))"
_STATED = re.compile(
    rf"\s*(?:arxiv admin(?:istrator)? note:\s*)?"
    rf"(?:(?:{_SUBJECT} (?:{_VERB} )?)?{_DONE}{_END}"
    rf"|(?:the )?authors? (?:has |have )?(?:withdrawn|withdrew|withdraws?|retracted|retracts?) "
    rf"(?:this|the|their) (?:paper|article|manuscript|submission|preprint)\b)",
    re.IGNORECASE,
)
_LIVES_ON = re.compile(
    r"withdrawn (?:\S+ ){0,5}?submission\b|submission (?:\S+ ){0,5}?withdrawn\b"
    r"|withdrawn and (?:re-?submitted|replaced|revised|re-?uploaded)",
    re.IGNORECASE,
)
_SIGN_OF_LIFE = re.compile(
    r"re-?submi|re-?upload|reinstat|new(?:er)? version|revised version|replaced (?:by|with)",
    re.IGNORECASE,
)
_SPEAKS_OF_IT = re.compile(r"withdr[ae]w|retract|removed by", re.IGNORECASE)


def key_of(result: arxiv.Result) -> str:
    """The id of an entry without its version, "" when it has none."""
    match = _ANSWERED.search(result.entry_id)
    return match[1] if match else ""


def facts_of(result: arxiv.Result) -> tuple[Mapping[str, Value], Mapping[str, str]]:
    """Known facts, and the reason for each field that is not known."""
    match = _ANSWERED.search(result.entry_id)
    withdrawn = _withdrawn(result)
    facts: dict[str, Value | None] = {
        "id": match[1] if match else None,
        "title": _line(result.title),
        "authors": tuple(_line(author.name) for author in result.authors),
        "published": result.published.date().isoformat(),
        "updated": result.updated.date().isoformat(),
        "version": int(match[2]) if match else 1,
        "comment": _line(result.comment) or None,
        "journal": _line(result.journal_ref) or None,
        "doi": _line(result.doi) or None,
        "category": result.primary_category or None,
        "withdrawn": withdrawn,
    }
    unknown = {} if withdrawn is not None else {"withdrawn": "its comment speaks of withdrawal"}
    return {name: value for name, value in facts.items() if value is not None}, unknown


def _withdrawn(result: arxiv.Result) -> bool | None:
    """True only for a plain statement, None where the words alone are ambiguous.

    A submission withdrawn from a conference is a valid paper, and so is one that was uploaded
    again.
    """
    comment = _line(result.comment)
    if _STATED.match(_line(result.summary)):
        return True
    if not _SPEAKS_OF_IT.search(comment):
        return False
    if _LIVES_ON.search(comment) and not _is_of_arxiv(comment):
        return False
    if any(_STATED.match(part) for part in _parts(comment)):
        return None if _SIGN_OF_LIFE.search(comment) else True
    return None


def _is_of_arxiv(comment: str) -> bool:
    """Whether arXiv's administrators wrote it; "submission" is their word for a paper."""
    return bool(re.search(r"\barxiv admin", comment, re.IGNORECASE))


def _parts(comment: str) -> list[str]:
    """The whole text, and each part after a full stop, a semicolon, or arXiv's own heading."""
    heading = re.compile(r"(?:[.;]\s+)|(?=arxiv admin(?:istrator)? note:)", re.IGNORECASE)
    return [part for part in heading.split(comment) if part]


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
