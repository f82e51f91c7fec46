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
    actions.program("make", 'mkdir -p .venv/bin && cp "$(command -v hatchling)" .venv/bin/\n')
    actions.program(
        "hatchling", "mkdir -p dist; cp bot/config/release.py dist/listkeeper-1.2.3.whl\n"
    )
    event = events.push(ref="refs/tags/v1.2.3")
    actions.stores.refs[event.ref] = _repository()
    jobs = actions.start(ROOT / ".github/workflows/release.yml", event)
    logs = "".join(job.log for runs in jobs.values() for job in runs)
    assert [job.result for runs in jobs.values() for job in runs] == ["success"] * 2, logs
    assert actions.stores.attested == ["listkeeper-1.2.3.whl"]
    built = actions.stores.artifacts["dist"] / "listkeeper-1.2.3.whl"
    assert f'COMMIT = "{"f" * 40}"' in built.read_text()
    calls = actions.calls.read_text().splitlines()
    assert "make check" in calls
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
    assert [job.result for runs in jobs.values() for job in runs] == ["failure", "skipped"]
    assert actions.calls.read_text() == "python tools/release.py check v1.2.4\n"


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
    text = stamp((ROOT / "bot/config/release.py").read_text(), "octo/listkeeper", "a" * 40)
    assert 'REPOSITORY = "octo/listkeeper"' in text
    assert f'COMMIT = "{"a" * 40}"' in text
    assert text.count('"""') == 6
