"""arXiv, the archive and the web, by the scenario."""

from __future__ import annotations

from typing import Any

import arxiv  # type: ignore[import-untyped]
import httpx
import pytest

from tests.world.fixtures import MakeWorld

SMALL: dict[str, Any] = {
    "papers": {
        "2103.10360": {
            "title": "GLM: Blank <Infilling>",
            "v1_title": "All NLP Tasks",
            "versions": 2,
            "published": "2021-03-18",
            "updated": "2022-03-17",
            "authors": ["Zhengxiao Du"],
            "comment": "ACL 2022",
        },
        "2101.10016": {"title": "Gone", "published": "2021-01-25", "withdrawn": True},
    },
    "wayback": {"https://neeva.com/": [["20230501000000"], ["20230701000000", "404"]]},
    "pages": {
        "hosts": {
            "neeva.com": {"dead": True},
            "bad.example": {"certificate": "untrusted"},
            "other.example": {"certificate": "wrong-name"},
        },
        "missing": {"status": 404},
        "pages": {
            "https://a.example/": {"title": "A & B"},
            "http://plain.example/x": {"to": "https://a.example/"},
            "https://b.example/once?q=1": {"title": "Query", "head": 405},
            "https://bad.example/": {},
            "https://other.example/": {},
        },
    },
}


def test_httpx_sees_pages_redirects_and_missing_ones(world: MakeWorld) -> None:
    made = world(SMALL)
    with httpx.Client(follow_redirects=True) as client:
        answer = client.get("http://plain.example/x")
        assert (answer.status_code, str(answer.url)) == (200, "https://a.example/")
        assert "<title>A &amp; B</title>" in answer.text
        assert [hop.status_code for hop in answer.history] == [301]
        assert client.head("https://b.example/once?q=1").status_code == 405
        assert client.get("https://b.example/once?q=1").status_code == 200
        assert client.get("https://b.example/once").status_code == 404
    assert made.count("b.example") == 3
    assert made.count("b.example", "HEAD", "/once") == 1


def test_arxiv_drops_what_it_does_not_know(world: MakeWorld) -> None:
    made = world(SMALL)
    client = arxiv.Client(delay_seconds=0, num_retries=0)
    search = arxiv.Search(id_list=["2101.10016", "2103.10360", "2103.10360v1", "9999.99999"])
    withdrawn, newest, first = client.results(search)
    assert "withdrawn" in (withdrawn.comment or "")
    assert newest.entry_id == "http://arxiv.org/abs/2103.10360v2"
    assert newest.title == "GLM: Blank <Infilling>"
    assert (newest.published.date().isoformat(), newest.comment) == ("2021-03-18", "ACL 2022")
    assert (first.get_short_id(), first.title) == ("2103.10360v1", "All NLP Tasks")
    assert made.count("export.arxiv.org") == 1
    with pytest.raises(arxiv.HTTPError):
        list(client.results(arxiv.Search(id_list=["2103.10360", "abc"])))


def test_arxiv_may_answer_with_a_page(world: MakeWorld) -> None:
    made = world(SMALL)
    made.fault("export.arxiv.org", status=200, body="<html>Rate exceeded.</html>")
    client = arxiv.Client(delay_seconds=0, num_retries=0)
    assert list(client.results(arxiv.Search(id_list=["2103.10360"]))) == []


def test_wayback_has_a_header_row_or_nothing(world: MakeWorld) -> None:
    world(SMALL)
    address = "https://web.archive.org/cdx/search/cdx"
    asked = {"output": "json", "fl": "timestamp,original,statuscode", "limit": "-1"}
    with httpx.Client() as client:
        rows = client.get(
            address, params={**asked, "url": "http://neeva.com", "filter": "statuscode:200"}
        ).json()
        assert rows == [
            ["timestamp", "original", "statuscode"],
            ["20230501000000", "https://neeva.com/", "200"],
        ]
        assert client.get(address, params={**asked, "url": "https://no.example"}).json() == []
        copy = client.get("https://web.archive.org/web/20230501000000/https://neeva.com/")
        assert copy.status_code == 200
