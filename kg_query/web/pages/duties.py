"""The page on duties after a decision: what happened on which day, what follows, by when, and whether it was done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.conditions import grounds as grounds_in
from kg_query.duties import Duty
from kg_query.errors import InputError, UsageError, did_you_mean
from kg_query.files import root
from kg_query.inputs import shown
from kg_query.matters.words import STATUSES
from kg_query.model import Text

from ..identity import may_see_personal_data
from ..negotiation import language
from .asking import fetch
from .duties_view import view
from .frame import html, kept_page, page
from .laws import duties_of
from .named import Named
from .sent import FAULTS, Sent, Upload, envelope, masked, pasted, problems, saved, sent, typed

__all__ = ["EXAMPLES", "router"]

router = APIRouter()

#: The examples: file, what it shows, as of which day.
EXAMPLES = {
    "followed": (Text("已经履行的义务", "duties that were done"), "2025-01-15"),
    "national-day": (Text("国庆假期前后的7日", "seven days across a holiday"), "2024-10-10"),
    "report": (Text("举报不属实，须反馈并澄清", "an unfounded report"), "2025-05-10"),
    "undated": (Text("没有写日期的决定", "a decision without its date"), "2024-12-01"),
}
_FORMATS = {"xlsx": "XLSX", "csv": "CSV", "json": "JSON"}
_HEAD = ("id", "role", "date", "organisation")
_MORE = ("evidence", "source", "note")


@dataclass(slots=True)
class Matter:
    """A matter as the form has it.

    Attributes:
        head: what identifies it.
        findings: ground → its state and the rest, in the order typed.
    """

    head: dict[str, str] = field(default_factory=dict)
    findings: dict[str, dict[str, str]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The matter as `kgq duties` reads it."""
        given = [{"ground": ground, **said} for ground, said in self.findings.items()]
        return {
            **{k: v for k, v in self.head.items() if v},
            "id": self.head.get("id") or "m1",
            "findings": given,
        }


@router.api_route("/duties", methods=["GET", "HEAD"], include_in_schema=False)
async def duties(request: Request) -> Response:
    """The form, empty or with an example, whose answer stands beneath."""
    laws = await duties_of(request)

    async def made() -> str:
        asked = request.query_params
        name = asked.get("example", "")
        form = Sent({key: asked.getlist(key) for key in ("as-of", "regulation") if asked.getlist(key)})
        if not name:
            return html(request, "duties/page.html", **_values(request, laws, Matter(), form, []))
        if name not in EXAMPLES:
            raise UsageError(
                Text(f"没有示例“{shown(name)}”", f"there is no example “{shown(name)}”"),
                hint=did_you_mean(name, EXAMPLES, always=True),
            )
        matter = _matter(json.loads((root() / f"data/examples/duties/{name}.json").read_bytes()))
        assert matter is not None
        form.values.setdefault("as-of", [EXAMPLES[name][1]])
        answer = json.loads((await _asked(request, matter.to_json(), form, False)).content)
        return html(
            request,
            "duties/page.html",
            **_values(request, laws, matter, form, [], answer=answer, example=name),
        )

    return await kept_page(request, made)


@router.post("/duties", include_in_schema=False)
@router.post("/duties/file", include_in_schema=False)
async def worked_out(request: Request) -> Response:
    """The form with the answer to what it brings, or the answer as a file."""
    laws = await duties_of(request)
    form, matter, kept = Sent(), Matter(), []
    try:
        form = await sent(request)
        matter = _typed(form)
        kept = form.uploads("files")
        if one := pasted(form.one("pasted"), "pasted"):
            kept = [*kept, one]
        subject: Any = kept or matter.to_json()
        if not kept and not matter.findings:
            raise InputError(
                Text("还没有填写任何认定", "no finding has been filled in yet"),
                hint=Text(
                    "至少写明一项，如作出容错决定的日期",
                    "State one at least, such as the day of the decision",
                ),
            )
        if name := form.one("file"):
            answered = await _asked(request, subject, form, masked(request, form), _format(name))
            return saved(answered, name, "duties")
        answered = await _asked(request, subject, form, masked(request, form))
    except FAULTS as fault:
        status, told = problems(fault)
        kept = form.left("files")
        return page(
            request, "duties/page.html", status, switch_form="work",
            **_values(request, laws, matter, form, kept, told=told),
        )  # fmt: skip
    answer = json.loads(answered.content)
    form.values.pop("pasted", None)  # from now on it is one of the files, or fills the form
    if kept and (read := _of_files(kept, answer["matter"])) is not None:
        matter, kept = read, []
    return page(
        request,
        "duties/page.html",
        switch_form="work",
        **_values(request, laws, matter, form, kept, answer=answer),
    )


async def _asked(request: Request, subject: Any, form: Sent, masked: bool, format: str = "json") -> Any:
    """The answer of the API on a matter, or on files."""
    options: dict[str, Any] = {"regulation": form.all("regulation")}
    if day := form.one("as-of"):
        options["as-of"] = day
    if isinstance(subject, list):
        if name := form.one("matter"):
            options["matter"] = name
        body, kind = envelope(("files", one) for one in subject)
    else:
        body, kind = typed("typed.json", subject).content, "application/json"
    return await fetch(
        request, "duties", options=options, body=body, media_type=kind, masked=masked, format=format
    )


def _format(name: str) -> str:
    if name in _FORMATS:
        return name
    raise UsageError(Text(f"没有格式“{shown(name)}”", f"there is no format “{shown(name)}”"))


# --- what was typed -----------------------------------------------------------------------------


def _typed(form: Sent) -> Matter:
    """The matter that the fields state: a day alone says that the ground is established."""
    matter = Matter({key: form.one(f"matter.{key}") for key in _HEAD})
    for name in form.values:
        if not name.startswith("state."):
            continue
        ground = name.removeprefix("state.")
        more = {key: said for key in ("date", *_MORE) if (said := form.one(f"{key}.{ground}"))}
        if state := form.one(name) or ("established" if more.get("date") else ""):
            matter.findings[ground] = {"status": state, **more}
    return matter


def _of_files(files: Sequence[Upload], id: str) -> Matter | None:
    """The matter of files of JSON that were answered on, to be typed over; None where it is in none of them."""
    for one in files:
        if not one.name.endswith((".json", ".jsonld")):
            continue
        try:
            value = json.loads(one.content.decode("utf-8-sig"))
        except (ValueError, RecursionError):
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping) and str(each.get("id")) == id and (found := _matter(each)):
                return found
    return None


def _matter(value: Mapping[str, Any]) -> Matter | None:
    """A matter of JSON; None where it says more than the form has room for."""
    if set(value) - {*_HEAD, *STATUSES, "findings"} or any(
        str(s) != s for k, s in value.items() if k in _HEAD
    ):
        return None
    matter = Matter({key: str(value.get(key) or "") for key in _HEAD})
    for state in STATUSES:
        for ground in value.get(state) or ():
            matter.findings.setdefault(str(ground), {"status": state})
    for one in value.get("findings") or ():
        ground = str(one.get("ground"))
        if ground in matter.findings:
            return None  # stated twice: the form has one line for each
        matter.findings[ground] = {k: str(v) for k, v in one.items() if k in ("status", "date", *_MORE) and v}
    return matter


# --- the page -----------------------------------------------------------------------------------


def _values(
    request: Request,
    laws: Mapping[str, tuple[Duty, ...]],
    matter: Matter,
    form: Sent,
    kept: Sequence[Upload],
    *,
    told: Sequence[Mapping[str, Any]] = (),
    answer: Mapping[str, Any] | None = None,
    example: str = "",
) -> dict[str, Any]:
    corpus, lang = request.app.state.service.kg.corpus, language(request)
    named = Named(corpus, lang)
    groups = _groups(laws, named)
    listed = {ground for group in groups for ground in group["grounds"]}
    rest = [ground for ground in matter.findings if ground not in listed]
    return {
        "matter": matter,
        "groups": groups,
        "rest": rest,
        "labels": {g: named.ground(g) for g in [*listed, *rest] if g in corpus.grounds},
        "roles": [(code, one.label.in_(lang)) for code, one in corpus.concepts["role"].items()],
        "organisations": [(slug, named.regulation(slug).text) for slug in corpus.assessed],
        "regulations": [named.regulation(slug) for slug in laws],
        "chosen": form.all("regulation"),
        "as_of": form.one("as-of"),
        "matter_id": form.one("matter"),
        "pasted": form.one("pasted"),
        "kept": kept,
        "told": told,
        "example": example,
        "examples": EXAMPLES,
        "may_show": request.method != "POST" or may_see_personal_data(request),
        "shows": form.one("personal-data") == "show",
        "formats": list(_FORMATS.items()),
        "answer": view(answer, named) if answer is not None else None,
    }


def _groups(laws: Mapping[str, tuple[Duty, ...]], named: Named) -> list[dict[str, Any]]:
    """The grounds that duties turn on, by the articles that come to speak of them first."""
    seen: set[str] = set()
    groups: dict[str, dict[str, Any]] = {}
    for slug in laws:
        for duty in laws[slug]:
            norm = duty.norm
            every = (*duty.triggers, *duty.fulfilled_by, *duty.breached_by, *duty.ends_on)
            further = tuple(grounds_in(norm.condition)) if norm.condition is not None else ()
            new = [g for g in dict.fromkeys((*further, *every)) if g not in seen]
            if new:
                seen.update(new)
                group = groups.setdefault(
                    norm.provision, {"where": named.clause_in(norm.provision), "grounds": []}
                )
                group["grounds"] += new
    return list(groups.values())
