"""Where the values of an entry come from, for a person in a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from bot.model.provenance import ExplainedField, Explanation, Merged, Statement


def explain_text(explained: Explanation) -> str:
    """Plain text: one paragraph a field, and one of what was merged."""
    lines = [f"{explained.name} ({explained.entry}) · {explained.where}"]
    for one in explained.fields:
        lines += ["", *_paragraph(one)]
    if explained.merged:
        lines += ["", "merged:", *map(_merge, explained.merged)]
    if explained.notes:
        lines += ["", *explained.notes]
    return "\n".join(lines)


def _paragraph(one: ExplainedField) -> Iterator[str]:
    yield f"{one.field}: {one.value or '(blank)'}"
    last = one.written
    commit = f" ({last.day}, {last.commit}: {last.subject})" if last else ""
    held = {"filled": "filled in from", "row": "evidence"}.get(one.origin, "fetched from")
    stands = "written at" if one.origin == "row" else "people wrote it"
    lines = [
        (stands, one.where and f"{one.where}{commit}"),
        ("why", one.reason),
        *((held, _statement(statement)) for statement in one.held),
        ("no evidence kept", one.lacking),
        *(("last said", _statement(statement)) for statement in one.other),
        *(("question", doubt) for doubt in one.doubts),
        ("the bot offers", one.offered),
        ("pinned", one.pin),
        ("declined", one.declined),
    ]
    yield from (f"  {label}: {text}" for label, text in lines if text)


def _merge(one: Merged) -> str:
    by = f" by {one.by}" if one.by else ""
    why = f" ({one.why})" if one.why else ""
    values = f"{one.before or '(blank)'} → {one.after or '(blank)'}"
    seen = f" {one.evidence}" if one.evidence else ""
    return f"  {one.day} {one.field}: {values}{why}{seen} [{one.commit}{by}]"


def _statement(statement: Statement) -> str:
    by = ", ".join(filter(None, (statement.source, statement.day)))
    text = f"{statement.said} ({by})" if by else statement.said
    return f"{text} {statement.evidence}".rstrip()
