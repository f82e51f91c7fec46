"""The Hugging Face Hub, asked through huggingface_hub.

Limits: https://huggingface.co/docs/hub/rate-limits
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from huggingface_hub.errors import HfHubHTTPError

from bot.model.observation import Observation, Reason, Unsure
from bot.model.options.watch import Watch
from bot.model.reference import Ask, Kind, Reference
from bot.sources.base import answered
from bot.sources.http.cache import Cache
from bot.sources.hub.client import SOURCE, Desk
from bot.sources.hub.facts import (
    Told,
    of_account,
    of_collection,
    of_dataset,
    of_space,
    search_arguments,
)
from bot.sources.hub.models import WORKERS, Models
from bot.sources.hub.search import search

TIMEOUT = 20.0
SEARCHED = 20
"""Models of a search page that are looked at."""


class Hub:
    """Models, datasets, Spaces, accounts, collections and search pages of the Hub.

    `token` None asks without one, whatever the machine has stored; `cache` keeps what was told of
    models (see `Models`).
    """

    name = SOURCE

    def __init__(
        self,
        token: str | None = None,
        endpoint: str | None = None,
        *,
        cache: Cache | None = None,
        timeout: float = TIMEOUT,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.notes: list[str] = []
        self._cache = cache or Cache()
        self._desk = Desk(token, endpoint, timeout, sleep)
        self._models = Models(self._desk, self._cache)

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._desk.gate.requests

    @requests.setter
    def requests(self, value: int) -> None:
        self._desk.gate.requests = value

    def knows(self, reference: Reference) -> bool:
        """Everything that lives on the Hub, papers excepted."""
        return reference.kind is Kind.MODEL or reference.kind in _READERS

    def look(self, asks: Sequence[Ask], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each ask. Never raises."""
        self._desk.gate.start()
        hidden = 0
        for seen in self._look(asks, now):
            hidden += isinstance(seen, Unsure) and seen.reason is Reason.PRIVATE_OR_MISSING
            yield seen
        if self._models.stood:
            self.notes.append(
                f"{self._models.stood} models were not asked about today: what the Hub said of "
                "them within the last week stands in"
            )
        if hidden:
            self.notes.append(
                f"{hidden} references of the Hub are private, gated or missing: "
                "a token (HF_TOKEN) would tell"
            )

    def search(self, watches: Sequence[Watch], now: datetime) -> Iterator[Observation]:
        """`Found` for each model that the watches find, once, its newest first for each watch.

        The fact `watches` tells which found it. A watch that could not be searched is told as
        `Unsure` (or `Gone`) of `watch.reference`; one that finds nothing is silent. Never raises.
        """
        self._desk.gate.start()
        yield from search(self._desk, self._models, watches, now)

    def close(self) -> None:
        """Let go of connections and write the cache."""
        self._cache.save()
        self._desk.close()

    def _look(self, asks: Sequence[Ask], now: datetime) -> Iterator[Observation]:
        models = [ask for ask in asks if ask.reference.kind is Kind.MODEL]
        others = [ask for ask in asks if ask.reference.kind is not Kind.MODEL]
        yield from self._models.look(models, now)
        with ThreadPoolExecutor(WORKERS) as pool:
            yield from pool.map(lambda ask: self._other(ask, now), others)

    def _other(self, ask: Ask, now: datetime) -> Observation:
        read = _READERS[ask.reference.kind]
        try:
            there, told = self._desk.patiently(lambda: read(self, ask.reference))
        except Exception as error:  # noqa: BLE001 (the outside world never raises)
            return self._desk.failed(ask, error, now)
        return answered(SOURCE, ask, there, now, *told)

    def _dataset(self, reference: Reference) -> tuple[Reference, Told]:
        info = self._desk.api.dataset_info(
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
            timeout=self._desk.timeout,
        )
        return Reference.of(Kind.DATASET, info.id), of_dataset(info)

    def _space(self, reference: Reference) -> tuple[Reference, Told]:
        info = self._desk.api.space_info(
            reference.name,
            expand=["createdAt", "disabled", "lastModified", "likes", "runtime", "sdk"],
            timeout=self._desk.timeout,
        )
        return Reference.of(Kind.SPACE, info.id), of_space(info)

    def _account(self, reference: Reference) -> tuple[Reference, Told]:
        """An organisation, else a user, else one of the old models without an owner (`gpt2`)."""
        api = self._desk.api
        for overview in (api.get_organization_overview, api.get_user_overview):
            try:
                told = of_account(overview(reference.name))
            except HfHubHTTPError as error:
                if error.response.status_code != 404:
                    raise
            else:
                return Reference.of(Kind.ACCOUNT, str(told[0]["id"]) or reference.name), told
        info, described = self._desk.model(reference.name)
        return Reference.of(Kind.MODEL, info.id), self._models.told(info, described=described)

    def _collection(self, reference: Reference) -> tuple[Reference, Told]:
        collection = self._desk.api.get_collection(reference.name)
        return Reference.of(Kind.COLLECTION, collection.slug), of_collection(collection)

    def _search(self, reference: Reference) -> tuple[Reference, Told]:
        found = self._desk.api.list_models(limit=SEARCHED, **search_arguments(reference))
        ids = tuple(model.id for model in found)
        return reference, ({"models": len(ids), "first": ids}, {})


_READERS: dict[Kind, Callable[[Hub, Reference], tuple[Reference, Told]]] = {
    Kind.DATASET: Hub._dataset,
    Kind.SPACE: Hub._space,
    Kind.ACCOUNT: Hub._account,
    Kind.COLLECTION: Hub._collection,
    Kind.SEARCH: Hub._search,
}
