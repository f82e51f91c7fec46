"""A room stands above all it imports; doors and clocks stay where they belong."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
FLOORS = {
    "facts": 0,
    "registry": 1,
    "adopt": 1,
    "changes": 1,
    "render": 1,
    "sources": 2,
    "publish": 2,
    "decide": 3,
    "settings": 3,
    "release": 3,
    "pipeline": 4,
    "schemas": 4,
    "cli": 5,
    "__main__": 6,
}
CLIENTS = {
    "httpx",
    "httpx2",
    "httpcore",
    "aiohttp",
    "requests",
    "github",
    "huggingface_hub",
    "arxiv",
    "socket",
}
DOORS = {"sources", "publish"}
PURE = {"facts", "changes", "render", "decide", "adopt"}
IMPURE = {*CLIENTS, "os", "subprocess", "time", "random", "pathlib", "shutil", "tempfile"}


def room(path: Path) -> str:
    return path.relative_to(BOT).parts[0].removesuffix(".py")


def imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def wrong_ways(room_name: str, source: str) -> list[str]:
    """The imports that a room of that name may not have."""
    wrong = []
    for module in imports(source):
        top, _, rest = module.partition(".")
        if top == "bot":
            target = rest.split(".")[0]
            if target != room_name and FLOORS[target] >= FLOORS[room_name]:
                wrong.append(module)
        elif top in (IMPURE if room_name in PURE else CLIENTS) and room_name not in DOORS:
            wrong.append(module)
    return wrong


def files() -> list[Path]:
    return [path for path in sorted(BOT.rglob("*.py")) if path.name != "__init__.py"]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(BOT)))
def test_every_import_goes_down(path: Path) -> None:
    assert wrong_ways(room(path), path.read_text(encoding="utf-8")) == []


def test_init_files_are_empty() -> None:
    assert [path for path in BOT.rglob("__init__.py") if path.stat().st_size] == []


@pytest.mark.parametrize(
    ("room_name", "source"),
    [
        ("facts", "from bot.registry.load import load"),
        ("render", "from bot.changes.compare import compare"),
        ("changes", "import bot.sources.github.source"),
        ("sources", "from bot.publish.base import Told"),
        ("publish", "def late():\n    from bot.pipeline import refresh"),
        ("render", "import httpx"),
        ("decide", "import os"),
        ("pipeline", "from bot.cli import main"),
    ],
)
def test_a_wrong_import_is_seen(room_name: str, source: str) -> None:
    assert wrong_ways(room_name, source)


def calls(path: Path, *names: str) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call for call in found if call in names]


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(BOT)))
def test_clock_environment_and_print_stay_in_the_command(path: Path) -> None:
    if room(path) == "cli":
        return
    assert calls(path, "datetime.now", "date.today", "time.time", "print", "os.getenv") == []
    assert "os.environ" not in path.read_text(encoding="utf-8")
