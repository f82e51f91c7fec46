"""What the action makes of its inputs; `listkeeper` itself is a script that prints its words.

And what it keeps between runs: an environment of these very files, made from the lock.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workflows.machine import ROOT, read

ACTION = ROOT / "action.yml"
INPUTS = "SCOPE ONLY DRY_RUN ROOT SHARD FAIL_ON MAX_TIME ADDRESS BASE GITHUB_EVENT_PATH".split()


def words(folder: Path, command: str, **given: str) -> list[str]:
    """The words that the program is started with."""
    program = folder / "environment" / "listkeeper"
    program.parent.mkdir(parents=True)
    program.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    program.chmod(0o755)
    (step,) = [one for one in read(ACTION)["runs"]["steps"] if one.get("id") == "run"]
    env = dict.fromkeys(INPUTS, "") | {"SCOPE": "everything", "ROOT": "."} | given
    env |= {"COMMAND": command, "RUNNER_TEMP": str(folder), "LISTKEEPER": str(program)}
    env["PATH"] = "/usr/bin:/bin"
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    done = subprocess.run(bash, env=env, capture_output=True, text=True, check=True, cwd=folder)
    return done.stdout.splitlines()


@pytest.mark.parametrize("command", ["refresh", "rebuild", "merge", "check", "add"])
def test_every_command_with_queries_gets_the_time(tmp_path: Path, command: str) -> None:
    given = words(tmp_path / "limited", command, MAX_TIME="7")
    at = given.index("--max-time")
    assert given[at : at + 2] == ["--max-time", "7"]
    assert "--max-time" not in words(tmp_path / "free", command)


def test_a_machine_of_several_gets_the_time(tmp_path: Path) -> None:
    assert "--max-time" in words(tmp_path, "refresh", SHARD="1/3", MAX_TIME="7")


@pytest.mark.parametrize("command", ["lint", "plan"])
def test_a_command_without_queries_needs_none(tmp_path: Path, command: str) -> None:
    assert "--max-time" not in words(tmp_path, command, MAX_TIME="7")


# --- the environment that is kept ----------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """What GitHub fetches of the action, as far as the package is made from it."""
    for name in ("bot", "requirements", "templates"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, tmp_path / "source" / name, symlinks=True, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path / "source" / name)
    return tmp_path / "source"


def environment(source: Path, system: str = "Linux") -> subprocess.CompletedProcess[str]:
    """The step that names the environment."""
    (step,) = [one for one in read(ACTION)["runs"]["steps"] if one.get("id") == "environment"]
    env = {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "GITHUB_ACTION_PATH": str(source),
        "GITHUB_OUTPUT": str(source.parent / "output"),
        "RUNNER_TEMP": str(source.parent),
        "RUNNER_OS": system,
    }
    (source.parent / "output").write_text("", encoding="utf-8")
    bash = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(bash, env=env, capture_output=True, text=True, check=False)


def key(source: Path) -> str:
    done = environment(source)
    assert done.returncode == 0, done.stderr
    return (source.parent / "output").read_text(encoding="utf-8")


def test_the_same_files_are_the_same_environment(source: Path) -> None:
    before = key(source)
    (source / "bot" / "__pycache__").mkdir()
    (source / "bot" / "__pycache__" / "start.cpython-311.pyc").write_bytes(b"compiled")
    assert key(source) == before
    assert before.count("\n") == 2


@pytest.mark.parametrize(
    "path",
    [
        "bot/run/refresh.py",
        "bot/starter/dot-gitignore",
        "bot/templates/pull_request.md.j2",  # a link to the one below
        "templates/summary.md.j2",
        "requirements/run.txt",
        "pyproject.toml",
    ],
)
def test_another_byte_of_the_package_is_another_environment(source: Path, path: str) -> None:
    before = key(source)
    with (source / path).open("a", encoding="utf-8") as file:
        file.write("\n")
    assert key(source) != before


def test_another_name_is_another_environment(source: Path) -> None:
    before = key(source)
    (source / "bot/starter/CONTRIBUTING.md").rename(source / "bot/starter/CONTRIBUTINH.md")
    assert key(source) != before


def test_on_another_system_the_error_names_a_machine_that_works(source: Path) -> None:
    done = environment(source, "Windows")
    assert done.returncode == 1
    assert "::error title=listkeeper::" in done.stdout
    assert "runs-on: ubuntu-latest" in done.stdout


def test_what_is_kept_is_kept_at_once_and_whatever_was_found() -> None:
    """No later step of the job can change it, and a red check keeps it as well."""
    steps = read(ACTION)["runs"]["steps"]
    assert not [one for one in steps if one.get("uses", "").startswith("actions/cache@")]
    (save,) = [one for one in steps if one.get("name", "").startswith("Keep the environ")]
    assert save["uses"].startswith("actions/cache/save@")
    assert "!cancelled()" in save["if"]
    assert "steps.run.outcome != 'skipped'" in save["if"]
    assert [one.get("id") for one in steps].index("run") + 1 == steps.index(save)
