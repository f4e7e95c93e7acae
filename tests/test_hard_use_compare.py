"""Hard use of comparisons, pinned: options that make no sense, further regulations of every odd shape.

Each case was tried by hand first; what is written here failed then, or is what an analyst would be hurt by.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from one_graph import shared_run
from test_hard_use import HILL_NORMS, HILL_TEXT

from kg_query import KnowledgeGraph
from kg_query.compare import Report, Wanted
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Standing
from kg_query.conditions.completions import completions
from kg_query.conditions.findings import LeafSet, least, minimal, ordered
from kg_query.conditions.literals import least as least_masks
from kg_query.conditions.relations import Logic
from kg_query.reports.documents.render import render

HEAD = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ground: <https://w3id.org/kg-query/ground/> .
@prefix id: <https://w3id.org/kg-query/id/> .
@prefix kind: <https://w3id.org/kg-query/id/kind/> .
@prefix law: <https://w3id.org/kg-query/ns#> .
@prefix modality: <https://w3id.org/kg-query/id/modality/> .
@prefix norm: <https://w3id.org/kg-query/id/odd/norm/> .
@prefix odd: <https://w3id.org/kg-query/id/odd/> .
@prefix outcome: <https://w3id.org/kg-query/id/outcome/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
EVERYTHING = Wanted(("measures", "scenarios", "grounds", "clauses", "procedure"), limit=2)
#: What a hand of ill will, or a bad copy, puts into a title or a label.
NASTY = "<script>alert(1)</script>\"'&=cmd|'x'!A0 \u202e倒\u202c \u0007 #set {x} [x](javascript:y)"
CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u202a-\u202e\u2066-\u2069]")


@dataclass
class Done:
    """What a run left behind."""

    returncode: int
    stdout: str
    stderr: str


def kgq(*words: str) -> Done:
    """One run of the program."""
    done = shared_run(*words)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def odd(folder: Path, title: str, label: str, condition: str, exception: str = "") -> KnowledgeGraph:
    """The bundled law and a regulation of two articles, of which one turns on a ground of its own."""
    where = folder / "odd"
    where.mkdir()
    exempt = "law:kind kind:exemption ; law:modality modality:must_not ; law:outcome outcome:exempt"
    (where / "text.ttl").write_text(
        f"""{HEAD} id:odd a law:Regulation ; law:slug "odd" ; dcterms:title {title} .
        odd:art_1 a law:Article ; law:regulation id:odd ; law:number "第一条" ; law:text {label} .
        odd:art_2 a law:Article ; law:regulation id:odd ; law:number "第二条" ; law:text {label} .""",
        "utf-8",
    )
    (where / "norms.ttl").write_text(
        f"""{HEAD} ground:odd a skos:Concept ; skos:inScheme <https://w3id.org/kg-query/ground/> ;
            skos:prefLabel {label} .
        norm:art_1 a law:Norm ; law:provision odd:art_1 ; {exempt} ; law:condition ground:odd ; law:summary {label} .
        norm:art_2 a law:Norm ; law:provision odd:art_2 ; {exempt} ; law:condition {condition} ;
            {f"law:exception {exception} ;" if exception else ""} law:summary {label} .""",
        "utf-8",
    )
    return KnowledgeGraph.open(data=[where])


def written(text: str) -> str:
    """A string of Turtle."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{ord(c):04X}" for c in escaped) + '"'


# --- options --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        # a report that had left the option out would look like one that had heeded it
        (["clauses", "--ground", "force_majeure"], "--ground is for grounds, not for clauses"),
        (["scenarios", "--family", "exploration"], "--family is for grounds, not for scenarios"),
        (["measures", "--similarity", "0.5"], "--similarity is for clauses, not for measures"),
        (["grounds", "--limit", "3"], "--limit is for scenarios, not for grounds"),
        (["procedure", "--exhaustive"], "--exhaustive is for scenarios, not for procedure"),
        (["grounds", "--matter", "m"], "kgq compare case FILE --matter"),
        # found out before the search, not after it
        (["all", "--table", "grounds"], "--table goes with csv, json and xlsx only"),
        (["grounds", "--similarity", "nan"], "--similarity is"),
        (["clauses", "--similarity", "nan"], "a number from 0 to 1"),
    ],
)
def test_an_option_that_nothing_would_heed_is_refused(words: list[str], said: str) -> None:
    run = kgq("--lang", "en", "compare", *words)
    assert (run.returncode, run.stdout) == (2, "")
    assert said in run.stderr
    assert "Traceback" not in run.stderr
    assert not re.search("[\u3400-\u9fff]", run.stderr), "no Chinese in an English message"


def test_a_ground_that_no_clause_uses_makes_a_table_without_rows() -> None:
    """CSV of it once ended in an internal error."""
    run = kgq(
        "--lang", "en", "compare", "grounds", "--ground", "town_integrated_enforcement_officer", "-f", "csv"
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines() == ["family,finding,town,nanmu,lianyungang,mingshan,puxian-tolerance"]


def test_a_check_of_the_other_kind_is_refused_and_not_passed() -> None:
    """`--about data` with a check about the law ran no check at all, and said that nothing was wrong."""
    run = kgq("--lang", "en", "lint", "--about", "data", "--check", "contradictory-outcomes")
    assert (run.returncode, run.stdout) == (2, "")
    assert "is about law, not data" in run.stderr


# --- further regulations --------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_grounds_in_no_family_are_named_so(tmp_path: Path, lang: str) -> None:
    """The template for a further regulation states no families: comparing it ended in an internal error."""
    where = tmp_path / "hill"
    where.mkdir()
    (where / "text.ttl").write_text(HILL_TEXT, "utf-8")
    (where / "norms.ttl").write_text(HILL_NORMS, "utf-8")
    kg = KnowledgeGraph.open(data=[where])
    page = render(Report(kg.compare(["hill", "town"]), EVERYTHING).to_document(lang), "text").decode()
    assert {"zh": "未归类", "en": "in no family"}[lang] in page
    assert {"zh": "执行上级决定", "en": "carried out a decision"}[lang] in page


def test_nasty_titles_and_labels_stay_words_in_every_format(tmp_path: Path) -> None:
    import docx
    import openpyxl

    nasty = f"{written(NASTY)}@zh , {written(NASTY)}@en"
    kg = odd(tmp_path, nasty, nasty, "ground:force_majeure")
    document = Report(kg.compare(["odd", "town"]), EVERYTHING).to_document("en")
    text, html = (render(document, one).decode() for one in ("text", "html"))
    assert not CONTROL.search(text)
    assert not CONTROL.search(html)
    assert "alert(1)" in html
    assert "<script>alert" not in html
    assert "javascript:y" in text
    assert not re.search(r'(?:href|src)\s*=\s*"?javascript', html)
    for sheet in openpyxl.load_workbook(BytesIO(render(document, "xlsx"))):
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert all(cell.data_type != "f" for cell in cells), sheet.title
        assert not any(isinstance(c.value, str) and CONTROL.search(c.value) for c in cells), sheet.title
    words = "\n".join(p.text for p in docx.Document(BytesIO(render(document, "docx"))).paragraphs)
    assert "alert(1)" in words
    assert not CONTROL.search(words)


@pytest.mark.parametrize("only", ["zh", "en"])
def test_a_regulation_in_one_language_without_a_short_name_is_compared(tmp_path: Path, only: str) -> None:
    """And one whose article can never apply: what asks for a ground and its contrary."""
    never = "[ law:allOf ( ground:force_majeure [ law:not ground:force_majeure ] ) ]"
    kg = odd(tmp_path, f'"只有一种"@{only}', f'"一项 only"@{only}', never)
    report = Report(kg.compare(["odd", "town"]), EVERYTHING)
    for lang in ("zh", "en"):
        page = render(report.to_document(lang), "text").decode()
        assert "一项 only" in page
        assert "None" not in re.sub(r"^None\.$", "", page, flags=re.M)
    assert all(use["norm"] != "odd/norm/art_2" for use in _uses(report)), (
        "it never applies, so nothing counts"
    )


def _uses(report: Report) -> list[dict[str, object]]:
    rows = report.to_json()["grounds"]["rows"]
    found = [use for row in rows for cell in row["cells"] for use in cell["uses"]]
    assert found
    return found


def test_alternatives_without_end_are_undecided_in_time(tmp_path: Path) -> None:
    """Ten lists of forty alternatives each, with an exception of five: it took minutes, and gave up nothing."""
    corpus = KnowledgeGraph.open().corpus
    names = [g for g in corpus.grounds if not g.startswith("role_")]
    lists = [f"[ law:anyOf ( {' '.join('ground:' + g for g in names[i * 25 :][:40])} ) ]" for i in range(10)]
    kg = odd(
        tmp_path,
        '"爆炸"@zh',
        '"甲"@zh',
        f"[ law:allOf ( {' '.join(lists)} ) ]",
        f"[ law:allOf ( {' '.join(lists[:5])} ) ]",
    )
    comparison = kg.compare(["odd", "town"])
    start = time.process_time()
    rows = comparison.grounds().to_json()["rows"]
    assert time.process_time() - start < 20
    relations = {relation["relation"] for row in rows for relation in row["relations"]}
    assert "undecided" in relations
    blown = kg.corpus.norms["odd/norm/art_2"]
    other = next(n for n in kg.corpus.norms_of["town"] if n.outcome and n.condition)
    assert Logic(kg.corpus).norm_relation(blown, other) == "undecided"


# --- what made it quick gives what was given before -------------------------------------------


def test_the_least_of_many_sets_are_those_of_the_definition() -> None:
    import random

    corpus = KnowledgeGraph.open().corpus
    some, chance = [Has(g) for g in list(corpus.grounds)[:9]], random.Random(4)
    for _ in range(400):
        sets = {frozenset(chance.sample(some, chance.randint(1, 5))) for _ in range(chance.randint(0, 40))}
        if chance.random() < 0.05:
            sets.add(frozenset())
        most = chance.randint(1, 12)
        plain: list[LeafSet] = [one for one in sets if not any(other < one for other in sets)]
        assert set(minimal(sets)) == set(plain)
        kept, whole = least(corpus, sets, most)
        assert whole == (len(plain) <= most)
        assert set(kept) == set(ordered(corpus, plain)[:most])
        masks = [sum(1 << some.index(leaf) for leaf in one) for one in sets]
        bare = sorted(
            (m for m in set(masks) if not any(o != m and o & m == o for o in masks)),
            key=lambda m: (m.bit_count(), m),
        )
        assert least_masks(masks, most) == (bare[:most], len(bare) <= most)


def test_completions_of_many_alternatives_are_cut_smallest_first() -> None:
    corpus = KnowledgeGraph.open().corpus
    bare = [g for g in corpus.grounds if not corpus.broader[g] and not corpus.narrower[g]][:60]
    tree = AllOf(tuple(AnyOf(tuple(Has(g) for g in bare[i::3])) for i in range(3)))
    nothing = Standing(frozenset(), frozenset(), frozenset(), frozenset())
    found = completions(corpus, nothing, tree)
    assert found.cut
    assert len(found.sets) == 300
    assert all(len(one) == 3 for one in found.sets)
    first = Standing(frozenset(bare[:2]), frozenset(), frozenset(bare[:2]), frozenset())
    assert {len(one) for one in completions(corpus, first, tree).sets} == {1}
    assert not completions(corpus, nothing, AnyOf((Has(bare[0]), Lacks(bare[1])))).cut
