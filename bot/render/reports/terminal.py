"""What a person reads in the terminal after a run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape

from rich.markup import escape

from bot.model.change import Proposal
from bot.model.observation import Tally
from bot.model.values.plain import plural
from bot.model.values.understood import Generated
from bot.render.bodies.news import News
from bot.render.bodies.pull_request import waiting_by_topic
from bot.render.difference import coloured, difference
from bot.render.templates import days_and_span

_GONE_SHOWN = 20
_SERVICES = {
    "github": "GitHub",
    "hub": "The Hub",
    "arxiv": "arXiv",
    "wayback": "The Wayback Machine",
    "web": "The web",
}
"""Sources as people call them; the others have the names they have in reports."""
_MARK = re.compile(r"<!-- listkeeper:.*? -->\s?")
_BOX = re.compile(r"^(\s*- )\[([ xX])\] ", re.MULTILINE)
_FOLD = re.compile(r"<details(?: open)?><summary>(.*?)</summary>|</details>")


def sources_table(tallies: Sequence[Tally], news: News) -> str:
    """One line a source: what was queried and what it answered."""
    lines = []
    wide = max((len(tally.source) for tally in tallies), default=0)
    for tally in tallies:
        state = (
            f" [red]outage: {escape(news.outages[tally.source])}[/]"
            if (tally.source in news.outages)
            else ""
        )
        lines.append(
            f"  {tally.source:<{wide}} {tally.asked:>5} queried {tally.found:>4} found "
            f"{tally.moved:>3} moved {tally.gone:>3} gone {tally.unsure:>3} unsure "
            f"{tally.requests:>4} requests {tally.seconds:>6.1f} s{state}"
        )
        lines += [f"[dim]{'':{wide + 4}}{escape(note)}[/]" for note in tally.notes]
    return "\n".join(lines)


def silent_lines(news: News) -> list[str]:
    """Each source of which nothing is used, and why."""
    return [
        escape(f"{_SERVICES.get(source, source)} could not be queried: {why}")
        for source, why in sorted(news.outages.items())
    ]


def gone_lines(news: News) -> list[str]:
    """The links that are gone and not proposed yet, and when they are; none for no such link."""
    if not news.missed:
        return []
    rule = f"; proposed after {days_and_span(news.dead_after)}" if news.dead_after[0] else ""
    lines = []
    for one in news.missed[:_GONE_SHOWN]:
        since = "gone today" if one.since == news.today else f"gone since {one.since}"
        lines.append(f"  {escape(f'{one.where} {one.entry_name}: {one.url} {since}{rule}')}")
    left = len(news.missed) - len(lines)
    more = [f"  … and {left} more: --format json"] if left else []
    return [f"{plural(len(news.missed), 'link')} gone, and not proposed yet:", *lines, *more]


def generated_words(generated: Generated) -> str:
    """That another tool writes the README, what says so, and what to edit in its place."""
    edit = f"edit {', '.join(generated.data)} instead"
    data = edit if generated.data else "which file it is made from is not certain"
    return (
        f"{generated.where}: another tool writes the README, so that edits of it may be lost "
        f"({generated.words}); {data}"
    )


def waiting_line(news: News) -> str:
    """How many changes come later, since one proposal holds so many; empty for none."""
    count = sum(waiting_by_topic(news.changes).values())
    if not count:
        return ""
    waits = plural(count, "more change waits", "more changes wait")
    return f"{waits} for the next run, so that each proposal can be reviewed."


def differences(proposal: Proposal, documents: Mapping[str, str]) -> str:
    """What a proposal changes in each file, in the terminal's colours."""
    return "\n".join(
        coloured(difference(documents.get(path, ""), text, path))
        for path, text in proposal.files.items()
    )


def readable(body: str) -> str:
    """A body as Markdown that a terminal can show: markers left out, boxes drawn, folds open."""
    text = _FOLD.sub(lambda fold: f"**{unescape(fold[1])}**" if fold[1] else "", body)
    text = _BOX.sub(lambda box: f"{box[1]}{'☐' if box[2] == ' ' else '☑'} ", _MARK.sub("", text))
    return "\n".join(_broken(line) for line in text.split("\n"))


def _broken(line: str) -> str:
    """A cell has one line in a terminal; an item of a list goes on below."""
    return line.replace("<br>", " · " if line.startswith("|") else "\\\n  ")
