"""The two scoring standards of puxian-review: their lines, their points and what OCR damage left.

The counts and totals below were taken by hand from the source, not from the graph.
"""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "data" / "sources" / "004_7894e96f15f28400.txt"
SLUGS = ("puxian-review", "puxian-statistics", "puxian-tolerance", "puxian-evaluation")

LAW = Namespace("https://w3id.org/kg-query/ns#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
REVIEW = Namespace("https://w3id.org/kg-query/id/puxian-review/")
TOLERANCE = Namespace("https://w3id.org/kg-query/id/puxian-tolerance/")

# document → (points printed in its heading, number of its lines); an archive stage has lines only
PENALTY = {
    "P-LA-1": ("8", 7),
    "P-DC-1": ("4", 3),
    "P-DC-2": ("10", 8),
    "P-DC-3": ("2", 3),
    "P-DC-4": ("2", 3),
    "P-DC-5": ("10", 4),
    "P-SC-1": ("4", 4),
    "P-SC-2": ("7", 5),
    "P-SC-3": ("3", 4),
    "P-SC-4": ("3", 3),
    "P-SC-5": ("5", 5),
    "P-SC-6": ("8", 4),
    "P-SC-7": ("10", 5),
    "P-SD-1": ("8", 4),
    "P-JA-1": ("8", 4),
    "P-GD": ("8", 7),
}
COMPULSION = {
    "Q-SP-1": ("12", 6),
    "Q-SP-2": ("12", 5),
    "Q-TZ-1": ("8", 3),
    "Q-SS-1": ("7", 2),
    "Q-SS-2": ("7", 3),
    "Q-CG-1": ("12", 2),
    "Q-ZX-1": ("13", 4),
    "Q-ZX-2": ("15", 4),
    "Q-ZX-3": ("6", 6),
    "Q-GD": ("8", 7),
}
STAGES = {
    "annex_3__stage_la": "8",
    "annex_3__stage_dc": "28",
    "annex_3__stage_sc": "40",
    "annex_3__stage_sd": "8",
    "annex_3__stage_ja": "8",
    "annex_3__stage_gd": "8",
    "annex_4__stage_measures": "46",
    "annex_4__stage_execution": "46",
    "annex_4__stage_gd": "8",
}
BASE = {
    "PB": {"ZT": 3, "SS": 2, "FL": 3, "CX": 7, "FZ": 2},
    "QB": {"ZF": 4, "DS": 2, "CS": 2, "ZX": 6, "FL": 3, "CX": 4, "FZ": 2},
}


@cache
def graph(slug: str) -> Graph:
    return Graph().parse(ROOT / "data" / slug / "text.ttl")


@cache
def source() -> str:
    return SOURCE.read_bytes().decode("utf-8")


def points(unit: URIRef) -> Decimal:
    return Decimal(str(graph("puxian-review").value(unit, LAW.points)))


def notation(unit: URIRef) -> str:
    return str(graph("puxian-review").value(unit, SKOS.notation))


def chinese(unit: URIRef) -> str:
    return next(str(text) for text in graph("puxian-review").objects(unit, LAW.text) if text.language == "zh")


def of_class(name: str) -> list[URIRef]:
    return list(graph("puxian-review").subjects(RDF.type, LAW[name]))


def lines_of(parent: URIRef) -> list[URIRef]:
    g = graph("puxian-review")
    return [u for u in g.subjects(ELI.is_part_of, parent) if (u, RDF.type, LAW.Line) in g]


def under(stage: URIRef) -> list[URIRef]:
    """All lines at any depth under a unit."""
    g = graph("puxian-review")
    found, todo = [], [stage]
    while todo:
        for child in g.subjects(ELI.is_part_of, todo.pop()):
            todo.append(child)
            if (child, RDF.type, LAW.Line) in g:
                found.append(child)
    return found


def spans(literal: object) -> list[tuple[int, int]]:
    return [(int(a), int(b)) for a, b in (pair.split("-") for pair in str(literal).split())]


@pytest.mark.parametrize("document", [*PENALTY, *COMPULSION])
def test_lines_add_up_to_the_points_printed_for_their_document(document: str) -> None:
    printed, count = (PENALTY | COMPULSION)[document]
    holders = [u for u in (*of_class("ScoredDocument"), *of_class("ScoredStage")) if notation(u) == document]
    assert len(holders) == 1
    lines = lines_of(holders[0])
    assert len(lines) == count
    assert points(holders[0]) == Decimal(printed)
    assert sum(map(points, lines)) == Decimal(printed)
    assert {notation(u) for u in lines} == {f"{document}-{n}" for n in range(1, count + 1)}


@pytest.mark.parametrize(("stage", "printed"), STAGES.items())
def test_documents_add_up_to_their_stage(stage: str, printed: str) -> None:
    unit = REVIEW[stage]
    assert points(unit) == Decimal(printed)
    assert sum(map(points, under(unit))) == Decimal(printed)


@pytest.mark.parametrize(("annex", "lines"), [("annex_3", 73), ("annex_4", 42)])
def test_each_standard_has_a_hundred_points(annex: str, lines: int) -> None:
    found = under(REVIEW[annex])
    assert len(found) == lines
    assert sum(map(points, found)) == 100
    stages = [u for u in of_class("ScoredStage") if str(u).startswith(REVIEW[annex])]
    assert sum(map(points, stages)) == 100


def test_no_scored_unit_stands_outside_the_tables_counted_by_hand() -> None:
    assert {notation(u) for u in of_class("ScoredDocument")} == {
        name for name in PENALTY | COMPULSION if not name.endswith("GD")
    }
    assert set(of_class("ScoredStage")) == {REVIEW[name] for name in STAGES}
    assert len(of_class("Line")) == 73 + 42


def test_points_are_those_in_the_printed_text() -> None:
    g = graph("puxian-review")
    for unit in (*of_class("Line"), *of_class("ScoredDocument"), *of_class("ScoredStage")):
        printed = re.findall(r"([\d.]+)分）?$", chinese(unit))
        if g.value(unit, LAW.pointsBasis) == LAW.printed:
            assert [Decimal(p) for p in printed] == [points(unit)], unit
        else:
            assert g.value(unit, LAW.pointsBasis) == LAW.byArithmetic
            assert printed == []


def test_only_two_scores_are_lost_and_follow_by_arithmetic() -> None:
    g = graph("puxian-review")
    line = REVIEW["annex_4__stage_measures__sec_sp__doc_2__line_4"]
    stage = REVIEW["annex_4__stage_execution"]
    assert set(g.subjects(LAW.pointsBasis, LAW.byArithmetic)) == {line, stage}
    others = [u for u in lines_of(REVIEW["annex_4__stage_measures__sec_sp__doc_2"]) if u != line]
    assert points(line) == Decimal(12) - sum(map(points, others)) == 1
    assert points(stage) == 100 - 46 - 8
    for unit in (line, stage):
        assert {text.language for text in g.objects(unit, LAW.lost)} == {"zh", "en"}
    assert chinese(line).endswith("途径和期限（分）")


def test_base_standards_are_numbered_within_their_groups() -> None:
    found = {notation(u) for u in of_class("BaseStandard")}
    assert found == {
        f"{standard}-{group}-{n}"
        for standard, groups in BASE.items()
        for group, count in groups.items()
        for n in range(1, count + 1)
    }


def test_no_notation_is_used_twice() -> None:
    used = Counter(str(n) for n in graph("puxian-review").objects(None, SKOS.notation))
    assert len(used) > 150
    assert [name for name, count in used.items() if count > 1] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_emendation_starts_from_what_is_printed_there(slug: str) -> None:
    g = graph(slug)
    nodes = list(g.subjects(RDF.type, LAW.Emendation))
    assert nodes
    for node in nodes:
        ((start, end),) = spans(g.value(node, LAW.at))
        assert source()[start:end] == str(g.value(node, LAW["from"])), node
        assert g.value(node, LAW["from"]) != g.value(node, LAW.to)
        assert g.value(node, LAW.certainty) in {LAW.certain, LAW.probable, LAW.conjecture}
        (unit,) = g.subjects(LAW.emendation, node)
        own = [
            pair
            for name in (LAW.span, LAW.numberSpan)
            for literal in g.objects(unit, name)
            for pair in spans(literal)
        ]
        assert any(a <= start and end <= b for a, b in own), node


def test_the_four_regulations_share_out_the_whole_file() -> None:
    pieces = sorted(
        pair
        for slug in SLUGS
        for name in (LAW.span, LAW.numberSpan)
        for literal in graph(slug).objects(None, name)
        for pair in spans(literal)
    )
    assert pieces[0][0] == 0
    assert pieces[-1][1] == len(source())
    assert all(end == start for (_, end), (start, _) in pairwise(pieces))


def test_noise_holds_no_wording() -> None:
    for slug in SLUGS:
        g = graph(slug)
        for node in g.subjects(RDF.type, LAW.Noise):
            printed = "".join(source()[a:b] for a, b in spans(g.value(node, LAW.span)))
            kept = re.sub(r"\s", "", printed)
            assert len(kept) <= 8, kept
            assert not re.search(r"[条章项款分的了制罚法]", kept), kept


def test_the_broken_sentence_stays_broken() -> None:
    g = graph("puxian-tolerance")
    unit = TOLERANCE["art_10__point_3"]
    assert {text.language for text in g.objects(unit, LAW.lost)} == {"zh", "en"}
    (zh,) = (str(t) for t in g.objects(unit, LAW.text) if t.language == "zh")
    assert zh == "对拒不执行行政处罚、行政命令等决定，"
    assert list(g.objects(unit, LAW.emendation)) == []
    assert set(g.subjects(LAW.lost, None)) == {unit, TOLERANCE["chp_3"]}


@pytest.mark.parametrize(
    ("unit", "text"),
    [
        ("art_5", "行政执法案卷评查遵循公正、公平、标准统一的原则。"),
        ("annex_3__base_ss__item_1", "违法事实与情节认定清楚，表述准确；"),
        ("annex_3__base_zt__item_3", "被处罚主体认定准确。"),
        ("annex_4__base_zx__item_6", "除紧急情况外，严禁在法律禁止时间实施行政强制执行。"),
        (
            "annex_4__stage_measures__sec_ss__doc_1__line_1",
            "告知当事人实施行政强制措施的理由、依据以及依法享有的权利、救济途径，"
            "记载当事人的陈述、申辩情况；（4分）",
        ),
        (
            "annex_4__stage_measures__sec_ss__doc_2__line_3",
            "由当事人或见证人、行政执法人员签名或者盖章确认。（1分）",
        ),
        ("annex_1__rule_4__para_2__band_2", "75分以上未满90分为良好，"),
        ("annex_2__sec_4__field_1__band_2", "良好（75分以上未满90分）"),
    ],
)
def test_displaced_and_scrambled_lines_read_as_put_back(unit: str, text: str) -> None:
    assert chinese(REVIEW[unit]) == text
