from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lists.observations import read_observations, write_observations
from bot.model.errors import InputError
from bot.model.observation import Found, Gone, Moved, Observation, Reason, Unsure
from bot.model.reference import Kind, Reference

NAMES = st.text(min_size=1, max_size=20).filter(lambda name: name.strip() == name)
REFERENCES = st.builds(Reference.of, st.sampled_from(Kind), NAMES)
VALUES = st.one_of(
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.lists(st.text()).map(tuple),
)
PARTS = {
    "reference": REFERENCES,
    "source": st.text(),
    "at": st.datetimes(timezones=st.just(UTC)),
    "evidence": st.text(),
}
KNOWN = {
    "facts": st.dictionaries(st.text(), VALUES),
    "unknown": st.dictionaries(st.text(), st.text()),
    "places": st.dictionaries(st.text(), st.booleans()),
}
OBSERVATIONS: st.SearchStrategy[Observation] = st.one_of(
    st.builds(Found, **PARTS, **KNOWN),
    st.builds(Moved, **PARTS, **KNOWN, to=REFERENCES, certain=st.booleans()),
    st.builds(Gone, **PARTS, why=st.text()),
    st.builds(Unsure, **PARTS, reason=st.sampled_from(Reason), why=st.text()),
)


def read(text: bytes) -> list[Observation]:
    return read_observations(BytesIO(text), "x.json")


@given(st.lists(OBSERVATIONS, max_size=5))
def test_what_is_written_is_read_again(observations: list[Observation]) -> None:
    text = write_observations(observations)
    assert read(text) == observations
    assert write_observations(read(text)) == text


@given(st.lists(OBSERVATIONS, max_size=3), st.integers(2, 500))
def test_a_part_of_a_text_is_not_read(observations: list[Observation], left: int) -> None:
    text = write_observations(observations)
    with pytest.raises(InputError):
        read(text[:-left])


def test_numbers_and_truth_stay_apart() -> None:
    seen = Found(
        reference=Reference.of(Kind.REPO, "a/b"),
        source="github",
        at=datetime(2026, 11, 24, tzinfo=UTC),
        evidence="",
        facts={"one": 1, "true": True, "float": 1.0},
    )
    (again,) = read(write_observations([seen]))
    assert isinstance(again, Found)
    assert [type(value) for value in again.facts.values()] == [int, bool, float]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"version": 2}', '{"version": 1, "observations": [{"said": "found"}]}']
)
def test_a_broken_file_is_reported_with_its_path(text: str) -> None:
    with pytest.raises(InputError, match=r"shard-1\.json: these observations were not written"):
        read_observations(BytesIO(text.encode()), "shard-1.json")


def test_an_unknown_kind_of_reference_is_reported() -> None:
    text = write_observations([])
    one = (
        '{"said":"gone","reference":"nonsense","source":"web","at":"2026-11-24T00:00:00Z",'
        '"evidence":"","why":""}'
    )
    with pytest.raises(InputError):
        read(text.replace(b"[]", f"[\n{one}\n]".encode()))
