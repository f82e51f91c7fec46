"""The Hugging Face Hub, queried through huggingface_hub.

Limits: https://huggingface.co/docs/hub/rate-limits
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from huggingface_hub.errors import HfHubHTTPError

from bot.model.observation import Observation, Reason, Unsure
from bot.model.options.watch import Watch
from bot.model.reference import Kind, Query, Reference
from bot.sources.base import found_or_moved
from bot.sources.http.bounded.exchange import Exchange
from bot.sources.http.cache import Cache
from bot.sources.http.limits import HUB_ANSWER
from bot.sources.hub.client import SOURCE, HubClient
from bot.sources.hub.facts import (
    Described,
    of_account,
    of_collection,
    of_dataset,
    of_space,
    search_arguments,
)
from bot.sources.hub.models import WORKERS, Models
from bot.sources.hub.places import with_places
from bot.sources.hub.search import search

SEARCHED = 20
"""Models of a search page that are looked at."""


class Hub:
    """Models, datasets, Spaces, accounts, collections and search pages of the Hub.

    `token` None asks without one, whatever the machine has stored; `cache` keeps what is known of
    models (see `Models`).
    """

    name = SOURCE

    def __init__(
        self,
        token: str | None = None,
        endpoint: str | None = None,
        *,
        cache: Cache | None = None,
        timeout: float = HUB_ANSWER,
        sleep: Callable[[float], None] | None = None,
        exchange: Exchange | None = None,
        contact: str = "",
    ) -> None:
        self.notes: list[str] = []
        self._cache = cache or Cache()
        self._client = HubClient(token, endpoint, timeout, sleep, exchange, contact)
        self._models = Models(self._client, self._cache)

    @property
    def requests(self) -> int:
        """Requests sent so far."""
        return self._client.gate.requests

    def knows(self, reference: Reference) -> bool:
        """Everything on the Hub except papers."""
        return reference.kind is Kind.MODEL or reference.kind in _READERS

    def look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        """Exactly one observation for each query. Never raises."""
        self._client.gate.start()
        hidden = refused = 0
        of = {query.reference: query for query in queries if query.places}
        for found in self._look(queries, now):
            query = of.get(found.reference)
            seen = with_places(self._client, query, found) if query else found
            refused += isinstance(seen, Unsure) and seen.reason is Reason.LOGIN
            hidden += isinstance(seen, Unsure) and seen.reason is Reason.PRIVATE_OR_MISSING
            yield seen
        if self._models.stood:
            self.notes.append(
                f"{self._models.stood} models were not queried today: the Hub's answers of the "
                "last week are used"
            )
        if refused:
            self.notes.append(
                f"{refused} references of the Hub were not answered: it does not accept the token. "
                "Renew HF_TOKEN, or unset it to query without one"
            )
        if hidden:
            self.notes.append(
                f"{hidden} references of the Hub are private, gated or missing: "
                "a token (HF_TOKEN) would show which"
            )

    def search(self, watches: Sequence[Watch], now: datetime) -> Iterator[Observation]:
        """`Found` for each model that the watches find, once, its newest first for each watch.

        The fact `watches` names which found it. A watch that could not be searched comes as
        `Unsure` (or `Gone`) of `watch.reference`; one that finds nothing is silent. Never raises.
        """
        self._client.gate.start()
        yield from search(self._client, self._models, watches, now)

    def close(self) -> None:
        """Let go of connections and write the cache."""
        self._cache.save()
        self._client.close()

    def _look(self, queries: Sequence[Query], now: datetime) -> Iterator[Observation]:
        models = [query for query in queries if query.reference.kind is Kind.MODEL]
        others = [query for query in queries if query.reference.kind is not Kind.MODEL]
        yield from self._models.look(models, now)
        with ThreadPoolExecutor(WORKERS) as pool:
            yield from pool.map(lambda query: self._other(query, now), others)

    def _other(self, query: Query, now: datetime) -> Observation:
        read = _READERS[query.reference.kind]
        try:
            there, reported = self._client.patiently(lambda: read(self, query.reference))
        except Exception as error:  # noqa: BLE001 (the outside world never raises)
            return self._client.failed(query, error, now)
        return found_or_moved(SOURCE, query, there, now, *reported)

    def _dataset(self, reference: Reference) -> tuple[Reference, Described]:
        info = self._client.api.dataset_info(
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
            timeout=self._client.timeout,
        )
        return Reference.of(Kind.DATASET, info.id), of_dataset(info)

    def _space(self, reference: Reference) -> tuple[Reference, Described]:
        info = self._client.api.space_info(
            reference.name,
            expand=["createdAt", "disabled", "lastModified", "likes", "runtime", "sdk"],
            timeout=self._client.timeout,
        )
        return Reference.of(Kind.SPACE, info.id), of_space(info)

    def _account(self, reference: Reference) -> tuple[Reference, Described]:
        """An organisation, else a user, else one of the old models without an owner (`gpt2`)."""
        api = self._client.api
        for overview in (api.get_organization_overview, api.get_user_overview):
            try:
                reported = of_account(overview(reference.name))
            except HfHubHTTPError as error:
                if error.response.status_code != 404:
                    raise
            else:
                return Reference.of(
                    Kind.ACCOUNT, str(reported[0]["id"]) or reference.name
                ), reported
        info, described = self._client.model(reference.name)
        return Reference.of(Kind.MODEL, info.id), self._models.reported(info, described=described)

    def _collection(self, reference: Reference) -> tuple[Reference, Described]:
        collection = self._client.api.get_collection(reference.name)
        return Reference.of(Kind.COLLECTION, collection.slug), of_collection(collection)

    def _search(self, reference: Reference) -> tuple[Reference, Described]:
        found = self._client.api.list_models(limit=SEARCHED, **search_arguments(reference))
        ids = tuple(model.id for model in found)
        return reference, ({"models": len(ids), "first": ids}, {})


_READERS: dict[Kind, Callable[[Hub, Reference], tuple[Reference, Described]]] = {
    Kind.DATASET: Hub._dataset,
    Kind.SPACE: Hub._space,
    Kind.ACCOUNT: Hub._account,
    Kind.COLLECTION: Hub._collection,
    Kind.SEARCH: Hub._search,
}
