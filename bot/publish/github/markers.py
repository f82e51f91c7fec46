"""What the bot writes invisibly into its pull requests, and reads again from them. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.change import from_marker

LIMIT = 65_536
"""Characters of a body; GitHub answers "body is too long (maximum is 65536 characters)"."""

BELOW = "<!-- listkeeper:below What you write below stays; the text above is drawn anew. -->"
WITHDRAWN = "<!-- listkeeper:withdrawn -->"
_BLOCK = re.compile(r"<!-- listkeeper:v1 (\{.*?\}) -->")
_BOX = re.compile(
    r"^\s*[-*] \[([ xX])\] <!-- listkeeper:change (\S+) ([0-9a-f]{12}) -->", re.MULTILINE
)
_CUT = "\n\n*This text was longer than GitHub allows; the rest is in the files.*"


@dataclass(frozen=True)
class BodyMarker:
    """What a body holds about itself.

    written    whether it carries the bot's block at all
    title      the title the bot last wrote; another one was written by a person
    base       the commit it was made from
    changes    change id → digest of every change it offers
    declined   change id → digest of every box that is not ticked any more
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


def write_marker(changes: Mapping[str, str], *, title: str = "", base: str = "") -> str:
    """The hidden block, one line. An HTML comment must not hold `--`, so that is escaped."""
    results = {"base": base, "changes": dict(changes), "title": title}
    text = json.dumps(results, sort_keys=True, separators=(",", ":")).replace("--", "-\\u002d")
    return f"<!-- listkeeper:v1 {text} -->"


def read_marker(body: str) -> BodyMarker:
    """Read a body back, whatever people did to it. Never raises."""
    above, _, below = _unix(body).partition(BELOW)
    results = _block(above)
    boxes = [(tick, from_marker(name), digest) for tick, name, digest in _BOX.findall(above)]
    offered = {name: digest for _, name, digest in boxes}
    return BodyMarker(
        written=bool(results),
        title=_text(results.get("title")),
        base=_text(results.get("base")),
        changes={**_texts(results.get("changes")), **offered},
        declined={name: digest for tick, name, digest in boxes if tick == " "},
        withdrawn=WITHDRAWN in above,
        below=below.removeprefix("\n"),
    )


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
    """The text within `room` characters, cut at a line and saying so."""
    if len(text) <= room:
        return text
    kept = text[: max(0, room - len(_CUT) - len("\n</details>"))].rpartition("\n")[0]
    closed = "\n</details>" if kept.count("<details>") > kept.count("</details>") else ""
    return (kept + closed + _CUT)[: max(0, room)]


def keep_unticked(text: str, declined: Mapping[str, str]) -> str:
    """The text with these boxes left as people left them, should it offer the same again.

    Somebody may untick a box while a run is under way
    (https://github.com/renovatebot/renovate/issues/4355).
    """

    def left(box: re.Match[str]) -> str:
        rejected = declined.get(from_marker(box[2])) == box[3]
        return re.sub(r"\[[xX]\]", "[ ]", box[0], count=1) if rejected else box[0]

    return _BOX.sub(left, text)


def withdrawn(body: str) -> str:
    """The body of a pull request that the bot itself closes."""
    above, line, below = _unix(body).partition(BELOW)
    return f"{above.rstrip()}\n{WITHDRAWN}\n{line}{below}"[:LIMIT]


def same_text(one: str, other: str) -> bool:
    """Whether two bodies say the same; GitHub changes line ends and blanks at the end."""
    return _unix(one).strip() == _unix(other).strip()
