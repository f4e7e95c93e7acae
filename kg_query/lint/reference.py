"""The tables of the pages on drafting defects, made from the checks themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import CorpusError, Problem
from ..model import Text
from ..validate.report import SEVERITIES, severity_word
from .law import law_checks
from .queries import checks
from .values import Check

__all__ = ["PAGES", "tables", "with_tables"]

#: The pages that hold the tables, and their language.
PAGES = {"docs/defects.md": "en", "docs/defects.zh-CN.md": "zh"}

_BEGIN = "<!-- made from the checks: python -m kg_query.lint -->"
_END = "<!-- end of what is made -->"
_FORMS = {True: Text("查询", "query"), False: Text("函数", "function")}
_HEAD = (
    Text("检查", "check"),
    Text("所查内容", "what it finds"),
    Text("形式", "form"),
    Text("怎样改", "mending"),
)


def with_tables(page: str, lang: str) -> str:
    """The page with the tables made anew between their marks.

    Raises CorpusError where the page has no marks, or more than one pair.
    """
    made = f"{_BEGIN}\n\n{tables(lang)}\n\n{_END}"
    found, number = re.subn(f"{re.escape(_BEGIN)}.*?{re.escape(_END)}", lambda _: made, page, flags=re.S)
    if number != 1:
        raise CorpusError.collect(
            [Problem(Text("页面没有表的起止标记", "the page lacks the marks of its tables"))]
        )
    return found


def tables(lang: str) -> str:
    """Every check on the law as Markdown, one table a severity, gravest first, by name within it."""
    return "\n\n".join(_tables(lang))


def _tables(lang: str) -> Iterator[str]:
    every = [c for c in checks() if c.about == "law"] + [one.check for one in law_checks()]
    for severity in SEVERITIES:
        some = sorted((c for c in every if c.severity == severity), key=lambda c: c.name)
        if some:
            head = [text.in_(lang) for text in _HEAD]
            rows = [head, ["---"] * len(head), *(_row(check, lang) for check in some)]
            table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
            yield f"### {severity_word(severity, lang)} ({len(some)})\n\n{table}"


def _row(check: Check, lang: str) -> list[str]:
    return [
        f"`{check.name}`",
        check.sentence.in_(lang),
        _FORMS[bool(check.sparql)].in_(lang),
        check.fix.in_(lang),
    ]
