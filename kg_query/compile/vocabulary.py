"""Grounds, outcomes and the closed vocabularies from Turtle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import permutations

from ..errors import did_you_mean
from ..model import Concept, Ground, Outcome, Text
from ..terms import DCTERMS, GROUND, LAW, OWL, RDFS, SCHEMES, SKOS, code, short
from .facts import Facts

CONCEPT = SKOS + "Concept"
SUBCLASS = RDFS + "subClassOf"
EMPTY = Text("", "")
LABELS = (SKOS + "prefLabel", RDFS + "label", DCTERMS + "title")

#: How the graph says that an outcome is full relief, a bar or a liability.
OUTCOME_GROUPS = {
    LAW + "fullRelief": "full_relief",
    LAW + "bar": "bar",
    LAW + "liabilityGroup": "liability",
}


def read_grounds(facts: Facts, known: Mapping[str, Ground]) -> dict[str, Ground]:
    """The grounds the files add, in the order of the files; `known` are those there already."""
    mine = [s for s in facts.typed(CONCEPT) if s.startswith(GROUND) and s != GROUND]
    all_ids = {*known, *(short(s) for s in mine)}
    collections = _collections(facts)
    found: dict[str, Ground] = {}
    for iri in mine:
        ground = short(iri)
        if ground in known:
            facts.faults.add(
                facts.where(iri), "这个事由已经存在，不能重新定义", "this ground exists already",
                Text("请换一个标识，或直接使用已有事由", "Choose another id, or use the ground as it is"),
            )  # fmt: skip
            continue
        label = facts.text(iri, SKOS + "prefLabel")
        if label is None:
            facts.faults.add(
                facts.where(iri), "事由没有名称", "the ground has no label",
                Text("请加 skos:prefLabel（中文、英文）", "Add skos:prefLabel in Chinese and English"),
            )  # fmt: skip
            label = Text(ground, ground)
        broader = _known(facts, iri, SKOS + "broader", all_ids)
        close = _known(facts, iri, SKOS + "closeMatch", all_ids)
        found[ground] = Ground(
            ground,
            collections.get(iri, ""),
            label,
            facts.text(iri, SKOS + "definition") or label,
            tuple(broader),
            tuple(close),
        )
    _refuse_circles(facts, found)
    return _held_apart(facts, found, {**known, **found})


def read_outcomes(facts: Facts) -> dict[str, Outcome]:
    """The outcome codes, in their order of precedence."""
    found = []
    for iri in facts.typed(CONCEPT):
        if not iri.startswith(SCHEMES["outcome"]):
            continue
        precedence = facts.number(iri, LAW + "precedence")
        if precedence is None:
            facts.faults.add(
                facts.where(iri), "结果没有次序（law:precedence）", "the outcome has no law:precedence"
            )
        stated = [v for v in facts.iris(iri, LAW + "outcomeGroup") if v in OUTCOME_GROUPS]
        stated_effects = [v for v in facts.iris(iri, LAW + "effect") if v.startswith(SCHEMES["effect"])]
        effects = [code(v) for v in stated_effects]
        contradicts = [code(v) for e in stated_effects[:1] for v in facts.iris(e, LAW + "contradicts")]
        opposes = [code(v) for e in stated_effects[:1] for v in facts.iris(e, LAW + "opposes")]
        strictness = facts.number(iri, LAW + "strictness")
        concept = _concept(facts, iri)
        found.append(
            Outcome(
                concept.code,
                concept.label,
                concept.definition,
                int(precedence or 0),
                OUTCOME_GROUPS[stated[0]] if stated else None,
                effects[0] if effects else None,
                None if strictness is None else int(strictness),
                tuple(dict.fromkeys([*contradicts, *opposes])),
                tuple(contradicts),
            )
        )
    return {o.code: o for o in sorted(found, key=lambda o: (o.precedence, o.code))}


def read_concepts(facts: Facts) -> dict[str, dict[str, Concept]]:
    """The other vocabularies: scheme → code → Concept, in the order of the files.

    Besides those of `kg_query.terms.SCHEMES` there are "unit", the kinds of unit a regulation is
    divided into (the classes below law:Provision), "group", the groups of grounds, and "certainty", how sure
    a correction of the printed text is.
    """
    found: dict[str, dict[str, Concept]] = {name: {} for name in (*SCHEMES, "unit", "group", "certainty")}
    for iri in facts.index:
        for name, namespace in SCHEMES.items():
            if name != "outcome" and iri.startswith(namespace) and iri != namespace and _said(facts, iri):
                concept = _concept(facts, iri)
                found[name][concept.code] = concept
    for iri in provision_classes(facts):
        found["unit"][unit_kind(iri)] = _concept(facts, iri, unit_kind(iri))
    for iri in facts.typed(LAW + "Certainty"):
        found["certainty"][short(iri)] = _concept(facts, iri)
    for iri in facts.typed(SKOS + "Collection"):
        if any(str(m).startswith(GROUND) for m in facts.values(iri, SKOS + "member")):
            found["group"][_group_code(iri)] = _concept(facts, iri, _group_code(iri))
    del found["outcome"]
    return found


def provision_classes(facts: Facts) -> list[str]:
    """law:Provision and all classes below it, in the order of the files."""
    found = [LAW + "Provision"]
    for iri in found:
        for subject, said in facts.index.items():
            if iri in said.get(SUBCLASS, ()) and subject not in found:
                found.append(subject)
    return found


def unit_kind(class_iri: str) -> str:
    """The kind of unit a class stands for.

    >>> unit_kind("https://w3id.org/kg-query/ns#ScoringLine")
    'scoring_line'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", code(class_iri)).lower()


def _concept(facts: Facts, iri: str, concept_code: str | None = None) -> Concept:
    label = facts.text(iri, *LABELS)
    name = concept_code or short(iri)
    definition = facts.text(iri, SKOS + "definition", RDFS + "comment", SKOS + "scopeNote")
    return Concept(name, label or Text(name, name), definition or label or EMPTY)


def _said(facts: Facts, iri: str) -> bool:
    return bool(facts.text(iri, *LABELS)) and not facts.values(iri, OWL + "imports")


def _group_code(iri: str) -> str:
    return code(iri)


def _collections(facts: Facts) -> dict[str, str]:
    """ground IRI → the code of the collection it is a member of."""
    found: dict[str, str] = {}
    for collection in facts.typed(SKOS + "Collection"):
        for member in facts.values(collection, SKOS + "member"):
            if isinstance(member, str):
                found.setdefault(member, _group_code(collection))
    return found


def _known(facts: Facts, iri: str, predicate: str, all_ids: set[str]) -> list[str]:
    found = []
    for value in facts.iris(iri, predicate):
        if not value.startswith(GROUND):
            continue
        if short(value) not in all_ids:
            facts.faults.add(
                facts.where(iri, predicate),
                f"没有事由 {short(value)}",
                f"there is no ground {short(value)}",
                did_you_mean(short(value), all_ids),
            )
            continue
        found.append(short(value))
    return found


def _held_apart(facts: Facts, found: dict[str, Ground], known: Mapping[str, Ground]) -> dict[str, Ground]:
    """The grounds with those that each excludes (law:Exclusion), symmetric among the new ones."""
    apart: dict[str, dict[str, None]] = {}
    for exclusion in facts.typed(LAW + "Exclusion"):
        members = _known(facts, exclusion, LAW + "excludes", set(known))
        if members and found.keys().isdisjoint(members):
            facts.faults.add(
                facts.where(exclusion, LAW + "excludes"),
                "互斥的事由都是已有的，不能重新规定",
                "these grounds exist already, and what they exclude cannot be changed",
                Text("互斥至少应涉及一项新增的事由", "An exclusion has to be about one new ground at least"),
            )
        for one, other in permutations(members, 2):
            if other in _entailed(known, one):
                facts.faults.add(
                    facts.where(exclusion, LAW + "excludes"),
                    f"{one} 蕴涵 {other}，二者不可能互斥",
                    f"{one} entails {other}: they cannot exclude each other",
                )
            apart.setdefault(one, {})[other] = None
    return {g: replace(ground, excludes=tuple(apart.get(g, ()))) for g, ground in found.items()}


def _entailed(grounds: Mapping[str, Ground], start: str) -> set[str]:
    """All grounds that a ground entails, itself not among them."""
    ahead, seen = list(grounds[start].broader), set[str]()
    while ahead:
        one = ahead.pop()
        if one not in seen and one in grounds:
            seen.add(one)
            ahead.extend(grounds[one].broader)
    return seen


def _refuse_circles(facts: Facts, grounds: dict[str, Ground]) -> None:
    for start in grounds:
        ahead, seen = list(grounds[start].broader), set()
        while ahead:
            one = ahead.pop()
            if one == start:
                facts.faults.add(
                    facts.where(GROUND + start, SKOS + "broader"),
                    "事由沿上位关系又回到自身",
                    "the ground is broader than itself, by way of others",
                )
                break
            if one in grounds and one not in seen:
                seen.add(one)
                ahead.extend(grounds[one].broader)
