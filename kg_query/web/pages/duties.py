"""The page on duties after a decision: what happened on which day, what follows, by when, and whether it was done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from fastapi import APIRouter, Request
from fastapi.responses import Response

from kg_query.conditions import grounds as grounds_in
from kg_query.duties import Duty
from kg_query.errors import InputError
from kg_query.files import root
from kg_query.matters.words import STATUSES
from kg_query.model import Text

from ..api.caching import Kept
from ..negotiation import language
from .asking import fetch
from .course import Work, opened, worked_out
from .duties_view import view
from .laws import duties_of
from .named import Named
from .sent import Sent, Upload, envelope, typed

__all__ = ["EXAMPLES", "router"]

router = APIRouter()

#: The examples: file, what it shows, as of which day.
EXAMPLES = {
    "followed": (Text("已经履行的义务", "duties that were done"), "2025-01-15"),
    "national-day": (Text("国庆假期前后的7日", "seven days across a holiday"), "2024-10-10"),
    "report": (Text("举报不属实，须反馈并澄清", "an unfounded report"), "2025-05-10"),
    "undated": (Text("没有写日期的决定", "a decision without its date"), "2024-12-01"),
}
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
    return await opened(Followed(request, await duties_of(request)))


@router.post("/duties", include_in_schema=False)
@router.post("/duties/file", include_in_schema=False)
async def made_of_form(request: Request) -> Response:
    """The form with the answer to what it brings, or the answer as a file."""
    return await worked_out(Followed(request, await duties_of(request)))


class Followed(Work):
    """The form of the page: a matter typed, or files of matters."""

    template = "duties/page.html"
    options = ("as-of", "regulation")
    examples: ClassVar[dict[str, Text]] = {name: one[0] for name, one in EXAMPLES.items()}
    formats: ClassVar[dict[str, str]] = {"xlsx": "XLSX", "csv": "CSV", "json": "JSON"}
    name = "duties"

    def __init__(self, request: Request, laws: Mapping[str, tuple[Duty, ...]]) -> None:
        super().__init__(request)
        self.laws = laws
        self.matter = Matter()

    def take(self) -> None:
        self.matter = _typed(self.form)

    def exemplify(self, name: str) -> None:
        found = _matter(json.loads((root() / f"data/examples/duties/{name}.json").read_bytes()))
        assert found is not None
        self.matter = found
        self.form.values["as-of"] = self.form.values.get("as-of") or [EXAMPLES[name][1]]

    async def asked(self, masked: bool, format: str = "json", table: str = "") -> Kept:
        options: dict[str, Any] = {"regulation": self.form.all("regulation")}
        if day := self.form.one("as-of"):
            options["as-of"] = day
        if files := self.kept["files"]:
            if name := self.form.one("matter"):
                options["matter"] = name
            body, kind = envelope(("files", one) for one in files)
        elif self.matter.findings:
            body, kind = typed("typed.json", self.matter.to_json()).content, "application/json"
        else:
            raise InputError(
                Text("还没有填写任何认定", "no finding has been filled in yet"),
                hint=Text(
                    "至少写明一项，如作出容错决定的日期",
                    "State one at least, such as the day of the decision",
                ),
            )
        return await fetch(
            self.request, "duties", options=options, body=body, media_type=kind, masked=masked, format=format
        )  # fmt: skip

    def settle(self, answer: Mapping[str, Any]) -> None:
        """A file that the form has room for fills the form."""
        super().settle(answer)
        if (read := _of_files(self.kept["files"], answer["matter"])) is not None:
            self.matter, self.kept = read, {"files": []}

    def values(self, answer: Mapping[str, Any] | None) -> dict[str, Any]:
        corpus, lang = self.request.app.state.service.kg.corpus, language(self.request)
        named = Named(corpus, lang)
        groups = _groups(self.laws, named)
        listed = {ground for group in groups for ground in group["grounds"]}
        rest = [ground for ground in self.matter.findings if ground not in listed]
        return {
            "matter": self.matter,
            "groups": groups,
            "rest": rest,
            "labels": {g: named.ground(g) for g in [*listed, *rest] if g in corpus.grounds},
            "roles": [(code, one.label.in_(lang)) for code, one in corpus.concepts["role"].items()],
            "organisations": [(slug, named.regulation(slug).text) for slug in corpus.assessed],
            "regulations": [named.regulation(slug) for slug in self.laws],
            "chosen": self.form.all("regulation"),
            "as_of": self.form.one("as-of"),
            "matter_id": self.form.one("matter"),
            "answer": view(answer, named) if answer is not None else None,
        }


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
