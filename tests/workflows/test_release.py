"""A tag becomes a release: numbers agree, one build, attested, and the major tag follows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workflows import events
from tests.workflows.machine import ROOT, read
from tests.workflows.runner import GitHubActions
from tools.release import check, notes, stamp

CHANGELOG = (
    "# Changelog\n\n## [Unreleased]\n\n## [1.2.3] - 2026-12-01\n\n- One.\n\n## [1.2.2]\n\nx\n"
)
PYPROJECT = '[project]\nversion = "1.2.3"\n'


@pytest.mark.parametrize("known", [True, False], ids=["v1 moves", "v1 is new"])
def test_a_tag_is_released(tmp_path: Path, known: bool) -> None:
    actions = GitHubActions(tmp_path / "actions", {"TAG_IS_NEW": "0" if known else "1"})
    actions.program("make", "mkdir -p dist; cp bot/config/release.py dist/listkeeper-1.2.3.whl\n")
    event = events.push(ref="refs/tags/v1.2.3")
    actions.stores.refs[event.ref] = _repository()
    jobs = actions.start(ROOT / ".github/workflows/release.yml", event)
    logs = "".join(job.log for runs in jobs.values() for job in runs)
    assert [job.result for runs in jobs.values() for job in runs] == ["success"] * 3, logs
    assert actions.stores.attested == ["listkeeper-1.2.3.whl"]
    assert actions.stores.published == ["listkeeper-1.2.3.whl"]
    built = actions.stores.artifacts["dist"] / "listkeeper-1.2.3.whl"
    assert f'COMMIT = "{"f" * 40}"' in built.read_text()
    calls = actions.calls.read_text().splitlines()
    assert calls.index("make check") < calls.index("make package")
    made = next(call for call in calls if call.startswith("gh release"))
    assert made.startswith("gh release create v1.2.3 dist/listkeeper-1.2.3.whl --verify-tag")
    assert ("--method PATCH" in calls[-1], "refs/tags/v1" in calls[-1]) == (known, True)


def _repository(**changed: str) -> dict[str, str]:
    files = {
        path: (ROOT / path).read_text(encoding="utf-8")
        for path in ("tools/release.py", "bot/config/release.py")
    }
    return {**files, "pyproject.toml": PYPROJECT, "CHANGELOG.md": CHANGELOG, **changed}


def test_a_tag_of_another_version_stops_at_once(tmp_path: Path) -> None:
    actions = GitHubActions(tmp_path / "actions")
    event = events.push(ref="refs/tags/v1.2.4")
    actions.stores.refs[event.ref] = _repository()
    jobs = actions.start(ROOT / ".github/workflows/release.yml", event)
    assert [job.result for runs in jobs.values() for job in runs] == [
        "failure",
        "skipped",
        "skipped",
    ]
    assert actions.calls.read_text() == "python tools/release.py check v1.2.4\n"


def test_what_pypi_refuses_is_no_release(tmp_path: Path) -> None:
    actions = GitHubActions(tmp_path / "actions")
    actions.program("make", "mkdir -p dist; touch dist/listkeeper-1.2.3.whl\n")
    event = events.push(ref="refs/tags/v1.2.3")
    actions.stores.refs[event.ref] = _repository()
    actions.stores.refused = "this file exists already"
    jobs = actions.start(ROOT / ".github/workflows/release.yml", event)
    results = {name: [job.result for job in runs] for name, runs in jobs.items()}
    assert results == {"build": ["success"], "pypi": ["failure"], "publish": ["skipped"]}
    assert "gh " not in actions.calls.read_text()


def test_only_the_job_that_publishes_has_an_environment() -> None:
    jobs = read(ROOT / ".github/workflows/release.yml")["jobs"]
    named = {name: job.get("environment") for name, job in jobs.items()}
    assert named == {"build": None, "pypi": {"name": "pypi"}, "publish": None}


@pytest.mark.parametrize("tag", ["v1", "v1.2", "nightly"])
def test_other_tags_release_nothing(tag: str) -> None:
    event = events.push(ref=f"refs/tags/{tag}")
    assert not event.starts(read(ROOT / ".github/workflows/release.yml"))


def test_notes_are_the_section_of_that_version() -> None:
    assert notes("v1.2.3", CHANGELOG) == "- One."
    with pytest.raises(SystemExit, match=r"no section 2\.0\.0"):
        notes("v2.0.0", CHANGELOG)


def test_numbers_must_agree() -> None:
    check("v1.2.3", PYPROJECT, CHANGELOG)
    with pytest.raises(SystemExit, match=r"the tag is v1\.2\.4, but pyproject\.toml says 1\.2\.3"):
        check("v1.2.4", PYPROJECT, CHANGELOG)


def test_the_stamp_names_repository_and_commit() -> None:
    before = (ROOT / "bot/config/release.py").read_text()
    text = stamp(before, "octo/listkeeper", "a" * 40)
    changed = [*{*text.splitlines()} - {*before.splitlines()}]
    assert sorted(changed) == [f'COMMIT = "{"a" * 40}"', 'REPOSITORY = "octo/listkeeper"']
