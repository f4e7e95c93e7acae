"""What the pages rest on and what takes seconds to work out: the one list of it, for the warm-up of the service."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg_query.ask import questions

from ..api.table import operations
from ..negotiation import LANGUAGES
from .asking import job_of
from .question_choices import given

__all__ = ["RESTS_ON", "jobs"]

#: Operation, parameters of its path, options; what most pages wait for comes first.
RESTS_ON: tuple[tuple[str, dict[str, str], dict[str, str]], ...] = (
    ("compare-part", {"part": "clauses"}, {}),  # every clause of a regulation, /compare/clauses
    ("compare-part", {"part": "measures"}, {}),  # /compare, /compare/measures
    ("lint", {}, {"about": "law"}),  # /defects, whatever it is filtered by
    ("compare-part", {"part": "grounds"}, {}),
    ("compare-part", {"part": "procedure"}, {}),
    ("compare-part", {"part": "scenarios"}, {}),
)


def jobs() -> Iterator[dict[str, Any]]:
    """The jobs (see `verbs`) of all that takes seconds, those on the list and the questions asked of a comparison.

    Each in both languages where its answer is not in both anyway.
    """
    for name, path, options in RESTS_ON:
        yield from _in_languages(name, path, options)
    for question in questions().values():
        if question.needs == "comparison":
            asked = [f"{name}={value}" for name, value in given(question, {}).items()]
            yield from _in_languages("ask", {"name": question.name}, {"param": asked})


def _in_languages(name: str, path: dict[str, str], options: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for lang in operations()[name].languages("json", options, LANGUAGES):
        yield job_of(name, path, options, "json", lang)
