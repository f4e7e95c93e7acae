"""A case file where matters are read, a matter where case files are: said in one sentence, with the way on."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from served import Served

from kg_query import KnowledgeGraph
from kg_query.casefiles import case_graph, read_case_files
from kg_query.casefiles.workbook.write import workbook
from kg_query.cli.run import run
from kg_query.corpus import Corpus
from kg_query.errors import InputError
from kg_query.inputs.holding import CASE_FILE, MATTER
from kg_query.matters import read_matters

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
CASE = EXAMPLES / "casefiles" / "penalty-59.5.json"
MATTERS = EXAMPLES / "matters"
BROWSER = {"Accept": "text/html", "Accept-Language": "en"}


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return KnowledgeGraph.open().corpus


@pytest.mark.parametrize(
    "name",
    ["m-2024-017.json", "omitted-evidence.jsonld", "pilot.yaml", "emergency.ttl", "range-changed.nt", "batch.csv",
     "batch.xlsx", "batch.parquet"],
)  # fmt: skip
def test_a_matter_in_any_format_is_told_where_case_files_are_read(corpus: Corpus, name: str) -> None:
    with pytest.raises(InputError) as fault:
        read_case_files(MATTERS / name, corpus)
    [problem] = fault.value.problems
    assert problem.message == MATTER and problem.hint is not None and name in str(problem.where)
    assert "kgq assess" in problem.hint.zh and "/assess" in problem.hint.en


@pytest.mark.parametrize("ending", ["json", "yaml", "ttl", "nt", "xlsx"])
def test_a_case_file_in_any_format_is_told_where_matters_are_read(
    corpus: Corpus, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"case.{ending}"
    [case] = read_case_files(CASE, corpus)
    if ending == "xlsx":
        file.write_bytes(workbook(corpus.case_schema, case.kinds, case))
    elif ending in ("ttl", "nt"):
        graph = case_graph([case], corpus.case_schema)
        graph.serialize(file, "turtle" if ending == "ttl" else "nt", encoding="utf-8")
    else:
        file.write_bytes(CASE.read_bytes())  # JSON is YAML too
    with pytest.raises(InputError) as fault:
        read_matters(file, corpus)
    [problem] = fault.value.problems
    assert problem.message == CASE_FILE and problem.hint is not None
    assert "kgq review" in problem.hint.zh and "/review" in problem.hint.en


def test_what_is_both_or_a_faulty_one_is_told_its_own_faults(corpus: Corpus, tmp_path: Path) -> None:
    for content, said in (
        ('{"id": "m", "established": ["force_majure"]}', "force_majeure"),
        ('[{"id": "m", "established": ["no_such"]}, {"id": "c", "kind": "penalty"}]', "kind"),
        ('{"id": "m"}', "no findings"),
        ("{", "JSON"),
        ("@prefix law: <https://w3id.org/kg-query/ns#> .\n[] a law:PenaltyFile .\nnot", "Turtle"),
    ):
        file = tmp_path / f"m.{'ttl' if said == 'Turtle' else 'json'}"
        file.write_text(content)
        with pytest.raises(InputError) as fault:
            read_matters(file, corpus)
        assert CASE_FILE not in [p.message for p in fault.value.problems] and said in fault.value.render("en")


def test_the_command_and_the_api_say_it(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["assess", str(CASE), "--lang", "en"]) == 3
    told = capsys.readouterr()
    assert (
        told.out == "" and told.err.count("\n") == 1 and CASE_FILE.en in told.err and "kgq review" in told.err
    )
    for path, content, said in (
        ("/api/v1/assess", CASE.read_bytes(), CASE_FILE),
        ("/api/v1/review", (EXAMPLES / "matter.json").read_bytes(), MATTER),
    ):
        answer = served.client.post(path, content=content, headers={"Content-Type": "application/json"})
        assert answer.status_code == 422
        [problem] = answer.json()["problems"]
        assert problem["message"] == said.zh and "/api/v1/" in problem["hint"]


def test_the_page_of_assessment_sends_a_case_file_on_to_its_review(served: Served) -> None:
    sent = {"matters": ("案卷.json", CASE.read_bytes(), "application/json")}
    answer = served.client.post("/assess", files=sent, headers=BROWSER)
    assert answer.status_code == 422 and CASE_FILE.en in html.unescape(answer.text)
    reviewed = sent_on(served, answer.text, "/review")
    assert "59.5" in reviewed and "unqualified" in reviewed
    pasted = served.client.post("/assess", data={"text": CASE.read_text("utf-8")}, headers=BROWSER)
    assert "59.5" in sent_on(served, pasted.text, "/review")


def test_the_page_of_review_sends_a_matter_on_to_its_assessment(served: Served) -> None:
    for name, kind in (
        ("m-2024-017.json", "application/json"),
        ("pilot.yaml", "application/yaml"),
        ("batch.csv", "text/csv"),
    ):
        sent = {"files": (name, (MATTERS / name).read_bytes(), kind)}
        answer = served.client.post("/review", data={"do": "upload"}, files=sent, headers=BROWSER)
        assert answer.status_code == 422 and MATTER.en in html.unescape(answer.text)
        assessed = sent_on(served, answer.text, "/assess")
        assert 'class="outcomes"' in assessed or "The file holds 5 matters" in assessed


def sent_on(served: Served, page: str, path: str) -> str:
    """The page that the button leads to, which sends on what a page has been given."""
    form = re.search(rf'<form class="noprint" method="post" action="{path}[^"]*".*?</form>', page, re.DOTALL)
    assert form, page
    fields = re.findall(r'<(?:input|button) [^>]*?name="([^"]+)" value="([^"]*)"', form[0])
    made = {name: (None, html.unescape(value)) for name, value in fields}
    answer = served.client.post(path, files=made, headers=BROWSER)
    assert answer.status_code == 200, answer.text[:2000]
    return answer.text
