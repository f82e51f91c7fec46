"""The command as a person runs it: exit code, a plain sentence, and nothing lost."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from rich.markup import escape

import bot.cli.verbs.refresh
import bot.publish.github.access
from bot.cli.base import BUG, FINDINGS, FINE, STOPPED, WRONG_USE
from bot.cli.main import _run
from bot.cli.terminal import write_output
from bot.lists.memory import MEMORY
from bot.lists.snapshot import OBSERVED
from bot.publish.github.access import connect_writer
from bot.run.schemas import FILES, schema_text
from tests.build import LIST, README, ROOT, TOOLS
from tests.person import Person, scenario, small_list
from tests.world.world import GITHUB_TOKEN, World

TOOLS_FILE, LIST_FILE, TABLE = "registry/tools.yml", "registry/list.yml", "templates/_table.md.j2"
BEGIN, END = "<!-- listkeeper:begin tools -->", "<!-- listkeeper:end tools -->"
RUNNER = ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT", "GITHUB_REPOSITORY", "GITHUB_API_URL")
MOVED, REFRESHED = "1 link moved: Alpha", "4 entries refreshed"
SENTENCE = f"{REFRESHED}, {MOVED}"
ALL = small_list()[TOOLS_FILE]
NOTHING = "Nothing a reader would see has changed."


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Somebody without network, in the folder of a small list."""
    for name in RUNNER:
        monkeypatch.delenv(name, raising=False)
    one = Person(tmp_path / "list")
    one.write(small_list())
    monkeypatch.chdir(one.root)
    return one


@pytest.fixture
def box(world: Callable[..., World]) -> World:
    return world(scenario())


@pytest.fixture
def dweller(person: Person, box: World, monkeypatch: pytest.MonkeyPatch) -> Person:
    """The same person, in the world; GitHub lets this one write without a second's pause."""
    person.env = box.env()
    quick = partial(connect_writer, seconds_between_writes=0)
    monkeypatch.setattr(bot.publish.github.access, "connect_writer", quick)
    return person


def writes(box: World) -> list[str]:
    """What would change something on GitHub."""
    return [
        str(record)
        for record in box.records()
        if record.host == "api.github.com"
        and record.method not in {"GET", "CONNECT"}
        and record.path != "/graphql"
    ]


# files at fault

TWICE = README + README.split("\n\n", 1)[1]
BROKEN = [
    (TOOLS_FILE, "name: Beta", "name: [Beta", r"tools\.yml:13: this is not YAML"),
    (TOOLS_FILE, "name: Beta", "name: Be\0ta", r"yml:12: this is not YAML: the sign U\+0000"),
    (TOOLS_FILE, "name: Beta", "nmae: Beta", r"tools\.yml:12: nmae: unknown key 'nmae'"),
    (TOOLS_FILE, "name: Beta", "name: 2024", r"yml:12: name: expected text .*'2024'; quotes"),
    (TOOLS_FILE, "id: beta", "id: alpha", r"tools\.yml:10: the id 'alpha' is taken\n.*yml:3"),
    (TOOLS_FILE, "section: tools", "section: toolz", r"yml:6: unknown section .*\n.*are: tools"),
    (TOOLS_FILE, "name: Beta", "name: Beta\n    released: 2023-13", r"yml:13: .*is not a date"),
    (TOOLS_FILE, ALL, "", r"tools\.yml:1: expected keys with values here, found nothing"),
    (TOOLS_FILE, ALL, "entries: " + "[" * 1000, r"tools\.yml:1: this is nested too deeply"),
    (LIST_FILE, LIST, "", r"list\.yml:1: expected keys with values here, found nothing"),
    (LIST_FILE, "title: A", "readme: ../x.md\ntitle: A", r"yml:2: '\.\./x\.md' is not a file in"),
    ("README.md", END, "", r"README\.md:5: region 'tools' never ends\n.*add <!-- listkeeper:end"),
    ("README.md", BEGIN, "", r"README\.md:6: end of 'tools' is outside any region\n.*expected"),
    ("README.md", README, TWICE, r"README\.md:11: region 'tools' begins a second time\n.*line 5"),
    ("README.md", BEGIN, f"{BEGIN}\n{BEGIN}", r"md:6: region 'tools' begins inside 'tools'"),
    ("README.md", END, END.replace("tools", "x"), r"md:6: end of 'x' is inside 'tools'"),
    ("README.md", f"{BEGIN}\n{END}", "", r"README\.md: the region 'tools' is missing\n.*add <!--"),
    ("templates/tools.md.j2", "{%", "\n{% if %}{%", r"tools\.md\.j2:2: template error: Expected"),
    (TABLE, "{% else %}", "{{ nope.x }}{% else %}", r"_table\.md\.j2:\d: .*'nope' is undefined"),
]  # fmt: skip
"""Path, text, what somebody made of it, what the command says."""
HALF = '{"version": 1, "values": {"repo:a'


@pytest.mark.parametrize(("path", "old", "new", "message"), BROKEN)
def test_a_broken_file_is_reported_with_its_line(
    person: Person,
    capsys: pytest.CaptureFixture[str],
    path: str,
    old: str,
    new: str,
    message: str,
) -> None:
    text = small_list()[path]
    assert old in text
    person.write({path: text.replace(old, new, 1) if old != text else new})
    _all_verbs_refuse(person, capsys, message)


MISSING: list[tuple[str, str]] = [
    ("README.md", r"README\.md: the README is missing\n.*restore it"),
    ("templates/tools.md.j2", r"templates/tools\.md\.j2: this template is missing\n.*restore"),
    (LIST_FILE, r"registry/list\.yml: there is no list here: .*missing\n.*--root"),
]


@pytest.mark.parametrize(("path", "message"), MISSING)
def test_a_missing_file_is_reported_by_its_name(
    person: Person, capsys: pytest.CaptureFixture[str], path: str, message: str
) -> None:
    (person.root / path).unlink()
    _all_verbs_refuse(person, capsys, message)


@pytest.mark.parametrize("path", [TOOLS_FILE, LIST_FILE, "README.md", TABLE, OBSERVED])
def test_bytes_that_are_no_text(
    person: Person, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    (person.root / path).write_bytes(b"# one\n\xe9t\xe9\n")
    message = rf"{re.escape(path)}:2: this is not UTF-8 text \(byte 6\)\n.*save the file as UTF-8"
    _all_verbs_refuse(person, capsys, message)


def test_lint_names_each_file_that_is_no_text_and_reports_the_rest(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    (person.root / "registry" / "more.yml").write_bytes(b"entries:\n  - id: caf\xe9\n")
    (person.root / OBSERVED).write_bytes(b"\xff")
    text = small_list()[TOOLS_FILE].replace("name: Beta", "nmae: Beta", 1)
    person.write({TOOLS_FILE: text})
    assert _run(["lint", "--root", str(person.root)]) == FINDINGS
    seen = capsys.readouterr().out
    assert "registry/more.yml:2: this is not UTF-8 text" in seen
    assert "registry/observed.json:1: this is not UTF-8 text" in seen
    assert "registry/tools.yml:12: nmae: unknown key 'nmae'" in seen
    assert "README.md" not in seen


@pytest.mark.parametrize("path", ["README.md", TOOLS_FILE, TABLE, OBSERVED])
def test_a_folder_where_a_file_should_stand(
    person: Person, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    (person.root / path).unlink(missing_ok=True)
    (person.root / path).mkdir()
    message = rf"{re.escape(path)}: this cannot be read: Is a directory\n.*a file of text"
    _all_verbs_refuse(person, capsys, message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HALF, "Invalid JSON"),
        ('{"version": 2, "values": {}}', "version: Input should be 1"),
        ("[]", "Input should be an object"),
    ],
)
def test_a_broken_snapshot(
    person: Person, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    person.write({OBSERVED: text})
    _all_verbs_refuse(person, capsys, rf"observed\.json: {message}.*\n.*restore this file from git")


def _all_verbs_refuse(person: Person, capsys: pytest.CaptureFixture[str], message: str) -> None:
    """Nobody is asked (sockets are banned here), and no byte changes."""
    before = person.files()
    for words, code in ((["refresh"], WRONG_USE), (["render"], WRONG_USE), (["lint"], FINDINGS)):
        assert _run(words) == code
        seen = capsys.readouterr()
        assert re.search(message, seen.out + seen.err), seen.out + seen.err
        assert "Traceback" not in seen.err
        assert "outage" not in seen.out
    assert person.files() == before


@pytest.mark.parametrize("name", ["title", "pull_request", "summary"])
def test_a_broken_report_template_is_found_before_anybody_is_asked(
    person: Person, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    person.write({f"templates/{name}.md.j2": "one\n{{ nope }}\n"})
    before = person.files()
    for words, code in ((["refresh"], WRONG_USE), (["lint"], FINDINGS)):
        assert _run(words) == code
        seen = capsys.readouterr()
        assert f"templates/{name}.md.j2:2: template error: 'nope'" in seen.out + seen.err
    assert person.files() == before


def test_what_a_person_sees_of_a_broken_file(dweller: Person, box: World) -> None:
    dweller.write(
        {TOOLS_FILE: TOOLS.replace("name: Alpha", "nmae: Alpha").replace("id: b", "id: B")}
    )
    before = dweller.files()
    ran = dweller.process("refresh", "--pull-request")
    assert (ran.code, ran.out) == (WRONG_USE, "")
    assert ran.err.count("registry/tools.yml:") == 2
    assert dweller.files() == before
    assert box.records() == []


def test_links_shared_by_a_yaml_anchor_move_once(dweller: Person) -> None:
    shared = TOOLS.replace("links:\n      code", "links: &links\n      code")
    shared += "  - {id: twin, kind: tool, name: Twin, section: tools, links: *links}\n"
    dweller.write({TOOLS_FILE: shared})
    assert dweller.run("refresh").code == FINE
    text = dweller.files()[TOOLS_FILE].decode()
    assert text == shared.replace("old/alpha", "acme/alpha")


# verbs


def test_render_check_shows_the_difference_and_render_fixes_it(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    before = person.files()
    assert _run(["render", "--check"]) == FINDINGS
    seen = capsys.readouterr().out
    assert "run `listkeeper render`" in seen
    assert "\n+| **Alpha**" in seen
    assert _run(["lint"]) == FINDINGS
    assert person.files() == before
    assert _run(["render"]) == FINE
    assert _run(["render", "--check"]) == FINE
    assert "README.md is up to date" in capsys.readouterr().out
    assert _run(["lint"]) == FINE
    assert capsys.readouterr().out == "No problems found.\n"
    assert {path for path, text in person.files().items() if before[path] != text} == {"README.md"}


def test_a_readme_of_another_name_in_a_folder(person: Person) -> None:
    person.write({LIST_FILE: LIST.replace("title: A", "readme: docs/List.md\ntitle: A")})
    person.write({"docs/List.md": README})
    assert _run(["render"]) == FINE
    assert b"**Alpha**" in person.files()["docs/List.md"]
    assert person.files()["README.md"] == README.encode()


@pytest.mark.parametrize("verb", [[], ["refresh"], ["render"], ["lint"]])
def test_every_verb_has_help(capsys: pytest.CaptureFixture[str], verb: list[str]) -> None:
    assert _run([*verb, "--help"]) == FINE
    seen = capsys.readouterr().out
    assert seen.startswith("Usage:")
    assert "--help" in seen
    assert all(line.split()[1:] for line in seen.splitlines() if line.startswith("  --"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["refresh", "--nonsense"], "No such option"),
        (["nonsense"], "No such command"),
        (["refresh", "--format", "xml"], "'xml' is not one of"),
        (["lint", "--root", "nowhere"], "'nowhere' does not exist"),
        (["refresh", "--output", "registry"], "'registry' is a directory"),
        (["refresh", "--only", "zeta*"], "no entry's id matches 'zeta*'"),
    ],
)
def test_wrong_use(
    person: Person, capsys: pytest.CaptureFixture[str], words: list[str], message: str
) -> None:
    before = person.files()
    assert _run(words) == WRONG_USE
    assert message in capsys.readouterr().err
    assert person.files() == before


def test_a_bug_ends_as_a_report_without_secrets(
    person: Person, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def bug(*_: object, **__: object) -> None:
        raise RuntimeError(f"{GITHUB_TOKEN} by http://ann:secret@proxy.example:3128")

    monkeypatch.setenv("GITHUB_TOKEN", GITHUB_TOKEN)
    monkeypatch.setattr(bot.cli.verbs.refresh, "refresh", bug)
    before = person.files()
    assert _run(["refresh"]) == BUG
    seen = capsys.readouterr()
    assert "This is a bug in listkeeper, not in your list." in seen.err
    assert re.search(r"listkeeper \d.*Python \d", seen.err)
    assert "RuntimeError: *** by http://***@proxy.example:3128" in seen.err
    assert GITHUB_TOKEN not in seen.out + seen.err
    assert "secret@" not in seen.err
    assert person.files() == before


@pytest.mark.parametrize("path", sorted(FILES))
def test_the_schema_files_are_in_step(path: str) -> None:
    assert (ROOT / path).read_text(encoding="utf-8") == schema_text(path), "run `make schemas`"


# asking, in the world


def without_cache(person: Person) -> dict[str, bytes]:
    """Its files but for what sources keep, which only costs time."""
    whole = person.files()
    return {path: text for path, text in whole.items() if "/cache/" not in path}


def test_refresh_writes_and_a_second_one_changes_no_byte(dweller: Person) -> None:
    first = dweller.process("refresh")
    assert (first.code, first.err) == (FINE, "")
    assert f"written: {SENTENCE}" in first.out
    assert "\x1b" not in first.out
    after = without_cache(dweller)
    assert set(after) == {*small_list(), OBSERVED, MEMORY}
    again = dweller.process("refresh")
    assert (again.code, again.err) == (FINE, "")
    assert NOTHING in again.out
    kept = without_cache(dweller)
    assert {**kept, MEMORY: b""} == {**after, MEMORY: b""}  # it learns alpha's new address
    assert NOTHING in dweller.run("refresh").out
    assert without_cache(dweller) == kept
    assert _run(["lint"]) == FINE


def test_questions_are_shown(dweller: Person) -> None:
    doubts = "".join(
        f"      - {{field: size, doubt: 'is it [{number}]?', evidence: 'page {number}'}}\n"
        for number in range(12)
    )
    dweller.write({TOOLS_FILE: f"{ALL}    questions:\n{doubts}"})
    ran = dweller.run("refresh")
    assert "12 questions wait for a person:\n  delta · size: is it [0]?\n" in ran.out
    assert "… all of them: --format json" in ran.out


@pytest.mark.parametrize("token", [GITHUB_TOKEN, ""])
@pytest.mark.parametrize("words", [[], ["--pull-request"]])
def test_a_dry_run_writes_nothing_anywhere(
    dweller: Person, box: World, words: list[str], token: str
) -> None:
    if words and not token:
        pytest.skip("pull requests need a token")
    before = dweller.files()
    ran = dweller.process("refresh", "--dry-run", *words, GITHUB_TOKEN=token)
    assert (ran.code, ran.err) == (FINE, "")
    assert [f"shown: {text}" in ran.out for text in (REFRESHED, MOVED)] == [True, bool(words)]
    assert (f"shown: {SENTENCE}" in ran.out) is not bool(words)
    assert "+      code: https://github.com/acme/alpha  # kept since 2020" in ran.out
    assert dweller.files() == before
    assert not (dweller.root / ".listkeeper").exists()
    assert writes(box) == []


def test_the_dry_run_shows_just_what_is_written(dweller: Person) -> None:
    shown = dweller.run("refresh", "--dry-run").out
    added = [line[1:] for line in shown.splitlines() if re.match(r"\+(?!\+\+)", line)]
    before = {text for file in dweller.files().values() for text in file.decode().splitlines()}
    dweller.run("refresh")
    paths = (OBSERVED, TOOLS_FILE, "README.md")
    lines = [line for path in paths for line in dweller.files()[path].decode().splitlines()]
    assert sorted(set(added) - before) == sorted(set(lines) - before)


def test_only_checks_only_those(dweller: Person, box: World) -> None:
    ran = dweller.run("refresh", "--only", "be*")
    assert ran.code == FINE
    assert "written: 1 entry refreshed" in ran.out
    asked = {record.host for record in box.records() if record.method != "CONNECT"}
    assert asked == {"api.github.com", "beta.example"}
    (query,) = [r.body.decode() for r in box.records() if r.path == "/graphql"]
    assert "alpha" not in query
    assert dweller.files()[TOOLS_FILE] == small_list()[TOOLS_FILE].encode()


def test_only_does_not_close_what_others_opened(dweller: Person, box: World) -> None:
    dweller.run("refresh", "--pull-request")
    assert [pull.state for pull in box.github.pulls] == ["open", "open"]
    seen = box.github.files("listkeeper/metadata")["README.md"]
    ran = dweller.run("refresh", "--pull-request", "--only", "beta")
    assert ran.code == FINE
    assert f"unchanged: {REFRESHED}" in ran.out
    assert f"unchanged: {MOVED}" in ran.out
    assert [pull.state for pull in box.github.pulls] == ["open", "open"]
    assert box.github.files("listkeeper/metadata")["README.md"] == seen


def test_an_outage_does_not_close_what_was_opened(dweller: Person, box: World) -> None:
    dweller.run("refresh", "--pull-request")
    seen = box.github.files("listkeeper/metadata")["README.md"]
    box.fault("huggingface.co", status=403)
    ran = dweller.run("refresh", "--pull-request")
    assert ran.code == FINE
    assert f"updated: {REFRESHED}" in ran.out, "its text tells of the outage"
    assert f"unchanged: {MOVED}" in ran.out
    assert [pull.state for pull in box.github.pulls] == ["open", "open"]
    assert box.github.files("listkeeper/metadata")["README.md"] == seen


def test_the_json_report_keeps_its_contract(dweller: Person) -> None:
    schema = json.loads((ROOT / "docs/schemas/refresh.json").read_text(encoding="utf-8"))
    ran = dweller.run("refresh", "--format", "json", "--dry-run")
    report = json.loads(ran.out)
    Draft202012Validator(schema).validate(report)
    assert report["sources"]["github"]["asked"] == 3
    assert {change["id"] for change in report["changes"]} >= {"alpha/code", "beta/stars"}
    place = dweller.root / "out" / "report.json"
    assert dweller.run("refresh", "--format", "json", "--dry-run", "--output", str(place)).out == ""
    written = json.loads(place.read_text(encoding="utf-8"))
    Draft202012Validator(schema).validate(written)
    assert written["changes"] == report["changes"]


def test_the_text_report_in_a_file_is_plain(dweller: Person) -> None:
    ran = dweller.run("refresh", "--output", "report.txt")
    assert (ran.code, ran.out) == (FINE, "")
    text = (dweller.root / "report.txt").read_text(encoding="utf-8")
    assert f"written: {SENTENCE}" in text
    assert "[/]" not in text


def test_a_runner_of_actions(dweller: Person, tmp_path: Path) -> None:
    summary, output = tmp_path / "summary.md", tmp_path / "output"
    summary.write_text("# Before\n")
    ran = dweller.run(
        "refresh",
        "--pull-request",
        GITHUB_STEP_SUMMARY=str(summary),
        GITHUB_OUTPUT=str(output),
        GITHUB_ACTIONS="true",
    )
    assert ran.code == FINE
    annotation = r"::warning title=listkeeper,file=registry/tools\.yml,line=\d+::moved: .*\n"
    assert re.fullmatch(annotation, ran.err)
    assert f"created: {REFRESHED} https://github.com/octo/list/pull/1" in ran.out
    assert f"created: {MOVED} https://github.com/octo/list/pull/2" in ran.out
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("# Before\n## listkeeper\n\n**A small list**: 4 entries with 9 links")
    assert f"- **created**: [{REFRESHED}](https://github.com/octo/list/pull/1)" in text
    outputs = dict(
        re.findall(r"^(\w+)<<(?:END_\w+)\n(.*?)\nEND_\w+$", output.read_text(), re.M | re.S)
    )
    numbers = {name: outputs[name] for name in ("dead", "moved", "unsure", "questions")}
    assert numbers == {"dead": "0", "moved": "1", "unsure": "0", "questions": "0"}
    assert (outputs["changed"], outputs["conclusion"]) == ("true", "proposed")
    assert [one["number"] for one in json.loads(outputs["proposals"])] == [1, 2]
    assert GITHUB_TOKEN not in text + output.read_text()


# what goes wrong outside


def refused_port() -> str:
    """An address of this machine at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_no_network(dweller: Person, box: World) -> None:
    dweller.run("refresh")
    before = dweller.files()
    address = refused_port()
    names = ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy")
    ran = dweller.run("refresh", **dict.fromkeys(names, address))
    assert (ran.code, ran.err) == (FINE, "")
    for source in ("github", "hub", "web"):
        pattern = rf"{source} .*outage: none of 3 queries was answered"
        assert re.search(pattern, ran.out)
    assert "Nothing is proposed; what could not be checked stays as it was." in ran.out
    after = dweller.files()
    assert after.pop(MEMORY) != before.pop(MEMORY)
    assert after == before


def test_a_wrong_token_does_not_stop_the_asking(dweller: Person) -> None:
    ran = dweller.run("refresh", GITHUB_TOKEN="bad")
    assert (ran.code, ran.err) == (FINE, "")
    assert re.search(r"github .*outage: none of 3", ran.out)
    assert "GitHub could not be queried: none of 3 queries was answered: GitHub did not" in ran.out
    assert "is GITHUB_TOKEN right, or has it expired? (HTTP 401)" in ran.out
    assert "written: 2 entries refreshed" in ran.out


LITTLE = """\
entries:
  - id: beta
    kind: tool
    name: Beta
    section: tools
    links:
      code: https://github.com/acme/beta
      hub: https://huggingface.co/acme/delta-7b
"""


@pytest.mark.parametrize(
    ("env", "message"),
    [
        ({"GITHUB_TOKEN": "bad"}, "GitHub could not be queried: the one query was not answered"),
        ({"HF_TOKEN": "hf_bad"}, "The Hub could not be queried: the one query was not answered"),
    ],
)
@pytest.mark.parametrize("status", [0, 403, 502])
def test_a_list_of_two_links_is_not_called_unchanged_when_nobody_answered(
    dweller: Person, box: World, env: dict[str, str], message: str, status: int
) -> None:
    dweller.write({TOOLS_FILE: LITTLE})
    if status:
        host = "api.github.com" if "GITHUB_TOKEN" in env else "huggingface.co"
        box.fault(host, status=status, body="{}", headers={"Content-Type": "application/json"})
        env = {}
    dweller.run("render")
    ran = dweller.run("refresh", **env)
    assert ran.code == FINE
    assert message in ran.out
    assert NOTHING not in ran.out


def test_without_a_token_of_github_stars_still_come(dweller: Person) -> None:
    ran = dweller.process("refresh", GITHUB_TOKEN="", HF_TOKEN="")
    assert (ran.code, ran.err) == (FINE, "")
    assert f"written: {SENTENCE}" in ran.out


REFUSED: list[tuple[dict[str, str], list[str]]] = [
    ({"GITHUB_TOKEN": "bad"}, ["401 (Bad credentials)", "GITHUB_TOKEN is wrong or has expired"]),
    ({"GITHUB_TOKEN": ""}, ["a pull request needs a token", "set GITHUB_TOKEN"]),
    ({"GITHUB_TOKEN": "cut in\nhalf"}, ["GITHUB_TOKEN contains spaces"]),
    ({"GITHUB_REPOSITORY": ""}, ["GITHUB_REPOSITORY is not set", "set it to owner/name"]),
    ({"GITHUB_REPOSITORY": "list"}, ["GITHUB_REPOSITORY is 'list'; expected owner/name"]),
    ({"GITHUB_REPOSITORY": "octo/"}, ["GITHUB_REPOSITORY is 'octo/'; expected owner/name"]),
    ({"GITHUB_REPOSITORY": "octo/lost"}, ["404 (Not Found)", "its name is misspelt"]),
    ({"GITHUB_API_URL": "api.github.com"}, ["GITHUB_API_URL is 'api.github.com'; expected an"]),
    ({"GITHUB_API_URL": "https://"}, ["GITHUB_API_URL is 'https://'; expected an address"]),
    ({"GITHUB_API_URL": "https://[x"}, ["GITHUB_API_URL is 'https://[x'; expected an address"]),
    ({"HF_ENDPOINT": "hub"}, ["HF_ENDPOINT is 'hub'; expected an address"]),
    ({"SSL_CERT_FILE": "nowhere.pem"}, ["SSL_CERT_FILE", "PEM file"]),
    ({"REQUESTS_CA_BUNDLE": "nowhere.pem"}, ["REQUESTS_CA_BUNDLE names 'nowhere.pem'", "PEM"]),
    ({"https_proxy": "http://proxy:x"}, ["https_proxy is not the address of a proxy", "host:port"]),
]


@pytest.mark.parametrize(("env", "message"), REFUSED)
def test_a_pull_request_that_cannot_be(
    dweller: Person, box: World, env: dict[str, str], message: list[str]
) -> None:
    before = without_cache(dweller)
    ran = dweller.run("refresh", "--pull-request", **env)
    assert (ran.code, ran.out) == (WRONG_USE, "")
    assert ran.err.startswith("listkeeper: ")
    assert all(words in ran.err for words in message), ran.err
    assert without_cache(dweller) == before
    assert box.github.pulls == []


def test_an_address_that_is_not_githubs(dweller: Person, box: World) -> None:
    box.fault("api.github.com", status=200, body="<html>Welcome to the lounge</html>")
    ran = dweller.run("refresh", "--pull-request")
    assert ran.code == WRONG_USE
    assert "GITHUB_API_URL" in ran.err


def test_actions_may_not_open_pull_requests(dweller: Person, box: World) -> None:
    box.github.pulls_permitted = False
    ran = dweller.run("refresh", "--pull-request", GITHUB_STEP_SUMMARY="summary.md")
    assert (ran.code, ran.err) == (FINE, "")
    page = "https://github.com/octo/list/compare/main...listkeeper/metadata?expand=1"
    (board,) = box.github.issues
    for text in (ran.out, (dweller.root / "summary.md").read_text(), board.body):
        assert page in text
        assert "Allow GitHub Actions to create and approve pull requests" in text
    assert "**Alpha**" in box.github.files("listkeeper/metadata")["README.md"]


def test_a_token_that_may_only_read(dweller: Person, box: World) -> None:
    ran = dweller.run(
        "refresh", "--pull-request", GITHUB_TOKEN="read-only", GITHUB_STEP_SUMMARY="summary.md"
    )
    assert ran.code == WRONG_USE
    assert "contents: write" in ran.err
    assert "contents: write" in (dweller.root / "summary.md").read_text()
    assert (box.github.pulls, box.github.issues) == ([], [])


# the folder, and being stopped


@pytest.mark.parametrize("content", [b"{half", b"\xff\xfe", b'{"version": 9}'])
def test_a_broken_memory_is_started_again(dweller: Person, content: bytes) -> None:
    (dweller.root / ".listkeeper").mkdir()
    (dweller.root / MEMORY).write_bytes(content)
    ran = dweller.run("refresh")
    assert (ran.code, ran.err) == (FINE, "")
    assert "the memory could not be read and starts empty: .listkeeper/memory.json" in ran.out
    assert f"written: {SENTENCE}" in ran.out
    assert json.loads(dweller.files()[MEMORY])["traces"]


def test_a_file_where_the_memorys_folder_should_be(dweller: Person) -> None:
    dweller.write({".listkeeper": "mine\n"})
    before = dweller.files()
    ran = dweller.run("refresh")
    assert (ran.code, ran.out) == (WRONG_USE, "")
    assert ".listkeeper/writing cannot be written: Not a directory" in ran.err
    assert "use --dry-run" in ran.err
    assert dweller.files() == before
    assert dweller.run("refresh", "--dry-run").code == FINE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(dweller: Person) -> None:
    folders = [dweller.root, dweller.root / "registry"]
    for folder in folders:
        folder.chmod(0o500)
    try:
        ran = dweller.run("refresh")
    finally:
        for folder in folders:
            folder.chmod(0o700)
    assert ran.code == WRONG_USE
    assert "cannot be written" in ran.err


@pytest.mark.parametrize(
    ("words", "name", "text"),
    [
        (("export",), "list.md", "# L\n\n- [A](https://a.example) - One.\n"),
        (("figure", "sizes"), "data.csv", "name,released\nA,2023-01\n"),
    ],
)
def test_a_file_that_is_named_may_stand_anywhere(
    person: Person,
    tmp_path_factory: pytest.TempPathFactory,
    words: tuple[str, ...],
    name: str,
    text: str,
) -> None:
    file = tmp_path_factory.mktemp("elsewhere") / name
    file.write_text(text)
    assert person.run(*words, str(file)).code == FINE
    link = person.root / name
    link.symlink_to(file)
    assert person.run(*words, str(link)).code == FINE


def test_a_pipe_as_output_stays_a_pipe(person: Person) -> None:
    pipe = person.root / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text()), daemon=True)
    reader.start()
    write_output("text", pipe, markup=False)
    reader.join(5)
    assert got == ["text\n"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_brackets_and_colons_are_printed_as_they_are(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    write_output(escape("[/] :smile: [bold]x"), None, markup=True)
    assert capsys.readouterr().out == "[/] :smile: [bold]x\n"


def test_a_terminal_that_knows_few_signs(dweller: Person) -> None:
    ran = dweller.process("refresh", "--dry-run", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (ran.code, ran.err) == (FINE, "")
    assert r"\u2605 8.3k" in ran.out


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the world's proxy, when its client dies
@pytest.mark.parametrize("host", ["huggingface.co", "delta.example", "api.github.com"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_control_c_while_a_host_hangs(
    dweller: Person, box: World, host: str, number: signal.Signals
) -> None:
    box.fault(host, fault="hang")
    before = dweller.files()
    with dweller.start("refresh") as process:
        _until(lambda: box.count(host) > 0)
        process.send_signal(number)
        began = time.monotonic()
        ran = dweller.ended(process)
    assert time.monotonic() - began < 3
    assert (ran.code, ran.out) == (STOPPED, "")
    assert ran.err.strip() == "Stopped. No file of the list was changed."
    assert dweller.files() == before


def _until(happened: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


def test_a_file_that_the_registry_draws_is_not_edited_in_place(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    before = person.files()
    assert _run(["refresh", "README.md"]) == WRONG_USE
    assert "README.md: this file is generated from registry/" in capsys.readouterr().err
    assert person.files() == before
