"""The files of data: read back by other readers, whatever stands in the list."""

from __future__ import annotations

import csv
import io
import json
import re
import tomllib
from dataclasses import replace
from typing import Any, get_args

import bibtexparser
import jsonschema
import pytest
from ruamel.yaml import YAML

from bot.config.list_file import DataFile
from bot.lists.registry.load import shipped_templates
from bot.model.entry import Registry
from bot.model.snapshot import Snapshot
from bot.render.data.citing import draw_bibtex, draw_citation
from bot.render.data.files import draw_csv, draw_json, draw_llms, draw_toml
from bot.render.data.shapes import ExportReport
from bot.render.outputs import DATA, OUTPUTS, Draw, draw_outputs
from tests.build import asked, documents, registry_of, snapshot

FILES = {**shipped_templates(), **documents()}
HOSTILE = [
    "=HYPERLINK(0)",
    " +1",
    "\\uff1dcmd",
    '"; DROP',
    "a, b",
    "<script>alert(1)</script>",
    "]]> & --> %} {{ x }}",
    "{unbalanced",
    "}@article{x,",
    "50% of $x_1$ ~ ^ # \\\\input{/etc/passwd}",
    "[a](javascript:x) `code`",
    "'''",
    "\\u202egnp.exe \\x07",
    "# Ü — 漢字 🙂",
]
PAPERS = """\
entries:
  - id: first
    kind: paper
    name: "{name}"
    section: tools
    title: "{name}"
    venue: ACL 2023
    links: {{paper: "https://arxiv.org/abs/2307.09288", site: "https://a.example/?q=%7B&b=_~#x"}}
  - id: second
    kind: model
    name: "{name}"
    section: tools
    sizes: [7B, 70B]
    released: 2023-07
    licence: "{name}"
    evidence: {{sizes: "{name}"}}
    links: {{hub: https://huggingface.co/acme/gamma-7b, paper: https://arxiv.org/abs/hep-th/9901001}}
"""


def written(draw: Draw, registry: Registry, values: Snapshot | None = None) -> str:
    return draw("", FILES, registry, values or Snapshot())


def hostile(name: str) -> Registry:
    text = PAPERS.format(name=name.replace('"', '\\"'))
    kinds = documents()["registry/list.yml"].replace("[tool]", "[tool, paper, model]")
    listed = registry_of(documents(**{"registry/tools.yml": text, "registry/list.yml": kinds}))
    return replace(listed, title=listed.entries[0].name)


def read_json(text: str) -> Any:
    jsonschema.validate(json.loads(text), ExportReport.model_json_schema())
    return json.loads(text)


def test_a_list_has_just_the_files_that_it_names() -> None:
    assert {one.path for one in OUTPUTS if one.chosen} == set(get_args(DataFile))
    assert list(draw_outputs("README.md", documents(), hostile("A"), Snapshot())) == ["README.md"]
    wanted = "outputs: [list.json, llms.txt]\nsections:"
    files = FILES | documents(
        **{"registry/list.yml": documents()["registry/list.yml"].replace("sections:", wanted)}
    )
    drawn = draw_outputs("README.md", files, registry_of(files), Snapshot())
    assert list(drawn) == ["list.json", "llms.txt", "README.md"]


def test_json_has_every_value_with_who_reported_it() -> None:
    values = snapshot(repo__acme__beta={"stars": asked(8312)}, model__acme__x={})
    read = read_json(written(draw_json, registry_of(documents()), values))
    alpha, beta, gamma = read["entries"]
    assert read["title"] == "A small list"
    assert alpha["section"] == ["Tools"]
    assert "line" not in alpha
    assert beta["fields"]["stars"] == {
        "text": "8.3k",
        "value": "8312",
        "origin": "asked",
        "sources": [{"source": "github", "evidence": "https://example.org/evidence"}],
    }
    assert gamma["fields"]["licence"]["origin"] == "curated"
    assert [link["reference"] for link in gamma["links"]] == [
        "model:acme/gamma-7b",
        "model:acme/gamma-13b",
    ]


def test_a_day_changes_none_of_them() -> None:
    """A value that was fetched again on another day is no difference."""
    for output in DATA:
        drawn = {
            output.draw(
                "",
                FILES,
                registry_of(documents()),
                snapshot(repo__acme__beta={"stars": asked(8312, day=day)}),
            )
            for day in ("2026-11-01", "2026-11-20")
        }
        assert len(drawn) == 1, output.path


@pytest.mark.parametrize("name", HOSTILE)
def test_foreign_text_stays_text_in_all_of_them(name: str) -> None:
    listed = hostile(name)
    exact = listed.entries[0].name
    shown = "".join(one for one in exact if one.isprintable() or one == "\n")
    assert read_json(written(draw_json, listed))["entries"][0]["name"] == exact

    rows = list(csv.DictReader(io.StringIO(written(draw_csv, listed))))
    assert rows[0]["name"] in {exact, f"'{exact}"}
    assert not rows[0]["name"].lstrip().startswith(("=", "+", "-", "@", "\uff1d"))

    book = bibtexparser.loads(written(draw_bibtex, listed), bibtexparser.bparser.BibTexParser())
    assert [one["ID"] for one in book.entries] == ["first", "second"]
    assert {one["ENTRYTYPE"] for one in book.entries} == {"misc"}
    assert book.entries[0]["url"] == "https://arxiv.org/abs/2307.09288"
    assert "\\input" not in book.entries[0]["title"]

    cited = YAML(typ="safe").load(written(draw_citation, listed))
    assert cited["title"] == " ".join(shown.split())
    facts = tomllib.loads(written(draw_toml, listed))["models"]["second"]
    assert facts["name"] == exact
    assert facts["sizes"] == ["7B", "70B"]
    assert facts["evidence"] == {"sizes": [exact.strip()]}

    llms = written(draw_llms, listed)
    assert "<script>" not in llms
    assert not re.search(r"(?<!\\)\]\(javascript", llms)
    assert len(llms.splitlines()) == 10


def test_bibtex_states_only_what_is_known() -> None:
    book = bibtexparser.loads(written(draw_bibtex, hostile("Name")))
    first, second = book.entries
    assert (first["year"], first["howpublished"], first["eprint"]) == (
        "2023",
        "ACL 2023",
        "2307.09288",
    )
    assert (second["year"], second["eprint"]) == ("1999", "hep-th/9901001")
    assert "author" not in first


def test_llms_txt_has_counts_and_dates() -> None:
    text = written(draw_llms, hostile("Name"))
    assert "> 2 entries: 1 model, 1 paper. Releases from 2023-07 to 2023-07. 4 links.\n" in text
    assert "## Tools (2)\n\n- [Name](https://arxiv.org/abs/2307.09288): Name\n" in text


@pytest.mark.parametrize(
    ("links", "known"),
    [
        ("{hub: https://huggingface.co/acme/a-7b}", {"open_weights": True}),
        ("{code: https://github.com/acme/a}", {}),
    ],
)
def test_a_model_without_listed_weights_is_not_called_closed(
    links: str, known: dict[str, bool]
) -> None:
    text = f"entries:\n  - {{id: a, kind: model, name: A, section: tools, links: {links}}}\n"
    kinds = documents()["registry/list.yml"].replace("[tool]", "[model]")
    changed = {"registry/tools.yml": text, "registry/list.yml": kinds}
    facts = tomllib.loads(written(draw_toml, registry_of(documents(**changed))))["models"]["a"]
    assert {name: facts[name] for name in facts if name == "open_weights"} == known
