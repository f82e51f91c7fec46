"""Addresses of pictures that name a repository: where they do for certain, and renamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

_KIND = (
    r"(?>actions/workflow/status|workflow/status|(?:issues|pulls)/detail/[\w-]+"
    r"|commit-activity/[a-z]+|milestones/(?:all|open|closed|progress|progress-percent)"
    r"|languages/(?:top|count|code-size)|v/(?:release|tag)|package-json/\w+|manifest-json/\w+"
    r"|lerna-json/v|go-mod/go-version|pipenv/locked/[\w-]+|status/[\w-]+(?:/[\w-]+)?"
    r"|checks-status|[a-z][a-z-]+)"
)
_ROUTES = {
    # https://shields.io/badges
    "img.shields.io": rf"/github/{_KIND}/(?P<name>NAME)(?:\.svg|\.png|\.json)?(?=/|\Z)",
    "shields.io": rf"/github/{_KIND}/(?P<name>NAME)(?:\.svg|\.png|\.json)?(?=/|\Z)",
    # https://badgen.net/github
    "badgen.net": r"/github/[a-z][a-z-]+/(?P<name>NAME)(?:\.svg)?(?=/|\Z)",
    "flat.badgen.net": r"/github/[a-z][a-z-]+/(?P<name>NAME)(?:\.svg)?(?=/|\Z)",
    # https://github.com/caarlos0/starcharts
    "starchart.cc": r"/(?P<name>NAME)(?:\.svg)?\Z",
    # https://isitmaintained.com
    "isitmaintained.com": r"/(?:badge/(?:resolution|open)|project)/(?P<name>NAME)(?:\.svg)?\Z",
    "github.com": r"/(?P<name>NAME)(?=/)",
    "www.github.com": r"/(?P<name>NAME)(?=/)",
    "raw.githubusercontent.com": r"/(?P<name>NAME)(?=/)",
}
"""Host → where its paths hold `owner/name`; GitHub's own are redirected after a rename."""
_KEYS = {
    # https://www.star-history.com: ?repos=a/b,c/d&type=Date
    "api.star-history.com": ("repos",),
    # https://contrib.rocks: ?repo=a/b
    "contrib.rocks": ("repo",),
}
"""Host → the keys of its query that hold repositories, with commas between."""
_FRAGMENTS = frozenset({"star-history.com", "www.star-history.com", "star-history.t9t.io"})
"""Hosts whose fragment holds repositories, with `&` between: #a/b&c/d&Date."""
_GITHUB = frozenset({"github.com", "www.github.com", "raw.githubusercontent.com"})
_NAME = r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9_.-]+"
_ITEM = re.compile(
    r"(?:\A|(?<=[,&=])|(?<=%2C)|(?<=%2c))([^,&=%]+(?:/|%2F|%2f)[^,&=%]+)(?=[,&]|%2C|%2c|\Z)"
)


def named_in(url: str, *, is_image: bool = True) -> list[tuple[int, int]]:
    """Where an address names repositories for certain, each as the letters from and to.

    What readers follow on GitHub itself is no picture: those links are judged by themselves.
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").lower()
    except ValueError:
        return []
    if parts.scheme not in {"http", "https"} or (host in _GITHUB and not is_image):
        return []
    if host in _ROUTES:
        return list(_in_path(url, parts.path, _ROUTES[host]))
    if host in _KEYS:
        return list(_in_query(url, _KEYS[host]))
    if host in _FRAGMENTS and parts.fragment:
        at = url.index("#") + 1
        return [(at + a, at + b) for a, b in _items(parts.fragment)]
    return []


def _in_path(url: str, path: str, route: str) -> Iterator[tuple[int, int]]:
    name = r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9_.-]+?"
    found = re.match(route.replace("NAME", name), path)
    if found:
        start = url.index(path, url.index("//") + 2)
        yield start + found.start("name"), start + found.end("name")


def _in_query(url: str, keys: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    for key in keys:
        for found in re.finditer(rf"[?&](?:amp;)?{key}=([^&#]*)", url):
            yield from ((found.start(1) + a, found.start(1) + b) for a, b in _items(found[1]))


def _items(text: str) -> Iterator[tuple[int, int]]:
    for found in _ITEM.finditer(text):
        if re.fullmatch(_NAME, _plain(found[1])):
            yield found.span(1)


def _plain(name: str) -> str:
    return re.sub("%2f", "/", name, flags=re.IGNORECASE)


def names_of(url: str, *, is_image: bool = True) -> set[str]:
    """The repositories that an address names for certain, in lower case."""
    return {_plain(url[a:b]).lower() for a, b in named_in(url, is_image=is_image)}


def badge_renamed(url: str, old: str, new: str, *, is_image: bool = True) -> str:
    """The address with a repository's new name wherever it names the old one for certain."""
    for start, end in reversed(named_in(url, is_image=is_image)):
        written = url[start:end]
        if _plain(written).lower() == old.lower():
            name = new if "/" in written else new.replace("/", "%2F")
            url = url[:start] + name + url[end:]
    return url
