"""The entry point of the API: what there is, for a program that knows only where the API stands."""

from __future__ import annotations

from kg_query import __version__
from kg_query.model import Text

from ..negotiation import LANGUAGES
from .operations import Answer, Call, Operation, json

__all__ = ["OPERATIONS"]


def _operations(call: Call) -> Answer:
    from .openapi import TAGS
    from .routes import PREFIX
    from .table import operations

    return json(
        {
            "version": __version__,
            "languages": list(LANGUAGES),
            "described_by": "/openapi.json",
            "documentation": "/docs",
            "problems": "/problems",
            "sparql": "/sparql",
            "operations": [
                {
                    "name": one.name,
                    "method": one.method,
                    "path": PREFIX + one.path,
                    "group": TAGS[one.tag].to_json(),
                    "summary": one.summary.to_json(),
                    "description": one.description.to_json(),
                    "formats": list(one.formats),
                    "files": [role.name for role in one.roles],
                    "parameters": [parameter.name for parameter in one.parameters],
                }
                for one in operations().values()
            ],
        }
    )


OPERATIONS = (
    Operation(
        "operations",
        "GET",
        "",
        Text("入口：有哪些操作", "The entry point: what operations there are"),
        Text(
            "列出每项操作的地址、方法、用途、参数、所收文件和给出的格式；完整说明见 /openapi.json 与 /docs；地址均从本服务的根地址算起。",
            "Each operation with its address, method and purpose, its parameters, the files it takes and the formats "
            "it gives; all of it is described in /openapi.json and at /docs. Addresses start at the root of the service.",
        ),
        _operations,
        "operations",
        "law",
        needs_files=False,
        here=True,
        aliases=("/",),
        bilingual=True,
    ),
)
