"""What one of several machines observed, as text for the one that decides."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.lists.observations import read_observations, write_observations
from bot.model.errors import InputError, Where
from bot.model.observation import Observation, Tally


@dataclass(frozen=True)
class Shard:
    """Observations and tallies of one machine; `part` is such as `3/8`."""

    part: str
    observations: Sequence[Observation]
    tallies: Sequence[Tally]


class _ShardText(BaseModel):
    model_config = ConfigDict(extra="forbid")

    part: str
    tallies: list[Tally]
    observed: dict[str, object]


def write_shard(shard: Shard) -> str:
    """`read_shard` gives back the same."""
    tallies = json.dumps([asdict(tally) for tally in shard.tallies], ensure_ascii=False)
    observed = write_observations(shard.observations).strip()
    return f'{{"part": "{shard.part}", "tallies": {tallies}, "observed": {observed}}}\n'


def read_shard(text: str, path: str) -> Shard:
    """Raises InputError, naming `path`, when the text is none of ours."""
    try:
        read = _ShardText.model_validate_json(text)
    except ValidationError as error:
        message = f"this is no record of a shard: {error.errors()[0]['msg']}"
        hint = "run the job again that wrote it"
        raise InputError(Where(path), message, hint=hint) from None
    observations = read_observations(json.dumps(read.observed), path)
    return Shard(read.part, observations, read.tallies)
