"""One page at unlike hosts: an answer of a network between us and them. Pure.

A captive portal (https://www.rfc-editor.org/rfc/rfc8952), a filter or a proxy with a fault answers
for every host alike: with a page, an error or a redirect to one place. Such an answer says nothing
of a link, so none of it may count, neither as life nor as death.

Sites can be alike for good reasons, too (mirrors, instances of one program, the error page of a
hosting company). So the control page is asked: if it is that very page, it is the network's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import quote

from bot.model.observation import Observation, Reason, Unsure, in_doubt
from bot.model.reference import site_of, split_address
from bot.sources.http.addresses import host_of
from bot.sources.web.signs.names import is_front
from bot.sources.web.visit import Visit

_MANY_OF_ONE = 3
"""So many paths of one site with the same page are worth asking the control page."""
_FILTERED = 5
"""So many unlike sites with one page, most of all that answered: a filter that lets the control
page through."""
_ERRORS = range(400, 600)
_WORD = re.compile(r"[^\W_]+")
_FEW_WORDS = 5
_LONGEST = 20
"""Letters of a word; what is longer is a token of a session."""
_READ = 20_000

Sign = tuple[Hashable, ...]


def signs_of(visit: Visit) -> frozenset[Sign]:
    """Marks by which the same answer of another host is recognised: its page and its redirect.

    What a page repeats of the address, and words with digits (sessions, moments, our own address),
    are left aside.
    """
    if visit.failure:
        return frozenset()
    signs: set[Sign] = set()
    if visit.hops and site_of(visit.start) != site_of(visit.final):
        signs.add(("at", visit.final.partition("#")[0].partition("?")[0]))
    words = _words_of(visit)
    is_empty_page = visit.whole and not visit.body and 200 <= visit.status < 300
    if words or is_empty_page:
        signs.add((visit.status, _fingerprint(words)))
    return frozenset(signs)


def _fingerprint(words: Iterable[str]) -> bytes:
    """The same for the same words: those of thousands of pages would not fit into memory."""
    return blake2b("\n".join(sorted(words)).encode(), digest_size=16).digest()


def _words_of(visit: Visit) -> frozenset[str]:
    page = visit.page
    words = _words(f"{page.title} {page.text}" if page else "", visit)
    if len(words) >= _FEW_WORDS:
        return words
    return _words(visit.body[:_READ].decode("utf-8", "replace"), visit)


def _words(text: str, visit: Visit) -> frozenset[str]:
    # a page says most of its words many times, and no address has a blank in it
    once = " ".join({*text[:_READ].lower().split()})
    for part in _asked(visit, is_encoded="%" in once):
        once = once.replace(part, " ")
    return frozenset(
        word
        for word in _WORD.findall(once)
        if len(word) <= _LONGEST and not any(map(str.isdigit, word))
    )


def _asked(visit: Visit, *, is_encoded: bool) -> list[str]:
    """The forms in which a page may repeat the requested address, the longest first."""
    parts = split_address(visit.start.lower())
    spelled = {visit.start.lower(), parts.netloc, parts.path, parts.path.strip("/")}
    if is_encoded:
        spelled |= {quote(one, safe="").lower() for one in spelled}
    return sorted((one for one in spelled if len(one) > 1), key=len, reverse=True)


@dataclass(frozen=True)
class _Answer:
    """The answer of one address that is not reported yet; `signs` are those of `signs_of`."""

    start: str
    signs: frozenset[Sign]
    seen: tuple[Observation, ...]


class SamePages:
    """Keeps the latest answers, and all that share a page, until the end of the run."""

    def __init__(self) -> None:
        self._recent: list[_Answer] = []
        self._older: list[_Answer] = []
        self._held: list[_Answer] = []
        self._starts: defaultdict[Sign, set[str]] = defaultdict(set)
        self._sites: set[str] = set()
        self.note = ""

    def passed(self, visit: Visit, seen: Sequence[Observation]) -> list[Observation]:
        """Take the answer of another address; what can be reported at once."""
        signs = signs_of(visit)
        if not signs:
            return list(seen)
        self._sites.add(site_of(visit.start))
        for sign in signs:
            self._starts[sign].add(visit.start)
        self._recent.append(_Answer(visit.start, signs, tuple(seen)))
        return []

    def aged(self) -> list[Observation]:
        """What can be reported a while later: answers that no other was like meanwhile.

        Each one waits from the call after it came to the next.
        """
        older, self._older, self._recent = self._older, self._recent, []
        self._held += [one for one in older if any(map(self._is_shared, one.signs))]
        alone = [one for one in older if not any(map(self._is_shared, one.signs))]
        return [seen for one in alone for seen in one.seen]

    def _is_shared(self, sign: Sign) -> bool:
        starts = self._starts[sign]
        if len(starts) < 2:
            return False
        pages = {one.partition("?")[0] for one in starts}
        return len(pages) >= _MANY_OF_ONE or len(_sites(starts)) > 1

    @property
    def in_doubt(self) -> bool:
        """Whether several sites gave the same page: a reason to request the control page."""
        return any(map(self._is_shared, self._starts))

    def rest(self, control: Visit | None) -> list[Observation]:
        """At the end: the kept answers, our network's as unsure. `control` is the known page."""
        answers = [*self._held, *self._older, *self._recent]
        self._held, self._older, self._recent = [], [], []
        known = signs_of(control) if control else frozenset()
        ours = {
            sign
            for sign, starts in self._starts.items()
            if self._is_shared(sign) and self._is_of_the_network(sign, starts, known)
        }
        hosts = {host_of(one.start) for one in answers if one.signs & ours}
        if hosts:
            self.note = _note(hosts)
        return [
            _void(one, len(hosts)) if answer.signs & ours else one
            for answer in answers
            for one in answer.seen
        ]

    def _is_of_the_network(self, sign: Sign, starts: set[str], known: frozenset[Sign]) -> bool:
        """By what the control page was; without it, and past a filter, by the share of the sites.

        A host's own word that nothing is there stands in a network that shows the control page.
        """
        if sign in known:
            return True
        sites = _sites(one for one in starts if not known or not is_front(one))
        fewest = _FILTERED if known else 2
        stands = known and sign[0] in _ERRORS
        return not stands and len(sites) >= fewest and 2 * len(sites) > len(self._sites)


def _sites(addresses: Iterable[str]) -> set[str]:
    return {site_of(one) for one in addresses}


def _note(hosts: set[str]) -> str:
    first, *others = sorted(hosts)
    where = f"{first} and {len(others)} other hosts" if others else first
    return (
        f"{where} answered with one and the same page: something in our own network answers for "
        "them (a login for visitors, a filter, a proxy), so no link counts as alive, moved or gone "
        "by it"
    )


def _void(seen: Observation, hosts: int) -> Unsure:
    same = f"{hosts} hosts have the same page" if hosts > 1 else "a page that is known is the same"
    return in_doubt(seen, Reason.CONNECTION, f"our own network answers for it: {same}")
