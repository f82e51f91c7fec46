"""`links` of registry/list.yml: what is left out and why, in `check`, `refresh` and `lint`."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

import bot.cli.main  # noqa: F401 (it gives the command its verbs)
from bot.cli.base import listkeeper
from bot.lint.findings import find_problems
from bot.lists.registry.load import load
from bot.lists.registry.settings import read_rules
from bot.model.errors import BrokenInputError
from bot.model.observation import Reason, Unsure
from bot.model.options.link_rules import CONTROL
from bot.run.render import draw_documents
from bot.run.steps.queries import left_out, left_out_tallies, list_queries
from tests.build import LIST, NOW, TODAY, documents, found, gone, judge, reference
from tests.world.fixtures import MakeWorld

RULES = """\
links:
  exclude:
    - pattern: https://beta.example/*
      reason: only members see it
    - pattern: https://huggingface.co/acme/*
      reason: moved to another Hub
      until: 2026-11-23
  include:
    - pattern: https://beta.example/open/*
      reason: everybody sees this part
  hosts:
    - host: "*.Gamma.example"
      reason: its owner asked for it
      at_once: 1
      interval: 2
      judge: status
      until: 2026-11-24
  control: https://www.iana.org/
"""
WITH_RULES = {"registry/list.yml": LIST + RULES}
BETA = "https://beta.example/tour"


def test_rules_are_read_with_their_places() -> None:
    _, settings = load(documents(**WITH_RULES))
    rules = settings.rules
    first = rules.exclude[0]
    assert (str(first.where), first.until) == ("registry/list.yml:11", "")
    assert rules.control == "https://www.iana.org/"
    [host] = rules.hosts
    assert rules.for_host("a.gamma.example") == host
    assert (host.at_once, host.interval, host.by_status) == (1, 2.0, True)
    assert rules.for_host("gamma.example") is None


def test_without_rules_all_is_asked() -> None:
    _, settings = load(documents())
    assert settings.rules.control == CONTROL
    assert not settings.rules.why_left_out(BETA)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("  exclude: [{pattern: x}]", "registry/list.yml:10: the key 'reason' is missing"),
        ("  exclude:\n    - {pattern: x, reason: y, until: 2026-11}", "is not a full date"),
        ("  exclude:\n    - {pattern: x, reason: y, until: '2026-02-30'}", "2026-02-30"),
        ("  hosts:\n    - {host: a.example, reason: y}", "this rule sets nothing"),
        ("  hosts:\n    - {host: 'https://a.example/', reason: y, at_once: 1}", "is not allowed"),
        ("  hosts:\n    - {host: a.example, reason: y, at_once: 0}", "greater than 0"),
        ("  hosts:\n    - {host: a.example, reason: y, judge: never}", "'page' or 'status'"),
        ("  control: nowhere", "is not a web address"),
        ("  leave: []", "unknown key 'leave'"),
    ],
)
def test_a_broken_rule_names_its_line(text: str, complaint: str) -> None:
    with pytest.raises(BrokenInputError) as broken:
        load(documents(**{"registry/list.yml": f"{LIST}links:\n{text}\n"}))
    assert complaint in str(broken.value)
    assert str(broken.value).startswith("registry/list.yml:1")


def test_included_links_are_asked_though_excluded() -> None:
    rules = load(documents(**WITH_RULES))[1].rules
    why = rules.why_left_out(BETA)
    assert why == "left out by registry/list.yml:11: only members see it"
    assert not rules.why_left_out("https://beta.example/open/door")


def test_a_rule_ends_with_its_day_and_lint_reminds_of_it() -> None:
    files = documents(**WITH_RULES)
    rules = load(files)[1].rules
    model = "https://huggingface.co/acme/gamma-7b"
    assert rules.on("2026-11-23").why_left_out(model)
    assert not rules.on(TODAY).why_left_out(model)
    assert rules.on(TODAY).hosts
    files |= draw_documents(files)
    [reminder] = find_problems(files, TODAY)
    assert reminder.reminder
    assert str(reminder).startswith(
        "registry/list.yml:13: this rule ended on 2026-11-23 (moved to another Hub)"
    )
    assert len(find_problems(files, "2026-11-25")) == 2


def test_lint_reminds_without_failing(tmp_path: Path) -> None:
    write(tmp_path, documents(**WITH_RULES))
    write(tmp_path, draw_documents(documents(**WITH_RULES)))
    ran = CliRunner().invoke(listkeeper, ["lint", "--root", str(tmp_path)], standalone_mode=False)
    assert "registry/list.yml:13: this rule ended on 2026-11-23" in ran.stdout
    assert not ran.return_value


def test_refresh_reports_the_links_it_leaves_out_and_fetches_none() -> None:
    registry, settings = load(documents(**WITH_RULES))
    rules = settings.rules.on(TODAY)
    asked = {query.url for query in list_queries(registry, "*", rules)}
    assert BETA not in asked
    assert len(asked) == 4
    [observation] = left_out(registry, "*", rules, NOW)
    assert (observation.reference, observation.reason) == (reference(BETA), Reason.LEFT_OUT)
    assert left_out(registry, "alpha", rules, NOW) == []
    [tally] = left_out_tallies([observation])
    assert (tally.source, tally.asked, tally.unsure) == ("rules", 1, 1)
    assert tally.notes == (f"{BETA} is left out by registry/list.yml:11: only members see it",)
    [many] = left_out_tallies([observation] * 14)
    assert many.notes[-1] == "and 4 more that rules leave out"
    assert left_out_tallies([]) == []


def test_what_is_left_out_is_neither_forgotten_nor_counted() -> None:
    """A link that was gone stays so, and no silence of ours becomes a question or an outage."""
    out = Unsure(
        reference=reference(BETA),
        source="rules",
        at=NOW,
        evidence=BETA,
        reason=Reason.LEFT_OUT,
        why="left out",
    )
    memory = judge([gone(BETA, source="web")]).memory
    for day in range(1, 90, 30):
        outcome = judge([out], memory=memory, now=NOW + timedelta(days=day))
        memory = outcome.memory
    assert memory.traces["page:https://beta.example/tour"].gone_on == (TODAY,)
    assert outcome.news.outages == {}
    assert not [doubt for doubt in outcome.questions if doubt.entry == "beta"]
    assert judge([found(BETA, source="web")], memory=memory).memory.traces


def write(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("of_file", [True, False])
def test_check_reports_what_is_left_out(
    tmp_path: Path, world: MakeWorld, monkeypatch: pytest.MonkeyPatch, of_file: bool
) -> None:
    world({"pages": {"pages": {}}})  # a request for the page would fail the test
    write(tmp_path, documents(**WITH_RULES))
    monkeypatch.chdir(tmp_path)
    Path("LIST.md").write_text(f"[a]({BETA})\n", encoding="utf-8")
    Path("registry/tools.yml").write_text(
        "entries:\n  - id: beta\n    kind: tool\n    name: Beta\n    section: tools\n"
        f"    links: {{site: '{BETA}'}}\n",
        encoding="utf-8",
    )
    files = ["LIST.md"] if of_file else []
    ran = CliRunner().invoke(
        listkeeper, ["check", *files, "--format", "json"], standalone_mode=False
    )
    [link] = json.loads(ran.stdout)["links"]
    assert (link["verdict"], link["reason"]) == ("unsure", "left-out")
    assert link["detail"] == "left out by registry/list.yml:11: only members see it"


def test_a_folder_without_a_list_has_no_rules(tmp_path: Path) -> None:
    assert read_rules(tmp_path).exclude == ()
