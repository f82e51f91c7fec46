"""Escape text from outside for Markdown, and write Markdown."""

from __future__ import annotations

import re
from urllib.parse import quote

from bot.model.values.unseen import without_unseen

GAP = "\u200b"
"""A zero-width space: invisible, and it ends any name or number."""

# Read as markup, mathematics or HTML by GitHub's Markdown (https://github.github.com/gfm/).
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")
# Characters that terminals obey; no name or title needs them.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
_BREAKS = re.compile(r"[\v\f\x1c-\x1f\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_SPECIAL = re.compile(r"((?<!`)`[^`|]+`(?!`)|https?://[^\s<>()`]*[^\s<>().,;:!?'\"`])")


class Md(str):
    """Text that is Markdown already; everything else is escaped where it is drawn."""

    __slots__ = ()


def escape(text: str) -> Md:
    """Plain text as Markdown on one line that reads the same. Md stays unchanged."""
    if isinstance(text, Md):
        return text
    line = _escaped(text).strip()
    if line[:1] in {"#", "+", "-", "="}:
        line = "\\" + line
    return Md(re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", line))


def _escaped(text: str) -> str:
    plain = _SPACES.sub(" ", printable(text))
    return _MARKUP.sub(r"\\\g<0>", _ENTITY.sub("&amp;", plain))


def printable(text: str) -> str:
    """The text without what terminals obey, and without what nobody sees."""
    return without_unseen(_CONTROLS.sub("", _BREAKS.sub(" ", text)))


def link(text: str, url: str) -> Md:
    """A Markdown link; brackets, blanks and pipes in the address are percent-encoded.

    Only the text where the address has another scheme than those of the web.
    """
    if _OTHER_SCHEME.match(url):
        return escape(text)
    address = quote(url, safe="/:?#@!$&'*+,;=%~-._[]").replace("[", "%5B").replace("]", "%5D")
    return Md(f"[{escape(text)}]({address})")


_OTHER_SCHEME = re.compile(r"\s*(?!https?:)[a-z][a-z0-9+.-]*:", re.IGNORECASE)
"""https://datatracker.ietf.org/doc/html/rfc3986#section-3.1"""


def prose(text: str) -> Md:
    """Plain text as Markdown; a web address in it becomes a link, `code` becomes code.

    Code with a bar in it stays text, since a bar in code ends the cell of a table.
    """
    line = _SPACES.sub(" ", printable(text))
    pieces = _SPECIAL.split(line)  # every second piece is code or an address
    return Md("".join(_special(p) if n % 2 else _escaped(p) for n, p in enumerate(pieces)).strip())


def _special(piece: str) -> str:
    return piece if piece.startswith("`") else link(piece.removeprefix("https://"), piece)


def fenced(text: str) -> Md:
    """Text as a block of Markdown's source, which nothing in it can end."""
    plain = printable(text)
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`+", plain))])
    return Md(f"{fence}markdown\n{plain}\n{fence}")


def tidy(markdown: str) -> Md:
    """The same Markdown with one blank line where a template left several."""
    return Md(_GAP.sub("\n\n", markdown).strip("\n") + "\n")
