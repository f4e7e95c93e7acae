"""Reviews of case files: what is lost and why, what silence means, judgements, repairs, matters."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from thorough import THOROUGH

from kg_query import KnowledgeGraph
from kg_query.casefiles import FORMATS
from kg_query.cli.of_reviews import CASE_FORMATS
from kg_query.cli.run import run
from kg_query.errors import InputError
from kg_query.files import root
from kg_query.model import Text
from kg_query.review import BaseFailure, Deduction, Review, matters_of, plan
from kg_query.review.text import page

FOLDER = root() / "data/examples/casefiles"
FULL = FOLDER / "penalty-full.json"
QUICK = settings(max_examples=60 if THOROUGH else 10, deadline=None, suppress_health_check=list(HealthCheck))


@cache
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def read(name: str = "penalty-full") -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))  # type: ignore[no-any-return]


def review(data: dict[str, Any], *judgements: dict[str, Any]) -> Review:
    return kg().review(data, list(judgements))


def judged(*criteria: str, result: str = "met", **more: str) -> dict[str, Any]:
    return {"criterion": list(criteria), "result": result, **more}


def without_judgement(data: dict[str, Any], *criteria: str) -> dict[str, Any]:
    """The file, with nothing judged of these criteria."""
    for one in data["judgements"]:
        one["criterion"] = [c for c in one["criterion"] if c not in criteria]
    return data


def lines(found: Review) -> list[str]:
    return [d.line for d in found.deductions]


# --- score and grade ----------------------------------------------------------------------------


def test_a_file_with_nothing_wrong_has_full_marks() -> None:
    found = review(read())
    assert (found.score, found.low, found.high, found.grade) == (100, 100, 100, "优秀")
    assert (found.base_result, found.deductions, found.open, found.failed) == ("pass", (), (), False)


def test_a_missing_field_costs_its_line_and_says_where_and_why() -> None:
    data = read()
    del data["documents"]["filing-approval"]["source"]
    found = review(data)
    [lost] = found.deductions
    assert (lost.line, lost.document, lost.points, lost.by) == ("P-LA-1-3", "P-LA-1", 1, "data")
    assert lost.where == "documents/filing-approval/source"
    assert lost.clause == "puxian-review/annex_3__stage_la__doc_1__line_3"
    assert "案件来源" in lost.clause_text.zh
    assert lost.why.zh and lost.why.en and lost.repair.zh and lost.repair.en
    assert found.score == 99


def test_a_missing_document_costs_all_its_lines() -> None:
    data = read()
    del data["documents"]["closing-report"]
    found = review(data)
    assert found.missing_documents == ("P-JA-1",)
    assert lines(found) == ["P-JA-1-1", "P-JA-1-2", "P-JA-1-3", "P-JA-1-4"]
    assert sum(d.points for d in found.deductions) == 8
    assert {d.where for d in found.deductions} == {"documents/closing-report"}
    assert (found.score, found.grade) == (92, "优秀")


def test_a_document_not_called_for_costs_nothing_and_nothing_is_rescaled() -> None:
    found = review(read())
    assert found.not_applicable == ("P-SC-3", "P-SC-4", "P-SC-5")
    assert found.score == 100


def test_a_line_is_lost_once_however_many_documents_lack_it() -> None:
    data = read()
    records = data["documents"]["questioning-record"]
    one = records[0] if isinstance(records, list) else records
    del one["rights_told"]
    data["documents"]["questioning-record"] = [one, deepcopy(one)]
    found = review(data)
    [lost] = found.deductions
    assert (lost.line, lost.points) == ("P-DC-2-6", 2)
    assert lost.where == "documents/questioning-record/1/rights_told"
    assert lost.also == ("documents/questioning-record/2/rights_told",)
    assert found.score == 98


def test_between_two_lists_of_grades_the_second_decides_and_says_so() -> None:
    found = review(read("penalty-59.5"))
    assert (found.score, found.grade) == (Decimal("59.5"), "不合格")
    assert found.failed
    [note] = [n for n in found.notes if "59.5" in n.en]
    assert note.en == "59.5 has no grade in Annex 1; Annex 2 “unqualified (less than 60 points)” decides."
    assert "附件1" in note.zh and "附件2" in note.zh
    assert "puxian-review/norm/reading_grade_gap" in found.readings
    assert found.to_json()["score"] == 59.5


# --- base standards -------------------------------------------------------------------------------


def test_a_base_failure_leaves_nothing_and_names_the_fact() -> None:
    data = read()
    data["organ"]["qualified"] = False
    del data["documents"]["filing-approval"]["source"]
    found = review(data)
    [failure] = [f for f in found.base_failures if f.standard == "PB-ZT-1"]
    assert (found.base_result, found.score, found.low, found.high, found.grade) == ("fail", 0, 0, 0, "不合格")
    assert failure.where == "organ/qualified"
    assert failure.clause == "puxian-review/annex_3__base_zt__item_1"
    assert lines(found) == ["P-LA-1-3"], "deductions are told all the same"
    assert found.failed and found.to_judge == ()


def test_after_a_base_failure_what_is_open_is_told_apart() -> None:
    data = without_judgement(read(), "P-LA-1-4")
    data["organ"]["qualified"] = False
    found = review(data).to_json()
    assert found["to_judge"] == []
    assert [o["criterion"] for o in found["open"]] == ["P-LA-1-4"]


def test_an_open_base_standard_leaves_everything_possible() -> None:
    data = read()
    del data["organ"]["qualified"]
    found = review(without_judgement(data, "PB-ZT-1"))
    assert (found.base_result, found.score, found.low, found.high) == ("open", None, 0, 100)
    assert "PB-ZT-1" in found.to_judge
    assert found.grade is None and not found.failed


# --- silence and judgement ------------------------------------------------------------------------


def test_a_quality_that_nobody_judged_is_open() -> None:
    found = review(without_judgement(read(), "P-LA-1-4"))
    assert found.to_judge == ("P-LA-1-4",)
    assert (found.score, found.low, found.high, found.grade) == (None, 98, 100, None)
    assert any("优秀" in n.zh for n in found.notes), "either way the grade is the same"


@pytest.mark.parametrize(("result", "score"), [("met", 100), ("violated", 98), ("not-applicable", 100)])
def test_a_judgement_decides_what_only_people_can(result: str, score: int) -> None:
    found = review(
        without_judgement(read(), "P-LA-1-4"), judged("P-LA-1-4", result=result, reason="叙述混乱")
    )
    assert found.score == found.low == found.high == score
    assert [d.by for d in found.deductions] == (["judgement"] if result == "violated" else [])
    assert all("叙述混乱" in d.why.zh for d in found.deductions)


def test_a_breach_that_data_show_stands_whatever_was_judged() -> None:
    data = read()
    del data["documents"]["filing-approval"]["summary"]
    found = review(without_judgement(data, "P-LA-1-4"), judged("P-LA-1-4"))
    assert lines(found) == ["P-LA-1-4"]
    assert [d.by for d in found.deductions] == ["data"]
    assert any("P-LA-1-4" in n.en and "stands" in n.en for n in found.notes)


def test_a_reviewer_who_sees_the_paper_prevails_over_clean_data() -> None:
    found = review(read(), judged("P-LA-1-3", result="violated"))
    assert lines(found) == ["P-LA-1-3"]
    assert found.deductions[0].by == "judgement"
    assert any("P-LA-1-3" in n.en for n in found.notes)


def test_two_judgements_that_differ_leave_a_line_open() -> None:
    data = without_judgement(read(), "P-LA-1-4")
    found = review(data, judged("P-LA-1-4"), judged("P-LA-1-4", result="violated"))
    assert found.to_judge == ("P-LA-1-4",)
    assert any("differ" in n.en for n in found.notes)


def test_a_condition_that_nobody_stated_is_open_and_can_be_judged() -> None:
    data = read()
    records = data["documents"]["questioning-record"]
    del (records[0] if isinstance(records, list) else records)["alterations"]
    assert review(data).to_judge == ("P-DC-2-8",)
    assert review(data, judged("P-DC-2-8")).score == 100
    assert "P-DC-2-8" in review(read()).not_arising


def test_whether_a_document_was_called_for_can_be_open_and_judged() -> None:
    data = read()
    del data["circumstances"]["correction_possible"]
    del data["documents"]["correction-order"]
    found = review(data)
    assert "P-SC-1" in found.to_judge
    assert (found.low, found.high) == (96, 100)
    assert review(data, judged("P-SC-1", result="not-applicable")).score == 100
    lost = review(data, judged("P-SC-1", result="violated"))
    assert (lost.missing_documents, lost.score) == (("P-SC-1",), 96)


def test_a_document_judged_to_be_there_is_asked_line_by_line() -> None:
    data = read()
    del data["circumstances"]["correction_possible"]
    del data["documents"]["correction-order"]
    found = review(without_judgement(data, "P-SC-1-1", "P-SC-1-3", "P-SC-1-4"), judged("P-SC-1"))
    assert found.to_judge == ("P-SC-1-1", "P-SC-1-2", "P-SC-1-3", "P-SC-1-4")
    assert (found.low, found.high) == (96, 100)


def test_a_document_in_the_file_is_scored_even_when_judged_not_to_apply() -> None:
    data = read()
    del data["documents"]["closing-report"]["execution_result"]
    found = review(data, judged("P-JA-1", result="not-applicable"))
    assert "P-JA-1-2" in lines(found)
    assert any("P-JA-1" in n.en for n in found.notes)


@pytest.mark.parametrize("wrong", [judged("P-LA-1-33"), judged("P-LA-1-3", result="perhaps")])
def test_an_unknown_judgement_is_an_error_with_the_nearest_word(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError) as fault:
        review(read(), wrong)
    assert fault.value.problems[0].hint is not None


def test_judgements_may_be_given_as_a_mapping() -> None:
    data = without_judgement(read(), "P-LA-1-4")
    assert kg().review(data, {"P-LA-1-4": "violated"}).score == 98


def test_shapes_that_met_nothing_are_told() -> None:
    found = review(read()).to_json()
    assert "P-SC-5-1" in found["not_checked"]
    assert found["checked"]["P-LA-1-3"] == 1
    assert not set(found["checked"]) & set(found["not_checked"])
    assert all(n.startswith(("P", "PB")) or n[0] in "EGMRTD" for n in found["checked"])


# --- national law and matters -----------------------------------------------------------------------


def late_disposal() -> dict[str, Any]:
    return read("penalty-preserved-8th-day")


def test_the_eighth_working_day_is_late_in_both_layers_and_the_seventh_in_none() -> None:
    found = review(late_disposal())
    assert lines(found) == ["P-DC-4-1"]
    [finding] = found.national
    assert (finding.rule, finding.severity, finding.ground) == (
        "P08",
        "violation",
        "statutory_procedure_violated",
    )
    assert finding.where == "documents/evidence-disposal-note/decided_on"
    assert "行政处罚法" in finding.law.zh and finding.article.startswith("56")
    assert finding.officers
    in_time = review(read("penalty-preserved-7th-day"))
    assert (in_time.deductions, in_time.national) == ((), ())


def test_breaches_become_matters_that_assess_takes() -> None:
    found = review(late_disposal())
    matters = matters_of(kg().corpus, [found])
    assert [m["id"].split("／")[1] for m in matters] == list(found.national[0].officers)
    for matter in matters:
        verdict = kg().assess(matter)
        assert any(r.outcome != "no_applicable_rule" for r in verdict.results)
        [finding] = matter["findings"]
        assert finding["ground"] == "statutory_procedure_violated"
        assert "P08" in finding["evidence"] and finding["date"] == matter["date"]
        assert matter["role"] == "handler"
        assert matter["organisation"] == found.team
    assert found.team and matters_of(kg().corpus, [review(read())]) == []


def test_a_part_in_a_case_counts_as_a_position_that_a_regulation_knows() -> None:
    corpus = kg().corpus
    parts = corpus.case_schema.codes["case_role"]
    assert parts["head"].role == "approver" and parts["unit-head"].role == "head_of_handling_unit"
    assert {part.role for part in parts.values()} <= corpus.concepts["role"].keys()


def test_a_base_failure_reaches_the_officers_too() -> None:
    data = read()
    data["organ"]["qualified"] = False
    assert matters_of(kg().corpus, [review(data)])


# --- repairs ------------------------------------------------------------------------------------------


def lacking(*slugs: str) -> dict[str, Any]:
    data = read()
    for slug in slugs:
        del data["documents"][slug]
    return data


def test_the_fewest_repairs_reach_the_next_grade() -> None:
    data = lacking("closing-report", "questioning-record")
    del data["documents"]["filing-approval"]["source"]
    found = review(data)
    assert (found.score, found.grade) == (81, "良好")
    steps = plan(kg().corpus, found)
    assert steps.target is not None and steps.target.zh == "优秀"
    assert [s.criteria for s in steps.steps] == [("P-DC-2",)]
    assert steps.reaches == 91


def test_the_last_repair_is_no_larger_than_it_has_to_be() -> None:
    found = review(lacking("closing-report", "questioning-record", "correction-order"))
    assert found.score == 78
    steps = plan(kg().corpus, found)
    assert [(s.criteria, s.points) for s in steps.steps] == [(("P-DC-2",), 10), (("P-SC-1",), 4)]
    assert steps.reaches == 92


def test_a_base_standard_is_repaired_first_and_the_points_only_as_far_as_needed() -> None:
    found = review(lacking("closing-report", "questioning-record"))
    failed = replace(
        found,
        base_result="fail",
        base_failures=(
            BaseFailure(
                "PB-ZT-1",
                Text("甲", "a"),
                "organ/qualified",
                "x",
                Text("乙", "b"),
                Text("丙", "c"),
                True,
                "data",
            ),
        ),
        score=Decimal(0),
    )
    steps = plan(kg().corpus, failed)
    assert [s.criteria for s in steps.steps] == [("PB-ZT-1",)]
    assert (steps.target, steps.reaches) == (Text("良好", "good"), 82)
    low = replace(failed, deductions=tuple(replace(d, points=d.points * 3) for d in found.deductions))
    steps = plan(kg().corpus, low)
    assert [s.criteria for s in steps.steps] == [("PB-ZT-1",), ("P-JA-1",)]
    assert (steps.target, steps.reaches) == (Text("合格", "qualified"), 70)
    hopeless = replace(low, deductions=tuple(replace(d, curable=False) for d in low.deductions))
    steps = plan(kg().corpus, hopeless)
    assert steps.steps == () and steps.reason is not None and "46" in steps.reason.en


def test_what_cannot_be_repaired_is_not_listed_and_the_plan_says_when_it_fails() -> None:
    data = read()
    data["organ"]["qualified"] = False
    steps = plan(kg().corpus, review(data))
    curable = all(f.curable for f in review(data).base_failures)
    assert steps.possible == curable
    assert (steps.steps == ()) != curable
    assert plan(kg().corpus, review(read())).target is None


# --- the command ----------------------------------------------------------------------------------------


def kgq(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(list(words))
    told = capsys.readouterr()
    return code, told.out, told.err


def written(tmp_path: Path, data: Any, name: str = "case.json") -> str:
    path = tmp_path / name
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return str(path)


def test_the_json_has_what_others_rely_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    data = read()
    del data["documents"]["filing-approval"]["source"]
    code, out, _ = kgq(capsys, "review", written(tmp_path, data), "--format", "json")
    found = json.loads(out)
    assert code == 0
    assert found["case_file"] == data["id"]
    assert found["standard"] == "penalty"
    assert found["base"]["result"] == "pass" and found["base"]["failed"] == []
    lost = found["deductions"][0]
    assert lost["line"] == "P-LA-1-3" and lost["points"] == 1 and set(lost["why"]) == {"zh", "en"}
    assert lost["where"] == "documents/filing-approval/source"
    assert found["not_applicable"] == ["P-SC-3", "P-SC-4", "P-SC-5"]
    assert found["missing_documents"] == found["to_judge"] == found["notes"] == found["national"] == []
    assert (found["score"], found["score_range"], found["grade"]) == (99, [99, 99], "优秀")


def test_several_files_give_a_list_and_one_failure_the_exit_code(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bad = read()
    bad["id"], bad["organ"]["qualified"] = "坏", False
    code, out, _ = kgq(capsys, "review", str(FULL), written(tmp_path, bad), "--format", "json")
    assert code == 1
    assert [r["score"] for r in json.loads(out)] == [100, 0]
    code, out, _ = kgq(capsys, "review", str(FULL), "--format", "csv")
    assert code == 0
    assert out.splitlines()[0].startswith("case_file,kind,team")
    assert ",100,100,100,优秀," in out.splitlines()[1]


def test_the_page_tells_everything_in_both_languages(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = without_judgement(late_disposal(), "P-LA-1-4")
    del data["documents"]["closing-report"]
    path = written(tmp_path, data)
    code, out, _ = kgq(capsys, "review", path, "--repair", "--lang", "zh")
    assert code == 0
    for words in ("得分在 89 至 91 之间", "P-DC-4-1（−1 分）", "P-JA-1（−8 分）", "待判断", "P08", "补正"):
        assert words in out.replace("\n      ", "").replace("\n    ", "")
    _, out, _ = kgq(capsys, "review", path, "--repair", "--lang", "en")
    for words in ("between 89 and 91", "P-DC-4-1 (−1)", "P-JA-1 (−8)", "Still to be judged", "Repair"):
        assert words in out
    assert max(map(len, out.splitlines())) <= 92


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "位置：先行登记保存证据物品处理单—处理决定日期（documents/evidence-disposal-note/decided_on）"),
        ("en", "Where: note on the disposal of preserved evidence — date of the disposal decision "
               "(documents/evidence-disposal-note/decided_on)"),
    ],
)  # fmt: skip
def test_the_page_tells_places_in_words_and_as_they_stand_in_the_data(
    capsys: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    path = str(FOLDER / "penalty-preserved-8th-day.json")
    _, out, _ = kgq(capsys, "review", path, "--lang", lang)
    assert "".join(words.split()) in "".join(out.split())


def test_matters_go_to_a_file_that_assess_reads(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path, out_file = str(FOLDER / "penalty-preserved-8th-day.json"), tmp_path / "matters.json"
    code, out, err = kgq(capsys, "review", path, "--matters", "-o", str(out_file))
    assert (code, out) == (0, "") and str(out_file) in err
    code, out, _ = kgq(capsys, "assess", str(out_file), "--format", "json")
    assert code == 0
    assert len(json.loads(out)) == len(json.loads(out_file.read_text("utf-8")))


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--format", "xml"], 2, "--format"),
        (["--engine", "fast"], 2, "--engine"),
        (["--set", "hearing"], 2, "NAME=VALUE"),
        (["--set", "hearing-fine-citizn=1"], 2, "hearing-fine-citizen"),
        (["--set", "hearing-fine-citizen=much"], 2, "0 or more"),
        (["-o", "x.json"], 2, "--matters"),
        (["--matters", "-o", "/dev/null/all.json"], 3, "cannot be written"),
    ],
)
def test_wrong_usage_is_told(
    capsys: pytest.CaptureFixture[str], words: list[str], code: int, told: str
) -> None:
    found, _, err = kgq(capsys, "review", str(FULL), *words, "--lang", "en")
    assert (found, told in err) == (code, True), err


def test_a_parameter_set_on_the_command_line_counts(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    data = read()
    del data["circumstances"]["hearing_eligible"]
    path = written(tmp_path, data)
    code, out, _ = kgq(capsys, "review", path, "--format", "json")
    assert code == 0 and "P-SC-3" in json.loads(out)["not_applicable"]
    code, out, _ = kgq(capsys, "review", path, "--format", "json", "--set", "hearing-fine-organisation=100")
    assert code == 1 and "P-SC-3" in json.loads(out)["missing_documents"]


def test_the_help_names_the_formats_that_are_read() -> None:
    assert tuple(FORMATS) == CASE_FORMATS


def test_standard_input_is_read(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg_query", "review", "-", "--format", "json"],
        input=FULL.read_bytes(), capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout)["score"] == 100


def test_a_review_loads_no_slow_library() -> None:
    program = (
        "import sys\nfrom kg_query.cli.run import run\n"
        f"run(['review', {str(FULL)!r}])\n"
        "print({'rdflib', 'pyshacl', 'owlrl', 'openpyxl', 'pandas'} & {m.split('.')[0] for m in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("set()")


@pytest.mark.slow
def test_the_reference_engine_prints_the_same_page(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(FOLDER / "penalty-missing-documents.json")
    one = kgq(capsys, "review", path)
    assert kgq(capsys, "review", path, "--engine", "reference") == one


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.json")), ids=lambda p: p.stem)
def test_every_example_adds_up_and_reads_in_both_languages(path: Path) -> None:
    data = json.loads(path.read_text("utf-8"))
    for one in data if isinstance(data, list) else [data]:
        found = kg().review(one)
        scoring = kg().corpus.rulebook.scoring
        assert scoring is not None
        lost = sum(d.points for d in found.deductions)
        pending = sum(o.points for o in found.open)
        if found.base_result != "fail":
            assert found.high == scoring.base - lost
            assert found.low == (0 if found.base_result == "open" else found.high - pending)
        for lang in ("zh", "en"):
            assert page(kg().corpus, found, lang, plan(kg().corpus, found))
        assert json.loads(json.dumps(found.to_json("en")))
        assert len({d.line for d in found.deductions}) == len(found.deductions)


# --- properties -----------------------------------------------------------------------------------------

DOCUMENTS = sorted(read()["documents"])
LINES = [r.notation for r in KnowledgeGraph.open().corpus.rulebook.rules.values() if r.kind == "line"]


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """The whole file with fields and documents taken out."""
    data = read()
    for slug in draw(st.lists(st.sampled_from(DOCUMENTS), max_size=4, unique=True)):
        del data["documents"][slug]
    places = [(h, k) for slug in data["documents"] for h, k in fields(data["documents"][slug])]
    for holder, key in draw(
        st.lists(st.sampled_from(places), max_size=8, unique_by=lambda p: (id(p[0]), p[1]))
    ):
        holder.pop(key, None)
    return without_judgement(data, *draw(st.lists(st.sampled_from(LINES), max_size=5)))


def fields(document: Any) -> Iterator[tuple[dict[str, Any], str]]:
    for one in document if isinstance(document, list) else [document]:
        for key in one:
            yield one, key


@QUICK
@given(damaged())
def test_a_score_never_leaves_its_bounds(data: dict[str, Any]) -> None:
    found = review(data)
    assert 0 <= found.low <= found.high <= 100
    assert found.score is None or found.low <= found.score <= found.high
    assert (found.score is None) == bool(found.to_judge)
    assert (found.grade is None) == (found.score is None)


@QUICK
@given(damaged(), st.sampled_from(DOCUMENTS))
def test_taking_out_a_document_that_was_called_for_never_raises_the_score(
    data: dict[str, Any], slug: str
) -> None:
    before = review(data)
    after = deepcopy(data)
    after["documents"].pop(slug, None)
    found = review(after)
    assert found.high <= before.high or before.base_result == "fail"
    if before.score is not None and found.score is not None and before.base_result != "fail":
        assert found.score <= before.score


@QUICK
@given(damaged(), st.sampled_from(LINES), st.sampled_from(["met", "violated", "not-applicable"]))
def test_a_further_judgement_never_widens_the_interval(data: dict[str, Any], line: str, result: str) -> None:
    if any(line in one["criterion"] for one in data["judgements"]):
        return
    before, after = review(data), review(data, judged(line, result=result))
    assert after.high - after.low <= before.high - before.low


def restored(data: dict[str, Any], lost: Deduction) -> dict[str, Any]:
    """The file after a repair, as the tests have it: each place named holds what the whole file holds."""
    whole, data = read(), deepcopy(data)
    for where in (lost.where, *lost.also):
        here, there = data, whole
        *steps, last = where.split("/")
        for step in steps:
            here, there = (part[int(step) - 1] if step.isdigit() else part[step] for part in (here, there))
        here[last] = deepcopy(there[last])
    return data


@QUICK
@given(damaged())
def test_a_repair_raises_the_score(data: dict[str, Any]) -> None:
    data["judgements"] = read()["judgements"]
    before = review(data)
    if before.base_failures or before.open:
        return
    for lost in before.deductions:
        if lost.curable and lost.where.startswith("documents/"):
            assert review(restored(data, lost)).high > before.high
