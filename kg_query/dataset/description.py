"""What the dataset is, in RDF: VoID for its size and shape, DCAT for catalogues, PROV for where each graph comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from .. import terms
from ..files import graph_files
from ..model import Text
from ..terms import BASE, DCTERMS, OWL, PROV, RDF
from .assemble import AXIOMS, DESCRIPTION, INFERRED, QUESTIONS, Part, part
from .describing import Pen
from .titles import description_of, title_of

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["DATASET", "DCAT", "VOID", "Shape", "description_part"]

VOID = "http://rdfs.org/ns/void#"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
SPDX = "http://spdx.org/rdf/terms#"
SCHEMA_ORG = "https://schema.org/"

#: The dataset itself.
DATASET = DESCRIPTION + "#dataset"
MIT = "https://spdx.org/licenses/MIT"
TURTLE = "https://www.iana.org/assignments/media-types/text/turtle"
RULES = "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
_LANGUAGES = "http://id.loc.gov/vocabulary/iso639-1/"

_TITLE = Text(
    "kg-query：行政执法责任规定知识图谱", "kg-query: rules on liability in administrative enforcement"
)
_ABOUT = Text(
    "五份地方文件（八部规定）的全部条文、规范、条件、例外、期限与评查标准，以及所引国家法律的程序事实、本体、"
    "形状、条件公理、OWL 2 RL 推理结果与具名问题。每个源文件一个命名图。英文为非官方译述。",
    "Every clause of five local documents (eight regulations): norms, conditions, exceptions, periods and "
    "review standards; procedural facts of the national laws they rest on; ontology, shapes, axioms of the conditions, what "
    "OWL 2 RL infers, and the named questions. One named graph for each source file. The English is unofficial.",
)
_RIGHTS = Text(
    "数据、本体与英文译述按 MIT 许可证发布。法规、规范性文件的中文原文属官方文件，依《中华人民共和国著作权法》"
    "第五条不受著作权保护，亦不由本许可证授权。",
    "The data, the ontology and the English renderings are under the MIT licence. The Chinese texts of the regulations are "
    "official documents, which article 5 of the Copyright Law of the People's Republic of China leaves "
    "without copyright; the licence neither grants nor limits anything in them.",
)
_ADDED = Text(
    "由使用者以附加文件夹加入；许可由其提供者决定。",
    "Added by the user as a folder; its licence is its owner's to say.",
)

#: Namespaces of outside vocabularies that the dataset may use beyond the project's prefixes.
_VOCABULARIES = (
    *(n for n in terms.PREFIXES.values() if not n.startswith(BASE + "id") and not n.startswith(terms.GROUND)),
    VOID, DCAT, FOAF, SPDX, SCHEMA_ORG,
)  # fmt: skip


class Shape:
    """Counts over the distinct triples of some quads, as VoID wants them.

    Attributes:
        triples, subjects, objects: how many distinct ones.
        entities: subjects named by an IRI of ours (VoID, section 4.2).
        classes, properties: each IRI with the number of its members or triples.
        graphs: each named graph with the number of its triples.
    """

    def __init__(self, quads: Iterable[Any]) -> None:
        every = list(quads)
        self.graphs = Counter(str(q.graph_name.value) for q in every)
        self._triples = {q.triple for q in every}
        self._subjects = {t.subject for t in self._triples}
        self._objects = {t.object for t in self._triples}
        self.triples, self.subjects, self.objects = map(len, (self._triples, self._subjects, self._objects))
        self.entities = _ours(self._subjects)
        self.classes = _members(self._triples)
        self.properties = Counter(str(t.predicate.value) for t in self._triples)

    def and_(self, quads: Iterable[Any]) -> Shape:
        """The counts with further quads, without counting the first ones again."""
        more, both = Shape(quads), Shape(())
        new = more._triples - self._triples
        both.graphs = self.graphs + more.graphs
        both.triples = self.triples + len(new)
        subjects = {t.subject for t in new} - self._subjects
        both.subjects = self.subjects + len(subjects)
        both.objects = self.objects + len({t.object for t in new} - self._objects)
        both.entities = self.entities + _ours(subjects)
        both.classes = self.classes + _members(new)
        both.properties = self.properties + Counter(str(t.predicate.value) for t in new)
        return both


def _ours(terms_: Iterable[Any]) -> int:
    return sum(_named(term) and term.value.startswith(BASE) for term in terms_)


def _members(triples: Iterable[Any]) -> Counter[str]:
    """The members of each class."""
    return Counter(
        str(t.object.value) for t in triples if t.predicate.value == RDF + "type" and _named(t.object)
    )


def _named(term: Any) -> bool:
    return type(term).__name__ == "NamedNode"


def description_part(
    parts: Sequence[Part],
    shape: Shape,
    corpus: Corpus,
    version: str,
    built: str | None,
) -> Part:
    """The graph that describes the dataset and each named graph, itself included.

    Args:
        parts: all graphs but this one.
        shape: counts over all graphs; those over this one may be a guess.
        corpus: the compiled law, for titles.
        version: of the program and its data.
        built: the day of the build, where it is to be said.
    """
    pen = Pen()
    everything = [*parts, Part(DESCRIPTION, ())]
    _dataset(pen, everything, shape, corpus, version, built)
    _document(pen)
    _activities(pen, version)
    sources = [p.graph for p in parts if p.graph not in (INFERRED, QUESTIONS)]
    bundled = set(graph_files())
    for one in everything:
        added = one.file is not None and one.file not in bundled
        _graph(pen, one, shape.graphs[one.graph], corpus, "" if added else version, sources)
    return part(DESCRIPTION, pen.triples, "v")


def _dataset(
    pen: Pen, parts: Sequence[Part], shape: Shape, corpus: Corpus, version: str, built: str | None
) -> None:
    pen.a(DATASET, VOID + "Dataset", DCAT + "Dataset")
    pen.say(DATASET, DCTERMS + "title", _TITLE)
    pen.say(DATASET, DCTERMS + "description", _ABOUT)
    pen.say(DATASET, DCTERMS + "license", MIT)
    pen.say(DATASET, DCTERMS + "rights", _RIGHTS)
    pen.say(DATASET, DCTERMS + "language", _LANGUAGES + "zh", _LANGUAGES + "en")
    pen.plain(DATASET, DCAT + "version", version)
    pen.plain(DATASET, OWL + "versionInfo", version)
    if built:
        pen.date(DATASET, DCTERMS + "issued", built)
    pen.say(DATASET, FOAF + "homepage", BASE)
    pen.plain(DATASET, VOID + "uriSpace", BASE)
    for norm in list(corpus.norms.values())[:1]:
        pen.say(DATASET, VOID + "exampleResource", terms.id_iri(norm.id), terms.id_iri(norm.provision))
    pen.say(DATASET, VOID + "exampleResource", *map(terms.ground_iri, list(corpus.grounds)[:1]))
    pen.say(DATASET, VOID + "subset", *(p.graph for p in parts))
    pen.say(DATASET, VOID + "triples", shape.triples)
    pen.say(DATASET, VOID + "entities", shape.entities)
    pen.say(DATASET, VOID + "distinctSubjects", shape.subjects)
    pen.say(DATASET, VOID + "distinctObjects", shape.objects)
    pen.say(DATASET, VOID + "classes", len(shape.classes))
    pen.say(DATASET, VOID + "properties", len(shape.properties))
    used = {*shape.classes, *shape.properties}
    pen.say(DATASET, VOID + "vocabulary", *(v for v in _VOCABULARIES if any(u.startswith(v) for u in used)))
    for iri, members in sorted(shape.classes.items()):
        node = pen.blank()
        pen.say(DATASET, VOID + "classPartition", node)
        pen.say(node, VOID + "class", iri)
        pen.say(node, VOID + "entities", members)
    for iri, number in sorted(shape.properties.items()):
        node = pen.blank()
        pen.say(DATASET, VOID + "propertyPartition", node)
        pen.say(node, VOID + "property", iri)
        pen.say(node, VOID + "triples", number)


def _document(pen: Pen) -> None:
    pen.a(DESCRIPTION, VOID + "DatasetDescription")
    pen.say(DESCRIPTION, FOAF + "primaryTopic", DATASET)


def _activities(pen: Pen, version: str) -> None:
    """What made the graphs that no file holds, as PROV activities."""
    program = pen.a(f"{DESCRIPTION}#program", PROV + "SoftwareAgent")
    pen.plain(program, DCTERMS + "title", f"kg-query {version}")
    told = {
        INFERRED: ("#inference", Text("OWL 2 RL 推理", "OWL 2 RL inference")),
        AXIOMS: ("#axioms", Text("由条件树生成公理", "axioms generated from the condition trees")),
        QUESTIONS: ("#questions", Text("由具名问题生成", "made from the named questions")),
        DESCRIPTION: ("#describing", Text("统计与说明", "counting and describing")),
    }
    for graph, (name, label) in told.items():
        activity = pen.a(DESCRIPTION + name, PROV + "Activity")
        pen.say(activity, terms.RDFS + "label", label)
        pen.say(activity, PROV + "wasAssociatedWith", program)
        pen.say(graph, PROV + "wasGeneratedBy", activity)
    pen.say(f"{DESCRIPTION}#inference", PROV + "used", RULES)


def _graph(pen: Pen, one: Part, count: int, corpus: Corpus, version: str, sources: Sequence[str]) -> None:
    graph = one.graph
    pen.a(graph, VOID + "Dataset", DCAT + "Dataset", PROV + "Entity")
    pen.say(graph, DCTERMS + "title", title_of(one, corpus))
    if (about := description_of(one, corpus)) is not None:
        pen.say(graph, DCTERMS + "description", about)
    pen.say(graph, DCTERMS + "isPartOf", DATASET)
    pen.say(graph, VOID + "triples", count)
    if graph == INFERRED:
        pen.say(graph, PROV + "wasDerivedFrom", *sources)
    if not version:
        pen.say(graph, DCTERMS + "rights", _ADDED)
    else:
        pen.say(graph, DCTERMS + "license", MIT)
        pen.plain(graph, DCAT + "version", version)
        if graph.endswith("/text.ttl"):
            pen.say(graph, DCTERMS + "rights", _RIGHTS)
    if one.file is None:
        return
    source = pen.a(f"{graph}#file", DCAT + "Distribution", PROV + "Entity")
    pen.say(graph, DCAT + "distribution", source)
    pen.say(graph, DCTERMS + "source", source)
    pen.say(graph, PROV + "wasDerivedFrom", source)
    pen.plain(source, DCTERMS + "title", one.file.name)
    pen.say(source, DCAT + "mediaType", TURTLE)
    pen.say(source, DCAT + "byteSize", one.size)
    checksum = pen.a(f"{graph}#sha256", SPDX + "Checksum")
    pen.say(source, SPDX + "checksum", checksum)
    pen.say(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")
    pen.plain(checksum, SPDX + "checksumValue", one.sha256)
