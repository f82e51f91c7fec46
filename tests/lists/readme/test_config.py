"""`.github/listkeeper.yml`, and what a list wants left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config.readme_file import CONFIG
from bot.lists.read import read_state
from bot.lists.readme.home import README_HOME
from bot.lists.readme.scope.disk import read_readme_files
from bot.model.change import LinkEdit
from bot.model.decision import DeadPolicy, Topic
from bot.model.errors import BrokenInputError, InputError, SettingsError, Where

README = """\
# List

## Tools

- [Alpha](https://github.com/a/alpha) - One.
- [Beta](https://github.com/b/beta) - Two. <!-- listkeeper:ignore -->

## Archive

<!-- listkeeper:ignore -->

- [Gamma](https://github.com/c/gamma) - Three.

### Older

- [Delta](https://github.com/d/delta) - Four.

## More

- [Epsilon](https://example.com/epsilon) - Five.
"""


def names(config: str = "") -> list[str]:
    files = {"README.md": README, **({CONFIG: config} if config else {})}
    return [entry.name for entry in read_state(files).registry.entries]


def test_a_comment_leaves_its_row_alone_and_all_below_its_heading() -> None:
    assert names() == ["Alpha", "Epsilon"]


IGNORE = "<!-- listkeeper:ignore -->"
A, B, C = (f"- [{name}](https://{name.lower()}.example)\n" for name in "ABC")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (f"## T\n{IGNORE}\n\n### S\n\n{A}\n### S2\n\n{B}\n## U\n\n{C}", "C"),
        (f"## T {IGNORE}\n\n### S\n\n{A}\n### S2\n\n{B}\n## U\n\n{C}", "C"),
        (f"T\n-\n{IGNORE}\n\n{A}\nU\n-\n\n{B}{C}", "BC"),
        (f"<h2>T</h2>\n\n{IGNORE}\n\n{A}\n<h2>U</h2>\n\n{B}{C}", "BC"),
        (f"## T\n{IGNORE}\n\nNothing yet.\n\n## U\n\n{A}{B}", "AB"),
        (f"## T\n{IGNORE}\n\n{A}\n## T\n\n{B}{C}", "BC"),
        (f"# L\n{IGNORE}\n\n## T\n\n{A}\n## U\n\n{B}{C}", ""),
        (f"{A.strip()}\n  {B.strip()} {IGNORE}\n{C}", "AC"),
        (f"{A.strip()} {IGNORE}\n  {B}{C}", "BC"),
        (f"- [A](https://a.example)\n  {B}\n  {IGNORE}\n\n{C}", "BC"),
        (f"<details><summary>T</summary>\n{IGNORE}\n\n{A}\n</details>\n\n{B}{C}", "BC"),
        (f"**T**\n\n{IGNORE}\n\n{A}\n**U**\n\n{B}{C}", "BC"),
    ],
)
def test_what_a_comment_is_about(text: str, kept: str) -> None:
    state = read_state({"README.md": text})
    assert "".join(entry.name for entry in state.registry.entries) == kept


def test_links_in_prose_below_an_ignored_heading_are_left_alone() -> None:
    text = f"# L\n\n## T\n{IGNORE}\n\nSee [it](https://a.example).\n\n## U\n\n{B}"
    written = read_state({"README.md": text}).written
    assert (written.links, [one.span.line for one in written.unread]) == ((), [6])


def test_what_is_left_alone_is_named_with_its_line() -> None:
    unread = read_state({"README.md": README}).written.unread
    assert [one.span.line for one in unread] == [6, 12, 16]


@pytest.mark.parametrize("pattern", ["more", "https://example.com/*", "page:*epsilon", "M?re"])
def test_settings_leave_headings_ids_and_addresses_alone(pattern: str) -> None:
    assert names(f"version: 1\nignore: ['{pattern}']\n") == ["Alpha"]


def test_a_heading_that_is_left_alone_in_a_translation_keeps_its_bytes() -> None:
    row = "- [A](https://github.com/old/a)\n"
    config = "version: 1\nignore: [Ablage]\n"
    files = {"README.md": f"# L\n\n{row}", "README.de.md": f"# Ablage\n\n{row}", CONFIG: config}
    edit = LinkEdit(
        "x", Where("README.md", 3, 8), "https://github.com/old/a", "https://github.com/new/a"
    )
    after, refused = README_HOME.edit(files, [edit])
    assert not refused
    assert after == {**files, "README.md": "# L\n\n- [A](https://github.com/new/a)\n"}


def test_all_settings() -> None:
    config = """\
version: 1
topics: [moved, dead]
dead: note
pins:
  https://github.com/a/alpha: {venue: the authors asked for it}
  page:https://example.com/epsilon: {size: ours}
policy: {dead_after_misses: 5}
links:
  exclude: [{pattern: "https://example.com/*", reason: blocks robots}]
"""
    state = read_state({"README.md": README, CONFIG: config})
    assert state.settings.topics == {Topic.MOVED, Topic.DEAD}
    assert state.settings.dead is DeadPolicy.NOTE
    assert state.settings.policy.dead_after_misses == 5
    assert [rule.reason for rule in state.settings.rules.exclude] == ["blocks robots"]
    pins = {entry.name: dict(entry.pins) for entry in state.registry.entries}
    assert pins == {"Alpha": {"venue": "the authors asked for it"}, "Epsilon": {"size": "ours"}}


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("version: 2\n", r"\.github/listkeeper\.yml:1: version"),
        ("version: 1\nded: note\n", r"\.github/listkeeper\.yml:2: .*ded"),
        ("version: 1\ndead: bury\n", r"\.github/listkeeper\.yml:2: dead"),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(config: str, message: str) -> None:
    with pytest.raises(BrokenInputError, match=message):
        read_state({"README.md": README, CONFIG: config})


@pytest.mark.parametrize(
    ("config", "line", "message", "hint"),
    [
        ("ignore: [Archives]", 2, "ignore: 'Archives' fits no heading", "did you mean 'Archive'?"),
        ("ignore:\n  - Tools\n  - docs/*.md", 4, "ignore: 'docs/*.md' fits no heading, file", ""),
        ("ignore: [readme*]", 2, "ignore: 'readme*' fits no heading", ""),
        ("pins: {'repo:a/alpah': {venue: x}}", 2, "pins: 'repo:a/alpah' is no entry",
         "did you mean 'repo:a/alpha'?"),
        ("pins:\n  https://github.com/a/beta: {venue: x}", 3, "pins: 'https://github.com/a/beta'",
         "did you mean 'https://github.com/b/beta'?"),
        ("pins:\n  repo:a/alpha:\n    vennue: x", 4, "pins: there is no field 'vennue'",
         "did you mean 'venue'?"),
    ],
)  # fmt: skip
def test_a_setting_about_nothing_is_a_warning(
    config: str, line: int, message: str, hint: str
) -> None:
    readme = README.replace(" <!-- listkeeper:ignore -->", "")
    (found,) = read_state({"README.md": readme, CONFIG: f"version: 1\n{config}\n"}).warnings
    assert found.startswith(f".github/listkeeper.yml:{line}: {message}")
    assert hint in found


@pytest.mark.parametrize(
    "config",
    [
        "ignore: [tools, '*chive', README.md, '*.md', 'repo:*', 'https://example.com/*']",
        "ignore: [Older]",
        "ignore: [Epsilon]\npins: {'page:https://example.com/epsilon': {links.site: x, stars: y}}",
        "pins: {'https://github.com/a/alpha': {code: x, description: y}}",
    ],
)
def test_a_setting_about_something_is_none(config: str) -> None:
    text = README.replace("## More", "## Epsilon")
    state = read_state({"README.md": text, CONFIG: f"version: 1\n{config}\n"})
    assert not state.warnings


def test_a_former_name_is_one_of_the_list() -> None:
    config = "version: 1\nignore: ['repo:old/beta']\npins: {'repo:old/alpha': {venue: x}}\n"
    former = {
        "repo:a/alpha": ["repo:old/alpha"],
        "page:https://example.com/epsilon": ["repo:old/beta"],
    }
    assert not README_HOME.read({"README.md": README, CONFIG: config}, former).warnings


@pytest.mark.parametrize("pattern", ["More", "https://more.example", "*more.*"])
def test_links_in_prose_that_the_settings_name_are_left_alone(pattern: str) -> None:
    text = f"# L\n\n## More\n\nWords and [more](https://more.example) words.\n\n## List\n\n{A}"
    config = f"version: 1\nignore: ['{pattern}']\n"
    state = read_state({"README.md": text, CONFIG: config})
    assert [entry.name for entry in state.registry.entries] == ["A"]
    assert not state.written.links
    assert [one.span.line for one in state.written.unread] == [5]
    assert not state.warnings


@pytest.mark.parametrize(("pattern", "kept"), [("docs/*", "AC"), ("*.zh.md", "AB"), ("R*", "ABC")])
def test_files_that_the_settings_leave_alone(pattern: str, kept: str) -> None:
    files = {"README.md": A, "docs/more.md": B, "README.zh.md": C}
    state = read_state({**files, CONFIG: f"version: 1\nignore: ['{pattern}']\n"})
    assert "".join(sorted(entry.name for entry in state.registry.entries)) == kept


SHARED = "# L\n\n- [A][x] - One.\n- [B][x] - Two.{} [more](https://more.example)\n\n[x]: https://x.example\n"


@pytest.mark.parametrize(
    ("text", "config"),
    [
        (SHARED.format(f" {IGNORE}"), ""),
        (SHARED.format(""), "version: 1\nignore: ['https://more.example']\n"),
        (f"{SHARED.format('')}\n## P\n\nSee [this][x] page.\n", "version: 1\nignore: [P]\n"),
        (f"{SHARED.format('')}\n## P\n{IGNORE}\n\nSee [this][x] page.\n", ""),
    ],
)
def test_a_definition_that_a_row_left_alone_shares_is_not_edited(text: str, config: str) -> None:
    files = {"README.md": text, CONFIG: config}
    at = text.encode().index(b"https://x.example")
    edit = LinkEdit("x", Where("README.md", 6, at + 1), "https://x.example", "https://new.example")
    after, refused = README_HOME.edit(files, [edit])
    assert refused == [edit]
    assert after == files
    free = {"README.md": SHARED.format(""), CONFIG: ""}
    after, refused = README_HOME.edit(free, [edit])
    assert not refused
    assert after["README.md"].endswith("[x]: https://new.example\n")


LINKS = "".join(f"- [n{n}](https://example.com/{n})\n" for n in range(15))


def tree(root: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(text.encode("utf-8", "surrogateescape"))


def test_default_files(tmp_path: Path) -> None:
    readme = "[more](docs/more.md) [few](few.md) [how](CONTRIBUTING.md)\n"
    others = {
        "README-zh.md": "- [a](https://example.com/a)\n",
        "docs/more.md": LINKS,
        "docs/more.zh-CN.md": LINKS,
        "few.md": "- [a](https://example.com/a)\n",
        "CONTRIBUTING.md": LINKS,
        "unlinked.md": LINKS,
        ".github/notes.md": LINKS,
        "zh/README.md": "- [a](https://example.com/a)\n",
    }
    tree(tmp_path, {"README.md": readme, **others})
    found = list(read_readme_files(tmp_path))
    assert found == [
        "README.md",
        "README-zh.md",
        "docs/more.md",
        "zh/README.md",
        "docs/more.zh-CN.md",
    ]


def test_files_of_the_settings_replace_the_usual_ones(tmp_path: Path) -> None:
    config = "version: 1\nfiles: [list.md, 'pages/*.md']\n"
    tree(tmp_path, {"README.md": "", "list.md": "", "pages/one.md": "", CONFIG: config})
    assert list(read_readme_files(tmp_path)) == ["list.md", "pages/one.md", CONFIG]


def test_a_file_of_the_settings_that_is_not_there(tmp_path: Path) -> None:
    tree(tmp_path, {"README.md": "", CONFIG: "version: 1\nfiles:\n  - lost.md\n"})
    with pytest.raises(InputError, match=r"listkeeper\.yml:3: 'files' names no Markdown file"):
        read_readme_files(tmp_path)


def test_what_is_no_markdown_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no list here"):
        read_readme_files(tmp_path)
    tree(tmp_path, {"README.rst": ""})
    for named in ("README.rst", ""):
        with pytest.raises(SettingsError, match=r"README\.rst is not Markdown"):
            read_readme_files(tmp_path, named)


def test_bytes_that_are_no_text_stay(tmp_path: Path) -> None:
    raw = b"- [a](https://github.com/a/a) \xff\xfe\r\n"
    (tmp_path / "README.md").write_bytes(raw)
    (text,) = read_readme_files(tmp_path).values()
    assert text.encode("utf-8", "surrogateescape") == raw
