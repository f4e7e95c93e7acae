"""Matters and case files as named graphs beside the law, with what follows from them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from ..assess import assess_many
from ..casefiles import CaseFile, ox_triples, read_case_files
from ..corpus import Corpus
from ..errors import InputError, Problem
from ..inputs import Held
from ..matters import read_matters
from ..model import Matter, Text
from ..program import Program
from ..review import review_many
from ..rules.statements import statements
from ..store import add_graph
from ..terms import graph_iri
from .holding import holding

if TYPE_CHECKING:
    from pyoxigraph import Store, Triple

__all__ = ["load_files"]


def load_files(store: Store, corpus: Corpus, program: Program, paths: Iterable[str | Path]) -> Store:
    """The store, with the matters and case files of the files and what follows from them added to it.

    What each file says stands in the graph `…/graph/loaded/<file name>`, all verdicts in
    `…/graph/verdicts`, all reviews in `…/graph/reviews`. The graph `…/graph/case-facts` holds what is
    derived before a review: the days of moments, what the calendar says of every day, the parameters
    that apply.

    Args:
        store: a store of the law, which is added to.
        corpus: the compiled law.
        program: the compiled conditions.
        paths: files of matters or of case files, told apart by their content; `-` is standard input.

    Raises:
        InputError: a file that cannot be read or holds neither, one matter or case file in two files,
            a day in a year whose calendar is not known.
    """
    loading = _Loading(corpus)
    problems: list[Problem] = []
    for path in paths:
        try:
            loading.read(path)
        except InputError as fault:
            problems.extend(fault.problems)
    if problems:
        raise InputError.collect(problems)
    loading.fill(store, program)
    return store


class _Loading:
    """Files on their way into a store: all are read before anything is added."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.matters: dict[str, list[Matter]] = {}  # by graph
        self.cases: dict[str, list[CaseFile]] = {}
        self.known: set[tuple[str, str]] = set()

    def read(self, path: str | Path) -> None:
        file = Held.of(path)
        name = self._graph_name(path)
        if holding(file, self.corpus.case_schema) == "matters":
            matters = read_matters(file, self.corpus)
            self._once("事项 {}", "matter {}", (m.id for m in matters), path)
            self.matters[name] = matters
        else:
            cases = read_case_files(file, self.corpus)
            self._once("案卷 {}", "case file {}", (c.id for c in cases), path)
            self.cases[name] = cases

    def _once(self, zh: str, en: str, ids: Iterable[str], path: str | Path) -> None:
        listed = list(ids)
        twice = [i for i in listed if (en, i) in self.known]
        if twice:
            raise InputError.collect(
                Problem(
                    Text(f"{zh.format(i)} 已在前面的文件中", f"{en.format(i)} is in an earlier file already"),
                    str(path),
                )
                for i in twice
            )
        self.known |= {(en, i) for i in listed}

    def _graph_name(self, path: str | Path) -> str:
        from urllib.parse import quote

        name = "loaded/" + ("standard-input" if str(path) == "-" else quote(Path(path).name))
        taken = self.matters.keys() | self.cases.keys()
        return next(n for i in count(1) if (n := name if i == 1 else f"{name}-{i}") not in taken)

    # --- into the store -------------------------------------------------------------------

    def fill(self, store: Store, program: Program) -> None:
        from ..assess.rdf import matter_graph, verdict_graph
        from ..review.rdf import review_graph

        for name, matters in self.matters.items():
            add_graph(store, matter_graph(matters), graph_iri(name))
        every = [m for held in self.matters.values() for m in held]
        if every:
            verdicts = list(assess_many(self.corpus, program, every))
            add_graph(store, verdict_graph(self.corpus, every, verdicts), graph_iri("verdicts"))
        cases = [c for held in self.cases.values() for c in held]
        if cases:
            reviews = review_many(self.corpus, cases)
            for name, held in self.cases.items():
                self._add(store, name, ox_triples(held, self.corpus.case_schema))
            self._add(store, "case-facts", self._derived(cases))
            add_graph(store, review_graph(self.corpus, reviews), graph_iri("reviews"))

    def _derived(self, cases: list[CaseFile]) -> Iterator[Triple]:
        """What the rules are asked of beside what the files say and what the store has already."""
        from pyoxigraph import RdfFormat, parse

        schema = self.corpus.case_schema
        book = replace(self.corpus.rulebook, background="", classes={})
        lines = statements(cases, book, schema).lines
        asserted = set(ox_triples(cases, schema))
        for quad in parse("\n".join(lines).encode(), format=RdfFormat.N_TRIPLES):
            if quad.triple not in asserted:
                yield quad.triple

    @staticmethod
    def _add(store: Store, name: str, triples: Iterable[Triple]) -> None:
        from pyoxigraph import NamedNode, Quad

        graph = NamedNode(graph_iri(name))
        store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)
