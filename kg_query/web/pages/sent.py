"""What the form of a page sends: fields, files, and files sent before, which come back within the form.

Nothing is kept here. What was sent goes out again inside the answer, in fields of its form, so that it can be
sent once more: for a download, in the other language, with another day.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fastapi import Request
from fastapi.responses import Response

from kg_query.errors import SHOWN, InputError, KgqError, Problem
from kg_query.model import Text
from kg_query.workers import WorkerError

from ..api.caching import Kept
from ..api.inputs import label
from ..api.multipart import parts_of
from ..api.operations import FORMATS
from ..api.sniffing import ENDINGS, foreign
from ..forms import fields_of
from ..identity import may_see_personal_data
from ..negotiation import disposition
from ..policy import NO_STORE
from ..problems import HttpProblem, problem_of

__all__ = [
    "FAULTS",
    "Sent",
    "Upload",
    "envelope",
    "masked",
    "pasted",
    "problems",
    "returned",
    "saved",
    "sent",
    "typed",
]

#: The most fields that a form may have.
FIELDS = 6000
#: What asking an operation may end in; a page shows its form again with it.
FAULTS = (KgqError, WorkerError, HttpProblem)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name as a label, and its bytes; `foreign` is what it is where no page reads it."""

    name: str
    content: bytes
    foreign: str | None = None

    @property
    def token(self) -> str:
        """The file as the value of a field of a form, which `Sent` reads back."""
        packed = base64.b64encode(self.content).decode()
        return f"{base64.b64encode(self.name.encode()).decode()}.{packed}"

    @property
    def size(self) -> str:
        """How large it is, for people."""
        return f"{max(1, round(len(self.content) / 1024)):,} KB"


@dataclass(slots=True)
class Sent:
    """The fields of a form: texts by name, files by name."""

    values: dict[str, list[str]] = field(default_factory=dict)
    files: dict[str, list[Upload]] = field(default_factory=dict)

    def one(self, name: str, otherwise: str = "") -> str:
        """The value of a field, without blanks around it."""
        return next(iter(self.values.get(name, [])), otherwise).strip()

    def all(self, name: str) -> list[str]:
        """Every value of a field that is not empty."""
        return [v.strip() for v in self.values.get(name, []) if v.strip()]

    def uploads(self, name: str) -> list[Upload]:
        """The files of a field: those sent before that are still wanted (`name.kept`), then those sent now.

        Raises InputError where one sent before does not come back as it went out, and once where one is a
        picture, a PDF or the like: those are left out then.
        """
        every = [returned(token) for token in self.values.get(f"{name}.kept", [])] + self.files.get(name, [])
        if wrong := [one for one in every if one.foreign]:
            self.values[f"{name}.kept"] = []
            self.files[name] = [one for one in every if not one.foreign]
            raise InputError.collect([_not_read(one) for one in wrong])
        return every

    def left(self, name: str) -> list[Upload]:
        """The files of a field that can be shown again after a fault; none where they did not come back whole."""
        try:
            return [one for one in self.uploads(name) if not one.foreign]
        except InputError:
            return self.files.get(name, [])


def _not_read(one: Upload) -> Problem:
    return Problem(
        Text(f"这是 {one.foreign} 文件，这里不读", f"this is a {one.foreign} file, which is not read here"),
        one.name,
        Text(
            "哪些格式可以上传，写在选择文件之处；也可以把内容贴入文本框",
            "What can be sent stands beside the field for files; its contents can be pasted as well",
        ),
    )


async def sent(request: Request) -> Sent:
    """What a request brings, from either kind of form.

    Raises:
        UsageError: a body that is no form.
        LimitError: too many fields.
    """
    body = await request.body()
    return await asyncio.to_thread(_read, body, request.headers.get("content-type", ""))


def _read(body: bytes, kind: str) -> Sent:
    found = Sent()
    if kind.partition(";")[0].strip().lower() == "multipart/form-data":
        for part in parts_of(body, kind, FIELDS):
            if part.filename is None:
                found.values.setdefault(part.name, []).append(part.content.decode("utf-8", "replace"))
            elif part.filename or part.content:
                found.files.setdefault(part.name, []).append(_upload(part.filename, part.content))
        return found
    for name, value in fields_of(body, FIELDS):
        found.values.setdefault(name, []).append(value)
    return found


def _upload(name: str, content: bytes) -> Upload:
    """A file as it came; where its name does not tell what it is, its first characters do."""
    if what := foreign(content, name):
        last = re.split(r"[\\/]", name)[-1]
        return Upload("".join(c for c in last if c.isprintable())[:120] or "file", content, what)
    kind = ENDINGS.get("." + name.rpartition(".")[2].lower()) or _looks(
        content[:4096].decode("utf-8", "ignore")
    )
    return Upload(label(name, kind), content)


def returned(token: str) -> Upload:
    """The file that stands behind the value of a field, as `Upload.token` wrote it.

    Raises InputError where it is not whole.
    """
    name, _, packed = token.partition(".")
    try:
        return _upload(
            base64.b64decode(name, validate=True).decode(), base64.b64decode(packed, validate=True)
        )
    except (binascii.Error, ValueError):
        raise InputError(
            Text("先前上传的文件没有完整送回", "a file sent before did not come back whole"),
            hint=Text("请重新上传", "Please send it again"),
        ) from None


def pasted(text: str, stem: str) -> Upload | None:
    """A text typed or pasted into a form as a file, by what it looks like; None for an empty one.

    >>> pasted('{"id": "m"}', "typed").name, pasted("编号,行为\\nY01,人员", "typed").name, pasted(" ", "typed")
    ('typed.json', 'typed.csv', None)
    """
    if not text.strip():
        return None
    return Upload(label(stem, _looks(text)), text.encode())


def _looks(text: str) -> str:
    """The format that a text looks like."""
    words = text.strip()
    if not words or words[0] in "{[\0%":
        return "json"
    if words.startswith(("@prefix", "PREFIX", "prefix", "<http")):
        return "turtle"
    first = words.splitlines()[0]
    return "csv" if max(map(first.count, ",;\t")) and ":" not in first else "yaml"


def envelope(files: Iterable[tuple[str, Upload]]) -> tuple[bytes, str]:
    """Files as the body of a request to the API, with its media type.

    Args:
        files: the name of the field, and the file, one after another.
    """
    boundary = secrets.token_hex(24)
    made = bytearray()
    for name, one in files:
        file = one.name.replace("\\", "_").replace('"', "_")
        made += (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'.encode()
        )
        made += b"Content-Type: application/octet-stream\r\n\r\n" + one.content + b"\r\n"
    return bytes(made) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


# --- what comes back ----------------------------------------------------------------------------


def masked(request: Request, found: Sent) -> bool:
    """Whether personal data are masked: unless the form asks for them and the caller may see them."""
    return not (found.one("personal-data") == "show" and may_see_personal_data(request))


def problems(error: Exception) -> tuple[int, list[dict[str, Any]]]:
    """The status of a fault, and the problems that it is made of, for the macro `problems`."""
    whole = problem_of(error)
    if not isinstance(error, KgqError) or whole.status >= 500:
        return whole.status, [{"message": whole.detail.to_json(), "where": None, "hint": None}]
    told = [
        {
            "message": one.message.to_json(),
            "where": one.where,
            "hint": one.hint.to_json() if one.hint else None,
        }
        for one in error.problems[:SHOWN]
    ]
    if (rest := len(error.problems) - SHOWN) > 0:
        more = Text(f"另有 {rest} 处问题", f"{rest} more problems")
        told.append({"message": more.to_json(), "where": None, "hint": None})
    return whole.status, told


def saved(kept: Kept, format: str, name: str) -> Response:
    """An answer of the API as a file to save, which no cache may keep."""
    filename = kept.filename or f"{name}.{format}"
    headers = {"Content-Disposition": disposition(filename), "Cache-Control": NO_STORE}
    return Response(kept.content, headers={**headers, "Content-Type": FORMATS[format]})


def typed(name: str, value: Any) -> Upload:
    """What was typed into fields, as a file of JSON."""
    return Upload(name, json.dumps(value, ensure_ascii=False).encode())
