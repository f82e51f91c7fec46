"""`make demo`: the whole job, by the real command with the real clients, against the world.

Everything happens below `build/demo`: the world's state, a scratch copy of the list, and what a
person should look at. Nothing of it ever lands in this repository's own files.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.lists.memory import memory_text
from bot.lists.registry.load import load, read_documents
from bot.model.memory import Memory, Trace
from bot.run.steps.observations import ObservationStore
from tests.world.pages import page
from tests.world.truth import JudgedList
from tests.world.world import World

PROJECT = Path(__file__).parents[2]
DEMO = PROJECT / "build" / "demo"
MEMORY_BRANCH = "listkeeper/memory"
LIST_FILES = (".github/workflows/refresh.yml", "README.md", "figures", "registry", "templates")


def main() -> int:
    """Run it once; a second run continues where the first one stopped."""
    started = time.monotonic()
    if sys.argv[1:] == ["--fresh"] or _list_has_changed():
        shutil.rmtree(DEMO, ignore_errors=True)
    again = (DEMO / "world").exists()
    with World("gpt_alternatives", DEMO / "world") as world:
        github: Any = world.github
        if not again:
            github.seed(list_files())
            github.push(MEMORY_BRANCH, {"memory.json": earlier_runs(datetime.now(UTC))})
        _print("The world is up: GitHub, the Hub, arXiv, the Wayback Machine and the web, all on")
        _print("this machine. The list is copied to build/demo/list. One of its pages was gone on")
        _print("two earlier days already, says the bot's memory. Now the real command runs:\n")
        _print("  listkeeper refresh --pull-request\n")
        _write_copy(github.files())
        code = _refresh(world)
        if code:
            return code
        _report(world, time.monotonic() - started)
    return 0


def earlier_runs(now: datetime) -> str:
    """The memory as two earlier runs would have left it: a page was gone twice already."""
    days = [(now - timedelta(days=ago)).date().isoformat() for ago in (9, 4)]
    trace = Trace(gone_on=tuple(days), gone_why="404 Not Found, confirmed by a second try")
    return memory_text(Memory(traces={"page:https://writesonic.com/chatsonic-opera": trace}))


def list_files() -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {}
    for name in LIST_FILES:
        path = PROJECT / name
        below = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in below:
            if file.is_file():
                files[file.relative_to(PROJECT).as_posix()] = file.read_bytes()
    return files


def _list_has_changed() -> bool:
    copy = DEMO / "list"
    return copy.exists() and any(
        not (copy / path).is_file() or (copy / path).read_bytes() != content
        for path, content in list_files().items()
    )


def _write_copy(files: dict[str, str]) -> None:
    for path, text in files.items():
        target = DEMO / "list" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="")


def _refresh(world: World) -> int:
    summary = DEMO / "summary.md"
    summary.unlink(missing_ok=True)
    kept = {
        name: os.environ[name] for name in ("PATH", "HOME", "TERM", "LANG") if name in os.environ
    }
    command = [sys.executable, "-m", "bot", "refresh", "--pull-request"]
    command += ["--root", str(DEMO / "list")]
    env = {**kept, **world.env(), "GITHUB_STEP_SUMMARY": str(summary), "PYTHONPATH": str(PROJECT)}
    return subprocess.run(command, env=env, check=False).returncode


def _report(world: World, seconds: float) -> None:
    github: Any = world.github
    _print("\nWhat happened, in plain words\n")
    for line in _asked(world):
        _print(f"  {line}")
    opened = [pull for pull in github.pulls if pull.state == "open"]
    _print("")
    for pull in opened:
        _print(f"  Pull request #{pull.number} is open: {pull.title}")
        _show(world, pull)
    if not opened:
        _print("  No pull request is open.")
    for issue in github.issues:
        _print(f"  Issue #{issue.number} is open: {issue.title}")
        _show_dashboard(issue)
    for line in _new_models(opened):
        _print(f"  {line}")
    writes = [r for r in world.records() if r.host == "api.github.com" and r.method != "GET"]
    writes = [r for r in writes if r.path != "/graphql"]
    if not writes:
        _print("  This run wrote nothing: what it would propose is open already.")
    for line in _true():
        _print(line)
    _where_to_look([pull.head.removeprefix("listkeeper/") for pull in opened])
    _print(f"\n  {seconds:.0f} s in all. Run `make demo` again: it finds nothing new to propose.")


def _where_to_look(folders: list[str]) -> None:
    _print("\nWhere to look\n")
    for folder in folders:
        _print(f"  build/demo/{folder}/")
    if folders:
        for name, what in (
            ("README.md", "the list as it reads once that pull request is merged"),
            ("README.html", "the same, rendered"),
            ("pull-request.md", "the pull request's body"),
            ("pull-request.html", "the same, rendered"),
            ("changes.diff", "every line it changes"),
        ):
            _print(f"    {name:<18} {what}")
    for name, what in (
        ("dashboard.md", "the issue that shows all that is open, and all that needs a person"),
        ("dashboard.html", "the same, rendered"),
        ("summary.md", "the job summary"),
    ):
        _print(f"  build/demo/{name:<16} {what}")


def _true() -> list[str]:
    """What the list says once all is accepted, against what is known to be true of it."""
    kept = ObservationStore(DEMO / "list").read() or ()
    table = JudgedList(load(read_documents(DEMO / "list"))[0], kept).table()
    return [
        "\nThe facts of the list, with what is offered, against those that are known for sure",
        "(tests/world/scenarios/gpt_alternatives/truth.yml; asked: a question for a person)\n",
        *(f"  {line}" for line in table.lines()),
        *(f"  wrong: {one}" for one in table.wrong()),
    ]


def _new_models(opened: list[Any]) -> list[str]:
    """How precise the search for new models was: what is offered, what was left out and why."""
    offered = sum(
        line.startswith("- [x]")
        for pull in opened
        if pull.head == "listkeeper/models"
        for line in pull.body.splitlines()
    )
    text = (DEMO / "summary.md").read_text(encoding="utf-8")
    found = re.search(
        r"<summary>\d+ models? w\w+ found by the watches.*?</details>", text, re.DOTALL
    )
    reasons = re.findall(r"^- (\d+): (.+)$", found[0], re.MULTILINE) if found else []
    left = sum(int(count) for count, _ in reasons)
    lines = [
        "",
        f"New models: {offered} offered as rows; of {left} others the watches found, left out",
    ]
    return [*lines, *(f"  {count:>3}  {why}" for count, why in reasons)] if reasons else []


def _asked(world: World) -> list[str]:
    hosts = {"api.github.com": "GitHub", "huggingface.co": "the Hub", "export.arxiv.org": "arXiv"}
    lines = []
    for host, name in hosts.items():
        count = world.count(host, path_prefix="/graphql" if "github" in host else "/api/")
        lines.append(f"{name} was asked {count} time{'' if count == 1 else 's'}")
    pages = {r.host for r in world.records() if r.host not in hosts and r.method != "CONNECT"}
    lines.append(f"{len(pages)} other hosts were asked about their pages")
    return lines


def _show(world: World, pull: Any) -> None:
    github: Any = world.github
    branch = pull.head
    readme = github.files(branch)["README.md"]
    body = re.sub(r"<!-- listkeeper:v1 .*?-->", "", pull.body, flags=re.DOTALL)
    written = {
        "README.md": readme,
        "README.html": page("README", "as it reads once the pull request is merged", readme),
        "pull-request.md": pull.body,
        "pull-request.html": page(
            pull.title,
            f"listkeeper wants to merge 1 commit into main from {branch}",
            body,
            number=pull.number,
            state="Open",
        ),
        "changes.diff": github.diff("main", branch),
    }
    place = DEMO / branch.removeprefix("listkeeper/")
    place.mkdir(exist_ok=True)
    for name, text in written.items():
        (place / name).write_text(text, encoding="utf-8")


def _show_dashboard(issue: Any) -> None:
    rendered = page(
        issue.title, "listkeeper opened this issue", issue.body, number=issue.number, state="Open"
    )
    (DEMO / "dashboard.md").write_text(issue.body, encoding="utf-8")
    (DEMO / "dashboard.html").write_text(rendered, encoding="utf-8")


def _print(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
