"""The room of conditions: what must be shown for a norm to apply, and what of it is still lacking.

`trees` holds the condition trees and where they stand, `findings` what can be said of a set of findings,
`completions` the smallest sets that complete a tree, `relations` how trees and norms relate in logic, over
the bit masks of `literals`.
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
