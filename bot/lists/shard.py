"""The observations of one of several machines, as text for the machine that decides."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.lists.observations import read_observations, write_observations
from bot.model.errors import InputError, Where
from bot.model.observation import Observation, Tally


@dataclass(frozen=True)
class Shard:
    """Observations and tallies of one machine; `part` is for example `3/8`."""

    part: str
    observations: Sequence[Observation]
    tallies: Sequence[Tally]


class _ShardText(BaseModel):
    model_config = ConfigDict(extra="forbid", defer_build=True)

    part: str
    tallies: list[Tally]


def write_shard(shard: Shard) -> str:
    """The text of a shard; `read_shard` reads it back."""
    tallies = json.dumps([asdict(tally) for tally in shard.tallies], ensure_ascii=False)
    observed = write_observations(shard.observations).decode().strip()
    return f'{{"part": "{shard.part}", "tallies": {tallies}{_OBSERVED}{observed}}}\n'


_OBSERVED = ', "observed": '


def read_shard(text: str, path: str) -> Shard:
    """Read a shard. Raises InputError, naming `path`, for any other text."""
    head, _, observed = text.partition(_OBSERVED)
    lines = BytesIO(observed.rstrip().removesuffix("}").encode("utf-8", "surrogateescape"))
    try:
        read = _ShardText.model_validate_json(head + "}")
        return Shard(read.part, read_observations(lines, path), read.tallies)
    except (ValidationError, InputError) as error:
        why = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error.args[0]
        message = f"this was not written by a shard: {why}"
        raise InputError(Where(path), message, hint="run the job again that wrote it") from None
