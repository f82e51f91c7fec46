"""How long a megabyte of Markdown takes to read and to export, in many forms.

    python -m benchmarks.megabyte

Each form is repeated until it fills 1 MB; each is read, and exported by the command with its start,
by a process of its own. Prints a Markdown table of processor seconds and of the largest memory, the
least of three.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.lists.readme.reading.records import read_written
from tests.build import ROOT

SIZE = 1_000_000
LIST = (
    "- **A Study of Things {n}** *Ann Author et al.* ICML 2023. "
    "[[Paper](https://arxiv.org/abs/2301.{n:05d})] [[Code](https://github.com/acme/tool{n})] "
    "- What it does, in a few words.\n"
)
TABLE = (
    "| Model {n} | [A Title {n}](https://arxiv.org/abs/2301.{n:05d}) "
    "| [code](https://github.com/acme/tool{n}) | 2023.05 | 7B | Apache-2.0 |\n"
)
HEAD = "| Name | Paper | Code | Date | Size | Licence |\n|---|---|---|---|---|---|\n"
FORMS = {
    "a list of papers": ("", LIST),
    "a table of models": (HEAD, TABLE),
    "open brackets": ("", "["),
    "pictures left open": ("", "!["),
    "emphasis left open": ("", "**a "),
    "tags left open": ("", "<a "),
    "quotes in quotes": ("", "> "),
    "backticks": ("", "`a``b"),
    "one line of bars": ("", "a|"),
    "paragraphs of one letter": ("", "a\n\n"),
    "headings of one letter": ("", "# a\n"),
    "addresses alone": ("", "http://a.b\n\n"),
    "items that are one short link": ("", "- [a](http://b)\n"),
    "lines that end with `<br>`": ("", "[a](http://b)<br>\n"),
    "rows of one letter": ("|a|\n|-|\n", "|a|\n"),
}


def main(words: list[str]) -> None:
    """Print the table, or the seconds that one file takes to read."""
    if words:
        print(_seconds_of_reading(Path(words[0])))
        return
    print("| 1 MB of | read, CPU s | exported, CPU s | MB |\n|---|--:|--:|--:|")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch, "README.md")
        for name, (head, row) in FORMS.items():
            path.write_text(head + "".join(_rows(row)), encoding="utf-8")
            read = min(_read(path) for _ in range(3))
            runs = [_export(path) for _ in range(3)]
            cpu, peak = min(seconds for seconds, _ in runs), min(peak for _, peak in runs)
            print(f"| {name} | {read:.1f} | {cpu:.1f} | {peak} |", flush=True)


def _rows(row: str) -> Iterator[str]:
    length, number = 0, 0
    while length < SIZE:
        text = row.format(n=number)
        length, number = length + len(text), number + 1
        yield text


def _seconds_of_reading(path: Path) -> float:
    gc.freeze()
    gc.set_threshold(100_000, 100)  # as the command does
    text = path.read_text(encoding="utf-8")
    begun = time.process_time()
    read_written({path.name: text})
    return time.process_time() - begun


def _read(path: Path) -> float:
    command = [sys.executable, "-m", "benchmarks.megabyte", str(path)]
    ran = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return float(ran.stdout)


def _export(path: Path) -> tuple[float, int]:
    command = [sys.executable, "-m", "bot", "export", path.name, "--output", "export.json"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    ran = subprocess.Popen(command, cwd=path.parent, env=env)
    _, status, used = os.wait4(ran.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1000


if __name__ == "__main__":
    main(sys.argv[1:])
