"""Signs that nobody sees: they hide words from people, not from machines, and are taken out.

Unicode has format characters, fillers and selectors that draw nothing
(https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point). Whole sentences can be written
with them, and orders of letters turned round (https://www.unicode.org/reports/tr36/). What a script
or an emoji needs stays, where it is needed: https://www.unicode.org/reports/tr51/ and, of joiners
in names, https://www.rfc-editor.org/rfc/rfc5892#appendix-A.
"""

from __future__ import annotations

import re
import unicodedata

_ZWNJ, _ZWJ = "\u200c", "\u200d"
_TURNS = "\u200e\u200f\u061c"
"""Marks of direction, which text from right to left needs beside numbers and brackets."""
_RUN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_FLAGS = frozenset(
    "".join(chr(0xE0000 + ord(sign)) for sign in name) + "\U000e007f"
    for name in ("gbeng", "gbsct", "gbwls")
)
"""The flags that are written by tags: https://unicode.org/Public/emoji/latest/emoji-sequences.txt."""
_BLACK_FLAG = "\U0001f3f4"
_JOINED = (
    (0x0600, 0x08FF), (0x0900, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x18AF), (0xA840, 0xA9FF),
    (0xFB50, 0xFEFC), (0x10A00, 0x11FFF), (0x1E900, 0x1E95F),
)  # fmt: skip
"""Scripts whose letters change their form by joiners: Arabic, those of India, Khmer, Mongolian …"""


def without_unseen(text: str) -> str:
    """The text without signs that draw nothing where they stand."""
    if text.isascii():
        return text
    return _RUN.sub(_needed, text)


def _needed(run: re.Match[str]) -> str:
    """What of a run of such signs the letters around it need."""
    text, signs = run.string, run[0]
    before, after = text[: run.start()][-1:], text[run.end() :][:1]
    if before == _BLACK_FLAG and signs in _FLAGS:
        return signs
    selector = (
        signs[0] if _is_selector_of(signs[0], before, after if len(signs) == 1 else "") else ""
    )
    rest = signs.removeprefix(selector)
    joint = rest if rest in (_ZWJ, _ZWNJ) and _are_joined(before, rest, after) else ""
    turn = rest if len(rest) == 1 and rest in _TURNS and _turns(text) else ""
    return selector + (joint or turn)


def _is_selector_of(sign: str, before: str, after: str) -> bool:
    if not before:
        return False
    if sign in "\ufe0e\ufe0f":  # text or emoji; a sign of ASCII is one within a key cap alone
        if before.isascii():
            return before in "#*0123456789" and after == "\u20e3"
        return unicodedata.category(before) in ("So", "Sm", "Po")
    if "\U000e0100" <= sign <= "\U000e01ef" or "\ufe00" <= sign <= "\ufe02":
        return unicodedata.name(before, "").startswith("CJK")
    return sign in "\u180b\u180c\u180d\u180f" and "\u1820" <= before <= "\u18aa"


def _are_joined(before: str, joiner: str, after: str) -> bool:
    if not (before and after):
        return False
    if _is_letter_that_joins(before) and _is_letter_that_joins(after):
        return True
    return joiner == _ZWJ and _is_emoji(before) and _is_emoji(after)


def _is_emoji(sign: str) -> bool:
    return unicodedata.category(sign) == "So" or "\U0001f3fb" <= sign <= "\U0001f3ff"


def _is_letter_that_joins(sign: str) -> bool:
    is_letter = unicodedata.category(sign)[0] in "LM"
    return is_letter and any(first <= ord(sign) <= last for first, last in _JOINED)


def _turns(text: str) -> bool:
    letters = (sign for sign in text if unicodedata.category(sign)[0] == "L")
    return any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in letters)
