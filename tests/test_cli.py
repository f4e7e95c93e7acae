"""The command line: each command with good and bad input, both languages, exit codes, clean streams."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from thorough import THOROUGH

from kg_query import __version__
from kg_query.cli.app import COMMANDS
from kg_query.cli.language import of_locale, of_run
from kg_query.cli.run import run
from kg_query.cli.tables import table

ROOT = Path(__file__).parent.parent
MATTER = str(ROOT / "data/examples/matter.json")
MATTERS = ROOT / "data/examples/matters"
BATCH = str(MATTERS / "batch.csv")
TINY = str(ROOT / "tests/fixtures/tiny_regulation")
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass
class Answer:
    """What a run left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.out)))


Kgq = Callable[..., Answer]


@pytest.fixture
def kgq(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Kgq:
    """Runs a command in this process and gives its exit code and both streams."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "KGQ_DEBUG"):
        monkeypatch.delenv(name, raising=False)

    def running(*words: str, stdin: str | bytes = b"") -> Answer:
        content = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
        capfd.readouterr()
        code = run(list(words))
        sys.stdout.flush()
        return Answer(code, *capfd.readouterr())

    return running


def process(*words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """Runs a command as a process of its own."""
    plain = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    return subprocess.run(
        [sys.executable, "-m", "kg_query", *words],
        capture_output=True, encoding="utf-8", cwd=ROOT, env=plain | environ, timeout=120, check=False,
    )  # fmt: skip


# --- the language ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "lang"),
    [
        ({}, "zh"),
        ({"LANG": "C"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LC_ALL": "", "LC_MESSAGES": "en_GB", "LANG": "zh_CN"}, "en"),
    ],
)
def test_the_language_is_that_of_the_locale_else_chinese(environ: dict[str, str], lang: str) -> None:
    assert of_locale(environ) == lang


@pytest.mark.parametrize(
    "words",
    [["--lang", "en", "assess"], ["assess", "--lang", "en"], ["assess", "--lang=en", "-"]],
)
def test_the_option_wins_wherever_it_stands(words: list[str]) -> None:
    assert of_run(words, {"LANG": "zh_CN"}) == ("en", None)


def test_an_unknown_language_is_a_usage_error(kgq: Kgq) -> None:
    for words in (["--lang", "fr", "regulations"], ["regulations", "--lang=fr"], ["regulations", "--lang"]):
        answer = kgq(*words)
        assert answer.code == 2
        assert not answer.out
        assert "--lang" in answer.err


# --- help -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_the_help_of_every_command_is_in_one_language_and_has_an_example(name: str, kgq: Kgq) -> None:
    words = [name] if name else []
    english = kgq("--lang", "en", *words, "--help")
    chinese = kgq("--lang", "zh", *words, "--help")
    assert english.code == chinese.code == 0
    assert not english.err
    assert not chinese.err
    for word in ("Usage: kgq", "Options:", "Examples:", "Exit codes:"):
        assert word in english.out
    for word in ("用法：kgq", "选项：", "示例：", "退出码："):
        assert word in chinese.out
    assert f"kgq {name}" in english.out.split("Examples:")[1]
    examples = english.out.split("Examples:")[1].split("Exit codes:")[0]
    assert not HAN.search(english.out.replace(examples, ""))
    for word in ("Usage", "Options", "Commands", "Arguments", "Show", "exit", "default", "required"):
        assert word not in chinese.out
    described = [line for line in chinese.out.split("选项：")[1].splitlines() if line.startswith("  -")]
    assert described


def test_every_command_of_the_contract_is_listed_and_nothing_else(kgq: Kgq) -> None:
    listed = kgq("--lang", "en", "--help").out.split("Commands:")[1].split("Examples:")[0]
    assert tuple(re.findall(r"^  ([a-z-]+)  ", listed, re.M)) == COMMANDS


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_line_of_help_is_wider_than_a_terminal(lang: str, kgq: Kgq) -> None:
    from kg_query.wording.layout import columns

    for name in COMMANDS:
        text = kgq("--lang", lang, name, "--help").out
        examples = re.split("Examples:|示例：", text)[1]
        assert all(columns(line) <= 88 for line in text.replace(examples, "").splitlines())


def test_without_a_command_the_help_goes_to_standard_error(kgq: Kgq) -> None:
    answer = kgq()
    assert answer.code == 2
    assert not answer.out
    assert "用法：kgq" in answer.err


def test_the_version(kgq: Kgq) -> None:
    assert kgq("--version").out == f"kgq {__version__}\n"


# --- usage ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (["asess", MATTER], "是否想写：assess", "Did you mean: assess"),
        (["zzz"], "可用：regulations", "Known: regulations"),
        (["assess"], "缺少 FILE…", "FILE… is missing"),
        (["explain", MATTER], "缺少 --regulation SLUG", "--regulation SLUG is missing"),
        (
            ["assess", MATTER, "--fromat", "json"],
            "没有选项 --fromat。是否想写：--format",
            "--fromat. Did you mean: --format",
        ),
        (["assess", MATTER, "--format"], "选项 --format 缺少值", "--format needs a value"),
        (["assess", MATTER, "--all-norms=1"], "选项 --all-norms 不带值", "--all-norms takes no value"),
        (["assess", MATTER, "--format", "jsn"], "是否想写：json", "Did you mean: json"),
        (["assess", MATTER, "--engine", "fast"], "compiled", "compiled"),
        (["assess", MATTER, "--regulation", "nanmo"], "nanmu", "nanmu"),
        (["assess", MATTER, "--regulation", "puxian-review"], "puxian-review", "puxian-review"),
        (["assess", MATTER, "--data", "x"], "--data 写在命令之前", "--data stands before the command"),
        (["assess", MATTER, "--input-format", "jsn"], "json", "json"),
        (["assess", "-", "-"], "标准输入只能读一遍", "standard input is read once"),
        (["regulations", "nanmu"], "多余的参数：nanmu", "too many arguments: nanmu"),
        (["explain", MATTER, "-r", "nanmo"], "nanmu", "nanmu"),
        (["explain", MATTER, "-r", "nanmu", "--provision", "art_99"], "art_9", "art_9"),
        (["explain", BATCH, "-r", "nanmu"], "--matter", "--matter"),
        (["explain", BATCH, "-r", "nanmu", "--matter", "b-009"], "b-00", "b-00"),
        (["what-if", MATTER], "没有假定", "suppose"),
        (["search", "!!"], "没有可供检索的词", "no word to look for"),
        (["search", "x", "--limit", "many"], "--limit", "--limit"),
        (["search", "x", "--kind", "provison"], "provision", "provision"),
        (["search", "x", "-r", "nanmo"], "nanmu", "nanmu"),
        (["ask"], "kgq ask --list", "kgq ask --list"),
        (["ask", "relief-for-grond"], "relief-for-ground", "relief-for-ground"),
        (["ask", "relief-for-ground", "-p", "ground"], "名称=值", "name=value"),
        (["ask", "relief-for-ground", "-p", "ground=intent", "-p", "ground=intent"], "重复", "twice"),
        (["ask", "relief-for-ground", "-p", "grund=intent"], "ground", "ground"),
        (["ask", "relief-for-ground", "-p", "ground=intnt"], "intent", "intent"),
        (["query"], "-e", "-e"),
        (["query", "x.rq", "-e", "ASK {}"], "二者取一", "one of the two"),
        (["query", "-e", "ASK {}", "--timeout", "0"], "--timeout", "--timeout"),
        (["query", "-e", "ASK {}", "--format", "turtle"], "turtle", "turtle"),
        (["export", "provisons"], "provisions", "provisions"),
        (["export", "provisions", "--format", "turtle"], "json", "json"),
        (["export"], "缺少 WHAT", "WHAT is missing"),
        (["validate", MATTER, "--shapes", "mater"], "matter", "matter"),
        (["lint", "--format", "xml"], "--format", "--format"),
        (["doctor", "x"], "多余", "too many"),
    ],
    ids=lambda v: " ".join(Path(w).name for w in v) if isinstance(v, list) else "",
)
def test_wrong_usage_ends_in_2_with_a_message_in_the_language_and_nothing_on_standard_output(
    words: list[str], zh: str, en: str, kgq: Kgq
) -> None:
    for lang, expected in (("zh", zh), ("en", en)):
        answer = kgq("--lang", lang, *words)
        assert (answer.code, answer.out) == (2, "")
        assert expected in answer.err
        assert answer.err.startswith({"zh": "错误：", "en": "Error: "}[lang])
        assert "Traceback" not in answer.err


# --- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [["assess"], ["explain", "-r", "nanmu"], ["requires"], ["what-if", "--refute", "intent"]]
)
@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        ("", "文件是空的", "the file is empty"),
        ("{", "不是有效的 JSON", "not valid JSON"),
        ('{"id": "m-7", "established": ["force_majure"]}', "m-7", "force_majeure"),
        ('{"id": "m-7", "established": "intent"}', "应为列表", "a list expected"),
        ('{"id": "m-7"}', "没有任何认定", "no findings"),
        ("南木".encode("gb18030"), "不是 UTF-8", "not UTF-8"),
    ],
)
def test_bad_input_ends_in_3_with_a_message_in_the_language(
    command: list[str], content: str | bytes, zh: str, en: str, kgq: Kgq
) -> None:
    for lang, expected in (("zh", zh), ("en", en)):
        answer = kgq(command[0], "-", *command[1:], "--input-format", "json", "--lang", lang, stdin=content)
        assert (answer.code, answer.out) == (3, "")
        assert expected in answer.err


@pytest.mark.parametrize(
    "words",
    [
        ["show", "nanmu/art_99"],
        ["what-if", MATTER, "--establish", "intnt"],
        ["query", "-e", "SELEC * {}"],
        ["query", "-e", "INSERT DATA { <urn:a> <urn:b> <urn:c> }"],
        ["query", "-e", "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"],
        ["query", "absent.rq"],
        ["query", "-"],
        ["query", "-e", "ASK {}", "--load", "absent.json"],
        ["--data", "absent", "regulations"],
        ["validate", "absent.json"],
    ],
    ids=" ".join,
)
def test_what_is_not_there_or_not_allowed_ends_in_3(words: list[str], kgq: Kgq) -> None:
    for lang in ("zh", "en"):
        answer = kgq("--lang", lang, *words)
        assert (answer.code, answer.out) == (3, "")
        assert bool(HAN.search(answer.err)) == (lang == "zh")


def test_a_file_over_the_limit_ends_in_4(kgq: Kgq, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kgq("assess", "/dev/zero", "--input-format", "json").code == 4


def test_a_query_that_takes_too_long_ends_in_4() -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = process("query", "-e", query, "--timeout", "0.5", "--lang", "en")
    assert (done.returncode, done.stdout) == (4, "")
    assert "0.5 s" in done.stderr


# --- the law --------------------------------------------------------------------------------


def test_regulations_lists_the_eight_with_metadata_and_coverage(kgq: Kgq) -> None:
    answer = kgq("regulations", "--format", "json")
    assert answer.code == 0
    slugs = [one["id"] for one in answer.json]
    assert slugs == [
        "town", "nanmu", "lianyungang", "mingshan", "puxian-review", "puxian-statistics",
        "puxian-tolerance", "puxian-evaluation",
    ]  # fmt: skip
    nanmu = answer.json[1]
    assert nanmu["number"] == "鄂政发〔2024〕127号"
    assert nanmu["coverage"]["units"] == nanmu["coverage"]["with_norm"] + nanmu["coverage"]["with_reason"]
    assert [row["id"] for row in kgq("regulations", "--format", "csv").rows] == slugs


def test_regulations_as_a_table_in_both_languages(kgq: Kgq) -> None:
    chinese, english = kgq("regulations").out, kgq("regulations", "--lang", "en").out
    assert "南木鄂伦春民族乡行政执法尽职尽责和容错纠错制度（试行）" in chinese
    assert "Nanmu Oroqen Ethnic Township" in english
    assert len(chinese.splitlines()) == len(english.splitlines()) == 10


def test_a_folder_of_data_adds_a_regulation_to_every_command(kgq: Kgq) -> None:
    slugs = [one["id"] for one in kgq("--data", TINY, "regulations", "--format", "json").json]
    assert len(slugs) == 9
    answer = kgq("--data", TINY, "assess", MATTER, "--format", "json")
    assert answer.code == 0
    assert [r["regulation"] for r in answer.json["results"]][-1] == slugs[-1]


def test_show_gives_a_provision_in_both_languages_with_its_norms(kgq: Kgq) -> None:
    answer = kgq("show", "nanmu/art_9__point_4", "--format", "json").json
    assert answer["type"] == "provision"
    assert answer["text"]["zh"].startswith("因不能预见")
    assert answer["norms"][0]["outcome"] == "duty_fulfilled"
    page = kgq("show", "nanmu/art_9__point_4").out
    assert answer["text"]["zh"][:10] in page
    assert answer["text"]["en"][:10] in page
    assert "不可抗力 [force_majeure]" in page


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("nanmu", "regulation"), ("force_majeure", "ground"), ("exempt", "outcome"), ("P-LA-1-3", "provision"),
        ("handler", "role"), ("bar", "kind"), ("nanmu/norm/art_9__point_4", "norm"),
        ("https://w3id.org/kg-query/ground/intent", "ground"),
    ],
)  # fmt: skip
def test_show_knows_every_kind_of_thing(name: str, kind: str, kgq: Kgq) -> None:
    assert kgq("show", name, "--format", "json").json["type"] == kind
    for lang in ("zh", "en"):
        page = kgq("show", name, "--lang", lang)
        assert page.code == 0
        assert page.out.strip()


def test_every_unit_has_a_page(kgq: Kgq) -> None:
    from kg_query import KnowledgeGraph
    from kg_query.cli.pages import page

    kg = KnowledgeGraph.open()
    for lang in ("zh", "en"):
        for name in [*list(kg.corpus.provisions)[::7], *kg.corpus.readings, *kg.corpus.deadlines]:
            assert name in page(kg.corpus, kg.show(name), lang)


def test_show_takes_several_ids(kgq: Kgq) -> None:
    assert [one["id"] for one in kgq("show", "intent", "exempt", "--format", "json").json] == [
        "intent",
        "exempt",
    ]


def test_search_finds_chinese_and_english(kgq: Kgq) -> None:
    for words in (["不可抗力"], ["force", "majeure"]):
        ids = [hit["id"] for hit in kgq("search", *words, "--format", "json").json]
        assert "nanmu/art_9__point_4" in ids
    assert (
        kgq("search", "不可抗力", "-r", "nanmu", "--limit", "1", "--format", "csv").rows[0]["regulation"]
        == "nanmu"
    )
    assert "【不可抗力】" in kgq("search", "不可抗力").out


def test_search_that_finds_nothing_says_so_on_standard_error(kgq: Kgq) -> None:
    answer = kgq("search", "zzzzqqqq", "--lang", "en", "--format", "json")
    assert answer.code == 0
    assert answer.json == []
    assert answer.err == "nothing found\n"


# --- a matter -------------------------------------------------------------------------------

RESULT = {"regulation", "in_force", "in_scope", "outcome", "outcomes", "norms", "readings"}
NORM = {"provision", "kind", "status", "defeated_by", "presumed", "depends_on", "missing", "failed_on"}


def test_assess_as_json_keeps_the_contract(kgq: Kgq) -> None:
    answer = kgq("assess", MATTER, "--format", "json")
    assert answer.code == 0
    assert answer.err == ""
    assert answer.json["matter"] == "m-2024-017"
    results = answer.json["results"]
    assert [r["regulation"] for r in results] == [
        "town",
        "nanmu",
        "lianyungang",
        "mingshan",
        "puxian-tolerance",
    ]
    for result in results:
        assert result.keys() >= RESULT
        for norm in result["norms"]:
            assert norm.keys() >= NORM
            assert norm["status"] in ("applies", "defeated", "blocked", "undetermined")
        for outcome in result["outcomes"]:
            assert {"code", "modality", "provisions"} <= outcome.keys()
    nanmu = results[1]
    assert nanmu["in_force"] is True
    assert nanmu["in_scope"] == "unknown"
    assert nanmu["outcome"] == "duty_fulfilled"
    assert nanmu["outcomes"][0] == {
        "code": "duty_fulfilled", "modality": "must", "provisions": ["nanmu/art_9__point_4"],
    }  # fmt: skip


def test_one_matter_is_an_object_and_many_are_a_list(kgq: Kgq) -> None:
    assert isinstance(kgq("assess", MATTER, "--format", "json").json, dict)
    many = kgq("assess", BATCH, "--format", "json").json
    assert [one["matter"] for one in many] == ["b-001", "b-002", "b-003", "b-004", "b-005"]


def test_all_norms_adds_those_not_engaged_with_what_is_missing(kgq: Kgq) -> None:
    words = ("assess", MATTER, "--regulation", "nanmu", "--format", "json")
    few = kgq(*words).json["results"][0]["norms"]
    every = kgq(*words, "--all-norms").json["results"][0]["norms"]
    added = [n for n in every if n["status"] == "not_engaged"]
    assert len(every) == len(few) + len(added)
    assert any(n["missing"] for n in added)


def test_regulations_are_chosen_and_keep_their_order(kgq: Kgq) -> None:
    words = ("--regulation", "mingshan", "-r", "nanmu", "--format", "json")
    results = kgq("assess", MATTER, *words).json["results"]
    assert [r["regulation"] for r in results] == ["nanmu", "mingshan"]


def test_both_engines_give_the_same_answer(kgq: Kgq) -> None:
    words = ("assess", MATTER, "-r", "nanmu", "--all-norms", "--format", "json")
    compiled, reference = (kgq(*words, "--engine", e).json for e in ("compiled", "reference"))
    assert compiled["results"] == reference["results"]


def test_assess_as_csv_has_one_row_for_each_matter_and_regulation(kgq: Kgq) -> None:
    rows = kgq("assess", BATCH, "--format", "csv").rows
    assert len(rows) == 25
    first = next(r for r in rows if (r["matter"], r["regulation"]) == ("b-001", "nanmu"))
    assert first["outcome"] == "duty_fulfilled"
    assert first["provisions"] == "nanmu/art_9__point_4"
    assert first["in_force"] == "true"


def test_assess_as_turtle_is_rdf_with_matter_and_verdict(kgq: Kgq) -> None:
    import pyoxigraph as ox

    triples = list(ox.parse(kgq("assess", MATTER, "--format", "turtle").out, format=ox.RdfFormat.TURTLE))
    kinds = {t.object.value for t in triples if t.predicate.value.endswith("#type")}
    assert "https://w3id.org/kg-query/ns#Matter" in kinds
    assert "https://w3id.org/kg-query/ns#Verdict" in kinds


@pytest.mark.parametrize("path", sorted(MATTERS.iterdir()), ids=lambda p: p.name)
def test_every_example_is_assessed_from_its_file(path: Path, kgq: Kgq) -> None:
    for lang in ("zh", "en"):
        answer = kgq("assess", str(path), "--lang", lang)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.strip()


def test_all_examples_are_assessed_together(kgq: Kgq) -> None:
    answer = kgq("assess", *(str(p) for p in sorted(MATTERS.iterdir())), "--format", "json")
    assert len(answer.json) == 21


def test_standard_input_is_read(kgq: Kgq) -> None:
    matter = '{"id": "m1", "established": ["force_majeure", "unable_to_perform_duty"]}'
    results = kgq("assess", "-", "--format", "json", stdin=matter).json["results"]
    assert results[1]["outcome"] == "duty_fulfilled"
    yaml = "id: m1\nestablished: [force_majeure, unable_to_perform_duty]\n"
    assert kgq("assess", "-", "--format", "json", stdin=yaml).json["results"] == results


def test_contradictory_findings_are_no_error_and_said_plainly(kgq: Kgq) -> None:
    path = str(MATTERS / "disputed.json")
    answer = kgq("assess", path, "--format", "json")
    assert answer.code == 0
    assert "force_majeure" in answer.json["disputed"]
    assert "不可抗力" in kgq("assess", path).out
    assert "disputed" in kgq("assess", path, "--lang", "en").out


def test_text_names_no_machine_words_in_chinese(kgq: Kgq) -> None:
    text = kgq("assess", MATTER).out
    assert "履职尽责，依据第九条第（四）项" in text
    for word in ("duty_fulfilled", "force_majeure", "nanmu/art", "undetermined"):
        assert word not in text


def test_explain_proves_in_text_json_and_rdf(kgq: Kgq) -> None:
    import pyoxigraph as ox

    words = ("explain", MATTER, "--regulation", "nanmu")
    assert "第九条第（四）项" in kgq(*words).out
    assert "Article 9(4)" in kgq(*words, "--lang", "en").out
    proof = kgq(*words, "--format", "json").json
    assert proof["outcome"] == "duty_fulfilled"
    assert proof["proof"]["children"]
    assert list(ox.parse(kgq(*words, "--format", "turtle").out, format=ox.RdfFormat.TURTLE))


def test_explain_says_why_a_provision_does_not_apply(kgq: Kgq) -> None:
    words = ("explain", MATTER, "-r", "nanmu", "--provision", "art_10__para_2", "--format", "json")
    proof = kgq(*words).json
    assert proof["provision"] == "nanmu/art_10__para_2"
    assert proof["proof"]["status"] != "proven"


def test_one_matter_of_a_batch_is_chosen_by_its_id(kgq: Kgq) -> None:
    words = ("explain", BATCH, "-r", "lianyungang", "--matter", "b-003", "--format", "json")
    assert kgq(*words).json["matter"] == "b-003"


def test_requires_names_the_findings_that_would_change_the_outcome(kgq: Kgq) -> None:
    answer = kgq("requires", MATTER, "-r", "nanmu", "--format", "json")
    assert answer.code == 0
    assert answer.json["matter"] == "m-2024-017"
    for lang in ("zh", "en"):
        text = kgq("requires", MATTER, "--lang", lang).out
        assert bool(HAN.search(text)) == (lang == "zh")


def test_what_if_shows_before_after_and_what_flipped(kgq: Kgq) -> None:
    words = ("what-if", MATTER, "--refute", "force_majeure", "-r", "nanmu")
    answer = kgq(*words, "--format", "json").json
    (change,) = answer["results"]
    assert (change["from"], change["to"], change["changed"]) == ("duty_fulfilled", "no_applicable_rule", True)
    assert answer["supposed"]["refuted"] == ["force_majeure"]
    assert "履职尽责" in kgq(*words).out
    several = kgq("what-if", MATTER, "--establish", "intent", "--establish", "major_loss", "--format", "json")
    assert several.json["supposed"]["established"] == ["intent", "major_loss"]


# --- the graph ------------------------------------------------------------------------------


def test_ask_lists_its_questions_in_the_language(kgq: Kgq) -> None:
    listed = kgq("ask", "--list", "--format", "json").json
    assert len(listed) >= 25
    assert {"name", "question", "parameters"} <= listed[0].keys()
    assert not HAN.search(kgq("ask", "--list", "--lang", "en").out)
    assert len(kgq("ask", "--list", "--format", "csv").rows) == len(listed)


def test_ask_answers_with_parameters(kgq: Kgq) -> None:
    words = ("ask", "relief-for-ground", "--param", "ground=force_majeure")
    rows = kgq(*words, "--format", "json").json
    assert any("nanmu/art_9__point_4" in row.values() for row in rows)
    assert len(kgq(*words, "--format", "csv").rows) == len(rows)
    table = kgq(*words)
    assert "nanmu/art_9__point_4" in table.out
    assert table.err.strip()  # the question in words


def test_query_takes_a_file_an_expression_and_standard_input(kgq: Kgq, tmp_path: Path) -> None:
    query = "SELECT ?r { ?r a law:Regulation } ORDER BY ?r"
    (tmp_path / "q.rq").write_text(query)
    answers = [
        kgq("query", str(tmp_path / "q.rq"), "--format", "csv"),
        kgq("query", "-e", query, "--format", "csv"),
        kgq("query", "-", "--format", "csv", stdin=query),
    ]
    assert len(answers[0].rows) == 8
    assert len({a.out for a in answers}) == 1


@pytest.mark.parametrize(
    ("format", "start"),
    [("json", "{"), ("csv", "r\r\n"), ("tsv", "?r\n"), ("xml", "<?xml"), ("text", "r"), ("table", "r")],
)
def test_query_writes_rows_in_every_format(format: str, start: str, kgq: Kgq) -> None:
    query = "SELECT ?r { ?r a law:Regulation }"
    assert kgq("query", "-e", query, "--format", format).out.startswith(start)


def test_query_answers_ask_and_construct(kgq: Kgq) -> None:
    assert kgq("query", "-e", "ASK { id:nanmu a law:Regulation }", "--lang", "en").out == "yes\n"
    assert kgq("query", "-e", "ASK { id:nanmo a law:Regulation }").out == "否\n"
    graph = kgq("query", "-e", "CONSTRUCT WHERE { ?r a law:Regulation }").out
    assert "id:nanmu" in graph


def test_query_over_loaded_matters_asks_who_is_relieved_where(kgq: Kgq) -> None:
    query = """SELECT ?matter ?outcome {
        ?verdict a law:Verdict ; law:matter ?m ; law:regulation id:nanmu ; law:principalOutcome ?outcome .
        ?m dcterms:identifier ?matter } ORDER BY ?matter"""
    answer = kgq("query", "-e", query, "--load", BATCH, "--format", "csv")
    assert answer.code == 0
    assert [row["matter"] for row in answer.rows] == ["b-001", "b-002", "b-003", "b-004", "b-005"]
    assert answer.rows[0]["outcome"].endswith("/duty_fulfilled")


def test_export_of_provisions_keeps_the_contract(kgq: Kgq) -> None:
    units = kgq("export", "provisions", "--format", "json").json
    keys = {
        "id",
        "regulation",
        "kind",
        "number",
        "text",
        "raw",
        "source",
        "norms",
        "not_modelled",
        "notation",
        "points",
    }
    assert all(keys <= unit.keys() for unit in units)
    assert len(kgq("export", "provisions", "--format", "csv").rows) == len(units)


@pytest.mark.parametrize("what", ["turtle", "nquads", "ntriples", *(["jsonld"] if THOROUGH else []), "owl"])
def test_export_of_the_graph_is_rdf(what: str, kgq: Kgq) -> None:
    import pyoxigraph as ox

    kinds = {
        "turtle": ox.RdfFormat.TURTLE, "owl": ox.RdfFormat.TURTLE, "nquads": ox.RdfFormat.N_QUADS,
        "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD,
    }  # fmt: skip
    answer = kgq("export", what)
    assert answer.code == 0
    assert sum(1 for _ in ox.parse(answer.out, format=kinds[what])) > 1000


# --- checks ---------------------------------------------------------------------------------


def test_a_good_matter_conforms_to_the_shape_of_matters(kgq: Kgq) -> None:
    answer = kgq("validate", MATTER, "--shapes", "matter", "--format", "json")
    assert answer.code == 0
    assert answer.json["conforms"] is True


def test_a_matter_that_does_not_conform_ends_in_1_with_a_report(kgq: Kgq, tmp_path: Path) -> None:
    path = tmp_path / "m.ttl"
    path.write_text(
        "PREFIX law: <https://w3id.org/kg-query/ns#> PREFIX ground: <https://w3id.org/kg-query/ground/>"
        "<m> a law:Matter ; law:established ground:no_such_ground ."
    )
    for lang, word in (("zh", "不符合"), ("en", "does not conform")):
        answer = kgq("validate", str(path), "--lang", lang)
        assert answer.code == 1
        assert word in answer.out
        assert "no_such_ground" in answer.out
    assert kgq("validate", str(path), "--format", "json").json["conforms"] is False
    assert "ValidationReport" in kgq("validate", str(path), "--format", "turtle").out


def test_the_bundled_graph_conforms_to_its_own_shapes(kgq: Kgq) -> None:
    assert kgq("validate", "--shapes", "corpus").code == 0


def test_the_bundled_graph_passes_its_own_checks(kgq: Kgq, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg_query import KnowledgeGraph

    found: dict[str, Any] = {}
    lint = KnowledgeGraph.lint

    def once(kg: KnowledgeGraph, *asked: Any) -> Any:
        """The checks run once; what is printed of them is printed anew."""
        if repr(asked) not in found:
            found[repr(asked)] = lint(kg, *asked)
        return found[repr(asked)]

    monkeypatch.setattr(KnowledgeGraph, "lint", once)
    answer = kgq("lint", "--format", "json")
    assert answer.code == 0
    assert answer.json["passed"] is True
    rows = kgq("lint", "--format", "csv").rows
    assert len(rows) == len(answer.json["faults"])


def test_a_faulty_folder_of_data_fails_the_checks_with_1(kgq: Kgq, tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "lakeside"
    shutil.copytree(TINY, folder)
    path = folder / "text.ttl"
    text = path.read_text(encoding="utf-8")
    english = '"patrol duties could not be performed because of force majeure;"@en'
    assert english in text
    path.write_text(text.replace("@zh ,\n        " + english, "@zh"), encoding="utf-8")
    answer = kgq("--data", str(folder), "lint", "--about", "data", "--format", "json")
    assert answer.code == 1
    assert answer.json["passed"] is False
    faulty = {(f["entity"], f["severity"]) for f in answer.json["faults"]}
    assert ("lakeside/art_2__point_1", "violation") in faulty


def test_doctor_in_both_languages_and_as_json(kgq: Kgq) -> None:
    assert kgq("doctor", "--format", "json").json["healthy"] is True
    english = kgq("doctor", "--lang", "en")
    assert english.code == 0
    assert not HAN.search(english.out)
    assert "图谱" in kgq("doctor").out


def test_doctor_ends_in_1_where_something_needs_care(kgq: Kgq) -> None:
    assert kgq("--data", "absent", "doctor").code == 1


# --- the streams and the end ----------------------------------------------------------------


def test_standard_output_holds_data_only_and_in_utf_8_whatever_the_locale() -> None:
    done = process("assess", MATTER, "--format", "json", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert json.loads(done.stdout)["matter"] == "m-2024-017"
    done = process("regulations", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert "南木" in done.stdout


def test_english_locale_gives_english_errors() -> None:
    done = process("asess", LANG="en_US.UTF-8")
    assert done.returncode == 2
    assert done.stdout == ""
    assert not HAN.search(done.stderr)


def test_no_colour_is_written() -> None:
    done = process("assess", "nothing.json", FORCE_COLOR="1")
    assert "\x1b" not in done.stdout + done.stderr


def test_a_reader_that_goes_away_is_no_error() -> None:
    command = f"{sys.executable} -m kg_query export ntriples; echo code $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"({command}) | head -1"], capture_output=True, encoding="utf-8", cwd=ROOT, check=False
    )
    assert done.stdout.count("\n") == 1
    assert done.stderr.strip().splitlines()[-1] == "code 0"
    assert "Traceback" not in done.stderr
    assert "Broken" not in done.stderr


def failing(*_: object, **__: object) -> None:
    raise ZeroDivisionError("a fault of ours")


def test_a_fault_of_ours_ends_in_5_with_advice_and_no_traceback(
    kgq: Kgq, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg_query.graph.KnowledgeGraph.open", failing)
    answer = kgq("regulations", "--lang", "en")
    assert (answer.code, answer.out) == (5, "")
    assert "ZeroDivisionError: a fault of ours" in answer.err
    assert "KGQ_DEBUG=1" in answer.err
    assert "Traceback" not in answer.err
    monkeypatch.setenv("KGQ_DEBUG", "1")
    assert "Traceback" in kgq("regulations").err


def test_an_interruption_ends_in_130(kgq: Kgq, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg_query.graph.KnowledgeGraph.open", interrupted)
    answer = kgq("regulations")
    assert answer.code == 130
    assert "Traceback" not in answer.err


def test_a_cold_start_loads_no_heavy_library() -> None:
    script = (
        "import sys; from kg_query.cli.run import run; code = run(sys.argv[1:]);"
        "heavy = {'rdflib', 'pyshacl', 'owlrl', 'pyoxigraph', 'pandas', 'openpyxl', 'yaml', 'pydantic', 'rich'};"
        "print(code, sorted(heavy & sys.modules.keys()), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "assess", MATTER, "--format", "json"],
        capture_output=True, encoding="utf-8", cwd=ROOT, check=True,
    )  # fmt: skip
    assert done.stderr.strip().splitlines()[-1] == "0 []"


def test_a_table_lines_up_whatever_the_script() -> None:
    lines = table(["id", "名称"], [["a", "甲乙"], ["bb", True], ["c", ["x", "y"]]]).splitlines()
    assert lines == ["id  名称", "--  ----", "a   甲乙", "bb  是", "c   x、y"]


# --- what the machine refuses ---------------------------------------------------------------


def shell(words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs `kgq` with the redirections of a shell."""
    return subprocess.run(
        ["bash", "-c", f"{sys.executable} -m kg_query {words}"],
        capture_output=True, encoding="utf-8", cwd=folder, timeout=120, check=False,
    )  # fmt: skip


def test_a_closed_standard_error_keeps_the_exit_code() -> None:
    assert shell("assess nope.json 2>&-").returncode == 3
    assert shell("regulations --format nope 2>&-").returncode == 2
    assert shell("assess nope.json 2>/dev/full").returncode == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("--lang en regulations >&-", "standard output is closed"),
        ("--lang zh regulations --format csv >&-", "标准输出已关闭"),
        ("--lang en assess - <&-", "standard input is closed"),
        ("--lang en regulations >/dev/full", "the disk is full"),
        ("--lang zh --help >/dev/full", "磁盘已满"),
    ],
)
def test_what_the_machine_refuses_is_no_fault_of_the_program(words: str, said: str) -> None:
    done = shell(words)
    assert done.returncode == 3
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_file_name_that_is_no_utf8_is_shown_escaped(tmp_path: Path) -> None:
    missing = shell("--lang en assess $'a\\xff.json'", tmp_path)
    assert missing.returncode == 3
    assert "a\\udcff.json: there is no such file" in missing.stderr
    try:
        shutil.copy(MATTER.encode(), os.fsencode(tmp_path) + b"/a\xff.json")
    except OSError:
        pytest.skip("this file system holds no such names")
    for command in ("assess", "requires", "validate"):
        done = shell(f"{command} $'a\\xff.json'", tmp_path)
        assert (done.returncode, done.stderr) == (0, "")


def test_a_message_shows_no_control_characters(kgq: Kgq) -> None:
    for words in (
        ["regulations", "--format", "a\x1b[2J"],
        ["show", "\u202ea\x07"],
        ["regulations", "--\x1b"],
    ):
        answer = kgq(*words)
        assert answer.code in (2, 3)
        assert not {"\x1b", "\x07", "\u202e"} & set(answer.err)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["validate", "--shapes", "casefile"], 2, "there is no file to check"),
        (["explain", MATTER, "-r", "puxian-review"], 2, "no matter is assessed under puxian-review"),
        (["what-if", MATTER, "--establish", "不可抗力"], 3, "Write the id: force_majeure"),
    ],
)
def test_what_is_not_here_is_said_plainly(kgq: Kgq, words: list[str], code: int, said: str) -> None:
    answer = kgq("--lang", "en", *words)
    assert answer.code == code
    assert said in answer.err


def test_pages_hold_words_not_codes(kgq: Kgq) -> None:
    assert "依据：解读" in kgq("show", "nanmu/norm/override_art_12").out
    assert "类别：不予追究" in kgq("show", "duty_fulfilled").out
