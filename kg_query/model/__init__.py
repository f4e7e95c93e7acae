"""The values the law is made of: small, frozen, with the law's own words.

No logic lives here. Ids are the short ones (`nanmu/art_9__point_4`, `force_majeure`); dates are
ISO strings (`2024-10-29`), which compare as dates do. `kg_query.terms` turns ids into IRIs.
"""

from __future__ import annotations

from .law import (
    Concept,
    Deadline,
    Emendation,
    Ground,
    Norm,
    Outcome,
    Override,
    Provision,
    Reading,
    Regulation,
    Source,
)
from .matters import (
    Finding,
    FindingStatus,
    Matter,
    NormResult,
    NormStatus,
    OutcomeResult,
    RegulationResult,
    Ternary,
    Verdict,
)
from .text import Lang, Text

__all__ = [
    "Concept",
    "Deadline",
    "Emendation",
    "Finding",
    "FindingStatus",
    "Ground",
    "Lang",
    "Matter",
    "Norm",
    "NormResult",
    "NormStatus",
    "Outcome",
    "OutcomeResult",
    "Override",
    "Provision",
    "Reading",
    "Regulation",
    "RegulationResult",
    "Source",
    "Ternary",
    "Text",
    "Verdict",
]
