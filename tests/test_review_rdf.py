"""Case files loaded as RDF with their reviews: the triples say what the JSON says, and SPARQL can count it."""

from __future__ import annotations

import copy
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from pyoxigraph import BlankNode, NamedNode, QuerySolutions, RdfFormat, Store, parse
from pyoxigraph import Literal as OxLiteral
from rdflib import BNode, Graph, Literal, Namespace, URIRef

from kg_query import KnowledgeGraph, terms
from kg_query.ask import ask, questions
from kg_query.casefiles import CaseFile, case_graph, case_iri, ox_triples, path_of, read_case_files
from kg_query.casefiles.context import ADDRESS
from kg_query.errors import InputError, UsageError
from kg_query.review import BaseFailure, NationalFinding, Review
from kg_query.review.rdf import concerned, review_graph, review_iri
from kg_query.sparql.loading import load_files
from kg_query.validate.shacl import ontology

ROOT = Path(__file__).parents[1]
FILES = sorted((ROOT / "data/examples/casefiles").glob("*.json"))
LAW, SH = Namespace(terms.LAW), Namespace(terms.SH)
DERIVED, REVIEWS = terms.graph_iri("case-facts"), terms.graph_iri("reviews")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def reviews(kg: KnowledgeGraph) -> dict[str, Review]:
    cases = read_case_files(FILES, kg.corpus)
    return {r.case.source or "": r for r in kg.review_many(cases)}


@pytest.fixture(scope="module")
def loaded(kg: KnowledgeGraph) -> Store:
    return kg.loaded(FILES)


def fresh(kg: KnowledgeGraph, *paths: str | Path) -> Store:
    """The files and what follows from them, without the law: quick to make."""
    return load_files(Store(), kg.corpus, kg.program, paths)


def written(folder: Path, name: str, value: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def example(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((ROOT / f"data/examples/casefiles/{name}.json").read_text("utf-8"))
    return found


# --- the triples say what the JSON says -----------------------------------------------------


class Told:
    """A review read back from its triples, in the words of the JSON."""

    def __init__(self, kg: KnowledgeGraph, graph: Graph, node: URIRef) -> None:
        self.corpus, self.graph, self.node = kg.corpus, graph, node

    def text(self, node: Any, predicate: Any) -> dict[str, str] | None:
        said = {
            o.language or "": str(o) for o in self.graph.objects(node, predicate) if isinstance(o, Literal)
        }
        return said or None

    def ids(self, node: Any, name: str) -> list[str]:
        return sorted(str(o).removeprefix(terms.ID) for o in self.graph.objects(node, LAW[name]))

    def notations(self, node: Any, name: str) -> list[str]:
        found = (self.corpus.provisions[i].notation for i in self.ids(node, name))
        return sorted(n for n in found if n)

    def number(self, node: Any, name: str) -> float | None:
        value = self.graph.value(node, LAW[name])
        return None if value is None else float(value)

    def common(self, node: Any) -> dict[str, Any]:
        curable = self.graph.value(node, LAW.curable)
        assert isinstance(curable, Literal)
        return {
            "why": self.text(node, SH.resultMessage),
            "where": str(self.graph.value(node, LAW.where) or ""),
            "repair": self.text(node, LAW.repair),
            "curable": curable.toPython(),
        }

    def criterion(self, node: Any) -> dict[str, Any]:
        return self.common(node) | {
            "also": sorted(str(o) for o in self.graph.objects(node, LAW.alsoWhere)),
            "clause": self.ids(node, "onCriterion")[0],
            "by": str(self.graph.value(node, LAW.decidedBy)).rsplit("#by", 1)[1].lower(),
        }

    def officers(self, node: Any, case: CaseFile) -> list[str]:
        places = (path_of(str(o)) for o in self.graph.objects(node, LAW.answerable))
        return sorted(str(case.node(f"{p[1]}/name")) for p in places if p)

    def ground(self, node: Any) -> str | None:
        value = self.graph.value(node, LAW.findingGround)
        return None if value is None else str(value).removeprefix(terms.GROUND)

    def parts(self, name: str) -> list[Any]:
        return sorted(self.graph.objects(self.node, LAW[name]))


def asked(found: dict[str, Any], *keys: str) -> dict[str, Any]:
    """Some keys of an object of the JSON; the order of further places tells nothing."""
    return {k: sorted(found[k]) if k == "also" else found[k] for k in keys}


def sorts(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=lambda row: json.dumps(row, ensure_ascii=False, sort_keys=True))


CRITERION = ("why", "where", "repair", "curable", "also", "clause", "by")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_triples_of_a_review_say_what_its_json_says(
    kg: KnowledgeGraph, reviews: dict[str, Review], path: Path
) -> None:
    review = reviews[str(path)]
    said, case = review.to_json("zh"), review.case
    told = Told(kg, review_graph(kg.corpus, review), URIRef(review_iri(case.id)))
    graph, node = told.graph, told.node
    assert str(graph.value(node, LAW.reviewOf)) == case.iri
    assert str(graph.value(node, LAW.standard)) == said["standard"]
    assert str(graph.value(node, LAW.baseResult)).rsplit("#base", 1)[1] in {
        "pass": "Passed", "fail": "Failed", "open": "Open"
    }[said["base"]["result"]]  # fmt: skip
    assert told.number(node, "score") == said["score"]
    assert [told.number(node, "lowestPossible"), told.number(node, "highestPossible")] == said["score_range"]
    grade = told.text(node, LAW.grade)
    assert (grade["zh"] if grade else None) == said["grade"]
    notes = [str(o) for o in graph.objects(node, URIRef(terms.SKOS + "note"))
             if isinstance(o, Literal) and o.language == "zh"]  # fmt: skip
    assert sorted(notes) == sorted(set(said["notes"]))
    for name, key in (
        ("notCalledFor", "not_applicable"),
        ("missingDocument", "missing_documents"),
        ("didNotArise", "not_arising"),
    ):
        assert told.notations(node, name) == sorted(said[key]), key
    assert told.ids(node, "restsOn") == sorted(said["readings"])
    assert told.ids(node, "otherReading") == sorted(said["other_readings"])
    shapes = {n: str(URIRef(terms.BASE + "shapes#" + r.shape)) for n, r in kg.corpus.rulebook.rules.items()}
    assert {str(o) for o in graph.objects(node, LAW.askedShape)} == {shapes[n] for n in said["checked"]}
    assert {str(o) for o in graph.objects(node, LAW.unaskedShape)} == {shapes[n] for n in said["not_checked"]}
    assert sorts([told.criterion(d) | {"points": told.number(d, "pointsLost")}
                  for d in told.parts("deduction")]) == sorts(
        [asked(d, *CRITERION, "points") for d in said["deductions"]])  # fmt: skip
    assert sorts([told.criterion(b) for b in told.parts("baseBreach")]) == sorts(
        [asked(b, *CRITERION) for b in said["base"]["reasons"]]
    )
    assert sorts(
        [
            {
                "criterion": told.notations(o, "onCriterion")[0],
                "points": told.number(o, "pointsAtStake"),
                "ask": told.text(o, LAW.question),
            }
            for o in told.parts("leftOpen")
        ]
    ) == sorts([asked(o, "criterion", "points", "ask") for o in said["open"]])
    judge = [told.notations(o, "onCriterion")[0] for o in told.parts("stillToJudge")]
    assert sorted(judge) == sorted(said["to_judge"])
    severity = {"Fatal": "fatal", "Violation": "violation", "Warning": "warning"}
    assert sorts(
        [
            told.common(b)
            | {
                "rule": kg.corpus.facts[told.ids(b, "onCriterion")[0]].notation,
                "severity": severity[str(graph.value(b, SH.resultSeverity)).rsplit("#", 1)[1]],
                "ground": told.ground(b),
                "officers": told.officers(b, case),
                "caution": told.text(b, LAW.caution),
            }
            for b in told.parts("nationalBreach")
        ]
    ) == sorts(
        [
            asked(n, "why", "where", "repair", "curable", "rule", "severity", "ground", "caution")
            | {"officers": sorted(n["officers"])}
            for n in said["national"]
        ]
    )


def test_the_examples_show_every_kind_of_result(reviews: dict[str, Review]) -> None:
    """So that the comparison above compares something of each."""
    every = list(reviews.values())
    assert len(every) == len(FILES) > 20
    for name in ("deductions", "base_failures", "national", "open", "missing_documents", "not_arising"):
        assert any(getattr(r, name) for r in every), name
    assert any(f.also for r in every for f in r.base_failures)
    assert {r.standard for r in every} == {"penalty", "compulsion"}


def test_the_same_review_is_always_the_same_triples_and_only_the_engine_tells_them_apart(
    kg: KnowledgeGraph,
) -> None:
    (case,) = read_case_files(ROOT / "data/examples/casefiles/penalty-preserved-8th-day.json", kg.corpus)
    first, again = (review_graph(kg.corpus, kg.review(case)) for _ in "xx")
    assert set(first) == set(again) and len(first) > 100
    assert not any(isinstance(node, BNode) for triple in first for node in triple)
    other = review_graph(kg.corpus, kg.review(case, engine="reference"), "reference")
    differing = set(first) ^ set(other)
    assert differing
    for triple in differing:
        assert any(str(t).endswith(("sets", "reference")) for t in triple)


def test_reviews_as_rdf_use_declared_terms_only(kg: KnowledgeGraph, reviews: dict[str, Review]) -> None:
    plain = example("penalty-full") | {"id": "unstated"}
    del plain["organ"]["within_powers"]
    unstated = kg.review(plain)
    assert unstated.base_result == "open"
    graph, known = review_graph(kg.corpus, [*reviews.values(), unstated]), ontology()
    used = {str(p) for p in graph.predicates()}
    used |= {str(o) for o in graph.objects(None, URIRef(terms.RDF + "type"))}
    declared = {str(s) for s in known.subjects(URIRef(terms.RDF + "type"))}
    assert {u for u in used if not u.startswith((terms.RDF, terms.SH, terms.SKOS))} <= declared
    mine = {str(s) for s in known.subjects(URIRef(terms.RDFS + "isDefinedBy"),
                                           URIRef(terms.BASE + "ontology/review"))}  # fmt: skip
    objects = {str(o) for o in graph.objects()}
    assert mine - used - objects == {terms.LAW + "BaseResult"}, "a term that nothing uses"


def test_what_a_review_points_to_is_in_the_graph(loaded: Store) -> None:
    """Criteria, readings, shapes, persons and documents: no link leads nowhere."""
    links = ("onCriterion", "concerns", "answerable", "restsOn", "otherReading", "askedShape", "unaskedShape",
             "notCalledFor", "missingDocument", "didNotArise", "reviewOf", "atField", "findingGround")  # fmt: skip
    for name in links:
        targets = {q.object for q in loaded.quads_for_pattern(None, NamedNode(terms.LAW + name), None,
                                                             NamedNode(REVIEWS))}  # fmt: skip
        assert targets, name
        for target in targets:
            assert isinstance(target, NamedNode)
            assert next(loaded.quads_for_pattern(target, None, None), None), f"{name}: {target}"


def test_a_place_is_a_node_and_a_field_of_it(kg: KnowledgeGraph) -> None:
    (case,) = read_case_files(ROOT / "data/examples/casefiles/penalty-certificate-expired.json", kg.corpus)
    schema = kg.corpus.case_schema
    assert concerned(schema, case, "persons/2/certificate_to") == (
        f"{case.iri}/persons/2", terms.LAW + "certificateTo")  # fmt: skip
    assert concerned(schema, case, "documents/penalty-decision") == (
        f"{case.iri}/documents/penalty-decision", None)  # fmt: skip
    assert concerned(schema, case, "documents/hearing-record") == (case.iri, terms.LAW + "document")
    assert concerned(schema, case, "persons/9/name")[0] == case.iri
    assert concerned(schema, case, "") == (case.iri, None)


def test_the_command_prints_a_file_and_its_review_as_one_graph(kg: KnowledgeGraph) -> None:
    path = ROOT / "data/examples/casefiles/penalty-certificate-expired.json"
    done = subprocess.run([sys.executable, "-m", "kg_query", "review", str(path), "--format", "turtle"],
                          cwd=ROOT, capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 1, "the file does not pass"
    printed = {q.triple for q in parse(done.stdout.encode(), format=RdfFormat.TURTLE)}
    (case,) = read_case_files(path, kg.corpus)
    review = review_graph(kg.corpus, kg.review(case)).serialize(format="nt", encoding="utf-8")
    expected = {q.triple for q in parse(review, format=RdfFormat.N_TRIPLES)}
    assert printed == expected | set(ox_triples([case], kg.corpus.case_schema))


# --- what loading puts where ----------------------------------------------------------------


def test_sparql_counts_the_deductions_that_the_json_lists(
    kg: KnowledgeGraph, reviews: dict[str, Review]
) -> None:
    query = """
        SELECT ?id (COUNT(?deduction) AS ?n) (SUM(?points) AS ?lost) {
          ?review a law:Review ; law:reviewOf/dcterms:identifier ?id .
          OPTIONAL { ?review law:deduction ?deduction . ?deduction law:pointsLost ?points }
        } GROUP BY ?id"""
    rows = kg.query(query, load=FILES).rows
    found = {
        r["id"]["value"]: (int(r["n"]["value"]), float(r["lost"]["value"]) if "lost" in r else 0)
        for r in rows
    }
    expected = {
        r.case.id: (len(j["deductions"]), float(sum(d["points"] for d in j["deductions"])))
        for r in reviews.values()
        for j in [r.to_json()]
    }
    assert found == expected
    assert sum(n for n, _ in found.values()) > 20


def test_each_file_its_facts_and_the_reviews_have_graphs_of_their_own(kg: KnowledgeGraph) -> None:
    path = ROOT / "data/examples/casefiles/penalty-preserved-8th-day.json"
    store = fresh(kg, path)
    file = terms.graph_iri("loaded/penalty-preserved-8th-day.json")
    graphs = {str(g.value) for g in store.named_graphs()}
    assert graphs == {file, DERIVED, REVIEWS}
    in_graph = {
        g: {q.triple for q in store.quads_for_pattern(None, None, None, NamedNode(g))} for g in graphs
    }
    assert sum(map(len, in_graph.values())) == len(set().union(*in_graph.values())), "said twice"
    assert not any(isinstance(t.subject, BlankNode) for held in in_graph.values() for t in held)
    (case,) = read_case_files(path, kg.corpus)
    assert len(in_graph[file]) == len(case_graph([case], kg.corpus.case_schema))
    days = """SELECT ?n WHERE { GRAPH <%s> { ?d law:preservedOn ?from } GRAPH <%s> { ?e law:decidedOn ?to }
        GRAPH <%s> { ?a law:day ?from ; law:workingDaysUpTo ?x . ?b law:day ?to ; law:workingDaysReached ?y }
        BIND(?y - ?x AS ?n) }"""
    (row,) = cast(QuerySolutions, store.query(days % (file, file, DERIVED), prefixes={"law": terms.LAW}))
    assert row["n"] == OxLiteral(8)
    started = "ASK { GRAPH <%s> { ?record law:startedOn ?day } }"
    assert store.query(started % DERIVED, prefixes={"law": terms.LAW})
    assert not store.query(started % file, prefixes={"law": terms.LAW})
    value = "ASK { GRAPH <%s> { <%s> law:effectiveParameter ?p . ?p law:parameterValue ?v } }"
    assert store.query(value % (DERIVED, case.iri), prefixes={"law": terms.LAW})


def test_what_is_loaded_stays_out_of_the_graph_itself(kg: KnowledgeGraph) -> None:
    assert kg.query("ASK { ?r a law:Review }", load=FILES[:1]).boolean
    assert not kg.query("ASK { ?r a law:Review }").boolean


def test_matters_and_case_files_are_loaded_together(kg: KnowledgeGraph, tmp_path: Path) -> None:
    matter = written(tmp_path, "matter.json", {"id": "m1", "established": ["force_majeure"]})
    query = "SELECT ?a ?b { ?a a law:Verdict . ?b a law:Review }"
    assert kg.query(query, load=[FILES[0], matter]).rows
    assert len(kg.query("SELECT ?v { ?v a law:Verdict }", load=[matter]).rows) == 5
    assert not kg.query("ASK { GRAPH ?g { ?v a law:Review } }", load=[matter]).boolean


def test_every_format_gives_the_same_statements_and_the_same_review(
    kg: KnowledgeGraph, tmp_path: Path
) -> None:
    from kg_query.casefiles.workbook import workbook

    plain = example("penalty-preserved-8th-day")
    (case,) = read_case_files(written(tmp_path, "c.json", plain), kg.corpus)
    graph = case_graph([case], kg.corpus.case_schema)
    (tmp_path / "c.yaml").write_text(yaml.safe_dump(plain, allow_unicode=True), "utf-8")
    (tmp_path / "c.ttl").write_text(graph.serialize(format="turtle"), "utf-8")
    (tmp_path / "c.nt").write_text(graph.serialize(format="nt", encoding="utf-8").decode(), "utf-8")
    (tmp_path / "c.xlsx").write_bytes(workbook(kg.corpus.case_schema, case.kinds, case))
    written(tmp_path, "ours.jsonld", {"@context": ADDRESS} | plain)
    (tmp_path / "other.jsonld").write_text(graph.serialize(format="json-ld"), "utf-8")
    written(tmp_path, "graph.json", {"@graph": [plain]})

    def said(path: Path) -> tuple[frozenset[Any], frozenset[Any]]:
        store = fresh(kg, path)
        by = [terms.graph_iri(f"loaded/{path.name}"), REVIEWS]
        mine, review = (
            frozenset(q.triple for q in store.quads_for_pattern(None, None, None, NamedNode(g))) for g in by
        )
        assert mine and review
        return mine, review

    reference = said(tmp_path / "c.json")
    for name in ("c.yaml", "c.ttl", "c.nt", "ours.jsonld", "other.jsonld", "graph.json"):
        assert said(tmp_path / name) == reference, name
    # a workbook gathers judgements of one kind in one row: the numbers of their nodes may differ
    numbered = "/judgements/"
    mine = [t for t in said(tmp_path / "c.xlsx")[0] if numbered not in str(t)]
    assert set(mine) == {t for t in reference[0] if numbered not in str(t)}
    assert said(tmp_path / "c.xlsx")[1] == reference[1]


def test_any_id_makes_a_good_iri(kg: KnowledgeGraph, tmp_path: Path) -> None:
    odd = '蒲〔2024〕1号 "<b>{x}|\\^`%2F/..#?'
    path = written(tmp_path, "案 卷#1.json", example("penalty-full") | {"id": odd})
    rows = kg.query("SELECT ?c { ?r law:reviewOf ?c . ?c dcterms:identifier ?id }", load=[path]).rows
    assert [r["c"]["value"] for r in rows] == [case_iri(odd)]
    assert path_of(case_iri(odd)) == (odd, "")


# --- which file holds what ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", '{"id": "x", "procedure": "ordinary"}', "neither matters nor case files"),
        ("a.json", "[]", "neither matters nor case files"),
        ("a.json", '"kind"', "neither matters nor case files"),
        ("a.yaml", "id: x\n", "neither matters nor case files"),
        ("a.ttl", "<urn:a> <urn:b> <urn:c> .", "neither matters nor case files"),
        ("a.json", '[{"id": "a", "kind": "penalty"}, {"id": "b", "unknown": ["force_majeure"]}]', "together"),
        ("a.ttl", "@prefix law: <https://w3id.org/kg-query/ns#> . <urn:a> a law:PenaltyFile ; law:finding <urn:b> .",
         "together"),
        ("a.json", " \n", "empty"),
        ("a.json", "{", "JSON"),
        ("a.ttl", "<urn:a> <urn:b> .", "Turtle"),
        ("a.xlsx", "{}", "workbook"),
        ("a.json", '{"id": "a", "kind": "penalti"}', "penalty"),
        ("a.json", '{"id": "a", "kind": "penalty", "persons": [{"name": "张某", "rolls": []}]}', "roles"),
        ("a.json", '{"id": "a", "established": ["force_majure"]}', "force_majeure"),
        ("a.csv", "x,y\n1,2\n", "id"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_loaded_is_told(
    kg: KnowledgeGraph, tmp_path: Path, name: str, content: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        fresh(kg, path)
    told = " ".join(f"{p.message.en} {p.hint.en if p.hint else ''}" for p in caught.value.problems)
    assert said in told
    assert all(name in (p.where or "") for p in caught.value.problems)


def test_a_workbook_of_neither_is_told(kg: KnowledgeGraph, tmp_path: Path) -> None:
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.add_worksheet().write_row(0, 0, ["name", "sum"])
    book.close()
    (tmp_path / "a.xlsx").write_bytes(content.getvalue())
    with pytest.raises(InputError, match="neither"):
        fresh(kg, tmp_path / "a.xlsx")


def test_the_faults_of_all_files_are_told_at_once(kg: KnowledgeGraph, tmp_path: Path) -> None:
    bad = [
        tmp_path / "missing.json",
        written(tmp_path, "a.json", {}),
        written(tmp_path, "b.json", {"kind": "x"}),
    ]
    with pytest.raises(InputError) as caught:
        fresh(kg, *bad)
    places = " ".join(p.where or "" for p in caught.value.problems)
    assert all(path.name in places for path in bad)


def test_one_case_file_in_two_files_is_refused(kg: KnowledgeGraph, tmp_path: Path) -> None:
    again = tmp_path / "again.json"
    again.write_bytes(FILES[0].read_bytes())
    with pytest.raises(InputError, match="is in an earlier file already"):
        fresh(kg, FILES[0], again)


def test_a_matter_and_a_case_file_may_share_an_id_and_files_a_name(
    kg: KnowledgeGraph, tmp_path: Path
) -> None:
    (tmp_path / "other").mkdir()
    one = written(tmp_path, "x.json", example("penalty-full") | {"id": "x"})
    two = written(tmp_path / "other", "x.json", {"id": "x", "established": ["force_majeure"]})
    graphs = {str(g.value) for g in fresh(kg, one, two).named_graphs()}
    assert {terms.graph_iri("loaded/x.json"), terms.graph_iri("loaded/x.json-2")} <= graphs


def test_standard_input_is_read_once_and_known_by_its_content(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = io.BytesIO(FILES[0].read_bytes())
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(content, "utf-8"))
    graphs = {str(g.value) for g in fresh(kg, "-").named_graphs()}
    assert terms.graph_iri("loaded/standard-input") in graphs and REVIEWS in graphs


# --- named questions over case files --------------------------------------------------------


def answers(store: Store, name: str, lang: str = "zh", **params: str) -> list[dict[str, Any]]:
    return ask(store, name, params, lang).to_json()


def test_files_by_grade_are_counted_as_in_the_json(loaded: Store, reviews: dict[str, Review]) -> None:
    counted = {(r["standard"], r["grade"]): r["files"] for r in answers(loaded, "files-by-grade")}
    assert counted == Counter((r.standard, r.grade) for r in reviews.values())
    assert ("penalty", None) in counted, "one file is still to be judged"


def test_lines_lost_are_counted_as_in_the_json(loaded: Store, reviews: dict[str, Review]) -> None:
    lost = Counter(d.line for r in reviews.values() for d in r.deductions)
    found = answers(loaded, "lines-lost")
    assert {r["notation"]: r["files"] for r in found} == lost
    assert [r["files"] for r in found] == sorted(lost.values(), reverse=True)
    assert {r["notation"] for r in answers(loaded, "lines-lost", prefix="Q-")} == {"Q-SP-1-6"}


def test_breaches_and_officers_are_those_of_the_json(loaded: Store, reviews: dict[str, Review]) -> None:
    every = list(reviews.values())
    broken = {(r["notation"], r["file"]) for r in answers(loaded, "base-standards-broken")}
    assert broken == {(f.standard, r.case.id) for r in every for f in r.base_failures}
    national = {(r["notation"], r["severity"].lower()): r["breaches"]
                for r in answers(loaded, "breaches-of-national-law")}  # fmt: skip
    assert national == Counter((n.rule, n.severity) for r in every for n in r.national)
    answerable: list[tuple[Review, str, BaseFailure | NationalFinding]] = [
        *((r, n.rule, n) for r in every for n in r.national),
        *((r, f.standard, f) for r in every for f in r.base_failures),
    ]
    officers = {(r["officer"], r["file"], r["notation"], r["ground"])
                for r in answers(loaded, "officers-answerable")}  # fmt: skip
    assert officers == {
        (o, r.case.id, rule, found.ground) for r, rule, found in answerable for o in found.officers
    }
    judge = {(r["file"], r["notation"]) for r in answers(loaded, "still-to-judge")}
    assert judge == {(r.case.id, n) for r in every for n in r.to_judge}


def test_certificates_that_had_run_out_are_found_with_the_day(loaded: Store) -> None:
    found = answers(loaded, "certificates-expired", "en")
    assert {r["officer"] for r in found} == {"李某", "林某"}
    assert {(r["certificate"], r["valid_to"]) for r in found if r["officer"] == "李某"} == {
        ("14100000002", "2024-03-05")
    }
    assert all(r["day"] > r["valid_to"] for r in found)
    assert "record of questioning" in {r["document"] for r in found}


@pytest.mark.parametrize(("made", "served", "days"), [
    ("2024-04-25", "2024-05-08", None),  # over the May holiday; Sunday 28 April is worked
    ("2024-04-25", "2024-05-09", 8),
    ("2024-03-20", "2024-03-29", None),
    ("2024-03-20", "2024-04-01", 8),
    ("2024-03-20", "2024-03-31", 8),  # a Sunday: reaches the eighth working day
])  # fmt: skip
def test_a_decision_served_late_is_found_over_holidays(
    kg: KnowledgeGraph, tmp_path: Path, made: str, served: str, days: int | None
) -> None:
    plain = copy.deepcopy(example("penalty-full"))
    plain["documents"]["penalty-decision"]["made_on"] = made
    receipts = plain["documents"]["service-receipt"]
    for receipt in receipts:
        if receipt["served_document"] == "penalty-decision":
            receipt["served_on"] = served
    path = written(tmp_path, "late.json", plain)
    found = kg.ask("decisions-served-late", load=[path]).to_json()
    assert [(r["file"], r["working_days"], r["limit"]) for r in found] == (
        [(plain["id"], days, 7)] if days else []
    )
    (review,) = kg.review_many(read_case_files(path, kg.corpus))
    late = {n.rule for n in review.national} & {"P24"}
    assert bool(late) == bool(days), "the question and the review agree"


def test_a_question_on_case_files_wants_them_loaded(kg: KnowledgeGraph) -> None:
    wanting = [name for name, q in questions().items() if q.needs == "case-files"]
    assert len(wanting) == 8
    for name in wanting:
        with pytest.raises(UsageError) as caught:
            kg.ask(name)
        assert caught.value.hint and "--load" in caught.value.hint.en


def test_the_command_asks_loaded_case_files(capfd: pytest.CaptureFixture[str]) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "kg_query", "--lang", "en", *words], cwd=ROOT,
                              capture_output=True, text=True, check=False)  # fmt: skip

    done = run("ask", "files-by-grade", "--format", "json", "--load", str(FILES[0]))
    assert done.returncode == 0
    assert [row["files"] for row in json.loads(done.stdout)] == [1]
    wanting = run("ask", "files-by-grade")
    assert wanting.returncode == 2 and "--load" in wanting.stderr
    query = "SELECT ?n { ?r law:reviewOf/dcterms:identifier ?n }"
    asked = run("query", "-e", query, "--load", str(FILES[0]), "--format", "csv")
    assert asked.returncode == 0 and len(asked.stdout.splitlines()) == 2
    assert run("query", "-e", "ASK {}", "--load", str(ROOT / "pyproject.toml")).returncode == 3
