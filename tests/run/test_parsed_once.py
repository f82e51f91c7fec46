"""In a refresh no version of a file is parsed twice, whoever needs it."""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

import bot.config.readme_file
import bot.lists.readme.home
import bot.lists.readme.reading.records
import bot.lists.registry.load
import bot.lists.registry.settings
import bot.lists.stored
import bot.parsing.source.document
import bot.parsing.yaml
from bot.config.readme_file import CONFIG
from bot.lists.snapshot import OBSERVED
from bot.model.observation import Observation
from bot.parsing.source.nodes import read_nodes
from bot.run.refresh import refresh
from bot.run.steps.services import Services
from tests.branches import Branches
from tests.build import NOW, found, gone, moved
from tests.large import folder_services, large_list, steady_sources
from tests.written import WrittenRepository

ENTRIES = ("registry/list.yml", "registry/tools.yml")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Digest of a parsed text → how often it was parsed; nothing is remembered from before."""
    counted: Counter[str] = Counter()

    def count(text: str) -> None:
        counted[digest(text)] += 1

    real_yaml, real_json = bot.parsing.yaml.parse, bot.lists.stored.parse_stored

    def yaml(text: str) -> Any:
        count(text)
        return real_yaml(text)

    def json(shape: Any, path: str, text: str) -> Any:
        count(text)
        return real_json(shape, path, text)

    monkeypatch.setattr(bot.parsing.yaml, "parse", yaml)
    for module in ("snapshot", "memory"):
        monkeypatch.setattr(f"bot.lists.{module}.parse_stored", json)
    bot.parsing.yaml.read_yaml.cache_clear()
    bot.lists.snapshot.parse_snapshot.cache_clear()
    bot.config.readme_file.read_readme_file.cache_clear()
    bot.lists.registry.load.parse_entries.cache_clear()
    bot.lists.registry.settings.parse_list_file.cache_clear()
    return counted


def test_no_version_of_a_file_is_parsed_twice(tmp_path: Path, parsed: Counter[str]) -> None:
    files, branches = large_list(1980), Branches()

    def services() -> Services:
        opened = folder_services(tmp_path, files, steady_sources())
        opened.publisher = branches
        return opened

    refresh(files, services(), NOW)
    assert {"metadata", "moved"} <= set(branches.open)
    result = refresh(files, services(), NOW)
    assert {one.operation for one in result.results} == {"unchanged"}
    versions = [branches.open["moved"].files["registry/tools.yml"]]
    versions += [branches.open["metadata"].files[OBSERVED], *(files[path] for path in ENTRIES)]
    assert {digest(text) for text in versions} <= set(parsed), "as it is, as left, as open"
    assert set(parsed.values()) == {1}


def test_no_version_of_a_hand_written_list_is_read_twice(
    monkeypatch: pytest.MonkeyPatch, parsed: Counter[str]
) -> None:
    counted: Counter[str] = Counter()
    real = read_nodes

    def read(text: str, *more: Any) -> Any:
        counted[digest(text)] += 1
        return real(text, *more)

    def forget() -> None:
        bot.parsing.source.document.read_document.cache_clear()
        bot.lists.readme.reading.records._read_file.cache_clear()
        bot.lists.readme.reading.records._read_files.cache_clear()
        bot.lists.readme.home._state.cache_clear()
        bot.config.readme_file.read_readme_file.cache_clear()
        bot.parsing.yaml.read_yaml.cache_clear()
        counted.clear()
        parsed.clear()

    monkeypatch.setattr(bot.parsing.source.document, "read_nodes", read)
    forget()
    urls = [f"https://github.com/acme/t{number}" for number in range(30)]
    rows = "".join(f"- [T{n}]({url}) - A tool. MIT.\n" for n, url in enumerate(urls))
    readme = f"# Awesome tools\n\n## Tools\n\n{rows}"
    seen = [found(url, {"stars": 5}) for url in urls[2:]]
    some: list[Observation] = [
        moved(urls[0], "https://github.com/acme/moved"),
        gone(urls[1]),
        *seen,
    ]
    settings = "version: 1\ndead: note\n"
    box = WrittenRepository({"README.md": readme, CONFIG: settings}, some)
    box.run()
    assert "moved" in box.branches.open
    assert set(counted.values()) == {1}
    forget()  # the next run is another process
    box.run()
    opened = [one.files.get("README.md", readme) for one in box.branches.open.values()]
    versions = [readme, *opened]
    assert {digest(text) for text in versions} <= set(counted), "as it is, and as open"
    assert set(counted.values()) == {1}
    assert parsed[digest(settings)] == 1
    assert set(parsed.values()) == {1}
