"""The OpenAPI description of the API: written from the same table that the routes are made from.

Vocabularies are those of the graph that is served; schemas of answers stand in `schemas/`, those of what is
brought are made from the graph (`bodies`).
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg_query.model import Text
from kg_query.validate.report import SEVERITIES

from .bodies import body_schemas, request_body
from .operations import FORMATS, Operation
from .options import LONGEST, OFTEN, Parameter
from .table import operations

if TYPE_CHECKING:
    from kg_query.graph import KnowledgeGraph

__all__ = ["TAGS", "describe", "paths", "schemas"]

_SCHEMAS = Path(__file__).parent / "schemas"

TAGS = {
    "matters": Text("事项：认定、说明、假设", "Matters: assess, explain, suppose"),
    "case-files": Text(
        "案卷：评查、检查、统计、考核", "Case files: review, validate, statistics, evaluation"
    ),
    "comparing": Text("比较与起草缺陷", "Comparison and drafting defects"),
    "law": Text("规定、条款、事由", "Regulations, provisions, grounds"),
    "questions": Text("具名问题", "Named questions"),
}

#: What can go wrong, by status.
ERRORS: dict[int, Text] = {
    400: Text("请求有误：参数、组合或者形式", "The request is wrong: a parameter, a combination, its form"),
    401: Text("需要密钥", "A key is needed"),
    403: Text("没有权限，或者不接受这样的内容", "Not allowed, or a content that nobody may send"),
    404: Text("没有找到；附最接近的词", "Not found; with the nearest known words"),
    406: Text("没有可接受的格式", "None of the formats is acceptable"),
    408: Text("请求体来得太慢", "The body came too slowly"),
    413: Text("请求体或者内容太大", "The body, or what it holds, is too large"),
    414: Text("地址太长；查询请改用 POST", "The address is too long; send a query by POST"),
    415: Text(
        "不读这种媒体类型，或者内容与类型不符", "A media type that is not read, or a content of another type"
    ),
    422: Text("内容读不懂；逐项列明何处何错", "The content cannot be read; every fault with its place"),
    429: Text("请求过多", "Too many requests"),
    431: Text("标头合计太长", "The header fields are too long together"),
    500: Text("程序内部错误", "An internal error"),
    503: Text("超时，或者正忙；见 Retry-After", "Timed out, or busy; see Retry-After"),
    507: Text("需要的内存过多", "More memory would be needed than one request may use"),
}
_OF_BODIES = (408, 413, 415, 422)


def describe(schema: dict[str, Any], kg: KnowledgeGraph) -> dict[str, Any]:
    """The description with the paths, tags and components of the API added to it."""
    schema.setdefault("paths", {}).update(paths(kg))
    tags = schema.setdefault("tags", [])
    tags += [{"name": name, "description": _both(words)} for name, words in TAGS.items()]
    components = schema.setdefault("components", {})
    components.setdefault("schemas", {}).update(schemas(kg))
    components.setdefault("responses", {}).update({f"Error{s}": _error(s, w) for s, w in ERRORS.items()})
    return schema


def paths(kg: KnowledgeGraph, prefix: str = "/api/v1") -> dict[str, Any]:
    """The paths of the API with their operations."""
    found: dict[str, Any] = {}
    for operation in operations().values():
        found.setdefault(prefix + operation.path, {})[operation.method.lower()] = _operation(operation, kg)
    return found


def schemas(kg: KnowledgeGraph) -> dict[str, Any]:
    """The JSON Schemas of answers and of what is brought, by their names."""
    corpus = kg.corpus
    return {
        **{name: dict(value) for name, value in _answers().items()},
        **body_schemas(kg),
        "Text": {
            "type": "object",
            "description": "中文与英文 / Chinese and English",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "required": ["zh", "en"],
        },
        "Regulation": {"type": "string", "enum": list(corpus.regulations)},
        "Ground": {"type": "string", "enum": list(corpus.grounds)},
        "Severity": {"type": "string", "enum": list(SEVERITIES)},
        "Condition": _CONDITION,
        "Problem": _PROBLEM,
    }


@cache
def _answers() -> dict[str, Any]:
    """The schemas of answers, each under its name in capitals: `what-if` is `WhatIf`."""
    return {
        "".join(part.capitalize() for part in path.stem.split("-")): json.loads(path.read_text("utf-8"))
        for path in sorted(_SCHEMAS.glob("*.json"))
    }


def schema_name(operation: Operation) -> str:
    """The name of the schema of an operation's JSON."""
    return "".join(part.capitalize() for part in operation.schema.split("-"))


# --- operations -------------------------------------------------------------------------------


def _operation(operation: Operation, kg: KnowledgeGraph) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": f"{operation.summary.zh} · {operation.summary.en}",
        "description": _both(operation.description),
        "x-summary": operation.summary.to_json(),
        "x-description": operation.description.to_json(),
        "parameters": [
            *(_parameter(p, kg, "path") for p in operation.places),
            *(_parameter(p, kg, "query", operation) for p in operation.parameters),
            _parameter(_format(operation), kg, "query"),
            _parameter(_LANG, kg, "query"),
            *([] if operation.public else [_parameter(_PERSONAL, kg, "query")]),
        ],
        "responses": _responses(operation),
    }
    if operation.roles:
        made["requestBody"] = request_body(operation)
    return made


_LANG = Parameter(
    "lang",
    Text(
        "人读的文字用哪种语言；默认看 Accept-Language，再默认中文",
        "the language of texts for people; by default that of Accept-Language, else Chinese",
    ),
    known=("zh", "en"),
)


_PERSONAL = Parameter(
    "personal-data",
    Text(
        "答案中的个人信息：mask 遮蔽（默认），show 照原样（须有 write 范围的密钥）",
        "personal data in the answer: mask (the default), or show as sent (needs a key with the scope write)",
    ),
    known=("mask", "show"),
)


def _format(operation: Operation) -> Parameter:
    default = "" if operation.formats_of else operation.formats[0]
    return Parameter(
        "format",
        Text(
            f"答案的格式，优先于 Accept{f'；默认 {default}' if default else ''}",
            f"format of the answer, before Accept{f'; {default} by default' if default else ''}",
        ),
        known=operation.formats,
    )


def _parameter(
    parameter: Parameter, kg: KnowledgeGraph, place: str, operation: Operation | None = None
) -> dict[str, Any]:
    value = value_schema(parameter, kg)
    schema: dict[str, Any] = value
    if parameter.several:
        schema = {"type": "array", "items": value, "maxItems": OFTEN}
    made: dict[str, Any] = {
        "name": parameter.name,
        "in": place,
        # What has a body may say it there.
        "required": place == "path" or (parameter.required and not (operation and operation.roles)),
        "description": _both(parameter.meaning),
        "schema": schema,
    }
    if parameter.several:
        made |= {"style": "form", "explode": True}
        if parameter.required:
            schema["minItems"] = 1
    example = parameter.such_as(kg)
    if example is not None:
        one: Any = int(example) if parameter.kind == "count" else example
        one = float(one) if parameter.kind == "share" else one
        made["examples"] = {"example": {"value": [one] if parameter.several else one}}
    return made


def value_schema(parameter: Parameter, kg: KnowledgeGraph) -> dict[str, Any]:
    """The JSON Schema of one value of an option."""
    if words := parameter.words(kg):
        return {"type": "string", "enum": list(words)}
    schema = dict(_VALUES[parameter.kind])
    return {**schema, "pattern": parameter.pattern} if parameter.pattern else schema


_VALUES: dict[str, dict[str, Any]] = {
    "flag": {"type": "boolean"},
    "count": {"type": "integer", "minimum": 0, "maximum": 999_999_999},
    "share": {"type": "number", "minimum": 0, "maximum": 1},
    "day": {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    "text": {"type": "string", "maxLength": LONGEST},
}


def _responses(operation: Operation) -> dict[str, Any]:
    content: dict[str, Any] = {}
    for format in operation.formats:
        media_type = FORMATS[format].partition(";")[0]
        if format == "json":
            content[media_type] = {"schema": {"$ref": f"#/components/schemas/{schema_name(operation)}"}}
        elif format in ("xlsx", "docx", "pdf"):
            content[media_type] = {"schema": {"type": "string", "format": "binary"}}
        else:
            content[media_type] = {"schema": {"type": "string"} if format != "jsonld" else {}}
    headers: dict[str, Any] = {
        "Content-Language": {"schema": {"type": "string"}, "description": "zh, en"},
        "Content-Disposition": {
            "schema": {"type": "string"},
            "description": "文件名（RFC 6266） / the name of the file (RFC 6266)",
        },
    }
    responses: dict[str, Any] = {}
    if operation.public:
        headers["ETag"] = {"schema": {"type": "string"}, "description": "RFC 9110 §8.8.3"}
        responses["304"] = {"description": "没有变化 / Not modified (RFC 9110 §15.4.5)"}
    responses["200"] = {"description": "答案 / The answer", "headers": headers, "content": content}
    for status in ERRORS:
        if status in _OF_BODIES and not operation.roles and status != 422:
            continue
        if status == 404 and not operation.places:
            continue
        responses[str(status)] = {"$ref": f"#/components/responses/Error{status}"}
    return dict(sorted(responses.items()))


def _error(status: int, words: Text) -> dict[str, Any]:
    made: dict[str, Any] = {
        "description": _both(words),
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    if status in (429, 503):
        made["headers"] = {
            "Retry-After": {"schema": {"type": "integer"}, "description": "秒 / seconds (RFC 9110 §10.2.3)"}
        }
    return made


def _both(words: Text) -> str:
    return f"{words.zh}\n\n{words.en[:1].upper()}{words.en[1:]}"


_CONDITION: dict[str, Any] = {
    "description": "条件树 / a tree of conditions",
    "anyOf": [
        {"type": "string", "description": "事由 / a ground"},
        {
            "type": "object",
            "properties": {
                "all": {"type": "array", "items": {"$ref": "#/components/schemas/Condition"}},
                "any": {"type": "array", "items": {"$ref": "#/components/schemas/Condition"}},
                "not": {"$ref": "#/components/schemas/Condition"},
                "met": {"type": "string", "description": "规范 / a norm"},
                "negated": {"type": "boolean"},
            },
        },
    ],
}
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "问题详情 / problem details (RFC 9457)",
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "message": {"type": "string"},
                    "where": {"type": ["string", "null"]},
                    "hint": {"type": ["string", "null"]},
                },
                "required": ["message"],
            },
        },
    },
    "required": ["type", "title", "status"],
}
