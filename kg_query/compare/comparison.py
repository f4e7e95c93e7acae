"""Regulations side by side: by ground, clause, case, scenario and procedure, and in figures.

A `Comparison` is chosen once (which regulations, which of them the others are measured by) and computes
each part when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from ..assess import chosen_regulations
from ..errors import UsageError, did_you_mean, known_words
from ..model import Text

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..conditions.relations import Logic
    from ..corpus import Corpus
    from ..model import Matter
    from ..program import Program
    from .cases import CaseComparison
    from .clauses import ClauseComparison
    from .matrix import GroundMatrix
    from .measures import Measures
    from .procedure import ProcedureComparison
    from .scenarios import Scenarios

__all__ = ["Comparison"]

V = TypeVar("V")
#: How many parts a comparison keeps.
_KEPT = 6


class Comparison:
    """What some regulations say, side by side.

    Attributes:
        corpus: the compiled law.
        program: its condition trees, compiled.
        regulations: the slugs compared, two at least, in the order of the corpus.
        base: the one that the others are measured by where one has to stand first.
    """

    def __init__(
        self,
        corpus: Corpus,
        program: Program,
        store: Callable[[], Store],
        regulations: Iterable[str] | None = None,
        base: str | None = None,
    ) -> None:
        """Raises UsageError for fewer than two regulations, one that is not assessed, or a base not among them."""
        self.corpus = corpus
        self.program = program
        self.regulations = chosen_regulations(corpus, regulations)
        self._store = store
        if len(self.regulations) < 2:
            raise UsageError(
                Text("比较至少需要两部规定", "a comparison needs two regulations at least"),
                hint=known_words(corpus.assessed),
            )
        if base is not None and base not in self.regulations:
            raise UsageError(
                Text(
                    f"基准“{base}”不在所比较的规定之中",
                    f"the base “{base}” is not among the regulations compared",
                ),
                hint=did_you_mean(base, self.regulations) or known_words(self.regulations),
            )
        self.base = base or self.regulations[0]
        self._made: dict[Hashable, Any] = {}

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every two regulations, each pair once, in the order of the corpus."""
        some = self.regulations
        return tuple((a, b) for i, a in enumerate(some) for b in some[i + 1 :])

    @cached_property
    def logic(self) -> Logic:
        """How condition trees relate."""
        from ..conditions.relations import Logic

        return Logic(self.corpus)

    def grounds(self, grounds: Iterable[str] = (), families: Iterable[str] = ()) -> GroundMatrix:
        """What each regulation gives on each ground, and how every two relate.

        Args:
            grounds: ids; all that some outcome turns on by default.
            families: groups of grounds; with both, what is in either.

        Raises UsageError for an unknown ground or family.
        """
        from .matrix import matrix

        some = tuple(grounds)
        groups = tuple(families)
        self._known(some, self.corpus.grounds, Text("事由", "ground"))
        self._known(groups, self.corpus.concepts["group"], Text("事由类别", "family of grounds"))
        chosen = None
        if some or groups:
            chosen = [g.id for g in self.corpus.grounds.values() if g.id in some or g.group in groups]
        return self._once(
            ("grounds", tuple(chosen) if chosen is not None else None),
            lambda: matrix(self.corpus, self.logic, self.program, self.regulations, chosen, base=self.base),
        )

    def clauses(self, similarity: float | None = None) -> ClauseComparison:
        """The clauses that say the same, or nearly, in words or in law; and those without a counterpart.

        Args:
            similarity: how alike two clauses must be in words to be listed, from 0 to 1.
        """
        from .clauses import compare_clauses

        return self._once(
            ("clauses", similarity),
            lambda: compare_clauses(self.corpus, self.logic, self.regulations, similarity),
        )

    def case(self, matter: Matter) -> CaseComparison:
        """One matter under all the regulations, and what explains every divergence."""
        from .cases import compare_case

        return compare_case(self.corpus, self.program, matter, self.regulations)

    def scenarios(self, limit: int | None = None, *, exhaustive: bool = False) -> Scenarios:
        """The smallest sets of findings on which every two regulations part, the starkest first.

        Args:
            limit: how many for each pair.
            exhaustive: of larger sets, join every way of every two norms, not only the smallest; slower.
        """
        from .scenarios import scenarios

        return self._once(
            ("scenarios", limit, exhaustive),
            lambda: scenarios(
                self.corpus, self.program, self.logic, self.regulations, limit, exhaustive=exhaustive
            ),
        )

    @cached_property
    def procedure(self) -> ProcedureComparison:
        """Who decides, by when, what follows a decision, who is protected, topic by topic."""
        from .procedure import procedure

        return procedure(self.corpus, self._store(), self.regulations, self.logic)

    @cached_property
    def measures(self) -> Measures:
        """Coverage, overlap and order of strictness, each with its definition."""
        from .measures import measures

        return measures(self)

    def _once(self, key: Hashable, make: Callable[[], V]) -> V:
        """A part, computed when it is first asked for; of many different ones the latest are kept."""
        if key not in self._made:
            while len(self._made) >= _KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[key] = make()
        made: V = self._made[key]
        return made

    def _known(self, words: Iterable[str], known: Iterable[str], what: Text) -> None:
        every = tuple(known)
        for word in words:
            if word not in every:
                raise UsageError(
                    Text(f"没有这个{what.zh}：{word}", f"there is no {what.en} “{word}”"),
                    hint=did_you_mean(word, every, always=True),
                )
