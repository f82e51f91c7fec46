"""Other people's data: documented columns, and an error for each line that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli.base import FINE, WRONG_USE
from bot.model.errors import BotError
from bot.render.figures.data import read_models
from bot.render.figures.models import MOST_MODELS, Access, FigureModel
from tests.person import Person

DATA = """\
name,released,bases,access,sizes,remark
LLaMA,2023-02,,gated,65B; 7B,"known, to all"
Alpaca,2023-03,llama,Open,7B
"""


def test_what_is_read() -> None:
    assert read_models("data.csv", DATA) == [
        FigureModel("llama", "LLaMA", "2023-02", (), Access.GATED, ("7B", "65B")),
        FigureModel("alpaca", "Alpaca", "2023-03", ("llama",), Access.OPEN, ("7B",)),
    ]


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("name", "\ufeffname"), ("\n", "\n\n")])
def test_forms_of_the_same(change: tuple[str, str]) -> None:
    text = DATA.replace(change[0], change[1], 1 if change[0] == "name" else -1)
    assert read_models("data.csv", text) == read_models("data.csv", DATA)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "data.csv: no model stands here"),
        ("name,released\n", "data.csv: no model stands here"),
        ("title\nA\n", "data.csv:1: the column 'name' is missing"),
        ("name;released\nA;2023\n", "→ separate the columns with commas"),
        ("name,relased\nA,2023\n", "data.csv:1: unknown column 'relased'\n  → did you mean"),
        ("name,name\nA,B\n", "data.csv:1: the column 'name' stands here twice"),
        ("name\nA,B\n", "data.csv:2: 2 cells stand here, and there are 1 columns"),
        ('name\n"A\n', "data.csv:2: this is no CSV"),
        ("name,sizes\n,7B\n", "data.csv:2: the column 'name' is empty here"),
        ("name\nA\n\na\n", "data.csv:4: the name 'a' is taken\n  → it stands first at data.csv:2"),
        ("name,released\nA,May 2023\n", "data.csv:2: 'May 2023' is not a date"),
        ("name,released\nA,2023-13\n", "data.csv:2: '2023-13' is not a date"),
        ("name,access\nA,opn\n", "data.csv:2: unknown access 'opn'\n  → did you mean 'open'?"),
        ("name,sizes\nA,7 billion\n", "data.csv:2: '7 billion' is not a number of parameters"),
        (f"name,sizes\nA,{'9' * 400}B\n", "' is not a number of parameters"),
        (f"name,sizes\nA,{'9' * 5000}x7B\n", "' is not a number of parameters"),
        ("name,bases\n" + f"A,{'B;' * 801}\n" * 2, "data.csv:3: these are too many bases"),
        ("name,bases\nLLaMA,\nB,LLama2\n", "data.csv:3: 'bases' names no model: 'LLama2'\n  → did"),
        ("name,bases\nA,A\n", "data.csv:2: 'A' is built on itself"),
        ("name\n" + "".join(f"m{n}\n" for n in range(MOST_MODELS + 1)), "data.csv:802: 801 models"),
    ],
)
def test_what_is_wrong(text: str, error: str) -> None:
    with pytest.raises(BotError) as raised:
        read_models("data.csv", text)
    assert error in str(raised.value)


def test_all_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(BotError) as raised:
        read_models("data.csv", "name,released,access\nA,soon,no\nB,x,open\n")
    assert str(raised.value).count("data.csv:") == 3


@pytest.mark.parametrize("what", ["evolution", "families", "sizes"])
def test_the_command(tmp_path: Path, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    person = Person(tmp_path)
    person.write({"data.csv": DATA})
    seen = person.run("figure", what, "data.csv", "--title", "A & B")
    assert seen.code == FINE
    assert seen.out.startswith("<svg ")
    assert ">A &amp; B</title>" in seen.out
    assert "prefers-color-scheme:dark" in seen.out
    assert person.run("figure", what, "data.csv", "--narrow", "--output", "a.svg").code == FINE
    assert b'width="356"' in person.files()["a.svg"]
    person.write({"data.csv": "name\n"})
    seen = person.run("figure", what, "data.csv")
    assert seen.code == WRONG_USE
    assert "data.csv: no model stands here" in seen.err
