"""A person at a terminal: a small list in a folder, and the command run as people run it."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from bot.cli.main import _run
from tests.build import ROOT, TOOLS, documents

TOKENS = ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN")
DELTA = """\
  - id: delta
    kind: tool
    name: Delta
    section: tools
    links:
      code: https://github.com/acme/delta
      hub: https://huggingface.co/acme/delta-7b
      docs: https://delta.example/docs
      blog: https://delta.example/blog
"""


def small_list() -> dict[str, str]:
    """Four tools; GitHub, the Hub and the web are asked for three links each."""
    return documents(**{"registry/tools.yml": TOOLS + DELTA})


def _page(title: str) -> dict[str, str]:
    return {"title": title, "text": f"{title}. This page tells about it at some length."}


def scenario(**github: Any) -> dict[str, Any]:
    """The world of that list: alpha was renamed, the others have figures to show."""
    model = {"downloads": 4300, "license": "mit"}
    return {
        "repository": {"name": "octo/list", "files": small_list()},
        "github": github,
        "repos": {
            "acme/alpha": {"stars": 1234},
            "acme/beta": {"stars": 8312, "license": "Apache-2.0"},
            "acme/delta": {"stars": 77},
        },
        "renames": {"old/alpha": "acme/alpha"},
        "hub": {
            "models": {f"acme/{name}": model for name in ("gamma-7b", "gamma-13b", "delta-7b")}
        },
        "pages": {
            "pages": {
                "https://beta.example/tour": _page("A tour"),
                "https://delta.example/docs": _page("The manual"),
                "https://delta.example/blog": _page("The diary"),
            }
        },
    }


CACHE = ".listkeeper/cache/"
UNCOUNTED = (CACHE, "site/")


@dataclass(frozen=True)
class Ran:
    """What the person saw."""

    code: int
    out: str
    err: str

    @property
    def text(self) -> str:
        return self.out + self.err


@dataclass
class Person:
    """`root` is the list's folder, `env` the whole environment of the command."""

    root: Path
    env: dict[str, str] = field(default_factory=dict)

    def write(self, files: Mapping[str, str]) -> None:
        for path, text in files.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, encoding="utf-8", newline="")

    def files(self) -> dict[str, bytes]:
        """Every file below the folder, but for the cache, which holds moments, and the site."""
        found = {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }
        return {path: text for path, text in found.items() if not path.startswith(UNCOUNTED)}

    def run(self, *words: str, **env: str) -> Ran:
        """The command in this process, which lives in the folder; quick."""
        out, err = io.StringIO(), io.StringIO()
        with (
            patch.dict(os.environ, {**self.env, **env}),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = _run(list(words))
        return self._kept(Ran(code, out.getvalue(), err.getvalue()), env)

    def start(
        self, *words: str, program: tuple[str, ...] = ("-m", "bot"), **env: str
    ) -> subprocess.Popen[str]:
        """The command as a process of its own."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        variables = {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **self.env, **env}
        return subprocess.Popen(
            [sys.executable, *program, *words],
            env=variables,
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def process(self, *words: str, program: tuple[str, ...] = ("-m", "bot"), **env: str) -> Ran:
        """The command as a process of its own, run to its end."""
        with self.start(*words, program=program, **env) as process:
            return self.ended(process, **env)

    def ended(self, process: subprocess.Popen[str], **env: str) -> Ran:
        """What a started process came to."""
        out, err = process.communicate(timeout=60)
        return self._kept(Ran(process.returncode, out, err), env)

    def _kept(self, ran: Ran, env: Mapping[str, str]) -> Ran:
        """What holds for every run: no traceback, no secret."""
        assert "Traceback" not in ran.text, ran.text
        for name in TOKENS:
            secret = {**self.env, **env}.get(name, "")
            assert len(secret) < 8 or secret not in ran.text
        return ran
