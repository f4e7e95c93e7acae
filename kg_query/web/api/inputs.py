"""What a request brings: files as the command line has them, in a body, in the parts of a form, in an envelope.

The names of uploaded files are labels and nothing else: no path is ever made of one.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from kg_query.errors import InputError, UsageError, did_you_mean, known_words
from kg_query.inputs import Held, read_json, shown
from kg_query.model import Text

from .multipart import Part, parts_of
from .refusals import NotAccepted, UnsupportedMedia
from .sniffing import ENDINGS, check_content, kind_of, says_nothing

__all__ = ["NO_SHAPES", "Brought", "Role", "bring", "label"]

_ENDING = {kind: ending for ending, kind in reversed(ENDINGS.items())}
_UNFIT = re.compile(r'[<>:"|?*]+')
_LONGEST = 100

NO_SHAPES = Text(
    "不接受自带的形状：只用本程序的 SHACL 形状",
    "shapes of one's own are not accepted: only those of this program are run",
)
#: Parts that are code or rules rather than data; nobody may bring them.
_NEVER = {
    "shapes": NO_SHAPES,
    "template": Text("不接受自带的模板", "templates of one's own are not accepted"),
}


@dataclass(frozen=True, slots=True)
class Role:
    """What some files of a request are: the subject, or what is beside it.

    Attributes:
        name: how the operation asks for them.
        fields: the names of form fields and of members of an envelope that hold them.
        formats: the formats that are read.
    """

    name: str
    fields: tuple[str, ...]
    formats: tuple[str, ...]


@dataclass(slots=True)
class Brought:
    """The files of a request by their role, in their order, and the options that came in the body."""

    files: dict[str, list[Held]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)

    def of(self, role: str) -> list[Held]:
        """The files of a role."""
        return self.files.get(role, [])


def bring(body: bytes, content_type: str, roles: Sequence[Role], options: Iterable[str]) -> Brought:
    """What a body brings.

    Args:
        body: the bytes of the request.
        content_type: the value of its header.
        roles: what it may bring; a body without parts is a file of the first.
        options: names of options that may stand in the body.

    Raises:
        UnsupportedMedia: a type that is not read, or a content that is not of its type.
        NotAccepted: shapes or templates.
        InputError: what cannot be read.
        UsageError: a part or a member of an unknown name.
    """
    found, known = Brought(), tuple(options)
    if not body:
        return found
    if content_type.partition(";")[0].strip().lower() == "multipart/form-data":
        for part in parts_of(body, content_type):
            _take(found, part, roles, known)
        return found
    subject = roles[0]
    kind = kind_of(content_type, subject.formats)
    name = "request" + _ENDING[kind]
    check_content(body, kind, name)
    if kind == "json" and _may_be_envelope(body, roles):
        value = read_json(body, name)
        if isinstance(value, dict) and _is_envelope(value, roles):
            _open(found, body, value, roles, known)
            return found
    found.files[subject.name] = [_held(name, body)]
    return found


def label(filename: str | None, kind: str) -> str:
    """A file's name as a label: its last part without what could mislead, with an ending that tells its kind.

    >>> label("../../案卷.JSON", "json"), label("C:\\\\x\\u202e", "xlsx"), label(None, "json")
    ('案卷.JSON', 'x.xlsx', 'file.json')
    """
    last = re.split(r"[\\/]", filename or "")[-1]
    fit = "".join(c for c in last if unicodedata.category(c)[0] != "C")
    fit = _UNFIT.sub("_", fit).strip(" .") or "file"
    stem, ending = PurePosixPath(fit).stem, PurePosixPath(fit).suffix
    if ENDINGS.get(ending.lower()) != kind:
        stem, ending = fit[: -len(ending)] if ending and len(ending) < 6 else fit, _ENDING[kind]
    return (stem[:_LONGEST].strip(" .") or "file") + ending


def _held(name: str, data: bytes) -> Held:
    held = Held(name)
    held.data = data
    return held


# --- forms ----------------------------------------------------------------------------------


def _take(found: Brought, part: Part, roles: Sequence[Role], options: tuple[str, ...]) -> None:
    role = next((r for r in roles if part.name in r.fields), None)
    if role is None and part.filename is None and part.name in options:
        try:
            found.options.setdefault(part.name, []).append(part.content.decode())
        except UnicodeDecodeError:
            raise UsageError(
                Text(f"参数 {part.name} 不是 UTF-8", f"the parameter {part.name} is not UTF-8")
            ) from None
        return
    if part.name in _NEVER and part.filename is not None:
        raise NotAccepted(_NEVER[part.name])
    if role is None:
        fields = [f for r in roles for f in r.fields] + list(options)
        raise UsageError(
            Text(f"没有表单字段“{shown(part.name)}”", f"there is no form field “{shown(part.name)}”"),
            hint=did_you_mean(part.name, fields) or known_words(f for r in roles for f in r.fields),
        )
    if says_nothing(part.media_type):
        ending = PurePosixPath(re.split(r"[\\/]", part.filename or "")[-1]).suffix.lower()
        kind = ENDINGS.get(ending, "")
        if kind not in role.formats:
            if part.filename and ending:
                raise _not_read(part.filename, role.formats)
            kind = kind_of(part.media_type, role.formats)
    else:
        kind = kind_of(part.media_type, role.formats)
    name = label(part.filename, kind)
    check_content(part.content, kind, name)
    found.files.setdefault(role.name, []).append(_held(name, part.content))


def _not_read(filename: str, formats: Iterable[str]) -> UnsupportedMedia:
    """What is said of a file that is of no format that is read here, by the ending of its name."""
    known = tuple(formats)
    endings = [ending for ending, kind in ENDINGS.items() if kind in known]
    name = shown(re.split(r"[\\/]", filename)[-1])
    return UnsupportedMedia(
        Text(f"这里不读“{name}”这种文件", f"files such as “{name}” are not read here"),
        hint=Text(
            f"可以是：{'、'.join(endings)}；或者用 Content-Type 写明类型",
            f"One of: {', '.join(endings)}; or name the type as Content-Type",
        ),
    )


# --- envelopes ------------------------------------------------------------------------------

#: What only a file itself has, never an envelope.
_OF_FILES = (
    "id",
    "@id",
    "@graph",
    "@type",
    "kind",
    "act",
    "entries",
    "statistics",
    "established",
    "findings",
)


def _may_be_envelope(body: bytes, roles: Sequence[Role]) -> bool:
    return any(f'"{name}"'.encode() in body for role in roles for name in role.fields)


def _is_envelope(value: Mapping[str, object], roles: Sequence[Role]) -> bool:
    named = any(name in value for role in roles for name in role.fields)
    return named and not any(key in value for key in _OF_FILES)


def _open(
    found: Brought, body: bytes, value: Mapping[str, object], roles: Sequence[Role], options: tuple[str, ...]
) -> None:
    """Takes an envelope apart; what it holds stays in the very characters it was written in."""
    written = _members(body.decode("utf-8-sig"))
    for key, one in value.items():
        role = next((r for r in roles if key in r.fields), None)
        if role is not None:
            found.files.setdefault(role.name, []).append(_held(f"{key}.json", written[key].encode()))
        elif key in options:
            found.options[key] = _option(key, one)
        else:
            known = [f for r in roles for f in r.fields] + list(options)
            raise InputError(
                Text(f"没有“{shown(key)}”这个键", f"there is no key “{shown(key)}”"),
                "request.json",
                did_you_mean(key, known) or known_words(known),
            )


def _option(key: str, value: object) -> list[str]:
    some = value if isinstance(value, list) else [value]
    words = []
    for one in some:
        if isinstance(one, bool):
            words.append("true" if one else "false")
        elif isinstance(one, (str, int, float)):
            words.append(str(one))
        elif one is not None or isinstance(value, list):
            raise InputError(
                Text(f"{key} 应为文本、数字、真假，或者它们的列表", f"{key} is a text, a number, true or false, or a list of these"),
                "request.json",
            )  # fmt: skip
    return words


def _members(text: str) -> dict[str, str]:
    """The members of the JSON object that a text is, each value as it is written."""
    decoder, blank = json.JSONDecoder(), re.compile(r"[ \t\r\n]*")
    found: dict[str, str] = {}

    def skip(at: int) -> int:
        match = blank.match(text, at)
        assert match is not None
        return match.end()

    at = skip(skip(0) + 1)
    while text[at] != "}":
        key, at = decoder.raw_decode(text, at)
        at = skip(skip(at) + 1)
        _, end = decoder.raw_decode(text, at)
        found[key] = text[at:end]
        at = skip(end)
        if text[at] == ",":
            at = skip(at + 1)
    return found
