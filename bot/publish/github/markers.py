"""The hidden data in the bot's pull requests, written and read back. Pure."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.model.change import from_marker
from bot.model.decision import Way

LIMIT = 65_536
"""Characters of a body; GitHub answers "body is too long (maximum is 65536 characters)"."""

BELOW = "<!-- listkeeper:below What you write below stays; the text above is regenerated. -->"
_LINE_BELOW = re.compile(r"<!-- listkeeper:below (?:(?!-->).)*-->")
"""That line as any version wrote it."""
WITHDRAWN = "<!-- listkeeper:withdrawn -->"
_BLOCK = re.compile(r"<!-- listkeeper:v1 (\{.*?\}) -->")
_MARKER = re.compile(r"<!-- listkeeper:(change|offer) (\S+) ([0-9a-f]{12})(?: (archive|note))? -->")
_BOX = re.compile(rf"^\s*[-*] \[([ xX])\]((?: {_MARKER.pattern})+)", re.MULTILINE)
"""A box stands for one change, or for several that are equal; an offer is a change only if ticked.
"""
_RUN = re.compile(r"/actions/runs/\d+")
"""A text stays as the run wrote it that last had something to say."""
_CUT = "\n\n*This text was longer than GitHub allows; the rest is in the files.*"


@dataclass(frozen=True)
class BodyMarker:
    """What a body holds about itself.

    written    whether it carries the bot's block at all
    title      the title the bot last wrote; another one was written by a person
    base       the commit it was made from
    changes    change id → digest of every change it offers
    declined   change id → digest of every change of which no box is ticked any more
    picked     change id → digest and way that a person picked of several
    ticked     change id → digest of every change that has a ticked box
    accepted   the same of the offers, which the bot leaves unticked
    withdrawn  whether the bot itself closed it
    below      what people wrote below the line that is theirs
    """

    written: bool = False
    title: str = ""
    base: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)
    declined: Mapping[str, str] = field(default_factory=dict)
    withdrawn: bool = False
    below: str = ""
    picked: Mapping[str, tuple[str, Way]] = field(default_factory=dict)
    ticked: Mapping[str, str] = field(default_factory=dict)
    accepted: Mapping[str, str] = field(default_factory=dict)


def write_marker(
    changes: Mapping[str, str],
    *,
    title: str = "",
    base: str = "",
    ways: Mapping[str, Way] | None = None,
    picked: Iterable[str] = (),
) -> str:
    """The hidden block, one line. An HTML comment must not hold `--`, so that is escaped.

    `ways` are those that the bot ticked of several; `picked` the changes for which a person did.
    """
    results: dict[str, object] = {"base": base, "changes": dict(changes), "title": title}
    if ways:
        results |= {"ways": dict(ways), "picked": sorted(picked)}
    text = json.dumps(results, sort_keys=True, separators=(",", ":")).replace("--", "-\\u002d")
    return f"<!-- listkeeper:v1 {text} -->"


def read_marker(body: str) -> BodyMarker:
    """Read a body back, whatever people did to it. Never raises."""
    above, _, below = _parted(body)
    results = _block(above)
    every = list(_boxes(above))
    boxes = [one for one in every if not one.is_offer]
    ticked = {one.name: one.digest for one in boxes if one.is_ticked}
    return BodyMarker(
        written=bool(results),
        title=_text(results.get("title")),
        base=_text(results.get("base")),
        changes={**_texts(results.get("changes")), **{one.name: one.digest for one in boxes}},
        declined={one.name: one.digest for one in boxes if one.name not in ticked},
        withdrawn=WITHDRAWN in above,
        below=below.removeprefix("\n"),
        picked=_picked(boxes, _texts(results.get("ways")), results.get("picked")),
        ticked=ticked,
        accepted={one.name: one.digest for one in every if one.is_offer and one.is_ticked},
    )


@dataclass(frozen=True)
class _Box:
    """A change in a box as it stands; `way` is empty where it knows but one."""

    is_ticked: bool
    name: str
    digest: str
    way: str
    is_offer: bool = False


def _boxes(text: str) -> Iterator[_Box]:
    for box in _BOX.finditer(text):
        yield from _changes_in(box)


def _changes_in(box: re.Match[str]) -> Iterator[_Box]:
    for word, name, digest, way in _MARKER.findall(box[2]):
        yield _Box(box[1] != " ", from_marker(name), digest, way, word == "offer")


def _picked(
    boxes: Sequence[_Box], ways: Mapping[str, str], before: object
) -> dict[str, tuple[str, Way]]:
    """What people picked: of two ticked boxes the one that the bot had left unticked.

    Where it is not known which that was, it is the archived copy, which loses nothing.
    """
    known = {one for one in before if isinstance(one, str)} if isinstance(before, list) else set()
    found: dict[str, tuple[str, Way]] = {}
    ticked_ways: dict[str, set[str]] = defaultdict(set)
    for one in boxes:
        ticked_ways[one.name] |= {one.way} if one.is_ticked and one.way else set()
    for one in boxes:
        ticked = ticked_ways[one.name]
        new = ticked - {ways.get(one.name, "")} or ticked
        if new and (one.name in known or ways.get(one.name) not in new):
            way = Way.ARCHIVE if Way.ARCHIVE in new else Way.NOTE
            found[one.name] = one.digest, way
    return found


def _unix(text: str) -> str:
    """GitHub's web editor ends lines with CR LF."""
    return text.replace("\r\n", "\n")


def _block(above: str) -> dict[str, object]:
    found = _BLOCK.findall(above)
    try:
        results = json.loads(found[-1]) if found else {}
    except ValueError:
        return {}
    return results if isinstance(results, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {name: text for name, text in value.items() if isinstance(text, str)}


def compose_body(text: str, block: str, below: str = "") -> str:
    """The whole body: the bot's text, its block, the line, and what people wrote below it.

    The bot's own text is cut when the whole would be too long for GitHub.
    """
    tail = f"\n\n{block}\n{BELOW}\n{below}"
    return shorten_body(text.rstrip(), LIMIT - len(tail)) + tail


def shorten_body(text: str, room: int) -> str:
    """The text within `room` characters, cut at a line with a note."""
    if len(text) <= room:
        return text
    kept = text[: max(0, room - len(_CUT) - len("\n</details>"))].rpartition("\n")[0]
    closed = "\n</details>" if kept.count("<details>") > kept.count("</details>") else ""
    return (kept + closed + _CUT)[: max(0, room)]


def keep_answers(text: str, marker: BodyMarker) -> str:
    """The text with these boxes left as people left them, should it offer the same again.

    Somebody may tick or untick a box while a run is under way
    (https://github.com/renovatebot/renovate/issues/4355).
    """
    offered = {(one.name, one.digest, one.way) for one in _boxes(text)}

    def left(box: re.Match[str]) -> str:
        for one in _changes_in(box):
            if one.is_offer:
                return _ticked(box[0], is_ticked=marker.accepted.get(one.name) == one.digest)
            if marker.declined.get(one.name) == one.digest:
                return _ticked(box[0], is_ticked=False)
            picked = marker.picked.get(one.name)
            if one.way and picked and (one.name, *picked) in offered and picked[0] == one.digest:
                return _ticked(box[0], is_ticked=one.way == picked[1])
        return box[0]

    return _BOX.sub(left, text)


def _ticked(box: str, *, is_ticked: bool) -> str:
    return re.sub(r"\[[ xX]\]", "[x]" if is_ticked else "[ ]", box, count=1)


def _parted(body: str) -> tuple[str, str, str]:
    """What is above the line between the bot's text and people's, the line, and what is below."""
    text = _unix(body)
    line = _LINE_BELOW.search(text)
    return text.partition(line[0]) if line else (text, "", "")


def withdrawn(body: str) -> str:
    """The body of a pull request that the bot itself closed."""
    above, line, below = _parted(body)
    return f"{above.rstrip()}\n{WITHDRAWN}\n{line}{below}"[:LIMIT]


def same_text(one: str, other: str) -> bool:
    """Whether two bodies say the same.

    What GitHub changes, the run that is named, and the words of the line above people's text, which
    another version put differently, are no difference.
    """
    return _compared(one) == _compared(other)


def _compared(body: str) -> str:
    return _LINE_BELOW.sub(BELOW, _RUN.sub("/actions/runs/", _unix(body).strip()), count=1)
