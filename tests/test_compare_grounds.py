"""Ground by ground: against two readers of the clauses, against the engine, and as a relation must be."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
from engine_worlds import law, norm
from yaml_files import from_yaml

from kg_query import KnowledgeGraph
from kg_query.compare.cells import Use
from kg_query.compare.matrix import RELATIONS, GroundMatrix, GroundRow, Kind, matrix
from kg_query.compare.pages import section
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Leaf
from kg_query.conditions.relations import Logic
from kg_query.corpus import Corpus
from kg_query.model import Concept, Norm, Text
from kg_query.program import Program
from kg_query.reports.documents.model import Details, HeatMap, Paragraph, Section, Table

KG = KnowledgeGraph.open()
CORPUS = KG.corpus
LOGIC, PROGRAM = Logic(CORPUS), Program.compile(CORPUS)
MATRIX = KG.compare().grounds()
READER = from_yaml(Path(__file__).parent / "compare" / "grounds.yaml")

T, N, L, M, P = "town", "nanmu", "lianyungang", "mingshan", "puxian-tolerance"


def rows() -> dict[tuple[str, str], GroundRow]:
    return {(row.ground, row.sign): row for row in MATRIX.rows}


# --- read off the clauses, before the comparison was run ---------------------------------------------


@pytest.mark.parametrize(
    ("ground", "sign", "gives", "takes"),
    [
        # 8(1): 没有造成重大影响和损失; 8(5) the same; nanmu 10(2) and puxian 11(2): 没有造成重大损失
        (
            "major_loss",
            "refuted",
            {N: ["exemption_permitted"], L: ["not_fault"], P: ["exemption_permitted"]},
            {},
        ),
        # town 7(4): 但法律法规对执法期限扣除另有规定的除外
        ("law_provides_time_limit_deduction", "established", {}, {T: ["exempt"]}),
        # lianyungang 8(17): 但执行明显违法的…除外
        ("superior_order_manifestly_unlawful", "established", {}, {L: ["not_fault"]}),
        # lianyungang 8(11): 故意隐瞒…的除外, and an intent, which art 7 asks for; mingshan 6(3) excepts nothing
        (
            "officer_intentionally_concealed_evidence",
            "established",
            {L: ["fault_constituted"]},
            {L: ["not_fault"]},
        ),
        # lianyungang 8(27); a correction in time is one after criticism too, so that arts 4 reach it
        (
            "corrected_after_criticism",
            "established",
            {L: ["not_fault"], N: ["leniency_mandatory"], P: ["leniency_mandatory"]},
            {},
        ),
        # town 7(4) and lianyungang 8(21) alone speak of third parties who do not cooperate
        ("third_party_uncooperative", "established", {T: ["exempt"], L: ["not_fault"]}, {}),
        # mingshan 5(7), 8(5) and 11(2) against the bar of puxian 13; nanmu 12 does not name procedure
        (
            "statutory_procedure_violated",
            "established",
            {M: ["liability_aggravated", "liability"], P: ["no_tolerance"]},
            {},
        ),
        # mingshan 8, the handler; nobody else tells handlers from reviewers
        ("role_handler", "established", {M: ["liability"]}, {}),
        ("penalty_manifestly_light", "established", {M: ["liability"]}, {}),
        # 未能依法履行职责: nanmu 9(4), puxian 10(5), lianyungang 8(26)
        (
            "unable_to_perform_duty",
            "established",
            {N: ["duty_fulfilled"], L: ["not_fault"], P: ["duty_fulfilled"]},
            {},
        ),
        # nanmu 9(6), 10(1)(5) and through it 10(2); puxian 10(7), 11(1)(2), 11(2); lianyungang 8(13)
        (
            "problem_undetected",
            "established",
            {
                N: ["duty_fulfilled", "leniency_mandatory", "exemption_permitted"],
                P: ["duty_fulfilled", "leniency_mandatory", "exemption_permitted"],
                L: ["not_fault"],
            },
            {},
        ),
        # nanmu 10(1)(2), 10(2); lianyungang 8(5)
        (
            "expected_effect_not_reached",
            "established",
            {N: ["leniency_mandatory", "exemption_permitted"], L: ["not_fault"]},
            {},
        ),
        # town 7(2) and 7(3): 非主观失误
        ("subjective_fault", "refuted", {T: ["exempt"]}, {}),
        # opening words of town 7, nanmu 4 and 10(1)(6), puxian 4 and 11(1)(3): 依法履行职责
        (
            "in_lawful_performance_of_duty",
            "refuted",
            {},
            {T: ["exempt"], N: ["leniency_mandatory"], P: ["leniency_mandatory"]},
        ),
        # mingshan 6(6): 没有造成损失或不良影响的
        (
            "loss_occurred",
            "established",
            {N: ["leniency_mandatory"], P: ["leniency_mandatory"]},
            {M: ["exempt"]},
        ),
    ],
)
def test_a_finding_gives_and_takes_what_the_clauses_say(
    ground: str, sign: str, gives: dict[str, list[str]], takes: dict[str, list[str]]
) -> None:
    row = rows()[ground, sign]
    assert {s: list(c.outcomes) for s, c in row.cells.items() if c.outcomes} == gives
    assert {s: list(c.withheld) for s, c in row.cells.items() if c.withheld} == takes


@pytest.mark.parametrize(
    ("ground", "sign", "a", "b", "relation", "same_effect", "cases", "clauses"),
    [
        # lianyungang 8(11) has an exception that mingshan 6(3) lacks
        ("new_evidence_emerged", "established", M, L, "different_outcome", True, "wider", ("6__point_3", "8__point_11")),
        ("facts_or_nature_changed", "established", L, M, "different_outcome", True, "narrower", ("8__point_11", "6__point_3")),
        # town asks besides that all measures were exhausted
        ("third_party_uncooperative", "established", T, L, "different_outcome", True, "narrower", ("7__point_4", "8__point_21")),
        # 主动采取措施有效避免损失 asks for no report; lianyungang and town do, town for 应当追究责任 as well
        ("loss_effectively_avoided", "established", N, L, "wider", True, "wider", ("11__point_1", "9__point_1")),
        ("loss_effectively_avoided", "established", T, L, "narrower", True, "narrower", ("8__point_1", "9__point_1")),
        ("loss_effectively_avoided", "established", N, P, "identical", True, "identical", ("11__point_1", "12__point_1")),
        # lianyungang 8(26): 或者其他难以克服的因素
        ("unable_to_perform_duty", "established", N, L, "different_outcome", True, "narrower", ("9__point_4", "8__point_26")),
        # 10(2) reaches eight circumstances, 11(2) five
        ("serious_adverse_effect", "refuted", N, P, "wider", True, "wider", ("10__para_2", "11__para_2")),
        ("problem_undetected", "established", N, P, "identical", True, "identical", None),
        ("problem_undetected", "established", N, L, "different_outcome", True, "overlapping", ("9__point_6", "8__point_13")),
        ("expected_effect_not_reached", "established", N, L, "different_outcome", False, "overlapping", ("10__para_1__point_2", "8__point_5")),
        # aggravation against a bar
        ("statutory_procedure_violated", "established", M, P, "different_outcome", False, "narrower", ("11__point_2", "13")),
        # a loss made good is treated mildly there; here it must not have arisen
        ("loss_occurred", "established", N, M, "different_outcome", False, "overlapping", ("4", "6__point_6")),
    ],
)  # fmt: skip
def test_two_regulations_relate_as_their_clauses_read(
    ground: str,
    sign: str,
    a: str,
    b: str,
    relation: str,
    same_effect: bool,
    cases: str,
    clauses: tuple[str, str] | None,
) -> None:
    found = rows()[ground, sign].relation(a, b)
    assert (found.relation, found.same_effect, found.cases) == (relation, same_effect, cases)
    if clauses is not None:
        assert found.provisions == (f"{a}/art_{clauses[0]}", f"{b}/art_{clauses[1]}")


# --- a second reader's table ------------------------------------------------------------------------

#: Where the graph reads a clause otherwise than the second reader did, and why. Nothing else may differ.
ARTICLE_4 = "art 4 予以容错 is read as mandatory leniency, not as exemption (reading_4_outcome)"
WARRANTED = "town 8 keeps 应当追究责任 as a condition, so that it is narrower"
MINOR = "情节轻微 is the ground fault_minor, 性质轻微 another: lianyungang 8(27) asks for the first"
BOTH_SIGNS = "a finding has a row of its own for each sign; the reader had one row"
LIMITS = "a clause that asks that there be no loss listens to it, and so to a major one"
ENTAILED = "entailment reaches further clauses (harm is an adverse consequence; an intent is subjective)"
CATCH_ALL = "nothing but catch-all clauses; paragraph 2 takes in the circumstances of paragraph 1"
CELLS = {
    ARTICLE_4: {
        "constrained_by_objective_conditions", "force_majeure", "unforeseeable_cause", "insurmountable_factor",
        "objective_factor", "technical_limitation", "standard_missing", "no_rule_policy_or_professional_requirement",
        "timely_corrected", "self_corrected_timely",
    },
    LIMITS: {"major_loss", "loss_occurred"},
    ENTAILED: {"harm_resulted", "intentional_violation"},
    MINOR: {"nature_trivial"},
    CATCH_ALL: {"other_circumstance_recognised"},
}  # fmt: skip
PAIRS = {
    ARTICLE_4: {
        ("constrained_by_objective_conditions", T, N), ("constrained_by_objective_conditions", T, P),
        ("unforeseeable_cause", T, N), ("unforeseeable_cause", T, P), ("unforeseeable_cause", N, M),
        ("unforeseeable_cause", M, P), ("self_corrected_timely", N, M), ("self_corrected_timely", M, P),
    },
    BOTH_SIGNS: {("loss_occurred", N, M), ("loss_occurred", M, P)},
    WARRANTED: {
        (g, T, L) for g in ("proactive_timely_report", "remedial_measures_taken", "admitted_error", "cooperated_with_investigation")
    },
    MINOR: {("nature_trivial", T, L), ("nature_trivial", N, L), ("nature_trivial", L, M), ("nature_trivial", L, P)},
    CATCH_ALL: {("other_circumstance_recognised", T, M)},
}  # fmt: skip


def test_cells_are_those_of_the_second_reader() -> None:
    """Outcomes and clauses of 115 grounds under five regulations, either sign; opening words apart."""
    differing = set()
    for read in READER:
        found = [
            rows()[read["ground"], sign]
            for sign in ("established", "refuted")
            if (read["ground"], sign) in rows()
        ]
        for slug in CORPUS.assessed:
            there = read["regulations"].get(slug, {"outcomes": []})
            uses = [use for row in found for use in row.cells[slug].uses if use.part != "presupposition"]
            clauses = set(there["clauses"]) if there["outcomes"] else set()
            if {u.outcome for u in uses} != set(there["outcomes"]) or {u.provision for u in uses} != clauses:
                differing.add(read["ground"])
    assert differing == set().union(*CELLS.values())
    assert len(READER) == 115


def test_relations_are_those_of_the_second_reader() -> None:
    """700 pairs of regulations on a ground; silence counts only where it is the right one that is silent."""
    differing, compared = set(), 0
    for read in READER:
        found = [
            rows()[read["ground"], sign]
            for sign in ("established", "refuted")
            if (read["ground"], sign) in rows()
        ]
        for there in read["relations"]:
            compared += 1
            mine = [row.relation(there["a"], there["b"]) for row in found]
            if not any((m.relation, m.silent) == (there["relation"], there.get("silent")) for m in mine):
                differing.add((read["ground"], there["a"], there["b"]))
    assert compared == 700
    assert differing == set().union(*PAIRS.values())


# --- against the engine -------------------------------------------------------------------------------


def columns(sets: list[list[Leaf]]) -> tuple[dict[str, int], dict[str, int]]:
    """Sets of findings as planes."""
    planes: tuple[dict[str, bytearray], dict[str, bytearray]] = ({}, {})
    for at, one in enumerate(sets):
        for leaf in one:
            side = planes[isinstance(leaf, Lacks)].setdefault(leaf.ground, bytearray(len(sets) // 8 + 1))
            side[at >> 3] |= 1 << (at & 7)
    established, refuted = ({g: int.from_bytes(p, "little") for g, p in side.items()} for side in planes)
    return established, refuted


def findings(mask: int) -> list[Leaf]:
    return list(LOGIC.literals.leaves(LOGIC.literals.reduced(mask)))


def spoken() -> Iterator[tuple[GroundRow, Use]]:
    for row in MATRIX.rows:
        for cell in row.cells.values():
            for use in cell.uses:
                yield row, use


def test_the_engine_gives_and_takes_away_what_the_cells_say() -> None:
    """On every case the norm is engaged undefeated by its own exception, or it is not; and the finding shows in it."""
    asked = [(use, case) for _, use in spoken() for case in use.cases[:10]]
    assert len(asked) > 1500
    planes = PROGRAM.run(*columns([findings(case) for _, case in asked]), {}, len(asked))
    assert not planes.disputed
    for at, (use, _) in enumerate(asked):
        row = planes.norms.get(use.norm)
        applies = bool(row and (row.applies | row.defeated) >> at & 1)
        assert applies is use.gives, (use.norm, at)


def test_the_engine_confirms_every_relation() -> None:
    """What is called identical, wider or narrower is so on all cases; what is called narrower is not the whole."""
    asked: dict[int, int] = {}
    for _, use in spoken():
        for case in use.cases if use.gives else ():
            for stop in (0, *use.stops):
                if LOGIC.literals.consistent(case | stop):
                    asked.setdefault(case | stop, len(asked))
    order = list(asked)
    planes = PROGRAM.run(*columns([findings(case) for case in order]), {}, len(order))

    def given(uses: list[Use], case: int) -> bool:
        """Whether one of the norms is engaged on a case, through this very finding."""
        for use in uses:
            row = planes.norms.get(use.norm)
            through = any(one & case == one for one in use.cases)
            if through and row and (row.applies | row.defeated) >> asked[case] & 1:
                return True
        return False

    checked = 0
    for row in MATRIX.rows:
        for a, b in permutations(MATRIX.regulations, 2):
            relation = row.relation(a, b)
            if relation.cases is None or not row.cells[a].outcomes or not row.cells[b].outcomes:
                continue
            first = {
                s: [u for u in row.cells[s].uses if u.gives and u.outcome == row.cells[s].outcomes[0]]
                for s in (a, b)
            }
            some = {
                case | stop
                for u in first[a]
                for case in u.cases
                for other in first[b]
                for stop in (0, *other.stops)
            }
            mine = [case for case in some if case in asked and given(first[a], case)]
            checked += 1
            covered = all(given(first[b], case) for case in mine)
            assert covered == (relation.cases in ("identical", "narrower")), (row.ground, row.sign, a, b)
    assert checked > 500


# --- what a matrix must be like -----------------------------------------------------------------------


def test_relations_are_mirrored() -> None:
    turned = matrix(CORPUS, LOGIC, PROGRAM, tuple(reversed(CORPUS.assessed)))
    mirror = {"wider": "narrower", "narrower": "wider"}
    for row, other in zip(MATRIX.rows, turned.rows, strict=True):
        for a, b in combinations(CORPUS.assessed, 2):
            there, back = row.relation(a, b), other.relation(b, a)
            assert back.relation == mirror.get(there.relation, there.relation)
            assert row.relation(b, a) == replace(there.mirrored())
            assert (back.silent, back.same_effect, back.cases) == (
                there.silent, there.same_effect, mirror.get(there.cases or "", there.cases)
            )  # fmt: skip


def test_wider_than_what_is_wider_is_wider() -> None:
    leads = {"identical", "wider"}
    for row in MATRIX.rows:
        for a, b, c in permutations(MATRIX.regulations, 3):
            if row.relation(a, b).relation in leads and row.relation(b, c).relation in leads:
                assert row.relation(a, c).relation in leads, (row.ground, a, b, c)


def test_every_finding_on_which_an_outcome_turns_has_a_row() -> None:
    from kg_query.compare.measures import covered

    listened = set().union(*(covered(CORPUS, slug) for slug in CORPUS.assessed))
    assert {row.ground for row in MATRIX.rows} == listened


def test_a_whole_matrix_takes_less_than_two_seconds() -> None:
    started = time.process_time()
    matrix(CORPUS, Logic(CORPUS), PROGRAM, CORPUS.assessed)
    assert time.process_time() - started < 2


def test_every_cell_cites_clauses_and_readings_that_exist() -> None:
    for _, use in spoken():
        assert use.provision in CORPUS.provisions
        assert CORPUS.norms[use.norm].provision == use.provision
        assert all(d in CORPUS.provisions for d in use.defeated_by)
        assert all(r in CORPUS.readings for r in use.readings)
    bars = {d for _, u in spoken() if u.norm == "nanmu/norm/art_4" for d in u.defeated_by}
    assert bars == {"nanmu/art_12"}


def test_json_holds_the_whole_matrix() -> None:
    data = json.loads(json.dumps(MATRIX.to_json(), ensure_ascii=False))
    assert len(data["rows"]) == len(MATRIX.rows)
    assert sum(len(r["cells"]) for r in data["rows"]) == 5 * len(MATRIX.rows)
    for pair in data["counts"]:
        assert sum(pair[kind] for kind in RELATIONS) == len(MATRIX.rows)
    row = next(r for r in data["rows"] if r["ground"] == "new_evidence_emerged")
    use = next(c for c in row["cells"] if c["regulation"] == L)["uses"][0]
    assert use["further"] == [["facts_or_nature_changed"]]
    assert use["exceptions"] == [
        ["officer_intentionally_concealed_evidence"],
        ["officer_omitted_evidence_by_gross_negligence"],
    ]
    assert use["presumes"] == ["in_course_of_duty"]


def test_grounds_and_families_can_be_chosen() -> None:
    some = matrix(CORPUS, LOGIC, PROGRAM, [N, P], ["force_majeure", "major_loss"])
    assert [(r.ground, r.sign) for r in some.rows] == [
        ("force_majeure", "established"), ("major_loss", "established"), ("major_loss", "refuted"),
    ]  # fmt: skip
    family = matrix(CORPUS, LOGIC, PROGRAM, [N, P], families=["emergency"])
    assert family.families == ("emergency",) and family.rows
    assert matrix(CORPUS, LOGIC, PROGRAM, [N, P], base=P).base == P


# --- a small law ------------------------------------------------------------------------------------------


def small(*norms: Norm, entails: dict[str, str] | None = None) -> GroundMatrix:
    """The matrix of the regulations x and y, with what outcomes come to as the graph says it."""
    corpus = law(*norms, entails=entails)
    known = CORPUS.outcomes
    corpus.outcomes = {
        c: replace(o, effect=known[c].effect, strictness=known[c].strictness)
        for c, o in corpus.outcomes.items()
    }
    return matrix(corpus, Logic(corpus), Program.compile(corpus), ["x", "y"])


def of(name: str, condition: Any, outcome: str = "exempt", **more: Any) -> Norm:
    return norm(name, condition, outcome, regulation=name[0], **more)


AB = AllOf((Has("a"), Has("b")))


@pytest.mark.parametrize(
    ("norms", "relation", "same_effect"),
    [
        ([of("x1", "a"), of("y1", "a")], "identical", True),
        ([of("x1", AllOf((Has("a"), Has("b"), Has("c")))), of("y1", AB), of("y2", AllOf((Has("a"), Has("d"))))], "narrower", True),
        ([of("x1", AnyOf((AB, AllOf((Has("a"), Has("c")))))), of("y1", AB), of("y2", AllOf((Has("a"), Has("c"))))], "identical", True),
        ([of("x1", AB), of("y1", AllOf((Has("a"), Has("c"))))], "overlapping", True),
        ([of("x1", "a"), of("y1", "a", exception=Has("b"))], "wider", True),
        # what the exception takes from the first norm the second still gives
        ([of("x1", "a"), of("y1", "a", exception=Has("b")), of("y2", AB)], "identical", True),
        ([of("x1", "a"), of("y1", "a", exception=Has("b")), of("y2", AB, exception=Has("c"))], "wider", True),
        ([of("x1", "a", "leniency_mandatory"), of("y1", "a", "mitigation_permitted", modality="may")], "different_modality", True),
        ([of("x1", "a", "not_fault", modality="must_not"), of("y1", "a", "exempt")], "different_outcome", True),
        ([of("x1", "a"), of("y1", "a", "liability")], "different_outcome", False),
        # one gives on the finding, the other only takes away
        ([of("x1", "a"), of("y1", "b", exception=Has("a"))], "different_outcome", False),
        # the opening words are presumed
        ([of("x1", "a", presupposes=Has("b")), of("y1", "a")], "identical", True),
        # the same first outcome, and one more on one side
        ([of("x1", "a"), of("x2", AB, "mitigation_permitted"), of("y1", "a")], "wider", True),
        ([of("x1", "a"), of("y1", "b")], "silent", None),
    ],
)  # fmt: skip
def test_two_small_regulations_relate(norms: list[Norm], relation: Kind, same_effect: bool | None) -> None:
    found = small(*norms).row("a").relation("x", "y")
    assert (found.relation, found.same_effect) == (relation, same_effect)
    if relation == "silent":
        assert found.silent == "y"
    if "presupposes" in repr(norms) and norms[0].presupposes is not None:
        assert found.same_opening is False


def test_entailment_makes_a_narrower_ground_count() -> None:
    found = small(of("x1", AllOf((Has("b"), Lacks("c")))), of("y1", "a"), entails={"a": "b", "d": "c"})
    (use,) = found.row("a").cells["x"].uses
    assert (use.via, use.further, use.gives) == (("b",), (frozenset({Lacks("c")}),), True)
    assert found.row("b").cells["y"].silent, "the broader ground does not show the narrower"
    limit = next(u for u in found.row("d").cells["x"].uses)
    assert (limit.gives, limit.part, limit.sign, limit.via) == (False, "condition", "refuted", ("c",))
    assert found.row("c", "refuted").cells["x"].outcomes == ("exempt",)


def test_what_a_clause_names_counts_though_another_of_its_words_entails_it() -> None:
    found = small(of("x1", AB), of("y1", "c"), entails={"a": "b"})
    (use,) = found.row("b").cells["x"].uses
    assert (use.via, use.further) == ((), (frozenset({Has("a")}),))


def test_a_finding_that_is_its_own_exception_gives_nothing() -> None:
    found = small(of("x1", "b", exception=Has("a")), of("y1", "b"), entails={"a": "b"})
    assert (found.row("a").cells["x"].outcomes, found.row("a").cells["x"].withheld) == ((), ("exempt",))


def test_what_is_too_large_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg_query.compare import cells

    monkeypatch.setattr(cells, "MOST_CASES", 1)
    wide = AllOf((Has("a"), AnyOf((Has("b"), Has("c")))))
    found = small(of("x1", wide), of("y1", "a")).row("a")
    assert found.cells["x"].uses[0].cut
    assert found.relation("x", "y").relation == "undecided"


# --- the page ---------------------------------------------------------------------------------------------


def blocks(page: Section) -> Iterator[Any]:
    for block in page.blocks:
        yield block
        if isinstance(block, Details):
            yield from block.blocks
    for inner in page.sections:
        yield from blocks(inner)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_counts_map_matrix_and_relations(lang: str) -> None:
    page = section("grounds", CORPUS, MATRIX, lang)
    found = list(blocks(page))
    tables = {t.key: t for t in found if isinstance(t, Table)}
    assert set(tables) == {"grounds", "grounds-pairs", "grounds-relations"}
    assert tables["grounds"].group_by == "family"
    assert len(tables["grounds"].rows) == len(MATRIX.rows)
    both = [r for row in MATRIX.rows for r in row.relations if r.relation not in ("silent", "both_silent")]
    assert len(tables["grounds-relations"].rows) == len(both)
    (heat,) = [b for b in found if isinstance(b, HeatMap)]
    assert len(heat.columns) == 4 and len(heat.rows) == len(heat.cells) > 30
    assert heat.table in tables
    for table in tables.values():
        for row in table.rows:
            assert len(row) == len(table.columns)


def test_the_page_says_in_words_what_a_cell_holds() -> None:
    row = next(i for i, r in enumerate(MATRIX.rows) if r.ground == "new_evidence_emerged")
    tables = {t.key: t for t in blocks(section("grounds", CORPUS, MATRIX, "zh")) if isinstance(t, Table)}
    _family, finding, _, _, cell, _, _ = tables["grounds"].rows[row]
    assert finding.value == "出现新的证据"
    assert cell.value == "不认定为过错：第八条第（十一）项"
    assert cell.note == (
        "第八条第（十一）项（不得）：还须原认定（认识）的事实或者案件性质发生变化；"
        "（执法人员）故意隐瞒证据；或者因重大过失遗漏证据除外"
    )
    assert cell.tone == "good"


def test_an_empty_choice_is_said_in_words() -> None:
    empty = matrix(CORPUS, LOGIC, PROGRAM, [N, P], [])
    page = section("grounds", CORPUS, empty, "en")
    said, table = page.blocks[-2:]
    assert isinstance(said, Paragraph) and said.text == "There are no findings to show."
    assert isinstance(table, Table) and not table.rows
    assert not page.sections


def test_a_family_that_has_no_name_is_shown_by_its_id() -> None:
    corpus: Corpus = law(of("x1", "a"), of("y1", "a"))
    corpus.concepts["modality"] = {"must": Concept("must", Text("应当", "shall"), Text("", ""))}
    corpus.concepts["group"] = {}
    found = matrix(corpus, Logic(corpus), Program.compile(corpus), ["x", "y"])
    assert found.families == ("group",)
