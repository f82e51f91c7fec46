"""The bytes of a registry's entries, links and fields are those that stand in its files."""

from __future__ import annotations

import pytest

from bot.lists.registry.written import written_registry
from tests.build import documents

TEXT = """\
entries:
  - id: e1
    kind: tool
    name: Größe 😀
    section: tools
    description: '…says “ä” of it'
    links: {code: https://github.com/acme/größe, site: "https://ä.example/ü"}
  - id: b
    kind: tool
    name: B
    section: tools
    licence: MIT
    links:
      hub:
        - https://huggingface.co/acme/b  # größer
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_span_names_its_own_bytes(end: str) -> None:
    text = TEXT.replace("\n", end)
    raw = text.encode()
    first, second = written_registry(documents(**{"registry/tools.yml": text})).records
    spans = [(one.span, one.link.url) for one in (*first.links, *second.links)]
    spans += [(one.span, one.text) for one in (*first.fields, *second.fields)]
    assert len(spans) == 5
    for span, words in spans:
        assert raw[span.start : span.end].decode() == words
        assert raw[: span.start].count(b"\n") + 1 == span.line
    assert raw[first.span.start : second.span.start].decode().strip().startswith("- id: e1")
    assert raw[second.span.start : second.span.end].decode().endswith("größer")
