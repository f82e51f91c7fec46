"""Every kind goes through all that reads the table of kinds: one that is forgotten fails here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.config.entry_file import entries_file
from bot.config.environment import read_settings
from bot.judge.additions.rounds import Addition, next_round
from bot.judge.additions.row import draft_entry
from bot.judge.additions.section import guess_section
from bot.judge.sources import CARDS
from bot.model.entry import Registry, Section
from bot.model.kinds import ENTRY_KINDS, LINK_ROLES, REFERENCE_KINDS, Kind, becomes
from bot.model.observation import Found
from bot.model.reference import Reference, home, read_link
from bot.run.steps.services import open_sources
from tests.build import NOW, ROOT

NAMES = {
    Kind.REPO: "Acme/Beta",
    Kind.MODEL: "Acme/Beta-7B",
    Kind.DATASET: "Acme/Data",
    Kind.SPACE: "Acme/Demo",
    Kind.ACCOUNT: "Acme",
    Kind.COLLECTION: "Acme/beta-65",
    Kind.SEARCH: "other=beta,acme",
    Kind.PAPER: "2307.09288",
    Kind.PAGE: "https://beta.example/tour?x=1",
}
ELSEWHERE = {"huggingface.co": "/papers/", "hf.co": "/papers/", "doi.org": "/10.48550/arXiv."}
"""Where hosts other than arXiv's keep papers."""
ROLES = {role.name for role in LINK_ROLES}
SECTIONS = tuple(Section(kind, kind, (kind,), (kind,)) for kind in ENTRY_KINDS)
MAINTAINING = (ROOT / "docs" / "maintaining.md").read_text("utf-8")
KINDS = MAINTAINING.partition("An entry is of the kind ")[2].partition(".")[0]


def reference(kind: Kind) -> Reference:
    return Reference.of(kind, NAMES[kind])


def addition(kind: Kind) -> Addition:
    one = reference(kind)
    seen = Found(reference=one, source="x", at=NOW, evidence=home(one))
    return Addition(read_link(home(one)), seen)


def test_every_kind_of_reference_has_one_row() -> None:
    assert list(REFERENCE_KINDS) == list(Kind) == list(NAMES)


@pytest.mark.parametrize("kind", Kind)
def test_a_home_address_leads_back_to_its_reference(kind: Kind) -> None:
    read = read_link(home(reference(kind))).reference
    assert (read, read.kind) == (reference(kind), kind)
    host = urlsplit(home(reference(kind))).hostname
    assert not REFERENCE_KINDS[kind].hosts or host in REFERENCE_KINDS[kind].hosts


@pytest.mark.parametrize(
    ("kind", "host"),
    [(kind, host) for kind in Kind for host in sorted(REFERENCE_KINDS[kind].hosts)],
)
def test_every_host_of_a_kind_is_read(kind: Kind, host: str) -> None:
    parts = urlsplit(home(reference(kind)))
    elsewhere = next((path for end, path in ELSEWHERE.items() if host.endswith(end)), "")
    if kind is Kind.PAPER and elsewhere:
        parts = parts._replace(path=elsewhere + NAMES[kind])
    url = parts._replace(netloc=host).geturl()
    assert read_link(url).reference == reference(kind)


@pytest.mark.parametrize("kind", Kind)
def test_case_counts_only_where_it_does(kind: Kind) -> None:
    same = Reference.of(kind, NAMES[kind].upper()) == Reference.of(kind, NAMES[kind].lower())
    assert same is (REFERENCE_KINDS[kind].is_caseless or NAMES[kind].upper() == NAMES[kind].lower())


def test_every_kind_goes_to_the_source_of_its_row(tmp_path: Path) -> None:
    sources = open_sources(read_settings({}), tmp_path, keep=False, allow_private=False)
    try:
        for kind, row in REFERENCE_KINDS.items():
            knows = [one.name for one in sources.sources if one.knows(reference(kind))]
            assert knows == [row.source]
    finally:
        sources.close()


@pytest.mark.parametrize("kind", Kind)
def test_add_guesses_the_kinds_of_its_row(kind: Kind) -> None:
    row = REFERENCE_KINDS[kind]
    assert row.role in ROLES
    assert row.becomes
    for likely in row.becomes:
        left = row.becomes[row.becomes.index(likely) :]
        some = tuple(section for section in SECTIONS if section.id in left)
        guess = guess_section(Registry("A list", some, ()), kind, "")
        assert guess is not None
        assert guess.kind == likely
    assert becomes(kind, ("course",)) == (*row.becomes, *["course"] * row.takes_own_kinds)


@pytest.mark.parametrize("kind", Kind)
def test_add_links_it_by_the_role_of_its_row(kind: Kind) -> None:
    row = REFERENCE_KINDS[kind]
    becomes = [one for one in row.becomes if one != "model"]  # which may be a family of sizes
    wanted = replace(addition(kind), section=(becomes or row.becomes)[0])
    found = draft_entry(wanted, Registry("A list", SECTIONS, ()), "2026-11-24")
    assert not isinstance(found, str)
    role = "weights" if kind is Kind.MODEL else row.role  # its name has a size
    assert found.draft.links == {role: [home(reference(kind))]}
    refused = draft_entry(addition(kind), Registry("A list", (), ()), "2026-11-24")
    assert f"no section takes a {REFERENCE_KINDS[kind].becomes[0]}" in str(refused)


@pytest.mark.parametrize("kind", Kind)
def test_add_reads_the_card_of_what_has_one(kind: Kind) -> None:
    asked = next_round(addition(kind), Registry("A list", SECTIONS, ()))
    assert (CARDS in asked) is REFERENCE_KINDS[kind].has_card


@pytest.mark.parametrize("kind", ENTRY_KINDS)
def test_an_entry_of_every_kind_may_be_written(kind: str) -> None:
    entry = {"id": "a", "kind": kind, "name": "A", "section": "s"}
    links = dict.fromkeys(ROLES, "https://a.example/x")
    (read,) = entries_file().model_validate({"entries": [{**entry, "links": links}]}).entries
    assert read.kind == kind
    assert set(type(read.links).model_fields) == ROLES
    assert type(read).__doc__ == ENTRY_KINDS[kind].description


def test_every_kind_of_entry_comes_of_some_link() -> None:
    assert {kind for row in REFERENCE_KINDS.values() for kind in row.becomes} == set(ENTRY_KINDS)


@pytest.mark.parametrize("kind", ENTRY_KINDS)
def test_the_docs_name_every_kind_of_entry(kind: str) -> None:
    assert f"`{kind}`" in KINDS
