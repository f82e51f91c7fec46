"""Where the command begins: Ctrl-C and SIGTERM end it with a sentence, from the first moment on."""

from __future__ import annotations

import gc
import os
import signal
import sys

_OBJECTS = 100_000
"""New objects before garbage is looked for; the default of 700 costs a quarter of the time in
which a list is read, and few of the objects of a run are garbage that only a search finds."""
_ROUNDS = 100
"""Such looks before the older objects are looked through as well; with the default of 10 that costs
a seventh of the time in which a long list is read."""


def main() -> None:
    """Load the command, run it, and leave the process with its exit code."""
    gc.disable()  # until the verb is loaded: modules stay
    gc.set_threshold(_OBJECTS, _ROUNDS, gc.get_threshold()[2])
    try:
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            # a runner that cancels a job, `kill` and `timeout` send this one
            signal.signal(signal.SIGTERM, signal.default_int_handler)
        # pydantic would look through all that is installed for plugins; none is meant for us
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        # httpx does without its own command, which would load rich and pygments, if that is missing
        sys.modules["httpx._main"] = None  # type: ignore[assignment]
        from bot.cli.main import main as run
    except KeyboardInterrupt:
        sys.stderr.write("Stopped before anything was done.\n")
        sys.stderr.flush()
        os._exit(130)
    try:
        run()
    finally:
        # what is still there goes with the process: no last search for garbage goes through it
        gc.freeze()
