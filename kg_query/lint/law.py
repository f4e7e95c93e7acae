"""Checks on the law that are functions: what follows from the conditions of norms.

Each is a small function from the law to its defects, registered with its sentences beside it::

    @law_check("norm-never-met", "warning", Text("…", "…"), fix=Text("…", "…"))
    def never_met(law: Law) -> Iterator[Defect]: ...

The functions live in the modules named in `_MODULES`.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from ..conditions import Leaf, Tree
from ..conditions.findings import possible, standing_on
from ..model import Text
from .values import Check

if TYPE_CHECKING:
    from ..conditions.relations import Logic
    from ..corpus import Corpus
    from ..program import Program

__all__ = ["Defect", "Law", "LawCheck", "law_check", "law_checks"]

_MODULES: tuple[str, ...] = (
    "law_conflicts",
    "law_deciders",
    "law_grades",
    "law_overlaps",
    "law_reach",
)


@dataclass(frozen=True, slots=True)
class Defect:
    """What a function finds: the id it is entered under, what is wrong, and the provisions concerned."""

    entity: str
    problem: Text
    clauses: tuple[str, ...] = ()


class Law:
    """The law as the checks read it: the corpus, the logic of its conditions, the program that assesses."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._ways: dict[Tree, tuple[frozenset[Leaf], ...]] = {}

    @cached_property
    def logic(self) -> Logic:
        """The relations between condition trees."""
        from ..conditions.relations import Logic

        return Logic(self.corpus)

    def ways(self, tree: Tree) -> tuple[frozenset[Leaf], ...]:
        """The smallest sets of findings that make a tree hold and can be so together, smallest first."""
        if tree not in self._ways:
            found = self.logic.ways(tree).sets
            self._ways[tree] = tuple(sorted((w for w in found if possible(self.corpus, w)), key=len))
        return self._ways[tree]

    def implies(self, a: Tree, b: Tree) -> bool:
        """True where whatever makes `a` hold makes `b` hold too; an `a` that never holds implies nothing."""
        return bool(self.logic.satisfiable(a)) and bool(self.logic.implies(a, b))

    def holds(self, tree: Tree, leaves: frozenset[Leaf]) -> bool:
        """True where the findings, with what they entail, make the tree hold."""
        return standing_on(self.corpus, leaves).holds(tree)

    @cached_property
    def program(self) -> Program:
        """All norms, ready to assess findings."""
        from ..program import Program

        return Program.compile(self.corpus)


Finder = Callable[[Law], Iterable[Defect]]


@dataclass(frozen=True, slots=True)
class LawCheck:
    """A check and the function that finds its faults."""

    check: Check
    find: Finder


_REGISTERED: dict[str, LawCheck] = {}


def law_check(name: str, severity: str, sentence: Text, fix: Text) -> Callable[[Finder], Finder]:
    """Registers a function as the check `name`; `sentence` says what one defect is, `fix` what to do."""

    def register(find: Finder) -> Finder:
        _REGISTERED[name] = LawCheck(Check(name, severity, sentence, fix, about="law"), find)
        return find

    return register


@cache
def law_checks() -> tuple[LawCheck, ...]:
    """The checks on the law that are functions, by name."""
    for module in _MODULES:
        importlib.import_module(f".{module}", __package__)
    return tuple(_REGISTERED[name] for name in sorted(_REGISTERED))
