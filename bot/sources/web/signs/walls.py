"""Signs that a guard stood before the page, or a login, or a question about cookies. Pure.

A sign must never strike a real page that merely talks *about* such things, so each one is a header,
a whole title, a mark in a page that has hardly any text, or the address at the end of redirects.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

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

_LOGIN_PATH = re.compile(
    r"/(?:(?:wp-|user[-_]?|member[-_]?|admin[-_]?|service|cas[-_]?)?log[-_]?in|sign[-_]?(?:in|up|on)"
    r"|log[-_]?on|sso|oauth2?|saml2?|authori[sz]e|authenticate|auth[-_]?wall|register|registration"
    r"|sessions?/new|checkpoint|paywall|access[-_]?denied|adfs/ls|openid-connect)(?:\.\w+)?(?:/|\Z)",
    re.IGNORECASE,
)
_LOGIN_HOST = re.compile(r"(?:log-?in|sign-?in|accounts?|auth|sso|idp)\.", re.IGNORECASE)
_LOGIN_WORD = re.compile(
    r"log[-_ ]?(?:in|on)|sign[-_ ]?(?:in|up|on)|\bsso|o?auth|register|registration|saml|session"
    r"|checkpoint|paywall",
    re.IGNORECASE,
)
# Steps of a path below which there are texts, perhaps about logging in.
_ABOUT = re.compile(
    r"/(?:docs?|documentation|guides?|manual|help|support|wiki|kb|blog|learn|tutorials?|articles?"
    r"|reference|posts?|faq|book|examples?|questions?)/",
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


def detour(start: str, final: str, page: Page | None = None) -> bool:
    """Whether redirects end at a login or a question about cookies."""
    return is_consent(final) or is_login_instead(start, final, page)


def is_login_instead(start: str, final: str, page: Page | None = None) -> bool:
    """Whether somebody who asked for a page is shown a login in its place.

    Texts about logging in are none: their own address says so, or the one they are filed under.
    """
    if _LOGIN_WORD.search(urlsplit(start).path) or is_login(start):
        return False
    if page and page.has_password_field and carries(start, final):
        return True
    return is_login(final) and (carries(start, final) or not _ABOUT.search(urlsplit(final).path))


def is_login(url: str) -> bool:
    """Whether an address is, by its looks, a page to log in."""
    parts = urlsplit(url)
    return bool(_LOGIN_PATH.search(parts.path) or _LOGIN_HOST.match(parts.netloc))


def is_consent(url: str) -> bool:
    """Whether an address is one of the pages that ask for cookies before anything is shown."""
    return (urlsplit(url).hostname or "").startswith("consent.")


def carries(start: str, final: str) -> bool:
    """Whether an address holds, in its query, the one that was asked for."""
    asked = urlsplit(start)
    path = unquote(asked.path).strip("/").lower()
    values = [value.lower() for _, value in parse_qsl(urlsplit(final).query)]
    host = asked.netloc.lower()
    return any(
        (path and unquote(value).partition("?")[0].strip("/").endswith(path)) or host in value
        for value in values
        if host
    )
