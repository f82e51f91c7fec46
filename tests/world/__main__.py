"""`python -m tests.world serve --scenario NAME --state DIR`: a world to look around in."""

from __future__ import annotations

import argparse
import contextlib
import shlex
import time
from pathlib import Path

from tests.world.world import World


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.world")
    words.add_argument("verb", choices=["serve"])
    words.add_argument("--scenario", default="gpt_alternatives", help="a name, or a folder")
    words.add_argument("--state", type=Path, required=True, help="what survives two runs")
    chosen = words.parse_args()
    scenario = Path(chosen.scenario) if Path(chosen.scenario).is_dir() else chosen.scenario
    with contextlib.suppress(KeyboardInterrupt), World(scenario, chosen.state, strict=False) as it:
        for name, value in it.env().items():
            print(f"export {name}={shlex.quote(value)}", flush=True)
        while True:
            time.sleep(3600)


if __name__ == "__main__":
    main()
