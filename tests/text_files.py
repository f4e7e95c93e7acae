"""What the text files say, read plainly with pyoxigraph, and what a reader counts on the print.

No line of `kg_query` takes part: the tests of the text judge the data, not the program's reading.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, RdfFormat, parse

DATA = Path(__file__).resolve().parent.parent / "data"
ID = "https://w3id.org/kg-query/id/"
LAW = "https://w3id.org/kg-query/ns#"
ELI = "http://data.europa.eu/eli/ontology#"
DCTERMS = "http://purl.org/dc/terms/"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

#: The five sources and their SHA-256: the evidence itself must never change.
SOURCES = {
    "000_14c943ab34fcb230.txt": "17e48fa0634dbaad8a0c3f1911031fbaf3b89173ed3a6b64ba8906c51f2ce733",
    "001_8faa1c686a7bae9d.txt": "d1990c92e4cbd7723c9d39a87ff15511683d12032f988da5f013324a15c4cdd5",
    "002_3a54ab91086b2d9a.txt": "4a5345cf55570739d860540288ba7eb9883d6c49a6ad781fb177421e208019ed",
    "003_296c5314038f3015.txt": "8d51443e5cb5bc3e0b2b40293e9e0d6671dabbd38c3c2f99b1ddfb325fb6c584",
    "004_7894e96f15f28400.txt": "5ce3dcd7ff5338af752b4dc22855246bac8d3c1433ddee541637c5acd4396fba",
}


@dataclass(frozen=True)
class Counted:
    """What a reader counts on the printed page: chapters, articles, 款 and 项 by article."""

    source: str
    articles: int
    chapters: int = 0
    paragraphs: dict[str, int] = field(default_factory=dict)
    points: dict[str, int] = field(default_factory=dict)


TOWN, NANMU, LIANYUNGANG, MINGSHAN, PUXIAN = SOURCES
REGULATIONS = {
    "town": Counted(TOWN, articles=16, paragraphs={"art_2": 2}, points={"art_7": 8, "art_8": 3, "art_9": 6}),
    "nanmu": Counted(
        NANMU,
        articles=19,
        chapters=3,
        paragraphs={"art_10": 2},
        points={"art_9": 9, "art_10__para_1": 8, "art_10__para_2": 3, "art_11": 3},
    ),
    "lianyungang": Counted(
        LIANYUNGANG,
        articles=22,
        paragraphs={"art_2": 2, "art_15": 2},
        points={"art_8": 28, "art_9": 3},
    ),
    "mingshan": Counted(
        MINGSHAN,
        articles=20,
        chapters=3,
        points={"art_5": 20, "art_6": 8, "art_8": 6, "art_11": 4, "art_12": 5, "art_17": 3},
    ),
    "puxian-review": Counted(PUXIAN, articles=14, points={"art_9": 10}),
    "puxian-statistics": Counted(PUXIAN, articles=5, paragraphs={"art_2": 4}, points={"art_4": 4}),
    "puxian-tolerance": Counted(
        PUXIAN,
        articles=20,
        chapters=3,
        paragraphs={"art_11": 2},
        points={"art_10": 11, "art_11__para_1": 5, "art_11__para_2": 3, "art_12": 3},
    ),
    "puxian-evaluation": Counted(
        PUXIAN, articles=7, points={"art_3": 4, "art_4": 11, "art_5": 4, "art_6": 4}
    ),
}

#: Nodes of a text file that belong to a regulation but are no units of its text.
BESIDE_THE_TEXT = {
    "Absence",
    "Citation",
    "Emendation",
    "InternalReference",
    "Noise",
    "Normalisation",
}
SPAN = re.compile(r"\d+-\d+(?: \d+-\d+)*")


@dataclass
class Node:
    """One subject of a text file, with what is said of it."""

    iri: str
    said: dict[str, list] = field(default_factory=dict)

    def all(self, predicate: str) -> list[str]:
        return [value.value for value in self.said.get(predicate, [])]

    def one(self, predicate: str) -> str | None:
        found = self.all(predicate)
        assert len(found) <= 1, f"{self.iri} says {predicate} {len(found)} times"
        return found[0] if found else None

    def text(self, predicate: str, language: str) -> str | None:
        found = [
            v.value for v in self.said.get(predicate, []) if isinstance(v, Literal) and v.language == language
        ]
        assert len(found) <= 1, f"{self.iri} says {predicate}@{language} {len(found)} times"
        return found[0] if found else None

    def spans(self, predicate: str) -> list[tuple[int, int]]:
        written = self.one(predicate)
        if written is None:
            return []
        assert SPAN.fullmatch(written), f"{self.iri}: {written!r} is no span"
        return [(int(a), int(b)) for a, b in (piece.split("-") for piece in written.split())]

    @property
    def kind(self) -> str:
        return next(t.removeprefix(LAW) for t in self.all(TYPE) if t.startswith(LAW))


def nodes_of(path: Path) -> dict[str, Node]:
    nodes: dict[str, Node] = {}
    for triple in parse(path=str(path), format=RdfFormat.TURTLE):
        node = nodes.setdefault(triple.subject.value, Node(triple.subject.value))
        node.said.setdefault(triple.predicate.value, []).append(triple.object)
    return nodes


@cache
def text_file(slug: str) -> dict[str, Node]:
    path = DATA / slug / "text.ttl"
    assert path.is_file(), f"the text of {slug} is missing: {path}"
    return nodes_of(path)


@cache
def source(name: str) -> str:
    return (DATA / "sources" / name).read_bytes().decode("utf-8")


def nodes(slug: str, kind: str) -> list[Node]:
    return [n for n in text_file(slug).values() if TYPE in n.said and n.kind == kind]


def units(slug: str) -> dict[str, Node]:
    """eId → unit, in document order."""
    own = [
        n
        for n in text_file(slug).values()
        if TYPE in n.said and n.all(LAW + "regulation") == [ID + slug] and n.kind not in BESIDE_THE_TEXT
    ]
    own.sort(key=lambda n: int(n.one(LAW + "position") or 0))
    return {n.iri.removeprefix(f"{ID}{slug}/"): n for n in own}


def normalisations(slug: str) -> dict[str, str]:
    rules = {n.one(LAW + "from"): n.one(LAW + "to") for n in nodes(slug, "Normalisation")}
    assert len(rules) == len(nodes(slug, "Normalisation")), "two normalisations of the same characters"
    return rules


def emended(slug: str, unit: Node, spans: list[tuple[int, int]]) -> str:
    """The source at `spans`, each emendation of the unit applied at its place."""
    text = source(REGULATIONS[slug].source)
    places = [i for a, b in spans for i in range(a, b)]
    written = {i: text[i] for i in places}
    for iri in unit.all(LAW + "emendation"):
        emendation = text_file(slug)[iri]
        at = [i for a, b in emendation.spans(LAW + "at") for i in range(a, b)]
        before = "".join(text[i] for i in at)
        assert before == emendation.one(LAW + "from"), f"{iri}: the source prints {before!r} there"
        if at and at[0] in written:
            assert set(at) <= written.keys(), f"{iri} reaches outside the text it corrects"
            written.update(dict.fromkeys(at, ""))
            written[at[0]] = emendation.one(LAW + "to")
    return "".join(written[i] for i in places)


def normalised(slug: str, text: str) -> str:
    for before, after in normalisations(slug).items():
        text = text.replace(before, after)
    return text
