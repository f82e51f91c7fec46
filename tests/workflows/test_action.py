"""What the action makes of its inputs; `listkeeper` itself is a script that prints its words."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.workflows.machine import read

ACTION = Path(__file__).parents[2] / "action.yml"
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
