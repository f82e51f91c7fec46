"""What the smallest parts of a list cost: a megabyte of them is read in seconds.

No clock: the lines of code that run for each part, from the text to its records.
"""

from __future__ import annotations

import sys

import pytest

from bot.lists.readme.reading import records
from bot.parsing.source.document import read_document
from tests.lists.readme.work import Work

_PARTS = 200


def lines_of(text: str) -> int:
    work = Work()
    before = sys.gettrace()
    for known in (records._read_file, records._read_files, read_document):
        known.cache_clear()
    sys.settrace(work.count)
    try:
        records.read_written({"README.md": text})
    finally:
        sys.settrace(before)
    return work.steps


@pytest.mark.parametrize(
    ("head", "part", "most"),
    [
        ("", "- a\n", 150),
        ("", "* [a](b)\n", 345),
        ("", "a\n\n", 170),
        ("", "# a\n", 200),
        ("|a|\n|-|\n", "|a|\n", 445),
    ],
)
def test_a_small_part_costs_few_lines(head: str, part: str, most: int) -> None:
    once, twice = (lines_of(head + part * number) for number in (_PARTS, 2 * _PARTS))
    assert (twice - once) / _PARTS <= most
