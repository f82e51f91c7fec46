"""Whose licence a card speaks of: only what restricts the very thing counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.parsing.licence_words import restriction

RESTRICTED = {
    "research use only": "research use only",
    "**Research use only.**": "Research use only",
    "> Note: for research purposes only": "for research purposes only",
    "For non-commercial use only.": "For non-commercial use only",
    "This model is for non-commercial use only.": "for non-commercial use only",
    "The model is released for research purposes only.": "for research purposes only",
    "These weights may only be used for research.": "only be used for research",
    "Our 7B checkpoint must not be used for commercial purposes.": (
        "not be used for commercial purposes"
    ),
    "# M\n\n## License\n\nCC BY-NC 4.0": "CC BY-NC 4.0",
    "## License\n\nReleased under [CC-BY-NC-SA-4.0](https://a.example/x).": "CC-BY-NC-SA-4.0",
    "## License\n\nModel weights: non-commercial": "non-commercial",
    "Commercial use is prohibited.": "Commercial use is prohibited",
    "This model has the same licence as LLaMA.": "same licence as LLaMA",
    "## Licence\n\nSubject to the LLaMA licence": "Subject to the LLaMA licence",
    "The code is under Apache 2.0, but the weights are for academic use only": (
        "for academic use only"
    ),
    "This model is intended\nfor research\nuse only": "for research use only",
    "---\nlicense: apache-2.0\n---\n# M\n\nresearch use only\n": "research use only",
    "**License**\n\nnon-commercial": "non-commercial",
    "## Research use only": "Research use only",
}
FREE = [
    "",
    "# M\n\nA model for everybody.",
    "---\nlicense: cc-by-nc-4.0\n---\n# M\n",
    "It was trained on data that is for non-commercial use only.",
    "This model was trained on ShareGPT data, which is licensed for non-commercial use only.",
    "The training data is non-commercial.",
    "The dataset is CC BY-NC 4.0.",
    "## Training data\n\nNon-commercial use only.",
    "## License\n\nThe data is CC BY-NC 4.0; the model is Apache 2.0.",
    "LLaMA is for research use only.",
    "Unlike LLaMA, which is for research use only, this model is free.",
    "The LLaMA model is for non-commercial use.",
    "- Vicuna-13B: non-commercial",
    "| Vicuna | non-commercial |",
    "The base model is subject to the LLaMA license.",
    "This model may be used for commercial and non-commercial purposes.",
    "For both commercial and non-commercial use.",
    "Free for non-commercial and commercial use.",
    "This model is not for research use only.",
    "The model is no longer restricted to non-commercial use.",
    "This model is not limited to non-commercial use.",
    "Unless you use this model for non-commercial purposes, read on.",
    "The previous model was for research use only.",
    "```\nresearch use only\n```",
    "<!-- research use only -->",
    "Ask us about research.",
    "## Acknowledgements\n\nThis model would not exist without non-commercial research.",
    "## Related models\n\nresearch use only",
    "This model answers questions about non-profits and research.",
    "The demo is for research use only.",
    "Outputs are for non-commercial use.",
]


@pytest.mark.parametrize("text", RESTRICTED)
def test_a_restriction_of_the_thing_itself(text: str) -> None:
    assert restriction(text) == RESTRICTED[text]


@pytest.mark.parametrize("text", FREE)
def test_what_is_about_something_else_or_restricts_nothing(text: str) -> None:
    assert restriction(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("This dataset is for non-commercial use only.", "for non-commercial use only"),
        ("## License\n\nThe data is CC BY-NC 4.0", "CC BY-NC 4.0"),
        ("Models trained on it are for research use only.", ""),
        ("The images are for non-commercial use.", ""),
    ],
)
def test_of_a_dataset_the_data_is_the_thing_itself(text: str, expected: str) -> None:
    assert restriction(text, "dataset") == expected


@given(st.text(max_size=200))
def test_never_raises_and_gives_words_of_the_text(text: str) -> None:
    found = restriction(text)
    assert found in " ".join(text.split()) or not found
