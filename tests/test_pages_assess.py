"""The page that assesses a matter: what is typed or sent comes back as the API answers it, and nothing typed is lost."""

from __future__ import annotations

import html
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from browser import LAPTOP, PHONE, Visitor, stored
from served import Served

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
FORM = {
    "number": "m-typed",
    "role": "handler",
    "date": "2024-11-02",
    "g.force_majeure": "established",
    "g.unable_to_perform_duty": "established",
    "g.adverse_effect": "",
    "evidence.force_majeure": "暴雪封路",
}
MATTER = {
    "id": "m-typed",
    "role": "handler",
    "date": "2024-11-02",
    "findings": [
        {"ground": "force_majeure", "status": "established", "evidence": "暴雪封路"},
        {"ground": "unable_to_perform_duty", "status": "established"},
    ],
}
XSS = '"><script>window.__xss=1</script>\u202e'


def post(served: Served, data: dict[str, Any], path: str = "/assess", status: int = 200, **more: Any) -> str:
    answer = served.client.post(
        path, data=data, headers={"Accept": "text/html", **more.pop("headers", {})}, **more
    )
    assert answer.status_code == status, answer.text[-2000:]
    assert answer.headers["cache-control"] == "private, no-store"
    return answer.text


def words(page: str, start: str, end: str) -> str:
    part = page[page.index(start) : page.index(end, page.index(start))]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", part)))


def checked(page: str) -> dict[str, str]:
    found = re.findall(r'name="g\.([a-z_]+)" value="(\w+)" checked', page)
    return dict(found)


def test_the_form_is_filled_in_with_an_example_and_answered(served: Served) -> None:
    page = served.client.get("/assess?example=matter&lang=en").text
    assert checked(page)["force_majeure"] == "established" and checked(page)["subjective_fault"] == "refuted"
    said = words(page, 'class="outcomes"', "</table>")
    assert "Nanmu duty fulfilled Article 9(4) yes" in said and "Lianyungang not a fault Article 8(26)" in said
    again = served.client.get("/assess?example=matter&lang=en")
    cached = served.client.get(
        "/assess?example=matter&lang=en", headers={"If-None-Match": again.headers["etag"]}
    )
    assert cached.status_code == 304
    assert served.client.get("/assess?example=none", headers={"Accept": "text/html"}).status_code == 400


def test_the_page_says_what_the_api_says(served: Served) -> None:
    page = post(served, FORM)
    verdict = served.client.post("/api/v1/assess", json=MATTER).json()
    assert checked(page) == {"force_majeure": "established", "unable_to_perform_duty": "established"}
    rows = re.findall(r'<td><span class="chip [a-z]*">([^<]+)</span>', page)
    assert len(rows) == len(verdict["results"]) and rows.count("履职尽责") == sum(
        one["outcome"] == "duty_fulfilled" for one in verdict["results"]
    )
    assert 'value="暴雪封路"' in page, "what a finding rests on comes back in its field"
    proof = served.client.post("/api/v1/explain?regulation=nanmu", json=MATTER).json()["proof"]
    assert proof["text"]["zh"] in html.unescape(page)
    made = json.loads(served.client.post("/assess/matter", data=FORM).content)
    assert made == MATTER


def test_every_ground_has_its_field_once_in_the_language_that_is_asked_for(served: Served) -> None:
    """Fields of grounds that nobody raised are written once for each language and address, and put into every form."""
    shown = {
        name: served.client.get("/assess", params=asked, headers={"Accept-Language": lang, "Accept": "text/html"}).text
        for name, asked, lang in (
            ("zh", {}, "zh"), ("en", {}, "en"), ("asked", {"lang": "en"}, "zh"), ("again", {"example": ""}, "zh"),
        )
    }  # fmt: skip
    shown["sent"] = post(served, FORM)
    fields = {
        name: re.findall(r'<fieldset class="ground.*?</fieldset>', p, re.S) for name, p in shown.items()
    }
    ids = [re.findall(r' id="(g-[^"]+)"', "".join(some)) for some in fields.values()]
    assert len(ids[0]) > 100 and all(one == ids[0] and len(set(one)) == len(one) for one in ids)
    assert fields["again"] == fields["zh"]
    assert all("/ground/" in field for some in fields.values() for field in some)
    assert [any("?lang=en" in field for field in fields[name]) for name in ("zh", "en", "asked")] == [
        False, False, True,
    ]  # fmt: skip
    assert "established" in words(fields["en"][0], "<label>", "</label>")
    assert "成立" in words(fields["zh"][0], "<label>", "</label>")
    changed = [one for one, other in zip(fields["sent"], fields["zh"], strict=True) if one != other]
    assert len(changed) == 2 and all("raised" in one and "checked" in one for one in changed)


def test_a_supposition_shows_before_and_after_and_can_be_taken_up(served: Served) -> None:
    page = post(served, {**FORM, "flip": "force_majeure:refuted"}, path="/assess?lang=en")
    said = words(page, 'class="supposed"', "</section>")
    assert "Nanmu : duty fulfilled → no applicable rule" in said
    assert checked(page)["force_majeure"] == "established", "a supposition changes nothing yet"
    assert checked(post(served, {**FORM, "take": "force_majeure:refuted"}))["force_majeure"] == "refuted"
    assert "force_majeure" not in checked(post(served, {**FORM, "take": "force_majeure:"}))
    rows = served.client.post(
        "/assess/table?what=what-if&format=json", data={**FORM, "supposed": "force_majeure:refuted"}
    )
    assert rows.json()["supposed"]["refuted"] == ["force_majeure"]


def test_what_is_needed_is_asked_with_its_reason(served: Served) -> None:
    page = post(served, {**FORM, "g.force_majeure": "unknown", "show": "needed"}, path="/assess?lang=en")
    told = served.client.post(
        "/api/v1/requires",
        json={
            "id": "m",
            "role": "handler",
            "established": ["unable_to_perform_duty"],
            "unknown": ["force_majeure"],
        },
    ).json()
    assert any([f["ground"] for f in one["findings"]] == ["force_majeure"] for one in told["sets"])
    said = words(page, 'id="needed"', 'action="/compare/case')
    assert "Raised, and still open" in said and "undetermined → duty fulfilled" in said
    assert 'name="take" value="force_majeure:established"' in page
    part = served.client.post(
        "/assess", data={**FORM, "show": "needed"}, headers={"Accept": "text/html", "HX-Target": "div#needed"}
    )
    assert part.text.startswith('<div id="needed">') and "HX-Target" in part.headers["vary"]


def test_what_hangs_on_an_open_finding_beside_the_outcome_is_told(served: Served) -> None:
    """Pu County art 11: leniency is due whatever the loss was; the waiver of para 2 waits for it."""
    established = (
        "puxian_enforcement_officer counterparty_intentional_violation statutory_measures_taken accident_occurred "
        "not_prohibited_by_law in_lawful_performance_of_duty actively_eliminated_effects_and_recovered_losses"
    )
    data = {f"g.{ground}": "established" for ground in established.split()}
    data |= {
        "g.serious_adverse_effect": "refuted",
        "g.major_loss": "unknown",
        "show": "needed",
        "number": "m",
    }
    page = post(served, data)
    said = words(page, 'id="needed"', 'action="/compare/case')
    assert "重大损失 尚未查明：首要结论不因此改变，但以下条款是否一并适用，取决于它：" in said
    assert "蒲县（容错） · 第十一条第二款" in said and "查明与否都不改变结论" not in said
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", page, re.S)
    covered = [re.sub(r"<[^>]+>", "", row.rsplit("<td>", 1)[1]).strip() for row in rows[:5]]
    assert covered == ["未认定", "未认定", "未认定", "未认定", "属于"]


@pytest.mark.parametrize("format", ["docx", "pdf", "html"])
def test_the_opinion_comes_as_a_file(served: Served, format: str) -> None:
    answer = served.client.post(f"/assess/opinion?format={format}&lang=en", data=FORM)
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    begins = {"docx": b"PK", "pdf": b"%PDF-", "html": b"<!DOCTYPE html>"}[format]
    assert answer.content.startswith(begins)
    if format == "html":
        assert "Reasoned opinion on matter m-typed" in answer.text


def test_tables_come_as_files(served: Served) -> None:
    answer = served.client.post("/assess/table?what=assess&format=xlsx&lang=en", data=FORM)
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert any("duty_fulfilled" in str(cell.value) for row in book.worksheets[-1] for cell in row)
    csv = served.client.post("/assess/table?what=requires&format=csv", data=FORM).text
    assert csv.startswith("set,establish,refute,not_raised,regulation,from,to")
    assert served.client.post("/assess/table?what=else", data=FORM).status_code == 404


@pytest.mark.parametrize(
    "name", ["emergency.ttl", "pilot.yaml", "disputed.json", "range-changed.nt", "omitted-evidence.jsonld"]
)
def test_a_file_fills_in_the_form(served: Served, name: str) -> None:
    content = (EXAMPLES / "matters" / name).read_bytes()
    page = post(served, {}, files={"matters": (name, content)})
    media = {"ttl": "text/turtle", "yaml": "application/yaml", "nt": "application/n-triples"}.get(
        name.rpartition(".")[2], "application/json"
    )
    read = served.client.post(
        "/api/v1/assess?matters=true", content=content, headers={"Content-Type": media}
    ).json()
    first: dict[str, str] = {}
    for one in read["findings"]:
        first.setdefault(one["ground"], one["status"])
    assert checked(page) == first
    assert 'class="outcomes"' in page
    if name == "disputed.json":
        assert "按未查明处理" in page
        kept = [html.unescape(v) for v in re.findall(r'name="more" value="([^"]*)" checked', page)]
        assert [json.loads(v)["status"] for v in kept] == ["refuted"], "the other side goes to and fro"
        form = {**{f"g.{g}": s for g, s in first.items()}, "more": kept}
        assert "按未查明处理" in post(served, form)


def test_one_of_several_matters_is_chosen(served: Served) -> None:
    content = (EXAMPLES / "matters" / "batch.csv").read_bytes()
    assert "<td><bdi>承办人</bdi></td>" in post(
        served, {}, files={"matters": ("batch.csv", content)}, path="/assess?lang=zh"
    )
    page = post(served, {}, files={"matters": ("batch.csv", content)}, path="/assess?lang=en")
    assert "The file holds 5 matters" in page
    token = re.search(r'name="matters\.kept" value="([^"]+)"', page)
    assert token
    page = post(served, {"matters.kept": html.unescape(token[1]), "matter": "b-003"})
    assert 'name="number" value="b-003"' in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"date": "2024-13-45"}, "2024-13-45"),
        ({"g.force_majeure": "perhaps"}, "perhaps"),
        ({"g.no_such_ground": "established"}, "no_such_ground"),
        ({"role": "emperor"}, "emperor"),
        ({"regulation": "elsewhere"}, "elsewhere"),
        ({"text": "{bad"}, "JSON"),
    ],
)
def test_what_is_wrong_is_told_beside_the_form_and_nothing_is_lost(
    served: Served, change: Any, said: str
) -> None:
    page = post(served, {**FORM, **change}, status=400 if "regulation" in change else 422)
    assert said in words(page, 'role="alert"', "</section>")
    assert 'value="暴雪封路"' in page and 'name="number" value="m-typed"' in page


def test_what_means_harm_is_shown_as_text(served: Served) -> None:
    plain = XSS[:-1]
    form = {**FORM, "number": "m", "organisation": plain, "evidence.force_majeure": plain}
    hostile = json.dumps({"ground": plain, "status": "unknown"})
    for page in (
        post(served, form),
        post(served, {**form, "more": hostile}, status=422),
        post(served, {**form, "organisation": XSS}, status=422),
    ):
        assert "<script>window" not in page
        assert page.count("&#34;&gt;&lt;script&gt;window.__xss=1&lt;/script&gt;") >= 2
    assert 'class="outcomes"' in post(served, {**FORM, "more": "[" * 5000}), (
        "what was tampered with is left out"
    )


def test_an_empty_form_asks_for_a_finding(served: Served) -> None:
    page = post(served, {"number": "m"})
    assert 'class="empty begin"' in page and 'name="number" value="m"' in page


def test_words_that_the_empty_page_proposes_find_grounds(served: Served) -> None:
    for lang, quoted in (("zh", "“([^”]+)”"), ("en", "“([^”]+)”")):
        page = served.client.get(f"/assess?lang={lang}").text
        _, *proposed = re.findall(quoted, re.search(r'class="empty begin".*?</section>', page, re.S)[0])  # type: ignore[index]
        names = re.findall(r'<fieldset class="ground" id="g-[^>]+><legend>(.*?)</legend>', page)
        assert len(proposed) == 3 and all(any(word in name for name in names) for word in proposed)


def test_whose_matter_it_is_stands_with_the_outcomes(served: Served) -> None:
    page = served.client.get("/assess?example=matter&lang=zh").text
    said = words(page, '<p class="quiet whose"', "</p>").strip()
    assert said.endswith("承办人 · 2024年11月2日 · 扎兰屯市南木鄂伦春民族乡人民政府")


# --- in a browser ---------------------------------------------------------------------------------


def test_from_an_empty_form_to_an_opinion(visit: Visitor, tmp_path: Path) -> None:
    page = visit("/assess", "zh")
    page.get_by_label("查找事由").fill("不可抗力")
    page.locator('input[name="g.force_majeure"][value="established"]').check()
    page.locator(".outcomes").wait_for()
    page.locator('input[name="evidence.force_majeure"]').fill("交通管制通告")
    page.get_by_label("查找事由").fill("未能依法履行")
    with page.expect_response(lambda r: r.request.method == "POST"):
        page.locator('input[name="g.unable_to_perform_duty"][value="established"]').check()
    page.locator(".outcomes").get_by_text("履职尽责").first.wait_for()
    with page.expect_download() as coming:
        page.get_by_role("button", name="DOCX").click()
    coming.value.save_as(tmp_path / "opinion.docx")
    import docx

    tables = docx.Document(str(tmp_path / "opinion.docx")).tables
    assert "交通管制通告" in [cell.text for row in tables[1].rows for cell in row.cells]
    proof = page.locator("ul.proof > li").nth(1)
    proof.locator("summary").first.click()
    proof.locator("li.norm summary").first.click()
    proof.locator("blockquote").first.wait_for()


def test_the_answer_follows_each_choice_and_stays_as_it_was_unfolded(visit: Visitor) -> None:
    page = visit("/assess?example=matter", "en")
    said = page.locator("#content [role=alert]")
    page.locator("details[id='proof/nanmu'] > summary").click()
    page.locator("details.family", has=page.locator("[name='g.subjective_fault']")).evaluate(
        "e => e.open = true"
    )
    page.locator("[name='g.subjective_fault'][value=established]").check()
    page.locator("#outcomes ~ ul.made .chip.bad").wait_for(state="detached")
    assert page.locator("details[id='proof/nanmu']").get_attribute("open") is not None
    assert page.evaluate("document.activeElement.name") == "g.subjective_fault"
    page.get_by_role("button", name="if refuted").first.click()
    page.get_by_role("heading", name="Suppose").wait_for()
    assert page.url.endswith("/assess?example=matter"), "the page was not left"
    visit.allowed += ["status 422", "htmx:error"]
    page.locator("#role").evaluate("e => e.append(new Option('emperor', 'emperor'))")
    page.locator("#role").select_option("emperor")
    said.filter(has_text="emperor").wait_for()
    page.route("**/assess", lambda route: route.abort())
    page.locator("#role").select_option("handler")
    said.filter(has_text="The service did not answer").wait_for()
    page.unroute("**/assess")
    page.locator("#role").select_option("")
    page.locator(".outcomes").wait_for()
    assert said.count() == 0


def test_a_link_carries_the_findings_and_the_server_never_sees_them(visit: Visitor) -> None:
    page = visit("/assess?example=matter", "en")
    page.get_by_role("button", name="Copy a link").click()
    link = page.get_by_label("Link", exact=True).input_value()
    path, fragment = link.split("#")
    assert path.endswith("/assess") and fragment.startswith("f=")
    other, told = visit("", "en", PHONE), []
    other.on("request", lambda request: told.append((request.url, request.headers, request.post_data)))
    other.goto(visit.base + "/assess#" + fragment)
    other.locator(".outcomes").get_by_text("duty fulfilled").first.wait_for()
    assert any(body for _, _, body in told) and not any(fragment in str(one) for one in told)
    assert other.locator('input[name="g.subjective_fault"][value="refuted"]').is_checked()
    assert other.locator('input[name="evidence.force_majeure"]').input_value() == "", (
        "evidence goes along only if asked"
    )
    assert stored(other) == []


def test_a_supposition_works_without_scripts(visit: Visitor) -> None:
    page = visit("/assess?example=matter", "en", LAPTOP, scripts=False)
    page.get_by_role("button", name="if refuted").first.click()
    page.get_by_role("heading", name="Suppose").wait_for()
    page.get_by_role("button", name="Take this up").click()
    assert page.locator('input[name="g.force_majeure"][value="refuted"]').is_checked()


def test_what_is_needed_is_taken_up(visit: Visitor) -> None:
    page = visit("/assess?example=disputed", "en")
    page.get_by_role("button", name="Which findings would change an outcome").click()
    page.get_by_role("heading", name="Raised, and still open").wait_for()
    page.locator("#needed").get_by_role("button", name="take up").first.click()
    page.locator('input[name="g.force_majeure"]:checked').wait_for()
    assert page.locator(".outcomes .chip", has_text="undetermined").count() < 3
