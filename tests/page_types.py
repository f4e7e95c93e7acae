"""One address, or more, for each type of page that the service has; a test fails for a route that is in none.

`Kind.path` is asked of the bundled data, `Kind.hostile` of a service whose data mean harm (`hostile_world`),
where the page shows as much of that as it can. `Kind.then` is what a user does to reach a page that answers.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from thorough import THOROUGH

if TYPE_CHECKING:
    from playwright.sync_api import Page

__all__ = ["KINDS", "Kind", "page_routes", "unlisted"]


@dataclass(frozen=True)
class Kind:
    """A type of page.

    Attributes:
        name: of the type, for the names of tests.
        path: its address on the bundled data.
        hostile: its address on the data that mean harm; "" is the same.
        then: what is done on the page before it is looked at.
        status: of the answer to the address.
        foreign: the page shows a tool of others, which is held to axe-core and not to our own rules besides.
    """

    name: str
    path: str
    hostile: str = ""
    then: Callable[[Page], None] | None = None
    status: int = 200
    foreign: bool = False

    @property
    def harm(self) -> str:
        """The address on the data that mean harm."""
        return self.hostile or self.path


def _drawn(page: Page) -> None:
    page.locator("h3.opblock-tag").first.wait_for()


def _compared(page: Page) -> None:
    page.locator("form#case").evaluate("form => form.requestSubmit()")
    page.locator("#outcomes").wait_for()


#: Two regulations that are compared in a moment, and one that means harm beside another.
_TWO = "regulation=nanmu&regulation=puxian-tolerance"
_HARM = "regulation=hostile&regulation=nanmu"


def _of_the_example(page: Page) -> None:
    page.locator('button[name="example"]').click()
    page.locator("table.answer").wait_for()


#: Everything that has a name, those of the data that mean harm first.
_NAMED = quote(
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"
    "SELECT * { ?thing skos:prefLabel|rdfs:label|rdfs:seeAlso ?said } ORDER BY DESC(CONTAINS(STR(?thing), 'hostile')) LIMIT 60"
)
KINDS = (
    Kind("start", "/"),
    Kind("docs", "/docs", then=_drawn, foreign=True),
    Kind("problems", "/problems"),
    Kind("problem", "/problems/not-found"),
    Kind("nothing there", "/nothing/here", status=404),
    Kind("search, empty", "/search"),
    Kind("search", "/search?q=过错", "/search?q=window"),
    Kind("search, nothing found", "/search?q=qqqq", "/search?q=%3Cscript%3Ewindow.__xss%3D9%3C/script%3E"),
    Kind("listing of the data", "/id/"),
    Kind("regulations", "/regulations"),
    Kind("regulation", "/id/nanmu.html", "/id/hostile.html"),
    Kind("provision", "/id/nanmu/art_9__point_3.html", "/id/hostile/art_2.html"),
    Kind("provision, long", "/id/nanmu/art_10__para_1.html", "/id/hostile/art_3.html"),
    Kind("norm", "/id/nanmu/norm/art_9__point_3.html", "/id/hostile/norm/art_2.html"),
    Kind("reading", "/id/town/norm/reading_chapeau_7.html", "/id/hostile/norm/reading_art_2.html"),
    Kind("ground", "/ground/mistake_or_deviation.html", "/ground/hostile_ground.html"),
    Kind("outcome", "/id/outcome/exempt.html"),
    Kind("statement of a defect", "/id/nanmu/drafting/deciders.html", "/id/hostile/drafting/one.html"),
    Kind("defects", "/defects", "/defects" if THOROUGH else "/defects?regulation=hostile"),
    Kind("defects, narrowed down", "/defects?check=days-of-no-kind", "/defects?regulation=hostile"),
    Kind("questions", "/questions"),
    Kind("question", "/questions/relief-for-ground", "/questions/definitions"),
    Kind("question with a chart", "/questions/coverage"),
    Kind("question, wrong", "/questions/shared-grounds?at_least=many", status=400),
    Kind("question of files", "/questions/files-by-grade", then=_of_the_example),
    Kind("SPARQL", "/sparql"),
    Kind("SPARQL, answered", f"/sparql?query={_NAMED}", f"/sparql?query={_NAMED}"),
    Kind("review, empty", "/review"),
    Kind("review", "/review?example=penalty-half-judged"),
    Kind("compare", f"/compare?{_TWO}", f"/compare?{_HARM}"),
    Kind("compare, refused", "/compare/grounds?regulation=nanmu&q=x", status=400),
    Kind("compare grounds", "/compare/grounds", f"/compare/grounds?{_HARM}&show=all"),
    Kind("compare clauses", f"/compare/clauses?{_TWO}", f"/compare/clauses?{_HARM}&show=unique"),
    Kind("compare scenarios", f"/compare/scenarios?{_TWO}", f"/compare/scenarios?{_HARM}"),
    Kind("compare figures", f"/compare/measures?{_TWO}", f"/compare/measures?{_HARM}"),
    Kind("compare procedure", "/compare/procedure", f"/compare/procedure?{_HARM}"),
    Kind("compare one matter", "/compare/case?example=matter", then=_compared),
    Kind("assess, empty", "/assess"),
    Kind("assess", "/assess?example=matter"),
    Kind("assess, disputed", "/assess?example=disputed"),
    Kind("duties, empty", "/duties"),
    Kind("duties", "/duties?example=national-day"),
    Kind("statistics, empty", "/statistics"),
    Kind("statistics", "/statistics?example=two-organs"),
    Kind("evaluation, empty", "/evaluation"),
    Kind("evaluation", "/evaluation?example=teams"),
)


def page_routes() -> Iterator[tuple[str, str]]:
    """Every route of the modules of pages: its path as a template, and one of its methods."""
    from kg_query.web import pages

    def walk(routes: Any) -> Iterator[tuple[str, str]]:
        for route in routes:
            if inner := getattr(getattr(route, "original_router", None), "routes", None):
                yield from walk(inner)
                continue
            yield from ((route.path, method) for method in route.methods - {"HEAD", "OPTIONS"})

    for name in pages.ROUTERS:
        yield from walk(importlib.import_module(f"kg_query.web.pages.{name}").router.routes)


def unlisted(files: frozenset[str]) -> list[str]:
    """The routes for GET that no kind of page is an address of.

    Args:
        files: templates of the routes that answer with files or data, not with pages.
    """
    paths = [kind.path.partition("?")[0] for kind in KINDS]
    found = []
    for template, method in page_routes():
        pattern = re.sub(r"\\\{(\w+)(:path)?\\\}", lambda m: ".+" if m[2] else "[^/]+", re.escape(template))
        if (
            method == "GET"
            and template not in files
            and not any(re.fullmatch(pattern, path) for path in paths)
        ):
            found.append(template)
    return found
