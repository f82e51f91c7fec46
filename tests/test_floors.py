"""A room stands above all it imports; doors and clocks stay where they belong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

BOT = Path(__file__).parent.parent / "bot"
FLOORS: dict[str, tuple[int, int]] = {
    "model": (0, 0),
    "model.values": (0, 1),
    "model.values.unseen": (0, -1),
    "model.options": (0, 1),
    "model.state": (0, 3),
    "parsing.kept": (1, -1),
    "parsing.source": (1, 0),
    "parsing": (1, 1),
    "config": (2, 0),
    "lists": (3, 1),
    "lists.base": (3, 0),
    "lists.disk": (3, 0),
    "lists.observations": (3, 0),
    "lists.join_kept": (3, 2),
    "lists.registry": (3, 2),
    "lists.readme.reading": (3, 2),
    "lists.readme.scope": (3, 1),
    "lists.readme.edits": (3, 3),
    "lists.readme.edit": (3, 4),
    "lists.readme.templates": (3, 3),
    "lists.readme.writing": (3, 4),
    "lists.readme.home": (3, 5),
    "lists.readme.mentions": (3, 5),
    "lists.readme.understood": (3, 5),
    "lists.read": (3, 6),
    "lists.history": (3, 7),
    "render.figures": (3, -1),
    "render": (3, 0),
    "render.bodies": (3, 1),
    "render.data": (3, 1),
    "render.site": (3, 2),
    "render.outputs": (3, 3),
    "render.site.outputs": (3, 4),
    "render.reports": (3, 2),
    "sources.base": (4, 0),
    "sources.http": (4, 1),
    "sources.http.bounded": (4, 2),
    "sources.http.client": (4, 3),
    "sources.archive": (4, 4),
    "sources.github": (4, 4),
    "sources.hub": (4, 4),
    "sources.papers": (4, 4),
    "sources.web.signs": (4, 4),
    "sources.web": (4, 5),
    "sources.web.crosscheck": (4, 6),
    "sources.web.rounds": (4, 7),
    "sources.web.checker": (4, 8),
    "sources": (4, 9),
    "publish": (4, 1),
    "publish.base": (4, 0),
    "publish.github": (4, 2),
    "publish.github.settings": (4, 3),
    "judge": (5, 0),
    "judge.facts": (5, 1),
    "judge.models": (5, 1),
    "judge.additions": (5, 2),
    "judge.given": (5, 2),
    "judge.origins": (5, 3),
    "judge.topics": (5, 3),
    "judge.judgement": (5, 4),
    "lint": (5, 0),
    "lint.written": (5, 1),
    "run.steps": (6, 0),
    "run": (6, 1),
    "run.doctor": (6, 2),
    "cli": (7, 0),
    "cli.verbs": (7, 1),
    "__main__": (8, 0),
}
"""Room or module → its floor, and its place on that floor; the longest name that fits counts."""
SERVICES = {"archive", "github", "hub", "papers", "web"}
"""Rooms of `sources/` that do not know each other."""
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
OUTWARD = {"sources", "publish"}
PURE = {"model", "parsing", "render", "judge", "lint"}
IMPURE = {*CLIENTS, "os", "subprocess", "time", "random", "pathlib", "shutil", "tempfile"}
MODULES = {
    ".".join(path.with_suffix("").relative_to(BOT).parts): path for path in BOT.rglob("*.py")
}


def place(module: str) -> str:
    """The room of a module as `FLOORS` names it."""
    parts = module.split(".")
    while ".".join(parts) not in FLOORS:
        parts.pop()
    return ".".join(parts)


def name_of(path: Path) -> str:
    return ".".join(path.with_suffix("").relative_to(BOT).parts)


def imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            below = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [name for name in below if name.removeprefix("bot.") in MODULES]
            yield from modules or [node.module]


def service(module: str) -> str:
    """The room of one service in `sources/`; empty for any other module."""
    room, _, rest = module.partition(".")
    name = rest.partition(".")[0]
    return name if room == "sources" and name in SERVICES else ""


def wrong_ways(module: str, source: str) -> list[str]:
    """The imports that a module of that name may not have."""
    own, room = place(module), module.split(".")[0]
    wrong = []
    for imported in imports(source):
        top, _, rest = imported.partition(".")
        if top == "bot":
            target = place(rest)
            there = target.split(".")[0]
            up = target != own and FLOORS[target] >= FLOORS[own]
            aside = there != room and FLOORS[target][0] == FLOORS[own][0]
            across = service(module) != service(rest) != "" and bool(service(module))
            outside = room in PURE and there in OUTWARD
            if up or aside or across or outside:
                wrong.append(imported)
        elif top in (IMPURE if room in PURE else CLIENTS) and room not in OUTWARD:
            wrong.append(imported)
    return wrong


def files() -> list[Path]:
    return [path for path in sorted(BOT.rglob("*.py")) if path.name != "__init__.py"]


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_every_import_goes_down(path: Path) -> None:
    assert wrong_ways(name_of(path), path.read_text(encoding="utf-8")) == []


def test_every_room_stands() -> None:
    """A row of a room that is gone would let its name be used for anything."""
    rooms = {place(name_of(path)) for path in files()}
    assert rooms == set(FLOORS)


def test_every_folder_has_a_row_or_each_of_its_modules_has() -> None:
    missing = {
        name_of(path)
        for path in files()
        if len(path.relative_to(BOT).parts) > 2
        and place(name_of(path))
        not in {name_of(path), ".".join(path.parent.relative_to(BOT).parts)}
    }
    assert missing == set()


def test_the_design_page_names_every_room() -> None:
    page = (BOT.parent / "docs" / "design.md").read_text(encoding="utf-8")
    rows = {
        found["room"]: found["rooms"]
        for found in re.finditer(r"^\| `(?P<room>\w+)/` \| (?P<rooms>.*) \|$", page, re.MULTILINE)
    }
    inner = {path.parent.relative_to(BOT) for path in files()}
    missing = [
        f"{room} in the row of {room.parts[0]}/"
        for room in sorted(inner)
        if len(room.parts) > 1
        and not re.search(rf"`(?:[\w/]+/)?{room.name}`", rows.get(room.parts[0], ""))
    ]
    assert missing == []


def test_no_room_is_crowded() -> None:
    folders: dict[Path, int] = {}
    for path in files():
        folders[path.parent] = folders.get(path.parent, 0) + 1
    assert {folder.name: count for folder, count in folders.items() if count > 14} == {}


def test_init_files_are_empty() -> None:
    assert [path for path in BOT.rglob("__init__.py") if path.stat().st_size] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("model.entry", "from bot.lists.registry.load import load"),
        ("model.entry", "from bot.model.values.sizes import sizes_in_order"),
        ("render.tables", "from bot.judge.visible import visible_changes"),
        ("render.tables", "from bot.lists.snapshot import parse_snapshot"),
        ("render.tables", "from bot.render.reports import terminal"),
        ("judge.links", "import bot.sources.github.source"),
        ("judge.facts.dates", "from bot.judge.models import offer"),
        ("sources.hub.source", "from bot.sources.github.rest import RestReader"),
        ("sources.web.verdict", "from bot.sources.github.rest import RestReader"),
        ("sources.web.signs.walls", "from bot.sources.web.verdict import assess"),
        ("sources.http.bounded.times", "from bot.sources.http.client import PacedClient"),
        ("run.refresh", "from bot.run.doctor.check import HealthCheck"),
        ("sources.base", "from bot.publish.base import PublishResult"),
        ("publish.local", "def late():\n    from bot.run import refresh"),
        ("render.tables", "import httpx"),
        ("judge.judgement", "import os"),
        ("lint.findings", "from bot.judge.visible import visible_changes"),
        ("lint.findings", "from bot.publish.base import PublishResult"),
        ("lint.findings", "from bot.run.render import draw_documents"),
        ("lint.findings", "from pathlib import Path"),
        ("lint.findings", "from bot.lint.written.check import check_written"),
        ("run.refresh", "from bot.cli import main"),
    ],
)
def test_a_wrong_import_is_seen(module: str, source: str) -> None:
    assert wrong_ways(module, source)


def calls(path: Path, *names: str) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))
    return [call for call in found if call in names]


@pytest.mark.parametrize("path", files(), ids=name_of)
def test_clock_environment_and_print_stay_in_the_command(path: Path) -> None:
    if name_of(path).startswith("cli."):
        return
    assert calls(path, "datetime.now", "date.today", "time.time", "print", "os.getenv") == []
    assert "os.environ" not in path.read_text(encoding="utf-8")
