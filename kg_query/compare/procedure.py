"""What each regulation says on each topic of procedure, and in what every two differ.

A regulation speaks on a topic through the norms that name it (`law:topic`). Of two regulations that both
speak, four things are compared: who is bound, how (duty, discretion, prohibition), by when, and on which
occasion. What is to be done is not: that stands in the clauses, whose words are compared elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

from ..assess import chosen_regulations
from ..conditions import to_json as tree_to_json
from ..model import Norm, Text
from .occasions import Occasions
from .topics import Topic, Topics, read_topics

if TYPE_CHECKING:
    from pyoxigraph import Store

    from ..conditions.relations import Logic
    from ..corpus import Corpus

__all__ = [
    "DIFFERENCES",
    "Decider",
    "Difference",
    "DifferenceKind",
    "Period",
    "ProcedureComparison",
    "Rule",
    "procedure",
]

DifferenceKind: TypeAlias = Literal[
    "other_body",
    "duty_against_discretion",
    "other_modality",
    "other_period",
    "other_day_kind",
    "other_occasion",
    "silent",
    "both_silent",
    "same",
]

#: The ways in which two regulations can differ on a topic, in the order in which they are listed.
DIFFERENCES: tuple[DifferenceKind, ...] = get_args(DifferenceKind)


@dataclass(frozen=True, slots=True)
class Period:
    """By when: a number of a unit and the kind of day, or only the words of the clause (及时, 限期).

    `quantity` is None where the clause fixes no number; `day_kind` is then None too. `wording` and
    `trigger` are None where the graph does not give them.
    """

    id: str
    quantity: int | float | None
    unit: str | None
    day_kind: str | None
    wording: Text | None
    trigger: Text | None

    @property
    def length(self) -> str:
        """What makes two periods the same length: `7 unitDay`, or the words in Chinese.

        >>> Period("d", 7, "unitDay", "workingDays", None, None).length
        '7 unitDay'
        >>> Period("d", None, None, None, Text("及时", "in time"), None).length
        '及时'
        """
        if self.quantity is None:
            return self.wording.zh if self.wording else ""
        return f"{self.quantity:g} {self.unit or 'unitDay'}"

    def to_json(self) -> dict[str, Any]:
        """The period as plain JSON data."""
        return {
            "id": self.id,
            "quantity": self.quantity,
            "unit": self.unit,
            "day_kind": self.day_kind,
            "wording": self.wording.to_json() if self.wording else None,
            "trigger": self.trigger.to_json() if self.trigger else None,
        }


@dataclass(frozen=True, slots=True)
class Rule:
    """What one norm says on a topic: the norm, its periods, its own word for the modality (一般应) if any."""

    norm: Norm
    periods: tuple[Period, ...]
    modality_wording: Text | None = None

    @property
    def modality(self) -> str:
        """What makes two modalities the same: the code, with the clause's own word where it has one."""
        return self.norm.modality + (f" {self.modality_wording.zh}" if self.modality_wording else "")

    def to_json(self) -> dict[str, Any]:
        """The rule as plain JSON data; `condition` and `exception` are trees of grounds."""
        norm = self.norm
        return {
            "clause": norm.provision,
            "norm": norm.id,
            "kind": norm.kind,
            "bearers": list(norm.bearers),
            "modality": norm.modality,
            "modality_wording": self.modality_wording.to_json() if self.modality_wording else None,
            "summary": norm.summary.to_json() if norm.summary else None,
            "periods": [p.to_json() for p in self.periods],
            "presupposes": tree_to_json(norm.presupposes),
            "condition": tree_to_json(norm.condition),
            "exception": tree_to_json(norm.exception),
            "follows": list(norm.follows),
            "readings": list(norm.readings),
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which two regulations differ on a topic (or that they do not).

    `of_a` and `of_b` are what differs: bodies, modalities, lengths of period, kinds of day; for
    `silent` the side that speaks has its clauses there. For `other_occasion` they are empty and `relation`
    says how the occasions of `a` relate to those of `b`: "narrower", "wider", "overlaps", "separate",
    "exclusive", or None where it is not decided.
    """

    kind: DifferenceKind
    topic: str
    a: str
    b: str
    of_a: tuple[str, ...] = ()
    of_b: tuple[str, ...] = ()
    relation: str | None = None

    def to_json(self) -> dict[str, Any]:
        """The difference as plain JSON data."""
        return {
            "kind": self.kind,
            "a": self.a,
            "b": self.b,
            "of_a": list(self.of_a),
            "of_b": list(self.of_b),
            "relation": self.relation,
        }


@dataclass(frozen=True, slots=True)
class Decider:
    """Who applies the clauses of a regulation that come to one effect (relief, bar, liability)."""

    effect: str
    regulation: str
    bearers: tuple[str, ...]
    provisions: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """The decider as plain JSON data."""
        return {
            "effect": self.effect,
            "regulation": self.regulation,
            "bearers": list(self.bearers),
            "clauses": list(self.provisions),
        }


@dataclass(frozen=True)
class ProcedureComparison:
    """The regulations side by side on procedure.

    Attributes:
        regulations: the slugs compared, in the order of the corpus.
        topics: the topics on which some of them speaks, in order.
        deciders: who applies the clauses with an outcome, effect by effect.
        unplaced: norms that ought to name a topic and name none, so that no table shows them.
        between: the only regulations between which differences are listed; all where empty.
        only: the only kind of difference that is listed; all kinds where None.
    """

    regulations: tuple[str, ...]
    topics: tuple[Topic, ...]
    deciders: tuple[Decider, ...]
    unplaced: tuple[Norm, ...]
    _rules: dict[tuple[str, str], tuple[Rule, ...]]
    _occasions: Occasions
    between: tuple[str, ...] = ()
    only: DifferenceKind | None = None

    def rules(self, topic: str, regulation: str) -> tuple[Rule, ...]:
        """What a regulation says on a topic, in document order; empty where it is silent."""
        return self._rules.get((topic, regulation), ())

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Every two regulations between which differences are listed, each pair once, in the order of the corpus."""
        some = [slug for slug in self.regulations if not self.between or slug in self.between]
        return tuple((a, b) for i, a in enumerate(some) for b in some[i + 1 :])

    def differences(self, topic: str, a: str, b: str) -> tuple[Difference, ...]:
        """In what two regulations differ on a topic; one that says `same` where they do not."""
        every = self._differences(topic, a, b)
        return every if self.only is None else tuple(one for one in every if one.kind == self.only)

    def _differences(self, topic: str, a: str, b: str) -> tuple[Difference, ...]:
        mine, other = self.rules(topic, a), self.rules(topic, b)
        if not mine or not other:
            kind: DifferenceKind = "silent" if mine or other else "both_silent"
            return (Difference(kind, topic, a, b, _clauses(mine), _clauses(other)),)
        found = [*self._bound(topic, a, b), *self._by_when(topic, a, b)]
        relation = self._occasions.relation([r.norm for r in mine], [r.norm for r in other])
        if relation != "equivalent":
            found.append(Difference("other_occasion", topic, a, b, relation=relation))
        return tuple(found) or (Difference("same", topic, a, b, _clauses(mine), _clauses(other)),)

    def _bound(self, topic: str, a: str, b: str) -> Iterable[Difference]:
        mine, other = self.rules(topic, a), self.rules(topic, b)
        one, two = (_each(body for rule in side for body in rule.norm.bearers) for side in (mine, other))
        if set(one) != set(two):
            yield Difference("other_body", topic, a, b, one, two)
        one, two = (_each(rule.modality for rule in side) for side in (mine, other))
        if set(one) != set(two):
            free = {any(rule.norm.modality == "may" for rule in side) for side in (mine, other)}
            kind: DifferenceKind = "other_modality" if len(free) == 1 else "duty_against_discretion"
            yield Difference(kind, topic, a, b, one, two)

    def _by_when(self, topic: str, a: str, b: str) -> Iterable[Difference]:
        mine, other = ([p for rule in self.rules(topic, slug) for p in rule.periods] for slug in (a, b))
        one, two = (_each(p.length for p in some) for some in (mine, other))
        if set(one) != set(two):
            yield Difference("other_period", topic, a, b, one, two)
        shared = set(one) & set(two)
        one, two = (_each(p.day_kind or "" for p in some if p.length in shared) for some in (mine, other))
        if set(one) != set(two):
            yield Difference("other_day_kind", topic, a, b, one, two)

    def to_json(self) -> dict[str, Any]:
        """The comparison as plain JSON data: topics with rules and differences, deciders, unplaced norms."""
        return {
            "topics": [
                {
                    **topic.to_json(),
                    "rules": {
                        slug: [rule.to_json() for rule in self.rules(topic.id, slug)]
                        for slug in self.regulations
                    },
                    "differences": [
                        d.to_json() for a, b in self.pairs for d in self.differences(topic.id, a, b)
                    ],
                }
                for topic in self.topics
            ],
            "deciders": [decider.to_json() for decider in self.deciders],
            "unplaced": [norm.id for norm in self.unplaced],
        }


def procedure(
    corpus: Corpus, store: Store, regulations: Iterable[str] | None = None, logic: Logic | None = None
) -> ProcedureComparison:
    """Who decides, by when, what follows a decision, who is protected: topic by topic, side by side.

    Args:
        corpus: the compiled law.
        store: the graph (`KnowledgeGraph.store`).
        regulations: slugs; all that matters are assessed under by default.
        logic: how condition trees relate, where one is at hand already.

    Raises:
        UsageError: a regulation that is unknown or under which no matter is assessed.
        CorpusError: what the graph says of topics has faults.

    Source: the norms that name a topic (`law:topic`), as the files of the regulations give them.

    >>> from kg_query import KnowledgeGraph
    >>> kg = KnowledgeGraph.open()
    >>> compared = procedure(kg.corpus, kg.store, ["town", "lianyungang"])
    >>> [d.kind for d in compared.differences("personal_safety", "town", "lianyungang")]
    ['other_body']
    """
    slugs = chosen_regulations(corpus, regulations)
    topics = read_topics(corpus, store)
    rules: dict[tuple[str, str], list[Rule]] = {}
    for topic, norms in topics.norms.items():
        for norm in (corpus.norms[name] for name in norms):
            if norm.regulation in slugs:
                rules.setdefault((topic, norm.regulation), []).append(_rule(corpus, topics, norm))
    spoken = {topic for topic, _ in rules}
    placed = {norm for some in topics.norms.values() for norm in some}
    return ProcedureComparison(
        slugs,
        tuple(t for t in topics.topics.values() if t.id in spoken),
        tuple(_deciders(corpus, slugs)),
        tuple(
            n
            for n in corpus.norms.values()
            if n.regulation in slugs and n.kind in topics.kinds and n.outcome is None and n.id not in placed
        ),
        {key: tuple(some) for key, some in rules.items()},
        Occasions(corpus, logic),
    )


def _rule(corpus: Corpus, topics: Topics, norm: Norm) -> Rule:
    periods = []
    for name in norm.deadlines:
        d, wording = corpus.deadlines[name], topics.period_wording.get(name)
        periods.append(Period(d.id, d.quantity, d.unit, d.day_kind, wording, d.trigger))
    return Rule(norm, tuple(periods), topics.modality_wording.get(norm.id))


def _deciders(corpus: Corpus, slugs: Iterable[str]) -> Iterable[Decider]:
    found: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for slug in slugs:
        for norm in corpus.norms_of.get(slug, ()):
            effect = corpus.outcomes[norm.outcome].effect if norm.outcome else None
            if effect is not None:
                found.setdefault((effect, slug, norm.bearers), []).append(norm.provision)
    order = {effect: i for i, effect in enumerate(corpus.concepts["effect"])}
    for effect, slug, bearers in sorted(found, key=lambda key: order[key[0]]):
        yield Decider(effect, slug, bearers, _each(found[effect, slug, bearers]))


def _each(values: Iterable[str]) -> tuple[str, ...]:
    """The values, each once, in their order."""
    return tuple(dict.fromkeys(values))


def _clauses(rules: Iterable[Rule]) -> tuple[str, ...]:
    return _each(rule.norm.provision for rule in rules)
