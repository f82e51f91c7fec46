"""Who said what a hand-written list shows: kept beside the memory, and in no pull request."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from bot.cli.verbs.explain import explain_command
from bot.judge.origins.shown import is_shown
from bot.lists.registry.load import shipped_templates
from bot.lists.snapshot import EVIDENCE, parse_snapshot
from bot.model.errors import SettingsError
from bot.model.observation import Value
from bot.model.provenance import Explanation
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.written import Span, WrittenField
from bot.publish.local import FolderPublisher
from bot.render.reports.explain import explain_text
from bot.run.explain import explain_entry
from bot.run.refresh import refresh
from bot.run.render import read_any_list
from bot.run.steps.observations import ObservationStore
from bot.run.steps.services import Services
from bot.sources.dispatch import SourceSet
from bot.sources.recorded import RecordedSources
from tests.build import NOW, found, moved, unsure
from tests.written import WrittenRepository

ALPHA, SURVEY = "https://github.com/old/alpha", "https://arxiv.org/abs/2301.00001"
GAMMA = "https://huggingface.co/acme/gamma-7b"
README = f"""\
# Things

- [Alpha]({ALPHA}) - Does alpha things. ⭐ 1.2K
- A Survey <br> ACL 2023 [[Paper]]({SURVEY})

| Model | Params (B) | Release | Licence |
|-------|-----------:|---------|---------|
| [Gamma]({GAMMA}) | 7 | 2023/05 | MIT |
"""
SEEN = (
    found(ALPHA, {"stars": 1210}),
    found(SURVEY, {"journal": "ACL 2023", "published": "2023-01-02"}, "arxiv"),
    found(GAMMA, {"parameters": 7_012_000_000, "created": "2023-05-17", "licence": "mit"}, "hub"),
)
TODAY = "2026-11-24"
KEPT = {
    "entry:repo:old/alpha": {"stars": FetchedValue(1210, "github", TODAY, ALPHA)},
    "entry:paper:2301.00001": {"venue": FetchedValue("ACL 2023", "arxiv", TODAY, SURVEY)},
    "entry:model:acme/gamma-7b": {
        "sizes": FetchedValue(("7B",), "hub", TODAY, GAMMA),
        "released": FetchedValue("2023-05-17", "hub", TODAY, GAMMA),
        "licence": FetchedValue("mit", "hub", TODAY, GAMMA),
    },
}


def kept(one: WrittenRepository) -> Snapshot:
    return parse_snapshot(one.branches.evidence, EVIDENCE)


def test_each_shown_value_that_a_source_reports_alike_has_its_evidence() -> None:
    one = WrittenRepository({"README.md": README}, SEEN)
    one.run()
    assert kept(one).values == KEPT
    assert one.branches.open.keys() == {"configure"}


def test_it_stays_the_same_while_what_is_shown_does() -> None:
    one = WrittenRepository({"README.md": README}, SEEN)
    one.run()
    before = one.branches.evidence
    one.seen = (found(ALPHA, {"stars": 1214}), unsure(SURVEY, "arxiv"), SEEN[2])
    one.run(NOW.replace(day=27))
    assert one.branches.evidence == before


def test_a_value_that_people_changed_loses_the_evidence_of_another() -> None:
    one = WrittenRepository({"README.md": README}, SEEN)
    one.run()
    one.files["README.md"] = README.replace("ACL 2023", "EMNLP 2023").replace("1.2K", "2.5K")
    one.run()
    assert set(kept(one).values) == {"entry:model:acme/gamma-7b"}


def test_what_the_bot_wrote_has_its_evidence_once_it_is_merged() -> None:
    one = WrittenRepository({"README.md": README}, (found(ALPHA, {"stars": 1562}),))
    one.run()
    assert kept(one).values == {}
    one.merge("metadata")
    one.run()
    assert kept(one).values == {
        "entry:repo:old/alpha": {"stars": FetchedValue(1562, "github", TODAY, ALPHA)}
    }


def test_it_follows_a_move_that_the_bot_wrote() -> None:
    one = WrittenRepository({"README.md": README}, SEEN)
    one.run()
    one.seen = (moved(ALPHA, "https://github.com/acme/alpha"),)
    one.run()
    one.merge("moved")
    one.seen = ()
    one.run()
    assert kept(one).values["entry:repo:acme/alpha"] == KEPT["entry:repo:old/alpha"]
    assert "entry:repo:old/alpha" not in kept(one).values


@pytest.mark.parametrize("text", [None, "", "{", '{"version": 2, "values": {}}', "\ufffd"])
def test_without_it_a_run_proposes_the_same(text: str | None) -> None:
    with_it, without = (WrittenRepository({"README.md": README}, SEEN) for _ in range(2))
    for one in (with_it, without):
        one.run()
        one.seen = (found(ALPHA, {"stars": 9000}), *SEEN[1:])
    without.branches.evidence = text
    runs = [one.run() for one in (with_it, without)]
    assert runs[0].proposals == runs[1].proposals != ()
    assert any("evidence could not be read" in one for one in runs[1].warnings) == (
        text is not None
    )


def in_folder(root: Path, *, stars: int) -> None:
    seen = {one.reference.key: one for one in (found(ALPHA, {"stars": stars}), *SEEN[1:])}
    services = Services(
        RecordedSources([], seen), SourceSet([]), FolderPublisher(root), ObservationStore(root)
    )
    text = (root / "README.md").read_text(encoding="utf-8")
    refresh({**shipped_templates(), "README.md": text}, services, NOW)


def test_in_a_folder_it_speaks_of_what_the_run_wrote(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    in_folder(tmp_path, stars=1562)
    assert "1.6K" in (tmp_path / "README.md").read_text(encoding="utf-8")
    text = (tmp_path / EVIDENCE).read_text(encoding="utf-8")
    values = parse_snapshot(text, EVIDENCE).values
    assert values["entry:repo:old/alpha"]["stars"].value == 1562
    assert list(json.loads(text)) == ["version", "values"]
    in_folder(tmp_path, stars=1562)
    assert (tmp_path / EVIDENCE).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("name", "shown", "value", "alike"),
    [
        ("stars", "1200", 1210, True),
        ("stars", "1200", 1300, False),
        ("stars", "many", 1210, False),
        ("released", "2023-05", "2023-05-17", True),
        ("released", "2023-05-17", "2023-05", False),
        ("sizes", "7B, 13B", ("13B", "7B"), True),
        ("sizes", "7B", ("13B", "7B"), False),
        ("licence", "Apache 2.0", "apache-2.0", True),
        ("venue", "-", "", False),
    ],
)
def test_when_a_report_is_what_a_row_shows(
    name: str, shown: str, value: Value, alike: bool
) -> None:
    field = WrittenField(name, shown, shown, Span("README.md", 0, 1, 1))
    assert is_shown(field, value) is alike


@given(st.text(max_size=20), st.one_of(st.integers(), st.text(max_size=20), st.booleans()))
def test_whatever_is_reported_of_whatever_is_shown_is_judged(shown: str, value: Value) -> None:
    for name in ("stars", "released", "sizes", "venue"):
        is_shown(WrittenField(name, shown, shown, Span("README.md", 0, 1, 1)), value)


def explained(root: Path, wanted: str) -> Explanation:
    return explain_entry(*read_any_list(root), wanted)


@pytest.fixture
def looked_at(tmp_path: Path) -> Path:
    """A list in two languages after a run, and what sources said a day later."""
    (tmp_path / "README.md").write_text(README, encoding="utf-8")
    (tmp_path / "README-zh.md").write_text(f"# 东西\n\n- [阿尔法]({ALPHA}) ⭐ 1.2K\n", "utf-8")
    in_folder(tmp_path, stars=1210)
    later = moved(ALPHA, "https://github.com/acme/alpha", {"stars": 1900})
    other = found(SURVEY, {"journal": "EMNLP 2024", "published": "2023-01-02"}, "arxiv")
    ObservationStore(tmp_path).keep([later, other])
    return tmp_path


def test_each_value_of_a_row_is_explained(
    looked_at: Path, golden: Callable[[str, str], None]
) -> None:
    texts = [explain_text(explained(looked_at, name)) for name in ("Alpha", "A Survey", "Gamma")]
    golden("explain_written.txt", "\n\n\n".join(texts) + "\n")


@pytest.mark.parametrize(
    "wanted", ["repo:old/alpha", "REPO:Old/Alpha", "alpha", ALPHA, "README.md:3", "README-zh.md:3"]
)
def test_an_entry_is_found_by_any_of_its_names(looked_at: Path, wanted: str) -> None:
    assert explained(looked_at, wanted).entry == "repo:old/alpha"


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [("gama", "did you mean 'model:acme/gamma-7b'?"), ("README.md:1", "listkeeper export")],
)
def test_an_unknown_name_is_an_error_that_helps(looked_at: Path, wanted: str, hint: str) -> None:
    with pytest.raises(SettingsError, match="there is no entry") as error:
        explained(looked_at, wanted)
    assert hint in error.value.hint


def test_a_name_of_several_rows_wants_an_id(looked_at: Path) -> None:
    text = (looked_at / "README.md").read_text("utf-8")
    (looked_at / "README.md").write_text(f"- [Alpha](https://a.example)\n\n{text}", "utf-8")
    with pytest.raises(SettingsError, match="several entries") as error:
        explained(looked_at, "Alpha")
    assert error.value.hint == "give an id: page:https://a.example, repo:old/alpha"


def test_after_a_move_it_is_found_by_what_it_was_called(looked_at: Path) -> None:
    in_folder(looked_at, stars=1210)
    latest = moved(ALPHA, "https://github.com/acme/alpha")
    files = read_any_list(looked_at)[1]
    services = Services(
        RecordedSources([], {latest.reference.key: latest}),
        SourceSet([]),
        FolderPublisher(looked_at),
        ObservationStore(looked_at),
    )
    refresh(files, services, NOW)
    found_again = explained(looked_at, "repo:old/alpha")
    assert found_again.entry == "repo:acme/alpha"
    stars = next(one for one in found_again.fields if one.field == "stars")
    assert [one.said for one in stars.held] == ["1,210"]


def test_without_evidence_the_reason_is_given(looked_at: Path) -> None:
    (looked_at / EVIDENCE).unlink()
    report = explained(looked_at, "Gamma")
    assert "No evidence is kept here (.listkeeper/evidence.json)" in report.notes[0]
    released = next(one for one in report.fields if one.field == "released")
    assert (released.held, released.lacking) == ((), "no run has kept any since a source gave it")


def test_the_command_explains_a_file_for_scripts(looked_at: Path) -> None:
    words = ["README.md:8", str(looked_at / "README.md"), "--format", "json"]
    ran = CliRunner().invoke(explain_command, words)
    assert ran.exit_code == 0, ran.output
    report = Explanation.model_validate_json(ran.output)
    assert (report.entry, report.where) == ("model:acme/gamma-7b", "README.md:8")
    assert {one.origin for one in report.fields} == {"row"}
