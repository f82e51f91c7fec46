"""Domains that were taken over: a page that has nothing to do with the entry any more. Pure.

Raises a doubt only, and only when not one word of the entry's own name and description is on the
page, the domain's own name left aside (the new owner's brand, as a rule), and one of two things
holds: title or heading is of a trade that lives on bought domains, and the page is full of it; or
there is much text, and neither it nor the markup (addresses of code, names of pictures) knows the
entry.
https://github.com/jivoi/awesome-osint/issues/1126 counts eleven such in one list, each answering
200.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bot.model.verdict import is_same_site
from bot.parsing.page import Page
from bot.sources.web.signs.names import (
    is_above,
    is_collection,
    is_front,
    is_lost,
    is_of_the_ended,
    name_in_address,
)

_TRADES = {
    "gambling": re.compile(
        r"\b(?:casinos?|slots?\d{0,4}|jackpots?|poker|bacc?arat|roulette|sportsbook|betting"
        r"|bookmakers?|togel|toto\d*|judi|gacor|maxwin|bandar|taruhan|sbobet|kasino|apuestas"
        r"|tragamonedas|wetten|bahis|deneme bonusu|pragmatic play|scatter hitam|link alternatif"
        r"|mahjong ways|deposit (?:pulsa|dana|qris)|free spins|apostas|cassino|kumarhane)\b"
        r"|казино|ставки на спорт|игровые автоматы|букмекер|博彩|赌场|賭場|娱乐城|娛樂城|体育投注"
        r"|彩票|棋牌|百家乐|カジノ|パチンコ|카지노|바카라|토토사이트|먹튀|nhà cái|cá cược|xổ số"
        r"|nổ hũ|คาสิโน|สล็อต|บาคาร่า|แทงบอล",
        re.IGNORECASE,
    ),
    "pharmacy": re.compile(
        r"\b(?:viagra|cialis|levitra|sildenafil|tadalafil|kamagra|xanax|tramadol|ivermectin"
        r"|pharmacy|prescription|pills)\b",
        re.IGNORECASE,
    ),
    "adult": re.compile(
        r"\b(?:porn|porno|xxx|escorts?|sex cams?|hentai|nudes?|milf|call girls?)\b"
        r"|порно|成人视频|色情|无码",
        re.IGNORECASE,
    ),
    "spam": re.compile(
        r"\b(?:payday loans?|cash advance|personal loans?|bad credit|essay writ\w+|write my essay"
        r"|custom essays?|term papers?|replica (?:watch\w*|bags?|handbags?)|fake (?:watches|rolex)"
        r"|cbd (?:oil|gummies)|weight loss pills?|keto gummies|buy (?:followers|backlinks))\b",
        re.IGNORECASE,
    ),
}
_FULL = 4
"""So many signs, two of them different, and a page is full of it."""

_KNOWN, _MUCH = 6, 1500
"""So many words of the entry and so many signs of a page, and that none is shared is no chance."""

_WORD = re.compile(r"[^\W_]{3,}")
# Words that any page may have show nothing of this one.
_COMMON = frozenset(
    "the and for with from that this are was has can its all any use used using new best free "
    "online open site page pages home web more you your get into our out not but also what "
    "www com org net http https html".split()
)


def looks_taken_over(about: str, page: Page | None, host: str = "") -> str:
    """Which sign says that a page serves another trade than its entry's, or "".

    `host` is the page's own; that its name is on the page says nothing.
    """
    if not about or page is None:
        return ""
    named = _words(host.replace("-", " "))
    for trade, signs in _TRADES.items():
        if not signs.search(about) and _is_full(page, signs) and not _in_common(about, page, named):
            return f"its title is “{page.title or page.heading}”, which looks like {trade}"
    return f"its title is “{page.title or page.heading}”" if _unrelated(about, page, host) else ""


def strays(about: str, start: str, to: str, page: Page | None) -> str:
    """Why a page at a new address is not the entry's, or "".

    A search or a collection of pages is not, and neither is the folder in which the page stood or a
    page among those of what is no more, whatever they bear. Any other page at a new name must bear
    a word of its entry or of the name it had. What the list says of the entry counts, and the old
    address; title, heading and new name are what the page calls itself. The old host's name says
    nothing: every page of it may bear that.
    """
    if is_collection(start, to):
        return "a search or a collection of pages"
    if is_of_the_ended(start, to):
        return "a page among those of what is no more"
    if about and is_above(start, to):
        return "the folder that it was in"
    if not _words(about):
        return ""  # nobody says what it should be
    from_front = is_front(start) and not is_front(to) and is_same_site(start, to)
    if not is_lost(start, to) and not from_front:
        return ""
    host = urlsplit(start).netloc.lower()
    ours = {
        word for word in _words(f"{about} {_spaced(name_in_address(start))}") if word not in host
    }
    called = f"{page.title} {page.heading}" if page else ""
    is_strange = ours.isdisjoint(_words(f"{called} {_spaced(name_in_address(to))}"))
    return "which names nothing of the entry" if is_strange else ""


def _spaced(text: str) -> str:
    return re.sub(r"[\W_]+", " ", unquote(text))


def _unrelated(about: str, page: Page, host: str) -> bool:
    """Whether a page with much to say knows not one of the many words we have."""
    ours = _words(about)
    if len(ours) < _KNOWN or page.is_app or len(page.text) < _MUCH:
        return False
    raw = page.raw.replace(host, " ") if host else page.raw
    return not any(word in raw for word in ours)


def _is_full(page: Page, signs: re.Pattern[str]) -> bool:
    if not signs.search(f"{page.title} {page.heading}"):
        return False
    found = [sign.lower() for sign in signs.findall(f"{page.title} {page.text}")]
    return len(found) >= _FULL and len(set(found)) > 1


def _in_common(about: str, page: Page, named: frozenset[str]) -> bool:
    ours = _words(about) - named
    return not ours or not ours.isdisjoint(_words(f"{page.title} {page.text}"))


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower())) - _COMMON
