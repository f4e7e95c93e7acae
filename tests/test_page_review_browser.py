"""A reviewer at the page of file review: uploads, judges by eye, types a file, sums up a batch, opens what comes down."""

from __future__ import annotations

import json
import re
from pathlib import Path

import docx
import openpyxl
import pytest
from browser import PHONE, Visitor, findings

FOLDER = Path(__file__).parents[1] / "data" / "examples" / "casefiles"
HALF = FOLDER / "penalty-half-judged.json"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_is_uploaded_judged_and_its_form_taken_home(visit: Visitor, lang: str, tmp_path: Path) -> None:
    page = visit(f"/review?lang={lang}", lang)
    page.locator("#files").set_input_files(HALF)
    page.locator("button[value=upload]").click()
    points = page.locator("#standing .points")
    points.filter(has_text="64.5–100").wait_for()
    page.wait_for_load_state()  # before that no script follows a choice
    page.locator("input[name='j/P-DC-2-4'][value=violated]").check()
    points.filter(has_text="64.5–96").wait_for()
    assert page.locator("#findings article").count() == 1, "what is lost stands beneath at once"
    lines = page.locator('fieldset.line:has([value=""]:checked)').evaluate_all(
        "all => all.map(one => one.id.slice(2))"
    )
    for line in lines:
        page.locator(f"input[name='j/{line}'][value=met]").check()
    points.filter(has_text=re.compile("^96$")).wait_for()
    with page.expect_download() as coming:
        page.locator("button[formaction*='/review/form?format=docx']").click()
    coming.value.save_as(tmp_path / "form.docx")
    tables = docx.Document(str(tmp_path / "form.docx")).tables
    assert any("96" in cell.text for table in tables for row in table.rows for cell in row.cells)
    with page.expect_download() as coming:
        page.locator("button[formaction*='/review/case-file?format=json']").click()
    coming.value.save_as(tmp_path / "case.json")
    said = json.loads((tmp_path / "case.json").read_text("utf-8"))["judgements"]
    [one] = [judgement for judgement in said if judgement["criterion"] == ["P-DC-2-4"]]
    assert one["result"] == "violated"
    assert findings(page) == []


def test_a_file_is_typed_on_a_phone_without_scripts(visit: Visitor) -> None:
    page = visit("/review?lang=zh", "zh", PHONE, scripts=False)
    page.get_by_role("link", name="行政处罚案卷", exact=True).click()
    page.get_by_label("案卷编号").fill("蒲综罚〔2026〕1号")
    page.get_by_label("处罚程序").select_option("ordinary")
    page.get_by_role("button", name="人员", exact=False).first.click()
    page.get_by_role("button", name="+ 添加办案人员").click()
    page.get_by_label("人员姓名").fill("张某")
    page.get_by_label("承办人", exact=True).check()
    page.locator("#document").select_option("filing-approval")
    page.locator("button[value=document]").click()
    assert page.locator("#part").inner_text().startswith("立案审批表")
    page.get_by_label("案件来源").fill("巡查发现")
    page.get_by_role("button", name="保存并评分").click()
    assert page.get_by_label("案件来源").input_value() == "巡查发现"
    assert page.locator("#standing .points").inner_text() == "0"
    assert page.locator(".loss").count() > 0, "what costs points stands beside the fields"
    page.get_by_role("button", name="结果", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "蒲综罚〔2026〕1号"


def test_a_batch_is_summed_up(visit: Visitor, tmp_path: Path) -> None:
    page = visit("/review?lang=en", "en")
    files = [HALF, FOLDER / "penalty-59.5.json", FOLDER / "measure-61-days.json"]
    page.locator("#files").set_input_files(files)
    page.locator("button[value=upload]").click()
    page.locator("tbody tr").first.wait_for()
    assert page.locator("tbody tr").count() == 3
    assert findings(page) == []
    with page.expect_download() as coming:
        page.locator("button[formaction*='format=xlsx']").click()
    coming.value.save_as(tmp_path / "summary.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "summary.xlsx").worksheets
    held = {c for sheet in sheets for row in sheet.iter_rows(values_only=True) for c in row}
    for file in files:
        assert json.loads(file.read_text("utf-8"))["id"] in held
    page.locator("tbody button").last.click()
    page.locator("#standing .points").wait_for()
    page.locator("button[value='mode:form']").click()
    page.locator("#part").wait_for()
    assert findings(page) == []
