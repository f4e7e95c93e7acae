"""The working form as the bytes of a file."""

from __future__ import annotations

from ..errors import UsageError, known_words
from ..model import Text
from .report import Evaluation

__all__ = ["FORMATS", "to_bytes"]

#: What the working form can be written as; the name of a format is the ending of its files.
FORMATS = ("xlsx", "docx")


def to_bytes(answer: Evaluation, format: str, lang: str = "zh") -> bytes:
    """The working form as the bytes of a file; the same evaluation gives the same bytes.

    Args:
        answer: the evaluation.
        format: "xlsx", for any number of teams, or "docx", for one.
        lang: "zh" or "en".

    Raises:
        UsageError: an unknown format, or several teams for a "docx".
    """
    if format not in FORMATS:
        raise UsageError(
            Text(f"工作底稿没有 {format} 格式", f"the working form has no format {format}"),
            hint=known_words(FORMATS),
        )
    if format == "xlsx":
        from .workbook import to_xlsx

        return to_xlsx(answer, lang)
    if len(answer.teams) != 1:
        raise UsageError(
            Text(
                f"docx 每次一个执法队，这里有 {len(answer.teams)} 个",
                f"a docx is about one team, and here are {len(answer.teams)}",
            ),
            hint=Text("用 --team 选一个，或者改用 xlsx", "Choose one with --team, or use xlsx"),
        )
    from ..reports.as_docx import to_docx
    from .form import working_form

    return to_docx(working_form(answer, answer.teams[0], lang))
