"""Names and texts are the field's own words: none of `words.txt`, no public name twice."""

from __future__ import annotations

import ast
import io
import json
import re
import tokenize
from collections import Counter
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
SAME_JOB = {
    "offer": "what each topic offers: one function in each module of a topic",
    "main": "where a program begins",
    "SOURCE": "the name of a source: one in each of their modules",
}
"""Names of which there are several that do one job, and which."""
LATER: tuple[str, ...] = ()
"""Folders that are still to be swept."""
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


def banned(*numbers: int) -> set[str]:
    """The words of some of the three parts of `words.txt`."""
    parts = re.split(r"^## .*$", WORDS.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    lines = [line for number in numbers for line in parts[number].splitlines()]
    return {line.partition("#")[0].strip() for line in lines} - {""}


def any_of(words: set[str]) -> re.Pattern[str]:
    every = "|".join(map(re.escape, sorted(words)))
    return re.compile(rf"(?<![\w-])(?:{every})(?![\w-])", re.IGNORECASE)


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
    words = banned(0, 1)
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


def public_names(path: Path) -> Iterator[str]:
    """What a module offers to others: classes wherever they are, functions, values and types."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for node in tree.body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name
            case ast.Assign(targets=targets):
                every = (one for target in targets for one in ast.walk(target))
                yield from (one.id for one in every if isinstance(one, ast.Name))


def test_no_public_name_of_bot_is_given_twice() -> None:
    every = [name for path in sources("bot") for name in set(public_names(path))]
    public = Counter(name for name in every if not name.startswith("_"))
    assert {name for name, count in public.items() if count > 1} == {*SAME_JOB}
    assert [name for name in every if name.strip("_") == "Kept"] == []


def remarks(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every comment and docstring of a module."""
    text = path.read_text(encoding="utf-8")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.Expr(value=ast.Constant(value=str(remark))):
                yield node.lineno, remark


def test_no_comment_and_no_docstring_has_a_banned_word() -> None:
    pattern = any_of(banned(0))
    found = [
        f"{path.relative_to(ROOT)}:~{line}: {hit[0]}"
        for path in sources(*FOLDERS)
        for line, text in remarks(path)
        if (hit := pattern.search(QUOTED.sub(" ", text)))
    ]
    assert found == []


# --- what people read ----------------------------------------------------------------------------

PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "action.yml", "docs/*.md")
FOLDERS_READ = ("templates", "bot/starter", "bot/starter_readme", ".github")
PATTERN = re.compile(r"\\[bwWdsSAZ]|\(\?[:P<=!]|\|[\w ]+\|")
"""What a text that is a regular expression holds; the words in it are those of others."""
QUOTED = re.compile(r"`[^`\n]*`|“[^”]*”|https?://\S+|\{[{%#].*?[}%#]\}|<!--.*?-->", re.DOTALL)
"""Code, quotations, addresses, and what a template computes."""
REGION = re.compile(r"<!-- listkeeper:begin ([\w-]+) -->.*?<!-- listkeeper:end \1 -->", re.DOTALL)


def written(path: Path) -> str:
    """A page as people read it, without quotations; of this README without the list itself."""
    text = path.read_text(encoding="utf-8")
    return QUOTED.sub(" ", REGION.sub(" ", text) if path.name == "README.md" else text)


def texts_of_code(path: Path) -> Iterator[tuple[int, str]]:
    """Line and text of every sentence in a module of bot/, and the help of its verbs."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in bare
            and " " in node.value
            and not PATTERN.search(node.value)
        ):
            yield node.lineno, QUOTED.sub(" ", node.value)
        if isinstance(node, ast.FunctionDef) and path.parent.name == "verbs":
            yield node.lineno, QUOTED.sub(" ", ast.get_docstring(node) or "")


def described(node: object) -> Iterator[str]:
    """Every description of a JSON Schema."""
    if isinstance(node, dict):
        if isinstance(text := node.get("description"), str):
            yield text
        for inner in node.values():
            yield from described(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from described(inner)


def visible() -> Iterator[tuple[str, str]]:
    """Place and text of all that people read."""
    pages = [path for pattern in PAGES for path in sorted(ROOT.glob(pattern))]
    pages += [path for name in FOLDERS_READ for path in sorted((ROOT / name).rglob("*.*"))]
    for path in pages:
        name = str(path.relative_to(ROOT))
        if path.is_file():
            for number, line in enumerate(written(path).splitlines(), 1):
                yield f"{name}:~{number}", line
    for path in sources("bot"):
        for number, text in texts_of_code(path):
            yield f"{path.relative_to(ROOT)}:{number}", text
    for path in sorted((ROOT / "docs/schemas").glob("*.json")):
        for text in described(json.loads(path.read_text(encoding="utf-8"))):
            yield path.name, text


def test_no_text_that_people_read_has_a_banned_word() -> None:
    pattern = any_of(banned(0, 2))
    found = [
        f"{place}: {hit[0]}: {text.strip()[:120]}"
        for place, text in visible()
        if (hit := pattern.search(text))
    ]
    assert found == []


def test_a_banned_word_is_noticed_outside_of_quotations(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("It tells `told` “told” {{ told }} of it.\n", encoding="utf-8")
    assert written(page).split() == ["It", "tells", "of", "it."]
