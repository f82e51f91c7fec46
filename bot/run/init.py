"""The repository of a new list: the files it begins with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from bot.config.readme_file import CONFIG
from bot.lists.read import written_list
from bot.lists.readme.scope.files import is_markdown
from bot.lists.registry.load import shipped_templates
from bot.model.errors import SettingsError
from bot.run.render import draw_documents

_ACTION = "OWNER/listkeeper@COMMIT # VERSION"
_FORM = ".github/ISSUE_TEMPLATE/add-entry.yml"
_OWN_FORM = ".github/ISSUE_TEMPLATE/listkeeper-add.yml"
_REF = re.compile(r"(?:(?P<repository>[\w.-]+/[\w.-]+)@)?(?P<commit>[0-9a-f]{40})", re.ASCII)


@dataclass(frozen=True)
class ActionPin:
    """The commit of the action that a list's workflows name."""

    repository: str
    commit: str
    version: str

    def __str__(self) -> str:
        return f"{self.repository}@{self.commit} # v{self.version}"


def read_pin(ref: str, released: ActionPin) -> ActionPin:
    """The pin requested by `--ref`, or the release of this copy. Raises SettingsError."""
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


def readme_files(action: ActionPin, *, config: bool) -> dict[str, str]:
    """Path → text of what keeps a README that is there already; the settings only where wanted.

    The issue form is the one that a new list gets, under a name that tells whose it is.
    """
    found = dict(_texts(files("bot") / "starter_readme"))
    found[_OWN_FORM] = dict(_texts(files("bot") / "starter"))[_FORM]
    if not config:
        del found[CONFIG]
    return {path: text.replace(_ACTION, str(action)) for path, text in found.items()}


@dataclass(frozen=True)
class Understood:
    """What was read in a hand-written list before anything is set up for it.

    generated  the line (from 1) that says that a tool writes the file, and that line; 0 for none
    """

    files: tuple[str, ...]
    entries: int
    sections: int
    links: int
    links_on_entries: int
    unread: tuple[str, ...]
    generated: tuple[int, str]


def understood(documents: Mapping[str, str]) -> Understood:
    """How listkeeper reads these Markdown files, the README first."""
    written = written_list(documents)
    texts = [path for path in documents if is_markdown(path)]
    on_entries = sum(not link.is_image for record in written.records for link in record.links)
    loose = sum(not link.is_image for link in written.links)
    lines = enumerate(documents[texts[0]].splitlines(), 1)
    return Understood(
        tuple(texts),
        len(written.by_entry),
        len({record.section for record in written.records}),
        on_entries + loose,
        on_entries,
        tuple(f"{one.span.path}:{one.span.line}: {one.why}" for one in written.unread),
        next(
            ((number, line.strip()) for number, line in lines if _GENERATED.search(line)), (0, "")
        ),
    )


_GENERATED = re.compile(
    r"do not edit (?:this file|directly|by hand|manually)|"
    r"(?:auto(?:matically)?[- ]generated|generated (?:automatically|by|from)) "
    r".*(?:file|readme|script|tool|\.ya?ml|\.json|\.csv|best-of)",
    re.IGNORECASE,
)


def _texts(folder: Traversable, above: str = "") -> Iterator[tuple[str, str]]:
    """Names that begin with `dot-` stand for hidden files, which git and packagers obey."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        path = above + re.sub(r"^dot-", ".", item.name)
        if item.is_dir():
            yield from _texts(item, f"{path}/")
        else:
            yield path, item.read_text(encoding="utf-8")
