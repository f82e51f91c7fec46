"""`make smoke`: do the real services still answer in the shapes that the world composes?

Opt-in and read-only. A token (GITHUB_TOKEN, HF_TOKEN) is used where there is one and needs no right
to write. Ends with 0 where nothing drifted, 1 where something did, 2 where nobody could be asked.
`--record FOLDER` writes what was said as scenario files of the world, `--output FILE` the report.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.smoke.questions import QUESTIONS, Answered, ask
from tests.smoke.record import scenario_of, write
from tests.smoke.shapes import drift
from tests.world.world import World

MARK = "<!-- listkeeper:smoke -->"
COMPOSED = Path(__file__).parent / "composed"
"""The scenario that the real answers are held against."""


def main(words: Sequence[str]) -> int:
    """Ask, compare, report."""
    parser = argparse.ArgumentParser(prog="make smoke", description=__doc__)
    parser.add_argument("--record", type=Path, metavar="FOLDER")
    parser.add_argument("--output", type=Path, metavar="FILE")
    asked = parser.parse_args(words)
    with TemporaryDirectory(prefix="smoke-") as folder:
        real = ask(Path(folder) / "real")
        composed = composed_answers(Path(folder))
    if asked.record:
        write(scenario_of(real), asked.record)
    drifted = drifts(composed, real)
    text = report(real, drifted)
    print(text)
    if asked.output:
        asked.output.write_text(f"{MARK}\n{text}\n", encoding="utf-8")
    if not any(one.shapes for one in real.values()):
        return 2
    return 1 if drifted else 0


def composed_answers(folder: Path) -> dict[str, Answered]:
    """What the world says to the same questions, asked with or without tokens as outside."""
    with World(COMPOSED, folder / "world", strict=False) as world:
        env = world.env()
        for token in ("GITHUB_TOKEN", "HF_TOKEN"):
            if not os.environ.get(token):
                env[token] = ""
        with patch.dict(os.environ, env):
            return ask(folder / "composed")


def drifts(composed: Mapping[str, Answered], real: Mapping[str, Answered]) -> dict[str, list[str]]:
    """Source → in which answers it does not say what the world says it would."""
    found: dict[str, list[str]] = {}
    for name, one in real.items():
        lines = [
            f"{request}: {line}"
            for request, shape in composed[name].shapes.items()
            if request in one.shapes
            for line in drift(shape, one.shapes[request])
        ]
        if one.shapes and not one.is_answer:
            lines.append(f"{QUESTIONS[name]}: {getattr(one.seen, 'why', 'is not found')}")
        if lines:
            found[name] = lines
    return found


def report(real: Mapping[str, Answered], drifted: Mapping[str, Sequence[str]]) -> str:
    """For people, as Markdown."""
    lines = ["The real services, asked by listkeeper's own clients:", ""]
    for name, one in real.items():
        if not one.shapes:
            why = getattr(one.seen, "why", "it gave no answer")
            lines.append(f"- **{name}** could not be asked: {why}")
        elif name in drifted:
            lines.append(f"- **{name}** does not answer as `tests/world` composes it:")
            lines += [f"  - {line}" for line in drifted[name]]
        else:
            lines.append(f"- **{name}** answers as composed")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
