"""What a release needs of this repository: its number agreed on, its notes, its own address.

python tools/release.py check v1.2.3
python tools/release.py notes v1.2.3
python tools/release.py stamp OWNER/listkeeper SHA
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent


def check(tag: str, pyproject: str, changelog: str) -> None:
    """Raise SystemExit unless the tag, the package and the changelog agree."""
    version = tomllib.loads(pyproject)["project"]["version"]
    if tag != f"v{version}":
        raise SystemExit(f"the tag is {tag}, but pyproject.toml says {version}: mend one of them")
    notes(tag, changelog)


def notes(tag: str, changelog: str) -> str:
    """The changelog's section of that version. Raises SystemExit when there is none."""
    heading = re.escape(f"## [{tag.removeprefix('v')}]")
    found = re.search(rf"^{heading}[^\n]*\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if not found or not found[1].strip():
        raise SystemExit(f"CHANGELOG.md has no section {tag.removeprefix('v')}: write it first")
    return found[1].strip()


def stamp(module: str, repository: str, commit: str) -> str:
    """`bot/config/release.py` as the release has it."""
    for name, value in (("REPOSITORY", repository), ("COMMIT", commit)):
        module = re.sub(rf'^{name} = ".*"$', f'{name} = "{value}"', module, flags=re.MULTILINE)
    return module


def main(words: list[str]) -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    match words:
        case ["check", tag]:
            check(tag, (ROOT / "pyproject.toml").read_text(encoding="utf-8"), changelog)
        case ["notes", tag]:
            print(notes(tag, changelog))
        case ["stamp", repository, commit]:
            path = ROOT / "bot" / "config" / "release.py"
            text = stamp(path.read_text(encoding="utf-8"), repository, commit)
            path.write_text(text, encoding="utf-8")
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
