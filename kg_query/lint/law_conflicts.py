"""Clauses that pull against each other: outcomes that contradict, priority that the text leaves unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..conditions import AllOf
from ..model import Norm, Override, Text
from .law import Defect, Law, law_check
from .pairs import Meeting, giving, meetings
from .phrases import findings, joined, outcomes, place, places, unit_of

__all__ = ["contradictory", "open_priority", "undivided_catch_alls"]

_CATCH_ALL = "catch_all"
_RELIEF = frozenset({"full_relief", "conditional_relief", "lighter_treatment"})


@law_check(
    "contradictory-outcomes",
    "warning",
    Text(
        "同一规定的两处条文可以同时适用而结果相反，没有规定何者优先。",
        "Two clauses of one regulation can apply together with opposite results, and nothing says which prevails.",
    ),
    fix=Text(
        "写明何者优先，或者收窄其中一处的条件。",
        "Say which prevails, or narrow the condition of one of them.",
    ),
)
def contradictory(law: Law) -> Iterator[Defect]:
    """Relief beside a bar, or full relief beside liability: one defect for each two lists of clauses."""

    def wanted(a: Norm, b: Norm) -> bool:
        return _CATCH_ALL not in (a.kind, b.kind) and opposite(law, a, b)

    groups: dict[tuple[str, str], list[Meeting]] = {}
    for one in meetings(law, wanted):
        one = one if _relieves(law, one.a) else Meeting(one.b, one.a, one.findings, one.shared)
        groups.setdefault((unit_of(law.corpus, one.a), unit_of(law.corpus, one.b)), []).append(one)
    for (unit, against), found in groups.items():
        yield together(law, unit, against, found)


def together(law: Law, unit: str, other: str, found: list[Meeting]) -> Defect:
    """Clauses of two lists that meet: which they are, how many pairs, and the two smallest cases."""
    corpus = law.corpus
    found = sorted(found, key=lambda m: m.rank)
    shown = _varied(found)
    left, right = (
        places(corpus, (m.a.provision for m in found)),
        places(corpus, (m.b.provision for m in found)),
    )
    gives = outcomes(corpus, (m.a for m in found)), outcomes(corpus, (m.b for m in found))
    number = len(found)
    head = Text(
        f"{left.zh}（{gives[0].zh}）与{right.zh}（{gives[1].zh}）可同时适用",
        f"{left.en} ({gives[0].en}) and {right.en} ({gives[1].en}) can apply together",
    )
    if number > 1:
        head = Text(f"{head.zh}，共{number}对", f"{head.en}, {number} pairs in all")
    cases = []
    for one in shown:
        on = findings(corpus, one.findings)
        a, b = place(corpus, one.a.provision), place(corpus, one.b.provision)
        cases.append(Text(f"{on.zh}时，{a.zh}与{b.zh}并存", f"where {on.en}, both {a.en} and {b.en} apply"))
    told = joined(cases)
    problem = Text(f"{head.zh}。例如：{told.zh}。", f"{head.en}. For instance: {told.en}.")
    named = [unit, *(m.a.provision for m in shown), other, *(m.b.provision for m in shown)]
    return Defect(unit, problem, tuple(dict.fromkeys(named)))


def _varied(found: list[Meeting]) -> list[Meeting]:
    """The first case, and the next that has other clauses on both sides (or else on one)."""
    first = found[0]
    rest = [m for m in found[1:] if m.a.id != first.a.id and m.b.id != first.b.id]
    return [first, *(rest or found[1:])[:1]]


def opposite(law: Law, a: Norm, b: Norm) -> bool:
    """True where the outcomes of the two contradict each other, as the graph says of their effects."""
    one, other = (law.corpus.outcomes[n.outcome] if n.outcome else None for n in (a, b))
    if one is None or other is None:
        return False
    return other.effect in one.contradicts or one.effect in other.contradicts


def effect_of(law: Law, norm: Norm) -> str | None:
    """What the norm's outcome comes to: a code of the scheme of effects."""
    return law.corpus.outcomes[norm.outcome].effect if norm.outcome else None


def _relieves(law: Law, norm: Norm) -> bool:
    return effect_of(law, norm) in _RELIEF


@law_check(
    "priority-not-expressed",
    "info",
    Text(
        "两处条文结果相反，何者优先条文没有写明，只能由解释得出。",
        "Two clauses give opposite results, and which prevails is not said but has to be read into the text.",
    ),
    fix=Text(
        "在条文中写明优先关系，例如“有第×条情形的，不适用第×条”。",
        "Say it in the text, such as “where Article x applies, Article y does not”.",
    ),
)
def open_priority(law: Law) -> Iterator[Defect]:
    """One defect for each priority that rests on a reading, where the clauses can indeed meet."""
    corpus = law.corpus
    groups: dict[str, list[Override]] = {}
    for override in corpus.overrides:
        if override.basis == "reading":
            groups.setdefault(override.id, []).append(override)
    for name, overrides in groups.items():
        meeting = [o for o in overrides if _can_meet(law, o)]
        if not meeting:
            continue
        above = [corpus.norms[o.prevailing] for o in meeting]
        below = [corpus.norms[o.defeated] for o in meeting]
        units = dict.fromkeys(unit_of(corpus, n) for n in (*above, *below))
        a = places(corpus, (unit_of(corpus, n) for n in above))
        b = places(corpus, (unit_of(corpus, n) for n in below))
        reason = meeting[0].reason
        yield Defect(
            name,
            Text(
                f"{a.zh}与{b.zh}可同时成立；解释为前者优先：{reason.zh}",
                f"{a.en} and {b.en} can both be met; the former is read to prevail: {reason.en}",
            ),
            tuple(units),
        )


def _can_meet(law: Law, override: Override) -> bool:
    above, below = law.corpus.norms[override.prevailing], law.corpus.norms[override.defeated]
    if above.condition is None or below.condition is None:
        return False
    return bool(law.ways(AllOf((above.condition, below.condition))))


@law_check(
    "catch-alls-undivided",
    "info",
    Text(
        "同一规定有几处结果不同的兜底条款，没有标准区分哪些“其他情形”归入哪一处。",
        "One regulation has catch-alls with different results, and nothing tells which “other circumstances” fall "
        "under which.",
    ),
    fix=Text(
        "写明由谁认定、按什么标准归类，或者列举情形。",
        "Say who decides and by what measure, or list the circumstances.",
    ),
)
def undivided_catch_alls(law: Law) -> Iterator[Defect]:
    """One defect for each regulation with two or more catch-alls that a single finding would engage."""
    corpus = law.corpus
    for slug in corpus.assessed:
        catch = [n for n in giving(corpus, slug) if n.kind == _CATCH_ALL]
        alike = [n for n in catch if any(_same_key(law, n, o) for o in catch)]
        if len(alike) < 2:
            continue
        told = [
            Text(f"{p.zh}（{o.zh}）", f"{p.en} ({o.en})")
            for n in alike
            for p, o in [(place(corpus, n.provision), outcomes(corpus, [n]))]
        ]
        yield Defect(
            alike[0].provision,
            Text(
                f"同一“其他情形”可归入{'、'.join(t.zh for t in told)}",
                f"one and the same “other circumstance” could fall under {_listed(t.en for t in told)}",
            ),
            tuple(n.provision for n in alike),
        )


def _same_key(law: Law, a: Norm, b: Norm) -> bool:
    """True where two catch-alls with different effects turn on a finding they have in common."""
    if a.id == b.id or effect_of(law, a) == effect_of(law, b) or a.condition is None or b.condition is None:
        return False
    mine = {leaf for way in law.ways(a.condition) for leaf in way}
    return any(leaf in mine for way in law.ways(b.condition) for leaf in way)


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last
