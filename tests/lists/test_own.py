"""A list declares kinds and fields of its own: no code knows of a course, or of forks."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from bot.cli.base import FINDINGS, FINE
from bot.cli.main import _run
from bot.config.own import OwnFieldText
from bot.judge.additions.section import guess_section
from bot.judge.origins.provenance import Explainer
from bot.lists.registry.edit_fields import apply_field_edits
from bot.lists.registry.load import load
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.change import NewRow
from bot.model.errors import BotError
from bot.model.kinds import Kind
from bot.model.observation import Facts
from bot.model.provenance import Statement
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.state import State
from bot.parsing.yaml import read_yaml
from bot.render.readme import draw_readme
from bot.run.schemas import ENTRIES, main, schema_text
from tests.build import README, TODAY, asked, documents, found, judge, of, snapshot

LIST = """\
version: 1
title: Courses
sections:
  - id: tools
    title: Courses and tools
    kinds: [course, tool]
    columns: [name, level, topics_taught, forks, pushed]
kinds:
  - name: course
    noun: course of lectures
    fields: [made_by, level]
fields:
  - {name: level, type: text, heading: Level}
  - {name: topics_taught, type: list, heading: What it teaches}
  - {name: weeks, type: number, heading: Weeks}
  - {name: forks, type: number, heading: Forks, fetched: repo.forks}
  - name: pushed
    type: date
    heading: Last change
    fetched: repo.pushed
"""
ENTRY = """\
entries:
  - id: deep
    kind: course
    name: Deep
    section: tools
    made_by: Acme
    level: for | beginners
    topics_taught: [attention, tuning]
    weeks: 12
    links: {code: "https://github.com/acme/deep"}
  - id: quick
    kind: tool
    name: Quick
    section: tools
    forks: 7
    links: {code: "https://github.com/acme/quick"}
"""
DEEP, QUICK = "https://github.com/acme/deep", "https://github.com/acme/quick"


def files(**changed: str) -> dict[str, str]:
    own = {"registry/list.yml": LIST, "registry/tools.yml": ENTRY}
    return documents(**own | changed)


def drawn(texts: dict[str, str]) -> str:
    registry, settings = load(texts)
    return draw_readme(settings.readme, texts, registry, parse_snapshot(texts.get(OBSERVED)))


def test_they_are_read_and_drawn() -> None:
    registry, _ = load(files())
    deep = registry.entry("deep")
    assert deep is not None
    assert deep.kind == "course"
    assert deep.values == {
        "made_by": "Acme",
        "level": "for | beginners",
        "topics_taught": ("attention", "tuning"),
        "weeks": "12",
    }
    rows = [line for line in drawn(files()).splitlines() if line.startswith("| ")]
    assert rows[0] == "| Name | Level | What it teaches | Forks |"
    assert rows[2] == (f"| **Deep**<br>[code]({DEEP}) | for \\| beginners | attention, tuning |  |")
    assert rows[3] == f"| **Quick**<br>[code]({QUICK}) |  |  | 7 |"


def test_a_refresh_proposes_the_fact_and_the_snapshot_keeps_it() -> None:
    facts: Facts = {"forks": 8312, "pushed": "2026-11-20", "stars": 5, "watchers": 3}
    outcome = judge([found(DEEP, facts), found(QUICK, facts)], files=files())
    changes = {(one.entry, one.field): (one.before, one.after, one.why) for one in outcome.changes}
    assert changes[("deep", "forks")] == ("", "8.3k", "forks on GitHub")
    assert changes[("deep", "pushed")] == ("", "2026-11-20", "pushed on GitHub")
    assert ("quick", "forks") not in changes  # a person wrote one
    proposal = of(outcome, "metadata")
    kept = parse_snapshot(proposal.files[OBSERVED])
    assert {name: one.value for name, one in kept.values["repo:acme/deep"].items()} == {
        "forks": 8312,
        "pushed": "2026-11-20",
    }
    assert "forks" not in kept.values["repo:acme/quick"]
    assert "| 8.3k | 2026-11-20 |" in proposal.files["README.md"]
    assert re.search(r"forks.*8\.3k", proposal.body)


@pytest.mark.parametrize(
    ("facts", "is_shown"),
    [({"forks": 8340}, False), ({"forks": 8700}, True), ({"forks": "many"}, False), ({}, False)],
)
def test_a_number_of_its_own_is_as_steady_as_any(facts: Facts, is_shown: bool) -> None:
    shown = snapshot(repo__acme__deep={"forks": asked(8312)})
    outcome = judge([found(DEEP, facts)], shown=shown, files=files())
    assert [one.field for one in outcome.changes] == (["forks"] if is_shown else [])


def test_a_list_that_declares_nothing_keeps_no_forks() -> None:
    outcome = judge([found("https://github.com/acme/beta", {"forks": 3, "stars": 4})])
    kept = parse_snapshot(of(outcome, "metadata").files[OBSERVED])
    assert set(kept.values["repo:acme/beta"]) == {"stars"}


def test_a_new_row_of_an_own_kind_is_written() -> None:
    links = {"site": "https://course.example/"}
    fields = {"id": "new", "kind": "course", "name": "New", "section": "tools", "links": links}
    after, refused = apply_field_edits(
        files(), [NewRow("a", "registry/tools.yml", {**fields, "level": "hard"})]
    )
    assert refused == []
    added = load(after)[0].entry("new")
    assert added is not None
    assert added.values == {"level": "hard"}
    _, refused = apply_field_edits(
        files(), [NewRow("a", "registry/tools.yml", {**fields, "levle": "hard"})]
    )
    assert len(refused) == 1


def test_a_page_or_a_repository_may_become_one_but_no_model() -> None:
    only = LIST.replace("kinds: [course, tool]", "kinds: [course]")
    entries = ENTRY.replace("kind: tool", "kind: course")
    registry, _ = load(files(**{"registry/list.yml": only, "registry/tools.yml": entries}))
    guesses = {kind: guess_section(registry, kind, "") for kind in Kind}
    assert {kind for kind, guess in guesses.items() if guess} == {Kind.PAGE, Kind.REPO}
    assert {guess.kind for guess in guesses.values() if guess} == {"course"}
    mixed, _ = load(files())
    guess = guess_section(mixed, Kind.REPO, "")
    assert guess is not None
    assert guess.kind == "tool"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: course", "name: tool", "list.yml:9: name: there is a kind 'tool' already"),
        ("name: course", "name: A B", "list.yml:9: name: 'A B' is not allowed here"),
        ("noun:", "plural:", "list.yml:10: plural: unknown key 'plural'"),
        ("made_by, level", "levle", "list.yml:11: fields: there is no field 'levle'"),
        ("made_by, level", "levle", "expected some of added, backbone, bases"),
        ("made_by, level", "stars", "list.yml:11: fields: there is no field 'stars'"),
        ("name: level", "name: venue", "list.yml:13: name: the name 'venue' is taken"),
        ("name: level", "name: reach", "list.yml:13: name: the name 'reach' is taken"),
        ("name: level", "name: links", "list.yml:13: name: the name 'links' is taken"),
        ("name: weeks", "name: level", "list.yml:15: name: the name 'level' is taken"),
        ("type: text", "type: link", "list.yml:13: type: expected 'text', 'number'"),
        (", heading: Weeks", "", "list.yml:15: the key 'heading' is missing"),
        ("repo.forks", "forks", "list.yml:16: fetched: nothing reports 'forks'"),
        ("repo.forks", "repo.spoons", "list.yml:16: fetched: nothing reports 'repo.spoons'"),
        ("repo.forks", "model.forks", "expected one of account.followers, account.models"),
        ("repo.forks", "repo.archived", "list.yml:16: fetched: nothing reports 'repo.archived'"),
        ("repo.pushed", "repo.stars", "list.yml:20: fetched: 'repo.stars' is not a date"),
        ("repo.pushed", "repo.stars", "expected 'type: number'"),
        ("forks, pushed]", "forks, spoons]", "columns: unknown column 'spoons'"),
    ],
)
def test_a_wrong_declaration_names_its_line(old: str, new: str, message: str) -> None:
    assert old in LIST
    with pytest.raises(BotError) as caught:
        drawn(files(**{"registry/list.yml": LIST.replace(old, new, 1)}))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: course", "kind: cruise", "tools.yml:3: 'kind' must be one of model, paper"),
        ("weeks: 12", "weeks: twelve", "tools.yml:9: weeks: "),
        ("topics_taught: [attention, tuning]", "topics_taught: x", "8: topics_taught: expected a"),
        ("made_by: Acme", "size: 3", "tools.yml:6: size: unknown key 'size'"),
        ("made_by: Acme", "value_level: 3", "tools.yml:6: value_level: unknown key 'value_level'"),
    ],
)
def test_a_wrong_entry_names_its_line(old: str, new: str, message: str) -> None:
    assert old in ENTRY
    with pytest.raises(BotError) as caught:
        load(files(**{"registry/tools.yml": ENTRY.replace(old, new, 1)}))
    assert message in str(caught.value)


def test_an_entry_of_it_in_another_section_is_called_by_its_noun() -> None:
    with pytest.raises(
        BotError, match="a course of lectures may not be listed in the section 'tools'"
    ):
        load(files(**{"registry/list.yml": LIST.replace("kinds: [course, tool]", "kinds: [tool]")}))


def test_every_type_of_a_field_is_a_form() -> None:
    types = OwnFieldText.model_json_schema()["properties"]["type"]["enum"]
    for name in types:
        heading = f"{{name: extra, type: {name}, heading: Extra}}"
        text = LIST.replace(
            "fields:\n  - {name: level", f"fields:\n  - {heading}\n  - {{name: level"
        )
        load(files(**{"registry/list.yml": text}))


@pytest.mark.parametrize("name", ["copy", "json", "model_config", "schema", "dict", "a"])
def test_no_name_is_too_odd_for_a_field(name: str) -> None:
    text = LIST.replace("topics_taught", name)
    entries = ENTRY.replace("topics_taught", name)
    texts = files(**{"registry/list.yml": text, "registry/tools.yml": entries})
    entry = load(texts)[0].entry("deep")
    assert entry is not None
    assert entry.values[name] == ("attention", "tuning")
    assert "attention, tuning" in drawn(texts)


def test_lint_and_render_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path, text in files(**{"README.md": README}).items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert _run(["render"]) == FINE
    assert _run(["lint"]) == FINE
    assert "| **Deep**" in (tmp_path / "README.md").read_text("utf-8")
    (tmp_path / "registry/list.yml").write_text(LIST.replace("repo.forks", "repo.spoons"), "utf-8")
    assert _run(["lint"]) == FINDINGS
    assert "registry/list.yml:16: fetched: nothing reports" in "".join(capsys.readouterr())


def test_the_schema_for_editors_knows_them(tmp_path: Path) -> None:
    entries = read_yaml("registry/tools.yml", ENTRY)
    general = Draft202012Validator(json.loads(schema_text(ENTRIES)))
    with pytest.raises(ValidationError):
        general.validate(entries)
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry/list.yml").write_text(LIST, "utf-8")
    main(tmp_path)
    written = json.loads((tmp_path / ENTRIES).read_text("utf-8"))
    Draft202012Validator(written).validate(entries)
    assert not (tmp_path / "docs").exists()
    list_schema = json.loads((tmp_path / "registry/schema/list.json").read_text("utf-8"))
    Draft202012Validator(list_schema).validate(read_yaml("registry/list.yml", LIST))


def test_explain_knows_where_it_came_from() -> None:
    entry = load(files())[0].entry("deep")
    assert entry is not None
    fact = FetchedValue(8312, "github", "2026-11-01", DEEP)
    shown = Snapshot({"repo:acme/deep": {"forks": fact}})
    latest = (found(DEEP, {"forks": 8340}),)
    state = State(*load(files()), shown)
    explainer = Explainer(entry, state, latest, {}, {}, (), ())
    (forks,) = [one for one in explainer.fields() if one.field == "forks"]
    assert forks.value == "8.3k"
    held, other = (
        Statement(said=f"acme/deep forks: {observations}", source="github", day=day, evidence=DEEP)
        for observations, day in (("8,312", "2026-11-01"), ("8,340", TODAY))
    )
    assert (forks.held, forks.other) == ((held,), (other,))
