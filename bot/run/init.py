"""The repository of a new list: the files it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.config.readme_file import CONFIG
from bot.config.release import ActionPin as ActionPin
from bot.lists.read import read_state
from bot.lists.readme.understood import understand
from bot.lists.registry.load import shipped_templates
from bot.model.errors import SettingsError
from bot.model.values.understood import Understood
from bot.render.bodies.configure import draw_settings
from bot.run.render import draw_documents, generated_below

_ACTION = "OWNER/listkeeper@COMMIT # VERSION"
_FORM = ".github/ISSUE_TEMPLATE/add-entry.yml"
_OWN_FORM = ".github/ISSUE_TEMPLATE/listkeeper-add.yml"
_REF = re.compile(r"(?:(?P<repository>[\w.-]+/[\w.-]+)@)?(?P<commit>[0-9a-f]{40})", re.ASCII)


def read_pin(ref: str, own: ActionPin) -> ActionPin:
    """The pin requested by `--ref`, or this copy's own. Raises SettingsError."""
    asked = _REF.fullmatch(ref) if ref else None
    if ref and not asked:
        raise SettingsError(
            f"'{ref}' is not a commit, and a tag or a branch may move",
            hint="give all forty digits: --ref SHA, or --ref OWNER/listkeeper@SHA",
        )
    repository = (asked and asked["repository"]) or own.repository
    commit = asked["commit"] if asked else own.commit
    if not (repository and commit):
        raise SettingsError(
            "this copy of listkeeper was not installed from a release or from GitHub, so it does "
            "not know which commit to pin",
            hint="name it: --ref OWNER/listkeeper@SHA, the repository and commit it came from",
        )
    return ActionPin(repository, commit, own.version if commit == own.commit else "")


def page_files(action: ActionPin) -> dict[str, str]:
    """Path → text of the workflow that publishes the page of a list, wherever it stands."""
    found = _texts(files("bot") / "starter_pages")
    return {path: text.replace(_ACTION, str(action)) for path, text in found}


def starter_files(action: ActionPin) -> dict[str, str]:
    """Path → text of every file, with every output up to date."""
    found = {
        path: text.replace(_ACTION, str(action)) for path, text in _texts(files("bot") / "starter")
    }
    return found | draw_documents(shipped_templates() | found)


def workflow_files() -> dict[str, str]:
    """Path → text of every workflow that `init` may write, as shipped: without its pin."""
    shipped = [*_texts(files("bot") / "starter"), *_texts(files("bot") / "starter_readme")]
    return {path: text for path, text in shipped if path.startswith(".github/workflows/")}


def readme_files(
    action: ActionPin, documents: Mapping[str, str], listed: Understood, *, config: bool
) -> dict[str, str]:
    """Path → text of what keeps a README that is there already; the settings only where wanted.

    The issue form is the one that a new list gets, under a name that states whose it is.
    """
    found = dict(_texts(files("bot") / "starter_readme"))
    found[_OWN_FORM] = dict(_texts(files("bot") / "starter"))[_FORM]
    wanted = {path: text.replace(_ACTION, str(action)) for path, text in found.items()}
    if config:
        settings = read_state(documents).settings
        wanted[CONFIG] = draw_settings({**shipped_templates(), **documents}, listed, settings)
    return wanted


def understood(documents: Mapping[str, str], root: Path) -> Understood:
    """What listkeeper makes of a hand-written list, and of what stands around it below `root`."""
    state = read_state(documents)
    return understand(documents, state.written, generated_below(root, state))


def _texts(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """Names that begin with `dot-` stand for hidden files, which git and packagers obey."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = above + re.sub(r"^dot-", ".", item.name)
        if item.is_dir():
            yield from _texts(item, f"{path}/")
        else:
            yield path, item.read_text(encoding="utf-8")
