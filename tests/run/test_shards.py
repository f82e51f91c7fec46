"""A list on several machines comes to the same as on one, and no host is asked from two."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.lists.memory import write_memory
from bot.lists.shard import read_shard, write_shard
from bot.lists.snapshot import OBSERVED
from bot.model.errors import InputError, SettingsError
from bot.model.reference import Ask, read_link
from bot.run.refresh import Run, refresh
from bot.run.shards import observe, plan, read_part, recorded
from bot.sources.shards import shares
from tests.build import NOW
from tests.large import doors_into, large_list, steady_sources

PARTS = 8


def texts_of(files: dict[str, str], parts: int = PARTS) -> list[tuple[str, str]]:
    """What each machine writes, each with sources of its own."""
    return [
        (f"{n}.json", write_shard(observe(files, steady_sources(), NOW, f"{n}/{parts}")))
        for n in range(1, parts + 1)
    ]


def written(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def run(root: Path, files: dict[str, str], sources: object) -> Run:
    return refresh(files, doors_into(root, files, sources), NOW)


def test_several_machines_come_to_the_same_byte_for_byte(tmp_path: Path) -> None:
    files = large_list(1000)
    alone = run(tmp_path / "one", files, steady_sources())
    together = run(tmp_path / "eight", files, recorded(steady_sources().sources, texts_of(files)))
    assert written(tmp_path / "one") == written(tmp_path / "eight")
    assert written(tmp_path / "one")[OBSERVED]
    assert together.outcome == alone.outcome
    assert write_memory(together.outcome.memory) == write_memory(alone.outcome.memory)
    counts = [(t.source, t.asked, t.found, t.moved, t.gone, t.unsure) for t in alone.tallies]
    assert counts == [
        (t.source, t.asked, t.found, t.moved, t.gone, t.unsure) for t in together.tallies
    ]


def test_what_a_machine_did_not_report_is_unsure(tmp_path: Path) -> None:
    files = large_list(400)
    texts = texts_of(files, 4)
    missing = read_shard(texts[1][1], "2.json").observations
    ran = run(tmp_path, files, recorded(steady_sources().sources, [texts[0], *texts[2:]]))
    unsure = [seen for seen in ran.observations if getattr(seen, "why", "").startswith("the mach")]
    assert {seen.reference.key for seen in unsure} == {seen.reference.key for seen in missing}
    assert sum(tally.asked for tally in ran.tallies) == 400
    notes = [note for tally in ran.tallies for note in tally.notes]
    assert all(note.endswith("the machine that had to did not report") for note in notes)
    assert notes


def test_no_host_on_two_machines_and_arxiv_on_one() -> None:
    files = large_list(4000)
    sources = steady_sources()
    seen: dict[str, set[int]] = defaultdict(set)
    for number, asks in enumerate(shares(sources.sources, asks_of(files), PARTS)):
        for ask in asks:
            seen[urlsplit(ask.url).hostname or ""].add(number)
    divided = {host for host, machines in seen.items() if len(machines) > 1}
    assert divided <= {"huggingface.co", "github.com"}
    assert len(seen["arxiv.org"]) == 1
    assert len(seen) > 500


def asks_of(files: dict[str, str]) -> list[Ask]:
    whole = observe(files, steady_sources(), NOW, "1/1").observations
    return [Ask(seen.reference, seen.evidence) for seen in whole]


def test_everything_is_asked_once_whatever_the_number_of_machines() -> None:
    asks = asks_of(large_list(400))
    for parts in (1, 2, 3, 7, 64, 256):
        found = shares(steady_sources().sources, asks, parts)
        assert len(found) == parts
        keys = sorted(ask.reference.key for share in found for ask in share)
        assert keys == sorted(ask.reference.key for ask in asks)


def test_shares_hang_on_the_asks_not_on_their_order() -> None:
    asks = asks_of(large_list(400))
    sources = steady_sources().sources
    assert shares(sources, asks, 5) == shares(sources, asks[::-1], 5)


def test_work_is_about_equal_while_no_host_stands_out() -> None:
    asks = [
        Ask(link.reference, link.url)
        for n in range(800)
        for link in [read_link(f"https://host-{n % 100}.example/{n}")]
    ]
    assert {len(share) for share in shares(steady_sources().sources, asks, 8)} <= {96, 104}


def test_the_plan_leaves_out_machines_without_work() -> None:
    files = large_list(20)
    parts = plan(files, steady_sources(), NOW, 256)
    assert 0 < len(parts) < 21
    assert sum(count for _, count in parts) == 20
    assert all(part.endswith("/256") for part, _ in parts)


@pytest.mark.parametrize("text", ["", "0/8", "9/8", "1/257", "1", "a/b", "1/8/2", "-1/8", "01/8"])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(SettingsError, match="is no shard"):
        read_part(text)


def test_a_record_that_is_none() -> None:
    good = json.loads(texts_of(large_list(20), 1)[0][1])
    for text in ("", "{}", "[1]", json.dumps(good | {"observed": {"version": 9}})):
        with pytest.raises(InputError, match=r"^a\.json: "):
            read_shard(text, "a.json")
    with pytest.raises(SettingsError, match="no observations to go by"):
        recorded(steady_sources().sources, [])
