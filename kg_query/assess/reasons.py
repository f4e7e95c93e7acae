"""Why a norm stands where it stands: what is missing, presumed, refuted or still open.

Both engines say *that* a norm applies, is blocked, stays open or is not engaged; this module
says on what it hangs. It reads the norm's trees and where the grounds of the matter stand
(`Facts`), and writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ..conditions import AllOf, AnyOf, Has, Lacks, Leaf, Met, Standing, Tree, grounds, leaves, negate
from ..conditions.completions import completions
from ..corpus import Corpus
from ..errors import InputError, Problem, did_you_mean
from ..model import Matter, Norm, Reading, Text

__all__ = [
    "Facts",
    "against",
    "effective_findings",
    "facts_of",
    "failed_on",
    "missing",
    "nothing_turns_on",
    "open_grounds",
    "presumed",
]

STATUSES = ("established", "refuted", "unknown")


@dataclass(frozen=True, slots=True)
class Facts:
    """Where the grounds of one matter stand, with what is disputed and what is still open.

    `open` are the grounds found unknown, or disputed, that nothing else decides.
    """

    standing: Standing
    disputed: frozenset[str]
    open: frozenset[str]


def facts_of(corpus: Corpus, matter: Matter) -> Facts:
    """Where every ground of a matter stands, entailment included (strata 1 and 2).

    Raises:
        InputError: naming each ground, status or role that the vocabulary does not know.
    """
    established, refuted, unknown = effective_findings(corpus, matter)
    up, down = corpus.up(established), corpus.down(refuted)
    disputed = up & down
    if disputed:
        up, down = corpus.up(established - disputed), corpus.down(refuted - disputed)
    left = (unknown | disputed) - up - down
    if not left:
        standing = Standing(up, down, up, down)
    else:
        standing = Standing(up, down, up | (corpus.up(left) - down), down | (corpus.down(left) - up))
    return Facts(standing, frozenset(disputed), frozenset(left))


def effective_findings(corpus: Corpus, matter: Matter) -> tuple[set[str], set[str], set[str]]:
    """The grounds found established, refuted and unknown; the person's role is established.

    Raises:
        InputError: naming each ground, status or role that the vocabulary does not know.
    """
    _guard(corpus, matter)
    found: dict[str, set[str]] = {status: set() for status in STATUSES}
    for finding in matter.findings:
        found[finding.status].add(finding.ground)
    if matter.role is not None and (role := f"role_{matter.role}") in corpus.grounds:
        found["established"].add(role)
    return found["established"], found["refuted"], found["unknown"]


def _guard(corpus: Corpus, matter: Matter) -> None:
    problems = []
    for finding in matter.findings:
        if finding.status not in STATUSES:
            problems.append(_unknown("认定状态", "status", finding.status, STATUSES, matter))
        if finding.ground not in corpus.grounds:
            problems.append(_unknown("事由", "ground", finding.ground, corpus.grounds, matter))
    role, roles = matter.role, corpus.concepts.get("role", {})
    if role is not None and role not in roles and f"role_{role}" not in corpus.grounds:
        problems.append(_unknown("角色", "role", role, roles, matter))
    if problems:
        raise InputError.collect(problems)


def _unknown(zh: str, en: str, word: str, known: Iterable[str], matter: Matter) -> Problem:
    hint = did_you_mean(word, tuple(known), always=True)
    return Problem(Text(f"未知{zh}：{word}", f"unknown {en}: {word}"), matter.id, hint)


# --- not engaged --------------------------------------------------------------------------


def missing(norm: Norm, corpus: Corpus, standing: Standing) -> tuple[str, ...]:
    """The grounds of a smallest set that would make the condition of a norm hold.

    A ground under `not` is listed as well: it would have to be refuted. Empty where nothing can
    help any more (`failed_on` says why) or where nothing is missing.
    """
    if norm.condition is None or (norm.presupposes and standing.fails(norm.presupposes)):
        return ()
    if _independent(corpus, norm.id):
        way = _smallest(norm.condition, corpus.ground_order, standing)
        return tuple(sorted(way or (), key=corpus.ground_order.__getitem__))
    ways = _ways(norm, corpus, standing)
    return _in_vocabulary_order((leaf.ground for leaf in ways[0]), corpus) if ways else ()


@lru_cache(maxsize=4096)
def _independent(corpus: Corpus, norm: str) -> bool:
    """True when no member of an `allOf` in the norm's condition bears on another member of it.

    Then a smallest set is made of smallest sets of the members, and nothing has to be searched.
    """

    def apart(tree: Tree | None) -> bool:
        match tree:
            case Met(_, inner):
                return apart(inner)
            case AnyOf(members):
                return all(apart(member) for member in members)
            case AllOf(members):
                seen: set[str] = set()
                for member in members:
                    own = set(grounds(member))
                    if not seen.isdisjoint(corpus.up(own)) or not own.isdisjoint(corpus.up(seen)):
                        return False
                    seen |= own
                return all(apart(member) for member in members)
        return True

    return apart(corpus.norms[norm].condition)


def _smallest(tree: Tree, place: Mapping[str, int], standing: Standing) -> tuple[str, ...] | None:
    """The first of the smallest sets of grounds that complete such a tree; None where none can."""
    match tree:
        case Has(ground) | Lacks(ground):
            shown, against = standing.established, standing.refuted
            if isinstance(tree, Lacks):
                shown, against = against, shown
            return () if ground in shown else None if ground in against else (ground,)
        case Met(_, inner):
            return _smallest(inner, place, standing)
        case AnyOf(members):
            ways = [w for m in members if (w := _smallest(m, place, standing)) is not None]
            if len(ways) < 2:
                return ways[0] if ways else None
            return min(ways, key=lambda way: (len(way), sorted(place[g] for g in way)))
        case AllOf(members):
            whole: tuple[str, ...] = ()
            for member in members:
                way = _smallest(member, place, standing)
                if way is None:
                    return None
                whole += way
            return whole
    raise TypeError(f"not a condition tree: {tree!r}")


def _ways(norm: Norm, corpus: Corpus, standing: Standing) -> tuple[frozenset[Leaf], ...]:
    """The sets of findings that would make the norm's condition hold, smallest first."""
    if norm.condition is None:
        return (frozenset(),)
    return completions(corpus, standing, norm.condition, size=len(leaves(norm.condition))).sets


def failed_on(norm: Norm, corpus: Corpus, standing: Standing) -> tuple[str, ...]:
    """The grounds that stand against a norm which nothing can engage any more.

    They are refuted where the condition needs them, or established where it needs them refuted.
    Empty where the condition could still be completed.
    """
    return () if missing(norm, corpus, standing) else against(norm, corpus, standing)


def against(norm: Norm, corpus: Corpus, standing: Standing) -> tuple[str, ...]:
    """What `failed_on` says of a norm for which nothing is `missing`."""
    if norm.presupposes is not None and standing.fails(norm.presupposes):
        tree = norm.presupposes
    elif norm.condition is None or standing.holds(norm.condition):
        return ()
    else:
        tree = norm.condition
    found = _against(tree, standing) or [leaf for leaf in leaves(tree) if standing.fails(leaf)]
    return _in_vocabulary_order((leaf.ground for leaf in found), corpus)


def _against(tree: Tree, standing: Standing) -> list[Leaf]:
    """The leaves for which a tree fails; of an `allOf`, only those of members that fail themselves."""
    if not standing.fails(tree):
        return []
    match tree:
        case Has() | Lacks():
            return [tree]
        case Met(_, inner):
            return _against(inner, standing)
        case AllOf(members) | AnyOf(members):
            return [leaf for member in members for leaf in _against(member, standing)]
    raise TypeError(f"not a condition tree: {tree!r}")


# --- applies, and undetermined --------------------------------------------------------------


def presumed(norm: Norm, corpus: Corpus, standing: Standing) -> tuple[str, ...]:
    """The grounds of a norm's exception that nobody raised, where the exception rests on them."""
    if norm.exception is None or standing.fails(norm.exception):
        return ()
    return _in_vocabulary_order(_unraised(norm.exception, standing), corpus)


def _unraised(tree: Tree, standing: Standing) -> Iterable[str]:
    match tree:
        case Has(ground) | Lacks(ground):
            if not standing.raised(ground):
                yield ground
        case Met(_, inner):
            yield from _unraised(inner, standing)
        case AllOf(members) | AnyOf(members):
            for member in members:
                if not standing.fails(member):
                    yield from _unraised(member, standing)


def open_grounds(norm: Norm, corpus: Corpus, facts: Facts) -> set[str]:
    """The unknown or disputed grounds that leave the norm's own trees open."""
    found: set[str] = set()
    trees = [norm.condition, norm.exception, negate(norm.presupposes) if norm.presupposes else None]
    for tree in trees:
        if tree is not None:
            for leaf in _open_leaves(tree, facts.standing):
                kin = corpus.narrower if isinstance(leaf, Has) else corpus.broader
                found.update(facts.open.intersection((leaf.ground, *kin[leaf.ground])))
    return found


def _open_leaves(tree: Tree, standing: Standing) -> Iterable[Leaf]:
    if standing.holds(tree) or not standing.possible(tree):
        return
    match tree:
        case Has() | Lacks():
            yield tree
        case Met(_, inner):
            yield from _open_leaves(inner, standing)
        case AllOf(members) | AnyOf(members):
            for member in members:
                yield from _open_leaves(member, standing)


def nothing_turns_on(reading: Reading, norm: Norm, standing: Standing) -> bool:
    """True where a norm stands the same on these findings under either sense of a reading.

    Its condition under the other sense stands exactly as its own, or the reading is about opening
    words that the findings show to be met.
    """
    if reading.concerns_presupposition and norm.presupposes is not None and standing.holds(norm.presupposes):
        return True
    other = reading.alternative_condition
    if other is None or reading.alternative_for != norm.id or norm.condition is None:
        return False
    return standing.of(other) == standing.of(norm.condition)


def _in_vocabulary_order(grounds: Iterable[str], corpus: Corpus) -> tuple[str, ...]:
    return tuple(sorted(set(grounds), key=corpus.ground_order.__getitem__))
