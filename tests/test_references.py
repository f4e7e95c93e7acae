"""What the eight regulations say of themselves, and which other texts they lean on."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import Literal
from text_files import (
    DATA,
    DCTERMS,
    ID,
    LAW,
    RDFS,
    REGULATIONS,
    nodes,
    nodes_of,
    text_file,
    units,
)

EVERY_REGULATION = pytest.mark.parametrize("slug", REGULATIONS)


@EVERY_REGULATION
def test_metadata_that_is_not_printed_is_said_to_be_absent_in_both_languages(slug):
    regulation = text_file(slug)[ID + slug]
    assert regulation.one(LAW + "sourceFile") == REGULATIONS[slug].source
    assert regulation.text(RDFS + "label", "zh") and regulation.text(RDFS + "label", "en")
    assert (regulation.text(DCTERMS + "title", "zh") is None) == (
        regulation.one(LAW + "titleAbsent") == "true"
    )
    missing = [p for p in ("issuer", "documentNumber", "issued") if not regulation.all(LAW + p)]
    absent = regulation.said.get(LAW + "absent", [])
    assert absent or not missing, f"{missing} not printed, yet nothing is said to be absent"
    for value in absent:
        if not isinstance(value, Literal):
            reason = text_file(slug)[value.value]
            assert reason.text(RDFS + "label", "zh") and reason.text(RDFS + "label", "en")


@EVERY_REGULATION
def test_references_quote_the_unit_that_makes_them_and_reach_something_that_exists(slug):
    laws = nodes_of(DATA / "cited_laws.ttl")
    known = units(slug)
    targets = {n.iri for n in known.values()} | {ID + other for other in REGULATIONS} | set(laws)
    for node in nodes(slug, "Citation") + nodes(slug, "InternalReference"):
        citing = known[node.one(LAW + "citing").removeprefix(f"{ID}{slug}/")]
        quoted = node.text(LAW + "quotedText", "zh")
        assert quoted and quoted in (citing.text(LAW + "text", "zh") or ""), node.iri
        assert node.text(LAW + "quotedText", "en"), node.iri
        assert (node.one(LAW + "citedArticle") or "") in quoted, node.iri
        cited = node.one(LAW + "cited")
        if node.kind == "Citation":
            assert (cited is not None) == (node.one(LAW + "referenceKind") == LAW + "named"), node.iri
            assert cited is None or (cited in laws and cited in citing.all(LAW + "cites")), node.iri
        else:
            assert set(node.all(LAW + "refersTo")) <= set(citing.all(LAW + "refersTo")), node.iri
    for eid, unit in known.items():
        elsewhere = [r for r in unit.all(LAW + "refersTo") if r not in targets]
        assert not [r for r in elsewhere if r.split("/id/")[1].split("/")[0] == slug], (
            eid,
            elsewhere,
        )


@EVERY_REGULATION
def test_every_law_that_a_unit_names_is_recorded_as_cited(slug):
    titles = {n.text(DCTERMS + "title", "zh"): n.iri for n in nodes_of(DATA / "cited_laws.ttl").values()}
    for eid, unit in units(slug).items():
        named = re.findall(r"《([^《》]+)》", unit.text(LAW + "text", "zh") or "")
        assert {titles[t] for t in named if t in titles} == set(unit.all(LAW + "cites")), eid
        unknown = [t for t in named if t not in titles]
        assert not unknown or unit.all(LAW + "refersTo"), f"{eid} names {unknown} and refers to nothing"


def test_every_cited_law_has_a_title_in_both_languages_and_is_cited_somewhere():
    cited = {n.one(LAW + "cited") for slug in REGULATIONS for n in nodes(slug, "Citation")}
    for path in (DATA / "national").glob("*.ttl"):
        for fact in nodes_of(path).values():
            cited |= {*fact.all(LAW + "cited"), *fact.all(LAW + "cites")}
    for term in nodes_of(DATA.parent / "ontology/time.ttl").values():
        cited |= {*term.all(DCTERMS + "source")}  # the calendar rests on law that no regulation names
    for iri, node in nodes_of(DATA / "cited_laws.ttl").items():
        assert node.text(DCTERMS + "title", "zh") and node.text(DCTERMS + "title", "en"), iri
        assert node.one(LAW + "jurisdiction") in {
            LAW + level for level in ("national", "judicial", "provincial", "ministerial", "party")
        }, iri
        assert iri in cited, f"{iri} is cited by no regulation, no statutory fact and no term of time"
