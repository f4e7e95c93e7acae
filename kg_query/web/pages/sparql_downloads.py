"""What one takes away from a query: its result as a workbook or in any format, and lines of code that ask it again."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

from ...model import Text
from ..linked_data.description import Term
from ..negotiation import disposition, language
from ..service_description import endpoint_address
from ..sparql_formats import FORMATS, XLSX, XLSX_TYPE
from ..sparql_protocol import run
from ..sparql_request import Asked
from .sparql_results import read_table

__all__ = ["SHEET", "downloads", "permalink", "snippets", "workbook"]

#: Most rows of a workbook.
SHEET = 20_000
_NAMES = {
    "json": "JSON", "xml": "XML", "csv": "CSV", "tsv": "TSV", "turtle": "Turtle", "nt": "N-Triples",
    "rdfxml": "RDF/XML", "jsonld": "JSON-LD", "trig": "TriG", "nquads": "N-Quads", XLSX: "XLSX",
}  # fmt: skip
#: Longest query that is put into an address; longer ones are sent by POST.
_LONGEST_ADDRESS = 6000


async def workbook(request: Request, asked: Asked) -> Response:
    """The rows of a SELECT query as an Excel workbook: `format=xlsx`.

    Args:
        request: who asks.
        asked: the query, which was `checked`.

    Raises HttpProblem, KgqError or WorkerError.
    """
    reply = await run(request, asked, "application/sparql-results+json", SHEET)
    try:
        content = reply.body.read()
    finally:
        reply.body.close()
    lang = language(request)
    made = await asyncio.to_thread(_made, content, asked.text, reply.truncated, lang)
    headers = {"Content-Disposition": disposition("query.xlsx"), "Vary": "Accept, Accept-Language"}
    if reply.truncated:
        headers["X-Truncated"] = "true"
    return Response(b"" if request.method == "HEAD" else made, media_type=XLSX_TYPE, headers=headers)


def _made(content: bytes, query: str, truncated: bool, lang: str) -> bytes:
    from ...reports.documents.twin import rows_workbook

    found = read_table(b"=" + content)
    rows = [[_value(term) for term in row] for row in found.rows]
    said = query.strip()[:20_000]
    if truncated:
        cut = Text(f"只有前 {len(rows)} 行", f"the first {len(rows)} rows only").in_(lang)
        said = f"{cut}\n\n{said}"
    return rows_workbook("sparql", found.columns, rows, lang, said)


def _value(term: Term | None) -> Any:
    if term is None:
        return None
    kind = term.datatype.rpartition("#")[2]
    if kind == "boolean" and term.value in ("true", "false"):
        return term.value == "true"
    if kind == "integer" and re.fullmatch(r"[+-]?[0-9]{1,15}", term.value):
        return int(term.value)
    if kind in ("decimal", "double") and re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]+)?", term.value):
        return float(term.value)
    return f"_:{term.value}" if term.kind == "blank" else term.value


def downloads(asked: Asked, form: str) -> list[tuple[str, str]]:
    """The formats that a result can be had in: (name for `format=`, name for people)."""
    own = [f.name for f in FORMATS if form in f.forms]
    if form == "rows":
        own.insert(0, XLSX)
    return [(name, _NAMES[name]) for name in own]


def permalink(asked: Asked, **more: str) -> str | None:
    """The query string of the address of a query; None where it would be too long for one."""
    given = [("query", asked.text)]
    given += [("default-graph-uri", one) for one in asked.default_graphs]
    given += [("named-graph-uri", one) for one in asked.named_graphs]
    if asked.seconds is not None:
        given.append(("timeout", f"{asked.seconds:g}"))
    found = urlencode(given + list(more.items()))
    return found if len(found) <= _LONGEST_ADDRESS else None


def snippets(request: Request, asked: Asked, form: str) -> list[tuple[str, str, str]]:
    """Lines that ask the same from elsewhere: (id, title, code) for curl, Python and R.

    Args:
        request: where the service is.
        asked: the query.
        form: what it gives.
    """
    address = endpoint_address(request)
    given = [(n, v) for n, v in _graphs(asked)]
    rows = form == "rows"
    format = "csv" if rows else "json" if form == "boolean" else "turtle"
    return [
        ("curl", "curl", _curl(address, asked.text, given, format)),
        ("python", "Python", _python(address, asked.text, given, format)),
        ("r", "R", _r(address, asked.text, given, format)),
    ]


def _graphs(asked: Asked) -> list[tuple[str, str]]:
    return [("default-graph-uri", g) for g in asked.default_graphs] + [
        ("named-graph-uri", g) for g in asked.named_graphs
    ]


def _curl(address: str, query: str, given: list[tuple[str, str]], format: str) -> str:
    lines = [f"curl --fail-with-body {shlex.quote(address)}", f"  --data format={format}"]
    lines += [f"  --data-urlencode {shlex.quote(f'{n}={v}')}" for n, v in given]
    lines.append(f"  --data-urlencode {shlex.quote('query=' + query)}")
    return " \\\n".join(lines)


def _python(address: str, query: str, given: list[tuple[str, str]], format: str) -> str:
    text = query.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    text = re.sub(r'"\Z', '\\"', text).replace("\r", "\\r").replace("\0", "\\0")
    more = "".join(f", ({json.dumps(n)}, {json.dumps(v)})" for n, v in given)
    imports, reading = {
        "csv": (
            "import csv, io, urllib.parse, urllib.request",
            'for row in csv.DictReader(io.StringIO(answer.read().decode("utf-8"), newline="")):\n        print(row)',
        ),
        "json": ("import json, urllib.parse, urllib.request", 'print(json.load(answer)["boolean"])'),
        "turtle": ("import urllib.parse, urllib.request", 'print(answer.read().decode("utf-8"))'),
    }[format]
    return (
        f'{imports}\n\nquery = """{text}"""\n'
        f'form = urllib.parse.urlencode([("format", "{format}"), ("query", query){more}]).encode()\n'
        f"with urllib.request.urlopen({json.dumps(address)}, form) as answer:\n    {reading}\n"
    )


def _r(address: str, query: str, given: list[tuple[str, str]], format: str) -> str:
    dashes = "-"
    while f'){dashes}"' in query:
        dashes += "-"
    more = "".join(
        f',\n  "&{n}=", URLencode({json.dumps(v, ensure_ascii=False)}, reserved = TRUE)' for n, v in given
    )
    reading = {
        "csv": 'result <- read.csv(address, encoding = "UTF-8")\nprint(result)',
        "json": 'cat(readLines(address, encoding = "UTF-8", warn = FALSE), sep = "\\n")',
        "turtle": 'cat(readLines(address, encoding = "UTF-8", warn = FALSE), sep = "\\n")',
    }[format]
    return (
        f'query <- r"{dashes}({query}){dashes}"\n'
        f'address <- paste0(\n  {json.dumps(address)}, "?format={format}",\n'
        f'  "&query=", URLencode(query, reserved = TRUE){more}\n)\n{reading}\n'
    )
