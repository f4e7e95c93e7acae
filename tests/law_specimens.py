"""For each check on the drafting of rules: a small text that it finds, and one that it leaves alone.

A text is an invented regulation, `id:s`, of a few units. The two texts of a check differ in little more
than the defect.
"""

from __future__ import annotations

from dataclasses import dataclass

PREFIXES = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix id: <https://w3id.org/kg-query/id/> .
@prefix kind: <https://w3id.org/kg-query/id/kind/> .
@prefix law: <https://w3id.org/kg-query/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix s: <https://w3id.org/kg-query/id/s/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <http://www.w3.org/2006/time#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the invented regulation: its id, its Chinese words, and what else is said of it."""

    eid: str
    words: str
    kind: str = "Article"
    part_of: str = "id:s"
    more: str = ""


def text(*units: Unit, head: str = "", more: str = "") -> str:
    """The invented regulation as Turtle: its own statements, its units in order, and further nodes."""
    said = [PREFIXES, f'id:s a law:Regulation ; law:slug "s" {"; " + head if head else ""} .']
    for place, unit in enumerate(units, 1):
        said.append(
            f"s:{unit.eid} a law:{unit.kind} ; law:regulation id:s ; eli:is_part_of {unit.part_of} ; "
            f'law:position {place} ; law:text "{unit.words}"@zh , "words"@en '
            f"{'; ' + unit.more if unit.more else ''} ."
        )
    return "\n".join([*said, more])


@dataclass(frozen=True, slots=True)
class Case:
    """A text with the defect, one without, and the entity under which the defect is entered."""

    bad: str
    good: str
    entity: str


def article(words: str, **more: str) -> Unit:
    """The first article."""
    return Unit("art_1", words, **more)  # type: ignore[arg-type]


def points(chapeau: str, *each: str, numbers: tuple[str, ...] = ()) -> tuple[Unit, ...]:
    """An article that introduces points, and its points."""
    return (
        article(chapeau),
        *(
            Unit(
                f"art_1__point_{n}",
                words,
                "Point",
                "s:art_1",
                f'law:number "{numbers[n - 1]}"' if numbers else "",
            )
            for n, words in enumerate(each, 1)
        ),
    )


WHOLE = (
    'dcterms:title "办法"@zh , "Measures"@en ; law:issuer "某局"@zh , "a bureau"@en ; '
    'law:documentNumber "某发〔2024〕1号" ; law:issued "2024-01-01"^^xsd:date'
)


def reference(quoted: str, kind: str = "", to: str = "") -> str:
    """A reference out of the first article: to a law, or to a unit of the same text."""
    what = "law:InternalReference" if to else "law:Citation"
    more = (f" ; law:referenceKind law:{kind}" if kind else "") + (f" ; law:refersTo {to}" if to else "")
    return f's:reference a {what} ; law:citing s:art_1 ; law:quotedText "{quoted}"@zh , "words"@en{more} .'


def cites(quoted: str, law: str) -> str:
    """A citation of an invented law, with what is said of that law."""
    return (
        reference(quoted, "named")
        + ' s:reference law:cited s:cited . s:cited a law:CitedLaw ; dcterms:title "某法"@zh , "Some Law"@en '
        + law
        + " ."
    )


def band(n: int, bounds: str, grade: str = "") -> str:
    """What a grade band says: its grade and the bounds of the score."""
    return (
        f's:norm_{n} a law:Norm ; law:provision s:band_{n} ; law:grade "{grade or n}" ; law:threshold s:bounds_{n} . '
        f"s:bounds_{n} a law:Threshold ; {bounds} ."
    )


BANDS = (
    Unit("scale", "等次：", "Rule"),
    Unit("band_1", "六十分以上为合格。", "GradeBand", "s:scale"),
    Unit("band_2", "其余为不合格。", "GradeBand", "s:scale"),
)


def defect(kind: str) -> str:
    """A defect of drafting, of one kind, that concerns the first two articles."""
    return (
        f"s:note a law:DraftingDefect ; law:regulation id:s ; law:defectKind law:{kind} ; "
        'law:passage s:one , s:two ; law:reason "理由"@zh , "reason"@en . '
        's:one a law:Passage ; law:provision s:art_1 ; law:verbatim "甲" . '
        's:two a law:Passage ; law:provision s:art_2 ; law:verbatim "乙" .'
    )


def comparison(relation: str) -> str:
    """A comparison of the first article with an invented fact."""
    return (
        's:note a law:NationalComparison ; law:regulation id:s ; law:provision s:art_1 ; law:verbatim "甲" ; '
        f"law:fact s:fact ; law:nationalRelation law:{relation} ; "
        'law:localValue "三日"@zh , "three days"@en ; law:nationalValue "五日"@zh , "five days"@en . '
        's:fact a law:StatutoryFact ; skos:notation "X1" .'
    )


TWO = (article("甲应当作为。"), Unit("art_2", "乙不得作为。"))


def period(quantity: int, days: str) -> str:
    """A local period of seven unspecified days, and a national one that supports it."""
    return (
        "s:norm a law:Norm ; law:provision s:art_1 ; law:kind kind:procedure ; law:deadline s:period . "
        f"s:period a law:Deadline ; law:quantity 7 ; law:unit time:unitDay ; law:dayKind law:{days} . "
        's:fact a law:StatutoryFact ; skos:notation "X1" ; law:supports s:art_1 ; law:deadline s:national . '
        f"s:national a law:Deadline ; law:quantity {quantity} ; law:unit time:unitDay ; "
        "law:dayKind law:workingDays ."
    )


def word(name: str, said: str, pattern: str, more: str, kind: str = "Term") -> str:
    """A term of the vocabulary of terms."""
    return (
        f's:{name} a law:{kind} ; law:word "{said}"@zh , "{name}"@en ; law:pattern "{pattern}" '
        f"{'; ' + more if more else ''} ."
    )


SENSES = (
    's:sense a law:TermSense ; skos:prefLabel "人"@zh , "person"@en . '
    's:other a law:TermSense ; skos:prefLabel "物"@zh , "thing"@en . '
)
PARTY = SENSES + word("party", "当事人", "当事人", "law:denotes s:sense")
COUNTERPART = word("counterpart", "相对人", "(^|[^甲])相对人", "law:denotes s:sense")


def use(name: str, sense: str, unit: str) -> str:
    """What the word for the party means in one unit."""
    return (
        f"s:{name} a law:TermUse ; law:regulation id:s ; law:term s:party ; law:denotes s:{sense} ; "
        f"law:provision s:{unit} . "
    )


def reading(more: str) -> str:
    """A reading of the first article."""
    return (
        's:reading a law:Reading ; law:provision s:art_1 ; law:primaryReading "并列"@zh , "both"@en ; '
        f'law:alternativeReading "择一"@zh , "either"@en {more} .'
    )


NOTICE = (
    Unit("notice", "现将《甲办法（试行）》印发给你们。", "Preface", "id:s"),
    Unit("title", "甲办法", "Title"),
)
SENT = "s:sent a law:InternalReference ; law:citing s:notice ; law:refersTo id:s ."
ANNEX = (
    Unit("item", "《评分标准》", "Point"),
    Unit("annex_1", "评分标准", "Annex"),
    Unit("annex_2", "评分表", "Annex"),
)


def lists(annex: str) -> str:
    """The item of the list of annexes, pointing to one of them."""
    return f"s:listed a law:InternalReference ; law:citing s:item ; law:refersTo s:{annex} ."


def together(words: str) -> str:
    """A second regulation under the same number, with its clause on entry into force."""
    return (
        'id:t a law:Regulation ; law:slug "t" ; law:listOrder 2 ; law:documentNumber "1号" ; '
        "law:entryIntoForceClause <https://w3id.org/kg-query/id/t/art_9> . "
        "<https://w3id.org/kg-query/id/t/art_9> a law:Article ; law:regulation id:t ; law:position 1 ; "
        f'law:text "{words}"@zh , "words"@en .'
    )


NUMBERED = 'law:number "第一条"', 'law:number "第三条"', 'law:number "第二条"', 'law:number "第一条"'
FORCE = "law:entryIntoForceClause s:art_1"
FIRST = 'law:documentNumber "1号" ; law:listOrder 1 ; law:entryIntoForceClause s:art_1'
SCOPE = "s:scope a law:Norm ; law:kind kind:scope ; law:provision s:art_1 ."
ACTS = "s:norm a law:Norm ; law:kind kind:procedure ; law:provision s:art_1 ."
GAP = band(1, "law:minimum 60.0") + band(2, "law:maximum 59.0")
GAPLESS = band(1, "law:minimum 60.0") + band(2, "law:lessThan 60.0")
SAME = band(1, "law:minimum 60.0", "合格") + band(2, "law:minimum 61.0", "合格")
ALIKE = band(1, "law:minimum 60.0", "合格") + band(2, "law:minimum 60.0", "合格")
FORMER = 'law:nowSaid "行政行为"@zh , "act"@en ; law:fact s:fact'
FACT = ' s:fact skos:notation "X1" .'

KINDS = {
    "annex-and-body-disagree": "annexAgainstBody",
    "clauses-disagree": "clausesDisagree",
    "deciders-unclear": "powersUnclear",
    "garbled-sentence": "garbledSentence",
    "scope-leaves-out": "scopeGap",
    "term-undefined": "undefinedTerm",
    "unworkable": "unworkable",
    "word-wrong-or-missing": "wordFault",
}
RELATIONS = {
    "contrary-to-national-law": "contrary",
    "less-definite-than-national-law": "lessDefinite",
    "looser-than-national-law": "looser",
    "stricter-than-national-law": "stricter",
}

#: check → a text that has the defect, one that has not, and where it is found
CASES: dict[str, Case] = {
    "abbreviation-unexplained": Case(
        text(article("实行“三管齐下”。")),
        text(article("实行“三管齐下”。"), Unit("art_2", "本办法所称三管齐下，是指同时采取三种办法。")),
        "s/art_1",
    ),
    "annex-title-varies": Case(text(*ANNEX, more=lists("annex_2")), text(*ANNEX, more=lists("annex_1")), "s/annex_2"),
    "circular-definition": Case(
        text(article("本办法所称执法活动，是指检查和其他执法活动。")),
        text(article("本办法所称执法活动，是指检查和处罚。")),
        "s/art_1",
    ),
    "cited-law-misnamed": Case(
        text(article("依照《某某法》。"), more=cites("《某某法》", "")),
        text(article("依照《某法》。"), more=cites("《某法》", "")),
        "s/art_1",
    ),
    "cited-law-no-longer-in-force": Case(
        text(article("依照《某法》。"), more=cites("《某法》", '; law:inForceUntil "2020-12-31"^^xsd:date')),
        text(article("依照《某法》。"), more=cites("《某法》", "")),
        "s/art_1",
    ),
    "cites-a-later-text": Case(
        text(article("依照《某法》。"), head=WHOLE, more=cites("《某法》", '; law:inForceFrom "2025-01-01"^^xsd:date')),
        text(article("依照《某法》。"), head=WHOLE, more=cites("《某法》", '; law:inForceFrom "2023-01-01"^^xsd:date')),
        "s/art_1",
    ),
    "days-of-no-kind": Case(
        text(article("七日内办结。"), more=period(7, "unspecifiedDays")),
        text(article("七日内办结。"), more=period(7, "workingDays")),
        "s/art_1",
    ),
    "defined-term-unused": Case(
        text(article("本办法所称巡查，是指上街查看。"), Unit("art_2", "应当办案。")),
        text(article("本办法所称巡查，是指上街查看。"), Unit("art_2", "应当巡查。")),
        "s/art_1",
    ),
    "entry-into-force-undated": Case(
        text(article("本办法自发布之日起施行。"), head=FORCE),
        text(article("本办法自发布之日起施行。"), head=FORCE + ' ; law:published "2024-01-01"^^xsd:date'),
        "s/art_1",
    ),
    "former-term": Case(
        text(article("作出具体行政行为。"), more=word("act", "具体行政行为", "具体行政行为", FORMER, "FormerTerm") + FACT),
        text(article("作出行政行为。"), more=word("act", "具体行政行为", "具体行政行为", FORMER, "FormerTerm") + FACT),
        "s",
    ),
    "grades-disagree": Case(text(*BANDS, more=SAME), text(*BANDS, more=ALIKE), "s/band_1"),
    "issued-together-in-force-differently": Case(
        text(article("自印发之日起施行。"), head=FIRST, more=together("自发布之日起执行。")),
        text(article("自印发之日起施行。"), head=FIRST, more=together("自印发之日起施行。")),
        "s",
    ),
    "list-not-announced": Case(text(*points("有下列情形之一的。", "迟到的。")), text(*points("有下列情形之一的：", "迟到的。")), "s/art_1"),
    "list-without-any-of": Case(
        text(*points("有下列情形的，应当处理：", "迟到的。")),
        text(*points("有下列情形之一的，应当处理：", "迟到的。")),
        "s/art_1",
    ),
    "may-under-must": Case(
        text(*points("有下列情形之一的，不予追究：", "其他可以免责的情形。")),
        text(*points("有下列情形之一的，可以不予追究：", "其他可以免责的情形。")),
        "s/art_1__point_1",
    ),
    "modal-word-unusual": Case(text(article("本局应该办理。")), text(article("本局应当办理。")), "s/art_1"),
    "must-and-may-on-one-condition": Case(
        text(article("符合条件的，可以免除责任。"), Unit("art_2", "应当予以免责。"), more=reference("前款", to="s:art_2")),
        text(article("符合条件的，应当免除责任。"), Unit("art_2", "应当予以免责。"), more=reference("前款", to="s:art_2")),
        "s/art_1",
    ),
    "no-basis-named": Case(
        text(article("根据有关规定，制定本办法。")), text(article("根据《某法》，制定本办法。")), "s"
    ),
    "no-entry-into-force": Case(text(article("本办法适用于本局。")), text(article("本办法自印发之日起施行。"), head=FORCE), "s"),
    "no-scope": Case(text(article("应当办案。")), text(article("应当办案。"), more=SCOPE), "s"),
    "not-printed": Case(text(article("应当办案。")), text(article("应当办案。"), head=WHOLE), "s"),
    "number-not-printed": Case(
        text(article("总则", more='law:number "第一章" ; law:rawNumber " "')),
        text(article("总则", more='law:number "第一章" ; law:rawNumber "第 一章"')),
        "s/art_1",
    ),
    "number-twice-or-skipped": Case(
        text(article("甲。", more=NUMBERED[0]), Unit("art_3", "乙。", more=NUMBERED[1])),
        text(article("甲。", more=NUMBERED[0]), Unit("art_2", "乙。", more=NUMBERED[2])),
        "s/art_3",
    ),
    "numbering-style": Case(
        text(*points("有下列情形之一的：", "迟到的。", numbers=("1、",))),
        text(*points("有下列情形之一的：", "迟到的。", numbers=("（一）",))),
        "s",
    ),
    "one-thing-several-words": Case(
        text(article("告知当事人。"), Unit("art_2", "听取相对人意见。"), more=PARTY + COUNTERPART),
        text(article("告知当事人。"), Unit("art_2", "听取甲相对人意见。"), more=PARTY + COUNTERPART),
        "s",
    ),
    "one-word-several-things": Case(
        text(
            article("告知当事人。"),
            Unit("art_2", "当事人归还。"),
            more=PARTY + use("u1", "sense", "art_1") + use("u2", "other", "art_2"),
        ),
        text(
            article("告知当事人。"),
            Unit("art_2", "当事人归还。"),
            more=PARTY + use("u1", "sense", "art_1") + use("u2", "sense", "art_2"),
        ),
        "s",
    ),
    "open-standard": Case(
        text(article("造成重大损失的。"), more=word("loss", "重大损失", "重大损失", "", "OpenTerm")),
        text(article("造成一万元以上损失的。"), more=word("loss", "重大损失", "重大损失", "", "OpenTerm")),
        "s",
    ),
    "party-rules-called-law": Case(
        text(article("依照《某法》等法律法规。"), more=cites("《某法》", "; law:jurisdiction law:party")),
        text(article("依照《某法》等法律法规。"), more=cites("《某法》", "; law:jurisdiction law:national")),
        "s/art_1",
    ),
    "period-against-national-law": Case(
        text(article("七日内办结。"), more=period(5, "workingDays")),
        text(article("七日内办结。"), more=period(7, "workingDays")),
        "s/art_1",
    ),
    "period-left-to-others": Case(
        text(article("在规定期限内整改。")), text(article("在十个工作日内整改。")), "s/art_1"
    ),
    "point-out-of-pattern": Case(
        text(*points("有下列情形之一的：", "迟到的；", "早退的；", "旷工；", "其他情形。")),
        text(*points("有下列情形之一的：", "迟到的；", "早退的；", "旷工的；", "其他情形。")),
        "s/art_1__point_3",
    ),
    "score-band-gap": Case(text(*BANDS, more=GAP), text(*BANDS, more=GAPLESS), "s/scale"),
    "score-not-printed": Case(
        text(article("记录完整；（分）", more="law:points 1.0 ; law:pointsBasis law:byArithmetic")),
        text(article("记录完整；（1分）", more="law:points 1.0 ; law:pointsBasis law:printed")),
        "s/art_1",
    ),
    "self-name-without-name": Case(text(article("结合我局实际。")), text(article("结合我局实际。"), head=WHOLE), "s"),
    "sentence-without-end": Case(text(article("对拒不执行的，")), text(article("对拒不执行的，予以处罚。")), "s/art_1"),
    "time-without-number": Case(
        text(article("本局应当及时反馈。"), more=ACTS), text(article("本局应当在五日内反馈。"), more=ACTS), "s/art_1"
    ),
    "title-varies-in-the-notice": Case(
        text(*NOTICE, head='dcterms:title "甲办法"@zh , "A"@en', more=SENT),
        text(*NOTICE, head='dcterms:title "甲办法（试行）"@zh , "A"@en', more=SENT),
        "s",
    ),
    "trial-without-end": Case(
        text(article("自印发之日起施行。"), head="law:trial true"),
        text(article("自印发之日起施行，有效期二年。"), head="law:trial true"),
        "s",
    ),
    "two-readings": Case(
        text(article("甲、乙的。"), more=reading("; law:alternativeCondition s:tree")),
        text(article("甲、乙的。"), more=reading("")),
        "s/art_1",
    ),
    "vague-reference": Case(
        text(article("依照有关规定办理。"), more=reference("依照有关规定", "unnamed")),
        text(article("依照《某法》办理。"), more=cites("《某法》", "")),
        "s/art_1",
    ),
    "wrong-internal-reference": Case(
        text(article("依照本办法第五条办理。", more=NUMBERED[3])),
        text(article("依照本办法第三条办理。", more=NUMBERED[3]), Unit("art_3", "甲。", more=NUMBERED[1])),
        "s/art_1",
    ),
    "quote-not-in-text": Case(
        text(article("丙应当作为。"), Unit("art_2", "乙不得作为。"), more=defect("unworkable")),
        text(*TWO, more=defect("unworkable")),
        "s/one",
    ),
    "term-use-not-in-text": Case(
        text(article("告知相对人。"), more=PARTY + use("u1", "sense", "art_1")),
        text(article("告知当事人。"), more=PARTY + use("u1", "sense", "art_1")),
        "s/u1",
    ),
    "drafting-note-incomplete": Case(
        text(*TWO, more=defect("unworkable").replace('law:verbatim "甲"', 'rdfs:label "甲"')),
        text(*TWO, more=defect("unworkable")),
        "s/one",
    ),
    **{
        name: Case(
            text(*TWO, more=defect(kind)),
            text(*TWO, more=defect("unworkable" if kind != "unworkable" else "scopeGap")),
            "s/art_1",
        )
        for name, kind in KINDS.items()
    },
    **{
        name: Case(
            text(*TWO, more=comparison(relation)),
            text(*TWO, more=comparison("stricter" if relation != "stricter" else "looser")),
            "s/art_1",
        )
        for name, relation in RELATIONS.items()
    },
}  # fmt: skip
