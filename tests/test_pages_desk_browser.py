"""A user at the desk: searches, asks a question, looks for defects, and opens the files that come down."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from browser import PHONE, Visitor
from served import Served

CASE = Path(__file__).parents[1] / "data" / "examples" / "casefiles" / "penalty-half-judged.json"


def test_from_the_start_page_to_a_clause(visit: Visitor) -> None:
    page = visit("/", "zh")
    page.get_by_role("main").get_by_role("searchbox").fill("不可抗力")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?**")
    assert page.locator("mark").first.inner_text() == "不可抗力"
    page.get_by_role("navigation", name="结果的种类").get_by_role("link", name="事由").click()
    page.wait_for_url("**kind=ground**")
    page.locator("ol.hits a").first.click()
    page.wait_for_url("**/ground/*.html**")
    assert "不可抗力" in page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_question_is_chosen_filled_in_and_taken_home(visit: Visitor, lang: str, tmp_path: Path) -> None:
    page = visit(f"/questions?lang={lang}", lang)
    page.locator('a[href*="/questions/grounds-of-regulation"]').click()
    page.locator("#p-regulation").select_option("mingshan")
    page.locator("#asked button").click()
    page.wait_for_url("**regulation=mingshan**")
    assert f"lang={lang}" in page.url, "the language goes along"
    rows = page.locator("table.answer tbody tr").count()
    with page.expect_download() as coming:
        page.get_by_role("link", name="XLSX").click()
    coming.value.save_as(tmp_path / "answer.xlsx")
    table = openpyxl.load_workbook(tmp_path / "answer.xlsx").worksheets[1]
    assert table.max_row > 20 and rows == min(table.max_row - 1, 100)


def test_a_question_is_asked_of_a_file_in_both_languages_on_a_phone(visit: Visitor, tmp_path: Path) -> None:
    page = visit("/questions/still-to-judge", "en", PHONE)
    page.locator("#load").set_input_files(CASE)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.locator("table.answer").wait_for()
    rows = page.locator("table.answer tbody tr").count()
    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name="提问", exact=True).wait_for()
    assert page.locator("table.answer tbody tr").count() == rows, "the file went along with the language"
    with page.expect_download() as coming:
        page.get_by_role("button", name="CSV").click()
    coming.value.save_as(tmp_path / "answer.csv")
    assert len(list(csv.reader((tmp_path / "answer.csv").open(encoding="utf-8")))) == rows + 1


def test_defects_are_narrowed_down_without_scripts(visit: Visitor, served: Served) -> None:
    served.client.get("/defects?lang=en", timeout=150)  # the first one waits for the checks
    page = visit("/defects?lang=en", "en", scripts=False)
    page.locator("#check").select_option("days-of-no-kind")
    page.get_by_role("button", name="Filter").click()
    page.wait_for_url("**check=days-of-no-kind**")
    assert page.locator("article.fault").count() == 4
    assert page.locator("article.fault blockquote").first.is_visible(), "few and short: they stand open"
    page.get_by_role("link", name="Clear the filter").click()
    page.wait_for_url(lambda address: "check=" not in address)
    page.locator('a[rel="next"]').click()
    page.wait_for_url("**page=2**")
    assert page.locator("article.fault").count() == 25
    quote = (
        page.locator("article.fault").filter(has=page.locator("details")).first.locator("blockquote").first
    )
    assert not quote.is_visible()
    page.locator("article.fault summary").first.click()
    assert quote.is_visible()
