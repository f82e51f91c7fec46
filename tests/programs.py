"""Programs that some checks need besides Python: npm's, a browser's, Java's."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest


def need(program: str, packages: Path | None = None) -> None:
    """Skip the test where the program, or its npm `packages`, are missing; with CI=true fail."""
    missing = program if shutil.which(program) is None else ""
    if packages and not (packages / "node_modules").is_dir():
        missing = missing or f"what {packages.name} needs from npm"
    if not missing:
        return
    line = f"{missing} is not there: `make ci-tools` brings it"
    if os.environ.get("CI") == "true":
        pytest.fail(line)
    pytest.skip(line)
