"""From what the searches found to rows that a person may accept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.judge.models.listed import Listed
from bot.judge.models.naming import family_name
from bot.judge.models.row import RowContext, draft_of, names
from bot.judge.models.rows import NewModels, new_models
from bot.judge.models.screen import Family
from bot.lists.registry.edit_fields import apply_field_edits
from bot.model.decision import Ruling
from bot.model.memory import Memory, Rejection
from bot.model.observation import Observation, Reason, Unsure
from bot.model.options.new_models import NewModelPolicy
from bot.model.reference import Kind, Reference
from tests.judge.finds import LIST, MODELS, NOW, TODAY, found, registry, rules, seen_by

SMALL = found("acme/New-1.5B", parameters=1_540_000_000, licence="Apache-2.0")
LARGE = found("acme/New-7B", parameters=7_600_000_000, licence="Apache-2.0", created="2026-05-20")
CHAT = found("acme/New-7B-Instruct", base_models=("acme/New-7B",), papers=("2605.00001",))
CARD = seen_by("card", Kind.MODEL, "acme/New-1.5B", repositories=("acme/New", "huggingface/x"))
OTHER_CARD = seen_by("card", Kind.MODEL, "acme/New-7B-Instruct")
PAPER = seen_by(
    "arxiv", Kind.PAPER, "2605.00001", title="New Technical Report", published="2026-05-03"
)
REPO = seen_by("github", Kind.REPO, "acme/New", stars=3)


def judged(*seen: Observation, memory: Memory | None = None, **new_model_policy: int) -> NewModels:
    wanted = replace(NewModelPolicy(ticked=True), **new_model_policy)  # type: ignore[arg-type]
    return new_models(registry(), seen, wanted, rules(memory), TODAY)


def test_a_family_becomes_one_whole_row() -> None:
    news = judged(SMALL, LARGE, CHAT, CARD, PAPER, REPO)
    (row,) = news.rows
    hub = "https://huggingface.co/acme"
    assert dict(row.fields) == {
        "id": "new",
        "kind": "model",
        "name": "New",
        "section": "models",
        "sizes": ["1.5B", "7B"],
        "released": "2026-05",
        "licence": "Apache-2.0",
        "title": "New Technical Report",
        "venue": "arXiv 2026",
        "links": {
            "paper": "https://arxiv.org/abs/2605.00001",
            "code": "https://github.com/acme/New",
            "weights": [f"{hub}/New-1.5B", f"{hub}/New-7B"],
        },
        "evidence": {
            "sizes": "the names and weights of its repositories on the Hub",
            "released": f"{hub}/New-1.5B was made on 2026-05-02",
            "licence": f"the card of {hub}/New-1.5B",
            "title": "https://arxiv.org/abs/2605.00001",
            "venue": "https://arxiv.org/abs/2605.00001",
        },
    }
    assert row.path == "registry/models.yml"
    assert row.unknown == {"backbone": "its cards name no model that it is built on"}
    files = {"registry/list.yml": LIST, "registry/models.yml": MODELS}
    after, refused = apply_field_edits(files, news.rows)
    assert refused == []
    assert after["registry/models.yml"].startswith(MODELS)


def test_a_row_leaves_out_a_licence_that_the_text_of_a_card_restricts() -> None:
    card = seen_by("card", Kind.MODEL, "acme/New-1.5B", restriction="research use only")
    (row,) = judged(SMALL, LARGE, card).rows
    assert "licence" not in row.fields
    assert row.unknown["licence"] == (
        "the text of the card of acme/New-1.5B says “research use only”"
    )
    own = [replace(one, facts={**one.facts, "licence": "llama2"}) for one in (SMALL, LARGE)]
    assert judged(*own, card).rows[0].fields["licence"] == "llama2"


def test_the_next_round_queries_what_the_last_one_did_not_answer() -> None:
    def asked(*seen: Observation) -> dict[str, list[str]]:
        news = judged(SMALL, CHAT, *seen)
        return {
            name: [str(query.reference) for query in queries]
            for name, queries in news.wanted.items()
        }

    first = asked()
    cards = ["model:acme/New-1.5B", "model:acme/New-7B-Instruct"]
    assert first == {"card": cards, "arxiv": ["paper:2605.00001"]}
    assert asked(CARD, OTHER_CARD, PAPER) == {"github": ["repo:acme/New", "repo:huggingface/x"]}
    other = seen_by("github", Kind.REPO, "huggingface/x")
    assert asked(CARD, OTHER_CARD, PAPER, REPO, other) == {}


def test_a_child_is_resolved_to_the_listed_parent() -> None:
    child = found("x/Brand-7B", base_models=("meta-llama/Llama-2-70b-hf",), papers=("2307.09288",))
    (row,) = judged(child).rows
    assert (row.fields["backbone"], row.fields["bases"]) == ("Llama 2", ["llama-2"])
    assert "paper" not in row.fields["links"]  # type: ignore[operator]
    (row,) = judged(found("x/Brand-7B", base_models=("who/Knows-7B",))).rows
    assert row.fields["backbone"] == "Knows"
    assert "bases" not in row.fields


def test_a_later_generation_is_named_as_its_parent_is() -> None:
    (row,) = judged(found("internlm/internlm2_5-7b")).rows
    assert (row.fields["id"], row.fields["name"]) == ("internlm2.5", "InternLM2.5")


def test_what_is_not_sure_stays_out_with_its_reason() -> None:
    other = seen_by("arxiv", Kind.PAPER, "2605.00001", title="Another", published="2026-05-03")
    odd = found("acme/Odd-7B", papers=("2605.00001",), parameters=9_000_000_000)
    mixed = seen_by("card", Kind.MODEL, "acme/Odd-7B", repositories=("x/one", "y/two"))
    news = judged(replace(odd, unknown={"licence": "the card names no licence"}), mixed, other)
    (row,) = news.rows
    assert row.fields["sizes"] == ["9B"], "the count counts where the name says another thing"
    plain = {"id", "kind", "name", "section", "sizes", "released", "links", "evidence"}
    assert set(row.fields) == plain
    assert row.fields["links"] == {"weights": "https://huggingface.co/acme/Odd-7B"}
    assert row.unknown == {
        "backbone": "its cards name no model that it is built on",
        "licence": "the card names no licence",
        "paper": "its cards name arXiv 2605.00001; none is known to have its name in the title",
        "code": "its cards link to x/one, y/two; which is its own is not sure",
    }


def test_a_no_is_remembered_whatever_sizes_come() -> None:
    (change,) = judged(SMALL).changes
    memory = Memory(declined={change.id: Rejection(change.digest)})
    again = judged(SMALL, LARGE, memory=memory)
    assert [one.ruling for one in again.changes] == [Ruling.HOLD]
    assert (again.rows, again.wanted) == ([], {})


def test_the_eldest_come_first_and_the_rest_waits() -> None:
    models = [
        found(f"a/M{letter}-7B", created=f"2026-0{n}-01") for n, letter in enumerate("cab", 1)
    ]
    news = judged(*models, at_most=2)
    assert [str(row.fields["id"]) for row in news.rows] == ["mc", "ma"]
    assert news.changes[-1].ruling is Ruling.HOLD


def test_the_title_of_a_listed_paper_is_no_new_model() -> None:
    title = "GLM: General Language Model Pre-training with Autoregressive Blank Infilling"
    paper = seen_by("arxiv", Kind.PAPER, "2605.00001", title=title, published="2026-05-03")
    news = judged(found("x/Glm-Pretraining", papers=("2605.00001",)), paper)
    assert news.rows == []


def test_the_order_of_the_answers_changes_nothing() -> None:
    seen: list[Observation] = [SMALL, LARGE, CHAT, CARD, PAPER, REPO, found("b/Other-3B")]
    assert judged(*seen).rows == judged(*reversed(seen)).rows


@pytest.mark.parametrize(
    ("title", "model", "named"),
    [
        ("Qwen3 Technical Report", "Qwen3-8B", True),
        ("Qwen2.5 Technical Report", "Qwen2-7B", False),
        ("InternLM2 Technical Report", "internlm2_5-7b", False),
        ("The Falcon 3 Family of Open Models", "Falcon3-7B", True),
        ("The Llama 3 Herd of Models", "Llama-3.1-8B", False),
        ("Attention Is All You Need", "New-7B", False),
    ],
)
def test_a_paper_is_its_own_when_it_names_the_model(title: str, model: str, named: bool) -> None:
    assert names(title, model) is named


@settings(max_examples=100)
@given(st.text("abAB12.-_/ \n<!>|#", min_size=1, max_size=30))
def test_no_name_breaks_a_row(name: str) -> None:
    repo = "".join(sign for sign in name if sign.isalnum() or sign in "-_.") or "m"
    for row in judged(found(f"acme/{repo}")).rows:
        after, refused = apply_field_edits(
            {"registry/list.yml": LIST, "registry/models.yml": MODELS}, [row]
        )
        assert refused == []
        assert family_name(str(row.fields["name"]))
        assert after["registry/models.yml"].startswith(MODELS)


def test_a_row_of_one_day_gives_the_day_it_was_read_on() -> None:
    one = Family("acme", (SMALL, LARGE, found("acme/New-7B-Chat", base_models=("who/Knows-7B",))))
    draft = draft_of(one, "models", RowContext(Listed(registry()), {}, TODAY))
    assert {name: text.endswith(f", read on {TODAY}") for name, text in draft.evidence.items()} == {
        "sizes": True,
        "backbone": True,
        "released": True,
        "licence": True,
    }


def test_what_did_not_answer_is_named_beside_its_field() -> None:
    def silent(source: str, kind: Kind, name: str) -> Observation:
        where = Reference.of(kind, name)
        why, reason = "no answer in 20 s", Reason.TIMEOUT
        return Unsure(reference=where, source=source, at=NOW, evidence="", reason=reason, why=why)

    card = silent("card", Kind.MODEL, "acme/New-7B-Instruct")
    (row,) = judged(CHAT, card, silent("arxiv", Kind.PAPER, "2605.00001")).rows
    assert row.unknown["code"] == "the card of acme/New-7B-Instruct did not answer"
    assert row.unknown["paper"] == "arXiv did not answer about 2605.00001"
    plain = found("acme/New")
    (row,) = judged(plain).rows
    assert row.unknown["sizes"] == "neither the names nor the weights give it"
    assert row.unknown["licence"] == "the Hub does not give it"


def test_a_hyphen_in_the_account_is_no_other_account() -> None:
    new = found("ac-me/New-7B")
    card = seen_by("card", Kind.MODEL, "ac-me/New-7B", repositories=("acme/N", "acme/New"))
    repo = seen_by("github", Kind.REPO, "acme/New", stars=3)
    (row,) = judged(new, card, repo).rows
    assert dict(row.fields["links"])["code"] == "https://github.com/acme/New"  # type: ignore[call-overload]


def test_a_row_that_the_registry_cannot_take_is_held_and_a_question() -> None:
    (change,) = judged(SMALL).changes
    refused = replace(rules(), unwritten={change.id: "its file is no list of entries"})
    news = new_models(registry(), [SMALL], NewModelPolicy(), refused, TODAY)
    assert [(one.ruling, one.reason) for one in news.changes] == [
        (Ruling.HOLD, "the bot cannot write it: its file is no list of entries")
    ]


def test_a_search_without_an_answer_holds_what_the_others_found() -> None:
    news = new_models(
        registry(), [SMALL], NewModelPolicy(), rules(), TODAY, silent=("account:acme",)
    )
    assert [(one.ruling, one.reason) for one in news.changes] == [
        (Ruling.HOLD, "it may be a copy of a model that could not be checked today: account:acme")
    ]
    assert news.rows == []
