"""Duties, statistics and evaluation as a user works with them, from an empty page to a file that is opened."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
from browser import PHONE, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
Axe = Callable[..., list[str]]


def downloaded(page: Page, name: str) -> bytes:
    """The file that a button of the answer gives."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name, exact=True).first.click()
    return Path(waiting.value.path()).read_bytes()


def test_duties_from_an_empty_page_to_a_workbook(visit: Visitor, axe: Axe) -> None:
    page = visit("/duties", "zh")
    page.get_by_label("截至哪一日").fill("2024-10-10")
    page.get_by_label("容错决定作出：日期").fill("2024-09-24")
    page.get_by_label("已将容错决定告知当事人：日期").fill("2024-10-09")
    page.get_by_role("button", name="查看义务").click()
    page.get_by_role("heading", name="截至2024-10-10的义务").wait_for()
    page.locator("figure.chart.drawn").wait_for()
    assert page.get_by_label("容错决定作出：状态").input_value() == "established"
    assert axe(page) == []
    book = openpyxl.load_workbook(io.BytesIO(downloaded(page, "XLSX")))
    said = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {"2024-10-08", "2024-10-09"} <= {one[:10] for one in said}
    page.get_by_role("button", name="English").click()  # what was typed goes along
    page.get_by_role("heading", name="Duties as of 2024-10-10").wait_for()
    assert page.locator('[name="date.tolerance_decision_made"]').input_value() == "2024-09-24"
    assert "2024" not in page.url.partition("?")[2]


def test_a_report_from_a_file_on_a_phone_without_scripts(visit: Visitor) -> None:
    page = visit("/statistics", "en", PHONE, scripts=False)
    page.get_by_label("Year of the report").fill("2023")
    page.set_input_files("#files", EXAMPLES / "statistics" / "register.csv")
    page.get_by_role("button", name="Draw up the report").click()
    page.get_by_role("heading", name="Annual report on enforcement, 2023").wait_for()
    rows = list(csv.reader(io.StringIO(downloaded(page, "CSV").decode("utf-8"))))
    heads, total = rows[0], rows[-1]
    assert total[0] == "total" and total[heads.index("total")] == "3"
    with zipfile.ZipFile(io.BytesIO(downloaded(page, "DOCX"))) as package:
        assert "蒲县乙镇人民政府" in package.read("word/document.xml").decode()


def test_an_evaluation_typed_in_and_corrected(visit: Visitor, axe: Axe) -> None:
    page = visit("/evaluation", "en")
    visit.allowed.append("status 422")
    page.get_by_label("Team", exact=True).fill("某镇执法队")
    page.get_by_label("Kind of team").select_option("town")
    page.get_by_label("Steps as of which day").fill("2025-03-31")
    page.locator('[name="step.report_reviewed"]').fill("2025-03-10")
    page.locator("summary", has_text="polls and visits").click()
    page.get_by_label("row 1 method").select_option("visit")
    page.get_by_label("row 1 respondents").fill("thirty")
    page.get_by_role("button", name="Evaluate").click()
    page.get_by_role("alert").wait_for()
    assert axe(page) == []
    assert page.get_by_label("row 1 respondents").input_value() == "thirty"
    page.get_by_label("row 1 respondents").fill("30")
    page.locator('[name="surveys.0.satisfied"]').fill("24")
    page.locator('[name="surveys.0.on"]').fill("2024-06-01")
    page.get_by_role("button", name="Evaluate").click()
    page.get_by_role("heading", name="Evaluation as of 2025-03-31").wait_for()
    assert page.get_by_text("24 / 30").count() == 1
    answer = json.loads(downloaded(page, "JSON"))
    assert answer["teams"][0]["team"] == "某镇执法队"
    assert downloaded(page, "DOCX").startswith(b"PK")
