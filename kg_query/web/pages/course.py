"""The course of a page that works on what its form sends: the form, its answer beneath it, a file of it, or what is wrong.

A page says in a `Work` what its form holds and what the API is asked; all else is the same for each: an example is
an address, nothing that was sent is lost, and an answer is shown with the form that it answers.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from fastapi import Request
from fastapi.responses import Response

from kg_query.errors import UsageError, did_you_mean
from kg_query.inputs import shown
from kg_query.model import Text

from ..api.caching import Kept
from ..identity import may_see_personal_data
from .frame import html, kept_page, page
from .sent import FAULTS, Sent, Upload, masked, pasted, problems, saved, sent

__all__ = ["Work", "opened", "worked_out"]


class Work(ABC):
    """What the form of a page holds, and what is made of it, for one request.

    Attributes:
        template: the page.
        options: the fields that are options of the operation, which an address may have too.
        uploads: the fields of files; what is pasted joins the first.
        examples: their names, with what they show.
        formats: what the answer is to be had as, with what that is called.
        of_tables: what one table of it is to be had as besides.
        form: what was sent.
        kept: the files of each field, those sent before among them.
    """

    template: ClassVar[str]
    options: ClassVar[tuple[str, ...]]
    uploads: ClassVar[tuple[str, ...]] = ("files",)
    examples: ClassVar[Mapping[str, Text]]
    formats: ClassVar[Mapping[str, str]]
    of_tables: ClassVar[tuple[str, ...]] = ()

    def __init__(self, request: Request) -> None:
        self.request = request
        self.form = Sent()
        self.kept: dict[str, list[Upload]] = {name: [] for name in self.uploads}

    @abstractmethod
    def take(self) -> None:
        """Reads what was typed into the fields of the form."""

    @abstractmethod
    def exemplify(self, name: str) -> None:
        """Fills the form, as far as its fields are empty, with an example."""

    @abstractmethod
    async def asked(self, masked: bool, format: str = "json", table: str = "") -> Kept:
        """The answer of the API to what the form holds.

        Args:
            masked: whether personal data are masked.
            format: of the answer.
            table: one table of it; "" for all.

        Raises InputError where the form holds nothing to work on, and what `asking.fetch` raises.
        """

    @abstractmethod
    def values(self, answer: Mapping[str, Any] | None) -> dict[str, Any]:
        """What the template names of its own: the fields, and the answer in words."""

    @property
    @abstractmethod
    def name(self) -> str:
        """What a file of the answer is called where the API does not say."""

    def settle(self, answer: Mapping[str, Any]) -> None:
        """What changes in the form once it has been answered: what was pasted is one of the files from now on."""
        self.form.values.pop("pasted", None)

    def shown(
        self,
        *,
        told: Sequence[Mapping[str, Any]] = (),
        answer: Mapping[str, Any] | None = None,
        example: str = "",
    ) -> dict[str, Any]:
        """All that the template names.

        Args:
            told: what is wrong with what was sent.
            answer: of the API, in JSON.
            example: the example that fills the form.
        """
        return {
            "kept": self.kept[self.uploads[0]],
            "pasted": self.form.one("pasted"),
            "told": told,
            "example": example,
            "examples": self.examples,
            "may_show": self.request.method != "POST" or may_see_personal_data(self.request),
            "shows": self.form.one("personal-data") == "show",
            "formats": list(self.formats.items()),
            **self.values(answer),
        }


async def opened(work: Work) -> Response:
    """The page of an address: its form, empty, or with an example whose answer stands beneath."""
    request = work.request

    async def made() -> str:
        work.form = Sent({key: request.query_params.getlist(key) for key in work.options})
        name = request.query_params.get("example", "")
        if not name:
            return html(request, work.template, **work.shown())
        if name not in work.examples:
            raise UsageError(
                Text(f"没有示例“{shown(name)}”", f"there is no example “{shown(name)}”"),
                hint=did_you_mean(name, work.examples, always=True),
            )
        work.exemplify(name)
        answer = json.loads((await work.asked(False)).content)
        return html(request, work.template, **work.shown(answer=answer, example=name))

    return await kept_page(request, made)


async def worked_out(work: Work) -> Response:
    """The form that was sent, with the answer to what it brings or what is wrong with it; or a file of the answer."""
    request = work.request
    try:
        work.form = await sent(request)
        work.take()
        work.kept = {name: work.form.uploads(name) for name in work.uploads}
        if work.form.one("more"):
            return _page(work)
        if fresh := pasted(work.form.one("pasted"), "pasted"):
            work.kept[work.uploads[0]].append(fresh)
        hide = masked(request, work.form)
        if name := work.form.one("file"):
            format, _, table = name.partition(" ")
            if format not in (*work.formats, *work.of_tables):
                raise UsageError(Text(f"没有格式“{shown(name)}”", f"there is no format “{shown(name)}”"))
            return saved(await work.asked(hide, format, table), format, work.name)
        answer = json.loads((await work.asked(hide)).content)
    except FAULTS as fault:
        status, told = problems(fault)
        work.kept = {name: work.form.left(name) for name in work.uploads}
        return _page(work, status, told=told)
    work.settle(answer)
    return _page(work, answer=answer)


def _page(work: Work, status: int = 200, **told: Any) -> Response:
    return page(work.request, work.template, status, switch_form="work", **work.shown(**told))
