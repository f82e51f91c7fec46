"""How wide a text is, before anybody knows the font: reserved rather too much than too little.

Foreign text is made fit for an SVG here: what is invisible, or paints over other lines, is left
out. Pure; nothing is measured, so that the bytes are the same on every machine.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_RESERVE = 1.15
"""DejaVu Sans, the widest of the fonts that figures may get, is so much wider than Helvetica."""
BOLD = 1.15
"""How much wider bold letters are, in the font where it is most."""
_WIDTHS = {
    width: frozenset(signs)
    for width, signs in (
        (0.28, "ijlI.,:;'|!` "),
        (0.36, 'frt()[]{}-/\\"*'),
        (0.51, "cksvxyzJ"),
        (0.61, "FLTZ"),
        (0.85, "mM%"),
        (0.95, "wW@"),
    )
}
"""Widths of Helvetica in em (its font metrics, as published with PostScript)."""
_UPPER, _LOWER, _OTHER, _WIDE = 0.73, 0.56, 0.7, 1.0
# Default_Ignorable_Code_Point of https://www.unicode.org/Public/UNIDATA/DerivedCoreProperties.txt
# and the blank sign of Braille.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_ACCENTS = 2
"""So many accents may stand on one letter; more would paint over the lines above and below."""


@lru_cache(maxsize=4096)
def visible(text: str) -> str:
    """The text on one line without signs that nobody sees, or that XML does not allow."""
    line = " ".join(_INVISIBLE.sub("", text).split())  # a line break is a space
    kept, accents = [], 0
    for sign in unicodedata.normalize("NFC", line):
        category = unicodedata.category(sign)
        accents = accents + 1 if category in ("Mn", "Me") else 0
        if category[0] != "C" and accents <= _ACCENTS:
            kept.append(sign)
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """Pixels to reserve for a text in a font of that many pixels."""
    return round(sum(map(_width, text)) * size * _RESERVE, 1)


def _width(sign: str) -> float:
    for width, signs in _WIDTHS.items():
        if sign in signs:
            return width
    if sign.isascii():
        return _UPPER if sign.isupper() else _LOWER
    if unicodedata.category(sign) in ("Mn", "Me"):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(sign) in "WF" else _OTHER


def shortened(text: str, size: float, width: float) -> str:
    """The text, cut with an ellipsis where more would not fit into that many pixels."""
    if text_width(text, size) <= width:
        return text
    cut = text
    while cut and text_width(cut + "…", size) > width:
        cut = cut[:-1]
    return cut.rstrip() + "…"


def wrapped(words: Iterable[str], size: float, width: float, most: int = 0) -> list[str]:
    """The words, with commas between them, in lines that fit; the last says how many are left out.

    Where `most` is 0 there are as many lines as it takes.
    """
    parts = [shortened(word, size, width * 0.9) for word in words]
    lines: list[str] = []
    for number, part in enumerate(parts):
        text = part + ("," if number + 1 < len(parts) else "")
        longer = f"{lines[-1]} {text}" if lines else text
        if lines and text_width(longer, size) <= width:
            lines[-1] = longer
        elif most and len(lines) == most:
            return _with_rest(lines, len(parts) - number, size, width)
        else:
            lines.append(text)
    return lines


def _with_rest(lines: list[str], left: int, size: float, width: float) -> list[str]:
    """The full lines with `+ 7 more` at their end, for which names of the last make room."""
    names = lines[-1].removesuffix(",").split(", ")
    while len(names) > 1 and text_width(f"{', '.join(names)}, + {left} more", size) > width:
        names.pop()
        left += 1
    return [*lines[:-1], shortened(f"{', '.join(names)}, + {left} more", size, width)]


def sentence(text: str, size: float, width: float) -> list[str]:
    """A sentence in lines that fit."""
    lines = [""]
    for word in (shortened(one, size, width) for one in text.split(" ")):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
