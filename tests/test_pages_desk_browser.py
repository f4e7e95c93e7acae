"""A user at the desk: searches, asks a question, looks for defects, and opens the files that come down."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest
from browser import PHONE, Visitor
from served import Served

if TYPE_CHECKING:
    from playwright.sync_api import Route

CASE = Path(__file__).parents[1] / "data" / "examples" / "casefiles" / "penalty-half-judged.json"


def test_from_the_start_page_to_a_clause(visit: Visitor) -> None:
    page = visit("/", "zh", color_scheme="dark")
    field = page.get_by_role("main").get_by_role("searchbox")
    back = field.evaluate("(one) => getComputedStyle(one).backgroundColor")
    assert min(map(int, re.findall(r"\d+", back)[:3])) > 230, "light, whatever the desktop is"
    field.fill("不可抗力")
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
    page.wait_for_url("**regulation=mingshan**")
    page.locator("table.answer").wait_for()
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
    placed = page.locator("article.fault").first.evaluate("(one) => getComputedStyle(one).position")
    assert placed == "static", "a defect scrolls with the page; what went wrong stays in view"
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


def test_pages_follow_their_filters_and_so_does_the_address(visit: Visitor, served: Served) -> None:
    page = visit("/search?lang=en", "en")
    page.locator("#q").press_sequentially("force majeure")
    page.wait_for_url("**q=force+majeure**")
    page.locator("ol.hits").first.wait_for()
    assert page.evaluate("document.activeElement.id") == "q", "one can go on typing"
    assert page.title().startswith("Search: force majeure")
    assert "q=force+majeure" in str(page.locator("#languages a").get_attribute("href"))
    page.locator("#kind").select_option("ground")
    page.wait_for_url("**kind=ground**")
    page.go_back()
    page.wait_for_url("**kind=&**")
    page.locator("#kind-provision").wait_for()
    served.client.get("/defects?lang=en", timeout=150)  # the first one waits for the checks
    page.goto(served.url + "/defects?lang=en")
    chart = page.locator("figure.chart.drawn script")
    chart.wait_for(state="attached")
    before = json.loads(chart.inner_text())
    page.locator("#regulation").select_option("nanmu")
    page.wait_for_url("**regulation=nanmu**")
    page.locator("figure.chart.drawn canvas").wait_for()
    assert json.loads(chart.inner_text()) != before and page.locator("figure.chart .drawing").count() == 1
    visit.allowed += ["status 503", "htmx:error"]
    page.route("**/defects?*", lambda route: route.abort())
    page.locator("#severity").select_option("note")
    page.get_by_role("alert").filter(has_text="The service did not answer").wait_for()
    page.unroute("**/defects?*")
    busy = page.get_by_role("status").filter(has_text="Being brought up to date")

    def refused(route: Route) -> None:
        busy.wait_for()
        route.fulfill(status=503, body='<main id="content"><h1>Too busy</h1><p class="lead">Wait.</p></main>')

    page.route("**/defects?*", refused)
    page.locator("#severity").select_option("")
    page.get_by_role("alert").filter(has_text="Too busy").wait_for()
    assert page.get_by_role("alert").count() == 1 and page.locator("article.fault").count(), "the rest stays"
    assert not busy.is_visible()
