"""The report of `check`: text for people, JSON and SARIF for machines, Markdown for a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal
from urllib.parse import quote

from pydantic_core import to_json

from bot.model.errors import Where
from bot.model.values.plain import plural
from bot.model.verdict import Verdict
from bot.render.markdown import Md, escape, link, prose
from bot.render.mentions import defuse_mentions

_GROUPS = (
    ("gone", "Gone: fix or remove these"),
    ("moved", "Moved permanently: use the new address"),
    ("unsure", "Could not verify: nothing to do unless it stays so"),
)
_ASKED = "Moved to another site: is that still the same thing?"
_LISTED = "Moved to a listed address: are both the same now?"
_SAFER = "Alive, over https too: use the safer address"
_LEVELS = {"gone": "error", "moved": "warning", "unsure": "note"}


@dataclass(frozen=True)
class _Part:
    """A part of the report, no model of pydantic: loading that would take a tenth of a start."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class PlaceReport(_Part):
    """Where a link stands; `line` counts from 1, `entry` is empty outside a registry."""

    file: str
    line: int
    entry: str


@dataclass(frozen=True, slots=True)
class LinkReport(_Part):
    """One link; `reason` is empty or one of the codes of docs/verdicts.md."""

    url: str
    reference: str
    verdict: Literal["alive", "moved", "gone", "unsure"]
    reason: str
    detail: str
    status: int
    moved_to: str
    archived_copy: str
    evidence: str
    where: list[PlaceReport]


@dataclass(frozen=True)
class CheckSummary(_Part):
    """How many links have which verdict."""

    links: int
    alive: int
    moved: int
    gone: int
    unsure: int


@dataclass(frozen=True, kw_only=True)
class CheckReport(_Part):
    """`listkeeper check --format json`."""

    version: Literal[1] = 1
    links: list[LinkReport]
    summary: CheckSummary


def check_report(verdicts: Sequence[Verdict]) -> CheckReport:
    """The machine-readable report."""
    counts = Counter(verdict.word for verdict in verdicts)
    return CheckReport(
        links=[_link(verdict) for verdict in verdicts],
        summary=CheckSummary(
            links=len(verdicts),
            alive=counts["alive"],
            moved=counts["moved"],
            gone=counts["gone"],
            unsure=counts["unsure"],
        ),
    )


def check_json(verdicts: Sequence[Verdict]) -> str:
    """The machine-readable report, as it is written."""
    return to_json(check_report(verdicts), indent=2).decode()


def _link(verdict: Verdict) -> LinkReport:
    return LinkReport(
        url=verdict.link.url,
        reference=str(verdict.link.reference),
        verdict=verdict.word,
        reason=verdict.reason,
        detail=verdict.detail,
        status=verdict.status,
        moved_to=verdict.moved_to,
        archived_copy=verdict.archived_copy,
        evidence=verdict.evidence,
        where=[
            PlaceReport(file=one.where.path, line=one.where.line, entry=one.entry)
            for one in verdict.where
        ],
    )


def check_text(verdicts: Sequence[Verdict]) -> str:
    """Grouped by what a person must do, each with `file:line`."""
    lines: list[str] = []
    for heading, group in _grouped(verdicts):
        if group:
            lines += [heading, *(line for verdict in group for line in _text(verdict)), ""]
    return "\n".join([*lines, counted(verdicts)])


def _grouped(verdicts: Sequence[Verdict]) -> Iterator[tuple[str, list[Verdict]]]:
    """What is to be read, under its heading; of the living, only what has more to report."""
    for word, heading in _GROUPS:
        group = [verdict for verdict in verdicts if verdict.word == word]
        yield heading, [verdict for verdict in group if not verdict.question]
        if word == "moved":
            asked = [verdict for verdict in group if verdict.question]
            yield _ASKED, [verdict for verdict in asked if not verdict.listed]
            yield _LISTED, [verdict for verdict in asked if verdict.listed]
    yield _SAFER, [one for one in verdicts if one.safer]


def _text(verdict: Verdict) -> list[str]:
    reported = f" → {verdict.moved_to}" if verdict.moved_to else ""
    more = verdict.detail.removeprefix(verdict.question).removeprefix("; ")
    why = f" ({more})" if more else ""
    places = ", ".join(str(one.where) for one in verdict.where)
    lines = [f"  {verdict.link.url}{reported}{why}", f"    {places}"]
    return [*lines, f"    archived: {verdict.archived_copy}"] if verdict.archived_copy else lines


def counted(verdicts: Sequence[Verdict]) -> str:
    """One sentence with all numbers."""
    counts = Counter(verdict.word for verdict in verdicts)
    words = ", ".join(f"{counts[word]} {word}" for word in ("alive", "moved", "gone", "unsure"))
    return f"{plural(len(verdicts), 'link')}: {words}."


def check_markdown(verdicts: Sequence[Verdict]) -> str:
    """For a job summary or a comment; it pings nobody."""
    lines = ["## Links", "", counted(verdicts), ""]
    for heading, group in _grouped(verdicts):
        if group:
            lines += [
                f"### {heading}",
                "",
                "| Link | What was seen | Where |",
                "| --- | --- | --- |",
            ]
            lines += [_row(verdict) for verdict in group]
            lines.append("")
    return defuse_mentions("\n".join(lines))


def _row(verdict: Verdict) -> str:
    to = verdict.moved_to
    seen = link(to, to) if to else prose(verdict.detail)
    if verdict.archived_copy:
        copy = link("an archived copy", verdict.archived_copy)
        seen = Md(f"{seen}; {copy}")
    places = Md("<br>").join(escape(str(one.where)) for one in verdict.where)
    return f"| {link(verdict.link.url, verdict.link.url)} | {seen} | {places} |"


def check_sarif(verdicts: Sequence[Verdict], version: str) -> dict[str, Any]:
    """For GitHub code scanning (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
    rules = [
        {
            "id": f"link-{word}",
            "shortDescription": {"text": heading},
            "defaultConfiguration": {"level": _LEVELS[word]},
        }
        for word, heading in _GROUPS
    ]
    results = [
        _result(verdict, place.where)
        for verdict in verdicts
        if verdict.word in _LEVELS
        for place in verdict.where
    ]
    driver = {"name": "listkeeper", "version": version, "rules": rules}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
        ],
    }


def _result(verdict: Verdict, where: Where) -> dict[str, Any]:
    reported = verdict.question or verdict.moved_to or verdict.detail or verdict.word
    region = {"startLine": max(where.line, 1)}
    if where.column:
        region["startColumn"] = where.column
    copy = f" (an archived copy: {verdict.archived_copy})" if verdict.archived_copy else ""
    return {
        "ruleId": f"link-{verdict.word}",
        "level": _LEVELS[verdict.word],
        "message": {"text": f"{verdict.link.url} is {verdict.word}: {reported}{copy}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(where.path)},
                    "region": region,
                }
            }
        ],
        "partialFingerprints": {"link": verdict.link.url},
    }
