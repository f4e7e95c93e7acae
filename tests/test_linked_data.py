"""Linked data: every IRI answers, every twin says the same, and nothing in the data can harm a reader."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Iterator, Sequence
from functools import cache, partial
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from served import dataset_folder

from kg_query import KnowledgeGraph
from kg_query.dataset import current
from kg_query.export import jsonld_context
from kg_query.show import show, show_iri
from kg_query.terms import BASE, GRAPH, ID, PREFIXES
from kg_query.web.linked_data import pages, queries
from kg_query.web.linked_data.addresses import Addresses, encoded, iris_of, safe_href
from kg_query.web.linked_data.answers import Answer, Asked, Gone, NotAcceptable, NotKnown, Site
from kg_query.web.linked_data.contexts import CONTEXTS, context, versioned
from kg_query.web.linked_data.decisions import decision, names
from kg_query.web.linked_data.documents import DOCUMENTS
from kg_query.web.linked_data.looking_up import Descriptions, Row
from kg_query.web.linked_data.twins import TWINS, Twin, cut
from kg_query.web.pages.law.faces import Faces

HOSTILE = Path(__file__).parent / "fixtures" / "hostile.trig"
PAGES = Path(pages.__file__).parent / "templates"
LAW_PAGES = pages.FOLDERS[1] / "law"
PUBLIC = "http://kg.example"
BY_SUFFIX = {t.suffix: t for t in TWINS}
BAD = ID + "hostile/"


class Store:
    """A dataset in memory, and how many queries it was asked."""

    def __init__(self, store: ox.Store) -> None:
        self.store, self.asked = store, 0

    async def ask(self, query: str) -> Sequence[Row]:
        self.asked += 1
        found = self.store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        rows: Sequence[Row] = json.loads(found.serialize(format=ox.QueryResultsFormat.JSON) or b"")[
            "results"
        ]["bindings"]
        return rows

    async def read(self, graph: str, twin: Twin) -> bytes:
        quads = self.store.quads_for_pattern(None, None, None, ox.NamedNode(graph))
        format = ox.RdfFormat.from_media_type(twin.media_type)
        assert format is not None
        return ox.serialize([q.triple for q in quads], format=format) or b""


@cache
def compared(kg: KnowledgeGraph) -> object:
    """The comparison of clauses, as the API gives it."""
    return {"clauses": kg.compare().clauses().to_json()}


def site_over(store: Store, kg: KnowledgeGraph, keep: int = 64) -> Site:
    """The linked data of a store, with the pages of the law."""

    async def ask() -> object:
        return compared(kg)

    addresses = Addresses(PUBLIC)
    return Site(
        Descriptions(store.ask, keep),
        kg.corpus,
        addresses,
        "/sparql",
        store.read,
        lambda iri: show_iri(kg.corpus, iri),
        DOCUMENTS,
        partial(Faces(kg.corpus).of, addresses, ask),
    )


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@pytest.fixture(scope="module")
def dataset() -> Store:
    """The dataset as it is served."""
    found = current(dataset_folder())
    assert found is not None
    return Store(ox.Store.read_only(str(found.path)))


@pytest.fixture(scope="module")
def site(dataset: Store, kg: KnowledgeGraph) -> Site:
    return site_over(dataset, kg)


@pytest.fixture(scope="module")
def hostile(kg: KnowledgeGraph) -> Site:
    """The linked data of a graph that means harm."""
    store = ox.Store()
    store.load(path=str(HOSTILE), format=ox.RdfFormat.TRIG)
    return site_over(Store(store), kg)


def get(site: Site, path: str, suffix: str = "html", lang: str = "zh", fixed: bool = False) -> Answer:
    """The answer to a request for a path, as a client that wants one format gets it."""
    return asyncio.run(ask(site, path, suffix, lang, fixed))


async def ask(site: Site, path: str, suffix: str = "html", lang: str = "zh", fixed: bool = False) -> Answer:
    """The same, inside a running loop."""
    return await site.answer(Asked(path, lambda _: BY_SUFFIX[suffix], lang, fixed))


def parsed(answer: Answer) -> set[ox.Triple]:
    """The triples of an RDF answer, blank nodes canonicalised."""
    format = ox.RdfFormat.from_media_type(answer.content_type.partition(";")[0])
    assert format is not None
    found = ox.Dataset(
        ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(answer.body, format=format)
    )
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {q.triple for q in found}


@cache
def own_iris(store: ox.Store) -> set[str]:
    """Every IRI of ours that occurs anywhere: subject, predicate, object, datatype, graph."""
    return {
        term.value
        for q in store
        for term in (q.subject, q.predicate, q.object, q.graph_name)
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE) and term.value != BASE
    }


# --- every IRI ------------------------------------------------------------------------------


async def check(site: Site, iri: str, suffixes: Sequence[str]) -> None:
    """An IRI answers 303 and its twins 200, or it is (in) a document, which answers 200 itself."""
    path, _, fragment = iri[len(BASE) :].partition("#")
    path = encoded(path)
    for suffix in suffixes:
        first = await ask(site, path, suffix)
        if first.status == 303:
            assert not fragment, f"{iri} is in no document"
            place = first.headers["Location"]
            assert place.isascii() and " " not in place
            assert "Accept" in first.headers["Vary"]
            answer = await ask(site, place.lstrip("/"))
        else:
            answer = first
            twin = await ask(site, answer.headers["Content-Location"].lstrip("/"))
            assert (twin.status, twin.body) == (200, first.body)
        assert answer.status == 200
        assert answer.body
        assert answer.content_type.partition(";")[0] == BY_SUFFIX[suffix].media_type
        if fragment and suffix == "html":
            assert f'id="{fragment}"'.encode() in answer.body, iri


def test_every_iri_of_the_dataset_dereferences(site: Site, dataset: Store) -> None:
    """In one format in turn; every kind of thing has them all in the test below.

    Of things every 48th and of documents every twelfth: KG_QUERY_EVERY_IRI=1 takes all of them, in every format (some minutes).
    """
    iris = sorted(own_iris(dataset.store))
    assert len(iris) > 4000
    documents: set[str] = set()
    things = []
    for iri in iris:
        path = iri.partition("#")[0]
        if "#" in iri or site.document_at(path) is not None:
            documents.add(path)
        else:
            things.append(iri)
    order = list(BY_SUFFIX)
    whole = os.environ.get("KG_QUERY_EVERY_IRI") == "1"

    async def every() -> None:
        for number, iri in enumerate(
            [*things[:: 1 if whole else 48], *sorted(documents)[:: 1 if whole else 12]]
        ):
            await check(site, iri, order if whole else [order[number % len(order)]])

    asyncio.run(every())


@pytest.mark.parametrize("document", ["ns", "shapes", "ontology/core", "graph/description"])
def test_what_has_a_fragment_stands_in_its_document(site: Site, dataset: Store, document: str) -> None:
    page = get(site, f"{document}.html").body.decode()
    data = get(site, f"{document}.nt").body.decode()
    anchors = set(re.findall(r'\bid="([^"]+)"', page))
    wanted = {
        i for i in own_iris(dataset.store) if i.startswith(BASE + document + "#") and not i.endswith("#")
    }
    assert wanted or document == "ontology/core"
    missing = {i for i in wanted if f"<{i}>" not in data}
    assert missing == set()
    assert {i for i in wanted if i.partition("#")[2] not in anchors} == set()


@pytest.mark.parametrize("suffix", list(BY_SUFFIX))
def test_every_kind_of_iri_has_every_twin(site: Site, dataset: Store, suffix: str) -> None:
    """One IRI of each vocabulary, of each depth below each regulation, and of each kind of document."""
    kinds: dict[tuple[str, str, int], str] = {}
    for iri in sorted(own_iris(dataset.store)):
        room, *steps = iri[len(BASE) :].partition("#")[0].split("/")
        kinds.setdefault((room, steps[0] if room == "id" else "", len(steps)), iri)

    async def every() -> None:
        for iri in kinds.values():
            await check(site, iri.partition("#")[0], [suffix])

    assert len(kinds) > 40
    asyncio.run(every())


def test_a_page_costs_a_fixed_number_of_queries(kg: KnowledgeGraph, dataset: Store) -> None:
    """However many links a thing has: two queries, and two more at most where it has blank nodes."""
    fresh = site_over(dataset, kg, keep=0)
    for path, most in (
        ("id/nanmu/art_9__point_4", 4),
        ("id/modality/must", 4),
        ("id/nanmu", 4),
        ("ground/force_majeure", 4),
    ):
        before = dataset.asked
        get(fresh, f"{path}.html")
        assert dataset.asked - before <= most


# --- what is answered --------------------------------------------------------------------------


def test_the_rdf_twins_say_the_same(site: Site) -> None:
    for path in (
        "id/nanmu/art_9__point_4",
        "id/nanmu/norm/art_9__point_4",
        "ground/force_majeure",
        "id/national/P08",
    ):
        sets = [parsed(get(site, f"{path}.{suffix}")) for suffix in ("ttl", "jsonld", "nt", "rdf")]
        assert sets[0] and all(s == sets[0] for s in sets[1:])


def test_a_twin_is_the_same_bytes_each_time(kg: KnowledgeGraph, dataset: Store) -> None:
    """From two sites, neither of which keeps anything."""
    sites = [site_over(dataset, kg, 0) for _ in "12"]
    for suffix in BY_SUFFIX:
        one, two = (get(site, f"id/nanmu/norm/art_9__point_4.{suffix}").body for site in sites)
        assert one == two


def test_all_triples_of_a_description_are_triples_of_the_dataset(site: Site, dataset: Store) -> None:
    for triple in parsed(get(site, "ground/force_majeure.ttl")):
        assert next(dataset.store.quads_for_pattern(triple.subject, triple.predicate, triple.object), None)


def test_the_description_has_what_lies_below_blank_nodes_and_what_refers_to_the_thing(
    site: Site, kg: KnowledgeGraph
) -> None:
    data = get(site, "id/nanmu/norm/art_9__point_4.nt").body.decode()
    assert f"<{BASE}ground/force_majeure>" in data
    said = json.loads(get(site, "decisions/0001-ontology.json").body)
    assert said["title"] and len(said["referred_to_by"]) > 100
    page = get(site, "ground/force_majeure.html").body.decode()
    found = show(kg.corpus, "force_majeure")["in_conditions_of"]
    by_way_of_norms = {n for n in found if '"met"' in json.dumps(show(kg.corpus, n)["condition"])}
    conditions = [n for n in found if n not in by_way_of_norms]
    assert len(conditions) > 4 and all(f'/id/{norm}.html"' in page for norm in conditions)


@pytest.mark.parametrize(
    "path",
    ["id/nanmu", "id/nanmu/art_9__point_4", "ground/force_majeure", "id/outcome/exempt", "id/national/P08"],
)
def test_json_is_what_kgq_show_prints(site: Site, kg: KnowledgeGraph, path: str) -> None:
    assert json.loads(get(site, f"{path}.json").body) == show(kg.corpus, BASE + path)


def test_json_of_what_kgq_show_does_not_know_is_the_description(site: Site) -> None:
    said = json.loads(get(site, "id/nanmu/art_1/citation_1.json").body)
    assert said["type"] == "resource" and said["statements"] and said["iri"] == ID + "nanmu/art_1/citation_1"


def test_ids_with_dots_are_not_taken_for_twins(site: Site) -> None:
    assert get(site, "id/nanmu/norm/period_art_18.c").status == 303
    assert get(site, "id/nanmu/norm/period_art_18.c.ttl").status == 200
    assert cut("id/nanmu/norm/period_art_18.c") is None


def test_a_graph_answers_with_its_triples_whatever_its_name_ends_in(site: Site, dataset: Store) -> None:
    name = "graph/data/nanmu/norms.ttl"
    expected = {
        q.triple for q in dataset.store.quads_for_pattern(None, None, None, ox.NamedNode(BASE + name))
    }
    answer = get(site, name, "nt")
    assert answer.headers["Content-Location"] == f"/{name}.nt"
    assert len(answer.body.splitlines()) == len(expected)
    assert len(get(site, f"{name}.nt").body.splitlines()) == len(expected)


def test_a_version_of_a_module_is_answered_and_other_versions_are_not(site: Site) -> None:
    version = next(
        iter(
            asyncio.run(site.descriptions.of([BASE + "ontology/core"])).objects(
                PREFIXES["owl"] + "versionIRI"
            )
        )
    )  # type: ignore[union-attr]
    path = version.value[len(BASE) :]
    assert parsed(get(site, f"{path}.ttl")) == parsed(get(site, "ontology/core.ttl"))
    with pytest.raises(NotKnown):
        get(site, "0.0.1/ontology/core", "ttl")


def test_unknown_iris_name_what_is_near(site: Site) -> None:
    with pytest.raises(NotKnown) as caught:
        get(site, "ground/force_majure")
    assert "ground/force_majeure" in caught.value.near
    for path in (
        "id/nothing/like/it",
        "ground/%00",
        "id/%ff",
        "id/" + "x" * 3000,
        "graph/none.ttl",
        "decisions/../0001",
    ):
        with pytest.raises(NotKnown):
            get(site, path)


def test_withdrawn_iris_are_gone_and_name_what_took_their_place(hostile: Site) -> None:
    for path in ("id/hostile/withdrawn", "id/hostile/withdrawn.ttl", "id/hostile/withdrawn.html"):
        with pytest.raises(Gone) as caught:
            get(hostile, path)
        assert caught.value.instead == (ID + "nanmu",)


def test_no_format_that_fits_is_told(site: Site) -> None:
    with pytest.raises(NotAcceptable):
        asyncio.run(site.answer(Asked("id/nanmu", lambda _: None, "zh")))


def links(answer: Answer) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for href, rel in re.findall(r'<([^>]*)>; rel="([^"]*)"', answer.headers["Link"]):
        found.setdefault(rel, []).append(href)
    return found


def test_signposts_lead_from_page_to_data_and_back(site: Site) -> None:
    regulation, unit = links(get(site, "id/nanmu.html")), links(get(site, "id/nanmu/art_9__point_4.ttl"))
    assert regulation["cite-as"] == [ID + "nanmu"]
    assert f"{PUBLIC}/id/nanmu.ttl" in regulation["describedby"]
    assert regulation["license"] == ["https://spdx.org/licenses/MIT"]
    assert regulation["item"] and all(i.startswith(ID + "nanmu/") for i in regulation["item"])
    assert unit["collection"] == [ID + "nanmu"] and unit["canonical"] == [
        f"{PUBLIC}/id/nanmu/art_9__point_4.ttl"
    ]
    assert any("Point" in t for t in unit["type"])
    linkset = json.loads(get(site, "id/nanmu.linkset").body)["linkset"][0]
    assert linkset["anchor"] == ID + "nanmu" and len(linkset["item"]) >= len(regulation["item"])
    assert get(site, "id/nanmu.linkset").content_type == "application/linkset+json"


# --- addresses ----------------------------------------------------------------------------------


def test_encoded_and_plain_names_are_kept_apart(hostile: Site) -> None:
    def label(path: str) -> str:
        return str(json.loads(get(hostile, path).body)["labels"][0]["value"])

    assert label("id/hostile/a%2Fb.json") == "an encoded slash"
    assert label("id/hostile/a/b.json") == "a slash"
    assert label("id/hostile/%E7%AC%AC%E4%B9%9D%E6%9D%A1.json") == "带汉字的标识符"
    assert label("id/hostile/%E7%AC%AC%E5%8D%81%E6%9D%A1.json") == "已编码的标识符"
    assert label("id/hostile/x.ttl.json") == "a name that ends as a twin does"
    assert label("id/hostile/q%3Fx=1.json") == "a query in a name"
    assert label("id/hostile/..%2F..%2Fetc.json") == "a way up"
    assert label("id/hostile/%E2%80%AEltr.json") == "a mark of direction in a name"


def test_location_is_percent_encoded(hostile: Site) -> None:
    for path in ("id/hostile/%E7%AC%AC%E4%B9%9D%E6%9D%A1", "id/hostile/a%2Fb", "id/hostile/%E2%80%AEltr"):
        assert get(hostile, path).headers["Location"] == f"/{path}.html"


def test_every_own_iri_has_an_address_that_leads_back_to_it(dataset: Store) -> None:
    for iri in own_iris(dataset.store):
        local = Addresses("https://x.example/base").local(iri)
        assert local is not None and local.startswith("/base/")
        assert iri.partition("#")[0] in iris_of(local.removeprefix("/base/").partition("#")[0])


# --- harm (U1 U2 U3 S14) ----------------------------------------------------------------------


class Seen(HTMLParser):
    """Elements, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def hostile_pages(site: Site) -> Iterator[tuple[str, str]]:
    """The page of everything in the hostile graph, in both languages, and of the graph itself."""
    store = site.descriptions
    subjects = [r["s"]["value"] for r in asyncio.run(store.rows(queries.KNOWN))]
    assert len(subjects) > 18
    for iri in [*subjects, GRAPH + "hostile/data.ttl", BAD + "mentioned-only"]:
        for lang in ("zh", "en"):
            try:
                yield iri, get(site, encoded(iri[len(BASE) :]) + ".html", lang=lang).body.decode()
            except Gone:
                assert iri.endswith("withdrawn")


ALLOWED = {
    "html", "head", "meta", "title", "link", "body", "main", "header", "footer", "nav", "section", "article", "h1",
    "h2", "h3", "p", "ol", "ul", "li", "dl", "dt", "dd", "a", "bdi", "span", "code", "pre", "br", "table", "thead",
    "tbody", "tr", "th", "td", "details", "summary", "div", "form", "label", "input", "select", "option", "button",
    "strong", "em", "small",
}  # fmt: skip


def test_U1_markup_in_the_data_is_text_on_every_page(hostile: Site) -> None:
    for iri, page in hostile_pages(hostile):
        seen = Seen()
        seen.feed(page)
        assert {tag for tag, _ in seen.elements} <= ALLOWED, iri
        for tag, attributes in seen.elements:
            assert not [
                a for a in attributes if a.startswith("on") or a in ("style", "srcdoc", "formaction")
            ], (iri, tag)
    page = get(hostile, "id/hostile/script.html").body.decode()
    seen = Seen()
    seen.feed(page)
    assert "<script>window.__xss=1</script>" in "".join(seen.text), "it is shown, as text"
    assert "49" not in "".join(seen.text), "a template in the data is not run"


def test_U3_S14_no_page_links_to_an_address_that_runs_or_reads(hostile: Site) -> None:
    for iri, page in hostile_pages(hostile):
        seen = Seen()
        seen.feed(page)
        for _, attributes in seen.elements:
            for name in ("href", "src", "action"):
                if (address := attributes.get(name)) is not None:
                    assert safe_href(address), (iri, address)
                    if address.startswith("http") and "spdx.org" not in address:
                        assert {"noopener", "noreferrer"} <= set((attributes.get("rel") or "").split()), (
                            address
                        )
    page = get(hostile, "id/hostile/addresses.html").body.decode()
    assert 'href="http://evil.example/ok"' in page and 'href="mailto:a@example.org"' in page
    assert 'href="javascript:' not in page.casefold() and "javascript:window.__xss=6" in page


def test_S14_marks_of_direction_and_controls_are_shown_and_not_obeyed(hostile: Site) -> None:
    for iri, page in hostile_pages(hostile):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x00-\x08\x0b-\x1f\x7f-\x9f]", page), (
            iri
        )
    assert "⟨U+202E⟩" in get(hostile, "id/hostile/bidi.html").body.decode()


def test_U2_templates_quote_attributes_and_run_no_scripts() -> None:
    templates = [*sorted(PAGES.glob("*.j2")), *sorted(LAW_PAGES.glob("*.html"))]
    assert len(templates) > 18
    for path in templates:
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup", text), path.name
        text = text.replace('<script type="application/ld+json">{{ jsonld|tojson }}</script>', "")
        assert not re.search(r"<script\b|<style\b|\son\w+\s*=|\sstyle\s*=", text, re.IGNORECASE), path.name
        assert not re.search(r"=\s*\{\{", re.sub(r'"[^"]*"|\{%.*?%\}', '""', text)), (
            f"{path.name}: unquoted attribute"
        )
        for address in re.findall(r'(?:href|src|action)="([^"]*)"', text):
            assert address.startswith(("{{", "#", "https://spdx.org/", "/")), (path.name, address)
    assert pages._room("zh").autoescape is True


def test_a_very_long_text_is_cut_on_the_page_and_whole_in_the_data(hostile: Site) -> None:
    page, data = get(hostile, "id/hostile/long.html").body, get(hostile, "id/hostile/long.nt").body
    assert len(page) < 60_000 < 100_000 < len(data)
    assert "全文见数据" in page.decode() and 'href="/id/hostile/long.ttl"' in page.decode()


def test_values_with_formulas_are_not_changed(hostile: Site) -> None:
    """F1: data stays data."""
    said = json.loads(get(hostile, "id/hostile/formulas.json").body)
    assert {v["value"] for v in said["statements"][PREFIXES["skos"] + "note"]} >= {
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
    }


def test_trees_and_circles_of_blank_nodes_end(hostile: Site) -> None:
    assert "deep()" in get(hostile, "id/hostile/tree.html").body.decode()
    for suffix in BY_SUFFIX:
        assert get(hostile, f"id/hostile/circle.{suffix}").status == 200


def test_what_rdf_xml_cannot_write_is_told(hostile: Site) -> None:
    from kg_query.errors import InputError

    assert get(hostile, "id/hostile/no-xml-name.ttl").status == 200
    with pytest.raises(InputError, match="application/rdf"):
        get(hostile, "id/hostile/no-xml-name.rdf")


# --- languages ------------------------------------------------------------------------------------


def test_labels_fall_back_and_say_so(hostile: Site) -> None:
    zh, en = (get(hostile, "id/hostile/tongues.html", lang=lang).body.decode() for lang in ("zh", "en"))
    assert "no tag" in re.search("<h1>(.*?)</h1>", zh, re.DOTALL)[1]  # type: ignore[index]
    assert 'lang="he"' in en and 'lang="ja"' in zh
    assert "hostile/empty" in get(hostile, "id/hostile/empty.html").body.decode()
    assert "hostile/unnamed" in get(hostile, "id/hostile/unnamed.html").body.decode()


def test_links_keep_the_language_that_was_asked_for(site: Site) -> None:
    asked = get(site, "ground/force_majeure.html", lang="en", fixed=True).body.decode()
    links_ = re.findall(r'href="(/(?:id|ground|ns|ontology)[^"]*\.html[^"]*)"', asked)
    assert links_ and all("lang=" in h for h in links_)
    assert get(site, "ground/force_majeure", lang="en", fixed=True).headers["Location"].endswith("?lang=en")


@pytest.mark.parametrize("path", ["ns.html", "ontology/norms.html", "ontology/topics.html"])
def test_pages_of_the_vocabulary_do_not_mix_languages(site: Site, path: str) -> None:
    en = get(site, path, lang="en").body.decode()
    terms = re.findall(r'<article class="term".*?</article>', en, re.DOTALL)
    assert len(terms) > 3
    mixed = [
        t
        for t in terms
        if re.search("[\u4e00-\u9fff]", re.sub(r"[「《].*?[」》]", "", re.sub("<[^>]+>", "", t)))
    ]
    assert len(mixed) <= len(terms) // 50, mixed[:3]
    zh = get(site, path, lang="zh").body.decode()
    assert zh.count('lang="zh-CN"') > 3 and 'class="definition"><bdi lang="en"' not in zh
    if path == "ns.html":
        assert re.search(r"<dd>\d{4}年\d+月\d+日</dd>", zh), "the day as readers write it"


# --- documents and contexts ---------------------------------------------------------------------


def test_decisions_are_rendered_and_harmless(site: Site) -> None:
    assert len(names()) >= 12
    page = get(site, f"decisions/{names()[0]}.html").body.decode()
    assert "<h2>Context</h2>" in page
    assert decision("../../pyproject") is None and decision("0001-none") is None


def test_contexts_are_those_of_the_package_and_stay() -> None:
    for path in CONTEXTS:
        body = context(path)
        assert body is not None and body == context(versioned(path))
        assert "@context" in json.loads(body)
    assert json.loads(context("context.jsonld") or b"")["@context"] == jsonld_context()
    assert context("context/../../corpus.jsonl") is None


def test_the_contents_list_every_regulation_in_every_format(site: Site, kg: KnowledgeGraph) -> None:
    page = get(site, "id/").body.decode()
    assert all(f'/id/{slug}.html"' in page for slug in kg.corpus.regulations)
    said = json.loads(get(site, "id/index.json").body)
    assert [r["id"] for r in said["regulations"]] == list(kg.corpus.regulations)
    assert len(parsed(get(site, "id/index.ttl"))) > len(kg.corpus.regulations)
