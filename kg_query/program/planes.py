"""One run of a program over bit planes: from findings to outcomes for many matters at once.

A *plane* is a Python int whose bit i speaks of matter i. Everything below is AND, OR and AND NOT on
whole planes, stratum by stratum (section 6 of the model); a single matter is a run of width one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import TYPE_CHECKING

from ..conditions import Has, Leaf
from ..corpus import Corpus
from ..model import Norm

if TYPE_CHECKING:
    from .program import Program, Rule

__all__ = ["FALSE", "TRUE", "NormPlanes", "Planes", "RegulationPlanes", "bits", "columns_of", "run"]

TRUE, FALSE = 0, 1  # the first two slots of every tape; the leaves follow, then the nodes
#: The digits 0 and 1 as what they say.
_SET = bytes.maketrans(b"01", b"\0\1")


@dataclass(slots=True)
class NormPlanes:
    """What became of one norm, matter by matter; in a matter that no plane has it is not engaged."""

    applies: int = 0
    undetermined: int = 0
    defeated: int = 0
    blocked: int = 0


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
    """The result of one run: planes by ground, by norm and by regulation.

    Grounds that nothing is said of, and norms that are engaged in no matter, are absent. `shown`
    and `possible` hold the plane of every sub-tree, by slot: it holds, or holds or stays open.
    """

    width: int
    established: dict[str, int]
    refuted: dict[str, int]
    possibly_established: dict[str, int]
    possibly_refuted: dict[str, int]
    disputed: dict[str, int]
    norms: dict[str, NormPlanes]
    regulations: dict[str, RegulationPlanes]
    shown: list[int]
    possible: list[int]


def columns_of(sets: Sequence[frozenset[Leaf]]) -> tuple[dict[str, int], dict[str, int]]:
    """What is established and what is refuted, ground by ground: bit i for set i of findings.

    >>> columns_of([frozenset({Has("a")}), frozenset({Has("a")})])
    ({'a': 3}, {})
    """
    sides: tuple[dict[str, bytearray], dict[str, bytearray]] = ({}, {})
    size = (len(sets) + 7) // 8
    for i, one in enumerate(sets):
        byte, bit = i >> 3, 1 << (i & 7)
        for leaf in one:
            side = sides[not isinstance(leaf, Has)]
            if (column := side.get(leaf.ground)) is None:
                column = side[leaf.ground] = bytearray(size)
            column[byte] |= bit
    established, refuted = ({g: int.from_bytes(c, "little") for g, c in side.items()} for side in sides)
    return established, refuted


def bits(plane: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first.

    >>> list(bits(0b10010)), list(bits(0b1111))
    ([1, 4], [0, 1, 2, 3])
    """
    digits = f"{plane:b}"[::-1]
    if digits.count("1") * 8 > len(digits):  # many: each digit is looked at, which is quick
        return compress(range(len(digits)), digits.encode().translate(_SET))
    return _few(digits)


def _few(digits: str) -> Iterator[int]:
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)


def run(
    program: Program,
    established: Mapping[str, int],
    refuted: Mapping[str, int],
    unknown: Mapping[str, int],
    width: int,
    regulations: Iterable[str] | None,
) -> Planes:
    """One pass over `width` matters; see `Program.run`."""
    corpus, full = program.corpus, (1 << width) - 1
    est, ref, in_issue = (
        _spread(established, corpus.broader),
        _spread(refuted, corpus.narrower),
        unknown,
    )
    disputed = {g: both for g in est.keys() & ref.keys() if (both := est[g] & ref[g])}
    if disputed:
        est = _spread(_without(established, disputed), corpus.broader)
        ref = _spread(_without(refuted, disputed), corpus.narrower)
        in_issue = {g: unknown.get(g, 0) | disputed.get(g, 0) for g in {*unknown, *disputed}}
    shown = possible = _evaluate(program, est, ref, full)
    p_est, p_ref = est, ref
    if left := _without(_without(in_issue, est), ref):
        p_est = _joined(est, _without(_spread(left, corpus.broader), ref))
        p_ref = _joined(ref, _without(_spread(left, corpus.narrower), est))
        possible = _evaluate(program, p_est, p_ref, full)
    wanted = corpus.assessed if regulations is None else tuple(regulations)
    norms: dict[str, NormPlanes] = {}
    for slug in wanted:
        _statuses(program.regulations[slug], shown, possible, norms)
    for rule in program.defeatable:
        if (row := norms.get(rule.norm.id)) is not None:
            _defeat(row, [norms[d] for d in rule.defeaters if d in norms])
    engaged: dict[str, list[tuple[Norm, NormPlanes]]] = {slug: [] for slug in wanted}
    for norm_id, row in norms.items():
        norm = corpus.norms[norm_id]
        engaged[norm.regulation].append((norm, row))
    results = {slug: _outcome(corpus, engaged[slug], full) for slug in wanted}
    return Planes(width, est, ref, p_est, p_ref, disputed, norms, results, shown, possible)


def _spread(planes: Mapping[str, int], along: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """The planes, passed on to all grounds that follow: up when shown, down when refuted."""
    spread: dict[str, int] = dict(planes)
    for ground, plane in planes.items():
        for other in along[ground]:
            spread[other] = spread.get(other, 0) | plane
    return spread


def _without(planes: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    return {g: rest for g, plane in planes.items() if (rest := plane & ~others.get(g, 0))}


def _joined(planes: Mapping[str, int], others: Mapping[str, int]) -> dict[str, int]:
    return {**planes, **{g: planes.get(g, 0) | plane for g, plane in others.items()}}


def _evaluate(
    program: Program, positive: Mapping[str, int], negative: Mapping[str, int], full: int
) -> list[int]:
    """The planes of all sub-trees, over one pair of sets of findings."""
    slots = [0] * program.size
    slots[TRUE] = full
    for ground, plane in positive.items():
        slots[program.leaves[ground]] = plane
    for ground, plane in negative.items():
        slots[program.leaves[ground] + 1] = plane
    for slot, every, members in program.tape:
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


def _statuses(
    rules: Iterable[Rule], shown: list[int], possible: list[int], norms: dict[str, NormPlanes]
) -> None:
    """Stratum 4: the status of each norm, its own exception counted, others not yet."""
    for rule in rules:
        engaged = possible[rule.condition] & ~shown[rule.contrary]
        if engaged:
            row = norms[rule.norm.id] = NormPlanes()
            row.blocked = engaged & shown[rule.exception]
            holds = shown[rule.condition] & ~possible[rule.contrary]
            row.applies = holds & ~possible[rule.exception]
            row.undetermined = engaged & ~row.blocked & ~row.applies


def _outcome(corpus: Corpus, engaged: Iterable[tuple[Norm, NormPlanes]], full: int) -> RegulationPlanes:
    """Stratum 6: the outcomes given, the principal one, and what follows from them."""
    result = RegulationPlanes()
    given, opened = result.given, result.open
    for norm, row in engaged:
        if norm.outcome is not None:
            if row.applies:
                given[norm.outcome] = given.get(norm.outcome, 0) | row.applies
            if row.undetermined:
                opened[norm.outcome] = opened.get(norm.outcome, 0) | row.undetermined
    relief = against = 0
    for code, plane in given.items():
        group = corpus.outcomes[code].group
        if group == "full_relief":
            relief |= plane
        elif group in ("bar", "liability"):
            against |= plane
    conflict = relief & against
    left = full & ~conflict
    if conflict:
        result.principal["conflict"] = conflict
    for code in corpus.outcomes:
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
    for norm, row in engaged:
        if norm.follows:
            holds = may = 0
            for code in norm.follows:
                holds |= given.get(code, 0)
                may |= opened.get(code, 0)
            _follow(row, holds, may)
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
