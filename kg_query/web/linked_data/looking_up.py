"""Descriptions out of the dataset: two queries for a thing, and one each for blank nodes below, above, and parts.

How many links a thing has changes nothing about the number of queries: all labels come at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from time import monotonic
from typing import Any, TypeVar, cast

from . import queries
from .description import Description, Label, Pointing, Statement, Term, iri, term_of

__all__ = ["Asker", "Descriptions", "Row"]

Made = TypeVar("Made")
#: A row of SPARQL results JSON: variable → cell.
Row = Mapping[str, Mapping[str, Any]]
#: Asks the dataset a SELECT query and gives the rows.
Asker = Callable[[str], Awaitable[Sequence[Row]]]

#: Labels are asked for so many IRIs at most; beyond, an IRI stands for itself.
_LABELLED = 4000
#: Of a thing's parts, whose IRIs are its own with a fragment, so many are described with it.
_PARTS = 200
#: Where it may not, so many IRIs with their labels are kept.
_LABELS_KEPT = 20_000
#: Where the dataset may change, the properties inside blank nodes are looked for this often, in seconds.
_WAYS_SECONDS = 10.0


class Descriptions:
    """Descriptions of things; the latest are kept as long as the dataset does not change.

    Args:
        ask: how the dataset is asked.
        keep: how many descriptions are kept; 0 where the dataset may change.
    """

    def __init__(self, ask: Asker, keep: int = 256) -> None:
        self._ask = ask
        self._keep = keep
        self._kept: OrderedDict[tuple[str, ...], Description | None] = OrderedDict()
        self._made: dict[Hashable, object] = {}
        self._labels: dict[str, tuple[Label, ...]] = {}
        self._ways: Sequence[Row] = ()
        self._ways_until = 0.0

    async def of(self, iris: Sequence[str]) -> Description | None:
        """The description of the first of some IRIs that the dataset mentions; None for none."""
        key = tuple(iris)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = await self._describe(key)
        if self._keep and found is not None and len(found.statements) < 500:
            self._kept[key] = found
            while len(self._kept) > self._keep:
                self._kept.popitem(last=False)
        return found

    async def rows(self, query: str) -> Sequence[Row]:
        """The rows of a query that nothing is put into, kept as descriptions are."""
        return await self.remembered(("rows", query), lambda: self._ask(query))

    async def remembered(self, key: Hashable, make: Callable[[], Awaitable[Made]]) -> Made:
        """What `make` gives, made once as long as the dataset does not change."""
        if key not in self._made:
            made = await make()
            if not self._keep:
                return made
            self._made[key] = made
        return cast("Made", self._made[key])

    async def rows_about(self, query: str, iris: Iterable[str]) -> Sequence[Row]:
        """The rows of a query with `VALUES ?x { }`."""
        return await self._ask(queries.bound(query, iris))

    async def labels(self, iris: Iterable[str]) -> dict[str, tuple[Label, ...]]:
        """The labels of IRIs, those of the best kind that each has; what was asked for before is known."""
        wanted = list(dict.fromkeys(iris))[:_LABELLED]
        known = self._labels if self._keep else {}
        if missing := [one for one in wanted if one not in known]:
            found = await self._labels_of(missing)
            if len(known) > _LABELS_KEPT:
                known, self._labels = dict(known), {}
            for store in (known, self._labels) if self._keep else (known,):
                store.update((one, found.get(one, ())) for one in missing)
        return {one: labels for one in wanted if (labels := known.get(one, ()))}

    async def _labels_of(self, iris: Sequence[str]) -> dict[str, tuple[Label, ...]]:
        best: dict[str, tuple[int, list[Label]]] = {}
        for row in await self.rows_about(queries.LABELS, iris):
            rank, term = queries.LABEL_RANKS[row["p"]["value"]], term_of(row["label"])
            if not term.value.strip():
                continue
            name, made = row["x"]["value"], Label(row["p"]["value"], term)
            so_far = best.get(name)
            if so_far is None or rank < so_far[0]:
                best[name] = (rank, [made])
            elif rank == so_far[0]:
                so_far[1].append(made)
        return {name: tuple(sorted(labels)) for name, (_, labels) in best.items()}

    async def _inside(self, query: str, thing: str) -> Sequence[Row]:
        if self._keep:
            found = await self.rows(queries.INNER_WAYS)
        else:  # looking through everything for each page would be slow where nothing is kept
            if monotonic() >= self._ways_until:
                self._ways = await self._ask(queries.INNER_WAYS)
                self._ways_until = monotonic() + _WAYS_SECONDS
            found = self._ways
        ways = [row["p"]["value"] for row in found]
        return await self._ask(queries.bound(query, [thing], ways))

    async def _describe(self, iris: tuple[str, ...]) -> Description | None:
        rows = await self.rows_about(queries.ABOUT, iris)
        seen = {row["x"]["value"] for row in rows}
        chosen = next((i for i in iris if i in seen), None)
        if chosen is None:
            return None
        mine = [row for row in rows if row["x"]["value"] == chosen]
        statements = [
            Statement(iri(chosen), row["p"]["value"], term_of(row["o"]), row["g"]["value"])
            for row in mine
            if row["d"]["value"] == "out"
        ]
        coming = [
            (term_of(r["s"]), r["p"]["value"], r["g"]["value"]) for r in mine if r["d"]["value"] == "in"
        ]
        pointing = {Pointing(s.value, p, g, False) for s, p, g in coming if s.kind == "iri"}
        over = len(statements) > queries.OUTGOING
        more = len(coming) > queries.INCOMING
        if any(s.object.kind == "blank" for s in statements):
            below = await self._inside(queries.BELOW_BLANKS, chosen)
            over = over or len(below) > 2 * queries.OUTGOING
            statements += [
                Statement(term_of(r["s"]), r["p"]["value"], term_of(r["o"]), r["g"]["value"]) for r in below
            ]
        inside = sorted({s.object.value for s in statements if s.object.value.startswith(chosen + "#")})
        if inside:
            parts = await self.rows_about(queries.ABOUT, inside[:_PARTS])
            statements += [
                Statement(iri(r["x"]["value"]), r["p"]["value"], term_of(r["o"]), r["g"]["value"])
                for r in parts
                if r["d"]["value"] == "out"
            ]
        if any(s.kind == "blank" for s, _, _ in coming):
            above = await self._inside(queries.ABOVE_BLANKS, chosen)
            more = more or len(above) > 2 * queries.OUTGOING
            pointing |= _climbed(chosen, above)
        description = Description(
            chosen,
            tuple(dict.fromkeys(_linked(chosen, statements)[: 3 * queries.OUTGOING])),
            tuple(sorted(pointing))[: queries.INCOMING],
            cut=over,
            pointing_cut=more,
        )
        labels = await self.labels(description.mentioned())
        return Description(chosen, description.statements, description.pointing, labels, over, more)


def _climbed(thing: str, rows: Sequence[Row]) -> set[Pointing]:
    """What points at a thing over blank nodes, by the first step of the way."""
    above: dict[tuple[str, str, str], list[tuple[Term, str]]] = {}
    for row in rows:
        node = term_of(row["h"])
        above.setdefault((row["g"]["value"], node.kind, node.value), []).append(
            (term_of(row["s"]), row["p"]["value"])
        )
    found: set[Pointing] = set()
    todo = [key for key in above if key[1:] == ("iri", thing)]
    seen = set(todo)
    while todo:
        key = todo.pop()
        for subject, predicate in above.get(key, ()):
            if subject.kind == "iri":
                found.add(Pointing(subject.value, predicate, key[0], True))
            elif (higher := (key[0], "blank", subject.value)) not in seen:
                seen.add(higher)
                todo.append(higher)
    return found


def _part(thing: str, statement: Statement) -> str:
    """The fragment of the part of a thing that a statement is about; "" for the thing and blank nodes."""
    return statement.subject.value.removeprefix(thing) if statement.subject.kind == "iri" else ""


def _linked(thing: str, statements: list[Statement]) -> list[Statement]:
    """The statements in a fixed order, with blank nodes named b1, b2 … as they are met.

    A worker may name blank nodes anew each time; whoever reads a twin twice gets the same bytes.
    """
    below: dict[str, list[Statement]] = {}
    for s in statements:
        below.setdefault(s.subject.value if s.subject.kind == "blank" else "", []).append(s)
    shapes: dict[str, str] = {}

    def shape(term: Term, depth: int = 0) -> str:
        """What a blank node looks like from above, without its name."""
        if term.kind != "blank" or depth > 60:
            return "\0".join(term) if term.kind != "blank" else "_"
        if term.value not in shapes:
            shapes[term.value] = "_"  # a circle stays finite
            parts = (f"{s.predicate}\1{shape(s.object, depth + 1)}" for s in below.get(term.value, ()))
            shapes[term.value] = "[" + "\2".join(sorted(parts)) + "]"
        return shapes[term.value]

    names: dict[str, str] = {}
    found: list[Statement] = []

    def renamed(term: Term) -> Term:
        if term.kind != "blank":
            return term
        return term._replace(value=names.setdefault(term.value, f"b{len(names) + 1}"))

    todo = [""]
    done: set[str] = set()
    while todo:
        node = todo.pop()
        if node in done:
            continue
        done.add(node)
        ordered = sorted(
            below.get(node, ()),
            key=lambda s: (_part(thing, s), s.predicate, shape(s.object), s.graph),
        )
        ahead = []
        for s in ordered:
            found.append(Statement(renamed(s.subject), s.predicate, renamed(s.object), s.graph))
            if s.object.kind == "blank":
                ahead.append(s.object.value)
        todo.extend(reversed(ahead))
    return found
