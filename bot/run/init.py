"""The repository of a new list: the files it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.lists.registry.load import shipped_templates
from bot.model.errors import SettingsError
from bot.run.render import draw_documents

_ACTION = "OWNER/listkeeper@COMMIT # VERSION"
_REF = re.compile(r"(?:(?P<repository>[\w.-]+/[\w.-]+)@)?(?P<commit>[0-9a-f]{40})", re.ASCII)


@dataclass(frozen=True)
class ActionPin:
    """The one commit of the action that a list's workflows name."""

    repository: str
    commit: str
    version: str

    def __str__(self) -> str:
        return f"{self.repository}@{self.commit} # v{self.version}"


def read_pin(ref: str, released: ActionPin) -> ActionPin:
    """What `--ref` asks for, or what this copy was released as. Raises SettingsError."""
    asked = _REF.fullmatch(ref) if ref else None
    if ref and not asked:
        raise SettingsError(
            f"'{ref}' is no commit to pin; a tag or a branch may move",
            hint="give all forty digits: --ref SHA, or --ref OWNER/listkeeper@SHA",
        )
    repository = (asked and asked["repository"]) or released.repository
    commit = asked["commit"] if asked else released.commit
    if not (repository and commit):
        raise SettingsError(
            "this copy of listkeeper was not released, so it does not know what to pin",
            hint="name it: --ref OWNER/listkeeper@SHA, the repository and commit it came from",
        )
    return ActionPin(repository, commit, released.version)


def starter_files(action: ActionPin) -> dict[str, str]:
    """Path → text of every file, with every output up to date."""
    found = {
        path: text.replace(_ACTION, str(action)) for path, text in _texts(files("bot") / "starter")
    }
    return found | draw_documents(shipped_templates() | found)


def _texts(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """Names that begin with `dot-` stand for hidden ones, which packagers and git would obey."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = above + re.sub(r"^dot-", ".", item.name)
        if item.is_dir():
            yield from _texts(item, f"{path}/")
        else:
            yield path, item.read_text(encoding="utf-8")
