"""README's block on how to install listkeeper: each of its lines is run, as it stands there.

So is the block of `docs/maintaining.md` on pre-commit.

What is installed is built here: the wheel is found by the variables that uv and pip have for that,
the repository by git's own `insteadOf`. Dependencies come from the package index.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from bot.run.init import ActionPin, starter_files
from tests.build import ROOT
from tests.workflows.test_linters import write

ADDRESS = "https://github.com/OWNER/listkeeper"
PACKAGE = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "bot", "templates")
BIN = Path(sys.executable).parent
HOMES = (
    "PIPX_HOME",
    "PIPX_BIN_DIR",
    "PIPX_MAN_DIR",
    "UV_CACHE_DIR",
    "UV_TOOL_DIR",
    "PRE_COMMIT_HOME",
)
FORMS = pytest.mark.parametrize("form", [0, 1], ids=["git", "PyPI"])


@dataclass(frozen=True)
class Installation:
    """What a person has who follows README; it lies in a folder of their own."""

    env: dict[str, str]
    folder: Path
    commit: str

    def run(self, command: str, folder: str = "", *, code: int = 0) -> str:
        """What a command prints, in a folder of the lists."""
        done = subprocess.run(
            command.split(),
            cwd=self.folder / folder,
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        assert done.returncode == code, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    wheels, source = tmp_path_factory.mktemp("wheels"), tmp_path_factory.mktemp("listkeeper")
    list(WheelBuilder(str(ROOT)).build(directory=str(wheels), versions=["standard"]))
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("lists")
    (folder / "README.md").write_text("# A list\n\n[above](#a-list)\n", encoding="utf-8")
    env = {
        **os.environ,
        **{name: str(home / name) for name in HOMES},
        "PATH": os.pathsep.join([str(home / "PIPX_BIN_DIR"), str(BIN), os.environ["PATH"]]),
        "UV_FIND_LINKS": str(wheels),
        "UV_PYTHON": sys.executable,
        "PIP_FIND_LINKS": f"{wheels} {os.environ.get('PIP_FIND_LINKS', '')}",
        "PIP_NO_COMPILE": "1",
        "PIPX_DEFAULT_PYTHON": sys.executable,
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{source.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": ADDRESS,
    }
    return Installation(env, folder, _repository(source))


def _repository(folder: Path) -> str:
    """What the package is built from, as a repository; its commit."""
    for name in PACKAGE:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=ignored)
        else:
            shutil.copy(ROOT / name, folder / name)
    _git(folder, "init", "--quiet", "--initial-branch=main")
    _git(folder, "add", "--all", "--force")
    _git(folder, "commit", "--quiet", "--message", "One")
    return _git(folder, "rev-parse", "HEAD")


def _git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    command = ["git", "-C", str(folder), *who, *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def _commands(form: int) -> list[str]:
    """The commands of README's first block, from git or from PyPI, each below its comment."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = text.partition("```sh\n")[2].partition("```")[0]
    found = re.findall(r"^# from .*\n((?:\w.*\n)+)", block, re.MULTILINE)
    assert len(found) == 2, "from git, and from PyPI"
    lines: list[str] = found[form].splitlines()
    return lines


@FORMS
def test_a_list_is_checked_without_installing(installed: Installation, form: int) -> None:
    check, _install = _commands(form)
    assert check.startswith("uvx ")
    assert "0 gone" in installed.run(check)


@FORMS
def test_the_command_is_installed(installed: Installation, form: int) -> None:
    _check, install = _commands(form)
    installed.run(install)
    pin = f"OWNER/listkeeper@{installed.commit}"
    try:
        assert installed.run("listkeeper --version").startswith("listkeeper, version ")
        assert "0 gone" in installed.run("listkeeper check README.md")
        # of a wheel without a release no commit is known; a copy from git pins itself
        installed.run(f"listkeeper init list{form}" + (f" --ref {pin}" if form else ""))
        workflow = installed.folder / f"list{form}" / ".github/workflows/check.yml"
        assert f"uses: {pin}\n" in workflow.read_text(encoding="utf-8")
    finally:
        installed.run("pipx uninstall listkeeper")


def test_the_hooks_find_what_is_wrong_before_a_commit(installed: Installation) -> None:
    text = (ROOT / "docs/maintaining.md").read_text(encoding="utf-8")
    block = text.partition("\n## Before each commit\n")[2].partition("```yaml\n")[2]
    config = block.partition("```")[0].replace("rev: SHA", f"rev: {installed.commit}")
    folder = installed.folder / "hooked"
    write(folder, starter_files(ActionPin("octo/listkeeper", "0" * 40, "")))
    write(folder, {".pre-commit-config.yaml": config})
    _git(folder, "init", "--quiet")
    _git(folder, "add", "--all")
    ran = installed.run("pre-commit run --all-files", "hooked")
    assert re.findall(r"^(listkeeper [a-z -]+?)\.+Passed$", ran, re.MULTILINE) == [
        "listkeeper lint",
        "listkeeper render --check",
    ]
    row = folder / "registry" / "tools.yml"
    row.write_text(row.read_text(encoding="utf-8").replace("name: ", "name: New "), "utf-8")
    _git(folder, "add", "--all")
    ran = installed.run("pre-commit run", "hooked", code=1)
    assert ran.count("Failed") == 2
    assert "README.md: not up to date with the registry" in ran
