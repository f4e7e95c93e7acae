"""The SPARQL page: what a browser gets of the endpoint, an editor, examples and results as linked tables.

The endpoint itself (`sparql_protocol`) hands requests of browsers on to here; programs never meet this page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from fastapi import Request
from fastapi.responses import Response

from ...corpus import Corpus
from ...errors import InputError, KgqError
from ...model import Text
from ...sparql.origin import NotFollowed
from ...terms import GROUND, ID, PREFIXES
from ...workers import WorkerError
from ..negotiation import language
from ..problem_types import TYPES
from ..problems import HttpProblem, problem_of
from ..service_description import endpoint_address
from ..sparql_protocol import checked
from ..sparql_request import FORM, MAX_QUERY, Asked, longest, media_type
from ..write_access import may_write
from .frame import page, root_of
from .sparql_downloads import SHEET, downloads, permalink, snippets
from .sparql_examples import EXAMPLES, example, named_questions, statements_of
from .sparql_origin import Origin, origin_of
from .sparql_results import MOST, SIZES, Reached, Result, answer_of, shown, triples_graph, turtle
from .sparql_words import router

__all__ = ["answered", "router"]


@dataclass(slots=True)
class _Shown:
    """A result with all that the page says of it."""

    result: Result
    reached: Reached | None = None
    origin: Origin | None = None
    not_followed: Text | None = None
    graph: dict[str, Any] | None = None
    turtle: str | None = None


async def answered(request: Request, asked: Asked, body: bytes = b"") -> Response:
    """The page for a request of a browser: with the form, and with the result where a query is run.

    Whatever is wrong with the query, or takes too long, is told beside it; it stays in the form.

    Args:
        request: the request.
        asked: what it asks for: a query, or nothing (`describe`).
        body: its body, where it is a POST.
    """
    given = _given(request, body)
    error: HttpProblem | None = None
    found: _Shown | None = None
    run = given.get("run") != "no"
    try:
        if asked.operation == "describe":
            asked, run = _chosen(request, given, asked, run)
        if run and asked.text:
            found = await _found(request, asked, given)
        elif run and asked.operation == "query":
            checked(asked.text)
    except (HttpProblem, KgqError, WorkerError) as raised:
        error = problem_of(raised)
    return _page(request, asked, given, found, error)


def _given(request: Request, body: bytes) -> Mapping[str, str]:
    """The parameters in the address and in the form that was sent; the last of each."""
    given = dict(request.query_params)
    if media_type(request.headers.get("content-type"))[0] == FORM:
        given |= parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return given


def _chosen(request: Request, given: Mapping[str, str], asked: Asked, run: bool) -> tuple[Asked, bool]:
    """The query that the page begins with: of an example, about a thing, or the first example, not run."""
    lang = language(request)
    if given.get("example"):
        one = example(given["example"], lang)
        if one is None:
            raise HttpProblem(
                404, "not-found", None, Text("没有这个示例", "There is no example of that name")
            )
        return Asked("query", one.query), run
    if given.get("thing"):
        return Asked("query", statements_of(_iri(request, given["thing"]))), run
    one = example(EXAMPLES[0].name, lang)
    assert one is not None
    return Asked("describe", one.query), False


def _iri(request: Request, word: str) -> str:
    """The IRI that a reader means: whole, with a prefix, or the id of a unit, a regulation or a ground."""
    import pyoxigraph as ox

    word = word.strip().strip("<>")
    corpus = request.app.state.service.kg.corpus
    prefix, colon, rest = word.partition(":")
    if colon and prefix in PREFIXES and not rest.startswith("//"):
        word = PREFIXES[prefix] + rest
    elif not colon:
        known = word in corpus.provisions or word in corpus.regulations or "/" in word
        word = (ID if known else GROUND) + word
    try:
        return str(ox.NamedNode(word).value)
    except ValueError:
        raise InputError(
            Text(f"这不是标识符：{word[:200]}", f"this is no identifier: {word[:200]}"),
            hint=Text(f"例如 {_sample(corpus)}", f"Such as {_sample(corpus)}"),
        ) from None


def _sample(corpus: Corpus) -> str:
    """The id of some unit, as an example of one."""
    return next((name for name, unit in corpus.provisions.items() if unit.kind == "article"), "")


async def _found(request: Request, asked: Asked, given: Mapping[str, str]) -> _Shown:
    words, form = checked(asked.text)
    result = await answer_of(request, asked, form, words)
    if result.form == "boolean":
        return _Shown(result)
    reached = await shown(request, result, _number(given.get("page"), 1), _size(given))
    found = _Shown(result, reached)
    if given.get("origin") == "yes" and reached.rows:
        if asked.default_graphs or asked.named_graphs:
            found.not_followed = Text("请求指定了图", "the request names its graphs")
        else:
            try:
                found.origin = await origin_of(request, asked, result, reached)
            except NotFollowed as error:
                found.not_followed = error.message
            except (HttpProblem, KgqError, WorkerError) as error:  # the result itself is there
                found.not_followed = problem_of(error).detail
    if result.form == "graph":
        found.graph = triples_graph(reached.rows) if reached.pages == 1 else None
        found.turtle = turtle(result)
    return found


def _number(text: str | None, usual: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else usual


def _size(given: Mapping[str, str]) -> int:
    size = _number(given.get("size"), SIZES[0])
    return size if size in SIZES else SIZES[0]


def _page(
    request: Request,
    asked: Asked,
    given: Mapping[str, str],
    found: _Shown | None,
    error: HttpProblem | None,
) -> Response:
    service, lang = request.app.state.service, language(request)
    settings = service.settings
    answer = page(
        request,
        "sparql/page.html",
        200 if error is None else error.status,
        sparql=asked.text,
        given=given,
        size=_size(given),
        sizes=sorted(SIZES),
        found=found,
        error=None if error is None else _told(error, lang),
        again=_again(request, asked, given),
        permalink=lambda **more: _address(request, asked, more),
        downloads=downloads(asked, found.result.form) if found else [],
        snippets=snippets(request, asked, found.result.form) if found else [],
        prefixes=PREFIXES,
        examples=EXAMPLES,
        questions=named_questions(lang),
        sample=_sample(service.kg.corpus),
        address=endpoint_address(request),
        limits={
            "seconds": f"{settings.query_seconds:g}", "longest": f"{longest(settings):g}",
            "rows": f"{settings.rows:,}", "size": MAX_QUERY // 1024, "most": f"{MOST:,}", "sheet": f"{SHEET:,}",
        },
        writable=may_write(service),
        switch_form="ask" if request.method == "POST" else "",
    )  # fmt: skip
    if error is not None:
        answer.headers.update(error.headers)
    if request.method == "POST":
        answer.headers["Cache-Control"] = "no-store"
    return answer


def _again(request: Request, asked: Asked, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a form that asks the same again has to hold, without page and size."""
    kept = [("default-graph-uri", one) for one in asked.default_graphs]
    kept += [("named-graph-uri", one) for one in asked.named_graphs]
    if asked.seconds is not None:
        kept.append(("timeout", f"{asked.seconds:g}"))
    if "lang" in request.query_params:
        kept.append(("lang", language(request)))
    return kept


def _address(request: Request, asked: Asked, more: Mapping[str, Any]) -> str | None:
    """The address of the query with other parameters; None where it is too long for one."""
    given = {name: str(value) for name, value in more.items() if value is not None}
    if "lang" in request.query_params and "format" not in given:
        given["lang"] = language(request)
    found = permalink(asked, **given)
    return found and f"{root_of(request)}/sparql?{found}"


def _told(error: HttpProblem, lang: str) -> dict[str, Any]:
    """A problem as the page shows it, with its place in the query."""
    body = error.to_json(lang)
    return {
        "title": body["title"],
        "detail": body["detail"],
        "advice": TYPES[error.slug].advice.in_(lang),
        "slug": error.slug,
        "line": error.extra.get("line"),
        "column": error.extra.get("column"),
    }
