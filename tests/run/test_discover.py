"""`discover` through the world: precision on the whole list, a decline that is read, renames."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import bot.publish.github.access
from bot.cli.base import FINE, WRONG_USE
from bot.judge.models.naming import family_name
from bot.lists.registry.load import load
from bot.run.schemas import schema_text
from tests.person import Person
from tests.test_main_job import frozen_list
from tests.world.hub import HubSite
from tests.world.wire import Request, Response
from tests.world.world import World

NAME = "GPT-Alternatives/gpt_alternatives"
# What the world holds besides the list, by hand: every other model is listed, a copy or too old.
NEW = {
    "InternLM2",
    "Lantern",
    "XVERSE-MoE-A4.2B",
    "InternLM2.5",
    "Falcon3",
    "InternLM3",
    "GLM-4",
    "Qwen3",
    "GLM-4.6",
    "YuLan-Chat-3",
    "dolly-v4",
    "Kestrel",
    "Meridian",
    "Peregrine",
    "basalt",
}


COPIES = {
    "a quantised copy": 11,
    "a conversion": 1,
    "an adapter": 2,
    "a merge": 2,
    "a re-upload": 4,
    "on the list": 2,  # under the names they have now
}


@pytest.fixture
def box(world: Callable[..., World]) -> World:
    return world("gpt_alternatives")


@pytest.fixture
def person(tmp_path: Path, box: World, monkeypatch: pytest.MonkeyPatch) -> Person:
    one = Person(tmp_path / "list", {**box.env(), "GITHUB_REPOSITORY": NAME})
    files = {path: text.decode() if isinstance(text, bytes) else text for path, text in list_()}
    one.write(files)
    box.github.seed(dict(files))
    monkeypatch.chdir(one.root)
    connect = bot.publish.github.access.connect_writer
    monkeypatch.setattr(
        bot.publish.github.access,
        "connect_writer",
        lambda *a: connect(*a, seconds_between_writes=0),
    )
    return one


WATCHES = """\
watches:
  max_age_days: 1200
  at_most: 30
  accounts: [BlinkDL, togethercomputer, mosaicml, tiiuae, baichuan-inc, BelleGroup, bigscience,
    CarperAI, databricks, EleutherAI, fnlp, internlm, lmsys, openbmb, openlm-research,
    project-baize, Qwen, RUCAIBox, stabilityai, xverse, yulan-team, zai-org]
  families: ["*/Qwen3-*"]
  bases: [baichuan]
  papers: ["https://arxiv.org/abs/2307.09288"]
"""


FEW = "watches: {accounts: [tiiuae, EleutherAI, internlm], ticked: true}\n"


def list_(watches: str = FEW) -> list[tuple[str, str | bytes]]:
    files = frozen_list()
    text = files["registry/list.yml"]
    written = text.decode() if isinstance(text, bytes) else text
    return list(
        {**files, "registry/list.yml": written.partition("# Hub accounts")[0] + watches}.items()
    )


def test_precision_on_the_whole_list(person: Person, box: World) -> None:
    text = {p: t.decode() if isinstance(t, bytes) else t for p, t in list_(WATCHES)}
    person.write(text)
    ran = person.run("discover", "--dry-run", "--format", "json")
    assert ran.code == FINE
    report = json.loads(ran.out)
    Draft202012Validator(json.loads(schema_text("docs/schemas/discover.json"))).validate(report)
    offered = [one for one in report["newcomers"] if one["ruling"] == "apply"]
    assert {one["name"] for one in offered} == NEW

    # nothing of it is on the list under another name, and no copy is offered
    registry, _ = load(text)
    listed = {"".join(family_name(e.name)) for e in registry.entries if e.kind == "model"}
    urls = " ".join(f["value"] for one in offered for f in one["fields"])
    assert not {"".join(family_name(one["name"])) for one in offered} & listed
    assert not re.search(r"GGUF|AWQ|GPTQ|MLX|int4|unsloth|mirror-lab|emma/|ann/|ben/", urls)

    # every field names where it was read, every lack its reason
    for one in offered:
        with_evidence = {f["field"] for f in one["fields"] if f["evidence"]}
        plain = {"kind", "section", "bases", "paper", "code", "hub", "weights"}
        assert {f["field"] for f in one["fields"]} - with_evidence <= plain
        assert all(one["left_out"].values())
    by_reason = {why: len(ids) for why, ids in report["not_offered"].items()}
    assert {why: by_reason[why] for why in COPIES} == COPIES

    # asked politely: no model twice
    asked = [r.path for r in box.records() if re.match(r"/api/models/", r.path)]
    assert len(asked) == len(set(asked))


@pytest.mark.usefixtures("released")
def test_a_pull_request_has_a_box_each_and_an_unticked_one_is_rejected(
    person: Person, box: World, golden: Callable[[str, str], None]
) -> None:
    github: Any = box.github
    assert person.run("discover", "--pull-request").code == FINE
    (pull,) = github.pulls
    assert (pull.head, pull.title) == (
        "listkeeper/models",
        "3 new models: Meridian, Peregrine, basalt",
    )
    body = pull.body.partition("<!-- listkeeper:v1")[0]
    golden("new_models.md", body)
    boxes = [line for line in pull.body.splitlines() if line.startswith("- [x]")]
    assert len(boxes) == 3
    changed = re.findall(r"^diff --git a/(\S+)", github.diff("main", pull.head), re.MULTILINE)
    drawn = {"README.md", *(path for path in changed if path.startswith("figures/"))}
    assert [path for path in changed if path not in drawn] == ["registry/models.yml"]

    again = person.run("discover", "--pull-request")
    assert "unchanged" in again.out

    basalt = next(line for line in boxes if "basalt/row" in line)
    github.edit_body(pull.number, pull.body.replace(basalt, basalt.replace("[x]", "[ ]")))
    assert person.run("discover", "--pull-request").code == FINE
    (pull,) = github.pulls
    assert pull.title == "2 new models: Meridian, Peregrine"
    assert "basalt" not in github.files(pull.head)["registry/models.yml"]

    github.close(pull.number)
    ran = person.run("discover", "--pull-request")
    assert "0 offered" in ran.out
    assert [one.state for one in github.pulls] == ["closed"]
    ran = person.run("discover", "--pull-request", "--format", "json")
    rulings = {one["ruling"] for one in json.loads(ran.out)["newcomers"]}
    assert rulings == {"hold"}


def test_a_search_that_fails_leaves_what_is_open(
    person: Person, box: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    github: Any = box.github
    assert person.run("discover", "--pull-request").code == FINE
    (pull,) = github.pulls
    before = pull.body
    listing = HubSite._listing

    def refusing(self: HubSite, request: Request, kind: str) -> Response | None:
        if dict(request.params()).get("author") == "tiiuae":
            return Response.of_json({"error": "no"}, 400)
        return listing(self, request, kind)

    monkeypatch.setattr(HubSite, "_listing", refusing)
    ran = person.run("discover", "--pull-request")
    assert "held: what is open stays as it is not answered: account:tiiuae" in ran.out
    assert github.pull(pull.number).body == before


def test_written_into_the_folder_and_merged_nothing_is_left(person: Person) -> None:
    assert "written: 3 new models" in person.run("discover").out
    assert person.run("lint").code == FINE
    assert "0 offered" in person.run("discover").out


def test_nothing_is_watched(person: Person) -> None:
    text = person.files()["registry/list.yml"].decode()
    person.write({"registry/list.yml": text[: text.index("watches:")]})
    ran = person.run("discover")
    assert ran.code == WRONG_USE
    assert "nothing is watched" in ran.err


BROKEN: Mapping[str, tuple[str, str]] = {
    "account": ("accounts: ['a b']", "'a b' is not allowed here"),
    "pattern": ("families: ['*']", "'*' would fit nearly everything"),
    "base": ("bases: [nobody]", "'nobody' is not the id of an entry"),
    "base without a model": ("bases: [alpaca]", "'alpaca' has no link to a model on the Hub"),
    "paper": ("papers: ['https://acl.example/x']", "'https://acl.example/x' is not an arXiv paper"),
    "threshold": ("min_likes: -1", "min_likes"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_watches_are_reported_with_their_line(person: Person, what: str) -> None:
    text = person.files()["registry/list.yml"].decode()
    line, message = BROKEN[what]
    head = text[: text.index("watches:")]
    person.write({"registry/list.yml": f"{head}watches:\n  {line}\n"})
    ran = person.run("lint")
    assert re.search(rf"registry/list\.yml:{head.count(chr(10)) + 2}: ", ran.out), ran.out
    assert message in ran.out
