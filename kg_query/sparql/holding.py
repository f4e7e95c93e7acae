"""Whether a file that may hold either holds matters or case files, and what to say where it holds neither or both."""

from __future__ import annotations

from ..casefiles import FORMATS as CASE_FORMATS
from ..casefiles import Schema
from ..errors import InputError
from ..inputs import Held
from ..inputs.holding import Holding, UnreadableRdf, holds
from ..inputs.opening import first_line, opened, plain_format
from ..matters import FORMATS as MATTER_FORMATS
from ..model import Text

__all__ = ["Holding", "holding"]

_FORMATS = {**MATTER_FORMATS, **CASE_FORMATS}


def holding(file: Held, schema: Schema) -> Holding:
    """Whether a file holds matters or case files.

    Args:
        file: the file, read.
        schema: what a case file can say.

    Raises:
        InputError: it holds neither, or both, or cannot be read.
    """
    data, where, kind = opened(file, _FORMATS, _guess)
    try:
        found = holds(data, where, kind, schema.classes())
    except UnreadableRdf as fault:  # its reader says what is wrong
        return "case files" if "case files" in fault.found else "matters"
    if len(found) == 1:
        return found.pop()
    if found:
        raise InputError(
            Text("文件里既有事项又有案卷", "the file holds matters and case files together"),
            where,
            Text("请分成两个文件", "Make two files of it"),
        )
    raise InputError(
        Text("文件里既没有事项也没有案卷", "the file holds neither matters nor case files"),
        where,
        Text(
            "事项写有 established、refuted、unknown 或者 findings，案卷写有 kind",
            "A matter has established, refuted, unknown or findings; a case file has kind",
        ),
    )


def _guess(data: bytes, where: str) -> str:
    """The format of standard input, or of a file with an unknown ending."""
    line = first_line(data)
    plain = "yaml" if ":" in line or line.startswith(("---", "- ", "#")) else "csv"
    return plain_format(data, _FORMATS) or plain
