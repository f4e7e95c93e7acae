"""Verdicts as a pandas table: one row for each matter under each regulation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas

    from ..corpus import Corpus
    from ..model import Matter, Ternary, Verdict

__all__ = ["SEPARATOR", "verdict_frame"]

#: What stands between the ids where a cell holds several: `column.str.split("; ")` takes them apart.
SEPARATOR = "; "


def verdict_frame(corpus: Corpus, matters: Iterable[Matter], verdicts: Iterable[Verdict]) -> pandas.DataFrame:
    """The verdicts on matters as a table.

    Columns: `matter`, `role`, `date`, `regulation`, `outcome` (in the order of precedence, the first one
    lowest), `effect` and `strictness` of the outcome (our reading, for comparing), `modality`, `clauses` (that give
    the outcome), `displaced` (clauses that give way to others), `blocked` (clauses met but for an exception),
    `in_force` and `in_scope` (`<NA>`: not known), `could_change` (how many undetermined norms would change the
    outcome), `readings` (on which the answer rests), `disputed` (grounds found both ways).

    Args:
        corpus: the compiled law.
        matters: the matters, in the order of the verdicts.
        verdicts: the verdicts.

    Raises:
        UsageError: pandas is not installed.
    """
    from ..reports.documents.as_frame import frame

    columns: dict[str, list[Any]] = {name: [] for name in _COLUMNS}
    for matter, verdict in zip(matters, verdicts, strict=True):
        for result in verdict.results:
            principal = corpus.outcomes[result.outcome]
            first = result.outcomes[0] if result.outcomes and principal.effect is not None else None
            row = (
                matter.id,
                matter.role,
                matter.date,
                result.regulation,
                result.outcome,
                principal.effect,
                principal.strictness,
                first.modality if first else None,
                _joined(dict.fromkeys(p for o in result.outcomes for p in o.provisions)),
                _joined(n.provision for n in result.norms if n.status == "defeated"),
                _joined(n.provision for n in result.norms if n.status == "blocked"),
                _known(result.in_force),
                _known(result.in_scope),
                len(result.could_change),
                _joined(result.readings),
                _joined(verdict.disputed),
            )
            for name, value in zip(_COLUMNS, row, strict=True):
                columns[name].append(value)
    by_precedence = sorted(corpus.outcomes.values(), key=lambda o: o.precedence)
    ordered = {"outcome": [o.code for o in by_precedence], "regulation": corpus.assessed}
    types = {"in_force": "boolean", "in_scope": "boolean", "strictness": "Int64", "could_change": "Int64"}
    return frame(columns, days=["date"], ordered=ordered, types=types)


_COLUMNS = (
    "matter", "role", "date", "regulation", "outcome", "effect", "strictness", "modality", "clauses", "displaced",
    "blocked", "in_force", "in_scope", "could_change", "readings", "disputed",
)  # fmt: skip


def _joined(ids: Iterable[str]) -> str | None:
    return SEPARATOR.join(ids) or None


def _known(value: Ternary) -> bool | None:
    return None if value == "unknown" else bool(value)
