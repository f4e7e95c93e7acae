"""Checks that are queries: one file in `shapes/checks/`, whose rows are faults.

The file name is the check's name; its header says what a row means and how to mend it::

    # zh: 两个单元的先后位置相同。
    # en: Two units have the same position.
    # severity: violation
    # about: data
    # fix-zh: 重新编排先后位置。
    # fix-en: Number the positions anew.

`about` is "data" (so by default) or "law". A row binds `?entity` and `?problem`, and `?problem_en`
where the two languages differ; `?clause`, `?clause2`, … are the provisions it concerns (several in one
variable are separated by blanks, as GROUP_CONCAT leaves them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import terms
from ..compile.text import natural
from ..errors import CorpusError, Problem
from ..model import Text
from ..validate.report import SEVERITIES
from .values import ABOUT, Check

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["Row", "checks", "rows"]

_FIELDS = ("zh", "en", "severity", "fix-zh", "fix-en")


@dataclass(frozen=True, slots=True)
class Row:
    """What a check answers, before it is a fault: an IRI, the problem, ids of provisions."""

    iri: str
    problem: Text
    clauses: tuple[str, ...] = ()


def checks(folder: Path | None = None) -> tuple[Check, ...]:
    """The checks that are queries, by name; by default those that come with the project.

    Raises CorpusError, with every check whose header is incomplete.
    """
    from ..files import root

    place = folder or root() / "shapes" / "checks"
    found, problems = [], []
    for path in sorted(place.glob("*.rq")):
        sparql = path.read_text("utf-8")
        head = dict(re.findall(r"^# ([a-z-]+): *(\S.*?) *$", sparql, re.MULTILINE))
        missing = [f for f in _FIELDS if f not in head]
        if not missing and head["severity"] not in SEVERITIES:
            missing = ["severity"]
        if head.setdefault("about", "data") not in ABOUT:
            missing.append("about")
        if missing:
            lacking = ", ".join(missing)
            problems.append(Problem(Text(f"检查缺少 {lacking}", f"the check lacks {lacking}"), path.name))
            continue
        found.append(
            Check(
                path.stem,
                head["severity"],
                Text(head["zh"], head["en"]),
                Text(head["fix-zh"], head["fix-en"]),
                sparql,
                head["about"],
            )
        )
    if problems:
        raise CorpusError.collect(problems)
    return tuple(found)


def rows(store: Store, check: Check) -> Iterator[Row]:
    """What the query of a check finds; a row without an entity is none."""
    found: Any = store.query(check.sparql, use_default_graph_as_union=True)
    names = [v.value for v in found.variables]
    both = "problem_en" in names
    places = [n for n in names if re.fullmatch(r"clause\d*", n)]
    for row in found:
        if row["entity"] is not None:
            problem = _plain(row["problem"])
            english = _plain(row["problem_en"]) if both else problem
            named = [one for n in places for one in sorted(_ids(row[n]), key=natural)]
            yield Row(
                str(getattr(row["entity"], "value", row["entity"])),
                Text(problem, english),
                tuple(dict.fromkeys(named)),
            )


def _ids(term: object) -> list[str]:
    return [terms.short(one) for one in str(getattr(term, "value", "")).split()]


def _plain(term: object) -> str:
    return terms.short(str(getattr(term, "value", ""))) if term is not None else ""
