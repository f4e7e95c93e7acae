"""A regulation that means harm, as a folder for `kgq --data`: whatever a text can hold, wherever there is text.

Everything about it is lawful to the compiler; only its words are not kind to those who show them. Each piece of
script would set `window.__xss`, each formula would be one in a spreadsheet, each address is one that no browser
may follow.
"""

from __future__ import annotations

import json
from pathlib import Path

__all__ = ["BIDI", "FORMULAS", "GROUND", "LONG", "MARKUP", "SLUG", "written"]

SLUG = "hostile"
#: The ground that its rules rest on.
GROUND = "hostile_ground"
MARKUP = "<script>window.__xss=1</script>"
BREAKING = "\"'><img src=x onerror=window.__xss=2><svg/onload=window.__xss=3>"
CLOSING = "</bdi></td></table></script></textarea></title><script>window.__xss=4</script>"
TEMPLATE = "{{ 7*7 }}{% raw %}${7*7}<!-- -->]]>&lt;b&gt;"
BIDI = "账目\u202excod.exe\u2066\u200f\ufeff"
FORMULAS = ('=HYPERLINK("http://evil.example","x")', "+1+1", "-1+1", "@SUM(A1)", "=cmd|' /C calc'!A0")
LONG = "长" * 30_000 + "<b>" + "0123456789" * 1_000  # 100 kB, with words that cannot be broken

_PREFIXES = """
@prefix cited: <https://w3id.org/kg-query/id/law/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix ground: <https://w3id.org/kg-query/ground/> .
@prefix h: <https://w3id.org/kg-query/id/hostile/> .
@prefix id: <https://w3id.org/kg-query/id/> .
@prefix kind: <https://w3id.org/kg-query/id/kind/> .
@prefix law: <https://w3id.org/kg-query/ns#> .
@prefix modality: <https://w3id.org/kg-query/id/modality/> .
@prefix norm: <https://w3id.org/kg-query/id/hostile/norm/> .
@prefix note: <https://w3id.org/kg-query/id/hostile/drafting/> .
@prefix outcome: <https://w3id.org/kg-query/id/outcome/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


def _said(zh: str, en: str) -> str:
    """A text in both languages, as Turtle."""
    return f"{json.dumps(zh)}@zh , {json.dumps(en)}@en"


def _text() -> str:
    one, two, three = FORMULAS[:3]
    return f"""
id:hostile a law:Regulation ; law:slug "hostile" ;
    dcterms:title {_said(MARKUP + BREAKING, BREAKING + MARKUP)} ;
    law:shortName {_said(two + MARKUP, three + MARKUP)} ;
    law:documentNumber {json.dumps(one)} ;
    rdfs:seeAlso <javascript:window.__xss=5> , <data:text/html,x> , <vbscript:x> , <file:///etc/passwd> ;
    law:cites cited:hostile .
cited:hostile a law:CitedLaw ; dcterms:title {_said(CLOSING, CLOSING)} ; law:jurisdiction law:national .

h:art_1 a law:Article ; law:regulation id:hostile ; law:number {json.dumps(one)} ;
    law:text {_said(one + CLOSING, two + CLOSING)} .
h:art_2 a law:Article ; law:regulation id:hostile ; law:number {json.dumps(BREAKING)} ;
    law:text {_said(MARKUP + BIDI, BIDI + TEMPLATE)} .
h:art_3 a law:Article ; law:regulation id:hostile ; law:number "第三条" ;
    law:text {_said(LONG, "a long text")} .
"""


def _norms() -> str:
    return f"""
ground:{GROUND} a skos:Concept ; skos:inScheme <https://w3id.org/kg-query/ground/> ;
    skos:prefLabel {_said(MARKUP + BIDI, FORMULAS[0] + MARKUP)} ;
    skos:definition {_said(CLOSING, TEMPLATE + BREAKING)} ;
    skos:altLabel {_said(FORMULAS[3], FORMULAS[4])} ;
    rdfs:seeAlso <javascript:window.__xss=6> .
ground:hostile_long a skos:Concept ; skos:inScheme <https://w3id.org/kg-query/ground/> ;
    skos:prefLabel {_said("词" * 3_000, "w" * 3_000)} .

h:art_1 law:notModelled {_said(CLOSING, BREAKING)} .
norm:art_2 a law:Norm ; law:provision h:art_2 ; law:kind kind:exemption ; law:modality modality:must_not ;
    law:outcome outcome:exempt ; law:condition [ law:anyOf ( ground:{GROUND} ground:hostile_long ) ] ;
    law:exception ground:intentional_violation ; law:restsOn norm:reading_art_2 ;
    law:summary {_said(FORMULAS[0] + MARKUP, FORMULAS[1] + CLOSING)} .
norm:art_3 a law:Norm ; law:provision h:art_3 ; law:kind kind:bar ; law:modality modality:must_not ;
    law:outcome outcome:no_tolerance ; law:condition ground:hostile_long ;
    law:summary {_said(BIDI, TEMPLATE)} .
norm:override a law:Override ; law:prevailing norm:art_3 ; law:defeats h:art_2 ; law:basis law:express ;
    law:reason {_said(MARKUP, CLOSING)} .
norm:reading_art_2 a law:Reading ; law:provision h:art_2 ; rdfs:label {_said(MARKUP, FORMULAS[2])} ;
    law:primaryReading {_said(BREAKING, BREAKING)} ; law:alternativeReading {_said(TEMPLATE, CLOSING)} ;
    law:reason {_said(BIDI, MARKUP)} .
"""


def _drafting() -> str:
    return f"""
note:one a law:DraftingDefect ; law:regulation id:hostile ; law:defectKind law:unworkable ;
    law:passage note:one_1 ; law:reason {_said(FORMULAS[0] + MARKUP, FORMULAS[3] + BREAKING)} .
note:one_1 a law:Passage ; law:provision h:art_2 ; law:verbatim {json.dumps(MARKUP)} .
"""


def written(folder: Path) -> Path:
    """Writes the regulation into a folder, which is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in (("text", _text()), ("norms", _norms()), ("drafting", _drafting())):
        (folder / f"{name}.ttl").write_text(_PREFIXES + content, encoding="utf-8")
    return folder
