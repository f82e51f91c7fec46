from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.model.reference import (
    Kind,
    Place,
    Reference,
    encoded_path,
    home,
    read_link,
    relocate,
    search_filters,
    site_of,
    split_address,
)


@pytest.mark.parametrize(
    ("url", "reference", "place"),
    [
        ("https://github.com/EleutherAI/gpt-neo", "repo:EleutherAI/gpt-neo", Place()),
        ("https://www.github.com/EleutherAI/gpt-neo.git", "repo:EleutherAI/gpt-neo", Place()),
        ("https://github.com/tatsu-lab/alpaca_farm/", "repo:tatsu-lab/alpaca_farm", Place()),
        (
            "https://github.com/facebookresearch/llama/tree/llama_v1",
            "repo:facebookresearch/llama",
            Place(tree="llama_v1"),
        ),
        (
            "https://github.com/LianjiaTech/BELLE/tree/main/data/1.5M",
            "repo:LianjiaTech/BELLE",
            Place(tree="main/data/1.5M"),
        ),
        (
            "https://github.com/google-research/t5#released-model-checkpoints",
            "repo:google-research/t5",
            Place(fragment="released-model-checkpoints"),
        ),
        (
            "https://github.com/features/copilot",
            "page:https://github.com/features/copilot",
            Place(),
        ),
        ("https://github.com/a/b/issues/3", "page:https://github.com/a/b/issues/3", Place()),
        ("https://huggingface.co/bigscience/bloom", "model:bigscience/bloom", Place()),
        ("https://huggingface.co/BlinkDL", "account:BlinkDL", Place()),
        ("https://huggingface.co/models?other=glm,thudm", "search:other=glm,thudm", Place()),
        ("https://huggingface.co/docs/peft", "page:https://huggingface.co/docs/peft", Place()),
        (
            "https://huggingface.co/transformers",
            "page:https://huggingface.co/transformers",
            Place(),
        ),
        (
            "https://huggingface.co/datasets/conceptofmind/flan2021_submix_original",
            "dataset:conceptofmind/flan2021_submix_original",
            Place(),
        ),
        ("https://huggingface.co/spaces/a/b", "space:a/b", Place()),
        ("https://hf.co/collections/google/t5-65", "collection:google/t5-65", Place()),
        ("https://huggingface.co/papers/2307.09288", "paper:2307.09288", Place()),
        ("https://arxiv.org/abs/1910.10683", "paper:1910.10683", Place()),
        ("https://arxiv.org/pdf/2305.14314.pdf", "paper:2305.14314", Place()),
        ("https://arxiv.org/abs/2305.14314v2", "paper:2305.14314", Place(version="v2")),
        ("https://arxiv.org/abs/hep-th/9901001", "paper:hep-th/9901001", Place()),
        ("https://doi.org/10.48550/arXiv.2305.14314", "paper:2305.14314", Place()),
        (
            "https://arxiv.org/list/cs.CL/recent",
            "page:https://arxiv.org/list/cs.CL/recent",
            Place(),
        ),
        (
            "https://www.ai-anywhere.com/#/dashboard",
            "page:https://www.ai-anywhere.com/",
            Place(fragment="/dashboard"),
        ),
        ("https://a.example/x?y=1", "page:https://a.example/x?y=1", Place()),
        ("https://github.com:8443/a/b", "page:https://github.com:8443/a/b", Place()),
        ("http://[broken", "page:http://[broken", Place()),
    ],
)
def test_a_url_leads_to_its_identity(url: str, reference: str, place: Place) -> None:
    link = read_link(url)
    assert (str(link.reference), link.place) == (reference, place)


def test_two_spellings_are_one_identity() -> None:
    upper = read_link("https://github.com/Baichuan-Inc/Baichuan-7B").reference
    assert upper == read_link("https://github.com/baichuan-inc/baichuan-7B").reference
    assert hash(upper) == hash(Reference.of(Kind.REPO, "baichuan-inc/BAICHUAN-7b"))
    assert read_link("https://a.example/X").reference != read_link("https://a.example/x").reference


def test_links_that_differ_in_the_query_are_two() -> None:
    first, second = (read_link(f"https://a.example/?id={n}").reference for n in (1, 2))
    assert first != second


@given(st.text())
@example("https://github.com//")
@example("https://huggingface.co/%2e%2e/x")
def test_reading_a_link_never_raises(text: str) -> None:
    link = read_link(text)
    assert Reference.parse(str(link.reference)) == link.reference


names = st.from_regex(
    r"[A-Za-z0-9][A-Za-z0-9_-]{2,9}/[A-Za-z0-9][A-Za-z0-9_-]{2,9}", fullmatch=True
)


@given(names, names, st.sampled_from(["", "/tree/main", "/tree/dev/src", "/blob/main/a.md"]))
def test_a_moved_link_keeps_its_place(old: str, new: str, place: str) -> None:
    link = read_link(f"https://github.com/{old}{place}")
    if link.reference.kind is Kind.REPO:
        after = relocate(link, Reference.of(Kind.REPO, new))
        assert after == f"https://github.com/{new}{place}"


@pytest.mark.parametrize(
    "reference",
    [
        "repo:a/b",
        "model:a/b",
        "dataset:a/b",
        "space:a/b",
        "account:abc",
        "collection:a/b-1",
        "search:other=glm",
        "paper:2307.09288",
        "page:https://a.example/",
    ],
)
def test_home_leads_back(reference: str) -> None:
    parsed = Reference.parse(reference)
    assert read_link(home(parsed)).reference == parsed


def test_search_filters() -> None:
    link = read_link("https://huggingface.co/models?other=glm,thudm&sort=likes")
    assert search_filters(link.reference) == {"other": ["glm", "thudm"], "sort": ["likes"]}


@pytest.mark.parametrize("url", ["https://[x", "http://[::1/a", "https://a.example]/x"])
def test_what_is_no_address_is_one_page_without_a_site(url: str) -> None:
    assert (site_of(url), split_address(url).path) == ("", url)
    assert read_link(url).reference.name == url


@pytest.mark.parametrize(
    "path",
    [
        "tree/master/Folder%20Locker%20%26%20Hider",
        "tree/main/C%23",
        "blob/main/100%25.md",
        "tree/main/a%2Fb",
        "tree/main/%E4%BD%A0",
        "tree/main/你(1)",
        "blob/main/what%3F.md#L3",
        "tree/main/blob/x",
        "blob/main/tree/x.md",
    ],
)
def test_a_path_in_a_moved_repository_keeps_its_spelling(path: str) -> None:
    link = read_link(f"https://github.com/acme/tool/{path}")
    assert relocate(link, Reference.of(Kind.REPO, "new/name")).endswith(f"/new/name/{path}")


@pytest.mark.parametrize(
    ("url", "after"),
    [
        ("https://github.com/tree/blob/tree/main/a", "https://github.com/new/name/tree/main/a"),
        ("https://github.com/acme//tool/tree/main/", "https://github.com/new/name/tree/main"),
        (
            "https://hf.co/acme/m/resolve/main/a%20b",
            "https://huggingface.co/new/name/resolve/main/a%20b",
        ),
        (
            "https://huggingface.co/acme/m/blob/main/x",
            "https://huggingface.co/new/name/blob/main/x",
        ),
        (
            "https://github.com/acme/tool?tab=readme-ov-file#install",
            "https://github.com/new/name?tab=readme-ov-file#install",
        ),
        (
            "https://github.com/acme/tool/blob/main/a.md?plain=1#L3",
            "https://github.com/new/name/blob/main/a.md?plain=1#L3",
        ),
    ],
)
def test_what_a_moved_link_shows_of_a_repository_stays(url: str, after: str) -> None:
    link = read_link(url)
    assert relocate(link, Reference.of(link.reference.kind, "new/name")) == after


def test_a_path_is_encoded_where_it_would_end_the_address() -> None:
    assert encoded_path("main/C# & 100%?/你 (1)") == "main/C%23%20&%20100%25%3F/你%20(1)"
