"""Turtle in, law out: the compiler of the graph.

`compile_corpus` reads files into an index of statements, then the vocabulary, the text and the
norms, each against what was read before. Nothing is guessed and nothing is dropped: whatever does
not compile is a fault, and all faults are told together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from ..corpus import Corpus
from ..errors import CorpusError, did_you_mean
from ..files import TurtleFile
from ..model import Ground, Norm, Provision, Regulation, Text
from ..terms import ID, LAW
from .casefile import bundled_schema
from .facts import Facts, Faults
from .guard import bundled_facts, check_properties, check_slugs, check_subjects
from .norms import NormReader
from .statutes import read_statutes
from .text import read_provisions, read_regulations
from .vocabulary import read_concepts, read_grounds, read_outcomes

__all__ = ["CorpusError", "compile_corpus"]

V = TypeVar("V", Norm, Provision)


def compile_corpus(files: Iterable[TurtleFile], base: Corpus | None = None) -> Corpus:
    """The corpus that the files state; with `base`, the base and what the files add to it.

    Args:
        files: the Turtle to read, such as `kg_query.files.corpus_files()`.
        base: a compiled corpus whose vocabulary the files use. The files may then add regulations
            and grounds; they may change nothing that the base holds.

    Raises:
        CorpusError: with every fault found, each with its file, its subject and what to do.
    """
    faults = Faults()
    facts = Facts(faults)
    facts.read(files)
    faults.stop()
    check_slugs(facts)
    bundled = bundled_facts() if base else None
    check_properties(facts, bundled)
    if bundled is not None:
        check_subjects(facts, bundled)

    grounds = read_grounds(facts, base.grounds if base else {})
    known_grounds = {**(base.grounds if base else {}), **grounds}
    outcomes = base.outcomes if base else read_outcomes(facts)
    concepts = base.concepts if base else read_concepts(facts)
    regulations = read_regulations(facts, base.regulations if base else {})
    provisions = read_provisions(facts, regulations, concepts["unit"])
    reader = NormReader(facts, provisions, known_grounds, outcomes, concepts)
    norms = reader.norms()
    readings = reader.readings()
    deadlines = reader.deadlines(norms)
    overrides = reader.overrides(norms)
    statutes = {} if base else read_statutes(facts, concepts)
    _check_regulations(facts, regulations, provisions, known_grounds)
    faults.stop()

    regulations = _settle(regulations, norms, base)
    provisions = _in_order(provisions, regulations)
    norms = _in_order(norms, regulations)
    if base is not None:
        held = base
        mine = provisions
        return Corpus(
            regulations=held.regulations | regulations,
            provisions=lambda: held.provisions | mine,
            norms=held.norms | norms,
            overrides=held.overrides + overrides,
            readings=held.readings | readings,
            deadlines=held.deadlines | deadlines,
            grounds=known_grounds,
            outcomes=outcomes,
            concepts=concepts,
            case_schema=lambda: held.case_schema,
            facts=lambda: held.facts,
            rulebook=lambda: held.rulebook,
        )
    return Corpus(
        regulations=regulations,
        provisions=provisions,
        norms=norms,
        overrides=overrides,
        readings=readings,
        deadlines=deadlines,
        grounds=known_grounds,
        outcomes=outcomes,
        concepts=concepts,
        case_schema=lambda: bundled_schema(provisions),
        facts=lambda: statutes,
    )


def _check_regulations(
    facts: Facts,
    regulations: dict[str, Regulation],
    provisions: dict[str, Provision],
    grounds: Mapping[str, Ground],
) -> None:
    with_units = {p.regulation for p in provisions.values()}
    for slug, regulation in regulations.items():
        if slug not in with_units:
            facts.faults.add(
                facts.where(ID + slug), "法规没有任何单元", "the regulation has no units",
                Text("每个单元都要写 law:regulation", "Each unit says law:regulation"),
            )  # fmt: skip
        for ground in regulation.scope_grounds:
            if ground not in grounds:
                facts.faults.add(
                    facts.where(ID + slug, LAW + "scopeGround"),
                    f"没有事由 {ground}", f"there is no ground {ground}", did_you_mean(ground, grounds),
                )  # fmt: skip


def _settle(
    regulations: dict[str, Regulation], norms: dict[str, Norm], base: Corpus | None
) -> dict[str, Regulation]:
    """The regulations in their order; added ones come after the bundled ones."""
    listed = sorted(regulations.values(), key=lambda r: (r.order, r.slug))
    if base is None:
        return {r.slug: replace(r, order=i) for i, r in enumerate(listed, start=1)}
    gives_outcome = {n.regulation for n in norms.values() if n.outcome and n.condition is not None}
    first = max((r.order for r in base.regulations.values()), default=0) + 1
    last = max((r.assessment_order or 0 for r in base.regulations.values()), default=0)
    asked = sorted(
        (r for r in listed if r.assessment_order is not None and r.slug in gives_outcome),
        key=lambda r: (r.assessment_order or 0, r.slug),
    )
    place = {r.slug: last + i for i, r in enumerate(asked, start=1)}
    return {
        r.slug: replace(r, order=i, assessment_order=place.get(r.slug))
        for i, r in enumerate(listed, start=first)
    }


def _in_order(values: dict[str, V], regulations: dict[str, Regulation]) -> dict[str, V]:
    place = {slug: i for i, slug in enumerate(regulations)}
    return dict(sorted(values.items(), key=lambda item: place[item[1].regulation]))
