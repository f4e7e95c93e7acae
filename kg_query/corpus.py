"""The compiled law: every regulation, unit, norm and ground as values, ready to be asked.

A `Corpus` holds no RDF. It comes from `kg_query.compile` or, quickly, from the artefact that a
build leaves in the package; both give the same values. Dicts keep the document's order (and, for
grounds, the order of the vocabulary).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from .model import (
    Concept,
    Deadline,
    Emendation,
    Ground,
    Norm,
    Outcome,
    Override,
    Provision,
    Reading,
    Regulation,
    Source,
    Text,
)

if TYPE_CHECKING:
    from .casefiles.schema import Schema
    from .conditions import Tree
    from .rules.values import RuleBook, StatutoryFact

T = TypeVar("T")


class Corpus:
    """Everything the graph says, as values.

    Attributes:
        regulations: slug → Regulation, in their order.
        norms: id → Norm, in document order within each regulation.
        overrides: norm against norm, already expanded.
        readings, deadlines: id → value.
        grounds: id → Ground, in the order of the vocabulary.
        outcomes: code → Outcome, in order of precedence.
        concepts: scheme ("kind", "modality", "role", "body", "status", "state", "group", "law", "effect")
            → code → Concept.
        provisions: id → Provision, in document order; built on first use.
        case_schema: what a case file can say; always the bundled one, built on first use.
        facts: id → StatutoryFact, what national law requires; the bundled ones, built on first use.
        rulebook: the rules that case files are reviewed by; the bundled ones, built on first use.
    """

    def __init__(
        self,
        *,
        regulations: dict[str, Regulation],
        provisions: dict[str, Provision] | Callable[[], dict[str, Provision]],
        norms: dict[str, Norm],
        overrides: tuple[Override, ...],
        readings: dict[str, Reading],
        deadlines: dict[str, Deadline],
        grounds: dict[str, Ground],
        outcomes: dict[str, Outcome],
        concepts: dict[str, dict[str, Concept]],
        case_schema: Callable[[], Schema] | None = None,
        facts: Callable[[], dict[str, StatutoryFact]] | None = None,
        rulebook: Callable[[], RuleBook] | None = None,
    ) -> None:
        self.regulations = regulations
        self.norms = norms
        self.overrides = overrides
        self.readings = readings
        self.deadlines = deadlines
        self.grounds = grounds
        self.outcomes = outcomes
        self.concepts = concepts
        self._provisions = provisions
        self._case_schema = case_schema or _bundled_case_schema
        self._facts = facts or dict
        self._rulebook = rulebook or self._bundled_rulebook

    @cached_property
    def provisions(self) -> dict[str, Provision]:
        """id → Provision, in document order."""
        return self._provisions() if callable(self._provisions) else self._provisions

    @cached_property
    def case_schema(self) -> Schema:
        """What a case file can say: kinds, documents, fields, values (`kg_query.casefiles`)."""
        return self._case_schema()

    @cached_property
    def facts(self) -> dict[str, StatutoryFact]:
        """id → StatutoryFact (`national/P08`), in the order of the files."""
        return self._facts()

    @cached_property
    def rulebook(self) -> RuleBook:
        """The rules that case files are reviewed by (`kg_query.rules`).

        Raises CorpusError where the shapes have faults; every one is named.
        """
        return self._rulebook()

    def _bundled_rulebook(self) -> RuleBook:
        """The rules compiled from the bundled shapes; half a second."""
        from .compile.rules import bundled_rulebook

        return bundled_rulebook(self.provisions, self.readings, self.grounds, self.facts)

    # --- the order of things ------------------------------------------------------------

    @cached_property
    def assessed(self) -> tuple[str, ...]:
        """The slugs of the regulations that a matter is assessed under, in order."""
        some = [r for r in self.regulations.values() if r.assessment_order is not None]
        return tuple(r.slug for r in sorted(some, key=lambda r: (r.assessment_order, r.slug)))

    @cached_property
    def ground_order(self) -> dict[str, int]:
        """ground id → its place in the vocabulary."""
        return {ground: i for i, ground in enumerate(self.grounds)}

    @cached_property
    def norms_of(self) -> dict[str, tuple[Norm, ...]]:
        """slug → the regulation's norms, in document order."""
        return _grouped(self.norms.values(), lambda n: n.regulation, self.regulations)

    @cached_property
    def norms_at(self) -> dict[str, tuple[Norm, ...]]:
        """provision id → the norms this very unit holds (absent where it holds none)."""
        return _grouped(self.norms.values(), lambda n: n.provision)

    @cached_property
    def children(self) -> dict[str, tuple[str, ...]]:
        """provision id or slug → the units directly under it, in document order."""
        pairs = [(p.parent or p.regulation, p.id) for p in self.provisions.values()]
        return {k: tuple(i for _, i in v) for k, v in _grouped(pairs, lambda p: p[0]).items()}

    @cached_property
    def overrides_of(self) -> dict[str, tuple[Override, ...]]:
        """slug → the regulation's overrides."""
        return _grouped(self.overrides, lambda o: self.norms[o.prevailing].regulation, self.regulations)

    # --- entailment over grounds --------------------------------------------------------

    @cached_property
    def broader(self) -> dict[str, tuple[str, ...]]:
        """ground id → all grounds it entails (itself not among them), in vocabulary order."""
        return _closure({g.id: g.broader for g in self.grounds.values()}, self.ground_order)

    @cached_property
    def narrower(self) -> dict[str, tuple[str, ...]]:
        """ground id → all grounds that entail it (itself not among them), in vocabulary order."""
        down: dict[str, list[str]] = {g: [] for g in self.grounds}
        for ground, above in self.broader.items():
            for one in above:
                down[one].append(ground)
        return {g: tuple(sorted(v, key=self.ground_order.__getitem__)) for g, v in down.items()}

    @cached_property
    def excludes(self) -> dict[str, frozenset[str]]:
        """ground id → all grounds that cannot be so together with it (absent where there are none).

        Symmetric, and handed down: what excludes a ground excludes all that entail it.
        """
        apart: dict[str, set[str]] = {}
        for ground in self.grounds.values():
            for other in ground.excludes:
                for one in (ground.id, *self.narrower[ground.id]):
                    for two in (other, *self.narrower[other]):
                        apart.setdefault(one, set()).add(two)
                        apart.setdefault(two, set()).add(one)
        return {ground: frozenset(others) for ground, others in apart.items()}

    def up(self, grounds: Iterable[str]) -> set[str]:
        """The grounds with all that they entail."""
        found = set(grounds)
        return found.union(*(self.broader[g] for g in found))

    def down(self, grounds: Iterable[str]) -> set[str]:
        """The grounds with all that entail them: refuted with them."""
        found = set(grounds)
        return found.union(*(self.narrower[g] for g in found))

    # --- ancestors ----------------------------------------------------------------------

    def ancestors(self, provision: str) -> Iterator[Provision]:
        """The units above a provision, nearest first."""
        parent = self.provisions[provision].parent
        while parent is not None and parent in self.provisions:
            yield self.provisions[parent]
            parent = self.provisions[parent].parent

    # --- JSON ---------------------------------------------------------------------------

    def to_json(self) -> dict[str, Any]:
        """The corpus as plain JSON values (lists by field order), for `from_json`."""
        return self.core_to_json() | {"provisions": provisions_to_json(self.provisions)}

    def core_to_json(self) -> dict[str, Any]:
        """All but the provisions."""
        return {
            "regulations": [_row(r) for r in self.regulations.values()],
            "norms": [_row(n) for n in self.norms.values()],
            "overrides": [_row(o) for o in self.overrides],
            "readings": [_row(r) for r in self.readings.values()],
            "deadlines": [_row(d) for d in self.deadlines.values()],
            "grounds": [_row(g) for g in self.grounds.values()],
            "outcomes": [_row(o) for o in self.outcomes.values()],
            "concepts": {name: [_row(c) for c in scheme.values()] for name, scheme in self.concepts.items()},
        }

    @classmethod
    def from_json(
        cls,
        data: dict[str, Any],
        provisions: Callable[[], dict[str, Provision]] | None = None,
        case_schema: Callable[[], Schema] | None = None,
        facts: Callable[[], dict[str, StatutoryFact]] | None = None,
        rulebook: Callable[[], RuleBook] | None = None,
    ) -> Corpus:
        """The corpus that `to_json` gave.

        `provisions` reads the units later where they lie apart, `case_schema` what a case file can say,
        `facts` and `rulebook` what case files are reviewed by.
        """
        tree = _tree_reader()
        return cls(
            regulations={r[0]: _regulation(r) for r in data["regulations"]},
            provisions=provisions or (lambda: provisions_from_json(data["provisions"])),
            norms={n[0]: _norm(n, tree) for n in data["norms"]},
            overrides=tuple(
                Override(i, p, d, b, tuple(r), _text_always(t)) for i, p, d, b, r, t in data["overrides"]
            ),
            readings={r[0]: _reading(r, tree) for r in data["readings"]},
            deadlines={
                i: Deadline(i, unit, n, measure, kind, _text(trigger), ground, _text(wording), day)
                for i, unit, n, measure, kind, trigger, ground, wording, day in data["deadlines"]
            },
            grounds={
                i: Ground(i, group, Text(*a), Text(*b), tuple(up), tuple(close), tuple(apart))
                for i, group, a, b, up, close, apart in data["grounds"]
            },
            outcomes={
                c: Outcome(c, Text(*a), Text(*b), p, g, e, s, tuple(o), tuple(x))
                for c, a, b, p, g, e, s, o, x in data["outcomes"]
            },
            concepts={
                name: {c: Concept(c, Text(*a), Text(*b)) for c, a, b in scheme}
                for name, scheme in data["concepts"].items()
            },
            case_schema=case_schema,
            facts=facts,
            rulebook=rulebook,
        )


def _bundled_case_schema() -> Schema:
    """The schema of case files from the bundled Turtle; a fifth of a second."""
    from .compile.casefile import bundled_schema

    return bundled_schema()


def provisions_to_json(provisions: dict[str, Provision]) -> list[list[Any]]:
    """The units as lists of plain JSON values."""
    return [_row(p) for p in provisions.values()]


def provisions_from_json(rows: list[list[Any]]) -> dict[str, Provision]:
    """The units that `provisions_to_json` gave."""
    return {row[0]: _provision(row) for row in rows}


# --- values to lists and back -------------------------------------------------------------


def _row(value: Any) -> list[Any]:
    return [_plain(getattr(value, f.name)) for f in fields(value)]


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, Text):
        return [value.zh, value.en]
    if isinstance(value, (Source, Emendation)):
        return _row(value)
    if isinstance(value, tuple):
        return [_plain(v) for v in value]
    from .conditions import to_json

    return to_json(value)


def _tree_reader() -> Callable[[Any], Tree | None]:
    from .conditions import from_json

    return lambda value: None if value is None else from_json(value)


def _text(value: list[str] | None) -> Text | None:
    return None if value is None else Text(value[0], value[1])


def _text_always(value: list[str]) -> Text:
    return Text(value[0], value[1])


def _span(value: list[int] | None) -> tuple[int, int] | None:
    return None if value is None else (value[0], value[1])


def _source(value: list[Any] | None) -> Source | None:
    if value is None:
        return None
    file, start, end, spans = value
    return Source(file, start, end, tuple((a, b) for a, b in spans))


def _emendation(value: list[Any]) -> Emendation:
    before, after, at, reason, certainty = value
    return Emendation(before, after, _span(at), _text(reason), certainty)


def _provision(row: list[Any]) -> Provision:
    i, reg, kind, number, text, raw, source, parent, pos, notation, points, why, lost, em, ref, cites = row
    return Provision(
        i, reg, kind, number, _text(text), raw, _source(source), parent, pos, notation, points,
        _text(why), _text(lost), tuple(_emendation(e) for e in em), tuple(ref), tuple(cites),
    )  # fmt: skip


def _regulation(row: list[Any]) -> Regulation:
    (
        slug,
        title,
        label,
        issuer,
        number,
        issued,
        force,
        trial,
        order,
        assess,
        scope,
        file,
        absent,
        cites,
        own,
        short,
    ) = row
    return Regulation(
        slug, _text(title), _text_always(label), _text(issuer), number, issued, force, trial, order,
        assess, tuple(scope), file, tuple(_text_always(a) for a in absent), tuple(cites), own,
        _text(short),
    )  # fmt: skip


def _norm(row: list[Any], tree: Callable[[Any], Tree | None]) -> Norm:
    i, prov, reg, kind, mod, bear, out, pre, cond, exc, follows, reads, dead, summary, ben = row
    return Norm(
        i, prov, reg, kind, mod, tuple(bear), out, tree(pre), tree(cond), tree(exc), tuple(follows),
        tuple(reads), tuple(dead), _text(summary), tuple(ben),
    )  # fmt: skip


def _reading(row: list[Any], tree: Callable[[Any], Tree | None]) -> Reading:
    i, prov, label, primary, alternative, reason, target, alternative_tree, also, opening = row
    return Reading(
        i, prov, _text_always(label), _text_always(primary), _text_always(alternative),
        _text_always(reason), target, tree(alternative_tree), tuple(also), opening,
    )  # fmt: skip


def _grouped(
    values: Iterable[T], key: Callable[[T], str], keys: Iterable[str] = ()
) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = {k: [] for k in keys}
    for value in values:
        groups.setdefault(key(value), []).append(value)
    return {k: tuple(v) for k, v in groups.items()}


def _closure(direct: dict[str, tuple[str, ...]], order: dict[str, int]) -> dict[str, tuple[str, ...]]:
    closed: dict[str, tuple[str, ...]] = {}
    for start in direct:
        found: set[str] = set()
        ahead = list(direct[start])
        while ahead:
            one = ahead.pop()
            if one not in found:
                found.add(one)
                ahead.extend(direct.get(one, ()))
        closed[start] = tuple(sorted(found - {start}, key=order.__getitem__))
    return closed
