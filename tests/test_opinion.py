"""The reasoned opinion: facts, norms, application, conclusion, in every format, from the command line and the API."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest

from kg_query import KnowledgeGraph
from kg_query.matters import read_matters
from kg_query.matters.written import matter_json
from kg_query.opinion.opinion import FORMATS
from kg_query.proof.notes import nature_step
from kg_query.reports.documents.model import Block, Details, Document, Paragraph, Quote, Section, Table
from kg_query.reports.documents.render import render

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
MATTERS = sorted((EXAMPLES / "matters").glob("*.*"))


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def blocks(document: Document) -> list[Block]:
    """Every block of a report, in order."""
    found: list[Block] = []

    def within(some: tuple[Block, ...]) -> None:
        for block in some:
            found.append(block)
            if isinstance(block, Details):
                within(block.blocks)

    def walk(section: Section) -> None:
        within(section.blocks)
        for part in section.sections:
            walk(part)

    for section in document.sections:
        walk(section)
    return found


def cells(table: Table, column: str) -> list[object]:
    place = [one.key for one in table.columns].index(column)
    return [getattr(row[place], "value", row[place]) for row in table.rows]


@pytest.mark.parametrize("path", MATTERS, ids=lambda p: p.name)
def test_an_opinion_says_what_the_verdict_says_and_quotes_the_law(kg: KnowledgeGraph, path: Path) -> None:
    for matter in read_matters(path, kg.corpus)[:2]:
        verdict = kg.verdicts([matter], None, "compiled")[0]
        for lang in ("zh", "en"):
            document = kg.opinion(matter).to_document(lang)
            tables = {table.key: table for table in document.tables()}
            assert len(tables) == len(document.tables()), "each table has a key of its own"
            said = [
                kg.corpus.outcomes[r.outcome].label.in_(lang)
                if r.outcome in kg.corpus.outcomes
                else {"undetermined": ("待定", "undetermined"), "conflict": ("冲突", "conflict")}[r.outcome][
                    lang == "en"
                ]
                for r in verdict.results
            ]
            assert cells(tables["summary"], "outcome") == said
            labels = cells(tables["facts"], "ground")
            assert [kg.corpus.grounds[f.ground].label.in_(lang) for f in matter.findings] == labels[
                : len(matter.findings)
            ]
            quoted = {block.text for block in blocks(document) if isinstance(block, Quote)}
            texts = {p.text.in_(lang) for p in kg.corpus.provisions.values() if p.text}
            assert quoted <= texts, "the law is quoted word for word"
            for result in verdict.results:
                for outcome in result.outcomes:
                    for provision in outcome.provisions:
                        text = kg.corpus.provisions[provision].text
                        assert text is None or text.in_(lang) in quoted
            readings = {r for result in verdict.results for r in result.readings}
            if readings:
                named = cells(tables["readings"], "not_taken")
                assert sorted(named) == sorted(kg.corpus.readings[r].alternative.in_(lang) for r in readings)


def test_every_element_of_a_norm_that_applies_names_the_fact_it_rests_on(kg: KnowledgeGraph) -> None:
    matter = read_matters(EXAMPLES / "matter.json", kg.corpus)[0]
    document = kg.opinion(matter, ["nanmu"]).to_document("en")
    table = next(t for t in document.tables() if t.key == "elements-nanmu-art_9__point_4")
    found = dict(zip(cells(table, "element"), cells(table, "facts"), strict=True))
    assert found["“force majeure”: established"] == "fact 1"
    assert found["“was unable to perform duty according to law”: established"] == "fact 2"
    assert [table.key for table in document.tables()][-1] == "signatures"


def test_an_opinion_is_the_same_file_each_time_and_says_which_data_it_rests_on(kg: KnowledgeGraph) -> None:
    matter = read_matters(EXAMPLES / "matters" / "disputed.json", kg.corpus)[0]
    made = {format: kg.opinion(matter).render(format, "zh", "kgq assess FILE") for format in FORMATS}
    assert made == {f: kg.opinion(matter).render(f, "zh", "kgq assess FILE") for f in FORMATS}
    from kg_query.files import source_hash

    page = made["html"].decode()
    assert source_hash()[:12] in page and "kgq assess FILE" in page and "既有认定又有否定" in page
    assert made["pdf"].startswith(b"%PDF-")
    import docx

    word = docx.Document(BytesIO(made["docx"]))
    text = "\n".join(p.text for p in word.paragraphs)
    assert "尚待查明" in text and "审签" in text
    assert any("负责人" in cell.text for cell in word.tables[-1].columns[0].cells)


def test_what_a_file_says_is_never_markup(kg: KnowledgeGraph) -> None:
    harm = "<script>window.__xss=1</script>=1+1"
    finding = {"ground": "force_majeure", "status": "established", "evidence": harm, "note": harm}
    opinion = kg.opinion({"id": "m1", "organisation": harm, "findings": [finding]})
    page = opinion.render("html").decode()
    assert "<script>window" not in page and "&lt;script&gt;window" in page
    assert harm in render(opinion.to_document("zh"), "text").decode().replace("\n", "") or "window" in page


def test_the_command_writes_an_opinion_and_matters_as_they_were_read(tmp_path: Path) -> None:
    from kg_query.cli.run import run

    target = tmp_path / "opinion.html"
    assert run(["assess", str(EXAMPLES / "matter.json"), "--output", str(target), "--lang", "en"]) == 0
    assert "Reasoned opinion on matter m-2024-017" in target.read_text("utf-8")
    batch = str(EXAMPLES / "matters" / "batch.csv")
    assert run(["assess", batch, "--output", str(tmp_path / "x.docx")]) == 2, "one of several has to be named"
    assert run(["assess", batch, "--output", str(tmp_path / "x.docx"), "--matter", "b-002"]) == 0
    assert (tmp_path / "x.docx").read_bytes().startswith(b"PK")
    assert run(["assess", batch, "--matters", "--output", str(tmp_path / "x.json")]) == 0
    assert [one["id"] for one in json.loads((tmp_path / "x.json").read_text("utf-8"))][:2] == [
        "b-001",
        "b-002",
    ]
    assert run(["assess", batch, "--matters", "--format", "csv"]) == 2


@pytest.mark.parametrize("path", MATTERS, ids=lambda p: p.name)
def test_a_matter_written_down_is_read_back_as_the_same(
    kg: KnowledgeGraph, path: Path, tmp_path: Path
) -> None:
    matters = read_matters(path, kg.corpus)
    copy = tmp_path / "copy.json"
    copy.write_text(json.dumps([matter_json(one) for one in matters]), "utf-8")
    assert read_matters(copy, kg.corpus) == matters


def test_an_opinion_names_document_clause_and_every_outcome_and_can_be_sealed(kg: KnowledgeGraph) -> None:
    grounds = ["statutory_procedure_violated", "remedial_measures_taken", "loss_effectively_avoided"]
    findings = [{"ground": g, "status": "established", "date": "2024-11-02"} for g in grounds]
    opinion = kg.opinion({"id": "m", "date": "2024-11-20", "findings": findings}, ["puxian-tolerance"])
    document = opinion.to_document("zh")
    tables = {table.key: table for table in document.tables()}
    # 第十三条不予容错，但从轻、减轻不是容错：第十二条第（一）项仍然成立
    assert cells(tables["summary"], "because") == [
        "结果：不予容错，依据第十三条。同时成立：可以从轻或者减轻，依据第十二条第（一）项。"
    ]
    assert set(cells(tables["facts"], "date")) == {"2024年11月2日"}
    assert "第十三条" in cells(tables["readings"], "clause")
    assert cells(tables["signatures"], "step") == ["承办人", "审核人", "负责人", "单位（盖章）"]
    text = "\n".join(block.text for block in blocks(document) if isinstance(block, Paragraph))
    assert "文号：蒲政办发〔2022〕60号，蒲县人民政府办公室，2022年11月29日印发。" in text
    assert "自2022年11月29日起施行，事项日期2024年11月20日" in text
    places = [block.source for block in blocks(document) if isinstance(block, Quote)]
    assert "《蒲县行政执法尽职免责和容错纠错制度（试行）》第十三条" in places
    assert "kgq requires" not in render(document, "text").decode()


@pytest.mark.parametrize(
    ("norm", "zh", "en"),
    [
        # 不予追究执法过错责任: what is banned is the pursuit of liability, not the exemption
        ("town/norm/art_7__point_7", "性质：免责；不得追究责任", "nature: exemption; liability shall not be pursued"),
        ("lianyungang/norm/art_8__point_1", "性质：不认定为过错；不得追究责任", "nature: not a fault; liability shall not be pursued"),
        ("town/norm/art_9__point_1", "性质：禁止从宽；不得；", "nature: bar to relief; shall not;"),
    ],
)  # fmt: skip
def test_a_norm_that_relieves_is_not_said_to_forbid_the_relief(
    kg: KnowledgeGraph, norm: str, zh: str, en: str
) -> None:
    text = nature_step(kg.corpus, kg.corpus.norms[norm], "").text
    assert text.zh.startswith(zh), text
    assert text.en.startswith(en), text
