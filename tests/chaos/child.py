"""The command in a process of its own, whose peak of memory is taken.

Processes are forked from one that has loaded the program already, or two thirds of the time would
go into that. Nothing of the program is changed but what is a setting of it: deadlines and caps
(`bot/model/options/bounds.py`); and naps are cut short, since a service may ask for minutes.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import resource
import signal
import time
from collections.abc import Mapping
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

_NAP = 0.02
_sleep, _asleep = time.sleep, asyncio.sleep


def _nap(seconds: float) -> None:
    _sleep(min(seconds, _NAP))


async def _doze(seconds: float, result: Any = None) -> Any:
    return await _asleep(min(seconds, _NAP), result)


def load() -> None:
    """Load the whole program; naps before clients, which take them as defaults."""
    time.sleep, asyncio.sleep = _nap, _doze  # type: ignore[assignment]
    import pkgutil
    from importlib import import_module

    import bot

    for module in pkgutil.walk_packages(bot.__path__, "bot."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    _compile_templates()


def _compile_templates() -> None:
    """Every run draws the same ones, and compiling them takes a fifth of its time."""
    from bot.lists.registry.load import shipped_templates
    from bot.render.templates import environment
    from tests.chaos.lists import files

    documents = {**shipped_templates(), **files()}
    env = environment(documents)
    for path in documents:
        if path.startswith("templates/") and path.endswith(".md.j2"):
            env.get_template(path.removeprefix("templates/"))


@dataclass(frozen=True)
class Stop:
    """A signal at the so many-th step on disk, before or after it is done."""

    number: int
    at: int
    after: bool = False

    def arm(self) -> None:
        """From now on each step on disk is counted."""
        left = self.at

        def stopping(real: Any) -> Any:
            def step(*given: Any, **named: Any) -> Any:
                nonlocal left
                left -= 1
                if left == 0 and not self.after:
                    os.kill(os.getpid(), self.number)
                done = real(*given, **named)
                if left == 0 and self.after:
                    os.kill(os.getpid(), self.number)
                return done

            return step

        for name in ("replace", "rename", "unlink", "fsync"):
            setattr(os, name, stopping(getattr(os, name)))


@dataclass(frozen=True)
class Halt:
    """A signal, at which step on disk it comes, and in which mode."""

    stop: Stop
    mode: str

    def __str__(self) -> str:
        when = "after" if self.stop.after else "before"
        name = signal.Signals(self.stop.number).name
        return f"{name} {when} step {self.stop.at} on disk ({self.mode})"


@dataclass(frozen=True)
class Job:
    """What is run, and where what it says goes."""

    arguments: tuple[str, ...]
    env: Mapping[str, str]
    folder: Path
    seconds: float
    """Deadline of one answer."""
    stop: Stop | None = None


def _run(job: Job) -> None:
    out = os.open(job.folder / "out.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream in (1, 2):
        os.dup2(out, stream)
    os.environ.clear()
    os.environ.update(job.env)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    _settle(job)
    from bot.cli.main import main

    if job.stop:
        job.stop.arm()
    try:
        main(list(job.arguments))
    finally:
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        (job.folder / "peak.txt").write_text(f"{peak} {time.process_time()}")


def _settle(job: Job) -> None:
    from huggingface_hub import constants
    from huggingface_hub.utils import _detect_agent

    from bot.cli import base
    from bot.cli.verbs import refresh
    from bot.model.options.bounds import Bounds

    constants.HF_HOME = job.env["HF_HOME"]
    constants.AGENT_HARNESSES_PATH = f"{job.env['HF_HOME']}/.agent_harnesses.json"
    constants.HF_HUB_DISABLE_TELEMETRY = True
    _detect_agent._registry = None
    bounds = Bounds(answer=job.seconds, body=1_000_000, source=10 * job.seconds)
    for module in (base, refresh):
        setattr(module, "bounds_within", lambda *_: bounds)  # noqa: B010 (for the type checker)


@dataclass(frozen=True)
class Ended:
    """How a run ended. `code` is None when it had to be killed; negative numbers are signals."""

    code: int | None
    text: str
    seconds: float
    peak: float
    """Megabytes; 0 where a signal took the process before it could say."""
    work: float
    """Seconds of a processor, or 0 likewise."""


def crowd() -> float:
    """How many processes share a core of this machine: what takes a second alone takes so many."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))


def run(job: Job, longest: float) -> Ended:
    """Run it to its end, or kill it after so many seconds of a machine that does nothing else."""
    context: ForkServerContext = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.chaos.loaded"])
    job.folder.mkdir(parents=True, exist_ok=True)
    (job.folder / "peak.txt").unlink(missing_ok=True)
    process = context.Process(target=_run, args=(job,))
    begun = time.monotonic()
    process.start()
    while process.exitcode is None and time.monotonic() - begun < longest * crowd():
        process.join(1)
    seconds, code = time.monotonic() - begun, process.exitcode
    if code is None:
        process.kill()
        process.join()
    measured = job.folder / "peak.txt"
    peak, work = measured.read_text().split() if measured.exists() else ("0", "0")
    text = (job.folder / "out.txt").read_text(encoding="utf-8", errors="replace")
    return Ended(code, text, seconds, int(peak) / 1024, float(work))
