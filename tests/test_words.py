"""Names are the field's own words: none of `words.txt` in code, no public class name twice."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
WORDS = ROOT / "tests/words.txt"
FOLDERS = ("bot", "tests", "benchmarks", "tools")
OTHERS_NAMES = {
    ("bot/lists/observations.py", "said"): "a field of the stored observations",
    ("bot/model/provenance.py", "said"): "a field of the explain report",
    ("tests/run/test_explain.py", "said"): "the name of that field",
    ("bot/render/reports/discover.py", "newcomers"): "a field of the discover report",
    ("tests/world/proxy.py", "do_PUT"): "the name by which http.server finds a method",
}
"""Names that are published, or that others gave: file and name → why it stays."""
LATER: tuple[str, ...] = ()
"""Folders that are still to be swept."""
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def banned() -> set[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return {line.partition("#")[0].strip() for line in lines} - {""}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def names(path: Path) -> Iterator[tuple[int, str]]:
    """Line and name of all that a module defines: itself, classes, functions, values."""
    yield 1, path.stem
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name):
                yield node.lineno, name
            case ast.AsyncFunctionDef(name=name) | ast.arg(arg=name):
                yield node.lineno, name
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield node.lineno, name
            case ast.alias(asname=str(name)) | ast.ExceptHandler(name=str(name)):
                yield node.lineno, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield node.lineno, name


def parts(name: str) -> set[str]:
    """The words of a name, split at `_` and where camel case has a capital."""
    return {part.lower() for part in _PART.findall(name)}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("_kept_pages", {"kept", "pages"}),
        ("HTTPServer2", {"http", "server", "2"}),
        ("MovedText", {"moved", "text"}),
        ("NOT_ASKED", {"not", "asked"}),
    ],
)
def test_a_name_is_split_into_words(name: str, words: set[str]) -> None:
    assert parts(name) == words


def test_no_name_is_a_banned_word() -> None:
    words = banned()
    swept = [
        path for path in sources(*FOLDERS) if not str(path.relative_to(ROOT)).startswith(LATER)
    ]
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in swept
        for line, name in names(path)
        if parts(name) & words and (str(path.relative_to(ROOT)), name) not in OTHERS_NAMES
    ]
    assert found == []


def test_every_exception_is_needed() -> None:
    for (path, name), reason in OTHERS_NAMES.items():
        assert name in {one for _, one in names(ROOT / path)}, f"{path}: {name} ({reason})"


def test_no_class_of_bot_is_called_kept_and_no_public_name_is_given_twice() -> None:
    classes = [
        node.name
        for path in sources("bot")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    public = [name for name in classes if not name.startswith("_")]
    assert {name for name in public if public.count(name) > 1} == set()
    assert [name for name in classes if name.strip("_") == "Kept"] == []
