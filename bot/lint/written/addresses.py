"""Links without an address, and addresses without a scheme. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.lint.written.page import Fix, ListPage, Problem
from bot.lists.readme.scope.files import MARKDOWN
from bot.model.kinds import ARXIV_HOSTS, DOI_HOSTS, REFERENCE_KINDS
from bot.parsing.source.links import SourceLink

_NOT_YET = re.compile(
    r"\W*(?:(?:com\w+ )?soon|to come|tb[acd]|todo|wip|n/?a|none|no .*|-|–|—|/|\?|not .*|"
    r"upcoming|pending|待.*|即将.*|暂无|无)\W*\Z",
    re.IGNORECASE,
)
_HOST = re.compile(
    r"(?P<host>www\.(?:[a-z0-9-]+\.)+[a-z]{2,}|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+"
    r"(?:com|org|net|edu|gov|io|ai|dev|app|co|cn|de|uk|fr|eu|jp|ru|me|info|xyz|tech|so|gg|us))"
    r"(?::\d+)?(?:[/?#]|\Z)",
    re.IGNORECASE,
)
_MISSPELT = re.compile(
    r"(?:https?:/?(?!/)|(?:htps?|htt?|hhttps?|httpss|htttps?|ttps?)://?|https?//|//?https?://|"
    r"https?://(?=https?:/))(?=\S)",
    re.IGNORECASE,
)
_HABIT = 20
"""With more empty links in one file they are taken to be intended."""
_CERTAIN = frozenset(
    {
        *ARXIV_HOSTS,
        *DOI_HOSTS,
        *(host for kind in REFERENCE_KINDS.values() for host in kind.hosts),
        "gitlab.com",
        "aclanthology.org",
        "openreview.net",
        "youtube.com",
        "twitter.com",
        "x.com",
        "medium.com",
        "kaggle.com",
    }
)


def empty_links(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """Links without an address, unless the label announces that."""
    for page in pages:
        empty = [link for link in page.document.links if _is_empty(page, link)]
        if len(empty) > _HABIT:
            message = f"{len(empty)} links of this file lead nowhere: their addresses are empty"
            hint = "write words that have no address without the brackets of a link"
            yield Problem(page, empty[0].whole[0], message, hint, reminder=True)
            continue
        for link in empty:
            message = f"“{link.label}” leads nowhere: its address is empty"
            hint = "add the address, or write the words without the brackets of a link"
            yield Problem(page, link.whole[0], message, hint)


def _is_empty(page: ListPage, link: SourceLink) -> bool:
    label = "" if link.url or link.is_image else link.label
    return bool(label) and not _NOT_YET.match(label) and not _holds_image(page, link)


def _holds_image(page: ListPage, link: SourceLink) -> bool:
    inside = page.elements.links_between(link.whole[0] + 1, link.whole[1])
    return any(one.is_image for one in inside)


def missing_schemes(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """`github.com/a/b` and `https:/github.com/a/b`: addresses that lead into the repository."""
    for page in pages:
        for link in page.document.links:
            if link.start is None or link.end is None:
                continue
            if misspelt := _MISSPELT.match(link.url):
                yield _misspelt(page, link, link.start, misspelt[0])
            elif (host := _HOST.match(link.url)) and not link.url.lower().endswith(MARKDOWN):
                yield _without_scheme(page, link, link.start, host["host"])


def _misspelt(page: ListPage, link: SourceLink, start: int, scheme: str) -> Problem:
    host = _HOST.match(link.url, len(scheme))
    written = scheme.encode()
    certain = host and _is_certain(host["host"]) and page.raw.startswith(written, start)
    fixes = (Fix(start, start + len(written), "https://"),) if certain else ()
    message = f"`{link.url}` begins with `{scheme}`: it does not lead to another site"
    return Problem(page, link.whole[0], message, "write `https://` and then the host", fixes)


def _without_scheme(page: ListPage, link: SourceLink, start: int, host: str) -> Problem:
    message = f"`{link.url}` has no scheme: it leads to a file of this repository"
    fixes = (Fix(start, start, "https://"),) if _is_certain(host) else ()
    return Problem(page, link.whole[0], message, "write `https://` before it", fixes)


def _is_certain(host: str) -> bool:
    return host.lower().startswith("www.") or host.lower() in _CERTAIN
