"""The least numbers that the regulation asks for (reviewers, files), read from the graph."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..errors import CorpusError
from ..files import corpus_files
from ..model import Text
from ..terms import ID, LAW, RDFS, short

__all__ = ["Threshold", "threshold"]


@dataclass(frozen=True, slots=True)
class Threshold:
    """A least number: how many, in whose words, and the provision that says so."""

    minimum: int
    label: Text
    provision: str


@cache
def threshold(identifier: str) -> Threshold:
    """The threshold with this id, such as the least number of reviewers.

    Raises CorpusError where the bundled graph has none such.
    """
    from pyoxigraph import Literal, NamedNode, RdfFormat, Store

    folder = identifier.partition("/")[0]
    store = Store()
    for file in corpus_files():
        if file.name.startswith(f"data/{folder}/") and file.path.name == "norms.ttl":
            store.bulk_load(path=str(file.path), format=RdfFormat.TURTLE)
    facts: dict[str, str] = {}
    for quad in store.quads_for_pattern(NamedNode(ID + identifier), None, None):
        if isinstance(quad.object, (Literal, NamedNode)):
            language = getattr(quad.object, "language", None)
            facts[quad.predicate.value + (f"@{language}" if language else "")] = quad.object.value
    if LAW + "minimum" not in facts:
        raise CorpusError(Text("图谱中没有这个数量要求", "the graph has no such threshold"), identifier)
    return Threshold(
        int(facts[LAW + "minimum"]),
        Text(facts.get(RDFS + "label@zh", ""), facts.get(RDFS + "label@en", "")),
        short(facts[LAW + "provision"]),
    )
