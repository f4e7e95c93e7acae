"""What `kgq assess` prints: outcomes in words, clauses cited, nothing hidden."""

from __future__ import annotations

import re

from law_at_hand import cases, law, matter

from kg_query.assess import text as render
from kg_query.model import Finding, Matter


def page(one: Matter, lang: str = "zh", all_norms: bool = False, width: int = 200) -> str:
    kg = law()
    return render.verdict(kg.corpus, one, kg.assess(one), lang, all_norms, width)


def block(text: str, name: str) -> str:
    """The lines of one regulation."""
    return next(part for part in text.split("\n\n") if part.startswith(name))


NANMU = "《南木鄂伦春民族乡行政执法尽职尽责和容错纠错制度（试行）》"
MINGSHAN = "《明山区行政执法过错责任追究制度》"
LIANYUNGANG = "《连云港市"


def test_an_outcome_in_words_with_its_clause() -> None:
    text = page(matter("force_majeure unable_to_perform_duty", date="2024-11-02"))
    assert "结果：履职尽责，依据第九条第（四）项。" in block(text, NANMU)
    assert "自2024年10月29日起施行，事项日期2024年11月2日，当时已经施行" in block(text, NANMU)
    assert "未认定是否属于适用对象" in block(text, NANMU)
    english = page(matter("force_majeure unable_to_perform_duty"), "en")
    assert "Outcome: duty fulfilled, under Article 9(4)." in english


def test_a_defeated_clause_is_not_hidden() -> None:
    text = page(matter("court_revoked_act fault_obviously_minor"))
    assert "第五条第（1）项条件成立，但让位于第六条第（5）项。" in block(text, MINGSHAN)


def test_a_blocked_clause_and_a_presumption_are_not_hidden() -> None:
    order = "superior_order_wrong proposed_correction_to_superior superior_refused_or_insisted"
    presumed = block(page(matter(order)), LIANYUNGANG)
    assert "第八条第（十七）项的但书无人提出，推定不成立：“明显违法的决定、命令或者文件”。" in presumed
    blocked = block(page(matter(f"{order} superior_order_manifestly_unlawful")), LIANYUNGANG)
    assert "第八条第（十七）项条件成立，但其但书也成立，不适用。" in blocked


def test_a_dispute_is_told_with_both_sources() -> None:
    disputed = Matter(
        "丙案",
        (
            Finding("force_majeure", "established", source="气象证明"),
            Finding("insurmountable_factor", "refuted", source="勘验笔录"),
        ),
    )
    lines = [line for line in page(disputed).splitlines() if "有争议" in line]
    assert lines == [
        "  有争议：“不可抗力”、“（其他）难以克服的因素”，按待查明处理。"
        "一方：已认定：不可抗力（来源：气象证明）；另一方：已否定：（其他）难以克服的因素（来源：勘验笔录）。"
    ]


def test_a_conflict_names_both_sides() -> None:
    text = page(
        matter("statutory_procedure_violated serious_consequence fault_obviously_minor", role="handler")
    )
    assert "冲突" in block(text, MINGSHAN) and "第八条第（5）项" in block(text, MINGSHAN)
    assert "kgq explain 文件 --regulation mingshan" in text


def test_the_next_step_is_what_is_still_open() -> None:
    open_ = page(matter("", "", "force_majeure unable_to_perform_duty"))
    assert open_.rstrip().endswith("kgq requires 文件")


def test_all_norms_adds_those_that_do_not_apply_with_what_they_lack() -> None:
    one = matter("force_majeure")
    few, many = block(page(one), NANMU), block(page(one, all_norms=True), NANMU)
    assert "第九条第（四）项不适用，尚缺：“未能依法履行职责”。" in many
    assert "不适用，尚缺" not in few


def test_no_page_shows_an_id_or_a_code() -> None:
    kg = law()
    some = cases()[::12]
    for one, verdict in zip(some, kg.assess_many(some), strict=True):
        for lang in ("zh", "en"):
            text = render.verdict(kg.corpus, one, verdict, lang, all_norms=True).replace(one.id, "")
            text = "\n".join(line for line in text.splitlines() if "kgq " not in line)
            assert not re.search(r"[a-z]+_[a-z]+|norm/|art_\d|\bNone\b", text)
            if lang == "zh":
                assert not re.search(r"[a-z]{3,}", text)


def test_the_body_is_named_by_the_issuer_never_by_the_title_of_its_regulation() -> None:
    def first(organisation: str, lang: str) -> str:
        return page(matter("force_majeure", organisation=organisation), lang=lang).split("\n\n")[0]

    assert "单位：扎兰屯市南木鄂伦春民族乡人民政府）" in first("nanmu", "zh")
    assert "People's Government of Nanmu" in first("nanmu", "en")
    assert "单位：mingshan）" in first("mingshan", "zh")
    assert "单位：某局）" in first("某局", "zh")
