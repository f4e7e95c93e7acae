"""The API gives what the command line prints: the same JSON, byte for byte, from the same functions."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from api_calls import ask, files, form, media_type

from kg_query.cli.run import run
from kg_query.errors import InputError, UsageError
from kg_query.graph import KnowledgeGraph
from kg_query.web.api.options import Options, Parameter
from kg_query.web.api.refusals import NotAccepted, NotFound, UnsupportedMedia, fault_from, fault_to
from kg_query.web.api.table import operations

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
MATTER = EXAMPLES / "matter.json"
BATCH = EXAMPLES / "matters" / "batch.csv"
CASE = EXAMPLES / "casefiles" / "penalty-preserved-8th-day.json"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture
def kgq(capsysbinary: pytest.CaptureFixture[bytes]) -> Any:
    """Runs a command in English; what it prints, as bytes."""

    def command(*words: str | Path) -> bytes:
        code = run([*map(str, words), "--lang", "en"])
        out, err = capsysbinary.readouterr()
        assert code in (0, 1), err.decode()
        return bytes(out)

    return command


def read(path: Path) -> tuple[bytes, str]:
    return path.read_bytes(), media_type(path)


MATTERS = [*sorted((EXAMPLES / "matters").iterdir()), MATTER]


@pytest.mark.parametrize("path", MATTERS, ids=lambda p: p.name)
def test_assess_gives_what_the_command_prints(kg: KnowledgeGraph, kgq: Any, path: Path) -> None:
    assert ask(kg, "assess", read(path)).content == kgq("assess", path, "--format", "json")


def test_assess_heeds_its_options(kg: KnowledgeGraph, kgq: Any) -> None:
    made = ask(kg, "assess", read(MATTER), regulation=["nanmu", "town"], all_norms=True, engine="compiled")
    words = ["assess", MATTER, "-r", "nanmu", "-r", "town", "--all-norms", "--engine", "compiled"]
    assert made.content == kgq(*words, "--format", "json")
    assert ask(kg, "assess", read(BATCH), format="csv").content == kgq("assess", BATCH, "--format", "csv")
    assert ask(kg, "assess", read(MATTER), format="turtle").content == kgq(
        "assess", MATTER, "--format", "turtle"
    )


def test_one_matter_gives_an_object_and_many_give_a_list(kg: KnowledgeGraph) -> None:
    one = {"id": "m1", "established": ["force_majeure"]}
    two = {"id": "m2", "refuted": ["force_majeure"]}
    assert json.loads(ask(kg, "assess", one).content)["matter"] == "m1"
    assert [v["matter"] for v in json.loads(ask(kg, "assess", [one, two]).content)] == ["m1", "m2"]


def test_several_files_of_a_form_are_read_in_their_order(kg: KnowledgeGraph, kgq: Any) -> None:
    paths = [EXAMPLES / "matters" / "batch.xlsx", EXAMPLES / "matters" / "pilot.yaml", MATTER]
    body = form(*files("file", *paths), ("regulation", None, "", b"nanmu"))
    assert ask(kg, "assess", body).content == kgq("assess", *paths, "-r", "nanmu", "--format", "json")


def test_an_envelope_holds_a_matter_with_options(kg: KnowledgeGraph, kgq: Any) -> None:
    matter = json.loads(MATTER.read_text("utf-8"))
    body = {"matter": matter, "regulation": "nanmu", "all-norms": True}
    made = ask(kg, "assess", body)
    assert made.content == kgq("assess", MATTER, "-r", "nanmu", "--all-norms", "--format", "json")
    both = {"matters": [matter, {"id": "other", "established": ["force_majeure"]}], "matter": []}
    with pytest.raises(InputError):
        ask(kg, "assess", both)
    assert (
        json.loads(ask(kg, "explain", {"matter": matter, "regulation": "nanmu"}).content)["matter"]
        == matter["id"]
    )


def test_an_option_of_the_address_goes_before_that_of_the_body(kg: KnowledgeGraph) -> None:
    body = {"matter": {"id": "m", "established": ["force_majeure"]}, "regulation": "nanmu"}
    made = json.loads(ask(kg, "assess", body, regulation="town").content)
    assert [r["regulation"] for r in made["results"]] == ["town"]


@pytest.mark.parametrize("format", ["json", "turtle"])
def test_explain_gives_what_the_command_prints(kg: KnowledgeGraph, kgq: Any, format: str) -> None:
    options = {"regulation": "nanmu", "provision": "art_9__point_4"}
    words = ["explain", MATTER, "--regulation", "nanmu", "--provision", "art_9__point_4", "--format", format]
    assert ask(kg, "explain", read(MATTER), format=format, **options).content == kgq(*words)


@pytest.mark.parametrize("format", ["json", "csv", "text"])
def test_requires_and_what_if_give_what_the_commands_print(kg: KnowledgeGraph, kgq: Any, format: str) -> None:
    batch = {"matter": json.loads(ask(kg, "assess", read(BATCH)).content)[1]["matter"]}
    made = ask(kg, "requires", read(BATCH), format=format, **batch)
    assert made.content == kgq("requires", BATCH, "--matter", batch["matter"], "--format", format)
    made = ask(
        kg, "what-if", read(MATTER), format=format, refute=["force_majeure"], unknown=["adverse_effect"]
    )
    words = ["what-if", MATTER, "--refute", "force_majeure", "--unknown", "adverse_effect"]
    assert made.content == kgq(*words, "--format", format)


@pytest.mark.parametrize("format", ["json", "csv"])
def test_duties_give_what_the_command_prints(kg: KnowledgeGraph, kgq: Any, format: str) -> None:
    path = EXAMPLES / "duties" / "followed.json"
    made = ask(kg, "duties", read(path), format=format, as_of="2025-01-15")
    assert made.content == kgq("duties", path, "--as-of", "2025-01-15", "--format", format)


def test_review_gives_what_the_command_prints(kg: KnowledgeGraph, kgq: Any) -> None:
    for format in ("json", "csv", "turtle"):
        assert ask(kg, "review", read(CASE), format=format).content == kgq("review", CASE, "--format", format)
    made = ask(kg, "review", read(CASE), repair=True, set=["hearing-fine-organisation=100"])
    words = ["review", CASE, "--repair", "--set", "hearing-fine-organisation=100", "--format", "json"]
    assert made.content == kgq(*words)
    two = form(*files("case_file", CASE, EXAMPLES / "casefiles" / "penalty-full.json"))
    both = kgq("review", CASE, EXAMPLES / "casefiles" / "penalty-full.json", "--format", "json")
    assert ask(kg, "review", two).content == both


def test_review_gives_matters_that_name_the_file(
    kg: KnowledgeGraph, kgq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CASE.parent)
    made = ask(kg, "review", form(*files("case_file", CASE)), matters=True)
    assert made.content == kgq("review", CASE.name, "--matters")


@pytest.mark.parametrize("format", ["docx", "xlsx", "html"])
def test_review_gives_the_official_form(kg: KnowledgeGraph, kgq: Any, tmp_path: Path, format: str) -> None:
    made = ask(kg, "review", read(CASE), format=format)
    kgq("review", CASE, "--form", tmp_path / f"form.{format}")
    assert made.content == (tmp_path / f"form.{format}").read_bytes()
    identifier = json.loads(CASE.read_text("utf-8"))["id"]
    assert made.filename == (None if format == "html" else f"{identifier}.{format}")


def test_review_sums_up_many_files_in_a_workbook(kg: KnowledgeGraph, kgq: Any, tmp_path: Path) -> None:
    made = ask(kg, "review", read(CASE), format="xlsx", summary=True)
    kgq("review", CASE, "--summary", tmp_path / "s.xlsx")
    assert made.content == (tmp_path / "s.xlsx").read_bytes()
    with pytest.raises(UsageError, match="format=xlsx"):
        ask(kg, "review", read(CASE), summary=True)


@pytest.mark.parametrize(
    ("path", "shapes"),
    [
        (MATTER, "matter"),
        (EXAMPLES / "matters" / "emergency.ttl", "matter"),
        (CASE, "casefile"),
    ],
    ids=["json", "turtle", "casefile"],
)
def test_validate_gives_what_the_command_prints(
    kg: KnowledgeGraph, kgq: Any, path: Path, shapes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(path.parent)  # a report names files; of an upload it has the name alone
    made = ask(kg, "validate", form(*files("file", path)), shapes=shapes)
    assert made.content == kgq("validate", path.name, "--shapes", shapes, "--format", "json")


def test_statistics_give_what_the_command_prints(
    kg: KnowledgeGraph, kgq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = EXAMPLES / "statistics"
    monkeypatch.chdir(folder)
    names = ["case-files.json", "register.csv"]
    body = form(*files("source", *names), *files("previous", "register-2022.json"))
    words = [
        "statistics",
        *names,
        "--year",
        "2023",
        "--reported",
        "2024-01-20",
        "--previous",
        "register-2022.json",
    ]
    made = ask(kg, "statistics", body, year=2023, reported="2024-01-20", trace=True)
    assert made.content == kgq(*words, "--trace", "--format", "json")
    made = ask(kg, "statistics", body, year=2023, reported="2024-01-20", table=["1"], format="csv")
    assert made.content == kgq(*words, "--table", "1", "--format", "csv")
    made = ask(kg, "statistics", body, year=2023, reported="2024-01-20", table=["1"])
    assert made.content == kgq(*words, "--table", "1", "--format", "json")
    assert ask(kg, "statistics", body, year=2023, format="docx").filename == "statistics-2023.docx"


def test_evaluate_gives_what_the_command_prints(
    kg: KnowledgeGraph, kgq: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(EXAMPLES)
    case, record = "casefiles/penalty-full.json", "evaluation/town-2024.json"
    body = form(*files("case_file", case), *files("record", record))
    made = json.loads(ask(kg, "evaluate", body, as_of="2025-03-19").content)
    said = json.loads(kgq("evaluate", case, "--record", record, "--as-of", "2025-03-19", "--format", "json"))
    assert made == said


@pytest.mark.parametrize("part", ["measures", "grounds", "clauses", "procedure"])
def test_compare_gives_what_the_command_prints(kg: KnowledgeGraph, kgq: Any, part: str) -> None:
    slugs = ["nanmu", "puxian-tolerance"]
    made = ask(kg, "compare-part", path={"part": part}, regulation=slugs, base="nanmu")
    words = ["compare", part, "-r", slugs[0], "-r", slugs[1], "--base", "nanmu"]
    assert made.content == kgq(*words, "--format", "json")


def test_compare_gives_tables_rdf_and_reports(kg: KnowledgeGraph, kgq: Any) -> None:
    slugs, path = ["nanmu", "puxian-tolerance"], {"part": "clauses"}
    words = ["compare", "clauses", "-r", slugs[0], "-r", slugs[1]]
    made = ask(kg, "compare-part", path=path, regulation=slugs, format="turtle")
    assert made.content == kgq(*words, "--format", "turtle")
    with pytest.raises(UsageError, match="holds one table") as told:
        ask(kg, "compare-part", path=path, regulation=slugs, format="csv")
    key = re.findall(r"[a-z_-]+$", told.value.hint.en if told.value.hint else "")[0]
    made = ask(kg, "compare-part", path=path, regulation=slugs, format="csv", table=key)
    assert made.content == kgq(*words, "--format", "csv", "--table", key)
    assert (
        ask(kg, "compare-part", path=path, regulation=slugs, format="xlsx").filename == "compare-clauses.xlsx"
    )
    with pytest.raises(UsageError, match="for grounds"):
        ask(kg, "compare-part", path=path, ground="force_majeure")


def test_compare_case_gives_what_the_command_prints(kg: KnowledgeGraph, kgq: Any) -> None:
    assert ask(kg, "compare-case", read(MATTER)).content == kgq("compare", "case", MATTER, "--format", "json")
    with pytest.raises(NotFound, match="POST"):
        ask(kg, "compare", path={"part": "case"})


def test_lint_gives_what_the_command_prints(kg: KnowledgeGraph, kgq: Any) -> None:
    words = ["lint", "--about", "law", "--check", "contradictory-outcomes"]
    for format in ("json", "html"):
        made = ask(kg, "lint", about="law", check="contradictory-outcomes", format=format)
        assert made.content == kgq(*words, "--format", format)


def test_the_law_is_shown_as_the_commands_show_it(kg: KnowledgeGraph, kgq: Any) -> None:
    assert ask(kg, "regulations").content == kgq("regulations", "--format", "json")
    assert ask(kg, "regulations", format="csv").content == kgq("regulations", "--format", "csv")
    assert ask(kg, "show", path={"id": "P-LA-1-3"}).content == kgq("show", "P-LA-1-3", "--format", "json")
    one = "nanmu/art_9__point_4"
    assert ask(kg, "provision", path={"id": one}).content == kgq("show", one, "--format", "json")
    assert ask(kg, "provisions").content == kgq("export", "provisions", "--format", "json")
    made = ask(kg, "search", words=["容错", "免责"], regulation="nanmu", limit=5)
    assert made.content == kgq("search", "容错", "免责", "-r", "nanmu", "--limit", "5", "--format", "json")
    of_one = json.loads(ask(kg, "provisions", regulation="nanmu").content)
    assert {p["regulation"] for p in of_one} == {"nanmu"}
    grounds = json.loads(ask(kg, "grounds").content)
    assert len(grounds) == len(kg.corpus.grounds)
    assert grounds[0] == json.loads(ask(kg, "ground", path={"id": grounds[0]["id"]}).content)


@pytest.mark.parametrize(("what", "format"), [("context", "jsonld"), ("provisions", "csv")])
def test_exports_are_those_of_the_command(kg: KnowledgeGraph, kgq: Any, what: str, format: str) -> None:
    made = ask(kg, "export", path={"what": what}, format=format)
    assert made.content == kgq("export", what, "--format", format)


def test_templates_are_those_of_the_command(kg: KnowledgeGraph, kgq: Any, tmp_path: Path) -> None:
    assert ask(kg, "template", path={"kind": "compulsion"}).content == kgq("template", "compulsion")
    kgq("template", "penalty", "-o", tmp_path / "p.xlsx")
    made = ask(kg, "template", path={"kind": "penalty"}, format="xlsx")
    assert made.content == (tmp_path / "p.xlsx").read_bytes()
    kgq("statistics", "--template", tmp_path / "r.xlsx")
    assert ask(kg, "template", path={"kind": "register"}).content == (tmp_path / "r.xlsx").read_bytes()
    assert ask(kg, "template-filled", read(CASE)).content == kgq("template", CASE)
    kgq("template", CASE, "-o", tmp_path / "c.xlsx")
    assert ask(kg, "template-filled", read(CASE), format="xlsx").content == (tmp_path / "c.xlsx").read_bytes()


def test_questions_are_answered_as_by_the_command(kg: KnowledgeGraph, kgq: Any) -> None:
    assert ask(kg, "questions").content == kgq("ask", "--list", "--format", "json")
    assert ask(kg, "questions", format="csv").content == kgq("ask", "--list", "--format", "csv")
    path, words = (
        {"name": "relief-for-ground"},
        ["ask", "relief-for-ground", "--param", "ground=force_majeure"],
    )
    for format in ("json", "csv", "html"):
        made = ask(kg, "ask", path=path, param=["ground=force_majeure"], format=format)
        assert made.content == kgq(*words, "--format", format)
    full = EXAMPLES / "casefiles" / "penalty-full.json"
    made = ask(kg, "ask-of-files", read(full), path={"name": "files-by-grade"})
    assert made.content == kgq("ask", "files-by-grade", "--load", full, "--format", "json")
    with pytest.raises(UsageError, match="case files"):
        ask(kg, "ask", path={"name": "files-by-grade"})


# --- what is wrong ----------------------------------------------------------------------------


def test_unknown_words_are_told_with_the_nearest_known(kg: KnowledgeGraph) -> None:
    with pytest.raises(InputError, match="force_majeure"):
        ask(kg, "assess", {"id": "m", "established": ["force_majure"]})
    with pytest.raises(UsageError, match="nanmu"):
        ask(kg, "assess", read(MATTER), regulation="nanmo")
    with pytest.raises(UsageError, match="regulation"):
        ask(kg, "assess", read(MATTER), regulatoin="nanmu")
    for name, path in (
        ("show", {"id": "force_majure"}),
        ("ground", {"id": "nanmu"}),
        ("provision", {"id": "nanmu"}),
        ("ask", {"name": "relief-for-grond"}),
        ("compare-part", {"part": "clause"}),
        ("export", {"what": "oil"}),
        ("template", {"kind": "penal"}),
    ):
        with pytest.raises(NotFound) as told:
            ask(kg, name, path=path)
        assert told.value.hint is not None


def test_options_are_checked_for_their_form(kg: KnowledgeGraph) -> None:
    for name, value in (("year", "20x3"), ("year", "-1"), ("trace", "maybe"), ("reported", "2024-13-01")):
        with pytest.raises(UsageError, match=name):
            ask(kg, "statistics", read(CASE), **({"year": "2023"} | {name: value}))
    with pytest.raises(UsageError, match="year is missing"):
        ask(kg, "statistics", read(CASE))
    with pytest.raises(UsageError, match="once only"):
        ask(kg, "explain", read(MATTER), regulation=["nanmu", "town"])
    with pytest.raises(UsageError, match="0 to 1"):
        ask(kg, "compare-part", path={"part": "clauses"}, similarity="nan")


def test_an_error_crosses_from_a_worker_whole() -> None:
    from kg_query.model import Text

    parameter = Parameter("n", Text("数", "number"), "count")
    with pytest.raises(UsageError) as told:
        Options({"m": ["1"]}, (parameter,))
    again = fault_from(json.loads(json.dumps(fault_to(told.value))))
    assert (type(again), again.message, again.hint) == (UsageError, told.value.message, told.value.hint)
    for kind in (NotFound, NotAccepted, UnsupportedMedia):
        again = fault_from(fault_to(kind(Text("无", "none"), "here")))
        assert type(again) is kind and again.where == "here"
    many = InputError.collect(UsageError(Text(str(n), str(n))).problems[0] for n in range(5000))
    again = fault_from(fault_to(many))
    assert len(again.problems) == 201 and "4800" in again.problems[-1].message.en


def test_every_command_has_its_operation() -> None:
    """But those that need a file system, a terminal or a door of their own."""
    from kg_query.cli.app import build
    from kg_query.cli.door import Door

    elsewhere = {
        "query": "/sparql",
        "doctor": "",
        "serve": "",
        "store": "",
        "push": "",
        "keys": "",
        "audit": "",
        "ask": "questions",
    }
    names = {o.path.strip("/").split("/")[0] for o in operations().values()}
    for command in build(Door("en")).commands:
        assert command in names or command in elsewhere or f"{command}s" in names, command


def test_words_are_looked_for_under_the_name_that_most_give_them(kg: KnowledgeGraph) -> None:
    from kg_query.model import Text
    from kg_query.web.api.options import Options, Parameter

    words = (Parameter("words", Text("词", "words"), several=True, required=True, also="q"),)
    assert Options({"q": ["不可抗力"]}, words).all("words") == ["不可抗力"]
    assert Options({"q": ["a"], "words": ["b"]}, words).all("words") == ["a", "b"]
