"""Proofs read like an opinion: facts, norm, application, conclusion; why and why not alike."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from law_at_hand import cases, law, matter

from kg_query import KnowledgeGraph
from kg_query.errors import InputError, UsageError
from kg_query.model import Finding, Matter, Verdict
from kg_query.proof import Proof, ProofNode
from kg_query.proof.trees import finding_text

STORM = Matter(
    "storm",
    (
        Finding("force_majeure", "established", evidence="气象证明", source="市气象局", date="2024-10-30"),
        Finding("unable_to_perform_duty", "established", note="道路中断"),
    ),
    date="2024-11-02",
)


def norm_in(proof: Proof, name: str) -> ProofNode:
    """The full step of one norm: the one that ends in a conclusion."""
    (node,) = [
        n
        for n in proof.find("norm", f"{proof.regulation}/norm/{name}")
        if any(c.role == "application" for c in n.children)
    ]
    return node


def below(node: ProofNode, role: str) -> list[ProofNode]:
    return [n for n in node.walk() if n.role == role]


# --- why --------------------------------------------------------------------------------------


def test_force_majeure_is_proved_from_the_clause_down_to_the_evidence() -> None:
    proof = law().explain(STORM, "nanmu")
    assert (proof.outcome, proof.root.status) == ("duty_fulfilled", "proven")
    norm = norm_in(proof, "art_9__point_4")
    assert (norm.status, norm.code, norm.provision) == ("proven", "applies", "nanmu/art_9__point_4")
    assert norm.quote.zh.startswith("因不能预见、不能避免或不能克服等不可抗力因素")
    chapeau, own = below(norm, "clause")
    assert chapeau.provision == "nanmu/art_9" and "应当认定为履职尽责" in chapeau.quote.zh
    assert own.provision == "nanmu/art_9__point_4"
    (leaf,) = [n for n in below(norm, "ground") if n.about == "force_majeure"][:1]
    assert (leaf.status, leaf.code) == ("proven", "established")
    (finding,) = below(leaf, "finding")
    assert finding.finding == STORM.findings[0]
    assert finding.text.zh == "已认定：不可抗力（证据：气象证明；来源：市气象局；日期：2024年10月30日）"


def test_what_nobody_contests_is_presumed_and_says_so() -> None:
    norm = norm_in(law().explain(STORM, "nanmu"), "art_9__point_4")
    (presupposed,) = below(norm, "presupposition")
    (leaf,) = presupposed.children
    assert (presupposed.status, leaf.status, leaf.code) == ("proven", "proven", "presumed")
    assert leaf.text.zh == "“履行职责（职务）过程中”：未有异议，推定具备"


def test_a_presupposition_that_is_refuted_fails_and_nothing_can_help() -> None:
    proof = law().explain(
        matter("force_majeure unable_to_perform_duty", "in_course_of_duty"), "nanmu", "art_9__point_4"
    )
    norm = norm_in(proof, "art_9__point_4")
    (presupposed,) = below(norm, "presupposition")
    assert (presupposed.status, norm.status, proof.root.status) == ("failed", "failed", "failed")
    (lack,) = below(norm, "lacking")
    assert lack.code == "ruled_out" and "履行职责（职务）过程中" in lack.text.zh


def test_a_ground_that_follows_from_another_says_from_which() -> None:
    proof = law().explain(STORM, "lianyungang")
    leaf = next(n for n in proof.find("ground", "insurmountable_factor") if n.status == "proven")
    (step,) = below(leaf, "entailment")
    assert step.text.en == (
        "follows from “force majeure”, which entails “insurmountable / hard-to-overcome factor”"
    )
    assert below(step, "finding")[0].finding.ground == "force_majeure"


def test_a_refuted_broader_ground_takes_the_narrower_one_with_it() -> None:
    proof = law().explain(matter("", "insurmountable_factor"), "nanmu", "art_9__point_4")
    (leaf,) = [n for n in proof.find("ground", "force_majeure") if "/condition/" in n.id][:1]
    assert (leaf.status, leaf.code) == ("failed", "refuted")
    assert "由否定“（其他）难以克服的因素”推出" in below(leaf, "entailment")[0].text.zh


def test_both_sides_of_a_dispute_stand_under_the_leaf() -> None:
    disputed = Matter(
        "丙案",
        (
            Finding("force_majeure", "established", source="气象证明"),
            Finding("force_majeure", "refuted", source="现场勘验笔录"),
            Finding("unable_to_perform_duty", "established"),
        ),
    )
    proof = law().explain(disputed, "nanmu")
    assert proof.outcome == "undetermined"
    leaf = proof.find("ground", "force_majeure")[0]
    assert (leaf.status, leaf.code) == ("open", "disputed")
    assert {n.finding.source for n in below(leaf, "finding")} == {"气象证明", "现场勘验笔录"}
    text = proof.to_text("zh")
    assert "有争议（既有认定又有否定），按待查明处理（事实 1, 2）" in text


def test_a_permitted_outcome_names_who_decides() -> None:
    proof = law().explain(matter("remedial_measures_taken loss_effectively_avoided"), "nanmu")
    assert proof.outcome == "mitigation_permitted"
    assert "这是可以为之而非必须为之，由乡党委、单位决定。" in proof.root.text.zh
    nature = below(norm_in(proof, "art_11__point_1"), "nature")[0]
    assert nature.code == "may" and "由乡党委、单位决定" in nature.text.zh


def test_an_exception_nobody_raised_is_presumed_absent_and_one_that_holds_blocks() -> None:
    order = "superior_order_wrong proposed_correction_to_superior superior_refused_or_insisted"
    presumed = law().explain(matter(order), "lianyungang")
    (exception,) = below(norm_in(presumed, "art_8__point_17"), "exception")
    assert (exception.status, exception.code) == ("not_shown", "presumed_absent")

    manifest = f"{order} superior_order_manifestly_unlawful"
    blocked = law().explain(matter(manifest), "lianyungang")
    norm = norm_in(blocked, "art_8__point_17")
    (exception,) = below(norm, "exception")
    assert (exception.status, exception.code, norm.code) == ("proven", "blocks", "blocked")
    assert "/set_aside/" in norm.id

    open_ = law().explain(matter(order, "", "superior_order_manifestly_unlawful"), "lianyungang")
    (exception,) = below(norm_in(open_, "art_8__point_17"), "exception")
    assert (exception.status, exception.code) == ("open", "may_block")

    cleared = law().explain(matter(order, "superior_order_manifestly_unlawful"), "lianyungang")
    (exception,) = below(norm_in(cleared, "art_8__point_17"), "exception")
    assert (exception.status, exception.code) == ("failed", "does_not_block")


def test_a_defeated_clause_shows_what_prevails_and_whether_the_text_says_so() -> None:
    proof = law().explain(matter("court_revoked_act fault_obviously_minor"), "mingshan")
    assert proof.outcome == "exempt"
    norm = norm_in(proof, "art_5__point_1")
    assert (norm.code, norm.status) == ("defeated", "failed")
    (override,) = below(norm, "override")
    assert (override.status, override.code) == ("proven", "defeats")
    assert override.provision == "mingshan/art_6__point_5"
    assert "本图谱的解读" in override.text.zh and "our reading" in override.text.en


def test_that_nothing_prevails_takes_one_line_with_all_that_was_considered_below_it() -> None:
    proof = law().explain(matter("court_revoked_act"), "mingshan")
    (folded,) = below(norm_in(proof, "art_5__point_1"), "no_override")
    assert folded.text.zh == "可以优先于它的条款中，第六条第（1）项至第（8）项未成立"
    assert len(folded.children) == 8
    assert {child.status for child in folded.children} == {"not_shown"}
    text = proof.to_text("zh")
    assert "情节明显轻微" not in text and text.count("可以优先于它的条款中") == 1


def test_a_conflict_shows_both_sides() -> None:
    proof = law().explain(
        matter("statutory_procedure_violated serious_consequence fault_obviously_minor", role="handler"),
        "mingshan",
    )
    assert (proof.outcome, proof.root.status) == ("conflict", "proven")
    sides = {node.code: [c.provision for c in node.children] for node in proof.find("result")}
    assert sides == {"exempt": ["mingshan/art_6__point_5"], "liability": ["mingshan/art_8__point_5"]}
    assert "条文没有规定何者优先" in proof.root.text.zh


def test_the_role_in_the_matter_is_a_fact_like_any_other() -> None:
    proof = law().explain(
        matter("statutory_procedure_violated serious_consequence", role="handler"), "mingshan"
    )
    leaf = next(n for n in proof.find("ground", "role_handler") if n.status == "proven")
    assert below(leaf, "finding")[0].finding == Finding("role_handler", "established")


def test_a_proof_names_the_readings_that_the_verdict_rests_on() -> None:
    """The opening words are shown to be met: how they are to be read no longer matters."""
    met = ("in_lawful_performance_of_duty", "in_course_of_duty")
    for more, counts in (((), True), (met, False)):
        findings = (*STORM.findings, *(Finding(ground, "established") for ground in more))
        storm = Matter("storm", findings, date="2024-11-02")
        result = law().assess(storm).of("nanmu")
        assert ("nanmu/norm/reading_chapeau" in result.readings) is counts
        assert ("nanmu/norm/reading_chapeau" in result.other_readings) is not counts
        proof = law().explain(storm, "nanmu")
        for row in result.norms:
            if row.status in ("applies", "undetermined", "defeated"):
                named = {step.about for step in below(norm_in(proof, row.norm.rpartition("/")[2]), "reading")}
                assert named == set(row.readings)


def test_the_alternative_reading_is_tried_on_the_same_findings() -> None:
    proof = law().explain(
        matter("self_corrected remedial_measures_taken", "loss_occurred", "adverse_effect"), "mingshan"
    )
    norm = norm_in(proof, "art_6__point_6")
    assert norm.code == "undetermined"
    tried = [n for n in below(norm, "condition") if n.code == "alternative"]
    assert [n.status for n in tried] == ["proven"]
    assert tried[0].text.zh == "依另一解读，条件成立"


# --- why not ----------------------------------------------------------------------------------


def test_why_not_says_what_would_have_to_be_shown() -> None:
    proof = law().explain(STORM, "nanmu", "nanmu/art_12")
    assert (proof.provision, proof.root.code, proof.root.status) == (
        "nanmu/art_12",
        "not_engaged",
        "not_shown",
    )
    norm = norm_in(proof, "art_12")
    (condition,) = [n for n in norm.children if n.role == "condition"]
    assert condition.status == "not_shown"
    assert {n.about for n in below(condition, "ground")} == {
        "abuse_of_power", "nonperformance_of_statutory_duty", "rights_infringed", "adverse_consequence",
    }  # fmt: skip
    first, second = below(norm, "lacking")
    assert "滥用" in first.text.zh + second.text.zh
    assert first.text.zh.startswith("要适用，还须：认定") and second.text.zh.startswith("或者：认定")


def test_the_short_name_of_a_provision_is_enough() -> None:
    assert law().explain(STORM, "nanmu", "art_12") == law().explain(STORM, "nanmu", "nanmu/art_12")


def test_a_clause_that_an_opposite_finding_rules_out_says_which() -> None:
    proof = law().explain(matter("", "force_majeure"), "nanmu", "art_9__point_4")
    norm = norm_in(proof, "art_9__point_4")
    assert norm.status == "failed"
    (lack,) = below(norm, "lacking")
    assert (lack.code, lack.about) == ("ruled_out", "force_majeure")


def test_a_text_that_broke_off_is_never_satisfied_and_the_proof_says_it_is_lost() -> None:
    proof = law().explain(STORM, "puxian-tolerance", "art_10__point_3")
    norm = norm_in(proof, "art_10__point_3")
    assert norm.code == "not_engaged"
    text = proof.to_text("zh")
    assert "残缺" in text


def test_silence_shows_the_clauses_that_come_closest() -> None:
    proof = law().explain(matter("implementing_superior_decision"), "town")
    assert (proof.outcome, proof.root.status) == ("no_applicable_rule", "not_shown")
    (nearest,) = proof.find("nearest")
    names = [n.provision for n in nearest.children]
    assert names[0] == "town/art_7__point_1"
    assert all(below(n, "lacking") for n in nearest.children)
    assert "不等于应当或者不应当追究" in proof.root.text.zh


def test_a_point_without_a_norm_of_its_own_is_explained_with_the_clause_it_belongs_to() -> None:
    proof = law().explain(STORM, "nanmu", "art_10__para_2__point_1")
    assert proof.find("norm")[0].provision == "nanmu/art_10__para_2"
    assert "第十条第二款第（一）项是第十条第二款的组成部分" in proof.root.text.zh


def test_a_whole_article_explains_every_norm_under_it() -> None:
    proof = law().explain(STORM, "nanmu", "art_9")
    assert proof.root.code == "applies"
    assert len([n for n in proof.root.children if n.role == "norm"]) == 9


def test_a_unit_without_a_norm_says_why() -> None:
    proof = law().explain(STORM, "nanmu", "art_1")
    (step,) = proof.find("unmodelled")
    reason = law().corpus.provisions["nanmu/art_1"].not_modelled
    assert reason is not None and reason.zh in step.text.zh and step.status == "noted"


@pytest.mark.parametrize(
    ("regulation", "provision", "error", "words"),
    [
        ("nanmo", None, UsageError, "nanmu"),
        ("puxian-statistics", None, UsageError, ""),
        ("nanmu", "art_99", UsageError, "没有这一条款"),
        ("nanmu", "town/art_7", UsageError, "不属于"),
    ],
)
def test_what_does_not_exist_is_said(
    regulation: str, provision: str | None, error: type[UsageError], words: str
) -> None:
    with pytest.raises(error) as caught:
        law().explain(STORM, regulation, provision)
    assert words in caught.value.render("zh")


def test_an_unknown_ground_is_an_error_not_a_gap() -> None:
    with pytest.raises(InputError) as caught:
        law().explain(matter("force_majure"), "nanmu")
    assert "force_majeure" in caught.value.render("en")


# --- time and place ---------------------------------------------------------------------------


def test_the_day_of_a_finding_is_written_as_documents_write_it() -> None:
    corpus = law().corpus
    said = finding_text(corpus, Finding("force_majeure", "established", date="2024-10-30"))
    assert said.zh.endswith("（日期：2024年10月30日）") and said.en.endswith("(date: 30 October 2024)")


@pytest.mark.parametrize(
    ("date", "status"), [("2024-10-28", "failed"), ("2024-10-29", "proven"), (None, "open")]
)
def test_in_force_from_the_day_of_printing(date: str | None, status: str) -> None:
    proof = law().explain(matter("force_majeure", date=date), "nanmu")
    (step,) = proof.find("in_force")
    assert step.status == status


def test_scope_rests_on_findings_like_everything_else() -> None:
    for established, refuted, status in (
        ("nanmu_township_enforcement_officer", "", "proven"),
        ("", "nanmu_township_enforcement_officer", "failed"),
        ("", "", "open"),
    ):
        proof = law().explain(matter(established, refuted, "force_majeure"), "nanmu")
        (step,) = proof.find("in_scope")
        assert step.status == status
        assert step.children[0].about == "nanmu_township_enforcement_officer"


# --- every proof ------------------------------------------------------------------------------


def status_of(norm: ProofNode) -> str:
    """What the steps below a norm amount to, read off the proof alone."""
    parts = {c.role: c for c in norm.children}
    condition, presupposed = parts.get("condition"), parts.get("presupposition")
    holds = [p.status for p in (condition, presupposed, parts.get("follows")) if p is not None]
    exception = parts["exception"].code if "exception" in parts else None
    if not all(status in ("proven", "open") for status in holds):
        return "not_engaged"
    if exception == "blocks":
        return "blocked"
    overrides = {c.code for c in norm.children if c.role == "override"}
    if "defeats" in overrides:
        return "defeated"
    if "open" in holds or exception == "may_block" or "may_defeat" in overrides:
        return "undetermined"
    return "applies"


@cache
def every_proof() -> list[tuple[Matter, Verdict, Proof]]:
    kg = law()
    some = cases()[::5]
    return [
        (one, verdict, kg.explain(one, result.regulation))
        for one, verdict in zip(some, kg.assess_many(some), strict=True)
        for result in verdict.results
    ]


def test_every_proof_amounts_to_the_verdict_it_proves() -> None:
    seen: set[str] = set()
    for one, verdict, proof in every_proof():
        result = verdict.of(proof.regulation)
        assert proof.outcome == result.outcome
        ids = [node.id for node in proof.walk()]
        assert len(ids) == len(set(ids))
        full = {}
        for norm in proof.find("norm"):
            if any(c.role == "application" for c in norm.children):
                assert status_of(norm) == norm.code, (one.id, norm.id)
                full[norm.about] = norm.code
                seen.add(norm.code or "")
        rows = {r.norm: r.status for r in result.norms if r.status != "not_engaged"}
        assert rows.items() <= full.items(), (one.id, proof.regulation)
        leaves = {n.about: n.code for n in proof.walk() if n.role == "result"}
        assert set(leaves) == {o.code for o in result.outcomes}
    assert seen >= {"applies", "defeated", "undetermined", "not_engaged"}


MACHINE = re.compile(r"[a-z]+_[a-z_]+|norm/|https?:|art_\d|\bNone\b|\{|\}")


def test_no_text_for_people_shows_an_id_or_a_code() -> None:
    for one, _, proof in every_proof():
        for lang in ("zh", "en"):
            text = proof.to_text(lang).replace(one.id, "")
            assert not MACHINE.search(text), (one.id, proof.regulation, MACHINE.search(text))


def test_the_same_facts_always_give_the_same_words() -> None:
    assert law().explain(STORM, "mingshan") == law().explain(STORM, "mingshan")
    assert law().explain(STORM, "nanmu").to_text() == law().explain(STORM, "nanmu").to_text()


def test_chinese_text_is_chinese() -> None:
    """Latin letters stand in it only where the law or a finding has them."""
    for one, _, proof in every_proof()[::7]:
        for node in proof.walk():
            if node.role not in ("finding", "unused"):
                text = node.text.zh.replace(one.id, "")
                assert not re.search(r"[a-z]{2,}", text), node.text.zh


def test_lines_fit_the_width() -> None:
    from kg_query.wording.layout import columns

    for lang, width in (("zh", 60), ("en", 72)):
        text = law().explain(STORM, "nanmu").to_text(lang, width)
        assert max(map(columns, text.splitlines())) <= width


# --- for programs -----------------------------------------------------------------------------


def test_the_json_form_keeps_its_keys() -> None:
    data = json.loads(json.dumps(law().explain(STORM, "nanmu").to_json(), ensure_ascii=False))
    assert set(data) == {
        "format", "matter", "regulation", "provision", "outcome", "title", "proof",
    }  # fmt: skip
    assert data["format"] == "kg-query/proof/1"
    ahead = [data["proof"]]
    while ahead:
        step = ahead.pop()
        assert set(step) == {
            "id", "role", "status", "code", "about", "provision", "text", "quote", "finding", "children",
        }  # fmt: skip
        assert step["status"] in {"proven", "failed", "open", "not_shown", "noted"}
        assert step["text"]["zh"] and step["text"]["en"]
        ahead += step["children"]


def test_the_rdf_leads_from_the_conclusion_to_the_findings_it_rests_on() -> None:
    from rdflib import Graph

    graph = Graph().parse(data=law().explain(STORM, "nanmu").to_turtle(), format="turtle")
    rows = graph.query(
        """PREFIX law: <https://w3id.org/kg-query/ns#> PREFIX prov: <http://www.w3.org/ns/prov#>
        SELECT DISTINCT ?ground ?evidence WHERE {
          ?proof a law:Proof ; prov:wasGeneratedBy ?run ; prov:wasDerivedFrom+ ?finding .
          ?run a prov:Activity . ?finding a law:Finding , prov:Entity ; law:ground ?ground .
          OPTIONAL { ?finding law:evidence ?evidence } }"""
    )
    found = {(str(g).rsplit("/", 1)[1], str(e) if e else None) for g, e in rows}
    assert found == {("force_majeure", "气象证明"), ("unable_to_perform_duty", None)}


def test_the_proof_joins_the_verdict_by_its_iri() -> None:
    from kg_query.assess.rdf import verdict_iri
    from kg_query.proof.rdf import proof_graph, step_iri

    whole, part = law().explain(STORM, "nanmu"), law().explain(STORM, "nanmu", "art_12")
    assert step_iri(whole, whole.root) == f"{verdict_iri('storm', 'nanmu')}/proof"
    steps = {step_iri(whole, n) for n in whole.walk()}
    assert steps.isdisjoint(step_iri(part, n) for n in part.walk())
    assert len(steps) == len(list(whole.walk()))
    assert {str(s) for s in proof_graph(whole).subjects()} >= steps


# --- a chain of overrides, a proviso shown in part --------------------------------------------

_PREFIXES = """
@prefix id: <https://w3id.org/kg-query/id/> .
@prefix ladder: <https://w3id.org/kg-query/id/ladder/> .
@prefix norm: <https://w3id.org/kg-query/id/ladder/norm/> .
@prefix law: <https://w3id.org/kg-query/ns#> .
@prefix ground: <https://w3id.org/kg-query/ground/> .
@prefix kind: <https://w3id.org/kg-query/id/kind/> .
@prefix modality: <https://w3id.org/kg-query/id/modality/> .
@prefix outcome: <https://w3id.org/kg-query/id/outcome/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
"""
_TEXT = """
id:ladder a law:Regulation ; law:slug "ladder" ; dcterms:title "阶梯办法（虚构）"@zh , "Ladder (invented)"@en .
""" + "".join(
    f'ladder:art_{n} a law:Article ; law:regulation id:ladder ; law:number "第{c}条" ; '
    f'law:text "第{c}条的文字。"@zh , "Words of article {n}."@en .\n'
    for n, c in enumerate("一二三四", 1)
)
_NORMS = """
norm:art_1 a law:Norm ; law:provision ladder:art_1 ; law:kind kind:exemption ; law:modality modality:must_not ;
  law:outcome outcome:exempt ; law:condition ground:force_majeure ;
  law:exception [ law:anyOf ( ground:intentional_violation
    [ law:allOf ( ground:major_loss [ law:not ground:timely_corrected ] ) ] ) ] ;
  law:summary "一"@zh , "one"@en .
norm:art_2 a law:Norm ; law:provision ladder:art_2 ; law:kind kind:bar ; law:modality modality:must_not ;
  law:outcome outcome:no_tolerance ; law:condition ground:abuse_of_power ; law:summary "二"@zh , "two"@en .
norm:art_3 a law:Norm ; law:provision ladder:art_3 ; law:kind kind:exemption_permitted ;
  law:modality modality:may ; law:outcome outcome:exemption_permitted ;
  law:condition ground:collective_decision ; law:summary "三"@zh , "three"@en .
norm:art_4 a law:Norm ; law:provision ladder:art_4 ; law:kind kind:sanction ; law:modality modality:must ;
  law:condition ground:major_loss ; law:summary "四"@zh , "four"@en .
norm:o2 a law:Override ; law:prevailing ladder:art_2 ; law:defeats ladder:art_1 ; law:basis law:express ;
  law:reason "明文"@zh , "express"@en .
norm:o3 a law:Override ; law:prevailing ladder:art_3 ; law:defeats ladder:art_2 ; law:basis law:express ;
  law:reason "明文"@zh , "express"@en .
"""


def ladder(folder: Path, established: str) -> Proof:
    """A proof under a regulation whose article 3 displaces article 2, which displaces article 1."""
    (folder / "text.ttl").write_text(_PREFIXES + _TEXT, "utf-8")
    (folder / "norms.ttl").write_text(_PREFIXES + _NORMS, "utf-8")
    return KnowledgeGraph.open(folder).explain(matter(established), "ladder")


def test_a_clause_that_is_met_but_displaced_itself_is_not_called_unmet(tmp_path: Path) -> None:
    proof = ladder(tmp_path, "force_majeure abuse_of_power collective_decision major_loss")
    norm = norm_in(proof, "art_1")
    (step,) = below(norm, "no_override")
    assert (norm.code, step.code) == ("applies", "displaced")
    assert step.text.zh.startswith("第二条的条件成立") and "它自身让位于第三条" in step.text.zh
    assert "Article 2 is met" in step.text.en and "displaced by Article 3" in step.text.en
    (exception,) = below(norm, "exception")
    assert "（“重大损失”：已认定），尚缺：否定“及时纠正改正”" in exception.text.zh
    assert "“major loss”: established" in exception.text.en and "未提出，推定" not in exception.text.zh
    for lang, also, further in (
        ("zh", "同时成立：可以免责，依据第三条。", "其他适用的规定：第四条：适用（性质："),
        ("en", "Also: exemption permitted, under Article 3.", "Further: Article 4: applies (nature:"),
    ):
        last = proof.to_text(lang, width=200).rpartition("\n\n")[2]
        assert also in last and further in last


def test_what_is_not_met_still_says_so_and_agrees_in_number(tmp_path: Path) -> None:
    (step,) = below(norm_in(ladder(tmp_path, "force_majeure"), "art_1"), "no_override")
    assert step.text.zh == "可以优先于它的条款中，第二条未成立"
    assert step.text.en.endswith("Article 2 does not apply")
    (many,) = below(
        norm_in(law().explain(matter("court_revoked_act"), "mingshan"), "art_5__point_1"), "no_override"
    )
    assert many.text.en.endswith("Article 6(1) to (8) do not apply")


def test_who_decides_an_outcome_finds_it_and_english_words_stand_apart() -> None:
    proof = law().explain(STORM, "nanmu")
    nature = below(norm_in(proof, "art_9__point_4"), "nature")[0]
    assert nature.text.zh.endswith("认定") and "执行" not in nature.text.zh
    for one in cases()[::9]:
        for result in law().assess(one).results:
            text = law().explain(one, result.regulation).to_text("en", width=400)
            assert not re.search(
                r"\w\(shown above|[，、；：（）「」]",
                re.sub(r"\((?:evidence|source|note|date): .*", "", text),
            )
