"""What an ended run left: finished, undone, or left alone with a reason."""

from __future__ import annotations

import json
import os
import signal
import threading
from pathlib import Path

import pytest

from bot.lists.disk import alone, journal
from bot.lists.disk.alone import only_writer, undisturbed
from bot.lists.disk.scratch import PLACE, digest
from bot.lists.files import finish_interrupted, write_files, write_whole
from bot.model.errors import ChangedFilesError, PublishError

OLD = {"README.md": "old\n", "registry/a.yml": "a: 1\n", "registry/b.yml": "b: 1\n"}
NEW = {"README.md": "new\n", "registry/a.yml": "a: 2\n", "registry/c.yml": "c: 2\n"}
AFTER = {**OLD, **NEW}


def fill(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)


def tree(root: Path) -> dict[str, str]:
    found = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_text() for path in found}


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which the second of three files could not be replaced, nor could it be undone."""
    fill(tmp_path, OLD)
    replace = Path.replace

    def broken(self: Path, target: Path) -> Path:
        if target.name == "c.yml" or self.name.endswith(".old"):
            raise OSError(5, "Input/output error")
        return replace(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", broken)
        with pytest.raises(PublishError, match="neither written nor undone"):
            write_files(tmp_path, NEW)
    assert tree(tmp_path)["registry/a.yml"] == "a: 2\n"
    assert tree(tmp_path)["README.md"] == "old\n"
    return tmp_path


@pytest.mark.parametrize("saved", ["registry/a.yml", "registry/b.yml", "registry/c.yml"])
@pytest.mark.parametrize("written", [["registry/a.yml"], [*OLD, "registry/c.yml"]])
def test_what_is_saved_at_the_last_moment_is_not_replaced(
    saved: str, written: list[str], tmp_path: Path
) -> None:
    fill(tmp_path, OLD)
    before = {path: digest(OLD[path].encode()) if path in OLD else None for path in written}

    def saved_meanwhile() -> bytes:
        (tmp_path / saved).write_text("mine")
        return b"new"

    with only_writer(tmp_path):
        if saved in written:
            with pytest.raises(ChangedFilesError, match=f"{saved} changed"):
                journal.replace_all(tmp_path, dict.fromkeys(written, saved_meanwhile), before)
        else:
            journal.replace_all(tmp_path, dict.fromkeys(written, saved_meanwhile), before)
    new = {} if saved in written else dict.fromkeys(written, "new")
    assert tree(tmp_path) == {**OLD, **new, saved: "mine"}


def test_the_next_run_finishes(stopped: Path) -> None:
    note = finish_interrupted(stopped)
    assert note == (
        "An earlier run was stopped while it wrote; finished: "
        "README.md, registry/a.yml, registry/c.yml."
    )
    assert tree(stopped) == AFTER
    assert not (stopped / ".listkeeper").exists()
    assert finish_interrupted(stopped) == ""


def test_what_cannot_be_finished_is_undone(stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace = Path.replace

    def broken(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise OSError(5, "Input/output error")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", broken)
    assert "undone: README.md" in finish_interrupted(stopped)
    assert tree(stopped) == OLD


def test_a_file_that_somebody_edited_is_not_overwritten(stopped: Path) -> None:
    (stopped / "README.md").write_text("by hand\n")
    with pytest.raises(PublishError, match=r"README\.md was edited since") as error:
        finish_interrupted(stopped)
    assert "registry/a.yml had been written, registry/c.yml had not" in str(error.value)
    with pytest.raises(PublishError, match="was edited since"):
        write_files(stopped, {"README.md": "x"})
    assert (stopped / "README.md").read_text() == "by hand\n"
    assert (stopped / PLACE / "journal").exists()


def test_a_person_who_went_back_stays_there(stopped: Path) -> None:
    (stopped / "registry/a.yml").write_text(OLD["registry/a.yml"])
    assert finish_interrupted(stopped) == ""
    assert tree(stopped) == OLD


def test_a_file_that_cannot_be_replaced_undoes_the_others(tmp_path: Path) -> None:
    fill(tmp_path, OLD)
    (tmp_path / "registry/c.yml").mkdir()
    with pytest.raises(PublishError, match="no file was changed"):
        write_files(tmp_path, NEW)
    (tmp_path / "registry/c.yml").rmdir()
    assert tree(tmp_path) == OLD


def plant(root: Path, text: str, **files: str) -> None:
    place = root / PLACE
    place.mkdir(parents=True)
    (place / "journal").write_text(text)
    for name, content in files.items():
        (place / name.replace("_", ".")).write_text(content)


@pytest.mark.parametrize(
    "path", ["../out", "/etc/x", ".git/hooks/post-checkout", "a/.GIT/config", "", "link/x"]
)
def test_a_planted_journal_reaches_nothing_else(tmp_path: Path, path: str) -> None:
    root = tmp_path / "list"
    fill(root, OLD)
    (root / "link").symlink_to(tmp_path)
    (tmp_path / "x").write_text("mine")
    steps = [
        {"path": "README.md", "old": "0", "new": digest(b"old\n")},
        {"path": path, "old": digest(b"mine"), "new": digest(b"evil")},
    ]
    plant(root, json.dumps({"version": 1, "steps": steps}), **{"1_new": "evil"})
    with pytest.raises(PublishError):
        finish_interrupted(root)
    assert (tmp_path / "x").read_text() == "mine"
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"version": 2, "steps": []}', "\ud7ff"])
def test_a_journal_that_cannot_be_read_is_left_to_a_person(tmp_path: Path, text: str) -> None:
    plant(tmp_path, text)
    with pytest.raises(PublishError, match="no journal of this version"):
        finish_interrupted(tmp_path)
    assert (tmp_path / PLACE / "journal").exists()


def test_a_folder_that_leads_elsewhere_is_not_swept(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere/writing"
    elsewhere.mkdir(parents=True)
    (elsewhere / "0.new").write_text("mine")
    root = tmp_path / "list"
    root.mkdir()
    (root / ".listkeeper").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(PublishError, match="not made by this account"):
        finish_interrupted(root)
    with pytest.raises(PublishError, match="not made by this account"):
        write_files(root, NEW)
    assert tree(tmp_path) == {"elsewhere/writing/0.new": "mine"}


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="accounts are POSIX's")
def test_a_folder_of_another_account_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, "{}")
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    with pytest.raises(PublishError, match="not made by this account"):
        finish_interrupted(tmp_path)


def test_what_somebody_saved_meanwhile_stays(tmp_path: Path) -> None:
    fill(tmp_path, OLD)
    with pytest.raises(ChangedFilesError, match=r"README.md changed.*nothing was written"):
        write_files(tmp_path, NEW, read={**OLD, "README.md": "older\n"})
    with pytest.raises(ChangedFilesError, match=r"registry/a.yml"):
        write_files(tmp_path, NEW, read={"README.md": "old\n"})
    assert tree(tmp_path) == OLD
    assert write_files(tmp_path, NEW, read=OLD)
    assert tree(tmp_path) == AFTER


def test_the_second_writer_waits_and_then_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(tmp_path, OLD)
    monkeypatch.setattr(alone, "_WAIT", 0.05)
    with only_writer(tmp_path), pytest.raises(PublishError, match="another listkeeper is writing"):
        write_files(tmp_path, NEW)
    assert tree(tmp_path) == OLD
    assert write_files(tmp_path, NEW)


def test_many_writers_do_not_mix(tmp_path: Path) -> None:
    """Each writes the same number into all files, in threads of its own lock."""
    sets = [{f"{name}.txt": str(number) for name in "abc"} for number in range(12)]
    threads = [threading.Thread(target=write_files, args=(tmp_path, one)) for one in sets]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len({*tree(tmp_path).values()}) == 1
    assert [*tree(tmp_path)] == ["a.txt", "b.txt", "c.txt"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_wait_for_the_end(number: signal.Signals) -> None:
    before, done = signal.signal(number, signal.default_int_handler), []

    def write() -> None:
        with undisturbed():
            os.kill(os.getpid(), number)
            done.append(number)

    try:
        with pytest.raises(KeyboardInterrupt):
            write()
        assert done == [number]
        assert signal.getsignal(number) is signal.default_int_handler
    finally:
        signal.signal(number, before)


def test_scratch_files_of_earlier_versions_are_swept(tmp_path: Path) -> None:
    fill(tmp_path, {**OLD, ".README.md.a1b2c3d4.part": "half", ".other.a1b2c3d4.part": "theirs"})
    write_files(tmp_path, NEW)
    assert tree(tmp_path) == {**AFTER, ".other.a1b2c3d4.part": "theirs"}


def test_a_report_that_was_killed_is_swept_an_hour_later(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".listkeeper-old", tmp_path / ".listkeeper-new"
    for folder in (old, fresh):
        fill(folder, {"0.new": "half", ".gitignore": "*\n"})
    os.utime(old, (1, 1))
    write_whole(tmp_path / "report.json", "{}")
    assert not old.exists()
    assert fresh.exists()
    assert (tmp_path / "report.json").read_text() == "{}"


def test_one_file_has_no_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, OLD)
    monkeypatch.setattr(journal, "sync_names", lambda _: None)
    monkeypatch.setattr(journal, "_undo", lambda *_: pytest.fail("nothing to undo"))
    assert write_files(tmp_path, {"README.md": "new\n"}) == ["README.md"]
    assert tree(tmp_path) == {**OLD, "README.md": "new\n"}
