"""Signs that an answer is not the page that was asked for: walls, parking, soft 404s. Pure.

A sign must never strike a real page that merely talks *about* such things, so each one is a header,
a whole title, or a mark in a page that has hardly any text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from bot.parsing.page import Page

# Header → the values that mean "you were stopped", "" for any.
# cf-mitigated: https://developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages/detect-response/
# x-amzn-waf-action: https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
_WALL_HEADERS = {
    "cf-mitigated": ("challenge",),
    "x-amzn-waf-action": ("challenge", "captcha"),
    "x-vercel-mitigated": ("challenge", "deny"),
    "x-sucuri-block": ("",),
}
_WALL_TITLES = frozenset({
    "just a moment...", "attention required! | cloudflare", "please wait... | cloudflare",
    "one moment, please...", "ddos-guard", "vercel security checkpoint",
    "making sure you're not a bot!", "access denied", "robot check", "are you a robot?",
    "human verification", "bot verification", "security check", "security checkpoint",
    "pardon our interruption", "verify you are human", "you have been blocked",
    "please verify you are a human", "checking your browser", "verifying your browser...",
})  # fmt: skip
_WALL_SIGNS = (
    "_cf_chl_opt", "cf-browser-verification", "/_incapsula_resource", "captcha-delivery.com",
    'id="px-captcha"', "sucuri_cloudproxy_js", "awswafintegration", "anubis_challenge",
    "checking your browser before accessing",
)  # fmt: skip

_PARKING_HOSTS = (
    "sedoparking.com", "hugedomains.com", "parkingcrew.net", "bodis.com", "afternic.com",
    "dan.com", "parklogic.com", "above.com", "undeveloped.com", "sav.com", "domainmarket.com",
)  # fmt: skip
_PARKING_SIGNS = (
    "sedoparking.com", "parkingcrew.net", "bodis.com", "parklogic.com", "img.sedoparking",
    "parking-lander", "afternic.com/forsale", "hugedomains.com/domain_profile",
)  # fmt: skip
_PARKING_WORDS = re.compile(
    r"\b(?:(?:this|the|your) (?:premium )?domain(?: name)? (?:\S+ )?(?:is|may be) "
    r"(?:for sale|parked|available for purchase)|domain(?: name)? (?:is )?for sale\b"
    r"|buy this domain|is parked free|parked domain|related searches .{0,200}privacy policy)",
    re.IGNORECASE,
)

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
_MISSING_PATH = re.compile(r"/(?:404|not[-_]?found|page[-_]?not[-_]?found)(?:\.\w+)?/?\Z", re.I)

_LOGIN_PATH = re.compile(
    r"/(?:log[-_]?in|sign[-_]?in|logon|sso|oauth2?|authorize|authenticate|session/new|sessions/new"
    r"|users/sign_in|accounts/login)(?:\.\w+)?(?:/|\Z)",
    re.IGNORECASE,
)
_LOGIN_HOST = re.compile(r"(?:log-?in|sign-?in|accounts?|auth|sso|idp)\.", re.IGNORECASE)
_HOME_PATH = re.compile(
    r"/?(?:(?:index|default|home)(?:\.\w{2,5})?"
    r"|(?:en|de|fr|es|it|pt|nl|pl|ru|tr|ja|ko|zh|cn)(?:[-_][a-z]{2,4})?)?/?\Z",
    re.IGNORECASE,
)


def wall(headers: Mapping[str, str], page: Page | None) -> str:
    """Which sign says that a guard stood before the page, or ""."""
    for name, values in _WALL_HEADERS.items():
        if name in headers and headers[name].strip().lower().startswith(values):
            return f"the header {name}"
    if page and page.title.lower() in _WALL_TITLES:
        return f"the title “{page.title}”"
    if page and page.sparse and any(mark in page.raw for mark in _WALL_SIGNS):
        return "the script of a challenge"
    return ""


def parked(start: str, final: str, page: Page | None) -> str:
    """Which sign says that the domain is parked or for sale, or ""."""
    host = urlsplit(final).hostname or ""
    if host != urlsplit(start).hostname and _is_under(host, _PARKING_HOSTS):
        return f"it leads to {host}"
    if not page or not page.sparse:
        return ""
    message = _PARKING_WORDS.search(f"{page.title} {page.text}")
    if message:
        return f"the page says “{message[0][:60]}”"
    return "the script of a parking service" if _has_any(page.raw, _PARKING_SIGNS) else ""


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
    """Which sign gives reason to look further, or ""; it proves nothing by itself."""
    certain = missing(start, page)
    if certain or not page or _about_missing(start):
        return certain
    if _PERHAPS_MISSING.search(page.title):
        return f"its title is “{page.title}”"
    if page.sparse and _PERHAPS_MISSING.search(page.heading):
        return f"its heading is “{page.heading}”"
    return ""


def _about_missing(start: str) -> bool:
    """A page about not being found may say so."""
    parts = urlsplit(start)
    return "404" in f"{parts.hostname}{parts.path}?{parts.query}" or bool(
        _MISSING_PATH.search(parts.path)
    )


def is_home(url: str) -> bool:
    """Whether an address is the front page of its host (`/`, `/index.html`, `/en/`)."""
    parts = urlsplit(url)
    return not parts.query and bool(_HOME_PATH.match(parts.path))


def is_generic(start: str, final: str) -> bool:
    """Whether redirects end at a place less particular than the one asked for.

    The front page, or an address higher up that has lost the name of the page.
    """
    if is_home(start) or final.partition("#")[0] == start:
        return False
    asked, got = _steps(start), _steps(final)
    lost = asked[-1].partition(".")[0].lower() not in urlsplit(final).path.lower()
    return is_home(final) or (lost and len(got) < len(asked) and not urlsplit(final).query)


def is_same_name(start: str, other: str) -> bool:
    """Whether two addresses name a page alike: the last step of the path, and the query."""
    return _steps(start)[-1] == _steps(other)[-1] and urlsplit(start).query == urlsplit(other).query


def _steps(url: str) -> list[str]:
    return [step for step in urlsplit(url).path.split("/") if step] or [""]


def detour(start: str, final: str) -> bool:
    """Whether redirects end at a login or a question about cookies."""
    return is_consent(final) or (is_login(final) and not is_login(start))


def is_login(url: str) -> bool:
    """Whether an address is, by its looks, a page to log in."""
    parts = urlsplit(url)
    return bool(_LOGIN_PATH.search(parts.path) or _LOGIN_HOST.match(parts.netloc))


def is_consent(url: str) -> bool:
    """Whether an address is one of the pages that ask for cookies before anything is shown."""
    return (urlsplit(url).hostname or "").startswith("consent.")


def _has_any(text: str, signs: tuple[str, ...]) -> bool:
    return any(mark in text for mark in signs)


def _is_under(host: str, domains: tuple[str, ...]) -> bool:
    return host in domains or host.endswith(tuple(f".{domain}" for domain in domains))
