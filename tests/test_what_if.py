"""What if: the outcome before and after, and which norms flipped and why."""

from __future__ import annotations

import json

import pytest
from law_at_hand import law, matter

from kg_query import KnowledgeGraph
from kg_query.errors import InputError, UsageError
from kg_query.hypotheticals import NormChange, RegulationChange
from kg_query.model import Finding, Matter
from kg_query.what_if import WhatIf

COURT = matter("court_revoked_act self_corrected remedial_measures_taken", "loss_occurred", "adverse_effect")


def change(answer: WhatIf, regulation: str) -> RegulationChange:
    (one,) = [c for c in answer.changes if c.regulation == regulation]
    return one


def norm(answer: WhatIf, provision: str) -> NormChange:
    (one,) = [n for c in answer.changes for n in c.norms if n.provision == provision]
    return one


def test_without_adverse_effect_the_exemption_applies_and_liability_yields() -> None:
    """mingshan art 6(6) over art 5(1)."""
    answer = law().what_if(COURT, refute=["adverse_effect"])
    assert (change(answer, "mingshan").before, change(answer, "mingshan").after) == (
        "undetermined",
        "exempt",
    )
    exemption = norm(answer, "mingshan/art_6__point_6")
    assert (exemption.before, exemption.after) == ("undetermined", "applies")
    assert [(c.ground, c.before, c.after) for c in exemption.because] == [
        ("adverse_effect", "unknown", "refuted")
    ]
    liability = norm(answer, "mingshan/art_5__point_1")
    assert (liability.before, liability.after) == ("undetermined", "defeated")
    assert liability.because == () and liability.through == ("mingshan/art_6__point_6",)


def test_with_adverse_effect_the_other_way_round() -> None:
    answer = law().what_if(COURT, establish=["adverse_effect"])
    assert change(answer, "mingshan").after == "liability"
    assert norm(answer, "mingshan/art_6__point_6").after == "not_engaged"


def test_a_supposed_exception_blocks() -> None:
    order = "superior_order_wrong proposed_correction_to_superior superior_refused_or_insisted"
    answer = law().what_if(matter(order), establish=["superior_order_manifestly_unlawful"])
    blocked = norm(answer, "lianyungang/art_8__point_17")
    assert (blocked.before, blocked.after) == ("applies", "blocked")
    assert change(answer, "lianyungang").after == "no_applicable_rule"


def test_a_finding_on_the_same_ground_gives_way() -> None:
    answer = law().what_if(matter("force_majeure unable_to_perform_duty"), refute=["force_majeure"])
    assert answer.supposed.grounds("refuted") == ("force_majeure",)
    assert answer.supposed.grounds("established") == ("unable_to_perform_duty",)
    assert change(answer, "nanmu").after == "no_applicable_rule" and answer.after.disputed == ()


def test_a_supposition_against_another_finding_is_disputed_and_told() -> None:
    answer = law().what_if(matter("force_majeure unable_to_perform_duty"), refute=["insurmountable_factor"])
    assert set(answer.after.disputed) == {"force_majeure", "insurmountable_factor"}
    assert change(answer, "nanmu").after == "undetermined"
    assert "有争议，按待查明处理" in answer.to_text("zh")


def test_findings_can_be_withdrawn_or_left_open() -> None:
    one = matter("force_majeure unable_to_perform_duty")
    assert change(law().what_if(one, withdraw=["force_majeure"]), "nanmu").after == "no_applicable_rule"
    assert change(law().what_if(one, unknown=["force_majeure"]), "nanmu").after == "undetermined"


def test_another_role_is_a_supposition_like_any_other() -> None:
    """mingshan art 8(5) speaks of the handler, art 9 of the reviewer."""
    one = matter("statutory_procedure_violated serious_consequence", role="handler")
    answer = law().what_if(one, withdraw=["role_handler"])
    assert answer.supposed.role is None
    assert norm(answer, "mingshan/art_8__point_5").after == "not_engaged"


def test_what_does_not_change_is_said_too() -> None:
    answer = law().what_if(COURT, refute=["adverse_effect"])
    assert [c.regulation for c in answer.changes] == list(law().corpus.assessed)
    assert change(answer, "town").changed is False
    assert "不变" in answer.to_text("zh")


def test_the_matter_itself_is_untouched() -> None:
    before = Matter("m", (Finding("force_majeure", "unknown", source="卷宗第3页"),))
    answer = law().what_if(before, establish=["force_majeure"])
    assert before.findings == (Finding("force_majeure", "unknown", source="卷宗第3页"),)
    assert answer.before == law().assess(before)
    assert answer.after == law().assess(answer.supposed)


def test_the_json_form() -> None:
    data = json.loads(json.dumps(law().what_if(COURT, refute=["adverse_effect"]).to_json()))
    assert set(data) == {"matter", "supposed", "results", "before", "after"}
    assert data["supposed"] == {
        "established": [], "refuted": ["adverse_effect"], "unknown": [], "withdrawn": [],
    }  # fmt: skip
    result = next(r for r in data["results"] if r["regulation"] == "mingshan")
    assert (result["from"], result["to"], result["changed"]) == ("undetermined", "exempt", True)
    flipped = next(n for n in result["norms"] if n["provision"] == "mingshan/art_6__point_6")
    assert flipped["because"] == [{"ground": "adverse_effect", "from": "unknown", "to": "refuted"}]
    assert flipped["citation"] == {"zh": "第六条第（6）项", "en": "Article 6(6)"}


def test_the_text_says_what_flipped_and_why() -> None:
    answer = law().what_if(COURT, refute=["adverse_effect"])
    assert "第六条第（6）项：待定 → 适用，因为“不良影响”由待查明变为已否定" in answer.to_text("zh", width=200)
    assert (
        "Article 6(6): undetermined → applies, because “adverse effect/impact” goes from unknown to refuted"
        in answer.to_text("en", width=200)
    )


@pytest.mark.parametrize(
    ("supposed", "error", "words"),
    [
        ({}, UsageError, "没有假定任何认定"),
        ({"establish": ["force_majeure"], "refute": ["force_majeure"]}, UsageError, "不可抗力"),
        ({"establish": ["force_majure"]}, InputError, "force_majeure"),
        ({"refute": ["adverse_effect"], "regulations": ["nanmo"]}, UsageError, "nanmu"),
    ],
)
def test_what_cannot_be_supposed_is_said(
    supposed: dict[str, list[str]], error: type[Exception], words: str
) -> None:
    with pytest.raises(error) as caught:
        law().what_if(COURT, **supposed)
    assert words in caught.value.render("zh")  # type: ignore[attr-defined]


def test_the_rows_name_each_norm_that_flipped_or_the_regulation_where_none_did() -> None:
    answer = KnowledgeGraph.open().what_if(
        {"id": "m", "established": ["force_majeure"]},
        ["unable_to_perform_duty"],
        regulations=["nanmu", "town"],
    )
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows()]
    assert ("nanmu", "nanmu/art_9__point_4", "applies") in {
        (row["regulation"], row["provision"], row["norm_to"]) for row in rows
    }
    assert [row["provision"] for row in rows if row["regulation"] == "town"] == [None]
