"""How much of an exhaustive sweep runs: a spread sample by default, all of it where KGQ_TEST_ALL is set.

`make test` takes the sample, `make test-all` the whole. What is sampled is repetition: a second engine
asked once more of a case whose like it has been asked already. Every claim itself is held by both.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

__all__ = ["THOROUGH", "in_turn", "one_of_each"]

#: Whether the sweeps run whole.
THOROUGH = bool(os.environ.get("KGQ_TEST_ALL"))

T = TypeVar("T")
W = TypeVar("W")


def one_of_each(items: Sequence[T], kind: Callable[[T], Hashable]) -> list[int]:
    """The places of the first item of each kind; of all items where the sweeps run whole."""
    if THOROUGH:
        return list(range(len(items)))
    first: dict[Hashable, int] = {}
    for place, item in enumerate(items):
        first.setdefault(kind(item), place)
    return sorted(first.values())


def in_turn(items: Iterable[T], ways: Sequence[W]) -> list[tuple[T, W]]:
    """Each item with one way (such as a language), the next with the next; where the sweeps run whole, with all."""
    return [
        (item, way)
        for number, item in enumerate(items)
        for way in (ways if THOROUGH else (ways[number % len(ways)],))
    ]
