"""The world itself: strict both ways, and lived in by the four real clients."""

from __future__ import annotations

import arxiv  # type: ignore[import-untyped]
import httpx
import pytest
from github import Auth, Github, UnknownObjectException
from huggingface_hub import HfApi
from huggingface_hub.errors import RepositoryNotFoundError

from tests.world.fixtures import MakeWorld
from tests.world.world import GITHUB_TOKEN, HUB_TOKEN, UNEXPECTED

SCENARIO = {
    "repos": {"new/name": {"stars": 7}},
    "renames": {"old/name": "new/name"},
    "hub": {
        "models": {"o/m": {"downloads": 3, "gated": "manual", "tags": ["glm"]}},
        "renamed": {"p/m": "o/m"},
    },
    "papers": {"2305.14314": {"title": "QLoRA", "published": "2023-05-23"}},
    "pages": {
        "pages": {
            "https://a.example/": {"title": "A"},
            "https://b.example/": {"to": "https://a.example/"},
        },
        "hosts": {"dead.example": {"dead": True}},
    },
    "wayback": {"https://c.example/": [["20230519080000", 200]]},
}


def test_httpx_lives_in_it(world: MakeWorld) -> None:
    box = world(SCENARIO)
    with httpx.Client(follow_redirects=True) as client:
        answer = client.get("https://b.example/")
    assert [hop.status_code for hop in [*answer.history, answer]] == [301, 200]
    assert box.count("b.example") == box.count("a.example") == 1


def test_pygithub_lives_in_it(world: MakeWorld) -> None:
    world(SCENARIO)
    client = Github(auth=Auth.Token(GITHUB_TOKEN), retry=None, seconds_between_requests=None)
    with client:
        assert client.get_repo("old/name").full_name == "new/name"
        with pytest.raises(UnknownObjectException):
            client.get_repo("no/where")


def test_huggingface_hub_lives_in_it(world: MakeWorld) -> None:
    world(SCENARIO)
    api = HfApi(token=HUB_TOKEN)
    info = api.model_info("p/m", expand=["downloads", "gated"])
    assert (info.id, info.downloads, info.gated) == ("o/m", 3, "manual")
    assert [model.id for model in api.list_models(filter=["glm"], limit=5)] == ["o/m"]
    with pytest.raises(RepositoryNotFoundError):
        api.model_info("no/where")


def test_arxiv_lives_in_it(world: MakeWorld) -> None:
    world(SCENARIO)
    client = arxiv.Client(delay_seconds=0, num_retries=0)
    results = list(client.results(arxiv.Search(id_list=["2305.14314", "2305.99999"])))
    client._session.close()
    assert [(result.title, result.get_short_id()) for result in results] == [
        ("QLoRA", "2305.14314v1")
    ]


def test_an_unexpected_request_fails(world: MakeWorld) -> None:
    box = world(SCENARIO)
    assert httpx.get("https://nobody.example/").status_code == UNEXPECTED
    with pytest.raises(AssertionError, match=r"unexpected: GET https://nobody\.example/"):
        box.check()
    box.unexpected.clear()


def test_an_expected_request_that_never_came_fails(world: MakeWorld) -> None:
    box = world(SCENARIO)
    box.expect("GET", "https://a.example/")
    with pytest.raises(AssertionError, match=r"never came: GET https://a\.example/"):
        box.check()
    httpx.get("https://a.example/")
    box.check()


def test_a_request_against_githubs_contract_fails(world: MakeWorld) -> None:
    box = world(SCENARIO)
    headers = {"Authorization": f"Bearer {GITHUB_TOKEN}"}
    url = f"https://api.github.com/repos/{box.github.name}/pulls"
    httpx.post(url, json={"title": 3, "head": "x", "base": "main"}, headers=headers)
    with pytest.raises(AssertionError, match="against GitHub's contract"):
        box.check()
    box.github.violations.clear()


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("reset", httpx.TransportError),
        ("empty", httpx.RemoteProtocolError),
        ("truncate", httpx.HTTPError),
    ],
)
def test_faults(fault: str, error: type[Exception], world: MakeWorld) -> None:
    box = world(SCENARIO)
    box.fault("a.example", fault=fault, times=1)
    with pytest.raises(error):
        httpx.get("https://a.example/")
    assert httpx.get("https://a.example/").status_code == 200


def test_a_dead_host_is_reported_as_by_a_companys_proxy(world: MakeWorld) -> None:
    world(SCENARIO)
    with pytest.raises(httpx.ProxyError, match="502"):
        httpx.get("https://dead.example/")


def test_the_archive_knows_captures(world: MakeWorld) -> None:
    world(SCENARIO)
    index = "https://web.archive.org/cdx/search/cdx"
    known = httpx.get(index, params={"url": "https://c.example/", "output": "json"}).json()
    assert [row[1] for row in known] == ["timestamp", "20230519080000"]
    assert httpx.get(index, params={"url": "https://d.example/", "output": "json"}).json() == []
