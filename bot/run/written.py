"""`check` on a file: invalid links in it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from bot.lists.disk.reading import read_inside
from bot.model.errors import InputError, Where
from bot.model.reference import read_link
from bot.model.verdict import LinkPlace, Verdict, VerdictWord
from bot.parsing.anchors import RENDERED
from bot.parsing.no_links import Faults, IsThere, NoLink, TextOf
from bot.parsing.source.document import read_document


def no_links_in(file: Path, text: str) -> list[Verdict]:
    """A verdict on each address of the file that cannot be followed, with all its places.

    Gone is what no reader can follow; what may lead somewhere (`Fault.is_certain`) is unsure.
    """
    document = read_document(text)
    is_page = file.suffix.lower() in {*RENDERED, ""}
    found: dict[tuple[str, NoLink, str, bool], dict[Where, LinkPlace]] = {}
    for fault in Faults(document, files_beside(file), text_beside(file), is_page=is_page):
        link = fault.link
        offset = link.whole[0] if link.start is None else link.start
        line, column = document.line_of(offset), document.column_of(offset)
        place = LinkPlace(read_link(link.url), Where(file.as_posix(), line, column))
        places = found.setdefault((link.url, fault.reason, fault.why, fault.is_certain), {})
        places.setdefault(place.where, place)
    return [_verdict(*key, tuple(places.values())) for key, places in found.items()]


def _verdict(
    url: str, reason: NoLink, why: str, is_certain: bool, places: tuple[LinkPlace, ...]
) -> Verdict:
    word: VerdictWord = "gone" if is_certain else "unsure"
    return Verdict(read_link(url), word, places, reason.value, why)


def places_without(broken: Sequence[Verdict], places: Sequence[LinkPlace]) -> list[LinkPlace]:
    """The places of links that are only a question."""
    known = {(verdict.link.url, one.where) for verdict in broken for one in verdict.where}
    return [one for one in places if (one.link.url, one.where) not in known]


def in_order_of(files: Sequence[Path], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts as their first places stand in the files."""
    numbers = {file.as_posix(): number for number, file in reversed([*enumerate(files)])}

    def order(verdict: Verdict) -> tuple[int, int, int]:
        where = verdict.where[0].where
        return numbers.get(where.path, 0), where.line, where.column

    return sorted(verdicts, key=order)


def files_beside(file: Path) -> IsThere:
    """Whether a relative link of this file leads to a file or folder of its repository.

    A page may be linked by its name alone, or as the .html that is made of it. Unknown for
    addresses that leave the repository or begin with a slash.
    """
    folder = file.absolute().parent
    root = next((one for one in (folder, *folder.parents) if (one / ".git").exists()), folder)

    def is_there(path: str) -> bool | None:
        if path.startswith(("/", "\\")):
            return None
        target = Path(os.path.normpath(folder / path.replace("\\", "/")))
        if not target.is_relative_to(root):
            return None
        page = Path(f"{str(target).removesuffix('.html')}.md")
        return _exists(target) or (target.suffix in {"", ".html"} and _exists(page))

    return is_there


def text_beside(file: Path) -> TextOf:
    """The text of a file of the repository that a relative link of this one leads to.

    "" where it is none, or cannot be read; nothing is said of its headings then.
    """

    def text_of(path: str) -> str:
        try:
            content = read_inside(file.absolute().parent, path)
        except (OSError, ValueError, InputError):
            return ""
        return content.decode("utf-8", "replace")

    return text_of


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no file can have such a name
        return False
