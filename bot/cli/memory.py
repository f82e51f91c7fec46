"""Memory that a run has let go of is the system's again."""

from __future__ import annotations

import sys
from contextlib import suppress

_M_MMAP_THRESHOLD, _LARGE = -3, 1_000_000
_M_ARENA_MAX, _ONE = -8, 1


def return_large_blocks() -> None:
    """Let the C library give each block above 1 MB back to the system when it is freed.

    glibc keeps blocks as large as the largest that was freed so far, up to 32 MB. After 50,000
    references were read for the first time, that would be 20 MB that nobody uses. It also keeps
    what each thread has freed apart from the others; one place for all is enough, because one
    thread of Python runs at a time. Other systems and libraries are left as they are.
    https://man7.org/linux/man-pages/man3/mallopt.3.html (M_MMAP_THRESHOLD, M_ARENA_MAX)
    """
    if sys.platform != "linux":
        return
    with suppress(ImportError, OSError, AttributeError):  # no ctypes, or no such setting
        import ctypes

        library = ctypes.CDLL(None)
        library.mallopt(_M_MMAP_THRESHOLD, _LARGE)
        library.mallopt(_M_ARENA_MAX, _ONE)
