"""Nothing of the list this one began from is lost: every line, link, value and figure place.

The old list stands beside this repository where the list was carried over; elsewhere the tests that
read it are skipped. `seed_map.yml` says where each of its lines went.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.config.entry_file import entries_file
from bot.config.list_file import ListFile

ROOT = Path(__file__).parent.parent
SEED = ROOT.parent / "shared" / "seed" / "gpt_alternatives.md"
ADVICE = "; if the value was corrected on purpose, write the repair into tests/seed_map.yml"

URL = re.compile(r"https?://[^\s)\]|]+")
NUMBER = re.compile(r"(?<![\w.-])\d+(?:[.,]\d+)*")
ITEM = re.compile(r"\d+\. (?P<title>.+?)\.? \[")
VENUE = re.compile(r"(?P<title>.+)\. (?P<venue>\w+ \d{4})")
BOLD = re.compile(r"\*\*(.+?)\*\*")
FORMULA = re.compile(r"\$(.+?)\$")
REWRITTEN = {"description"}
SPOKEN = ("name", "title", "size", "description")

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """Where one line of the old list went."""

    entries: tuple[str, ...] = ()
    readme: str = ""
    region: str = ""
    columns: tuple[str, ...] = ()
    row: tuple[str, ...] = ()
    tail_of: int = 0
    dropped: str = ""
    why: str = ""
    repairs: Mapping[str, str] = field(default_factory=dict)

    @property
    def found(self) -> bool:
        return bool(self.entries or self.readme or self.region or self.columns or self.dropped)


@dataclass(frozen=True)
class Kept:
    """What is kept today."""

    entries: Mapping[str, Fields]
    readme: str


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))


def entry_files() -> list[Path]:
    return [path for path in sorted((ROOT / "registry").glob("*.yml")) if path.stem != "list"]


@cache
def kept() -> Kept:
    entries = [entry for path in entry_files() for entry in read_yaml(path)["entries"]]
    by_id = {entry["id"]: entry for entry in entries}
    assert len(by_id) == len(entries), "an id is taken twice"
    return Kept(by_id, (ROOT / "README.md").read_text("utf-8"))


@cache
def seed_map() -> tuple[dict[int, Place], dict[str, str], dict[str, str]]:
    """The place of each line, the links that moved, the spellings."""
    data = read_yaml(Path(__file__).parent / "seed_map.yml")
    places = {}
    for number, text in data["lines"].items():
        lists = {name: tuple(value) for name, value in text.items() if isinstance(value, list)}
        places[number] = Place(**{**text, **lists})
    return places, data["moved"], data["spelling"]


@pytest.fixture(scope="module")
def seed() -> list[str]:
    if not SEED.is_file():
        pytest.skip("the old list is not beside this repository")
    return SEED.read_text("utf-8").splitlines()


def repaired(place: Place, text: str) -> str:
    flat = " ".join(text.split())
    spelling = seed_map()[2]
    return place.repairs.get(flat) or place.repairs.get(text.strip()) or spelling.get(flat, flat)


# What an entry holds


def links_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (link for part in value.values() for link in links_of(part))
    elif isinstance(value, list):
        yield from (link for part in value for link in links_of(part))


def shown(entry: Fields, column: str) -> str:
    """The value of a field as the old list's cell would show it."""
    value = entry.get(column, "")
    if column == "name" and "note" in entry:
        return f"{value} ({entry['note']})"
    return ", ".join(value) if isinstance(value, list) else str(value)


@cache
def paragraphs(readme: str, words: str) -> list[str]:
    """The paragraphs (or list items) of the README in which these words stand."""
    return [part for part in parts_of(readme) if words in part]


@cache
def parts_of(readme: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n(?:\n|(?=- ))", readme)]


def text_of(place: Place, now: Kept) -> str:
    """All words that stand for a line."""
    entries = [now.entries[name] for name in place.entries if name in now.entries]
    texts = [str(entry[key]) for entry in entries for key in SPOKEN if key in entry]
    return " ".join([*texts, *(paragraphs(now.readme, place.readme) if place.readme else [])])


# What is lost


def losses(seed: list[str], now: Kept) -> list[str]:
    """Everything of the old list that is not found any more."""
    places = seed_map()[0]
    lost: list[str] = []
    columns: tuple[str, ...] = ()
    for number, line in enumerate(seed, 1):
        if not line.strip():
            continue
        place = places.get(number, Place())
        if not line.startswith("|"):
            columns = ()
        columns = place.columns or columns
        lost += [f"line {number}: {what}{ADVICE}" for what in lost_of(line, place, columns, now)]
    return lost


def lost_of(line: str, place: Place, columns: tuple[str, ...], now: Kept) -> Iterator[str]:
    if not place.found:
        yield "the map does not say where it went"
    yield from lost_places(place, now)
    yield from lost_links(line, place, now)
    if line.startswith("|"):
        yield from lost_cells(line, place, columns, now)
    elif line.startswith("#"):
        yield from lost_heading(line, place, now)
    elif item := ITEM.match(line):
        yield from lost_title(item["title"], place, now)
    elif not line.startswith("![") and (place.entries or place.readme):
        yield from lost_prose(line, place, now)


def lost_places(place: Place, now: Kept) -> Iterator[str]:
    for name in place.entries:
        if name not in now.entries:
            yield f"the entry '{name}' is missing"
    if place.readme and not paragraphs(now.readme, place.readme):
        yield f"the README no longer says '{place.readme}'"
    for mark in ("begin", "end"):
        if place.region and now.readme.count(f"<!-- listkeeper:{mark} {place.region} -->") != 1:
            yield f"the README has not one '{mark}' mark of the region '{place.region}'"


def lost_links(line: str, place: Place, now: Kept) -> Iterator[str]:
    moved = seed_map()[1]
    entries = [now.entries.get(name, {}) for name in place.entries]
    have = {link for entry in entries for link in links_of(entry.get("links", {}))}
    for url in urls(line):
        if moved.get(url, url) not in have:
            yield f"the link {url} is missing in {', '.join(place.entries) or 'the registry'}"


def urls(line: str) -> list[str]:
    return [url.rstrip(".,") for url in URL.findall(line)]


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z0-9][\w./:-]*", text))


def lost_cells(line: str, place: Place, columns: tuple[str, ...], now: Kept) -> Iterator[str]:
    cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
    if place.columns or place.dropped:
        return
    whole = seed_map()[0][place.tail_of].row if place.tail_of else place.row
    missing = words(line) - words(" ".join(whole)) if whole else set()
    if missing:
        yield f"the mended row has lost {sorted(missing)}"
    if place.tail_of:
        return
    cells = list(whole) or cells
    if len(cells) != len(columns):
        yield f"{len(cells)} cells for {len(columns)} columns"
    for name in place.entries:
        for column, cell in zip(columns, cells, strict=False):
            yield from lost_cell(column, repaired(place, cell), now.entries.get(name, {}))


def lost_cell(column: str, cell: str, entry: Fields) -> Iterator[str]:
    if cell in {"", "-"} or column == "links":
        return  # a link is looked for in every line, not only in tables
    value = shown(entry, column)
    if column in REWRITTEN and not value:
        yield f"the {column} is missing"
    elif column not in REWRITTEN and value != cell:
        yield f"{column} was '{cell}' and is '{value}'"


def lost_title(text: str, place: Place, now: Kept) -> Iterator[str]:
    parts = VENUE.fullmatch(text)
    before = {"title": parts["title"], "venue": parts["venue"]} if parts else {"title": text}
    for name in place.entries:
        for key, value in before.items():
            yield from lost_cell(key, repaired(place, value), now.entries.get(name, {}))


def lost_heading(line: str, place: Place, now: Kept) -> Iterator[str]:
    heading = line.strip("# ").casefold()
    for name in place.entries:
        category = str(now.entries.get(name, {}).get("category"))
        if category.casefold() != heading:
            yield f"the category of '{name}' was '{heading}' and is '{category}'"


def lost_prose(line: str, place: Place, now: Kept) -> Iterator[str]:
    for name in place.entries:
        if not now.entries.get(name, {}).get("description"):
            yield f"'{name}' has no description"
    text = text_of(place, now)
    formulas = FORMULA.findall(line)
    for formula in formulas:
        if repaired(place, formula).replace(" ", "") not in text.replace(" ", ""):
            yield f"the formula {formula} is missing"
    plain = FORMULA.sub(" ", URL.sub(" ", line))
    for bold in BOLD.findall(plain):
        if repaired(place, bold).casefold() not in text.casefold():
            yield f"'{bold}' is not named"
    for number in NUMBER.findall(plain):
        if repaired(place, number) not in NUMBER.findall(text):
            yield f"the figure {number} is missing"


# What holds with or without the old list


def test_every_file_satisfies_the_schema() -> None:
    ListFile.model_validate(read_yaml(ROOT / "registry" / "list.yml"))
    for path in entry_files():
        entries_file().model_validate(read_yaml(path))


def test_every_entry_stands_where_it_may_and_names_real_bases() -> None:
    settings = ListFile.model_validate(read_yaml(ROOT / "registry" / "list.yml"))
    kinds = {section.id: section.kinds for section in settings.sections}
    for entry in kept().entries.values():
        assert entry["kind"] in kinds[entry["section"]], entry["id"]
        assert set(entry.get("bases", ())) <= set(kept().entries), entry["id"]


def test_the_readme_holds_every_section_once_in_reading_order() -> None:
    settings = ListFile.model_validate(read_yaml(ROOT / "registry" / "list.yml"))
    drawn = re.findall(r"^<!-- listkeeper:begin (\S+) -->$", kept().readme, re.MULTILINE)
    assert drawn == [section.id for section in settings.sections]


def test_the_map_names_only_what_is_there() -> None:
    places = seed_map()[0].values()
    assert [what for place in places for what in lost_places(place, kept())] == []


def test_a_doubt_and_its_evidence_name_a_field_of_their_entry() -> None:
    files = [entries_file().model_validate(read_yaml(path)) for path in entry_files()]
    for entry in (entry for file in files for entry in file.entries):
        fields = entry.model_dump(by_alias=True)
        assert all(fields.get(name) for name in entry.evidence), entry.id
        assert all(question.field in fields for question in entry.questions), entry.id


# What needs the old list


def test_nothing_of_the_old_list_is_lost(seed: list[str]) -> None:
    assert losses(seed, kept()) == []


def test_every_line_has_a_place_and_every_place_a_line(seed: list[str]) -> None:
    numbered = {number for number, line in enumerate(seed, 1) if line.strip()}
    assert numbered == set(seed_map()[0])
    assert len({url for line in seed for url in urls(line)}) == 118


def without(entry: Fields, *names: str) -> dict[str, Any]:
    return {name: value for name, value in entry.items() if name not in names}


def with_entry(entry_id: str, entry: Fields) -> Kept:
    return replace(kept(), entries={**kept().entries, entry_id: entry})


def test_a_lost_entry_is_seen(seed: list[str]) -> None:
    added = {"benchmark"}  # kinds that the old list has none of
    for name in (one for one, entry in kept().entries.items() if entry["kind"] not in added):
        rest = {other: entry for other, entry in kept().entries.items() if other != name}
        assert losses(seed, replace(kept(), entries=rest)), name


def test_a_lost_link_is_seen(seed: list[str]) -> None:
    moved = seed_map()[1]
    for url in sorted({url for line in seed for url in urls(line)}):
        now = moved.get(url, url)
        holders = {
            name: {**entry, "links": [link for link in links_of(entry["links"]) if link != now]}
            for name, entry in kept().entries.items()
            if now in links_of(entry.get("links", {}))
        }
        assert losses(seed, replace(kept(), entries={**kept().entries, **holders})), url


TABLE_FIELDS = {
    "name": ("model", "tool", "application"),
    "sizes": ("model",),
    "backbone": ("model", "application"),
    "released": ("model",),
    "training_data": ("model",),
    "training_size": ("model",),
    "title": ("model",),
    "venue": ("model",),
    "category": ("tool",),
    "made_by": ("tool",),
    "description": ("tool", "dataset", "technique"),
}
IN_NO_TABLE = {"yulan-chat", "xverse-13b"}


@pytest.mark.parametrize("field_name", TABLE_FIELDS)
def test_a_lost_value_is_seen(seed: list[str], field_name: str) -> None:
    for name, entry in kept().entries.items():
        listed = name not in IN_NO_TABLE or field_name in {"title", "venue"}
        if field_name in entry and entry["kind"] in TABLE_FIELDS[field_name] and listed:
            assert losses(seed, with_entry(name, without(entry, field_name))), name


NEW_REGIONS = {"figure-sizes", "newest"}
"""Regions that the old list had nothing like."""


def test_a_lost_region_is_seen(seed: list[str]) -> None:
    regions = re.findall(r"listkeeper:begin (\S+)", kept().readme)
    for region in set(regions) - NEW_REGIONS:
        readme = kept().readme.replace(f"<!-- listkeeper:begin {region} -->", "")
        assert losses(seed, replace(kept(), readme=readme)), region


def test_a_lost_figure_of_the_prose_is_seen(seed: list[str]) -> None:
    entry = kept().entries["prm800k"]
    shorter = {**entry, "description": entry["description"].replace("78.2%", "most")}
    assert any("78.2" in lost for lost in losses(seed, with_entry("prm800k", shorter)))


def runs(text: str) -> set[tuple[str, ...]]:
    """Every six words in a row."""
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return {tuple(words[start : start + 6]) for start in range(len(words) - 5)}


def own_words() -> Iterator[tuple[str, str]]:
    """The prose that was written for this list, by the place where it stands."""
    for name, entry in kept().entries.items():
        yield name, entry.get("description", "")
    outside = re.sub(
        r"<!-- listkeeper:begin (\S+) -->.*?<!-- listkeeper:end \1 -->",
        "",
        kept().readme,
        flags=re.DOTALL,
    )
    for paragraph in outside.split("\n\n"):
        yield "README", FORMULA.sub(" ", paragraph)


def test_the_prose_is_not_that_of_the_old_list(seed: list[str]) -> None:
    old = {run for line in seed for run in runs(FORMULA.sub(" ", line))}
    copied = {where: runs(text) & old for where, text in own_words()}
    assert {where: found for where, found in copied.items() if found} == {}
