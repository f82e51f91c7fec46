"""20,000 references on eight machines and on one: the same files, and what each part took.

    python -m benchmarks.shards [REFERENCES] [MACHINES]

The sources answer at once, so what is measured is the bot's own work, in seconds of processor.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.lists.registry.load import parse_entries
from bot.lists.shard import write_shard
from bot.run.refresh import RefreshResult, refresh
from bot.run.shards import observe_shard, recorded_source
from tests.build import NOW
from tests.large import folder_services, large_list, steady_sources

T = TypeVar("T")


def main(references: int, machines: int) -> None:
    files = large_list(references)
    with tempfile.TemporaryDirectory() as scratch:
        one, several = Path(scratch, "one"), Path(scratch, "several")
        alone = timed("one machine", lambda: _run(one, files, steady_sources()))
        texts = [
            (f"{n}.json", timed(f"machine {n}", lambda n=n: _observed(files, n, machines)))  # type: ignore[misc]
            for n in range(1, machines + 1)
        ]
        print(f"  {sum(len(text) for _, text in texts):,} characters of observations")
        combined = timed(
            "the last machine",
            lambda: _run(several, files, recorded_source(steady_sources().sources, texts)),
        )
        same = _files(one) == _files(several) and alone.outcome == combined.outcome
    changes = len(alone.outcome.changes)
    print(f"  {references:,} references, {changes:,} changes; the same byte for byte: {same}")
    sys.exit(0 if same else 1)


def timed(what: str, work: Callable[[], T]) -> T:
    parse_entries.cache_clear()  # a machine of its own has read nothing yet
    started = time.process_time()
    result = work()
    print(f"  {what:<18}{time.process_time() - started:6.1f} s", flush=True)
    return result


def _run(root: Path, files: dict[str, str], sources: object) -> RefreshResult:
    return refresh(files, folder_services(root, files, sources), NOW)


def _observed(files: dict[str, str], number: int, machines: int) -> str:
    return write_shard(observe_shard(files, steady_sources(), NOW, f"{number}/{machines}"))


def _files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*numbers, *(20_000, 8)[len(numbers) :])
