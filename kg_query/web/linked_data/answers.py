"""What a request for linked data is answered with, before it is an HTTP response.

An IRI of a thing answers 303 with the address of the twin that fits `Accept`; a twin answers 200; an
IRI of a document (the vocabulary, a module, the shapes, a graph, a decision) answers 200 at once, in
the format that fits. What was withdrawn answers 410, what the graph does not know 404.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from ...corpus import Corpus
from ...errors import InputError, nearest
from ...model import Text
from ...terms import BASE, DCTERMS, OWL
from . import queries, signposts
from .addresses import Addresses, iris_of
from .description import Description
from .looking_up import Descriptions
from .page import Page, page_of
from .pages import render
from .twins import TWINS, Twin, cut
from .writing import facts, plain_json, to_rdf

__all__ = ["Answer", "Asked", "Face", "Gone", "NotAcceptable", "NotKnown", "Shown", "Site", "Written"]

#: What the names of versions begin with: `0.3.0/ontology/core`.
_VERSION = re.compile(r"^\d+\.\d+\.\d+[^/]*/")

#: Gives the twin that a client wants most of those offered, or None.
Choose = Callable[[tuple[Twin, ...]], Twin | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request.

    Attributes:
        path: percent-encoded, without the slash at the beginning and without the query.
        choose: picks a twin by `Accept`.
        lang: the language for the page, "zh" or "en".
        fixed: did the address ask for that language? Then links on the page keep it.
    """

    path: str
    choose: Choose
    lang: str
    fixed: bool = False

    @property
    def query(self) -> str:
        """The query that keeps the language asked for."""
        return f"?lang={self.lang}" if self.fixed else ""


@dataclass(frozen=True, slots=True)
class Written:
    """A body with its format and links."""

    body: bytes
    twin: Twin
    links: list[signposts.Signpost] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: status, headers without those of caching, and the body with its content type."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    content_type: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows of a thing above its statements.

    Attributes:
        template: the template of the page.
        values: what it names, beside the page of the thing.
        lasting: False where something could not be had now, so that the page is not to be kept.
    """

    template: str
    values: dict[str, Any]
    lasting: bool = True


class NotKnown(Exception):
    """The graph does not know what was asked for; `near` are ids like it."""

    def __init__(self, iri: str, near: tuple[str, ...]) -> None:
        super().__init__(iri)
        self.iri, self.near = iri, near


class Gone(Exception):
    """What was asked for has been withdrawn; `instead` is what took its place."""

    def __init__(self, iri: str, instead: tuple[str, ...]) -> None:
        super().__init__(iri)
        self.iri, self.instead = iri, instead


class NotAcceptable(Exception):
    """No format on offer is one that the client takes."""

    def __init__(self, offered: tuple[Twin, ...]) -> None:
        super().__init__("no acceptable format")
        self.offered = offered


#: What the page of a thing says above its statements: (IRI, request) → a template with its values, or None
#: where the statements are all there is to show; `lasting` is false where it may say more another time.
Face = Callable[[str, "Asked"], Awaitable["Shown | None"]]
#: Writes a document that is one of ours: (site, IRI, twin, request) → its body, or None where unknown.
Document = Callable[["Site", str, Twin, Asked], Awaitable["bytes | None"]]


@dataclass(slots=True)
class Site:
    """The linked data of a service.

    Attributes:
        descriptions: reads the dataset.
        corpus: the compiled law.
        addresses: where the service stands.
        sparql: the path of the SPARQL endpoint.
        read: gives a named graph in the format of a twin.
        show: gives the JSON of `kgq show` for an IRI, or None where it knows nothing of it.
        documents: the documents among our IRIs, by path; a star stands for whatever follows.
        face: gives what the page of a thing shows above its statements; None where it shows only those.
    """

    descriptions: Descriptions
    corpus: Corpus
    addresses: Addresses
    sparql: str
    read: Callable[[str, Twin], Awaitable[bytes]]
    show: Callable[[str], object | None]
    documents: dict[str, Document]
    face: Face | None = None

    async def answer(self, asked: Asked) -> Answer:
        """The answer to a request.

        Raises NotKnown, Gone, NotAcceptable; InputError where a format cannot say the description.
        """
        exact = asked.path.startswith("graph/")
        if exact and (found := await self._iri(asked)) is not None:
            return found
        if (made := await self._twin(asked)) is not None:
            return made
        if not exact and (found := await self._iri(asked)) is not None:
            return found
        raise NotKnown(iris_of(asked.path)[0], await self.near(asked.path))

    def document_at(self, iri: str) -> Document | None:
        """What writes the document of this name, where it is one."""
        path = _VERSION.sub("version/", iri.removeprefix(BASE))
        for start, write in self.documents.items():
            if path == start or (start.endswith("*") and path.startswith(start[:-1])):
                return write
        return None

    async def _twin(self, asked: Asked) -> Answer | None:
        linkset = asked.path.endswith(".linkset")
        parts = (asked.path.removesuffix(".linkset"), signposts.LINKSET) if linkset else cut(asked.path)
        if parts is None:
            return None
        stem, twin = parts
        if linkset and stem.endswith("/index"):
            stem = stem.removesuffix("index")
        for iri in iris_of(stem):
            if (write := self.document_at(iri)) is not None:
                body = await write(self, iri, twin if not linkset else TWINS[0], asked)
                if body is not None:
                    return self._ok(
                        iri, Written(body, twin, signposts.of_document(iri, self.addresses, twin)), asked
                    )
        found = await self.descriptions.of(iris_of(stem))
        if found is None:
            return None
        self._withdrawn(found)
        links = signposts.of_thing(found, self.addresses, self.corpus, twin)
        shown = await self.face(found.iri, asked) if self.face and twin.suffix == "html" else None
        body = b"" if linkset else self.written(found, twin, asked, shown)
        answer = self._ok(found.iri, Written(body, twin, links), asked)
        if shown is not None and not shown.lasting:
            answer.headers["Cache-Control"] = "no-store"
        return answer

    async def _iri(self, asked: Asked) -> Answer | None:
        for iri in iris_of(asked.path):
            if (write := self.document_at(iri)) is not None:
                twin = self._chosen(asked)
                if (body := await write(self, iri, twin, asked)) is not None:
                    links = signposts.of_document(iri, self.addresses, twin)
                    answer = self._ok(iri, Written(body, twin, links), asked)
                    answer.headers["Content-Location"] = self.addresses.twin(iri, twin.suffix) or ""
                    answer.headers["Vary"] = "Accept, Accept-Language"
                    return answer
        found = await self.descriptions.of(iris_of(asked.path))
        if found is None:
            return None
        self._withdrawn(found)
        twin = self._chosen(asked)
        place = self.addresses.twin(found.iri, twin.suffix, asked.lang if asked.fixed else "")
        links = [p for p in signposts.of_document(found.iri, self.addresses, twin) if p.rel != "canonical"]
        return Answer(
            303, {"Location": place or "", "Vary": "Accept, Accept-Language", "Link": signposts.header(links)}
        )

    def _chosen(self, asked: Asked) -> Twin:
        twin = asked.choose(TWINS)
        if twin is None:
            raise NotAcceptable(TWINS)
        return twin

    def _withdrawn(self, found: Description) -> None:
        if any(o.value in ("true", "1") for o in found.objects(OWL + "deprecated")):
            raise Gone(found.iri, tuple(o.value for o in found.objects(DCTERMS + "isReplacedBy")))

    def _ok(self, iri: str, written: Written, asked: Asked) -> Answer:
        is_linkset = written.twin == signposts.LINKSET
        body = signposts.linkset(iri, written.links) if is_linkset else written.body
        headers = {"Link": signposts.header(written.links)}
        if written.twin.suffix == "html":
            headers["Content-Language"] = "zh-CN" if asked.lang == "zh" else "en"
            headers["Vary"] = "Accept-Language"
        return Answer(200, headers, body, written.twin.content_type)

    def written(self, found: Description, twin: Twin, asked: Asked, shown: Shown | None = None) -> bytes:
        """The description of a thing in a format; `shown` is what its page has above the statements."""
        if twin.rdf:
            return to_rdf(facts(found), twin)
        if twin.suffix == "json":
            known = self.show(found.iri)
            said = known if known is not None else plain_json(found)
            return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode()
        page = page_of(found, self.corpus, self.addresses, asked.lang, asked.lang if asked.fixed else "")
        command = page.id if self.show(found.iri) is not None else ""
        template, values = (shown.template, shown.values) if shown else ("thing.html.j2", {})
        question = self.question(found.iri)
        return self.page(template, asked, page=page, command=command, sparql=question, **values)

    def page(self, template: str, asked: Asked, **values: object) -> bytes:
        """A page from one of the templates, with what all of them need."""
        from ..pages.frame import surroundings

        root = self.addresses.root
        twins = values["page"].twins if isinstance(values["page"], Page) else values["page"]["twins"]  # type: ignore[index]
        path = str(twins["html"]).partition("?")[0].removeprefix(root)
        setting = surroundings(asked.lang, asked.fixed, root, path)
        return render(template, asked.lang, setting | {"sparql": ""} | values)

    def question(self, iri: str) -> str:
        """The address that asks the SPARQL endpoint what every graph says of an IRI; "" for what is none."""
        from urllib.parse import urlencode

        try:
            query = queries.bound("SELECT ?g ?p ?o WHERE { VALUES ?x { } GRAPH ?g { ?x ?p ?o } }", [iri])
        except InputError:
            return ""
        return f"{self.sparql}?{urlencode({'query': query})}"

    async def near(self, path: str) -> tuple[str, ...]:
        """Ids of what the graph knows that look like what was asked for, nearest first."""
        asked = iris_of(path)[0].removeprefix(BASE)
        room, _, name = asked.partition("/")
        known = [r["s"]["value"].removeprefix(BASE) for r in await self.descriptions.rows(queries.KNOWN)]
        alike = {
            k: k
            for k in known
            if k.partition("/")[0] == room and "#" not in k and abs(len(k) - len(asked)) < 24
        }
        if not name or len(asked) > 200:
            return ()
        return nearest(asked, alike, likeness=0.75)


def message(near: tuple[str, ...]) -> Text | None:
    """What to do where nothing was found: the ids like the one asked for."""
    if not near:
        return None
    return Text(f"是否想找：{'、'.join(near)}？", f"Did you mean: {', '.join(near)}?")
