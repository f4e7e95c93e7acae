"""The page that assesses a matter: findings chosen or sent, outcomes with proof, suppositions, the opinion to sign."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.corpus import Corpus
from kg_query.errors import KgqError, UsageError, known_words
from kg_query.inputs.holding import CASE_FILE, told_apart
from kg_query.model import Text
from kg_query.privacy import Masker

from ..api.bodies import example_body
from ..api.caching import Kept
from ..api.operations import Example
from ..identity import may_see_personal_data
from ..negotiation import LANGUAGES, language
from ..problems import HttpProblem
from . import assess_view as view
from .asking import ask, fetch
from .assess_form import DETAILS, STATUSES, MatterForm, leaves
from .frame import html, kept_page, macros, page, root_of, surroundings
from .named import Named
from .sent import FAULTS, Sent, Upload, envelope, masked, pasted, problems, saved, sent

__all__ = ["router"]

router = APIRouter()

#: What a page of files answers in, by what is asked.
_OPINION = ("docx", "pdf", "html")
_TABLES = {"assess": "assess", "requires": "requires", "what-if": "what-if"}
_TABLE = ("csv", "xlsx", "json")
_UNNAMED = Text("未编号", "unnumbered")
#: Where htmx will put the answer → the part of the page that is then enough: a third of the time of the whole.
_PARTS = {"div#answer": "answer", "div#needed": "needed"}


@router.api_route("/assess", methods=["GET", "HEAD"], include_in_schema=False)
async def empty(request: Request) -> Response:
    """The form: empty, or filled in with an example and its answer."""
    example = request.query_params.get("example", "")

    async def made() -> str:
        form = MatterForm()
        if example:
            form = MatterForm.of(_example(example))
        values = await _answered(request, form, Sent()) if example else {}
        return html(request, "assess/page.html", **_values(request, form, Sent(), **values))

    try:
        return await kept_page(request, made)
    except UsageError as fault:
        status, told = problems(fault)
        return _shown(request, MatterForm(), Sent(), status, problems_=told)


@router.post("/assess", include_in_schema=False)
async def assessed(request: Request) -> Response:
    """What each regulation says of the matter; with what is wrong, the form as it was sent."""
    found, form = Sent(), MatterForm()
    try:
        found = await sent(request)
        form = MatterForm.typed(found)
        if found.uploads("matters") or found.one("text"):
            matters = await _read(request, found)
            wanted = next((m for m in matters if m["id"] == found.one("matter")), None)
            if len(matters) != 1 and wanted is None:
                return page(
                    request, "assess/choose.html", matters=matters, found=found, roles=dict(_roles(request)),
                    switch_form="matter",
                )  # fmt: skip
            form = MatterForm.of(wanted or matters[0])
            form.regulations = found.all("regulation")
        values = await _answered(request, form, found) if not form.empty else {}
    except FAULTS as fault:
        status, told = problems(fault)
        return _shown(request, form, found, status, problems_=told, case_files=_case_files(fault, found))
    return _shown(request, form, found, **values)


@router.post("/assess/opinion", include_in_schema=False)
async def opinion(request: Request) -> Response:
    """The reasoned opinion as a file."""
    return await _file(request, "assess", _OPINION, "opinion")


@router.post("/assess/table", include_in_schema=False)
async def table(request: Request) -> Response:
    """A table of the page as a file: the outcomes, what is still needed, or what a supposition changes."""
    what = request.query_params.get("what", "assess")
    if what not in _TABLES:
        raise HttpProblem(404, "not-found")
    return await _file(request, _TABLES[what], _TABLE, what)


@router.post("/assess/matter", include_in_schema=False)
async def matter(request: Request) -> Response:
    """The matter itself as a file, to be sent again another day."""
    found = await sent(request)
    content = json.dumps(_matter(request, MatterForm.typed(found)), ensure_ascii=False, indent=2) + "\n"
    return saved(Kept(content.encode(), None, ""), "json", "matter")


# --- asking ---------------------------------------------------------------------------------------


async def _answered(request: Request, form: MatterForm, found: Sent) -> dict[str, Any]:
    """The outcomes with their proofs; and, where they are asked for, a supposition and what is still needed."""
    named = Named(_corpus(request), language(request))
    body, hide = _matter(request, form), masked(request, found)
    options: dict[str, Any] = {"regulation": form.regulations} if form.regulations else {}
    verdict = await ask(request, "assess", body=body, options=options, masked=hide)
    slugs = [one["regulation"] for one in verdict["results"]]
    told = await asyncio.gather(
        *(ask(request, "explain", body=body, options={"regulation": slug}, masked=hide) for slug in slugs)
    )
    values: dict[str, Any] = {
        "results": view.results(named, verdict, dict(zip(slugs, told, strict=True))),
        "disputed": [named.ground(ground) for ground in verdict["disputed"]],
        "matter": body,
        "made": await _made(named, body, hide),
    }
    if supposed := leaves(found.all("flip")):
        answer = await ask(request, "what-if", body=body, options=options | _supposed(supposed), masked=hide)
        values["what_if"] = {
            "changes": view.changes(named, answer["results"]),
            "supposed": [(named.ground(g), s) for g, s in supposed if g in named.corpus.grounds],
            "leaves": " ".join(f"{g}:{s}" for g, s in supposed),
        }
    if found.one("show") == "needed":
        answer = await ask(request, "requires", body=body, options=options, masked=hide)
        values["needed"] = view.needed(named, answer)
    return values


async def _made(named: Named, body: dict[str, Any], hide: bool) -> list[Any]:
    """The findings as the answer repeats them: with personal data as in all of it."""
    if hide:
        body = await asyncio.to_thread(Masker(named.corpus.case_schema).matter, body)
    return view.said_of(named, MatterForm.of(body))


def _supposed(some: list[tuple[str, str]]) -> dict[str, list[str]]:
    names = {"established": "establish", "refuted": "refute", "unknown": "unknown", "": "withdraw"}
    made: dict[str, list[str]] = {}
    for ground, status in some:
        made.setdefault(names[status], []).append(ground)
    return made


async def _read(request: Request, found: Sent) -> list[dict[str, Any]]:
    """The matters that a file or a pasted text holds; they go back into the form as they are."""
    files = found.uploads("matters")
    if text := pasted(found.one("text"), "typed"):
        files.append(text)
    body, media_type = envelope([("matter", one) for one in files])
    read = await ask(
        request, "assess", options={"matters": "true"}, body=body, media_type=media_type, masked=False
    )
    matters: list[dict[str, Any]] = read if isinstance(read, list) else [read]
    return matters


def _case_files(fault: Exception, found: Sent) -> list[Upload]:
    """What was sent, where it holds case files, so that it can be sent on to the review; else nothing."""
    if not isinstance(fault, KgqError) or not told_apart(fault.problems, CASE_FILE):
        return []
    text = pasted(found.one("text"), "typed")
    return [*found.left("matters"), *([text] if text else [])]


async def _file(request: Request, operation: str, formats: tuple[str, ...], name: str) -> Response:
    found, form = Sent(), MatterForm()
    try:
        found = await sent(request)
        form = MatterForm.typed(found)
        format = request.query_params.get("format", formats[0])
        if format not in formats:
            raise UsageError(Text("没有这种格式", "there is no such format"), "format", known_words(formats))
        options: dict[str, Any] = {"regulation": form.regulations} if form.regulations else {}
        if operation == "what-if":
            options |= _supposed(leaves(found.all("supposed")))
        made = await fetch(
            request, operation, body=_matter(request, form), options=options, format=format, masked=masked(request, found)
        )  # fmt: skip
    except FAULTS as fault:
        status, told = problems(fault)
        return _shown(request, form, found, status, problems_=told)
    return saved(made, format, name)


def _matter(request: Request, form: MatterForm) -> dict[str, Any]:
    return form.to_json(_UNNAMED.in_(language(request)))


# --- showing --------------------------------------------------------------------------------------


def _shown(request: Request, form: MatterForm, found: Sent, status: int = 200, **values: Any) -> Response:
    part = _PARTS.get(request.headers.get("hx-target", ""), "") if request.method == "POST" else ""
    switch = (
        "sending" if found.one("text") and status >= 400 else "matter" if request.method == "POST" else ""
    )
    answer = page(
        request, "assess/part.html" if part else "assess/page.html", status,
        **_values(request, form, found, part=part, **values), switch_form=switch,
    )  # fmt: skip
    if request.method == "POST":
        answer.headers["Vary"] += ", HX-Target"
    return answer


def _values(request: Request, form: MatterForm, found: Sent, **values: Any) -> dict[str, Any]:
    corpus, lang = _corpus(request), language(request)
    named = Named(corpus, lang)
    whole = not values.get("part")
    given: dict[str, Any] = {
        "results": None,
        "what_if": None,
        "needed": None,
        "disputed": [],
        "made": [],
        "problems_": [],
        "case_files": [],
        "matter": {},
    }
    return {
        **given,
        "part": "",
        "form": form,
        "families": view.families(corpus, lang, form) if whole else [],
        "unraised": _unraised(corpus, lang, request.query_params.get("lang") in LANGUAGES, root_of(request))
        if whole
        else {},
        "findings": view.said_of(named, form),
        "roles": _roles(request),
        "regulations": [(slug, named.regulation(slug)) for slug in corpus.assessed],
        "organisations": [
            (one.slug, one.issuer.in_(lang)) for one in corpus.regulations.values() if one.issuer is not None
        ],
        "examples": [(one.name, one.summary.in_(lang)) for one in _EXAMPLES],
        "current": request.query_params.get("example", "") if request.method != "POST" else "",
        "statuses": STATUSES,
        "details": DETAILS,
        "where": view.where(corpus),
        "dump": partial(json.dumps, ensure_ascii=False),
        "text_sent": found.one("text") if values.get("problems_") else "",
        # one page for everybody is kept of a GET; who may not see them is told when they ask
        "may_show": request.method != "POST" or may_see_personal_data(request),
        "show_personal": found.one("personal-data") == "show",
        **values,
    }


@lru_cache(maxsize=8)
def _unraised(corpus: Corpus, lang: str, fixed: bool, root: str) -> Mapping[str, str]:
    """The fields of all grounds of which nothing was found: written once, as they are the same for everybody."""
    write = macros("assess/form.html", **surroundings(lang, fixed, root, "/assess"), details=DETAILS).ground
    rows = (row for family in view.families(corpus, lang, MatterForm()) for row in family.rows)
    return {row.id: write(row) for row in rows}


def _roles(request: Request) -> list[tuple[str, str]]:
    lang = language(request)
    return [(code, role.label.in_(lang)) for code, role in _corpus(request).concepts["role"].items()]


def _corpus(request: Request) -> Corpus:
    corpus: Corpus = request.app.state.service.kg.corpus
    return corpus


# --- examples -------------------------------------------------------------------------------------


_EXAMPLES = tuple(
    Example(name, words, f"data/examples/{file}", media_type=media_type)
    for name, words, file, media_type in (
        ("matter", Text("暴雪封路，未能检查", "an inspection missed in a snowstorm"), "matter.json", "application/json"),
        ("disputed", Text("证据相反", "evidence both ways"), "matters/disputed.json", "application/json"),
        ("pilot", Text("试点未达预期", "a pilot that fell short"), "matters/pilot.yaml", "application/yaml"),
        ("omitted-evidence", Text("遗漏证据", "evidence overlooked"), "matters/omitted-evidence.jsonld", "application/ld+json"),
    )
)  # fmt: skip


def _example(name: str) -> Mapping[str, Any]:
    known = {one.name: one for one in _EXAMPLES}
    if name not in known:
        raise UsageError(Text("没有这个例子", "there is no such example"), name[:60], known_words(known))
    body: Mapping[str, Any] = example_body(known[name])
    return body
