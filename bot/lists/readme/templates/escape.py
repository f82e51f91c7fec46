"""Escape texts and addresses from outside for a list. Pure."""

from __future__ import annotations

import html
import re

from bot.model.reference import Kind, read_link
from bot.model.values.unseen import without_unseen

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKUP = re.compile(
    r"\\(?=[!-/:-@\[-`{-~])|[*`]|\[(?=[^\[\]]*\][(\[:])|(?<![^\W_])_|_(?![^\W_])|<(?=[a-zA-Z/!?])|~(?=~)|(?<=~)~|"
    r"(?<=\bhttps)(?=://)|(?<=\bhttp)(?=://)|(?<=\bwww)(?=\.)"
)
_UNSAFE = {" ": "%20", "(": "%28", ")": "%29", "|": "%7C", "<": "%3C", ">": "%3E", "\\": "%5C"}
_ARXIV = re.compile(r"(https?://(?:www\.)?arxiv\.org/(?:pdf|abs|html)/)[^\s?#]*?(\.pdf)?\Z", re.I)


def visible_line(text: str) -> str:
    """A text without line ends and invisible characters."""
    return " ".join(without_unseen(_CONTROLS.sub("", text)).split())


def markdown_text(text: str, *, in_cell: bool = False) -> str:
    """A text that reads the same in a line of Markdown; nothing in it becomes markup or a link."""
    plain = _ENTITY.sub("&amp;", visible_line(text))
    plain = _MARKUP.sub(lambda found: "\\" + found[0], plain)
    if not _are_paired(plain):
        plain = re.sub(r"(?<!\\)[\[\]]", r"\\\g<0>", plain)
    return plain.replace("|", "\\|") if in_cell else plain


def _are_paired(text: str) -> bool:
    """Whether each square bracket has its partner."""
    depth = 0
    for letter in text:
        depth += (letter == "[") - (letter == "]")
        if depth < 0:
            return False
    return depth == 0


def code_text(text: str, *, in_cell: bool = False) -> str:
    """A text for a code span."""
    plain = visible_line(text).replace("`", "'")
    return plain.replace("|", "\\|") if in_cell else plain


def html_text(text: str) -> str:
    """A text for an element of HTML."""
    return html.escape(visible_line(text), quote=False)


def address_like(url: str, like: str, *, in_attribute: bool = False) -> str:
    """An address to replace another one; for a paper in the same form."""
    url = without_unseen(_CONTROLS.sub("", url.strip()))
    target, form = read_link(url), _ARXIV.match(like)
    is_whole = not (target.place.version or target.place.fragment or target.place.tree)
    if form and target.reference.kind is Kind.PAPER and is_whole:
        number = target.reference.name
        if re.match(r"\d{4}\.\d{4,5}\Z", number):
            url = f"{form[1]}{number}{form[2] or ''}"
    if in_attribute:
        return html.escape(url) if "&amp;" in like else url.replace('"', "%22").replace("'", "%27")
    balanced = url.count("(") == url.count(")")
    table = {key: value for key, value in _UNSAFE.items() if not (balanced and key in "()")}
    return "".join(table.get(letter, letter) for letter in url)
