"""Links without an address or a text, and addresses without a scheme. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.lint.written.page import Fix, ListPage, Problem
from bot.lists.readme.scope.files import MARKDOWN
from bot.model.kinds import ARXIV_HOSTS, DOI_HOSTS, REFERENCE_KINDS
from bot.parsing.schemes import WrongScheme, wrong_scheme
from bot.parsing.source.links import SourceLink, is_external

_NOT_YET = re.compile(
    r"\W*(?:(?:com\w+ )?soon|to come|tb[acd]|todo|wip|n/?a|none|no .*|-|–|—|/|\?|not .*|"
    r"upcoming|pending|待.*|即将.*|暂无|无)\W*\Z",
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
    """Links without an address, unless the label announces that, and links without a text."""
    for page in pages:
        for link in page.document.links:
            if _shows_nothing(page, link):
                message = f"the link to `{link.url}` has no text: readers cannot see it"
                hint = "write its text between the brackets, or remove it"
                yield Problem(page, link.whole[0], message, hint)
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


def _shows_nothing(page: ListPage, link: SourceLink) -> bool:
    if link.is_image or link.label.strip() or not is_external(link.url):
        return False
    is_markdown = page.raw.startswith(b"[", link.whole[0])
    return is_markdown and not _holds_image(page, link)


def _holds_image(page: ListPage, link: SourceLink) -> bool:
    inside = page.elements.links_between(link.whole[0] + 1, link.whole[1])
    return any(one.is_image for one in inside)


def missing_schemes(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """`github.com/a/b` and `https:/github.com/a/b`: addresses that lead into the repository."""
    for page in pages:
        for link in page.document.links:
            if link.start is None or link.end is None:
                continue
            wrong = wrong_scheme(link.url)
            if wrong and (wrong.written or not link.url.lower().endswith(MARKDOWN)):
                yield _problem(page, link, link.start, wrong)


def _problem(page: ListPage, link: SourceLink, start: int, wrong: WrongScheme) -> Problem:
    written = wrong.written.encode()
    if wrong.written:
        message = f"`{link.url}` begins with `{wrong.written}`: it does not lead to another site"
        hint = f"write `{wrong.instead}` and then the host"
    else:
        message = f"`{link.url}` has no scheme: it leads to a file of this repository"
        hint = f"write `{wrong.instead}` before it"
    certain = _is_certain(wrong.host) and page.raw.startswith(written, start)
    fixes = (Fix(start, start + len(written), wrong.instead),) if certain else ()
    return Problem(page, link.whole[0], message, hint, fixes)


def _is_certain(host: str) -> bool:
    return host.lower().startswith("www.") or host.lower() in _CERTAIN
