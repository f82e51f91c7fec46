"""The one client of the Hub, within its limits, and the meaning of its refusals."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

import httpx2
from huggingface_hub import HfApi, ModelInfo, close_session, hf_hub_url, set_client_factory
from huggingface_hub.errors import (
    DisabledRepoError,
    GatedRepoError,
    RepositoryNotFoundError,
)
from huggingface_hub.utils import (  # type: ignore[attr-defined]
    build_hf_headers,
    get_session,
    hf_raise_for_status,
    http_backoff,
)
from huggingface_hub.utils.logging import set_verbosity

from bot.model.observation import Observation, Reason
from bot.model.reference import Kind, Query
from bot.sources.base import found_or_moved
from bot.sources.http.bounded.clients import HubTransport
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.errors import SourceFailure, gone
from bot.sources.http.patience import HUB_RETRIES
from bot.sources.hub.limits import (
    RequestBudget,
    hub_failure,
    is_passing,
    is_refused_token,
    status_of,
)
from bot.sources.hub.odd import OddModel, read_model

SOURCE = "hub"
MODEL: list[Any] = [
    "baseModels",
    "cardData",
    "config",
    "createdAt",
    "disabled",
    "downloads",
    "downloadsAllTime",
    "evalResults",
    "gated",
    "gguf",
    "lastModified",
    "library_name",
    "likes",
    "model-index",
    "pipeline_tag",
    "safetensors",
    "sha",
    "tags",
]
"""The properties requested for a single model."""
LISTED: list[Any] = [name for name in MODEL if name != "baseModels"]
"""What is queried of each model of a list, which has base models by tags only
(https://huggingface.co/docs/huggingface_hub/package_reference/hf_api#huggingface_hub.HfApi.list_models).
"""
_ODD = (frozenset[str](), frozenset({"safetensors"}), frozenset({"safetensors", "evalResults"}))
"""Properties that are dropped, one after the other, when the library cannot read an answer."""

_T = TypeVar("_T")


class HubClient:
    """Calls of the library, each within the Hub's budget and repeated when that may help.

    The library has one HTTP client for the whole process: it is set here, and closed by `close`.
    """

    def __init__(
        self,
        token: str | None,
        endpoint: str | None,
        timeout: float,
        sleep: Callable[[float], None] | None = None,
        exchange: Exchange | None = None,
        contact: str = "",
    ) -> None:
        self.api = HfApi(
            endpoint=endpoint, token=token or False, library_name="listkeeper", user_agent=None
        )
        self._contact = contact
        self._exchange = exchange or Exchange("the Hub", trusted=(self.api.endpoint,))
        sleep = sleep or self._exchange.time.sleep
        self.gate = RequestBudget(sleep, has_token=bool(token))
        self.timeout = timeout
        self._token = token
        self._sleep = sleep
        set_client_factory(self._client)
        set_verbosity(logging.ERROR)  # failures are reported once, by the run

    def close(self) -> None:
        """Close connections."""
        close_session()
        self._exchange.close()

    def _sign(self, request: httpx2.Request) -> None:
        """Let the library's name for us end with the address of the list."""
        agent = request.headers.get("User-Agent", "")
        if self._contact and self._contact not in agent:  # a redirect has it already
            request.headers["User-Agent"] = f"{agent}; +{self._contact}"

    def _client(self) -> httpx2.Client:
        hooks: dict[str, list[Callable[..., Any]]]
        hooks = {"request": [self.gate.count, self._sign], "response": [self.gate.note_answer]}
        return httpx2.Client(
            transport=HubTransport(self._exchange),
            timeout=self.timeout,
            follow_redirects=True,
            event_hooks=hooks,
        )

    def patiently(
        self, call: Callable[[], _T], again: Callable[[BaseException], bool] = is_passing
    ) -> _T:
        """What the call gives; it is repeated while `again` says that this may help.

        A list is repeated only when the Hub is busy (`is_busy`): a connection that fails is tried
        six times by the library's own paging. Raises what the call raises the last time.
        """
        answer: _T = HUB_RETRIES.retrying(again, self._sleep)(self._once, call)
        return answer

    def _once(self, call: Callable[[], _T]) -> _T:
        self.gate.enter()
        try:
            reported = call()
        except Exception as error:
            self.gate.passed(error)
            raise
        self.gate.passed(None)
        return reported

    def model(self, name: str) -> tuple[ModelInfo, bool]:
        """A model, and whether the Hub describes its weights in a way that can be read."""
        for left_out in _ODD:
            expand = [field for field in MODEL if field not in left_out]
            try:
                info = self.api.model_info(name, expand=expand, timeout=self.timeout)
            except KeyError:  # an answer without what the library relies on
                if left_out == _ODD[-1]:
                    raise
            else:
                return info, not left_out
        raise AssertionError("the last round returns or raises")

    def models(self, most: int, **asked: Any) -> Iterator[ModelInfo | OddModel]:
        """The first `most` models of a listing, page by page as they are wanted.

        `asked` are parameters of the API. The library's own listing ends at the first card that
        it cannot read, which is why its pages are read here.
        """
        return islice(self._listing({**asked, "limit": most, "expand": LISTED}), most)

    def _listing(self, params: dict[str, Any] | None) -> Iterator[ModelInfo | OddModel]:
        url: str | None = f"{self.api.endpoint}/api/models"
        headers = build_hf_headers(token=self._token or False, library_name="listkeeper")
        while url:
            response = http_backoff(
                "GET", url, params=params, headers=headers, timeout=self.timeout
            )
            hf_raise_for_status(response)
            items = response.json()
            if not isinstance(items, list):
                raise TypeError("no list of models")
            yield from (one for one in map(read_model, items) if one)
            url, params = response.links.get("next", {}).get("url"), None

    def config(self, name: str, sha: str) -> dict[str, Any]:
        """The `config.json` of a model as of a commit. Raises when it is not there to be read."""
        url = hf_hub_url(name, "config.json", revision=sha, endpoint=self.api.endpoint)
        headers = build_hf_headers(token=self._token or False, library_name="listkeeper")
        response = get_session().get(url, headers=headers)
        hf_raise_for_status(response)
        config = json.loads(response.text)
        if not isinstance(config, dict):
            raise TypeError("config.json holds no object")
        return config

    def failed(self, query: Query, error: Exception, now: datetime) -> Observation:
        """The observation for an exception."""
        if isinstance(error, GatedRepoError):
            return _behind(query, {"gated": True}, "gated: the Hub shows it to members only", now)
        if isinstance(error, DisabledRepoError):
            return _behind(query, {"disabled": True}, "disabled by the Hub", now)
        if is_refused_token(error, has_token=bool(self._token)):
            return hub_failure(error).unsure(SOURCE, query, now)
        if isinstance(error, RepositoryNotFoundError):
            if self._token or query.reference.kind is Kind.ACCOUNT:
                return gone(SOURCE, query, now, "the Hub does not know it: deleted or private")
            why = "private, gated or missing: without a token the Hub does not say which"
            return SourceFailure(Reason.PRIVATE_OR_MISSING, why).unsure(SOURCE, query, now)
        if status_of(error) == 404 and query.reference.kind is Kind.COLLECTION:
            return gone(SOURCE, query, now, "the Hub does not know this collection")
        return hub_failure(error).unsure(SOURCE, query, now)


def _behind(query: Query, facts: dict[str, Any], why: str, now: datetime) -> Observation:
    """The observation of something that exists, but whose data is not public."""
    hidden = ("downloads", "likes", "licence", "created", "modified", "parameters")
    return found_or_moved(SOURCE, query, query.reference, now, facts, dict.fromkeys(hidden, why))
