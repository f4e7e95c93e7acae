"""Case files: every word is known or named as a fault, every place has a node, RDF says what JSON says."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import to_isomorphic
from thorough import THOROUGH

from kg_query import KnowledgeGraph
from kg_query.artefact import bundled
from kg_query.casefiles import (
    CASE,
    CaseFile,
    Field,
    Literal,
    NodeType,
    Schema,
    case_files_of,
    case_graph,
    case_triples,
    node_iri,
    ox_triples,
    path_of,
    place_of,
    read_case_files,
    skeleton,
    type_at,
)
from kg_query.casefiles.context import ADDRESS, context, context_of
from kg_query.compile.casefile import bundled_schema
from kg_query.corpus import Corpus
from kg_query.errors import InputError, UsageError
from kg_query.store import triples

EXAMPLES = sorted((Path(__file__).parent.parent / "data" / "examples" / "casefiles").glob("*.json"))
FULL = next(p for p in EXAMPLES if p.name == "penalty-full.json")
Refusal = Callable[[dict[str, Any]], str]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return KnowledgeGraph.open().corpus


@pytest.fixture(scope="module")
def schema(corpus: Corpus) -> Schema:
    return corpus.case_schema


@pytest.fixture
def full() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FULL.read_text("utf-8"))
    return found


def read(path: Path, corpus: Corpus) -> CaseFile:
    return read_case_files(path, corpus)[0]


def n_triples(cases: list[CaseFile], schema: Schema) -> bytes:
    written = pyoxigraph.serialize(ox_triples(cases, schema), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert written is not None
    return written


# --- the schema -----------------------------------------------------------------------------


def test_the_package_carries_the_schema_that_the_shapes_state(schema: Schema) -> None:
    assert schema == bundled_schema()
    assert schema == Schema.from_json(json.loads(json.dumps(schema.to_json())))


def test_assessing_a_matter_does_not_read_it() -> None:
    kg = KnowledgeGraph(bundled()[0])  # of its own: the one that tests share has been asked for much
    kg.assess({"id": "m", "established": ["force_majeure"]})
    assert "case_schema" not in vars(kg.corpus)


def test_each_scored_document_of_the_annexes_can_be_written(schema: Schema) -> None:
    scored = [d.scored_as for d in schema.documents.values() if d.scored_as]
    documents = [c.notation for c in schema.criteria.values() if c.kind == "document"]
    assert sorted(scored) == sorted(documents)
    assert len([n for n in scored if n.startswith("P")]) == 15
    assert len([n for n in scored if n.startswith("Q")]) == 9


def test_a_document_belongs_to_the_kind_of_file_it_is_scored_in(schema: Schema) -> None:
    for document in schema.documents.values():
        if document.scored_as:
            in_penalties = document.scored_as.startswith("P")
            assert in_penalties == ("penalty" in document.used_in and document.slug != "demand-notice")


def test_every_field_says_what_goes_there_in_two_languages(schema: Schema) -> None:
    for node in schema.types():
        for field in node.fields.values():
            assert field.label.zh and field.label.en and field.definition.zh and field.definition.en


def test_each_stage_has_its_documents_in_the_order_of_the_annexes(schema: Schema) -> None:
    assert [s.label.zh for s in schema.stages][:3] == ["立案阶段", "调查取证阶段", "审查决定阶段"]
    placed = [slug for stage in schema.stages for slug in stage.documents]
    assert placed == [d.slug for d in schema.documents.values() if d.scored_as]


# --- reading --------------------------------------------------------------------------------


def test_the_full_example_is_read_with_typed_values(corpus: Corpus) -> None:
    case = read(FULL, corpus)
    assert (case.id, case.kinds) == ("蒲某综罚〔2024〕3号", ("penalty",))
    assert case.node("persons/1/certificate_to") == date(2026, 8, 31)
    assert case.node("documents/on-site-inspection-record/started_at") == datetime(2024, 3, 6, 9, 0)
    assert str(case.node("payments/1/amount")) == "6000.00"
    assert case.date("documents/questioning-record/started_at") == date(2024, 3, 7)
    assert [d.path for d in case.documents("service-receipt")][-1] == "documents/service-receipt/5"


def test_what_is_null_or_empty_says_nothing_and_a_blank_document_is_there(corpus: Corpus) -> None:
    case = case_files_of(
        {
            "id": "c", "kind": "penalty", "procedure": "summary", "team": None, "payments": [],
            "documents": {"penalty-decision": {}, "closing-report": None},
        },
        corpus,
    )[0]  # fmt: skip
    assert case.record == {"procedure": "summary", "documents": {"penalty-decision": {}}}


def test_one_value_of_a_field_with_several_needs_no_list(corpus: Corpus, full: dict[str, Any]) -> None:
    full["documents"]["questioning-record"]["questioned"] = "周某"
    case = case_files_of(full, corpus)[0]
    assert case.node("documents/questioning-record/questioned") == ["周某"]


def test_a_file_may_hold_several_and_none_twice(corpus: Corpus, full: dict[str, Any]) -> None:
    other = {**full, "id": "另一件"}
    assert [c.id for c in case_files_of([full, other], corpus)] == [full["id"], "另一件"]
    with pytest.raises(InputError, match="stands twice"):
        case_files_of([full, full], corpus)


def test_the_context_may_be_named_or_held_and_no_other(corpus: Corpus, full: dict[str, Any]) -> None:
    for good in (ADDRESS, context()["@context"], [ADDRESS]):
        assert case_files_of({**full, "@context": good}, corpus)
    for bad in ("https://example.org/c.jsonld", {"team": "law:cause"}):
        with pytest.raises(InputError, match="@context"):
            case_files_of({**full, "@context": bad}, corpus)


def _at(*path: str) -> Callable[[dict[str, Any]], tuple[Any, str]]:
    def find(data: dict[str, Any]) -> tuple[Any, str]:
        here: Any = data
        for step in path[:-1]:
            here = here[int(step)] if step.isdecimal() else here[step]
        return here, path[-1]

    return find


#: where, the value put there, the place that the message names, and words of the message.
FAULTS: list[tuple[tuple[str, ...], Any, str, str]] = [
    (("id",), None, "id", "has no id"),
    (("id",), "", "id", "has no id"),
    (("id",), 7, "id", "text expected"),
    (("id",), " a", "id", "outer blanks"),
    (("kind",), None, "kind", "the kind of the case file is not given"),
    (("kind",), "penalties", "kind", "Did you mean: penalty"),
    (("kind",), ["penalty", "compulsory-measure"], "kind", "two files"),
    (("procedure",), None, "procedure", "does not say its procedure"),
    (("procedure",), "普通程序", "procedure", "Write ordinary"),
    (("teem",), "x", "teem", "Did you mean: team"),
    (("执法队",), "x", "执法队", "Write team"),
    (("filing-approval",), {}, "filing-approval", "Put it under documents"),
    (("team",), ["x"], "team", "text expected"),
    (("team",), "a\x1b[2J", "team", "control characters"),
    (("organ",), "x", "organ", "is an object"),
    (("organ", "qualified"), "yes", "organ/qualified", "is true or false"),
    (("documents",), [], "", ""),
    (("documents",), ["x"], "documents", "documents are an object"),
    (("documents", "filling-approval"), {"number": "x"}, "documents/filling-approval", "filing-approval"),
    (("documents", "立案审批表"), {}, "documents/立案审批表", "filing-approval"),
    (("documents", "measure-notice"), {}, "documents/measure-notice", "does not belong to a penalty file"),
    (("documents", "filing-approval"), [{}, {}], "documents/filing-approval", "at most, not 2"),
    (("documents", "filing-approval"), "x", "documents/filing-approval", "is an object"),
    (("documents", "filing-approval"), {"number": None}, "documents/filing-approval", "nothing is filled in"),
    (("documents", "filing-approval", "head_signed_on"), "2024-02-30", "documents/filing-approval/head_signed_on", "is a date"),
    (("documents", "filing-approval", "head_signed_on"), "2024-03-05T10:00:00", "documents/filing-approval/head_signed_on", "is a date"),
    (("documents", "filing-approval", "head_signed_by"), "赵甲", "documents/filing-approval/head_signed_by", "Did you mean: 赵某"),
    (("documents", "filing-approval", "legal_basis", "1", "artikel"), "x", "documents/filing-approval/legal_basis/2/artikel", "Did you mean: article"),
    (("documents", "questioning-record", "started_at"), "2024-03-07", "documents/questioning-record/started_at", "is a day and time"),
    (("documents", "questioning-record", "started_at"), "2024-03-07T14:30:00+08:00", "documents/questioning-record/started_at", "without a zone"),
    (("documents", "questioning-record", "rights_told"), ["回避"], "documents/questioning-record/rights_told/1", "recusal"),
    (("documents", "questioning-record", "officers"), ["张某", "李四"], "documents/questioning-record/officers/2", "is not among the persons"),
    (("documents", "penalty-decision", "review_days"), 60.5, "documents/penalty-decision/review_days", "whole number"),
    (("documents", "penalty-decision", "review_days"), True, "documents/penalty-decision/review_days", "whole number"),
    (("documents", "penalty-decision", "penalties", "1", "amount"), -1, "documents/penalty-decision/penalties/2/amount", "not below 0"),
    (("documents", "penalty-decision", "penalties", "1", "amount"), "6,000", "documents/penalty-decision/penalties/2/amount", "is a number"),
    (("documents", "penalty-decision", "penalties", "1", "amount"), float("nan"), "documents/penalty-decision/penalties/2/amount", "is a number"),
    (("documents", "service-receipt", "2", "served_document"), "penalty-desicion", "documents/service-receipt/3/served_document", "penalty-decision"),
    (("persons", "1", "name"), "张某", "persons/2/name", "listed twice"),
    (("persons", "1", "name"), None, "persons/2/name", "has no name"),
    (("judgements", "0", "criterion"), ["P-DC-2-9"], "judgements/1/criterion/1", "Did you mean: P-DC-2-"),
    (("judgements", "0", "criterion"), ["Q-SP-1-1"], "judgements/1/criterion", "no criterion for this kind"),
    (("judgements", "0", "result"), "passed", "judgements/1/result", "Known: met"),
    (("parameters",), [{"parameter": "hearing-fine-citizens", "value": 1}], "parameters/1/parameter", "hearing-fine-citizen"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "place", "words"), FAULTS, ids=[f"{'.'.join(f[0])}={f[1]!r}"[:60] for f in FAULTS]
)
def test_a_fault_names_its_place_and_what_to_do(
    corpus: Corpus, full: dict[str, Any], path: tuple[str, ...], value: Any, place: str, words: str
) -> None:
    holder, key = _at(*path)(full)
    holder[key] = value
    if not words:
        assert case_files_of(full, corpus)
        return
    with pytest.raises(InputError) as caught:
        case_files_of(full, corpus)
    lines = caught.value.render("en")
    assert words in lines
    assert any((p.where or "").endswith(f"› {place}") for p in caught.value.problems), lines
    assert caught.value.exit_code == 3


def test_all_faults_are_told_at_once_in_both_languages(corpus: Corpus, full: dict[str, Any]) -> None:
    full["organ"]["qualified"] = "x"
    full["documents"]["filing-approval"]["sorce"] = full["documents"]["filing-approval"].pop("source")
    full["documents"]["closing-report"]["head_signed_by"] = "无名"
    with pytest.raises(InputError) as caught:
        case_files_of(full, corpus)
    assert len(caught.value.problems) == 3
    assert all(p.message.zh and p.message.en and p.message.zh != p.message.en for p in caught.value.problems)


def test_an_unknown_format_and_a_foreign_file_are_refused(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="yaml"):
        read_case_files(FULL, corpus, format="yml")
    for name, content, words in (
        ("a.json", b"", "empty"),
        ("a.json", b"[]", "no case file"),
        ("a.json", b"[1]", "is an object"),
        ("a.json", b'{"id": 1, "id": 2}', "stands twice"),
        ("a.txt", b"hello", "cannot be told"),
        ("a.json", b"PK\x03\x04", "Excel"),
        ("a.ttl", b"<a> <b> .", "not valid Turtle"),
        ("a.ttl", b"<http://a> <http://b> <http://c> .", "holds no case file"),
    ):
        path = tmp_path / name
        path.write_bytes(content)
        with pytest.raises(InputError, match=words):
            read_case_files(path, corpus)


def test_the_blank_file_says_all_there_is_and_reads_once_its_documents_are_out(
    corpus: Corpus, schema: Schema
) -> None:
    for kinds in (("penalty",), ("compulsory-measure", "compulsory-execution")):
        blank = skeleton(schema, kinds)
        known = {d.slug for d in schema.documents.values() if set(kinds) & set(d.used_in)}
        assert set(blank["documents"]) == known
        with pytest.raises(InputError, match="nothing is filled in"):
            case_files_of(blank | {"id": "c"}, corpus)
        filled = blank | {"id": "c", "documents": {}}
        if "procedure" in filled:
            filled["procedure"] = "ordinary"
        assert case_files_of(filled, corpus)[0].kinds == kinds


# --- places and nodes -----------------------------------------------------------------------


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_every_statement_leads_back_to_the_place_that_made_it(
    corpus: Corpus, schema: Schema, path: Path
) -> None:
    for case in read_case_files(path, corpus):
        told = 0
        for subject, predicate, value in case_triples(case, schema):
            if not isinstance(value, Literal) or (subject == case.iri and "identifier" in predicate):
                continue
            where = place_of(schema, subject, predicate)
            found = case.node(where)
            values = found if isinstance(found, list) else [found]
            shown = [
                {True: "true", False: "false"}[v] if isinstance(v, bool)
                else v.isoformat() if isinstance(v, (date, datetime))
                else f"{v:f}" if isinstance(v, Decimal) else str(v)
                for v in values
            ]  # fmt: skip
            assert value.value in shown, (where, value)
            told += 1
        assert told > 50


def test_places_and_nodes_are_each_others_mirror() -> None:
    for ident in ("c1", "蒲综罚〔2023〕5号", "a/b?c#d %"):
        for place in ("", "party", "documents/questioning-record/2", "documents/x/legal_basis/1"):
            assert path_of(node_iri(ident, place)) == (ident, place)
    assert path_of("https://example.org/x") is None
    assert path_of(CASE) is None


def test_the_type_at_a_place(schema: Schema) -> None:
    def name(path: str) -> str | None:
        found = type_at(schema, path)
        return found.name if found else None

    assert name("") == "CaseFile"
    assert name("persons/1") == "CasePerson"
    assert name("documents/questioning-record/2") == "QuestioningRecord"
    assert name("documents/filing-approval/party") == "Party"
    assert name("documents/filing-approval/legal_basis/3") == "LegalCitation"
    assert name("documents/filing-approval/source") is None
    assert name("documents/nothing") is None
    assert name("nothing") is None
    assert name("documents") is None


# --- RDF and JSON-LD ------------------------------------------------------------------------


def _without_order(value: Any) -> Any:
    """RDF keeps no order among names and codes."""
    if isinstance(value, dict):
        return {k: _without_order(v) for k, v in value.items()}
    if isinstance(value, list):
        if value and all(isinstance(v, str) for v in value):
            return sorted(value)
        return [_without_order(v) for v in value]
    return value


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_what_goes_out_as_rdf_comes_back_the_same(
    corpus: Corpus, schema: Schema, tmp_path: Path, path: Path
) -> None:
    cases = read_case_files(path, corpus)
    lines = tmp_path / "c.nt"
    lines.write_bytes(n_triples(cases, schema))
    assert [(c.id, c.kinds, c.record) for c in read_case_files(lines, corpus)] == [
        (c.id, c.kinds, c.record) for c in cases
    ]


def test_turtle_and_json_ld_with_iris_are_read_too(corpus: Corpus, schema: Schema, tmp_path: Path) -> None:
    case = read(FULL, corpus)
    graph = case_graph([case], schema)
    for name, form in (("c.ttl", "turtle"), ("c.jsonld", "json-ld")):
        (tmp_path / name).write_text(graph.serialize(format=form), "utf-8")
        back = read(tmp_path / name, corpus)
        assert _without_order(back.to_json()) == _without_order(case.to_json())


def test_yaml_says_the_same_as_json(corpus: Corpus, full: dict[str, Any], tmp_path: Path) -> None:
    import yaml

    (tmp_path / "c.yaml").write_text(yaml.safe_dump(full, allow_unicode=True), "utf-8")
    assert read(tmp_path / "c.yaml", corpus).record == read(FULL, corpus).record


def test_amounts_keep_the_digits_they_were_written_with(corpus: Corpus, schema: Schema) -> None:
    amounts = {
        o.value for _, p, o in case_triples(read(FULL, corpus), schema) if isinstance(o, Literal) and p.endswith("amount")
    }  # fmt: skip
    assert amounts == {"6000.00"}


def _as_types(documents: dict[str, Any]) -> list[dict[str, Any]]:
    """The type map written out: rdflib 7 leaves a list in a type map without its type."""
    return [
        {"@type": slug, **one}
        for slug, held in documents.items()
        for one in (held if isinstance(held, list) else [held])
    ]


def _comparable(graph: rdflib.Graph) -> rdflib.Graph:
    """Our nodes as blank ones, amounts by their value."""
    found, nodes = rdflib.Graph(), dict[rdflib.term.Node, rdflib.BNode]()

    def plain(term: rdflib.term.Node) -> rdflib.term.Node:
        if isinstance(term, rdflib.URIRef) and term.startswith(CASE):
            return nodes.setdefault(term, rdflib.BNode())
        if isinstance(term, rdflib.Literal) and str(term.datatype).endswith("#decimal"):
            return rdflib.Literal(
                f"{Decimal(str(term)).normalize():f}", datatype=term.datatype, normalize=False
            )
        if isinstance(term, rdflib.Literal) and str(term.datatype).endswith("#string"):
            return rdflib.Literal(str(term))
        return term

    for s, p, o in graph:
        found.add((plain(s), p, plain(o)))
    return found


def test_the_context_is_what_the_schema_gives(schema: Schema) -> None:
    assert context() == context_of(schema)


@pytest.mark.parametrize("path", [p for p in EXAMPLES if p.stem.endswith("-full")], ids=lambda p: p.stem)
def test_json_under_the_context_is_our_rdf(corpus: Corpus, schema: Schema, path: Path) -> None:
    held = json.loads(path.read_text("utf-8"))
    for data in held if isinstance(held, list) else [held]:
        ours = to_isomorphic(_comparable(case_graph(case_files_of(data, corpus), schema)))
        data["@context"] = context()["@context"]
        second = rdflib.Graph()
        quads = pyoxigraph.parse(
            json.dumps(data).encode(), format=pyoxigraph.RdfFormat.JSON_LD, base_iri=CASE
        )
        for statement in triples(quads):
            second.add(statement)
        assert to_isomorphic(_comparable(second)) == ours
    data["documents"] = _as_types(data["documents"])
    theirs = rdflib.Graph().parse(data=json.dumps(data), format="json-ld")
    assert to_isomorphic(_comparable(theirs)) == ours


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        ("<https://w3id.org/kg-query/ns#Foo> a <http://www.w3.org/2002/07/owl#Class> .", "no case file and nothing in one"),
        ("<c1> law:points 5 .", "no property “law:points”"),
        ("<c1> law:team 5 .", "should be of type xsd:string"),
        ('<c1> law:team "a" , "b" .', "one value, not 2"),
        ('<c1> law:filedOn "2024-01-01" .', "should be of type xsd:date"),
        ("<c1> law:procedure <https://w3id.org/kg-query/id/procedure/quick> .", "is no value of"),
        ("<c1> law:document <d1> . <d1> law:sealed true .", "kind of document cannot be told"),
        ("<c1> law:caseParty <p1> .", "nothing is said of"),
        ("<c1> a law:Line .", "does not belong here"),
    ],
)  # fmt: skip
def test_rdf_may_speak_about_case_files_only(corpus: Corpus, tmp_path: Path, turtle: str, words: str) -> None:
    path = tmp_path / "c.ttl"
    base = "<c1> a law:CompulsoryMeasureFile ."
    path.write_text(f"@prefix law: <https://w3id.org/kg-query/ns#> .\n{base}\n{turtle}", "utf-8")
    with pytest.raises(InputError) as caught:
        read_case_files(path, corpus)
    assert words in caught.value.render("en")


# --- any case file --------------------------------------------------------------------------

WORDS = st.text("甲乙丙丁 abc（）、；,.-1", min_size=1, max_size=8).map(str.strip).filter(bool)


def _values(field: Field, schema: Schema, names: list[str]) -> st.SearchStrategy[Any]:
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "text": st.sampled_from(names) if field.names_person else WORDS,
        "boolean": st.booleans(),
        "date": st.dates(date(1990, 1, 1), date(2099, 12, 31)).map(str),
        "moment": st.datetimes(datetime(1990, 1, 1), datetime(2099, 12, 31)).map(
            lambda m: m.replace(microsecond=0).isoformat()
        ),
        "integer": st.integers(0, 10**6),
        "decimal": st.decimals(0, 10**9, places=2).map(str),
        "code": st.sampled_from(sorted(schema.codes.get(field.codes or "", {"": None}))),
    }
    if field.key == "criterion":
        return st.lists(
            st.sampled_from(["P-LA-1-1", "PB-ZT-1", "P-DC-2"]), min_size=1, max_size=2, unique=True
        )
    if field.key == "parameter":
        return st.sampled_from(sorted(schema.parameters))
    one = _nodes(schema.nodes[field.node], schema, names) if field.node else kinds[field.type]
    if not field.many:
        return one
    return st.lists(one, min_size=1, max_size=2, unique_by=lambda v: json.dumps(v, sort_keys=True))


def _nodes(node: NodeType, schema: Schema, names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    fields = {
        k: _values(f, schema, names)
        for k, f in node.fields.items()
        if f.type != "documents" and k not in ("persons", "judgements", "procedure")
    }

    @st.composite
    def some(draw: st.DrawFn) -> dict[str, Any]:
        keys = draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=3, unique=True))
        return {k: draw(fields[k]) for k in keys}

    return some()


@pytest.fixture(scope="module")
def any_case(schema: Schema) -> st.SearchStrategy[dict[str, Any]]:
    names = ["张某", "李某"]
    papers = {s: d for s, d in schema.documents.items() if "penalty" in d.used_in}

    @st.composite
    def case(draw: st.DrawFn) -> dict[str, Any]:
        documents = {}
        for slug in draw(st.lists(st.sampled_from(sorted(papers)), max_size=4, unique=True)):
            one = _nodes(papers[slug], schema, names)
            copies = draw(st.integers(1, 1 if papers[slug].single else 3))
            documents[slug] = draw(one) if copies == 1 else [draw(one) for _ in range(copies)]
        head = draw(_nodes(schema.case, schema, names))
        persons = [{"name": name} for name in names]
        return {"id": draw(WORDS), "kind": "penalty", "procedure": "ordinary", **head, "persons": persons,
                "documents": documents}  # fmt: skip

    return case()


@settings(max_examples=40 if THOROUGH else 6, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_case_file_comes_back_from_rdf_and_from_the_workbook(
    data: st.DataObject, any_case: st.SearchStrategy[Any], corpus: Corpus, schema: Schema, tmp_path: Path
) -> None:
    from kg_query.casefiles.workbook import workbook

    written = data.draw(any_case)
    case = case_files_of(copy.deepcopy(written), corpus)[0]
    (tmp_path / "c.nt").write_bytes(n_triples([case], schema))
    assert read(tmp_path / "c.nt", corpus).record == case.record
    (tmp_path / "c.xlsx").write_bytes(workbook(schema, case.kinds, case))
    assert read(tmp_path / "c.xlsx", corpus).to_json() == case.to_json()


def walked(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Every place of a record, with what stands there."""
    yield path, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walked(inner, f"{path}/{key}".lstrip("/"))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from walked(inner, f"{path}/{number}")


def test_node_finds_what_stands_at_every_place(corpus: Corpus) -> None:
    case = read(FULL, corpus)
    places = list(walked(case.record))
    assert len(places) > 500
    for path, value in places:
        assert case.node(path) == value
    assert case.node("documents/nothing") is None
    assert case.node("persons/99/name") is None
    assert case.node("persons/x") is None
