"""How each link checker is started, and how its answer is read."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

AT_ONCE = 128


@dataclass(frozen=True)
class Tool:
    """`command` gets the file of links; `alive` reads what it printed."""

    name: str
    needs: str
    suffix: str
    command: Callable[[str, str], list[str]]
    alive: Callable[[str], int]
    one_by_one: bool = False
    """Whether it asks one link after the other, so that only a short list is worth the wait."""

    @property
    def program(self) -> str | None:
        """Where it is installed, if it is: beside this Python, or on the PATH."""
        beside = Path(sys.executable).with_name(self.needs)
        return str(beside) if beside.exists() else shutil.which(self.needs)


@dataclass(frozen=True)
class Cost:
    seconds: float
    cpu: float
    megabytes: float
    alive: int


def _ours(program: str, path: str) -> list[str]:
    return [program, "-m", "benchmarks.ours", path, str(AT_ONCE)]


def _check(program: str, path: str) -> list[str]:
    """The command as people run it, with all that it loads for other kinds of links."""
    return [program, "-m", "bot", "check", "--allow-private", "--format", "json", path]


def _check_alive(printed: str) -> int:
    return int(json.loads(printed)["summary"]["alive"])


def _lychee(program: str, path: str) -> list[str]:
    """Its defaults: 128 at once, 10 of a host, 50 ms between two requests to a host."""
    return [program, "--no-progress", "--format", "json", "--max-concurrency", str(AT_ONCE), path]


def _linkinator(program: str, path: str) -> list[str]:
    options = ["--retry", "--timeout", "30000", "--concurrency", str(AT_ONCE), "--format", "json"]
    return [program, path, *options]


def _hecat(program: str, path: str) -> list[str]:
    """Its step that checks the addresses of a list kept as YAML."""
    options = {"source_files": [path]}
    step = {"name": "links", "module": "processors/url_check", "module_options": options}
    script = 'echo "$1" > steps.yml; "$0" --config steps.yml 2>&1'
    return ["sh", "-c", script, program, json.dumps({"steps": [step]})]


def _hecat_alive(printed: str) -> int:
    return printed.count(" HTTP 200\n")


def _lychee_alive(printed: str) -> int:
    return int(json.loads(printed)["successful"])


def _linkinator_alive(printed: str) -> int:
    links = json.loads(printed[printed.index("{") :])["links"]
    return sum(bool(re.search(r"//127\.\d", one["url"])) and one["state"] == "OK" for one in links)


TOOLS = (
    Tool("listkeeper", Path(sys.executable).name, "txt", _ours, int),
    Tool("listkeeper check", Path(sys.executable).name, "md", _check, _check_alive),
    Tool("lychee", "lychee", "md", _lychee, _lychee_alive),
    Tool("linkinator", "linkinator", "html", _linkinator, _linkinator_alive),
    Tool("hecat", "hecat", "yml", _hecat, _hecat_alive, one_by_one=True),
)


def write(urls: Sequence[str], suffix: str, folder: Path) -> str:
    """The links in a file of the kind that a tool reads."""
    forms = {
        "txt": "{0}",
        "md": "- [a link]({0})",
        "html": '<a href="{0}">a link</a>',
        "yml": "- url: {0}",
    }
    path = folder / f"links.{suffix}"
    path.write_text("\n".join(forms[suffix].format(url) for url in urls) + "\n", encoding="utf-8")
    return str(path)


def run(tool: Tool, urls: Sequence[str]) -> Cost:
    """Run a tool to its end, and what that cost, start-up and all.

    In a folder that holds the links and nothing else, so no tool has settings to read.
    """
    with tempfile.TemporaryDirectory() as name, Path(name, "out").open("w+") as out:
        file = write(urls, tool.suffix, Path(name))
        command = tool.command(tool.program or "", Path(file).name)
        ours = {**os.environ, "PYTHONPATH": str(Path.cwd())}
        began = time.monotonic()
        process = subprocess.Popen(
            command, stdout=out, stderr=subprocess.DEVNULL, cwd=name, env=ours
        )
        _, _, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = 0
        out.seek(0)
        printed = out.read()
    return Cost(seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, tool.alive(printed))
