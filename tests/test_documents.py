"""Reports in every format: whole, readable without colour or sight, harmless, the same bytes each time."""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from documents_specimen import HOSTILE, hostile, specimen

from kg_query.errors import InputError, UsageError
from kg_query.reports import fonts
from kg_query.reports.documents import as_docx, charts, svg
from kg_query.reports.documents.as_text import to_text
from kg_query.reports.documents.cells import folded, is_wide, shown
from kg_query.reports.documents.fit import LONGEST, fitted, whole
from kg_query.reports.documents.model import (
    Bar,
    Bars,
    Cell,
    Column,
    Document,
    HeatMap,
    Marked,
    Paragraph,
    Run,
    Section,
    Table,
)
from kg_query.reports.documents.render import FORMATS, render, render_table
from kg_query.reports.templates.document_words import WORDS
from kg_query.wording.layout import columns

TESTS = Path(__file__).parent
LANGUAGES = ("zh", "en")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def no_pdf() -> str | None:
    """Why no PDF can be made and read here, or None."""
    if shutil.which("pdftotext") is None:
        return "no pdftotext (poppler-utils) here"
    try:
        fonts.page_fonts()
    except ImportError:
        return "typst is not installed"
    except InputError as error:
        return error.render("en")
    return None


NO_PDF = no_pdf()
needs_pdf = pytest.mark.skipif(NO_PDF is not None, reason=str(NO_PDF))
PRINTED = [f for f in FORMATS if f != "pdf" or NO_PDF is None]
MADE: dict[tuple[str, str], bytes] = {}


def made(format: str, lang: str) -> bytes:
    if (format, lang) not in MADE:
        MADE[format, lang] = render(specimen(lang), format)
    return MADE[format, lang]


def poppler(program: str, content: bytes, *options: str) -> str:
    done = subprocess.run(
        [program, *options, "-"], input=content, capture_output=True, check=True, timeout=60
    )
    return done.stdout.decode("utf-8", "replace")


def page(content: bytes) -> Any:
    import lxml.html

    return lxml.html.fromstring(content.decode("utf-8"))


def book(content: bytes) -> Any:
    import openpyxl

    return openpyxl.load_workbook(BytesIO(content), rich_text=True)


def word(content: bytes) -> Any:
    import docx

    return docx.Document(BytesIO(content))


def text_of(content: bytes, format: str) -> str:
    """All that a reader of the file can read, without spaces and line ends."""
    if format == "text":
        text = content.decode("utf-8")
    elif format == "html":
        root = page(content)
        for element in root.xpath("//style|//script"):
            element.drop_tree()
        text = root.text_content()
    elif format == "xlsx":
        cells = [c for sheet in book(content) for row in sheet.iter_rows() for c in row]
        text = "\n".join(
            [
                *(str(c.value) for c in cells if c.value is not None),
                *(c.comment.text for c in cells if c.comment),
            ]
        )
    elif format == "docx":
        text = "".join(t.text or "" for t in word(content).element.iter(f"{W}t"))
    else:
        text = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True, timeout=120
        ).stdout.decode("utf-8")
    return re.sub(r"[\s\u200b·]+", "", text)


# --- whole in every format ----------------------------------------------------------------------


def sayings(document: Document) -> set[str]:
    """What every format must say: titles, texts, cells, notes, facts."""
    found = {document.title, document.subtitle} | {part for fact in document.about for part in fact}

    def of(block: Any) -> None:
        for name in ("text", "source", "summary", "title", "note", "description"):
            found.add(getattr(block, name, ""))
        for inner in getattr(block, "blocks", ()):
            of(inner)
        if isinstance(block, Table):
            found.update(c.title for c in block.columns if c.key != block.group_by)
            for value in (v for row in block.rows for v in row):
                if isinstance(value, Marked):
                    found.update(run.text for run in value.runs)
                elif isinstance(value, Cell):
                    found.update((str(value.value), value.note))
                elif isinstance(value, (str, int)) and not isinstance(value, bool):
                    found.add(str(value))

    def walk(section: Section) -> None:
        found.add(section.title)
        for block in section.blocks:
            of(block)
        for part in section.sections:
            walk(part)

    for section in document.sections:
        walk(section)
    return {re.sub(r"\s+", "", text) for text in found if text}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("format", PRINTED)
def test_nothing_of_the_report_is_lost_in_any_format(format: str, lang: str) -> None:
    said = text_of(made(format, lang), format)
    missing = {text for text in sayings(specimen(lang)) if text not in said}
    if format == "text":  # where a cell folds, its lines stand between those of its neighbours
        missing = {text for text in missing if len(text) < 9 and columns(text) < 9}
    assert missing == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_text_keeps_within_its_width_and_names_the_table_of_each_chart(lang: str) -> None:
    for width in (60, 92, 140):
        lines = to_text(fitted(specimen(lang)), width).decode("utf-8").splitlines()
        assert max(map(columns, lines)) <= width
    text = made("text", lang).decode("utf-8")
    for chart in ("各规定的条款构成", "事由对照图", "分歧网络") if lang == "zh" else ("Divergences",):
        assert chart in text
    assert text.count("数据见表" if lang == "zh" else "Numbers in the table") == 3
    assert "█" * 12 + "▒" in text


def test_text_sets_a_table_as_records_where_its_cells_would_be_too_deep() -> None:
    table = Table(
        "t", "T", tuple(Column(f"c{n}", f"Head {n}") for n in range(20)), (tuple("x" * 9 for _ in range(20)),)
    )
    text = render(Document("d", "en", (Section("s", "S", (table,)),)), "text").decode()
    assert "- Head 0: xxxxxxxxx" in text and "  Head 19: xxxxxxxxx" in text


# --- tables for machines ------------------------------------------------------------------------


def test_a_table_as_csv_has_keys_plain_values_and_its_notes_in_columns_of_their_own() -> None:
    content = render_table(specimen("en"), "grounds", "csv")
    assert content.count(b"\r\n") == 8 and not content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8"))))
    assert list(rows[0])[:4] == ["family", "ground", "r0", "r0_note"]
    assert rows[0]["family"] == rows[1]["family"] == "Events beyond control"
    assert rows[0]["r0"] == "identical" and "art. 5" in rows[0]["r0_note"]
    first = next(csv.DictReader(io.StringIO(render_table(specimen("en"), "clauses", "csv").decode())))
    assert float(first["similarity"]) == 0.8937 and first["differs"] == "false"
    assert "[-have done their duty-]{+are exempt for diligence+}" in first["text"]
    measures = list(csv.DictReader(io.StringIO(render_table(specimen("en"), "measures", "csv").decode())))
    assert [row["open"] for row in measures] == [""] * 4


def test_a_table_as_json_is_a_list_of_objects_with_real_types() -> None:
    rows = json.loads(render_table(specimen("zh"), "clauses", "json"))
    assert len(rows) == 14 and rows[0]["similarity"] == 0.8937 and rows[1]["differs"] is True
    assert {"text": "已经尽职尽责", "mark": "removed"} in rows[0]["text"]
    assert json.loads(render_table(specimen("zh"), "measures", "json"))[0]["open"] is None
    assert json.loads(render_table(specimen("zh"), "empty", "json")) == []


def test_csv_guards_against_formulas_and_json_does_not_change_a_text() -> None:
    """F1: in CSV for offices a formula is marked as text."""
    texts = ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1+1", "plain", "-", "'=1")
    table = Table("t", "T", (Column("a", "A"), Column("n", "N")), tuple((t, -1) for t in texts))
    report = Document("d", "en", (Section("s", "S", (table,)),))
    rows = list(csv.reader(io.StringIO(render_table(report, "t", "csv").decode())))[1:]
    assert [row[0] for row in rows] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "'=1",
        "'=1",
        "'＝1+1",
        "plain",
        "-",
        "'=1",
    ]
    assert {row[1] for row in rows} == {"-1"}
    assert [row["a"] for row in json.loads(render_table(report, "t", "json"))][:3] == ["=1+1", "+1", "-1"]


def test_machines_get_long_texts_whole_and_no_number_that_json_lacks() -> None:
    table = Table("t", "T", (Column("a", "A"), Column("b", "B")), (("x" * 100_000, float("nan")),))
    report = Document("d", "en", (Section("s", "S", (table,)),))
    assert json.loads(render_table(report, "t", "json")) == [{"a": "x" * 100_000, "b": None}]
    assert b"x" * 100_000 in render_table(report, "t", "csv")


def test_an_unknown_format_or_table_is_refused_with_what_is_known() -> None:
    for call in (
        lambda: render(specimen("en"), "odt"),
        lambda: render_table(specimen("en"), "grounds", "xlsx"),
        lambda: render_table(specimen("en"), "grond", "csv"),
    ):
        with pytest.raises(UsageError) as refused:
            call()
        assert refused.value.hint is not None
        assert refused.value.hint.en in (
            "Known: text, html, xlsx, docx, pdf",
            "Known: csv, json",
            "Did you mean: grounds?",
        )


# --- HTML ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_built_of_headings_captions_and_header_cells(lang: str) -> None:
    root = page(made("html", lang))
    assert root.get("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    levels = [int(h.tag[1]) for h in root.xpath("//main//*[self::h2 or self::h3 or self::h4]")]
    assert len(root.xpath("//h1")) == 1 and levels[0] == 2
    assert all(after - before <= 1 for before, after in pairwise(levels))
    tables = root.xpath("//table")
    assert tables
    for table in tables:
        assert table.xpath("./caption") and table.xpath("./caption")[0].text_content().strip()
        assert {th.get("scope") for th in table.xpath("./thead//th")} == {"col"}
        assert all(row[0].tag == "th" and row[0].get("scope") == "row" for row in table.xpath("./tbody/tr"))
    identifiers = [e.get("id") for e in root.xpath("//*[@id]")]
    assert len(identifiers) == len(set(identifiers))
    referred = {i for e in root.xpath("//*[@aria-labelledby]") for i in e.get("aria-labelledby").split()}
    referred |= {a.get("href").removeprefix("#") for a in root.xpath("//a")}
    assert referred <= set(identifiers)
    assert root.xpath("//body/a[1]")[0].get("href") == "#report"
    assert all(e.get("tabindex") == "0" for e in root.xpath("//*[contains(@class,'scroll')]"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_asks_for_nothing_outside_and_runs_only_its_own_script(lang: str) -> None:
    content = made("html", lang)
    root = page(content)
    assert root.xpath("//link|//iframe|//object|//embed|//img|//base|//form|//*[@src]") == []
    assert [a for a in root.xpath("//@href") if not a.startswith("#")] == []
    assert b"url(" not in re.sub(rb"url\(#chart-[\d-]+p\d\)", b"", content) and b"@import" not in content
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    (script,) = root.xpath("//script/text()")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert "default-src 'none'" in policy and f"script-src 'sha256-{digest}'" in policy
    assert not [name for e in root.iter() for name in e.attrib if name.startswith("on")]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_of_a_family_fold_together_and_changes_of_wording_are_told_apart_without_colour(
    lang: str,
) -> None:
    root = page(made("html", lang))
    groups = root.xpath("//details[contains(@class,'group')]")
    assert [len(g.xpath(".//tbody/tr")) for g in groups] == [3, 2, 2]
    assert all("open" in g.attrib for g in groups)
    assert {e.text for e in root.xpath("//td/del")} == (
        {"已经尽职尽责", "应当"} if lang == "zh" else {"have done their duty", "shall "}
    )
    style = root.xpath("//style")[0].text
    assert re.search(r"^del \{.*line-through", style, re.M) and re.search(r"^ins \{.*underline", style, re.M)
    assert ("删去" if lang == "zh" else "taken out") in re.search(r"del::before \{ content:[^}]*", style)[0]  # type: ignore[index]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_text_stands_out_from_its_ground_by_day_by_night_and_on_paper() -> None:
    style = page(made("html", "en")).xpath("//style")[0].text
    palettes = [
        dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part))
        for part in re.findall(r":root \{([^}]*)\}", style)
    ]
    assert len(palettes) == 3
    for colours in palettes:
        for ground in ("paper", "page", "head", "none", "good", "mild", "warn", "bad", "muted"):
            if ground in colours:
                assert contrast(colours["ink"], colours[ground]) >= 4.5, ground
        for text in ("soft", "link", "removed", "added"):
            assert contrast(colours[text], colours["paper"]) >= 4.5, text
        assert contrast(colours["soft"], colours["page"]) >= 4.5
        for line in ("none", "good", "mild", "warn", "bad", "muted"):  # graphics: 3 is enough
            assert contrast(colours[f"k-{line}"], colours["paper"]) >= 3, line
    for tone, fill in svg.TONES.items():
        assert contrast(svg.INK, fill) >= 7, tone


# --- charts -------------------------------------------------------------------------------------


def drawings() -> list[Any]:
    import lxml.etree

    root = page(made("html", "zh"))
    return [lxml.etree.fromstring(lxml.etree.tostring(e)) for e in root.xpath("//*[local-name()='svg']")]


def test_each_chart_has_a_title_a_description_and_all_its_numbers_as_text() -> None:
    bars, heat, network = drawings()
    for drawing in (bars, heat, network):
        assert drawing.get("role") == "img"
        title, description = drawing[0], drawing[1]
        assert title.text and description.text
        assert drawing.get("aria-labelledby").split() == [title.get("id"), description.get("id")]
    said = ["".join(t.itertext()) for t in bars.iter("{*}text")]
    assert {"A 12，B 20", "A 15，B 16", "A 可评判", "（单位：条）"} <= set(said)
    squares = [t.text for t in heat.iter("{*}text")]
    assert squares.count("结论不同") == 6 and "不可抗力" in squares  # five squares and the legend
    assert len({line.get("stroke-dasharray") for line in network.iter("{*}line")}) == 4


def test_squares_without_words_carry_the_letter_of_the_legend() -> None:
    chart = HeatMap(
        "k",
        "T",
        "D",
        "t",
        ("a", "b"),
        ("r",),
        ((Cell("", "bad"), Cell(None, "good")),),
        (("good", "yes"), ("bad", "no")),
    )
    (drawing,) = charts.draw(chart, "x", "en")
    assert re.findall(r">([A-Z])</text>", drawing.svg) == ["B", "A", "A", "B"]


def test_a_tall_chart_is_cut_into_drawings_that_fit_a_page_and_lose_no_row() -> None:
    rows = tuple(f"row {n:03}" for n in range(150))
    chart = HeatMap(
        "k", "T", "D", "t", ("a",), rows, tuple((Cell("x", "good"),) for _ in rows), (("good", "x"),)
    )
    parts = charts.draw(chart, "x", "en", tallest=900)
    assert len(parts) > 3 and all(p.height <= 900 for p in parts)
    assert re.findall(r"row \d{3}", "".join(p.svg for p in parts)) == list(rows)
    assert len({i for p in parts for i in re.findall(r'id="([^"]+)"', p.svg)}) == 2 * len(parts)
    many = Bars("k", "T", "D", "t", "u", tuple(Bar(f"bar {n}", (("s", float(n)),)) for n in range(80)))
    assert len(charts.draw(many, "x", "en", tallest=900)) > 2


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_charts_of_any_size_can_be_drawn(count: int) -> None:
    import lxml.etree

    from kg_query.reports.documents.model import Edge, Network, Node

    names = tuple(f"n{n}" for n in range(count))
    cells = tuple(tuple(None for _ in names) for _ in names)
    for chart in (
        HeatMap("k", "T", "D", "t", names, names, cells),
        Bars("k", "T", "D", "t", "", tuple(Bar(n, (("s", 0.0),)) for n in names)),
        Network(
            "k",
            "T",
            "D",
            "t",
            tuple(Node(n, n) for n in names),
            (Edge("n0", "n1", 0.0), Edge("n0", "n0", 1), Edge("x", "y", 1)),
        ),
    ):
        for drawing in charts.draw(chart, "i", "zh"):
            root = lxml.etree.fromstring(drawing.svg)
            assert "nan" not in drawing.svg and root.get("viewBox").startswith("0 0 ")


# --- the workbook -------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_table_is_a_sheet_with_a_frozen_head_filters_notes_and_fills(lang: str) -> None:
    workbook, report = book(made("xlsx", lang)), specimen(lang)
    names = workbook.sheetnames
    assert names[0] == ("关于" if lang == "zh" else "About")
    for table in report.tables():
        sheet = workbook[table.title[:31].strip()]
        assert sheet.freeze_panes == "B2" and sheet.auto_filter.ref.startswith("A1:")
        assert [c.value for c in sheet[1]][: len(table.columns)] == [c.title for c in table.columns]
        assert sheet.max_row == len(table.rows) + 1 and sheet["A1"].comment is not None
        assert sheet.print_title_rows == "$1:$1"
    grounds = workbook[report.tables()[1].title[:31].strip()]
    assert grounds["C2"].comment.text == report.tables()[1].rows[0][2].note  # type: ignore[union-attr]
    assert {grounds.cell(r, 3).fill.fgColor.rgb[2:] for r in range(2, 9)} == {
        "CFE8D4",
        "F8DC9A",
        "E9EAEC",
        "DFEAF6",
        "F2AEA4",
    }
    assert grounds["C2"].alignment.wrap_text
    measures = workbook[report.tables()[0].title]
    assert measures["B2"].value == 12 and measures["D2"].value == 0.375 and measures["E2"].value is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_says_how_it_was_made_and_leads_to_its_sheets(lang: str) -> None:
    workbook, report = book(made("xlsx", lang)), specimen(lang)
    about = workbook.worksheets[0]
    facts = [(about.cell(r, 1).value, about.cell(r, 2).value) for r in range(1, about.max_row + 1)]
    assert set(report.about) <= set(facts)
    links = {c.hyperlink.location for row in about.iter_rows() for c in row if c.hyperlink}
    assert {link.split("!")[0].strip("'") for link in links} == set(workbook.sheetnames[1:])
    assert not any(c.hyperlink and c.hyperlink.target for row in about.iter_rows() for c in row)


def test_bars_are_a_native_chart_and_a_heat_map_a_sheet_of_coloured_cells() -> None:
    content = made("xlsx", "en")
    with zipfile.ZipFile(BytesIO(content)) as packed:
        drawn = [packed.read(n).decode() for n in packed.namelist() if n.startswith("xl/charts/")]
    assert (
        len(drawn) == 1
        and drawn[0].count("<c:ser>") == 2
        and "stacked" in drawn[0]
        and "pattFill" in drawn[0]
    )
    workbook = book(content)
    heat = workbook["Chart Grounds at a glance"]
    assert heat["B2"].value == "identical" and heat["B2"].fill.fgColor.rgb == "FFCFE8D4"
    assert [c.value for c in heat[1]] == [
        "Grounds at a glance",
        *(c for c in [heat.cell(1, n).value for n in range(2, 6)]),
    ]
    assert heat["E7"].value is None


def test_words_taken_out_are_struck_through_and_words_put_in_underlined_in_the_workbook() -> None:
    cell = book(made("xlsx", "zh"))["文字相近的条款"]["E2"].value
    looks = {part.text: (bool(part.font.strike), part.font.u) for part in cell if not isinstance(part, str)}
    assert looks["已经尽职尽责"] == (True, None) and looks["依法尽职免责"] == (False, "single")


# --- Word ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_word_document_has_headings_repeated_heads_and_pages_on_their_side(lang: str) -> None:
    document, report = word(made("docx", lang)), specimen(lang)
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings[:4] == [
        ("Heading 1", report.sections[0].title),
        ("Heading 1", report.sections[1].title),
        ("Heading 2", report.sections[1].sections[0].title),
        ("Heading 1", report.sections[2].title),
    ]
    filled = [t for t in report.tables() if t.rows]
    assert len(document.tables) == len(filled)
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(f"{W}tblHeader") is not None
        assert table._tbl.tblPr.find(f"{W}tblCaption") is not None
    turned = [s.orientation == 1 for s in document.sections]
    assert turned == [False, True, False]
    assert document.sections[1].page_width > document.sections[1].page_height
    foot = document.sections[0].footer._element.xpath(".//w:instrText")
    assert [f.text for f in foot] == ["PAGE", "NUMPAGES"] and document.sections[
        2
    ].footer.is_linked_to_previous
    marks = {b.get(f"{W}name") for b in document.element.iter(f"{W}bookmarkStart")}
    assert {h.get(f"{W}anchor") for h in document.element.iter(f"{W}hyperlink")} == marks
    assert document.core_properties.title == report.title


def test_numbered_lists_begin_at_one_each() -> None:
    from kg_query.reports.documents.model import Items

    report = Document("d", "en", (Section("s", "S", (Items(("a", "b"), True), Items(("c",), True))),))
    document = word(render(report, "docx"))
    used = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert used[0] == used[1] != used[2]
    numbers = {n.numId: n for n in document.part.numbering_part.element.num_lst}
    assert all(numbers[n].find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val") == "1" for n in used)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_word_sets_chinese_faces_and_marks_changes_without_colour(lang: str) -> None:
    document = word(made("docx", lang))
    for name in ("Normal", "Heading 1", "Title"):
        faces = document.styles[name].element.rPr.rFonts
        assert faces.get(f"{W}eastAsia") == ("宋体" if name == "Normal" else "黑体")
    runs = [r for t in document.tables for p in t._cells[-3].paragraphs for r in p.runs]
    struck, lined = [r.text for r in runs if r.font.strike], [r.text for r in runs if r.font.underline]
    assert struck == (["已经尽职尽责", "应当"] if lang == "zh" else ["have done their duty", "shall "])
    assert lined == (["依法尽职免责", "可以"] if lang == "zh" else ["are exempt for diligence", "may "])


@needs_pdf
def test_pictures_in_word_are_described() -> None:
    document = word(made("docx", "zh"))
    pictures = document.element.xpath("//wp:docPr")
    assert len(pictures) == 3
    assert (
        pictures[0].get("descr") == "每部规定中可评判的条款与其他条款的数量。"
        and pictures[0].get("title") == "各规定的条款构成"
    )
    parts = [p for p in document.part.package.iter_parts() if p.partname.endswith(".png")]
    assert len(parts) == 3 and all(p.blob.startswith(b"\x89PNG") for p in parts)


def test_without_a_typesetter_word_says_that_the_chart_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_docx, "painter_fonts", lambda: None)
    content = render(specimen("en"), "docx")
    assert word(content).element.xpath("//wp:docPr") == []
    assert text_of(content, "docx").count("Thechartisnotdrawn") == 3


# --- PDF ----------------------------------------------------------------------------------------


@needs_pdf
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_is_tagged_and_its_tables_repeat_their_heads(lang: str) -> None:
    content, report = made("pdf", lang), specimen(lang)
    facts = poppler("pdfinfo", content)
    assert re.search(r"Tagged: +yes", facts) and re.search(rf"Title: +{report.title}", facts)
    assert "<pdfuaid:part>1</pdfuaid:part>" in poppler("pdfinfo", content, "-meta")
    structure = poppler("pdfinfo", content, "-struct")
    assert all(re.search(rf"^ *{kind}\b", structure, re.M) for kind in ("H1", "Table", "TH", "Figure", "TOC"))
    pages = (
        subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
        .stdout.decode()
        .split("\f")
    )
    head = "条款甲" if lang == "zh" else "Clause A"
    assert sum(head in one for one in pages) >= 2
    last = len(pages) - 1
    assert (f"第 {last} 页，共 {last} 页" if lang == "zh" else f"Page {last} of {last}") in pages[last - 1]
    sizes = {
        tuple(map(float, m))
        for m in re.findall(r"size: +([\d.]+) x ([\d.]+)", poppler("pdfinfo", content, "-l", "99"))
    }
    assert any(w > h for w, h in sizes) and any(w < h for w, h in sizes)


@needs_pdf
def test_a_pdf_shows_a_character_without_a_font_as_a_box_and_says_so() -> None:
    report = Document("d", "en", (Section("s", "S", (Paragraph("\U00011d00"),)),))
    assert "boxes" in text_of(render(report, "pdf"), "pdf")


# --- the same bytes, and no harm ----------------------------------------------------------------


def test_two_processes_make_the_same_bytes() -> None:
    """R11: reports in every format."""
    program = (
        "import hashlib, sys\n"
        f"sys.path.insert(0, {str(TESTS)!r})\n"
        "from documents_specimen import specimen\n"
        "from kg_query.reports.documents.render import render, render_table\n"
        f"for format in {PRINTED!r}:\n"
        "    print(format, hashlib.sha256(render(specimen('zh'), format)).hexdigest())\n"
        "print(hashlib.sha256(render_table(specimen('zh'), 'grounds', 'json')).hexdigest())\n"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/Lima"))
    ]
    assert said[0] == said[1] and said[0].count("\n") == len(PRINTED) + 1


@pytest.fixture(scope="module")
def harm() -> dict[str, bytes]:
    return {format: render(hostile("zh"), format) for format in PRINTED}


def test_hostile_words_stay_words_on_the_page(harm: dict[str, bytes]) -> None:
    root = page(harm["html"])
    assert len(root.xpath("//script")) == 1 and len(root.xpath("//style")) == 1
    assert root.xpath("//img|//iframe|//*[@onerror]|//*[@src]") == []
    assert [a for a in root.xpath("//@href") if not a.startswith("#")] == []
    identifiers = root.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    text = root.xpath("//main")[0].text_content()
    for word_ in (
        "<script>alert(1)</script>",
        "</style><style>*{display:none}",
        "{{ 7*7 }} {% raw %}",
        "javascript:alert(1)",
    ):
        assert word_ in text
    assert (
        "\u202e" not in text
        and "\u2066" not in text
        and "\x1b" not in text
        and "a\ufffdb\ufffdc\ufffdd" in text
    )


def test_hostile_words_are_no_formulas_or_links_in_the_workbook(harm: dict[str, bytes]) -> None:
    """F1: in a workbook they are strings."""
    workbook = book(harm["xlsx"])
    values = []
    for sheet in workbook:
        for cell in (c for row in sheet.iter_rows() for c in row):
            assert cell.data_type != "f", cell.coordinate
            assert cell.hyperlink is None or cell.hyperlink.target is None
            values.append(cell.value)
    assert '=HYPERLINK("http://example.invalid","x")' in values
    names = [name.casefold() for name in workbook.sheetnames]
    assert len(set(names)) == len(names) and all(len(name) <= 31 for name in names)
    with zipfile.ZipFile(BytesIO(harm["xlsx"])) as packed:
        assert not any(
            b'TargetMode="External"' in packed.read(n) for n in packed.namelist() if n.endswith(".rels")
        )


def test_hostile_words_do_no_harm_in_word(harm: dict[str, bytes]) -> None:
    """F5: markup comes out as it went in."""
    import lxml.etree

    with zipfile.ZipFile(BytesIO(harm["docx"])) as packed:
        for name in packed.namelist():
            if name.endswith((".xml", ".rels")):
                lxml.etree.fromstring(packed.read(name))
        assert not any(
            b'TargetMode="External"' in packed.read(n) for n in packed.namelist() if n.endswith(".rels")
        )
    said = text_of(harm["docx"], "docx")
    assert "<script>alert(1)</script>" in said and "\u202e" not in said


@needs_pdf
def test_hostile_words_are_set_as_they_are_in_a_pdf(harm: dict[str, bytes]) -> None:
    """F7: nothing is read, what looks like code is set as text."""
    said = text_of(harm["pdf"], "pdf")
    assert '#import"x"$a$`b`*c*_d_\\//' in said
    assert re.search(r"JavaScript: +no", poppler("pdfinfo", harm["pdf"]))
    assert poppler("pdfinfo", harm["pdf"], "-url").strip().count("\n") == 0


def test_hostile_words_cannot_speak_to_a_terminal(harm: dict[str, bytes]) -> None:
    text = harm["text"].decode("utf-8")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_hostile_words_are_harmless_in_tables_for_machines() -> None:
    for number, text in enumerate(HOSTILE):
        content = render_table(hostile("en"), f"t{number}", "csv").decode("utf-8")
        csv.field_size_limit(10**6)
        rows = list(csv.reader(io.StringIO(content)))
        assert len(rows) == 3 and not any(
            cell[:1] in "=+@\t\r" and len(cell) > 1 for row in rows for cell in row
        )
        (first, _) = json.loads(render_table(hostile("en"), f"t{number}", "json"))
        assert first["d"] == number and (
            not text.isascii() or "\n" in text or first["a"] == text.strip() or "\x00" in text or "\r" in text
        )


def test_a_text_that_is_too_long_is_cut_and_says_so() -> None:
    report = Document("d", "en", (Section("s", "S", (Paragraph("w" * 9000), Paragraph("short"))),))
    (long, brief) = fitted(report).sections[0].blocks
    assert (
        isinstance(long, Paragraph)
        and long.text.startswith("w" * LONGEST + "…")
        and "9000 characters" in long.text
    )
    assert isinstance(brief, Paragraph) and brief.text == "short"
    cut = fitted(
        Document(
            "d",
            "en",
            (
                Section(
                    "s",
                    "S",
                    (
                        Table(
                            "t",
                            "T",
                            (Column("a", "A"),),
                            ((Marked((Run("a" * 5000), Run("b" * 5000, "added"))),),),
                        ),
                    ),
                ),
            ),
        )
    )
    marked = cut.tables()[0].rows[0][0]
    assert isinstance(marked, Marked)
    assert sum(len(r.text) for r in marked.runs if r.text[:1] in "ab") == LONGEST
    assert "10000 characters" in marked.runs[-1].text


def test_the_spaces_between_the_runs_of_a_marked_text_stay() -> None:
    marked = Marked((Run("shall "), Run(" be\x00", "added")))
    assert whole(marked) == Marked((Run("shall "), Run(" be\ufffd", "added")))


# --- what the renderers share -------------------------------------------------------------------


def test_groups_are_runs_of_equal_values_and_their_column_goes() -> None:
    table = Table(
        "t", "T", (Column("g", "G"), Column("v", "V")), (("a", 1), ("a", 2), ("b", 3), ("a", 4)), group_by="g"
    )
    found = folded(table, "en")
    assert [c.key for c in found.columns] == ["v"]
    assert [(g.title, g.rows) for g in found.groups] == [("a", ((1,), (2,))), ("b", ((3,),)), ("a", ((4,),))]


def test_a_page_turns_for_wide_tables_wherever_they_stand() -> None:
    from kg_query.reports.documents.model import Details

    wide = Table("t", "T", tuple(Column(f"c{n}", "C") for n in range(8)), ())
    slim = Table("t", "T", (Column("c", "C"),), ())
    assert is_wide(Section("s", "S", (Details("d", (wide,)),))) and is_wide(
        Section("s", "S", (), (Section("u", "U", (wide,)),))
    )
    assert not is_wide(Section("s", "S", (slim,)))


def test_values_are_shown_in_the_language_of_the_report() -> None:
    assert [shown(v, "zh") for v in (True, False, None, 0, 0.5, 1234567.0)] == [
        "是",
        "否",
        "—",
        "0",
        "0.5",
        "1234567",
    ]
    assert [shown(v, "en") for v in (True, False, Cell(None))] == ["yes", "no", "—"]


def test_every_word_of_ours_is_there_in_both_languages_with_the_same_placeholders() -> None:
    for key, (zh, en) in WORDS.items():
        assert zh and en, key
        assert set(re.findall(r"\{(\w+)\}", zh)) == set(re.findall(r"\{(\w+)\}", en)), key


@pytest.mark.parametrize("format", PRINTED)
def test_the_smallest_report_there_is_can_be_made(format: str) -> None:
    assert "T" in text_of(render(Document("T", "en", ()), format), format)
