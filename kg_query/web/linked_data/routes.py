"""The routes of linked data: IRIs of the graph, their twins, documents, contexts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ... import __version__
from ...errors import LimitError
from ...model import Text
from ...show import show_iri
from ...terms import GRAPH
from ..negotiation import accepts, language
from ..pages.asking import ask
from ..pages.law.faces import Faces
from ..problems import HttpProblem
from .addresses import Addresses
from .answers import Answer, Asked, Gone, NotAcceptable, NotKnown, Site, message
from .contexts import CONTEXTS, context, versioned
from .documents import DOCUMENTS
from .keeping import KeptPages, passing
from .looking_up import Descriptions, Row
from .pages import FOLDERS
from .signposts import LICENCE
from .twins import RDF_TWINS, TWINS, Twin, of_media_type

__all__ = ["router", "site_of"]

router = APIRouter()

#: Seconds that a description may take, and bytes that one answer of the dataset may have.
_SECONDS, _BYTES = 10.0, 32 * 1024**2
_YEAR, _HOUR = 31536000, 3600
#: Sections below the root that hold IRIs of ours.
SECTIONS = ("id", "ground", "graph", "ontology", "decisions", "owl")
_JSONLD = "application/ld+json"


def site_of(request: Request) -> Site:
    """The linked data of the service that a request came to; made at the first request."""
    state = request.app.state
    site: Site | None = getattr(state, "linked_data", None)
    if site is None:
        service = state.service
        lasting = service.dataset is not None and not service.backend.writable
        addresses = _addresses(request)
        site = Site(
            Descriptions(_asker(service), 256 if lasting else 0),
            service.kg.corpus,
            addresses,
            f"{addresses.root}/sparql",
            _reader(service),
            lambda iri: show_iri(service.kg.corpus, iri),
            DOCUMENTS,
        )
        state.linked_data = site
        state.law_faces = Faces(service.kg.corpus)
        state.linked_pages = KeptPages()
    addresses = _addresses(request)
    compared = partial(ask, request, "compare-part", path={"part": "clauses"}, lang="zh")
    return replace(site, addresses=addresses, face=partial(state.law_faces.of, addresses, compared))


def _addresses(request: Request) -> Addresses:
    """Where the service stands: as it was set up, else as the request names it."""
    set_up = request.app.state.service.settings.public_url
    return Addresses(set_up or str(request.base_url).rstrip("/"))


def _asker(service: Any) -> Any:
    async def ask(query: str) -> Sequence[Row]:
        from ...endpoint.request import QueryRequest

        reply = await service.backend.query(
            QueryRequest(
                query=query,
                accept="application/sparql-results+json",
                seconds=_SECONDS,
                rows=100_000,
                share="linked-data",
            )
        )
        data = await _whole(reply)
        found = await asyncio.to_thread(json.loads, data) if len(data) > 200_000 else json.loads(data)
        rows: Sequence[Row] = found["results"]["bindings"]
        return rows

    return ask


def _reader(service: Any) -> Any:
    async def read(graph: str, twin: Twin) -> bytes:
        return await _whole(await service.backend.read_graph(graph, twin.media_type))

    return read


async def _whole(reply: Any) -> bytes:
    try:
        if reply.size > _BYTES:
            raise LimitError(
                Text("这个文档太大", "this document is too large"),
                hint=Text("请用 SPARQL 分批查询", "Ask for it in parts with SPARQL"),
            )
        return b"".join(reply.body)
    finally:
        reply.body.close()


# --- things and documents ---------------------------------------------------------------------


async def dereference(request: Request) -> Response:
    """The answer to an IRI of the graph, or to a twin."""
    site = site_of(request)
    lang = language(request)
    asked = Asked(_path(request, site), _chooser(request), lang, "lang" in request.query_params)
    tag = _tag(request, asked)
    pages: KeptPages = request.app.state.linked_pages
    key = (tag, site.addresses.public_url)
    if tag and (kept := pages.get(key)) is not None:
        return _response(request, kept, tag)
    try:
        answer = await site.answer(asked)
    except NotKnown as missing:
        a_graph = missing.iri.startswith(GRAPH)
        raise HttpProblem(
            404,
            "no-such-graph" if a_graph else "not-found",
            None if a_graph else Text("图谱中没有这个标识符", "The graph has no such identifier"),
            message(missing.near)
            or Text("可从 /id/ 的目录找起", "The contents at /id/ are a place to start"),
            {
                "iri": missing.iri,
                "near": [site.addresses.public(f"{site.addresses.root}/{n}") for n in missing.near],
            },
        ) from None
    except Gone as gone:
        instead = [site.addresses.public(site.addresses.local(i) or "") or i for i in gone.instead]
        raise HttpProblem(
            410,
            "gone",
            Text("这个标识符已经停用", "This identifier has been withdrawn"),
            Text(f"请改用：{'、'.join(instead)}", f"Use instead: {', '.join(instead)}")
            if instead
            else Text("没有替代的标识符", "Nothing has taken its place"),
            {"iri": gone.iri, "replaced_by": instead},
        ) from None
    except NotAcceptable as error:
        names = [t.media_type for t in error.offered]
        raise HttpProblem(
            406,
            "not-acceptable",
            Text("没有可接受的格式", "No acceptable format"),
            Text(f"可用：{'、'.join(names)}", f"Available: {', '.join(names)}"),
            {"available": names},
        ) from None
    if tag and answer.status == 200 and answer.content_type.startswith("text/html") and not passing(answer):
        pages.put(key, answer)
    return _response(request, answer, tag)


def _path(request: Request, site: Site) -> str:
    """The path as it was sent, below where the service stands: `%2F` is not `/`."""
    raw: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    path = raw.partition(b"?")[0].decode("ascii", "replace")
    root = str(request.scope.get("root_path", "")) or site.addresses.root
    return str(path.removeprefix(root).removeprefix("/"))


def _chooser(request: Request) -> Any:
    def choose(offered: tuple[Twin, ...]) -> Twin | None:
        types = [t.media_type for t in offered]
        chosen = accepts(request.headers.get("accept"), [*types, "application/xhtml+xml"])
        return of_media_type(str(chosen)) if chosen is not None else None

    return choose


def _tag(request: Request, asked: Asked) -> str | None:
    """The entity tag of an answer, from the dataset, the program and the address; None where data may change."""
    service = request.app.state.service
    if service.dataset is None or service.backend.writable:
        return None
    twin = asked.choose(TWINS)
    parts = (
        service.dataset.manifest.content, __version__, _programme(), asked.path, asked.lang, str(asked.fixed),
        twin.suffix if twin else "",
    )  # fmt: skip
    return '"' + sha256("\0".join(parts).encode()).hexdigest()[:32] + '"'


_STAMP: list[str] = []


def _programme() -> str:
    """A hash of the templates, of this package and of the pages: a new page is never taken for the old one."""
    if not _STAMP:
        digest = sha256()
        for folder in (*FOLDERS, FOLDERS[0].parent, FOLDERS[1].parent / "pages"):
            for path in sorted(folder.rglob("*.*")):
                if path.suffix in (".py", ".html", ".j2"):
                    digest.update(path.read_bytes())
        _STAMP.append(digest.hexdigest())
    return _STAMP[0]


def _response(request: Request, answer: Answer, tag: str | None) -> Response:
    headers = dict(answer.headers)
    if answer.status == 303:
        headers["Cache-Control"] = f"public, max-age={_HOUR}" if tag else "no-cache"
        return Response(status_code=303, headers=headers)
    headers.setdefault("Cache-Control", f"public, max-age={_HOUR}" if tag else "no-cache")
    if tag and not passing(answer):
        headers["ETag"] = tag
        known = request.headers.get("if-none-match", "")
        if known.strip() == "*" or tag in [k.strip().removeprefix("W/") for k in known.split(",")]:
            return Response(status_code=304, headers=headers)
    headers["Content-Type"] = answer.content_type
    if request.method == "HEAD":
        headers["Content-Length"] = str(len(answer.body))
        return Response(headers=headers)
    return Response(answer.body, headers=headers)


# --- contexts -------------------------------------------------------------------------------


async def jsonld(request: Request) -> Response:
    """A JSON-LD context."""
    path = _path(request, site_of(request))
    body = context(path)
    if body is None:
        raise HttpProblem(
            404,
            "not-found",
            Text("没有这个 JSON-LD 上下文", "There is no such JSON-LD context"),
            Text(f"可用：{'、'.join(CONTEXTS)}", f"Available: {', '.join(CONTEXTS)}"),
        )
    lasting = path.startswith(__version__)
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {
        "Content-Type": _JSONLD,
        "Cache-Control": f"public, max-age={_YEAR}, immutable"
        if lasting
        else f"public, max-age={24 * _HOUR}",
        "ETag": tag,
    }
    if not lasting:
        place = site_of(request).addresses
        stays = place.public(f"{place.root}/{versioned(path)}")
        headers["Link"] = f'<{stays}>; rel="latest-version"; type="{_JSONLD}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(len(body))
    return Response(b"" if request.method == "HEAD" else body, headers=headers)


# --- what the dataset is ----------------------------------------------------------------------


async def about_dataset(request: Request) -> Response:
    """The VoID and DCAT description of the dataset, or its named questions, in an RDF format."""
    from pyoxigraph import RdfFormat

    from ...dataset import questions, serialise, void

    dataset = request.app.state.service.dataset
    if dataset is None:
        raise HttpProblem(
            404,
            "not-found",
            Text("远程数据库没有随附的数据集描述", "No description comes with a remote store"),
            Text("请查看 SPARQL 服务描述：/sparql", "See the description of the SPARQL service at /sparql"),
        )
    addresses = _addresses(request)
    types = [t.media_type for t in RDF_TWINS]
    chosen = None if request.url.path.endswith(".ttl") else accepts(request.headers.get("accept"), types)
    twin = of_media_type(str(chosen or "text/turtle"))
    format = RdfFormat.from_media_type(twin.media_type)
    assert format is not None, twin.media_type
    if "sparql-examples" in request.url.path:
        triples = questions(dataset, addresses.public(f"{addresses.root}/sparql"))
    else:
        triples = void(dataset, addresses.public_url)
    body = await asyncio.to_thread(serialise, triples, format)
    tag = '"' + sha256(body).hexdigest()[:32] + '"'
    headers = {
        "Content-Type": twin.content_type,
        "Vary": "Accept",
        "Cache-Control": f"public, max-age={_HOUR}",
        "ETag": tag,
        "Link": f'<{LICENCE}>; rel="license"',
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Length"] = str(len(body))
    return Response(b"" if request.method == "HEAD" else body, headers=headers)


def _add_routes() -> None:
    methods = ["GET", "HEAD"]
    for path in (
        "/void.ttl",
        "/.well-known/void",
        "/.well-known/sparql-examples",
        "/.well-known/sparql-examples/",
    ):
        router.add_api_route(path, about_dataset, methods=methods, include_in_schema=False)
    for path in (
        "/context.jsonld",
        "/context/{name}.jsonld",
        "/{version}/context.jsonld",
        "/{version}/context/{name}.jsonld",
    ):
        router.add_api_route(path, jsonld, methods=methods, include_in_schema=False)
    for section in SECTIONS:
        router.add_api_route(
            f"/{section}/{{path:path}}", dereference, methods=methods, include_in_schema=False
        )
    router.add_api_route(
        "/{version}/ontology/{path:path}", dereference, methods=methods, include_in_schema=False
    )
    for name in ("ns", "shapes"):
        router.add_api_route(f"/{name}", dereference, methods=methods, include_in_schema=False)
        for suffix in (*(t.suffix for t in TWINS), "linkset"):
            router.add_api_route(f"/{name}.{suffix}", dereference, methods=methods, include_in_schema=False)


_add_routes()
