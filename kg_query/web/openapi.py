"""The description of the whole service in OpenAPI 3.1: the API's own operations, and what W3C protocols name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response

from kg_query import __version__

from .api.openapi import describe
from .openapi_cases import CASES_TAG, case_paths, case_schemas
from .openapi_protocols import PROTOCOL_TAGS, protocol_paths

if TYPE_CHECKING:
    from .service import Service

__all__ = ["described", "install", "router"]

router = APIRouter()

_DESCRIPTION = """\
行政执法尽职免责、容错纠错、过错责任追究等规定的知识图谱：认定事项、评查案卷、比较规定，并给出证明。与命令行 `kgq` 用同一套函数，JSON 相同。

Chinese rules on enforcement officers' liability as a knowledge graph: matters are assessed, case files reviewed, \
regulations compared, each with a proof. It is the same functions and the same JSON as the command line `kgq`.

- 语言：`lang=zh|en`，其次看 `Accept-Language`，默认中文。 / Language: `lang=zh|en`, else `Accept-Language`, else Chinese.
- 错误：`application/problem+json`（RFC 9457），类型见 `/problems`。 / Errors: `application/problem+json` (RFC 9457), whose types are at `/problems`.
- 所送内容用后即弃，除非明确提交到 `/api/v1/cases`。 / What is sent is forgotten at once, unless it is expressly put into `/api/v1/cases`.
"""


def described(service: Service) -> dict[str, Any]:
    """The description as JSON data."""
    settings = service.settings
    schema: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "kg-query",
            "summary": "行政执法责任规定的知识图谱 / A knowledge graph of rules on enforcement officers' liability",
            "description": _DESCRIPTION,
            "version": __version__,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": settings.public_url.rstrip("/") or "/", "description": "本服务 / this service"}],
        "tags": [],
        "paths": {},
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "API 密钥（kgq_…）或写入令牌 / an API key (kgq_…), or the token for writing",
                }
            }
        },
    }
    describe(schema, service.kg)
    schema["tags"] += PROTOCOL_TAGS
    schema["paths"].update(protocol_paths(writable=settings.writable))
    if settings.keep_cases is not None:
        schema["tags"].append(CASES_TAG)
        schema["paths"].update(case_paths())
        schema["components"]["schemas"].update(case_schemas())
    # A key is only ever needed where the operator asks for one; elsewhere none is as good.
    schema["security"] = [{"key": []}] if not settings.anonymous else [{}, {"key": []}]
    return schema


def install(app: FastAPI, service: Service) -> None:
    """Makes the application give this description as its own."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = described(service)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
    service.on_reload.append(lambda: setattr(app, "openapi_schema", None))


@router.api_route("/openapi.json", methods=["GET", "HEAD"], include_in_schema=False)
async def openapi_json(request: Request) -> Response:
    """The description of the API."""
    return JSONResponse(request.app.openapi())
