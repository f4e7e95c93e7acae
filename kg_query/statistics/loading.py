"""Reads the definitions of the annual statistics from the graph's own files.

They stand in `data/statistics/tables.ttl`; a folder of `--data` may add some, such as an order of
penalties of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..errors import CorpusError
from ..files import TurtleFile, corpus_files
from ..model import Text
from ..terms import DCTERMS, LAW, RDF, RDFS, SKOS, code, short
from .definitions import (
    ActSource,
    ActType,
    Check,
    Column,
    Condition,
    Definitions,
    Order,
    Rule,
    Stated,
    Table,
)

__all__ = ["load"]

_FILES = ("data/statistics/tables.ttl", "data/puxian-statistics/norms.ttl")


def load(extra: Iterable[TurtleFile] = ()) -> Definitions:
    """The definitions of the bundled graph, with those of further files.

    Raises CorpusError where a definition does not fit the others.
    """
    wanted = [f for f in corpus_files() if f.name in _FILES]
    return _Reader([*wanted, *extra]).definitions()


class _Reader:
    """The statements of a few files, and the values made from them."""

    def __init__(self, files: Iterable[TurtleFile]) -> None:
        from pyoxigraph import RdfFormat, parse

        self.index: dict[str, dict[str, list[Any]]] = {}
        for number, file in enumerate(files):
            for quad in parse(path=str(file.path), format=RdfFormat.TURTLE):
                subject = _name(quad.subject, number)
                value = quad.object if hasattr(quad.object, "language") else _name(quad.object, number)
                self.index.setdefault(subject, {}).setdefault(quad.predicate.value, []).append(value)

    # --- values -----------------------------------------------------------------------------

    def typed(self, name: str) -> list[str]:
        found = [s for s, said in self.index.items() if LAW + name in said.get(RDF + "type", ())]
        return sorted(found, key=lambda s: (self.number(s, "listOrder") or 0, s))

    def iris(self, subject: str, name: str) -> tuple[str, ...]:
        values = self.index.get(subject, {}).get(LAW + name, [])
        return tuple(v for v in values if isinstance(v, str))

    def iri(self, subject: str, name: str) -> str | None:
        return next(iter(self.iris(subject, name)), None)

    def string(self, subject: str, name: str, namespace: str = LAW) -> str | None:
        for value in self.index.get(subject, {}).get(namespace + name, []):
            if not isinstance(value, str):
                return str(value.value)
        return None

    def number(self, subject: str, name: str) -> int | None:
        value = self.string(subject, name)
        return None if value is None else int(value)

    def flag(self, subject: str, name: str) -> bool:
        return self.string(subject, name) in ("true", "1")

    def text(self, subject: str, name: str, namespace: str = LAW) -> Text:
        said: dict[str, list[str]] = {"zh": [], "en": []}
        for value in self.index.get(subject, {}).get(namespace + name, []):
            if not isinstance(value, str) and value.language in said:
                said[value.language].append(value.value)
        return Text("；".join(said["zh"]), "; ".join(said["en"]))

    def label(self, subject: str) -> Text:
        return self.text(subject, "label", RDFS)

    def notation(self, subject: str) -> str:
        return self.string(subject, "notation", SKOS) or code(subject)

    def listed(self, subject: str, name: str) -> Iterator[str]:
        here = self.iri(subject, name)
        while here is not None and here != RDF + "nil":
            said = self.index.get(here, {})
            for value in said.get(RDF + "first", [])[:1]:
                yield value if isinstance(value, str) else str(value.value)
            here = next((v for v in said.get(RDF + "rest", []) if isinstance(v, str)), None)

    # --- definitions ------------------------------------------------------------------------

    def definitions(self) -> Definitions:
        columns = [self.column(s) for s in self.typed("StatisticsColumn")]
        tables = tuple(self.table(s, columns) for s in self.typed("StatisticsTable"))
        acts = {a.code: a for a in map(self.act, self.typed("CountedAct"))}
        orders = {o.key: o for o in map(self.order, self.typed("PenaltyOrder"))}
        late = next(c for c in self.typed("StatisticsCheck") if self.iri(c, "deadline"))
        day = self.string(self.iri(late, "deadline") or "", "fixedDate") or ""
        _, _, month, dom = day.split("-")
        made = Definitions(
            tables,
            acts,
            orders,
            {c.key: c for c in map(self.check, self.typed("StatisticsCheck"))},
            {r.id: r for r in map(self.rule, self.typed("CountingRule"))},
            {short(s): self.reading(s) for s in self.typed("Reading")},
            (int(month), int(dom)),
        )
        _fit(made)
        return made

    def table(self, subject: str, columns: list[Column]) -> Table:
        return Table(
            self.notation(subject),
            self.label(subject),
            self.flag(subject, "isOptional"),
            self.number(subject, "firstYear"),
            self.number(subject, "lastYear"),
            tuple(map(short, self.iris(subject, "countingRule"))),
            tuple(c for c in columns if c.table == self.notation(subject)),
        )

    def column(self, subject: str) -> Column:
        above = self.iri(subject, "dividend"), self.iri(subject, "divisor")
        method: Any = code(self.iri(subject, "countedBy") or "")
        return Column(
            self.notation(subject),
            self.notation(self.iri(subject, "inTable") or ""),
            self.label(subject),
            self.text(subject, "countUnit"),
            method,
            tuple(self.act_code(a) for a in self.iris(subject, "countsAct")),
            tuple(map(code, self.iris(subject, "countsKind"))),
            self.flag(subject, "countsOther"),
            self.flag(subject, "needsAmount"),
            self.string(subject, "valuePath"),
            tuple(map(self.notation, self.iris(subject, "sumOf"))),
            self.notation(above[0]) if above[0] else None,
            self.notation(above[1]) if above[1] else None,
            tuple(map(short, self.iris(subject, "countingRule"))),
        )

    def act_code(self, subject: str) -> str:
        return self.string(subject, "identifier", DCTERMS) or code(subject)

    def act(self, subject: str) -> ActType:
        return ActType(
            self.act_code(subject),
            self.label(subject),
            tuple(map(self.source, self.iris(subject, "actSource"))),
            self.conditions(subject, "countedWhere"),
            self.flag(subject, "needsKind"),
            self.flag(subject, "acceptsCount"),
        )

    def conditions(self, subject: str, name: str) -> tuple[Condition, ...]:
        return tuple(Condition(self.string(c, "test") or "", self.label(c)) for c in self.iris(subject, name))

    def source(self, subject: str) -> ActSource:
        fixed = self.iri(subject, "fixedKind")
        return ActSource(
            self.string(subject, "nodePath") or "",
            tuple(self.listed(subject, "datePath")),
            self.string(subject, "kindPath"),
            self.string(subject, "amountPath"),
            self.string(subject, "numberPath"),
            code(fixed) if fixed else None,
            self.conditions(subject, "appliesWhere"),
            self.conditions(subject, "countedWhere"),
        )

    def order(self, subject: str) -> Order:
        kinds = tuple(map(code, self.listed(subject, "lightToHeavy")))
        return Order(
            self.notation(subject), self.label(subject), kinds, self.flag(subject, "isPrimary"),
            self.text(subject, "seenIn"),
        )  # fmt: skip

    def rule(self, subject: str) -> Rule:
        caution = self.text(subject, "caution")
        return Rule(
            short(subject),
            self.label(subject),
            self.text(subject, "ruleText"),
            self.text(subject, "seenIn"),
            code(self.iri(subject, "verification") or ""),
            caution if caution.zh else None,
            tuple(map(short, self.iris(subject, "restsOn"))),
        )

    def reading(self, subject: str) -> Stated:
        return Stated(
            short(subject),
            self.label(subject),
            self.text(subject, "primaryReading"),
            self.text(subject, "alternativeReading"),
            self.text(subject, "reason"),
        )

    def check(self, subject: str) -> Check:
        fact = self.iri(subject, "statutoryFact")
        return Check(
            self.notation(subject),
            self.label(subject),
            self.text(subject, "sentence"),
            tuple(map(short, self.iris(subject, "provision"))),
            code(fact) if fact else None,
            tuple(map(short, self.iris(subject, "findingGround"))),
            code(self.iri(subject, "severity") or LAW + "violation"),
            self.string(subject, "earlierPath"),
            self.string(subject, "laterPath"),
            tuple(map(short, self.iris(subject, "restsOn"))),
        )


def _name(term: Any, file: int) -> str:
    """A node as text; blank nodes of different files stay apart."""
    return f"_:{file}.{term.value}" if type(term).__name__ == "BlankNode" else str(term.value)


def _fit(made: Definitions) -> None:
    """Refuses an order that leaves out a kind of penalty with a column of its own."""
    named = {
        k
        for t in made.tables
        for c in t.columns
        if c.method == "heaviestOfActs" and not c.takes_others
        for k in c.kinds
    }
    for order in made.orders.values():
        if missing := sorted(named - set(order.kinds)):
            raise CorpusError(
                Text(
                    f"轻重次序没有包括：{'、'.join(missing)}",
                    f"the order of penalties leaves out: {', '.join(missing)}",
                ),
                order.key,
            )
