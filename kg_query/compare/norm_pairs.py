"""How the norms of two clauses relate: what they require, what they give, how strongly, within which time.

What they require is compared by the logic of conditions (`kg_query.conditions.relations`), never by words. What
they give is compared by its effect (full relief, lighter treatment, a bar, liability …), which is data on the
outcomes. Norms without a condition have nothing to require; of these, kind, modality and period are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..conditions import leaves

if TYPE_CHECKING:
    from ..conditions.relations import Logic, Relation
    from ..corpus import Corpus
    from ..model import Norm

__all__ = ["IMPLYING", "NormPair", "law_counterparts", "norm_pairs", "ordered_pairs"]

#: The relations in which at least one of two conditions implies the other.
IMPLYING = ("equivalent", "narrower", "wider")
#: The modality that leaves a choice to the one who decides.
CHOICE = "may"
_NEARNESS = ("equivalent", "narrower", "wider", "overlaps", "exclusive", "separate", "undecided", None)


@dataclass(frozen=True, slots=True)
class NormPair:
    """A norm of one clause beside a norm of another.

    Attributes:
        a, b: norm ids.
        relation: of the conditions of a to those of b: "equivalent", "narrower" (whenever a applies, b does),
            "wider", "overlaps", "separate" (they speak of different facts), "exclusive" (never both),
            "undecided" (too large); None where one of the two has no condition.
        same_effect: both give the same effect; None where one of them gives no outcome.
        same_outcome: both give the same outcome; None likewise.
        same_modality: both are duties, or permissions, or prohibitions.
        same_force: both bind, or both leave a choice: 应当免予追究 (a duty) and 不应追究 (a prohibition) do the former.
        same_kind: both are of one kind of norm.
        same_bearers: both are addressed to the same bodies or persons.
        same_period: both set the same period; None where neither sets one.
        shared: the grounds of both conditions that are the same or of which one entails another.
        share: how many of all their grounds these are, from 0 to 1.
    """

    a: str
    b: str
    relation: Relation | None
    same_effect: bool | None
    same_outcome: bool | None
    same_modality: bool
    same_force: bool
    same_kind: bool
    same_bearers: bool
    same_period: bool | None
    shared: tuple[str, ...] = ()
    share: float = 0.0

    @property
    def same_law(self) -> bool | None:
        """True where the two require and give the same, with the same force and within the same time.

        Of norms that give no outcome also to the same bearers: who is to act is then what they are about.
        None where they are alike in all that and neither has a condition: whether they lay down the same
        thing is then a matter of their words alone.
        """
        alike = self.relation in ("equivalent", None) and self.same_period is not False
        if self.same_effect is None:
            alike = alike and self.same_modality and self.same_bearers
            return None if alike and self.relation is None else alike
        return alike and self.same_effect and self.same_force

    def provisions(self, corpus: Corpus) -> tuple[str, str]:
        """The two clauses that hold the norms."""
        return corpus.norms[self.a].provision, corpus.norms[self.b].provision

    def to_json(self) -> dict[str, Any]:
        """The pair as plain JSON data."""
        return {
            "a": self.a,
            "b": self.b,
            "relation": self.relation,
            "same_effect": self.same_effect,
            "same_outcome": self.same_outcome,
            "same_modality": self.same_modality,
            "same_force": self.same_force,
            "same_kind": self.same_kind,
            "same_bearers": self.same_bearers,
            "same_period": self.same_period,
            "shared_grounds": list(self.shared),
            "same_law": self.same_law,
        }


def norm_pairs(corpus: Corpus, logic: Logic, a: str, b: str) -> Iterator[NormPair]:
    """Every norm of one clause beside every norm of another that can be compared with it.

    Norms that give an outcome are laid beside one another; all others beside those of their own kind.
    """
    for one in corpus.norms_at.get(a, ()):
        for other in corpus.norms_at.get(b, ()):
            if (one.outcome is None) == (other.outcome is None) and (one.outcome or one.kind == other.kind):
                yield _beside(corpus, logic, one, other)


def ordered_pairs(pairs: Iterable[NormPair]) -> tuple[NormPair, ...]:
    """The pairs, the nearest in law first: the same outcome, then the same effect, then the nearest relation.

    Each norm stands in one pair: the nearest that is left.
    """
    listed = sorted(
        pairs,
        key=lambda p: (
            not p.same_outcome,
            not p.same_effect,
            _NEARNESS.index(p.relation),
            p.same_period is False,
            not p.same_bearers,
            not p.same_force,
            not p.same_modality,
        ),
    )
    taken: set[str] = set()
    found: list[NormPair] = []
    for pair in listed:
        if pair.a not in taken and pair.b not in taken:
            found.append(pair)
            taken |= {pair.a, pair.b}
    return tuple(found)


def law_counterparts(corpus: Corpus, logic: Logic, a: str, b: str) -> Iterator[NormPair]:
    """The norms of two regulations with the same effect of which one implies the other, or that overlap.

    Args:
        corpus: the compiled law.
        logic: the logic of its conditions.
        a: the slug of one regulation.
        b: that of the other.
    """
    right = [(n, _facts(corpus, n)) for n in corpus.norms_of[b] if _effect(corpus, n)]
    for one in corpus.norms_of[a]:
        effect = _effect(corpus, one)
        if effect is None:
            continue
        facts = _facts(corpus, one)
        for other, others in right:
            if _effect(corpus, other) == effect and not facts.isdisjoint(others):
                pair = _beside(corpus, logic, one, other)
                if pair.relation in IMPLYING or pair.relation == "overlaps":
                    yield pair


def _effect(corpus: Corpus, norm: Norm) -> str | None:
    """The effect of a norm that gives an outcome upon a condition, else None."""
    if norm.outcome is None or norm.condition is None:
        return None
    return corpus.outcomes[norm.outcome].effect


def _facts(corpus: Corpus, norm: Norm) -> frozenset[str]:
    """The grounds a condition speaks of, with all that they entail: without a common one none implies the other."""
    return frozenset(corpus.up(leaf.ground for leaf in leaves(norm.condition)))


def _beside(corpus: Corpus, logic: Logic, one: Norm, other: Norm) -> NormPair:
    given = one.outcome is not None and other.outcome is not None
    periods = _periods(corpus, one), _periods(corpus, other)
    return NormPair(
        one.id,
        other.id,
        logic.norm_relation(one, other) if one.condition is not None and other.condition is not None else None,
        _same_effect(corpus, one, other) if given else None,
        one.outcome == other.outcome if given else None,
        one.modality == other.modality,
        (one.modality == CHOICE) == (other.modality == CHOICE),
        one.kind == other.kind,
        set(one.bearers) == set(other.bearers),
        periods[0] == periods[1] if any(periods) else None,
        *_shared(corpus, one, other),
    )  # fmt: skip


def _shared(corpus: Corpus, one: Norm, other: Norm) -> tuple[tuple[str, ...], float]:
    """The grounds that two conditions have in common, entailment counted, and their share of all."""
    a, b = ({leaf.ground for leaf in leaves(norm.condition)} for norm in (one, other))
    found = {x for x in a if not b.isdisjoint((x, *corpus.broader[x], *corpus.narrower[x]))}
    found |= {y for y in b if not a.isdisjoint((y, *corpus.broader[y], *corpus.narrower[y]))}
    share = len(found) / len(a | b) if found else 0.0
    return tuple(sorted(found, key=corpus.ground_order.__getitem__)), share


def _same_effect(corpus: Corpus, one: Norm, other: Norm) -> bool:
    return corpus.outcomes[one.outcome or ""].effect == corpus.outcomes[other.outcome or ""].effect


def _periods(corpus: Corpus, norm: Norm) -> tuple[tuple[object, ...], ...]:
    """What periods a norm sets: number, unit, kind of day."""
    return tuple((d.quantity, d.unit, d.day_kind) for i in norm.deadlines for d in [corpus.deadlines[i]])
