"""From a URL to the typed identity behind it, and the place inside that identity."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit, urlunsplit

from bot.model.kinds import ARXIV_COPIES, ARXIV_HOSTS, DOI_HOSTS, REFERENCE_KINDS
from bot.model.kinds import Kind as Kind


@dataclass(frozen=True, order=True, slots=True)
class Reference:
    """The identity behind a link. Two spellings of one identity compare equal.

    `key` is the folded identity (`repo:eleutherai/gpt-neo`), `name` the spelling as read.
    """

    key: str
    kind: Kind = field(compare=False)
    name: str = field(compare=False)

    @classmethod
    def of(cls, kind: Kind, name: str) -> Reference:
        """Make a reference; repository and Hub names are compared ignoring case."""
        folded = name.lower() if REFERENCE_KINDS[kind].is_caseless else name
        return cls(f"{kind.value}:{folded}", kind, name)

    @classmethod
    def parse(cls, text: str) -> Reference:
        """Read back `str(reference)`. Raises ValueError for any other text."""
        kind, _, name = text.partition(":")
        return cls.of(Kind(kind), name)

    def __str__(self) -> str:
        return f"{self.kind.value}:{self.name}"


@dataclass(frozen=True, order=True, slots=True)
class Place:
    """Where inside the identity a link points: a branch and path, a fragment, a version.

    `tree` is the undivided text after `/tree/` or `/blob/`: a branch name may hold slashes, so
    only the repository knows where the branch ends and the path begins. Of a paper it is the
    page of another form or copy of it, host and path: `arxiv.org/html/2211.01786`.
    """

    tree: str = ""
    fragment: str = ""
    version: str = ""

    def __str__(self) -> str:
        return f"{self.tree}{'#' + self.fragment if self.fragment else ''}{self.version}"


HERE = Place()


def _place(tree: str = "", fragment: str = "", version: str = "") -> Place:
    """Most links point nowhere inside what they lead to: one place for all of those."""
    return Place(tree, fragment, version) if tree or fragment or version else HERE


@dataclass(frozen=True, slots=True)
class Link:
    """A URL as people wrote it, and what it leads to."""

    url: str
    reference: Reference
    place: Place = HERE


@dataclass(frozen=True, slots=True)
class Query:
    """One reference to query a source about, and the places in it that links name.

    `about` is the entry's name and description in the list: a page that has nothing of it may
    have been taken over.
    """

    reference: Reference
    url: str
    places: frozenset[Place] = frozenset()
    about: str = ""


# First path segments of github.com that are pages and no account. GitHub publishes no list of them;
# `features/copilot` stands in the first list this bot keeps.
_GITHUB_PAGES = frozenset(
    "about account apps blog codespaces collections contact customer-stories customers dashboard "
    "enterprise enterprises events explore features gist issues join login logout marketplace "
    "mobile new notifications organizations orgs pricing pulls readme search security settings "
    "site sponsors stars team topics trending users watching".split()
)
# First path segments of huggingface.co that are no account
# (https://huggingface.co/docs/hub/repositories).
_HUB_PAGES = frozenset(
    "api blog brand changelog chat collections contact datasets docs enterprise huggingface "
    "inference inference-endpoints join kernels learn legal login logout models new "
    "notifications organizations papers posts press pricing privacy search settings shop spaces "
    "storage support tasks terms-of-service transformers welcome".split()
)
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*\Z", re.ASCII)
# https://info.arxiv.org/help/arxiv_identifier.html
_ARXIV_ID = re.compile(r"(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(v\d+)?(?:\.pdf)?\Z")


@lru_cache(maxsize=65_536)
def read_link(url: str) -> Link:
    """What a URL leads to. Never raises: anything that is not recognised is a page."""
    stripped = url.strip()
    try:
        parts = urlsplit(stripped)
        host, port = _host_and_port(parts)
    except ValueError:
        return Link(stripped, Reference.of(Kind.PAGE, stripped))
    if parts.scheme in {"http", "https"} and port in {None, 80, 443}:
        segments = [unquote(part) for part in parts.path.split("/") if part]
        read = _READERS.get(host)
        found = read(segments, parts) if read else None
        if found:
            return Link(stripped, *found)
    page = urlunsplit(parts._replace(fragment=""))
    return Link(stripped, Reference.of(Kind.PAGE, page), _place(fragment=parts.fragment))


def _host_and_port(parts: SplitResult) -> tuple[str, int | None]:
    """Raises ValueError for a port that is no number. Most addresses have a host alone."""
    if _MORE_THAN_HOST.search(parts.netloc):
        return (parts.hostname or "").lower(), parts.port
    return parts.netloc.lower(), None


_MORE_THAN_HOST = re.compile(r"[@:\[\]%]")


def _github(segments: list[str], parts: SplitResult) -> tuple[Reference, Place] | None:
    if len(segments) < 2 or segments[0].lower() in _GITHUB_PAGES:
        return None
    owner, name = segments[0], segments[1].removesuffix(".git")
    if not (_NAME.match(owner) and re.match(r"[\w.-]+\Z", name, re.ASCII)):
        return None
    rest = segments[2:]
    if rest and (rest[0] not in {"tree", "blob"} or len(rest) == 1):
        return None  # an issue, a release, a wiki: a page of its own
    return Reference.of(Kind.REPO, f"{owner}/{name}"), _place("/".join(rest[1:]), parts.fragment)


def _hub(segments: list[str], parts: SplitResult) -> tuple[Reference, Place] | None:
    if not segments:
        return None
    first, rest = segments[0], segments[1:]
    if first == "papers" and len(rest) == 1:
        return _arxiv(["abs", *rest], parts)
    if first == "models" and not rest and parts.query:
        return Reference.of(Kind.SEARCH, parts.query), HERE
    if first == "collections" and len(rest) == 2:
        return Reference.of(Kind.COLLECTION, "/".join(rest)), HERE
    typed = {"datasets": Kind.DATASET, "spaces": Kind.SPACE}.get(first)
    if typed:
        return _hub_repository(typed, rest, parts.fragment)
    if first.lower() in _HUB_PAGES:
        return None
    if not rest:
        return (Reference.of(Kind.ACCOUNT, first), HERE) if _NAME.match(first) else None
    return _hub_repository(Kind.MODEL, segments, parts.fragment)


def _hub_repository(
    kind: Kind, segments: list[str], fragment: str
) -> tuple[Reference, Place] | None:
    if len(segments) < 2 or not all(_NAME.match(part) for part in segments[:2]):
        return None
    rest = segments[2:]
    if rest and (rest[0] not in {"tree", "blob", "resolve"} or len(rest) == 1):
        return None
    return Reference.of(kind, "/".join(segments[:2])), _place("/".join(rest[1:]), fragment)


def _arxiv(segments: list[str], parts: SplitResult) -> tuple[Reference, Place] | None:
    if len(segments) < 2 or segments[0] not in {"abs", "pdf", "html", "ps", "format"}:
        return None
    match = _ARXIV_ID.match("/".join(segments[1:]))
    if not match:
        return None
    host = (parts.hostname or "").lower()
    if segments[0] == "html" or host in ARXIV_COPIES:
        # a page of its own: not every paper has one
        return Reference.of(Kind.PAPER, match[1]), Place("/".join([host, *segments]))
    return Reference.of(Kind.PAPER, match[1]), _place(version=match[2] or "")


def _arxiv_doi(segments: list[str], parts: SplitResult) -> tuple[Reference, Place] | None:
    if len(segments) != 2 or segments[0] != "10.48550":
        return None
    return _arxiv(["abs", re.sub(r"^arxiv\.", "", segments[1], flags=re.IGNORECASE)], parts)


# Which reader knows the addresses of a host. The Hub also has pages of papers.
_READERS: dict[str, Callable[[list[str], SplitResult], tuple[Reference, Place] | None]] = {
    **dict.fromkeys(REFERENCE_KINDS[Kind.REPO].hosts, _github),
    **dict.fromkeys(REFERENCE_KINDS[Kind.MODEL].hosts, _hub),
    **dict.fromkeys(ARXIV_HOSTS, _arxiv),
    **dict.fromkeys(DOI_HOSTS, _arxiv_doi),
}


def home(reference: Reference) -> str:
    """The address of a reference for a browser."""
    return REFERENCE_KINDS[reference.kind].home.replace("{name}", reference.name)


def relocate(link: Link, to: Reference) -> str:
    """The URL of `link` after its reference moved to `to`; the place inside it is kept.

    So is what an address of a repository or of the Hub has behind `?`: `?tab=readme-ov-file`.
    """
    place = _written_place(link) if link.place.tree else ""
    query = split_address(link.url).query
    if query and to.kind is link.reference.kind and to.kind in _WITH_A_QUERY:
        place += f"?{query}"
    if link.place.fragment:
        place += f"#{link.place.fragment}"
    return home(to) + place


_WITH_A_QUERY = frozenset({Kind.REPO, Kind.MODEL, Kind.DATASET, Kind.SPACE})


def _written_place(link: Link) -> str:
    """The branch and path of a link as its address spells them: `C%23` is no `C#`."""
    found = _IN_REPOSITORY.match(split_address(link.url).path)
    if found and "/".join(unquote(part) for part in found[2].split("/") if part) == link.place.tree:
        return f"/{found[1]}/{found[2].rstrip('/')}"
    return f"/tree/{encoded_path(link.place.tree)}"


_IN_REPOSITORY = re.compile(r"(?:/+[^/]+){2,3}?/+(tree|blob|resolve)/+(.*)", re.DOTALL)
_NO_PATH = re.compile(r'[\x00-\x20"#%<>?\\^`{|}]')


def encoded_path(path: str) -> str:
    """A path as it stands in an address: what would end it or is no letter of one is encoded."""
    return _NO_PATH.sub(lambda found: f"%{ord(found[0]):02X}", path)


def search_filters(reference: Reference) -> dict[str, list[str]]:
    """The filters of a Hub search page: `other=glm,thudm` → `{"other": ["glm", "thudm"]}`."""
    pairs = parse_qsl(reference.name)
    return {name: value.split(",") for name, value in pairs}


def page_of(url: str) -> str:
    """The address of a page without its scheme, a leading `www.` and a last slash."""
    return re.sub(r"\Ahttps?://(?:www\.)?", "", url).rstrip("/")


@lru_cache(maxsize=1024)
def site_of(url: str) -> str:
    """The host of an address without a leading `www.`; "" without one."""
    return (split_address(url).hostname or "").removeprefix("www.")


def split_address(url: str) -> SplitResult:
    """The parts of an address. Never raises: one that is no address (`https://[x`) is all path."""
    try:
        return urlsplit(url)
    except ValueError:
        return SplitResult("", "", url, "", "")
