from __future__ import annotations

import pytest

from bot.judge.visible import contradictions
from bot.model.snapshot import Snapshot
from tests.build import asked
from tests.judge.facts_case import HUB, links, registry


@pytest.mark.parametrize(
    ("curated", "host", "doubt"),
    [
        ("Apache-2.0", "Apache-2.0", False),
        ("Apache License 2.0", "Apache-2.0", False),
        ("MIT License", "MIT", False),
        ("Llama 2 Community License", "llama2", False),
        ("Gemma licence", "gemma", False),
        ("MIT", "Apache-2.0", True),
        ("LLaMA model licence", "llama2", True),
        ("CC-BY-4.0", "CC-BY-NC-4.0", True),
        ("GPL-2.0", "GPL-3.0", True),
    ],
)
def test_one_licence_may_be_spelled_in_several_ways(curated: str, host: str, doubt: bool) -> None:
    listed = registry(licence=curated, links=links(hub=HUB + "acme/fam-7b"))
    snapshot = Snapshot({"model:acme/fam-7b": {"licence": asked(host, source="hub")}})
    assert bool(contradictions(listed, snapshot)) is doubt
