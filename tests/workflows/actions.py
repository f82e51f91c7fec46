"""What stands in for the actions of others: folders in place of GitHub's stores."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from tests.workflows.machine import Machine, StandIn, StandInError


@dataclass
class Stores:
    """What outlives a job: the repository's files by ref, caches and artifacts."""

    folder: Path
    refs: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """Ref → the files a checkout of it finds; `base` is the parent of a pull request's merge."""
    caches: dict[str, Path] = field(default_factory=dict)
    artifacts: dict[str, Path] = field(default_factory=dict)
    attested: list[str] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    refused: str = ""
    """Why PyPI takes nothing."""
    page: Path | None = None
    """What Pages shows."""

    def stand_ins(self) -> dict[str, StandIn]:
        return {
            "actions/checkout": self._checkout,
            "actions/setup-python": _setup_python,
            "actions/cache": self._cache,
            "actions/cache/restore": self._restore,
            "actions/cache/save": self._save,
            "actions/upload-artifact": self._upload,
            "actions/download-artifact": self._download,
            "actions/attest": self._attest,
            "pypa/gh-action-pypi-publish": self._publish,
            "actions/configure-pages": _configure_pages,
            "actions/upload-pages-artifact": self._upload_pages,
            "actions/deploy-pages": self._deploy_pages,
        }

    def _checkout(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        _only(given, "ref", "fetch-depth", "persist-credentials")
        assert given["persist-credentials"] is False, "a checkout must not leave the token behind"
        ref = given.get("ref") or machine.contexts["github"]["ref"]
        depth = int(given.get("fetch-depth", 1))
        _git(machine.workspace, "init", "--quiet", "--initial-branch=main")
        if depth > 1 and "base" in self.refs:
            _commit(machine.workspace, self.refs["base"], "base")
        _commit(machine.workspace, self.refs[ref], ref)
        return {}

    def _cache(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        _only(given, "path", "key", "restore-keys")
        hit = self._restore(machine, given)
        if hit["cache-hit"] != "true":
            kept = {name: given[name] for name in ("path", "key")}
            machine.after.append(lambda: self._save(machine, kept))
        return hit

    def _restore(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        _only(given, "path", "key", "restore-keys")
        key = given["key"]
        prefixes = (given.get("restore-keys") or "").split()
        fitting = [one for one in self.caches if any(one.startswith(p) for p in prefixes)]
        found = key if key in self.caches else (fitting or [""])[-1]
        if found:
            target = machine.workspace / given["path"]
            shutil.copytree(self.caches[found], target, dirs_exist_ok=True)
        return {"cache-hit": str(found == key).lower()}

    def _save(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        _only(given, "path", "key")
        source, key = machine.workspace / given["path"], given["key"]
        if source.exists() and key not in self.caches:
            self.caches[key] = self.folder / f"cache-{len(self.caches)}"
            shutil.copytree(source, self.caches[key])
        return {}

    def _upload(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        _only(given, "name", "path", "overwrite", "retention-days")
        name, source = given["name"], machine.workspace / given["path"]
        if not source.exists():
            raise StandInError(f"no files were found at {source}")
        if name in self.artifacts and not given.get("overwrite"):
            raise StandInError(f"an artifact called {name} is there already")
        target = self.artifacts[name] = self.folder / f"artifact-{name}"
        shutil.rmtree(target, ignore_errors=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            target.mkdir(parents=True)
            shutil.copy(source, target)
        return {}

    def _download(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        _only(given, "name", "pattern", "merge-multiple", "path")
        pattern = given.get("pattern") or given["name"]
        found = [path for name, path in self.artifacts.items() if fnmatchcase(name, pattern)]
        if not found and "name" in given:
            raise StandInError(f"no artifact is called {pattern}")
        for folder in found:
            shutil.copytree(folder, machine.workspace / given["path"], dirs_exist_ok=True)
        return {}

    def _attest(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        _only(given, "subject-path")
        self.attested += [path.name for path in machine.workspace.glob(given["subject-path"])]
        return {}

    def _publish(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        """By trusted publishing: no password, and the job may ask for an identity."""
        _only(given, "packages-dir", "attestations")
        assert given["attestations"] is True
        assert machine.job.permissions == {"id-token": "write"}, "PyPI trusts an identity alone"
        if self.refused:
            raise StandInError(self.refused)
        folder = machine.workspace / given["packages-dir"]
        self.published += sorted(path.name for path in folder.iterdir())
        return {}

    def _upload_pages(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        _only(given, "path")
        return self._upload(machine, {"name": "github-pages", **given})

    def _deploy_pages(self, machine: Machine, given: dict[str, Any]) -> dict[str, str]:
        _only(given)
        if "github-pages" not in self.artifacts:
            raise StandInError("no artifact is called github-pages")
        self.page = self.artifacts["github-pages"]
        return {"page_url": f"{PAGES}/"}


PAGES = "https://octo.github.io/list"


def _configure_pages(machine: Machine, given: dict[str, Any]) -> dict[str, str]:
    _only(given)
    return {"base_url": PAGES}


def _only(given: Mapping[str, Any], *known: str) -> None:
    assert set(given) <= set(known), f"a stand-in knows no {sorted(set(given) - set(known))}"


def _setup_python(machine: Machine, given: dict[str, Any]) -> dict[str, str]:
    _only(given, "python-version")
    assert isinstance(given["python-version"], str), "3.10 without quotes is 3.1"
    return {}


def _commit(folder: Path, files: Mapping[str, str], message: str) -> None:
    for path in folder.iterdir():
        if path.name != ".git":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8", newline="")
    _git(folder, "add", "--all", "--force")
    _git(folder, "commit", "--quiet", "--allow-empty", "--message", message)


def _git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=GitHub", "-c", "user.email=noreply@github.com")
    subprocess.run(["git", "-C", str(folder), *who, *words], check=True, capture_output=True)
