"""What a form of a browser sends: fields, and files of which some may be archives of others."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from kg_query.errors import InputError, LimitError, Problem, UsageError
from kg_query.inputs import shown
from kg_query.model import Text

from ...api.multipart import parts_of
from ...api.sniffing import ENDINGS, MEDIA_TYPES
from ...forms import fields_of
from ..sent import returned

__all__ = ["FILES", "Sent", "Upload", "sent"]

#: The most files of one batch, and what an archive may unpack to.
FILES = 200
UNPACKED = 50 * 2**20
_FIELDS = 20_000
_RATIO = 200
#: How the entry of each member in the list of an archive begins, and the most of them that are looked at;
#: workbooks within it have such lists of their own.
_MEMBER, _MEMBERS = b"PK\1\2", 50 * FILES


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
    #: How many bytes its archives may still unpack to, all of them together.
    left: int = UNPACKED

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
        for name, value in fields_of(body, _FIELDS):
            found.fields.setdefault(name, []).append(value)
        return _counted(_with_those_sent_on(found))
    if kind != "multipart/form-data":
        raise UsageError(Text("请求不是表单", "the request is no form"))
    for part in parts_of(body, content_type, FILES + 40):
        if part.filename is None:
            found.fields.setdefault(part.name, []).append(part.content.decode("utf-8", "replace"))
        elif part.filename or part.content:
            _take(found, Upload(_label(part.filename), part.content))
    return _counted(_with_those_sent_on(found))


def _counted(found: Sent) -> Sent:
    if len(found.files) > FILES:
        raise LimitError(
            Text(f"一批最多 {FILES} 份文件，收到 {len(found.files)} 份", f"a batch has {FILES} files at most, not {len(found.files)}"),
            hint=Text("请分批上传，或者在命令行用 kgq review", "Bring them in several batches, or use kgq review on the command line"),
        )  # fmt: skip
    return found


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
        for one in _unpacked(file, found.left, FILES - len(found.files)):
            found.left -= len(one.content)
            found.files.append(one)
    except InputError as fault:
        found.problems.extend(fault.problems)


def _unpacked(file: Upload, left: int, files: int) -> Iterator[Upload]:
    """The files in an archive; those that systems add for themselves are left out.

    Args:
        file: the archive.
        left: how many bytes it may unpack to, with the archives before it.
        files: how many files it may hold.

    Raises InputError where it is no archive, locked, or unpacks to too much.
    """
    if file.content.count(_MEMBER) > _MEMBERS:  # before a list is made of them all
        raise _too_much(file)
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            some = [i for i in archive.infolist() if not i.is_dir() and not _hidden(i.filename)]
            size = sum(i.file_size for i in some)
            if size > left or len(some) > files or size > _RATIO * max(len(file.content), 2**14):
                raise _too_much(file)
            if any(i.flag_bits & 1 for i in some):
                raise InputError(Text("压缩包有密码", "the archive is locked with a password"), file.name)
            if any(i.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for i in some):
                raise NotImplementedError
            for one in some:
                with archive.open(one) as stream:
                    content = stream.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise _too_much(file)
                yield Upload(_label(_name(one)), content)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, struct.error, zlib.error):
        raise InputError(
            Text(f"“{shown(file.name)}”不是可以打开的 ZIP 压缩包", f"“{shown(file.name)}” is no ZIP archive that can be opened"),
            file.name,
        ) from None  # fmt: skip


def _too_much(file: Upload) -> InputError:
    return InputError(
        Text(f"压缩包展开后过大，或者超过 {FILES} 份文件", f"the archive unpacks to too much, or to more than {FILES} files"),
        file.name,
        Text("请分成几个压缩包，分几次上传", "Make several archives of it and send them one after the other"),
    )  # fmt: skip


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
