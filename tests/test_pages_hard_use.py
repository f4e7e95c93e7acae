"""Pages in careless and in hostile hands: nothing ends in a fault of the service, nothing typed is lost."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from typing import Any

import pytest
from served import Served

from kg_query.web.pages.assess_form import MatterForm
from kg_query.web.pages.sent import Sent, Upload

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
#: The pages that read what is pasted: address, field, further fields, the field of files.
PASTED = (
    ("/assess", "text", {}, "matters"),
    ("/compare/case", "text", {}, "matters"),
    ("/duties", "pasted", {"as-of": "2025-01-15"}, "files"),
    ("/statistics", "pasted", {"year": "2023"}, "files"),
    ("/evaluation", "pasted", {"as-of": "2024-01-15"}, "files"),
)
EACH = pytest.mark.parametrize(("path", "field", "more", "files"), PASTED, ids=[p[0] for p in PASTED])
#: What people paste, and what people who mean harm do: each is wrong on every page.
TEXTS = {
    "a date in words": json.dumps(
        {"id": "m", "date": "2024年10月29日", "established": ["x"]}, ensure_ascii=False
    ),
    "an unknown ground": '{"id": "m", "established": ["no_such_ground"]}',
    "prose": "张三于2024年被罚",
    "deep": "[" * 20_000,
    "deep yaml": "- " * 5_000 + "x",
    "a bomb": "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
    "a tag": "!!python/object/apply:os.system ['id']",
    "half a character": '{"id": "m", "findings": [{"ground": "x", "status": "established", "note": "\\ud800"}]}',
    "many digits": '{"id": ' + "9" * 5_000 + "}",
    "a template": "{{ 7*7 }}: {% raw %}",
    "markup": "<script>window.__xss=1</script>",
    "a prototype": '{"__proto__": {"id": 1}, "constructor": 1}',
}


def post(served: Served, path: str, data: dict[str, Any], **more: Any) -> Any:
    answer = served.client.post(path, data=data, headers={"Accept": "text/html"}, **more)
    assert answer.headers["cache-control"] == "private, no-store"
    return answer


@EACH
def test_a_pasted_text_with_a_fault_comes_back_to_be_mended(
    served: Served, path: str, field: str, more: dict[str, str], files: str
) -> None:
    for name, text in TEXTS.items():
        answer = post(served, f"{path}?lang=zh", {**more, field: text})
        assert 400 <= answer.status_code < 500, (name, answer.status_code)
        page = answer.text
        assert 'role="alert"' in page and "<script>window" not in page, name
        box = page[page.index(f'name="{field}"') :]
        box = html.unescape(box[box.index(">") + 1 : box.index("</textarea>")])
        assert box.strip("\n") == text, name
        assert f'name="{files}.kept"' not in page, name


@EACH
def test_a_file_that_no_page_reads_is_called_by_its_name_and_the_others_stay(
    served: Served, path: str, field: str, more: dict[str, str], files: str
) -> None:
    sent = [(files, ("案卷.json", b'{"id": "m"}')), (files, ("扫描件.pdf", PDF))]
    answer = post(served, f"{path}?lang=zh", more, files=sent)
    assert answer.status_code == 422
    assert "扫描件.pdf" in answer.text and "这是 PDF 文件，这里不读" in html.unescape(answer.text)
    assert path == "/assess" or answer.text.count(f'name="{files}.kept"') == 1


def test_what_a_file_is_is_seen_by_its_content() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("word/document.xml", "<w/>")
    found = Sent(files={"files": [Upload("a.json", b"{}"), Upload("x", packed.getvalue(), "Word")]})
    with pytest.raises(Exception, match="Word"):
        found.uploads("files")
    assert [one.name for one in found.uploads("files")] == ["a.json"] == [u.name for u in found.left("files")]


def test_a_format_that_a_page_does_not_read_is_told_by_endings(served: Served) -> None:
    answer = post(
        served, "/evaluation?lang=en", {}, files={"files": ("register.csv", "编号,行为\n1,2\n".encode())}
    )
    said = html.unescape(answer.text)
    assert answer.status_code == 415 and "“register.csv” are not read here" in said and ".xlsx" in said


@pytest.mark.parametrize(
    "more",
    [
        '{"ground": "lack_of_experience", "status": "unknown", "note": "\\ud800"}',
        '{"ground": ["a"], "status": {}}',
        '{"ground": "lack_of_experience"}',
        '{"ground": "lack_of_experience", "status": "unknown", "note": NaN}',
        "[1]",
        "[" * 50_000,
    ],
)
def test_findings_that_were_tampered_with_are_left_out(more: str) -> None:
    form = MatterForm.typed(Sent({"g.pilot_exploration": ["established"], "more": [more]}))
    assert form.more == [] and form.findings == {"pilot_exploration": {"status": "established"}}


@pytest.mark.parametrize("path", ["/duties", "/statistics", "/evaluation", "/assess", "/review"])
def test_an_unknown_example_is_told_on_a_page(served: Served, path: str) -> None:
    answer = served.client.get(
        path, params={"example": "../../etc/passwd<b>"}, headers={"Accept": "text/html"}
    )
    assert 400 <= answer.status_code < 500
    assert "<main" in answer.text and "<b>" not in answer.text
    assert answer.headers["cache-control"] in ("private, no-store", "no-store")


STATES = (
    "null", "[]", "{", '{"documents": []}', '{"documents": {"filing-approval": ["x", [1], {"a": {}}]}}',
    '{"kind": {"a": 1}, "persons": "x", "judgements": [1, "x", {"criterion": 5, "result": [1]}]}',
    '{"id": "\\ud800<script>window.__xss=1</script>", "kind": "penalty", "review": [null]}',
    '{"id": ' + "[" * 5_000 + "]" * 5_000 + "}", '{"id": "a", "party": ' + '{"a": ' * 400 + "1" + "}" * 401,
    '{"id": "a", "amount": 1e-99999999999999999999}',
)  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_a_state_of_a_review_that_was_tampered_with_is_no_fault_of_the_service(
    served: Served, state: str
) -> None:
    for do, section in (("check", "case"), ("mode:form", "documents/filing-approval"), ("add:persons", "persons"),
                        ("remove:documents/filing-approval/9", "documents//"), ("mode:text-yaml", "<x>")):  # fmt: skip
        data = {
            "state": state,
            "do": do,
            "section": section,
            "mode": "form",
            "j/P-LA-1-1": "met",
            "n/persons": "99999",
        }
        answer = post(served, "/review", data)
        assert answer.status_code in (200, 422) and "<script>window" not in answer.text
    answer = post(served, "/review/form?format=docx", {"state": state, "mode": "result"})
    assert answer.status_code in (200, 422)


@pytest.mark.parametrize(
    "path", ["/assess", "/compare/case", "/duties", "/statistics", "/evaluation", "/review"]
)
def test_an_empty_form_and_one_of_blanks_ask_for_something(served: Served, path: str) -> None:
    for data in ({}, {"text": " \n", "pasted": "\t ", "do": "upload"}):
        answer = post(served, path, data)
        assert answer.status_code in (200, 422)
        told = 'role="alert"' in answer.text or re.search(r'class="empty\b', answer.text)
        assert told or path == "/review"
