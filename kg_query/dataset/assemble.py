"""What stands in the dataset before anything is inferred: one part for each named graph.

The blank nodes of a part are numbered in the order in which its file names them, so that two builds
from the same files give the same quads, and no blank node of one file is one of another.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Protocol

from ..errors import CorpusError
from ..files import TurtleFile
from ..store import DERIVED, add_derived, syntax_problem
from ..terms import GRAPH, graph_iri

if TYPE_CHECKING:
    from pyoxigraph import Quad

    from ..corpus import Corpus

__all__ = ["AXIOMS", "DESCRIPTION", "INFERRED", "QUESTIONS", "Law", "Part", "asserted", "part"]

#: The axioms generated from the condition trees.
AXIOMS = GRAPH + "owl/conditions"
#: What OWL 2 RL infers.
INFERRED = GRAPH + "inferred"
#: The named questions.
QUESTIONS = GRAPH + "questions"
#: What the dataset is: VoID, DCAT, PROV.
DESCRIPTION = GRAPH + "description"


class Law(Protocol):
    """What a dataset is made of; `KnowledgeGraph` is one."""

    corpus: Corpus

    @property
    def sources(self) -> tuple[TurtleFile, ...]:
        """The files of the graph, bundled and added."""


@dataclass(frozen=True, slots=True)
class Part:
    """One named graph: its IRI, its quads, and the file that it was read from with the hash of that."""

    graph: str
    quads: tuple[Quad, ...]
    file: TurtleFile | None = None
    sha256: str = ""
    size: int = 0


def part(
    graph: str, triples: Iterable[Any], tag: str, file: TurtleFile | None = None, data: bytes = b""
) -> Part:
    """The named graph of some triples (or quads), its blank nodes renamed to `tag` and a number.

    >>> import pyoxigraph as ox
    >>> p = ox.NamedNode("urn:p")
    >>> str(part("urn:g", [ox.Triple(ox.BlankNode("x"), p, ox.BlankNode("x"))], "b").quads[0].triple)
    '_:b1 <urn:p> _:b1'
    """
    import pyoxigraph as ox

    name, known = ox.NamedNode(graph), dict[Any, Any]()

    def term(one: Any) -> Any:
        if not isinstance(one, ox.BlankNode):
            return one
        if one not in known:
            known[one] = ox.BlankNode(f"{tag}{len(known) + 1}")
        return known[one]

    quads = dict.fromkeys(ox.Quad(term(t.subject), t.predicate, term(t.object), name) for t in triples)
    return Part(graph, tuple(quads), file, sha256(data).hexdigest() if file else "", len(data))


def asserted(law: Law) -> list[Part]:
    """The graphs of the files, what the compiler derives for added folders, and the generated axioms.

    Raises CorpusError with every file that cannot be parsed.
    """
    parts, problems = [], []
    for number, file in enumerate(law.sources, 1):
        try:
            parts.append(_of_file(file, f"f{number}x"))
        except SyntaxError as error:
            problems.append(syntax_problem(error, file))
    if problems:
        raise CorpusError.collect(problems)
    said = {quad.triple for one in parts for quad in one.quads}
    return [*parts, *_derived(law, parts), _axioms(law, said)]


def _of_file(file: TurtleFile, tag: str) -> Part:
    import pyoxigraph as ox

    data = file.path.read_bytes()
    return part(graph_iri(file.name), ox.parse(data, format=ox.RdfFormat.TURTLE), tag, file, data)


def _derived(law: Law, parts: Iterable[Part]) -> Iterator[Part]:
    """What files of added folders leave to the compiler, where they do."""
    import pyoxigraph as ox

    if all(regulation.bundled for regulation in law.corpus.regulations.values()):
        return
    store = ox.Store()
    for one in parts:
        store.extend(one.quads)
    add_derived(store, law.corpus)
    found = sorted(store.quads_for_pattern(None, None, None, ox.NamedNode(DERIVED)), key=str)
    if found:
        yield part(DERIVED, found, "d")


def _axioms(law: Law, said: Container[Any]) -> Part:
    """The generated axioms, less what a file says already: no triple is to stand in two graphs, or it would
    count twice in the union of them.

    rdflib keeps no order, so the names of blank nodes come from what is said of them.
    """
    import pyoxigraph as ox

    from ..owl import ontology

    text = ontology(law.corpus).serialize(format="nt").encode()
    dataset = ox.Dataset(ox.parse(text, format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return part(AXIOMS, sorted((quad for quad in dataset if quad.triple not in said), key=str), "a")
