"""The compiled engine: all norms as one flat program of AND and OR over bit planes.

A *plane* is a Python int whose bit i speaks of matter i, so one pass answers one matter or some
thousands alike. Four planes belong to each ground (established, possibly established, refuted,
possibly refuted); condition trees become a tape of AND and OR in which equal sub-trees are
computed once. The tape runs twice: over what is shown (*does it hold?*) and over what is shown or
open (*does it hold or stay open?*). Status, defeat, outcome and conflict are planes too.

The strata are those of section 6 of the model, and nothing in this module knows a regulation: order
of precedence, groups of outcomes and overrides are read from the corpus.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ..conditions import AllOf, AnyOf, Has, Lacks, Met, Tree, negate
from ..corpus import Corpus
from ..errors import CorpusError, Problem
from ..model import Norm, Text
from .planes import FALSE, TRUE, Planes, run

__all__ = ["Program", "Rule"]

#: Outcomes that only the strata give, when they look at what the norms gave.
NO_NORM_GIVES = frozenset({"conflict", "undetermined", "no_applicable_rule"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One norm in the program: the slots of its trees and who defeats it."""

    norm: Norm
    condition: int
    exception: int
    contrary: int  # the negation of what the norm presupposes
    defeaters: tuple[str, ...]


class Program:
    """All norms of the assessed regulations, compiled.

    `rules` maps a norm id to its `Rule`, in document order; `regulations` a slug to its rules.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.leaves = {ground: 2 + 2 * i for i, ground in enumerate(corpus.grounds)}
        self.tape: list[tuple[int, bool, tuple[int, ...]]] = []
        self._slots: dict[object, int] = {}
        self._problems: list[Problem] = []
        self._check_entailment()
        self.rules: dict[str, Rule] = self._rules()
        self.regulations: dict[str, tuple[Rule, ...]] = {
            slug: tuple(r for r in self.rules.values() if r.norm.regulation == slug)
            for slug in corpus.assessed
        }
        self.defeat_order: tuple[str, ...] = self._defeat_order()
        self.defeatable: tuple[Rule, ...] = tuple(
            self.rules[norm] for norm in self.defeat_order if self.rules[norm].defeaters
        )
        if self._problems:
            raise CorpusError.collect(self._problems)

    @classmethod
    def compile(cls, corpus: Corpus) -> Program:
        """The program of a corpus.

        Raises:
            CorpusError: listing everything that cannot be compiled: unknown grounds, outcomes
                and norms, circular entailment or overrides, overrides across regulations.
        """
        return cls(corpus)

    @property
    def size(self) -> int:
        """How many slots a run needs: two constants, two leaves a ground, one node a sub-tree."""
        return 2 + 2 * len(self.leaves) + len(self.tape)

    # --- compiling ------------------------------------------------------------------------

    def _fault(self, where: str, zh: str, en: str) -> None:
        self._problems.append(Problem(Text(zh, en), where))

    def _check_entailment(self) -> None:
        direct = {g.id: g.broader for g in self.corpus.grounds.values()}
        for ground, above in direct.items():
            for unknown in [a for a in above if a not in direct]:
                zh, en = "蕴涵的事由不存在", "entails an unknown ground"
                self._fault(ground, f"{zh}：{unknown}", f"{en}: {unknown}")
        _, circle = _in_order({g: [a for a in up if a in direct] for g, up in direct.items()})
        if circle:
            around = " → ".join(circle)
            self._fault(circle[0], f"事由蕴涵成环：{around}", f"circular entailment: {around}")

    def _rules(self) -> dict[str, Rule]:
        corpus, assessed = self.corpus, set(self.corpus.assessed)
        taking_part = {
            n.id: n
            for slug in corpus.assessed
            for n in corpus.norms_of.get(slug, ())
            if n.condition is not None or n.follows
        }
        defeaters: dict[str, list[str]] = {}
        for override in corpus.overrides:
            above, below = (
                corpus.norms.get(override.prevailing),
                corpus.norms.get(override.defeated),
            )
            if above is None or below is None:
                self._fault(override.id, "所指规范不存在", "speaks of a norm that does not exist")
            elif above.regulation != below.regulation:
                self._fault(
                    override.id,
                    "优先关系跨越两部规范性文件",
                    "overrides a norm of another regulation",
                )
            elif above.regulation in assessed:
                if above.condition is None:
                    zh, en = "优先规范没有条件", "the prevailing norm has no condition"
                    self._fault(override.id, f"{zh}：{above.id}", f"{en}: {above.id}")
                if above.follows:
                    zh, en = (
                        "随结果而生的规范不得优先",
                        "a norm that follows an outcome cannot prevail",
                    )
                    self._fault(override.id, f"{zh}：{above.id}", f"{en}: {above.id}")
                if below.id in taking_part and above.id in taking_part:
                    defeaters.setdefault(below.id, []).append(above.id)
        rules = {}
        for norm in taking_part.values():
            if norm.outcome is not None and norm.outcome not in corpus.outcomes:
                self._fault(norm.id, f"结果不存在：{norm.outcome}", f"no such outcome: {norm.outcome}")
            if norm.outcome in NO_NORM_GIVES:
                zh, en = "规范不得直接给出此结果", "no norm can give this outcome"
                self._fault(norm.id, f"{zh}：{norm.outcome}", f"{en}: {norm.outcome}")
            if norm.outcome is not None and norm.follows:
                self._fault(norm.id, "既给出结果又随结果而生", "gives an outcome and follows one")
            for code in norm.follows:
                if code not in corpus.outcomes:
                    self._fault(norm.id, f"结果不存在：{code}", f"no such outcome: {code}")
            rules[norm.id] = Rule(
                norm,
                TRUE if norm.condition is None else self._slot(norm.condition, norm.id),
                FALSE if norm.exception is None else self._slot(norm.exception, norm.id),
                FALSE if norm.presupposes is None else self._slot(negate(norm.presupposes), norm.id),
                tuple(dict.fromkeys(defeaters.get(norm.id, ()))),
            )
        return rules

    def _slot(self, tree: Tree, where: str) -> int:
        """The slot in which the tree's plane will stand; equal sub-trees share one."""
        match tree:
            case Has(ground) | Lacks(ground):
                if ground not in self.leaves:
                    self._fault(where, f"事由不存在：{ground}", f"no such ground: {ground}")
                    return FALSE
                return self.leaves[ground] + isinstance(tree, Lacks)
            case Met(_, inner):
                return self._slot(inner, where)
            case AllOf(members) | AnyOf(members):
                every = isinstance(tree, AllOf)
                neutral, decisive = (TRUE, FALSE) if every else (FALSE, TRUE)
                slots = dict.fromkeys(self._slot(member, where) for member in members)
                slots.pop(neutral, None)
                if decisive in slots:
                    return decisive
                if len(slots) < 2:
                    return next(iter(slots), neutral)
                key = (every, frozenset(slots))
                if key not in self._slots:
                    self._slots[key] = self.size
                    self.tape.append((self._slots[key], every, tuple(slots)))
                return self._slots[key]
        raise TypeError(f"not a condition tree: {tree!r}")

    def _defeat_order(self) -> tuple[str, ...]:
        """The norms in an order in which each comes after all that may defeat it."""
        order, circle = _in_order({n: list(r.defeaters) for n, r in self.rules.items()})
        if circle:
            around = " → ".join(circle)
            self._fault(circle[0], f"优先关系成环：{around}", f"circular overrides: {around}")
        return tuple(order)

    # --- what the reports want to know ------------------------------------------------------

    @cached_property
    def ranks(self) -> dict[str, int]:
        """norm id → its rank in defeat: 0 where nothing can defeat it, else one above the highest defeater."""
        ranks: dict[str, int] = {}
        for norm in self.defeat_order:
            ranks[norm] = 1 + max((ranks[d] for d in self.rules[norm].defeaters), default=-1)
        return ranks

    # --- running --------------------------------------------------------------------------

    def run(
        self,
        established: Mapping[str, int],
        refuted: Mapping[str, int],
        unknown: Mapping[str, int],
        width: int = 1,
        regulations: Iterable[str] | None = None,
    ) -> Planes:
        """One pass over `width` matters; each mapping gives a ground's plane (absent = no matter).

        Raises:
            KeyError: a ground that the vocabulary does not know.
        """
        return run(self, established, refuted, unknown, width, regulations)


def _in_order(above: Mapping[str, list[str]]) -> tuple[list[str], list[str]]:
    """The keys, each after all it points to, and a circle where there is one (else empty)."""
    order: list[str] = []
    done: dict[str, bool] = {}
    for start in above:
        path, stack = [], [(start, iter((start,)))]
        while stack:
            parent, ahead = stack[-1]
            for one in ahead:
                if one not in done:
                    done[one] = False
                    path.append(one)
                    stack.append((one, iter(above[one])))
                    break
                if not done[one]:
                    return order, [*path[path.index(one) :], one]
            else:
                stack.pop()
                if stack:
                    done[parent] = True
                    path.pop()
                    order.append(parent)
    return order, []
