"""A dataset proved before it is published: the graph has the form that the shapes ask for, and what is inferred beside
it changes no answer.

The shapes (`shapes/corpus.ttl`) are run on what was asserted, as `kgq validate --shapes corpus` does. The golden
queries are the named questions: each is asked of the law alone and of the dataset, and has to come out the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..ask import questions
from ..errors import CorpusError, Problem
from ..model import Text
from ..terms import graph_iri
from .assemble import AXIOMS, Part
from .named import runnable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pyoxigraph import Store

__all__ = ["prove"]

#: How many breaches are told.
_MOST = 20


def prove(stated: Sequence[Part], whole: Store) -> None:
    """Raises CorpusError with everything for which a dataset may not be published.

    Args:
        stated: its graphs before anything is inferred.
        whole: all that is to stand in it.
    """
    if problems := [*_breaches(stated), *_other_answers(stated, whole)]:
        raise CorpusError.collect(problems)


def _breaches(parts: Iterable[Part]) -> list[Problem]:
    """What the shapes of the law's own graph find in what was asserted, less the generated axioms."""
    from rdflib import Graph

    from ..store import triples
    from ..validate import run_shapes

    graph, shapes = Graph(), graph_iri("shapes/")
    for part in parts:
        if part.graph != AXIOMS and not part.graph.startswith(shapes):
            for statement in triples(part.quads):
                graph.add(statement)
    report = run_shapes(graph, "corpus")
    found = [b for b in report.breaches if b.severity == "violation"]
    return [
        Problem(
            b.message,
            b.focus,
            Text("逐项检查：kgq validate --shapes corpus", "See kgq validate --shapes corpus"),
        )
        for b in found[:_MOST]
    ]


def _other_answers(parts: Iterable[Part], whole: Store) -> list[Problem]:
    import pyoxigraph as ox

    law = ox.Store()
    for part in parts:
        if part.graph != AXIOMS:
            law.bulk_extend(part.quads)
    found = []
    for name, question in questions().items():
        if question.needs:
            continue
        query = runnable(question)
        alone, beside = (sorted(_rows(store, query)) for store in (law, whole))
        if alone != beside:
            said = Text(
                f"问题 {name} 在数据集中有 {len(beside)} 行答案，单看规定有 {len(alone)} 行，二者不同",
                f"question {name} has {len(beside)} rows in the dataset and {len(alone)} from the law alone, and they "
                "differ",
            )
            found.append(Problem(said, name))
    return found


def _rows(store: Store, query: str) -> list[str]:
    answer: Any = store.query(query, use_default_graph_as_union=True)
    return [str([str(term) for term in row]) for row in answer]
