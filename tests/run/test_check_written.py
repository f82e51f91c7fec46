"""`listkeeper check FILE` on what is written as a link and is none, and on odd files."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import click
import jsonschema
import pytest
from click.testing import CliRunner, Result

import bot.cli.main  # noqa: F401 (it gives the command its verbs)
from bot.cli.base import listkeeper
from bot.run.written import files_beside
from tests.build import ROOT
from tests.run.test_check import assert_sarif
from tests.world.fixtures import MakeWorld

TEXT = """\
# List

[section](#list), [mistyped](#lst), [file](docs/a.md), [missing](docs/b.md)
[no scheme](github.com/owner/name), [misspelt](htps://a.example), [alive](https://a.example/x)
[again](docs/b.md), [ftp](ftp://a.example/x), [id](https://arxiv.org/abs/2307.000400)
"""


def run(*arguments: str) -> Result:
    return CliRunner().invoke(listkeeper, ["check", *arguments], standalone_mode=False)


@pytest.fixture
def file(tmp_path: Path, world: MakeWorld, monkeypatch: pytest.MonkeyPatch) -> str:
    page = {"title": "A page", "text": "It tells a lot about itself."}
    world({"pages": {"pages": {"https://a.example/x": page}}})
    monkeypatch.chdir(tmp_path)
    Path("docs").mkdir()
    Path("docs/a.md").touch()
    Path("LIST.md").write_text(TEXT, encoding="utf-8")
    return "LIST.md"


def test_each_is_reported_with_its_lines_and_nobody_is_asked(file: str) -> None:
    result = run(file)
    assert (
        result.stdout
        == """\
Gone: fix or remove these
  github.com/owner/name (it does not begin with https:// (https://github.com/owner/name))
    LIST.md:4
  htps://a.example (it begins with htps://, not with https://)
    LIST.md:4
  https://arxiv.org/abs/2307.000400 (2307.000400 cannot be an arXiv id)
    LIST.md:5

Could not verify: nothing to do unless it stays so
  #lst (no heading and no id of this file is called #lst; #list may be meant)
    LIST.md:3
  docs/b.md (there is no docs/b.md beside this file)
    LIST.md:3, LIST.md:5
  ftp://a.example/x (browsers do not follow ftp:)
    LIST.md:5

7 links: 1 alive, 0 moved, 3 gone, 3 unsure.
"""
    )
    assert result.return_value == 1
    assert result.stderr == ""


def test_reports_for_machines_have_them_too(file: str) -> None:
    report = json.loads(run(file, "--format", "json").stdout)
    schema = json.loads((ROOT / "docs/schemas/check.json").read_text(encoding="utf-8"))
    jsonschema.validate(report, schema)
    assert [(one["url"], one["verdict"], one["reason"]) for one in report["links"]] == [
        ("#lst", "unsure", "place-missing"),
        ("docs/b.md", "unsure", "file-missing"),
        ("github.com/owner/name", "gone", "no-scheme"),
        ("htps://a.example", "gone", "misspelt-scheme"),
        ("https://a.example/x", "alive", ""),
        ("ftp://a.example/x", "unsure", "unsupported-scheme"),
        ("https://arxiv.org/abs/2307.000400", "gone", "no-such-id"),
    ]
    sarif = json.loads(run(file, "--format", "sarif").stdout)
    assert_sarif(sarif)
    regions = [
        result["locations"][0]["physicalLocation"]["region"]
        for result in sarif["runs"][0]["results"]
    ]
    assert regions[:2] == [
        {"startLine": 3, "startColumn": 30},
        {"startLine": 3, "startColumn": 66},
    ]


@pytest.mark.parametrize("name", ["README.rst", "list.txt", "index.html", "README.adoc", "x.zh-CN"])
def test_other_files_than_markdown_are_refused(file: str, name: str) -> None:
    Path(name).write_text("[a](https://a.example/x)\n", encoding="utf-8")
    result = run(name)
    assert isinstance(result.exception, click.UsageError)
    assert result.exception.exit_code == 2
    assert (
        f"{name} is not read: Markdown files end with .markdown, .md, .mdx, .mkd, .qmd or nothing"
        in (str(result.exception))
    )


@pytest.mark.parametrize("name", ["README", "a.MD", "a.markdown", "a.mdx", "a.mkd", "a.qmd"])
def test_markdown_files_are_read(file: str, name: str) -> None:
    Path(name).write_text("[a](https://a.example/x)\n", encoding="utf-8")
    assert run(name).stdout == "1 link: 1 alive, 0 moved, 0 gone, 0 unsure.\n"


def test_bytes_that_are_no_utf_8_are_named_and_the_rest_is_checked(file: str) -> None:
    Path(file).write_bytes(b"# a\n\n\xe9 [\xff](https://a.example/x) [x](htps://b.example)\n")
    result = run(file)
    assert result.stderr == "LIST.md:3: byte 5 is not UTF-8; the rest of the file is checked\n"
    assert "htps://b.example" in result.stdout
    assert result.stdout.endswith("2 links: 1 alive, 0 moved, 1 gone, 0 unsure.\n")


def test_the_same_file_twice_is_read_once(file: str) -> None:
    assert run(file, file).stdout == run(file).stdout


def test_which_files_count_as_there(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    (tmp_path / "docs").mkdir()
    for name in ("README.md", "docs/a.md", "docs/b c.png"):
        (tmp_path / name).touch()
    is_there = files_beside(tmp_path / "docs/list.md")
    for path in ("a.md", "./a.md", "a", "a.html", "b c.png", ".", "../README.md", "../docs/a.md"):
        assert is_there(path) is True
    for path in ("b.md", "b", "b.html", "../a.md", "a.md/x", "b c", "x" * 5000, "a\0b"):
        assert is_there(path) is False
    for path in ("/docs/b.md", "../../issues", "../../../x"):
        assert is_there(path) is None


def test_without_a_repository_only_the_own_folder_is_known(tmp_path: Path) -> None:
    is_there = files_beside(tmp_path / "list.md")
    assert is_there("x.md") is False
    assert is_there("../x.md") is None
