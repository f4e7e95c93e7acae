"""Norms and exceptions that can never take effect, or always do; references that go round."""

from __future__ import annotations

from collections.abc import Iterator

from ..conditions import AllOf, AnyOf, Met, Tree, negate, norms_met
from ..model import Norm, Text
from .law import Defect, Law, law_check
from .phrases import joined, place, places
from .trials import Trials

__all__ = ["always_met", "circular", "never_effective", "never_met", "self_defeating", "void_exception"]


def _conditional(law: Law) -> Iterator[Norm]:
    return (n for n in law.corpus.norms.values() if n.condition is not None)


@law_check(
    "norm-never-met",
    "warning",
    Text("条件不可能成立的规范。", "A norm whose condition can never be met."),
    fix=Text(
        "补足条件，或者删去自相矛盾的部分；文字缺失的，另找来源文本。",
        "Complete the condition or take out what contradicts itself; where words are lost, find a better source.",
    ),
)
def never_met(law: Law) -> Iterator[Defect]:
    """Conditions that no findings meet: they contradict themselves, or part of the text is lost."""
    for norm in _conditional(law):
        assert norm.condition is not None
        if law.ways(norm.condition) or law.logic.satisfiable(norm.condition) is None:
            continue
        if _incomplete(norm.condition):
            said = Text(
                "条件的一部分文字缺失，无从成立，其结果也就无从适用",
                "part of the condition is lost, so that nothing can meet it and its result never comes about",
            )
        else:
            said = Text("条件的各部分不能同时成立", "the parts of the condition cannot hold together")
        yield Defect(norm.id, said, (norm.provision,))


def _incomplete(tree: Tree) -> bool:
    """True where a choice without members stands in the tree: words that are lost."""
    match tree:
        case AnyOf(members):
            return not members or any(_incomplete(m) for m in members)
        case AllOf(members):
            return any(_incomplete(m) for m in members)
        case Met(_, inner):
            return _incomplete(inner)
    return False


@law_check(
    "norm-never-effective",
    "warning",
    Text(
        "条件可以成立，但成立时总有优先的条文排除它。",
        "A norm that can be met but is displaced by a prevailing clause whenever it is.",
    ),
    fix=Text("收窄优先的条文，或者删去本项。", "Narrow the prevailing clause, or delete this one."),
)
def never_effective(law: Law) -> Iterator[Defect]:
    """Norms that are defeated on each of the smallest sets of findings that meet them.

    Catch-alls displaced by catch-alls are left out: that nothing divides them is a defect of its own.
    """
    corpus = law.corpus
    beaten: dict[str, list[str]] = {}
    for override in corpus.overrides:
        beaten.setdefault(override.defeated, []).append(override.prevailing)
    trying = [
        (n, way)
        for n in _conditional(law)
        if n.id in beaten and n.condition is not None and n.regulation in corpus.assessed
        for way in law.ways(n.condition)
    ]
    trials = Trials(law.program, [way for _, way in trying])
    effective = {n.id for i, (n, _) in enumerate(trying) if not trials.defeated(n.id, i)}
    for norm in dict.fromkeys(n for n, _ in trying):
        if norm.id in effective:
            continue
        by = dict.fromkeys(
            b
            for i, (n, _) in enumerate(trying)
            if n.id == norm.id
            for b in beaten[norm.id]
            if trials.applies(b, i)
        )
        if all(corpus.norms[b].kind == norm.kind for b in by):
            continue
        names = places(corpus, (corpus.norms[b].provision for b in by))
        yield Defect(
            norm.id,
            Text(f"条件成立时总被{names.zh}排除", f"whenever it is met, {names.en} prevails over it"),
            (norm.provision, *(corpus.norms[b].provision for b in by)),
        )


@law_check(
    "norm-always-met",
    "warning",
    Text("条件总是成立、不起限定作用的规范。", "A norm whose condition is always met and limits nothing."),
    fix=Text("补写条件，或者删去不起作用的部分。", "Write the condition, or delete what has no effect."),
)
def always_met(law: Law) -> Iterator[Defect]:
    """Conditions that hold without any finding, or as soon as what the norm presupposes is so."""
    for norm in _conditional(law):
        assert norm.condition is not None
        if any(not way for way in law.ways(norm.condition)):
            said = Text("无须任何认定即已成立", "it holds without any finding")
        elif norm.presupposes is not None and law.implies(norm.presupposes, norm.condition):
            said = Text(
                "条件只是重复了句首已设定的前提",
                "the condition only repeats what the opening words presuppose",
            )
        else:
            continue
        yield Defect(norm.id, said, (norm.provision,))


@law_check(
    "exception-in-condition",
    "warning",
    Text("条件一成立，自身的例外也随之成立。", "A norm whose condition brings its own exception with it."),
    fix=Text("改写例外，使其小于条件。", "Rewrite the exception so that it is narrower than the condition."),
)
def self_defeating(law: Law) -> Iterator[Defect]:
    """Norms that are blocked whenever they are met: by their exception, or against what they presuppose."""
    for norm in _conditional(law):
        assert norm.condition is not None
        if norm.exception is not None and law.implies(norm.condition, norm.exception):
            said = Text(
                "例外包含在条件之中，规范不能适用", "the condition contains the exception: it never applies"
            )
        elif norm.presupposes is not None and law.implies(norm.condition, negate(norm.presupposes)):
            said = Text(
                "条件与句首设定的前提相反，规范不能适用",
                "the condition is contrary to what the opening words presuppose: it never applies",
            )
        else:
            continue
        yield Defect(norm.id, said, (norm.provision,))


@law_check(
    "exception-never-arises",
    "warning",
    Text("例外在条件成立时不可能出现。", "An exception that cannot arise where the condition is met."),
    fix=Text("删去例外，或者放宽条件。", "Delete the exception, or widen the condition."),
)
def void_exception(law: Law) -> Iterator[Defect]:
    """Exceptions that contradict themselves or the condition they are to take from."""
    for norm in _conditional(law):
        if norm.condition is None or norm.exception is None or not law.ways(norm.condition):
            continue
        if not law.ways(norm.exception):
            said = Text("例外本身不可能成立", "the exception itself can never hold")
        elif not law.ways(AllOf((norm.condition, norm.exception))):
            said = Text("例外与条件不能同时成立", "the exception and the condition cannot hold together")
        else:
            continue
        yield Defect(norm.id, said, (norm.provision,))


@law_check(
    "circular-norms",
    "warning",
    Text("条文的引用绕回自身。", "A clause refers back to itself, directly or through others."),
    fix=Text("直接写明条件，不用互相引用。", "State the condition itself instead of the reference."),
)
def circular(law: Law) -> Iterator[Defect]:
    """Circles of references: of norms through their conditions, and of provisions through their words."""
    corpus = law.corpus
    edges: dict[str, set[str]] = {}
    for norm in corpus.norms.values():
        trees = (norm.presupposes, norm.condition, norm.exception)
        to = {corpus.norms[m].provision for t in trees for m in norms_met(t) if m in corpus.norms}
        edges.setdefault(norm.provision, set()).update(to)
    for unit in corpus.provisions.values():
        edges.setdefault(unit.id, set()).update(unit.refers_to)
    told: set[frozenset[str]] = set()
    for start in edges:
        circle = _circle(edges, start)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            way = joined(place(corpus, one) for one in (*circle, circle[0]))
            yield Defect(
                start,
                Text(way.zh.replace("；", " → "), way.en.replace("; ", " → ")),
                tuple(circle),
            )


def _circle(edges: dict[str, set[str]], start: str) -> list[str]:
    """The shortest way from a unit back to itself; empty where there is none."""
    before: dict[str, str] = {}
    ahead = [start]
    for one in ahead:
        for other in sorted(edges.get(one, ())):
            if other == start:
                way = [one]
                while way[-1] != start:
                    way.append(before[way[-1]])
                return way[::-1]
            if other not in before:
                before[other] = one
                ahead.append(other)
    return []
