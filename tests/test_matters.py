"""Reading matters: every format gives the same matters, and no input ends in anything but an answer."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg_query import KnowledgeGraph
from kg_query.corpus import Corpus
from kg_query.errors import InputError, KgqError, LimitError, UsageError
from kg_query.inputs.workbook import cell
from kg_query.matters import FORMATS, matters_of, read_matters
from kg_query.matters.context import ADDRESS, MATTER, context
from kg_query.model import Finding, Matter

EXAMPLES = Path(__file__).parent.parent / "data" / "examples" / "matters"
EXAMPLE = {
    "id": "m-2024-017",
    "role": "handler",
    "date": "2024-11-02",
    "organisation": "nanmu",
    "established": ["force_majeure", "unable_to_perform_duty"],
    "refuted": ["subjective_fault"],
    "unknown": ["adverse_effect"],
}

Reader = Callable[..., list[Matter]]
Refusal = Callable[..., InputError]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return KnowledgeGraph.open().corpus


@pytest.fixture
def read(corpus: Corpus, tmp_path: Path) -> Reader:
    """Writes a file of some content and reads the matters in it."""

    def reading(name: str, content: str | bytes | object, **options: Any) -> list[Matter]:
        path = tmp_path / name
        if not isinstance(content, (str, bytes)):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_matters(path, corpus, **options)

    return reading


@pytest.fixture
def refused(read: Reader) -> Refusal:
    """The error that a file of some content ends in."""

    def refusing(name: str, content: object, **options: Any) -> InputError:
        with pytest.raises(InputError) as caught:
            read(name, content, **options)
        return caught.value

    return refusing


# --- the formats ----------------------------------------------------------------------------


def test_the_example_of_the_interface_is_read_as_it_stands(read: Reader) -> None:
    assert read("m.json", EXAMPLE) == [
        Matter(
            "m-2024-017",
            (
                Finding("force_majeure", "established"),
                Finding("unable_to_perform_duty", "established"),
                Finding("subjective_fault", "refuted"),
                Finding("adverse_effect", "unknown"),
            ),
            "handler",
            "2024-11-02",
            "nanmu",
        )
    ]


YAML = """
id: m-2024-017
role: handler
date: 2024-11-02
organisation: nanmu
established:
  - force_majeure
  - unable_to_perform_duty
refuted: [subjective_fault]
unknown: ["adverse_effect"]
"""
TURTLE = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX ground: <https://w3id.org/kg-query/ground/>
PREFIX law: <https://w3id.org/kg-query/ns#>
PREFIX role: <https://w3id.org/kg-query/id/role/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
<https://w3id.org/kg-query/id/matter/m-2024-017> a law:Matter ;
    law:role role:handler ; dcterms:date "2024-11-02"^^xsd:date ; law:organisation "nanmu" ;
    law:established ground:force_majeure , ground:unable_to_perform_duty ;
    law:refuted ground:subjective_fault ; law:unknown ground:adverse_effect .
"""
CSV = """id,role,date,organisation,force_majeure,unable_to_perform_duty,subjective_fault,adverse_effect,major_loss
m-2024-017,handler,2024-11-02,nanmu,established,1,refuted,?,
"""
CHINESE_CSV = """编号,角色,日期,单位,不可抗力,未能依法履行职责,主观原因／主观失误,不良影响
m-2024-017,handler,2024-11-02,nanmu,成立,成立,不成立,未查明
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("m.yaml", YAML),
        ("m.ttl", TURTLE),
        ("m.csv", CSV),
        ("m.csv", CHINESE_CSV),
        ("m.tsv", CSV.replace(",", "\t")),
        ("m.csv", CSV.replace(",", ";")),
        ("m.csv", "\ufeff" + CSV.replace("\n", "\r\n")),
        ("m.json", "\ufeff" + json.dumps(EXAMPLE)),
        ("m.json", json.dumps([EXAMPLE])),
        ("m.jsonld", json.dumps({"@context": ADDRESS, "@type": "Matter", **EXAMPLE})),
        ("m.jsonld", json.dumps({**context(), **EXAMPLE})),
        ("m.jsonld", json.dumps({"@context": ADDRESS, "@graph": [EXAMPLE]})),
    ],
)
def test_every_format_gives_the_matter_of_the_json(name: str, content: str, read: Reader) -> None:
    assert read(name, content) == read("same.json", EXAMPLE)


def test_the_long_form_keeps_evidence_source_date_and_note(read: Reader) -> None:
    finding = {
        "ground": "major_loss",
        "status": "unknown",
        "evidence": "停业整改损失正在审计",
        "source": "卷一第3页",
        "date": "2024-11-04",
        "note": "待补充",
    }
    (matter,) = read("m.json", {"id": "m1", "findings": [finding]})
    assert matter.findings == (
        Finding("major_loss", "unknown", "停业整改损失正在审计", "卷一第3页", "2024-11-04", "待补充"),
    )


def test_long_and_short_form_may_stand_together(read: Reader) -> None:
    (matter,) = read(
        "m.json",
        {
            "id": "m1",
            "refuted": ["intent"],
            "findings": [{"ground": "major_loss", "status": "established"}],
        },
    )
    assert matter.grounds("refuted") == ("intent",)
    assert matter.grounds("established") == ("major_loss",)


def test_a_matter_without_role_date_and_organisation_is_complete(read: Reader) -> None:
    assert read("m.json", {"id": "m1", "unknown": []}) == [Matter("m1", ())]


def test_a_contradiction_is_no_error_and_a_repeated_ground_neither(read: Reader) -> None:
    (matter,) = read("m.json", {"id": "m1", "established": ["intent", "intent"], "refuted": ["intent"]})
    assert matter.grounds("established") == ("intent",)
    assert matter.grounds("refuted") == ("intent",)


def test_a_role_is_accepted_as_a_ground(read: Reader, corpus: Corpus) -> None:
    assert all(f"role_{role}" in corpus.grounds for role in corpus.concepts["role"])
    (matter,) = read("m.json", {"id": "m1", "established": ["role_handler"]})
    assert matter.grounds("established") == ("role_handler",)


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda p: p.name)
def test_every_example_file_is_read(path: Path, corpus: Corpus) -> None:
    matters = read_matters(path, corpus)
    assert matters
    assert all(matter.findings for matter in matters)


def test_the_example_files_show_every_format() -> None:
    endings = {path.suffix for path in EXAMPLES.iterdir()}
    assert all(endings & set(known) for known in FORMATS.values())


def test_csv_workbook_and_parquet_examples_hold_the_same_findings(corpus: Corpus) -> None:
    def findings(name: str) -> list[Any]:
        return [(m.findings, m.role, m.date, m.organisation) for m in read_matters(EXAMPLES / name, corpus)]

    assert findings("batch.csv") == findings("batch.xlsx") == findings("batch.parquet")


def test_several_files_give_their_matters_in_order(corpus: Corpus) -> None:
    names = ["disputed.json", "batch.csv", "pilot.yaml"]
    ids = [m.id for m in read_matters([EXAMPLES / n for n in names], corpus)]
    assert ids == ["m-2024-055", "b-001", "b-002", "b-003", "b-004", "b-005", "m-2024-022"]


def test_a_workbook_may_hold_true_false_numbers_dates_and_sheets_of_notes(read: Reader) -> None:
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["说明：这一页不是事项"])
    sheet = book.create_sheet("事项")
    sheet.append(["id", "date", "force_majeure", "intent", "major_loss"])
    sheet.append([17, datetime.date(2024, 2, 29), True, 0, "未查明"])
    content = io.BytesIO()
    book.save(content)
    assert read("m.xlsx", content.getvalue()) == [
        Matter(
            "17",
            (
                Finding("force_majeure", "established"),
                Finding("intent", "refuted"),
                Finding("major_loss", "unknown"),
            ),
            date="2024-02-29",
        )
    ]


# --- JSON is JSON-LD ------------------------------------------------------------------------


def test_the_json_is_rdf_under_the_context_and_means_the_same(corpus: Corpus, tmp_path: Path) -> None:
    import pyoxigraph as ox

    long = {"ground": "intent", "status": "unknown", "evidence": "询问笔录", "date": "2024-01-02"}
    document = json.dumps({**context(), "type": "Matter", **EXAMPLE, "findings": [long]})
    quads = list(ox.parse(input=document, format=ox.RdfFormat.JSON_LD))
    path = tmp_path / "m.nt"
    path.write_bytes(ox.serialize((q.triple for q in quads), format=ox.RdfFormat.N_TRIPLES))
    (direct,) = matters_of({**EXAMPLE, "findings": [long]}, corpus)
    (through_rdf,) = read_matters(path, corpus)
    assert set(through_rdf.findings) == set(direct.findings)
    assert (through_rdf.id, through_rdf.role, through_rdf.date, through_rdf.organisation) == (
        "m-2024-017",
        "handler",
        "2024-11-02",
        "nanmu",
    )


def test_no_ground_or_role_is_hidden_by_a_term_of_the_context(corpus: Corpus) -> None:
    terms = set(context()["@context"])
    assert not terms & set(corpus.grounds)
    assert not terms & set(corpus.concepts["role"])


def test_matters_written_as_rdf_by_the_program_are_read_back(corpus: Corpus, tmp_path: Path) -> None:
    from kg_query.assess.rdf import matter_graph

    matters = read_matters([EXAMPLES / "disputed.json", EXAMPLES / "m-2024-017.json"], corpus)
    path = tmp_path / "m.ttl"
    path.write_text(matter_graph(matters).serialize(format="turtle"), encoding="utf-8")
    again = {m.id: set(m.findings) for m in read_matters(path, corpus)}
    assert again == {m.id: set(m.findings) for m in matters}


@pytest.mark.parametrize(
    "foreign",
    [
        "https://example.org/context.jsonld",
        "file:///etc/passwd",
        {"@vocab": "https://example.org/"},
        3,
    ],
)
def test_a_foreign_context_is_refused_and_never_fetched(
    foreign: object, refused: Refusal, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def no_network(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", no_network)
    error = refused("m.json", {"@context": foreign, **EXAMPLE})
    assert "@context" in error.render("en")
    assert ADDRESS in error.render("zh")


# --- words that are not known ---------------------------------------------------------------


def test_an_unknown_ground_names_the_matter_the_word_and_the_nearest_known_word(
    refused: Refusal,
) -> None:
    error = refused("m.json", {"id": "m-9", "established": ["force_majure"]})
    for lang in ("zh", "en"):
        message = error.render(lang)
        assert "m-9" in message
        assert "force_majure" in message
        assert "force_majeure" in message
    assert error.exit_code == 3


def test_a_label_in_place_of_an_id_leads_to_the_id(refused: Refusal) -> None:
    assert "force_majeure" in refused("m.json", {"id": "m", "established": ["不可抗力"]}).render("zh")


@pytest.mark.parametrize(
    ("matter", "word", "near"),
    [
        ({"id": "m", "role": "handlr", "established": []}, "handlr", "handler"),
        (
            {"id": "m", "findings": [{"ground": "intent", "status": "establishd"}]},
            "establishd",
            "established",
        ),
        ({"id": "m", "establishd": ["intent"]}, "establishd", "established"),
        (
            {"id": "m", "findings": [{"ground": "intent", "status": "unknown", "evidense": "x"}]},
            "evidense",
            "evidence",
        ),
        ({"id": "m", "established": ["role_handlr"]}, "role_handlr", "role_handler"),
    ],
)
def test_an_unknown_word_is_named_with_the_nearest(
    matter: dict[str, Any], word: str, near: str, refused: Refusal
) -> None:
    message = refused("m.json", matter).render("en")
    assert word in message
    assert near in message.replace(word, "")


def test_a_word_that_resembles_nothing_still_gets_the_nearest_known_words(refused: Refusal) -> None:
    message = refused("m.json", {"id": "m", "established": ["qqqq"]}).render("en")
    assert "Nearest known words" in message


def test_all_problems_of_all_matters_and_files_are_told_at_once(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(
        '[{"id": "a1", "established": ["nope_1"]}, {"id": "a2", "role": "nope_2", "refuted": "nope_3"}]'
    )
    (tmp_path / "b.yaml").write_text("id: b1\ndate: 2024-02-30\nunknown: [nope_4]\n")
    (tmp_path / "c.json").write_text("")
    with pytest.raises(InputError) as caught:
        read_matters([tmp_path / n for n in ("a.json", "b.yaml", "c.json", "d.json")], corpus)
    message = caught.value.render("en")
    for word in ("nope_1", "nope_2", "nope_3", "nope_4", "2024-02-30", "c.json", "d.json"):
        assert word in message
    assert len(caught.value.problems) == 7


def test_an_id_that_stands_twice_is_an_error_that_names_both_places(corpus: Corpus, tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text('{"id": "same", "established": []}')
    with pytest.raises(InputError) as caught:
        read_matters([tmp_path / "a.json", tmp_path / "b.json"], corpus)
    message = caught.value.render("en")
    assert "same" in message
    assert "a.json" in message
    assert "b.json" in message


@pytest.mark.parametrize(
    "date",
    [
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "20241102",
        "2024-W45-6",
        "2024/11/02",
        "2024-1-2",
        "０２４",
    ],
)
def test_a_date_that_is_none_is_refused(date: str, refused: Refusal) -> None:
    assert date in refused("m.json", {"id": "m", "date": date, "established": []}).render("zh")


def test_the_leap_day_is_a_date(read: Reader) -> None:
    assert read("m.json", {"id": "m", "date": "2024-02-29", "established": []})[0].date == "2024-02-29"


@pytest.mark.parametrize(
    "matter",
    [
        {"established": ["intent"]},
        {"id": None, "established": []},
        {"id": "", "established": []},
        {"id": 17, "established": []},
        {"id": ["m"], "established": []},
        {"id": " m", "established": []},
        {"id": "m\n", "established": []},
        {"id": "m\u0000", "established": []},
        {"id": "\ud800", "established": []},
        {"id": "m"},
        {"id": "m", "role": "handler"},
        {"id": "m", "established": None},
        {"id": "m", "established": "intent"},
        {"id": "m", "established": {"intent": True}},
        {"id": "m", "established": [1]},
        {"id": "m", "established": [None]},
        {"id": "m", "established": [{"ground": "intent"}]},
        {"id": "m", "established": [""]},
        {"id": "m", "role": 3, "established": []},
        {"id": "m", "findings": {}},
        {"id": "m", "findings": ["intent"]},
        {"id": "m", "findings": [{"ground": "intent"}]},
        {"id": "m", "findings": [{"status": "established"}]},
        {"id": "m", "findings": [{"ground": "intent", "status": True}]},
        {"id": "m", "findings": [{"ground": "intent", "status": "unknown", "evidence": ["x"]}]},
        {"id": "m", "findings": [{"ground": "intent", "status": "unknown", "date": "today"}]},
        {"id": "m", "@id": "m", "established": []},
        {"id": "m", "@type": "Case", "established": []},
        {"@graph": [], "id": "m"},
        [],
        [[]],
        [None],
        "m",
        3,
        None,
        True,
    ],
    ids=lambda m: json.dumps(m)[:60],
)
def test_a_matter_of_the_wrong_shape_is_refused(matter: object, refused: Refusal) -> None:
    error = refused("m.json", json.dumps(matter))
    for lang in ("zh", "en"):
        assert error.render(lang).strip()


# --- files that cannot be read --------------------------------------------------------------


def test_broken_encoding_names_the_byte_and_suggests_the_conversion(refused: Refusal) -> None:
    content = '{"id": "m", "organisation": "南木", "established": []}'.encode("gb18030")
    message = refused("m.json", content).render("en")
    assert "byte 30 is 0xC4" in message
    assert "iconv -f GB18030 -t UTF-8" in message


def test_bytes_that_are_no_text_at_all_suggest_no_encoding(refused: Refusal) -> None:
    message = refused("m.json", b'{"id": "\xff\xff\xff"}').render("en")
    assert "byte 9" in message
    assert "GB18030" not in message


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_utf_16_and_32_are_named(encoding: str, refused: Refusal) -> None:
    assert encoding.upper() in refused("m.json", json.dumps(EXAMPLE).encode(encoding)).render("en")


@pytest.mark.parametrize("ending", sorted(e for endings in FORMATS.values() for e in endings))
@pytest.mark.parametrize("content", [b"", b"  \n\t\n", b"\xef\xbb\xbf"], ids=["nothing", "blanks", "mark"])
def test_an_empty_file_is_said_to_be_empty(ending: str, content: bytes, refused: Refusal) -> None:
    assert "empty" in refused(f"m{ending}", content).render("en")


def test_a_missing_file_a_folder_and_an_unreadable_file_are_told_apart(
    corpus: Corpus, tmp_path: Path
) -> None:
    closed = tmp_path / "closed.json"
    closed.write_text(json.dumps(EXAMPLE))
    closed.chmod(0)
    cases = {"absent.json": "no such file", "": "a folder"}
    if os.geteuid() != 0:  # root reads everything
        cases["closed.json"] = "no permission"
    for name, words in cases.items():
        with pytest.raises(InputError) as caught:
            read_matters(tmp_path / name, corpus)
        assert words in caught.value.render("en")


def test_a_misspelt_file_name_gets_the_nearest(corpus: Corpus, tmp_path: Path) -> None:
    (tmp_path / "matters.json").write_text("{}")
    with pytest.raises(InputError) as caught:
        read_matters(tmp_path / "mattrs.json", corpus)
    assert "matters.json" in caught.value.render("zh")


def test_a_file_at_the_limit_is_read_and_one_byte_more_is_not(read: Reader) -> None:
    content = json.dumps(EXAMPLE)
    assert read("m.json", content, limit=len(content))
    with pytest.raises(LimitError) as caught:
        read("m.json", content, limit=len(content) - 1)
    assert caught.value.exit_code == 4


def test_an_endless_file_ends_at_the_limit(corpus: Corpus) -> None:
    with pytest.raises(LimitError):
        read_matters("/dev/zero", corpus, limit=1000)


def test_an_unknown_format_is_a_usage_error_with_a_suggestion(read: Reader) -> None:
    with pytest.raises(UsageError) as caught:
        read("m.json", EXAMPLE, format="jsn")
    assert "json" in caught.value.render("en")


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("m.json", "{", "line 1"),
        ("m.json", '{"id": "m",}', "line 1, column 12"),
        ("m.json", '{"id": "m", "id": "n", "established": []}', "stands twice"),
        ("m.json", '{"id": NaN}', "NaN"),
        ("m.json", '{"id": "m", "established": [-Infinity]}', "Infinity"),
        ("m.json", "[" * 200_000, "too deep"),
        ("m.json", '{"id": ' + "9" * 10_000 + "}", "too many digits"),
        ("m.json", '{"id": "a", "x": ' + "[" * 200 + "]" * 200 + "}", "too deep"),
        ("m.yaml", "a: &x [1]\nb: *x", "anchors"),
        ("m.yaml", "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]", "anchors"),
        ("m.yaml", "id: !!python/object/apply:os.system [id]", "tags"),
        ("m.yaml", "id: m\nid: n\n", "line 2"),
        ("m.yaml", "id: [", "line 2"),
        ("m.yaml", "? [a]\n: b\n", "key"),
        ("m.yaml", "[" * 100_000, "deep"),
        ("m.yaml", "id: 17\nestablished: []\n", "must be text"),
        ("m.yaml", "id: m\nestablished: [yes]\n", "yes"),
        ("m.yaml", "\x01", "not valid YAML"),
        ("m.ttl", "<a> <b", "line 1"),
        ("m.ttl", "@prefix x: <urn:x> .", "no matter"),
        ("m.nt", "<urn:a> <urn:b> 3 .", "line 1"),
        ("m.csv", "id,intent\n'm,1\n\"x", "not valid CSV"),
        ("m.csv", "id,intent\n", "no matter"),
        ("m.csv", "id\nm\n", "no column is headed by a ground"),
        ("m.csv", "name,intent\nm,1\n", "no column is headed id"),
        ("m.csv", "id,intnt\nm,1\n", "intent"),
        ("m.csv", "id,intent,intent\nm,1,0\n", "stands twice"),
        ("m.csv", "id,intent,故意\nm,1,0\n", "stands twice"),
        ("m.csv", "id,intent,\nm,1,0\n", "a heading is empty"),
        ("m.csv", "id,intent\nm,1,0\n", "has 3 cells"),
        ("m.csv", "id,intent,gross_negligence\nm,1\n", "has only 2 cells"),
        ("m.csv", "id,intent\n,1\n", "A2"),
        ("m.csv", "id,intent\nm,1\nm,0\n", "stands twice"),
        ("m.csv", "id,intent\0\nm,1\n", "NUL"),
        ("m.xlsx", "no workbook", "not a valid Excel workbook"),
        ("m.xlsx", b"PK\x03\x04 broken", "not a valid Excel workbook"),
        ("m.json", b"PK\x03\x04 broken", "Excel/zip"),
        ("m.parquet", b"PAR1 broken", "not a valid Parquet file"),
        ("m.csv", b"PAR1 broken", "Parquet"),
        ("m.dat", "what is this", "cannot be told"),
    ],
)
def test_a_broken_file_says_what_is_broken(
    name: str, content: str | bytes, word: str, refused: Refusal
) -> None:
    assert word in refused(name, content).render("en")


def test_one_bad_row_of_a_batch_names_row_column_cell_matter_and_word(refused: Refusal) -> None:
    rows = "".join(f"m{n},1,0\n" for n in range(2, 50))
    error = refused("m.csv", f"id,intent,major_loss\n{rows}m50,1,maybe\n")
    assert len(error.problems) == 1
    message = error.render("en")
    for word in ("C50", "row 50", "major_loss", "m50", "maybe"):
        assert word in message


def test_a_bad_cell_of_a_workbook_is_named_with_its_sheet(refused: Refusal) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.title = "事项"
    book.active.append(["id", "intent"])
    book.active.append(["m1", "=1+0"])
    content = io.BytesIO()
    book.save(content)
    assert "事项!B2" in refused("m.xlsx", content.getvalue()).render("en")


def test_nan_in_a_parquet_column_is_no_finding(refused: Refusal) -> None:
    import pyarrow
    import pyarrow.parquet

    content = io.BytesIO()
    table = pyarrow.table({"id": ["m1"], "intent": [float("nan")]})
    pyarrow.parquet.write_table(table, content)
    assert "B2" in refused("m.parquet", content.getvalue()).render("en")


def test_columns_are_lettered_as_spreadsheets_do() -> None:
    assert [cell(1, n) for n in (1, 26, 27, 52, 53, 702, 703)] == [
        "A1", "Z1", "AA1", "AZ1", "BA1", "ZZ1", "AAA1",
    ]  # fmt: skip


# --- hostile workbooks ----------------------------------------------------------------------


def workbook(**changes: bytes | None) -> bytes:
    """A small workbook with some of its parts replaced, added or (None) left out."""
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["id", "intent"])
    book.active.append(["m1", "1"])
    plain = io.BytesIO()
    book.save(plain)
    changed = io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return changed.getvalue()


def test_the_workbook_of_these_tests_is_read_when_nothing_is_changed(read: Reader) -> None:
    assert read("m.xlsx", workbook())[0].grounds("established") == ("intent",)


def test_a_zip_bomb_is_refused_before_it_unpacks(read: Reader) -> None:
    with pytest.raises(LimitError):
        read("m.xlsx", workbook(**{"xl/media/bomb.bin": b"0" * 2**23}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_doctype_in_a_workbook_is_refused(encoding: str, refused: Refusal) -> None:
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
    assert "DOCTYPE" in refused("m.xlsx", workbook(**{"xl/styles.xml": xml.encode(encoding)})).render("en")


@pytest.mark.parametrize(
    "part",
    ["xl/vbaProject.bin", "xl/embeddings/x.bin", "xl/externalLinks/externalLink1.xml", "../x.xml"],
)
def test_macros_embedded_objects_outside_links_and_odd_names_are_refused(part: str, refused: Refusal) -> None:
    assert part in refused("m.xlsx", workbook(**{part: b"x"})).render("en")


def test_a_zip_that_is_no_workbook_is_refused(refused: Refusal) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr("a.txt", "x")
    assert "not an Excel workbook" in refused("m.xlsx", content.getvalue()).render("en")


# --- Turtle -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<m> law:established ground:intnt .", ("intnt", "intent")),
        ("<m> law:established 'intent' .", ("intent",)),
        ("<m> law:establshed ground:intent ; law:refuted ground:intent .", ("law:established",)),
        ("<m> a law:Case ; law:refuted ground:intent .", ("law:Matter",)),
        ("<m> a law:Matter .", ("no findings",)),
        ("<m> law:finding [ law:ground ground:intent ] .", ("no status",)),
        ("<m> law:finding <x> .", ("says nothing",)),
        ("<m> law:refuted ground:intent ; dcterms:date '2024-02-30'^^xsd:date .", ("2024-02-30",)),
        ("<m> law:refuted ground:intent ; dcterms:date 2024 .", ("xsd:date",)),
        ("<m> law:refuted ground:intent ; law:role role:handler , role:reviewer .", ("one value",)),
        (
            "<m> law:refuted ground:intent . ground:intent skos:broader ground:major_loss .",
            ("no matter",),
        ),
        ("[] law:refuted ground:intent .", ("no id",)),
    ],
)
def test_a_fault_in_turtle_is_named(body: str, words: tuple[str, ...], refused: Refusal) -> None:
    prefixes = TURTLE.split("<https://w3id.org/kg-query/id/matter")[0]
    prefixes += "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    message = refused("m.ttl", prefixes + body).render("en")
    for word in words:
        assert word in message


def test_a_relative_name_in_turtle_is_the_id_of_the_matter(read: Reader) -> None:
    body = "<某案%201> law:refuted <https://w3id.org/kg-query/ground/intent> ."
    (matter,) = read("m.ttl", f"PREFIX law: <https://w3id.org/kg-query/ns#>\n{body}")
    assert matter.id == "某案 1"
    assert not MATTER.endswith("#")


# --- Python data and standard input ---------------------------------------------------------


def test_python_data_may_use_tuples_and_sets(corpus: Corpus) -> None:
    (matter,) = matters_of({"id": "m", "established": ("intent",), "refuted": {"major_loss"}}, corpus)
    assert matter.grounds("established") == ("intent",)
    assert matter.grounds("refuted") == ("major_loss",)


def standard_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


@pytest.mark.parametrize(
    "content",
    [json.dumps(EXAMPLE), YAML, TURTLE, CSV, CHINESE_CSV, "\ufeff" + CSV],
    ids=["json", "yaml", "turtle", "csv", "chinese csv", "csv with mark"],
)
def test_the_format_of_standard_input_is_told_from_its_content(
    content: str, corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    standard_input(monkeypatch, content.encode())
    assert [m.id for m in read_matters("-", corpus)] == ["m-2024-017"]


def test_workbook_and_parquet_are_told_from_their_content(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("batch.xlsx", "batch.parquet"):
        standard_input(monkeypatch, (EXAMPLES / name).read_bytes())
        assert len(read_matters("-", corpus)) == 5


# --- anything at all ------------------------------------------------------------------------

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
    | st.sampled_from(["intent", "established", "m1", "2024-01-01", "handler"]),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["id", "role", "date", "organisation", "established", "refuted", "unknown", "findings",
             "ground", "status", "evidence", "@context", "@graph", "@id", "@type"]
        )
        | st.text(max_size=6),
        inner,
        max_size=6,
    ),
    max_leaves=20,
)  # fmt: skip
FUZZ = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ends_well(content: bytes, format: str, corpus: Corpus) -> None:
    """Reading gives matters, or an error that can be said in both languages; nothing else."""
    with pytest.MonkeyPatch.context() as patch:
        standard_input(patch, content)
        try:
            found = read_matters("-", corpus, format=format)
        except KgqError as error:
            assert error.exit_code in (3, 4)
            for lang in ("zh", "en"):
                error.render(lang).encode("utf-8")
        else:
            assert found
            assert all(f.ground in corpus.grounds for m in found for f in m.findings)


@FUZZ
@given(value=JSON_VALUES)
def test_any_json_value_ends_in_matters_or_in_an_error(value: object, corpus: Corpus) -> None:
    ends_well(json.dumps(value).encode(), "json", corpus)


@pytest.mark.parametrize("format", sorted(FORMATS))
@FUZZ
@given(content=st.binary(max_size=200))
def test_any_bytes_end_in_matters_or_in_an_error(format: str, content: bytes, corpus: Corpus) -> None:
    ends_well(content, format, corpus)


@pytest.mark.parametrize("format", ["yaml", "turtle", "csv"])
@FUZZ
@given(content=st.text(alphabet="id:,-[]{}&*!<>\"'.;@#\n \tm1intent成立?\u2028\ufeff", max_size=80))
def test_any_text_ends_in_matters_or_in_an_error(format: str, content: str, corpus: Corpus) -> None:
    ends_well(content.encode(), format, corpus)


@pytest.mark.parametrize("name", sorted(p.name for p in EXAMPLES.iterdir()))
@FUZZ
@given(data=st.data())
def test_a_damaged_example_ends_in_matters_or_in_an_error(
    name: str, data: st.DataObject, corpus: Corpus
) -> None:
    content = bytearray((EXAMPLES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    ending = Path(name).suffix
    format = next(f for f, endings in FORMATS.items() if ending in endings)
    ends_well(bytes(content), format, corpus)


@FUZZ
@given(
    rows=st.lists(
        st.lists(st.none() | st.text(max_size=5) | st.integers() | st.floats() | st.booleans() | st.dates(),
                 max_size=5),
        max_size=5,
    ),
    heads=st.lists(st.sampled_from(["id", "intent", "故意", "role", "date", "x", None, 3]), max_size=5),
)  # fmt: skip
def test_any_table_ends_in_matters_or_in_an_error(
    rows: list[list[object]], heads: list[object], corpus: Corpus
) -> None:
    from kg_query.inputs import Faults
    from kg_query.matters.table_file import drafts_of_rows
    from kg_query.matters.words import Words

    words, faults = Words(corpus), Faults()
    try:
        drafts = drafts_of_rows([heads, *rows], "t", words, faults, ragged=True)
        for draft in drafts:
            words.matter(draft, faults)
        faults.raise_if_any()
    except InputError as error:
        assert error.render("zh")


@pytest.mark.parametrize("mark", ["\x1b[2J", "\x07", "\u202e", "\u2066", "\x9b", "\r"])
@pytest.mark.parametrize("key", ["note", "evidence", "source", "organisation"])
def test_control_characters_are_refused_in_free_text(read: Reader, key: str, mark: str) -> None:
    finding = {"ground": "force_majeure", "status": "established"}
    matter: dict[str, Any] = {"id": "m", "findings": [finding]}
    (matter if key == "organisation" else finding)[key] = f"a{mark}b"
    with pytest.raises(InputError) as told:
        read("m.json", matter)
    said = told.value.render("en")
    assert key in said and "control characters" in said and mark not in said


def test_lines_and_tabs_are_ordinary_in_free_text(read: Reader) -> None:
    finding = {"ground": "force_majeure", "status": "established", "note": "一\n二\t三\r\n四"}
    assert read("m.json", {"id": "m", "findings": [finding]})[0].findings[0].note == finding["note"]


@pytest.mark.parametrize(("yes", "no"), [("1.0", "0.0"), ("TRUE", "FALSE"), ("True", "False")])
def test_a_table_holds_what_other_programs_write(read: Reader, yes: str, no: str) -> None:
    found = read("m.csv", f"编号,角色,不可抗力,intentional_violation\nm1,承办人,{yes},{no}\n")[0]
    assert found.role == "handler"
    assert found.grounds("established") == ("force_majeure",)
    assert found.grounds("refuted") == ("intentional_violation",)
