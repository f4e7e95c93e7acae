"""Scenarios in which two regulations part: known ones, written from the clauses before the search ran."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from random import Random
from typing import NamedTuple

import pytest
from thorough import THOROUGH

from kg_query import KnowledgeGraph
from kg_query.compare.answers import Answers
from kg_query.compare.claims import Claims, Joint, guided
from kg_query.compare.pages.scenarios import section
from kg_query.compare.scenarios import KINDS, Scenario, Scenarios, scenarios
from kg_query.compare.search import Parted, Search
from kg_query.compare.stands import kind_of, literals
from kg_query.conditions import Has, Lacks, Leaf, grounds
from kg_query.conditions.findings import LeafSet, consistent, reduced
from kg_query.conditions.relations import Logic
from kg_query.corpus import Corpus
from kg_query.errors import CorpusError, UsageError
from kg_query.model import Finding, Matter
from kg_query.reports.documents.model import Details, Document, Table


class Known(NamedTuple):
    """A scenario read off the clauses: findings, two regulations, what each says, and of what kind it is."""

    name: str
    regulations: tuple[str, str]
    findings: set[str]
    outcomes: tuple[str, str]
    kind: str
    clauses: tuple[str, str]


#: `-ground` is refuted, `a|b` leaves open which of the two the search takes.
KNOWN = (
    # Lianyungang 8(4): a court that only changes the range of a penalty shows no fault. Mingshan 5(1):
    # an act that a court changes makes liable, and nothing in article 6 excuses a wrong range.
    Known(
        "a court changes the range of a penalty",
        ("lianyungang", "mingshan"),
        {"in_reconsideration_or_litigation", "only_discretion_range_changed", "court_changed_act"},
        ("not_fault", "liability"),
        "opposite",
        ("lianyungang/art_8__point_4", "mingshan/art_5__point_1"),
    ),
    # Both forgive what new evidence overturns; Lianyungang 8(11) not where gross negligence missed it.
    Known(
        "new evidence, missed before by gross negligence",
        ("lianyungang", "mingshan"),
        {"new_evidence_emerged", "facts_or_nature_changed", "officer_omitted_evidence_by_gross_negligence"},
        ("no_applicable_rule", "exempt"),
        "excepted",
        ("lianyungang/art_8__point_11", "mingshan/art_6__point_3"),
    ),
    # Lianyungang 8(17) protects who objected to a wrong order, but not who obeys a manifestly unlawful
    # one; Mingshan 6(7) leaves the officer out wherever the fault is mainly the superior's decision.
    Known(
        "a manifestly unlawful order obeyed",
        ("lianyungang", "mingshan"),
        {
            "superior_order_manifestly_unlawful",
            "proposed_correction_to_superior",
            "superior_refused_or_insisted",
            "fault_mainly_caused_by_superior_decision",
        },
        ("no_applicable_rule", "exempt"),
        "excepted",
        ("lianyungang/art_8__point_17", "mingshan/art_6__point_7"),
    ),
    # Town 7(6) exempts who skips the normal procedure in an emergency; Mingshan 5(7) makes liable for
    # any breach of the statutory procedure, and Puxian 13 shuts tolerance out.
    Known(
        "an emergency shortcut, Mingshan",
        ("town", "mingshan"),
        {
            "responding_to_emergency|urgent_difficult_dangerous_task",
            "for_rapid_disposal",
            "normal_procedure_not_followed|procedural_flaw",
            "statutory_procedure_violated",
        },
        ("exempt", "liability"),
        "opposite",
        ("town/art_7__point_6", "mingshan/art_5__point_7"),
    ),
    Known(
        "an emergency shortcut, Puxian",
        ("town", "puxian-tolerance"),
        {
            "responding_to_emergency|urgent_difficult_dangerous_task",
            "for_rapid_disposal",
            "normal_procedure_not_followed|procedural_flaw",
            "statutory_procedure_violated",
        },
        ("exempt", "no_tolerance"),
        "opposite",
        ("town/art_7__point_6", "puxian-tolerance/art_13"),
    ),
    # A pilot in reform that fails with major loss: Nanmu 10(1)(2) is lenient whatever the loss;
    # Lianyungang 8(5) protects only where there was no major loss.
    Known(
        "major loss in a pilot",
        ("nanmu", "lianyungang"),
        {
            "reform_and_innovation_context",
            "conforms_to_superior_policy",
            "statutory_procedure_followed",
            "lack_of_experience",
            "pilot_exploration",
            "breaking_convention",
            "expected_effect_not_reached",
            "major_loss|major_impact|intentional_violation",
        },
        ("leniency_mandatory", "no_applicable_rule"),
        "excepted",
        ("nanmu/art_10__para_1__point_2", "lianyungang/art_8__point_5"),
    ),
    # Lianyungang 8(7) forgives deviations where facts or basis are read differently; Mingshan 5(6)
    # makes liable for a serious error in applying the law, which is such a deviation.
    Known(
        "divergent understanding ends in a serious error of law",
        ("lianyungang", "mingshan"),
        {"divergent_understanding_of_facts_or_basis", "serious_law_application_error"},
        ("not_fault", "liability"),
        "opposite",
        ("lianyungang/art_8__point_7", "mingshan/art_5__point_6"),
    ),
    # Unclear law, misapplied with intent: the proviso of Lianyungang 8(7); Mingshan 6(1) has none.
    Known(
        "unclear law, broken with intent",
        ("lianyungang", "mingshan"),
        {"legal_basis_unclear", "law_application_deviation", "intentional_violation"},
        ("no_applicable_rule", "exempt"),
        "excepted",
        ("lianyungang/art_8__point_7", "mingshan/art_6__point_1"),
    ),
    # The same words in both, but Puxian 13 bars whoever violates the procedure, while Nanmu 12 asks for
    # abuse or neglect that did harm.
    Known(
        "an improvised decision against the procedure",
        ("nanmu", "puxian-tolerance"),
        {
            "to_prevent_enforcement_risk",
            "improvised_decision|force_majeure|unforeseeable_cause",
            "mistake_or_deviation",
            "statutory_procedure_violated|statutory_scope_of_duty_violated",
        },
        ("leniency_mandatory", "no_tolerance"),
        "opposite",
        ("nanmu/art_10__para_1__point_4", "puxian-tolerance/art_13"),
    ),
    # The time limit passes because the party will not cooperate: Lianyungang 8(21) asks no more; Town
    # 7(4) excepts the case in which the law lets time be deducted.
    Known(
        "a time limit that the law lets stand still",
        ("town", "lianyungang"),
        {
            "counterparty_uncooperative|counterparty_obstructed_enforcement|third_party_uncooperative",
            "exhausted_measures",
            "statutory_time_limit_exceeded",
            "law_provides_time_limit_deduction",
        },
        ("no_applicable_rule", "not_fault"),
        "excepted",
        ("town/art_7__point_4", "lianyungang/art_8__point_21"),
    ),
    # Technique sets the limit: Lianyungang 8(13) takes either "not found" or "not to be characterised",
    # Nanmu 9(6) asks for both.
    Known(
        "a problem that technique could not find",
        ("nanmu", "lianyungang"),
        {"technical_limitation", "problem_undetected|problem_cannot_be_characterised"},
        ("no_applicable_rule", "not_fault"),
        "silent",
        ("nanmu/art_9__point_6", "lianyungang/art_8__point_13"),
    ),
)


KG = KnowledgeGraph.open()
CORPUS, PROGRAM = KG.corpus, KG.program


@pytest.fixture(scope="session")
def shown() -> Scenarios:
    return KG.compare().scenarios()


@pytest.fixture(scope="session")
def search() -> Search:
    return Search(CORPUS, PROGRAM, CORPUS.assessed)


@pytest.fixture(scope="session")
def small(search: Search) -> Parted:
    """All minimal sets of up to three findings."""
    return search.exhaustive()


@pytest.fixture(scope="session")
def large(search: Search) -> Parted:
    """Minimal sets of any size, joined from the norms."""
    return guided(search, Claims(search, Logic(CORPUS)))


def leaf_of(word: str) -> Leaf:
    return Lacks(word[1:]) if word.startswith("-") else Has(word)


def fits(findings: tuple[Leaf, ...], wanted: set[str]) -> bool:
    """True when the findings are those wanted, one of each choice."""
    choices = [{leaf_of(word) for word in one.split("|")} for one in wanted]
    some = set(findings)
    return len(findings) == len(choices) and all(len(c & some) == 1 for c in choices)


def matter_of(leaves: LeafSet | tuple[Leaf, ...]) -> Matter:
    found = [Finding(x.ground, "established" if isinstance(x, Has) else "refuted") for x in leaves]
    return Matter("scenario", tuple(found))


# --- known scenarios ------------------------------------------------------------------------


@pytest.mark.parametrize("known", [k for k in KNOWN if k.kind != "silent"], ids=lambda k: k.name)
def test_a_known_scenario_is_among_the_first_ten_of_its_pair(shown: Scenarios, known: Known) -> None:
    pair = shown.of(*known.regulations)
    assert pair.regulations == known.regulations
    found = [one for one in pair.scenarios if fits(one.findings, known.findings)]
    assert found, [one.findings for one in pair.scenarios]
    for one in found:
        assert one.kind == known.kind
        assert tuple(a.outcome for a in one.answers) == known.outcomes
        for answer, clause in zip(one.answers, known.clauses, strict=True):
            deciding = answer.part("gives", "exception", "limit", "near")
            assert clause in [c.provision for c in deciding]
            assert answer.part("exception", "limit") or not answer.withheld


def test_a_known_silence_is_found_though_silences_are_many_and_few_are_listed(
    search: Search, small: Parted
) -> None:
    for known in [k for k in KNOWN if k.kind == "silent"]:
        found = [
            stands for one, stands in small[known.regulations].items() if fits(tuple(one), known.findings)
        ]
        assert len(found) == 2
        assert {tuple(stand.outcome for stand in stands) for stands in found} == {known.outcomes}
        assert {kind_of(CORPUS, *stands) for stands in found} == {"silent"}


# --- what a scenario claims -----------------------------------------------------------------


def test_every_pair_has_ten_scenarios_and_the_starkest_kinds_come_first(shown: Scenarios) -> None:
    assert [p.regulations for p in shown.pairs] == list(combinations(CORPUS.assessed, 2))
    for pair in shown.pairs:
        assert len(pair.scenarios) == 10
        kinds = [KINDS.index(one.kind) for one in pair.scenarios]
        assert kinds == sorted(kinds)
        assert len({one.findings for one in pair.scenarios}) == 10


def test_the_engine_confirms_every_scenario_shown_and_the_clauses_it_names(shown: Scenarios) -> None:
    for pair in shown.pairs:
        for one in pair.scenarios:
            verdict = KG.assess(one.matter(), regulations=list(pair.regulations))
            for answer in one.answers:
                result = verdict.of(answer.regulation)
                assert result.outcome == answer.outcome
                statuses = {row.norm: row.status for row in result.norms}
                for clause in answer.clauses:
                    wanted = {"gives": "applies", "displaced": "defeated", "exception": "blocked"}
                    assert statuses[clause.norm] == wanted.get(clause.part, "not_engaged")
                gives = {c.provision for c in answer.part("gives")}
                assert gives == {p for o in result.outcomes if o.code == answer.outcome for p in o.provisions}


def tops(value: Scenarios) -> list[Scenario]:
    """The first scenario of each pair and all known ones: those that are re-checked in RDF."""
    return [
        one
        for pair in value.pairs
        for place, one in enumerate(pair.scenarios)
        if place == 0
        or any(k.regulations == pair.regulations and fits(one.findings, k.findings) for k in KNOWN)
    ]


def test_the_reference_reasoner_confirms_the_top_scenarios(shown: Scenarios) -> None:
    """With KGQ_TEST_ALL all of them; else one in three, spread over the pairs."""
    checked = tops(shown)
    assert len(checked) > 15
    for one in checked[:: 1 if THOROUGH else 3]:
        verdict = KG.assess(one.matter(), engine="reference", regulations=list(one.regulations))
        assert [verdict.of(a.regulation).outcome for a in one.answers] == [a.outcome for a in one.answers]


def test_without_any_finding_two_regulations_no_longer_part_in_the_same_way(
    shown: Scenarios, search: Search
) -> None:
    for pair in shown.pairs:
        i, j = (search.slugs.index(slug) for slug in pair.regulations)
        for one in pair.scenarios:
            whole = frozenset(one.findings)
            row = search.stands([whole])[whole]
            assert (row[i], row[j]) == tuple(a.stand for a in one.answers)
            assert search.least(pair.regulations, whole) == [whole]


def test_a_scenario_holds_only_what_can_be_so_together(shown: Scenarios) -> None:
    for pair in shown.pairs:
        for one in pair.scenarios:
            leaves = frozenset(one.findings)
            assert consistent(CORPUS, leaves) and reduced(CORPUS, leaves) == leaves
            has = {leaf.ground for leaf in leaves if isinstance(leaf, Has)}
            assert not any(CORPUS.excludes.get(a, frozenset()) & has for a in has)
            assert not any(CORPUS.grounds[g].group == "catch_all" for g in has)


# --- the search -----------------------------------------------------------------------------


def test_the_triples_found_are_those_that_single_assessments_find(search: Search, small: Parted) -> None:
    rnd, some = Random(5), search.literals
    slugs = search.slugs
    wanted = [frozenset(rnd.sample(some, 3)) for _ in range(150)]
    wanted += rnd.sample([s for sets in small.values() for s in sets if len(s) == 3], 100)
    for one in wanted:
        parts = [frozenset(p) for k in (1, 2) for p in combinations(sorted(one, key=search.place), k)]
        rows = {p: [KG.assess(matter_of(p)).of(s).outcome for s in slugs] for p in (one, *parts)}
        stands = search.stands([one, *parts])
        for p, row in rows.items():
            if search.possible(p):
                assert [s.outcome for s in stands[p]] == row
        for (i, a), (j, b) in combinations(enumerate(slugs), 2):
            found = small[a, b].get(one)
            apart = kind_of(CORPUS, stands[one][i], stands[one][j]) is not None
            alike = any((stands[p][i], stands[p][j]) == (stands[one][i], stands[one][j]) for p in parts)
            if found is not None:
                assert search.possible(one) and apart and not alike
                assert [found[0].outcome, found[1].outcome] == [rows[one][i], rows[one][j]]
            elif apart and not alike and search.possible(one):  # then a weaker set does the same
                assert one not in search.weakest({(a, b): {one: (stands[one][i], stands[one][j])}})[a, b]


def test_the_norms_lead_to_the_triples_too(small: Parted, large: Parted) -> None:
    """Of the minimal sets of up to three findings the guided search misses few, and adds none of its own."""
    for pair, sets in small.items():
        found = {one for one in large[pair] if len(one) <= 3}
        assert found <= sets.keys()
        assert len(found) > 0.5 * len(sets)


def test_sets_joined_as_numbers_are_those_joined_as_sets(search: Search) -> None:
    claims = Claims(search, Logic(CORPUS))
    joint, every = Joint(search, claims), [claim.leaves for some in claims.of.values() for claim in some]
    pick = Random(7)
    pairs = [(pick.choice(every), pick.choice(every)) for _ in range(2_000)]
    sets = []
    for one, two in pairs:
        (mine, entailed, apart), (theirs, also, _) = joint.of(one), joint.of(two)
        assert (not apart & theirs) is search.possible(one | two)
        if not apart & theirs:
            number = (mine | theirs) & ~(entailed | also)
            assert joint.set(number) == reduced(CORPUS, one | two)
            sets.append(number)
    assert 100 < len(sets) < len(pairs)
    by_number = [joint.set(number) for number in sorted(set(sets), key=joint.order)]
    assert by_number == sorted(set(by_number), key=search.order)


def test_what_is_apart_from_a_finding_is_what_cannot_be_so_together_with_it(search: Search) -> None:
    for leaf in Random(3).sample(search.literals, 40):
        apart = {other for other in search.literals if not search.possible(frozenset((leaf, other)))}
        assert search.apart(leaf) & set(search.literals) == apart


def test_the_same_is_found_again_in_either_order_and_for_two_regulations_alone(shown: Scenarios) -> None:
    for a, b in (("lianyungang", "mingshan"), ("town", "nanmu")):
        once = scenarios(CORPUS, PROGRAM, Logic(CORPUS), [a, b])
        again = scenarios(CORPUS, PROGRAM, Logic(CORPUS), [b, a])
        assert once.to_json() == again.to_json()
        assert once.of(a, b) == once.of(b, a) == shown.of(a, b)


def test_two_stands_part_the_same_way_from_either_side(search: Search, small: Parted) -> None:
    for sets in small.values():
        for a, b in set(sets.values()):
            assert kind_of(CORPUS, a, b) == kind_of(CORPUS, b, a) is not None
            assert kind_of(CORPUS, a, a) is None


def test_a_longer_list_begins_with_no_other_scenarios_of_a_kind(shown: Scenarios) -> None:
    longer = scenarios(CORPUS, PROGRAM, Logic(CORPUS), ["town", "mingshan"], 30).of("town", "mingshan")
    short = shown.of("town", "mingshan")
    assert len(longer.scenarios) == 30
    for kind in KINDS:
        some = [one for one in short.scenarios if one.kind == kind]
        assert [one for one in longer.scenarios if one.kind == kind][: len(some)] == some


@pytest.mark.parametrize("asked", [["town"], ["town", "nowhere"], ["town", "puxian-review"]])
def test_what_cannot_be_compared_is_refused(asked: list[str]) -> None:
    with pytest.raises(UsageError):
        scenarios(CORPUS, PROGRAM, Logic(CORPUS), asked)


def test_to_join_every_way_of_the_norms_changes_nothing_in_the_list(shown: Scenarios) -> None:
    every = scenarios(CORPUS, PROGRAM, Logic(CORPUS), ["lianyungang", "mingshan"], exhaustive=True)
    pair, short = every.of("lianyungang", "mingshan"), shown.of("lianyungang", "mingshan")
    assert [one.findings for one in pair.scenarios] == [one.findings for one in short.scenarios]
    assert sum(pair.found.values()) > 2 * sum(short.found.values())


def test_a_list_of_nothing_is_refused() -> None:
    with pytest.raises(UsageError):
        scenarios(CORPUS, PROGRAM, Logic(CORPUS), limit=0)


# --- exclusions -----------------------------------------------------------------------------


def test_exclusions_are_symmetric_and_handed_down_to_what_entails_them() -> None:
    apart = CORPUS.excludes
    assert len(apart) > 40
    for one, others in apart.items():
        for other in others:
            assert one in apart[other]
            assert other not in {one, *CORPUS.broader[one], *CORPUS.narrower[one]}
            for narrow in CORPUS.narrower[one]:
                assert other in apart[narrow]


def test_no_norm_asks_for_what_the_vocabulary_holds_apart(search: Search) -> None:
    """Were a condition only to be met by grounds that exclude each other, the exclusion would be wrong."""
    logic = Logic(CORPUS)
    for norm in CORPUS.norms.values():
        if norm.condition is None:
            continue
        ways = logic.ways(norm.condition).sets
        assert not ways or any(search.possible(one) for one in ways), norm.id


def test_the_roles_and_the_weight_of_a_penalty_exclude_each_other(search: Search) -> None:
    for a, b in (
        ("role_handler", "role_reviewer"),
        ("penalty_intentionally_light", "penalty_manifestly_heavy"),
        ("fault_obviously_minor", "serious_consequence"),
    ):
        assert not search.possible(frozenset((Has(a), Has(b))))
    assert search.possible(frozenset((Has("gross_negligence"), Has("approver_intentional"))))


def test_what_cannot_be_one_case_is_held_apart(search: Search) -> None:
    for a, b in (
        ("force_majeure", "intentional_violation"),  # unavoidable, and wanted
        ("force_majeure", "sought_private_gain"),
        ("force_majeure", "serious_law_application_error"),
        ("insurmountable_factor", "nonperformance_of_statutory_duty"),  # one has to be able to
        ("changed_by_mediation", "reconsideration_ordered_redo"),
        ("only_discretion_range_changed", "court_revoked_act"),
        ("prudent_review_duty_fulfilled", "officer_omitted_evidence_by_gross_negligence"),
        ("in_lawful_performance_of_duty", "nonperformance_of_statutory_duty"),
    ):
        assert not search.possible(frozenset((Has(a), Has(b)))), (a, b)
    # losses can be kept from growing, and a changed judgment can leave all but the range standing
    assert search.possible(frozenset((Has("loss_occurred"), Has("loss_effectively_avoided"))))
    assert search.possible(frozenset((Has("court_changed_act"), Has("only_discretion_range_changed"))))
    # a misread law is unforeseen at times; what the law left unclear can turn out to be no basis at all
    assert search.possible(frozenset((Has("legal_basis_unclear"), Has("no_legal_basis"))))


def test_no_finding_of_a_scenario_belies_the_opening_words_of_a_clause_that_speaks(shown: Scenarios) -> None:
    for pair in shown.pairs:
        for one in pair.scenarios:
            has = {leaf.ground for leaf in one.findings if isinstance(leaf, Has)}
            for answer in one.answers:
                for clause in answer.part("gives", "displaced"):
                    for ground in grounds(CORPUS.norms[clause.norm].presupposes):
                        assert has.isdisjoint(CORPUS.excludes.get(ground, frozenset())), clause.norm


def test_a_clause_names_the_findings_it_rests_on_where_one_is_refuted(search: Search) -> None:
    accident = (
        Has("liability_accident"),
        Lacks("directly_caused_by_department_nonperformance"),
        Has("duty_not_correctly_performed"),
        Has("key_area_violation_not_timely_investigated"),
    )
    town, lianyungang = Answers(search).of(accident, ("town", "lianyungang"))
    assert {*lianyungang.part("gives")[0].findings} == {*accident[:2]}
    assert {*town.part("gives")[0].findings} == {accident[0], *accident[2:]}


def test_the_nearest_clause_is_the_one_that_most_findings_count_for(search: Search) -> None:
    for findings, clause, wanted in (
        (
            ("counterparty_uncooperative", "statutory_time_limit_exceeded"),
            "town/art_7__point_4",
            {Has("exhausted_measures")},
        ),
        (
            ("counterparty_concealed_evidence", "wrong_decision"),
            "town/art_7__point_3",
            {Has("harm_resulted"), Lacks("subjective_fault")},
        ),
    ):
        (town,) = Answers(search).of(map(Has, findings), ("town",))
        (near,) = town.part("near")
        assert (near.provision, {*near.wanted}) == (clause, wanted)


def test_an_exclusion_is_read_from_the_data_and_works_both_ways(compiled: Callable[..., Corpus]) -> None:
    corpus = compiled(
        "id:apart a law:Exclusion ; law:excludes ground:objective_factor , ground:intentional_violation ."
    )
    assert corpus.grounds["objective_factor"].excludes == ("intentional_violation",)
    assert corpus.grounds["intentional_violation"].excludes == ("objective_factor",)
    wide = {"objective_factor", *corpus.narrower["objective_factor"]}
    assert "force_majeure" in wide and corpus.excludes["intentional_violation"] == wide
    assert corpus.excludes["force_majeure"] == {
        "intentional_violation",
        *corpus.narrower["intentional_violation"],
    }
    assert Corpus.from_json(corpus.to_json()).excludes == corpus.excludes


def test_an_exclusion_of_what_is_entailed_or_unknown_is_refused(compiled: Callable[..., Corpus]) -> None:
    with pytest.raises(CorpusError, match="force_majeure entails objective_factor"):
        compiled("id:apart a law:Exclusion ; law:excludes ground:force_majeure , ground:objective_factor .")
    with pytest.raises(CorpusError, match="no ground nothing_known"):
        compiled("id:apart a law:Exclusion ; law:excludes ground:force_majeure , ground:nothing_known .")


# --- pages ----------------------------------------------------------------------------------


def tables(document: Document) -> dict[str, Table]:
    return {table.key: table for table in document.tables()}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_tells_every_scenario_in_words_with_the_clauses_quoted(shown: Scenarios, lang: str) -> None:
    page = section(CORPUS, shown, lang)
    document = Document("t", lang, (page,))
    assert len(tables(document)["scenarios"].rows) == 100
    assert [sum(row[2:6]) for row in tables(document)["scenario_counts"].rows] == [  # type: ignore[arg-type]
        row[6] for row in tables(document)["scenario_counts"].rows
    ]
    for pair, part in zip(shown.pairs, page.sections, strict=True):
        told = [block for block in part.blocks if isinstance(block, Details)]
        assert len(told) == len(pair.scenarios)
    if lang == "en":
        words = " ".join(one.why.en for pair in shown.pairs for one in pair.scenarios)
        assert not [c for c in words if "\u4e00" <= c <= "\u9fff"]


def test_the_findings_in_json_make_a_matter_again(shown: Scenarios) -> None:
    data = shown.to_json()
    one = data["pairs"][0]["scenarios"][0]
    verdict = KG.assess({"id": "again", "findings": one["findings"]})
    assert [verdict.of(a["regulation"]).outcome for a in one["answers"]] == [
        a["outcome"] for a in one["answers"]
    ]


def test_literals_are_what_norms_listen_to() -> None:
    some = literals(CORPUS, CORPUS.assessed, frozenset())
    assert len(some) == len(set(some)) > 250
    assert leaf_of("-in_course_of_duty") in some and Has("major_loss") in some
