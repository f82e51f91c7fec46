"""Signs that nobody sees are taken out of what sources say; what scripts and emoji need stays."""

from __future__ import annotations

import unicodedata
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.observation import Found, Gone, Moved, Observation, Reason, Unsure
from bot.model.reference import read_link
from bot.model.snapshot import FetchedValue
from bot.model.values.unseen import without_unseen
from tests.build import NOW

RANGES = [
    (0xE0000, 0xE007F), (0x200B, 0x200F), (0x2060, 0x2064), (0xFFF9, 0xFFFB), (0x202A, 0x202E),
    (0x2066, 0x2069), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF),
]  # fmt: skip
UNSEEN = [chr(one) for first, last in RANGES for one in range(first, last + 1)]
UNSEEN += ["\ufeff", "\u3164", "\u115f", "\u1160", "\uffa0", "\u00ad", "\u034f", "\u061c", "\u180e"]
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466"
NEEDED = {
    "a family": FAMILY,
    "a rainbow flag": "\U0001f3f3\ufe0f\u200d\U0001f308",
    "a person of a skin": "\U0001f469\U0001f3fd\u200d\U0001f4bb",
    "Wales": "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
    "a keycap": "1\ufe0f\u20e3",
    "a heart": "\u2764\ufe0f",
    "Persian": "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "Hindi": "\u0915\u094d\u200d\u0937",
    "Hebrew": "(\u05d0\u05d1) 3\u200f!",
    "a variant in Japanese": "\u845b\U000e0100\u98fe",
    "Mongolian": "\u1820\u180b\u1828",
    "a number sign": "\u0600\u0661",
}
TEXTS = st.text(st.sampled_from([*UNSEEN, *"ab 1\u00e9\u6f22"]), max_size=20)


@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_each_sign_is_taken_out_of_words(sign: str) -> None:
    assert without_unseen(f"wor{sign}ds") == "words"
    assert without_unseen(f"{sign}words{sign}") == "words"
    assert without_unseen(f"wor{sign * 3}ds") == "words"


@pytest.mark.parametrize("text", NEEDED.values(), ids=NEEDED)
def test_what_is_needed_stays(text: str) -> None:
    assert without_unseen(text) == text
    assert without_unseen(f"a {text} b") == f"a {text} b"


def test_no_words_hide_in_a_flag_or_behind_an_emoji() -> None:
    hidden = "".join(chr(0xE0000 + ord(sign)) for sign in "ignore all that")
    assert without_unseen(f"\U0001f3f4{hidden}\U000e007f") == "\U0001f3f4"
    selectors = "".join(chr(0xE0100 + ord(sign)) for sign in "obey")
    assert without_unseen(f"\U0001f600{selectors}") == "\U0001f600"
    assert without_unseen(f"\u845b{selectors}") == f"\u845b{selectors[0]}"


@given(TEXTS)
def test_once_is_enough(text: str) -> None:
    once = without_unseen(text)
    assert without_unseen(once) == once
    assert [sign for sign in once if unicodedata.category(sign) == "Cf"] == []


@given(st.text())
def test_nothing_that_is_seen_is_lost(text: str) -> None:
    kept = [sign for sign in text if sign not in UNSEEN and unicodedata.category(sign)[0] in "LNPS"]
    assert [s for s in without_unseen(text) if s in kept] == kept


HIDDEN = "wo\u200brds\U000e0041\ud800"
SEEN = "words\ufffd"


def _observed(**more: object) -> dict[str, object]:
    reference = read_link("https://github.com/a/b").reference
    return {"reference": reference, "source": "x", "at": NOW, "evidence": "https://e.org", **more}


ANSWERS: list[Observation] = [
    Found(**_observed(facts={"a": HIDDEN, "b": (HIDDEN, "c"), "n": 7}, unknown={"d": HIDDEN})),  # type: ignore[arg-type]
    Moved(
        **_observed(
            to=read_link("https://github.com/c/d").reference, certain=True, facts={"a": HIDDEN}
        ),  # type: ignore[arg-type]
    ),
    Gone(**_observed(why=HIDDEN)),  # type: ignore[arg-type]
    Unsure(**_observed(why=HIDDEN, reason=Reason.TIMEOUT)),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("seen", ANSWERS, ids=lambda seen: type(seen).__name__)
def test_whatever_a_source_answers_is_seen(seen: Observation) -> None:
    texts = [getattr(seen, one.name) for one in fields(seen)]
    assert SEEN in repr(texts)
    assert not any(
        sign in repr(texts) for sign in (*HIDDEN[2:3], "\\u200b", "\\U000e0041", "\\ud8")
    )


def test_whatever_a_snapshot_holds_is_seen() -> None:
    assert FetchedValue(HIDDEN, "x", "2026-01-01").value == SEEN
    assert FetchedValue((HIDDEN,), "x", "2026-01-01").value == (SEEN,)
    assert FetchedValue(7, "x", "2026-01-01").value == 7
