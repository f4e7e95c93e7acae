"""Clauses that say too much: one that adds nothing to another, and ones with different results for one case."""

from __future__ import annotations

from collections.abc import Iterator

from ..model import Norm, Text
from .law import Defect, Law, law_check
from .law_conflicts import effect_of, together
from .pairs import Meeting, giving, meetings
from .phrases import outcomes, places, unit_of

__all__ = ["implied", "overlapping"]


@law_check(
    "overlapping-outcomes",
    "warning",
    Text(
        "同样的事实落入同一规定的两处条文，两处轻重不同，没有规定适用哪一处。",
        "The same facts fall under two clauses of one regulation, one harsher than the other, and nothing says which "
        "is to be applied.",
    ),
    fix=Text(
        "划清两处的界限，或者写明适用哪一处。",
        "Draw the line between them, or say which one applies.",
    ),
)
def overlapping(law: Law) -> Iterator[Defect]:
    """Norms of different severity that share a finding and can apply together, by pairs of lists.

    Catch-alls are left out: that nothing divides them is a defect of its own.
    """

    def wanted(a: Norm, b: Norm) -> bool:
        return "catch_all" not in (a.kind, b.kind) and _differ(law, a, b)

    groups: dict[tuple[str, str], list[Meeting]] = {}
    for one in meetings(law, wanted):
        if one.shared > 0:
            units = unit_of(law.corpus, one.a), unit_of(law.corpus, one.b)
            groups.setdefault(units, []).append(one)
    for (unit, other), found in groups.items():
        yield together(law, unit, other, found)


def _differ(law: Law, a: Norm, b: Norm) -> bool:
    """True where both norms relieve, or both make liable, and one goes further than the other."""
    first, second = effect_of(law, a), effect_of(law, b)
    if first == second == "liability":
        return a.outcome != b.outcome
    return first != second and not {first, second} & {None, "bar", "liability"}


@law_check(
    "norm-implied",
    "info",
    Text(
        "条文的全部情形已包含在同一规定另一处结果相同的条文中。",
        "Whatever a clause covers is covered already by another clause of the same regulation with the same result.",
    ),
    fix=Text("删去本项，或者写明它另有的作用。", "Delete it, or say what it adds."),
)
def implied(law: Law) -> Iterator[Defect]:
    """Norms whose condition implies that of another one with the same outcome, modality and no exception."""
    corpus = law.corpus
    for slug in corpus.regulations:
        norms = giving(corpus, slug)
        for norm in norms:
            wider = [other for other in norms if _covers(law, other, norm)]
            if not wider:
                continue
            names, gives = places(corpus, (o.provision for o in wider)), outcomes(corpus, [norm])
            yield Defect(
                norm.id,
                Text(
                    f"凡合于本条文的，均已合于{names.zh}，结果同为“{gives.zh}”",
                    f"what meets it also meets {names.en}, with the same result: {gives.en}",
                ),
                (norm.provision, *(o.provision for o in wider)),
            )


def _covers(law: Law, wider: Norm, norm: Norm) -> bool:
    """True where `wider` applies whenever `norm` does, what opening words presuppose taken as given."""
    if wider.id == norm.id or (wider.outcome, wider.modality) != (norm.outcome, norm.modality):
        return False
    if wider.condition is None or norm.condition is None:
        return False
    if wider.exception is not None and (
        norm.exception is None or not law.implies(wider.exception, norm.exception)
    ):
        return False
    if not law.implies(norm.condition, wider.condition):
        return False
    equal = law.implies(wider.condition, norm.condition)
    order = list(law.corpus.norms)
    return not equal or order.index(wider.id) < order.index(norm.id)
