"""A list on several machines comes to the same as on one, and no host is asked from two."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.lists.memory import memory_text
from bot.lists.shard import read_shard, write_shard
from bot.lists.snapshot import OBSERVED
from bot.model.errors import InputError, SettingsError
from bot.model.reference import Query, read_link
from bot.run.refresh import RefreshResult, refresh
from bot.run.shards import observe_shard, plan_shards, read_part, recorded_source
from bot.sources.shards import split_queries
from bot.sources.table import SOURCES
from tests.build import NOW
from tests.large import folder_services, large_list, large_readme, steady_sources

PARTS = 8
_HANDED_OVER = 240
"""Characters for a reference, of which its address stands there twice."""


def texts_of(files: dict[str, str], parts: int = PARTS) -> list[tuple[str, str]]:
    """What each machine writes, each with sources of its own."""
    return [
        (f"{n}.json", write_shard(observe_shard(files, steady_sources(), NOW, f"{n}/{parts}")))
        for n in range(1, parts + 1)
    ]


def written(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


def run(root: Path, files: dict[str, str], sources: object) -> RefreshResult:
    return refresh(files, folder_services(root, files, sources), NOW)


def test_several_machines_come_to_the_same_byte_for_byte(tmp_path: Path) -> None:
    files = large_list(1000)
    alone = run(tmp_path / "one", files, steady_sources())
    combined = run(
        tmp_path / "eight", files, recorded_source(steady_sources().sources, texts_of(files))
    )
    assert written(tmp_path / "one") == written(tmp_path / "eight")
    assert written(tmp_path / "one")[OBSERVED]
    assert combined.outcome == alone.outcome
    assert memory_text(combined.outcome.memory) == memory_text(alone.outcome.memory)
    counts = [(t.source, t.asked, t.found, t.moved, t.gone, t.unsure) for t in alone.tallies]
    assert counts == [
        (t.source, t.asked, t.found, t.moved, t.gone, t.unsure) for t in combined.tallies
    ]


def test_what_a_machine_did_not_report_is_unsure(tmp_path: Path) -> None:
    files = large_list(400)
    texts = texts_of(files, 4)
    missing = read_shard(texts[1][1], "2.json").observations
    ran = run(tmp_path, files, recorded_source(steady_sources().sources, [texts[0], *texts[2:]]))
    unsure = [seen for seen in ran.observations if getattr(seen, "why", "").startswith("the mach")]
    assert {seen.reference.key for seen in unsure} == {seen.reference.key for seen in missing}
    assert sum(tally.asked for tally in ran.tallies) == 400
    notes = [note for tally in ran.tallies for note in tally.notes]
    assert all(note.endswith("the machine that was to did not report") for note in notes)
    assert notes


def test_no_host_on_two_machines_and_arxiv_on_one() -> None:
    files = large_list(4000)
    sources = steady_sources()
    seen: dict[str, set[int]] = defaultdict(set)
    for number, queries in enumerate(split_queries(sources.sources, queries_of(files), PARTS)):
        for query in queries:
            seen[urlsplit(query.url).hostname or ""].add(number)
    divided = {host for host, machines in seen.items() if len(machines) > 1}
    assert divided <= {"huggingface.co", "github.com"}
    assert len(seen["arxiv.org"]) == 1
    assert len(seen) > 500


def queries_of(files: dict[str, str]) -> list[Query]:
    whole = observe_shard(files, steady_sources(), NOW, "1/1").observations
    return [Query(seen.reference, seen.evidence) for seen in whole]


def test_everything_is_asked_once_whatever_the_number_of_machines() -> None:
    queries = queries_of(large_list(400))
    for parts in (1, 2, 3, 7, 64, 256):
        found = split_queries(steady_sources().sources, queries, parts)
        assert len(found) == parts
        keys = sorted(query.reference.key for share in found for query in share)
        assert keys == sorted(query.reference.key for query in queries)


def test_shares_depend_on_the_queries_not_on_their_order() -> None:
    queries = queries_of(large_list(400))
    sources = steady_sources().sources
    assert split_queries(sources, queries, 5) == split_queries(sources, queries[::-1], 5)


def test_work_is_about_equal_while_no_host_stands_out() -> None:
    queries = [
        Query(link.reference, link.url)
        for n in range(800)
        for link in [read_link(f"https://host-{n % 100}.example/{n}")]
    ]
    assert {len(share) for share in split_queries(steady_sources().sources, queries, 8)} <= {
        96,
        104,
    }


def test_the_plan_leaves_out_machines_without_work() -> None:
    files = large_list(20)
    parts = plan_shards(files, steady_sources(), NOW, 256)
    assert 0 < len(parts) < 21
    assert sum(count for _, count in parts) == 20
    assert all(part.endswith("/256") for part, _ in parts)


@pytest.mark.parametrize("text", ["", "0/8", "9/8", "1/257", "1", "a/b", "1/8/2", "-1/8", "01/8"])
def test_what_is_no_shard(text: str) -> None:
    with pytest.raises(SettingsError, match="is not a shard"):
        read_part(text)


def test_a_record_that_is_none() -> None:
    good = json.loads(texts_of(large_list(20), 1)[0][1])
    for text in ("", "{}", "[1]", json.dumps(good | {"observed": {"version": 9}})):
        with pytest.raises(InputError, match=r"^a\.json: "):
            read_shard(text, "a.json")
    with pytest.raises(SettingsError, match="no observations to go by"):
        recorded_source(steady_sources().sources, [])


def test_machines_of_a_large_list_have_equal_work_within_a_fifth() -> None:
    """By what queries are expected to cost: many repositories and papers share one request."""
    sources = steady_sources().sources
    each = {row.name: 1 / row.per_request for row in SOURCES}

    def cost(query: Query) -> float:
        return each[next(one.name for one in sources if one.knows(query.reference))]

    links = [
        read_link(url) for url in re.findall(r"https://[^\s)]+", large_readme(10_000)["README.md"])
    ]
    queries = [Query(link.reference, link.url) for link in links]
    shares = split_queries(sources, queries, PARTS)
    work = [sum(map(cost, share)) for share in shares]
    assert sum(map(len, shares)) == 10_000
    assert max(work) <= 1.2 * min(work)


def test_what_machines_hand_over_is_a_line_for_each_reference() -> None:
    sizes = [sum(len(text) for _, text in texts_of(large_list(size))) for size in (400, 800)]
    assert sizes[0] <= 400 * _HANDED_OVER
    assert sizes[1] <= 2.1 * sizes[0]
