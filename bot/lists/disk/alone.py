"""Write undisturbed: signals wait until it is done, and so does every other writer."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from bot.lists.disk.scratch import GITIGNORE, PLACE, ignore_all, scratch_place
from bot.model.errors import PublishError

if TYPE_CHECKING:
    from filelock import FileLock

_STOPPING = (signal.SIGINT, signal.SIGTERM)
_LOCK = "lock"
_WAIT = 10.0
"""Seconds that another writer is given; a whole list is written in much less."""
_AGAIN = 20
"""How often the folder of a lock is made again, since whoever is done takes it away."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C and SIGTERM wait for the end of the block, and then do what they always do."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are handled in the main thread alone
        return
    waiting: list[int] = []

    def wait(number: int, _frame: FrameType | None) -> None:
        waiting.append(number)

    handlers = {number: signal.getsignal(number) for number in _STOPPING}
    try:
        for number in _STOPPING:
            signal.signal(number, wait)
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for late in waiting[:1]:
            signal.raise_signal(late)


@contextmanager
def only_writer(root: Path) -> Iterator[None]:
    """No other process writes this way below `root` meanwhile; nothing of the lock stays.

    Raises OSError, and PublishError when another process does not come to an end.
    """
    from filelock import FileLock, Timeout  # it takes a tenth of a second; most runs write nothing

    place = root / PLACE
    lock = FileLock(place / _LOCK, timeout=_WAIT)
    try:
        _acquire(root, lock)
    except Timeout:
        raise PublishError(
            f"another listkeeper is writing in {root}", hint="run this again when it has ended"
        ) from None
    except BaseException:
        _leave(place, {GITIGNORE})
        raise
    try:
        ignore_all(place)
        yield
    finally:
        _leave(place, {GITIGNORE, _LOCK})
        lock.release()


def _acquire(root: Path, lock: FileLock) -> None:
    for left in reversed(range(_AGAIN)):
        try:
            (root / PLACE).mkdir(parents=True, exist_ok=True)
            ignore_all(scratch_place(root))
            lock.acquire()
        except FileNotFoundError:
            if not left:
                raise
        else:
            return


def _leave(place: Path, own: set[str]) -> None:
    """Take the folder away if nothing else is in it.

    Whoever holds the lock may do so: a waiting process sees that its file is gone, and makes one.
    """
    with suppress(OSError):
        if {path.name for path in place.iterdir()} <= own:
            for name in sorted(own, reverse=True):
                (place / name).unlink(missing_ok=True)
            place.rmdir()
            place.parent.rmdir()
