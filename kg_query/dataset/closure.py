"""What follows from the graph by the rules of OWL 2 RL, and what cannot be true at once.

The rules are those of W3C OWL 2 Web Ontology Language Profiles, section 4.3, as SPARQL in `rules/`,
applied until nothing new comes. They run on the engine that holds the graph, so that no term passes
through another library: a literal keeps its form, its language and its datatype, and a blank node stays
the node that it is.

Left out is what is true of anything whatever: x owl:sameAs x, x a owl:Thing, that a class lies below
itself and owl:Thing, the axioms of OWL's own vocabulary and of datatypes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import CorpusError, LimitError, Problem
from ..model import Text
from ..terms import OWL, RDF, RDFS, short

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store, Triple

__all__ = ["Rule", "closure", "contradictions", "rules"]

#: Rounds after which the closure gives up; the bundled graph takes five.
ROUNDS = 50

_FOLDER = Path(__file__).parent / "rules"
_PREFIXES = {"owl": OWL, "rdf": RDF, "rdfs": RDFS}
_START = re.compile(r"^# rule: (.+)$", re.MULTILINE)
_NAME = re.compile(r"\b(owl|rdfs?):(\w+)")
_TYPE = re.compile(r"[\s;]a\s")
#: A variable where the predicate stands: `?x ?p`, `; ?p`.
_ANY = re.compile(r"(?:\?\w+|;)\s+\?\w+\s+\?")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of OWL 2 RL: its name in the W3C tables and its SPARQL."""

    name: str
    sparql: str

    @property
    def reads(self) -> frozenset[str] | None:
        """The predicates it looks at, or None where it looks at any.

        >>> rule = Rule("cls-hv1", "INSERT { ?x ?p ?y } WHERE { ?c owl:hasValue ?y ; owl:onProperty ?p }")
        >>> sorted(predicate.split("#")[1] for predicate in rule.reads)
        ['hasValue', 'onProperty']
        """
        body = self.sparql.split("WHERE", 1)[1]
        if _ANY.search(body):
            return None
        named = {_PREFIXES[prefix] + name for prefix, name in _NAME.findall(body)}
        return frozenset(named | {RDF + "type"} if _TYPE.search(body) else named)


@cache
def rules(kind: str = "ru") -> tuple[Rule, ...]:
    """The rules that conclude triples ("ru") or that conclude a contradiction ("rq").

    >>> [rule.name for rule in rules() if rule.name.startswith("cax")]
    ['cax-sco', 'cax-eqc']
    """
    found = []
    for path in sorted(_FOLDER.glob(f"*.{kind}")):
        _, *pieces = _START.split(path.read_text("utf-8"))
        found += [Rule(name, text.strip()) for name, text in zip(pieces[::2], pieces[1::2], strict=True)]
    return tuple(found)


def closure(quads: Iterable[Quad]) -> list[Triple]:
    """The triples that follow from all quads together and do not stand among them, in a fixed order.

    Args:
        quads: the asserted graph; which named graph a quad stands in does not matter.

    Raises:
        CorpusError: the graph contradicts itself; every contradiction is named.
        LimitError: the rules do not come to an end.

    >>> import pyoxigraph as ox
    >>> a, b, c = (ox.NamedNode(f"urn:{x}") for x in "abc")
    >>> said = [ox.Quad(a, ox.NamedNode(RDFS + "subClassOf"), b), ox.Quad(c, ox.NamedNode(RDF + "type"), a)]
    >>> [str(triple.object) for triple in closure(said)]
    ['<urn:b>']
    """
    import pyoxigraph as ox

    store = ox.Store()
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    asserted = set(store)
    changed: set[str] | None = None  # the predicates that gained triples in the last round
    for _ in range(ROUNDS):
        before = _predicates(store)
        for rule in (*rules(), *_of_lists(store)):
            if changed is None or rule.reads is None or changed & rule.reads:
                store.update(rule.sparql, prefixes=_PREFIXES)
        after = _predicates(store)
        changed = {name for name, number in after.items() if number != before.get(name)}
        if not changed:
            break
    else:
        raise LimitError(
            Text(f"推理 {ROUNDS} 轮后仍未结束", f"the inference did not come to an end in {ROUNDS} rounds")
        )
    if faults := contradictions(store):
        raise CorpusError.collect(faults)
    new = (quad.triple for quad in store if quad not in asserted)
    return sorted((t for t in new if not _idle(t)), key=str)


def _predicates(store: Store) -> dict[str, int]:
    """How many triples each predicate has."""
    found: Any = store.query("SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p")
    return {str(row["p"].value): int(row["n"].value) for row in found}


def contradictions(store: Store) -> list[Problem]:
    """What cannot be true at once in the default graph of a closed store, one problem a thing."""
    found: dict[tuple[str, str], Problem] = {}
    for rule in rules("rq"):
        for row in store.query(rule.sparql, prefixes=_PREFIXES):  # type: ignore[union-attr]
            thing, other = (short(str(term.value)) for term in row)
            found[rule.name, thing] = Problem(
                Text(
                    f"图谱自相矛盾（OWL 2 RL 规则 {rule.name}）：{other}",
                    f"the graph contradicts itself (OWL 2 RL rule {rule.name}): {other}",
                ),
                thing,
            )
    return list(found.values())


def _idle(triple: Any) -> bool:
    """True for a triple that says nothing: it is true of anything whatever."""
    predicate, value = triple.predicate.value, getattr(triple.object, "value", "")
    if triple.subject == triple.object and predicate in _REFLEXIVE:
        return True
    return value == OWL + "Thing" and predicate in (RDF + "type", RDFS + "subClassOf")


_REFLEXIVE = {
    OWL + "sameAs", OWL + "equivalentClass", OWL + "equivalentProperty", RDFS + "subClassOf", RDFS + "subPropertyOf",
}  # fmt: skip


# --- rules whose lists have any length --------------------------------------------------------


def _of_lists(store: Store) -> Iterator[Rule]:
    """prp-spo2 and prp-key, written out for each axiom of the store."""
    for whole, chain in _lists(store, OWL + "propertyChainAxiom"):
        steps = " . ".join(f"?x{i} {p} ?x{i + 1}" for i, p in enumerate(chain))
        yield Rule("prp-spo2", f"INSERT {{ ?x0 {whole} ?x{len(chain)} }} WHERE {{ {steps} }}")
    for named, keys in _lists(store, OWL + "hasKey"):
        shared = " . ".join(f"?x {p} ?k{i} . ?y {p} ?k{i}" for i, p in enumerate(keys))
        both = f"?x a {named} . ?y a {named} FILTER(?x != ?y) {shared}"
        yield Rule("prp-key", f"INSERT {{ ?x owl:sameAs ?y }} WHERE {{ {both} }}")


def _lists(store: Store, predicate: str) -> Iterator[tuple[str, list[str]]]:
    """Subject and members of each list under a predicate, as SPARQL; only where all are IRIs."""
    import pyoxigraph as ox

    def value(node: Any, name: str) -> Any:
        return next((q.object for q in store.quads_for_pattern(node, ox.NamedNode(RDF + name), None)), None)

    for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), None):
        members, node, seen = [], quad.object, set()
        while node is not None and node not in seen and (first := value(node, "first")) is not None:
            seen.add(node)
            members.append(first)
            node = value(node, "rest")
        if members and all(isinstance(term, ox.NamedNode) for term in (quad.subject, *members)):
            yield str(quad.subject), [str(term) for term in members]
