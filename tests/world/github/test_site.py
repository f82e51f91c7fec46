"""The box itself: it answers as GitHub does, and notices what breaks GitHub's contract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.world.github.contract.check import contract
from tests.world.github.site import GITHUB_TOKEN, GitHubSite
from tests.world.wire import Request, Response

REPOS = {
    "acme/Alpha": {
        "id": 7,
        "stars": 8312,
        "license": "MIT",
        "topics": ["llm"],
        "readme": "# Alpha\n",
        "release": {"tag": "v1", "at": "2024-02-02"},
        "paths": {"main": ["data/1.5M"], "llama_v1": []},
        "renamed_from": ["old/alpha"],
    },
    "acme/secret": {"private": True},
    "acme/walled": {"forbidden": True},
    "acme/taken-down": {"blocked": True},
}
TOKEN = {"authorization": f"bearer {GITHUB_TOKEN}"}


@pytest.fixture
def site(tmp_path: Path) -> GitHubSite:
    files = {"README.md": "# List\n"}
    return GitHubSite(
        {"repos": REPOS, "repository": {"name": "octo/list", "files": files}}, tmp_path
    )


def get(site: GitHubSite, path: str, query: str = "", **headers: str) -> Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = site.answer(Request("GET", "https", "api.github.com", path, query, named))
    assert response is not None
    return response


def send(
    site: GitHubSite, method: str, path: str, body: Any, token: str = GITHUB_TOKEN
) -> Response:
    headers = {"authorization": f"bearer {token}"}
    content = json.dumps(body).encode()
    request = Request(method, "https", "api.github.com", path, "", headers, content)
    response = site.answer(request)
    assert response is not None
    return response


def query(site: GitHubSite, query: str, **variables: Any) -> Any:
    response = send(site, "POST", "/graphql", {"query": query, "variables": variables})
    assert response.status == 200
    return json.loads(response.body)


def test_a_repository_by_rest(site: GitHubSite) -> None:
    repository = json.loads(get(site, "/repos/acme/alpha").body)
    assert (repository["full_name"], repository["id"], repository["stargazers_count"]) == (
        "acme/Alpha",
        7,
        8312,
    )
    assert repository["license"]["spdx_id"] == "MIT"
    assert site.violations == []


def test_a_rename_leads_to_the_id(site: GitHubSite) -> None:
    response = get(site, "/repos/old/alpha")
    assert (response.status, response.headers["Location"]) == (
        301,
        "https://api.github.com/repositories/7",
    )
    assert json.loads(get(site, "/repositories/7").body)["full_name"] == "acme/Alpha"
    assert site.violations == []


@pytest.mark.parametrize(
    ("name", "status"),
    [("nobody/nothing", 404), ("acme/secret", 404), ("acme/walled", 403), ("acme/taken-down", 451)],
)
def test_what_is_not_to_be_had(site: GitHubSite, name: str, status: int) -> None:
    assert get(site, f"/repos/{name}").status == status
    assert site.violations == []


def test_an_answer_known_already_is_304_and_free_with_a_token(site: GitHubSite) -> None:
    etag = get(site, "/repos/acme/alpha", **TOKEN).headers["ETag"]
    used = site.limits.used["core"]
    again = get(site, "/repos/acme/alpha", if_none_match=etag, **TOKEN)
    assert (again.status, site.limits.used["core"]) == (304, used)


def test_nobody_has_sixty_requests_an_hour(site: GitHubSite) -> None:
    statuses = [get(site, "/repos/acme/alpha").status for _ in range(61)]
    assert (statuses.count(200), statuses[-1]) == (60, 403)
    assert get(site, "/repos/acme/alpha", authorization="bearer bad").status == 401


def test_graphql_returns_facts_places_and_what_is_missing(site: GitHubSite) -> None:
    answer = query(
        site,
        """query($n: String!) {
          rateLimit { cost remaining }
          a: repository(owner: "OLD", name: $n) {
            nameWithOwner databaseId licenseInfo { spdxId } latestRelease { tagName }
            repositoryTopics(first: 20) { nodes { topic { name } } }
            folder: object(expression: "main:data/1.5M") { __typename }
            nothing: object(expression: "main:data/2M") { __typename }
            readme: object(expression: "HEAD:README.md") { ... on Blob { text } }
            branch: ref(qualifiedName: "refs/heads/llama_v1") { name }
          }
          b: repository(owner: "acme", name: "secret") { id }
          c: repository(owner: "old", name: "alpha", followRenames: false) { id }
        }""",
        n="alpha",
    )
    repository = answer["data"]["a"]
    assert repository["nameWithOwner"] == "acme/Alpha"
    assert repository["folder"] == {"__typename": "Tree"}
    assert repository["nothing"] is None
    assert repository["readme"] == {"text": "# Alpha\n"}
    assert repository["branch"] == {"name": "llama_v1"}
    assert [(one["type"], one["path"]) for one in answer["errors"]] == [
        ("NOT_FOUND", ["b"]),
        ("NOT_FOUND", ["c"]),
    ]
    assert site.violations == []


def test_a_field_github_does_not_have_is_a_violation(site: GitHubSite) -> None:
    query(site, '{ repository(owner: "acme", name: "alpha") { stargazersCount } }')
    assert "Cannot query field 'stargazersCount'" in site.violations[0]


def test_graphql_fails_as_planned(site: GitHubSite) -> None:
    one = 'repository(owner: "acme", name: "alpha") { id }'
    document = f"{{ a: {one} b: {one} }}"
    site.fail_graphql(502)
    assert send(site, "POST", "/graphql", {"query": document}).status == 502
    site.fail_graphql("RESOURCE_LIMITS_EXCEEDED", after=1)
    answer = query(site, document)
    assert answer["data"]["a"] is not None
    assert answer["data"]["b"] is None
    assert answer["errors"][0]["type"] == "RESOURCE_LIMITS_EXCEEDED"
    site.fail_graphql("RATE_LIMITED", over=1)
    assert query(site, f"{{ a: {one} }}")["data"]["a"] is not None
    assert query(site, document)["errors"][0]["type"] == "RATE_LIMITED"


def test_graphql_needs_a_token(site: GitHubSite) -> None:
    request = Request("POST", "https", "api.github.com", "/graphql", "", {}, b"{}")
    response = site.answer(request)
    assert response is not None
    assert response.status == 401


def test_one_path_may_be_forbidden(site: GitHubSite) -> None:
    answer = query(site, '{ a: repository(owner: "acme", name: "walled") { id } }')
    assert answer["errors"][0]["type"] == "FORBIDDEN"


def test_a_commit_by_graphql_needs_the_head_it_expects(site: GitHubSite) -> None:
    mutation = """mutation($i: CreateCommitOnBranchInput!) {
      createCommitOnBranch(input: $i) { commit { oid url } } }"""
    given = {
        "branch": {"repositoryNameWithOwner": "octo/list", "branchName": "main"},
        "message": {"headline": "One"},
        "expectedHeadOid": site.git.resolve("main"),
        "fileChanges": {"additions": [{"path": "a.txt", "contents": "YQ=="}]},
    }
    answer = query(site, mutation, i=given)
    assert answer["data"]["createCommitOnBranch"]["commit"]["oid"] == site.git.resolve("main")
    assert site.files()["a.txt"] == "a"
    assert query(site, mutation, i=given)["errors"][0]["type"] == "STALE_DATA"
    assert site.violations == []


def test_a_malformed_request_is_a_violation(site: GitHubSite) -> None:
    assert send(site, "POST", "/repos/octo/list/pulls", {"title": 1}).status == 422
    assert any("pulls request" in violation for violation in site.violations)


def test_a_path_github_does_not_have_is_no_path(site: GitHubSite) -> None:
    assert contract().path("/repos/a/b/made-up") == ""
    assert contract().answer("GET", "/repos/a/b", 200, b"{}") != []


def test_a_second_process_goes_on_where_the_first_stopped(tmp_path: Path) -> None:
    scenario = {"repository": {"name": "octo/list", "files": {"README.md": "# List\n"}}}
    first = GitHubSite(scenario, tmp_path)
    first.push("topic", {"README.md": "# New\n"})
    body = {"title": "T", "head": "topic", "base": "main"}
    assert send(first, "POST", "/repos/octo/list/pulls", body).status == 201
    first.comment(1, "hello")
    second = GitHubSite(scenario, tmp_path)
    assert [pull.title for pull in second.pulls] == ["T"]
    second.merge(1)
    assert second.files()["README.md"] == "# New\n"
    assert [one.body for one in second.comments(1)] == ["hello"]


def test_github_closes_a_pull_request_whose_branch_is_deleted(site: GitHubSite) -> None:
    site.push("topic", {"README.md": "# New\n"})
    send(site, "POST", "/repos/octo/list/pulls", {"title": "T", "head": "topic", "base": "main"})
    send(site, "DELETE", "/repos/octo/list/git/refs/heads/topic", None)
    assert site.pull(1).state == "closed"
