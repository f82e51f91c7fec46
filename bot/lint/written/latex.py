r"""Commands of LaTeX that readers see in the text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.lint.written.page import Fix, ListPage, Problem

_LETTERS = {
    "textasciitilde": "~",
    "textasciicircum": "^",
    "textunderscore": "_",
    "textendash": "–",
    "textemdash": "—",
    "texttrademark": "™",
    "textregistered": "®",
    "textdegree": "°",
    "textbullet": "•",
    "textquotesingle": "'",
    "textquotedblleft": "“",
    "textquotedblright": "”",
    "textless": "&lt;",
    "textgreater": "&gt;",
}
_SIGN = re.compile(
    rb"\\{1,2}(?P<name>text[a-z]+|sim|times|pm)\b(?P<rest>\{\}|[ \t]*)(?=(?P<next>.?))"
)
_COMMAND = re.compile(
    rb"\\(?:text(?:bf|it|tt|sc|rm|sf)|emph|cite[pt]?|url|href|footnote|underline|mathrm|mathbf|"
    rb"mathcal|ref|label|item|begin|end|newline|linebreak|noindent)\b(?=\s*[\[{])"
)
_ACCENT = re.compile(rb"\{\\[\"'`^~=.cuvHk]\s*\{?\\?[A-Za-z]\}?\}|\\[\"'`^~]\{\\?[A-Za-z]\}")
_MATH = re.compile(rb"\$\$.+?\$\$|\$(?=\S)[^$\r\n]+?(?<=\S)\$", re.DOTALL)


def latex_residue(pages: Sequence[ListPage]) -> Iterator[Problem]:
    r"""`\textasciitilde`, `\textbf{…}`, `{\"u}` outside of formulas and code."""
    for page in pages:
        plain = _MATH.sub(lambda found: b" " * len(found[0]), page.plain)
        for found in _SIGN.finditer(plain):
            name = found["name"].decode()
            if name in _LETTERS:
                letter = _LETTERS[name]
                fix = Fix(found.start(), found.end(), letter)
                yield _problem(page, found, f"write `{letter}`", (fix,))
        for pattern in (_COMMAND, _ACCENT):
            for found in pattern.finditer(plain):
                yield _problem(page, found, "write it in Markdown, or the letter itself", ())


def _problem(page: ListPage, found: re.Match[bytes], hint: str, fixes: tuple[Fix, ...]) -> Problem:
    text = page.written(*found.span()).strip()
    return Problem(
        page, found.start(), f"“{text}” is LaTeX: readers see it as it stands", hint, fixes
    )
