"""The shapes that case files are reviewed by, before the validator: the plain SHACL report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ..casefiles import node_iri, read_case_files
from ..errors import InputError
from ..model import Text
from .casefiles import placed
from .report import ValidationReport
from .shacl import run_shapes

if TYPE_CHECKING:
    from rdflib.term import Node

    from ..corpus import Corpus

__all__ = ["RULE_SHAPES", "validate_rules"]

#: The sets of shapes that case files are reviewed by: one file each, in `shapes/`.
RULE_SHAPES = ("penalty", "compulsion", "national")


def validate_rules(corpus: Corpus, paths: Iterable[str | Path], shapes: str) -> ValidationReport:
    """The SHACL report of one of `RULE_SHAPES` on files of case files, with places for nodes.

    The days of the calendar and the parameters stand beside what the files assert, as in a review. A
    report knows neither judgements nor points; `kgq review` does.

    Raises:
        InputError: a file that cannot be read, or a day in a year whose calendar is not known.
    """
    from rdflib import Graph, URIRef

    from ..rules.reference import graph_of, shapes_of
    from ..rules.statements import statements

    cases = [c for path in paths for c in read_case_files(path, corpus)]
    ids = [c.id for c in cases]
    if twice := next((i for i in ids if ids.count(i) > 1), None):
        raise InputError(Text(f"有两个案卷的编号都是 {twice}", f"two case files have the id {twice}"))
    said = statements(cases, corpus.rulebook, corpus.case_schema)
    files: dict[Node, str] = {}
    source = {node_iri(c.id, ""): c.source or c.id for c in cases}
    for node, case in said.case_of.items():
        files[URIRef(node)] = source[case]
    data: Graph = graph_of(said)
    report = run_shapes(data, shapes, files=files, asked=shapes_of(shapes))
    return placed(report, corpus.case_schema)
