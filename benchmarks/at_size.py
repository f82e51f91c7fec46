"""What a refresh costs at 100 to 50,000 references, in both homes of a list.

    python -m benchmarks.at_size own [REFERENCES ...]
    python -m benchmarks.at_size world [REFERENCES ...]
    python -m benchmarks.at_size draw

`own` measures the bot alone: sources in its process answer at once, each time the same, so that
reading, judging, drawing and writing are what takes time. `world` runs the whole command with its
real clients, a process of its own beside the world of the tests, and counts the requests. Each list
is refreshed twice, a day apart, each time by a new process. What was measured is kept in
`at_size.csv`; `draw` writes its tables into docs/benchmarks.md, and the plot.
"""

from __future__ import annotations

import gc
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.costs import DAYS, Cost, keep, kept_costs
from benchmarks.costs_drawn import write_report
from bot.cli.memory import return_large_blocks
from bot.lists.registry.load import shipped_templates
from bot.run.refresh import refresh
from tests.build import NOW, ROOT
from tests.large import large_list, large_readme, large_world, services_in, steady_sources, texts_in

SIZES = (100, 1_000, 10_000, 50_000)
RUNS = {100: 5, 1_000: 5, 10_000: 3}
"""How often the bot alone is measured, for a median; once where no number is given."""
HOMES = {"registry": large_list, "readme": large_readme}
_HOSTS = {"api.github.com": "github", "huggingface.co": "hub", "export.arxiv.org": "arxiv"}


def own_costs(home: str, references: int) -> Iterator[Cost]:
    """Two refreshes, each by a process of its own."""
    with tempfile.TemporaryDirectory() as scratch:
        _write(Path(scratch), HOMES[home](references))
        for day in range(len(DAYS)):
            command = [sys.executable, "-m", "benchmarks.at_size", "day", scratch, str(day)]
            ran = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, cpu, peak = map(float, ran.stdout.split())
            yield Cost("at once", home, references, DAYS[day], seconds, cpu, round(peak))


def own_day(root: Path, day: int) -> tuple[float, float, int]:
    """One refresh in this process: seconds, seconds of processor, and its peak in MB."""
    gc.freeze()  # as the command does
    gc.set_threshold(100_000, 100)
    return_large_blocks()
    clock, cpu = time.perf_counter(), time.process_time()
    texts = texts_in(root)
    services = services_in(root, steady_sources())
    refresh({**shipped_templates(), **texts}, services, NOW + timedelta(days=day))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
    return round(time.perf_counter() - clock, 2), round(time.process_time() - cpu, 2), peak


def _write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def world_costs(home: str, references: int) -> Iterator[Cost]:
    """Two refreshes by the command."""
    from tests.world.world import World  # not in the process whose memory is measured

    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch, "list")
        _write(root, HOMES[home](references))
        with World(large_world(references), Path(scratch, "world")) as world:
            env = {**os.environ, **world.env(), "PYTHONPATH": str(ROOT)}
            for day in DAYS:
                before, clock = len(world.records()), time.perf_counter()
                cpu, peak = _command(root, env)
                seconds = round(time.perf_counter() - clock, 1)
                seen = [one.host for one in world.records()[before:] if one.method != "CONNECT"]
                asked = Counter(_HOSTS.get(host, "web") for host in seen)
                yield Cost("world", home, references, day, seconds, cpu, peak, **asked)


def _command(root: Path, env: Mapping[str, str]) -> tuple[float, int]:
    """Seconds of processor and the peak in MB of `listkeeper refresh`."""
    command = [sys.executable, "-m", "bot", "refresh"]
    ran = subprocess.Popen(command, cwd=root, env=env, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(ran.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} ended with {status}")
    return round(used.ru_utime + used.ru_stime, 2), used.ru_maxrss // 1000


def _measured(kind: str, home: str, references: int) -> list[Cost]:
    """The costs; the median of several where that is quick."""
    if kind == "world":
        return list(world_costs(home, references))
    runs = [list(own_costs(home, references)) for _ in range(RUNS.get(references, 1))]
    return [_median(list(days)) for days in zip(*runs, strict=True)]


def _median(runs: list[Cost]) -> Cost:
    return replace(
        runs[0],
        seconds=round(statistics.median(one.seconds for one in runs), 2),
        cpu=round(statistics.median(one.cpu for one in runs), 2),
        megabytes=round(statistics.median(one.megabytes for one in runs)),
    )


def main(words: list[str]) -> None:
    """Measure, keep and draw."""
    kind, *rest = words
    if kind == "day":
        print(*own_day(Path(rest[0]), int(rest[1])))
        return
    for references in [] if kind == "draw" else map(int, rest) if rest else SIZES:
        for home in HOMES:
            measured = _measured(kind, home, references)
            print(*measured, sep="\n", flush=True)
            keep(measured)
    write_report(kept_costs())


if __name__ == "__main__":
    main(sys.argv[1:] or ["own"])
