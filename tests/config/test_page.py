"""`docs/configuration.md` says what the shapes say, and its recipes draw what it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from pydantic import BaseModel

from bot.config.entry_file import (
    EntriesFile,
    Links,
    MarkedLink,
    QuestionText,
    ResultText,
    RetiredText,
    entries_file,
)
from bot.config.list_file import ListFile
from bot.config.readme_file import ReadmeFile
from bot.model.fields import COMPOSED, ENTRY_FIELDS
from bot.model.kinds import ENTRY_KINDS
from tests.build import ROOT

PAGE = ROOT / "docs/configuration.md"
Schema = Mapping[str, Any]


def schema_of(shape: type[BaseModel]) -> Schema:
    return shape.model_json_schema()


def type_words(schema: Schema) -> str:
    """What may be written there, in a few words."""
    if "anyOf" in schema:
        parts = [type_words(one) for one in schema["anyOf"] if one.get("type") != "null"]
        return " or ".join(dict.fromkeys(parts))
    if "oneOf" in schema:
        return " or ".join(dict.fromkeys(type_words(one) for one in schema["oneOf"]))
    if "$ref" in schema:
        return "see below"
    if "const" in schema:
        return f"`{schema['const']}`"
    if "enum" in schema:
        return ", ".join(f"`{one}`" for one in schema["enum"])
    if schema.get("type") == "array":
        inner = type_words(schema["items"])
        return "list, see below" if inner == "see below" else f"list of {inner}"
    if schema.get("type") == "object":
        return "mapping"
    if schema.get("format") == "uri":
        return "address"
    return {
        "string": "text",
        "integer": "whole number",
        "number": "number",
        "boolean": "yes or no",
    }[schema["type"]]


def default_of(schema: Schema, required: bool) -> str:
    if required:
        return "required"
    value = schema.get("default")
    if isinstance(value, dict) or value in (None, [], ""):
        return "–"
    if isinstance(value, list):
        return ", ".join(f"`{one}`" for one in value)
    return f"`{json.dumps(value)}`" if isinstance(value, bool) else f"`{value}`"


def rows_of(schema: Schema) -> Iterator[str]:
    yield "| key | what | default | means |"
    yield "| --- | --- | --- | --- |"
    for name, one in schema["properties"].items():
        default = default_of(one, name in schema.get("required", ()))
        assert one.get("description"), f"{schema['title']}.{name} has no description"
        yield f"| `{name}` | {type_words(one)} | {default} | {one['description']} |"


def parts_of(shape: type[BaseModel]) -> Iterator[str]:
    """A table of the whole, and one for each mapping inside it, in the order of its keys."""
    whole = schema_of(shape)
    yield "\n".join(rows_of(whole))
    for path, name in inner(whole, whole):
        yield f"### `{path}`\n\n" + "\n".join(rows_of(whole["$defs"][name]))


def inner(part: Schema, whole: Schema, before: str = "") -> Iterator[tuple[str, str]]:
    for key, one in part["properties"].items():
        many = one.get("type") == "array"
        reference = (one["items"] if many else one).get("$ref", "")
        if reference:
            name = reference.rpartition("/")[2]
            path = f"{before}{key}{'[]' if many else ''}"
            yield path, name
            yield from inner(whole["$defs"][name], whole, f"{path}.")


def entry_parts() -> Iterator[str]:
    """What every entry has; what some have; its links; what the bot writes into it."""
    schema = schema_of(entries_file())
    kinds = {
        one["properties"]["kind"]["const"]: one
        for one in schema["$defs"].values()
        if "kind" in one.get("properties", {})
    }
    assert set(kinds) == set(ENTRY_KINDS)
    every = set.intersection(*(set(one["properties"]) for one in kinds.values()))
    common = {**kinds["link"], "properties": {}}
    common["properties"] = {
        name: one for name, one in kinds["link"]["properties"].items() if name in every
    }
    common["properties"]["kind"] = {
        "enum": list(ENTRY_KINDS),
        "description": kinds["link"]["properties"]["kind"]["description"],
    }
    yield "\n".join(rows_of(common))
    yield "### By kind\n\n| kind | is | may also have |\n| --- | --- | --- |\n" + "\n".join(
        f"| `{kind.name}` | {kind.description} | {listed(kind.fields)} |"
        for kind in ENTRY_KINDS.values()
    )
    named = {
        name: one
        for kind in kinds.values()
        for name, one in kind["properties"].items()
        if name not in every
    }
    yield "\n".join(rows_of({"title": "kinds", "properties": named}))
    links = schema["$defs"]["Links"]["properties"]
    yield (
        "### `links`\n\nEach is an address, or a list of them.\n\n| key | means |\n| --- | --- |\n"
        + "\n".join(f"| `{name}` | {one['description']} |" for name, one in links.items())
    )
    yield "A dead link is written as a mapping, by the bot's pull request:\n\n" + "\n".join(
        rows_of(schema_of(MarkedLink))
    )
    for path, shape in (
        ("questions[]", QuestionText),
        ("results[]", ResultText),
        ("retired", RetiredText),
    ):
        yield f"### `{path}`\n\n" + "\n".join(rows_of(schema_of(shape)))


def listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names) or "–"


def column_rows() -> str:
    name = "| `name` | Name | the name, `note` behind it, and the links below |"
    single = (
        f"| `{field.name}` | {field.heading} | {field.description} |"
        for field in ENTRY_FIELDS.values()
        if field.heading
    )
    composed = (
        f"| `{column}` | {heading} | {', '.join(f'`{one}`' for one in fields)} together |"
        for column, (heading, fields) in COMPOSED.items()
        if column != "name"
    )
    return "\n".join(
        ["| column | heading | shows |", "| --- | --- | --- |", name, *single, *composed]
    )


def regions() -> dict[str, str]:
    return {
        "list": "\n\n".join(parts_of(ListFile)),
        "entries": "\n\n".join(entry_parts()),
        "columns": column_rows(),
        "readme": "\n".join(rows_of(schema_of(ReadmeFile))),
    }


def filled(page: str) -> str:
    for name, text in regions().items():
        begin, end = f"<!-- listkeeper:begin {name} -->", f"<!-- listkeeper:end {name} -->"
        head, found, rest = page.partition(begin)
        assert found
        assert end in rest
        page = f"{head}{begin}\n\n{text}\n\n{end}{rest.partition(end)[2]}"
    return page


def test_the_page_of_settings(request: pytest.FixtureRequest) -> None:
    page = filled(PAGE.read_text(encoding="utf-8"))
    if request.config.getoption("--golden"):
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page


@pytest.mark.parametrize(
    "shape", [ListFile, ReadmeFile, EntriesFile, Links, MarkedLink, QuestionText]
)
def test_every_key_is_described_to_editors(shape: type[BaseModel]) -> None:
    schema = schema_of(entries_file() if shape is EntriesFile else shape)
    for part in (schema, *schema.get("$defs", {}).values()):
        for name, one in part.get("properties", {}).items():
            assert one.get("description"), f"{part['title']}.{name}"
