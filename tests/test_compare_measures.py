"""Figures of a comparison: small worlds counted by hand, and the bundled regulations against a slow recount."""

from __future__ import annotations

import json
from functools import cache
from itertools import permutations

import pytest

from kg_query import KnowledgeGraph
from kg_query.compare.comparison import Comparison
from kg_query.compare.measures import Measures, covered, measures
from kg_query.compare.pages.measures import section
from kg_query.compare.strictness import Strictness, strictness
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Tree
from kg_query.corpus import Corpus
from kg_query.model import Finding, Ground, Matter, Norm, Outcome, Provision, Regulation, Text
from kg_query.program import Program
from kg_query.reports.documents.model import Bars, Document, HeatMap


@cache
def graph() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@cache
def comparison() -> Comparison:
    kg = graph()

    def no_store() -> object:
        raise AssertionError("figures ask nothing of the store")

    return Comparison(kg.corpus, kg.program, no_store)  # type: ignore[arg-type]


@cache
def figures() -> Measures:
    return measures(comparison())


# --- a small world ----------------------------------------------------------------------------


def ground(name: str, *broader: str, group: str = "g") -> Ground:
    return Ground(name, group, Text(name, name), Text(name, name), broader)


OUTCOMES = {
    code: Outcome(code, Text(code, code), Text(code, code), rank, group, effect, strictness)
    for rank, (code, group, effect, strictness) in enumerate(
        (
            ("liability", "liability", "liability", 7),
            ("exempt", "full_relief", "full_relief", 1),
            ("mitigation_permitted", None, "lighter_treatment", 4),
            ("conflict", None, None, None),
            ("undetermined", None, None, None),
            ("no_applicable_rule", None, None, None),
        ),
        1,
    )
}


def world(*norms: tuple[str, str, Tree, Tree | None]) -> Comparison:
    """Regulations `east` and `west` with norms (slug, outcome, condition, exception)."""
    grounds = {
        g.id: g
        for g in (ground("a"), ground("a_small", "a"), ground("b"), ground("c", group="h"), ground("d"))
    }
    made, units = {}, {}
    for i, (slug, outcome, condition, exception) in enumerate(norms, 1):
        unit = f"{slug}/art_{i}"
        units[unit] = Provision(
            unit, slug, "article", f"第{i}条", Text("文" * i, "text"), None, None, None, i
        )
        made[f"{slug}/norm/{i}"] = Norm(
            f"{slug}/norm/{i}", unit, slug, "exemption", "must", (), outcome, None, condition, exception
        )
    regulations = {
        slug: Regulation(slug, None, Text(slug, slug), None, None, None, None, False, i, i)
        for i, slug in enumerate(("east", "west"), 1)
    }
    corpus = Corpus(
        regulations=regulations, provisions=units, norms=made, overrides=(), readings={}, deadlines={},
        grounds=grounds, outcomes=OUTCOMES, concepts={},
    )  # fmt: skip
    return Comparison(corpus, Program.compile(corpus), lambda: None)  # type: ignore[arg-type,return-value]


def over(rows: object, scope: str) -> Strictness:
    return next(row for row in rows if row.scope == scope)  # type: ignore[attr-defined]


def test_coverage_counts_entailment() -> None:
    small = world(("east", "exempt", Has("a"), Has("c")), ("west", "liability", Lacks("a_small"), None))
    # a and what entails it, c through the exception; refuted a rules a_small out
    assert covered(small.corpus, "east") == {"a", "a_small", "c"}
    assert covered(small.corpus, "west") == {"a", "a_small"}
    found = measures(small)
    whole = {row.regulation: (row.covered, row.of) for row in found.coverage if row.family is None}
    assert whole == {"east": (3, 3), "west": (2, 3)}
    families = {(r.regulation, r.family): (r.covered, r.of) for r in found.coverage if r.family}
    assert families == {
        ("east", "g"): (2, 2),
        ("east", "h"): (1, 1),
        ("west", "g"): (2, 2),
        ("west", "h"): (0, 1),
    }
    (overlap,) = found.overlap
    assert (overlap.both, overlap.only_a, overlap.only_b) == (2, 1, 0)
    assert overlap.share == pytest.approx(2 / 3)


def test_an_order_where_one_is_never_milder() -> None:
    small = world(("east", "liability", Has("a"), None), ("west", "mitigation_permitted", Has("a"), None))
    row = over(strictness(small), "same_facts")
    assert (row.situations, row.answered, row.stricter, row.order) == (1, 1, 1, "stricter")
    assert row.example_stricter is not None and row.example_stricter.findings == (Has("a"),)
    assert row.example_milder is None
    turned = world(("east", "mitigation_permitted", Has("a"), None), ("west", "liability", Has("a"), None))
    assert over(strictness(turned), "same_facts").order == "milder"


def test_no_order_where_each_is_stricter_at_times() -> None:
    small = world(
        ("east", "liability", Has("a"), None),
        ("east", "exempt", Has("b"), None),
        ("west", "exempt", Has("a"), None),
        ("west", "liability", Has("b"), None),
    )
    row = over(strictness(small), "same_facts")
    assert (row.situations, row.stricter, row.milder, row.order) == (2, 1, 1, "none")
    # where a and b meet, each regulation is in conflict with itself: no settled outcome, not counted
    every = over(strictness(small), "any_facts")
    assert (every.situations, every.answered) == (3, 2)


def test_nothing_in_common_is_nothing_to_compare() -> None:
    small = world(("east", "liability", Has("a"), None), ("west", "exempt", Has("b"), None))
    assert over(strictness(small), "same_facts").order == "open"
    # taken together the two clauses meet
    every = over(strictness(small), "any_facts")
    assert (every.situations, every.order) == (1, "stricter")


def test_facts_that_cannot_be_so_together_make_no_situation() -> None:
    small = world(
        ("east", "liability", AllOf((Has("a_small"), Has("b"))), None),
        ("west", "exempt", AnyOf((Lacks("a"), Has("b"))), None),
    )
    # a_small and not a contradict each other; b is in both
    row = over(strictness(small), "any_facts")
    assert (row.situations, row.stricter) == (1, 1)


def test_counterparts_in_law_need_the_same_effect() -> None:
    same = world(("east", "exempt", Has("a"), None), ("west", "exempt", AnyOf((Has("a"), Has("b"))), None))
    assert [(c.in_law, c.conditional) for c in measures(same).counterparts] == [(1, 1), (1, 1)]
    other = world(("east", "exempt", Has("a"), None), ("west", "liability", Has("a"), None))
    assert [c.in_law for c in measures(other).counterparts] == [0, 0]


# --- the bundled regulations ------------------------------------------------------------------


def test_the_two_that_share_a_model_overlap_most() -> None:
    shares = {frozenset((row.a, row.b)): row.share for row in figures().overlap}
    twins = frozenset(("nanmu", "puxian-tolerance"))
    assert max(shares, key=shares.__getitem__) == twins and shares[twins] > 0.7
    assert all(share < 0.5 for pair, share in shares.items() if pair != twins)


def test_figures_agree_with_one_another() -> None:
    found = figures()
    whole = {row.regulation: row.covered for row in found.coverage if row.family is None}
    for row in found.overlap:
        assert row.both + row.only_a == whole[row.a] and row.both + row.only_b == whole[row.b]
    for slug in found.regulations:
        families = [r for r in found.coverage if r.regulation == slug and r.family is not None]
        assert sum(r.covered for r in families) == whole[slug]
    assert {(c.a, c.b) for c in found.counterparts} == set(permutations(found.regulations, 2))
    for one in found.counterparts:
        assert 0 <= one.nearly <= one.in_words <= one.clauses
        assert 0 <= one.in_law <= one.conditional


def test_a_covered_ground_counts_and_another_never_does() -> None:
    """What no norm listens to leaves every outcome as it was; what is covered stands in some norm that gives one."""
    corpus = graph().corpus
    for slug in corpus.assessed:
        for name in set(corpus.grounds) - covered(corpus, slug):
            for status in ("established", "refuted"):
                matter = Matter("m", (Finding(name, status),))  # type: ignore[arg-type]
                result = graph().assess(matter, [slug]).of(slug)
                engaged = [n for n in result.norms if n.outcome is not None and n.status != "not_engaged"]
                plain = graph().assess(Matter("m", ()), [slug]).of(slug)
                assert result.outcome == plain.outcome and not engaged, (slug, name)


def test_examples_of_strictness_stand_when_assessed() -> None:
    corpus, seen = graph().corpus, 0
    for row in figures().strictness:
        assert row.stricter + row.milder + row.alike == row.answered <= row.situations
        for kind, example in (("stricter", row.example_stricter), ("milder", row.example_milder)):
            assert (example is None) == (getattr(row, kind) == 0)
            if example is None:
                continue
            seen += 1
            findings = tuple(
                Finding(leaf.ground, "established" if isinstance(leaf, Has) else "refuted")
                for leaf in example.findings
            )
            verdict = graph().assess(Matter("m", findings), [row.a, row.b])
            assert (verdict.of(row.a).outcome, verdict.of(row.b).outcome) == (example.a, example.b)
            a, b = (corpus.outcomes[code].strictness for code in (example.a, example.b))
            assert a is not None and b is not None
            assert (a > b) == (kind == "stricter")
    assert seen > 10


def test_an_order_is_claimed_only_where_nothing_speaks_against_it() -> None:
    for row in figures().strictness:
        against = {"stricter": row.milder, "milder": row.stricter, "alike": row.stricter + row.milder}
        assert against.get(row.order, 0) == 0
        assert (row.order == "none") == bool(row.stricter and row.milder)
        assert (row.order == "open") == (row.answered == 0)
    # on the facts that both speak of, the township and the county come to the same
    twins = [r for r in figures().strictness if (r.a, r.b) == ("nanmu", "puxian-tolerance")]
    assert over(twins, "same_facts").order == "alike" and over(twins, "any_facts").order == "none"


def test_every_figure_has_its_definition() -> None:
    data = json.loads(json.dumps(figures().to_json(), ensure_ascii=False))
    for name in ("coverage", "overlap", "counterparts", "strictness"):
        assert len(data[name]["definition"]["zh"]) > 40 and len(data[name]["definition"]["en"]) > 80
        assert data[name]["rows"]
    assert "0.4" in data["counterparts"]["definition"]["zh"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_each_figure_with_its_definition(lang: str) -> None:
    made = section(graph().corpus, figures(), lang)
    tables = Document("", lang, (made,)).tables()
    assert [t.key for t in tables] == [
        "measures",
        "measures-overlap",
        "measures-counterparts",
        "measures-strictness",
    ]
    notes = [
        figures().definitions[n].in_(lang) for n in ("coverage", "overlap", "counterparts", "strictness")
    ]
    assert [t.note for t in tables] == notes
    for table in tables:
        assert table.rows and all(len(row) == len(table.columns) for row in table.rows)
    charts = [b for s in made.sections for b in s.blocks if isinstance(b, (Bars, HeatMap))]
    assert len(charts) == 2 and all(chart.table == "measures" for chart in charts)
