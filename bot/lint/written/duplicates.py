"""Entries that are listed twice, and papers that are linked in two forms. Pure."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.lint.written.labels import is_role
from bot.lint.written.page import ListPage, Problem, followed
from bot.lists.readme.reading.row import Row
from bot.model.kinds import Kind
from bot.model.reference import Link, Place, Reference, page_of, read_link
from bot.model.values.plain import letters_of
from bot.parsing.source.links import SourceLink

_THINGS = frozenset({Kind.PAPER, Kind.REPO, Kind.MODEL, Kind.DATASET, Kind.SPACE})
_Target = tuple[Reference, Place]


@dataclass(frozen=True, slots=True)
class _Listed:
    """A row and its subject."""

    row: Row
    name: str
    first: Link
    is_named_by_link: bool


def duplicates(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """Rows about one thing in the same file; rows in other sections may be intended."""
    for page in pages:
        named: dict[tuple[_Target, str], _Listed] = {}
        linked: dict[_Target, _Listed] = {}
        for one in _listed(page):
            target = _target(one.first)
            before = named.get((target, one.name)) if one.name else None
            if one.is_named_by_link and one.first.reference.kind in _THINGS:
                before = before or linked.get(target)
                linked.setdefault(target, one)
            named.setdefault((target, one.name), one)
            if before:
                yield _problem(page, one, before)


def _listed(page: ListPage) -> Iterator[_Listed]:
    for row in page.rows:
        links = followed(row)
        if links and not _is_title(page, row):
            name = page.name(row)
            if is_role(name):
                continue  # a link of an entry that is written as a row of its own
            by_link = bool(name) and name in links[0].label
            yield _Listed(row, letters_of(name), read_link(links[0].url), by_link)


def _is_title(page: ListPage, row: Row) -> bool:
    """Whether it is a title in the head of a table: several columns may be about one thing."""
    before, first = page.raw[row.start - 1 : row.start], page.raw[row.start : row.start + 1]
    return row.form == "heading" and before in _BEFORE_A_TITLE and first != b"#"


_HOST = re.compile(r"\Ahttps?://[^/?#]*", re.IGNORECASE)
_BEFORE_A_TITLE = frozenset({b"|", b" ", b">", b"\t"})


def _target(link: Link) -> _Target:
    """The target of a link; versions of a paper are one, so are a host in capitals and in small."""
    reference, place = link.reference, link.place
    if reference.kind is Kind.PAPER:
        return reference, Place()
    if reference.kind is Kind.PAGE:
        name = page_of(_HOST.sub(lambda found: found[0].lower(), reference.name))
        return Reference(f"page:{name}", Kind.PAGE, name), place
    return reference, place


def _problem(page: ListPage, one: _Listed, before: _Listed) -> Problem:
    row, other = one.row, before.row
    line, name = page.line(other.start), page.name(row)
    where = f"under “{other.section[-1]}”" if other.section else "at the top"
    is_near = row.section == other.section and not _has_other_values(page, row, other)
    contained = one.name in before.name or before.name in one.name
    is_repository = one.first.reference.kind is Kind.REPO
    if not contained:
        message = f"“{name}” has the address of “{page.name(other)}” on line {line}"
        hint = "correct the address; where one address holds both, leave it"
        return Problem(page, row.start, message, hint, reminder=is_repository or not is_near)
    if row.section == other.section:
        message = f"“{name}” is already in this section, on line {line}"
        is_part = is_repository and one.name != before.name
        hint = "keep one of the two"
        return Problem(page, row.start, message, hint, reminder=is_part or not is_near)
    message = f"“{name}” is listed {where} as well, on line {line}"
    return Problem(page, row.start, message, "keep one, or both if that is meant", reminder=True)


def _has_other_values(page: ListPage, row: Row, other: Row) -> bool:
    """Whether two rows of a table differ in a number: in two sizes of one model, in a version."""
    if not (row.cells and other.cells):
        return False
    pairs = zip(_numbers(page, row), _numbers(page, other), strict=False)
    return any(one != two for one, two in pairs)


def _numbers(page: ListPage, row: Row) -> list[list[str]]:
    texts = (page.document.text_between(cell.start, cell.end) for cell in row.cells)
    return [re.findall(r"\d+(?:\.\d+)*", text) for text in texts]


def arxiv_forms(pages: Sequence[ListPage]) -> Iterator[Problem]:
    """A paper of arXiv that is linked in two forms: abs and pdf, with and without a version."""
    for page in pages:
        seen: dict[str, dict[str, int]] = {}
        for row in page.rows:
            forms: dict[str, dict[str, int]] = defaultdict(dict)
            for link in followed(row):
                if form := _form(link):
                    key = read_link(link.url).reference.name
                    forms[key].setdefault(form, link.whole[0])
            for name, own in forms.items():
                before = seen.setdefault(name, own)
                if not before.keys() & own.keys():
                    here, there = next(iter(own)), next(iter(before))
                    line = page.line(before[there])
                    message = f"{name} is linked as {here} here, and as {there} on line {line}"
                    yield Problem(page, own[here], message, "write one address in both places")


def _form(link: SourceLink) -> str:
    found = _ARXIV.match(link.url)
    if not found or found["form"].lower() in re.split(r"\W+", link.label.lower()):
        return ""  # a label that names the form makes it intended
    return f"`{found['form']}`" + (f" with {found['version']}" if found["version"] else "")


_ARXIV = re.compile(
    r"https?://(?:www\.)?arxiv\.org/(?P<form>abs|pdf|html)/[\w.-]+?(?P<version>v\d+)?(?:\.pdf)?\Z"
)
