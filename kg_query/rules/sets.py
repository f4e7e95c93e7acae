"""The default engine: each question is asked once, of all case files of a block together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from .statements import Statements
from .values import Hit, HitKind, Rule, RuleBook

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["hits"]

Row = tuple[str, str]


def hits(
    said: Statements, book: RuleBook, rules: Sequence[Rule], met: Mapping[str, Mapping[str, None]]
) -> Iterator[Hit]:
    """Every row that the questions of the rules give for a node that the rule is asked about.

    Args:
        said: the statements of the case files.
        book: the questions.
        rules: those to ask.
        met: notation → the nodes each rule is asked about.
    """
    from pyoxigraph import RdfFormat, Store

    store = Store()
    store.load("\n".join(said.lines).encode(), RdfFormat.N_TRIPLES)
    answers: dict[str, dict[str, set[Row]]] = {}

    def rows(query: str) -> dict[str, set[Row]]:
        found = answers.get(query)
        if found is None:
            found = answers[query] = _ask(store, book.queries[query])
        return found

    for rule in rules:
        nodes = met.get(rule.notation)
        if nodes is None:
            continue
        for constraint in rule.constraints:
            for focus, found in rows(constraint.query).items():
                if focus in nodes:
                    for value, path in found:
                        yield Hit(
                            rule.notation, "violated", focus, constraint.id, value, constraint.path or path
                        )
        further: tuple[tuple[HitKind, str | None], ...] = (
            ("open", rule.open_when),
            ("not_arising", rule.not_arising),
        )
        for kind, query in further:
            if query is not None:
                for focus in rows(query):
                    if focus in nodes:
                        yield Hit(rule.notation, kind, focus)


def _ask(store: Store, query: str) -> dict[str, set[Row]]:
    """focus → (value, path) of each row; a value that is no node of the graph is left out."""
    from pyoxigraph import NamedNode, QuerySolutions

    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    names = {v.value for v in solutions.variables}
    with_value, with_path = "value" in names, "path" in names
    found: dict[str, set[Row]] = {}
    for row in solutions:
        focus = row["this"]
        value = row["value"] if with_value else None
        path = row["path"] if with_path else None
        if isinstance(focus, NamedNode):
            node = value.value if isinstance(value, NamedNode) and value != focus else ""
            step = path.value if isinstance(path, NamedNode) else ""
            found.setdefault(focus.value, set()).add((node, step))
    return found
