"""Addresses as they are requested: normalised, absolute, without a user name. Pure.

Normalised as browsers do it (https://url.spec.whatwg.org/#url-parsing): backslashes are slashes,
line ends are removed, and a host is mapped as UTS 46 does it, without the further rules of IDNA
2008, which refuse hosts that exist (https://☃.net). httpx refuses such hosts, so it always gets
them in ASCII.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote, urlsplit

import httpx

_UNASKED = re.compile(r"[@#]")
_AROUND = "".join(map(chr, range(0x21)))
_LINE_ENDS = re.compile(r"[\t\n\r]")
_WEB = re.compile(r"(https?):([/\\]*)([^/\\?#]*)([^?#]*)(.*)", re.IGNORECASE | re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z\d+.-]*:", re.IGNORECASE)
_ENCODED = "xn--"
_DOTS = re.compile("[.\u3002\uff0e\uff61]")


@lru_cache(maxsize=4096)
def parsed(address: str) -> httpx.URL:
    """An address as it is requested: without user name and fragment.

    Raises httpx.InvalidURL, ValueError or TypeError for an invalid one. Cached, because the same
    few addresses are parsed again and again.
    """
    text = _as_browsers_read(address)
    url = httpx.URL(text)
    return url.copy_with(userinfo=b"", fragment=None) if _UNASKED.search(text) else url


def join(url: httpx.URL, location: str) -> str:
    """The address in a Location header, normalised. Raises httpx.InvalidURL.

    A scheme that is the page's own and is followed by one slash or none is ignored.
    """
    text = _LINE_ENDS.sub("", location.strip(_AROUND))
    text = re.sub(rf"\A{url.scheme}:(?![/\\]{{2}})", "", text, flags=re.IGNORECASE)
    if not _SCHEME.match(text):
        path = re.split("[?#]", text, maxsplit=1)[0]
        text = path.replace("\\", "/") + text[len(path) :]
        text = f"{url.scheme}:{text}" if text.startswith("//") else text
    try:
        return str(url.join(_as_browsers_read(text)).copy_with(userinfo=b""))
    except ValueError as error:
        raise httpx.InvalidURL(str(error)) from error


def spelled_address(address: str) -> str:
    """A normalised address, the same for equivalent ones; an invalid address stays as it is."""
    try:
        return str(parsed(address))
    except (httpx.InvalidURL, ValueError, TypeError):
        return address


def host_of(address: str) -> str:
    """The host of an address as it is requested, in ASCII; "" without one."""
    try:
        return parsed(address).raw_host.decode("ascii")
    except (httpx.InvalidURL, ValueError, TypeError):
        return ""


def readable_host(host: str) -> str:
    """A host as people write it: `xn--bcher-kva.example` is `bücher.example`."""
    return ".".join(_decoded(label) for label in host.split("."))


def without_www(address: str) -> str:
    """The host of an address without a leading `www.`; "" without one."""
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _as_browsers_read(address: str) -> str:
    text = _LINE_ENDS.sub("", address.strip(_AROUND))
    web = _WEB.fullmatch(text)
    if not web or not web[2]:
        return text
    scheme, _, authority, path, rest = web.groups()
    user, at, host = authority.rpartition("@")
    slashed = path.replace("\\", "/")
    return f"{scheme.lower()}://{user}{at}{_ascii_authority(host)}{slashed}{rest}"


def _ascii_authority(host_and_port: str) -> str:
    if host_and_port.startswith("["):
        return host_and_port
    host, colon, port = host_and_port.partition(":")
    name = unquote(host)
    if name.isascii() and _ENCODED not in name.lower():
        return host_and_port
    return f"{ascii_host(name)}{colon}{port}"


def ascii_host(host: str) -> str:
    """A host as DNS knows it, mapped as browsers do.

    Their mapping (https://www.unicode.org/reports/tr46/) is that of NFKC and small letters, but for
    letters that no host is written with.
    """
    return ".".join(_encoded(label) for label in _DOTS.split(_mapped(host)))


def _mapped(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())


def _encoded(label: str) -> str:
    bare = _decoded(label)
    if bare.isascii():
        return label.lower()
    return _ENCODED + _mapped(bare).encode("punycode").decode("ascii")


def _decoded(label: str) -> str:
    if not label.lower().startswith(_ENCODED):
        return label
    try:
        return label[len(_ENCODED) :].encode("ascii").decode("punycode")
    except UnicodeError:
        return label
