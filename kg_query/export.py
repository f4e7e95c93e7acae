"""The graph in other forms: provisions as JSON or CSV, the whole as RDF, the axioms as OWL.

Every export is the same, byte for byte, whenever it is made from the same sources.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from .corpus import Corpus
from .errors import UsageError, did_you_mean, known_words
from .model import Provision, Text
from .outputs import guarded
from .terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = [
    "EXPORTS",
    "PROVISION_COLUMNS",
    "WITH_WORKBOOKS",
    "export",
    "jsonld_context",
    "provision_rows",
    "provision_to_json",
    "provisions",
]

#: What can be exported, with the formats of each; the first is the default.
EXPORTS: dict[str, tuple[str, ...]] = {
    "provisions": ("json", "csv"),
    "turtle": ("turtle",),
    "trig": ("trig",),
    "nquads": ("nquads",),
    "ntriples": ("ntriples",),
    "jsonld": ("jsonld",),
    "owl": ("turtle", "rdfxml"),
    "context": ("jsonld",),
}
#: The same with what is no text: rows are to be had as a workbook too.
WITH_WORKBOOKS = EXPORTS | {"provisions": (*EXPORTS["provisions"], "xlsx")}
#: What the columns of the table of all units are called.
PROVISION_COLUMNS = (
    "id", "regulation", "kind", "number", "text_zh", "text_en", "raw", "file", "start", "end", "norm_kinds",
    "modalities", "not_modelled_zh", "not_modelled_en", "notation", "points",
)  # fmt: skip


def export(corpus: Corpus, store: Callable[[], Store], what: str, format: str | None = None) -> str:
    """The export named `what`, as text.

    Args:
        corpus: the compiled law.
        store: gives the RDF dataset; called only where the export needs it.
        what: one of `EXPORTS`.
        format: one of its formats; by default the first.

    Raises:
        UsageError: an unknown export or format.
    """
    if what not in EXPORTS:
        raise _unknown(what, EXPORTS)
    chosen = format or EXPORTS[what][0]
    if chosen not in EXPORTS[what]:
        raise _unknown(chosen, EXPORTS[what])
    if what == "provisions":
        return provisions(corpus, chosen)
    if what == "owl":
        return _ended(_owl(corpus, chosen))
    if what == "context":
        return json.dumps({"@context": jsonld_context()}, ensure_ascii=False, indent=2) + "\n"
    if what == "jsonld":
        return _jsonld(store())
    return _ended(_rdf(store(), what))


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _unknown(word: str, known: Iterable[str]) -> UsageError:
    names = list(known)
    return UsageError(
        Text(f"不能导出 {word}", f"there is no export {word}"),
        hint=did_you_mean(word, names) or known_words(names),
    )


# --- provisions -----------------------------------------------------------------------------


def provision_to_json(corpus: Corpus, unit: Provision) -> dict[str, Any]:
    """One unit as `kgq export provisions --format json` prints it.

    `source.spans` is there where the print has the unit's text in several pieces.
    """
    source: dict[str, Any] | None = None
    if unit.source is not None:
        source = {"file": unit.source.file, "start": unit.source.start, "end": unit.source.end}
        if len(unit.source.spans) > 1:
            source["spans"] = [list(s) for s in unit.source.spans]
    text = unit.text or Text("", "")
    return {
        "id": unit.id,
        "regulation": unit.regulation,
        "kind": unit.kind,
        "number": unit.number,
        "text": text.to_json(),
        "raw": unit.raw,
        "source": source,
        "norms": [{"kind": n.kind, "modality": n.modality} for n in corpus.norms_at.get(unit.id, ())],
        "not_modelled": unit.not_modelled.to_json() if unit.not_modelled else None,
        "notation": unit.notation,
        "points": unit.points,
    }


def provisions(corpus: Corpus, format: str, regulation: str | None = None) -> str:
    """The units of text, of all regulations or of one, as "json" or "csv"."""
    units = [p for p in corpus.provisions.values() if regulation in (None, p.regulation)]
    return _provisions_csv(corpus, units) if format == "csv" else _provisions_json(corpus, units)


def _provisions_json(corpus: Corpus, units: Iterable[Provision]) -> str:
    rows = [provision_to_json(corpus, p) for p in units]
    body = ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows)
    return f"[\n{body}\n]\n" if rows else "[]\n"


def _provisions_csv(corpus: Corpus, units: Iterable[Provision]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(PROVISION_COLUMNS)
    for row in _rows(corpus, units):
        writer.writerow([guarded(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def provision_rows(corpus: Corpus, regulation: str | None = None) -> Iterator[tuple[Any, ...]]:
    """The units of text, of all regulations or of one, as rows under `PROVISION_COLUMNS`."""
    return _rows(corpus, (p for p in corpus.provisions.values() if regulation in (None, p.regulation)))


def _rows(corpus: Corpus, units: Iterable[Provision]) -> Iterator[tuple[Any, ...]]:
    for unit in units:
        norms = corpus.norms_at.get(unit.id, ())
        text, reason, source = unit.text, unit.not_modelled, unit.source
        yield (
            unit.id, unit.regulation, unit.kind, unit.number or "",
            text.zh if text else "", text.en if text else "", unit.raw or "",
            source.file if source else "", source.start if source else "", source.end if source else "",
            " ".join(n.kind for n in norms), " ".join(n.modality for n in norms),
            reason.zh if reason else "", reason.en if reason else "",
            unit.notation or "", "" if unit.points is None else unit.points,
        )  # fmt: skip


# --- RDF ------------------------------------------------------------------------------------


def _named_blanks(store: Store) -> list[Any]:
    """All quads in a fixed order, with blank nodes named b1, b2 … by what is said of them."""
    import pyoxigraph as ox

    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(dataset, key=str)


def _rdf(store: Store, what: str) -> str:
    import pyoxigraph as ox

    quads = _named_blanks(store)
    if what in ("nquads", "trig"):
        format = ox.RdfFormat.N_QUADS if what == "nquads" else ox.RdfFormat.TRIG
        items: Iterable[Any] = _by_graph(quads) if what == "trig" else quads
    else:
        format = ox.RdfFormat.N_TRIPLES if what == "ntriples" else ox.RdfFormat.TURTLE
        items = list(dict.fromkeys(sorted((q.triple for q in quads), key=str)))
    prefixes = PREFIXES if what in ("turtle", "trig") else None
    return (ox.serialize(items, format=format, prefixes=prefixes) or b"").decode()


def _by_graph(quads: list[Any]) -> list[Any]:
    return sorted(quads, key=lambda q: (str(q.graph_name), str(q)))


def jsonld_context() -> dict[str, Any]:
    """The JSON-LD context of `kgq export jsonld`: the project's prefixes.

    >>> jsonld_context()["law"]
    'https://w3id.org/kg-query/ns#'
    """
    return dict(PREFIXES)


def _jsonld(store: Store) -> str:
    """One JSON-LD document: our context, one named graph for each file, names shortened."""
    import pyoxigraph as ox

    quads = _by_graph(_named_blanks(store))
    context = jsonld_context()
    graphs: dict[str, dict[str, dict[str, Any]]] = {}
    for quad in quads:
        nodes = graphs.setdefault(str(_named(quad.graph_name)), {})
        subject = str(_named(quad.subject))
        node = nodes.setdefault(subject, {"@id": _compact(subject)})
        predicate = quad.predicate.value
        if predicate == PREFIXES["rdf"] + "type":
            node.setdefault("@type", []).append(_compact(str(_named(quad.object))))
            continue
        value: dict[str, Any]
        if isinstance(quad.object, ox.Literal):
            value = {"@value": quad.object.value}
            if quad.object.language:
                value["@language"] = quad.object.language
            elif quad.object.datatype.value != PREFIXES["xsd"] + "string":
                value["@type"] = _compact(quad.object.datatype.value)
        else:
            value = {"@id": _compact(str(_named(quad.object)))}
        node.setdefault(_compact(predicate), []).append(value)
    document = {
        "@context": context,
        "@graph": [
            {"@id": name, "@graph": list(nodes.values())} if name else {"@graph": list(nodes.values())}
            for name, nodes in graphs.items()
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _named(term: Any) -> str:
    import pyoxigraph as ox

    if isinstance(term, ox.BlankNode):
        return f"_:{term.value}"
    return "" if isinstance(term, ox.DefaultGraph) else str(term.value)


def _compact(iri: str) -> str:
    best = max((i for i in PREFIXES.items() if iri.startswith(i[1])), key=lambda i: len(i[1]), default=None)
    if best is None or iri == best[1] or iri[len(best[1]) :].startswith("//"):
        return iri
    return f"{best[0]}:{iri[len(best[1]) :]}"


def _owl(corpus: Corpus, format: str) -> str:
    """The ontology with the axioms generated from the condition trees."""
    import pyoxigraph as ox

    from .files import graph_files
    from .owl import ontology
    from .store import build_store

    store = build_store(f for f in graph_files() if f.name.startswith("ontology/"))
    generated = ontology(corpus).serialize(format="nt").encode()
    store.load(generated, ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode("urn:generated"))
    triples = list(dict.fromkeys(sorted((q.triple for q in _named_blanks(store)), key=str)))
    wanted = ox.RdfFormat.RDF_XML if format == "rdfxml" else ox.RdfFormat.TURTLE
    return (ox.serialize(triples, format=wanted, prefixes=PREFIXES) or b"").decode()
