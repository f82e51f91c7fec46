"""The table of results: escaped, with its source, and no column that is blank everywhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.lists.read import read_state
from bot.lists.registry.load import load
from bot.model.entry import Registry
from bot.model.errors import BrokenInputError
from bot.model.snapshot import FetchedValue, Snapshot
from bot.render.data.files import draw_json
from bot.render.evaluations import evaluations_table, source_name
from bot.render.readme import draw_readme
from bot.run.render import read_list

LIST = """\
version: 1
title: Models
sections:
  - {id: models, title: Models, kinds: [model], columns: [name]}
  - {id: benchmarks, title: Benchmarks, kinds: [benchmark], evaluations: true}
"""
MODELS = """\
entries:
  - {id: a, kind: model, name: Alpha, section: models, links: {hub: "https://huggingface.co/a/a-7b"}}
  - {id: b, kind: model, name: Beta, section: models, links: {hub: "https://huggingface.co/b/b-7b"}}
"""
README = "".join(
    f"<!-- listkeeper:begin {name} -->\n<!-- listkeeper:end {name} -->\n"
    for name in ("models", "benchmarks")
)
ROOT = Path(__file__).parents[2]


def registry() -> Registry:
    return load({"registry/list.yml": LIST, "registry/models.yml": MODELS})[0]


def result(benchmark: str, score: float, setting: str = "") -> str:
    source = "https://board.example/x"
    return json.dumps(
        {"benchmark": benchmark, "metric": "", "score": score, "setting": setting, "source": source}
    )


def snapshot(**texts: tuple[str, ...]) -> Snapshot:
    return Snapshot(
        {
            f"model:{name}/{name}-7b": {"evaluations": FetchedValue(value, "hub", "2026-11-24")}
            for name, value in texts.items()
        }
    )


def test_results_of_one_benchmark_are_grouped() -> None:
    known = snapshot(a=(result("MMLU", 41.5), result("ARC", 30)), b=(result("MMLU", 55),))
    table = evaluations_table(registry(), known)
    assert table.headings == ("Benchmark", "Model", "Score", "Source")
    assert [cells[:3] for cells in table.rows] == [
        ("ARC", "Alpha", "30"),
        ("MMLU", "Alpha", "41.5"),
        ("MMLU", "Beta", "55"),
    ]
    assert table.rows[0][3] == "[board.example](https://board.example/x)"


def test_foreign_text_is_escaped() -> None:
    known = snapshot(a=(result("x | <!-- listkeeper:end benchmarks -->", 1, "*5*"),))
    (cells,) = evaluations_table(registry(), known).rows
    assert cells[0] == "x \\| \\<!-- listkeeper:end benchmarks --\\>"
    assert cells[3] == "\\*5\\*"


def test_the_section_is_drawn_by_its_template_or_names_nothing() -> None:
    names = ("benchmarks.md.j2", "_table.md.j2")
    files = {f"templates/{name}": (ROOT / "templates" / name).read_text() for name in names}
    files |= {"templates/models.md.j2": "", "README.md": README}
    empty = draw_readme("README.md", files, registry(), Snapshot())
    assert "*No score is shown yet" in empty
    drawn = draw_readme("README.md", files, registry(), snapshot(a=(result("ARC", 30, "25-shot"),)))
    assert "| ARC | Alpha | 30 | 25-shot | [board.example](https://board.example/x) |" in drawn
    assert "No score" not in drawn


WRITTEN = """\
entries:
  - id: a
    kind: model
    name: Alpha
    section: models
    links: {hub: "https://huggingface.co/a/a-7b"}
    results:
      - {benchmark: MMLU, score: 41.50, setting: 5-shot, source: "https://github.com/a/a/blob/1/R.md"}
      - {benchmark: ARC, score: 30, source: "https://github.com/a/a/blob/1/R.md"}
"""


def test_results_that_people_wrote_stand_beside_those_of_the_hub() -> None:
    written = load({"registry/list.yml": LIST, "registry/models.yml": WRITTEN})[0]
    table = evaluations_table(written, snapshot(a=(result("MMLU", 43),)))
    assert [cells[:4] for cells in table.rows] == [
        ("ARC", "Alpha", "30", ""),
        ("MMLU", "Alpha", "41.5", "5-shot"),
        ("MMLU", "Alpha", "43", ""),
    ]
    assert table.rows[0][4] == "[a/a](https://github.com/a/a/blob/1/R.md)"


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"https://github.com/a/b/blob/{'0123456789' * 4}/README.md", "a/b (0123456)"),
        ("https://github.com/a/b/blob/main/README.md", "a/b"),
        (f"https://huggingface.co/a/b-7b/blob/{'abcdef01' * 5}/README.md", "a/b-7b (abcdef0)"),
        ("https://github.com/a", "github.com"),
        ("https://huggingface.co/spaces/a/b", "a/b"),
        ("https://arxiv.org/abs/2307.09288", "arxiv.org"),
    ],
)
def test_a_source_is_named_by_its_repository_and_commit(url: str, name: str) -> None:
    assert source_name(url) == name


def test_list_json_has_each_result_with_its_setting_and_source() -> None:
    written = load({"registry/list.yml": LIST, "registry/models.yml": WRITTEN})[0]
    (entry,) = json.loads(draw_json("", {}, written, Snapshot()))["entries"]
    source = "https://github.com/a/a/blob/1/R.md"
    assert entry["results"] == [
        {"benchmark": "ARC", "score": "30", "setting": "", "size": "", "source": source},
        {"benchmark": "MMLU", "score": "41.5", "setting": "5-shot", "size": "", "source": source},
    ]


def test_of_one_benchmark_the_smallest_model_is_first() -> None:
    rows = "".join(
        f'      - {{benchmark: MMLU, score: 1, size: {size}, source: "https://a.example/x"}}\n'
        for size in ("13B", "7B", "560M")
    )
    text = WRITTEN.partition("      - {")[0] + rows
    table = evaluations_table(
        load({"registry/list.yml": LIST, "registry/models.yml": text})[0], Snapshot()
    )
    assert [cells[1] for cells in table.rows] == ["Alpha 560M", "Alpha 7B", "Alpha 13B"]


def test_every_benchmark_of_this_list_has_results_that_were_read_at_one_commit() -> None:
    own = read_state(read_list(ROOT)).registry
    results = [one for entry in own.entries for one in entry.results]
    benchmarks = {entry.name for entry in own.entries if entry.kind == "benchmark"}
    assert len(benchmarks) >= 15
    assert {one.benchmark for one in results} == benchmarks
    assert [one for one in results if not source_name(one.source).endswith(")")] == []


def test_a_result_without_its_source_is_an_error_at_its_line() -> None:
    text = WRITTEN.replace(', source: "https://github.com/a/a/blob/1/R.md"}\n', "}\n", 1)
    with pytest.raises(BrokenInputError, match=r"registry/models\.yml:8: .*'source' is missing"):
        load({"registry/list.yml": LIST, "registry/models.yml": text})
