"""Which model descends from which: only edges that lead forward in time, and none in a circle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.render.figures.models import FigureModel, dated


@dataclass(frozen=True)
class Descent:
    """The dated models in order of time, with their descent.

    months    id → month
    levels    id → its place within its month: behind the bases of the same month
    parent    id → the base it is drawn below, the latest
    others    id → further bases that are no ancestors of that one
    backward  (model, base) of descents that its dates contradict
    """

    models: tuple[FigureModel, ...]
    months: Mapping[str, int]
    levels: Mapping[str, int]
    parent: Mapping[str, str]
    others: Mapping[str, tuple[str, ...]]
    backward: tuple[tuple[str, str], ...]
    children: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def roots(self) -> Iterator[str]:
        """The ids of the models that descend from no dated one."""
        return (one.id for one in self.models if one.id not in self.parent)

    def family(self, root: str) -> list[str]:
        """A model and all below it, each after its parent."""
        found, waiting = [], [root]
        while waiting:
            found.append(waiting.pop())
            waiting += reversed(self.children.get(found[-1], ()))
        return found


def descent(models: Sequence[FigureModel]) -> Descent:
    """The descent of the models that have a date."""
    months = dated(models)
    ordered = sorted(
        (one for one in models if one.id in months),
        key=lambda one: (months[one.id], one.name.casefold(), one.id),
    )
    bases, backward = _forward(ordered, months)
    order = _in_order([one.id for one in ordered], bases)
    place = {name: number for number, name in enumerate(order)}
    bases = {
        name: [base for base in all_ if place[base] < place[name]] for name, all_ in bases.items()
    }
    levels = _levels(order, bases, months)
    for all_ in bases.values():
        all_.sort(key=lambda base: (months[base], levels[base], place[base]))
    parent = {name: below[-1] for name, below in bases.items() if below}
    children: dict[str, list[str]] = {}
    for one in ordered:
        if one.id in parent:
            children.setdefault(parent[one.id], []).append(one.id)
    return Descent(
        tuple(ordered),
        months,
        levels,
        parent,
        _others(order, bases, parent),
        tuple(backward),
        {name: tuple(below) for name, below in children.items()},
    )


def _forward(
    models: Sequence[FigureModel], months: Mapping[str, int]
) -> tuple[dict[str, list[str]], list[tuple[str, str]]]:
    bases: dict[str, list[str]] = {one.id: [] for one in models}
    backward = []
    for one in models:
        for base in dict.fromkeys(one.bases):
            if base not in months or base == one.id:
                continue
            if months[base] > months[one.id]:
                backward.append((one.id, base))
            else:
                bases[one.id].append(base)
    return bases, backward


def _in_order(names: Sequence[str], bases: Mapping[str, Sequence[str]]) -> list[str]:
    """Every model behind its bases; where they go in a circle, as they came."""
    done: dict[str, None] = {}
    begun: set[str] = set()
    for first in names:
        waiting = [first]
        while waiting:
            name = waiting[-1]
            missing = [base for base in bases[name] if base not in done and base not in begun]
            if missing and name not in done:
                begun.add(name)
                waiting += missing
            else:
                done.setdefault(waiting.pop())
    return list(done)


def _levels(
    order: Sequence[str], bases: Mapping[str, Sequence[str]], months: Mapping[str, int]
) -> dict[str, int]:
    levels: dict[str, int] = {}
    for name in order:
        same = [levels[base] for base in bases[name] if months[base] == months[name]]
        levels[name] = max(same) + 1 if same else 0
    return levels


def _others(
    order: Sequence[str], bases: Mapping[str, Sequence[str]], parent: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """The bases that the line of parents does not lead back to."""
    found = {}
    for name in order:
        if len(bases[name]) > 1:
            above, at = set(), name
            while at in parent:
                at = parent[at]
                above.add(at)
            rest = tuple(base for base in bases[name] if base not in above)
            if rest:
                found[name] = rest
    return found
