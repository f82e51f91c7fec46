"""What is drawn on a terminal, and reported as it is elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.terminal import MarkdownOutput, write_data, write_parts

PAGE = MarkdownOutput(
    "### Moved links\n\n- [x] <!-- listkeeper:change a/b 0 --> **A**: <x> [code](https://e.org)\n"
)


def test_a_pipe_gets_the_very_text(capsys: pytest.CaptureFixture[str]) -> None:
    write_parts(["[bold]1 link moved[/]", PAGE], None)
    assert capsys.readouterr().out == f"1 link moved\n{PAGE.markdown}\n"


def test_a_file_gets_the_very_text(tmp_path: Path) -> None:
    write_parts(["[bold]1 link moved[/]", PAGE], tmp_path / "x")
    assert (tmp_path / "x").read_text(encoding="utf-8") == f"1 link moved\n{PAGE.markdown}\n"


@pytest.mark.parametrize("colours", [True, False])
def test_a_terminal_gets_it_drawn(
    colours: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not colours:
        monkeypatch.setenv("NO_COLOR", "1")
    write_parts(["[red]x[/]", PAGE], None)
    printed = capsys.readouterr().out
    assert "☑" in printed
    assert "listkeeper:change" not in printed
    assert ("\x1b[31m" in printed) == colours


@pytest.mark.parametrize("length", [0, 1, 99_999, 100_000, 100_001, 250_000])
@pytest.mark.parametrize("end", ["", "\n"])
def test_a_report_is_printed_whole(
    length: int, end: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "é" * length + end
    write_data(text, None)
    assert capsys.readouterr().out == text.removesuffix("\n") + "\n"


def test_a_command_for_the_runner_is_none_where_the_report_is_cut(
    capsys: pytest.CaptureFixture[str],
) -> None:
    text = '{"a": "' + "x" * (100_000 - 9) + '##[error]"}'
    write_data(text, None)
    printed = capsys.readouterr().out
    assert "##[" not in printed
    assert json.loads(printed) == json.loads(text)
