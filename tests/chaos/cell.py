"""One cell of the table: a world, a fault, a run, and whether all is as it was promised."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import Any

from bot.lists.read import read_state
from bot.lists.snapshot import OBSERVED, parse_snapshot
from bot.model.observation import Value
from bot.parsing.yaml import read_yaml
from bot.render.outputs import draw_outputs
from bot.run.render import read_any_list
from tests.chaos.child import Ended, Halt, Job, Stop, crowd, run
from tests.chaos.faults import FAULTS, SOURCES, ChaosFault, ChaosSource
from tests.chaos.lists import GOING, NEW_PAPERS, files, memory, scenario
from tests.world.world import GITHUB_TOKEN, HUB_TOKEN, World

MEMORY = 300.0
"""Megabytes that a run may hold at most."""
LONGEST = 90.0
"""Seconds after which a run is taken to have no end, on a machine that is not busy."""
PATIENT, SHORT = 30.0, 1.0
"""Deadlines of one answer; the short one, to be exceeded, is that of a machine that is not busy."""
CACHE = ".listkeeper/cache/"
_WORD, _URL = re.compile(r"\b[^\W\d_]{2,}\b"), re.compile(r"https?://[^\s)\"|}]+")
OWN = {"api.github.com": "github", "huggingface.co": "hub"}


@dataclass(frozen=True)
class Cell:
    """One run of the job, under one fault of one source."""

    source: str
    fault: str
    when: str
    """`first`, or `later`: an earlier run is known, and the world moved on since."""
    mode: str
    """`folder` or `pull request`."""

    def __str__(self) -> str:
        return f"{self.source} × {self.fault} ({self.when}, {self.mode})"


@dataclass
class Outcome:
    """What became of a cell; nothing in `wrong` is as it should be."""

    cell: Cell | Halt
    wrong: list[str] = field(default_factory=list)
    code: int | None = None
    seconds: float = 0.0
    peak: float = 0.0
    work: float = 0.0
    """Seconds of a processor that all its runs and its world took."""


def cells() -> list[Cell]:
    """Every source × fault once; when and mode so that each of their pairs with both occurs."""
    ways = [(when, mode) for when in ("first", "later") for mode in ("folder", "pull request")]
    made = []
    for row, (source, which) in enumerate(SOURCES.items()):
        for column, fault in enumerate(FAULTS):
            when, mode = ways[(row + column) % 4]
            mode = mode if mode in which.modes else which.modes[0]
            made.append(Cell(source, fault, when, mode))
    return made


class Stage:
    """A world with the list in it, and a checkout of the list on this machine.

    `known` is a folder that an earlier run left: see `first_run`.
    """

    def __init__(self, folder: Path, mode: str, *, has_token: bool, known: Path | None) -> None:
        if known:
            shutil.copytree(known, folder, dirs_exist_ok=True)
        self.world = World(scenario(), folder / "world", strict=False)
        self.mode = mode
        self.root = folder / "list"
        self.notes = folder / "notes"
        self._has_token = has_token
        self.work = 0.0
        self.github: Any = self.world.github
        if known:
            return
        self.github.push("listkeeper/memory", {"memory.json": memory()})
        self._write(files())
        self._write({".listkeeper/memory.json": memory(), ".listkeeper/.gitignore": "*\n"})

    def _write(self, texts: dict[str, str]) -> None:
        for path, text in texts.items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_text(text, encoding="utf-8")

    def run(self, seconds: float = PATIENT, stop: Stop | None = None) -> Ended:
        """The command, once."""
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        env = {**kept, **self.world.env(), "PYTHONUTF8": "1"}
        env["GITHUB_STEP_SUMMARY"] = str(self.notes / "summary.md")
        env["GITHUB_OUTPUT"] = str(self.notes / "output.txt")
        if not self._has_token:
            del env["GITHUB_TOKEN"]
        words = ["refresh", "--root", str(self.root), "--format", "json"]
        words += ["--output", str(self.notes / "report.json")]
        words += ["--pull-request"] if self.mode == "pull request" else []
        ended = run(Job(tuple(words), env, self.notes, seconds, stop), LONGEST)
        self.work += ended.work
        return ended

    def move_on(self) -> None:
        """Some nights later: figures grew, pages went, one repository was renamed, rows came."""
        self.github.repos.find("acme/beta").stars = 12_345
        self.github.repos.rename(self.github.repos.find("acme/delta").id, "acme/delta-two")
        for url in (GOING, "https://beta.example/tour"):
            self.world.web.pages[url] = {"status": 404, "title": "Not found"}
        path = "registry/papers.yml"
        self.github.push("main", {path: files()[path] + NEW_PAPERS})
        self._write({path: (self.root / path).read_text(encoding="utf-8") + NEW_PAPERS})

    def tree(self) -> dict[str, str]:
        """Every file of the checkout but the cache."""
        found = (path for path in sorted(self.root.rglob("*")) if path.is_file())
        named = {path.relative_to(self.root).as_posix(): path for path in found}
        return {
            name: path.read_text(encoding="utf-8")
            for name, path in named.items()
            if not name.startswith(CACHE)
        }

    def open(self) -> dict[str, Any]:
        """Branch → its open pull request."""
        opened = [pull for pull in self.github.pulls if pull.state == "open"]
        assert len({pull.head for pull in opened}) == len(opened), "two for one topic"
        return {pull.head: pull for pull in opened}

    def state(self) -> dict[str, Any]:
        """All that a reader would see: the tree, or what is proposed, and where."""
        if self.mode == "folder":
            return {path: text for path, text in self.tree().items() if path[0] != "."}
        return {
            branch: (pull.title, self.github.files(branch), _changes(pull.body))
            for branch, pull in self.open().items()
        }


def _changes(body: str) -> list[str]:
    return sorted(re.findall(r"- \[[ x]\] <!-- listkeeper:change [^>]*", body))


Way = tuple[str, str, bool]
"""When, mode, and whether GitHub's token is there."""


def way_of(cell: Cell) -> Way:
    """What a cell has in common with the healthy runs that it is held against."""
    return cell.when, cell.mode, SOURCES[cell.source].has_token


def healthy(way: Way) -> dict[str, Any]:
    """What the same runs come to where nothing goes wrong."""
    when, mode, has_token = way
    with staged(mode, has_token=has_token) as stage:
        for is_first in (when == "later", False, False) if when == "later" else (False, False):
            ended = stage.run()
            assert ended.code == 0, ended.text
            if is_first:
                stage.move_on()
        return stage.state()


def first_run(way: Way) -> Path:
    """The folder that a first run without a fault left; whoever asked for it removes it."""
    _, mode, has_token = way
    with staged(mode, has_token=has_token) as stage:
        ended = stage.run()
        assert ended.code == 0, ended.text
        known = Path(mkdtemp(prefix="chaos-known-"))
        shutil.copytree(stage.root.parent, known, dirs_exist_ok=True)
        return known


class staged:  # noqa: N801 (used as a function)
    """A stage that is cleared away."""

    def __init__(self, mode: str, *, has_token: bool, known: Path | None = None) -> None:
        self._folder = TemporaryDirectory(prefix="chaos-", ignore_cleanup_errors=True)
        self._mode, self._has_token, self._known = mode, has_token, known

    def __enter__(self) -> Stage:
        folder = Path(self._folder.name)
        self._stage = Stage(folder, self._mode, has_token=self._has_token, known=self._known)
        self._stage.world.__enter__()
        return self._stage

    def __exit__(self, *given: Any) -> None:
        self._stage.world.__exit__(*given)
        self._folder.cleanup()


def play(cell: Cell, expected: dict[str, Any], known: Path | None) -> Outcome:
    """Play one cell; never raises. `expected` is what healthy runs come to.

    A later run goes on from `known`, what `first_run` left.
    """
    outcome, begun = Outcome(cell), _worked()
    try:
        source, fault = SOURCES[cell.source], FAULTS[cell.fault]
        with staged(cell.mode, has_token=source.has_token, known=known) as stage:
            if known:
                stage.move_on()
            outcome.wrong += _strike(stage, source, fault, outcome, expected)
            stage.world.clear_faults()
            outcome.wrong += _healed(stage, expected)
            outcome.wrong += _leaks(stage)
            outcome.work = stage.work + _worked() - begun
    except Exception as error:  # noqa: BLE001 (a cell that cannot be played is red)
        outcome.wrong.append(f"not played: {type(error).__name__}: {error}")
    return outcome


def _worked() -> float:
    """Seconds of a processor that this process and what it waited for have taken."""
    used = [resource.getrusage(one) for one in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _strike(
    stage: Stage, source: ChaosSource, fault: ChaosFault, outcome: Outcome, expected: dict[str, Any]
) -> Iterator[str]:
    tree, opened = stage.tree(), stage.open()
    bodies = {branch: _changes(pull.body) for branch, pull in opened.items()}
    main = stage.github.files()
    struck = source.strike(stage.world, fault)
    ended = stage.run(SHORT * crowd() if fault.is_slow else PATIENT)
    outcome.code, outcome.seconds, outcome.peak = ended.code, ended.seconds, ended.peak
    if not struck():
        yield "never struck"
    yield from _ended_well(ended)
    if ended.peak > MEMORY:
        yield f"{ended.peak:.0f} MB"
    if stage.github.files() != main:
        yield "main was changed"
    for branch, changes in bodies.items():
        if branch not in stage.open():
            yield f"{branch} was closed"
        elif set(changes) - set(_changes(stage.open()[branch].body)):
            yield f"{branch} shrank"
    yield from _intact(stage, tree, expected)


def _ended_well(ended: Ended) -> Iterator[str]:
    if ended.code is None:
        yield f"no end in {LONGEST:.0f} s"
    elif ended.code not in {0, 2}:
        yield f"exit {ended.code}"
    if "Traceback" in ended.text or "This is a bug" in ended.text:
        yield f"traceback: {ended.text.strip().splitlines()[-1]}"
    elif ended.code == 2 and len(ended.text.split()) < 4:
        yield "no sentence"


def _values(text: str | None) -> set[tuple[str, str, Value]]:
    """All that the list shows of what was fetched."""
    return {
        (key, name, one.value)
        for key, fields in parse_snapshot(text).values.items()
        for name, one in fields.items()
    }


def _intact(stage: Stage, before: dict[str, str], expected: dict[str, Any]) -> Iterator[str]:
    """No curated byte lost, and a tree that is one: the README is what its files draw."""
    after = stage.tree()
    if stage.mode == "pull request":
        if {**after, **before} != before and _curated(after) != _curated(before):
            yield "files were written"
        return
    for path, text in _curated(before).items():
        if path not in after:
            yield f"{path} is lost"
        elif lost := _lost(text, after[path]):
            yield f"{path} lost {lost!r}"
    if [path for path in after if path.endswith(".part")]:
        yield "scratch files"
    documents = read_any_list(stage.root)[1]
    known = {*_values(before.get(OBSERVED)), *_values(expected.get(OBSERVED))}
    for value in sorted(_values(documents.get(OBSERVED)) - known, key=str):
        yield f"a value from nowhere: {value}"
    if OBSERVED in documents:
        state = read_state(documents)
        drawn = draw_outputs(state.settings.readme, documents, state.registry, state.snapshot)
        if any(documents.get(path) != text for path, text in drawn.items()):
            yield "the README is not what its files draw"


def _curated(tree: dict[str, str]) -> dict[str, str]:
    return {path: text for path, text in tree.items() if path[0] != "." and path != OBSERVED}


def _lost(before: str, after: str) -> str:
    """The first word of a person that is not there any more; addresses may move, or be marked."""
    kept = set(_WORD.findall(after))
    return next((word for word in _WORD.findall(_URL.sub("", before)) if word not in kept), "")


def _meant(state: dict[str, Any]) -> dict[str, Any]:
    """The same where keys of a row stand in another order: a copy may come a day after the mark."""

    def meant(path: str, text: Any) -> Any:
        is_rows = path.endswith(".yml") and isinstance(text, str)
        rows = read_yaml(path, text) if is_rows else text
        return json.dumps(rows, sort_keys=True, default=str) if is_rows else text

    return {path: meant(path, text) for path, text in state.items()}


def _healed(stage: Stage, expected: dict[str, Any]) -> Iterator[str]:
    ended = stage.run()
    if ended.code != 0:
        yield f"not healed: exit {ended.code}"
    now, expected = _meant(stage.state()), _meant(expected)
    if now != expected:
        odd = [name for name in {**expected, **now} if now.get(name) != expected.get(name)]
        yield f"not healed: {', '.join(odd)}"
    if stage.mode == "pull request":
        boards = [issue for issue in stage.github.issues if issue.state == "open"]
        if len(boards) != 1:
            yield f"{len(boards)} dashboards"


def _leaks(stage: Stage) -> Iterator[str]:
    """A token in what was printed, written or sent to somebody it is not for."""
    tokens = (GITHUB_TOKEN, HUB_TOKEN)
    for path in [*stage.root.rglob("*"), *stage.notes.rglob("*")]:
        if path.is_file() and any(one.encode() in path.read_bytes() for one in tokens):
            yield f"a token in {path.name}"
    for record in stage.world.records():
        sent = f"{record.url} {record.body!r} "
        sent += " ".join(text for name, text in record.headers.items() if record.host not in OWN)
        if any(one in sent for one in tokens):
            yield f"a token sent to {record.host}"
