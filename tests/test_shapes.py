"""Each property shape has a graph that passes and one that fails, and fails it for that reason."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from rdflib import RDF, SKOS, Graph, Namespace, URIRef
from specimen import broken, specimen_graph

from kg_query import KnowledgeGraph, terms
from kg_query.errors import InputError, UsageError
from kg_query.files import root
from kg_query.validate import validate
from kg_query.validate.shacl import SHAPE, load, run_shapes

SH = Namespace(terms.SH)

Change = tuple[str, str]

#: property shape → what is changed in the specimen to break it, and nothing but it
CORPUS: dict[str, list[Change]] = {
    "Ontology-title": [('"样本"@zh , "Specimen"@en', '"Specimen"@en')],
    "Ontology-description": [('"各类节点各一"@zh , ', "")],
    "Ontology-license": [("    dcterms:license <https://spdx.org/licenses/MIT> ;\n", "")],
    "Ontology-version": [(" ;\n    owl:versionIRI <https://w3id.org/kg-query/0.1.0/specimen>", "")],
    "Term-label": [('"标本"@zh , "museum piece"@en', '"museum piece"@en , "museum piece"@fr')],
    "Term-definition": [('"供测试使用的一类"@zh , ', "")],
    "Term-home": [("rdfs:isDefinedBy x:module", "rdfs:isDefinedBy x:group")],
    "Ground-label": [('"窄"@zh , "narrow"@en', '"窄"@zh , "狭"@zh')],
    "Ground-definition": [('"较一般的一项事实"@zh , ', "")],
    "Ground-scheme": [(" ;\n    skos:inScheme x:scheme .\n\nground", " .\n\nground")],
    "Ground-group": [("    law:group x:group ;\n", "")],
    "Ground-broader": [("skos:broader ground:specimen_wide", "skos:broader x:group")],
    "Ground-closeMatch": [("skos:closeMatch ground:specimen_wide", "skos:closeMatch x:role")],
    "Exclusion-grounds": [("law:excludes ground:specimen_wide , ground:specimen_other", "law:excludes ground:specimen_wide")],
    "Exclusion-reason": [('"词义相反"@zh , ', "")],
    "Outcome-precedence": [("law:precedence 99 ", 'law:precedence "first" ')],
    "Outcome-group": [("law:outcomeGroup law:bar", "law:outcomeGroup law:printed")],
    "Outcome-effect": [("law:effect x:effect", "law:effect law:bar")],
    "Outcome-strictness": [("law:strictness 5 ", "law:strictness -1 ")],
    "Role-ground": [("law:roleGround ground:specimen_narrow", "law:roleGround x:role")],
    "CaseRole-position": [("law:matterRole x:role", "law:matterRole x:group")],
    "Regulation-label": [('"样本办法"@zh , ', '"样本办法"@zh , "样本"@zh , ')],
    "Regulation-slug": [('law:slug "specimen"', 'law:slug "The Specimen"')],
    "Regulation-listOrder": [("law:listOrder 99 ", "law:listOrder 99 , 98 ")],
    "Regulation-assessmentOrder": [("law:assessmentOrder 98", "law:assessmentOrder 98 , 97")],
    "Regulation-source": [('"specimen.txt" ;\n    law:issued', '"specimen.txt" , "b.txt" ;\n    law:issued')],
    "Regulation-issued": [('law:issued "2024-01-01"^^xsd:date', 'law:issued "1 January 2024"')],
    "Regulation-inForceFrom": [('law:inForceFrom "2024-01-02"^^xsd:date', "law:inForceFrom 2024")],
    "Regulation-entryIntoForceClause": [
        ("law:entryIntoForceClause x:art_1", "law:entryIntoForceClause x:norm")
    ],
    "Regulation-scope": [("law:scopeGround ground:specimen_narrow", "law:scopeGround x:role")],
    "Regulation-absent": [("law:absent x:absence", 'law:absent "no number"')],
    "Provision-regulation": [("x:annex_1 a law:Annex ;\n    law:regulation id:specimen", "x:annex_1 a law:Annex")],
    "Provision-parent": [("id:specimen ;\n    law:position 2", "id:specimen , x:art_1 ;\n    law:position 2")],
    "Provision-position": [("law:position 1 ", "law:position 0 ")],
    "Provision-number": [('law:number "第一条"', 'law:number "第一条" , "第二条"')],
    "Provision-text": [('"Where this is so, nothing is pursued."@en', '"Si c’est ainsi, rien."@fr')],
    "Provision-rawText": [('law:rawText "有前情的，不予追究。"', 'law:rawText "有前情的" , "不予追究。"')],
    "Provision-span": [('law:span "3-8 9-13"', 'law:span "3 to 13"')],
    "Provision-numberSpan": [('law:numberSpan "0-3"', 'law:numberSpan "0"')],
    "Provision-emendation": [("law:emendation x:emendation", "law:emendation x:noise")],
    "Provision-cites": [("law:cites x:cited", "law:cites x:art_1")],
    "Line-points": [("law:points 100.0 ", "law:points 0.0 ")],
    "Line-basis": [(" ;\n    law:pointsBasis law:printed", "")],
    "Criterion-notation": [('skos:notation "P-XX-1-1"', 'skos:notation "1"')],
    "Emendation-from": [('    law:from "各" ;\n', "")],
    "Emendation-to": [('law:to "备"', 'law:to "备" , "齐"')],
    "Emendation-at": [('law:at "4-5"', 'law:at "four"')],
    "Emendation-reason": [('"形近误识"@zh , ', "")],
    "Emendation-certainty": [("law:certainty law:certain", "law:certainty law:printed")],
    "Normalisation-from": [('    law:from "(" ;\n', "")],
    "Normalisation-to": [('    law:to "（" ;\n', "")],
    "Normalisation-count": [("law:count 1", 'law:count "once"')],
    "Normalisation-reason": [('"半角改全角"@zh , ', "")],
    "Noise-span": [('    law:span "8-9" ;\n', "")],
    "Noise-reason": [('"空行"@zh , ', "")],
    "Noise-source": [('x:noise a law:Noise ;\n    law:sourceFile "specimen.txt"', "x:noise a law:Noise")],
    "Citation-citing": [("law:citing x:art_1 ;\n    law:cited", "law:cited")],
    "Citation-cited": [("law:cited x:cited", "law:cited x:art_1")],
    "Citation-words": [('"依照某法"@zh , ', "")],
    "Citation-kind": [("law:referenceKind law:named", "law:referenceKind law:printed")],
    "InternalReference-citing": [("x:reference a law:InternalReference ;\n    law:citing x:art_1", "x:reference a law:InternalReference ;\n    law:citing x:norm")],
    "InternalReference-words": [('"前条"@zh , ', "")],
    "CitedLaw-title": [('dcterms:title "某法"@zh , ', "dcterms:title ")],
    "CitedLaw-jurisdiction": [("law:jurisdiction law:national", "law:jurisdiction law:printed")],
    "Norm-provision": [("law:provision x:line ", "law:provision id:specimen ")],
    "Norm-kind": [("law:kind kind:exemption", "law:kind kind:exemption , kind:scoring")],
    "Norm-modality": [("    law:modality modality:must ;\n", "")],
    "Norm-bearer": [("law:bearer x:role", "law:bearer x:group")],
    "Norm-beneficiary": [("law:beneficiary x:role", "law:beneficiary x:group")],
    "Norm-recipient": [("law:recipient x:role", "law:recipient x:group")],
    "Norm-outcome": [("law:outcome x:outcome", "law:outcome x:outcome , x:later_outcome")],
    "Norm-follows": [("law:followsOutcome x:outcome", "law:followsOutcome x:norm")],
    "Norm-presupposes": [("law:presupposes ground:specimen_wide", "law:presupposes ground:specimen_wide , ground:specimen_narrow")],
    "Norm-condition": [("law:condition x:tree", "law:condition x:tree , ground:specimen_wide")],
    "Norm-exception": [("law:exception ground:specimen_wide", "law:exception ground:specimen_wide , ground:specimen_narrow")],
    "Norm-reading": [("law:restsOn x:reading", "law:restsOn x:norm")],
    "Norm-deadline": [("law:deadline x:deadline", 'law:deadline "7 days"')],
    "Norm-summary": [('"样本规范"@zh , ', "")],
    "Override-prevailing": [("    law:prevailing x:norm ;\n", "")],
    "Override-defeats": [("    law:defeats x:later_norm ;\n", "")],
    "Override-basis": [("law:basis law:express", "law:basis law:printed")],
    "Override-reason": [('law:reason "明文"@zh , ', "law:reason ")],
    "Reading-provision": [("x:reading a law:Reading ;\n    law:provision x:art_1", "x:reading a law:Reading")],
    "Reading-label": [('rdfs:label "逗号"@zh , ', "rdfs:label ")],
    "Reading-primary": [('"并列"@zh , ', "")],
    "Reading-alternative": [('    law:alternativeReading "择一"@zh , "either"@en ;\n', "")],
    "Reading-reason": [('"通常用法"@zh , ', "")],
    "Reading-alternativeFor": [("law:alternativeFor x:norm", "law:alternativeFor x:art_1")],
    "Deadline-provision": [("x:deadline a law:Deadline ;\n    law:provision x:art_1", "x:deadline a law:Deadline")],
    "Deadline-trigger": [('    law:trigger "作出决定"@zh , "the decision"@en ;\n', "")],
    "Deadline-quantity": [("law:quantity 7", "law:quantity 0")],
    "Deadline-dayKind": [("law:dayKind law:unspecifiedDays", "law:dayKind law:printed")],
    "Deadline-unit": [("law:unit time:unitDay", "law:unit law:printed")],
    "Deadline-comparison": [("law:comparison law:atMost", "law:comparison law:printed")],
    "Deadline-triggerGround": [("law:triggerGround ground:specimen_narrow", "law:triggerGround x:role")],
    "Frequency-provision": [("x:frequency a law:Frequency ;\n    law:provision x:art_1", "x:frequency a law:Frequency")],
    "Frequency-period": [('law:period "P1Y"^^xsd:duration', 'law:period "yearly"')],
    "Frequency-minimum": [('duration ;\n    law:minimum 2', "duration ;\n    law:minimum 0")],
    "Threshold-provision": [("x:threshold a law:Threshold ;\n    law:provision x:art_1", "x:threshold a law:Threshold")],
    "Threshold-counts": [('"人数"@zh , ', "")],
    "Threshold-number": [('"persons"@en ;\n    law:minimum 2', '"persons"@en')],
    "StatutoryFact-notation": [('skos:notation "X01"', 'skos:notation "X1"')],
    "StatutoryFact-law": [('"X01" ;\n    law:cited x:cited', '"X01" ;\n    law:cited x:art_1')],
    "StatutoryFact-article": [('    law:citedArticle "1" ;\n', "")],
    "StatutoryFact-requirement": [('"应当作出说明。"@zh , ', "")],
    "StatutoryFact-triggerText": [('law:triggerText "作出决定"@zh , ', "law:triggerText ")],
    "StatutoryFact-verification": [("law:verification law:readInOneText", "law:verification law:certain")],
    "StatutoryFact-deadline": [("law:deadline x:fact_deadline", "law:deadline x:fact_threshold")],
    "StatutoryFact-threshold": [("law:threshold x:fact_threshold", "law:threshold x:fact_deadline")],
    "StatutoryFact-consequenceCode": [("law:consequenceCode <https://w3id.org/kg-query/id/consequence/C2>", "law:consequenceCode law:printed")],
    "StatutoryFact-caution": [('"the article was not looked up"@en', '"article à vérifier"@fr')],
    "StatutoryFact-notChecked": [('"no file shows it"@en', '"aucun dossier"@fr')],
    "StatutoryFact-supports": [("law:supports x:art_1", "law:supports x:norm")],
    "Parameter-notation": [('skos:notation "specimen-sum"', 'skos:notation "Specimen sum"')],
    "Parameter-label": [('"样本数额"@zh , ', "")],
    "Parameter-definition": [('"各地自定的数额"@zh , ', "")],
    "Parameter-default": [("law:defaultValue 500", "law:defaultValue -1")],
    "Parameter-provision": [("x:fact ;\n    law:defaultValue", "x:art_1 ;\n    law:defaultValue")],
    "Parameter-caution": [('"取自他处"@zh , ', "")],
    "Acknowledgement-check": [('    law:check "text-lost" ;\n', "")],
    "Acknowledgement-acknowledges": [("    law:acknowledges x:line ;\n", "")],
    "Acknowledgement-reason": [('"原文如此"@zh , ', "")],
}  # fmt: skip


def property_shapes(file: str) -> set[str]:
    shapes = load(f"shapes/{file}.ttl")
    return {str(s).removeprefix(SHAPE) for s in shapes.subjects(RDF.type, SH.PropertyShape)}


def test_the_specimen_conforms_and_every_shape_meets_a_node_of_it() -> None:
    report = run_shapes(specimen_graph(), "corpus")
    assert report.breaches == ()
    assert report.not_checked == ()


def test_no_property_shape_is_without_a_graph_that_fails_it() -> None:
    assert property_shapes("corpus") == set(CORPUS)
    assert property_shapes("matter") == set(MATTER)


@pytest.mark.parametrize("shape", CORPUS)
def test_a_property_shape_of_the_corpus_fails_what_it_is_for(shape: str) -> None:
    report = run_shapes(specimen_graph(broken(*CORPUS[shape])), "corpus")
    assert {b.shape for b in report.breaches} == {shape}


def test_the_report_is_that_of_the_shapes_as_they_are_written() -> None:
    from pyshacl import validate as shacl

    every = broken(*(CORPUS["Norm-modality"] + CORPUS["Ground-group"] + CORPUS["Term-home"]))
    graph, shapes = specimen_graph(every), load("shapes/corpus.ttl")
    for property in (SKOS.prefLabel, SKOS.definition):
        graph.remove((None, property, None))
    _, written, _ = shacl(graph, shacl_graph=shapes, allow_warnings=True, allow_infos=True)
    ran = run_shapes(graph, "corpus")
    told = sorted((b.shape, b.iri, b.severity) for b in ran.breaches)
    assert told == sorted(
        (
            str(written.value(one, SH.sourceShape)).removeprefix(SHAPE),
            str(written.value(one, SH.focusNode)),
            terms.code(str(written.value(one, SH.resultSeverity))).lower(),
        )
        for one in written.subjects(RDF.type, SH.ValidationResult)
    )
    assert len({shape for shape, _, _ in told}) >= 5


@pytest.mark.parametrize("file", ["corpus", "matter"])
def test_shapes_are_themselves_valid_shacl_and_speak_both_languages(file: str) -> None:
    from pyshacl import validate as shacl

    shapes = load(f"shapes/{file}.ttl")
    assert shacl(Graph(), shacl_graph=shapes, meta_shacl=True)[0]
    for shape in shapes.subjects(RDF.type, SH.PropertyShape):
        assert {m.language for m in shapes.objects(shape, SH.message)} == {"zh", "en"}, shape


# --- matters --------------------------------------------------------------------------------

PREFIXES = "".join(f"@prefix {p}: <{i}> .\n" for p, i in terms.PREFIXES.items())

GOOD = """
<m1> a law:Matter ; dcterms:identifier "m1" ; law:role role:handler ; law:organisation "nanmu" ;
    dcterms:date "2024-11-02"^^xsd:date ; law:established ground:force_majeure ;
    law:refuted ground:subjective_fault ; law:unknown ground:adverse_effect ; law:finding <m1/f> .
<m1/f> a law:Finding ; law:ground ground:force_majeure ; law:state state:established ;
    law:evidence "record 3" ; dcterms:source "file 7" ; dcterms:date "2024-11-03"^^xsd:date ;
    skos:note "seen" .
"""

MATTER: dict[str, Change] = {
    "Matter-type": ("<m1> a law:Matter ;", "<m1> a law:Matter , law:Ground ;"),
    "Matter-anything": (GOOD, "<m1> a law:Matter ."),
    "Matter-established": ("law:established ground:force_majeure", "law:established ground:no_such"),
    "Matter-refuted": ("law:refuted ground:subjective_fault", 'law:refuted "subjective_fault"'),
    "Matter-unknown": ("law:unknown ground:adverse_effect", "law:unknown role:handler"),
    "Matter-contradiction": ("law:refuted ground:subjective_fault", "law:refuted ground:force_majeure"),
    "Matter-finding": ("law:finding <m1/f>", 'law:finding <m1/f> , "seen"'),
    "Matter-role": ("law:role role:handler", "law:role role:manager"),
    "Matter-date": ('dcterms:date "2024-11-02"^^xsd:date', 'dcterms:date "last week"'),
    "Matter-organisation": ('law:organisation "nanmu"', "law:organisation <https://example.org/nanmu>"),
    "Matter-identifier": ('dcterms:identifier "m1"', 'dcterms:identifier "m1" , "m2"'),
    "Finding-type": ("<m1/f> a law:Finding", "<m1/f> a law:Finding , law:Role"),
    "Finding-ground": ("law:ground ground:force_majeure", "law:ground ground:no_such"),
    "Finding-state": ("law:state state:established", "law:state state:disputed"),
    "Finding-evidence": ('law:evidence "record 3"', "law:evidence <https://example.org/3>"),
    "Finding-date": ('dcterms:date "2024-11-03"^^xsd:date', 'dcterms:date "2024-11"'),
    "Finding-note": ('skos:note "seen"', "skos:note <https://example.org/n>"),
}  # fmt: skip


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture
def file(tmp_path: Path):
    def write(turtle: str, name: str = "matter.ttl") -> Path:
        path = tmp_path / name
        path.write_text(PREFIXES + turtle if name.endswith(".ttl") else turtle, encoding="utf-8")
        return path

    return write


def test_a_complete_matter_conforms(kg: KnowledgeGraph, file) -> None:
    report = validate(kg, [file(GOOD)])
    assert report.breaches == ()
    assert report.conforms
    assert {use.shape: use.nodes for use in report.checked} == {"Matter": 1, "Finding": 1}


@pytest.mark.parametrize("shape", MATTER)
def test_a_property_shape_of_a_matter_fails_what_it_is_for(kg: KnowledgeGraph, file, shape: str) -> None:
    old, new = MATTER[shape]
    report = validate(kg, [file(GOOD.replace(old, new, 1))])
    found = {b.shape for b in report.breaches}
    assert shape in found
    also = {"Finding-ground", "Finding-state"} if shape == "Matter-finding" else set()
    assert found <= {shape, "Matter", "Finding"} | also, "the shape, or that its node is closed"


def test_a_contradiction_is_a_warning_and_the_matter_still_conforms(kg: KnowledgeGraph, file) -> None:
    report = validate(kg, [file(GOOD.replace(*MATTER["Matter-contradiction"], 1))])
    assert [b.severity for b in report.breaches] == ["warning"]
    assert report.conforms


def test_a_misspelt_property_does_not_pass_in_silence(kg: KnowledgeGraph, file) -> None:
    report = validate(kg, [file(GOOD.replace("law:unknown", "law:unknwon"))])
    assert [(b.shape, b.path) for b in report.breaches] == [("Matter", "unknwon")]
    assert "未知的属性" in report.breaches[0].message.zh


def test_a_file_cannot_add_words_to_the_vocabulary(kg: KnowledgeGraph, file) -> None:
    turtle = GOOD.replace("ground:force_majeure", "ground:my_own") + "ground:my_own a law:Ground ."
    found = {b.shape for b in validate(kg, [file(turtle)]).breaches}
    assert found == {"OnlyMatters", "Matter-established", "Finding-ground"}


def test_a_file_cannot_bring_its_own_shapes(kg: KnowledgeGraph, file) -> None:
    shape = "shape:Matter sh:deactivated true ."
    turtle = f"@prefix shape: <{SHAPE}> .\n{shape}\n<m1> a law:Matter ."
    report = validate(kg, [file(turtle)])
    assert {b.shape for b in report.breaches} == {"OnlyMatters", "Matter-anything"}


def test_shapes_that_met_no_node_are_reported_as_not_checked(kg: KnowledgeGraph, file) -> None:
    report = validate(kg, [file("<m1> a law:Matter ; law:established ground:force_majeure .")])
    assert report.conforms
    assert report.not_checked == ("Finding",)
    assert "未检查" in report.to_text("zh") and "not checked" in report.to_text("en")


def test_the_report_is_plain_json_in_both_languages(kg: KnowledgeGraph, file) -> None:
    report = validate(kg, [file(GOOD.replace(*MATTER["Matter-role"], 1))])
    told = json.loads(json.dumps(report.to_json(), ensure_ascii=False))
    assert told["conforms"] is False
    (result,) = told["results"]
    assert result["focus"] == "matter/m1" and result["path"] == "role" and result["value"] == "manager"
    assert result["message"]["zh"] and result["message"]["en"]
    assert result["file"].endswith("matter.ttl")
    assert "sh:ValidationReport" in report.to_turtle()


def test_other_formats_are_read_first_and_their_words_checked_while_reading(kg: KnowledgeGraph, file) -> None:
    good = file('{"id": "m1", "established": ["force_majeure"]}', "m.json")
    assert validate(kg, [good]).conforms
    bad = file('{"id": "m1", "established": ["force_majure"]}', "bad.json")
    with pytest.raises(InputError, match="force_majeure"):
        validate(kg, [bad])


@pytest.mark.parametrize("turtle", ["", "<m1> a law:Matter"], ids=["empty", "broken off"])
def test_a_file_that_cannot_be_read_is_an_input_error(
    kg: KnowledgeGraph, tmp_path: Path, turtle: str
) -> None:
    path = tmp_path / "m.ttl"
    path.write_text(turtle, encoding="utf-8")
    with pytest.raises(InputError):
        validate(kg, [path])


def test_unknown_shapes_and_missing_files_are_usage_errors(kg: KnowledgeGraph) -> None:
    with pytest.raises(UsageError, match="matter"):
        validate(kg, ["x.ttl"], shapes="mater")
    with pytest.raises(UsageError):
        validate(kg, [])


def test_what_is_validated_is_what_was_asserted(kg: KnowledgeGraph) -> None:
    """A property with a range must not turn whatever it points at into a ground."""
    graph = Graph().parse(data=PREFIXES + "<http://e/m> a law:Matter ; law:established <http://e/x> .")
    before = len(graph)
    report = validate(kg, graph)
    assert [b.shape for b in report.breaches] == ["Matter-established"]
    assert len(graph) == before, "the user's graph stays as it was"


def test_the_whole_graph_conforms(kg: KnowledgeGraph) -> None:
    report = validate(kg, shapes="corpus")
    assert report.conforms, report.to_text("en")
    nodes = {use.shape: use.nodes for use in report.checked}
    assert nodes["Ground"] >= 317 and nodes["Regulation"] == 8
    assert set(report.not_checked) <= {"Acknowledgement"}


def test_a_folder_of_ones_own_is_checked_against_the_shapes_of_the_corpus(
    kg: KnowledgeGraph, tmp_path: Path
) -> None:
    path = tmp_path / "norms.ttl"
    path.write_text(broken(("    law:kind kind:exemption ;\n", "")), encoding="utf-8")
    report = validate(kg, [path], shapes="corpus")
    assert [b.shape for b in report.breaches if b.file] == ["Norm-kind"]


def test_the_shapes_file_names_no_undeclared_property() -> None:
    words = SimpleNamespace(
        declared={
            URIRef(str(s))
            for s in load(
                *(p.relative_to(root()).as_posix() for p in (root() / "ontology").rglob("*.ttl"))
            ).subjects(RDF.type)
        }
    )
    for file in ("corpus", "matter"):
        for path in load(f"shapes/{file}.ttl").objects(None, SH.path):
            if isinstance(path, URIRef) and str(path).startswith(terms.LAW):
                assert path in words.declared, path
