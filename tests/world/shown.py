"""Pages that a browser sees of what the world's APIs know: files of GitHub, forms of papers.

A scenario's own pages come first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from tests.world.github.repos import Repos
from tests.world.wire import Request, Response

_TREE = re.compile(r"/([\w.-]+/[\w.-]+)/(?:tree|blob)/(.+)\Z")
_PAPER = re.compile(r"/(abs|html)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?\Z")


class ShownSite:
    """github.com below `/tree/` and `/blob/`; arxiv.org and alphaxiv.org.

    A paper has an HTML form where its record says `html: true`, and a copy at alphaxiv.org unless
    it says `alphaxiv: false`.
    """

    def __init__(self, repos: Repos, papers: Mapping[str, Mapping[str, Any]]) -> None:
        self._repos = repos
        self._papers = papers

    def serves(self, host: str) -> bool:
        return host in {"github.com", "arxiv.org", "alphaxiv.org", "ar5iv.org"}

    def answer(self, request: Request) -> Response | None:
        path = unquote(request.path)
        if request.host == "github.com":
            match = _TREE.match(path)
            return _page(self._has_tree(match[1], match[2]), path) if match else None
        match = _PAPER.match(path)
        return _page(self._has_form(request.host, match[1], match[2]), path) if match else None

    def _has_tree(self, name: str, tree: str) -> bool:
        repo = self._repos.find(name)
        if repo is None:
            return False
        parts = tree.split("/")
        splits = (
            ("/".join(parts[:end]), "/".join(parts[end:])) for end in range(1, len(parts) + 1)
        )
        return any(
            (branch := repo.branch_of(name)) and repo.holds(branch, path) for name, path in splits
        )

    def _has_form(self, host: str, form: str, number: str) -> bool:
        paper = self._papers.get(number)
        if paper is None:
            return False
        if host == "arxiv.org":
            return form == "abs" or bool(paper.get("html"))
        return bool(paper.get("alphaxiv", True))


def _page(is_there: bool, title: str) -> Response:
    headers = {"Content-Type": "text/html; charset=utf-8"}
    text = "word " * 120 if is_there else "Not found"
    html = f"<!doctype html><title>{title if is_there else 'Not found'}</title><p>{text}"
    return Response(200 if is_there else 404, headers, html.encode())
