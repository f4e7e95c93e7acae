"""Every sentence of the answers, one key with its Chinese and its English.

A sentence is a `str.format` template; both languages have the same placeholders, and a test holds
that. Use `kg_query.wording.messages.say`. `steps` has the sentences of findings, condition trees and
norms, `answers` those of conclusions, proofs, verdicts, questions and suppositions, `reviews` those
of reviews of case files, `comparisons` those of comparisons, `procedure` those of the comparison of procedure,
`scenarios` those of scenarios and of one matter under several regulations, `clauses`, `grounds` and `measures` those of
their parts of a comparison, `opinions` those of reasoned opinions.
"""

from __future__ import annotations

from .answers import ANSWERS
from .clauses import CLAUSES
from .comparisons import COMPARISONS
from .grounds import GROUNDS
from .measures import MEASURES
from .opinions import OPINIONS
from .procedure import PROCEDURE
from .reviews import REVIEWS
from .scenarios import SCENARIOS
from .steps import STEPS

__all__ = ["TEMPLATES"]

TEMPLATES: dict[str, tuple[str, str]] = (
    STEPS | ANSWERS | REVIEWS | COMPARISONS | PROCEDURE | SCENARIOS | CLAUSES | GROUNDS | MEASURES | OPINIONS
)
