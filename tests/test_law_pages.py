"""Pages of the law: what they show is what the graph says, whole, in both languages, and kept while nothing changes."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import time
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from served import Served

from kg_query import KnowledgeGraph
from kg_query.conditions import Lacks, leaves, to_json
from kg_query.terms import ID
from kg_query.web.linked_data.addresses import Addresses
from kg_query.web.linked_data.answers import Asked, Shown
from kg_query.web.linked_data.keeping import KeptPages
from kg_query.web.pages.law.cited import citation, legislation
from kg_query.web.pages.law.faces import Faces
from kg_query.web.pages.law.norms import tree_view
from kg_query.web.pages.law.parallels import by_unit, parallels_view
from kg_query.web.pages.law.reader import Reader
from kg_query.web.pages.law.units import contents, neighbours, unit_text
from kg_query.workers import Busy

HERE = Addresses("http://kg.example")


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


@cache
def reader(lang: str = "zh") -> Reader:
    return Reader(KnowledgeGraph.open().corpus, HERE, lang)


class Outline(HTMLParser):
    """The text of a page, its links, headings and ids; and the nested lists of each drawn condition."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.levels: list[int] = []
        self.words: list[str] = []
        self.jsonld = ""
        self._href = ""
        self._script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag == "a":
            self._href = given.get("href") or ""
            self.links.append((self._href, given.get("rel") or ""))
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        self._script = tag == "script" and given.get("type") == "application/ld+json"

    def handle_endtag(self, tag: str) -> None:
        self._script = self._script and tag != "script"

    def handle_data(self, data: str) -> None:
        if self._script:
            self.jsonld += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return "".join(self.words)

    def to(self, start: str) -> list[str]:
        return [href for href, _ in self.links if href.startswith(start)]


def shown(served: Served, path: str, lang: str = "zh") -> Outline:
    answer = served.client.get(path, headers={"Accept": "text/html"}, params={"lang": lang})
    assert answer.status_code == 200, (path, answer.text[:200])
    assert answer.headers["content-language"].startswith(lang)
    found = Outline(answer.text)
    assert found.levels.count(1) == 1
    assert len(found.ids) == len(set(found.ids)), [i for i in found.ids if found.ids.count(i) > 1]
    return found


def settled(served: Served, path: str, lang: str) -> Outline:
    """The page of a clause once the comparison of clauses is there, which the first readers may not wait for."""
    for _ in range(100):
        answer = served.client.get(path, params={"lang": lang})
        if "no-store" not in answer.headers["cache-control"]:
            break
        time.sleep(0.3)
    return shown(served, path, lang)


# --- what a page shows ----------------------------------------------------------------------


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_has_every_regulation_and_every_national_law(
    served: Served, kg: KnowledgeGraph, lang: str
) -> None:
    page = shown(served, "/regulations", lang)
    for slug in kg.corpus.regulations:
        assert page.to(f"/id/{slug}.html"), slug
    for fact in kg.corpus.facts:
        assert page.to(f"/id/{fact}.html"), fact
    for name in ("csv", "xlsx"):
        assert served.client.get(page.to(f"/api/v1/regulations?format={name}")[0]).status_code == 200


def test_a_regulation_is_led_to_by_its_slug(served: Served) -> None:
    answer = served.client.get("/regulations/nanmu", params={"lang": "en"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/id/nanmu.html?lang=en")
    assert served.client.get("/regulations/none").status_code == 404


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_a_regulation_has_its_whole_text_and_all_its_norms(
    served: Served, kg: KnowledgeGraph, lang: str
) -> None:
    slug = "puxian-tolerance"
    page = shown(served, f"/id/{slug}.html", lang)
    solid = "".join(page.text.split())
    for unit in kg.corpus.provisions.values():
        if unit.regulation == slug and unit.text:
            assert "".join(unit.text.in_(lang).split()) in solid, unit.id
            assert unit.id.rpartition("/")[2] in page.ids
            assert "".join(unit.text.zh.split()) in solid, "the words of the law themselves are always there"
    for norm in kg.corpus.norms_of[slug]:
        assert page.to(f"/id/{norm.id}.html"), norm.id
    lost = [u.lost.in_(lang) for u in kg.corpus.provisions.values() if u.regulation == slug and u.lost]
    assert lost and all(words in page.text for words in lost)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_of_a_clause_says_all_that_the_graph_has_of_it(
    served: Served, kg: KnowledgeGraph, lang: str
) -> None:
    page = settled(served, "/id/nanmu/art_10__para_2.html", lang)
    said = kg.show("nanmu/art_10__para_2")
    norm = kg.corpus.norms[said["norms"][0]["id"]]
    assert said["text"]["zh"] in page.text and said["text"]["en"] in page.text
    for leaf in (*leaves(norm.condition), *leaves(norm.presupposes)):
        assert page.to(f"/ground/{leaf.ground}.html"), leaf
    for child in said["children"]:
        assert page.to(f"/id/{child}.html") and kg.corpus.provisions[child].text.in_(lang) in page.text  # type: ignore[union-attr]
    for other in [
        *said["refers_to"],
        *(kg.corpus.norms[d["norm"]].id for d in said["norms"][0]["defeated_by"]),
    ]:
        assert page.to(f"/id/{other}.html"), other
    for reading in said["norms"][0]["readings"]:
        one = kg.corpus.readings[reading]
        assert one.primary.in_(lang) in page.text and one.alternative.in_(lang) in page.text
    assert {rel for _, rel in page.links} >= {"prev", "next", "up"}
    assert page.to("/id/puxian-tolerance/art_11__para_2.html"), "the parallel clause"
    assert any("run=no" in href and "query=" in href for href in page.to("/sparql"))


def test_a_damaged_clause_shows_what_was_printed_what_was_corrected_and_how_sure(
    served: Served, kg: KnowledgeGraph
) -> None:
    unit = kg.corpus.provisions["puxian-review/art_6"]
    page = shown(served, f"/id/{unit.id}.html", "en")
    for e in unit.emendations:
        assert e.before in page.text and e.after in page.text and e.reason.en in page.text  # type: ignore[union-attr]
    assert "probable" in page.text and unit.lost.en in page.text  # type: ignore[union-attr]
    assert unit.raw in page.text  # type: ignore[operator]


@pytest.mark.parametrize(
    ("path", "ids"),
    [("/id/puxian-review/art_6.html", ["puxian-review/art_6"]), ("/id/puxian-tolerance.html", None)],
    ids=["clause", "regulation"],
)
def test_corrections_are_to_be_had_as_files_and_their_certainty_is_told_in_words(
    served: Served, kg: KnowledgeGraph, path: str, ids: list[str] | None
) -> None:
    units = [
        u
        for u in kg.corpus.provisions.values()
        if (u.id in ids if ids else u.regulation == "puxian-tolerance")
    ]
    wanted = [(u.id, e.before, e.after, e.certainty) for u in units for e in u.emendations]
    page = shown(served, path, "zh")
    [address] = [a for a in page.to("/api/v1/questions/emendations") if "format=csv" in a]
    rows = list(csv.DictReader(io.StringIO(served.client.get(address).content.decode("utf-8-sig"))))
    assert sorted((r["clause"], r["printed"], r["read_as"], r["certainty"]) for r in rows) == sorted(wanted)  # type: ignore[type-var]
    assert all(served.client.get(a).status_code == 200 for a in page.to("/api/v1/questions/emendations"))
    for _, _, _, code in wanted:
        label = kg.corpus.concepts["certainty"][code or ""].label
        assert label.zh in page.text and code not in page.text
    asked = served.client.get("/questions/emendations", params={"clause": units[0].id, "lang": "zh"}).text
    assert '<option value="probable">很可能</option>' in asked and ">certain<" not in asked


def test_the_page_of_a_ground_leads_to_every_norm_that_turns_on_it(
    served: Served, kg: KnowledgeGraph
) -> None:
    for ground in ("force_majeure", "subjective_fault"):
        page, said = shown(served, f"/ground/{ground}.html", "en"), kg.show(ground)
        used = {*said["in_conditions_of"], *said["in_exceptions_of"], *said["presupposed_by"]}
        assert used and all(page.to(f"/id/{norm}.html") for norm in used)
        assert all(page.to(f"/ground/{g}.html") for g in [*said["entails"], *said["entailed_by"]])
        refused = [n for n in used if Lacks(ground) in leaves(kg.corpus.norms[n].condition)]
        assert bool(refused) == ("not · condition" in " ".join(page.text.split()))
        download = page.to("/api/v1/questions/clauses-using-ground?format=csv")[0]
        rows = served.client.get(download)
        assert rows.status_code == 200 and len(rows.text.splitlines()) > 3


def test_other_things_of_the_law_have_pages_that_say_what_they_are(
    served: Served, kg: KnowledgeGraph
) -> None:
    corpus = kg.corpus
    override = corpus.overrides[0]
    for path, words in (
        ("id/nanmu/norm/art_9__point_4", corpus.norms["nanmu/norm/art_9__point_4"].summary),
        ("id/outcome/exempt", corpus.outcomes["exempt"].definition),
        ("id/kind/exemption", corpus.concepts["kind"]["exemption"].definition),
        ("id/law/administrative_penalty_law", corpus.facts["national/P08"].requirement),
        ("id/national/P08", corpus.facts["national/P08"].requirement),
        (
            "id/nanmu/norm/reading_force_majeure",
            corpus.readings["nanmu/norm/reading_force_majeure"].alternative,
        ),
        (f"id/{override.id}", override.reason),
        ("id/lianyungang/norm/period_art_13", corpus.deadlines["lianyungang/norm/period_art_13"].trigger),
    ):
        for lang in ("zh", "en"):
            assert words is not None
            assert words.in_(lang) in shown(served, f"/{path}.html", lang).text, path


def test_a_norm_is_headed_by_its_clause_and_says_once_what_it_provides(
    served: Served, kg: KnowledgeGraph
) -> None:
    page = served.client.get("/id/nanmu/norm/art_10__para_2.html", params={"lang": "en"}).text
    assert re.findall(r"<h1>(.*?)</h1>", page) == ["<bdi>Nanmu, Article 10, paragraph 2</bdi>"]
    summary = kg.corpus.norms["nanmu/norm/art_10__para_2"].summary
    assert summary and page.split("<article")[1].split('class="rdf"')[0].count(summary.en) == 1


def test_the_statements_stand_folded_beneath(served: Served) -> None:
    html = served.client.get("/id/nanmu/art_9__point_4.html").text
    assert '<details class="rdf"' in html and html.index('id="norms"') < html.index('id="statements"')


# --- the parts -----------------------------------------------------------------------------------


def back(node: dict[str, Any] | None) -> Any:
    """The condition that a drawn tree shows, as `to_json` writes it."""
    if node is None:
        return None
    match node["kind"]:
        case "leaf":
            return {"not": node["link"]["id"]} if node["negated"] else node["link"]["id"]
        case "met":
            return {"met": node["link"]["id"], "tree": back(node["members"][0]), "negated": node["negated"]}
        case "always" | "never":
            return {"all" if node["kind"] == "always" else "any": []}
    return {node["kind"]: [back(m) for m in node["members"]]}


def plain(tree: Any) -> Any:
    """The same of `to_json`, where a condition that another norm states is written out."""
    if isinstance(tree, dict) and "met" in tree:
        return {"met": tree["met"], "tree": plain(tree["tree"]), "negated": bool(tree.get("negated"))}
    if isinstance(tree, dict):
        return {k: [plain(m) for m in v] if isinstance(v, list) else v for k, v in tree.items()}
    return tree


def test_a_drawn_tree_is_the_condition(kg: KnowledgeGraph) -> None:
    drawn = 0
    for norm in kg.corpus.norms.values():
        for tree in (norm.condition, norm.exception, norm.presupposes):
            assert back(tree_view(reader(), tree)) == plain(to_json(tree)), norm.id
            drawn += tree is not None
    assert drawn > 300


def test_corrections_are_marked_where_they_stand(kg: KnowledgeGraph) -> None:
    marked = 0
    for unit in kg.corpus.provisions.values():
        runs = unit_text(reader(), unit)["runs"]
        assert "".join(text for text, _ in runs) == (unit.text.zh if unit.text else "")
        corrected = ["".join(text.split()) for text, yes in runs if yes]
        after = ["".join(e.after.split()) for e in unit.emendations]
        assert all(text in after for text in corrected), unit.id
        marked += len(corrected)
    assert marked > 10


@pytest.mark.parametrize(("lang", "called"), [("zh", "第二款"), ("en", "paragraph 2")])
def test_a_paragraph_without_a_printed_number_is_called_by_its_place(lang: str, called: str) -> None:
    corpus = reader(lang).corpus
    shown = unit_text(reader(lang), corpus.provisions["nanmu/art_10__para_2"])
    assert (shown["label"], shown["counted"]) == (called, True)
    printed = unit_text(reader(lang), corpus.provisions["nanmu/art_10__para_2__point_1"])
    assert printed["number"] == "（一）" and not printed["counted"]


def test_next_and_previous_go_through_a_regulation_without_turning_back(kg: KnowledgeGraph) -> None:
    order = {unit: i for i, unit in enumerate(kg.corpus.provisions)}
    for slug in kg.corpus.regulations:
        for unit in kg.corpus.provisions.values():
            if unit.regulation == slug:
                beside = neighbours(reader(), unit)
                assert beside["above"]["id"] == (unit.parent or slug)
                assert beside["after"] is None or order[beside["after"]["id"]] > order[unit.id]
                assert beside["before"] is None or order[beside["before"]["id"]] < order[unit.id]


def test_the_contents_lead_to_every_article(kg: KnowledgeGraph) -> None:
    def listed(entries: list[dict[str, Any]]) -> Iterator[str]:
        for entry in entries:
            yield entry["id"]
            yield from listed(entry["members"])

    for slug in kg.corpus.regulations:
        articles = {
            p.id for p in kg.corpus.provisions.values() if p.regulation == slug and p.kind == "article"
        }
        assert articles <= set(listed(contents(reader(), slug)))


def test_parallels_are_the_same_from_both_sides_and_lead_from_here_to_there(kg: KnowledgeGraph) -> None:
    compared = kg.compare().clauses().to_json()
    found = by_unit(compared, {n.id: n.provision for n in kg.corpus.norms.values()})
    pairs = {(p["a"], p["b"]) for some in found.values() for p in some}
    assert pairs == {(b, a) for a, b in pairs} and len(pairs) > 200
    words = kg.corpus.provisions
    for unit, some in found.items():
        for pair in some:
            assert pair["a"] == unit
            if pair["runs"] and pair["role"] == "clause":
                for side, kept in ((pair["a"], ("same", "removed")), (pair["b"], ("same", "added"))):
                    told = "".join(t for mark, t in pair["runs"]["zh"] if mark in kept)
                    own = words[side].text.zh  # type: ignore[union-attr]
                    assert re.sub(r"\W", "", told) == re.sub(r"\W", "", own), (unit, side)
    one = found["nanmu/art_9__point_4"]
    view = parallels_view(reader("en"), one)
    assert view["words"][0]["b"] == "puxian-tolerance/art_10__point_5" and view["words"][0]["same_law"]
    narrow = next(p for p in view["words"] if p["b"] == "lianyungang/art_8__point_26")
    there = parallels_view(reader("en"), found[narrow["b"]])
    wide = next(p for p in there["words"] if p["b"] == "nanmu/art_9__point_4")
    assert (narrow["relation"], wide["relation"]) == (
        "the condition here is narrower",
        "the condition here is wider",
    )
    for unit, some in found.items():
        for pair in (p for group in parallels_view(reader("zh"), some).values() for p in group):
            told = bool(pair["law"] and pair["law"]["relation"])
            assert bool(pair["relation"]) == told, (unit, pair["b"])


def test_a_clause_is_cited_as_lawyers_cite_it(kg: KnowledgeGraph) -> None:
    regulation, unit = kg.corpus.regulations["nanmu"], kg.corpus.provisions["nanmu/art_9__point_4"]
    zh, en = citation(reader("zh"), regulation, unit), citation(reader("en"), regulation, unit)
    assert zh.endswith("（鄂政发〔2024〕127号）第九条第（四）项") and zh.startswith("《")
    assert en.startswith("Article 9(4), ") and en.endswith("(鄂政发〔2024〕127号, 29 October 2024)")
    unprinted = citation(reader("en"), kg.corpus.regulations["town"])
    assert unprinted.endswith("(untitled in the source)"), "and no number or date that is not printed"


def test_the_page_describes_itself_to_search_engines(served: Served, kg: KnowledgeGraph) -> None:
    data = json.loads(shown(served, "/id/nanmu/art_9__point_4.html").jsonld)
    assert (data["@context"], data["@type"], data["@id"]) == (
        "https://schema.org",
        "Legislation",
        ID + "nanmu/art_9__point_4",
    )
    assert data["isPartOf"]["legislationIdentifier"] == "鄂政发〔2024〕127号"
    assert data["url"].startswith("http") and data["url"].endswith("/id/nanmu/art_9__point_4.html")
    town = legislation(reader(), kg.corpus.regulations["town"])
    assert not {"legislationDate", "legislationIdentifier"} & set(town), "what is not printed is not said"


# --- kept and not kept -------------------------------------------------------------------------------


def test_a_page_is_kept_by_address_and_language(served: Served) -> None:
    settled(served, "/id/nanmu/art_9__point_4.html", "zh")
    first = served.client.get("/id/nanmu/art_9__point_4.html", params={"lang": "zh"})
    again = served.client.get("/id/nanmu/art_9__point_4.html", params={"lang": "zh"})
    assert first.content == again.content and first.headers["etag"] == again.headers["etag"]
    english = served.client.get("/id/nanmu/art_9__point_4.html", params={"lang": "en"})
    assert english.headers["etag"] != first.headers["etag"]
    same = served.client.get(
        "/id/nanmu/art_9__point_4.html",
        params={"lang": "zh"},
        headers={"If-None-Match": first.headers["etag"]},
    )
    assert (same.status_code, same.content) == (304, b"")
    listed = served.client.get("/regulations")
    tag = {"If-None-Match": listed.headers["etag"]}
    assert served.client.get("/regulations", headers=tag).status_code == 304


def test_a_clause_is_shown_where_the_comparison_cannot_be_had_now(
    kg: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Asked("id/nanmu/art_9__point_4.html", lambda _: None, "en")
    faces = Faces(kg.corpus)

    async def busy() -> Any:
        raise Busy(1)

    async def there() -> Any:
        return {"clauses": kg.compare().clauses().to_json()}

    async def slow() -> Any:
        await asyncio.sleep(3600)

    async def face(compared: Any) -> Shown:
        found = await faces.of(HERE, compared, ID + "nanmu/art_9__point_4", asked)
        assert found is not None
        return found

    async def both() -> tuple[Shown, Shown]:
        return await face(busy), await face(there)

    monkeypatch.setattr("kg_query.web.pages.law.faces.PATIENCE", 0.01)
    asked_for = asyncio.run(face(slow))
    assert (asked_for.lasting, asked_for.values["without"]) == (False, True)
    faces = Faces(kg.corpus)
    monkeypatch.setattr("kg_query.web.pages.law.faces.PATIENCE", 60.0)
    now, later = asyncio.run(both())
    assert (now.lasting, now.values["without"], now.values["parallels"]) == (False, True, None)
    assert later.lasting and later.values["parallels"]["words"]


def test_pages_kept_are_bounded() -> None:
    from kg_query.web.linked_data.answers import Answer

    pages = KeptPages(most=100)
    for name in range(50):
        pages.put(name, Answer(200, {}, b"x" * 30))
    assert pages.size <= 100 and pages.get(49) is not None and pages.get(0) is None
    pages.put("large", Answer(200, {}, b"x" * 60))
    assert pages.get("large") is None


def test_a_norm_that_relieves_is_not_shown_as_a_ban_on_the_relief(served: Served) -> None:
    """第七条: 不予追究执法过错责任; what is forbidden is to pursue liability."""
    assert "免责 · 不得追究责任 → 免予追究" in _solid(shown(served, "/id/town/art_7__point_7.html"))
    english = _solid(shown(served, "/id/lianyungang/art_8__point_1.html", "en"))
    assert "not a fault · liability shall not be pursued → not a fault" in english
    assert "禁止从宽 · 不得 → 不得从轻、减轻或免于处罚" in _solid(
        shown(served, "/id/town/art_9__point_1.html")
    )


def test_a_regulation_tells_its_days_and_the_clauses_of_a_reading_as_documents_do(served: Served) -> None:
    page = "".join(shown(served, "/id/nanmu.html").text.split())
    assert "印发日期2024年10月29日施行日期2024年10月29日" in page
    # one reading of the opening words, taken in five articles
    assert "第四条、第九条、第十条、第十一条、第十二条：" in page
    assert "29 October 2024" in shown(served, "/id/nanmu.html", "en").text


def test_a_fixed_day_is_not_called_a_period_without_length(served: Served) -> None:
    page = _solid(shown(served, "/id/puxian-statistics/art_2__para_3.html"))
    assert "期限：每年1月31日前" in page
    assert "未定具体" not in page


def test_articles_of_national_law_are_cited_as_a_statute_numbers_them(served: Served) -> None:
    page = _solid(shown(served, "/id/lianyungang/art_12.html"))
    assert "《市场监督管理行政执法责任制规定》第十三条至第十八条" in page
    assert "13-18" not in page


def test_the_worth_of_a_scoring_line_is_not_called_a_deduction(served: Served) -> None:
    page = "/id/puxian-review/annex_4__stage_measures__sec_sp__doc_1__line_6.html"
    assert "分值 4 分" in _solid(shown(served, page))


def _solid(page: Outline) -> str:
    return " ".join(page.text.split())
