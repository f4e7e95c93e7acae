"""Checks on the law: each finds what it is for and nothing else, and finds it in the real texts too."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import test_cli
import yaml
from engine_worlds import text
from test_cli import Kgq
from test_lint import store_of

from kg_query import KnowledgeGraph
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Tree
from kg_query.corpus import Corpus
from kg_query.errors import CorpusError, UsageError
from kg_query.files import TurtleFile, graph_files
from kg_query.lint import Fault, LintReport, checks, law_checks, lint
from kg_query.lint.law import Defect, Law
from kg_query.lint.page import document
from kg_query.model import Concept, Ground, Norm, Override, Provision, Regulation
from kg_query.reports.documents.render import render
from kg_query.store import build_store
from kg_query.validate.report import SEVERITIES

kgq = test_cli.kgq

FUNCTIONS = {one.check.name: one for one in law_checks()}
REAL = KnowledgeGraph.open().corpus
DEFECTS = Path(__file__).parent / "compare" / "defects.yaml"

a, b, c, d = map(Has, "abcd")


# --- a law of a few clauses -------------------------------------------------------------------


def norm(place: str, condition: Tree | None, outcome: str | None = None, **more: object) -> Norm:
    """A norm of an invented regulation; `more` replaces what is usual."""
    usual = Norm(
        f"small/norm/{place}", f"small/{place}", "small", "exemption", "must", ("leading_group",), outcome,
        None, condition, None,
    )  # fmt: skip
    return replace(usual, **more)  # type: ignore[arg-type]


def world(
    *norms: Norm,
    overrides: tuple[Override, ...] = (),
    entails: str = "",
    apart: tuple[str, ...] = (),
    words: dict[str, str] | None = None,
    refers: dict[str, str] | None = None,
) -> Corpus:
    """An invented regulation over four grounds and the real outcomes.

    `entails` has pairs such as "ab" (a entails b), `apart` sets of grounds that exclude each other,
    `words` the text of a unit by its place, `refers` which unit speaks of which.
    """
    words, refers = words or {}, refers or {}
    places = dict.fromkeys([*(n.provision.removeprefix("small/") for n in norms), *words])
    units = dict.fromkeys([*(p.rpartition("__")[0] or p for p in places), *places])
    excluded = {g: tuple(o for one in apart if g in one for o in one if o != g) for g in "abcd"}
    return Corpus(
        regulations={
            "small": Regulation("small", None, text("小"), None, None, None, None, False, 1, 1),
        },
        provisions={
            f"small/{p}": Provision(
                f"small/{p}", "small", "point" if "__" in p else "article", None, text(words.get(p, "领导小组")),
                None, None, f"small/{p.rpartition('__')[0]}" if "__" in p else None, i,
                refers_to=(f"small/{refers[p]}",) if p in refers else (),
            )
            for i, p in enumerate(units)
        },
        norms={n.id: n for n in norms},
        overrides=overrides,
        readings={},
        deadlines={},
        grounds={
            g: Ground(
                g, "group", text(g), text(g), tuple(p[1] for p in entails.split() if p[0] == g),
                excludes=excluded[g],
            )
            for g in "abcd"
        },
        outcomes=REAL.outcomes,
        concepts=REAL.concepts | {"body": {"leading_group": Concept("leading_group", text("领导小组"), text("x"))}},
    )  # fmt: skip


def over(prevailing: str, defeated: str, basis: str = "express") -> Override:
    """One norm of the invented regulation prevails over another."""
    return Override(
        "small/norm/over", f"small/norm/{prevailing}", f"small/norm/{defeated}", basis, (), text("因为")
    )


LOST = AllOf((a, AnyOf(())))
PAIR = (norm("art_1", a, "exempt"), norm("art_2", b, "liability"))
GRADED = {"outcome": None, "kind": "sanction"}

#: check → a law with one defect of the kind, the entity it is found under, and a sound law
SPECIMENS: dict[str, tuple[Corpus, str, Corpus]] = {
    "contradictory-outcomes": (
        world(*PAIR), "small/art_1", world(*PAIR, overrides=(over("art_1", "art_2"),)),
    ),
    "priority-not-expressed": (
        world(*PAIR, overrides=(over("art_1", "art_2", "reading"),)), "small/norm/over",
        world(*PAIR, overrides=(over("art_1", "art_2"),)),
    ),
    "catch-alls-undivided": (
        world(norm("art_1", a, "exempt", kind="catch_all"), norm("art_2", a, "no_tolerance", kind="catch_all")),
        "small/art_1",
        world(norm("art_1", a, "exempt", kind="catch_all"), norm("art_2", b, "no_tolerance", kind="catch_all")),
    ),
    "overlapping-outcomes": (
        world(norm("art_1", AllOf((a, b)), "exempt"), norm("art_2", AllOf((a, c)), "mitigation_permitted")),
        "small/art_1",
        world(norm("art_1", AllOf((a, b)), "exempt"), norm("art_2", AllOf((c, d)), "mitigation_permitted")),
    ),
    "norm-implied": (
        world(norm("art_1", a, "exempt"), norm("art_2", AllOf((a, b)), "exempt")), "small/norm/art_2",
        world(norm("art_1", a, "exempt", exception=c), norm("art_2", AllOf((a, b)), "exempt")),
    ),
    "norm-never-met": (
        world(norm("art_1", LOST, "exempt")), "small/norm/art_1", world(norm("art_1", AnyOf((a, LOST)), "exempt")),
    ),
    "norm-never-effective": (
        world(norm("art_1", AllOf((a, b)), "exempt"), norm("art_2", a, "no_tolerance", kind="bar"),
              overrides=(over("art_2", "art_1"),)),
        "small/norm/art_1",
        world(norm("art_1", AnyOf((a, b)), "exempt"), norm("art_2", a, "no_tolerance", kind="bar"),
              overrides=(over("art_2", "art_1"),)),
    ),
    "norm-always-met": (
        world(norm("art_1", AllOf((a,)), "exempt", presupposes=AllOf((a, b)))), "small/norm/art_1",
        world(norm("art_1", AllOf((a, c)), "exempt", presupposes=AllOf((a, b)))),
    ),
    "exception-in-condition": (
        world(norm("art_1", AllOf((a, b)), "exempt", exception=AnyOf((a, c)))), "small/norm/art_1",
        world(norm("art_1", AnyOf((a, b)), "exempt", exception=AnyOf((a, c)))),
    ),
    "exception-never-arises": (
        world(norm("art_1", AllOf((a, Lacks("b"))), "exempt", exception=b)), "small/norm/art_1",
        world(norm("art_1", AnyOf((a, Lacks("b"))), "exempt", exception=b)),
    ),
    "circular-norms": (
        world(*PAIR, refers={"art_1": "art_2", "art_2": "art_1"}), "small/art_1",
        world(*PAIR, refers={"art_1": "art_2"}),
    ),
    "grades-with-gap": (
        world(norm("art_1__point_1", AllOf((a, c)), **GRADED), norm("art_1__point_2", AllOf((b, d)), **GRADED),
              apart=("ab", "cd")),
        "small/art_1",
        world(norm("art_1__point_1", AllOf((a, AnyOf((c, d)))), **GRADED),
              norm("art_1__point_2", AllOf((b, AnyOf((c, d)))), **GRADED), apart=("ab", "cd")),
    ),
    "discretion-without-decider": (
        world(norm("art_1", a, "mitigation_permitted", modality="may"), words={"art_1": "可以从轻。"}), "small/art_1",
        world(norm("art_1", a, "mitigation_permitted", modality="may"), words={"art_1": "领导小组可以从轻。"}),
    ),
    "outcome-without-decider": (
        world(norm("art_1", a, "liability"), words={"art_1": "应当追究。"}), "small/art_1",
        world(norm("art_1", a, "liability"), words={"art_1": "应当追究。", "art_2": "由领导小组决定。"}),
    ),
    "duty-without-subject": (
        world(norm("art_1", None, kind="procedure"), words={"art_1": "对举报，应当及时核实。"}), "small/art_1",
        world(norm("art_1", None, kind="procedure"), words={"art_1": "对举报，领导小组应当及时核实。"}),
    ),
}  # fmt: skip


def find(name: str, corpus: Corpus) -> list[Defect]:
    return list(FUNCTIONS[name].find(Law(corpus)))


def test_every_function_has_a_law_that_fails_it() -> None:
    assert set(FUNCTIONS) == set(SPECIMENS)


@pytest.mark.parametrize("name", SPECIMENS)
def test_a_function_finds_what_it_is_for_and_nothing_in_a_sound_law(name: str) -> None:
    faulty, entity, sound = SPECIMENS[name]
    found = find(name, faulty)
    assert [one.entity for one in found] == [entity]
    assert all(one in faulty.provisions for one in found[0].clauses) and found[0].clauses
    assert found[0].problem.zh and found[0].problem.en
    assert find(name, sound) == []


def test_names_of_checks_are_their_own() -> None:
    assert not {c.name for c in checks()} & set(FUNCTIONS)


@pytest.mark.parametrize("one", FUNCTIONS.values(), ids=FUNCTIONS)
def test_a_check_on_the_law_says_what_a_defect_is_and_is_no_violation(one) -> None:
    check = one.check
    assert check.about == "law" and check.severity in ("warning", "info") and not check.sparql
    assert check.sentence.zh.endswith("。") and check.sentence.en.endswith(".")
    assert check.fix.zh.endswith("。") and check.fix.en.endswith(".")
    assert check.sentence.zh != check.sentence.en


# --- finer points of single functions ---------------------------------------------------------


def test_findings_that_cannot_be_so_together_make_no_contradiction() -> None:
    assert find("contradictory-outcomes", world(*PAIR, apart=("ab",))) == []


def test_findings_of_which_one_refutes_the_other_make_no_contradiction() -> None:
    norms = norm("art_1", Lacks("b"), "exempt"), norm("art_2", a, "liability")
    assert find("contradictory-outcomes", world(*norms, entails="ab")) == []
    assert len(find("contradictory-outcomes", world(*norms))) == 1


def test_an_exception_that_brings_the_other_clause_into_play_makes_no_contradiction() -> None:
    norms = norm("art_1", a, "exempt", exception=b), norm("art_2", b, "liability")
    assert find("contradictory-outcomes", world(*norms)) == []


def test_a_third_clause_that_displaces_one_of_the_two_makes_no_contradiction() -> None:
    bar = norm("art_3", b, "no_tolerance", kind="bar")
    corpus = world(*PAIR, bar, overrides=(over("art_3", "art_1"),))
    assert find("contradictory-outcomes", corpus) == []


def test_the_smallest_findings_stand_in_the_defect() -> None:
    norms = (
        norm("art_1__point_1", AllOf((a, b, c)), "exempt"),
        norm("art_1__point_2", a, "exempt"),
        norm("art_2", d, "liability"),
    )
    (one,) = find("contradictory-outcomes", world(*norms))
    assert "第一条第（二）项" in one.problem.zh.split("例如")[1].split("；")[0]
    assert "“a”“d”" in one.problem.zh and "“a”, “d” are established" in one.problem.en
    assert one.clauses[:2] == ("small/art_1", "small/art_1__point_2")


def test_equal_clauses_are_told_once() -> None:
    norms = norm("art_1", AllOf((a, b)), "exempt"), norm("art_2", AllOf((b, a)), "exempt")
    assert [one.entity for one in find("norm-implied", world(*norms))] == ["small/norm/art_2"]


def test_a_clause_with_another_outcome_or_force_implies_nothing() -> None:
    narrow = norm("art_2", AllOf((a, b)), "exempt")
    assert find("norm-implied", world(norm("art_1", a, "not_fault"), narrow)) == []
    assert find("norm-implied", world(norm("art_1", a, "exempt", modality="may"), narrow)) == []


def test_grades_that_fall_under_two_items_are_told() -> None:
    corpus = world(
        norm("art_1__point_1", AnyOf((a, c)), **GRADED),
        norm("art_1__point_2", AnyOf((b, d)), **GRADED),
        apart=("ab", "cd"),
    )
    (one,) = find("grades-with-gap", corpus)
    assert "同时落入" in one.problem.zh and "falls under both" in one.problem.en


def test_a_unit_that_speaks_of_itself_is_a_circle() -> None:
    corpus = world(*PAIR, refers={"art_1": "art_1"})
    assert [one.clauses for one in find("circular-norms", corpus)] == [("small/art_1",)]


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("应当及时核实。", False),
        ("在作出决定的同时，应当启动纠错程序。", False),
        ("对举报，由领导小组核实。", True),
        ("行政执法人员本人遭遇威胁的，应当及时报告。", False),
        ("行政执法人员本人遭遇威胁的，领导小组应当及时报告。", True),
        ("领导小组发现违法的，应当及时移送。", True),
        ("应当向举报人说明事由。", False),
        ("案卷评查应当一案一评。", True),
    ],
)
def test_who_stands_before_the_verb(words: str, named: bool) -> None:
    corpus = world(norm("art_1", None, kind="procedure"), words={"art_1": words})
    corpus.concepts = REAL.concepts | {"body": REAL.concepts["body"] | corpus.concepts["body"]}
    assert (find("duty-without-subject", corpus) == []) is named


# --- the real texts ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def report(kg: KnowledgeGraph) -> LintReport:
    return kg.lint(about="law")


def found(report: LintReport, name: str) -> dict[str, list[Fault]]:
    """Entity → the defects that a check finds at it."""
    there: dict[str, list[Fault]] = {}
    for fault in report:
        if fault.check.name == name:
            there.setdefault(fault.entity, []).append(fault)
    return there


#: check → where a reader of the eight texts expects it, written from the clauses
EXPECTED: dict[str, set[str]] = {
    # “应当认定为履职尽责” beside “不予容错”, “可以从轻” beside “不予容错”, “免予追究” beside articles 8 to 11
    "contradictory-outcomes": {
        "nanmu/art_9", "nanmu/art_11", "mingshan/art_6", "puxian-tolerance/art_10", "puxian-tolerance/art_12",
    },
    # “其他……情形” for relief, mitigation and the bar; mingshan has one catch-all of relief, the others of liability
    "catch-alls-undivided": {
        "town/art_7__point_8", "nanmu/art_9__point_9", "lianyungang/art_8__point_28",
        "puxian-tolerance/art_10__point_11",
    },
    # “违反程序，造成严重后果” in 8(5) is within “违反法定的执法程序” in 5(7)
    "norm-implied": {"mingshan/norm/art_8__point_5"},
    # the sentence breaks off after “决定，”
    "norm-never-met": {"puxian-tolerance/norm/art_10__point_3"},
    "norm-never-effective": set(),
    "norm-always-met": set(),
    "exception-in-condition": set(),
    "exception-never-arises": set(),
    "circular-norms": set(),
    # 性质 and 影响 have four and three grades, and three of the combinations are provided for
    "grades-with-gap": {"mingshan/art_12"},
    # no body stands in the town's text beside the Party committee, which forms the panel of experts
    "discretion-without-decider": {"town/art_8"},
    "outcome-without-decider": {"town/art_7", "town/art_9", "puxian-statistics/art_4", "puxian-evaluation/art_3"},
    "outcome-without-procedure": {"town", "nanmu", "lianyungang", "mingshan", "puxian-tolerance"},
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_the_texts_have_this_defect_where_a_reader_finds_it(report: LintReport, name: str) -> None:
    assert set(found(report, name)) == EXPECTED[name]


def test_only_what_cannot_stand_beside_national_law_is_called_contrary(report: LintReport) -> None:
    assert set(found(report, "contrary-to-national-law")) == {
        "mingshan/art_12",  # sanctions laid down by a paper that may not lay them down
        "mingshan/art_12__point_3",  # a sanction of the Party among those of the administration
        "mingshan/art_12__point_4",  # transfer and dismissal in the ladder of sanctions
        "mingshan/art_14",  # damages for fault of any degree
    }
    # the government of the district is a superior organ too; a third recipient may be added
    assert "mingshan/art_5__point_2" in found(report, "less-definite-than-national-law")
    assert "puxian-statistics/art_2__para_3" in found(report, "looser-than-national-law")


def test_procedure_by_reference_is_told(report: LintReport) -> None:
    there = found(report, "outcome-without-procedure")
    assert {place for place, (one, *_) in there.items() if "援引其他规定" in one.problem.zh} == {
        "town",
        "lianyungang",
    }


def test_mingshan_6_meets_articles_8_to_11_one_by_one(report: LintReport) -> None:
    against = [
        {c.id for c in fault.clauses if "art_6" not in c.id and "__" not in c.id}
        for fault in found(report, "contradictory-outcomes")["mingshan/art_6"]
    ]
    assert sorted(against, key=str) == sorted(({f"mingshan/art_{n}"} for n in (8, 9, 10, 11)), key=str)


def test_mingshan_12_leaves_six_of_twelve_combinations(report: LintReport) -> None:
    (fault,) = found(report, "grades-with-gap")["mingshan/art_12"]
    assert fault.problem.zh.startswith("12种组合中6种没有规定")
    for missing in ("“性质较轻”“影响较大”", "“性质较重”“影响较小”", "“性质严重”“影响较大”"):
        assert missing in fault.problem.zh
    assert "“性质较轻”“影响较小”" not in fault.problem.zh  # item (2) provides for it
    assert [c.id for c in fault.clauses] == [
        "mingshan/art_12",
        *(f"mingshan/art_12__point_{n}" for n in range(1, 5)),
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("nanmu/art_10__para_1", "nanmu/art_10__para_2"),  # 应当…予以免责 and, on conditions, 可以免除
        ("nanmu/art_9", "nanmu/art_10__para_1"),  # force majeure: duty fulfilled, or merely lighter
        ("nanmu/art_4", "nanmu/art_9"),
        ("lianyungang/art_8", "lianyungang/art_9"),  # a minor fault put right: no fault, or a lighter one
        ("mingshan/art_5", "mingshan/art_11"),  # bribery: liability, or aggravated liability
        ("puxian-tolerance/art_11__para_1", "puxian-tolerance/art_11__para_2"),
    ],
)
def test_two_lists_answer_one_case_differently(report: LintReport, first: str, second: str) -> None:
    there = found(report, "overlapping-outcomes")[first]
    assert any(second in [c.id for c in fault.clauses] for fault in there)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("town/art_9", "town/art_7"),
        ("lianyungang/art_8", "lianyungang/art_7"),
        ("mingshan/art_6", "mingshan/art_5"),
        ("nanmu/art_12", "nanmu/art_10__para_1"),
        ("puxian-tolerance/art_13", "puxian-tolerance/art_4"),
    ],
)
def test_a_priority_that_the_text_does_not_express_is_told(
    report: LintReport, above: str, below: str
) -> None:
    told = [
        {c.id for c in f.clauses} for some in found(report, "priority-not-expressed").values() for f in some
    ]
    assert any({above, below} <= one for one in told)


def test_the_express_priority_of_the_town_is_no_defect(report: LintReport) -> None:
    """Article 9 says “不得从轻、减轻” of what article 8 gives."""
    told = [
        {c.id for c in f.clauses} for some in found(report, "priority-not-expressed").values() for f in some
    ]
    assert not any({"town/art_9", "town/art_8"} <= one for one in told)


def test_duties_without_a_subject(report: LintReport) -> None:
    there = set(found(report, "duty-without-subject"))
    assert {
        "town/art_14",
        "nanmu/art_15",
        "nanmu/art_17",
        "puxian-tolerance/art_9",
        "puxian-tolerance/art_19",
    } <= there
    named = {"town/art_13", "lianyungang/art_13", "lianyungang/art_17", "nanmu/art_13", "mingshan/art_16"}
    assert not named & there


def test_procedure_that_is_missing_is_named(report: LintReport) -> None:
    there = found(report, "outcome-without-procedure")
    assert "听取陈述辩解" not in there["mingshan"][0].problem.zh  # article 18
    assert "申诉" not in there["mingshan"][0].problem.zh  # article 13
    assert "申诉" in there["nanmu"][0].problem.zh
    assert "认定主体" in there["town"][0].problem.zh


def test_every_contradiction_told_is_one_for_the_reference_reasoner(kg: KnowledgeGraph) -> None:
    """One case for each list that stands against relief, assessed by the engine in RDF."""
    from kg_query.lint.law_conflicts import effect_of
    from kg_query.lint.pairs import meetings
    from kg_query.lint.phrases import unit_of

    law = Law(kg.corpus)
    full = {"full_relief", "liability"}, {"full_relief", "bar"}
    cases = {}
    for one in meetings(law, lambda x, y: {effect_of(law, x), effect_of(law, y)} in full):
        cases.setdefault(unit_of(kg.corpus, one.b), one)
    assert len(cases) >= 5
    for one in cases.values():
        matter = {
            "id": "m",
            "established": [leaf.ground for leaf in one.findings if isinstance(leaf, Has)],
            "refuted": [leaf.ground for leaf in one.findings if isinstance(leaf, Lacks)],
        }
        verdict = kg.assess(matter, regulations=[one.a.regulation], engine="reference")
        result = verdict.of(one.a.regulation)
        assert result.outcome == "conflict"
        applied = {n.norm for n in result.norms if n.status == "applies"}
        assert {one.a.id, one.b.id} <= applied


#: kinds of defect in the reader's list that follow from conditions, and the checks that must find them
LOGICAL = {
    "contradictory_outcomes", "overlap_different_outcome", "priority_unstated", "implied_norm", "unreachable",
    "gradation_gap",
}  # fmt: skip

#: what the reader names of these kinds and no function finds, and why
NOT_BY_LOGIC = {
    ("lianyungang/art_12", "lianyungang/art_15__para_1"): "neither gives an outcome; what 调离 means decides",
    ("mingshan/art_2", "mingshan/art_5"): "one outcome, two thresholds",
    ("puxian-review/annex_3__base_cx__item_6", "puxian-review/annex_3__stage_sd__doc_1"): "scoring, not conditions",
}  # fmt: skip


def reader() -> list[tuple[tuple[str, ...], str]]:
    rows = yaml.safe_load(DEFECTS.read_text("utf-8"))
    return [(tuple(row["clauses"]), row["kind"]) for row in rows if row["kind"] in LOGICAL]


@pytest.mark.parametrize(
    ("clauses", "kind"), reader(), ids=lambda v: v if isinstance(v, str) else " ".join(v)
)
def test_what_a_reader_finds_in_the_conditions_the_functions_find(
    report: LintReport, clauses: tuple[str, ...], kind: str
) -> None:
    def within(one: str, fault: Fault) -> bool:
        return any(one == c.id or one.startswith(f"{c.id}__") for c in fault.clauses)

    by_logic = [f for f in report if f.check.name in FUNCTIONS]
    met = any(all(within(one, fault) for one in clauses) for fault in by_logic)
    assert met is (clauses not in NOT_BY_LOGIC), NOT_BY_LOGIC.get(clauses, kind)


def test_a_regulation_that_has_the_whole_procedure_lacks_none(tmp_path: Path) -> None:
    """Outcomes without procedure are found, and no part of it that some norm is about."""
    from law_specimens import article
    from law_specimens import text as specimen

    from kg_query.lint.queries import rows

    (check,) = [one for one in checks() if one.name == "outcome-without-procedure"]
    topics = ["deciding_body", "investigation", "hearing", "informing", "appeal"]

    def left(*about: str) -> list[str]:
        said = "".join(f"; law:topic <https://w3id.org/kg-query/id/topic/{one}>" for one in about)
        norm = f"s:norm a law:Norm ; law:provision s:art_1 ; law:outcome s:outcome {said} ."
        turtle = specimen(article("应当追究。"), head="law:assessmentOrder 99", more=norm)
        found = rows(store_of(turtle, tmp_path=tmp_path), check)
        return [row.problem.zh for row in found if row.iri.endswith("/id/s")]

    assert left(*topics) == []
    assert left(*topics[:2], *topics[3:]) == ["没有规定：听取陈述辩解"]
    assert left() == ["没有规定：认定主体、立案调查、听取陈述辩解、告知决定、申诉"]


# --- the report -------------------------------------------------------------------------------


def test_a_defect_carries_its_clauses_with_their_words(report: LintReport) -> None:
    (fault,) = found(report, "norm-implied")["mingshan/norm/art_8__point_5"]
    assert [c.id for c in fault.clauses] == ["mingshan/art_8__point_5", "mingshan/art_5__point_7"]
    assert fault.clauses[1].citation.zh == "《明山区行政执法过错责任追究制度》第五条第（7）项"
    assert fault.clauses[1].words is not None and fault.clauses[1].words.zh == "违反法定的执法程序的；"
    told = fault.to_json()["clauses"][1]
    assert (told["id"], told["words"]["zh"]) == ("mingshan/art_5__point_7", "违反法定的执法程序的；")
    assert "§ 《明山区行政执法过错责任追究制度》第五条第（7）项：违反法定的执法程序的；" in report.to_text(
        "zh"
    )


def test_a_query_can_name_clauses(tmp_path: Path, kg: KnowledgeGraph) -> None:
    from kg_query.lint.queries import rows

    (tmp_path / "one.rq").write_text(
        "# zh: 一。\n# en: One.\n# severity: info\n# about: law\n# fix-zh: 改。\n# fix-en: Mend.\n"
        "PREFIX i: <https://w3id.org/kg-query/id/>\n"
        "SELECT (i:nanmu AS ?entity) ('p' AS ?problem) (CONCAT(STR(i:10), ' ', STR(i:9)) AS ?clause) "
        "(i:10 AS ?clause2) WHERE {}",
        encoding="utf-8",
    )
    (check,) = checks(tmp_path)
    (row,) = rows(kg.store, check)
    assert check.about == "law"
    assert row.clauses == ("9", "10")


def test_a_check_about_something_else_is_refused(tmp_path: Path) -> None:
    head = "# zh: 一。\n# en: One.\n# severity: info\n# about: weather\n# fix-zh: 改。\n# fix-en: Mend.\n"
    (tmp_path / "one.rq").write_text(head + "SELECT * WHERE { ?entity ?p ?problem }", encoding="utf-8")
    with pytest.raises(CorpusError, match="about"):
        checks(tmp_path)


def test_only_what_is_asked_for_runs(kg: KnowledgeGraph, report: LintReport) -> None:
    one = kg.lint(check=["norm-implied"])
    assert [c.name for c in one.checks] == ["norm-implied"] and not one.shapes
    assert {f.check.name for f in one} == {"norm-implied"}
    assert not report.shapes and {c.about for c in report.checks} == {"law"}
    names = ["overlapping-outcomes", "priority-not-expressed"]
    some, every = kg.lint(check=names, regulations=["mingshan"]), kg.lint(check=names)
    assert 0 < len(some) < len(every)
    assert all(f.concerns(frozenset(("mingshan",))) for f in some)


@pytest.mark.parametrize(
    "asked", [{"about": "weather"}, {"check": ["norm-implyed"]}, {"regulations": ["nanmo"]}], ids=str
)
def test_unknown_words_are_refused_with_the_nearest(kg: KnowledgeGraph, asked: dict[str, object]) -> None:
    with pytest.raises(UsageError) as error:
        kg.lint(**asked)  # type: ignore[arg-type]
    assert error.value.hint is not None


def test_defects_of_the_law_do_not_fail_the_graph(report: LintReport) -> None:
    assert report.passed
    assert report.counts()["warning"] > 20 and report.counts()["violation"] == 0


NOTE = """@prefix law: <https://w3id.org/kg-query/ns#> .
@prefix id: <https://w3id.org/kg-query/id/> .
<https://w3id.org/kg-query/id/note/1> a law:Acknowledgement ;
    law:check "contradictory-outcomes" ;
    law:acknowledges <https://w3id.org/kg-query/id/mingshan/art_6> ;
    law:acknowledgedClause <https://w3id.org/kg-query/id/mingshan/art_9> ;
    law:reason "审核人员的责任不受第六条影响"@zh , "the reviewer is liable all the same"@en .
"""


def test_an_acknowledged_defect_is_shown_with_its_reason_and_taken_from_the_count(tmp_path: Path) -> None:
    """The note names article 9, and leaves the same article's defects with 8, 10 and 11."""
    (tmp_path / "note.ttl").write_text(NOTE, encoding="utf-8")
    files = [*graph_files(), TurtleFile(tmp_path / "note.ttl", "note.ttl")]
    told = lint(SimpleNamespace(store=build_store(files), corpus=REAL), check=["contradictory-outcomes"])
    known = [f for f in told if f.acknowledged]
    assert len(known) == 1 and "mingshan/art_9" in [c.id for c in known[0].clauses]
    assert told.counts() == {"violation": 0, "warning": len(told) - 1, "info": 0, "acknowledged": 1}
    assert "已说明：审核人员的责任不受第六条影响" in told.to_text("zh")
    assert f"{len(told) - 1} drafting defects, 1 more acknowledged" in told.to_text("en")
    (row,) = [r for r in told.rows("en") if r[-1]]
    assert row[-1] == "the reviewer is liable all the same"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_document_has_a_part_for_each_check_and_the_clauses_in_full(
    kg: KnowledgeGraph, report: LintReport, lang: str
) -> None:
    made = document(kg.corpus, report, lang, "kgq lint --about law")
    tables = {t.key: t for t in made.tables()}
    assert set(tables) == {"defects", "severities", *(c.name for c in report.by_check())}
    assert sum(len(t.rows) for k, t in tables.items() if k not in ("defects", "severities")) == len(report)
    graves = tables["severities"]
    totals = [row[[column.key for column in graves.columns].index("total")] for row in graves.rows]
    assert totals == [n for s in SEVERITIES if (n := sum(f.check.severity == s for f in report))]
    keys = [column.key for column in tables["defects"].columns]
    for row, (check, faults) in zip(tables["defects"].rows, report.by_check().items(), strict=True):
        assert row[keys.index("total")] == len(faults), check.name
        assert row[keys.index("mingshan")] == sum(f.concerns(frozenset(("mingshan",))) for f in faults)
    page = render(made, "text").decode()
    assert ("违反法定的执法程序的" if lang == "zh" else "Article 5(7)") in page
    assert "kgq lint --about law" in page
    assert not (lang == "en" and re.search("[一-鿿]", made.title + made.subtitle))


def test_the_command_writes_every_format(kgq: Kgq, tmp_path: Path) -> None:
    asked = ("lint", "--about", "law", "--regulation", "mingshan", "--check", "grades-with-gap")
    assert "12种组合" in kgq(*asked).out
    told = kgq(*asked, "--format", "json").json
    assert [f["entity"] for f in told["faults"]] == ["mingshan/art_12"]
    assert told["counts"]["law"]["warning"] == 1
    (row,) = kgq(*asked, "--format", "csv").rows
    assert row["clauses"].startswith("mingshan/art_12 ")
    starts = {"html": b"<!", "xlsx": b"PK", "csv": b"about,", "json": b"{", "txt": b"=="}
    for ending, start in starts.items():
        path = tmp_path / f"report.{ending}"
        answer = kgq(*asked, "--output", str(path))
        assert answer.code == 0 and path.read_bytes().lstrip().startswith(start), ending


def test_the_command_refuses_words_it_does_not_know(kgq: Kgq) -> None:
    for wrong in (
        ["--about", "weather"],
        ["--check", "norm-implyed"],
        ["--regulation", "nanmo"],
        ["--format", "xml"],
    ):
        assert kgq("lint", *wrong).code == 2
