"""`listkeeper lint` of a hand-written list, as people run it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.base import FINDINGS, FINE, WRONG_USE
from bot.cli.main import _run
from tests.person import Person, small_list

README = b"""\xef\xbb\xbf# A list\r\n\r\n- [Ray](github.com/ray/ray) - Caf\xe9.\r
- [Alpha](https://github.com/acme/alpha)\r
- Beta [paper] (https://arxiv.org/abs/2301.00001)\r
- [Gamma]()\r
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "README.md").write_bytes(README)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_lint_names_place_rule_and_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(["lint"]) == FINDINGS
    seen = capsys.readouterr().out
    assert "README.md:3: `github.com/ray/ray` has no scheme" in seen
    assert "[schemes]\n  → write `https://` before it\n" in seen
    assert "README.md:5: there is a space between `[paper]` and its address" in seen
    assert "README.md:6: “Gamma” leads nowhere" in seen
    assert (folder / "README.md").read_bytes() == README


def test_fix_repairs_what_is_safe_and_leaves_every_other_byte(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(["lint", "--fix"]) == FINDINGS
    seen = capsys.readouterr().out
    assert seen.startswith("2 repairs made in README.md.\n")
    assert "README.md:6:" in seen
    assert "schemes" not in seen
    fixed = README.replace(b"github.com/ray", b"https://github.com/ray").replace(b"] (", b"](")
    assert (folder / "README.md").read_bytes() == fixed
    assert _run(["lint", "--fix"]) == FINDINGS
    assert "made in" not in capsys.readouterr().out
    assert (folder / "README.md").read_bytes() == fixed


@pytest.mark.parametrize("name", ["LIST", "LIST.MD", "LIST.qmd"])
def test_a_file_is_checked_whatever_its_suffix_of_markdown(
    folder: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (folder / "README.md").rename(folder / name)
    assert _run(["lint", name]) == FINDINGS
    assert f"{name}:6: “Gamma” leads nowhere" in capsys.readouterr().out


def test_a_list_without_problems(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "README.md").write_text("# L\n\n- [A](https://a.example) - Good.\n", "utf-8")
    assert _run(["lint"]) == FINE
    assert capsys.readouterr().out == "No problems found.\n"


def test_reminders_are_shown_and_break_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = "- [A](https://github.com/a/a)\n"
    (folder / "README.md").write_text(f"# L\n\n## One\n\n{row}\n## Two\n\n{row}", "utf-8")
    assert _run(["lint"]) == FINE
    seen = capsys.readouterr().out
    assert "README.md:9: “A” is listed under “One” as well, on line 5 [duplicates]" in seen
    assert seen.endswith("No problems found.\n")


def test_the_settings_switch_rules_off(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / ".github").mkdir()
    config = folder / ".github/listkeeper.yml"
    config.write_text("version: 1\nlint: {schemes: false, brackets: false}\n", "utf-8")
    assert _run(["lint", "--fix"]) == FINDINGS
    assert (folder / "README.md").read_bytes() == README
    seen = capsys.readouterr().out
    assert "[empty-links]" in seen
    assert "[schemes]" not in seen
    config.write_text("version: 1\nlint:\n  scheme: false\n", "utf-8")
    assert _run(["lint"]) == WRONG_USE
    assert ".github/listkeeper.yml:3: lint: no rule is called 'scheme'" in capsys.readouterr().err


def test_a_setting_about_nothing_is_a_finding(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "README.md").write_text("# L\n\n- [A](https://github.com/a/a)\n", "utf-8")
    (folder / ".github").mkdir()
    (folder / ".github/listkeeper.yml").write_text(
        "version: 1\npins:\n  repo:a/aa: {venue: x}\n", "utf-8"
    )
    assert _run(["lint"]) == FINDINGS
    seen = capsys.readouterr().out
    assert ".github/listkeeper.yml:3: pins: 'repo:a/aa' is no entry" in seen
    assert "did you mean 'repo:a/a'?" in seen


def test_a_file_and_its_translation(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "docs").mkdir()
    (folder / "docs/tools.md").write_text("- [A]()\n- [B](https://b.example)\n", "utf-8")
    assert _run(["lint", "docs/tools.md"]) == FINDINGS
    seen = capsys.readouterr().out
    assert "docs/tools.md:1: “A” leads nowhere" in seen
    assert "README.md" not in seen


def test_a_runner_gets_annotations(
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "output"))
    assert _run(["lint", "--root", str(folder)]) == FINDINGS
    seen = capsys.readouterr().err
    assert "::error title=listkeeper,file=" in seen
    assert "README.md,line=3" in seen
    assert "conclusion" in (tmp_path / "output").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["lint", "list.rst"], "is not Markdown"),
        (["lint", "nowhere.md"], "does not exist"),
    ],
)
def test_what_cannot_be_checked(
    folder: Path, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    (folder / "list.rst").write_text("A\n=\n", "utf-8")
    assert _run(words) == WRONG_USE
    assert message in capsys.readouterr().err


def test_no_list_at_all(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert _run(["lint"]) == WRONG_USE
    assert "there is no list here" in capsys.readouterr().err


def test_fix_is_not_for_what_a_registry_draws(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(tmp_path / "list")
    person.write(small_list())
    monkeypatch.chdir(person.root)
    before = person.files()
    assert _run(["lint", "--fix"]) == WRONG_USE
    assert "listkeeper render" in capsys.readouterr().err
    assert _run(["lint", "README.md", "--fix"]) == WRONG_USE
    assert "generated from registry/" in capsys.readouterr().err
    assert person.files() == before
