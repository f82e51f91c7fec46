"""Nobody is pinged: what GitHub would make a mention, a reference or a backlink of is broken.

GitHub links in the text it has rendered, so escapes and entities do not stop it: mentions
(https://docs.github.com/en/get-started/writing-on-github/getting-started-with-writing-and-formatting-on-github/basic-writing-and-formatting-syntax#mentioning-people-and-teams),
`#1`, `GH-1`, `owner/name#1`, commits, and the addresses of issues, pull requests, discussions and
commits
(https://docs.github.com/en/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls).
A closing word needs such a reference behind it, so without one it closes nothing
(https://docs.github.com/en/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue).
"""

from __future__ import annotations

import re

from bot.render.markdown import GAP as GAP
from bot.render.markdown import Md

_COMMIT = re.compile(r"(?<![a-z0-9])[0-9a-f]{7,40}(?![a-z0-9])", re.IGNORECASE)
_SIGN = re.compile(r"[@＠﹫](?=\w)|[#＃﹟](?=\d)|(?<=GH)[-‐‑–](?=\d)", re.IGNORECASE)
_SIGN_IN_MARKDOWN = re.compile(
    r"(?:[@＠﹫]|(?<!\\)&(?:#0*64|#x0*40|commat);)(?=\\?[\w&])"
    r"|(?:(?!(?<=(?<!\\)&)#\d{1,7};)[#＃﹟]|(?<!\\)&(?:#0*35|#x0*23|num);)(?=[\d&])"
    r"|(?<=GH)(?:[-‐‑–]|&(?:#0*45|#x0*2d|hyphen|dash);)(?=[\d&])",
    re.IGNORECASE,
)
# The address of a link mentions nobody, and the bot's own markers are not text.
_WHOLE = re.compile(
    r"(?<!\\)((?:\\\\)*\]\(https?://[\w-]++(?:\.[\w-]++)++[^\s()<>\\]*+\)"
    r"|<!-- listkeeper:[a-z]+(?: [^\s<>`\\]+)* -->)"
)


def _encoded(word: str) -> str:
    """A word in the ways an address may spell it, with percent-encoded characters."""
    return "".join(f"(?:{one}|%{ord(one):x}|%{ord(one.upper()):x})" for one in word)


_TALK = "|".join(map(_encoded, ("issue", "pull", "discussion", "commit")))
_BACKLINK = (
    r"(?:https?://|www\.|(?<=[\"'])//)(?:[^\s/@()<>]*@)?(?:www\.)?(?<=[/.@])github\.com(?::\d+)?"
    rf"(?=(?:/+[^\s/()<>]+){{2}}/+(?:{_TALK})(?:{_encoded('s')})?/)"
)
_IN_TEXT = re.compile(_BACKLINK, re.IGNORECASE)
_IN_LINK = re.compile(rf"(?<=\]\(){_BACKLINK}", re.IGNORECASE)
_REDIRECT = "https://redirect.github.com"


def defuse_mentions(markdown: str) -> Md:
    """The same Markdown without mentions, references and backlinks that would notify people.

    Addresses of links stay, except those of issues and the like: they are replaced by GitHub's
    redirect host, which creates no backlink.
    """
    pieces = _WHOLE.split(markdown)  # every second piece is an address or a mark
    return Md(
        "".join(
            _IN_LINK.sub(_REDIRECT, piece)
            if number % 2
            else _broken(_IN_TEXT.sub(_REDIRECT, piece), _SIGN_IN_MARKDOWN)
            for number, piece in enumerate(pieces)
        )
    )


def defuse_line(text: str) -> str:
    """The same for a plain text: a title, or the message of a commit."""
    return _broken(_IN_TEXT.sub(_REDIRECT, text), _SIGN)


def _broken(text: str, signs: re.Pattern[str]) -> str:
    apart = _COMMIT.sub(lambda commit: re.sub(r".{6}", rf"\g<0>{GAP}", commit[0]), text)
    return signs.sub(rf"\g<0>{GAP}", apart)
