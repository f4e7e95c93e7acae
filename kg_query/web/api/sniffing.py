"""What an upload is, by its media type and by its content, before anything parses it.

A media type that is not on the list is refused, and so is a content that is plainly of another kind than it
claims to be. XML never comes in by itself; a workbook, which is a zip of XML, is looked through before it is
opened: what it would unpack to, and whether a part of it declares a document type.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from kg_query.errors import InputError
from kg_query.inputs import shown
from kg_query.inputs.doctype import has_doctype
from kg_query.model import Text

from .refusals import DoctypeRefused, UnsupportedMedia

__all__ = ["ENDINGS", "MEDIA_TYPES", "check_content", "foreign", "kind_of"]

#: The media types that are read, with the name of their format (RFC 6838 registrations; YAML: RFC 9512).
MEDIA_TYPES: dict[str, str] = {
    "application/json": "json",
    "application/ld+json": "json",
    "application/yaml": "yaml",
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "text/csv": "csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.apache.parquet": "parquet",
}
_OTHER_NAMES = {
    "application/x-yaml": "yaml",
    "text/yaml": "yaml",
    "text/x-yaml": "yaml",
    "text/tab-separated-values": "csv",
}

#: The endings of file names, for parts of a form whose type says nothing.
ENDINGS: dict[str, str] = {
    ".json": "json", ".jsonld": "json", ".yaml": "yaml", ".yml": "yaml", ".ttl": "turtle", ".nt": "ntriples",
    ".csv": "csv", ".tsv": "csv", ".xlsx": "xlsx", ".parquet": "parquet",
}  # fmt: skip

#: A workbook that is uploaded: bytes unpacked, how far it may be packed, how many parts.
UNPACKED = 50 * 2**20
RATIO = 100
PARTS = 1000

_SAYING_NOTHING = ("", "application/octet-stream", "application/x-www-form-urlencoded", "text/plain")
_SIGNATURES: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "xlsx", "Excel/zip"),
    (b"PAR1", "parquet", "Parquet"),
    (b"\xd0\xcf\x11\xe0", "", "Excel 97/Word 97"),
    (b"%PDF-", "", "PDF"),
    (b"\x1f\x8b", "", "gzip"),
    (b"BZh", "", "bzip2"),
    (b"\xfd7zXZ", "", "xz"),
    (b"7z\xbc\xaf", "", "7z"),
    (b"Rar!", "", "RAR"),
    (b"\x89PNG", "", "PNG"),
    (b"\xff\xd8\xff", "", "JPEG"),
    (b"GIF8", "", "GIF"),
    (b"\x7fELF", "", "ELF"),
    (b"MZ\x90", "", "Windows"),
)
#: Zips that are something else, by the name of a part that stands near their beginning.
_PACKAGES = (
    (b"word/", "Word"),
    (b"ppt/", "PowerPoint"),
    (b"xl/", "Excel"),
    (b"mimetypeapplication/", "OpenDocument"),
)
_XML = ("<?xml", "<!doctype", "<!entity", "<rdf:rdf", "<html", "<svg", "<trix")


def kind_of(media_type: str, known: Iterable[str]) -> str:
    """The format that a media type names.

    Raises UnsupportedMedia for one that is not read, or not here.

    >>> kind_of("Application/LD+JSON; charset=utf-8", ["json", "yaml"])
    'json'
    """
    name = media_type.partition(";")[0].strip().lower()
    kind = MEDIA_TYPES.get(name) or _OTHER_NAMES.get(name)
    names = tuple(known)
    if kind is None or kind not in names:
        listed = [m for m, k in MEDIA_TYPES.items() if k in names]
        raise UnsupportedMedia(
            Text(
                f"这里不读 {shown(name) or '没有写明类型的内容'}",
                f"{shown(name) or 'content without a type'} is not read here",
            ),
            hint=Text(
                f"Content-Type 可以是：{'、'.join(listed)}、multipart/form-data",
                f"Content-Type is one of: {', '.join(listed)}, multipart/form-data",
            ),
        )
    return kind


def says_nothing(media_type: str) -> bool:
    """Whether a type leaves open what a file is, so that the ending of its name decides."""
    return media_type.partition(";")[0].strip().lower() in _SAYING_NOTHING


def check_content(data: bytes, kind: str, where: str) -> None:
    """Refuses a content that is plainly not of its kind, XML in any coat, and a dangerous workbook.

    Raises:
        UnsupportedMedia: the content is of another kind.
        InputError: it declares an XML document type, or is a workbook that unpacks too far.
    """
    for mark, name, called in _SIGNATURES:
        if data.startswith(mark) and kind != name:
            raise UnsupportedMedia(
                Text(f"内容是 {called}，不是 {kind}", f"the content is {called}, not {kind}"),
                where,
                Text("请按内容写明类型", "Name the type that the content has"),
            )
    if kind == "xlsx":
        _check_workbook(data, where)
    elif kind == "parquet":
        if not (data.startswith(b"PAR1") and data.endswith(b"PAR1")):
            raise UnsupportedMedia(Text("内容不是 Parquet", "the content is not Parquet"), where)
    else:
        _check_text(data, where)


def foreign(data: bytes, name: str) -> str | None:
    """What a content plainly is, where that is read nowhere here; None where it may well be read.

    >>> foreign(b"%PDF-1.7", "a.pdf"), foreign(b'{"id": 1}', "a.json"), foreign(b"PK\\3\\4", "a.xlsx")
    ('PDF', None, None)
    """
    if data.startswith(b"PK\3\4"):
        if name.lower().endswith((".xlsx", ".parquet")):
            return None
        return next((called for part, called in _PACKAGES if part in data[:4096]), "ZIP")
    return next((called for mark, kind, called in _SIGNATURES if not kind and data.startswith(mark)), None)


def _check_text(data: bytes, where: str) -> None:
    head = data[:4096]
    for code in ("utf-32", "utf-16") if head.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig",):
        start = head.decode(code, "ignore").lstrip().lower()
        if start.startswith(_XML):
            if has_doctype(data) or start.startswith(("<!doctype", "<!entity")):
                raise _doctype(where)
            raise UnsupportedMedia(Text("内容是 XML 或者 HTML", "the content is XML or HTML"), where)


def _doctype(where: str) -> DoctypeRefused:
    return DoctypeRefused(Text("XML 中不得有 DOCTYPE", "a DOCTYPE in XML is not accepted"), where)


def _check_workbook(data: bytes, where: str) -> None:
    if not data.startswith(b"PK"):
        raise UnsupportedMedia(
            Text("内容不是 Excel 工作簿（.xlsx）", "the content is not an Excel workbook (.xlsx)"), where
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            size, packed = sum(p.file_size for p in parts), max(sum(p.compress_size for p in parts), 1)
            if size > UNPACKED or len(parts) > PARTS or (size > 2**20 and size / packed > RATIO):
                raise InputError(
                    Text("压缩包展开后过大", "the workbook would unpack to too much"),
                    where,
                    Text(
                        f"上传的工作簿展开后最多 {UNPACKED >> 20} MB、{PARTS} 个部件，压缩比不超过 {RATIO}",
                        f"An uploaded workbook unpacks to {UNPACKED >> 20} MB at most, has {PARTS} parts at most "
                        f"and a ratio of {RATIO} at most",
                    ),
                )
            for part in parts:
                with package.open(part) as stream:
                    content = stream.read(part.file_size + 1)
                if len(content) > part.file_size:
                    raise InputError(Text("压缩包谎报了大小", "the workbook is larger than it says"), where)
                if has_doctype(content):
                    raise _doctype(where)
    except InputError:
        raise
    except Exception:  # zipfile raises BadZipFile, zlib.error, NotImplementedError, struct.error …
        raise InputError(Text("不是有效的 Excel 工作簿", "not a valid Excel workbook"), where) from None
