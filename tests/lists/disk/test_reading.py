from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.lists.disk.reading import LARGEST, read_bounded, read_inside
from bot.lists.readme.scope.disk import read_readme_files
from bot.lists.readme.scope.repository import read_repository
from bot.lists.registry.load import read_documents
from bot.model.errors import InputError, Where
from bot.run.written import no_links_in, text_beside
from tests.build import documents


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A list in a repository, and something beside it that is nobody's business."""
    (tmp_path / "secret").write_text("token")
    root = tmp_path / "repository"
    for path, text in {**documents(), ".git/config": "token", "list/x.md": "# X"}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    return root


@pytest.mark.parametrize("to", ["../secret", "/etc/passwd", ".git/config", "list/../.git/config"])
def test_a_link_that_leads_out_is_not_read(root: Path, to: str) -> None:
    """A fork may bring links; what they lead to would stand in a public log."""
    (root / "link.md").symlink_to(to)
    with pytest.raises(InputError, match="leads out of the list's repository") as refused:
        read_inside(root, "link.md")
    assert refused.value.where == Where("link.md")
    assert "token" not in str(refused.value)


def test_a_link_that_leads_to_itself_is_not_read(root: Path) -> None:
    (root / "link.md").symlink_to("link.md")
    with pytest.raises((InputError, OSError), match="link"):
        read_inside(root, "link.md")


def test_a_link_inside_the_repository_is_read(root: Path) -> None:
    (root / "list/README.md").symlink_to("../README.md")
    assert read_inside(root / "list", "README.md") == (root / "README.md").read_bytes()


def test_without_a_repository_the_list_is_all(tmp_path: Path) -> None:
    (tmp_path / "list").mkdir()
    (tmp_path / "list/x.md").symlink_to(tmp_path / "y.md")
    (tmp_path / "y.md").write_text("y")
    with pytest.raises(InputError, match="leads out"):
        read_inside(tmp_path / "list", "x.md")


def test_a_device_has_no_end_and_is_not_read(root: Path) -> None:
    with pytest.raises(InputError, match="device"):
        read_bounded(Path("/dev/zero"), Where("x"))
    os.mkfifo(root / "pipe.md")
    with pytest.raises(InputError, match="device"):
        read_inside(root, "pipe.md")


def test_a_file_that_is_too_large_is_not_read(root: Path) -> None:
    with (root / "large.md").open("wb") as file:
        file.truncate(LARGEST + 1)
    with pytest.raises(InputError, match="more than 20 MB"):
        read_inside(root, "large.md")


@pytest.mark.parametrize("path", ["registry/tools.yml", "templates/tools.md.j2", "README.md"])
@pytest.mark.parametrize("to", ["/dev/zero", "../../secret", "/etc"])
def test_a_registry_reads_nothing_else(root: Path, path: str, to: str) -> None:
    (root / path).unlink()
    (root / path).symlink_to(to)
    with pytest.raises(InputError) as refused:
        read_documents(root)
    assert refused.value.where.path == path


@pytest.mark.parametrize("to", ["/dev/zero", "/etc/passwd"])
def test_a_hand_written_list_reads_nothing_else(root: Path, to: str) -> None:
    for path in ("README.md", "CONTRIBUTING.md"):
        (root / path).unlink(missing_ok=True)
        (root / path).symlink_to(to)
    with pytest.raises(InputError):
        read_readme_files(root, "README.md")
    assert read_repository(root).texts["CONTRIBUTING.md"] == ""
    assert text_beside(root / "README.md")("../" * 40 + "dev/zero") == ""


def test_headings_of_a_file_outside_of_the_repository_are_not_shown(root: Path) -> None:
    """A link to a heading is answered with the nearest one, and anybody reads the log."""
    (root.parent / "secret.md").write_text("# token-abcdef\n")
    (root / "notes.md").symlink_to("../secret.md")
    text = "[a](notes.md#token-abcdeg) [b](../secret.md#token-abcdeg) [c](list/x.md#xy)"
    (found,) = no_links_in(root / "README.md", text)
    assert found.link.url == "list/x.md#xy"
