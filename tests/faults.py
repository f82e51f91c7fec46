"""Run a verb once, and from its first write on disk on once for each step, with a fault there.

A program of its own. A step is what Python reports of files to its audit hooks
(https://docs.python.org/3/library/audit_events.html), and `fsync`, before which a file may hold
half of its text. Production code knows nothing of it.

    python -m tests.faults BEFORE SCRATCH FAULT,FAULT VERB...

writes a line of JSON into SCRATCH/runs for each run: the fault, the step, and what came of it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import bot.lists.files
from bot.cli.start import main
from bot.lists.disk.alone import undisturbed
from bot.lists.files import finish_interrupted
from bot.run.steps.services import Services
from bot.sources.http.bounded.exchange import Exchange

SIGNALS = {"kill": signal.SIGKILL, "int": signal.SIGINT, "term": signal.SIGTERM}
_EVENTS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link"}
_FREEING = ("os.remove", "os.rmdir")
_CACHE = ".listkeeper/cache"


def tree(root: Path) -> dict[str, str]:
    """Every file below a folder but for the cache, of which nothing depends."""
    found = {
        path.relative_to(root).as_posix(): path.read_bytes().decode("utf-8", "backslashreplace")
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
    return {path: text for path, text in found.items() if not path.startswith(_CACHE)}


def untracked(root: Path, repository: Path) -> list[str]:
    """What `git add -A` would commit that was not there before."""
    words = ["git", f"--git-dir={repository}", f"--work-tree={root}", "ls-files", "--others"]
    listed = subprocess.run(
        [*words, "--exclude-standard", "-z"], capture_output=True, text=True, check=True, cwd=root
    )
    return [path for path in listed.stdout.split("\0") if path]


class Faults:
    """Before its first write the run is forked, once for each step and fault; a fork meets one."""

    def __init__(self, before: Path, root: Path, scratch: Path, kinds: Sequence[str]) -> None:
        self._before, self._root, self._scratch = before, root, scratch
        self._cases = [(kind, number) for kind in kinds for number in range(1, 200)]
        self._fsync = os.fsync
        self._left = 0
        self._kind = ""
        self._begins = patch.object(bot.lists.files, "undisturbed", self._begin)

    def install(self) -> None:
        self._begins.start()

    def _begin(self) -> AbstractContextManager[None]:
        """In the place of what every write begins with, the first time."""
        self._begins.stop()
        # threads are not forked, so that nothing in a fork may wait for one
        patch.object(Services, "__exit__", lambda *_: None).start()
        patch.object(Exchange, "close", lambda _: None).start()
        self._try_all()  # returns in the forks alone
        sys.addaudithook(self._hook)
        patch.object(os, "fsync", self._synced).start()
        return undisturbed()

    def _hook(self, event: str, words: tuple[Any, ...]) -> None:
        is_written = event == "open" and isinstance(words[2], int) and words[2] & 3
        if (is_written or event in _EVENTS) and self._is_ours(words):
            self._step(f"{event} {Path(str(words[0])).name}")

    def _is_ours(self, words: tuple[Any, ...]) -> bool:
        path = words[0] if isinstance(words[0], str | os.PathLike) else "/nowhere"
        below = os.path.relpath(path, self._root)
        return not below.startswith(("..", _CACHE))

    def _synced(self, handle: int) -> None:
        name = Path(f"/proc/self/fd/{handle}").readlink()
        if self._is_ours((name,)):
            self._step(f"fsync {name.name}")
        self._fsync(handle)

    def _step(self, what: str) -> None:
        if self._kind == "full" and what.startswith(_FREEING):
            return
        self._left -= 1
        if self._left == 0:
            (self._scratch / "step").write_text(what)
            if self._kind == "full":
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.kill(os.getpid(), SIGNALS[self._kind])

    def _try_all(self) -> None:
        done: set[str] = set()
        for kind, number in self._cases:
            if kind in done:
                continue
            fill(self._root, self._before)
            (self._scratch / "step").write_text("")
            process = os.fork()
            if process == 0:
                self._kind, self._left = kind, number
                output = os.open(self._scratch / "said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
                os.dup2(output, 1)
                os.dup2(output, 2)
                return
            code = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
            if not self._report(kind, code):
                done.add(kind)
        os._exit(0)

    def _report(self, kind: str, code: int) -> str:
        """Print what came of it, at once and after the next start; the step."""
        step = (self._scratch / "step").read_text()
        seen = {"fault": kind, "step": step, "code": code, "after": tree(self._root)}
        seen["said"] = (self._scratch / "said").read_text()
        if kind == "kill":
            seen["untracked"] = untracked(self._root, self._scratch / "repository")
        seen["note"] = finish_interrupted(self._root)
        seen["healed"] = tree(self._root)
        with (self._scratch / "runs").open("a") as file:
            file.write(f"{json.dumps(seen)}\n")
        return step


def fill(root: Path, before: Path) -> None:
    """Make a folder that stays the same one hold what another holds."""
    for path in root.iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(before, root, symlinks=True, dirs_exist_ok=True)


if __name__ == "__main__":
    folder, place, faults, *words = sys.argv[1:]
    scratch = Path(place)
    subprocess.run(["git", "init", "--quiet", "--bare", scratch / "repository"], check=True)
    (scratch / "list").mkdir()
    fill(scratch / "list", Path(folder))
    os.chdir(scratch / "list")
    Faults(Path(folder), scratch / "list", scratch, faults.split(",")).install()
    sys.argv = ["listkeeper", *words]
    main()
