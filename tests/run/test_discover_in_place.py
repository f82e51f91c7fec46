"""`discover` for a hand-written list: new models by its watches, as rows of the house."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from bot.cli.base import FINE, WRONG_USE
from bot.run.schemas import schema_text
from tests.person import Person
from tests.run.test_add import quick
from tests.world.world import World

HUB = "https://huggingface.co"
CONFIG = """\
version: 1
watches:
  accounts: [acme]
  max_age_days: 5000
  min_downloads: 100
  min_likes: 0
  ticked: true
"""
README = """\
# Awesome models

## Models

| Model | Release | Params | Licence | Context |
|-------|---------|--------|---------|---------|
| [Falcon](https://huggingface.co/tii/falcon-7b) | 2023/05 | 7B | Apache-2.0 | 2048 |
| [Kite](https://huggingface.co/a/kite-3b) | 2024/01 | 3B | MIT | 4096 |
| [Owl](https://huggingface.co/a/owl-1b) | 2024/02 | 1B | MIT | 8192 |

## Papers

- Alpha: batching requests <br> Arxiv 2023 [[Paper]](https://arxiv.org/abs/2301.00001)
- Beta: paged attention <br> ICML 2023 [[Paper]](https://arxiv.org/abs/2302.00001)
"""


def model(size: str, count: int, created: str, **more: Any) -> dict[str, Any]:
    return {
        "downloads": 9000,
        "license": "apache-2.0",
        "created": created,
        "pipeline_tag": "text-generation",
        "safetensors": {"parameters": {"BF16": count}, "total": count},
        "card": f"# {size}\n",
        **more,
    }


SCENARIO: dict[str, Any] = {
    "repository": {"name": "octo/list", "files": {"README.md": README}},
    "hub": {
        "models": {
            "acme/New-7B": model("7B", 7_000_000_000, "2024-05-02", arxiv=["2405.00001"]),
            "acme/New-13B": model("13B", 13_000_000_000, "2024-05-02"),
            "acme/Heron-2B": model("2B", 2_000_000_000, "2024-06-02", license=None),
            "acme/Kite-3B-GGUF": model("3B", 3, "2024-06-02", library="gguf", tags=["gguf"]),
            "tii/falcon-7b": model("7B", 7_000_000_000, "2023-05-02"),
            "a/kite-3b": model("3B", 3_000_000_000, "2024-01-02"),
            "a/owl-1b": model("1B", 1_000_000_000, "2024-02-02"),
        }
    },
    "papers": {"2405.00001": {"title": "New Report", "published": "2024-05-03", "authors": ["A"]}},
}


@pytest.fixture
def box(world: Callable[..., World]) -> World:
    return world(SCENARIO)


@pytest.fixture
def person(tmp_path: Path, box: World, monkeypatch: pytest.MonkeyPatch) -> Person:
    one = Person(tmp_path / "list", {**box.env(), "GITHUB_REPOSITORY": "octo/list"})
    files = {"README.md": README, "README-de.md": README, ".github/listkeeper.yml": CONFIG}
    one.write(files)
    box.github.seed(dict(files))
    quick(monkeypatch)
    monkeypatch.chdir(one.root)
    return one


NEW = f"| [New]({HUB}/acme/New-7B) | 2024/05 | 7B, 13B | Apache-2.0 | |\n"
HERON = f"| [Heron]({HUB}/acme/Heron-2B) | 2024/06 | 2B | | |\n"
OWL = README[README.index("| [Owl]") : README.index("\n## Papers")]


def with_rows(*rows: str) -> str:
    return README.replace(OWL, OWL + "".join(rows))


def test_new_models_are_rows_of_the_house_and_are_then_listed(person: Person) -> None:
    ran = person.run("discover")
    assert ran.code == FINE, ran.text
    assert person.files()["README.md"].decode() == with_rows(NEW, HERON)
    assert person.files()["README-de.md"] == README.encode()
    assert "README.md:10, below Awesome models / Models" in ran.out
    assert "README.md:11, below Awesome models / Models" in ran.out
    assert "no source gave: licence (the card names no licence); Context" in ran.out
    assert "without it: README-de.md; translate it there" in ran.out
    assert "written: 2 new models: New, Heron" in ran.out
    assert "0 offered" in person.run("discover").out


def test_the_report_holds_the_row(person: Person) -> None:
    ran = person.run("discover", "--dry-run", "--format", "json")
    report = json.loads(ran.out)
    Draft202012Validator(json.loads(schema_text("docs/schemas/discover.json"))).validate(report)
    rows = [one["row"] for one in report["newcomers"]]
    assert [(row["line"], f"{row['text']}\n") for row in rows] == [(10, NEW), (11, HERON)]
    assert rows[1]["missing"] == ["licence", "Context"]
    assert rows[1]["lacking"] == ["README-de.md"]
    assert person.files()["README.md"] == README.encode()


@pytest.mark.usefixtures("released")
@pytest.mark.parametrize("words", [["discover"], ["refresh"]])
def test_a_pull_request_shows_each_row_and_an_unticked_one_is_left_out(
    person: Person, box: World, words: list[str], golden: Callable[[str, str], None]
) -> None:
    github: Any = box.github
    assert person.run(*words, "--pull-request").code == FINE
    pull = next(one for one in github.pulls if one.head == "listkeeper/models")
    assert github.files(pull.head)["README.md"] == with_rows(NEW, HERON)
    golden("new_models_in_place.md", pull.body.partition("<!-- listkeeper:v1")[0])
    box_of_new = next(line for line in pull.body.splitlines() if "change new/row" in line)
    github.edit_body(pull.number, pull.body.replace(box_of_new, box_of_new.replace("[x]", "[ ]")))
    assert person.run(*words, "--pull-request").code == FINE
    assert github.files(pull.head)["README.md"] == with_rows(HERON)


def test_a_section_that_is_not_sure_is_asked_for(person: Person) -> None:
    more = "".join(
        f"| [Code{n}](https://huggingface.co/c/code{n}-1b) | 2024/0{n} | 1B | MIT | 1 |\n"
        for n in range(1, 4)
    )
    head = README[README.index("| Model |") : README.index("| [Falcon]")]
    text = README.replace("## Papers", f"## Code models\n\n{head}{more}\n## Papers")
    person.write({"README.md": text})
    ran = person.run("discover")
    assert "0 offered" in ran.out
    why = "New: which section takes it is not sure, perhaps Models or Code models"
    assert why in " ".join(ran.out.split())
    assert "`listkeeper add` with --section adds it" in " ".join(ran.out.split())
    assert person.files()["README.md"] == text.encode()


def test_a_row_that_cannot_be_written_is_held_with_the_reason(person: Person) -> None:
    rows = "".join(f"<tr><td rowspan=2><a href='{HUB}/c/m{n}'>M{n}</a></td><td>1B</td></tr>"
                   for n in range(4))  # fmt: skip
    person.write({"README.md": f"# A\n\n## Models\n\n<table>\n{rows}\n</table>\n"})
    ran = person.run("discover")
    assert "0 offered" in ran.out
    assert "New: the bot cannot write it: cells of this table reach over several rows" in ran.out


def test_nothing_is_watched(person: Person) -> None:
    person.write({".github/listkeeper.yml": "version: 1\n"})
    ran = person.run("discover")
    assert ran.code == WRONG_USE
    assert "name accounts under `watches:` in .github/listkeeper.yml" in ran.err


def test_a_refresh_of_a_folder_adds_no_rows(person: Person) -> None:
    assert person.run("refresh").code == FINE
    assert person.files()["README.md"] == README.encode(), "also where new rows need no tick"
    assert person.run("discover").code == FINE
    assert person.files()["README.md"].decode() == with_rows(NEW, HERON)
