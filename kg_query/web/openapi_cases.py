"""The part of the OpenAPI description that is about kept cases; there only where the operator keeps cases."""

from __future__ import annotations

from typing import Any

from .api.sniffing import MEDIA_TYPES
from .case_work import GRAPHS, RESULTS
from .cases import LARGEST, PREFIX
from .sparql_request import FORM, QUERY

__all__ = ["CASES_TAG", "case_paths", "case_schemas"]

CASES_TAG = {
    "name": "cases",
    "description": "留存的案件：只有本人（admin 为本单位）能见 / Kept cases: seen by their owner only, by admin for the "
    "whole tenant",
}
_ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "format": "uuid"},
    "description": "案件编号 / Id of the case",
}
_ENDING = {
    "name": "ending",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "enum": list(GRAPHS)},
    "description": "哪一种 RDF / Which form of RDF",
}
_PERSONAL = {
    "name": "personal-data",
    "in": "query",
    "schema": {"type": "string", "enum": ["mask", "show"]},
    "description": "个人信息：mask 遮蔽（默认），show 照原样（须有 write 范围） / Personal data: mask (the default), or show "
    "as sent (needs the scope write)",
}
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    "description": "用同一个键重发同一请求，不会再留存一次 / The same request with the same key is kept once only",
}
_SCHEMA = "#/components/schemas/"


def _errors(*statuses: int) -> dict[str, Any]:
    return {
        str(s): {"$ref": f"#/components/responses/Error{s}"}
        for s in sorted({*statuses, 401, 403, 404, 429, 500, 503})
    }


def _count(name: str, most: int, words: str, default: int) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 0, "maximum": most, "default": default}
    return {"name": name, "in": "query", "schema": schema, "description": words}


def _operation(name: str, summary: str, description: str, **more: Any) -> dict[str, Any]:
    made = {"operationId": name, "tags": ["cases"], "summary": summary, "description": description}
    return {**made, "security": [{"key": []}], **more}


def _json(name: str, words: str, **more: Any) -> dict[str, Any]:
    return {
        "description": words,
        "content": {"application/json": {"schema": {"$ref": _SCHEMA + name}}},
        **more,
    }


def case_schemas() -> dict[str, Any]:
    """The schemas of what is told of kept cases, by their names."""
    meta = {
        "id": {"type": "string", "format": "uuid"},
        "verb": {"type": "string", "enum": ["assess", "review"]},
        "created": {"type": "string", "format": "date-time"},
        "expires": {"type": "string", "format": "date-time"},
    }
    told = {**meta, "masked": {"type": "boolean"}, "answer": {}}
    whole = {**told, "sent": {}}
    listed = {
        "total": {"type": "integer", "minimum": 0},
        "cases": {"type": "array", "items": {"$ref": _SCHEMA + "CaseListed"}},
    }
    shapes = {"CaseListed": meta, "CaseKept": told, "CaseWhole": whole, "Cases": listed}
    return {n: {"type": "object", "properties": p, "required": list(p)} for n, p in shapes.items()}


def case_paths() -> dict[str, Any]:
    """The paths of kept cases."""
    content: dict[str, Any] = {
        media: {"schema": {"type": "string"}}
        for media, kind in MEDIA_TYPES.items()
        if kind not in ("csv", "parquet")
    }
    content["application/json"] = {
        "schema": {"anyOf": [{"$ref": _SCHEMA + "MatterIn"}, {"$ref": _SCHEMA + "CaseFileIn"}]}
    }
    location = {"Location": {"schema": {"type": "string"}, "description": "案件的地址 / Where the case is"}}
    query = {"type": "string", "minLength": 1, "maxLength": 65536}
    form = {"type": "object", "properties": {"query": query}, "required": ["query"]}
    results: dict[str, Any] = {
        media: {"schema": {}} for media in (*RESULTS, "text/turtle", "application/ld+json")
    }
    return {
        PREFIX: {
            "post": _operation(
                "case-create", "留存一个案件 · Keep a case",
                "一个事项或者一份案卷：给出结果并留存。\n\nA matter or a case file: answered, and kept.",
                parameters=[_KEY, _PERSONAL],
                requestBody={"required": True, "content": content},
                responses={
                    "201": _json("CaseKept", "已留存 / Kept", headers=location),
                    **_errors(400, 408, 413, 415, 422, 507),
                },
            ),
            "get": _operation(
                "cases", "自己的案件 · One's own cases",
                "新的在前。\n\nThe newest first.",
                parameters=[
                    _count("limit", LARGEST, "最多几个 / At most so many", 100),
                    _count("offset", 999_999_999, "跳过几个 / So many are left out first", 0),
                ],
                responses={"200": _json("Cases", "案件 / The cases"), **_errors(400)},
            ),
        },
        PREFIX + "/{id}": {
            "get": _operation(
                "case", "一个案件 · One case", "送来的内容与当时的答案。\n\nWhat was sent and what was answered.",
                parameters=[_ID, _PERSONAL],
                responses={"200": _json("CaseWhole", "案件 / The case"), **_errors(400)},
            ),
            "delete": _operation(
                "case-delete", "删除一个案件 · Delete a case", "彻底删除。\n\nGone for good.",
                parameters=[_ID], responses={"204": {"description": "已删除 / Deleted"}, **_errors()},
            ),
        },
        PREFIX + "/{id}/graph.{ending}": {
            "get": _operation(
                "case-graph", "一个案件的 RDF · One case as RDF", "案件与答案各为一个图。\n\nThe case and the answer, a graph each.",
                parameters=[_ID, _ENDING, _PERSONAL],
                responses={
                    "200": {"description": "RDF", "content": {m: {"schema": {}} for m in GRAPHS.values()}},
                    **_errors(400),
                },
            )
        },
        PREFIX + "/sparql": {
            "post": _operation(
                "cases-sparql", "查询自己的案件 · Query one's own cases",
                "查询只能在请求体中。\n\nThe query stands in the body, never in the address.",
                parameters=[_PERSONAL],
                requestBody={"required": True, "content": {FORM: {"schema": form}, QUERY: {"schema": query}}},
                responses={
                    "200": {"description": "结果 / The result", "content": results},
                    **_errors(400, 406, 408, 413, 415, 507),
                },
            )
        },
    }  # fmt: skip
