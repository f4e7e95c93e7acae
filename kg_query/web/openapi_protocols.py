"""The parts of the OpenAPI description that no table writes: SPARQL, graphs, linked data, health."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .graph_request import PATH as GRAPH_STORE
from .problem_types import TYPES
from .sparql_formats import FORMATS, XLSX, XLSX_TYPE
from .sparql_protocol import PATH as SPARQL
from .sparql_request import FORM, QUERY, UPDATE

__all__ = ["PROTOCOL_TAGS", "protocol_paths"]

PROTOCOL_TAGS = [
    {
        "name": "sparql",
        "description": "SPARQL 1.1 查询、图存储 / SPARQL 1.1 Protocol and Graph Store HTTP Protocol",
        "externalDocs": {"url": "https://www.w3.org/TR/sparql11-protocol/"},
    },
    {
        "name": "linked-data",
        "description": "关联数据：每个标识都可打开 / Linked data: every identifier opens",
    },
    {"name": "service", "description": "服务本身 / The service itself"},
]

_IRIS = {"type": "array", "items": {"type": "string", "format": "iri", "maxLength": 2000}}
_RDF = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


def _error(status: int) -> dict[str, Any]:
    return {"$ref": f"#/components/responses/Error{status}"}


def _errors(*statuses: int) -> dict[str, Any]:
    return {str(s): _error(s) for s in (*statuses, 401, 403, 406, 414, 429, 431, 500, 503, 507)}


def _query(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    made = {"name": name, "in": "query", "description": description, "schema": schema}
    return made | {"style": "form", "explode": True} if schema["type"] == "array" else made


_DATASET = [
    _query(
        "default-graph-uri",
        _IRIS,
        "默认图；只指本数据集中的图，从不读取 / The default graph; names graphs here, nothing is fetched",
    ),
    _query("named-graph-uri", _IRIS, "命名图 / Named graphs"),
]
_TIMEOUT = _query(
    "timeout",
    {"type": "number", "exclusiveMinimum": 0},
    "查询时限，秒 / How long the query may run, in seconds",
)
_FORMAT = _query(
    "format",
    {"type": "string", "enum": [*(f.name for f in FORMATS), XLSX, "html"]},
    "结果格式，优先于 Accept；xlsx 只用于 SELECT / Format of the result, before Accept; xlsx is for SELECT",
)
_ASK = "ASK { ?norm a law:Norm }"


def _answers() -> dict[str, Any]:
    content: dict[str, Any] = {f.media_type: {"schema": {"type": "string"}} for f in FORMATS}
    content["application/sparql-results+json"] = {"schema": {"type": "object"}}
    content["application/ld+json"] = {"schema": {}}
    content[XLSX_TYPE] = {"schema": {"type": "string", "format": "binary"}}
    content["text/html"] = {"schema": {}}
    return {
        "description": "结果 / The result",
        "headers": {
            "X-Truncated": {
                "schema": {"type": "string", "enum": ["true"]},
                "description": "结果被截去 / The result was cut",
            }
        },
        "content": content,
    }


def protocol_paths(writable: bool = False) -> dict[str, Any]:
    """The paths, as OpenAPI has them.

    Args:
        writable: whether graphs and updates are taken.
    """
    paths: dict[str, Any] = {
        SPARQL: {"get": _sparql_get(), "post": _sparql_post(writable)},
        GRAPH_STORE: {"get": _graph_get()},
        **_linked_data(),
        **_service(),
    }
    if writable:
        paths[GRAPH_STORE] |= _graph_changes()
    return paths


def _sparql_get() -> dict[str, Any]:
    text = {"type": "string", "minLength": 1, "maxLength": 65536}
    content: dict[str, Any] = {media: {"schema": {}} for media in ("text/html", *_RDF)}
    answer = _answers()
    return {
        "operationId": "sparql-get",
        "tags": ["sparql"],
        "summary": "查询 · Query",
        "description": "不带 query 时给出服务说明（RDF）或查询页面（HTML）；浏览器得到的结果也是页面。\n\n"
        "Without query it gives the service description (RDF) or a page (HTML); a browser gets results as a page too.",
        "parameters": [
            {
                **_query("query", text, "SPARQL 1.1 查询 / A SPARQL 1.1 query"),
                "examples": {"ask": {"value": _ASK}},
            },
            *_DATASET,
            _TIMEOUT,
            _FORMAT,
        ],
        "responses": {
            "200": {**answer, "content": {**content, **answer["content"]}},
            "304": {"description": "没有变化 / Not modified"},
            **_errors(400, 413),
        },
    }


def _sparql_post(writable: bool) -> dict[str, Any]:
    form: dict[str, Any] = {
        "type": "object",
        "properties": {"query": {"type": "string"}, "default-graph-uri": _IRIS, "named-graph-uri": _IRIS},
        "required": ["query"],
    }
    body: dict[str, Any] = {
        FORM: {"schema": form, "example": {"query": _ASK}},
        QUERY: {"schema": {"type": "string"}, "example": _ASK},
    }
    responses = {"200": _answers(), **_errors(400, 408, 413, 415)}
    if writable:
        body[UPDATE] = {"schema": {"type": "string"}}
        responses |= {
            "204": {"description": "更新完成 / The update is done"},
            "409": {"description": "冲突 / Conflict"},
        }
    return {
        "operationId": "sparql-post",
        "tags": ["sparql"],
        "summary": "查询 · Query",
        "description": "表单、或者请求体直接为查询。\n\nA form, or the query itself as the body.",
        "parameters": [*_DATASET, _TIMEOUT, _FORMAT],
        "requestBody": {"required": True, "content": body},
        "responses": responses,
    }


_GRAPH = _query(
    "graph", {"type": "string", "format": "iri", "maxLength": 2000}, "图的 IRI / IRI of the graph"
)
_DEFAULT = {
    **_query("default", {"type": "string"}, "默认图，不带值 / The default graph; without a value"),
    "allowEmptyValue": True,
}


def _graph_get() -> dict[str, Any]:
    return {
        "operationId": "graph-get",
        "tags": ["sparql"],
        "summary": "读取一个图 · Read a graph",
        "parameters": [_GRAPH, _DEFAULT],
        "responses": {
            "200": {
                "description": "图 / The graph",
                "content": {m: {"schema": {} if "json" in m else {"type": "string"}} for m in _RDF},
            },
            **_errors(400, 404),
        },
    }


def _graph_changes() -> dict[str, Any]:
    body: dict[str, Any] = {"required": True, "content": {m: {"schema": {"type": "string"}} for m in _RDF}}
    names = {
        "put": ("graph-put", "写入一个图 · Put a graph"),
        "post": ("graph-post", "加入一个图 · Add to a graph"),
        "delete": ("graph-delete", "删除一个图 · Delete a graph"),
    }
    made: dict[str, Any] = {}
    for method, (ident, summary) in names.items():
        made[method] = {
            "operationId": ident,
            "tags": ["sparql"],
            "summary": summary,
            "security": [{"key": []}],
            "parameters": [_GRAPH, _DEFAULT],
            "responses": {
                "204": {"description": "完成 / Done"},
                **({} if method == "delete" else {"201": {"description": "新建 / Created"}}),
                **_errors(400, 404, 408, 413, 415, 422),
            },
        }
        if method != "delete":
            made[method]["requestBody"] = body
    several = {"type": "object", "additionalProperties": {"type": "string", "format": "binary"}}
    form = {"multipart/form-data": {"schema": several}}
    made["post"]["requestBody"] = {"required": True, "content": {**body["content"], **form}}
    return made


def _linked_data() -> dict[str, Any]:
    def place(example: str) -> dict[str, Any]:
        return {
            "name": "id",
            "in": "path",
            "required": True,
            "schema": {"type": "string", "minLength": 1, "maxLength": 500},
            "examples": {"example": {"value": example}},
            "description": "标识的末段；加 .html、.ttl、.jsonld 等直接取一种格式 / The end of the identifier; .html, .ttl, .jsonld … ask for one format",
        }

    def identifier(ident: str, summary: str, example: str) -> dict[str, Any]:
        return _document(
            ident,
            summary,
            "按 Accept 以 303 转到网页或 RDF。\n\nRedirects (303) to the page or the RDF that Accept asks for.",
            ("*/*",),
            "带后缀时：内容本身 / With a suffix: the content",
            parameters=[place(example)],
            more={"410": {"description": "已撤回 / Withdrawn"}},
        )

    return {
        "/id/{id}": identifier("identifier", "打开一个标识 · Open an identifier", "nanmu"),
        "/ground/{id}": identifier("ground-identifier", "打开一个事由 · Open a ground", "force_majeure"),
        "/ns": _document(
            "vocabulary", "词汇表 · The vocabulary", "", ("text/html", *_RDF), "词汇表 / The vocabulary"
        ),
        "/context.jsonld": _document(
            "context",
            "JSON-LD 上下文 · The JSON-LD context",
            "",
            ("application/ld+json",),
            "上下文 / The context",
        ),
        "/.well-known/void": _document(
            "void", "数据集的说明 · Description of the dataset", "", _RDF, "VoID、DCAT"
        ),
        "/.well-known/sparql-examples": _document(
            "sparql-examples",
            "具名问题的 SPARQL · The named questions as SPARQL",
            "",
            _RDF,
            "问题 / The questions",
        ),
    }


def _document(
    ident: str,
    summary: str,
    description: str,
    media: Sequence[str],
    told: str,
    parameters: Sequence[Any] = (),
    more: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """A document that is read, or the way to it."""
    return {
        "get": {
            "operationId": ident,
            "tags": ["linked-data"],
            "summary": summary,
            **({"description": description} if description else {}),
            "parameters": list(parameters),
            "responses": {
                "200": {"description": told, "content": {m: {"schema": {}} for m in media}},
                "303": {"description": "见 Location / See Location"},
                "304": {"description": "没有变化 / Not modified"},
                **(more or {}),
                **_errors(400, 404, 413, 422),
            },
        }
    }


def _service() -> dict[str, Any]:
    def told(ident: str, summary: str, *failing: int) -> dict[str, Any]:
        answer = {"description": "是 / Yes", "content": {"application/json": {"schema": {"type": "object"}}}}
        responses = {"200": answer, **{str(s): _error(s) for s in (*failing, 500)}}
        return {
            "get": {
                "operationId": ident, "tags": ["service"], "summary": summary, "security": [{}], "responses": responses,
            }
        }  # fmt: skip

    kind = {
        "type": "object",
        "properties": {
            "type": {"type": "string"},
            "slug": {"type": "string"},
            "statuses": {"type": "array", "items": {"type": "integer"}},
            **{name: {"$ref": "#/components/schemas/Text"} for name in ("title", "meaning", "advice")},
        },
        "required": ["type", "slug", "statuses", "title", "meaning", "advice"],
    }
    figures = told("metrics", "运行指标 · Figures for Prometheus", 401, 403)
    figures["get"] |= {"security": [{}, {"key": []}]}
    figures["get"]["responses"]["200"]["content"] = {"text/plain": {"schema": {"type": "string"}}}
    problems, problem = (
        told("problems", "错误类型 · Kinds of problem"),
        told("problem", "一种错误 · One kind of problem", 404),
    )
    for one, schema in ((problems, {"type": "array", "items": kind}), (problem, kind)):
        content = {"application/json": {"schema": schema}, "text/html": {"schema": {"type": "string"}}}
        one["get"]["responses"]["200"] = {
            "description": "说明 / What it means and what to do",
            "content": content,
        }
    slug = {"type": "string", "enum": list(TYPES)}
    problem["get"]["parameters"] = [
        {"name": "slug", "in": "path", "required": True, "schema": slug, "description": "类型 / The kind"}
    ]
    return {
        "/problems": problems,
        "/problems/{slug}": problem,
        "/metrics": figures,
        "/health": told("health", "进程在运行 · The process is up"),
        "/ready": told("ready", "能够回答查询 · Queries are answered", 503),
    }
