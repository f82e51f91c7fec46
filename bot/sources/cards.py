"""The links in a card, a readme or a paper's page, which show what belongs to it.

Of a card also how its text restricts the use of what it describes, whatever its licence tag says.

Cards are read at their address on the Hub, readmes by GitHub's API, and a paper's repository from
its page on the Hub (https://huggingface.co/docs/hub/paper-pages).
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

import github
from huggingface_hub import HfApi, hf_hub_url
from huggingface_hub.errors import EntryNotFoundError, HfHubHTTPError
from huggingface_hub.utils import (  # type: ignore[attr-defined]
    build_hf_headers,
    get_session,
    hf_raise_for_status,
)

from bot.model.observation import Facts, Found, Observation, Value
from bot.model.reference import Kind, Query, Reference, home, read_link
from bot.model.values.licences import RESTRICTION
from bot.parsing.anchors import first_heading
from bot.parsing.licence_words import restriction
from bot.parsing.markdown import markdown_links
from bot.sources.http.errors import (
    CLIENT_ERRORS,
    SourceFailure,
    failure_of_error,
    failure_of_status,
)
from bot.sources.http.limits import CARD_LENGTH
from bot.sources.hub.limits import hub_failure

SOURCE = "card"
_LINKED = 20
"""Most references of one kind that are reported."""
_NAMES = {
    Kind.REPO: "repositories",
    Kind.PAPER: "papers",
    Kind.MODEL: "models",
    Kind.DATASET: "datasets",
}
_TYPES = {Kind.MODEL: "model", Kind.DATASET: "dataset", Kind.SPACE: "space"}


class Cards:
    """Models, datasets and Spaces of the Hub, repositories of GitHub, and papers.

    A source of the second round. The Hub's client is the one that `Hub` has set; `client` is
    closed by `close`.
    """

    name = SOURCE

    def __init__(
        self, client: github.Github, token: str | None = None, endpoint: str | None = None
    ) -> None:
        self.requests = 0
        self.notes: list[str] = []
        self._client = client
        self._api = HfApi(endpoint=endpoint, token=token or False, library_name="listkeeper")
        self._headers = build_hf_headers(token=token or False, library_name="listkeeper")
        self._endpoint = endpoint

    def knows(self, reference: Reference) -> bool:
        """References with a card, a readme, or a page on the Hub."""
        return reference.kind in _TYPES or reference.kind in {Kind.REPO, Kind.PAPER}

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query. Never raises."""
        for query in queries:
            self.requests += 1
            reported = self._read(query.reference)
            if isinstance(reported, SourceFailure):
                yield reported.unsure(SOURCE, query, now)
            else:
                yield Found(
                    reference=query.reference,
                    source=SOURCE,
                    at=now,
                    evidence=home(query.reference),
                    facts=reported,
                )

    def close(self) -> None:
        """Close connections."""
        self._client.close()

    def _read(self, reference: Reference) -> Facts | SourceFailure:
        read: Callable[[Reference], Facts] = self._card
        if reference.kind is Kind.PAPER:
            read = self._paper
        elif reference.kind is Kind.REPO:
            read = self._readme
        try:
            return read(reference)
        except github.UnknownObjectException:
            return {}  # it has no readme
        except EntryNotFoundError:
            return {}  # it has no card
        except github.GithubException as error:
            return failure_of_status("GitHub", error.status)
        except CLIENT_ERRORS as error:
            return failure_of_error("the card", error)
        except Exception as error:  # noqa: BLE001 (the outside world never raises)
            return hub_failure(error)

    def _card(self, reference: Reference) -> Facts:
        kind = _TYPES[reference.kind]
        url = hf_hub_url(reference.name, "README.md", repo_type=kind, endpoint=self._endpoint)
        answer = get_session().get(url, headers=self._headers)
        hf_raise_for_status(answer)
        text = answer.text[:CARD_LENGTH]
        words = restriction(text, kind) if kind in {"model", "dataset"} else ""
        return linked(text, reference) | ({RESTRICTION: words} if words else {})

    def _readme(self, reference: Reference) -> Facts:
        path = f"/repos/{reference.name}/readme"
        _, body = self._client.requester.requestJsonAndCheck("GET", path)
        if not isinstance(body, dict) or body.get("encoding") != "base64":
            raise ValueError("the readme is not base64")
        text = base64.b64decode(body["content"]).decode("utf-8", errors="replace")
        heading = first_heading(text[:CARD_LENGTH])
        return linked(text[:CARD_LENGTH], reference) | ({"heading": heading} if heading else {})

    def _paper(self, reference: Reference) -> Facts:
        try:
            page = self._api.paper_info(reference.name)
        except HfHubHTTPError as error:
            if error.response.status_code == 404:
                return {}  # most papers have no page there
            raise
        repo = read_link(str(page.github_repo or "")).reference
        return {"repositories": (repo.name,)} if repo.kind is Kind.REPO else {}


def linked(text: str, own: Reference) -> dict[str, Value]:
    """The references that a Markdown text links to, by kind, in its order, without itself."""
    found: dict[Kind, dict[str, str]] = {kind: {} for kind in _NAMES}
    for spot in markdown_links(text):
        reference = read_link(spot.url).reference
        if reference.kind in found and reference != own:
            found[reference.kind].setdefault(reference.key, reference.name)
    return {_NAMES[kind]: tuple(names.values())[:_LINKED] for kind, names in found.items() if names}
