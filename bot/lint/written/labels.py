"""Labels that name one kind of thing on links that lead to another. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.lint.written.page import ListPage, Problem
from bot.lists.readme.reading.row import Row
from bot.model.kinds import Kind
from bot.model.reference import Link, read_link
from bot.model.values.plain import letters_of
from bot.parsing.source.links import SourceLink

_HUB = frozenset({Kind.MODEL, Kind.DATASET, Kind.SPACE, Kind.COLLECTION, Kind.SEARCH})
_ON_HUB = _HUB | {Kind.ACCOUNT}
_CALLED = {
    Kind.REPO: "a repository on GitHub",
    Kind.PAPER: "a paper on arXiv",
    Kind.MODEL: "a model on Hugging Face",
    Kind.DATASET: "a data set on Hugging Face",
    Kind.SPACE: "a space on Hugging Face",
    Kind.COLLECTION: "a collection on Hugging Face",
    Kind.SEARCH: "a search on Hugging Face",
    Kind.ACCOUNT: "an account on Hugging Face",
}
_AGAINST = [
    (re.compile(rf"[^\w@]*(?:{words})\W*\Z", re.IGNORECASE), kinds)
    for words, kinds in (
        (r"git ?hub(?: repo\w*| code| page)?", _ON_HUB | {Kind.PAPER}),
        (r"papers?|pdf|abs|abstract|arxiv(?: paper| pdf)?|论文", _HUB | {Kind.REPO}),
        (r"codes?|source(?: code)?|official code|repo(?:sitory)?|代码", {Kind.PAPER}),
        (r"hf|hugging ?face(?: models?| hub)?|🤗", {Kind.REPO, Kind.PAPER}),
        (r"model(?: card)?|models|weights|checkpoints?|模型", {Kind.PAPER}),
        (r"demo|website|homepage|project(?: page)?|blog", {Kind.PAPER}),
        (r"tweet|twitter|youtube|video|slides", {Kind.PAPER, Kind.REPO, Kind.MODEL}),
    )
]
"""A label → the kinds that it certainly does not name."""
_HOSTS = [
    (re.compile(rf"[^\w@]*(?:{words})\W*\Z", re.IGNORECASE), hosts, name)
    for words, hosts, name in (
        (r"git ?hub(?: repo\w*| code)?", r"github\.|githubusercontent\.|git\.io|4open\.", "GitHub"),
        (r"arxiv(?: paper| pdf)?", r"arxiv\.|alphaxiv\.|huggingface\.co|hf\.co|doi\.org", "arXiv"),
        (
            r"hugging ?face(?: models?)?",
            r"huggingface\.|hf\.co|hf\.space|hf-mirror",
            "Hugging Face",
        ),
        (r"openreview", r"openreview\.", "OpenReview"),
        (r"you ?tube", r"youtu|yt\.be", "YouTube"),
        (r"gitlab", r"gitlab", "GitLab"),
    )
]
"""A label that names a site → the hosts of that site."""
_SITE = re.compile(r"https?://(?P<host>[^/?#\s]+)", re.IGNORECASE)
_ROLES = re.compile(
    r"[^\w@]*(?:links?|web|docs?|discord|data|data ?sets?|here|read more)\W*\Z", re.IGNORECASE
)
_OTHER_PAPERS = re.compile(r"\.pdf(?:[?#]|\Z)|/(?:papers?|pdfs?|docs?)/", re.IGNORECASE)


def wrong_labels(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """`[github]` on the Hub, `[paper]` on a repository, `[arXiv]` on another site."""
    for page in pages:
        for row in page.rows:
            for link in (one for one in row.links if not one.is_image and one.label):
                target = read_link(link.url)
                there = _against(link, target)
                if not there:
                    continue
                is_name = _is_name(page, row, link)
                if is_name and letters_of(link.label) in letters_of(target.reference.name):
                    continue
                message = f"“{link.label}” leads to {there}: {link.url}"
                hint = "correct the label, or the address"
                is_unsure = is_name and not _is_of_another_site(link, target)
                yield Problem(page, link.whole[0], message, hint, reminder=is_unsure)


def is_role(label: str) -> bool:
    """Whether a label only names the role of its link: `paper`, `code`, `website`."""
    return bool(_ROLES.match(label)) or any(words.match(label) for words, _ in _AGAINST)


def _against(link: SourceLink, target: Link) -> str:
    """The target of a link whose label names something else; empty where they agree."""
    kind = target.reference.kind
    for words, kinds in _AGAINST:
        if kind in kinds and words.match(link.label):
            is_file = bool(target.place.tree) or _OTHER_PAPERS.search(link.url)
            return "" if is_file else _CALLED[kind]
    site = _SITE.match(link.url) if kind is Kind.PAGE else None
    for words, hosts, name in _HOSTS:
        if site and words.match(link.label) and not re.search(hosts, site["host"].lower()):
            return f"another site than {name}"
    return ""


def _is_of_another_site(link: SourceLink, target: Link) -> bool:
    """Whether a label names one known site and its link leads to another."""
    is_known = target.reference.kind is not Kind.PAGE
    return is_known and any(words.match(link.label) for words, _, _ in _HOSTS)


def _is_name(page: ListPage, row: Row, link: SourceLink) -> bool:
    """Whether the label may be the name of the row: a project called `abstract`."""
    is_first = next(one for one in row.links if not one.is_image and one.label) is link
    before = page.written(max(0, link.whole[0] - 1), link.whole[0])
    return is_first and before not in ("[", "(") and page.name(row) == link.label
