"""The name of a row, and the roles of its links."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from bot.lists.readme.reading.markup import is_followed
from bot.lists.readme.reading.row import Cell, Row
from bot.model.kinds import REFERENCE_KINDS, Kind
from bot.model.reference import Link, read_link
from bot.parsing.source.document import Document
from bot.parsing.source.links import SourceLink

_NAME_COLUMN = re.compile(
    r"\W*(?:name|title|model|models|paper|papers|language model|tool|tools|project|repository|repo|"
    r"software|dataset|data|llm|llms|benchmark|benchmarks|method|checkpoints?|api|application|work|"
    r"library|framework|名称|模型|模型名称|论文|数据集|项目|网站|website|site|link|url|"
    r"title (?:&|and) authors|datasets?/papers?|papers & codes?)\W*\Z",
    re.IGNORECASE,
)
_ROLE_OF_LABEL = (
    ("paper", r"papers?|pdf|arxiv|abs(?:tract)?|openreview|publication|preprint|论文"),
    ("code", r"code|codes|source|source code|github|git|repo|repository|official code|代码"),
    ("data", r"data|datasets?|corpus|数据集?"),
    ("hub", r"hf|hugging ?face|models?|weights|checkpoints?|code & models?|model card|模型"),
    ("docs", r"docs?|documentation|manual|wiki|reference|文档"),
    ("blog", r"blog|blog ?post|post|article|news|announcement|博客"),
    ("site", r"site|website|web|home|homepage|project|project page|page|demo|official|主页|官网"),
)
_LABELS = [
    (role, re.compile(rf"\W*(?:{words})\W*\Z", re.IGNORECASE)) for role, words in _ROLE_OF_LABEL
]
_PAPER_HOST = re.compile(
    r"https?://(?:[\w.-]*\.)?(?:openreview\.net|aclanthology\.org|aclweb\.org|dl\.acm\.org|doi\.org|"
    r"proceedings\.\w+\.\w+|papers\.nips\.cc|jmlr\.org|ieeexplore\.ieee\.org|"
    r"openaccess\.thecvf\.com|link\.springer\.com|semanticscholar\.org)/|\.pdf(?:[?#]|\Z)",
    re.IGNORECASE,
)
_BADGE = re.compile(
    r"(?:img\.shields\.io|badge\.fury\.io|badgen\.net|badges?\.[\w-]+\.|travis-ci\.|codecov\.io|"
    r"awesome\.re/|/badge|badge\.svg|/actions/workflows/[^/]+/badge)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\s*\(?\d{1,4}[.)](?:\s+|\Z)")
_DATED = re.compile(r"^\s*(?:\[[\d\s./-]+\]|\(\d[\d\s./-]*\)|\*\*\[[\d./-]+\]\*\*)\s*")
_SIGNS = re.compile(r"\A(?::\w+:|[^\w\"'“(\[])+")
_IN_BRACKETS = re.compile(r"(?<=\S)\s*\[[^\]]*(?:19|20)\d\d[^\]]*\]")
_QUOTED = re.compile(
    r"(?:\[[^\[\]]{1,40}\]\s*)?(?:\"(?P<a>[^\"]{8,})\"|“(?P<b>[^“”]{8,})”)"
    r"(?=\s*(?:\Z|[,.;(\[*_|<]|[-–—]\s|by\b))"
)
"""A title in quotes at the beginning, behind one tag at most, and what may follow it."""
_SEPARATED = re.compile(r"\s[-–—|]\s|:\s")
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST = 200


def role_of(link: SourceLink) -> str:
    """The role of a link: by what it leads to, then by its label; empty where neither shows it."""
    if link.is_image:
        return "badge" if _BADGE.search(link.url) else "image"
    kind = read_link(link.url).reference.kind
    label = labelled_role(link.label)
    if kind is Kind.PAGE:
        if _PAPER_HOST.search(link.url):
            return "paper"
        return label if label in {"docs", "blog", "data", "paper", "code", "site"} else "site"
    if kind is Kind.REPO and label == "data":
        return "data"
    return REFERENCE_KINDS[kind].role


@lru_cache(maxsize=4096)
def labelled_role(label: str) -> str:
    """The role in a link's text or a column's heading; empty for any other word."""
    return next((role for role, words in _LABELS if words.match(label)), "")


def kind_of(links: Sequence[tuple[str, Link]], columns: Sequence[str]) -> str:
    """The kind of entry, guessed from its links; empty where they do not show it."""
    if any(map(_is_of_models, columns)):
        return "model"
    if not links:
        return ""
    kinds = [link.reference.kind for _, link in links]
    roles = [role for role, _ in links]
    if Kind.MODEL in kinds:
        return "model"
    if Kind.DATASET in kinds and Kind.PAPER not in kinds:
        return "dataset"
    if "paper" in roles:
        return "paper"
    return "link" if kinds[0] is Kind.PAGE else REFERENCE_KINDS[kinds[0]].becomes[0]


@lru_cache(maxsize=1024)
def _is_of_models(column: str) -> bool:
    return bool(_OF_MODELS.search(column))


_OF_MODELS = re.compile(r"\A\W*(?:params?|#?\s*parameters?|#params?|model size)\b", re.IGNORECASE)


def name_of(row: Row, document: Document) -> str:
    """The name that readers see for a row; empty where there is none."""
    if row.cells:
        return _name_in_cells(row, document)
    start, end = row.content[0]
    first = next((link for link in row.links if is_followed(link)), None)
    end = document.break_after(start, min(end, first.whole[0]) if first else end)
    before = document.text_between(start, end)
    if first and (row.form == "heading" or not re.search(r"\w{2}", _without_leads(before))):
        labels = (link.label for link in row.links if is_followed(link))
        return _cleaned(next(filter(None, labels), "")) or _name_behind(row, first, document)
    bold = _leading_bold(document, start, end)
    return _cleaned(_without_leads(bold or _title_part(before)))


def _name_behind(row: Row, first: SourceLink, document: Document) -> str:
    """The name behind links that show nothing but a picture; its alternative text where none is."""
    begin = max(link.whole[1] for link in row.links if link.whole[0] <= first.whole[1])
    end = document.break_after(begin, row.content[0][1])
    text = _without_leads(document.text_between(begin, end))
    name = _leading_bold(document, begin, end) or _SEPARATED.split(text, maxsplit=1)[0]
    pictures = (one.label for one in row.links if one.is_linked and role_of(one) == "image")
    return _cleaned(_title_part(name)) or _cleaned(next(pictures, ""))


def _name_in_cells(row: Row, document: Document) -> str:
    named = [cell for cell in row.cells if _is_of_names(cell.column)]
    for cell in [*named, *row.cells]:
        text = _cell_name(cell, row, document)
        if _LETTER.search(text) and not _LABELS[0][1].match(text):
            return text
    return next(filter(None, (_cell_name(cell, row, document) for cell in row.cells)), "")


@lru_cache(maxsize=1024)
def _is_of_names(column: str) -> bool:
    return bool(_NAME_COLUMN.match(column))


def _cell_name(cell: Cell, row: Row, document: Document) -> str:
    """A cell's text up to its first break, without the links behind it."""
    links = [one for one in row.links if is_followed(one) and cell.start <= one.whole[0] < cell.end]
    first = links[0] if links else None
    end = document.break_after(cell.start, cell.end)
    end = min(end, first.whole[0]) if first else end
    text = document.text_between(cell.start, end)
    if re.search(r"\w{2}", _without_leads(text)):
        bold = _leading_bold(document, cell.start, cell.end)
        return _cleaned(_without_leads(bold or _title_part(text)))
    label = next((link.label for link in links if link.label), "")
    whole = text if end == cell.end else document.text_between(cell.start, cell.end)
    return _cleaned(label) or _cleaned(whole)


def _leading_bold(document: Document, start: int, end: int) -> str:
    """The text of the first bold part, if only signs and dates come before it."""
    bold = document.bold
    at = bisect_left(bold, start, key=lambda node: node.start)
    if at == len(bold) or bold[at].start >= end:
        return ""
    before = _without_leads(document.text_between(start, bold[at].start))
    return document.text_between(bold[at].start, bold[at].end) if not before.strip() else ""


def _without_leads(text: str) -> str:
    if text[:1].isalpha():
        return text
    text = _NUMBER.sub("", text)
    while True:
        while (dated := _DATED.match(text)) and dated.end():
            text = text[dated.end() :]
        bare = _SIGNS.sub("", text)
        if bare == text or not _DATED.match(bare):
            return str(bare)
        text = bare


def _title_part(text: str) -> str:
    """The title at the beginning of a text that continues with authors, venue and year."""
    if quoted := _QUOTED.match(text):
        return quoted["a"] or quoted["b"]
    text = _IN_BRACKETS.split(text, maxsplit=1)[0] or text
    found = re.match(r"(.{8,}?[.!?])(?:\s+(?:[A-Z*_(\[]|arxiv\b).*|\s*)\Z", text)
    return (
        found[1].rstrip(".") if found and len(found[1]) < len(text) else text.rstrip(" .:,;-–—([")
    )


def _cleaned(text: str) -> str:
    """Without signs at both ends; brackets and quotes stay where both of a pair are there."""
    if not text or text.isalnum():
        return text[:_LONGEST]
    text = " ".join(text.split()).strip(" \t|*_:：,;-–—`.")
    while text and (
        (text[0] in "([" and text[0] not in text[1:] and ")]"["([".index(text[0])] not in text)
        or (text[-1] in "([" or (text[-1] in ")]" and "(["[")]".index(text[-1])] not in text))
    ):
        text = text[1:] if text[0] in "([" and ")]"["([".index(text[0])] not in text else text[:-1]
        text = text.strip(" :,;-–—.")
    for first, last in ('""', "“”", "''", "()", "[]"):
        if len(text) > 1 and text[0] == first and text[-1] == last and first not in text[1:-1]:
            text = text[1:-1].strip()
    return text[:_LONGEST].removesuffix(".")


def folded(name: str) -> str:
    """A name in the form used to compare ids."""
    return unicodedata.normalize("NFC", name).lower()
