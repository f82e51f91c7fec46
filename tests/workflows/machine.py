"""A runner for our own workflows: each `run` step for real, each foreign `uses` by a stand-in.

A key of a workflow that is not known here fails the test, so that nothing is silently left out.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.workflows.events import Event
from tests.workflows.expressions import Known, filled, holds, text_of

ROOT = Path(__file__).parents[2]
_OUR_ACTION = re.compile(r"\$/|[\w.-]+/listkeeper@[0-9a-f]{40}")
_SHELLS = {
    "": ("bash", "-e"),
    "bash": ("bash", "--noprofile", "--norc", "-eo", "pipefail"),
}
_STEP_KEYS = {"id", "name", "if", "uses", "with", "run", "shell", "env"}
_JOB_KEYS = {
    *("name", "if", "needs", "runs-on", "timeout-minutes", "permissions", "strategy", "outputs"),
    *("environment", "steps"),
}


def read(path: Path) -> dict[str, Any]:
    """A YAML file; `on` stays a word."""
    yaml = YAML(typ="safe", pure=True)
    yaml.version = (1, 2)
    loaded: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"))
    return loaded


@dataclass
class Step:
    """What a step came to."""

    name: str
    outcome: str
    outputs: dict[str, str] = field(default_factory=dict)
    log: str = ""
    summary: str = ""


@dataclass
class Job:
    """What a job came to; `steps` in the order they ran, those of our action among them."""

    name: str
    result: str = "success"
    outputs: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    permissions: dict[str, str] = field(default_factory=dict)

    @property
    def log(self) -> str:
        return "".join(step.log for step in self.steps)

    @property
    def summary(self) -> str:
        return "".join(step.summary for step in self.steps)


StandIn = Callable[["Machine", dict[str, Any]], dict[str, str]]
"""The machine and the step's `with` → the outputs; raises StandInError when it fails."""


class StandInError(Exception):
    """A stand-in's step failed, as the real action would."""


@dataclass
class Machine:
    """One job's machine: its folders, its environment, what its steps have said so far."""

    event: Event
    folder: Path
    bin: Path
    outside: Mapping[str, str]
    stand_ins: Mapping[str, StandIn]
    contexts: dict[str, Any]
    job: Job
    environment: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)
    after: list[Callable[[], object]] = field(default_factory=list)
    """What actions do once the job is over."""

    @property
    def workspace(self) -> Path:
        return self.folder / "workspace"

    @property
    def temp(self) -> Path:
        return self.folder / "temp"

    def run(self, steps: list[dict[str, Any]], before: Known) -> str:
        """Run the steps after those `before`; the status they leave the job in."""
        return self._steps(steps, {**self.contexts, "steps": before})

    def _steps(self, steps: list[dict[str, Any]], contexts: dict[str, Any]) -> str:
        status = "success"
        for step in steps:
            assert set(step) <= _STEP_KEYS, f"a step with {sorted(set(step) - _STEP_KEYS)}"
            ran = Step(
                str(filled(step.get("name") or step.get("uses") or step["run"], contexts)), ""
            )
            if not holds(step.get("if"), contexts, status):
                ran.outcome = "skipped"
            else:
                self._step(step, contexts, ran, status)
                status = "failure" if ran.outcome == "failure" else status
            self.job.steps.append(ran)
            if step.get("id"):
                contexts["steps"][step["id"]] = Known(
                    outputs=ran.outputs, outcome=ran.outcome, conclusion=ran.outcome
                )
        return status

    def _step(self, step: dict[str, Any], contexts: dict[str, Any], ran: Step, status: str) -> None:
        env = {
            name: text_of(filled(value, contexts, status))
            for name, value in (step.get("env") or {}).items()
        }
        given = {
            name: filled(value, contexts, status)
            for name, value in (step.get("with") or {}).items()
        }
        if "run" in step:
            self._script(step, env, ran)
        elif _OUR_ACTION.fullmatch(step["uses"]):
            self._own_action(given, contexts, ran)
        else:
            self._stand_in(step["uses"], given, ran)

    def _stand_in(self, uses: str, given: dict[str, Any], ran: Step) -> None:
        name, _, pin = uses.partition("@")
        assert re.fullmatch(r"[0-9a-f]{40}", pin), f"{uses} is not pinned to a commit"
        assert name in self.stand_ins, f"no stand-in for {name}"
        try:
            ran.outputs = self.stand_ins[name](self, given)
            ran.outcome = "success"
        except StandInError as error:
            ran.log, ran.outcome = f"{error}\n", "failure"

    def _script(self, step: dict[str, Any], env: dict[str, str], ran: Step) -> None:
        assert "${{" not in step["run"], f"an expression inside of a script: {step['run']}"
        files = {
            name: self.temp / f"{name.lower()}-{len(self.job.steps)}"
            for name in ("GITHUB_OUTPUT", "GITHUB_ENV", "GITHUB_PATH", "GITHUB_STEP_SUMMARY")
        }
        for file in files.values():
            file.write_text("", encoding="utf-8")
        script = self.temp / f"step-{len(self.job.steps)}.sh"
        script.write_text(step["run"], encoding="utf-8")
        paths = {name: str(file) for name, file in files.items()}
        done = subprocess.run(
            [*_SHELLS[step.get("shell", "")], str(script)],
            cwd=self.workspace,
            env={**self._env(), **env, **paths},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        ran.log, ran.outcome = done.stdout, "failure" if done.returncode else "success"
        ran.outputs = _written(files["GITHUB_OUTPUT"])
        ran.summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        self.environment |= _written(files["GITHUB_ENV"])
        self.path = files["GITHUB_PATH"].read_text(encoding="utf-8").split() + self.path

    def _env(self) -> dict[str, str]:
        github = self.contexts["github"]
        path = os.pathsep.join([*self.path, str(self.bin), os.environ["PATH"]])
        return {
            **self.outside,
            "PATH": path,
            "HOME": str(self.folder),
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_EVENT_NAME": self.event.name,
            "GITHUB_EVENT_PATH": str(self.folder / "event.json"),
            "GITHUB_JOB": self.job.name,
            "GITHUB_REF": github["ref"],
            "GITHUB_REF_NAME": github["ref_name"],
            "GITHUB_REPOSITORY": github["repository"],
            "GITHUB_RUN_ID": github["run_id"],
            "GITHUB_SHA": github["sha"],
            "GITHUB_WORKSPACE": str(self.workspace),
            "RUNNER_OS": "Linux",
            "RUNNER_TEMP": str(self.temp),
            **self.environment,
        }

    def _own_action(self, given: dict[str, Any], contexts: dict[str, Any], ran: Step) -> None:
        action = read(ROOT / "action.yml")
        declared = action["inputs"]
        assert set(given) <= set(declared), f"no such input: {set(given) - set(declared)}"
        values = {
            name: text_of(given[name] if name in given else filled(one["default"], contexts))
            for name, one in declared.items()
        }
        inner = {
            **{name: contexts[name] for name in ("github", "runner", "strategy", "matrix")},
            "inputs": Known(values),
            "steps": Known(),
        }
        ran.outcome = self._steps(action["runs"]["steps"], inner)
        ran.outputs = {
            name: text_of(filled(one["value"], inner)) for name, one in action["outputs"].items()
        }


def _written(path: Path) -> dict[str, str]:
    """What a step wrote: `name=value`, or `name<<END` … `END`."""
    return dict(_read_outputs(path.read_text(encoding="utf-8").splitlines()))


def _read_outputs(lines: list[str]) -> Iterator[tuple[str, str]]:
    rest = iter(lines)
    for line in rest:
        if match := re.fullmatch(r"([\w-]+)<<(\S+)", line):
            value: list[str] = []
            for inner in rest:
                if inner == match[2]:
                    break
                value.append(inner)
            else:
                raise AssertionError(f"the output {match[1]} never ends")
            yield match[1], "\n".join(value)
        else:
            name, sign, value_text = line.partition("=")
            assert sign, f"no output: {line}"
            yield name, value_text


def write_event(machine: Machine) -> None:
    """The folders and the payload a step finds."""
    for folder in (machine.workspace, machine.temp):
        folder.mkdir(parents=True, exist_ok=True)
    payload = json.dumps(machine.event.payload)
    (machine.folder / "event.json").write_text(payload, encoding="utf-8")
