"""`add` through the world: a link of each kind becomes a whole entry, what is listed is refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import bot.publish.github.access
from bot.cli.base import FINDINGS, FINE, WRONG_USE
from bot.lists.registry.load import load, read_documents
from bot.parsing.yaml import read_yaml
from tests.person import Person
from tests.world.world import World

HUB, GITHUB, ARXIV = "https://huggingface.co", "https://github.com", "https://arxiv.org/abs"
LIST = """\
version: 1
title: A list
sections:
  - {id: models, title: Models, kinds: [model], columns: [name, sizes, backbone, released, licence]}
  - {id: papers, title: Papers, kinds: [paper], columns: [name, title, venue]}
  - {id: data, title: Data, kinds: [dataset], columns: [name, licence]}
  - {id: tuning, title: Fine-tuning, kinds: [tool], columns: [name, description]}
  - {id: serving, title: Serving, kinds: [tool], columns: [name, description]}
  - {id: apps, title: Applications, kinds: [application], columns: [name, status]}
"""
ENTRIES = """\
entries:
  - id: falcon
    kind: model
    name: Falcon
    section: models
    released: 2023-06
    title: "The Falcon Series of Open Language Models"
    links:
      paper: https://arxiv.org/abs/2311.16867
      hub: https://huggingface.co/oldorg/falcon-7b
  - id: quick
    kind: tool
    name: Quick
    section: serving
    description: Serves models with continuous batching and paged attention.
    links: {code: "https://github.com/acme/quick"}
  - id: adapt
    kind: tool
    name: Adapt
    section: tuning
    description: Low-rank adapters for tuning.
    links: {code: "https://github.com/acme/adapt"}
"""
README = "# A list\n\n" + "".join(
    f"<!-- listkeeper:begin {name} -->\n<!-- listkeeper:end {name} -->\n\n"
    for name in ("models", "papers", "data", "tuning", "serving", "apps")
)


def _files() -> dict[str, str]:
    table = '{% include "_table.md.j2" %}\n'
    names = ("models", "papers", "data", "tuning", "serving", "apps")
    templates = {f"templates/{name}.md.j2": table for name in names}
    own = {"registry/list.yml": LIST, "registry/all.yml": ENTRIES, "README.md": README}
    return {**own, **templates}


def _paper(title: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "published": "2025-05-03", "authors": ["A. B."], **more}


SCENARIO: dict[str, Any] = {
    "repository": {"name": "octo/list", "files": _files()},
    "repos": {
        "acme/adapt": {"stars": 1},
        "acme/turbo": {
            "description": "Paged attention and batching, @you <b>see</b> #1",
            "license": "MIT",
            "readme": f"# Turbo\n\n[paper]({ARXIV}/2505.00002) [other]({ARXIV}/2505.00009)\n",
        },
        "acme/New": {"license": "Apache-2.0"},
        "acme/sparse": {},
        "acme/quicker": {},
    },
    "renames": {"acme/quick": "acme/quicker", "acme/blitz": "acme/turbo"},
    "papers": {
        "2505.00001": _paper("New Technical Report"),
        "2505.00002": _paper("Turbo: Serving Models Quickly", comment=f"Code: {GITHUB}/acme/turbo"),
        "2505.00003": _paper("Sparse Things", comment="12 pages", repo=f"{GITHUB}/acme/sparse"),
        "2505.00009": _paper("Something Else Altogether"),
        "2311.16867": _paper("The Falcon Series of Open Language Models"),
    },
    "hub": {
        "models": {
            "acme/New-7B": {
                "downloads": 9000,
                "license": "apache-2.0",
                "created": "2025-05-02",
                "arxiv": ["2505.00001"],
                "safetensors": {"parameters": {"BF16": 7_600_000_000}, "total": 7_600_000_000},
                "base_models": {"relation": "finetune", "models": ["neworg/falcon-7b"]},
                "card": f"# New\n\n[code]({GITHUB}/acme/New)\n",
            },
            "neworg/falcon-7b": {"created": "2023-05-25"},
        },
        "datasets": {"acme/talk": {"license": "cc-by-4.0", "created": "2025-01-01"}},
        "spaces": {"acme/chat": {"sdk": "gradio", "created": "2025-01-01"}},
        "renamed": {"oldorg/falcon-7b": "neworg/falcon-7b"},
    },
    "pages": {
        "pages": {
            "https://chat.example/": {"title": "Chat Example | Talk", "text": "A page at length."},
            "https://gone.example/": {"status": 404, "title": "Not found"},
            "https://shy.example/": {"status": 403, "headers": {"cf-mitigated": "challenge"}},
        }
    },
}  # fmt: skip


@pytest.fixture
def box(world: Callable[..., World]) -> World:
    return world(SCENARIO)


@pytest.fixture
def person(tmp_path: Path, box: World, monkeypatch: pytest.MonkeyPatch) -> Person:
    one = Person(tmp_path / "list", box.env())
    one.write(_files())
    monkeypatch.chdir(one.root)
    assert one.run("render").code == FINE
    return one


def newest(person: Person) -> dict[str, Any]:
    text = person.files()["registry/all.yml"].decode()
    return dict(read_yaml("all.yml", text)["entries"][-1])


KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "model": (
        f"{HUB}/acme/New-7B",
        {
            "id": "new",
            "kind": "model",
            "name": "New",
            "section": "models",
            "sizes": ["7B"],
            "backbone": "Falcon",
            "bases": ["falcon"],
            "released": "2025-05",
            "licence": "Apache-2.0",
            "title": "New Technical Report",
            "venue": "arXiv 2025",
            "links": {
                "paper": f"{ARXIV}/2505.00001",
                "code": f"{GITHUB}/acme/New",
                "weights": f"{HUB}/acme/New-7B",
            },
        },
    ),
    "paper": (
        "https://arxiv.org/pdf/2505.00002v1",
        {
            "id": "turbo",
            "kind": "paper",
            "name": "Turbo",
            "section": "papers",
            "title": "Turbo: Serving Models Quickly",
            "venue": "arXiv 2025",
            "links": {"paper": f"{ARXIV}/2505.00002", "code": f"{GITHUB}/acme/turbo"},
        },
    ),
    "paper with a page on the Hub": (
        f"{HUB}/papers/2505.00003",
        {
            "id": "sparse-things",
            "kind": "paper",
            "name": "Sparse Things",
            "section": "papers",
            "title": "Sparse Things",
            "venue": "arXiv 2025",
            "links": {"paper": f"{ARXIV}/2505.00003", "code": f"{GITHUB}/acme/sparse"},
        },
    ),
    "repository": (
        f"{GITHUB}/acme/Turbo/",
        {
            "id": "turbo",
            "kind": "tool",
            "name": "Turbo",
            "section": "serving",
            "licence": "MIT",
            "title": "Turbo: Serving Models Quickly",
            "venue": "arXiv 2025",
            "description": "Paged attention and batching, @you <b>see</b> #1",
            "links": {"paper": f"{ARXIV}/2505.00002", "code": f"{GITHUB}/acme/turbo"},
        },
    ),
    "renamed repository": (f"{GITHUB}/acme/blitz", {"id": "turbo", "kind": "tool"}),
    "dataset": (
        f"{HUB}/datasets/acme/talk",
        {
            "id": "talk",
            "kind": "dataset",
            "name": "talk",
            "section": "data",
            "licence": "CC-BY-4.0",
            "links": {"data": f"{HUB}/datasets/acme/talk"},
        },
    ),
    "space": (
        f"{HUB}/spaces/acme/chat",
        {
            "id": "chat",
            "kind": "application",
            "name": "chat",
            "section": "apps",
            "links": {"hub": f"{HUB}/spaces/acme/chat"},
        },
    ),
    "site": (
        "https://chat.example/",
        {
            "id": "chat-example",
            "kind": "application",
            "name": "Chat Example",
            "section": "apps",
            "links": {"site": "https://chat.example/"},
        },
    ),
    "unsure site": (
        "https://shy.example/",
        {
            "id": "shy-example",
            "kind": "application",
            "name": "shy.example",
            "section": "apps",
            "links": {"site": "https://shy.example/"},
        },
    ),
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_link_becomes_a_whole_entry(person: Person, kind: str) -> None:
    url, expected = KINDS[kind]
    before = person.files()["registry/all.yml"]
    ran = person.run("add", url)
    assert ran.code == FINE, ran.text
    entry = newest(person)
    assert {name: entry[name] for name in expected} == expected
    if len(expected) > 2:
        assert entry.keys() - {"evidence"} == expected.keys()
    assert set(entry.get("evidence", {})) <= set(entry)
    assert person.files()["registry/all.yml"].startswith(before)
    assert person.run("lint").code == FINE


def test_what_is_not_sure_is_reported(person: Person) -> None:
    ran = person.run("add", "https://shy.example/")
    assert "this link could not be verified" in ran.out
    ran = person.run("add", f"{GITHUB}/acme/blitz")
    assert f"{GITHUB}/acme/blitz has moved to {GITHUB}/acme/turbo" in ran.out
    assert "the section serving is a guess; it may belong in tuning" in ran.out


REFUSED = [
    (f"{GITHUB}/acme/adapt.git", "on the list already: Adapt, at registry/all.yml:22"),
    (f"{GITHUB}/ACME/Adapt/tree/main", "on the list already: Adapt, at registry/all.yml:22"),
    (f"{ARXIV}/2311.16867v2", "on the list already: Falcon, at registry/all.yml:9"),
    (f"{HUB}/oldorg/falcon-7b", "on the list already: Falcon, at registry/all.yml:10"),
    (f"{HUB}/neworg/falcon-7b", "on the list already: Falcon, at registry/all.yml:10"),
    (f"{GITHUB}/acme/quicker", "on the list already: Quick, at registry/all.yml:16"),
    ("https://gone.example/", "there is nothing at https://gone.example/: "),
    (f"{GITHUB}/acme/nothing", "there is nothing at"),
    ("ftp://chat.example/", "this is not a web address"),
    ("chat.example", "this is not a web address"),
]


@pytest.mark.parametrize(("url", "why"), REFUSED)
def test_what_is_listed_or_gone_is_refused_and_nothing_is_written(
    person: Person, url: str, why: str
) -> None:
    before = person.files()
    ran = person.run("add", url)
    assert ran.code == FINDINGS
    assert why in ran.out
    after = {k: v for k, v in person.files().items() if not k.startswith(".listkeeper/")}
    assert after == before


def test_a_title_that_reads_alike_is_warned_of(person: Person, box: World) -> None:
    box.scenario["papers"]["2505.00009"]["title"] = "Falcon Series of Open Language Models"
    ran = person.run("add", f"{ARXIV}/2505.00009")
    assert ran.code == FINE
    assert "Falcon at registry/all.yml:2 has a similar name; is it the same?" in ran.out


def test_the_second_of_two_links_to_one_thing_is_refused(person: Person) -> None:
    ran = person.run(
        "add", f"{GITHUB}/acme/turbo", f"{ARXIV}/2505.00002", f"{HUB}/datasets/acme/talk"
    )
    assert ran.code == FINDINGS
    assert "on the list already: Turbo, at registry/all.yml" in ran.out
    registry, _ = load(read_documents(person.root))
    assert [entry.id for entry in registry.entries][-2:] == ["turbo", "talk"]


def test_a_section_may_be_named_and_a_dry_run_writes_nothing(person: Person) -> None:
    before = person.files()
    ran = person.run("add", f"{GITHUB}/acme/turbo", "--section", "fine-tuning", "--dry-run")
    assert ran.code == FINE
    assert "+    section: tuning" in ran.out
    assert "| **Turbo**" in ran.out
    assert person.files() == before
    ran = person.run("add", f"{GITHUB}/acme/turbo", "--section", "nowhere")
    assert ran.code == FINDINGS
    assert "no section 'nowhere'; known are: models, papers" in ran.out


def test_the_kind_of_a_link_is_kept_whatever_section_is_named(person: Person) -> None:
    before = person.files()
    ran = person.run("add", f"{GITHUB}/acme/turbo", "--section", "papers")
    assert ran.code == FINDINGS
    assert "the section 'papers' takes no tool (it takes: paper)" in ran.out
    assert "write `tool` into its `kinds:` in registry/list.yml" in ran.out
    assert person.files() == before
    assert (
        "did you mean 'tuning'?"
        in person.run("add", f"{GITHUB}/acme/turbo", "--section", "tunning").out
    )


def test_ids_are_unique(person: Person, box: World) -> None:
    box.scenario["hub"]["datasets"]["acme/adapt"] = {"created": "2025-01-01"}
    assert person.run("add", f"{HUB}/datasets/acme/adapt").code == FINE
    assert newest(person)["id"] == "adapt-2"


def test_foreign_text_stays_text(person: Person, box: World) -> None:
    evil = "x\n- id: y\n<!-- listkeeper:end apps --> | a | \u202e[b](javascript:c) " + "long " * 200
    box.scenario["pages"]["pages"]["https://chat.example/"]["title"] = evil
    assert person.run("add", "https://chat.example/").code == FINE
    assert len(newest(person)["name"]) <= 60
    assert person.run("lint").code == FINE
    readme = person.files()["README.md"].decode()
    assert readme.count("listkeeper:end apps") == 1
    assert "\u202e" not in readme


FORM = """\
### Link

{url}

### Section

{section}

### Why it belongs here

@all ### Link
### Link

https://evil.example/
"""


def form(person: Person, url: str, section: str = "_No response_") -> str:
    path = person.root.parent / "issue.md"
    path.write_text(FORM.format(url=url, section=section), encoding="utf-8")
    return str(path)


def propose(person: Person, *words: str) -> Any:
    return person.run("add", *words, "--pull-request", GITHUB_REPOSITORY="octo/list")


@pytest.mark.usefixtures("released")
def test_an_issue_becomes_a_pull_request_that_thanks_and_closes(
    person: Person, box: World, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, str], None]
) -> None:
    quick(monkeypatch)
    github: Any = box.github
    github.push("main", {path: text.decode() for path, text in person.files().items()})
    body = form(person, f"{HUB}/acme/New-7B")
    ran = propose(person, "--issue-body", body, "--issue", "12", "--author", "ann-lee")
    assert ran.code == FINE, ran.text
    (pull,) = github.pulls
    assert (pull.title, pull.head) == ("Add New", "listkeeper/add-12")
    golden("added.md", pull.body.partition("<!-- listkeeper:v1")[0].replace(today(), "DAY"))
    assert "Closes #12" in pull.body
    assert "@ann-lee" not in pull.body
    assert "| **New**" in github.files(pull.head)["README.md"]
    assert (
        propose(person, "--issue-body", body, "--issue", "12", "--author", "ann-lee").code == FINE
    )
    assert len(github.pulls) == 1


def test_an_issue_that_leads_to_nothing_is_answered_once(
    person: Person, box: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    quick(monkeypatch)
    github: Any = box.github
    issue = github.store.open("issue", "Add: x", "", "ann-lee", labels=[])
    words = ("--issue-body", form(person, f"{GITHUB}/acme/adapt"), "--issue", str(issue.number))
    for _ in range(2):
        assert propose(person, *words, "--author", "ann-lee").code == FINE
    (comment,) = github.store.of(issue.number)
    assert "on the list already: Adapt, at registry/all.yml:22" in comment.body
    assert github.pulls == []


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "no link is given"),
        (["https://chat.example/", "--author", "a b"], "'a b' is not the name of a GitHub account"),
    ],
)
def test_wrong_use(person: Person, words: list[str], message: str) -> None:
    ran = person.run("add", *words)
    assert ran.code == WRONG_USE
    assert message in ran.err


def test_a_form_without_a_link(person: Person, box: World, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = person.run("add", "--issue-body", form(person, "please add it"))
    assert ran.code == WRONG_USE
    assert "issue.md: there is no web address under '### Link'" in ran.err

    quick(monkeypatch)
    github: Any = box.github
    issue = github.issue("Add: it")
    words = ("--issue-body", form(person, "please add it"), "--issue", str(issue.number))
    assert propose(person, *words).code == FINE
    (comment,) = github.comments(issue.number)
    assert "the field Link: this is not a web address" in comment.body


def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """GitHub lets this one write without a second's pause."""
    connect = bot.publish.github.access.connect_writer
    monkeypatch.setattr(
        bot.publish.github.access,
        "connect_writer",
        lambda *a: connect(*a, seconds_between_writes=0),
    )


def today() -> str:
    return datetime.now(UTC).date().isoformat()


def test_the_report_is_for_the_runner_too(person: Person, tmp_path: Path) -> None:
    summary, output = tmp_path / "summary", tmp_path / "output"
    env = {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(output)}
    assert person.run("add", f"{HUB}/datasets/acme/talk", **env).code == FINE
    assert "<summary>Preview of 1 row</summary>" in summary.read_text()
    lines = output.read_text().split("\n")
    proposals = next(line for line in lines if line.startswith("["))
    assert json.loads(proposals)[0]["operation"] == "written"
    assert "proposed" in lines


def test_a_source_that_hangs_is_given_up_in_time(person: Person, box: World) -> None:
    box.fault("api.github.com", fault="hang")
    begun = time.monotonic()
    ran = person.run("add", f"{GITHUB}/acme/turbo", "--max-time", "0.02")
    assert time.monotonic() - begun < 30  # an answer of GitHub's may take a minute
    assert ran.code == FINE
    assert "the time for this run (1.2 seconds) was over" in ran.text
