"""What was read of the latest texts is kept, as far as there is room."""

from __future__ import annotations

from collections.abc import Callable
from threading import RLock
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from cachetools import LRUCache, cached

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")
_Made_co = TypeVar("_Made_co", covariant=True)


class Keeping(Protocol[_Given, _Made_co]):
    """A function that keeps what it made."""

    @property
    def __wrapped__(self) -> Callable[_Given, _Made_co]:
        """The function that makes it each time."""

    def __call__(self, *args: _Given.args, **kwargs: _Given.kwargs) -> _Made_co:
        """What was made of these arguments, now or before."""

    def cache_clear(self) -> None:
        """Let go of all that is kept."""


def kept(
    size: Callable[[Any], int], most: int
) -> Callable[[Callable[_Given, _Made]], Keeping[_Given, _Made]]:
    """A decorator: what a function made of its latest arguments is not made again.

    Kept are at most `most` of what `size` counts in all of it together, and two of any size: a
    list as it stands and as an edit leaves it. `functools.lru_cache` counts only how many there
    are, and what is read of a long list takes sixteen times as much as its text.
    """

    def weighed(made: Any) -> int:
        return min(size(made), most // 2)

    def keep(make: Callable[_Given, _Made]) -> Keeping[_Given, _Made]:
        cache: LRUCache[Any, _Made] = LRUCache(most, weighed)
        return cast("Keeping[_Given, _Made]", cached(cache, lock=RLock())(make))

    return keep
