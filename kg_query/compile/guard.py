"""What is looked at before anything is read: misspelt words, and what the bundled graph holds.

A statement with a property that nobody declared would be dropped in silence, and one about a
subject of the bundled graph would change the law as bundled; both are faults.
"""

from __future__ import annotations

from ..errors import did_you_mean
from ..files import corpus_files
from ..model import Text
from ..terms import GROUND, ID, LAW, OWL, RDF, SKOS, short
from .facts import TYPE, Facts, Faults

PROPERTIES = frozenset(
    {OWL + "ObjectProperty", OWL + "DatatypeProperty", OWL + "AnnotationProperty", RDF + "Property"}
)


def check_properties(facts: Facts, bundled: Facts | None) -> None:
    """Every law: property must be declared by the ontology; else it is a fault with the nearest one."""
    used = {
        (subject, predicate)
        for subject, said in facts.index.items()
        for predicate in said
        if predicate.startswith(LAW)
    }
    known = _declared(bundled or facts)
    if bundled is None and {p for _, p in used} - known:
        known |= _declared(bundled_facts())
    if not known:
        return  # a vocabulary that declares no property at all
    names = sorted(map(short, known))
    for subject, predicate in sorted(used):
        if predicate not in known:
            facts.faults.add(
                facts.where(subject, predicate),
                f"没有 law:{short(predicate)} 这一属性",
                f"there is no property law:{short(predicate)}",
                did_you_mean(short(predicate), names, always=True),
            )


def check_subjects(facts: Facts, bundled: Facts) -> None:
    """A folder says nothing about what the bundled graph describes; it may only refer to it."""
    for subject, said in facts.index.items():
        if subject.startswith("_:") or subject not in bundled.index:
            continue
        types = said.get(TYPE, [])
        if (subject.startswith(GROUND) and SKOS + "Concept" in types) or LAW + "Regulation" in types:
            continue  # told when the grounds and the regulations are read
        facts.faults.add(
            facts.where(subject),
            "随程序提供的图谱已经描述它，这里不能再作描述",
            "the bundled graph describes this already; a folder cannot add to it",
            Text("请换一个标识，或只引用它", "Choose another id, or only refer to it"),
        )


def check_slugs(facts: Facts) -> None:
    """One regulation stands in one file; where two state it, all else would only follow from that."""
    for iri in facts.typed(LAW + "Regulation"):
        files = sorted(set(facts.typed_in[iri, LAW + "Regulation"]))
        if len(files) > 1:
            slug = facts.string(iri, LAW + "slug") or iri.removeprefix(ID)
            facts.faults.add(
                facts.where(iri),
                f"两部法规同名：{slug}（{'、'.join(files)}）",
                f"two regulations have the slug {slug}: {', '.join(files)}",
                Text("请换一个 law:slug", "Choose another law:slug"),
            )
    facts.faults.stop()


def bundled_facts() -> Facts:
    """What the bundled files state; a tenth of a second, so only for folders of `--data`."""
    facts = Facts(Faults())
    facts.read(corpus_files())
    return facts


def _declared(facts: Facts) -> set[str]:
    return {s for type_ in PROPERTIES for s in facts.typed(type_) if s.startswith(LAW)}
