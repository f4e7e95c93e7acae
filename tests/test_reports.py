"""The official form filled in: what it says, that nothing breaks it, and that its bytes never change."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import string
import subprocess
import sys
import warnings
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

import made_reviews as made
import pytest

from kg_query.errors import InputError, KgqError, UsageError
from kg_query.model import Text
from kg_query.reports import FORMATS, plan_forms, render_form, summary_workbook, write_forms
from kg_query.reports import fonts as page_fonts_module
from kg_query.reports.form import Form, binding, fill
from kg_query.reports.summary import summarise
from kg_query.reports.templates.words import WORDS

TESTS = Path(__file__).parent


def no_pdf() -> str | None:
    """Why no PDF can be made and read here, or None."""
    if shutil.which("pdftotext") is None:
        return "no pdftotext (poppler-utils) here"
    try:
        page_fonts_module.page_fonts()
    except ImportError:
        return "typst is not installed"
    except InputError as error:
        return error.render("en")
    return None


NO_PDF = no_pdf()
if NO_PDF:
    warnings.warn(f"the PDF of the form is NOT tested: {NO_PDF}", stacklevel=1)
needs_pdf = pytest.mark.skipif(NO_PDF is not None, reason=str(NO_PDF))
PRINTED = [f for f in FORMATS if f != "pdf" or NO_PDF is None]


def form(review: made.Review, lang: str = "zh") -> Form:
    return fill(made.corpus(), review, lang)


def ticked(filled: Form) -> dict[str, list[str]]:
    """For each box with choices, the texts of those ticked."""
    return {
        b.key: [c.text for c in b.choices if c.ticked] for s in filled.sections for b in s.boxes if b.choices
    }


def box(filled: Form, key: str) -> str:
    return "\n".join(line for s in filled.sections for b in s.boxes if b.key == key for line in b.lines)


def pdf_text(content: bytes, *options: str) -> str:
    done = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=content, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode("utf-8")


def text_of(content: bytes, format: str) -> str:
    """All text that a reader of the file sees."""
    if format == "pdf":
        return pdf_text(content)
    if format == "html":
        reader = Reader()
        reader.feed(content.decode("utf-8"))
        return "\n".join(reader.texts)
    if format == "docx":
        import docx

        document = docx.Document(BytesIO(content))
        cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
        return "\n".join([*(p.text for p in document.paragraphs), *cells])
    import openpyxl

    book = openpyxl.load_workbook(BytesIO(content))
    return "\n".join(str(c.value) for s in book for row in s.iter_rows() for c in row if c.value is not None)


class Reader(HTMLParser):
    """Collects what an HTML page shows, and its elements."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self.silent = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self.silent = False

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.texts.append(data)


# --- what the form says ------------------------------------------------------------------------


def test_every_box_and_choice_of_the_annex_is_on_the_form_in_the_words_of_the_graph() -> None:
    shown = text_of(render_form(made.corpus(), made.review(), "html"), "html")
    annex = binding()["form"]
    units = [p for p in made.corpus().provisions.values() if p.id.startswith(annex)]
    assert len(units) > 20
    for unit in units:
        assert unit.text is not None
        assert unit.text.zh.removesuffix("（）") in shown, unit.id


def test_the_binding_names_units_that_exist_and_every_box_of_the_annex() -> None:
    bound, provisions = binding(), made.corpus().provisions
    fields = {p.id for p in provisions.values() if p.kind == "form_field" and p.id.startswith(bound["form"])}
    assert {*bound["boxes"], *bound["columns"]} == fields
    assert all(choice in provisions for choice in bound["choices"])


@pytest.mark.parametrize(
    ("standard", "kinds", "text"),
    [("penalty", ("penalty",), "行政处罚（√）"), ("compulsion", ("compulsory-measure",), "行政强制（√）")],
)
def test_the_kind_of_case_is_ticked(standard: str, kinds: tuple[str, ...], text: str) -> None:
    filled = form(made.review(standard=standard, case=made.case(kinds=kinds), deductions=()))
    assert ticked(filled)["kind"] == [text]


@pytest.mark.parametrize(
    ("score", "grade"),
    [
        ("90", "√ 优秀（90分以上）"),
        ("89.5", "√ 良好（75分以上未满90分）"),
        ("60", "√ 合格（60分以上未满75分）"),
        ("59.5", "√ 不合格（未满60分）"),
    ],
)
def test_one_grade_is_ticked_and_the_score_is_written(score: str, grade: str) -> None:
    filled = form(made.review(score))
    assert ticked(filled)["grade"] == [grade]
    assert ticked(filled)["base"] == ["合格（√）"]
    assert filled.sections[2].sums == (("扣分合计", "3"), ("案卷得分", score))


def test_while_something_is_to_judge_no_grade_is_ticked_and_the_form_says_so() -> None:
    some = (made.still_open("P-LA-1-1"), made.still_open("PB-FL-2", "0", "base"))
    filled = form(
        made.review(None, open=some, base_result="open", low=Decimal(0), high=Decimal("96.5"), grade=None)
    )
    assert ticked(filled) == {"kind": ["行政处罚（√）"], "base": [], "grade": []}
    assert filled.sections[2].sums[1] == ("案卷得分", "0 至 96.5（尚未确定）")
    assert filled.remarks[0].startswith("尚有 2 项待评查人判断")
    assert "P-LA-1-1、PB-FL-2" in filled.remarks[0]
    assert [row[0] for row in filled.annex.tables[0].rows] == [
        "P-LA-1-1　立案审批表第1项",
        "PB-FL-2　适用法律正确，且引用条、款、项、目准确、完整",
    ]


def test_a_base_failure_names_the_fact_and_leaves_the_deductions_for_information() -> None:
    filled = form(
        made.review("0", base_result="fail", base_failures=(made.failure("PB-CX-6"),), high=Decimal(0))
    )
    assert ticked(filled)["base"] == ["不合格（√）"]
    assert ticked(filled)["grade"] == ["√ 不合格（未满60分）"]
    assert box(filled, "base_reasons") == "PB-CX-6：第九个工作日才送达"
    assert filled.sections[2].sums[1] == ("案卷得分", "0")
    assert any("得分为零" in remark for remark in filled.remarks)


def test_a_missing_document_is_one_row_with_the_points_of_all_its_lines() -> None:
    lines = [n for n in made.units() if re.fullmatch(r"P-SC-2-\d", n)]
    filled = form(made.review("93", deductions=tuple(map(made.lost, lines)), missing_documents=("P-SC-2",)))
    assert filled.sections[2].rows == (("P-SC-2　行政处罚告知书（缺少，全部评分项）", "没有写明", "7"),)


def test_half_points_stay_halves() -> None:
    half = made.lost("P-LA-1-3")
    half = made.Deduction(*(Decimal("0.5") if f == "points" else getattr(half, f) for f in half.__slots__))
    assert form(made.review("99.5", deductions=(half,))).sections[2].rows[0][2] == "0.5"


@pytest.mark.parametrize(
    ("people", "told"), [(["张某"], True), (["张某", "张某"], True), (["张某", "李某"], False)]
)
def test_fewer_than_two_reviewers_are_remarked_with_the_article(people: list[str], told: bool) -> None:
    remarks = form(made.review(case=made.case(review={"reviewers": people}))).remarks
    assert any(r.startswith("案卷数据列明评查人 1 名") and "第七条" in r for r in remarks) is told


def test_the_head_of_the_reviewed_unit_signs_below_and_the_reviewers_in_their_box() -> None:
    filled = form(made.review())
    assert filled.signatures == ("受查单位负责人（签名）",)
    assert box(filled, "reviewers") == "（评查人：张某、李某）"


def test_national_findings_stand_on_the_annex_page_only() -> None:
    page = render_form(made.corpus(), made.review(), "html").decode("utf-8")
    official, annex = page.split('<section class="annex"')
    assert "行政处罚法" not in official
    assert "P08" not in official
    assert "《中华人民共和国行政处罚法》第五十六条" in annex
    assert "不属于规定的评查表" in annex


def test_the_annex_page_names_places_in_words_and_what_was_not_checked() -> None:
    tables = form(made.review()).annex.tables
    assert tables[2].rows[1][2] == "调查询问笔录（2）—告知的权利"
    assert tables[1].rows[0][3].endswith("（王某）")
    assert tables[6].rows == (("national-E24",),)
    assert [row[0] for row in tables[5].rows] == ["本案不需要的文书", "条件未发生的标准"]


def test_what_no_paper_can_mend_is_marked() -> None:
    rows = form(made.review(deductions=(made.lost("P-LA-1-3", curable=False),))).annex.tables[2].rows
    assert rows[0][3] == "补记（行为已经完成，无法补正）"


def test_the_english_version_says_that_it_is_a_reading_version() -> None:
    filled = form(made.review(), "en")
    assert filled.banner.startswith("English reading version")
    assert ticked(filled)["kind"] == ["administrative penalty (√)"]
    assert ticked(filled)["grade"] == ["√ excellent (90 points or more)"]
    assert filled.signatures == ("Head of the reviewed unit (signature)",)


def test_a_case_file_without_a_review_sitting_leaves_boxes_to_be_filled_in_by_hand() -> None:
    filled = form(made.review(case=made.CaseFile("c1", ("penalty",), {})))
    assert [box(filled, key) for key in ("place", "date", "reviewers", "unit", "number")] == [
        "",
        "",
        "",
        "",
        "c1",
    ]
    for format in PRINTED:
        assert render_form(made.corpus(), made.review(case=made.CaseFile("c1", ("penalty",), {})), format)


def test_a_missing_document_is_one_row_on_the_annex_page_too() -> None:
    lines = [n for n in made.units() if re.fullmatch(r"P-SC-2-\d", n)]
    review = made.review(
        "92", deductions=(made.lost("P-LA-1-3"), *map(made.lost, lines)), missing_documents=("P-SC-2",)
    )
    rows = form(review).annex.tables[2].rows
    assert [row[0] for row in rows] == [
        "P-LA-1-3　立案审批表第3项",
        "P-SC-2　行政处罚告知书（缺少，全部评分项）",
    ]


def test_further_places_of_one_line_are_named() -> None:
    one = made.lost(
        "P-DC-2-6", where="documents/questioning-record/1", also=("documents/questioning-record/2",)
    )
    rows = form(made.review(deductions=(one,))).annex.tables[2].rows
    assert rows[0][2] == "调查询问笔录（1）；调查询问笔录（2）"


# --- the formats -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format", FORMATS)
def test_every_format_holds_the_whole_form(format: str, lang: str) -> None:
    if format == "pdf" and NO_PDF:
        pytest.skip(NO_PDF)
    review = made.review("74")
    filled = form(review, lang)
    shown = re.sub(r"\s+", "", text_of(render_form(made.corpus(), review, format, lang), format))
    wanted = [filled.title, filled.number, *filled.signatures, *filled.remarks, filled.annex.title]
    for section in filled.sections:
        wanted += [section.title, *section.columns, *(c for row in section.rows for c in row)]
        wanted += [t for b in section.boxes for t in (b.label, *b.lines, *(c.text for c in b.choices))]
    wanted += [t.title for t in filled.annex.tables]
    missing = [
        w for w in wanted if re.sub(r"\s+", "", w) not in shown and not (format == "pdf" and spread(w, shown))
    ]
    assert missing == []


def spread(words: str, shown: str) -> bool:
    """True where a text of several lines of a page is there piece by piece (a PDF mixes columns)."""
    return all(piece in shown for piece in re.findall(r"[\u4e00-\u9fff]{2}|[A-Za-z]{3,}", words))


@pytest.mark.parametrize("format", FORMATS)
def test_hostile_text_stays_text_and_breaks_nothing(format: str) -> None:
    """F5, F7: in every format of the form."""
    if format == "pdf" and NO_PDF:
        pytest.skip(NO_PDF)
    content = render_form(made.corpus(), made.hostile(), format)
    shown = text_of(content, format)
    flat = re.sub(r"[\s\u200b]+", "", shown)
    assert "<script>alert(1)</script>" in flat
    assert '#read("/etc/passwd")' in flat
    assert "root:x:" not in flat
    assert "{{7*7}}" in flat
    assert "=HYPERLINK(0)" in flat
    assert "=2+2" in flat
    assert "以下从略" in flat, "long text is cut, and the reader is told"
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x07\x0b\ud800-\udfff\ufffe]", shown)


def test_the_page_has_no_script_and_loads_nothing() -> None:
    reader = Reader()
    reader.feed(render_form(made.corpus(), made.hostile(), "html").decode("utf-8"))
    tags = {tag for tag, _ in reader.elements}
    assert not tags & {"script", "link", "img", "iframe", "object", "base"}
    assert not any({"src", "href", "onclick"} & set(attrs) for _, attrs in reader.elements)


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en")])
def test_the_page_names_its_language_and_heads_its_tables(lang: str, tag: str) -> None:
    reader = Reader()
    reader.feed(render_form(made.corpus(), made.review(), "html", lang).decode("utf-8"))
    assert ("html", {"lang": tag}) in reader.elements
    tables = sum(t == "table" for t, _ in reader.elements)
    assert tables == sum(t == "caption" for t, _ in reader.elements)
    assert all(attrs.get("scope") in ("row", "col") for t, attrs in reader.elements if t == "th")


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    """F1: the official form too."""
    import openpyxl

    for content in (
        render_form(made.corpus(), made.hostile(), "xlsx"),
        summary_workbook(made.corpus(), [made.hostile()]),
    ):
        book = openpyxl.load_workbook(BytesIO(content))
        cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
        assert not [c.coordinate for c in cells if c.data_type == "f" or c.hyperlink]
        assert any(str(c.value).startswith("=HYPERLINK(0)") for c in cells)
        assert "_x0041_" in "".join(str(c.value) for c in cells), "an escape of Excel is no character"


def test_the_workbook_prints_the_form_on_one_upright_page() -> None:
    import openpyxl

    sheet = openpyxl.load_workbook(BytesIO(render_form(made.corpus(), made.review(), "xlsx"))).worksheets[0]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.page_setup.fitToHeight in (None, 1), "one page is what is meant where nothing is said"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    height = sum(sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1))
    assert height < 29.7 / 2.54 * 72 - 2 * 0.65 * 72


def test_a_form_that_would_be_too_small_on_one_page_takes_several() -> None:
    import openpyxl

    lines = tuple(made.lost(n, "原因" * 60) for n in made.units() if re.fullmatch(r"P-[A-Z]{2}-\d-\d", n))
    content = render_form(made.corpus(), made.review("8", deductions=lines), "xlsx")
    assert openpyxl.load_workbook(BytesIO(content)).worksheets[0].page_setup.fitToHeight == 0


def test_word_sets_chinese_in_chinese_faces() -> None:
    with zipfile.ZipFile(BytesIO(render_form(made.corpus(), made.review(), "docx"))) as packed:
        styles = packed.read("word/styles.xml").decode("utf-8")
        body = packed.read("word/document.xml").decode("utf-8")
    normal = re.search(r'<w:style [^>]*w:styleId="Normal".*?</w:style>', styles, re.S)
    assert normal is not None
    assert 'w:eastAsia="宋体"' in normal[0]
    assert "eastAsiaTheme" not in normal[0]
    assert 'w:eastAsia="黑体"' in body
    assert body.count("<w:tblHeader/>") >= 5


@needs_pdf
def test_the_pdf_is_tagged_and_embeds_a_chinese_font() -> None:
    content = render_form(made.corpus(), made.review(), "pdf")
    assert b"pdfuaid:part" in content
    assert "Tagged:          yes" in told(content, "pdfinfo")
    fonts = told(content, "pdffonts").splitlines()[2:]
    assert fonts
    assert all(line.split()[-5] == "yes" for line in fonts), "every font is embedded"


def told(content: bytes, program: str) -> str:
    done = subprocess.run([program, "-"], input=content, capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")


@needs_pdf
def test_a_character_that_no_font_has_is_told_on_the_page() -> None:
    note = "本机字体缺少个别字符"
    plain, odd = made.review(), made.review(case=made.case("罚\U000f1234号"))
    assert note not in pdf_text(render_form(made.corpus(), plain, "pdf"))
    assert note in pdf_text(render_form(made.corpus(), odd, "pdf"))


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError, match="odt") as raised:
        render_form(made.corpus(), made.review(), "odt")
    assert "docx" in raised.value.render("zh")


# --- what a PDF needs ---------------------------------------------------------------------------


try:
    from typst import Fonts as _FONTS
except ImportError:
    _FONTS = None  # the tests that use it are skipped then


class NoFonts:
    """A machine whose fonts hold no Chinese: those that the typesetter itself brings."""

    def __new__(cls, **options: object) -> object:
        return _FONTS(include_system_fonts=False, include_embedded_fonts=True)


@pytest.fixture
def fresh_fonts():
    page_fonts_module._page_fonts.cache_clear()
    yield
    page_fonts_module._page_fonts.cache_clear()


@pytest.mark.usefixtures("fresh_fonts")
def test_without_a_chinese_font_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    typst = pytest.importorskip("typst", reason="typst is not installed")
    monkeypatch.setattr(typst, "Fonts", NoFonts)
    monkeypatch.delenv("KG_QUERY_FONT_DIR", raising=False)
    with pytest.raises(InputError) as raised:
        render_form(made.corpus(), made.review(), "pdf")
    for lang in ("zh", "en"):
        assert "fonts-noto-cjk" in raised.value.render(lang)
        assert "KG_QUERY_FONT_DIR" in raised.value.render(lang)


@pytest.mark.usefixtures("fresh_fonts")
def test_a_font_folder_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="typst is not installed")
    monkeypatch.setenv("KG_QUERY_FONT_DIR", str(tmp_path / "none"))
    with pytest.raises(InputError) as raised:
        render_form(made.corpus(), made.review(), "pdf")
    assert str(tmp_path / "none") in raised.value.render("en")


def test_without_typst_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UsageError) as raised:
        render_form(made.corpus(), made.review(), "pdf")
    assert "kg-query[pdf]" in raised.value.render("zh")


# --- the same bytes -----------------------------------------------------------------------------

_AGAIN = """
import datetime, hashlib, os, sys, time
shift = float(os.environ["SHIFT"])
real = time.time
time.time = lambda: real() + shift
class Later(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.fromtimestamp(time.time())
datetime.datetime = Later
sys.path.insert(0, sys.argv[1])
import made_reviews as made
from kg_query.reports import render_form, summary_workbook
some = [made.review("74"), made.hostile(), made.review(None, open=(made.still_open("P-LA-1-1"),), grade=None)]
for format in sys.argv[2].split(","):
    for lang in ("zh", "en"):
        for one in some:
            print(format, lang, hashlib.sha256(render_form(made.corpus(), one, format, lang)).hexdigest())
for lang in ("zh", "en"):
    print("summary", lang, hashlib.sha256(summary_workbook(made.corpus(), some, lang)).hexdigest())
"""


def test_the_same_review_gives_the_same_bytes_in_another_process_on_another_day() -> None:
    """R11: the forms too."""
    answers = []
    for seed, shift, zone in (("0", "0", "Asia/Shanghai"), ("4242", "40000000", "America/New_York")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "SHIFT": shift, "TZ": zone}
        done = subprocess.run(
            [sys.executable, "-c", _AGAIN, str(TESTS), ",".join(PRINTED)],
            capture_output=True, text=True, check=False, env=environment, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        answers.append(done.stdout.splitlines())
    assert answers[0] == answers[1]
    assert len(answers[0]) == len(PRINTED) * 6 + 2
    assert len(set(answers[0])) == len(answers[0])


def test_another_review_gives_other_bytes() -> None:
    for format in PRINTED:
        one, other = (
            hashlib.sha256(render_form(made.corpus(), made.review(s), format)).hexdigest()
            for s in ("74", "73")
        )
        assert one != other


# --- names of files -----------------------------------------------------------------------------


def test_several_case_files_need_a_name_with_their_number() -> None:
    some = [made.review(case=made.case(n)) for n in ("a/1", "a:1", "b")]
    with pytest.raises(UsageError, match="case files") as raised:
        plan_forms(["out.pdf"], some)
    assert "{id}" in raised.value.render("zh")
    planned = [str(path) for path, _, _ in plan_forms(["f/{id}.pdf", "f/{id}.XLSX"], some)]
    assert planned == [
        "f/a_1.pdf", "f/a_1-2.pdf", "f/b.pdf", "f/a_1.XLSX", "f/a_1-2.XLSX", "f/b.XLSX",
    ]  # fmt: skip


def test_a_number_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    for number in ("../../etc/x", "..", "/abs", "a\x00b", "\ud800", "長" * 500, "CON:"):
        written = write_forms(made.corpus(), [made.review(case=made.case(number))], [tmp_path / "{id}.html"])
        assert written[0].resolve().parent == tmp_path.resolve()
        assert written[0].read_bytes().startswith(b"<!DOCTYPE html>")


def test_an_ending_that_is_no_format_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.pdf"):
        write_forms(made.corpus(), [made.review()], [tmp_path / "a.html", tmp_path / "b.odt"])
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_error_for_people(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(KgqError) as raised:
        write_forms(made.corpus(), [made.review()], [tmp_path / "file" / "a.html"])
    assert raised.value.exit_code == 3


# --- the summary --------------------------------------------------------------------------------


def batch() -> list[made.Review]:
    """Seven reviews of three teams, with known counts."""

    def dated(number: int, team: str, day: str, **more: object) -> made.CaseFile:
        return made.case(f"{number}号", team=team, documents={"penalty-decision": {"made_on": day}}, **more)

    one, two = (made.lost("P-LA-1-3"), made.lost("P-DC-2-6")), (made.lost("P-DC-2-6"),)
    return [
        made.review("97", case=dated(1, "甲队", "2023-01-31"), deductions=one),
        made.review("98", case=dated(2, "甲队", "2023-04-01"), deductions=two),
        made.review("100", case=dated(3, "甲队", "2023-12-31"), deductions=(), not_arising=("P-LA-1-3",)),
        made.review("70", case=dated(4, "甲队", "2023-06-30", procedure="summary"), deductions=(), not_applicable=("P-DC-2",), national=()),
        made.review("0", case=dated(5, "乙队", "2023-04-02"), base_result="fail", base_failures=(made.failure("PB-CX-6"),), deductions=one, high=Decimal(0)),
        made.review(None, case=dated(6, "乙队", "2023-05-05"), deductions=(), open=(made.still_open("P-LA-1-3"),), low=Decimal(99), high=Decimal(100)),
        made.review("91.5", standard="compulsion", case=made.CaseFile("7号", ("compulsory-measure",), {"team": "丙队"}), deductions=(), not_applicable=(), national=(made.national(), made.national(), made.national("E24", "fatal"))),
    ]  # fmt: skip


def test_teams_are_counted_with_mean_median_and_grades() -> None:
    teams = {team.name: team for team in summarise(made.corpus(), batch()).teams}
    first = teams["甲队"]
    assert (first.files, first.counted, first.open, first.base_failures) == (4, 3, 0, 0)
    spread = (first.scores.mean, first.scores.median, first.scores.lowest, first.scores.highest)
    assert spread == (Decimal("91.25"), Decimal("97.50"), Decimal(70), Decimal(100))
    assert first.grades == (3, 0, 1, 0)
    assert (teams["乙队"].scores.settled, teams["乙队"].open, teams["乙队"].base_failures) == (1, 1, 1)


def test_a_line_is_shared_out_over_the_files_it_applied_to() -> None:
    lines = {line.notation: line for line in summarise(made.corpus(), batch()).lines}
    # of six penalty files: one did not call for the record, none is open → five
    assert (lines["P-DC-2-6"].violated, lines["P-DC-2-6"].applied, lines["P-DC-2-6"].points) == (
        3,
        5,
        Decimal(6),
    )
    # of six: in one it did not arise, in one it is open → four
    assert (lines["P-LA-1-3"].violated, lines["P-LA-1-3"].applied) == (2, 4)
    assert lines["P-LA-1-3"].share == 0.5
    assert [line.notation for line in summarise(made.corpus(), batch()).lines] == ["P-DC-2-6", "P-LA-1-3"]


def test_quarters_go_by_the_decision_then_the_review_and_gaps_are_shown() -> None:
    quarters = summarise(made.corpus(), batch()).quarters
    assert [(q.year, q.number, q.files) for q in quarters] == [
        (2023, 1, 1), (2023, 2, 4), (2023, 3, 0), (2023, 4, 1), (None, 0, 1),
    ]  # fmt: skip
    assert quarters[1].scores.mean == Decimal("56.00")
    assert (quarters[1].base_failures, quarters[1].failed) == (1, 1)


def test_national_findings_are_counted_by_file_and_by_finding_the_gravest_first() -> None:
    rules = summarise(made.corpus(), batch()).rules
    assert [(r.notation, r.severity, r.files, r.findings, r.teams) for r in rules] == [
        ("E24", "fatal", 1, 1, 1),
        ("P08", "violation", 6, 7, 3),
    ]


def test_five_files_are_enough_and_four_are_remarked() -> None:
    import openpyxl

    def remark(files: int, summary_files: int = 0) -> str:
        some = [made.review(case=made.case(f"{i}", procedure="ordinary")) for i in range(files)]
        some += [made.review(case=made.case(f"s{i}", procedure="summary")) for i in range(summary_files)]
        book = openpyxl.load_workbook(BytesIO(summary_workbook(made.corpus(), some)))
        sheet = book["执法队"]
        assert sheet.cell(1, sheet.max_column).value == "备注"
        return sheet.cell(2, sheet.max_column).value or ""

    assert remark(5) == ""
    assert remark(4) == "计入数量要求的案卷 4 件，未达到“不少于五件”（第八条）"
    assert remark(4, 3) == remark(4), "summary penalties do not count"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_workbook_has_its_sheets_charts_filters_and_frozen_headings(lang: str) -> None:
    import openpyxl

    content = summary_workbook(made.corpus(), batch(), lang)
    book = openpyxl.load_workbook(BytesIO(content))
    keys = ("about", "files", "teams", "lines", "base", "grades", "trend", "national")
    assert book.sheetnames == [WORDS[f"sheet_{key}"][lang == "en"] for key in keys]
    for sheet in book.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref
    with zipfile.ZipFile(BytesIO(content)) as packed:
        charts = [packed.read(n).decode() for n in packed.namelist() if n.startswith("xl/charts/chart")]
    assert sorted(re.findall(r"<c:(barChart|lineChart)>", "".join(charts))) == [
        "barChart",
        "barChart",
        "lineChart",
    ]
    files = book.worksheets[1]
    assert [files.cell(row, 6).value for row in range(2, 9)] == [97, 98, 100, 70, 0, None, 91.5]
    grades = book.worksheets[5]
    assert [grades.cell(row, 2).value for row in range(2, 7)] == [4, 0, 1, 1, 1]


def test_nothing_to_sum_up_is_an_error() -> None:
    with pytest.raises(UsageError):
        summary_workbook(made.corpus(), [])


# --- the command --------------------------------------------------------------------------------

EXAMPLES = TESTS.parent / "data" / "examples" / "casefiles"


def kgq(*arguments: str | Path, where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg_query", "--lang", "en", *map(str, arguments)],
        cwd=where, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


def test_the_command_writes_forms_and_says_which(tmp_path: Path) -> None:
    done = kgq(
        "review", EXAMPLES / "penalty-full.json", "--form", "a.docx", "--form", "a.html", where=tmp_path
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr.splitlines()[-2:] == ["written: a.docx", "written: a.html"]
    assert "100" in text_of((tmp_path / "a.docx").read_bytes(), "docx")
    assert "√ excellent" in text_of((tmp_path / "a.html").read_bytes(), "html")


def test_the_command_writes_a_form_for_each_file_and_a_summary(tmp_path: Path) -> None:
    import openpyxl

    files = [EXAMPLES / "penalty-full.json", EXAMPLES / "penalty-59.5.json"]
    done = kgq(
        "review", *files, "--form", "f/{id}.xlsx", "--summary", "s.xlsx", "--format", "csv", where=tmp_path
    )
    assert done.returncode == 1, "one of the files does not pass"
    assert done.stdout.startswith("case_file,"), "the answer is printed where its format is asked for"
    assert len(list((tmp_path / "f").iterdir())) == 2
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx")["Files"]
    assert [sheet.cell(row, 6).value for row in (2, 3)] == [100, 59.5]


@pytest.mark.parametrize("wrong", [("--form", "a.odt"), ("--summary", "s.csv")])
def test_the_command_refuses_a_wrong_ending_before_it_reads(wrong: tuple[str, str], tmp_path: Path) -> None:
    done = kgq("review", "not-there.json", *wrong, where=tmp_path)
    assert done.returncode == 2
    assert wrong[1] in done.stderr


def test_several_files_and_one_name_is_a_usage_error(tmp_path: Path) -> None:
    files = [EXAMPLES / "penalty-full.json", EXAMPLES / "penalty-59.5.json"]
    done = kgq("review", *files, "--form", "a.html", where=tmp_path)
    assert done.returncode == 2
    assert "{id}" in done.stderr
    assert not list(tmp_path.iterdir())


# --- words --------------------------------------------------------------------------------------


def test_every_word_has_both_languages_with_the_same_placeholders() -> None:
    def holes(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    for key, (zh, en) in WORDS.items():
        assert holes(zh) == holes(en), key
        assert en and (zh or key == "unofficial"), key
        assert not re.search("[\u4e00-\u9fff]", en), key


def test_every_word_is_used() -> None:
    sources = "".join(p.read_text("utf-8") for p in (TESTS.parent / "kg_query" / "reports").glob("*.py"))
    built = {"column_", "about_", "kind_", "base_", "sheet_"}
    unused = [
        k
        for k in WORDS
        if not re.search(f"[\"']{k}[\"']", sources) and not any(k.startswith(b) for b in built)
    ]
    assert set(unused) <= {"fatal", "violation", "warning"}, unused


def test_texts_of_a_review_come_in_the_language_asked_for() -> None:
    note = Text("仅中文", "")
    assert form(made.review(notes=(note,)), "en").annex.tables[3].rows == (("仅中文",),)


# --- the doctor ---------------------------------------------------------------------------------


def test_the_doctor_says_whether_a_pdf_can_be_made(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg_query import doctor

    if NO_PDF is None:
        assert doctor._pdf_fonts().state == "ok"
    monkeypatch.setitem(sys.modules, "typst", None)
    page_fonts_module._page_fonts.cache_clear()
    assert doctor._pdf_fonts().state == "note"
    assert "typst" in doctor._pdf_fonts().value.zh


@pytest.mark.usefixtures("fresh_fonts")
def test_the_doctor_says_what_font_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg_query import doctor

    monkeypatch.setattr(pytest.importorskip("typst"), "Fonts", NoFonts)
    found = doctor._pdf_fonts()
    assert found.state == "note"
    assert "fonts-noto-cjk" in found.value.en
