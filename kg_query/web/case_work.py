"""What runs in the worker of kept cases: a case read, answered and put into graphs; graphs written and asked.

Everything that parses what was sent, or asks it, happens here, in a process without sockets.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from kg_query.errors import InputError, InternalError, KgqError, LimitError
from kg_query.graph import KnowledgeGraph
from kg_query.model import Text

from .api.common import CASE_FILES, MATTERS
from .api.inputs import Role, bring
from .api.refusals import fault_to

__all__ = ["GRAPHS", "RESULTS", "graph_name", "open_handler"]

#: Ending → media type, of the graphs of a case.
GRAPHS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
#: Media type → format of pyoxigraph, of rows and truth values.
RESULTS = {
    "application/sparql-results+json": "JSON",
    "application/sparql-results+xml": "XML",
    "text/csv": "CSV",
    "text/tab-separated-values": "TSV",
}
_ANY = Role(
    "cases", (*MATTERS.fields, *CASE_FILES.fields), tuple(dict.fromkeys(MATTERS.formats + CASE_FILES.formats))
)

Job = Mapping[str, Any]
_Made = tuple[dict[str, Any], bytes]


def graph_name(ident: str, what: str) -> str:
    """The name of a graph of a case: `what` is "sent" or "answer" (RFC 9562, section 4).

    >>> graph_name("550e8400-e29b-41d4-a716-446655440000", "sent")
    'urn:uuid:550e8400-e29b-41d4-a716-446655440000#sent'
    """
    return f"urn:uuid:{ident}#{what}"


def open_handler(
    options: Mapping[str, Any],
) -> Callable[[dict[str, Any], bytes], tuple[dict[str, Any], Iterable[bytes]]]:
    """The handler of a worker.

    Args:
        options: `data`, the folders of data that are added to the graph; `lang`.
    """
    from kg_query.inputs.workbook import guarded_reader

    guarded_reader()
    kg = KnowledgeGraph.open(data=list(options.get("data") or ()), lang=str(options.get("lang") or "zh"))
    kg.assess({"id": "warm", "established": [next(iter(kg.corpus.grounds))]})
    work: dict[str, Callable[[Job, bytes], _Made]] = {
        "answer": lambda job, body: _answer(kg, job, body),
        "write": _write,
        "query": _query,
    }

    def handle(job: dict[str, Any], body: bytes) -> tuple[dict[str, Any], Iterable[bytes]]:
        try:
            header, content = work[job["do"]](job, body)
        except KgqError as error:
            return {"fault": fault_to(error), "as": _as(error)}, ()
        except RecursionError:
            return {"fault": fault_to(InputError(Text("嵌套过深", "nested too deeply")))}, ()
        except MemoryError:
            raise
        except Exception:  # what was sent may stand in it: nothing of it is shown or logged
            return {"fault": fault_to(InternalError(Text("程序内部错误", "internal error")))}, ()
        return {**header, "size": len(content)}, (content,)

    return handle


def _as(error: KgqError) -> tuple[int, str] | None:
    """The status and problem type of an error that has its own."""
    from kg_query.sparql import guard

    if isinstance(error, (guard.ServiceRefused, guard.LoadRefused)):
        return 403, "service-not-allowed" if isinstance(error, guard.ServiceRefused) else "load-not-allowed"
    if isinstance(error, guard.NotAQuery):
        return 400, "not-a-query"
    status, slug = getattr(error, "status", None), getattr(error, "slug", None)
    return (status, slug) if isinstance(status, int) and isinstance(slug, str) else None


# --- answering ------------------------------------------------------------------------------


def _answer(kg: KnowledgeGraph, job: Job, body: bytes) -> _Made:
    """One matter assessed or one case file reviewed: what is kept of it, as JSON.

    The content holds `sent`, `answer` and `graphs` (N-Quads), once in full and once masked.
    """
    from kg_query.casefiles import read_case_files
    from kg_query.matters import read_matters
    from kg_query.privacy import Masker, masked_cases, masked_matters, without_informants
    from kg_query.sparql.holding import holding

    schema = kg.corpus.case_schema
    files = bring(body, job.get("media_type") or "", (_ANY,), ()).of(_ANY.name)
    if len(files) != 1:
        raise InputError(
            Text("一次保存一个案件", "one case is kept at a time"),
            hint=Text("请把一个事项或者案卷作为请求体发送", "Send one matter or case file as the body"),
        )
    ident, informants = str(job["id"]), bool(job.get("informants"))
    if holding(files[0], schema) == "matters":
        matters = _one(read_matters(files, kg.corpus))
        if not informants:
            matters = [_quiet(m) for m in matters]
        verb, full, masked = "assess", _assessed(kg, ident, matters), _assessed(kg, ident, masked_matters(Masker(schema), matters))  # fmt: skip
    else:
        cases = _one(read_case_files(files, kg.corpus))
        if not informants:
            from dataclasses import replace

            cases = [replace(c, record=without_informants(c.record)) for c in cases]
        verb, full, masked = "review", _reviewed(kg, ident, cases), _reviewed(kg, ident, masked_cases(Masker(schema), cases))  # fmt: skip
    content = {"verb": verb, "full": full, "masked": masked}
    return {"verb": verb}, json.dumps(content, ensure_ascii=False, allow_nan=False, default=str).encode()


def _one(found: list[Any]) -> list[Any]:
    if len(found) != 1:
        raise InputError(
            Text(f"一次保存一个案件，这里有 {len(found)} 个", f"one case is kept at a time, not {len(found)}")
        )
    return found


def _quiet(matter: Any) -> Any:
    from dataclasses import replace

    from kg_query.privacy import without_informants

    def said(finding: Any) -> Any:
        texts = {k: without_informants(getattr(finding, k)) for k in ("evidence", "source", "note")}
        return replace(finding, **texts)

    return replace(matter, findings=tuple(map(said, matter.findings)))


def _assessed(kg: KnowledgeGraph, ident: str, matters: list[Any]) -> dict[str, Any]:
    from kg_query.assess.rdf import matter_graph, verdict_graph
    from kg_query.privacy import matter_json

    verdicts = kg.verdicts(matters)
    graphs = {"sent": matter_graph(matters), "answer": verdict_graph(kg.corpus, matters, verdicts)}
    return {"sent": matter_json(matters[0]), "answer": verdicts[0].to_json(), "graphs": _quads(ident, graphs)}


def _reviewed(kg: KnowledgeGraph, ident: str, cases: list[Any]) -> dict[str, Any]:
    from kg_query.casefiles.triples import case_graph
    from kg_query.review.answers import answer_json
    from kg_query.review.rdf import review_graph

    reviews = kg.review_many(cases)
    graphs = {"sent": case_graph(cases, kg.corpus.case_schema), "answer": review_graph(kg.corpus, reviews)}
    return {
        "sent": cases[0].to_json(),
        "answer": answer_json(reviews[0], None, kg.lang),
        "graphs": _quads(ident, graphs),
    }


def _quads(ident: str, graphs: Mapping[str, Any]) -> str:
    """Graphs of rdflib as N-Quads under the names of the case; blank nodes get names, for they meet others."""
    from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse, serialize

    def quads() -> Iterable[Quad]:
        for what, graph in graphs.items():
            name = NamedNode(graph_name(ident, what))
            said = graph.serialize(format="nt", encoding="utf-8")
            for q in parse(said, format=RdfFormat.N_TRIPLES):
                s, o = (
                    NamedNode(f"{name.value}-{t.value}") if isinstance(t, BlankNode) else t
                    for t in (q.subject, q.object)
                )
                yield Quad(s, q.predicate, o, name)

    lines = serialize(quads(), format=RdfFormat.N_QUADS)
    return "".join(sorted((lines or b"").decode().splitlines(keepends=True)))


# --- the graphs of kept cases ---------------------------------------------------------------


def _write(job: Job, body: bytes) -> _Made:
    """N-Quads in another format; formats without named graphs get both graphs as one."""
    from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse, serialize

    formats = {
        "ttl": RdfFormat.TURTLE,
        "jsonld": RdfFormat.JSON_LD,
        "trig": RdfFormat.TRIG,
        "nq": RdfFormat.N_QUADS,
    }
    quads: Iterable[Quad] = parse(body, format=RdfFormat.N_QUADS)
    if job["format"] == "ttl":
        quads = dict.fromkeys(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads)
    prefixes = {"law": "https://w3id.org/kg-query/ns#", "dcterms": "http://purl.org/dc/terms/"}
    return {}, serialize(quads, format=formats[job["format"]], prefixes=prefixes) or b""


def _query(job: Job, body: bytes) -> _Made:
    """A query over the N-Quads of the body; the default graph is the union of all of them."""
    from pyoxigraph import (
        NamedNode,
        QueryBoolean,
        QueryResultsFormat,
        QuerySolutions,
        RdfFormat,
        Store,
        serialize,
    )

    from kg_query.endpoint.errors import SyntaxFault
    from kg_query.sparql.guard import check, form

    query = str(job["query"])
    check(query)
    form(query)
    store = Store()
    store.bulk_load(body, format=RdfFormat.N_QUADS)
    named: dict[str, Any] = {}
    if job.get("default_graphs") or job.get("named_graphs"):
        named["default_graph"] = [NamedNode(g) for g in job.get("default_graphs") or ()]
        named["named_graphs"] = [NamedNode(g) for g in job.get("named_graphs") or ()]
    else:
        from kg_query.sparql.guard import names_dataset

        named["use_default_graph_as_union"] = not names_dataset(query)
    try:
        found = store.query(query, **named)
    except SyntaxError as error:
        raise SyntaxFault(
            Text(f"SPARQL 语法错误：{error.msg}", f"SPARQL syntax error: {error.msg}")
        ) from None
    except (ValueError, OSError, RuntimeError):
        raise InputError(Text("这条查询无法执行", "the query cannot be evaluated")) from None
    media = str(job["media_type"])
    if isinstance(found, (QueryBoolean, QuerySolutions)):
        chosen = getattr(QueryResultsFormat, RESULTS.get(media, "JSON"))
        return {"media_type": media if media in RESULTS else "application/sparql-results+json"}, _serialised(found, chosen)  # fmt: skip
    ending = next((e for e, m in GRAPHS.items() if m == media), "ttl")
    formats = {"jsonld": RdfFormat.JSON_LD, "nq": RdfFormat.N_TRIPLES}
    content = serialize(found, format=formats.get(ending, RdfFormat.TURTLE)) or b""
    return {"media_type": GRAPHS[ending] if ending in ("ttl", "jsonld") else "text/turtle"}, content


def _serialised(found: Any, chosen: Any) -> bytes:
    try:
        return bytes(found.serialize(format=chosen) or b"")
    except (ValueError, OSError, RuntimeError):
        raise LimitError(Text("查询没有算完", "the query was not finished")) from None
