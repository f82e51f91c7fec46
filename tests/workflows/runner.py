"""A whole run of a workflow: triggers, jobs in the order of their needs, matrices, outputs."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.workflows.actions import Stores
from tests.workflows.events import REPOSITORY, Event
from tests.workflows.expressions import Known, filled, holds, text_of
from tests.workflows.machine import _JOB_KEYS, ROOT, Job, Machine, read, write_event

_TOP_KEYS = {"name", "run-name", "on", "permissions", "concurrency", "jobs"}
TOKEN = "ghs_worldworldworldworldworldworldworld0"


@dataclass
class GitHubActions:
    """The service: `outside` is what every machine has in its environment (the world's proxy)."""

    folder: Path
    outside: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    runs: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def __post_init__(self) -> None:
        self.stores = Stores(self.folder / "stores")
        self.bin = self.folder / "bin"
        self.calls = self.folder / "calls.log"
        self.bin.mkdir(parents=True)
        self.scripts: dict[str, str] = {}
        for name, script in _programs(self.bin).items():
            self.program(name, script)

    def program(self, name: str, script: str) -> None:
        """A program that every machine has: it is noted that it was called, then it does that."""
        path = self.bin / name
        self.scripts[name] = script
        note = f'echo "$(basename "$0") $*" >> "{self.calls}"\n'
        path.write_text(f"#!/bin/sh\n{note}{script}", encoding="utf-8")
        path.chmod(0o755)

    def start(self, workflow: Path, event: Event) -> dict[str, list[Job]]:
        """Run it; each job's name with the runs of its matrix. Empty when it does not start."""
        text = read(workflow)
        assert set(text) <= _TOP_KEYS, f"a workflow with {sorted(set(text) - _TOP_KEYS)}"
        if not event.starts(text):
            return {}
        github, inputs = self._github(event), _inputs(text, event)
        filled(text.get("run-name", ""), {"github": github, "inputs": inputs})
        done: dict[str, list[Job]] = {}
        for name, job in text["jobs"].items():  # ours stand in the order of their needs
            assert set(job) <= _JOB_KEYS, f"a job with {sorted(set(job) - _JOB_KEYS)}"
            contexts = {"github": github, "inputs": inputs, "needs": _needs(job, done)}
            done[name] = list(self._job(name, job, contexts, event))
        return done

    def _job(
        self, name: str, job: dict[str, Any], contexts: dict[str, Any], event: Event
    ) -> Iterator[Job]:
        broken = any(need["result"] != "success" for need in contexts["needs"].values())
        if not holds(job.get("if"), contexts, "failure" if broken else "success"):
            yield Job(name, "skipped")
            return
        for index, matrix in enumerate(_matrix(job, contexts)):
            whole = {
                **contexts,
                "matrix": Known(matrix),
                "strategy": Known({"job-index": float(index)}),
                "secrets": dict(self.secrets),
            }
            yield self._on_a_machine(name, job, whole, event)

    def _on_a_machine(
        self, name: str, job: dict[str, Any], contexts: dict[str, Any], event: Event
    ) -> Job:
        contexts["github"] = Known({**contexts["github"], "job": name})
        folder = self.folder / f"machine-{next(self.runs)}"
        contexts["runner"] = Known(os="Linux", arch="X64", temp=str(folder / "temp"))
        ran = Job(name, permissions=dict(job["permissions"]))
        machine = Machine(
            event, folder, self.bin, self.outside, self.stores.stand_ins(), contexts, ran
        )
        write_event(machine)
        steps: Known = Known()
        machine.contexts = contexts
        ran.result = machine.run(job["steps"], steps)
        for late in machine.after:
            late()
        ran.outputs = {
            key: text_of(filled(value, {**contexts, "steps": steps}))
            for key, value in (job.get("outputs") or {}).items()
        }
        return ran

    def _github(self, event: Event) -> Known:
        short = event.ref.removeprefix("refs/heads/").removeprefix("refs/tags/")
        return Known(
            event_name=event.name,
            event=dict(event.payload),
            ref=event.ref,
            ref_name=short.removeprefix("refs/pull/"),
            repository=REPOSITORY,
            run_id=str(9000 + next(self.runs)),
            run_attempt="1",
            sha="f" * 40,
            token=TOKEN,
            action_path=str(ROOT),
        )


def _inputs(workflow: Mapping[str, Any], event: Event) -> dict[str, Any]:
    """What a person filled in, by the rules of the form; nothing at all for other events."""
    form = ((workflow["on"].get("workflow_dispatch") or {}).get("inputs")) or {}
    if event.name != "workflow_dispatch":
        return Known(dict.fromkeys(form))
    assert set(event.inputs) <= set(form), f"no such input: {set(event.inputs) - set(form)}"
    for name, value in event.inputs.items():
        assert value in form[name].get("options", [value]), f"{value} is no choice of {name}"
    return Known({name: event.inputs.get(name, one.get("default")) for name, one in form.items()})


def _needs(job: Mapping[str, Any], done: Mapping[str, list[Job]]) -> Known:
    named = job.get("needs") or []
    needs = Known()
    for name in [named] if isinstance(named, str) else named:
        results = {one.result for one in done[name]}
        worst = next((r for r in ("failure", "skipped") if r in results), "success")
        outputs = Known({key: value for one in done[name] for key, value in one.outputs.items()})
        needs[name] = Known(result=worst, outputs=outputs)
    return needs


def _matrix(job: Mapping[str, Any], contexts: Mapping[str, Any]) -> list[dict[str, Any]]:
    matrix = filled((job.get("strategy") or {}).get("matrix") or {}, contexts)
    listed = {key: value for key, value in matrix.items() if key != "include"}
    crossed = [dict(zip(listed, one, strict=True)) for one in itertools.product(*listed.values())]
    return list(matrix.get("include", crossed))


def _programs(folder: Path) -> dict[str, str]:
    """The programs that may not do their real work here."""
    python = (
        f'if [ "$1 $2" = "-m pip" ]; then\n'
        f'  while [ "$1" != --target ]; do shift; done\n'
        f'  mkdir -p "$2/bin" && cp "{folder}/uv" "$2/bin/"\n'
        f'else\n  exec "{sys.executable}" "$@"\nfi\n'
    )
    uv = (
        "for home; do :; done\n"
        'if [ "$1" = venv ]; then\n  mkdir -p "$home/bin"\n'
        f'  cp "{folder}/listkeeper" "$home/bin/"\nfi\n'
    )
    return {
        "python": python,
        "python3": python,
        "uv": uv,
        "make": "",
        "gh": 'case "$*" in *"/git/ref/tags/"*) exit "${TAG_IS_NEW:-0}" ;; esac\n',
        "listkeeper": f'PYTHONPATH="{ROOT}" "{sys.executable}" -m tests.workflows.quick "$@"\n',
    }
