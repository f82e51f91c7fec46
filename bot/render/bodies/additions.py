"""Reports about new entries: the pull request, the answer in the issue, the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.markup import escape

from bot.model.dashboard import Sender
from bot.model.entry import Registry
from bot.model.values.addition import AddedEntry, Additions, RefusedLink, Requester
from bot.render.difference import coloured, difference
from bot.render.fragment import (
    draw_entries,
    placed_text,
    row_evidence,
    row_lacks,
    row_values,
    written_values,
)
from bot.render.markdown import Md, prose, tidy
from bot.render.mentions import defuse_mentions
from bot.render.templates import draw, environment

_NOBODY = Sender()


def added_title(additions: Additions) -> str:
    """`Add LoRA`, `Add LoRA and 2 more`."""
    first, *others = [one.name for one in additions.added]
    return f"Add {first}" + (f" and {len(others)} more" if others else "")


def added_body(
    documents: Mapping[str, str],
    registry: Registry | None,
    additions: Additions,
    asker: Requester,
    sender: Sender = _NOBODY,
) -> str:
    """The pull request's body; it closes the issue and pings nobody. Raises InputError.

    `registry` is the list with the new entries; None for a hand-written one, whose rows are shown
    as they stand.
    """
    ids = {one.id for one in additions.added}
    rows = draw_entries(documents, registry, ids) if registry else ""
    text = draw(
        environment(documents),
        "added.md.j2",
        additions=additions,
        asker=asker,
        sender=sender,
        rows=rows,
        values=row_values,
        shown=written_values,
        evidence=row_evidence,
        lacks=row_lacks,
    )
    closing = f"\n\nCloses #{asker.issue}\n" if asker.issue else "\n"
    return tidy(defuse_mentions(text)).strip() + closing


def refused_comment(refused: Sequence[RefusedLink]) -> Md:
    """The answer in the issue when nothing could be added; it mentions nobody."""
    lines = [f"- {prose(one.url)}: {prose(one.why)}" for one in refused]
    head = "The bot looked at this and opened no pull request:"
    tail = "If that is wrong, edit the issue and add the label again, or change the list by hand."
    return defuse_mentions("\n".join([head, "", *lines, "", tail]))


def added_text(
    documents: Mapping[str, str], additions: Additions, reported: str, *, whole: bool
) -> str:
    """What a person at a terminal reads; `whole` shows every line that differs."""
    lines = []
    for one in additions.added:
        lines += _placed(one) if one.row.text else _written(one)
        lines += [f"  [yellow]look:[/] {escape(warning)}" for warning in one.warnings]
    for refused in additions.refused:
        lines.append(f"[red]not added:[/] {escape(f'{refused.url}: {refused.why}')}")
    if whole:
        lines += [
            coloured(difference(documents.get(path, ""), text, path))
            for path, text in additions.files.items()
        ]
    if reported:
        lines.append(f"[bold]{escape(reported)}[/]")
    return "\n".join(lines)


def _written(one: AddedEntry) -> list[str]:
    unknown = {name: why for name, why in one.unknown.items() if why}
    return [
        f"[bold]{escape(one.name)}[/] in {escape(one.path)}, id {escape(one.id)}",
        *(f"  [dim]left out:[/] {escape(f'{name}: {why}')}" for name, why in unknown.items()),
    ]


def _placed(one: AddedEntry) -> list[str]:
    place, *others = placed_text(one.row, one.unknown)
    return [f"[bold]{escape(one.name)}[/] at {place}", *(f"  {line}" for line in others)]
