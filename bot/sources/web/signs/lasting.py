"""Addresses that will not last: of one visit, one reader or one version only. Pure.

A permanent redirect may name such a one all the same. It is no new address of the page: the session
will end, the signature expire, and the next reader have another language, another device or a newer
version.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from bot.model.verdict import is_same_site

_PASSING = re.compile(
    r"j?session[-_]?(?:id)?|phpsessid|asp\.?net_?session\w*|aspsession\w*|sid|cfid|cftoken|zenid"
    r"|oscsid|(?:\w+[-_])?token|jwt|auth|authkey|sig|signature|hmac|x-(?:amz|goog|oss|cos)-\w[\w-]*"
    r"|awsaccesskeyid|googleaccessid|ossaccesskeyid|expires?|expiry|exp|policy|key-pair-id|ticket"
    r"|nonce|state|code|verify|hash|hdnts|se|sv|sp|skoid|ts|timestamp|_?t|time"
    r"|utm_\w+|fbclid|gclid|msclkid|mc_[ce]id|_ga|_gl|visit(?:or)?[-_]?id|uid|guid|requestid|rid|cid",
    re.IGNORECASE,
)
_LANGUAGE_NAMES = re.compile(r"lang|language|hl|locale|lc|culture|country|region", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"(?:en|de|fr|es|it|pt|nl|pl|ru|tr|ja|ko|zh|cn|ar|he|sv|da|fi|nb|no|cs|hu|uk|vi|th|id|el|ro|hi"
    r"|fa|us|gb|jp|kr|tw|hk|br|mx|in|au|ca|at|ch|be|intl)(?:[-_][a-z]{2,4}){0,2}",
    re.IGNORECASE,
)
_VERSION = re.compile(
    r"(?:v|ver|version|release|rel)?[-_.]?\d{1,4}(?:\.\d{1,4}){1,3}(?:[-_.]?(?:x|a|b|rc|alpha|beta"
    r"|dev|post|final|lts|stable)[-_.]?\d*)?|v\d{1,3}|v?\d{1,3}\.x|[\da-f]{40}|[\da-f]{64}",
    re.IGNORECASE,
)
_VERSION_INSIDE = re.compile(r"(?:\A|[-_@])v?(\d{1,4}\.\d{1,4}\.\d{1,4})(?!\d)")
_VERSION_NAMES = re.compile(r"v|ver|version|rev|revision|release", re.IGNORECASE)
_FORM = re.compile(r"amp|m|mobile|wap|touch|print(?:able|er)?|feed|rss|atom|embed", re.IGNORECASE)
# Of an arXiv identifier, a DOI's registrant and an address of IPv4 only the looks are alike.
_NO_VERSION = re.compile(r"\d{4}\.\d{4,5}|10\.\d{4,9}")
_IN_PATH = re.compile(r"\((?:[A-Z]\(\w{10,}\))+\)|;\s*(\w+)=", re.IGNORECASE)
_RANDOM = re.compile(r"(?=.*[a-z])(?=.*\d)[\w+/=.~%-]{32,}", re.IGNORECASE)


def fleeting(start: str, to: str) -> str:
    """What a new address holds that will not last and that the old one did not hold, or "".

    No page of a site lasts as long as its front page, wherever that leads for now.
    """
    if is_bare(start) and not is_bare(to) and is_same_site(start, to):
        return "a step below the front page"
    path = urlsplit(start).path.rstrip("/")
    if path and any(path in value for _, value in parse_qsl(urlsplit(to).query)):
        return "the address that was asked for"
    more = Counter(_found(to)) - Counter(_found(start))
    return next((what for what, _ in more), "")


def is_bare(url: str) -> bool:
    """Whether an address has nothing but a host: no path and no query."""
    parts = urlsplit(url)
    return parts.path in {"", "/"} and not parts.query


def _found(url: str) -> Iterator[tuple[str, str]]:
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        yield from _of_query(name, value)
    for part in _IN_PATH.finditer(unquote(parts.path)):
        yield "a session", part[0]
    for step in unquote(parts.path).split("/"):
        yield from _of_step(step.partition(";")[0])
    label = (parts.hostname or "").partition(".")[0]
    if (what := _shown_in(label)) and (parts.hostname or "").count(".") > 1:
        yield what, label


def _of_step(step: str) -> Iterator[tuple[str, str]]:
    if _VERSION.fullmatch(step) and not _NO_VERSION.fullmatch(step):
        yield "a version", step
    elif what := _shown_in(step):
        yield what, step
    elif inside := _VERSION_INSIDE.search(step):
        yield "a version", inside[1]


def _shown_in(word: str) -> str:
    """What a step or the first label of a host names: a language, another form, or ""."""
    if _LANGUAGE.fullmatch(word):
        return "a language"
    return "another form of the page" if _FORM.fullmatch(word) else ""


def _of_query(name: str, value: str) -> Iterator[tuple[str, str]]:
    if _PASSING.fullmatch(name):
        yield "a session, a signature or a trace of this visit", f"{name}={value}"
    elif _LANGUAGE_NAMES.fullmatch(name):
        yield "a language", value
    elif _VERSION_NAMES.fullmatch(name) and re.fullmatch(r"v?[\d.]+", value):
        yield "a version", value
    elif _FORM.fullmatch(name) or _FORM.fullmatch(value):
        yield "another form of the page", f"{name}={value}"
    elif _RANDOM.fullmatch(value):
        yield "a key", value
