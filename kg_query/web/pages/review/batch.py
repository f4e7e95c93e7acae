"""Several case files at once: each with its score in one table, and what of them can be taken along."""

from __future__ import annotations

import json
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from kg_query.casefiles import Schema
from kg_query.errors import KgqError, Problem
from kg_query.model import Text
from kg_query.workers import WorkerError

from ...api.operations import FORMATS
from ...identity import may_see_personal_data
from ...negotiation import disposition
from ...policy import NO_STORE
from ...problems import HttpProblem
from ..asking import ask, fetch
from ..frame import page
from .desk import LARGEST, Desk, faults, read_one
from .draft import Draft, dumped, parsed
from .told import batch_row
from .uploads import Sent

__all__ = ["batch_page", "opened", "table_of"]

#: The largest batch that the page carries along, in characters of its JSON.
CARRIED = 6_000_000


async def batch_page(request: Request, form: Sent, schema: Schema) -> Response:
    """The table of the files that were sent, with what is wrong with those that cannot be read."""
    problems = list(form.problems)
    files: list[tuple[str, Draft]] = []
    for one in form.files:
        try:
            files += [(one.name, draft) for draft in await read_one(request, one, schema)]
        except (KgqError, WorkerError, HttpProblem) as fault:
            problems += faults(fault, one.name)
    kept: list[tuple[str, Draft]] = []
    first: dict[Any, str] = {}
    for name, draft in files:
        if (number := draft.get("id")) in first:
            problems.append(
                Problem(
                    Text(f"案卷编号“{number}”重复，首见于 {first[number]}，这份没有计入",
                         f"the number “{number}” stands in {first[number]} already; this file is left out"),
                    name,
                )
            )  # fmt: skip
            continue
        first[number] = name
        kept.append((name, draft))
    return await _shown(request, kept, problems, form.one("show") == "yes")


async def _shown(
    request: Request, files: list[tuple[str, Draft]], problems: list[Problem], show: bool
) -> Response:
    show = show and may_see_personal_data(request)
    corpus, reviews = request.app.state.service.kg.corpus, []
    if files:
        body = dumped([draft for _, draft in files]).encode("utf-8", "replace")
        try:
            answer = await ask(request, "review", body=body, masked=not show)
            reviews = answer if isinstance(answer, list) else [answer]
        except (KgqError, WorkerError, HttpProblem) as fault:
            problems = [*problems, *faults(fault)]
    rows = [batch_row(corpus, name, draft, r) for (name, draft), r in zip(files, reviews, strict=False)]
    carried = dumped([{"file": name, "case": draft} for name, draft in files])
    counts: dict[str, int] = {}
    for row in rows:
        label = row["grade"].zh if row["grade"] else ""
        counts[label] = counts.get(label, 0) + 1
    grades = [(row["grade"], counts.pop(row["grade"].zh if row["grade"] else "")) for row in rows
              if (row["grade"].zh if row["grade"] else "") in counts]  # fmt: skip
    return page(
        request,
        "review/batch.html",
        200 if rows else 422,
        rows=sorted(enumerate(rows, 1), key=lambda pair: (pair[1]["high"], pair[1]["low"])),
        grades=grades,
        asked=[
            {"message": p.message.to_json(), "where": p.where, "hint": p.hint.to_json() if p.hint else None}
            for p in problems
        ],
        carried=carried if len(carried) <= CARRIED else None,
        show=show,
        may_show=may_see_personal_data(request),
        largest=LARGEST,
        switch_form="batch" if len(carried) <= CARRIED else "",
    )


def _carried(form: Sent, schema: Schema) -> list[tuple[str, Draft]]:
    """The files that a form carries along; what is no such list holds none."""
    text = form.one("cases")
    if len(text) > CARRIED:
        return []
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return []
    rows = value if isinstance(value, list) else []
    return [
        (str(row.get("file")), parsed(dumped(row["case"]), schema))
        for row in rows
        if isinstance(row, dict) and isinstance(row.get("case"), dict)
    ]


def opened(request: Request, form: Sent, schema: Schema) -> Desk | None:
    """The desk with one file of a batch; None where it is not there."""
    number = form.one("do").partition(":")[2]
    files = _carried(form, schema)
    if not (number.isdecimal() and len(number) < 6 and 0 < int(number) <= len(files)):
        return None
    show = form.one("show") == "yes" and may_see_personal_data(request)
    return Desk(files[int(number) - 1][1], mode="result", show=show)


async def table_of(request: Request, form: Sent) -> Response:
    """The table of a batch as a file, or the page again: `format` is page, xlsx (the summary workbook), csv, json."""
    schema = request.app.state.service.kg.corpus.case_schema
    files, format = _carried(form, schema), request.query_params.get("format", "page")
    show = form.one("show") == "yes"
    if format not in ("xlsx", "csv", "json"):
        return await _shown(request, files, [], show)
    options = {"summary": "true"} if format == "xlsx" else {}
    masked = not (show and may_see_personal_data(request))
    body = dumped([draft for _, draft in files]).encode("utf-8", "replace")
    try:
        made = await fetch(request, "review", options=options, body=body, format=format, masked=masked)
    except (KgqError, WorkerError, HttpProblem) as fault:
        return await _shown(request, files, faults(fault), show)
    headers = {
        "Content-Type": FORMATS[format],
        "Content-Disposition": disposition(made.filename or f"review.{format}"),
        "Cache-Control": NO_STORE,
    }
    return Response(made.content, headers=headers)
