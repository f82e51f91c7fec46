"""Addresses that should begin with `https://` or `mailto:` and do not. Pure.

The one table that linting and checking go by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_HOST = re.compile(
    rf"(?P<host>www\.{_LABEL}(?:\.{_LABEL})+"
    rf"|(?:{_LABEL}\.)+(?:com|org|net|edu|gov|io|ai|dev|app|co|cn|de|uk|fr|eu|jp|ru|me|info|xyz|tech"
    r"|gg|us|so(?=/)))(?::\d+)?(?=[/?#]|\Z)",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+\Z")
_WHOLE = re.compile(r"https?://[^/\\]", re.IGNORECASE)
_TWICE = re.compile(r"(?:https?(?::/{0,2}|//?)){2,}", re.IGNORECASE)
"""`https://https://host`: browsers look for a host called https."""
_BEGUN = re.compile(r"(?P<scheme>https?):[/\\]*", re.IGNORECASE)
_BEHIND = re.compile(r"[^\w#?]{1,4}https?://(?=[^/\\])", re.IGNORECASE)
"""`/https://host`, `[https://host`."""
_NEARLY = re.compile(r"(?P<word>[a-z]{3,8})(?::/{1,2}|\W{1,3}/)", re.IGNORECASE)
"""What looks like the begin of a web address: `htps://`, `https//`, `http;//`."""
_ALIKE = 0.75


@dataclass(frozen=True)
class WrongScheme:
    """What stands where `instead` should begin an address; `written` is empty for nothing.

    `host` is what follows where it looks like one, else empty. `is_guessed` says that browsers find
    the host all the same (https://url.spec.whatwg.org/#special-authority-slashes-state).
    """

    written: str
    instead: str = "https://"
    host: str = ""
    is_guessed: bool = False


def wrong_scheme(url: str) -> WrongScheme | None:
    """What is wrong with the begin of an address; None for web addresses, files, other schemes."""
    found = _TWICE.match(url)
    if not found and _WHOLE.match(url):
        return None
    found = found or _BEHIND.match(url) or _begun(url)
    if found:
        host = _HOST.match(url, found.end())
        return WrongScheme(found[0], host=host["host"] if host else "", is_guessed=_guessed(url))
    host = _HOST.match(url)
    if host:
        return WrongScheme("", host=host["host"])
    return WrongScheme("", "mailto:") if _MAIL.match(url) else None


def _begun(url: str) -> re.Match[str] | None:
    nearly = _NEARLY.match(url)
    return _BEGUN.match(url) or (nearly if nearly and _is_nearly_web(nearly["word"]) else None)


def _guessed(url: str) -> bool:
    """`http:host` leads out of a page by https, since the schemes differ; `https:host` does not."""
    begun = _BEGUN.match(url)
    if not begun or begun.end() == len(url) or _TWICE.match(url):
        return False
    return begun["scheme"].lower() == "http" or len(begun[0]) > len("https://")


def _is_nearly_web(word: str) -> bool:
    return any(
        SequenceMatcher(None, word.lower(), scheme).ratio() >= _ALIKE
        for scheme in ("http", "https")
    )
