"""What a form of a browser sends: fields, and files of which some may be archives of others."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import parse_qsl

from kg_query.errors import InputError, LimitError, Problem, UsageError
from kg_query.inputs import shown
from kg_query.model import Text

from ...api.multipart import parts_of
from ...api.sniffing import ENDINGS, MEDIA_TYPES
from ..sent import returned

__all__ = ["FILES", "Sent", "Upload", "sent"]

#: The most files of one batch, and what an archive may unpack to.
FILES = 200
UNPACKED = 50 * 2**20
_FIELDS = 20_000
_RATIO = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name as a label, and its bytes."""

    name: str
    content: bytes

    @property
    def kind(self) -> str:
        """Its format by its ending: "json", "yaml" …; empty where the ending tells none."""
        return ENDINGS.get(PurePosixPath(self.name).suffix.lower(), "")

    @property
    def media_type(self) -> str:
        """The media type of its format; that of any bytes where it has none."""
        return next((m for m, k in MEDIA_TYPES.items() if k == self.kind), "application/octet-stream")


@dataclass(slots=True)
class Sent:
    """The fields of a form by name, its files, and what is wrong with some of them."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def one(self, name: str) -> str:
        """The first value of a field; empty where there is none."""
        return (self.fields.get(name) or [""])[0]


def sent(body: bytes, content_type: str) -> Sent:
    """What a body says.

    Args:
        body: of a form, as application/x-www-form-urlencoded or multipart/form-data.
        content_type: the value of the header.

    Raises:
        UsageError: it is no form.
        LimitError: it has too many fields or files.
    """
    found = Sent()
    kind = content_type.partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        try:
            pairs = parse_qsl(
                body.decode("ascii", "replace"),
                keep_blank_values=True,
                max_num_fields=_FIELDS,
                errors="replace",
            )
        except ValueError:
            raise LimitError(Text("表单的栏目过多", "the form has too many fields")) from None
        for name, value in pairs:
            found.fields.setdefault(name, []).append(value)
        return _with_those_sent_on(found)
    if kind != "multipart/form-data":
        raise UsageError(Text("请求不是表单", "the request is no form"))
    for part in parts_of(body, content_type, FILES + 40):
        if part.filename is None:
            found.fields.setdefault(part.name, []).append(part.content.decode("utf-8", "replace"))
        elif part.filename or part.content:
            _take(found, Upload(_label(part.filename), part.content))
    if len(found.files) > FILES:
        raise LimitError(
            Text(f"一批最多 {FILES} 份文件，收到 {len(found.files)} 份", f"a batch has {FILES} files at most, not {len(found.files)}"),
            hint=Text("请分批上传，或者在命令行用 kgq review", "Bring them in several batches, or use kgq review on the command line"),
        )  # fmt: skip
    return _with_those_sent_on(found)


def _with_those_sent_on(found: Sent) -> Sent:
    """The files that another page has sent on, which took them for something else, are files of the form too."""
    for token in found.fields.pop("files.kept", []):
        file = returned(token)
        _take(found, Upload(_label(file.name), file.content))
    return found


def _label(name: str) -> str:
    last = re.split(r"[\\/]", name)[-1]
    return "".join(c for c in last if c.isprintable())[-150:] or "file"


def _take(found: Sent, file: Upload) -> None:
    office = file.name.lower().endswith((".xlsx", ".docx", ".pptx", ".xlsm", ".odt", ".ods", ".wps", ".et"))
    if office or not file.content.startswith(b"PK\x03\x04"):
        found.files.append(file)
        return
    try:
        found.files.extend(_unpacked(file))
    except InputError as fault:
        found.problems.extend(fault.problems)


def _unpacked(file: Upload) -> Iterator[Upload]:
    """The files in an archive; those that systems add for themselves are left out.

    Raises InputError where it is no archive, locked, or unpacks to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            some = [i for i in archive.infolist() if not i.is_dir() and not _hidden(i.filename)]
            size = sum(i.file_size for i in some)
            if size > UNPACKED or len(some) > FILES or size > _RATIO * max(len(file.content), 2**14):
                raise InputError(
                    Text(f"压缩包展开后过大，或者超过 {FILES} 份文件", f"the archive unpacks to too much, or to more than {FILES} files"),
                    file.name,
                    Text("请分成几个压缩包", "Make several archives of it"),
                )  # fmt: skip
            if any(i.flag_bits & 1 for i in some):
                raise InputError(Text("压缩包有密码", "the archive is locked with a password"), file.name)
            left = UNPACKED
            for one in some:
                with archive.open(one) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise InputError(Text("压缩包展开后过大", "the archive unpacks to too much"), file.name)
                yield Upload(_label(_name(one)), content)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise InputError(
            Text(f"“{shown(file.name)}”不是可以打开的 ZIP 压缩包", f"“{shown(file.name)}” is no ZIP archive that can be opened"),
            file.name,
        ) from None  # fmt: skip


def _hidden(name: str) -> bool:
    steps = [s for s in re.split(r"[\\/]", name) if s]
    return any(s.startswith(".") or s == "__MACOSX" for s in steps)


def _name(one: zipfile.ZipInfo) -> str:
    """The name of a member: Chinese systems write GBK where the archive does not say UTF-8."""
    if one.flag_bits & 0x800:
        return one.filename
    raw = one.filename.encode("cp437", "replace")
    for code in ("utf-8", "gb18030"):
        try:
            return raw.decode(code)
        except UnicodeDecodeError:
            continue
    return one.filename
