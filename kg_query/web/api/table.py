"""Every operation of the API, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .operations import Operation

__all__ = ["operations"]


@cache
def operations() -> Mapping[str, Operation]:
    """The operations, in the order of the groups."""
    from . import case_files, comparing, law, listing, matters, questions

    every = (
        *matters.OPERATIONS,
        *case_files.OPERATIONS,
        *comparing.OPERATIONS,
        *law.OPERATIONS,
        *questions.OPERATIONS,
        *listing.OPERATIONS,
    )
    return {operation.name: operation for operation in every}
