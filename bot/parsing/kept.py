"""What was read of the latest texts is kept, as far as there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Set
from functools import wraps
from threading import RLock
from typing import ParamSpec, Protocol, TypeVar, cast

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")
_Made_co = TypeVar("_Made_co", covariant=True)
_EACH = 1_000
"""What even the shortest text counts, in letters."""


class Keeping(Protocol[_Given, _Made_co]):
    """A function that keeps what it made."""

    @property
    def __wrapped__(self) -> Callable[_Given, _Made_co]:
        """The function that makes it each time."""

    def __call__(self, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made_co:
        """What was made of these arguments, now or before."""

    def cache_clear(self) -> None:
        """Let go of all that is kept."""


def kept(most: int) -> Callable[[Callable[_Given, _Made]], Keeping[_Given, _Made]]:
    """A decorator: what a function made of its latest texts is not made again.

    Kept is what was made of `most` letters of text in all, and the last one of any length. Room is
    made before something new is, because what is read of a text takes more than ten times as much
    as the text. `functools.lru_cache` knows only how many there are, and makes room afterwards; so
    does cachetools, which knows their sizes and costs each start 4 ms. Arguments stand in order,
    without names.
    """

    def keep(make: Callable[_Given, _Made]) -> Keeping[_Given, _Made]:
        held: OrderedDict[tuple[object, ...], _Made] = OrderedDict()
        lock, free = RLock(), most

        @wraps(make)
        def known(*args: _Given.args, **kwargs: _Given.kwargs) -> _Made:
            nonlocal free
            needed = _EACH + _letters(args)
            with lock:
                if args in held:
                    held.move_to_end(args)
                    return held[args]
                while held and free < needed:
                    free += _EACH + _letters(held.popitem(last=False)[0])
            made = make(*args, **kwargs)
            with lock:
                if args not in held:
                    held[args] = made
                    free -= needed
            return made

        def clear() -> None:
            nonlocal free
            with lock:
                held.clear()
                free = most

        def without(texts: Set[str]) -> None:
            nonlocal free
            with lock:
                for args in [one for one in held if not texts.isdisjoint(_texts(one))]:
                    del held[args]
                    free += _EACH + _letters(args)

        _FORGET.append(without)
        known.cache_clear = clear  # type: ignore[attr-defined]
        return cast("Keeping[_Given, _Made]", known)

    return keep


def forget(texts: Iterable[str]) -> None:
    """Let go of all that was made of these texts: nothing will be made of them again."""
    gone = frozenset(texts)
    for without in _FORGET:
        without(gone)


_FORGET: list[Callable[[Set[str]], None]] = []
"""Of each function that keeps what it made."""


def _letters(given: object) -> int:
    return sum(map(len, _texts(given)))


def _texts(given: object) -> Iterator[str]:
    if isinstance(given, str):
        yield given
    elif isinstance(given, tuple):
        for one in given:
            yield from _texts(one)
