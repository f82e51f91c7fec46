from __future__ import annotations

from pathlib import Path

import pytest

from bot.lists.registry.load import load, read_documents
from bot.model.errors import BotError, BrokenInputError, InputError
from tests.build import LIST, TOOLS, documents

ENTRY = TOOLS.splitlines()[2:]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: Beta", "name: [Beta", "registry/tools.yml:13: this is not YAML"),
        ("name: Beta", "nmae: Beta", "registry/tools.yml:12: nmae: unknown key 'nmae'"),
        ("name: Beta", "", "registry/tools.yml:10: the key 'name' is missing"),
        ("name: Beta", "name: Beta\n    name: B", "registry/tools.yml:13: this is not YAML: found"),
        ("id: beta", "id: alpha", "registry/tools.yml:10: the id 'alpha' is taken"),
        ("id: beta", "id: Be ta", "registry/tools.yml:10: id: 'Be ta' is not allowed here"),
        (
            "name: Beta",
            "name: Beta\n    released: 2023-13",
            "registry/tools.yml:13: released: '2023-13' is not a date",
        ),
        (
            "name: Beta",
            "name: Beta\n    released: spring",
            "registry/tools.yml:13: released: 'spring' is not a date; write YYYY, YYYY-MM",
        ),
        (
            "kind: tool\n    name: Beta",
            "kind: toool\n    name: Beta",
            "registry/tools.yml:11: 'kind' must be one of",
        ),
        (
            "section: tools\n    licence",
            "section: toolz\n    licence",
            "registry/tools.yml:18: unknown section 'toolz'",
        ),
        ("https://beta.example/tour", "beta", "registry/tools.yml:14: links.site"),
    ],
)
def test_bad_input_names_its_line(old: str, new: str, message: str) -> None:
    assert old in TOOLS
    with pytest.raises(BotError) as caught:
        load(documents(**{"registry/tools.yml": TOOLS.replace(old, new, 1)}))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("version: 1", "version: 2", "registry/list.yml:1: version: expected 1, found"),
        ("columns", "colums", "registry/list.yml:7: colums: unknown key 'colums'"),
        ("kinds: [tool]", "kinds: [model]", "tools.yml:6: a tool may not be listed in the section"),
        ("kinds: [tool]", "shows: [toolz]", "registry/list.yml:6: shows: unknown section 'toolz'"),
        ("    text_column: description", "  - {id: tools, title: x}", "list.yml:8: the section"),
    ],
)
def test_bad_settings_name_their_line(old: str, new: str, message: str) -> None:
    assert old in LIST
    with pytest.raises(BotError) as caught:
        load(documents(**{"registry/list.yml": LIST.replace(old, new, 1)}))
    assert message in str(caught.value)


def test_all_problems_are_reported_at_once() -> None:
    broken = TOOLS.replace("name: Alpha", "nmae: Alpha").replace("name: Gamma", "nmae: Gamma")
    with pytest.raises(BotError) as caught:
        load(documents(**{"registry/tools.yml": broken}))
    assert str(caught.value).count("unknown key") == 2


def test_a_folder_without_a_list(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no list here"):
        read_documents(tmp_path)


def test_a_file_that_is_not_text(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "list.yml").write_bytes(b"version: 1\xff")
    with pytest.raises(
        InputError, match=r"registry/list\.yml:1: this is not UTF-8 text \(byte 10\)"
    ):
        read_documents(tmp_path)


def test_links_know_their_lines() -> None:
    registry, _ = load(documents())
    places = {link.link.url: link.where.line for _, link in registry.links()}
    lines = TOOLS.splitlines()
    assert all(url in lines[line - 1] for url, line in places.items())
    assert len(places) == 5


@pytest.mark.parametrize("name", ["tools.yaml", "tools.YML", "more/tools.yml", "a/b/c.yaml"])
def test_entries_that_nobody_would_read_are_refused(tmp_path: Path, name: str) -> None:
    for path, text in {**documents(), f"registry/{name}": TOOLS}.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    with pytest.raises(BrokenInputError) as caught:
        read_documents(tmp_path)
    assert str(caught.value).startswith(f"registry/{name}: only registry/*.yml is read, not this")
