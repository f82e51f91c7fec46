"""Links and images with the exact bytes of their addresses, from nodes and tags. Pure."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, overload

from bot.parsing.source.addresses import as_followed, inline_address, pointed_address
from bot.parsing.source.markup import Attribute, Tag, read_attribute
from bot.parsing.source.nodes import TEXTS, Definition, Node, fold
from bot.parsing.source.texts import unlike

TextBetween = Callable[[int, int], str]
"""Gives the visible text between two byte offsets."""


class LinkForm(StrEnum):
    """How a link is written."""

    INLINE = "inline"
    REFERENCE = "reference"
    POINTED = "pointed"
    BARE = "bare"
    HTML = "html"


class SourceLink(NamedTuple):
    """One link or image, with the bytes of its address and of the whole of it.

    `url` is the address as a browser follows it. `start` and `end` are the bytes of the address
    alone, without `<>` or quotes; None where these are not certain.
    """

    url: str
    start: int | None
    end: int | None
    whole: tuple[int, int]
    form: LinkForm
    label: str = ""
    """Its visible text, in one line; the alternative text of an image."""
    is_image: bool = False
    is_linked: bool = False
    """Whether it is an image inside a link."""


def markdown_link(
    node: Node, definitions: Mapping[str, Definition], raw: bytes, text_between: TextBetween
) -> SourceLink | None:
    """The link or image of a node; None for a mail address."""
    kind, url, own = node.data
    form, span = LinkForm.INLINE, None
    if kind == "Email":
        return None
    if kind == "Autolink":
        form, span = LinkForm.POINTED, pointed_address(raw, node.start, node.end, url)
    elif kind == "Inline":
        inside = node.children
        inner = inside[-1].end if inside else node.start
        span = inline_address(raw, max(node.start, inner - 1), node.end, url)
    else:
        form = LinkForm.REFERENCE
        one = definitions.get(fold(own))
        span = one.address if one else None
    is_image = node.kind == "Image"
    label = _alternative(node) if is_image else text_between(node.start, node.end)
    start, end = span or (None, None)
    url = as_followed(raw[start:end], url) if span else url
    return SourceLink(url, start, end, (node.start, node.end), form, label, is_image)


def _alternative(node: Node) -> str:
    return " ".join("".join(one.text for one in node.walk() if one.kind in TEXTS).split())


def markup_links(
    tags: Sequence[Tag], raw: bytes, text_between: TextBetween
) -> Iterator[SourceLink]:
    """The links, images and films of HTML; each address of a `srcset` is one."""
    ends = [tag for tag in tags if tag.name in {"a", "/a"}]  # links cannot be nested
    starts = [tag.start for tag in ends]
    for tag in tags:
        if tag.name == "a" and (address := tag.attributes.get("href")):
            at = bisect_left(starts, tag.end)
            last = ends[at] if at < len(ends) else tag
            end = last.end if last.name == "/a" else last.start if last is not tag else tag.end
            yield _of_attribute(address, (tag.start, end), text_between(tag.end, end))
        for name in _PICTURES.get(tag.name, ()):
            if address := tag.attributes.get(name):
                alternative = tag.attributes.get("alt")
                label = alternative.value if alternative else ""
                yield _of_attribute(address, (tag.start, tag.end), label, is_image=True)
        if tag.name in {"img", "source"} and (several := tag.attributes.get("srcset")):
            yield from _of_srcset(several, tag, raw)


_PICTURES = {
    "img": ("src",),
    "source": ("src",),
    "video": ("src", "poster"),
    "audio": ("src",),
}


def _of_attribute(
    value: Attribute, whole: tuple[int, int], label: str, *, is_image: bool = False
) -> SourceLink:
    url = value.value.strip()
    if not value.is_written:
        return SourceLink(url, None, None, whole, LinkForm.HTML, label, is_image)
    before = len(value.value) - len(value.value.lstrip())
    after = len(value.value) - before - len(url)
    start, end = value.start + before, value.end - after
    return SourceLink(url, start, end, whole, LinkForm.HTML, label, is_image)


_NOT_BLANK = re.compile(rb"[^\s,]\S*")
_TO_THE_COMMA = re.compile(rb"[^,]*")


def _of_srcset(several: Attribute, tag: Tag, raw: bytes) -> Iterator[SourceLink]:
    """Each address of a `srcset`, without its descriptors.

    https://html.spec.whatwg.org/multipage/images.html#parse-a-srcset-attribute
    """
    at = several.start
    while found := _NOT_BLANK.search(raw, at, several.end):
        written = found[0].rstrip(b",")
        url = read_attribute(written.decode("utf-8", "replace"))
        start, at = found.start(), found.end()
        if len(written) == len(found[0]) and (rest := _TO_THE_COMMA.match(raw, at, several.end)):
            at = rest.end()
        whole = (tag.start, tag.end)
        yield SourceLink(url, start, start + len(written), whole, LinkForm.HTML, is_image=True)


class SourceLinks(Sequence[SourceLink]):
    """The links of a text in the order they stand; for each image whether it is inside a link.

    They are in arrays, and each is made when it is asked for, because there are many.
    """

    __slots__ = ("_forms", "_images", "_labels", "_places", "_raw", "_starts", "_urls")

    def __init__(self, raw: bytes, links: Iterable[SourceLink] = ()) -> None:
        self._raw = raw
        self._places = array("I")
        """Four numbers each: from and to of the address, and of the whole."""
        self._forms: list[LinkForm] = []
        self._images = bytearray()
        self._urls: list[str | None] = []
        self._labels: list[str] = []
        for link in links:
            start, end = (_NOWHERE, 0) if link.start is None else (link.start, link.end or 0)
            self._places.extend((start, end, *link.whole))
            self._forms.append(link.form)
            self._images.append(link.is_image)
            self._urls.append(unlike(raw, start, end, link.url))
            self._labels.append(link.label)
        self._sort()
        self._starts = self._places[2::4]
        self._find_linked()

    def _sort(self) -> None:
        starts, ends, places = self._places[2::4], self._places[3::4], self._places
        order = sorted(range(len(self)), key=lambda at: (starts[at], -ends[at]))
        if order != list(range(len(self))):
            self._places = array("I", (places[4 * at + part] for at in order for part in range(4)))
            self._forms = [self._forms[at] for at in order]
            self._images = bytearray(self._images[at] for at in order)
            self._urls = [self._urls[at] for at in order]
            self._labels = [self._labels[at] for at in order]

    def _find_linked(self) -> None:
        reach = 0
        for at, end in enumerate(self._places[3::4]):
            if not self._images[at]:
                reach = max(reach, end)
            elif end <= reach:
                self._images[at] = _LINKED_IMAGE

    def between(self, start: int, end: int) -> Sequence[SourceLink]:
        """Those whose whole begins in these bytes."""
        first = bisect_left(self._starts, start)
        return self[first : bisect_left(self._starts, end, first)]

    def __len__(self) -> int:
        return len(self._forms)

    @overload
    def __getitem__(self, at: int) -> SourceLink: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[SourceLink]: ...
    def __getitem__(self, at: int | slice) -> SourceLink | Sequence[SourceLink]:
        numbers = range(len(self))[at]
        return self._at(numbers) if isinstance(numbers, int) else [*map(self._at, numbers)]

    def __iter__(self) -> Iterator[SourceLink]:
        return map(self._at, range(len(self)))

    def _at(self, number: int) -> SourceLink:
        start, end, first, last = self._places[4 * number : 4 * number + 4]
        url, is_sure = self._urls[number], start != _NOWHERE
        url = self._raw[start:end].decode() if url is None else url
        address: tuple[int | None, int | None] = (start, end) if is_sure else (None, None)
        picture = _PICTURE[self._images[number]]
        own = self._forms[number], self._labels[number]
        return SourceLink(url, *address, (first, last), *own, *picture)


_NOWHERE = 2**32 - 1
_LINKED_IMAGE = 2
_PICTURE = [(False, False), (True, False), (True, True)]
"""Whether it is an image, and one inside a link."""


def is_external(url: str) -> bool:
    """Whether an address leads out of the list.

    Browsers ignore blanks before it, but no others than ASCII has: behind a no-break space it is a
    path (https://url.spec.whatwg.org/#url-parsing).
    """
    return bool(_EXTERNAL.match(url))


_EXTERNAL = re.compile(r"[\x00-\x20]*https?:", re.IGNORECASE)
