"""Findings in a hand-written list, and the files with the safe repairs made. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace

from bot.lint.conflicts import left_conflicts
from bot.lint.finding import Finding
from bot.lint.written.page import Fix, ListPage, Problem
from bot.lint.written.rules import rules_that_apply
from bot.lists.readme.reading.records import read_written
from bot.lists.readme.scope.ignored import IGNORE, without_ignored
from bot.model.errors import Where
from bot.model.values.written import Span
from bot.parsing.source.nodes import TEXTS

_MOST_ROUNDS = 8
"""A repair may reveal another one: a row that now ends with a link."""
_FREE = TEXTS | {"Link"}
_SCHEME = re.compile(r"\A/{0,2}[a-z]{2,8}(?::/{0,3}|/{2,3})", re.IGNORECASE)


def check_written(
    files: Mapping[str, str], switches: Mapping[str, bool], ignore: Sequence[str] = ()
) -> list[Finding]:
    """The findings in a list's Markdown files, by place.

    `switches` turns rules off by their names (`RULE_NAMES`); a rule that is not in it is on. Rows
    that `ignore` names, or a comment beside them, are skipped.
    """
    found = [
        Finding(
            Where(problem.page.path, problem.page.line(problem.at)),
            f"{problem.message} [{name}]",
            problem.hint,
            problem.reminder,
        )
        for name, problem in _problems(files, switches, ignore)
    ]
    found += [one for path, text in files.items() for one in left_conflicts(path, text)]
    return sorted(found, key=lambda finding: finding.where)


def fix_written(
    files: Mapping[str, str], switches: Mapping[str, bool], ignore: Sequence[str] = ()
) -> tuple[dict[str, str], int]:
    """The files after all safe repairs, and their number; running it again makes none.

    No link leads elsewhere afterwards, and no row is added or lost: a repair that would do so is
    not made.
    """
    texts, count = dict(files), 0
    for _ in range(_MOST_ROUNDS):
        fixes: dict[str, set[Fix]] = defaultdict(set)
        for _, problem in _problems(texts, switches, ignore):
            fixes[problem.page.path].update(problem.fixes)
        made = 0
        for path, wanted in fixes.items():
            if wanted:
                texts[path], done = _repaired(path, texts[path], sorted(wanted))
                made += done
        count += made
        if not made:
            break
    return texts, count


def _problems(
    files: Mapping[str, str], switches: Mapping[str, bool], ignore: Sequence[str]
) -> list[tuple[str, Problem]]:
    pages = [ListPage(path, text) for path, text in files.items()]
    found = [(rule.name, one) for rule in rules_that_apply(switches) for one in rule.find(pages)]
    if not ignore and not any(IGNORE.search(page.raw) for page in pages):
        return found
    read = without_ignored(read_written(files), ignore)
    kept = {(record.span.path, record.span.start) for record in read.records}
    return [
        (name, _without_fixes_of(one, read.untouched))
        for name, one in found
        if not _is_ignored(one, kept)
    ]


def _without_fixes_of(problem: Problem, untouched: Sequence[Span]) -> Problem:
    """The problem; a definition that a row left alone uses as well is not repaired."""
    if not problem.fixes:
        return problem
    own = [one for one in untouched if one.path == problem.page.path]
    fixes = tuple(
        fix
        for fix in problem.fixes
        if not any(one.start <= fix.start and fix.end <= one.end for one in own)
    )
    return replace(problem, fixes=fixes)


def _is_ignored(problem: Problem, kept: Container[tuple[str, int]]) -> bool:
    """Whether it is in a row that is excluded."""
    page = problem.page
    at = bisect_right(page.rows, problem.at, key=lambda row: row.start)
    row = next((row for row in reversed(page.rows[:at]) if problem.at < row.end), None)
    return row is not None and (page.path, row.start) not in kept


def _repaired(path: str, text: str, fixes: Sequence[Fix]) -> tuple[str, int]:
    """The text with those repairs that keep its links and rows, and their number."""
    after = _spliced(text, fixes)
    if _is_faithful(ListPage(path, text), ListPage(path, after)):
        return after, len(fixes)
    if len(fixes) == 1:
        return text, 0
    half = len(fixes) // 2
    # the second half first: offsets before it stay valid
    text, later = _repaired(path, text, fixes[half:])
    text, sooner = _repaired(path, text, fixes[:half])
    return text, later + sooner


def _spliced(text: str, fixes: Sequence[Fix]) -> str:
    raw = text.encode("utf-8", "surrogateescape")
    pieces: list[bytes] = []
    at = 0
    for one in fixes:
        if one.start >= at:
            pieces += [raw[at : one.start], one.text.encode()]
            at = one.end
    return b"".join([*pieces, raw[at:]]).decode("utf-8", "surrogateescape")


def _is_faithful(before: ListPage, after: ListPage) -> bool:
    """Whether two versions have the same blocks, and links that lead to the same places."""
    return _blocks(before) == _blocks(after) and _targets(before) == _targets(after)


def _blocks(page: ListPage) -> list[str]:
    """The kinds of all blocks and marks; links and texts may change into each other."""
    return [node.kind for node in page.document.root.walk() if node.kind not in _FREE]


def _targets(page: ListPage) -> list[str]:
    """The addresses of all links, in order, each with its scheme."""
    return [_SCHEME.sub("", link.url) for link in page.document.links]
