"""Which files of a repository a hand-written list consists of."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from urllib.parse import unquote

from bot.parsing.source.document import read_document
from bot.parsing.source.links import is_external

_LANGUAGE = re.compile(
    r"(?P<stem>.*?)[-_.](?P<tag>[a-z]{2}(?:[-_][A-Za-z]{2,4})?|zh-?[A-Za-z]*|cn|jp|kr)\Z",
    re.IGNORECASE,
)
_LANGUAGE_FOLDER = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?\Z", re.IGNORECASE)
_NEVER = re.compile(
    r"(?:.*/)?(?:contributing|changelog|changes|history|security|code[_-]of[_-]conduct|license|licence|"
    r"pull_request_template|issue_template|authors|contributors)(?:[-_.][\w-]+)?\.\w+\Z|\.github/.*",
    re.IGNORECASE,
)
MARKDOWN = (".md", ".markdown", ".mdx", ".mkd", ".qmd")
"""Suffixes of Markdown files, in lower case."""
_FEWEST_LINKS = 15


def is_markdown(path: str) -> bool:
    """Whether a file that somebody chose is read as Markdown: by its suffix, or if it has none."""
    return posixpath.splitext(path)[1].lower() in {*MARKDOWN, ""}


def readme_of(paths: Iterable[str]) -> str:
    """The path of the most likely README of the list, at the root or in docs/; or empty."""
    names = {path.lower(): path for path in sorted(paths, reverse=True)}
    for folder in ("", "docs/"):
        for name in ("readme.md", "readme.markdown", "readme.mdx"):
            if folder + name in names:
                return names[folder + name]
    return ""


@lru_cache(maxsize=1024)
def base_name(path: str) -> str:
    """A path without its language: the same for `README-zh.md`, `zh/README.md` and `README.md`."""
    folder, name = posixpath.split(path)
    stem, suffix = posixpath.splitext(name)
    found = _LANGUAGE.match(stem)
    parts = [part for part in folder.split("/") if part and not _LANGUAGE_FOLDER.match(part)]
    return "/".join([*parts, (found["stem"] if found else stem).lower() + suffix.lower()])


def default_files(readme: str, files: Mapping[str, str]) -> list[str]:
    """The README, its translations, and the pages it links to that hold at least 15 links."""
    if readme not in files:
        return []
    base = base_name(readme)
    chosen = [readme]
    others = [
        path
        for path in sorted(files)
        if path != readme and path.lower().endswith(MARKDOWN) and not _NEVER.match(path)
    ]
    linked = _linked(readme, files[readme])
    for path in others:
        is_translation = base_name(path) == base
        if is_translation or (path in linked and _holds_a_list(files[path])):
            chosen.append(path)
    chosen += [
        path
        for path in others
        if path not in chosen
        and base_name(path) in {base_name(one) for one in chosen}
        and _has_language(path)
        and _holds_a_list(files[path])
    ]
    return chosen


def _has_language(path: str) -> bool:
    stem = posixpath.splitext(posixpath.basename(path))[0]
    return bool(_LANGUAGE.match(stem)) or any(map(_LANGUAGE_FOLDER.match, path.split("/")[:-1]))


def _linked(readme: str, text: str) -> set[str]:
    """The files that a README links to, relative to the root."""
    folder = posixpath.dirname(readme)
    urls = (link.url.partition("#")[0].partition("?")[0] for link in read_document(text).links)
    return {
        posixpath.normpath(posixpath.join(folder, unquote(url).lstrip("/")))
        for url in urls
        if url and not is_external(url)
    }


def _holds_a_list(text: str) -> bool:
    external = (
        link for link in read_document(text).links if is_external(link.url) and not link.is_image
    )
    return sum(1 for _ in external) >= _FEWEST_LINKS
