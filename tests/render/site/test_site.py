"""The site as files: the same bytes for the same inputs, valid feeds, nothing foreign but text."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from bot.lists.history import list_events
from bot.lists.read import read_state
from bot.lists.snapshot import EVIDENCE, snapshot_text
from bot.model.memory import Memory, Rejection, Trace
from bot.model.snapshot import FetchedValue, Snapshot
from bot.model.values.site import ListEvent, SiteContent
from bot.render.site.outputs import draw_site
from bot.run.render import read_any_list
from bot.run.site import (
    is_free,
    noticed_events,
    shipped_assets,
    site_content,
    site_files,
    titled,
)
from bot.run.steps.observations import ObservationStore
from tests.build import ROOT, TOOLS, documents, found, moved
from tests.lists.test_history import Repository
from tests.person import Person, small_list
from tests.render.site.sample import EVENTS, MODELS, content, files
from tests.render.site.sample import TOOLS as SAMPLE_TOOLS

ATOM = "{http://www.w3.org/2005/Atom}"
PAGES = ("index.html", "all.html", "calendar.html")
WRITTEN = """\
# Awesome things

## Papers

- [Alpha](https://arxiv.org/abs/2307.09288) - ACL 2023
- [Beta & Co](https://github.com/acme/beta) - does one thing

## Tools

- [Gamma tool](https://gamma.example/x) - does another
"""


def drawn(changed: SiteContent | None = None) -> dict[str, str]:
    found = draw_site(changed or content())
    return {path.removeprefix("site/"): text for path, text in found.items()}


def atom(events: tuple[ListEvent, ...]) -> ElementTree.Element:
    return ElementTree.fromstring(drawn(replace(content(), events=events))["feed.xml"].encode())


def ids(feed: ElementTree.Element) -> list[str]:
    return [one.findtext(f"{ATOM}id", "") for one in feed.iter(f"{ATOM}entry")]


def test_the_same_list_gives_the_same_bytes() -> None:
    assert drawn() == drawn()
    moment = re.compile(r"20\d\d-\d\d-\d\dT")
    days = {day for text in drawn().values() for day in moment.findall(text)}
    assert days == {f"{event.day}T" for event in EVENTS}


def test_git_never_sees_it() -> None:
    assert drawn()[".gitignore"] == "*\n"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_only_its_own_files(name: str) -> None:
    page = drawn()[name]
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy
    assert policy[1].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy[1]
    for tag in re.findall(r"<[^>]*>", page):
        assert not re.search(r"<(style|script(?!.*(src|json)))|\son\w+=|style=|javascript:", tag)
    for anchor in re.findall(r'<a [^>]*href="http[^>]*>', page):
        assert 'rel="noopener nofollow"' in anchor


def test_a_link_that_a_browser_would_run_is_no_link() -> None:
    questions = "{field: name, doubt: Why?, evidence: 'javascript:alert(1)'}"
    tools = f"""\
entries:
  - id: gamma
    kind: tool
    name: Gamma
    section: tools
    evidence: {{name: "data:text/html,x"}}
    questions: [{questions}]
    links: {{code: "https://github.com/acme/gamma"}}
"""
    page = drawn(content(**{"registry/tools.yml": tools}))["all.html"]
    assert 'href="javascript' not in page
    assert 'href="data:' not in page
    assert "javascript:alert(1)</li>" in page


def test_structured_data_name_the_files_and_the_entries() -> None:
    page = drawn()["index.html"]
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert text
    data = json.loads(text[1])
    assert data["@type"] == "Dataset"
    assert data["distribution"][0]["contentUrl"] == "https://octo.github.io/list/list.json"
    assert data["mainEntity"]["numberOfItems"] == 4
    names = [one["item"]["name"] for one in data["mainEntity"]["itemListElement"]]
    assert names == ["Alpha", "Beta", "Gamma", "Delta <img src=x onerror=alert(1)>"]


SCHEMA = {
    "Dataset": {"name", "description", "url", "distribution", "mainEntity"},
    "DataDownload": {"encodingFormat", "contentUrl"},
    "ItemList": {"numberOfItems", "itemListElement"},
    "ListItem": {"position", "item"},
    "ScholarlyArticle": {"name", "description", "url"},
    "SoftwareSourceCode": {"name", "description", "url"},
    "SoftwareApplication": {"name", "description", "url"},
    "CreativeWork": {"name", "description", "url"},
}
"""Types of https://schema.org and those of their properties that are used."""


@pytest.mark.parametrize("address", ["https://octo.github.io/list/", ""])
def test_structured_data_use_the_words_of_schema_org(address: str) -> None:
    page = drawn(replace(content(), address=address))["index.html"]
    text = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert text
    data = json.loads(text[1])
    assert data.pop("@context") == "https://schema.org"
    assert 50 <= len(data["description"]) <= 5000
    waiting = [data]
    while waiting:
        one = waiting.pop()
        assert one.keys() - {"@type"} <= SCHEMA[one["@type"]]
        assert all(one.values())
        for value in one.values():
            waiting += [
                each
                for each in (value if isinstance(value, list) else [value])
                if isinstance(each, dict)
            ]


def test_atom_has_what_readers_need() -> None:
    feed = atom(EVENTS)
    assert feed.findtext(f"{ATOM}updated") == "2026-11-20T00:00:00+00:00"
    assert [one.text for one in feed.findall(f"{ATOM}entry/{ATOM}title")] == [
        "New: Gamma",
        "Moved: Alpha",
        "Link dead: Beta",
        "Removed: Omega </title>",
    ]
    for path in ("id", "title", "author/name"):
        assert feed.findtext("/".join(ATOM + step for step in path.split("/")))
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://octo.github.io/list/",
        "self": "https://octo.github.io/list/feed.xml",
    }
    for entry in feed.iter(f"{ATOM}entry"):
        assert entry.findtext(f"{ATOM}updated")
        assert entry.findtext(f"{ATOM}summary")


def test_ids_stay_whatever_comes_later_and_both_feeds_have_the_same() -> None:
    later = ListEvent("new", "omega", "Omega", "2026-11-25")
    assert ids(atom((later, *EVENTS)))[1:] == ids(atom(EVENTS))
    assert len({*ids(atom(EVENTS))}) == len(EVENTS)
    items = json.loads(drawn()["feed.json"])["items"]
    assert [one["id"] for one in items] == ids(atom(EVENTS))
    assert items[1]["content_text"] == (
        "It moved from https://github.com/old/alpha to https://github.com/acme/alpha."
    )


DAY = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\Z")
GONE = ListEvent("gone", "alpha", "Alpha", "2026-11-01", "https://a.example/?x=<&")
NOWHERE = ListEvent("new", "z z", "Nowhere", "2026-11-02")


@pytest.mark.parametrize("address", ["https://octo.github.io/list/", ""])
@pytest.mark.parametrize("events", [EVENTS, (), (GONE, NOWHERE, *EVENTS)])
def test_atom_keeps_the_rules_of_its_standard(events: tuple[ListEvent, ...], address: str) -> None:
    """https://www.rfc-editor.org/rfc/rfc4287: 4.1.1, 4.1.2, 4.2.6, 3.3."""
    text = drawn(replace(content(), events=events, address=address))["feed.xml"]
    feed = ElementTree.fromstring(text.encode())
    entries = feed.findall(f"{ATOM}entry")
    for one in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert len(one.findall(ATOM + name)) == 1
        assert urlsplit(one.findtext(f"{ATOM}id")).scheme == "urn"
        assert DAY.match(one.findtext(f"{ATOM}updated", ""))
        rels = [link.get("rel", "alternate") for link in one.findall(f"{ATOM}link")]
        assert len(set(rels)) == len(rels), "one alternate of a kind"
        assert all(link.get("href") for link in one.findall(f"{ATOM}link"))
    assert len({*ids(feed)}) == len(entries)
    assert feed.find(f"{ATOM}author/{ATOM}name") is not None
    for entry in entries:
        assert entry.find(f"{ATOM}link[@rel='alternate']") is not None
        assert entry.findtext(f"{ATOM}published") == entry.findtext(f"{ATOM}updated")
    assert [*feed] == sorted(feed, key=lambda one: one.tag == f"{ATOM}entry")


@pytest.mark.parametrize("address", ["https://octo.github.io/list/", ""])
def test_json_feed_keeps_the_rules_of_its_version(address: str) -> None:
    """https://www.jsonfeed.org/version/1.1/"""
    every = (GONE, NOWHERE, *EVENTS)
    feed = json.loads(drawn(replace(content(), events=every, address=address))["feed.json"])
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed.keys() <= {"version", "title", "language", "home_page_url", "feed_url", "items"}
    assert len({one["id"] for one in feed["items"]}) == len(feed["items"]) == len(every)
    for one in feed["items"]:
        assert one["title"]
        assert one["content_text"]
        assert DAY.match(one["date_published"])
        assert all(isinstance(tag, str) for tag in one["tags"])
        assert one.get("url", "https://").startswith(address or "https://")
    urls = [feed.get("feed_url", address), *(one.get("url", "") for one in feed["items"])]
    assert not [url for url in urls if url and "://" not in url]


def test_what_a_run_noticed_is_the_same_event_once_it_is_merged() -> None:
    noticed = ListEvent("gone", "beta", "Beta", "2026-10-01", "https://beta.example/")
    assert ids(atom((noticed,))) == ids(atom(EVENTS))[2:3]
    assert len(ids(atom((*EVENTS, noticed)))) == len(EVENTS)


@pytest.mark.parametrize(
    ("url", "after", "kind"),
    [
        ("https://github.com/old/alpha", "https://github.com/acme/alpha", "moved"),
        (
            "https://beta.example/x",
            "https://web.archive.org/web/20260102030405/https://beta.example/x",
            "died",
        ),
    ],
)
def test_an_item_keeps_its_id_from_the_run_that_notices_it_to_the_merge_and_after(
    tmp_path: Path, url: str, after: str, kind: str
) -> None:
    """In a hand-written list the entry's own id is that of its link, and changes with it."""
    text = f"# Things\n\n## Tools\n\n- [Thing]({url}) - one\n- [Other](https://o.example) - two\n"
    state = read_state({"README.md": text})
    link = state.registry.entries[0].links[0].link
    gone = Trace(gone_on=("2026-11-01", "2026-11-05", "2026-11-10"), gone_why="404")
    memories = [Memory(moves={link.reference.key: moved(url, after)})] if kind == "moved" else []
    if kind == "died":
        days = [gone.gone_on, (*gone.gone_on, "2026-11-11")]
        memories = [Memory(traces={link.reference.key: replace(gone, gone_on=one)}) for one in days]
    noticed = [one for memory in memories for one in noticed_events(state, memory)]
    assert len(noticed) == len(memories)
    made = Repository(tmp_path)
    made.commit("2026-11-02", **{"README.md": text})
    made.commit("2026-11-20", **{"README.md": text.replace(url, after)})
    merged = list_events(tmp_path, {"README.md": text.replace(url, after)})
    made.commit(
        "2026-11-21", **{"README.md": text.replace(url, after) + "- [C](https://c.example)\n"}
    )
    later = list_events(tmp_path, {"README.md": (tmp_path / "README.md").read_text("utf-8")})[1:]
    assert [(one.kind, one.before, one.after) for one in merged] == [(kind, url, after)]
    every = [ids(atom((one,))) for one in (*noticed, *merged, *later)]
    assert every == [every[0]] * (len(noticed) + 2)
    assert len({one.day for one in noticed}) == 1


def test_ids_are_those_of_the_first_release() -> None:
    """Changing how they are made would show every item once more to everybody who follows."""
    every = (ListEvent("retired", "omega", "Omega", "2026-08-01"), *EVENTS)
    assert ids(atom(every)) == [
        "urn:uuid:7c1af76c-1b66-50e8-88aa-6eae76203c47",
        "urn:uuid:8fe51943-5ca8-5da9-862e-295727a97a09",
        "urn:uuid:e520aa46-051a-55b5-8088-a51912be101a",
        "urn:uuid:d9bbe193-fed9-5bc6-b446-18a0884ab5fe",
        "urn:uuid:404b43e8-d976-5e3f-b330-17841156f281",
    ]


def test_memory_gives_events_until_they_are_merged_or_declined() -> None:
    state = read_state(files())
    gone = Trace(gone_on=("2026-11-01", "2026-11-05", "2026-11-10"), gone_why="404")
    memory = Memory(
        traces={"repo:acme/gamma": gone, "page:https://beta.example/": gone},
        moves={
            "repo:acme/delta": moved(
                "https://github.com/acme/delta", "https://github.com/fresh/delta"
            ),
            "repo:acme/alpha": moved(
                "https://github.com/acme/alpha", "https://github.com/x/alpha", certain=False
            ),
        },
    )
    found = list(noticed_events(state, memory))
    assert [(one.kind, one.entry, one.day, one.after) for one in found] == [
        ("gone", "gamma", "2026-11-01", ""),
        ("moved", "delta", "2026-11-24", "https://github.com/fresh/delta"),
    ]
    memory = replace(memory, declined={"delta/code": Rejection("x"), "gamma/code": Rejection("y")})
    assert list(noticed_events(state, memory)) == []


def test_what_the_last_run_asked_stands_beside_what_people_doubt(tmp_path: Path) -> None:
    person = Person(tmp_path)
    tools = SAMPLE_TOOLS.replace("description: Does one thing.", "licence: MIT")
    doubt = "    questions: [{field: name, doubt: Is it ours?, evidence: none}]\n"
    tools = tools.replace("    licence: MIT\n", f"    licence: MIT\n{doubt}")
    person.write(files(**{"registry/tools.yml": tools}))
    kept = ObservationStore(tmp_path)
    facts = {"licence": "Apache-2.0", "id": "1"}
    kept.keep([found("https://github.com/acme/gamma", facts)])
    site = site_files(tmp_path, read_any_list(tmp_path)[1])
    rows = json.loads(rows_in(site["site/index.html"]))
    (gamma,) = [one for one in rows if one["id"] == "gamma"]
    assert [one[:2] for one in gamma["doubts"]] == [
        ["name", "Is it ours?"],
        ["licence", "the list says MIT, its host says Apache-2.0"],
    ]
    assert (
        "its host says Apache-2.0"
        in (site_files(tmp_path, read_any_list(tmp_path)[1])["site/all.html"])
    )


def test_a_result_has_its_setting_and_the_page_that_reports_it() -> None:
    link = "https://github.com/a/a/blob/1/R.md"
    results = f"""\
    results:
      - {{benchmark: MMLU, score: 41.5, setting: 5-shot, size: 7B, source: "{link}"}}
"""
    models = MODELS.replace("    sizes: [7B, 70B]\n", f"    sizes: [7B, 70B]\n{results}")
    pages = drawn(content(**{"registry/models.yml": models}))
    (alpha,) = [one for one in json.loads(rows_in(pages["index.html"])) if one["id"] == "alpha"]
    assert ["MMLU, 7B", "41.5 (5-shot)", [["people", "", link]]] in alpha["values"]
    assert f'<dd>41.5 (5-shot) · people, <a href="{link}"' in pages["all.html"]


def columns_of(page: str) -> list[str]:
    return re.findall(r'data-key="(\w+)"', page)


def test_a_column_with_one_word_in_every_row_is_left_out() -> None:
    every = ["name", "kind", "section", "released", "size", "licence", "state", "stars"]
    assert columns_of(drawn()["index.html"]) == every
    bare = replace(content(), memory=Memory(), observed={}, snapshot=Snapshot())
    models = tuple(one for one in bare.registry.entries if one.id == "alpha")
    bare = replace(bare, registry=replace(bare.registry, entries=models))
    assert columns_of(drawn(bare)["index.html"]) == ["name", "released", "size"]


def test_a_doubt_names_its_field_in_words() -> None:
    doubt = "{field: training_size, doubt: Is it more?, evidence: none}"
    models = MODELS.replace("    questions:\n", f"    questions:\n      - {doubt}\n")
    assert (
        "In doubt: training size. Is it more?"
        in (drawn(content(**{"registry/models.yml": models}))["all.html"])
    )


def rows_in(page: str) -> str:
    return page.partition('id="rows">')[2].partition("</script>")[0]


def test_a_feed_without_events_has_no_moment_of_its_own() -> None:
    assert atom(()).findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"


def test_letters_that_xml_may_not_hold_are_left_out() -> None:
    bad = ListEvent("new", "x", "A\x00\x08B\ufffe\ud800 ]]>", "2026-11-25", after="\x1b")
    title = atom((bad,)).findtext(f"{ATOM}entry/{ATOM}title")
    assert title == "New: AB\ufffd ]]>"


def test_the_calendar_has_releases_and_events_by_month() -> None:
    page = drawn()["calendar.html"]
    months = re.findall(r"<h2[^>]*>([\d-]+)</h2>", page)
    assert months == ["2026-11", "2026-10", "2026-09", "2023-07", "2021-03"]
    assert '<a href="all.html#alpha">Alpha</a>' in page
    assert "Removed: Omega &lt;/title&gt;" in page


def test_a_link_that_nobody_checked_is_not_called_alive() -> None:
    bare = replace(content(), memory=Memory(), observed={})
    page = drawn(bare)["all.html"]
    assert 'class="badge alive"' not in page
    assert page.count('class="badge unchecked"') == 7
    assert "Links were not checked yet." not in page  # one is marked dead: that is known


def test_a_hand_written_list_has_a_site(tmp_path: Path) -> None:
    texts = {**files(), "README.md": WRITTEN}
    texts = {path: text for path, text in texts.items() if not path.startswith("registry/")}
    (tmp_path / ".listkeeper").mkdir()
    (tmp_path / ".listkeeper/memory.json").write_text("not JSON", encoding="utf-8")
    found = drawn(site_content(tmp_path, texts))
    assert "<h1>Awesome things</h1>" in found["index.html"]
    rows = json.loads(
        re.search(r'id="rows">(.*?)</script>', found["index.html"])[1]  # type: ignore[index]
    )
    assert [row["name"] for row in rows] == ["Alpha", "Beta & Co", "Gamma tool"]
    assert [row["section"] for row in rows] == ["Papers", "Papers", "Tools"]
    assert json.loads(found["list.json"])["entries"][0]["fields"]["venue"]["value"] == "ACL 2023"


def test_evidence_of_a_hand_written_list_is_shown_with_its_day(tmp_path: Path) -> None:
    texts = {**files(), "README.md": WRITTEN}
    texts = {path: text for path, text in texts.items() if not path.startswith("registry/")}
    known = {
        "entry:paper:2307.09288": {
            "venue": FetchedValue("ACL 2023", "acl", "2026-11-03", "https://aclanthology.org/x"),
            "title": FetchedValue("Another title", "acl", "2026-11-03", "https://a.example"),
        }
    }
    (tmp_path / ".listkeeper").mkdir()
    (tmp_path / EVIDENCE).write_text(snapshot_text(Snapshot(known)), encoding="utf-8")
    page = drawn(site_content(tmp_path, texts))["all.html"]
    assert "ACL 2023 · acl, checked on 2026-11-03, <a href=" in page
    assert "https://a.example" not in page  # the list holds another title than the source


def test_a_list_has_the_title_of_its_settings() -> None:
    registry = content().registry
    assert titled(registry, documents()) == registry


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.write(small_list())
    assert is_free(tmp_path)
    (tmp_path / "site").mkdir()
    assert is_free(tmp_path)
    (tmp_path / "site/index.html").write_text("<h1>Ours</h1>", encoding="utf-8")
    assert not is_free(tmp_path)
    ran = person.run("render", "--root", str(tmp_path))
    assert "site/ holds something else and is left alone" in ran.out
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["index.html"]
    (tmp_path / "site/index.html").unlink()
    (tmp_path / "site/notes.txt").touch()
    assert not is_free(tmp_path)


@pytest.mark.parametrize("path", ["site", "site/app.js", "README.md"])
def test_nothing_is_written_through_a_link_that_leads_elsewhere(tmp_path: Path, path: str) -> None:
    """A list that somebody cloned must not overwrite what is theirs."""
    person = Person(tmp_path / "list")
    person.write(small_list())
    root = ("--root", str(tmp_path / "list"))
    other = tmp_path / "other"
    if path == "site":
        other.mkdir()
    else:
        person.run("render", *root)
        (tmp_path / "list" / path).rename(other)
        other.write_text((tmp_path / "other").read_text("utf-8") + "\n", encoding="utf-8")
    before = other.read_bytes() if other.is_file() else b""
    (tmp_path / "list" / path).symlink_to(other)
    person.write({"registry/tools.yml": TOOLS.replace("name: Alpha", "name: Omega")})
    ran = person.run("render", *root)
    assert ran.code == 2
    refusal = (
        "a link that leads out of" if path == "README.md" else "lies outside of the list's folder"
    )
    assert refusal in ran.err
    assert (other.read_bytes() if other.is_file() else b"") == before
    assert other.is_file() or list(other.iterdir()) == []


def test_render_writes_it_once(tmp_path: Path) -> None:
    person = Person(tmp_path)
    person.write(small_list())
    root = ("--root", str(tmp_path))
    assert person.run("render", *root, "--address", "https://a.example/x").out.endswith(
        "site/ is updated.\n"
    )
    assert "https://a.example/x/feed.xml" in (tmp_path / "site/feed.xml").read_text("utf-8")
    assert person.run("render", *root, "--address", "https://a.example/x/").out.endswith(
        "site/ is up to date.\n"
    )
    before = (tmp_path / "site/index.html").stat().st_mtime_ns
    assert person.run("render", *root, "--check").code == 0
    assert (tmp_path / "site/index.html").stat().st_mtime_ns == before


def test_the_table_library_is_the_published_one() -> None:
    """The hash of the file in the package datatables.net 3.1.5, with its licence beside it."""
    assets = shipped_assets()
    raw = (ROOT / "bot/site/dataTables.min.js").read_bytes()
    named = (ROOT / "docs/page.md").read_text("utf-8")
    assert hashlib.sha256(raw).hexdigest() in named
    assert raw.decode() == assets["bot/site/dataTables.min.js"]
    assert "The MIT License (MIT)" in assets["bot/site/dataTables.LICENSE.txt"]
