"""What an arXiv entry says, in the agreed fact names. Pure.

https://info.arxiv.org/help/api/user-manual.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import arxiv  # type: ignore[import-untyped]

from bot.model.observation import Value

_ANSWERED = re.compile(r"arxiv\.org/abs/(.+?)v(\d+)\Z")
# arXiv has no flag for it: the authors write it into the comment or over the abstract
# (https://info.arxiv.org/help/withdraw.html).
_WITHDRAWN = re.compile(
    r"\s*(?:(?:this|the) (?:paper|article|manuscript|submission|work|preprint) "
    r"(?:has been|was|is(?: being)?) |(?:paper |article )?)withdrawn\b(?! from)",
    re.IGNORECASE,
)


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
    """True only for a plain statement, None where the words alone do not decide."""
    comment = result.comment or ""
    if _WITHDRAWN.match(comment) or _WITHDRAWN.match(result.summary):
        return True
    return None if "withdraw" in comment.lower() else False


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
