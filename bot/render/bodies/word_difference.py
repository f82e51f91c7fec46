"""What differs between two values, word by word: ~~old~~ **new**. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from bot.model.change import Change
from bot.model.decision import Topic, Way
from bot.render.markdown import Md, escape, link
from bot.render.templates import address

_AROUND = 3
"""Words shown on each side of a difference."""
_SHARE = 0.3
"""Two values that share less of their words than this are shown whole, one after the other."""
_PARTS = re.compile(r"https?://|[^/]+/*")

_PLAIN: dict[Way | None, str] = {Way.REMOVE: "row removed"}

Run = tuple[bool, Sequence[str], Sequence[str]]
"""Whether both sides are the same, and the words of each side."""


def changed_words(before: str, after: str, url: str = "") -> Md:
    """The words that differ, with a few of those around them; `url` is where the new ones are seen.

    A value that is new as a whole is not marked.
    """
    if not before or not after:
        return _linked(escape(after) if after else _struck(before), url)
    runs = _runs(before.split(), after.split())
    last = len(runs) - 1
    return Md(" ".join(_words(run, n == 0, n == last, url) for n, run in enumerate(runs)))


def changed_address(before: str, after: str) -> Md:
    """The parts of an address that differ, as a link to the new one."""
    if not after.startswith("https://") or not before.startswith("https://"):
        old, new = before, after
    else:
        old, new = before.removeprefix("https://"), after.removeprefix("https://")
    runs = _runs(_PARTS.findall(old), _PARTS.findall(new))
    if len(runs) == 1 and not runs[0][0]:
        return Md(f"{_struck(_ended(old))} {link(_ended(new), after)}")
    return _linked(Md("".join(_parts(runs))), after)


def _runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    bare_old, bare_new = ([word.rstrip(",;.:/") for word in side] for side in (old, new))
    matcher = SequenceMatcher(a=bare_old, b=bare_new, autojunk=False)
    if matcher.ratio() < _SHARE:
        return [(False, old, new)]
    return [
        (kind == "equal", old[first:last], new[start:end])
        for kind, first, last, start, end in matcher.get_opcodes()
    ]


def _words(run: Run, is_first: bool, is_last: bool, url: str) -> str:
    is_same, old, new = run
    if is_same:
        return _unchanged(new, 0 if is_first else _AROUND, 0 if is_last else _AROUND)
    was, will = (" ".join(side) for side in (old, new))
    shown = [_struck(was)] if was else []
    return " ".join([*shown, *([_linked(_bold(will), url)] if will else [])])


def _unchanged(words: Sequence[str], head: int, tail: int) -> Md:
    """Words that stay: `head` of them behind a difference, `tail` of them before the next one."""
    if len(words) <= head + tail or not head + tail:
        return escape(" ".join(words))
    return escape(" ".join([*words[:head], "…", *words[len(words) - tail :]]))


def _parts(runs: Sequence[Run]) -> Iterator[str]:
    for place, (is_same, old, new) in enumerate(runs):
        was, will = "".join(old), "".join(new)
        if is_same:
            yield escape(_ended(will))
        else:
            shown = [_struck(_ended(was))] if was else []
            yield " ".join([*shown, *([_bold(_ended(will))] if will else [])])
        if place < len(runs) - 1:
            yield "://" if (will or was).endswith("://") else "/"


def _ended(address: str) -> str:
    return address.removesuffix("://").rstrip("/")


def _struck(text: str) -> Md:
    return Md(f"~~{escape(text)}~~")


def _bold(text: str) -> Md:
    return Md(f"**{escape(text)}**")


def _linked(text: Md, url: str) -> Md:
    return link(text, url) if url.startswith("http") else text


def change_difference(change: Change) -> Md:
    """What a change does to its field, in one line; its evidence is the link on the new value."""
    before, after = change.reads_before, change.reads_after
    if change.revives:
        return Md(f"{_struck(before)} {address(after)}")
    if change.topic is Topic.DEAD:
        copy = link("archived copy", after) if after.startswith("http") else ""
        return Md(f"{address(before)} → {copy or _PLAIN.get(change.way, 'marked dead')}")
    if not (before.startswith("http") or after.startswith("http")):
        return changed_words(before, after, change.evidence)
    return changed_address(before, after) if before and after else address(after or before)
