"""What is freed in large blocks is not kept for later."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

_MAPPED = """
import ctypes
from bot.cli.memory import return_large_blocks

class Info(ctypes.Structure):  # https://man7.org/linux/man-pages/man3/mallinfo.3.html
    _fields_ = [(name, ctypes.c_size_t) for name in "abcdefghij"]

mallinfo = ctypes.CDLL(None).mallinfo2
mallinfo.restype = Info
if {is_set}:
    return_large_blocks()
block = bytearray(24_000_000)
del block
before = mallinfo().e
block = bytearray(12_000_000)
print(mallinfo().e - before > 11_000_000)
"""


_HAS_GLIBC = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "mallinfo2")


@pytest.mark.skipif(not _HAS_GLIBC, reason="another C library")
@pytest.mark.parametrize("is_set", [True, False])
def test_a_large_block_is_the_systems_again(is_set: bool) -> None:
    """Without the setting, the second block would lie among the small ones, where it stays."""
    ran = subprocess.run(
        [sys.executable, "-c", _MAPPED.format(is_set=is_set)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == f"{is_set}\n"
