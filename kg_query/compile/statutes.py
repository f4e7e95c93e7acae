"""The statutory facts, the parameters that the law leaves to the place, and the ways of scoring."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from ..model import Concept, Provision, Text
from ..rules.values import Band, Parameter, Period, Scoring, StatutoryFact
from ..terms import DCTERMS, LAW, RDFS, SKOS, code, short
from .facts import Facts

__all__ = ["read_parameters", "read_scoring", "read_statutes"]

EMPTY = Text("", "")
_LABELS = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title")
#: How a threshold states its bound: property → the name that a deadline's law:comparison has.
_BOUNDS = {"minimum": "atLeast", "maximum": "atMost", "lessThan": "lessThan", "moreThan": "moreThan"}


def read_statutes(facts: Facts, concepts: Mapping[str, Mapping[str, Concept]]) -> dict[str, StatutoryFact]:
    """id → StatutoryFact, in the order of the files."""
    found = {}
    for iri in facts.typed(LAW + "StatutoryFact"):
        cited = short(facts.iri(iri, LAW + "cited") or "")
        named = concepts.get("law", {}).get(cited)
        verification = facts.iri(iri, LAW + "verification")
        found[short(iri)] = StatutoryFact(
            id=short(iri),
            notation=facts.string(iri, SKOS + "notation") or code(iri),
            law=cited,
            law_title=named.label if named else Text(cited, cited),
            article=facts.string(iri, LAW + "citedArticle") or "",
            requirement=facts.text(iri, LAW + "requirement") or EMPTY,
            actor=facts.text(iri, LAW + "actor"),
            trigger=facts.text(iri, LAW + "triggerText"),
            consequence=facts.text(iri, LAW + "consequenceText"),
            consequences=tuple(code(c) for c in facts.iris(iri, LAW + "consequenceCode")),
            verification=code(verification) if verification else None,
            verification_label=facts.text(verification, *_LABELS) if verification else None,
            caution=facts.text(iri, LAW + "caution"),
            periods=tuple(
                _period(facts, one)
                for predicate in ("deadline", "threshold")
                for one in facts.iris(iri, LAW + predicate)
            ),
            supports=tuple(short(p) for p in facts.iris(iri, LAW + "supports")),
        )
    return found


def _period(facts: Facts, iri: str) -> Period:
    quantity, bound = facts.number(iri, LAW + "quantity"), facts.iri(iri, LAW + "comparison")
    name = code(bound) if bound else None
    if quantity is None:
        for stated, called in _BOUNDS.items():
            if (value := facts.number(iri, LAW + stated)) is not None:
                quantity, name = value, called
                break
    unit, kind = facts.iri(iri, LAW + "unit"), facts.iri(iri, LAW + "dayKind")
    return Period(
        short(iri),
        facts.text(iri, *_LABELS) or EMPTY,
        quantity,
        code(unit) if unit else None,
        code(kind) if kind else None,
        name,
        facts.text(iri, LAW + "trigger", LAW + "countOf"),
    )


def read_parameters(facts: Facts) -> dict[str, Parameter]:
    """notation → Parameter, in the order of the files; one without a default is a fault."""
    found = {}
    for iri in facts.typed(LAW + "Parameter"):
        notation = facts.string(iri, SKOS + "notation")
        default = _decimal(facts, iri, "defaultValue")
        if not notation or default is None:
            facts.faults.add(
                facts.where(iri), "参数没有编号或者默认取值", "the parameter has no notation or no default",
                Text("请写 skos:notation 和 law:defaultValue", "State skos:notation and law:defaultValue"),
            )  # fmt: skip
            continue
        label = facts.text(iri, *_LABELS) or Text(notation, notation)
        found[notation] = Parameter(notation, label, default, facts.text(iri, SKOS + "definition"))
    return found


def read_scoring(facts: Facts, provisions: Mapping[str, Provision]) -> Scoring | None:
    """How a score is formed, or None where no norm states a base score."""
    norms = [n for n in facts.index if facts.values(n, LAW + "baseScore")]
    if not norms:
        return None
    first = norms[0]
    base = _decimal(facts, first, "baseScore")
    lowest = _decimal(facts, first, "lowestScore")
    breaking = [n for n in facts.index if facts.values(n, LAW + "scoreOnViolation")]
    on_violation = _decimal(facts, breaking[0], "scoreOnViolation") if breaking else None
    if base is None or lowest is None or on_violation is None:
        facts.faults.add(
            facts.where(first), "计分规则不完整", "the way of scoring is incomplete",
            Text(
                "请写 law:baseScore、law:lowestScore、law:scoreOnViolation",
                "State law:baseScore, law:lowestScore and law:scoreOnViolation",
            ),
        )  # fmt: skip
        return None
    beside = [
        n
        for n in facts.typed(LAW + "Norm")
        if facts.iri(n, LAW + "provision") == facts.iri(first, LAW + "provision") and n not in breaking
    ]
    graded = [n for n in facts.index if facts.values(n, LAW + "grade")]
    bands = [b for b in (_band(facts, n, provisions) for n in graded) if b is not None]
    bands.sort(key=lambda b: provisions[b.provision].position)
    return Scoring(
        base,
        lowest,
        on_violation,
        tuple(bands),
        tuple(dict.fromkeys(r for n in beside for r in _readings(facts, n))),
        tuple(dict.fromkeys(r for n in breaking for r in _readings(facts, n))),
    )


def _band(facts: Facts, norm: str, provisions: Mapping[str, Provision]) -> Band | None:
    unit, bound = short(facts.iri(norm, LAW + "provision") or ""), facts.iri(norm, LAW + "threshold")
    if unit not in provisions or bound is None:
        return None
    return Band(
        unit,
        provisions[unit].parent or unit,
        facts.text(norm, LAW + "grade") or EMPTY,
        _decimal(facts, bound, "minimum"),
        _decimal(facts, bound, "maximum"),
        _decimal(facts, bound, "lessThan"),
        _readings(facts, norm),
    )


def _readings(facts: Facts, norm: str) -> tuple[str, ...]:
    return tuple(short(r) for r in facts.iris(norm, LAW + "restsOn"))


def _decimal(facts: Facts, iri: str, name: str) -> Decimal | None:
    written = facts.string(iri, LAW + name)
    try:
        return None if written is None else Decimal(written)
    except InvalidOperation:
        facts.number(iri, LAW + name)  # adds the fault that says what stands there
        return None
