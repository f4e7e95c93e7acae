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
from dataclasses import dataclass, field
from functools import cached_property

from .conditions import AllOf, AnyOf, Has, Lacks, Met, Tree, negate
from .corpus import Corpus
from .errors import CorpusError, Problem
from .model import Norm, Text

__all__ = ["NormPlanes", "Planes", "Program", "RegulationPlanes"]

TRUE, FALSE = 0, 1  # the first two slots of every tape


@dataclass(slots=True)
class NormPlanes:
    """What became of one norm, matter by matter; a matter in none of the four is not engaged.

    `own_` planes are the status before defeat, the others the final one.
    """

    own_applies: int = 0
    own_undetermined: int = 0
    applies: int = 0
    undetermined: int = 0
    defeated: int = 0
    blocked: int = 0

    @property
    def engaged(self) -> int:
        """The matters in which the norm is engaged at all."""
        return self.applies | self.undetermined | self.defeated | self.blocked


@dataclass(slots=True)
class RegulationPlanes:
    """The answer of one regulation, matter by matter.

    `principal` maps an outcome code (`conflict`, `undetermined` and `no_applicable_rule` among
    them) to the matters in which it is the principal outcome; `given` and `open` map a code to
    the matters in which some undefeated norm gives it, or might.
    """

    principal: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    open: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Planes:
    """The result of one run: planes by ground (in vocabulary order), by norm and by regulation."""

    width: int
    established: list[int]
    refuted: list[int]
    possibly_established: list[int]
    possibly_refuted: list[int]
    disputed: list[int]
    norms: dict[str, NormPlanes]
    regulations: dict[str, RegulationPlanes]
    shown: list[int]
    shown_or_open: list[int]


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
        self.grounds: tuple[str, ...] = tuple(corpus.grounds)
        self.index = {ground: i for i, ground in enumerate(self.grounds)}
        self.tape: list[tuple[int, bool, tuple[int, ...]]] = []
        self._slots: dict[object, int] = {}
        self._problems: list[Problem] = []
        self._first_node = 2 + 2 * len(self.grounds)
        self.edges = self._edges()
        self.rules: dict[str, Rule] = self._rules()
        self.regulations: dict[str, tuple[Rule, ...]] = {
            slug: tuple(r for r in self.rules.values() if r.norm.regulation == slug)
            for slug in corpus.assessed
        }
        self.defeat_order: tuple[str, ...] = self._defeat_order()
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

    # --- compiling ------------------------------------------------------------------------

    def _fault(self, where: str, zh: str, en: str) -> None:
        self._problems.append(Problem(Text(zh, en), where))

    def _edges(self) -> tuple[tuple[int, int], ...]:
        """Entailment as (narrower, broader) pairs, so ordered that one sweep closes it."""
        direct = {g.id: g.broader for g in self.corpus.grounds.values()}
        for ground, above in direct.items():
            for unknown in [a for a in above if a not in direct]:
                self._fault(ground, f"蕴涵的事由不存在：{unknown}", f"entails an unknown ground: {unknown}")
        order, circle = _in_order({g: [a for a in up if a in direct] for g, up in direct.items()})
        if circle:
            around = " → ".join(circle)
            self._fault(circle[0], f"事由蕴涵成环：{around}", f"circular entailment: {around}")
        rising = [g for g in reversed(order)]  # narrower before broader
        return tuple((self.index[g], self.index[a]) for g in rising for a in direct[g] if a in direct)

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
            above, below = corpus.norms.get(override.prevailing), corpus.norms.get(override.defeated)
            if above is None or below is None:
                self._fault(override.id, "所指规范不存在", "speaks of a norm that does not exist")
            elif above.regulation != below.regulation:
                self._fault(override.id, "优先关系跨越两部规范性文件", "overrides a norm of another regulation")
            elif above.regulation in assessed:
                if above.condition is None:
                    zh, en = "优先规范没有条件", "the prevailing norm has no condition"
                    self._fault(override.id, f"{zh}：{above.id}", f"{en}: {above.id}")
                if above.follows:
                    zh, en = "随结果而生的规范不得优先", "a norm that follows an outcome cannot prevail"
                    self._fault(override.id, f"{zh}：{above.id}", f"{en}: {above.id}")
                if below.id in taking_part and above.id in taking_part:
                    defeaters.setdefault(below.id, []).append(above.id)
        rules = {}
        for norm in taking_part.values():
            if norm.outcome is not None and norm.outcome not in corpus.outcomes:
                self._fault(norm.id, f"结果不存在：{norm.outcome}", f"no such outcome: {norm.outcome}")
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
                if ground not in self.index:
                    self._fault(where, f"事由不存在：{ground}", f"no such ground: {ground}")
                    return FALSE
                return 2 + 2 * self.index[ground] + isinstance(tree, Lacks)
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
                    self._slots[key] = self._first_node + len(self.tape)
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

        >>> from kg_query.corpus import Corpus  # doctest: +SKIP
        >>> Program.compile(corpus).run({"force_majeure": 1}, {}, {})  # doctest: +SKIP
        """
        full = (1 << width) - 1
        est, ref, u = self._column(established), self._column(refuted), self._column(unknown)
        up, down = self._rise(est), self._fall(ref)
        disputed = [a & b for a, b in zip(up, down, strict=True)]
        if any(disputed):
            up = self._rise([e & ~d for e, d in zip(est, disputed, strict=True)])
            down = self._fall([r & ~d for r, d in zip(ref, disputed, strict=True)])
            u = [a | b for a, b in zip(u, disputed, strict=True)]
        est, ref = up, down
        if any(u):
            left = [x & ~(e | r) for x, e, r in zip(u, est, ref, strict=True)]
            p_est = [e | (x & ~r) for e, r, x in zip(est, ref, self._rise(left), strict=True)]
            p_ref = [r | (x & ~e) for e, r, x in zip(est, ref, self._fall(left), strict=True)]
            shown = self._evaluate(est, ref, full)
            possible = self._evaluate(p_est, p_ref, full)
        else:
            p_est, p_ref = est, ref
            shown = possible = self._evaluate(est, ref, full)
        norms: dict[str, NormPlanes] = {}
        results: dict[str, RegulationPlanes] = {}
        wanted = self.corpus.assessed if regulations is None else tuple(regulations)
        for slug in wanted:
            self._statuses(self.regulations[slug], shown, possible, norms)
        chosen = None if regulations is None else set(wanted)
        for norm in self.defeat_order:
            rule = self.rules[norm]
            if rule.defeaters and (chosen is None or rule.norm.regulation in chosen):
                _defeat(norms[norm], [norms[d] for d in rule.defeaters])
        for slug in wanted:
            results[slug] = self._outcome(self.regulations[slug], norms, full)
        return Planes(width, est, ref, p_est, p_ref, disputed, norms, results, shown, possible)

    def _column(self, planes: Mapping[str, int]) -> list[int]:
        column = [0] * len(self.grounds)
        for ground, plane in planes.items():
            column[self.index[ground]] = plane
        return column

    def _rise(self, column: list[int]) -> list[int]:
        """What is shown passes from the narrower ground to the broader one."""
        column = column[:]
        for narrow, broad in self.edges:
            column[broad] |= column[narrow]
        return column

    def _fall(self, column: list[int]) -> list[int]:
        """What is refuted passes from the broader ground to the narrower one."""
        column = column[:]
        for narrow, broad in reversed(self.edges):
            column[narrow] |= column[broad]
        return column

    def _evaluate(self, positive: list[int], negative: list[int], full: int) -> list[int]:
        first = self._first_node
        slots = [0] * (first + len(self.tape))
        slots[TRUE] = full
        slots[2:first:2] = positive
        slots[3:first:2] = negative
        for slot, every, members in self.tape:
            if every:
                plane = full
                for member in members:
                    plane &= slots[member]
                    if not plane:
                        break
            else:
                plane = 0
                for member in members:
                    plane |= slots[member]
            slots[slot] = plane
        return slots

    @staticmethod
    def _statuses(
        rules: Iterable[Rule], shown: list[int], possible: list[int], norms: dict[str, NormPlanes]
    ) -> None:
        """Stratum 4: the status of each norm, its own exception counted, others not yet."""
        for rule in rules:
            row = norms[rule.norm.id] = NormPlanes()
            engaged = possible[rule.condition] & ~shown[rule.contrary]
            if engaged:
                row.blocked = engaged & shown[rule.exception]
                holds = shown[rule.condition] & ~possible[rule.contrary]
                row.applies = row.own_applies = holds & ~possible[rule.exception]
                row.undetermined = row.own_undetermined = engaged & ~row.blocked & ~row.applies

    def _outcome(self, rules: Iterable[Rule], norms: dict[str, NormPlanes], full: int) -> RegulationPlanes:
        """Stratum 6: the outcomes given, the principal one, and what follows from them."""
        result = RegulationPlanes()
        given, opened = result.given, result.open
        for rule in rules:
            code = rule.norm.outcome
            if code is not None:
                row = norms[rule.norm.id]
                if row.applies:
                    given[code] = given.get(code, 0) | row.applies
                if row.undetermined:
                    opened[code] = opened.get(code, 0) | row.undetermined
        relief = against = 0
        for code, plane in given.items():
            group = self.corpus.outcomes[code].group
            if group == "full_relief":
                relief |= plane
            elif group in ("bar", "liability"):
                against |= plane
        conflict = relief & against
        left = full & ~conflict
        if conflict:
            result.principal["conflict"] = conflict
        for code in self.corpus.outcomes:
            if code in given and (here := given[code] & left):
                result.principal[code] = here
                left &= ~here
        undetermined = 0
        for plane in opened.values():
            undetermined |= plane
        if undetermined & left:
            result.principal["undetermined"] = undetermined & left
        if left & ~undetermined:
            result.principal["no_applicable_rule"] = left & ~undetermined
        for rule in rules:
            if rule.norm.follows:
                holds = may = 0
                for code in rule.norm.follows:
                    holds |= given.get(code, 0)
                    may |= opened.get(code, 0)
                _follow(norms[rule.norm.id], holds, may)
        return result


def _defeat(row: NormPlanes, defeaters: list[NormPlanes]) -> None:
    """Stratum 5: what applies defeats; what is undetermined leaves undetermined."""
    if not (row.applies or row.undetermined):
        return
    applies = undetermined = 0
    for defeater in defeaters:
        applies |= defeater.applies
        undetermined |= defeater.undetermined
    row.defeated = (row.applies | row.undetermined) & applies
    row.undetermined = (row.undetermined | (row.applies & undetermined)) & ~applies
    row.applies = row.applies & ~applies & ~undetermined


def _follow(row: NormPlanes, holds: int, may: int) -> None:
    """A norm that follows upon an outcome stands or stays open with that outcome."""
    either = holds | may
    row.undetermined = (row.undetermined & either) | (row.applies & may & ~holds)
    row.applies &= holds
    row.defeated &= either
    row.blocked &= either


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
