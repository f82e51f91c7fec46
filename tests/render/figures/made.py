"""Made-up models for figures, any and many."""

from __future__ import annotations

import random

from hypothesis import strategies as st

from bot.render.figures.models import Access, FigureModel

_IDS = st.integers(0, 30).map("m{}".format)
_DATES = st.one_of(
    st.just(""),
    st.integers(2017, 2026).map(str),
    st.builds("{}-{:02}".format, st.integers(2017, 2026), st.integers(1, 12)),
    st.builds("{}-{:02}-{:02}".format, st.just(2023), st.integers(1, 3), st.integers(1, 28)),
)
_NAMES = st.one_of(
    st.from_regex(r"[A-Z][a-zA-Z0-9 .-]{0,25}", fullmatch=True), st.text(max_size=60)
)
MODELS = st.lists(
    st.builds(
        FigureModel,
        _IDS,
        _NAMES,
        _DATES,
        st.lists(_IDS, max_size=3).map(tuple),
        st.sampled_from(Access),
        st.lists(st.sampled_from(["7B", "13B", "8x7B"]), max_size=2).map(tuple),
    ),
    max_size=40,
    unique_by=lambda one: one.id,
)
"""Any models: without dates, in circles, with bases that are younger or unknown."""


def made_up(count: int, seed: int = 1) -> list[FigureModel]:
    """So many models as a real list has them: more each year, most built on earlier ones."""
    rng = random.Random(seed)
    parts = (
        "lla qwen mis tral fal con gem ma phi bert chat vic una dol ly star cod er yi orca".split()
    )
    months = sorted(2019 * 12 + int(85 * rng.random() ** 0.6) for _ in range(count))
    models: list[FigureModel] = []
    for number, month in enumerate(months):
        name = "".join(rng.choice(parts) for _ in range(rng.randint(1, 3))).capitalize()
        name += rng.choice(["", "-2", "-Chat", "-7B", "-Instruct", " v1.5", "-Coder-Instruct"])
        bases = {
            models[int(rng.random() ** 2 * number)].id
            for _ in range(rng.choice([0, 0, 0, 1, 1, 1, 1, 2]) if number else 0)
        }
        released = f"{month // 12}-{month % 12 + 1:02}" if rng.random() > 0.04 else ""
        access = rng.choice([Access.OPEN] * 5 + [Access.GATED, Access.CLOSED, Access.UNKNOWN])
        models.append(
            FigureModel(f"m{number}", name, released, tuple(sorted(bases)), access, ("7B", "70B"))
        )
    return models
