"""Everything the graph knows about one id: its texts, its norms, and who cites it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .conditions import grounds, to_json
from .corpus import Corpus
from .errors import InputError, nearest
from .export import provision_to_json
from .model import Norm, Regulation, Text
from .terms import GROUND, ID, SCHEMES, short
from .wording.articles import articles

if TYPE_CHECKING:
    from .rules.values import StatutoryFact

__all__ = ["REGULATION_COLUMNS", "fact_to_json", "regulation_row", "regulation_to_json", "show", "show_iri"]


def show(corpus: Corpus, identifier: str) -> dict[str, Any]:
    """What the graph says about an id, as plain JSON values; `type` says what it is.

    Args:
        corpus: the compiled law.
        identifier: a unit (`nanmu/art_9__point_4`), ground, outcome, regulation, role or other
            concept, norm, reading, deadline, override or statutory fact (`national/P08`), or a
            notation (`P-LA-1-3`, `P08`); whole IRIs of ours are taken too.

    Raises:
        InputError: nothing has this id; the nearest ids are named.
    """
    name = short(identifier.strip())
    for type_, found in _candidates(corpus, name):
        return {"type": type_} | found
    raise InputError(
        Text(f"图谱中没有 {name}", f"the graph has no {name}"),
        hint=_suggest(corpus, name),
    )


def show_iri(corpus: Corpus, iri: str) -> dict[str, Any] | None:
    """What `show` says about the thing with this IRI, or None where it knows nothing of it.

    Where several things have one id, this is the one that the IRI names.

    >>> from kg_query import KnowledgeGraph
    >>> corpus = KnowledgeGraph.open().corpus
    >>> show_iri(corpus, "https://w3id.org/kg-query/ground/force_majeure")["type"]
    'ground'
    >>> show_iri(corpus, "https://w3id.org/kg-query/ns#Norm") is None
    True
    """
    for type_, found in _candidates(corpus, short(iri)):
        namespace = GROUND if type_ == "ground" else SCHEMES.get(type_, ID)
        if namespace + str(found["id"]) == iri:
            return {"type": type_} | found
    return None


def _candidates(corpus: Corpus, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    if name in corpus.regulations:
        yield "regulation", regulation_to_json(corpus, corpus.regulations[name])
    if name in corpus.grounds:
        yield "ground", _ground(corpus, name)
    if name in corpus.outcomes:
        yield "outcome", _outcome(corpus, name)
    if name in corpus.norms:
        yield "norm", norm_to_json(corpus, corpus.norms[name])
    for scheme in corpus.concepts:
        if name in corpus.concepts[scheme]:
            yield scheme, _concept(corpus, scheme, name)
    if name in corpus.readings:
        yield "reading", _reading(corpus, name)
    if name in corpus.deadlines:
        yield "deadline", _deadline(corpus, name)
    if any(o.id == name for o in corpus.overrides):
        yield "override", _override(corpus, name)
    if name in corpus.provisions:
        yield "provision", _provision(corpus, name)
    for provision in corpus.provisions.values():
        if provision.notation == name:
            yield "provision", _provision(corpus, provision.id)
    for fact in corpus.facts.values():
        if name in (fact.id, fact.notation):
            yield "statutory_fact", fact_to_json(fact)


def _suggest(corpus: Corpus, name: str) -> Text:
    known = [
        *corpus.regulations, *corpus.grounds, *corpus.outcomes, *corpus.provisions, *corpus.norms,
        *(c for scheme in corpus.concepts.values() for c in scheme),
        *(p.notation for p in corpus.provisions.values() if p.notation),
        *(f.notation for f in corpus.facts.values()),
    ]  # fmt: skip
    near = nearest(name, known)
    if near:
        return Text(f"是否想找：{'、'.join(near)}？", f"Did you mean: {', '.join(near)}?")
    return Text("可用 kgq search 检索", "Look for it with kgq search")


def regulation_to_json(corpus: Corpus, regulation: Regulation) -> dict[str, Any]:
    """A regulation with its metadata, what is not printed, and how far its units are modelled."""
    units = [p for p in corpus.provisions.values() if p.regulation == regulation.slug]
    norms = corpus.norms_of[regulation.slug]
    with_norm = {n.provision for n in norms}
    return {
        "id": regulation.slug,
        "title": _text(regulation.title),
        "label": regulation.label.to_json(),
        "issuer": _text(regulation.issuer),
        "number": regulation.number,
        "issued": regulation.issued,
        "in_force_from": regulation.in_force_from,
        "trial": regulation.trial,
        "assessed": regulation.assessment_order is not None,
        "bundled": regulation.bundled,
        "source_file": regulation.source_file,
        "scope_grounds": list(regulation.scope_grounds),
        "absent": [a.to_json() for a in regulation.absent],
        "cites": list(regulation.cites),
        "coverage": {
            "units": len(units),
            "with_norm": sum(p.id in with_norm for p in units),
            "with_reason": sum(p.id not in with_norm and p.not_modelled is not None for p in units),
            "norms": len(norms),
            "conditional": sum(n.condition is not None for n in norms),
            "with_outcome": sum(n.outcome is not None for n in norms),
        },
    }


def norm_to_json(corpus: Corpus, norm: Norm) -> dict[str, Any]:
    """A norm with its trees (`kg_query.conditions.to_json`), overrides and readings."""
    beats = [o for o in corpus.overrides if o.prevailing == norm.id]
    beaten = [o for o in corpus.overrides if o.defeated == norm.id]
    return {
        "id": norm.id,
        "provision": norm.provision,
        "regulation": norm.regulation,
        "kind": norm.kind,
        "modality": norm.modality,
        "bearers": list(norm.bearers),
        "beneficiaries": list(norm.beneficiaries),
        "outcome": norm.outcome,
        "presupposes": to_json(norm.presupposes),
        "condition": to_json(norm.condition),
        "exception": to_json(norm.exception),
        "follows": list(norm.follows),
        "summary": _text(norm.summary),
        "deadlines": [_deadline(corpus, d) for d in norm.deadlines],
        "readings": list(norm.readings),
        "defeats": [{"norm": o.defeated, "basis": o.basis, "reason": o.reason.to_json()} for o in beats],
        "defeated_by": [
            {"norm": o.prevailing, "basis": o.basis, "reason": o.reason.to_json()} for o in beaten
        ],
    }


def _provision(corpus: Corpus, name: str) -> dict[str, Any]:
    unit = corpus.provisions[name]
    norms = corpus.norms_at.get(name, ())
    return provision_to_json(corpus, unit) | {
        "parent": unit.parent,
        "children": list(corpus.children.get(name, ())),
        "lost": _text(unit.lost),
        "emendations": [
            {
                "from": e.before, "to": e.after, "at": list(e.at) if e.at else None,
                "reason": _text(e.reason), "certainty": e.certainty,
            }
            for e in unit.emendations
        ],
        "refers_to": list(unit.refers_to),
        "cites": list(unit.cites),
        "cited_by": [p.id for p in corpus.provisions.values() if name in p.refers_to],
        "norms": [norm_to_json(corpus, n) for n in norms],
        "readings": [_reading(corpus, r.id) for r in corpus.readings.values() if r.provision == name],
    }  # fmt: skip


def _ground(corpus: Corpus, name: str) -> dict[str, Any]:
    ground = corpus.grounds[name]
    uses: dict[str, list[str]] = {"condition": [], "presupposes": [], "exception": []}
    for norm in corpus.norms.values():
        for part, found in uses.items():
            if name in grounds(getattr(norm, part)):
                found.append(norm.id)
    return {
        "id": name,
        "group": ground.group,
        "label": ground.label.to_json(),
        "definition": ground.definition.to_json(),
        "entails": list(corpus.broader[name]),
        "entailed_by": list(corpus.narrower[name]),
        "close": list(ground.close),
        "in_conditions_of": uses["condition"],
        "presupposed_by": uses["presupposes"],
        "in_exceptions_of": uses["exception"],
    }


def _outcome(corpus: Corpus, name: str) -> dict[str, Any]:
    outcome = corpus.outcomes[name]
    return {
        "id": name,
        "label": outcome.label.to_json(),
        "definition": outcome.definition.to_json(),
        "precedence": outcome.precedence,
        "group": outcome.group,
        "effect": outcome.effect,
        "strictness": outcome.strictness,
        "given_by": [n.id for n in corpus.norms.values() if n.outcome == name],
    }


def _concept(corpus: Corpus, scheme: str, name: str) -> dict[str, Any]:
    concept = corpus.concepts[scheme][name]

    def about(norm: Norm) -> bool:
        if scheme in ("role", "body"):
            return name in norm.bearers or name in norm.beneficiaries
        return name == {"kind": norm.kind, "modality": norm.modality}.get(scheme)

    found = {
        "id": name,
        "label": concept.label.to_json(),
        "definition": concept.definition.to_json(),
        "norms": [n.id for n in corpus.norms.values() if about(n)],
    }
    if scheme == "law":
        found["cited_by"] = [p.id for p in corpus.provisions.values() if name in p.cites]
    if scheme == "group":
        found["grounds"] = [g.id for g in corpus.grounds.values() if g.group == name]
    return found


def _reading(corpus: Corpus, name: str) -> dict[str, Any]:
    reading = corpus.readings[name]
    return {
        "id": name,
        "provision": reading.provision,
        "label": reading.label.to_json(),
        "primary": reading.primary.to_json(),
        "alternative": reading.alternative.to_json(),
        "reason": reading.reason.to_json(),
        "alternative_for": reading.alternative_for,
        "alternative_condition": to_json(reading.alternative_condition),
        "concerns_presupposition": reading.concerns_presupposition,
        "norms": [n.id for n in corpus.norms.values() if name in n.readings],
        "overrides": list(dict.fromkeys(o.id for o in corpus.overrides if name in o.readings)),
    }


def _deadline(corpus: Corpus, name: str) -> dict[str, Any]:
    deadline = corpus.deadlines[name]
    return {
        "id": name,
        "provision": deadline.provision,
        "quantity": deadline.quantity,
        "unit": deadline.unit,
        "day_kind": deadline.day_kind,
        "trigger": _text(deadline.trigger),
        "trigger_ground": deadline.trigger_ground,
        "wording": _text(deadline.wording),
        "fixed_date": deadline.fixed_date,
    }


def _override(corpus: Corpus, name: str) -> dict[str, Any]:
    mine = [o for o in corpus.overrides if o.id == name]
    return {
        "id": name,
        "basis": mine[0].basis,
        "reason": mine[0].reason.to_json(),
        "readings": list(mine[0].readings),
        "prevailing": list(dict.fromkeys(o.prevailing for o in mine)),
        "defeated": list(dict.fromkeys(o.defeated for o in mine)),
    }


#: What the columns of a table of regulations are called.
REGULATION_COLUMNS = (
    "id", "number", "title_zh", "title_en", "issuer_zh", "issuer_en", "issued", "in_force_from",
    "trial", "assessed", "units", "with_norm", "with_reason", "norms",
)  # fmt: skip


def regulation_row(one: dict[str, Any]) -> tuple[Any, ...]:
    """What `regulation_to_json` gives as a row under `REGULATION_COLUMNS`."""
    title, issuer, coverage = one["title"] or one["label"], one["issuer"] or {}, one["coverage"]
    return (
        one["id"], one["number"], title["zh"], title["en"], issuer.get("zh"), issuer.get("en"),
        one["issued"], one["in_force_from"], one["trial"], one["assessed"],
        coverage["units"], coverage["with_norm"], coverage["with_reason"], coverage["norms"],
    )  # fmt: skip


def fact_to_json(fact: StatutoryFact) -> dict[str, Any]:
    """A requirement of national law, with where it stands and how well that was verified."""
    place = Text(
        f"《{fact.law_title.zh}》{articles(fact.article, 'zh')}",
        f"{fact.law_title.en}, {articles(fact.article, 'en')}".rstrip(", "),
    )
    return {
        "id": fact.id,
        "notation": fact.notation,
        "title": place.to_json(),
        "law": fact.law,
        "article": fact.article,
        "requirement": fact.requirement.to_json(),
        "actor": _text(fact.actor),
        "applies_to": _text(fact.trigger),
        "consequence": _text(fact.consequence),
        "consequences": list(fact.consequences),
        "periods": [
            {
                "id": p.id, "label": p.label.to_json(), "quantity": p.quantity, "unit": p.unit,
                "day_kind": p.day_kind, "bound": p.bound, "about": _text(p.about),
            }
            for p in fact.periods
        ],
        "verification": fact.verification,
        "verified": _text(fact.verification_label),
        "caution": _text(fact.caution),
        "supports": list(fact.supports),
    }  # fmt: skip


def _text(text: Text | None) -> dict[str, str] | None:
    return text.to_json() if text else None
