"""Models for a figure out of a CSV file: anybody's data, with columns of documented names."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from bot.model.errors import BrokenInputError, InputError, Where, did_you_mean
from bot.model.values.sizes import label_count, sizes_in_order
from bot.render.figures.models import EDGES, MOST_MODELS, Access, FigureModel, month_of

FIGURE_COLUMNS = {
    "name": "what readers call it; required, and each name only once",
    "released": "its year, month or day: 2023, 2023-05, 2023-05-17",
    "bases": "the names of the models it is built on, with semicolons between them",
    "access": "open, gated or closed",
    "sizes": "its numbers of parameters, with semicolons between them: 7B; 13B",
}
"""What the columns mean; others are ignored."""

_DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_Row = tuple[Where, Mapping[str, str]]


def read_models(path: str, text: str) -> list[FigureModel]:
    """The models of a CSV file (RFC 4180, UTF-8, the first line names the columns).

    Raises InputError or BrokenInputError with the line of everything that is wrong.
    """
    rows = list(_rows(path, text))
    if not rows:
        hint = "the first line names the columns, each further line is a model"
        raise InputError(Where(path), "no model stands here", hint=hint)
    if len(rows) > MOST_MODELS:
        message = f"{len(rows):,} models are too many for one figure"
        raise InputError(
            rows[MOST_MODELS][0], message, hint=f"it may have {MOST_MODELS:,}; leave some out"
        )
    _refuse_many_bases(rows)
    problems: list[InputError] = []
    ids: dict[str, Where] = {}
    for where, row in rows:
        name = row["name"]
        if not name:
            problems.append(InputError(where, "the column 'name' is empty here"))
        elif name.casefold() in ids:
            first = ids[name.casefold()]
            hint = f"it stands first at {first}"
            problems.append(InputError(where, f"the name '{name}' is taken", hint=hint))
        ids.setdefault(name.casefold(), where)
    names = [row["name"] for _, row in rows]
    for where, row in rows:
        problems += _problems(where, row, ids, names)
    if problems:
        raise BrokenInputError(problems)
    return [_model(row) for _, row in rows]


def _refuse_many_bases(rows: Sequence[_Row]) -> None:
    """Raise InputError at the row from which on there are more edges than a figure can show."""
    count = 0
    for where, row in rows:
        count += len(_parts(row["bases"]))
        if count > EDGES:
            hint = f"all models together may name {EDGES:,}; leave some out"
            raise InputError(where, "these are too many bases for one figure", hint=hint)


def _rows(path: str, text: str) -> Iterator[_Row]:
    """Every line that is not blank, by the names of the columns."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    heading: list[str] = []
    line = 1
    try:
        for cells in reader:
            where, line = Where(path, line), reader.line_num + 1
            values = [" ".join(cell.split()) for cell in cells]
            if not any(values):
                continue
            if not heading:
                heading = _heading(where, values)
            elif len(values) > len(heading):
                message = f"{len(values)} cells stand here, and there are {len(heading)} columns"
                hint = "put a text with a comma into quotes"
                raise InputError(where, message, hint=hint)
            else:
                row = dict(zip(heading, values, strict=False))
                yield where, {name: row.get(name, "") for name in FIGURE_COLUMNS}
    except csv.Error as error:
        hint = "a text that begins with a quote ends with one"
        raise InputError(Where(path, line), f"this is no CSV: {error}", hint=hint) from None


def _heading(where: Where, values: list[str]) -> list[str]:
    """The names of the columns. Raises InputError where they cannot be what was meant."""
    names = [value.casefold() for value in values]
    if "name" not in names:
        others = [sign for sign in ";\t|" if len(values) == 1 and sign in values[0]]
        known = f"known are {', '.join(FIGURE_COLUMNS)}"
        hint = "separate the columns with commas" if others else known
        raise InputError(where, "the column 'name' is missing", hint=hint)
    for name in names:
        near = (
            "" if name in FIGURE_COLUMNS else did_you_mean(name, set(FIGURE_COLUMNS) - set(names))
        )
        if near:
            raise InputError(where, f"unknown column '{name}'", hint=near)
        if names.count(name) > 1 and name in FIGURE_COLUMNS:
            raise InputError(where, f"the column '{name}' stands here twice")
    return names


def _problems(
    where: Where, row: Mapping[str, str], ids: Mapping[str, Where], names: list[str]
) -> Iterator[InputError]:
    released, access = row["released"], row["access"].casefold()
    if released and (not _DATE.fullmatch(released) or month_of(released) is None):
        hint = "write it as 2023, 2023-05 or 2023-05-17, from 1900 to 2199"
        yield InputError(where, f"'{released}' is not a date", hint=hint)
    if access and access not in _ACCESS:
        hint = f"{did_you_mean(access, _ACCESS)} it may be open, gated or closed".lstrip()
        yield InputError(where, f"unknown access '{access}'", hint=hint)
    for size in _parts(row["sizes"]):
        if not label_count(size):
            hint = "write it as 560M, 7B, 8x7B or 235B-A22B"
            yield InputError(where, f"'{size}' is not a number of parameters", hint=hint)
    for base in _parts(row["bases"]):
        if base.casefold() not in ids:
            hint = did_you_mean(base, names) or "name a model of this file"
            yield InputError(where, f"'bases' names no model: '{base}'", hint=hint)
        elif base.casefold() == row["name"].casefold():
            yield InputError(where, f"'{base}' is built on itself", hint="leave its bases empty")


_ACCESS = {"open": Access.OPEN, "gated": Access.GATED, "closed": Access.CLOSED}


def _model(row: Mapping[str, str]) -> FigureModel:
    return FigureModel(
        row["name"].casefold(),
        row["name"],
        row["released"],
        tuple(base.casefold() for base in _parts(row["bases"])),
        _ACCESS.get(row["access"].casefold(), Access.UNKNOWN),
        sizes_in_order(_parts(row["sizes"])),
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]
