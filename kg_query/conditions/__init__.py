"""The room of conditions: what must be shown for a norm to apply, and what of it is still lacking.

`trees` holds the condition trees and where they stand, `completions` the smallest sets of findings
that complete one.
"""

from .trees import (
    AllOf,
    AnyOf,
    Has,
    Lacks,
    Leaf,
    Met,
    Standing,
    State,
    Tree,
    fails,
    from_json,
    grounds,
    holds,
    leaves,
    negate,
    norms_met,
    to_json,
)

__all__ = [
    "AllOf",
    "AnyOf",
    "Has",
    "Lacks",
    "Leaf",
    "Met",
    "Standing",
    "State",
    "Tree",
    "fails",
    "from_json",
    "grounds",
    "holds",
    "leaves",
    "negate",
    "norms_met",
    "to_json",
]
