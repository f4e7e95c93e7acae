"""What the rules are asked of: the statements of case files, and the facts derived from them.

Derived are facts of the calendar for each day of a case, the day of each moment, and the value of each
parameter that applies. Nothing that a file asserts is inferred or changed. All of it is N-Triples, so
that both engines read the same characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from ..calendar import calendar_triples, known_years
from ..calendar.days import as_date, unknown_year
from ..casefiles import CaseFile, Schema
from ..casefiles.case import place_of
from ..casefiles.triples import Literal, Triple, case_triples
from ..errors import InputError, Problem
from ..terms import LAW, RDF, RDFS, XSD
from .values import RuleBook

__all__ = ["Statements", "statements"]

TYPE = RDF + "type"
_DATE, _MOMENT = XSD + "date", XSD + "dateTime"
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


@dataclass(slots=True)
class Statements:
    """Case files as N-Triples, with what is needed to find one's way in them.

    Attributes:
        lines: statements, one a line; what stands beside the files among them.
        nodes: class IRI → its nodes, in the order of the files (subclasses among them).
        case_of: node → the case file it belongs to, for the nodes that have a class.
    """

    lines: list[str] = field(default_factory=list)
    nodes: dict[str, list[str]] = field(default_factory=dict)
    case_of: dict[str, str] = field(default_factory=dict)


def statements(
    cases: Iterable[CaseFile],
    book: RuleBook,
    schema: Schema,
    parameters: Mapping[str, Decimal] | None = None,
) -> Statements:
    """The statements of the case files, asserted and derived.

    Args:
        cases: case files with different ids.
        book: the rules: which days are derived, which dates may lie ahead, which parameters there are.
        schema: what a case file can say.
        parameters: values that hold in place of a file's own and of the defaults.

    Raises:
        InputError: a day of a case lies in a year whose calendar is not known.
    """
    found = Statements()
    above: dict[str, list[str]] = {}
    for upper, lower in book.classes.items():
        for one in lower:
            above.setdefault(one, []).append(upper)
            found.lines.append(_line(Triple(one, RDFS + "subClassOf", upper)))
    if book.background:
        found.lines.append(book.background)
    day_of: dict[str, list[str]] = {}
    for day, moment in book.days.items():
        day_of.setdefault(moment, []).append(day)
    ahead = frozenset(book.ahead)
    days: set[str] = set()
    problems: dict[Problem, None] = {}
    known = known_years()
    for case in cases:
        for triple in case_triples(case, schema):
            found.lines.append(_line(triple))
            node, predicate, value = triple
            if not isinstance(value, Literal):
                if predicate == TYPE:
                    found.case_of[node] = case.iri
                    for one in (value, *above.get(value, ())):
                        found.nodes.setdefault(one, []).append(node)
                continue
            if value.datatype not in (_DATE, _MOMENT):
                continue
            day = value.value[:10]
            for name in day_of.get(predicate, ()):
                found.lines.append(_line(Triple(node, name, Literal(day, _DATE))))
            if predicate in ahead:
                continue
            if int(day[:4]) not in known:
                where = f"{case.source or case.id}: {place_of(schema, node, predicate)}"
                told = unknown_year(as_date(day))
                problems[Problem(told.message, where, told.hint)] = None
            days.add(day)
        found.lines += _parameters(case, book, parameters or {})
    if problems:
        raise InputError.collect(problems)
    found.lines += calendar_triples(days)
    return found


def _parameters(case: CaseFile, book: RuleBook, given: Mapping[str, Decimal]) -> list[str]:
    stated = {
        str(p["parameter"]): p["value"]
        for p in _listed(case.record.get("parameters"))
        if "parameter" in p and "value" in p
    }
    lines = []
    for name, parameter in book.parameters.items():
        value = given.get(name, stated.get(name, parameter.default))
        node = f"{case.iri}/effective-parameters/{name}"
        lines += [
            _line(Triple(case.iri, LAW + "effectiveParameter", node)),
            _line(Triple(node, LAW + "setsParameter", Literal(name, XSD + "string"))),
            _line(Triple(node, LAW + "parameterValue", Literal(f"{value:f}", XSD + "decimal"))),
        ]
    return lines


def _listed(value: object) -> list[Mapping[str, object]]:
    if isinstance(value, Mapping):
        return [value]
    return [v for v in value if isinstance(v, Mapping)] if isinstance(value, list) else []


def _line(triple: Triple) -> str:
    node, predicate, value = triple
    if isinstance(value, Literal):
        said = f'"{value.value.translate(_ESCAPES)}"^^<{value.datatype}>'
    else:
        said = f"<{value}>"
    return f"<{node}> <{predicate}> {said} ."
