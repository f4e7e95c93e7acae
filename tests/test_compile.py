"""The compiler says yes to good Turtle, and names every fault of bad Turtle."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tiny_world import PREFIXES, TINY, tiny_files

from kg_query import KnowledgeGraph
from kg_query.compile import compile_corpus
from kg_query.conditions import AllOf, AnyOf, Has, Lacks, Met
from kg_query.corpus import Corpus
from kg_query.errors import CorpusError, InputError
from kg_query.files import TurtleFile
from kg_query.terms import RESERVED

Compiled = Callable[..., Corpus]


def norm(name: str, **more: str) -> str:
    """A norm of the invented regulation's article 3, with what a test adds or takes away."""
    said = {
        "provision": "lakeside:art_3",
        "kind": "kind:bar",
        "modality": "modality:must_not",
        "outcome": "outcome:no_tolerance",
        "condition": "ground:force_majeure",
    } | more
    lines = " ;\n".join(f"  law:{k} {v}" for k, v in said.items() if v)
    return f"norm:{name} a law:Norm ;\n{lines} .\n"


def faults(build: Callable[[], object]) -> list[str]:
    """What the compiler has against it, in English, one line a fault."""
    with pytest.raises(CorpusError) as caught:
        build()
    assert caught.value.exit_code == 3
    for problem in caught.value.problems:
        assert problem.where, "a fault says where it is"
        assert problem.message.zh and problem.message.en
    return [p.render("en") for p in caught.value.problems]


# --- what good Turtle means -----------------------------------------------------------------


def test_units_stand_in_document_order_though_only_their_eids_say_it(compiled: Compiled) -> None:
    assert list(compiled().provisions) == [
        "lakeside/art_1", "lakeside/art_2", "lakeside/art_2__point_1", "lakeside/art_2__point_2",
        "lakeside/art_2__point_10", "lakeside/art_3", "lakeside/art_4",
    ]  # fmt: skip


def test_a_unit_is_part_of_the_one_its_eid_names(compiled: Compiled) -> None:
    corpus = compiled()
    assert corpus.provisions["lakeside/art_2__point_10"].parent == "lakeside/art_2"
    assert corpus.provisions["lakeside/art_2"].parent is None


def test_annexes_come_last_and_chapters_before_their_articles(compiled: Compiled) -> None:
    corpus = compiled("""
        law:Chapter rdfs:subClassOf law:Provision .
        id:r a law:Regulation ; law:slug "r" ; rdfs:label "乙"@zh .
        <https://w3id.org/kg-query/id/r/annex_1> a law:Article ; law:regulation id:r .
        <https://w3id.org/kg-query/id/r/art_1> a law:Article ; law:regulation id:r ;
            eli:is_part_of <https://w3id.org/kg-query/id/r/chp_1> .
        <https://w3id.org/kg-query/id/r/chp_1> a law:Chapter ; law:regulation id:r .
    """)
    assert [p.id for p in corpus.provisions.values() if p.regulation == "r"] == [
        "r/chp_1",
        "r/art_1",
        "r/annex_1",
    ]


def test_stated_positions_decide_the_order(compiled: Compiled) -> None:
    corpus = compiled("""
        id:r a law:Regulation ; law:slug "r" ; rdfs:label "乙"@zh .
        <https://w3id.org/kg-query/id/r/art_1> a law:Article ; law:regulation id:r ; law:position 2 .
        <https://w3id.org/kg-query/id/r/art_2> a law:Article ; law:regulation id:r ; law:position 1 .
    """)
    assert [p.id for p in corpus.provisions.values() if p.regulation == "r"] == ["r/art_2", "r/art_1"]


def test_a_unit_carries_its_place_in_the_source(compiled: Compiled) -> None:
    corpus = compiled("""
        id:lakeside law:sourceFile "lakeside.txt" .
        lakeside:art_4 law:span "50-60 10-20" ; law:rawText "…" .
    """)
    source = corpus.provisions["lakeside/art_4"].source
    assert source is not None
    assert (source.file, source.start, source.end) == ("lakeside.txt", 10, 60)
    assert source.spans == ((50, 60), (10, 20)), "the pieces keep their reading order"


def test_negation_is_pushed_to_the_leaves(compiled: Compiled) -> None:
    corpus = compiled(
        norm(
            "x",
            condition="[ law:not [ law:anyOf ( ground:force_majeure [ law:not ground:objective_factor ] ) ] ]",
        )
    )
    assert corpus.norms["lakeside/norm/x"].condition == AllOf(
        (Lacks("force_majeure"), Has("objective_factor"))
    )


def test_a_norm_in_a_condition_stands_for_that_norms_condition(compiled: Compiled) -> None:
    corpus = compiled(norm("x", condition="[ law:allOf ( norm:art_2__point_2 ground:objective_factor ) ]"))
    met = Met("lakeside/norm/art_2__point_2", Has("lakeside_route_patrolled"))
    assert corpus.norms["lakeside/norm/x"].condition == AllOf((met, Has("objective_factor")))


def test_a_lost_text_is_a_condition_that_never_holds(compiled: Compiled) -> None:
    assert compiled(norm("x", condition="[ law:anyOf () ]")).norms["lakeside/norm/x"].condition == AnyOf(())


def test_an_override_over_an_article_reaches_every_norm_with_an_outcome_under_it(compiled: Compiled) -> None:
    pairs = {(o.prevailing, o.defeated) for o in compiled().overrides}
    assert pairs == {
        ("lakeside/norm/art_3", f"lakeside/norm/art_2__point_{n}") for n in (1, 2, 10)
    }  # fmt: skip


def test_overrides_leave_out_norms_without_an_outcome(compiled: Compiled) -> None:
    corpus = compiled(norm("more", provision="lakeside:art_2__point_1", outcome=""))
    assert "lakeside/norm/more" not in {o.defeated for o in corpus.overrides}


def test_grounds_keep_the_order_of_the_vocabulary_and_know_their_group(compiled: Compiled) -> None:
    corpus = compiled()
    assert list(corpus.grounds)[:2] == ["force_majeure", "objective_factor"]
    assert corpus.grounds["force_majeure"].group == "facts"
    assert corpus.up(["force_majeure"]) == {"force_majeure", "objective_factor"}
    assert corpus.down(["objective_factor"]) == {"force_majeure", "objective_factor"}


def test_a_bundled_regulation_without_assessment_order_is_not_assessed(compiled: Compiled) -> None:
    assert compiled().assessed == ()
    assert compiled("id:lakeside law:assessmentOrder 1 .").assessed == ("lakeside",)
    assert compiled("id:lakeside law:assessmentOrder 1 ; law:assessed false .").assessed == ()


# --- a further regulation, as data only -----------------------------------------------------


def folder(path: Path) -> list[TurtleFile]:
    return [TurtleFile(p, f"{path.name}/{p.name}") for p in sorted(path.glob("*.ttl"))]


@pytest.fixture
def base(compiled: Compiled) -> Corpus:
    """A bundled world that knows nothing of the invented regulation."""
    return compiled(
        """
        id:first a law:Regulation ; law:slug "first" ; rdfs:label "甲"@zh ; law:assessmentOrder 1 .
        <https://w3id.org/kg-query/id/first/art_1> a law:Article ; law:regulation id:first .
        """,
        alone=True,
    )


def test_a_folder_adds_a_regulation_after_the_bundled_ones(base: Corpus) -> None:
    corpus = compile_corpus(folder(TINY), base=base)
    assert list(corpus.regulations) == ["first", "lakeside"]
    assert corpus.assessed == ("first", "lakeside")
    assert not corpus.regulations["lakeside"].bundled
    assert "lakeside_route_patrolled" in corpus.grounds
    assert corpus.up(["lakeside_violation_concealed"]) >= {"intentional_violation"}
    assert next(iter(corpus.provisions)) == "first/art_1"
    assert base.regulations.keys() == {"first"}, "the base is left as it was"


def test_an_added_regulation_that_gives_no_outcome_is_not_assessed(base: Corpus) -> None:
    text_only = [f for f in folder(TINY) if f.path.name == "text.ttl"]
    corpus = compile_corpus(text_only, base=base)
    assert "lakeside" in corpus.regulations
    assert corpus.assessed == ("first",)


def test_an_added_regulation_can_say_that_it_is_not_assessed(base: Corpus, tmp_path: Path) -> None:
    more = tmp_path / "more.ttl"
    more.write_text(
        "<https://w3id.org/kg-query/id/lakeside> <https://w3id.org/kg-query/ns#assessed> false .", "utf-8"
    )
    corpus = compile_corpus([*folder(TINY), TurtleFile(more, "more.ttl")], base=base)
    assert corpus.assessed == ("first",)


def test_a_folder_cannot_bring_a_slug_that_is_taken(base: Corpus) -> None:
    twice = compile_corpus(folder(TINY), base=base)
    said = faults(lambda: compile_corpus(folder(TINY), base=twice))
    assert any("two regulations have the slug lakeside" in s for s in said)
    assert any("this ground exists already" in s for s in said)


def test_a_folder_cannot_add_a_norm_to_a_bundled_regulation(compiled: Compiled, tmp_path: Path) -> None:
    base = compiled()
    path = tmp_path / "more" / "norms.ttl"
    path.parent.mkdir()
    path.write_text(PREFIXES + norm("intruder"), "utf-8")
    said = faults(lambda: compile_corpus(folder(path.parent), base=base))
    assert said and all("lakeside/art_3" in s for s in said)


def with_tiny(tmp_path: Path, scrap: str) -> Callable[[], object]:
    """Opens the bundled graph with the invented regulation and one more file beside it."""
    place = tmp_path / "lakeside"
    shutil.copytree(TINY, place)
    (place / "more.ttl").write_text(PREFIXES + scrap, "utf-8")
    return lambda: KnowledgeGraph.open(place)


@pytest.mark.parametrize(
    ("scrap", "subject"),
    [
        ("ground:force_majeure skos:broader ground:intentional_violation .", "force_majeure"),
        ('<https://w3id.org/kg-query/id/nanmu> law:issuer "甲"@zh .', "nanmu"),
        ('<https://w3id.org/kg-query/id/nanmu/art_9> law:notModelled "…"@zh .', "nanmu/art_9"),
        ("outcome:exempt law:precedence 99 .", "exempt"),
        ("law:Article rdfs:subClassOf law:Point .", "Article"),
    ],
)
def test_a_folder_cannot_describe_what_is_bundled(tmp_path: Path, scrap: str, subject: str) -> None:
    said = faults(with_tiny(tmp_path, scrap))
    assert any(
        s.startswith(f"lakeside/more.ttl: {subject}: the bundled graph describes this already") for s in said
    ), said


def test_a_folder_cannot_misspell_a_property_either(tmp_path: Path) -> None:
    (said,) = faults(with_tiny(tmp_path, "norm:art_3 law:exceptoin ground:force_majeure ."))
    assert said.startswith("lakeside/more.ttl: lakeside/norm/art_3: there is no property law:exceptoin")
    assert "exception" in said


def test_the_same_folder_twice_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        KnowledgeGraph.open([TINY, TINY.parent / ".." / "fixtures" / TINY.name])
    assert "the same folder is given twice" in caught.value.message.en


@pytest.mark.parametrize("name", ["other", TINY.name])
def test_two_folders_with_one_slug_are_one_fault(tmp_path: Path, name: str) -> None:
    other = tmp_path / name
    shutil.copytree(TINY, other)
    (said,) = faults(lambda: KnowledgeGraph.open([TINY, other]))
    assert "two regulations have the slug lakeside" in said


# --- faults ---------------------------------------------------------------------------------

FAULTS: list[tuple[str, str, str]] = [
    (
        "an unknown ground, with the nearest one",
        norm("x", condition="[ law:allOf ( ground:force_majure ) ]"),
        "scrap.ttl: lakeside/norm/x: there is no ground force_majure. Did you mean: force_majeure?",
    ),
    (
        "an unknown norm in a condition",
        norm("x", condition="norm:art_2__point_3"),
        "there is no norm lakeside/norm/art_2__point_3. Did you mean: lakeside/norm/art_2__point_1",
    ),
    (
        "a norm in a condition that has no condition of its own",
        norm("x", condition="norm:y") + norm("y", condition=""),
        "refers to lakeside/norm/y, which has no condition",
    ),
    (
        "conditions that refer to each other",
        norm("x", condition="norm:y") + norm("y", condition="[ law:not norm:x ]"),
        "the conditions form a circle: lakeside/norm/x → lakeside/norm/y → lakeside/norm/x",
    ),
    (
        "a malformed list",
        norm("x", condition="[ law:allOf [ rdf:first ground:force_majeure ] ]"),
        "the list of allOf is malformed",
    ),
    (
        "a list that runs in a circle",
        "_:a rdf:first ground:force_majeure ; rdf:rest _:a . _:c law:allOf _:a ." + norm("x", condition="_:c"),
        "the list of allOf is malformed",
    ),
    (
        "a list that is none",
        norm("x", condition="[ law:anyOf ground:force_majeure ]"),
        "the list of anyOf is malformed",
    ),
    ("an empty conjunction", norm("x", condition="[ law:allOf () ]"), "an empty law:allOf would always hold"),
    (
        "a node that says two things",
        norm("x", condition="[ law:allOf ( ground:force_majeure ) ; law:not ground:force_majeure ]"),
        "exactly one of law:allOf, law:anyOf, law:not",
    ),
    (
        "two conditions side by side",
        norm("x", condition="ground:force_majeure , ground:objective_factor"),
        "condition has 2 values and does not say whether all or any",
    ),
    ("a text where a ground belongs", norm("x", condition='"不可抗力"'), "a text “不可抗力” stands in a condition"),
    ("an unknown kind", norm("x", kind="kind:exemtion"), "there is no kind exemtion. Did you mean: exemption?"),
    ("no kind", norm("x", kind=""), "the norm has no law:kind"),
    ("an unknown modality", norm("x", modality="modality:shall"), "there is no modality shall"),
    ("an unknown outcome", norm("x", outcome="outcome:exemt"), "there is no outcome exemt. Did you mean: exempt?"),
    ("two outcomes", norm("x", outcome="outcome:exempt , outcome:no_tolerance"), "outcome takes one value"),
    ("an unknown bearer", norm("x", bearer="role:handlr"), "there is no role or body handlr. Did you mean: handler?"),
    ("a norm without a unit", norm("x", provision=""), "law:provision is missing"),
    (
        "a norm of an unknown unit",
        norm("x", provision="lakeside:art_33"),
        "there is no unit lakeside/art_33. Did you mean: lakeside/art_3",
    ),
    ("a reading that is not there", norm("x", restsOn="norm:reading_9"), "there is no law:Reading lakeside/norm/reading_9"),
    (
        "overrides in a circle",
        "norm:o a law:Override ; law:prevailing norm:art_2__point_1 ; law:defeats norm:art_3 ; law:basis law:express .",
        "the overrides form a circle: ",
    ),
    (
        "an override without a side",
        "norm:o a law:Override ; law:prevailing norm:art_3 ; law:basis law:express .",
        "law:defeats is missing",
    ),
    (
        "an override without a basis",
        "norm:o a law:Override ; law:prevailing norm:art_3 ; law:defeats norm:art_2__point_1 .",
        "law:basis is missing or unknown",
    ),
    (
        "an override over a unit that gives no outcome",
        "norm:o a law:Override ; law:prevailing norm:art_3 ; law:defeats lakeside:art_4 ; law:basis law:express .",
        "no norm with an outcome stands at or under lakeside/art_4",
    ),
    (
        "an override across regulations",
        """
        id:r a law:Regulation ; law:slug "r" ; rdfs:label "乙"@zh .
        <https://w3id.org/kg-query/id/r/art_1> a law:Article ; law:regulation id:r .
        """
        + norm("x", provision="<https://w3id.org/kg-query/id/r/art_1>")
        + "norm:o a law:Override ; law:prevailing norm:x ; law:defeats norm:art_3 ; law:basis law:express .",
        "the override crosses regulations: lakeside、r",
    ),
    (
        "two regulations with one slug",
        'id:other a law:Regulation ; law:slug "lakeside" ; rdfs:label "乙"@zh .',
        "two regulations have the slug lakeside",
    ),
    *(
        (
            f"a regulation whose slug is {slug}, the name of a vocabulary",
            f'id:{slug} a law:Regulation ; law:slug "{slug}" ; rdfs:label "乙"@zh .',
            f"{slug} names a vocabulary and cannot be the slug of a regulation",
        )
        for slug in sorted(RESERVED)
    ),
    ("a regulation without a slug", 'id:r a law:Regulation ; rdfs:label "乙"@zh .', "has no law:slug"),
    ("a regulation without a title", 'id:r a law:Regulation ; law:slug "r" .', "the regulation has no title"),
    ("a regulation without units", 'id:r a law:Regulation ; law:slug "r" ; rdfs:label "乙"@zh .', "has no units"),
    (
        "a unit of an unknown kind",
        'lakeside:art_9 a law:Artikle ; law:regulation id:lakeside ; law:text "…"@zh .',
        "there is no kind of unit Artikle. Did you mean: article?",
    ),
    (
        "a unit of an unknown regulation",
        "lakeside:art_9 a law:Article ; law:regulation id:lakesid .",
        "there is no regulation lakesid. Did you mean: lakeside?",
    ),
    (
        "a unit that is part of nothing",
        "lakeside:art_9 a law:Article ; law:regulation id:lakeside ; eli:is_part_of lakeside:chp_1 .",
        "there is no unit lakeside/chp_1 for it to be part of",
    ),
    (
        "a misspelt property of a norm",
        norm("x", exceptoin="ground:objective_factor"),
        "scrap.ttl: lakeside/norm/x: there is no property law:exceptoin. Did you mean: exception",
    ),
    (
        "a misspelt property of an override",
        "norm:override_art_3 law:resson \"…\"@zh .",
        "scrap.ttl: lakeside/norm/override_art_3: there is no property law:resson",
    ),
    ("a day no calendar has", 'id:lakeside law:issued "2025-04-31" .', "law:issued: there is no date “2025-04-31”"),
    ("a month no calendar has", 'id:lakeside law:inForceFrom "2025-13" .', "there is no date “2025-13”"),
    ("a word for a date", 'id:lakeside law:inForceFrom "soon" .', "there is no date “soon”"),
    ("a unit of no regulation", "lakeside:art_9 a law:Article .", "lakeside/art_9: the unit has no law:regulation"),
    ("two texts in one language", 'lakeside:art_4 law:text "又一"@zh .', "text has two texts in one language (zh)"),
    ("a span that is none", 'lakeside:art_4 law:span "12" .', "the span “12” must read start-end"),
    (
        "a ground above itself",
        "ground:objective_factor skos:broader ground:force_majeure .",
        "the ground is broader than itself",
    ),
    (
        "an unknown ground above another",
        "ground:force_majeure skos:broader ground:objectiv_factor .",
        "there is no ground objectiv_factor. Did you mean: objective_factor?",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("scrap", "said"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_fault(compiled: Compiled, scrap: str, said: str) -> None:
    found = faults(lambda: compiled(scrap))
    assert any(said in line for line in found), found


def test_all_faults_are_told_at_once(compiled: Compiled) -> None:
    found = faults(
        lambda: compiled(
            norm("x", condition="ground:nonsense_one", kind="kind:none") + norm("y", outcome="outcome:zzz")
        )
    )
    assert len(found) == 3
    assert [line.split(": ")[1] for line in found].count("lakeside/norm/x") == 2


def test_a_syntax_error_names_file_and_line(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ttl", tmp_path / "bad.ttl"
    good.write_text("<urn:a> <urn:b> <urn:c> .", "utf-8")
    bad.write_text("<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> oops .\n", "utf-8")
    found = faults(lambda: compile_corpus([TurtleFile(good, "good.ttl"), TurtleFile(bad, "bad.ttl")]))
    assert len(found) == 1
    assert found[0].startswith("bad.ttl:2: Turtle syntax error: ")


def test_a_file_that_is_not_utf_8_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "gbk.ttl"
    path.write_bytes(b"# good\n" + "# 规定".encode("gbk"))
    assert faults(lambda: compile_corpus([TurtleFile(path, "gbk.ttl")]))[0].startswith(
        "gbk.ttl:2: not valid UTF-8"
    )


def test_nesting_without_end_is_a_fault_not_a_crash(compiled: Compiled) -> None:
    deep = "[ law:not " * 3000 + "ground:force_majeure" + " ]" * 3000
    assert any("nested deeper than" in s for s in faults(lambda: compiled(norm("x", condition=deep))))


def test_the_same_files_give_the_same_corpus() -> None:
    one, two = (compile_corpus(tiny_files()).to_json() for _ in range(2))
    assert one == two
