"""One matter under several regulations: what it turns on where two of them part."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from yaml_files import from_yaml

from kg_query import KnowledgeGraph
from kg_query.compare.cases import CaseComparison, Divergence, compare_case
from kg_query.compare.pages.case import section
from kg_query.errors import InputError, UsageError
from kg_query.model import Finding, Matter
from kg_query.reports.documents.model import Details, Document
from kg_query.wording.citation import short_name

KG = KnowledgeGraph.open()
CORPUS, PROGRAM = KG.corpus, KG.program


def matter(*words: str, role: str | None = None) -> Matter:
    """A matter from words: `-g` refuted, `?g` unknown, else established."""
    status = {"-": "refuted", "?": "unknown"}
    found = [Finding(w.lstrip("-?"), status.get(w[0], "established")) for w in words]  # type: ignore[arg-type]
    return Matter("m", tuple(found), role=role)


def compare(*words: str, role: str | None = None, regulations: list[str] | None = None) -> CaseComparison:
    return compare_case(CORPUS, PROGRAM, matter(*words, role=role), regulations)


def of(value: CaseComparison, a: str, b: str) -> Divergence:
    return next(d for d in value.divergences if set(d.regulations) == {a, b})


def smallest(one: Divergence) -> set[frozenset[str]]:
    return {frozenset(f.ground for f in found) for found in one.findings}


def test_an_emergency_turns_on_the_shortcut_and_the_breach_of_procedure_and_on_nothing_else() -> None:
    value = compare(
        "responding_to_emergency", "for_rapid_disposal", "normal_procedure_not_followed",
        "statutory_procedure_violated", "cooperated_with_investigation", "-adverse_effect",
    )  # fmt: skip
    one = of(value, "town", "mingshan")
    assert one.kind == "opposite"
    assert smallest(one) == {
        frozenset({
            "responding_to_emergency", "for_rapid_disposal", "normal_procedure_not_followed",
            "statutory_procedure_violated",
        })
    }  # fmt: skip
    assert [c.provision for c in one.answers[0].part("gives")] == ["town/art_7__point_6"]
    assert [c.provision for c in one.answers[1].part("gives")] == ["mingshan/art_5__point_7"]
    assert not one.cut


def test_either_of_two_findings_that_make_liable_is_enough() -> None:
    value = compare(
        "force_majeure", "mistake_or_deviation", "court_changed_act", "statutory_procedure_violated"
    )
    one = of(value, "town", "mingshan")
    both = frozenset({"force_majeure", "mistake_or_deviation"})
    assert smallest(one) == {both | {"court_changed_act"}, both | {"statutory_procedure_violated"}}


def test_an_exception_is_named_as_what_takes_the_relief_away() -> None:
    value = compare(
        "new_evidence_emerged", "facts_or_nature_changed", "officer_omitted_evidence_by_gross_negligence"
    )
    one = of(value, "lianyungang", "mingshan")
    assert one.kind == "excepted"
    (clause,) = one.answers[0].part("exception")
    assert clause.provision == "lianyungang/art_8__point_11"
    assert [leaf.ground for leaf in clause.findings] == ["officer_omitted_evidence_by_gross_negligence"]
    assert len(one.findings) == 1 and len(one.findings[0]) == 3
    assert "除外" in one.why.zh and "excepts" in one.why.en


def test_a_bar_that_displaces_what_the_other_regulation_gives_is_named() -> None:
    value = compare(
        "in_enforcement_inspection", "counterparty_intentionally_concealed_or_misreported",
        "problem_undetected", "statutory_procedure_violated",
    )  # fmt: skip
    one = of(value, "nanmu", "puxian-tolerance")
    (clause,) = [c for c in one.answers[1].part("displaced") if c.outcome == "leniency_mandatory"]
    assert (clause.provision, clause.by) == (
        "puxian-tolerance/art_11__para_1__point_2", ("puxian-tolerance/art_13",),
    )  # fmt: skip


def test_what_is_still_unknown_is_said_to_decide() -> None:
    value = compare("court_revoked_act", "legal_basis_unclear", "?law_application_deviation")
    one = of(value, "town", "mingshan")
    assert one.kind == "undetermined"
    opened = one.answers[1].part("open")
    assert "mingshan/art_6__point_1" in [c.provision for c in opened]
    assert "适用法律、法规出现偏差" in one.why.zh
    assert all(any(f.status == "unknown" for f in found) for found in one.findings)


def test_a_role_counts_as_a_finding() -> None:
    value = compare("dereliction_of_duty", "counterparty_loss", role="handler")
    assert smallest(of(value, "nanmu", "mingshan")) == {
        frozenset({"role_handler", "dereliction_of_duty", "counterparty_loss"})
    }


def test_results_that_come_to_the_same_do_not_part() -> None:
    value = compare("force_majeure", "unable_to_perform_duty", regulations=["nanmu", "lianyungang"])
    assert value.agreeing == (("nanmu", "lianyungang"),)
    assert value.divergences == ()
    page = section(CORPUS, value, "en")
    assert "same result" in str(page.sections[0].blocks[0])


def test_a_matter_without_findings_parts_nobody() -> None:
    value = compare()
    assert value.divergences == ()
    assert {r.outcome for r in value.verdict.results} == {"no_applicable_rule"}


def test_a_dispute_is_no_finding_of_either_side() -> None:
    value = compare("force_majeure", "-force_majeure", "mistake_or_deviation", "court_changed_act")
    assert of(value, "town", "mingshan").kind == "undetermined"


def test_many_findings_still_give_a_part_that_cannot_be_smaller() -> None:
    grounds = [
        g.id
        for g in CORPUS.grounds.values()
        if g.group in ("counterparty", "emergency", "exploration", "result", "misconduct")
    ]
    value = compare(*grounds, regulations=["town", "mingshan"])
    for one in value.divergences:
        assert one.findings
        assert all(len(found) < 20 for found in one.findings)


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UsageError):
        compare("force_majeure", regulations=["nowhere"])
    with pytest.raises(InputError):
        compare("no_such_ground")


# --- a second reader's scenarios ------------------------------------------------------------

READ = from_yaml(Path(__file__).parent / "compare" / "scenarios.yaml")


def test_where_a_second_reader_saw_two_regulations_part_the_findings_it_turns_on_do_so_alone() -> None:
    seen = 0
    for entry in READ:
        found = entry["findings"]
        words = [*found.get("context", ()), *found.get("established", ())]
        words += [f"-{g}" for g in found.get("refuted", ())]
        whole = matter(*words, role=entry.get("role"))
        slugs = sorted({slug for pair in entry["parts"] for slug in pair}, key=CORPUS.assessed.index)
        value = compare_case(CORPUS, PROGRAM, whole, slugs)
        outcomes = {r.regulation: r.outcome for r in value.verdict.results}
        for one in value.divergences:
            if list(one.regulations) not in entry["parts"]:
                continue
            seen += 1
            for some in one.findings:
                again = KG.assess(Matter("part", some), regulations=list(one.regulations))
                assert [again.of(s).outcome for s in one.regulations] == [
                    outcomes[s] for s in one.regulations
                ]
                for size in (len(some) - 1,):
                    for less in combinations(some, size):
                        part = KG.assess(Matter("less", less), regulations=list(one.regulations))
                        same = [part.of(s).outcome for s in one.regulations] == [
                            outcomes[s] for s in one.regulations
                        ]
                        assert not same or one.answers[0].withheld or one.answers[1].withheld
    assert seen > 120


# --- JSON and page --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def example() -> CaseComparison:
    return compare(
        "force_majeure", "mistake_or_deviation", "to_prevent_enforcement_risk", "statutory_procedure_violated",
        "?litigation_arose", "accepted_gift", "-adverse_effect", "court_changed_act",
    )  # fmt: skip


def test_json_holds_results_divergences_and_proofs(example: CaseComparison) -> None:
    data = json.loads(json.dumps(example.to_json()))
    assert [r["regulation"] for r in data["results"]] == list(CORPUS.assessed)
    assert set(data["proofs"]) == set(CORPUS.assessed)
    assert len(data["divergences"]) + len(data["agreeing"]) == 10
    for one in data["divergences"]:
        assert one["smallest"] and one["why"]["zh"] and one["why"]["en"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_has_outcomes_divergences_and_unfolding_proofs(example: CaseComparison, lang: str) -> None:
    page = section(CORPUS, example, lang)
    by_key = {table.key: table for table in Document("t", lang, (page,)).tables()}
    names = [short_name(CORPUS.regulations[slug], lang) for slug in CORPUS.assessed]
    assert [row[0] for row in by_key["case"].rows] == names
    assert len(by_key["case_divergences"].rows) == len(example.divergences)
    told, proofs = page.sections
    assert sum(isinstance(b, Details) for b in told.blocks) == len(example.divergences)
    assert len(proofs.blocks) == len(CORPUS.assessed)
    if lang == "en":
        words = " ".join(str(cell) for row in by_key["case_divergences"].rows for cell in row)
        assert not [c for c in words if "\u4e00" <= c <= "\u9fff"]
