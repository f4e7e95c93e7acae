"""Named questions: each answers, in both languages, what an analyst would read off the clauses."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pyoxigraph import Store
from tiny_world import PREFIXES, TINY

from kg_query import KnowledgeGraph
from kg_query.ask import NAMESPACES, ask, parse_question, questions
from kg_query.errors import UsageError

TYPES = {*NAMESPACES, "integer", "share", "text"}
#: No bundled example of a case file was served late; test_review_rdf.py makes some that were.
EMPTY_IS_RIGHT = {"decisions-served-late"}
EXAMPLES = sorted((Path(__file__).parents[1] / "data/examples/casefiles").glob("*.json"))


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def with_case_files(kg: KnowledgeGraph) -> Store:
    return kg.loaded(EXAMPLES)


def test_there_are_at_least_twenty_five_questions() -> None:
    assert len(questions()) >= 25


@pytest.mark.parametrize("name", sorted(questions()))
def test_a_question_has_words_in_both_languages_and_typed_parameters(name: str) -> None:
    asked = questions()[name]
    assert re.search(r"[\u4e00-\u9fff]", asked.words.zh)
    assert not re.search(r"[\u4e00-\u9fff]", asked.words.en)
    for parameter in asked.parameters:
        assert parameter.type in TYPES
        assert f"?{parameter.name}" in asked.sparql, "a parameter the query does not use"
        assert parameter.meaning.zh and parameter.meaning.en


@pytest.mark.parametrize("name", sorted(questions()))
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_question_answers_with_its_defaults(
    kg: KnowledgeGraph, with_case_files: Store, name: str, lang: str
) -> None:
    on_files = questions()[name].needs == "case-files"
    answer = ask(with_case_files, name, {}, lang) if on_files else kg.ask(name, lang=lang)
    assert answer.rows or name in EMPTY_IS_RIGHT
    assert len({len(row) for row in answer.rows} | {len(answer.columns)}) == 1
    assert len(set(answer.rows)) == len(answer.rows), "the same row twice"


def rows(kg: KnowledgeGraph, name: str, *columns: str, **params: str) -> set[tuple]:
    """The chosen columns of an answer, as a set."""
    answer = kg.ask(name, params, lang="zh")
    where = [answer.columns.index(c) for c in columns]
    return {tuple(row[i] for i in where) for row in answer.rows}


def test_force_majeure_brings_relief_where_the_clauses_name_it_or_what_it_entails(kg) -> None:
    assert rows(kg, "relief-for-ground", "clause", "outcome") == {
        ("town/art_7__point_7", "exempt"),
        ("nanmu/art_4", "leniency_mandatory"),  # an objective factor
        ("nanmu/art_9__point_4", "duty_fulfilled"),
        ("nanmu/art_10__para_1__point_4", "leniency_mandatory"),
        ("nanmu/art_10__para_2", "exemption_permitted"),
        ("lianyungang/art_8__point_22", "not_fault"),  # an insurmountable factor
        ("lianyungang/art_8__point_23", "not_fault"),  # an objective reason
        ("lianyungang/art_8__point_26", "not_fault"),
        ("mingshan/art_6__point_4", "exempt"),
        ("puxian-tolerance/art_4", "leniency_mandatory"),
        ("puxian-tolerance/art_10__point_5", "duty_fulfilled"),
        ("puxian-tolerance/art_11__para_1__point_1", "leniency_mandatory"),
        ("puxian-tolerance/art_11__para_2", "exemption_permitted"),
    }


def test_new_evidence_is_blocked_by_concealment_and_by_gross_negligence(kg) -> None:
    found = rows(kg, "exceptions", "clause", "exception")
    assert {g for c, g in found if c == "lianyungang/art_8__point_11"} == {
        "officer_intentionally_concealed_evidence",
        "officer_omitted_evidence_by_gross_negligence",
    }


def test_the_provisos_are_those_printed(kg) -> None:
    assert {clause for (clause,) in rows(kg, "exceptions", "clause")} == {
        "town/art_7__point_4",
        *(f"lianyungang/art_8__point_{n}" for n in (1, 5, 7, 10, 11, 17)),
        "lianyungang/art_20",
    }


def test_bars_stand_in_three_regulations_and_not_in_the_other_two(kg) -> None:
    found = rows(kg, "bars", "regulation")
    assert found == {("town",), ("nanmu",), ("puxian-tolerance",)}


def test_the_seven_days_are_unspecified_wherever_a_local_text_prints_them(kg) -> None:
    clauses = {c for (c,) in rows(kg, "deadlines-of-unspecified-days", "clause")}
    assert {"nanmu/art_13", "puxian-tolerance/art_14"} <= clauses


def test_a_parameter_narrows_the_answer(kg) -> None:
    everything = rows(kg, "norms-by-modality", "clause", modality="may")
    town = rows(kg, "norms-by-modality", "clause", modality="may", regulation="town")
    assert town < everything
    assert ("town/art_8__point_1",) in town
    assert all(clause.startswith("town/") for (clause,) in town)


def test_the_superseding_clauses_say_whether_the_text_is_express(kg) -> None:
    found = rows(kg, "overrides", "prevailing", "defeated", "basis")
    assert ("town/art_9", "town/art_8", "express") in found
    assert ("nanmu/art_12", "nanmu/art_10", "reading") in found


def test_reversal_by_a_court_is_liability_here_and_no_ground_of_relief_there(kg) -> None:
    found = rows(kg, "clauses-using-ground", "clause", "use", ground="court_changed_act")
    assert found >= {("mingshan/art_5__point_1", "condition")}


def test_both_scoring_tables_come_to_one_hundred(kg) -> None:
    totals = dict(rows(kg, "points-by-stage", "stage", "total"))
    assert sum(v for k, v in totals.items() if k.startswith("P-")) == 100
    assert sum(v for k, v in totals.items() if k.startswith("Q-")) == 100


@pytest.mark.parametrize(
    ("name", "params", "said"),
    [
        ("bar", {}, "bars"),
        ("bars", {"regulation": "town"}, "bars"),
        ("relief-for-ground", {"ground": "force_majure"}, "force_majeure"),
        ("shared-grounds", {"at_least": "many"}, "at_least"),
        ("relief-for-ground", {"ground": "a b"}, "a b"),
    ],
)
def test_a_wrong_word_is_told_with_what_to_do(kg, name, params, said) -> None:
    with pytest.raises(UsageError) as caught:
        kg.ask(name, params)
    assert said in str(caught.value.message.en) + str(caught.value.hint.en)
    assert caught.value.hint.zh


def test_a_value_is_bound_and_never_pasted_into_the_query(kg) -> None:
    with pytest.raises(UsageError):
        kg.ask("relief-for-ground", {"ground": "x> } DROP ALL #"})


def test_a_header_that_needs_what_nobody_can_load_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing is called cases"):
        parse_question("q", "# zh: 问？\n# en: Ask?\n# needs: cases\n# source: design\nSELECT * {}")


def test_a_header_without_a_language_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks en"):
        parse_question("q", "# zh: 问？\n# source: design\nSELECT * {}")
    with pytest.raises(ValueError, match="lacks topic"):
        parse_question("q", "# zh: 问？\n# en: Ask?\n# source: design\nSELECT * {}")
    with pytest.raises(ValueError, match="no topic weather"):
        parse_question("q", "# zh: 问？\n# en: Ask?\n# topic: weather\n# source: design\nSELECT * {}")


# --- a regulation of --data, which leaves to the compiler what the bundled files state ------


@pytest.fixture(scope="module")
def with_lakeside(tmp_path_factory: pytest.TempPathFactory) -> KnowledgeGraph:
    """The graph with the invented regulation, and a deadline that does not name its unit."""
    folder: Path = tmp_path_factory.mktemp("data") / "lakeside"
    shutil.copytree(TINY, folder)
    (folder / "more.ttl").write_text(
        PREFIXES
        + """
        norm:art_4 a law:Norm ; law:provision lakeside:art_4 ; law:kind kind:procedure ;
            law:modality modality:must ; law:deadline norm:deadline_art_4 .
        norm:deadline_art_4 a law:Deadline ; law:quantity 7 ; law:unit time:unitDay ;
            law:dayKind law:unspecifiedDays .
        """,
        "utf-8",
    )
    return KnowledgeGraph.open(folder)


@pytest.mark.parametrize(
    ("name", "params", "column", "expected"),
    [
        ("regulations", {}, "regulation", "lakeside"),
        ("coverage", {}, "regulation", "lakeside"),
        ("norms-by-modality", {}, "clause", "lakeside/art_4"),
        ("norms-by-modality", {"modality": "may"}, "clause", "lakeside/art_2__point_10"),
        ("deadlines", {}, "clause", "lakeside/art_4"),
        ("deadlines-of-unspecified-days", {}, "clause", "lakeside/art_4"),
        ("catch-alls", {}, "clause", "lakeside/art_2__point_10"),
        ("overrides", {}, "prevailing", "lakeside/norm/art_3"),
        ("bars", {}, "clause", "lakeside/art_3"),
        ("not-modelled", {}, "clause", "lakeside/art_1"),
        ("exceptions", {}, "exception", "lakeside_violation_concealed"),
        ("clauses-on-readings", {}, "clause", "lakeside/art_3"),
        ("grounds-of-regulation", {"regulation": "lakeside"}, "ground", "lakeside_route_patrolled"),
        ("relief-for-ground", {}, "clause", "lakeside/art_2__point_1"),
    ],
)
def test_a_question_sees_the_regulation_of_a_data_folder(
    with_lakeside: KnowledgeGraph, name: str, params: dict[str, str], column: str, expected: str
) -> None:
    assert (expected,) in rows(with_lakeside, name, column, **params)


def test_what_is_derived_stands_in_a_graph_of_its_own_and_only_for_the_folder(
    kg: KnowledgeGraph, with_lakeside: KnowledgeGraph
) -> None:
    derived = "SELECT DISTINCT ?s WHERE { GRAPH <https://w3id.org/kg-query/graph/derived> { ?s ?p ?o } }"
    assert not kg.query(derived).rows
    subjects = [str(row["s"]) for row in with_lakeside.query(derived).rows]
    assert subjects and all("lakeside" in s for s in subjects)
    assert len(with_lakeside.ask("regulations").rows) == len(kg.ask("regulations").rows) + 1
