"""Without GitHub: the dry run, the working tree, the runner's files."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists.files import write_files, write_whole
from bot.lists.memory import MEMORY, memory_text, parse_memory
from bot.lists.merge_memories import merge_memories
from bot.lists.snapshot import EVIDENCE
from bot.model.change import Proposal
from bot.model.errors import PublishError, Where
from bot.model.memory import Memory, Trace
from bot.publish.actions import (
    Note,
    annotation,
    append_outputs,
    append_summary,
    cut_summary,
    write_runner_files,
)
from bot.publish.local import DryRunPublisher, FolderPublisher

TWO = Proposal("refresh", "T", "B", {"README.md": "new\n", "registry/a.yml": "a: 2\n"})


def test_the_dry_run_shows_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("old\n")
    preview = DryRunPublisher(FolderPublisher(tmp_path))
    preview.remember("m")
    assert preview.propose(TWO, {}).operation == "shown"
    assert preview.withdraw("refresh", "x").operation == "none"
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert preview.recall([], []).memory is None
    FolderPublisher(tmp_path).remember("m")
    assert preview.recall([], []).memory == "m"


def test_the_working_tree_gets_the_files_and_the_memory(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("old\n")
    tree = FolderPublisher(tmp_path)
    tree.remember("m\n")
    assert tree.propose(TWO, {"README.md": "old\n"}).operation == "written"
    assert (tmp_path / "README.md").read_text() == "new\n"
    assert (tmp_path / "registry/a.yml").read_text() == "a: 2\n"
    assert (tmp_path / MEMORY).read_text() == "m\n"
    assert tree.recall([], []).memory == "m\n"
    assert tree.propose(TWO, dict(TWO.files)).operation == "unchanged"


def test_files_and_memory_are_written_at_once(tmp_path: Path) -> None:
    (tmp_path / "registry").write_text("a file, where a folder should be")
    tree = FolderPublisher(tmp_path)
    with pytest.raises(PublishError, match="no file was changed"):
        tree.write(TWO, {}, "m\n", "e\n")
    assert not (tmp_path / MEMORY).exists()
    assert not (tmp_path / "README.md").exists()
    (tmp_path / "registry").unlink()
    assert tree.write(TWO, {}, "m\n", "e\n").operation == "written"
    assert (tmp_path / MEMORY).read_text() == "m\n"
    assert (tmp_path / EVIDENCE).read_text() == "e\n"


def test_what_two_runs_remember_is_joined(tmp_path: Path) -> None:
    one, other = FolderPublisher(tmp_path), FolderPublisher(tmp_path)
    one.recall([], [])
    other.recall([], [])
    first = Memory(traces={"page:https://a.example": Trace(gone_on=("2026-01-01",))})
    second = Memory(traces={"page:https://b.example": Trace(gone_on=("2026-01-02",))})
    one.remember(memory_text(first))
    assert other.write(TWO, {}, memory_text(second)).operation == "written"
    kept = parse_memory((tmp_path / MEMORY).read_text())
    assert kept == merge_memories(first, second)


def test_a_held_proposal_does_not_lose_the_memory(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("by hand\n")
    result = FolderPublisher(tmp_path).write(TWO, {"README.md": "old\n"}, "m\n")
    assert result.operation == "held"
    assert (tmp_path / MEMORY).read_text() == "m\n"
    assert (tmp_path / "README.md").read_text() == "by hand\n"


def test_a_file_saved_during_the_run_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("by hand\n")
    result = FolderPublisher(tmp_path).propose(TWO, {"README.md": "old\n"})
    assert result.operation == "held"
    assert "README.md changed" in result.note
    assert not (tmp_path / "registry").exists()


def test_nothing_is_written_outside_of_the_folder(tmp_path: Path) -> None:
    proposal = Proposal("refresh", "T", "B", {"../x": "y"})
    with pytest.raises(PublishError, match="outside"):
        FolderPublisher(tmp_path).propose(proposal, {})


def test_the_readme_is_written_last(tmp_path: Path) -> None:
    files = {"README.md": "1", "a.yml": "2", "z.yml": "3"}
    assert write_files(tmp_path, files) == ["a.yml", "z.yml", "README.md"]
    assert write_files(tmp_path, files) == []


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "a.txt"
    place.write_text("old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PublishError, match="No space left"):
        write_whole(place, "new")
    assert place.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    write_whole(link, "new\r\n")
    assert link.is_symlink()
    assert real.read_bytes() == b"new\r\n"
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_reported_in_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PublishError, match="cannot be written"):
        write_whole(tmp_path / "a.txt", "x")


def test_a_folder_in_the_way_is_reported_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("a file, not a folder")
    with pytest.raises(PublishError, match="cannot be written"):
        write_whole(tmp_path / "a" / "b.txt", "x")


def test_the_summary_is_appended(tmp_path: Path) -> None:
    summary, outputs = tmp_path / "summary.md", tmp_path / "outputs"
    summary.write_text("# Before\n")
    write_runner_files(str(summary), str(outputs), "# After", {"changed": "true"})
    assert summary.read_text() == "# Before\n# After\n"
    assert outputs.read_text().startswith("changed<<END_")
    write_runner_files("", "", "nobody", {})


def test_a_long_summary_is_cut_not_dropped(tmp_path: Path) -> None:
    summary = tmp_path / "summary.md"
    append_summary(summary, "wörter\n" * 200_000)
    assert summary.stat().st_size < 1024 * 1024
    append_summary(summary, "wörter\n" * 200_000)
    assert summary.stat().st_size < 1024 * 1024


@given(st.text(max_size=300), st.integers(0, 400))
def test_a_cut_stays_within_its_room(text: str, room: int) -> None:
    assert len(cut_summary(text, room).encode()) <= room


def test_a_value_cannot_end_its_own_block(tmp_path: Path) -> None:
    outputs = tmp_path / "outputs"
    append_outputs(outputs, {"title": "x\nEND_\nevil=1"})
    name, *value, end = outputs.read_text().splitlines()
    assert name == f"title<<{end}"
    assert end not in value


def test_annotations_are_escaped() -> None:
    note = Note("warning", Where("a:b,c.md", 3), "a\n100%")
    assert annotation([note], "x") == ["::warning title=x,file=a%3Ab%2Cc.md,line=3::a%0A100%25"]
    assert annotation([Note("error", Where("a.md"), "b")], "x") == ["::error title=x,file=a.md::b"]


def test_no_more_annotations_than_are_shown() -> None:
    notes = [Note("error", Where("a.yml", line), "gone") for line in range(1, 31)]
    notes += [Note("warning", Where("a.yml", line), "moved") for line in range(1, 11)]
    lines = annotation(notes, "x")
    assert [line.partition(" ")[0] for line in lines] == ["::error"] * 10 + ["::warning"] * 10
    assert lines[9] == "::error title=x::21 more are in the job summary"
