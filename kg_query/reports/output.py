"""Where forms are written: one file for each case file and each name asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError, known_words
from ..model import Text
from ..outputs import write_file
from .render import FORMATS, render_form

if TYPE_CHECKING:
    from ..corpus import Corpus
    from ..review import Review

__all__ = ["PLACEHOLDER", "plan_forms", "write_file", "write_forms"]

#: What stands for the number of a case file in the name of a form.
PLACEHOLDER = "{id}"

_UNFIT = re.compile(
    r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+'
)
_LONGEST = 60
_RESERVED = re.compile(r"(?i:con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?")  # no files on Windows


def plan_forms(names: Iterable[str | Path], reviews: Sequence[Review]) -> list[tuple[Path, str, Review]]:
    """Which form goes where: path, format and review; nothing is written yet.

    Args:
        names: names of files, ending in .html, .xlsx, .docx or .pdf. Where several case files are
            reviewed a name holds `{id}`, for which the number of each stands: `forms/{id}.pdf`.
        reviews: the reviews.

    Raises UsageError for another ending, and for one name that several forms would have to share.
    """
    planned: list[tuple[Path, str, Review]] = []
    taken: set[str] = set()
    for name in map(str, names):
        format = Path(name).suffix.lower().removeprefix(".")
        if format not in FORMATS:
            endings = [f".{f}" for f in FORMATS]
            raise UsageError(
                Text(
                    "评查表的格式由文件名后缀决定，无法识别",
                    "the ending of the name tells the format; this one is unknown",
                ),
                name,
                known_words(endings),
            )
        if len(reviews) > 1 and PLACEHOLDER not in name:
            raise UsageError(
                Text("有多份案卷，每份需要各自的文件名", "there are several case files, and each needs a name of its own"),
                name,
                Text(f"在文件名中写 {PLACEHOLDER}，例如：评查表/{PLACEHOLDER}.{format}",
                     f"Write {PLACEHOLDER} into the name, such as: forms/{PLACEHOLDER}.{format}"),
            )  # fmt: skip
        for review in reviews:
            path = Path(name.replace(PLACEHOLDER, file_name(review.case.id)))
            number = 1
            while str(path).casefold() in taken:
                number += 1
                path = Path(name.replace(PLACEHOLDER, f"{file_name(review.case.id)}-{number}"))
            taken.add(str(path).casefold())
            planned.append((path, format, review))
    return planned


def file_name(identifier: str) -> str:
    """The number of a case file as part of a file name.

    >>> file_name("蒲综罚〔2023〕5号"), file_name("../a/b"), file_name("CON")
    ('蒲综罚〔2023〕5号', '_a_b', '_CON')
    """
    name = _UNFIT.sub("_", identifier).strip(". ")[:_LONGEST].rstrip(". ") or "_"
    return f"_{name}" if _RESERVED.fullmatch(name) else name


def write_forms(
    corpus: Corpus, reviews: Sequence[Review], names: Iterable[str | Path], lang: str = "zh"
) -> list[Path]:
    """The paths of the forms just written, in order; missing folders are made.

    Raises UsageError as `plan_forms` and `render_form` do, and InputError where a file cannot be written.
    """
    written = []
    for path, format, review in plan_forms(names, reviews):
        write_file(path, render_form(corpus, review, format, lang))
        written.append(path)
    return written
