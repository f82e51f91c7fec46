from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from bot.model.observation import Found, Gone, Moved, Observation, Reason, Unsure, outcome_word
from bot.model.options.watch import Watch
from bot.model.reference import Kind, Query, Reference, read_link
from bot.sources.hub.source import Hub

if TYPE_CHECKING:
    from tests.world.world import World

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
HOST = "huggingface.co"
TOKEN = "hf_worldworldworldworldworldworldwor"
Box = Callable[..., "World"]

LLAMA = {
    "id": "meta-llama/Llama-2-7b-hf",
    "downloads": 700_000,
    "downloadsAllTime": 90_000_000,
    "likes": 2100,
    "gated": "manual",
    "disabled": False,
    "createdAt": "2023-07-13T16:45:23.000Z",
    "lastModified": "2024-04-17T08:40:34.000Z",
    "pipeline_tag": "text-generation",
    "cardData": {"license": "llama2"},
    "safetensors": {"parameters": {"F32": 32 * 64, "F16": 6_738_415_616}, "total": 6_738_417_664},
    "tags": ["transformers", "license:llama2"],
}


def answers_with(
    box: World,
    path: str,
    value: Any = None,
    status: int = 200,
    times: int | None = None,
    **more: str,
) -> None:
    """Let the Hub answer so at this path."""
    headers = {name.replace("_", "-"): text for name, text in more.items()}
    headers.setdefault("Content-Type", "application/json")
    body = json.dumps(value)
    box.fault(HOST, path_prefix=path, status=status, body=body, headers=headers, times=times)


def refuses(box: World, path: str, status: int, code: str = "", message: str = "") -> None:
    """Let the Hub refuse with its own error headers."""
    more: dict[str, Any] = {"X_Error_Code": code} if code else {}
    if message:
        more["X_Error_Message"] = message
    answers_with(box, path, {"error": message or code}, status, **more)


def look(
    urls: Sequence[str],
    token: str | None = TOKEN,
    *,
    slept: list[float] | None = None,
    timeout: float = 5,
) -> tuple[list[Observation], Hub]:
    source = Hub(token, timeout=timeout, sleep=(slept if slept is not None else []).append)
    links = [read_link(f"https://huggingface.co/{url}") for url in urls]
    queries = [Query(link.reference, link.url, frozenset({link.place})) for link in links]
    try:
        seen = list(source.look(queries, NOW))
    finally:
        source.close()
    assert [one.reference for one in seen] == [one.reference for one in queries]
    return seen, source


def one(url: str, token: str | None = TOKEN, **more: Any) -> Observation:
    (seen,), _ = look([url], token, **more)
    return seen


def calls(box: World) -> list[str]:
    """Paths asked for, without the library's own question for agents."""
    paths = [record.path for record in box.records() if record.method == "GET"]
    return [path for path in paths if path != "/api/agent-harnesses"]


def test_the_facts_of_a_model_on_the_hub(world: Box) -> None:
    box = world({})
    answers_with(box, "/api/models/meta-llama/Llama-2-7b-hf", LLAMA)
    found = one("meta-llama/Llama-2-7b-hf")
    assert isinstance(found, Found)
    assert found.facts["downloads"] == 700_000
    assert found.facts["gated"] == "manual"
    assert found.facts["licence"] == "llama2"
    assert found.facts["parameters"] == 6_738_417_664
    assert found.facts["created"] == "2023-07-13"
    assert found.evidence == "https://huggingface.co/meta-llama/Llama-2-7b-hf"
    assert calls(box) == ["/api/models/meta-llama/Llama-2-7b-hf"]


def test_one_call_for_each_account(world: Box) -> None:
    box = world({})
    answers_with(box, "/api/models/", {"id": "o/any"})
    seen, _ = look([f"o{number}/m" for number in range(30)])
    assert len(calls(box)) == len(seen) == 30


@pytest.mark.parametrize(("token", "sent"), [(TOKEN, f"Bearer {TOKEN}"), (None, None)])
def test_only_the_given_token_is_sent(
    world: Box, monkeypatch: pytest.MonkeyPatch, token: str | None, sent: str | None
) -> None:
    box = world({})
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_machine")
    answers_with(box, "/api/models/", {"id": "o/m"})
    look(["o/m"], token)
    headers = [record.headers for record in box.records() if record.path == "/api/models/o/m"]
    assert [record.get("authorization") for record in headers] == [sent]


def test_a_rename_is_followed_and_certain(world: Box) -> None:
    box = world({})
    answers_with(
        box, "/api/models/THUDM/chatglm-6b", {}, 307, Location="/api/models/zai-org/chatglm-6b"
    )
    answers_with(box, "/api/models/zai-org/chatglm-6b", {"id": "zai-org/chatglm-6b", "likes": 3})
    moved = one("THUDM/chatglm-6b")
    assert isinstance(moved, Moved)
    assert str(moved.to) == "model:zai-org/chatglm-6b"
    assert moved.certain
    assert moved.facts["likes"] == 3


def test_another_case_is_no_rename(world: Box) -> None:
    box = world({})
    answers_with(box, "/api/models/", {"id": "baichuan-inc/Baichuan-7B"})
    assert isinstance(one("baichuan-inc/baichuan-7B"), Found)


@pytest.mark.parametrize("kind", ["models/o/m", "datasets/o/m", "spaces/o/m"])
def test_missing_is_gone_only_with_a_token(world: Box, kind: str) -> None:
    box = world({})
    url = kind.removeprefix("models/")
    refuses(box, f"/api/{kind}", 404, "RepoNotFound")
    assert isinstance(one(url), Gone)
    box.clear_faults()
    refuses(box, f"/api/{kind}", 401, "RepoNotFound")
    (unsure,), source = look([url], None)
    assert isinstance(unsure, Unsure)
    assert unsure.reason is Reason.PRIVATE_OR_MISSING
    assert "HF_TOKEN" in source.notes[0]


@pytest.mark.parametrize(
    ("status", "code", "message", "facts"),
    [
        (401, "GatedRepo", "", {"gated": True}),
        (403, "GatedRepo", "", {"gated": True}),
        (403, "", "Access to this resource is disabled.", {"disabled": True}),
    ],
)
def test_behind_a_gate_it_is_still_there(
    world: Box, status: int, code: str, message: str, facts: dict[str, bool]
) -> None:
    box = world({})
    refuses(box, "/api/models/o/m", status, code, message)
    for token in (TOKEN, None):
        found = one("o/m", token)
        assert isinstance(found, Found)
        assert found.facts == facts
        assert "licence" in found.unknown


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("", "Invalid credentials in Authorization header"),
        ("", "Invalid username or password."),
        ("", ""),
        ("", "<html>gateway</html>"),
        ("RepoNotFound", "Repository not found"),
    ],
)
def test_a_refused_token_is_no_verdict(world: Box, code: str, message: str) -> None:
    """A good token gets 404 for what is missing, so a 401 speaks of the token."""
    box = world({})
    refuses(box, "/api/", 401, code, message)
    urls = ["o/m", "datasets/o/d", "spaces/o/s", "o", "collections/o/c-0123456789abcdef01234567"]
    seen, source = look(urls)
    assert [one.reason for one in seen if isinstance(one, Unsure)] == [Reason.LOGIN] * len(urls)
    assert {one.why for one in seen if isinstance(one, Unsure)} == {
        "the Hub wants a valid token: check HF_TOKEN (HTTP 401)"
    }
    (note,) = source.notes
    assert "HF_TOKEN" in note


def test_a_refused_token_is_no_death_of_a_watch(world: Box) -> None:
    box = world({})
    refuses(box, "/api/", 401, "", "Invalid username or password.")
    source = Hub(TOKEN, sleep=lambda _: None)
    (seen,) = source.search([Watch.parse("account:o")], NOW)
    source.close()
    assert isinstance(seen, Unsure)
    assert seen.reason is Reason.LOGIN


def test_weights_the_hub_does_not_describe(world: Box) -> None:
    box = world({})
    answers_with(box, "/api/models/o/m", {"id": "o/m", "safetensors": {"total": 5}}, times=1)
    answers_with(box, "/api/models/o/m", {"id": "o/m", "likes": 1})
    found = one("o/m")
    assert isinstance(found, Found)
    assert found.facts == {"id": "o/m", "likes": 1}
    assert found.unknown["parameters"] == "the Hub does not describe its weights"


def test_the_other_kinds(world: Box) -> None:
    box = world({})
    answers_with(box, "/api/datasets/o/d", {"id": "o/d", "likes": 1})
    answers_with(
        box, "/api/spaces/o/s", {"id": "o/s", "sdk": "docker", "runtime": {"stage": "PAUSED"}}
    )
    answers_with(box, "/api/organizations/tiiuae/overview", {"name": "tiiuae", "numModels": 40})
    refuses(box, "/api/organizations/BlinkDL/overview", 404)
    user = {"user": "BlinkDL", "fullname": "B", "avatarUrl": "", "numModels": 30}
    answers_with(box, "/api/users/BlinkDL/overview", user)
    collection = {
        "slug": "o/t-66ed00e15599f02966818844",
        "title": "T",
        "owner": {"name": "o"},
        "items": [],
        "lastUpdated": "2024-01-02T03:04:05.000Z",
        "position": 0,
        "private": False,
        "theme": "green",
        "upvotes": 1,
    }
    answers_with(box, "/api/collections/o/t-66ed00e15599f02966818844", collection)
    seen, _ = look(
        [
            "datasets/o/d",
            "spaces/o/s",
            "tiiuae",
            "BlinkDL",
            "collections/o/t-66ed00e15599f02966818844",
        ]
    )
    assert [outcome_word(one) for one in seen] == ["found"] * 5
    facts = [one.facts for one in seen if isinstance(one, Found)]
    assert facts[1]["stage"] == "PAUSED"
    assert (facts[2]["type"], facts[2]["models"]) == ("organisation", 40)
    assert (facts[3]["type"], facts[3]["models"]) == ("user", 30)
    assert facts[4]["title"] == "T"


def test_an_old_model_without_an_owner_is_no_dead_account(world: Box) -> None:
    box = world({})
    refuses(box, "/api/organizations/gpt2", 404)
    refuses(box, "/api/users/gpt2", 404)
    answers_with(box, "/api/models/gpt2", {}, 307, Location="/api/models/openai-community/gpt2")
    answers_with(box, "/api/models/openai-community/gpt2", {"id": "openai-community/gpt2"})
    moved = one("gpt2")
    assert isinstance(moved, Moved)
    assert str(moved.to) == "model:openai-community/gpt2"


@pytest.mark.parametrize("token", [TOKEN, None])
def test_an_account_nobody_has_is_gone(world: Box, token: str | None) -> None:
    box = world({})
    refuses(box, "/api/organizations/nobody", 404)
    refuses(box, "/api/users/nobody", 404)
    refuses(box, "/api/models/nobody", 404 if token else 401, "RepoNotFound")
    assert isinstance(one("nobody", token), Gone)


def test_a_renamed_organisation_has_moved(world: Box) -> None:
    box = world({})
    place = "/api/organizations/zai-org/overview"
    answers_with(box, "/api/organizations/THUDM/overview", {}, 307, Location=place)
    answers_with(box, place, {"name": "zai-org"})
    moved = one("THUDM")
    assert isinstance(moved, Moved)
    assert str(moved.to) == "account:zai-org"


def test_a_search_page_is_searched_again(world: Box) -> None:
    box = world({})
    answers_with(box, "/api/models", [{"id": "zai-org/chatglm-6b"}, {"id": "o/m"}])
    found = one("models?other=glm,thudm&sort=likes")
    assert isinstance(found, Found)
    assert found.facts == {"models": 2, "first": ("zai-org/chatglm-6b", "o/m")}
    (record,) = [record for record in box.records() if record.path == "/api/models"]
    assert "filter=glm&filter=thudm" in record.url
    odd = one("models?colour=blue")
    assert isinstance(odd, Unsure)
    assert odd.reason is Reason.NOT_ASKED


def test_a_used_up_window_is_waited_for(world: Box) -> None:
    box = world({})
    answers_with(box, "/api/models/", {}, 429, times=1, RateLimit='"api";r=0;t=55')
    answers_with(box, "/api/models/", {"id": "o/m"})
    slept: list[float] = []
    assert isinstance(one("o/m", slept=slept), Found)
    assert any(50 < pause <= 56 for pause in slept)


def test_a_window_used_up_by_a_good_answer_is_heeded(world: Box) -> None:
    box = world({})
    answers_with(box, "/api/models/", {"id": "o/m"}, RateLimit='"api";r=0;t=9')
    slept: list[float] = []
    look([f"o{number}/m" for number in range(20)], slept=slept)
    assert any(8 < pause <= 10 for pause in slept)


@pytest.mark.parametrize("url", ["o/m", "models?search=x"])
def test_a_long_wait_is_not_waited_for(world: Box, url: str) -> None:
    box = world({})
    answers_with(box, "/api/models", {}, 429, Retry_After="3600")
    slept: list[float] = []
    unsure = one(url, slept=slept)
    assert isinstance(unsure, Unsure)
    assert unsure.reason is Reason.RATE_LIMITED
    assert sum(slept) < 60
    assert len(calls(box)) == 1


def test_a_temporary_failure_is_retried(world: Box) -> None:
    box = world({})
    answers_with(box, "/api/models/", {}, 503, times=2)
    answers_with(box, "/api/models/", {"id": "o/m"})
    assert isinstance(one("o/m"), Found)
    assert len(calls(box)) == 3


@pytest.mark.parametrize(
    ("status", "message", "reason"),
    [
        (502, "", Reason.SERVER_ERROR),
        (401, "Invalid credentials in Authorization header", Reason.LOGIN),
        (401, "Invalid username or password.", Reason.LOGIN),
    ],
)
def test_an_outage_is_given_up_after_few_requests(
    world: Box, status: int, message: str, reason: Reason
) -> None:
    box = world({})
    refuses(box, "/api/models/", status, "", message)
    seen, _ = look([f"o/m{number}" for number in range(200)])
    assert {one.reason for one in seen if isinstance(one, Unsure)} == {reason}
    assert len(seen) == 200
    assert len(calls(box)) < 40


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        ({"status": 500, "body": ""}, Reason.SERVER_ERROR),
        ({"status": 200, "body": "<html>"}, Reason.BAD_ANSWER),
        ({"status": 200, "body": ""}, Reason.BAD_ANSWER),
        ({"status": 200, "body": "[]"}, Reason.BAD_ANSWER),
        ({"status": 200, "body": '{"likes": 3}'}, Reason.BAD_ANSWER),
        ({"status": 200, "body": '{"id": "o/m", "createdAt": "soon"}'}, Reason.BAD_ANSWER),
        ({"status": 404, "body": "<html>"}, Reason.BAD_ANSWER),
        ({"status": 400, "body": "{}"}, Reason.BAD_ANSWER),
        ({"status": 403, "body": ""}, Reason.BLOCKED),
        ({"status": 302, "headers": {"Location": "/api/models/o/m"}}, Reason.LOOP),
        ({"fault": "reset"}, Reason.CONNECTION),
        ({"status": 200, "body": "{}", "delay": 2}, Reason.TIMEOUT),
    ],
)
def test_whatever_goes_wrong_is_an_observation(
    world: Box, failure: dict[str, Any], reason: Reason
) -> None:
    box = world({})
    box.fault(HOST, path_prefix="/api/models/", **failure)
    unsure = one("o/m", timeout=0.5)
    assert isinstance(unsure, Unsure), unsure
    assert unsure.reason is reason


def test_names_the_library_refuses_are_not_asked() -> None:
    source = Hub(None)
    bad = Reference.of(Kind.MODEL, "a/b/c--d..e")
    (unsure,) = source.look([Query(bad, "https://huggingface.co/a/b/c--d..e")], NOW)
    source.close()
    assert isinstance(unsure, Unsure)
    assert unsure.reason is Reason.NOT_ASKED


def test_it_knows_what_lives_on_the_hub() -> None:
    source = Hub(None)
    known = {kind for kind in Kind if source.knows(Reference.of(kind, "a/b"))}
    assert known == set(Kind) - {Kind.REPO, Kind.PAPER, Kind.PAGE}
    source.close()


def test_nothing_asked_is_no_request(world: Box) -> None:
    box = world({})
    assert look([])[1].requests == 0
    assert box.records() == []
