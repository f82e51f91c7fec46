"""The Hugging Face Hub, asked through huggingface_hub: one call for each reference.

Limits: https://huggingface.co/docs/hub/rate-limits
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import httpx2
from huggingface_hub import HfApi, close_session, set_client_factory
from huggingface_hub.errors import (
    DisabledRepoError,
    GatedRepoError,
    HfHubHTTPError,
    RepositoryNotFoundError,
)
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential

from bot.facts.observation import Observation, Reason, Unsure
from bot.facts.reference import Ask, Kind, Reference
from bot.sources.answer import answered
from bot.sources.hub_facts import (
    Told,
    of_account,
    of_collection,
    of_dataset,
    of_model,
    of_space,
    search_arguments,
)
from bot.sources.hub_limits import Gate, is_passing, status_of, trouble_of
from bot.sources.trouble import Trouble, gone

SOURCE = "hub"
WORKERS = 8
TIMEOUT = 20.0
SEARCHED = 20
"""Models of a search page that are looked at."""
_TRIES = 3


_MODEL: list[Any] = [
    "baseModels",
    "cardData",
    "config",
    "createdAt",
    "disabled",
    "downloads",
    "downloadsAllTime",
    "gated",
    "lastModified",
    "library_name",
    "likes",
    "pipeline_tag",
    "safetensors",
    "tags",
]


class Hub:
    """Models, datasets, Spaces, accounts, collections and search pages of the Hub.

    `token` None asks without one, whatever the machine has stored. The library has one HTTP
    client for the whole process: it is set here, and closed by `close`.
    """

    name = SOURCE

    def __init__(
        self,
        token: str | None = None,
        endpoint: str | None = None,
        *,
        timeout: float = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.notes: list[str] = []
        self._token = token
        self._timeout = timeout
        self._sleep = sleep
        self._gate = Gate(sleep)
        self._api = HfApi(
            endpoint=endpoint, token=token or False, library_name="listkeeper", user_agent=None
        )
        set_client_factory(self._client)

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._gate.requests

    @requests.setter
    def requests(self, value: int) -> None:
        self._gate.requests = value

    def knows(self, reference: Reference) -> bool:
        """Everything that lives on the Hub, papers excepted."""
        return reference.kind in _READERS

    def look(self, asks: Sequence[Ask], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each ask. Never raises."""
        self._gate.start()
        hidden = 0
        with ThreadPoolExecutor(WORKERS) as pool:
            for seen in pool.map(lambda ask: self._look(ask, now), asks):
                hidden += isinstance(seen, Unsure) and seen.reason is Reason.PRIVATE_OR_MISSING
                yield seen
        if hidden:
            self.notes.append(
                f"{hidden} references of the Hub are private, gated or missing: "
                "a token (HF_TOKEN) would tell"
            )

    def close(self) -> None:
        """Let go of connections."""
        close_session()

    def _client(self) -> httpx2.Client:
        hooks: dict[str, list[Callable[..., Any]]]
        hooks = {"request": [self._gate.count], "response": [self._gate.hear]}
        return httpx2.Client(timeout=self._timeout, follow_redirects=True, event_hooks=hooks)

    def _look(self, ask: Ask, now: datetime) -> Observation:
        try:
            there, told = self._patiently(ask.reference)
        except Exception as error:  # noqa: BLE001 (the outside world never raises)
            return self._failed(ask, error, now)
        return answered(SOURCE, ask, there, now, *told)

    def _patiently(self, reference: Reference) -> tuple[Reference, Told]:
        again = Retrying(
            stop=stop_after_attempt(_TRIES),
            wait=wait_exponential(max=8),
            retry=retry_if_exception(is_passing),
            sleep=self._sleep,
            reraise=True,
        )
        return again(self._read, reference)

    def _read(self, reference: Reference) -> tuple[Reference, Told]:
        self._gate.enter()
        try:
            told = _READERS[reference.kind](self, reference)
        except Exception as error:
            self._gate.passed(error)
            raise
        self._gate.passed(None)
        return told

    def _model(self, reference: Reference) -> tuple[Reference, Told]:
        why = "no safetensors weights"
        try:
            info = self._api.model_info(reference.name, expand=_MODEL, timeout=self._timeout)
        except KeyError:  # `safetensors` without `parameters`, which the library relies on
            expand = [name for name in _MODEL if name != "safetensors"]
            info = self._api.model_info(reference.name, expand=expand, timeout=self._timeout)
            why = "the Hub does not describe its weights"
        return Reference.of(Kind.MODEL, info.id), of_model(info, why)

    def _dataset(self, reference: Reference) -> tuple[Reference, Told]:
        info = self._api.dataset_info(
            reference.name,
            expand=[
                "cardData",
                "createdAt",
                "disabled",
                "downloads",
                "gated",
                "lastModified",
                "likes",
                "tags",
            ],
            timeout=self._timeout,
        )
        return Reference.of(Kind.DATASET, info.id), of_dataset(info)

    def _space(self, reference: Reference) -> tuple[Reference, Told]:
        info = self._api.space_info(
            reference.name,
            expand=["createdAt", "disabled", "lastModified", "likes", "runtime", "sdk"],
            timeout=self._timeout,
        )
        return Reference.of(Kind.SPACE, info.id), of_space(info)

    def _account(self, reference: Reference) -> tuple[Reference, Told]:
        """An organisation, else a user, else one of the old models without an owner (`gpt2`)."""
        for overview in (self._api.get_organization_overview, self._api.get_user_overview):
            try:
                told = of_account(overview(reference.name))
            except HfHubHTTPError as error:
                if error.response.status_code != 404:
                    raise
            else:
                return Reference.of(Kind.ACCOUNT, str(told[0]["id"]) or reference.name), told
        return self._model(reference)

    def _collection(self, reference: Reference) -> tuple[Reference, Told]:
        collection = self._api.get_collection(reference.name)
        return Reference.of(Kind.COLLECTION, collection.slug), of_collection(collection)

    def _search(self, reference: Reference) -> tuple[Reference, Told]:
        found = self._api.list_models(limit=SEARCHED, **search_arguments(reference))
        ids = tuple(model.id for model in found)
        return reference, ({"models": len(ids), "first": ids}, {})

    def _failed(self, ask: Ask, error: Exception, now: datetime) -> Observation:
        if isinstance(error, GatedRepoError):
            return _behind(ask, {"gated": True}, "gated: the Hub shows it to members only", now)
        if isinstance(error, DisabledRepoError):
            return _behind(ask, {"disabled": True}, "disabled by the Hub", now)
        if isinstance(error, RepositoryNotFoundError):
            if self._token or ask.reference.kind is Kind.ACCOUNT:
                return gone(SOURCE, ask, now, "the Hub does not know it: deleted or private")
            why = "private, gated or missing: without a token the Hub does not say which"
            return Trouble(Reason.PRIVATE_OR_MISSING, why).unsure(SOURCE, ask, now)
        if status_of(error) == 404 and ask.reference.kind is Kind.COLLECTION:
            return gone(SOURCE, ask, now, "the Hub does not know this collection")
        return trouble_of(error).unsure(SOURCE, ask, now)


_READERS: dict[Kind, Callable[[Hub, Reference], tuple[Reference, Told]]] = {
    Kind.MODEL: Hub._model,
    Kind.DATASET: Hub._dataset,
    Kind.SPACE: Hub._space,
    Kind.ACCOUNT: Hub._account,
    Kind.COLLECTION: Hub._collection,
    Kind.SEARCH: Hub._search,
}


def _behind(ask: Ask, facts: dict[str, Any], why: str, now: datetime) -> Observation:
    """It is there, and nothing more is shown."""
    hidden = ("downloads", "likes", "licence", "created", "modified", "parameters")
    return answered(SOURCE, ask, ask.reference, now, facts, dict.fromkeys(hidden, why))
