"""Shapes become rules, what is not compiled is refused, and both engines find the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg_query import KnowledgeGraph
from kg_query.casefiles import CaseFile, case_files_of, read_case_files
from kg_query.compile.coverage import coverage_faults
from kg_query.compile.facts import Facts, Faults
from kg_query.compile.rules import compile_rules
from kg_query.errors import CorpusError, InputError, UsageError
from kg_query.files import TurtleFile, corpus_files, root
from kg_query.rules import Evaluation, RuleBook, evaluate
from kg_query.rules.codec import (
    rulebook_from_json,
    rulebook_to_json,
    statutes_from_json,
    statutes_to_json,
)
from kg_query.rules.statements import statements
from kg_query.terms import LAW

EXAMPLES = sorted((root() / "data/examples/casefiles").glob("*.json"))


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def book(kg: KnowledgeGraph) -> RuleBook:
    return kg.corpus.rulebook


@pytest.fixture(scope="module")
def cases(kg: KnowledgeGraph) -> list[CaseFile]:
    return [replace(c, id=f"{c.id} {p.stem}") for p in EXAMPLES for c in read_case_files(p, kg.corpus)]


# --- what is compiled ---------------------------------------------------------------------------

SHAPE = """
shape:P-LA-1-3 a sh:NodeShape , law:CriterionShape ;
    skos:notation "P-LA-1-3" ;
    law:criterion <https://w3id.org/kg-query/id/puxian-review/annex_3__stage_la__doc_1__line_3> ;
    law:points 1 ; law:decidedBy law:byData ; law:curable true ;
    sh:targetClass law:FilingApproval ;
    sh:message "没有来源"@zh , "no source"@en ; law:repair "补记"@zh , "add it"@en ;
    sh:property [ sh:path law:caseSource ; sh:minCount 1 ] .
"""
SELECT = "SELECT $this WHERE { $this a law:FilingApproval ; law:caseSource ?x . }"


@pytest.fixture(scope="module")
def known() -> Facts:
    facts = Facts(Faults())
    facts.read(f for f in corpus_files() if not f.name.endswith("/text.ttl"))
    return facts


def compiled(kg: KnowledgeGraph, known: Facts, tmp_path: Path, shapes: str) -> RuleBook:
    head = (root() / "shapes/casefile.ttl").read_text("utf-8").split("shape:CaseFile")[0]
    path = tmp_path / "penalty.ttl"
    path.write_text(head + shapes, "utf-8")
    corpus = kg.corpus
    files = (TurtleFile(path, "shapes/penalty.ttl"),)
    return compile_rules(files, known, corpus.provisions, corpus.readings, corpus.grounds, corpus.facts)


def with_select(select: str) -> str:
    constraint = f'sh:sparql [ sh:prefixes shape:prefixes ; sh:select """{select}""" ]'
    return SHAPE.replace("sh:property [ sh:path law:caseSource ; sh:minCount 1 ]", constraint)


def test_a_shape_becomes_a_rule(kg: KnowledgeGraph, known: Facts, tmp_path: Path) -> None:
    rule = compiled(kg, known, tmp_path, SHAPE).rules["P-LA-1-3"]
    assert (rule.kind, rule.standard, rule.document, rule.points) == ("line", "penalty", "P-LA-1", Decimal(1))
    assert rule.targets == (LAW + "FilingApproval",)
    assert [c.path for c in rule.constraints] == [LAW + "caseSource"]


FAULTY = {
    "points that differ": (SHAPE.replace("law:points 1", "law:points 2"), "are not those of the text"),
    "another notation": (SHAPE.replace('"P-LA-1-3"', '"P-LA-1-4"'), "is not that of the text"),
    "no such criterion": (SHAPE.replace("line_3>", "line_33>"), "there is no criterion"),
    "no English message": (SHAPE.replace(' , "no source"@en', ""), "sh:message is needed"),
    "no repair": (SHAPE.replace('law:repair "补记"@zh , "add it"@en ;', ""), "law:repair is needed"),
    "not said to be curable": (SHAPE.replace("law:curable true ;", ""), "law:curable is needed"),
    "no decider": (SHAPE.replace("law:decidedBy law:byData ;", ""), "law:decidedBy is needed"),
    "an unknown class": (SHAPE.replace("law:FilingApproval", "law:FilingAproval"), "has no class"),
    "an unknown property": (SHAPE.replace("law:caseSource", "law:caseSauce"), "there is no property"),
    "an unknown reading": (
        SHAPE.replace("law:curable", "law:restsOn law:nothing ; law:curable"),
        "there is no reading",
    ),
    "an alternative path": (
        SHAPE.replace("sh:path law:caseSource", "sh:path [ sh:inversePath law:caseSource ]"),
        "sh:path must be",
    ),
    "a datatype": (SHAPE.replace("sh:minCount 1", "sh:datatype <urn:x>"), "sh:datatype is not compiled"),
    "an or": (SHAPE.replace("sh:property [", "sh:or () ; sh:property ["), "sh:or is not compiled"),
    "a target node": (SHAPE.replace("sh:property [", "sh:targetNode <urn:x> ; sh:property ["), "sh:targetNode"),
    "nothing to check": (SHAPE.replace("sh:property [ sh:path law:caseSource ; sh:minCount 1 ]", "law:restsOn ()").replace("law:restsOn ()", "law:curable true"), "has no constraint"),
    "the same shape twice": (SHAPE + SHAPE.replace("shape:P-LA-1-3 a", "shape:again a"), "has two shapes"),
    "MINUS": (with_select(SELECT.replace("?x .", "?x . MINUS { $this law:cause ?y }")), "may not use MINUS"),
    "VALUES": (with_select(SELECT.replace("?x .", "?x . VALUES ?x { 1 }")), "may not use VALUES"),
    "SERVICE": (with_select(SELECT.replace("?x .", "?x . SERVICE <urn:x> { ?a ?b ?c }")), "may not use SERVICE"),
    "a date plus a duration": (
        with_select(SELECT.replace("?x .", '?x . FILTER(?x + "P7D"^^xsd:dayTimeDuration > ?x)')),
        "no duration may be added",
    ),
    "a duration plus a date": (
        with_select(SELECT.replace("?x .", '?x . FILTER("P7D"^^xsd:dayTimeDuration + ?x > ?x)')),
        "no duration may be added",
    ),
    "a class left unsaid": (with_select(SELECT.replace("a law:FilingApproval ; ", "")), "the class of $this"),
    "no $this": (with_select(SELECT.replace("SELECT $this", "SELECT ?x")), "must give $this"),
    "a subselect without $this": (
        with_select(SELECT.replace("?x .", "?x . { SELECT ?x WHERE { ?s law:cause ?x } }")),
        "must give $this",
    ),
    "a count without groups": (
        with_select(SELECT + " HAVING (COUNT(?x) < 2)"),
        "must GROUP BY $this",
    ),
    "an unknown term": (with_select(SELECT.replace("law:caseSource", "law:caseSauce")), "has no law:caseSauce"),
    "an undeclared prefix": (with_select(SELECT.replace("law:caseSource", "lore:x")), "prefix lore: is not"),
    "a syntax error": (with_select(SELECT.replace("?x .", "?x . FILTER(")), "SPARQL syntax error"),
    "too many variables": (with_select(SELECT.replace("SELECT $this", "SELECT $this ?x")), "?value and ?path"),
    "no prefixes": (with_select(SELECT).replace("sh:prefixes shape:prefixes ;", ""), "needs sh:prefixes"),
    "a constraint that is not there": (
        SHAPE.replace("sh:property [ sh:path law:caseSource ; sh:minCount 1 ]", "sh:sparql shape:nowhere"),
        "there is no constraint",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAULTY)
def test_what_is_not_compiled_is_refused_by_name(
    kg: KnowledgeGraph, known: Facts, tmp_path: Path, name: str
) -> None:
    shapes, message = FAULTY[name]
    with pytest.raises(CorpusError) as fault:
        compiled(kg, known, tmp_path, shapes)
    assert message in fault.value.render("en")
    assert "shapes/penalty.ttl" in fault.value.render("zh")
    assert all(p.message.zh and p.message.en for p in fault.value.problems)


GOOD = [
    "SELECT $this WHERE { $this a law:FilingApproval . # the party's own words: MINUS, VALUES\n }",
    'SELECT $this WHERE { $this a law:FilingApproval ; law:caseSource "MINUS + \\"P7D\\"" . }',
    "SELECT $this ?value WHERE { $this a law:FilingApproval ; law:madeOn ?from , ?values . "
    'FILTER(?from - "P7D"^^xsd:dayTimeDuration > ?values) }',
    "SELECT $this WHERE { $this a law:FilingApproval . OPTIONAL { $this law:caseSource ?x } } "
    "GROUP BY $this HAVING (COUNT(?x) < 2)",
]


@pytest.mark.parametrize("select", GOOD)
def test_words_in_strings_comments_and_names_are_not_mistaken(
    kg: KnowledgeGraph, known: Facts, tmp_path: Path, select: str
) -> None:
    assert compiled(kg, known, tmp_path, with_select(select.replace("\\", "\\\\"))).rules


def test_the_rules_survive_the_artefact(kg: KnowledgeGraph, book: RuleBook) -> None:
    assert rulebook_from_json(json.loads(json.dumps(rulebook_to_json(book)))) == book
    assert statutes_from_json(json.loads(json.dumps(statutes_to_json(kg.corpus.facts)))) == kg.corpus.facts


# --- the bundled shapes ---------------------------------------------------------------------------


@pytest.mark.parametrize("standard", ["penalty", "compulsion"])
def test_every_criterion_has_its_shape_and_the_points_add_up(
    kg: KnowledgeGraph, book: RuleBook, standard: str
) -> None:
    assert book.of(standard)
    assert [f.en for f in coverage_faults(book, kg.corpus.provisions, standard)] == []


def test_a_shape_left_out_is_noticed(kg: KnowledgeGraph, book: RuleBook) -> None:
    without = replace(book, rules={k: r for k, r in book.rules.items() if k != "P-DC-2-6"})
    found = [f.en for f in coverage_faults(without, kg.corpus.provisions, "penalty")]
    assert "P-DC-2-6 has no shape" in found
    assert any("add up to 26, not to 28" in f for f in found)


def stage_sums(kg: KnowledgeGraph, book: RuleBook, standard: str) -> list[Decimal]:
    """The points of the lines, summed under the units just below the scored part of the annex."""
    sums: dict[str, Decimal] = {}
    for rule in book.of(standard):
        if rule.kind == "line":
            above = [u for u in kg.corpus.ancestors(rule.criterion or "") if "stage_" in u.id.split("__")[-1]]
            sums[above[-1].id] = sums.get(above[-1].id, Decimal(0)) + rule.points
    return list(sums.values())


def test_the_stages_add_up_as_printed(kg: KnowledgeGraph, book: RuleBook) -> None:
    assert stage_sums(kg, book, "penalty") == [8, 28, 40, 8, 8, 8]
    assert stage_sums(kg, book, "compulsion") == [46, 46, 8]


def test_the_bands_and_the_base_score_are_those_of_the_text(book: RuleBook) -> None:
    scoring = book.scoring
    assert scoring is not None
    assert (scoring.base, scoring.lowest, scoring.on_violation, scoring.passing) == (100, 0, 0, 60)
    found = {}
    for score in ("100", "90", "89.5", "75", "74.5", "60", "59.5", "59", "0"):
        band, gap = scoring.band(Decimal(score))
        found[score] = (band.label.zh if band else None, gap)
    assert found == {
        "100": ("优秀", False), "90": ("优秀", False), "89.5": ("良好", False), "75": ("良好", False),
        "74.5": ("合格", False), "60": ("合格", False), "59.5": ("不合格", True), "59": ("不合格", False),
        "0": ("不合格", False),
    }  # fmt: skip


def test_national_rules_point_to_facts_that_show_knows(kg: KnowledgeGraph, book: RuleBook) -> None:
    for rule in book.of("national"):
        shown = kg.show(rule.fact or "")
        assert shown["type"] == "statutory_fact"
        assert shown["title"]["zh"].startswith("《")
        assert rule.severity in ("fatal", "violation", "warning")
    assert kg.show("P08")["id"] == "national/P08"


# --- evaluation -----------------------------------------------------------------------------------


def test_a_block_of_files_gives_what_each_gives_alone(
    kg: KnowledgeGraph, book: RuleBook, cases: list[CaseFile]
) -> None:
    schema = kg.corpus.case_schema
    together = evaluate(cases, book, schema)
    alone = [evaluate([case], book, schema)[0] for case in cases]
    assert together == alone
    assert any(e.hits for e in together)


def test_two_files_of_one_id_are_kept_apart(kg: KnowledgeGraph, book: RuleBook) -> None:
    one, other = read("penalty-full"), read("penalty-full")
    del other["documents"]["closing-report"]
    both = [case_files_of(data, kg.corpus)[0] for data in (one, other)]
    found = evaluate(both, book, kg.corpus.case_schema)
    assert "P-JA-1-1" in found[0].met
    assert "P-JA-1-1" not in found[1].met


def test_a_rule_that_met_no_node_is_not_said_to_be_checked(kg: KnowledgeGraph, book: RuleBook) -> None:
    data = read("penalty-full")
    del data["documents"]["closing-report"]
    found = one(kg, data)
    assert "P-JA-1-1" not in found.met
    assert found.met["P-DC-2-6"] and found.met["PB-ZT-1"] == (found.case,)


def test_a_year_without_a_calendar_is_an_error_with_its_place(kg: KnowledgeGraph) -> None:
    data = read("penalty-full")
    data["documents"]["filing-approval"]["made_on"] = "1999-01-04"
    with pytest.raises(InputError) as fault:
        one(kg, data)
    assert "documents/filing-approval/made_on" in fault.value.render("en")
    assert "1999" in fault.value.render("zh")


def test_a_date_that_may_lie_ahead_needs_no_calendar(kg: KnowledgeGraph) -> None:
    data = read("penalty-full")
    data["persons"][0]["certificate_to"] = "2099-12-31"
    assert one(kg, data) == one(kg, read("penalty-full"))


def test_moments_give_days_and_parameters_their_values(kg: KnowledgeGraph, book: RuleBook) -> None:
    data = read("penalty-full")
    record = data["documents"]["on-site-inspection-record"]
    record = record[0] if isinstance(record, list) else record
    record["started_at"] = "2024-03-06T00:30:00"
    name = next(iter(book.parameters))
    data["parameters"] = [{"parameter": name, "value": 1234.5}]
    [case] = case_files_of(data, kg.corpus)
    schema = kg.corpus.case_schema

    def said(**given: Decimal) -> str:
        return "\n".join(statements([case], book, schema, given).lines)

    applies = f"/effective-parameters/{name}> <{LAW}parameterValue> "
    assert f'<{LAW}startedOn> "2024-03-06"^^' in said()
    assert f'{applies}"1234.5"^^' in said()
    assert f'{applies}"7"^^' in said(**{name: Decimal(7)})


@pytest.mark.parametrize("text", ['"', "\\", "a\nb", "<x> .", "☂ 𠮷 e\u0301", "'; DROP", "{ } ?x"])
def test_any_text_passes_unharmed(kg: KnowledgeGraph, text: str) -> None:
    from pyoxigraph import NamedNode, RdfFormat, Store

    data = read("penalty-full")
    data["documents"]["filing-approval"]["source"] = text
    [case] = case_files_of(data, kg.corpus)
    said = statements([case], kg.corpus.rulebook, kg.corpus.case_schema)
    store = Store()
    store.load("\n".join(said.lines).encode(), RdfFormat.N_TRIPLES)
    [found] = store.quads_for_pattern(None, NamedNode(LAW + "caseSource"), None)
    assert found.object.value == text  # type: ignore[union-attr]


def test_an_unknown_engine_is_told(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="no engine"):
        evaluate([], kg.corpus.rulebook, kg.corpus.case_schema, engine="set")  # type: ignore[arg-type]


# --- both engines -----------------------------------------------------------------------------------


#: One of each kind of file, and of each kind of fault. All examples were compared when they were written;
#: the validator takes seconds for a file.
COMPARED = (
    "execution-at-night",
    "measure-61-days",
    "penalty-missing-documents",
    "penalty-preserved-8th-day",
    "penalty-summary-full",
)


def agree(kg: KnowledgeGraph, cases: list[CaseFile]) -> None:
    book, schema = kg.corpus.rulebook, kg.corpus.case_schema
    quick = evaluate(cases, book, schema)
    slow = evaluate(cases, book, schema, engine="reference")
    for mine, theirs in zip(quick, slow, strict=True):
        assert sorted(set(mine.hits) ^ set(theirs.hits)) == []
        assert mine == theirs


@pytest.mark.slow
@pytest.mark.parametrize("name", COMPARED)
def test_both_engines_find_the_same(kg: KnowledgeGraph, name: str) -> None:
    agree(kg, case_files_of(read(name), kg.corpus))


@pytest.mark.slow
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_both_engines_find_the_same_in_damaged_files(data: st.DataObject) -> None:
    kg, cases = KnowledgeGraph.open(), []
    for number, start in enumerate(("measure-full", "execution-full", "penalty-summary-full")):
        record = read(start)
        for _ in range(data.draw(st.integers(1, 12))):
            damage(record, data)
        cases += case_files_of(record | {"id": str(number)}, kg.corpus)
    agree(kg, cases)


def damage(record: dict[str, Any], data: st.DataObject) -> None:
    """One change: something taken out, a yes made a no, a day moved."""
    places = list(leaves(record))
    holder, key = data.draw(st.sampled_from(places))
    value = holder[key]
    if isinstance(value, bool) and data.draw(st.booleans()):
        holder[key] = not value
    elif isinstance(value, str) and len(value) >= 10 and value[:4] == "2024" and value[4] == "-":
        from datetime import date, timedelta

        if data.draw(st.booleans()):
            moved = date.fromisoformat(value[:10]) + timedelta(data.draw(st.integers(-90, 90)))
            holder[key] = moved.isoformat() + value[10:]
        else:
            del holder[key]
    elif isinstance(holder, dict):
        del holder[key]


def leaves(value: Any, holder: Any = None, key: Any = None, path: str = "") -> Iterator[tuple[Any, Any]]:
    """Every place of a record that a file can do without."""
    kept = path in ("", "/id", "/kind", "/procedure", "/persons")
    kept = kept or (path.startswith("/persons/") and path.endswith("/name"))
    kept = kept or (path.startswith("/judgements/") and path.endswith(("/criterion", "/result")))
    if not kept:
        yield holder, key
    if isinstance(value, dict):
        for k, v in value.items():
            if k != "@context":
                yield from leaves(v, value, k, f"{path}/{k}")
    elif isinstance(value, list):
        for i, v in enumerate(value):
            if isinstance(v, dict):
                for k, w in v.items():
                    yield from leaves(w, v, k, f"{path}/{i}/{k}")


def read(name: str) -> dict[str, Any]:
    path = root() / "data/examples/casefiles" / f"{name}.json"
    return deepcopy(json.loads(path.read_text("utf-8")))  # type: ignore[no-any-return]


def one(kg: KnowledgeGraph, data: dict[str, Any]) -> Evaluation:
    [case] = case_files_of(data, kg.corpus)
    return evaluate([case], kg.corpus.rulebook, kg.corpus.case_schema)[0]
