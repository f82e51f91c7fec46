"""Whether another tool writes a README, by what its repository itself says. Pure.

Only a plain word counts: a comment that forbids edits of the file, a sentence that names what it
is made from, a tool that is known, or markers around the rows that a workflow commits. That a part
is generated, such as a table of contents, says nothing of the list.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.lists.readme.scope.repository import RepositoryFiles
from bot.model.errors import Where
from bot.model.values.understood import Generated
from bot.model.values.written import WrittenList
from bot.parsing.source.document import Document, read_document

_ITSELF = (
    r"(?:this|the|our)\s+(?:[\w`*-]+\s+){0,2}[`*]*(?:file|readme|list|page|document)\b|\breadme\b"
)
_FORBIDDEN = (
    r"\b(?:do\s+not|don['’]?t|never|must\s+not|should\s+not)\s+(?:\w+\s+)?(?:edit|modify|change)\b"
)
_NO_EDIT = re.compile(rf"{_FORBIDDEN}\s+(?:{_ITSELF})", re.IGNORECASE)
_NO_HANDS = re.compile(
    rf"{_FORBIDDEN}.{{0,40}}\b(?:manually|directly|by\s+hand)|{_FORBIDDEN}\W*\Z", re.IGNORECASE
)
_MADE = re.compile(
    rf"(?:{_ITSELF}).{{0,60}}?\b(?:is|are|was|gets)\b.{{0,40}}?(?:generated|rendered)\b",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:section|block|tables?|toc|contents|part|parts|below|between|above|following|badges?|"
    r"header|footer|statistics|counts?)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"do\s+not\s+(?:submit|open|send|make|create)\s+(?:\w+\s+)?(?:pull\s+requests?|prs?)\s+"
    r"(?:in|to|on|against)\s+this\s+repo",
    re.IGNORECASE,
)
_REPOSITORY = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+?(?=[\s).,>\]/]|\Z)")
_PATH = re.compile(
    r"(?:https://github\.com/[^/\s]+/[^/\s]+/(?:blob|tree|edit)/[^/\s]+/)?"
    r"((?:[\w.-]+/)*[\w.-]*\w)"
)
_DATA = (".yml", ".yaml", ".json", ".csv", ".tsv", ".toml")
_BEST_OF = "projects.yaml"
_BEST_OF_USED = re.compile(
    r"best-of-lists/best-of-(?:update-action|generator)\b|ml-tooling/best-of-update-action\b"
)
_MARKER = re.compile(r"(?<![a-z])(begin|start|end|stop)(?![a-z])", re.IGNORECASE)
_MOST_OF_IT = 0.8
_FEWEST_ROWS = 10
_LONGEST = 200


@dataclass(frozen=True)
class _Passage:
    """A comment or a paragraph: where it begins, what it says, and the paragraph behind it."""

    where: Where
    text: str
    following: str = ""
    is_comment: bool = False


def find_generated(
    readme: str, text: str, written: WrittenList, around: RepositoryFiles
) -> Generated | None:
    """What says that a tool writes the README, and what to edit instead; None for nothing sure."""
    document = read_document(text)
    rows = sorted(
        (one.span.start, one.span.end) for one in written.records if one.span.path == readme
    )
    passages = [one for one in _passages(readme, document) if not _in_row(one[0], rows)]
    guides = _by_guides(readme, around)
    own = _by_words([passage for _, passage in passages], readme, around)
    if own and guides and not own.data:
        own = replace(own, data=guides.data)
    return (
        own
        or guides
        or _by_best_of(readme, text, around)
        or _by_markers(readme, document, rows, around)
    )


_PASSAGES = frozenset({"CodeBlock", "Code", "Paragraph"})


def _passages(path: str, document: Document) -> Iterator[tuple[int, _Passage]]:
    """The comments and paragraphs of a text with their first bytes; code is none of them."""
    raw = document.raw
    nodes = [one for one in document.root.walk() if one.kind in _PASSAGES]
    code = [(one.start, one.end) for one in nodes if one.kind != "Paragraph"]
    for found in re.finditer(rb"<!--(.*?)-->", raw, re.DOTALL):
        if not _in_row(found.start(), sorted(code)):
            where = Where(path, document.line_of(found.start()))
            yield found.start(), _Passage(where, _plain(found[1]), is_comment=True)
    paragraphs = [one for one in nodes if one.kind == "Paragraph"]
    plain = [_plain(re.sub(rb"<!--.*?-->", b"", raw[one.start : one.end])) for one in paragraphs]
    for number, node in enumerate(paragraphs):
        following = plain[number + 1] if number + 1 < len(plain) else ""
        yield (
            node.start,
            _Passage(Where(path, document.line_of(node.start)), plain[number], following),
        )


def _plain(raw: bytes) -> str:
    text = " ".join(raw.decode("utf-8", "replace").split())
    return re.sub(r"readme(?:\.md|\.markdown)", "README", text, flags=re.IGNORECASE)


def _in_row(at: int, rows: Sequence[tuple[int, int]]) -> bool:
    place = bisect_right(rows, (at, float("inf")))
    return any(start <= at < end for start, end in rows[max(0, place - 3) : place])


def _by_words(
    passages: Sequence[_Passage], readme: str, around: RepositoryFiles, *, guide: bool = False
) -> Generated | None:
    for passage in passages:
        sentences = [
            one for one in re.split(r"(?<=[.!?])\s+", passage.text) if not _PART.search(one)
        ]
        made = any(_MADE.search(one) for one in sentences)
        forbidden = any(_NO_EDIT.search(one) or _NO_HANDS.search(one) for one in sentences)
        if guide and not re.search(r"\breadme\b", passage.text, re.IGNORECASE):
            continue
        data = _data_in(passage.text, readme, around)
        if passage.is_comment and (made or any(_NO_EDIT.search(one) for one in sentences)):
            return Generated(passage.where, passage.text[:_LONGEST], data)
        if made and (forbidden or data):
            data = data or _data_in(passage.following, readme, around)
            return Generated(passage.where, passage.text[:_LONGEST], data)
    return None


def _data_in(text: str, readme: str, around: RepositoryFiles) -> tuple[str, ...]:
    """The data files and folders of the repository that a passage names."""
    names = (found[1].strip("/").removeprefix("./") for found in _PATH.finditer(text))
    return tuple(
        dict.fromkeys(
            name
            for name in names
            if name != readme
            and (name.lower().endswith(_DATA) or "/" in name)
            and around.holds(name)
            and not (name in around.paths and not name.lower().endswith(_DATA))
        )
    )


def _by_guides(readme: str, around: RepositoryFiles) -> Generated | None:
    for path, text in around.texts.items():
        if not path.lower().endswith(".md"):
            continue
        passages = [
            passage for _, passage in _passages(path, read_document(text)) if not passage.is_comment
        ]
        for passage in passages:
            elsewhere = _ELSEWHERE.search(passage.text)
            named = _REPOSITORY.search(passage.text, elsewhere.end()) if elsewhere else None
            if named:
                return Generated(passage.where, passage.text[:_LONGEST], (named[0],))
        found = _by_words(passages, readme, around, guide=True)
        if found:
            return found
    return None


def _by_best_of(readme: str, text: str, around: RepositoryFiles) -> Generated | None:
    if _BEST_OF not in around.paths:
        return None
    workflows = {path: one for path, one in around.texts.items() if not path.endswith(".md")}
    for path, one in {**workflows, readme: text}.items():
        for number, line in enumerate(one.splitlines(), 1):
            if _BEST_OF_USED.search(line):
                return Generated(Where(path, number), line.strip()[:_LONGEST], (_BEST_OF,))
    return None


def _by_markers(
    readme: str, document: Document, rows: Sequence[tuple[int, int]], around: RepositoryFiles
) -> Generated | None:
    """Two comments around most of the rows, in a file that a workflow commits."""
    adds = re.compile(rf"\bgit add\b[^\n]*(?<![\w/]){re.escape(readme)}(?![\w/])")
    commits = [path for path, text in around.texts.items() if adds.search(text)]
    if not commits or len(rows) < _FEWEST_ROWS:
        return None
    opened: dict[str, re.Match[bytes]] = {}
    for found in re.finditer(rb"<!--(.*?)-->", document.raw, re.DOTALL):
        words = found[1].decode("utf-8", "replace").replace("_", " ")
        mark = _MARKER.search(words)
        if mark is None or "listkeeper:" in words:
            continue
        name = re.sub(r"\W+", "", _MARKER.sub("", words, count=1)).lower()
        if mark[1].lower() in {"begin", "start"}:
            opened[name] = found
        elif name in opened:
            first = opened.pop(name)
            inside = sum(first.end() <= start < found.start() for start, _ in rows)
            if inside >= _MOST_OF_IT * len(rows):
                where = Where(readme, document.line_of(first.start()))
                return Generated(where, f"{_plain(first[0])} ({commits[0]} commits this file)")
    return None
