"""A fault at every step on disk: the files of one run are wholly old or wholly new."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.cli.base import FINE, STOPPED, WRONG_USE
from bot.lists.disk.scratch import GITIGNORE, PLACE, digest
from bot.lists.memory import MEMORY
from tests.build import ROOT, documents
from tests.lint.cases import FRUIT, listed
from tests.person import Person, scenario, small_list
from tests.world.fixtures import MakeWorld

KINDS = ("kill", "int", "term", "full")
PIN = f"OWNER/listkeeper@{'a' * 40}"
WRITTEN = """\
# List

## Tools

- [Alpha](https://github.com/old/alpha) - One.
- [Beta](https://beta.example/tour) - Two.
"""
PAGE = """\
# More

- [Alpha](https://github.com/old/alpha) - One
- [Gamma](https://github.com/acme/gamma) - Three.
- [Delta](https://github.com/acme/delta) - Four.
"""
IN_PLACE = {
    ".listkeeper/.gitignore": "*\n",  # else it would be the first to be written, before any query
    "README.md": WRITTEN,
    "docs/more.md": PAGE,
    ".github/listkeeper.yml": "version: 1\nfiles: [README.md, docs/more.md]\n",
}
SWEET = listed(*FRUIT, *(f"{name}s" for name in FRUIT), end=" - Sweet to eat.")
WRONG = f"# List\n\n## Fruit\n\n{SWEET}{listed('Kiwi', end=' - Sour')}"
TO_FIX = {**IN_PLACE, "README.md": WRONG, "docs/more.md": WRONG}
STALE = documents()
STALE["registry/tools.yml"] = STALE["registry/tools.yml"].replace("name: Alpha", "name: Alpha Two")
IGNORED = {".gitignore": ".listkeeper/\n"}
REGISTRY = {**small_list(), **IGNORED}
ADDED = "https://github.com/acme/omega"
SCENARIOS: dict[str, tuple[Mapping[str, str], tuple[str, ...]]] = {
    "refresh": (REGISTRY, ("refresh",)),
    "refresh in place": (IN_PLACE, ("refresh",)),
    "add": (REGISTRY, ("add", ADDED)),
    "add in place": (IN_PLACE, ("add", ADDED, "--section", "Tools")),
    "render": ({**STALE, **IGNORED}, ("render",)),
    "lint --fix": (TO_FIX, ("lint", "--fix")),
    "init": ({}, ("init", "--ref", PIN)),
    "init in place": (IN_PLACE, ("init", "--ref", PIN)),
    "export": (IN_PLACE, ("export", "--output", "out.json")),
}
SENTENCES = {
    "Stopped. No file of the list was changed.": "before",
    "Stopped. All changes had been written by then: ": "after",
}


@pytest.fixture
def env(world: MakeWorld) -> dict[str, str]:
    known = scenario()
    known["repos"] |= {"acme/gamma": {}, "acme/omega": {"description": "Omega does it."}}
    return world(known, strict=False).env()


def steps(
    person: Person, tmp_path: Path, kinds: tuple[str, ...], words: tuple[str, ...]
) -> list[dict[str, Any]]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    command = [
        sys.executable,
        "-m",
        "tests.faults",
        str(person.root),
        str(scratch),
        ",".join(kinds),
        *words,
    ]
    path = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    variables = {**path, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **person.env}
    ran = subprocess.run(
        command, env=variables, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return [json.loads(line) for line in (scratch / "runs").read_text().splitlines()]


def timeless(tree: Mapping[str, str]) -> dict[str, str]:
    """Moments differ from run to run; the folder of a report that was killed goes an hour later."""
    moment = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
    apart = (".listkeeper-", "site/")  # the site is a set of its own, written after the list's
    lasting = {path: text for path, text in tree.items() if not path.startswith(apart)}
    return {path: moment.sub("", text) for path, text in lasting.items()}


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # the world's proxy, when its client dies
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_fault_at_every_step(env: dict[str, str], tmp_path: Path, name: str) -> None:
    files, words = SCENARIOS[name]
    person = Person(tmp_path / "list", env)
    person.root.mkdir()
    person.write(files)
    before = dict(files)
    kinds = KINDS[:: 3 if len(files) == 0 else 1]  # a new list has many files, all written alike
    seen = steps(person, tmp_path, kinds, words)
    whole = [one for one in seen if not one["step"]]
    assert [one["fault"] for one in whole] == list(kinds)
    assert {one["code"] for one in whole} == {FINE}, whole[0]["said"]
    after = timeless(whole[0]["after"])
    assert after != before
    assert len(seen) > 7 * len(kinds)
    for one in seen:
        about = f"{one['fault']} at {one['step']}: {one['said']}"
        assert "Traceback" not in one["said"], about
        assert timeless(one["healed"]) in (before, after), about
        # only in the moment between making this file and writing into it
        others = {*one.get("untracked", ())} - {*before, *after}
        assert all(Path(path).name == GITIGNORE and not one["after"][path] for path in others), (
            about
        )
        if one["fault"] != "kill" and one["step"]:
            check_word(one, timeless(one["after"]), before, after, about)


def check_word(
    one: dict[str, Any],
    tree: dict[str, str],
    before: dict[str, str],
    after: dict[str, str],
    about: str,
) -> None:
    """What the run said of itself is true at once, without another run."""
    assert tree in (before, after), about
    if one["fault"] == "full":
        refused = "cannot be written: No space left on device" in one["said"]
        assert one["code"] == (WRONG_USE if refused else FINE), about
        assert refused or tree == after, about  # where the site alone found no room, both hold
        return
    assert one["code"] == STOPPED, about
    (side,) = (side for start, side in SENTENCES.items() if start in one["said"])
    wanted = before if side == "before" else after
    assert {**tree, MEMORY: ""} == {**wanted, MEMORY: ""}, about  # which is no file of the list


WRITES = ("refresh", "discover", "add", "render", "init")


@pytest.mark.parametrize("name", [*WRITES, "lint --fix"])
def test_every_verb_that_writes_begins_by_finishing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    in_place = name == "lint --fix"
    files = dict(IN_PLACE) if in_place else small_list()
    path = "docs/more.md" if in_place else "registry/list.yml"
    person = Person(tmp_path)
    person.write(files)
    monkeypatch.chdir(tmp_path)
    steps = [
        {"path": "README.md", "old": sha(files["README.md"]), "new": sha("broken [\n")},
        {"path": path, "old": sha("was\n"), "new": sha(files[path])},
    ]
    book = json.dumps({"version": 1, "steps": steps})
    person.write({f"{PLACE}/journal": book, f"{PLACE}/0.new": "broken [\n"})
    words = {"add": ("add", "nothing"), "init": ("init", "--ref", PIN)}.get(
        name, tuple(name.split())
    )
    assert "An earlier run was stopped while it wrote; finished: " in person.run(*words).err
    assert (tmp_path / PLACE / "journal").exists() is False


def test_a_verb_that_only_reads_leaves_it_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = Person(tmp_path)
    person.write({**STALE, f"{PLACE}/0.new": "half"})
    monkeypatch.chdir(tmp_path)
    before = person.files()
    for words in (("lint",), ("render", "--check"), ("export",), ("explain", "alpha")):
        person.run(*words)
    assert person.files() == before


def sha(text: str) -> str:
    return digest(text.encode())


@pytest.mark.parametrize("most", [0, 1, 300])
def test_a_disk_that_is_really_full(tmp_path: Path, most: int) -> None:
    """No file may grow beyond so many bytes: the system itself refuses the write."""
    person = Person(tmp_path)
    person.write(STALE)
    before = person.files()
    program = (
        "-c",
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most})); "
        "from bot.cli.start import main; main()",
    )
    ran = person.process("render", program=program, PYTHONDONTWRITEBYTECODE="1")
    assert ran.code == WRONG_USE
    assert "cannot be written: File too large; no file was changed" in ran.err
    assert person.files() == before
