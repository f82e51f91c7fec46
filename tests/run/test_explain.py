"""`listkeeper explain`: where every value comes from, and what else was said."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.verbs.explain import explain_command
from bot.lists.memory import MEMORY, memory_text
from bot.lists.observations import write_observations
from bot.lists.registry.load import read_documents
from bot.lists.snapshot import OBSERVED, snapshot_text
from bot.model.errors import SettingsError
from bot.model.memory import Memory, Rejection
from bot.model.provenance import Explanation
from bot.model.snapshot import FetchedValue, Snapshot
from bot.render.reports.explain import explain_text
from bot.run.explain import explain_entry
from bot.run.steps.observations import OBSERVATIONS as KEPT_OBSERVATIONS
from tests.build import asked, gone, moved
from tests.judge.facts_case import ARXIV, CODE, HUB, code, files, links, paper, weights

FIELDS = {
    "sizes": "[7B, 13B]",
    "venue": "arXiv 2023",
    "licence": "MIT",
    "title": "Fam",
    "links": links(paper=ARXIV, code=CODE, weights=[HUB + "acme/fam-7b", HUB + "acme/fam-13b"]),
    "pins": "{ title: the makers print it so }",
    "evidence": "{ licence: LICENSE file }",
    "questions": "[{ field: licence, doubt: Of the weights?, evidence: the README }]",
}
SHOWN = Snapshot(
    {
        "entry:fam": {
            "released": FetchedValue("2023-06", "hub", "2026-11-02", HUB + "acme/fam-7b")
        },
        "repo:acme/fam": {"stars": asked(8312)},
    }
)
THIRTEEN = {"parameters": 13_015_864_320}
SAYINGS = (
    code(first_commit="2023-06-12", licence="Apache-2.0"),
    weights("acme/fam-7b", 7_869_358_080, created="2023-06-15", licence="other"),
    moved(
        HUB + "acme/fam-13b", HUB + "acme2/fam-13b", {"parameters": 13_015_864_320}, source="hub"
    ),
    paper(title="Fam: A family", published="2023-06-20", comment="Accepted at ICLR 2024"),
)


def written(root: Path, *, said: bool = True, **fields: str) -> dict[str, str]:
    texts: dict[str, str] = {**files(**{**FIELDS, **fields}), OBSERVED: snapshot_text(SHOWN)}
    if said:
        texts[KEPT_OBSERVATIONS] = write_observations(SAYINGS).decode()
        texts[MEMORY] = memory_text(Memory(declined={"fam/venue": Rejection("abc")}))
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return read_documents(root)


def test_the_whole_explanation(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    documents = written(tmp_path)
    golden("explain.txt", explain_text(explain_entry(tmp_path, documents, "fam")) + "\n")


def test_it_can_be_read_by_scripts(tmp_path: Path) -> None:
    written(tmp_path)
    explained = CliRunner().invoke(
        explain_command, ["Fam", "--root", str(tmp_path), "--format", "json"]
    )
    assert explained.exit_code == 0
    report = Explanation.model_validate_json(explained.output)
    fields = {one.field: one for one in report.fields}
    assert (fields["released"].origin, fields["released"].held[0].day) == ("filled", "2026-11-02")
    assert (fields["sizes"].origin, fields["sizes"].where) == ("curated", "registry/models.yml:6")
    assert fields["stars"].origin == "asked"
    assert fields["title"].pin == "the makers print it so"
    assert fields["venue"].declined
    assert json.loads(explained.output)["version"] == 1


def test_without_kept_observations_it_states_so(tmp_path: Path) -> None:
    explained = explain_entry(tmp_path, written(tmp_path, said=False), "fam")
    assert [note.split(" (")[0] for note in explained.notes] == [
        "What sources last reported is not kept here",
        "No memory is kept here",
        "git cannot read a history here: what was merged is not shown.",
    ]
    assert all(not one.other for one in explained.fields)


def test_what_is_gone_or_marked_dead_is_reported(tmp_path: Path) -> None:
    marked = f"{{ code: {{ url: '{CODE}', dead: 2026-11-01 }}, paper: {ARXIV} }}"
    documents = written(tmp_path, links=marked)
    (tmp_path / KEPT_OBSERVATIONS).write_bytes(write_observations([gone(CODE)]))
    fields = {one.field: one for one in explain_entry(tmp_path, documents, "fam").fields}
    assert fields["code"].value == f"{CODE} (marked dead on 2026-11-01)"
    assert [one.said for one in fields["code"].other] == ["gone: 404"]


@pytest.mark.parametrize(
    ("name", "hint"), [("fan", "did you mean 'fam'?"), ("zzz", "ids stand in")]
)
def test_an_unknown_entry_is_an_error_that_helps(tmp_path: Path, name: str, hint: str) -> None:
    with pytest.raises(SettingsError, match=f"no entry '{name}'") as error:
        explain_entry(tmp_path, written(tmp_path), name)
    assert hint in error.value.hint


def test_the_commit_that_wrote_a_value_is_named(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(
            ["git", "-C", str(tmp_path), *who, *arguments], check=True, capture_output=True
        )

    documents = written(tmp_path)
    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "The first rows", "--date", "2026-01-02T00:00:00Z")
    path = tmp_path / "registry/models.yml"
    path.write_text(path.read_text().replace("venue: arXiv 2023", "venue: ICLR 2024"))
    fields = {
        one.field: one for one in explain_entry(tmp_path, read_documents(tmp_path), "fam").fields
    }
    assert fields["sizes"].written is not None
    assert fields["sizes"].written.subject == "The first rows"
    assert fields["venue"].written is None  # not committed yet
    assert documents
