"""Every command and snippet of README, CONTRIBUTING and docs is run, or says here why not."""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from bot.cli.base import listkeeper
from bot.config.entry_file import entries_file
from bot.config.list_file import ListFile
from bot.config.readme_file import ReadmeFile
from bot.lists.registry.load import shipped_templates
from bot.render.bodies.commit_message import read_record
from bot.run.init import ActionPin, starter_files
from tests.build import ROOT, documents
from tests.person import Person
from tests.workflows.linters import schemas
from tests.workflows.machine import read
from tests.world.fixtures import MakeWorld

SHA = "3d3c42e5aac5ba805825da76410c181273ba90b1"
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"])
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ELSEWHERE = {
    "uvx ": "needs a built package: tests/test_install.py",
    "pipx ": "needs a built package: tests/test_install.py",
    "pip install cmarkgfm": "both are in the lock of the tests",
    ".venv/bin/python -m pytest": "runs these tests",
    "echo 'eval": "writes into the home folder: tests/cli/test_start.py",
    "_LISTKEEPER_COMPLETE=": "writes into the home folder: tests/cli/test_start.py",
    "GITHUB_TOKEN=$(gh auth token)": "needs somebody's token: tests/cli/test_doctor.py",
    "git fetch origin listkeeper/memory": "test_what_the_bot_keeps_is_fetched_into_a_clone",
    "git archive FETCH_HEAD": "test_what_the_bot_keeps_is_fetched_into_a_clone",
    "listkeeper add --issue-body": "needs an issue: tests/workflows/test_add.py",
}
"""How a command begins that is not run here, and the reason."""
YAML_ELSEWHERE = {"repos": "tests/test_install.py"}
OTHERS = {
    ("configuration.md", "jinja"): "tests/render/test_recipes.py",
    ("design.md", "python"): "tests/test_howto.py",
    ("design.md", "diff"): "tests/test_howto.py",
    ("design.md", "text"): "the packages of bot/: tests/test_floors.py",
}
"""Pages and kinds of blocks that a test of their own runs."""


@dataclass(frozen=True)
class Snippet:
    page: str
    line: int
    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def snippets(*kinds: str) -> list[Snippet]:
    found = []
    for path in PAGES:
        page = path.relative_to(ROOT).as_posix()
        text = path.read_text(encoding="utf-8")
        for block in _BLOCK.finditer(text):
            line = text.count("\n", 0, block.start()) + 1
            found.append(Snippet(page, line, block[1], block[2]))
    return [one for one in found if not kinds or one.kind in kinds]


def commands(text: str) -> list[str]:
    """Each command of a block, without comments."""
    lines = (re.sub(r"(^|\s+)# .*", "", line).strip() for line in text.splitlines())
    return [one.strip() for line in lines if line for one in line.split(" && ")]


def elsewhere(command: str) -> str:
    return next((why for begin, why in ELSEWHERE.items() if command.startswith(begin)), "")


SHELL = [one for one in snippets("sh") if any("listkeeper" in c for c in commands(one.text))]


def test_every_block_is_of_a_kind_that_is_run() -> None:
    ours = {"sh", "yaml", "jinja", "mermaid", "python", "diff", "text", "gitcommit"}
    assert {one.kind for one in snippets()} <= ours
    for one in snippets("python", "diff", "text", "mermaid"):
        assert one.kind == "mermaid" or (Path(one.page).name, one.kind) in OTHERS, one


def test_every_reason_is_still_needed() -> None:
    found = [command for one in snippets("sh") for command in commands(one.text)]
    assert [begin for begin in ELSEWHERE if not any(c.startswith(begin) for c in found)] == []


# --- shell ---------------------------------------------------------------------------------------

GITHUB = "https://github.com"
ROWS = "".join(
    f"- [{name}]({GITHUB}/acme/{name}) - Serves {name} models.\n"
    for name in ("sigma", "alpha", "kappa", "beta", "omega", "gamma", "delta", "epsilon")
)
WRITTEN = {
    "README.md": f"# Awesome things\n\n## Tools\n\n{ROWS}",
    "README-zh.md": f"# 东西\n\n## 工具\n\n{ROWS}",
    "LIST.md": f"# Awesome things\n\n{ROWS}",
}
MODELS = "  - {id: models, title: Models, kinds: [model], columns: [name]}\n"
REGION = "<!-- listkeeper:begin models -->\n<!-- listkeeper:end models -->\n"
WORLD = {
    "repos": {
        **{
            f"acme/{row.partition(']')[0][3:]}": {"stars": 7, "description": "A tool."}
            for row in ROWS.splitlines()
        },
        "acme/zeta": {"stars": 7, "description": "Serves zeta models.", "topics": ["serving"]},
        "acme/x": {"stars": 7, "description": "A tool."},
        "ggml-org/llama.cpp": {"stars": 7, "description": "LLM inference in C/C++."},
        "huggingface/transformers": {"stars": 158_000, "license": "Apache-2.0"},
    },
    "hub": {"models": {"Qwen/Qwen3-8B": {"license": "apache-2.0", "created": "2025-04-27"}}},
    "papers": {
        "1706.03762": {
            "title": "Attention Is All You Need",
            "authors": ["A. Vaswani"],
            "published": "2017-06-12",
        }
    },
}
PLACEHOLDERS = {"URL": f"{GITHUB}/acme/zeta"}
FIGURE = "name,released,bases\nAlpha,2023-01,\nBeta,2023-05,Alpha\n"


def small_registry() -> dict[str, str]:
    files = documents()
    files["registry/list.yml"] += MODELS
    files["README.md"] += f"\n{REGION}"
    files["templates/models.md.j2"] = '{% include "_table.md.j2" %}\n'
    return files


def folder_of(page: str, command: str) -> dict[str, str]:
    """The list in which a page's commands make sense."""
    if page == "docs/five-minutes.md" or command == "listkeeper doctor":
        return starter_files(ActionPin("octo/listkeeper", SHA, ""))
    if command.startswith(("listkeeper add https", "listkeeper figure")):
        return small_registry() | {"models.csv": FIGURE}
    return WRITTEN


@pytest.mark.parametrize("snippet", SHELL, ids=str)
def test_the_commands(
    snippet: Snippet, world: MakeWorld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = world(WORLD)
    ours = [one for one in commands(snippet.text) if not elsewhere(one)]
    if not ours:
        return
    person = Person(tmp_path / "list", box.env())
    person.write(folder_of(snippet.page, ours[0]))
    monkeypatch.chdir(person.root)
    subprocess.run(["git", "init", "--quiet"], check=True)
    for command in ours:
        words = [PLACEHOLDERS.get(word, word) for word in shlex.split(command)]
        if words[0] == "listkeeper":
            # a copy that was not installed from git does not know its commit
            pin = ["--ref", f"octo/listkeeper@{SHA}"] if words[1] == "init" else []
            offline = {"GITHUB_TOKEN": ""} if words[1] == "doctor" else {}
            ran = person.run(*words[1:], *pin, **offline)
            assert ran.code == 0, f"{snippet}: {command}\n{ran.out}{ran.err}"
        elif words[0] == "cd":
            monkeypatch.chdir(words[1])
            person = Person(person.root / words[1], box.env())
        else:
            subprocess.run(words, check=True, capture_output=True)


def test_what_the_bot_keeps_is_fetched_into_a_clone(tmp_path: Path) -> None:
    (block,) = [one for one in snippets("sh") if "git archive FETCH_HEAD" in one.text]
    site, clone = tmp_path / "site", tmp_path / "clone"
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
    subprocess.run(["git", "init", "-q", "-b", "listkeeper/memory", str(site)], check=True)
    for name in ("memory.json", "evidence.json"):
        (site / name).write_text("{}", encoding="utf-8")
    subprocess.run(["git", "-C", str(site), "add", "."], check=True)
    subprocess.run(["git", "-C", str(site), *who, "commit", "-q", "-m", "One"], check=True)
    subprocess.run(["git", "init", "-q", str(clone)], check=True)
    subprocess.run(["git", "-C", str(clone), "remote", "add", "origin", str(site)], check=True)
    subprocess.run(["bash", "-eo", "pipefail", "-c", block.text], cwd=clone, check=True)
    kept = {path.name for path in (clone / ".listkeeper").iterdir()}
    assert kept == {"memory.json", "evidence.json"}


def listkeeper_words() -> Iterator[tuple[str, list[str]]]:
    for one in snippets("sh"):
        for command in commands(one.text):
            words = shlex.split(command)
            arguments = words[words.index("listkeeper") + 1 :] if "listkeeper" in words else []
            if arguments and arguments[0] != ">":
                yield f"{one}: {command}", arguments


@pytest.mark.parametrize(
    ("where", "words"), list(listkeeper_words()), ids=lambda one: str(one)[:60]
)
def test_every_verb_and_option_exists(where: str, words: list[str]) -> None:
    """Also of commands that cannot be run."""
    verb = listkeeper.get_command(click.Context(listkeeper), words[0])
    assert verb is not None, where
    options = {name for one in verb.params for name in (*one.opts, *one.secondary_opts)}
    assert {word for word in words if word.startswith("--")} <= options, where


def test_what_make_and_python_run_is_there() -> None:
    targets = re.findall(r"^([\w-]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for one in snippets("sh"):
        for words in map(shlex.split, commands(one.text)):
            if words[0] == "make":
                assert words[1] in {*targets, ".venv/.ready"}, f"{one}: {words}"
            elif words[:2] == ["python", "-m"]:
                assert importlib.util.find_spec(words[2]), f"{one}: {words}"
            else:
                known = words[0] in {"listkeeper", "mkdir", "cd", "git"}
                assert known or elsewhere(shlex.join(words)) or elsewhere(" ".join(words)), one


# --- YAML, Jinja, records ------------------------------------------------------------------------


def loaded(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


@pytest.mark.parametrize("snippet", snippets("yaml"), ids=str)
def test_yaml(snippet: Snippet, tmp_path: Path) -> None:
    data = loaded(snippet.text)
    if isinstance(data, list) or data.keys() == {"with"}:
        steps = data if isinstance(data, list) else [{"uses": "OWNER/listkeeper@SHA", **data}]
        a_workflow(steps, tmp_path)
    elif data.keys() <= YAML_ELSEWHERE.keys():
        return
    elif "entries" in data:
        own = {"kind": "tool"} if Path(snippet.page).name == "design.md" else {}
        entries_file().model_validate({"entries": [one | own for one in data["entries"]]})
    elif data.keys() <= ListFile.model_fields.keys():
        base = loaded(documents()["registry/list.yml"])
        ListFile.model_validate({**base, **data})
    elif data.keys() <= ReadmeFile.model_fields.keys():
        ReadmeFile.model_validate({"version": 1, **data})
    else:
        entry = {"id": "a", "kind": "model", "name": "A", "section": "models", **data}
        entries_file().model_validate({"entries": [entry]})


def a_workflow(steps: list[dict[str, Any]], folder: Path) -> None:
    """The steps are of GitHub's form, and give our action what it knows."""
    workflow = {"on": "push", "jobs": {"a": {"runs-on": "ubuntu-latest", "steps": steps}}}
    (folder / ".github/workflows").mkdir(parents=True)
    (folder / ".github/workflows/a.yml").write_text(json.dumps(workflow), encoding="utf-8")
    assert schemas(folder) == ""
    inputs = read(ROOT / "action.yml")["inputs"].keys()
    for step in steps:
        if step["uses"].startswith("OWNER/listkeeper@"):
            assert step["with"].keys() <= inputs


@pytest.mark.parametrize("snippet", snippets("jinja"), ids=str)
def test_jinja(snippet: Snippet) -> None:
    if (Path(snippet.page).name, "jinja") in OTHERS:
        return
    (included,) = re.findall(r'\A{% include "(.+)" %}\n\Z', snippet.text)
    assert f"templates/{included}" in shipped_templates()


@pytest.mark.parametrize("snippet", snippets("gitcommit"), ids=str)
def test_records(snippet: Snippet) -> None:
    assert len(read_record(snippet.text)) == len(snippet.text.splitlines())
