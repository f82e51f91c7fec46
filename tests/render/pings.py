"""What GitHub makes a mention, a reference or a backlink of, by its documentation.

- people and teams: docs.github.com, "Basic writing and formatting syntax", Mentioning people and
  teams: `@github/support`, `@octocat`.
- issues, pull requests, discussions: docs.github.com, "Autolinked references and URLs": `#26`,
  `GH-26`, `jlord/sheetsee.js#26`, and their addresses.
- commits, same page: `a5c3785ed8d6a35868bc169f07e40e889087fd2e`, `jlord@a5c3785…`,
  `jlord/sheetsee.js@a5c3785…`, and the shortened `a5c3785`; and their addresses.
- "Autolinked references are not created in wikis or files"; "in code" neither.

All of it is looked for in the text as it is rendered, links and code left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from urllib.parse import unquote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("gfm-like", {"linkify": True, "html": True})
assert _READER.linkify
# GitHub links "https://e.org" and "www.e.org" (https://github.github.com/gfm/#autolinks-extension-),
# not "e.org"; `in_text` looks for the second kind.
_READER.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
_TEXT = {"text", "text_special"}
_REFERENCES = {
    "mention": re.compile(r"(?<![A-Za-z0-9])[@＠][A-Za-z0-9]"),
    "commit of somebody": re.compile(r"[@＠][0-9a-f]{7,40}(?![A-Za-z0-9])", re.IGNORECASE),
    "number": re.compile(r"[#＃]\d"),
    "GH number": re.compile(r"\bGH-\d", re.IGNORECASE),
    "commit": re.compile(r"(?<![A-Za-z0-9])[0-9a-f]{7,40}(?![A-Za-z0-9])", re.IGNORECASE),
}
_BACKLINK = re.compile(r"/+[^/]+/+[^/]+/+(issues?|pulls?|discussions?|commits?)/", re.IGNORECASE)
_CLOSING = re.compile(
    r"\b(close[sd]?|fix(e[sd])?|resolve[sd]?):?\s+(\S*[#＃]\d|GH-\d|(https?://)?(www\.)?github\.com/[^/\s]+/[^/\s]+/issues/)",
    re.IGNORECASE,
)


def pings(markdown: str) -> list[str]:
    """Everything in this Markdown that would reach somebody."""
    found = [f"{kind} in {text!r}" for text in texts(markdown) for kind in in_text(text)]
    return found + [f"backlink {url}" for url in addresses(markdown) if is_backlink(url)]


def in_text(text: str) -> list[str]:
    """The same for a plain text, such as a title or a message."""
    found = [kind for kind, pattern in _REFERENCES.items() if pattern.search(text)]
    bare = re.findall(r"(?:https?://|www\.)\S+", text, re.IGNORECASE)
    found += [f"backlink {url}" for url in bare if is_backlink(url)]
    return found + (["closing word"] if _CLOSING.search(text) else [])


def is_backlink(url: str) -> bool:
    if url.startswith("www."):
        url = f"http://{url}"
    try:
        parts = urlsplit(unescape(url))
        host = parts.hostname or ""
    except ValueError:
        return False
    return host in {"github.com", "www.github.com"} and bool(_BACKLINK.match(unquote(parts.path)))


def texts(markdown: str) -> Iterator[str]:
    """The stretches of rendered text that are neither code nor within a link."""
    for line in _inline(markdown):
        run, depth = "", 0
        for token in line:
            depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
            if token.type in _TEXT and not depth:
                run += token.content
            elif token.type == "softbreak":
                run += "\n"
            else:
                yield run
                run = ""
        yield run


def addresses(markdown: str) -> Iterator[str]:
    """Where its links lead, those of raw HTML included."""
    for line in _inline(markdown):
        for token in line:
            yield str(token.attrs.get("href", ""))
            if token.type == "html_inline":
                yield from _in_html(token.content)
    for token in _READER.parse(markdown):
        if token.type == "html_block":
            yield from _in_html(token.content)


def _in_html(html: str) -> Iterator[str]:
    for found in re.finditer(r"href\s*=\s*[\"']?([^\"'\s>]+)", html, re.IGNORECASE):
        yield found[1]


def _inline(markdown: str) -> Iterator[Sequence[Token]]:
    for token in _READER.parse(markdown):
        if token.type == "inline":
            yield token.children or ()
