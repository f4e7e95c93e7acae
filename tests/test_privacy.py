"""A6: personal data are masked by the marks of the ontology and by patterns; nothing else is touched."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_graph import shared_run

from kg_query import KnowledgeGraph
from kg_query.inputs import Held
from kg_query.privacy import (
    KINDS,
    Masker,
    mask_text,
    mask_value,
    masked_answer,
    masked_file,
    without_informants,
)
from kg_query.privacy.numbers import is_bank_card, is_identity_number

EXAMPLES = sorted((Path(__file__).parents[1] / "data/examples/casefiles").glob("*.json"))
ID, OTHER_ID = "11010519491231002X", "440524188001010014"
PHONE, CARD = "13912345678", "6222020200112230"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture
def masker(kg: KnowledgeGraph) -> Masker:
    return Masker(kg.corpus.case_schema)


def case_with_people() -> dict[str, Any]:
    """The full penalty file with a natural person as party, and her data wherever words stand."""
    case = json.loads((EXAMPLES[0].parent / "penalty-full.json").read_text("utf-8"))
    person = {
        "name": "欧阳明珠", "party_type": "citizen", "identifier": ID, "telephone": PHONE,
        "address": "山西省临汾市蒲县红旗镇幸福里7号",
    }  # fmt: skip
    case["party"] = person
    for document in case["documents"].values():
        for one in document if isinstance(document, list) else [document]:
            if "party" in one:
                one["party"] = {k: v for k, v in person.items() if k in ("name", "address")}
    case["persons"][0]["name"] = "诸葛清风"
    text = json.dumps(case, ensure_ascii=False).replace('"张某"', '"诸葛清风"')
    case = json.loads(text)
    case["persons"][0]["certificate"] = "14109988771"
    filing = case["documents"]["filing-approval"]
    filing["source"] = "2024年3月4日群众皇甫小丽来电举报，举报人：皇甫小丽，电话0357-8812345"
    filing["summary"] = (
        f"欧阳明珠（身份证号{OTHER_ID}，银行卡号{CARD}，邮箱ming.zhu@example.org）倾倒垃圾，由诸葛清风发现。"
    )
    return dict(case)


SECRETS = (
    "欧阳明珠", "明珠", "诸葛清风", "清风", "皇甫小丽", ID, OTHER_ID, PHONE, CARD, "幸福里", "14109988771", "8812345", "ming.zhu",
)  # fmt: skip


def test_A6_no_personal_datum_is_left_in_a_masked_case_file(masker: Masker) -> None:
    case = case_with_people()
    before = json.dumps(case, ensure_ascii=False)
    assert all(secret in before for secret in SECRETS)
    after = json.dumps(masker.case_file(case), ensure_ascii=False)
    assert [secret for secret in SECRETS if secret in after] == []
    assert json.dumps(case, ensure_ascii=False) == before, "what was sent is not changed"


def test_A6_what_is_left_is_still_of_use(masker: Masker) -> None:
    masked = masker.case_file(case_with_people())
    assert masked["party"] == {
        "name": "欧阳**", "party_type": "citizen", "identifier": "110***********002X",
        "telephone": "139****5678", "address": "山西省临汾市蒲县***",
    }  # fmt: skip
    assert masked["persons"][0]["name"] == "诸葛**"
    assert masked["documents"]["filing-approval"]["summary"].startswith(
        "欧阳**（身份证号440***********0014，"
    )


def test_A6_an_answer_repeats_nothing_of_what_was_sent(kg: KnowledgeGraph) -> None:
    case = case_with_people()
    case["persons"][0]["certificate_to"] = "2022-01-01"  # so that the review has to name the officer
    answer = kg.review(case).to_json()
    text = json.dumps(answer, ensure_ascii=False, default=str)
    assert "欧阳明珠" in text and "诸葛清风" in text
    masked = json.dumps(masked_answer(kg.corpus.case_schema, [case], answer), ensure_ascii=False, default=str)
    assert [secret for secret in SECRETS if secret in masked] == []
    assert "欧阳**" in masked and "诸葛**" in masked


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_A6_a_masked_case_file_is_reviewed_with_the_same_result(kg: KnowledgeGraph, path: Path) -> None:
    case = json.loads(
        path.read_text("utf-8").replace("张某", "张三").replace("李某", "张四").replace("周某", "周五")
    )
    masked = Masker(kg.corpus.case_schema).case_file(case)
    if '"张三"' in json.dumps(case, ensure_ascii=False):
        assert masked["persons"] != case["persons"]
    answers = [kg.review(one).to_json() for one in (case, masked)]
    for answer in answers:
        answer.pop("party", None)
    plain, of_masked = (json.loads(json.dumps(a, ensure_ascii=False, default=str)) for a in answers)
    for name in ("score", "score_range", "grade", "base", "missing_documents", "not_arising"):
        assert plain[name] == of_masked[name]
    assert [(d["line"], d["where"]) for d in plain["deductions"]] == [
        (d["line"], d["where"]) for d in of_masked["deductions"]
    ]
    assert [(n["rule"], n["where"]) for n in plain["national"]] == [
        (n["rule"], n["where"]) for n in of_masked["national"]
    ]


def test_A6_two_persons_of_one_surname_stay_two(masker: Masker) -> None:
    case = {
        "id": "c",
        "kind": "penalty",
        "persons": [{"name": "王一"}, {"name": "王二"}],
        "note": "王二、王一",
    }
    masked = masker.case_file(case)
    assert [p["name"] for p in masked["persons"]] == ["王**", "王**2"]
    assert masked["note"] == "王**2、王**"


def test_A6_an_organisation_is_named(masker: Masker) -> None:
    party = {
        "name": "某某商贸行",
        "party_type": "organisation",
        "telephone": "0357-1234567",
        "address": "蒲县东街1号",
    }
    case = {"id": "c", "kind": "penalty", "party": {**party, "representative": "周大海"}}
    case["documents"] = {"service-receipt": [{"recipient": "某某商贸行", "place": "蒲县东街1号"}]}  # type: ignore[assignment]
    masked = masker.case_file(case)
    assert masked["party"] == {**party, "representative": "周**"}
    assert masked["documents"] == case["documents"]


def test_A6_what_stands_in_the_wrong_place_is_masked_as_well(masker: Masker) -> None:
    case = {
        "id": "c",
        "kind": "penalty",
        "odd": {"deep": [f"电话{PHONE}"]},
        "persons": f"身份证号：{ID}",
        "party": [1],
    }
    text = json.dumps(masker.case_file(case), ensure_ascii=False)
    assert PHONE not in text and ID not in text


def test_A6_matters_registers_and_records_are_masked(masker: Masker) -> None:
    matter = {
        "id": "m",
        "findings": [{"ground": "force_majeure", "note": f"电话{PHONE}", "evidence": f"证件{ID}"}],
    }
    shown = masker.matter(matter)
    assert shown["id"] == "m" and shown["findings"][0]["ground"] == "force_majeure"
    assert PHONE not in str(shown) and ID not in str(shown)
    entry = masker.register_entry(
        {"id": "1", "act": "penalty", "party": "孙悟空", "note": "孙悟空已缴款", "amount": 5}
    )
    assert entry == {"id": "1", "act": "penalty", "party": "孙**", "note": "孙**已缴款", "amount": 5}
    record = masker.team_record(
        {"team": "蒲县某镇执法队", "accountability": [{"officer": "白骨精", "outcome": "白骨精被批评"}]}
    )
    assert record["accountability"] == [{"officer": "白**", "outcome": "白**被批评"}]


def test_A6_every_kind_that_the_ontology_states_can_be_masked(kg: KnowledgeGraph) -> None:
    personal = kg.corpus.case_schema.personal
    stated = {*personal.fields.values(), *personal.paths.values()} - {"narrative"}
    assert stated <= set(KINDS) and {"bank-account", "informant"} <= set(KINDS)
    assert len(personal.fields) > 60 and all(
        i.startswith("https://w3id.org/kg-query/ns#") for i in personal.fields
    )


def test_A6_every_field_that_names_a_person_is_marked(kg: KnowledgeGraph) -> None:
    schema = kg.corpus.case_schema
    fields = {f.property for t in schema.types() for f in t.fields.values() if f.names_person}
    assert fields and fields <= set(schema.personal.fields)


# --- patterns -----------------------------------------------------------------------------


def test_A6_texts_of_law_and_their_translations_pass_unchanged(kg: KnowledgeGraph) -> None:
    texts = [t for p in kg.corpus.provisions.values() if p.text for t in (p.text.zh, p.text.en)]
    texts += [t for g in kg.corpus.grounds.values() for t in (g.label.zh, g.definition.zh, g.definition.en)]
    assert len(texts) > 2000
    assert [(t, mask_text(t)) for t in texts if mask_text(t) != t] == []


@pytest.mark.parametrize(
    "text",
    [
        "蒲综罚〔2023〕5号", "蒲市监强〔2024〕202403051234567号", "2024-05-06T09:30:00", "20240506093000123",
        "任何单位和个人有权举报", "举报人信息应当保密", "对投诉人和举报人的答复", "共计1234567890123456元",
        "91140000MA0EXAMPLE", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "第110105194912310021条", "居住在本市的居民", "https://w3id.org/kg-query/id/nanmu/art_9__point_4",
        "550e8400-e29b-41d4-a716-446655440000", "群众举报", "接群众举报后立案", "电话通知当事人", "经查证属实，依法举报",
    ],
)  # fmt: skip
def test_A6_numbers_and_words_that_only_look_alike_are_left(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"身份证{ID}", ID), (f"ID{ID}", ID), ("１１０１０５１９４９１２３１００２Ｘ", "１００２Ｘ"),
        ("110105 19491231 002X", "19491231"), (f"{OTHER_ID} {PHONE}", PHONE), (f"{OTHER_ID} {PHONE}", OTHER_ID),
        ("身份证号码：110105194912310021", "19491231"), ("旧证130503670401001", "670401"),
        ("6222 0202 0011 2230", "6222 0202 0011"), ("账号：1234567890123", "1234567890"),
        ("+86 139 1234 5678", "1234 5678"), ("（0357）8812345", "88123"), ("电话：8812345", "88123"),
        ("举报人张三", "张三"), ("举报人：张三丰，男", "张三丰"), ("投诉人姓名：李雷", "李雷"), ("群众王五实名举报", "王五"),
        ("接赵六电话举报", "赵六"), ("informant: John Smith", "Smith") , ("法定代表人：周武", "周武"), ("当事人：欧阳明珠，女", "欧阳明珠"),
        ("执法人员：张三丰、李四光，到场", "李四光"),
        ("冯三，男，住蒲县某镇南街5号", "南街5号"), ("住址：幸福小区3号楼", "幸福小区"), ("a.b@example.org", "a.b@"),
    ],
)  # fmt: skip
def test_A6_numbers_names_and_addresses_in_words_are_masked(text: str, secret: str) -> None:
    assert secret in text
    assert secret not in mask_text(text)


def test_A6_check_digits_are_those_of_the_standards() -> None:
    assert is_identity_number(ID) and is_identity_number(OTHER_ID)  # the two examples of GB 11643-1999
    assert [is_identity_number(ID[:17] + c) for c in "0123456789X"] == [False] * 10 + [True]
    assert not is_identity_number("11010519491331002X") and not is_identity_number("99" + ID[2:])
    assert [is_bank_card(CARD[:-1] + c) for c in "0123456789"].count(True) == 1


def test_A6_informants_are_put_out_of_what_is_kept() -> None:
    case = case_with_people()
    kept = without_informants(deepcopy(case))
    assert "皇甫小丽" not in json.dumps(kept, ensure_ascii=False)
    kept["documents"]["filing-approval"]["source"] = case["documents"]["filing-approval"]["source"]
    assert kept == case, "nothing else is changed"


@given(st.text(max_size=200))
def test_A6_masking_a_text_never_fails_and_is_done_once(text: str) -> None:
    once = mask_text(text)
    assert mask_text(once) == once


@given(st.sampled_from(sorted(KINDS)), st.text(min_size=1, max_size=40))
def test_A6_every_value_of_every_kind_has_a_mask(kind: str, value: str) -> None:
    mask_value(kind, value)


@given(
    st.from_regex(r"1[1-5][0-9]{4}19[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|1[0-9]|2[0-8])[0-9]{3}", fullmatch=True),
    st.text("，。张三 在", max_size=5),
)
def test_A6_every_valid_identity_number_is_found_in_any_words(stem: str, around: str) -> None:
    number = next(stem + c for c in "0123456789X" if is_identity_number(stem + c))
    masked = mask_text(f"{around}{number}{around}")
    assert number not in masked and re.search(r"\*{11}", masked)


# --- files --------------------------------------------------------------------------------


def held(name: str, data: bytes) -> Any:
    from kg_query.inputs import Held

    made = Held(name)
    made.data = data
    return made


REGISTER = "编号,行为,日期,种类,金额,文号,当事人,事由\nY1,处罚决定,2023-02-02,罚款,200,1号,欧阳明珠,欧阳明珠占道经营\n"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_A6_a_register_is_masked_and_counted_alike(kg: KnowledgeGraph, masker: Masker, kind: str) -> None:
    import csv
    import io

    from openpyxl import Workbook

    from kg_query.privacy import masked_file

    data = REGISTER.encode()
    rows = list(csv.reader(io.StringIO(REGISTER)))
    if kind == "xlsx":
        book = Workbook()
        book.active.title = "登记"
        for row in rows:
            book.active.append(row)
        stream = io.BytesIO()
        book.save(stream)
        data = stream.getvalue()
    elif kind == "json":
        entry = {"id": "Y1", "act": "处罚决定", "date": "2023-02-02", "kinds": ["罚款"], "amount": 200, "number": "1号", "party": "欧阳明珠", "cause": "欧阳明珠占道经营"}  # fmt: skip
        data = json.dumps([entry]).encode()
    file = held(f"r.{kind}", data)
    masked = masked_file(file, kg.corpus, masker)
    plain, done = (json.dumps(kg.statistics([f], 2023).to_json(), ensure_ascii=False, default=str) for f in (file, masked))  # fmt: skip
    assert plain.replace("欧阳明珠", "欧阳**") == done
    if kind != "xlsx":
        assert "欧阳明珠" not in masked.data.decode() and "明珠" not in json.dumps(json.loads(masked.data) if kind == "json" else masked.data.decode(), ensure_ascii=False)  # fmt: skip
    else:
        from openpyxl import load_workbook

        cells = [
            c
            for row in load_workbook(io.BytesIO(masked.data)).active.iter_rows(values_only=True)
            for c in row
        ]
        assert "欧阳**" in cells and "欧阳**占道经营" in cells and not any("明珠" in str(c) for c in cells)


@pytest.mark.parametrize("ending", ["json", "yaml", "ttl", "xlsx"])
def test_A6_a_case_file_in_any_format_is_masked(kg: KnowledgeGraph, masker: Masker, ending: str) -> None:
    from kg_query.casefiles import case_files_of, read_case_files
    from kg_query.casefiles.triples import case_graph
    from kg_query.casefiles.workbook import workbook
    from kg_query.privacy import masked_file

    case = case_with_people()
    cases = case_files_of(case, kg.corpus)
    data = json.dumps(case, ensure_ascii=False).encode()  # which is YAML too
    if ending == "ttl":
        data = case_graph(cases, kg.corpus.case_schema).serialize(format="turtle").encode()
    elif ending == "xlsx":
        data = workbook(kg.corpus.case_schema, ("penalty",), cases[0])
    masked = masked_file(held(f"c.{ending}", data), kg.corpus, masker)
    assert [s for s in SECRETS if s in json.dumps(json.loads(masked.data), ensure_ascii=False)] == []
    assert read_case_files([masked], kg.corpus)[0].id == cases[0].id


@pytest.mark.parametrize(
    ("name", "data"), [("x.json", b"{"), ("x.xlsx", b"PK\x03\x04nonsense"), ("x.csv", b"\xff\xfe,,"), ("x.ttl", b"<a"), ("x.json", b"[1, null]"), ("x.yaml", b"a: [")]
)  # fmt: skip
def test_A6_what_cannot_be_read_is_left_to_who_reads_it(
    kg: KnowledgeGraph, masker: Masker, name: str, data: bytes
) -> None:
    from kg_query.privacy import masked_file

    assert masked_file(held(name, data), kg.corpus, masker).data == data


@pytest.mark.parametrize(
    "path",
    [
        "matter.json",
        "matters/batch.csv",
        "matters/batch.xlsx",
        "matters/emergency.ttl",
        "matters/pilot.yaml",
        "matters/batch.parquet",
    ],
)
def test_A6_what_holds_no_personal_data_stays_as_it_was(
    kg: KnowledgeGraph, masker: Masker, path: str
) -> None:
    from kg_query.privacy import masked_file

    data = (EXAMPLES[0].parents[1] / path).read_bytes()
    assert masked_file(held(Path(path).name, data), kg.corpus, masker).data == data


def test_A6_the_command_line_masks_on_request_and_fills_forms_with_masked_data(tmp_path: Path) -> None:
    source = tmp_path / "case.json"
    source.write_text(json.dumps(case_with_people(), ensure_ascii=False), "utf-8")

    def kgq(*words: str) -> str:
        done = shared_run(*words)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout.decode()

    form = tmp_path / "form.html"
    plain = json.loads(kgq("review", str(source), "--format", "json"))
    assert plain["party"] == "欧阳明珠", "one's own form at one's own desk is not masked"
    shown = kgq("review", str(source), "--mask", "--format", "json", "--form", str(form))
    assert json.loads(shown)["score"] == plain["score"]
    filled = kgq("template", str(source), "--mask")
    for text in (shown, form.read_text("utf-8"), filled):
        assert [s for s in SECRETS if s in text] == []


@pytest.mark.parametrize(
    "sent",
    [
        {
            "team": "某队",
            "kind": "town",
            "accountability": [{"officer": "欧阳建国", "decided_on": "2024-05-30"}],
        },
        {"entries": [{"id": "a", "act": "inspection", "party": "欧阳建国"}]},
        [
            {"id": "a", "act": "inspection", "party": "欧阳建国"},
            {"id": "c", "kind": "penalty", "party": {"name": "欧阳建国", "kind": "person"}},
        ],
    ],
)
def test_A6_a_record_with_its_kind_and_registers_are_masked_in_files(kg: KnowledgeGraph, sent: Any) -> None:
    """They are no case files, though a record has a kind as well, and a list may hold all of them."""
    file = Held("sent.json")
    file.data = json.dumps(sent, ensure_ascii=False).encode()
    masked = masked_file(file, kg.corpus, Masker(kg.corpus.case_schema)).data.decode()
    assert "欧阳建国" not in masked and "欧阳**" in masked
    assert type(json.loads(masked)) is type(sent)
