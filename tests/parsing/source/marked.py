"""Texts in which «» stand around each address that must be found."""

from __future__ import annotations

from bot.parsing.source.document import Document, read_document
from bot.parsing.source.links import SourceLink

_OPEN, _CLOSE = "«".encode(), "»".encode()


def unmarked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without the marks, and the bytes between them."""
    raw = text.encode("utf-8", "surrogateescape")
    plain = bytearray()
    spans: list[tuple[int, int]] = []
    for part in raw.split(_OPEN)[:1]:
        plain += part
    for part in raw.split(_OPEN)[1:]:
        address, _, rest = part.partition(_CLOSE)
        spans.append((len(plain), len(plain) + len(address)))
        plain += address + rest
    return plain.decode("utf-8", "surrogateescape"), spans


def read_marked(text: str) -> tuple[Document, list[SourceLink]]:
    """The document without the marks and its links; fails unless the marks are the links."""
    plain, spans = unmarked(text)
    document = read_document(plain)
    assert document.raw == plain.encode("utf-8", "surrogateescape")
    found = {(link.start, link.end) for link in document.links}
    written = [document.raw[slice(*span)] for span in sorted(found)]
    assert found == set(spans), written
    return document, list(document.links)
