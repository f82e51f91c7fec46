"""`--set KEY=VALUE` wins over `pull_requests:` of the file, and is read and refused alike."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import pytest

from bot.config.list_file import PullRequestText
from bot.config.pull_requests import options_with
from bot.model.decision import Topic
from bot.model.errors import SettingsError
from bot.model.options.pull_requests import PullRequestOptions
from tests.build import ROOT
from tests.workflows.machine import read

LISTED = PullRequestOptions(
    ("links",),
    ("alice",),
    ("bo",),
    "chore: ",
    draft=True,
    base="next",
    automerge=frozenset({Topic.MOVED}),
)


@pytest.mark.parametrize(
    ("given", "changed"),
    [
        ([], {}),
        (["labels=bot, needs a look"], {"labels": ("bot", "needs a look")}),
        (["labels=bot\n\n  links\n"], {"labels": ("bot", "links")}),
        (["labels=bot,bot"], {"labels": ("bot",)}),
        (["assignees=carl,dora"], {"assignees": ("carl", "dora")}),
        (["reviewers=carl, my-org/curators"], {"reviewers": ("carl", "my-org/curators")}),
        (["title_prefix=chore(list): "], {"title_prefix": "chore(list): "}),
        (["title-prefix=a=b, c "], {"title_prefix": "a=b, c "}),
        (["draft=false"], {"draft": False}),
        (["draft= true "], {"draft": True}),
        (["base=release/2"], {"base": "release/2"}),
        (["automerge=metadata,facts"], {"automerge": frozenset({Topic.METADATA, Topic.FACTS})}),
        (["labels=", "draft=", "title-prefix=  "], {}),
        (["draft=true", "draft=false"], {"draft": False}),
    ],
)
def test_what_is_given_wins_and_nothing_else_changes(
    given: list[str], changed: dict[str, Any]
) -> None:
    assert options_with(LISTED, given) == replace(LISTED, **changed)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "lables=x",
            "--set lables: there is no such setting of pull requests; did you mean 'labels'?",
        ),
        ("colour=red", "expected one of labels, assignees, reviewers, title_prefix, draft"),
        ("labels", "--set labels: expected KEY=VALUE"),
        ("draft=perhaps", "--set draft: expected true or false"),
        ("reviewers=@bo", "--set reviewers: '@bo' is not allowed here; expected the name of an"),
        ("base=a b", "--set base: 'a b' is not allowed here; expected the name of a branch"),
        (
            "automerge=dead",
            "--set automerge: expected 'metadata', 'moved' or 'facts', found 'dead'",
        ),
        ("title-prefix=a\nb", "a text of a single line"),
        ("assignees=" + ",".join(f"a{n}" for n in range(11)), "--set assignees:"),
    ],
)
def test_what_cannot_be_is_named(given: str, expected: str) -> None:
    with pytest.raises(SettingsError) as refused:
        options_with(LISTED, [given])
    assert expected in str(refused.value)


def test_the_action_has_an_input_for_each() -> None:
    inputs = read(ROOT / "action.yml")["inputs"]
    script = (ROOT / "action.yml").read_text(encoding="utf-8")
    for key in PullRequestText.model_fields:
        name = key.replace("_", "-")
        assert inputs[name]["default"] == ""
        assert f'"{name}=$' in script
    assert asdict(PullRequestOptions()).keys() == PullRequestText.model_fields.keys()
