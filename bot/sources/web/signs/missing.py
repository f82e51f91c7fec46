"""Signs that a page which answers says it is none, and that one which says so is a page. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from bot.parsing.page import Page

# Whole titles only, and "404" by itself or set apart: there is a magazine called 404 Media, and
# there are manuals about "Troubleshooting: page not found".
_MISSING = re.compile(
    r"(?:.{0,60} [|·–—-] )?(?:(?:error|http) )?404(?: error)?(?: page)?"
    r"(?:[,.!]? (?:the |this )?(?:page |file )?not found[.!]?)?(?: ?[:|·–—-].{0,80})?"
    r"|(?:.{0,60} [|·–—-] )?(?:oops[!,.]* )?(?:the |this )?page"
    r"(?: was| is| could| can)? ?(?:not|cannot)(?: be)? found[.!]?(?: [|·–—-].{0,60})?"
    r"|(?:the |this )?(?:file|site|document|article)(?: was| is)? not found[.!]?|not found[.!]?",
    re.IGNORECASE,
)
# Worth one question to the host in the languages most lists link to, and no more than that.
_PERHAPS_MISSING = re.compile(
    r"\b404\b|not (?:be )?found|(?:does|did)(?: not|n.t) exist|no longer (?:available|exists?|here)"
    r"|(?:cannot|can.t|couldn.t|could not) (?:be found|find)|page (?:is )?(?:missing|unavailable)"
    r"|has been (?:removed|deleted)|nicht gefunden|introuvable|no encontrad|não encontrad"
    r"|non trovat|не найден|找不到|不存在|見つかりません|찾을 수 없",
    re.IGNORECASE,
)
_MISSING_PATH = re.compile(r"/(?:404|not[-_]?found|page[-_]?not[-_]?found)(?:\.\w+)?(?:/|\Z)", re.I)

_VIDEO_HOSTS = ("youtube.com", "youtube-nocookie.com", "youtu.be")
_NO_VIDEO = re.compile(r'"playabilitystatus":\{"status":"(?:error|login_required)"')
_NO_VIDEO_TITLES = {
    "- youtube": "youtube.com",
    "视频去哪了呢？_哔哩哔哩_bilibili": "bilibili.com",
    "出错啦! - bilibili.com": "bilibili.com",
    "sorry": "vimeo.com",
}
_BADGE = re.compile(
    rb"""(?:<title>|aria-label=["'])[^<"']{0,60}?(?:\b404\b|not found|no such|invalid)""", re.I
)
_SMALL = 10_000


def is_error_page(start: str, final: str) -> bool:
    """Whether redirects end at what is, by its address, a page that says "not found"."""
    return not _about_missing(start) and bool(_MISSING_PATH.search(urlsplit(final).path))


def missing(start: str, page: Page | None) -> str:
    """Which sign says, almost for certain, that a page which answers 200 is none, or ""."""
    if not page or _about_missing(start):
        return ""
    if _MISSING.fullmatch(page.title):
        return f"its title is “{page.title}”"
    if page.sparse and _MISSING.fullmatch(page.heading):
        return f"its heading is “{page.heading}”"
    return ""


def perhaps_missing(start: str, page: Page | None) -> str:
    """The sign of a missing page that only justifies another request, or ""."""
    certain = missing(start, page)
    if certain or not page or _about_missing(start):
        return certain
    if _PERHAPS_MISSING.search(page.title):
        return f"its title is “{page.title}”"
    if page.sparse and _PERHAPS_MISSING.search(page.heading):
        return f"its heading is “{page.heading}”"
    return ""


def apologises(page: Page) -> bool:
    """Whether a page that came with a 404 says so to its readers, too."""
    shown = f"{page.title} {page.heading} {page.text[:400]}"
    return bool(_PERHAPS_MISSING.search(shown))


def emptied(final: str, page: Page | None, kind: str, body: bytes) -> str:
    """Which sign says that a host answers 200 for a thing that it does not have, or "".

    Hosts that show others' videos and badges keep answering 200 for those that were removed.
    """
    if kind.startswith("image/svg") and len(body) < _SMALL and _BADGE.search(body):
        return "the picture says that it was not found"
    host = urlsplit(final).hostname or ""
    if not page:
        return ""
    if _NO_VIDEO_TITLES.get(page.title.lower(), "-").endswith(_site(host)):
        return f"its title is “{page.title}”, as of a video that was removed"
    if host.endswith(_VIDEO_HOSTS) and _NO_VIDEO.search(page.raw):
        return "it says that the video cannot be shown"
    return ""


def _site(host: str) -> str:
    return ".".join(host.split(".")[-2:]) or "?"


@lru_cache(maxsize=1024)
def _about_missing(start: str) -> bool:
    """A page about not being found may say so."""
    parts = urlsplit(start)
    return "404" in f"{parts.hostname}{parts.path}?{parts.query}" or bool(
        _MISSING_PATH.search(parts.path)
    )
