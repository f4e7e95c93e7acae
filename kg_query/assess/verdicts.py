"""The main job: what each regulation says of a matter, with everything the answer rests on.

`assess` runs the strata of section 6 of the model in one of two engines and reports their result
as a `Verdict`. The compiled engine (`kg_query.program`) is the default; the reference engine
(`kg_query.assess.reference`) derives the same in RDF. Tests hold the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Literal, get_args

from ..corpus import Corpus
from ..errors import UsageError, did_you_mean, known_words
from ..model import Matter, Norm, NormStatus, Text, Verdict
from ..program import Program
from ..program.planes import NormPlanes, Planes, bits
from .reasons import Facts, effective_findings, facts_of
from .report import Strata, report

__all__ = ["Strata", "assess", "assess_many", "chosen_regulations", "columns", "report"]

Engine = Literal["compiled", "reference"]


def assess(
    corpus: Corpus,
    program: Program,
    matter: Matter,
    regulations: Iterable[str] | None = None,
    engine: Engine = "compiled",
) -> Verdict:
    """The verdict on one matter under the regulations asked for (default: all assessed ones).

    Args:
        corpus: the compiled law.
        program: `Program.compile(corpus)`, made once.
        matter: the findings on one person's conduct.
        regulations: slugs; the answer keeps the order of the corpus.
        engine: "compiled" (microseconds) or "reference" (RDF; some seconds).

    Raises:
        UsageError: a regulation or engine that does not exist or is not assessed.
        InputError: a ground, status or role that the vocabulary does not know.
    """
    slugs = chosen_regulations(corpus, regulations)
    if engine == "reference":
        from .reference import strata_of

        return report(program, matter, strata_of(corpus, program, matter, slugs), slugs, engine)
    if engine != "compiled":
        raise UsageError(
            Text(f"没有这个推理引擎：{engine}", f"no such engine: {engine}"),
            hint=known_words(get_args(Engine)),
        )
    facts = facts_of(corpus, matter)
    established, refuted, unknown = (
        dict.fromkeys(grounds, 1) for grounds in effective_findings(corpus, matter)
    )
    planes = program.run(established, refuted, unknown, 1, slugs)
    return report(program, matter, _strata(program, planes, facts, 0, slugs), slugs, engine)


def assess_many(
    corpus: Corpus,
    program: Program,
    matters: Iterable[Matter],
    regulations: Iterable[str] | None = None,
    block: int = 4096,
) -> Iterator[Verdict]:
    """The verdicts on many matters, in their order, `block` matters in one pass of the program."""
    slugs = chosen_regulations(corpus, regulations)
    stream = iter(matters)
    while some := list(islice(stream, block)):
        planes = program.run(*columns(corpus, some), len(some), slugs)
        statuses: list[dict[str, NormStatus]] = [{} for _ in some]
        for norm, row in planes.norms.items():
            for status, plane in _final(row):
                for i in bits(plane):
                    statuses[i][norm] = status
        principals: list[dict[str, str]] = [{} for _ in some]
        for slug, result in planes.regulations.items():
            for code, plane in result.principal.items():
                for i in bits(plane):
                    principals[i][slug] = code
        for i, matter in enumerate(some):
            facts = facts_of(corpus, matter)
            strata = _rest(program, facts, statuses[i], principals[i])
            yield report(program, matter, strata, slugs, "compiled")


def columns(
    corpus: Corpus, matters: Sequence[Matter]
) -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Matters as bit planes, one mapping (ground → plane) for each state of a finding."""
    size = (len(matters) + 7) // 8
    found: tuple[dict[str, bytearray], ...] = ({}, {}, {})
    for i, matter in enumerate(matters):
        byte, bit = i >> 3, 1 << (i & 7)
        for planes, grounds in zip(found, effective_findings(corpus, matter), strict=True):
            for ground in grounds:
                if ground not in planes:
                    planes[ground] = bytearray(size)
                planes[ground][byte] |= bit
    established, refuted, unknown = (
        {ground: int.from_bytes(plane, "little") for ground, plane in planes.items()} for planes in found
    )
    return established, refuted, unknown


def chosen_regulations(corpus: Corpus, regulations: Iterable[str] | None) -> tuple[str, ...]:
    """The slugs asked for, in the order of the corpus; all assessed ones for None.

    Raises:
        UsageError: a slug that is unknown, or whose regulation is not assessed as a matter.
    """
    if regulations is None:
        return corpus.assessed
    asked = tuple(regulations)
    for slug in asked:
        if slug in corpus.regulations and slug not in corpus.assessed:
            raise UsageError(
                Text(
                    f"不依 {slug} 评定事项；其文本和规范在图谱中",
                    f"no matter is assessed under {slug}; its text and norms are in the graph",
                ),
                hint=Text(
                    f"请看 kgq show {slug}。据以评定的有：{'、'.join(corpus.assessed)}",
                    f"See kgq show {slug}. Matters are assessed under: {', '.join(corpus.assessed)}",
                ),
            )
        if slug not in corpus.assessed:
            raise UsageError(
                Text(
                    f"不能据以评定的规范性文件：{slug}",
                    f"not a regulation that matters are assessed under: {slug}",
                ),
                hint=did_you_mean(slug, corpus.assessed) or known_words(corpus.assessed),
            )
    return tuple(slug for slug in corpus.assessed if slug in asked)


# --- from planes to strata ------------------------------------------------------------------


def _final(row: NormPlanes) -> tuple[tuple[NormStatus, int], ...]:
    return (
        ("applies", row.applies),
        ("undetermined", row.undetermined),
        ("defeated", row.defeated),
        ("blocked", row.blocked),
    )


def _strata(program: Program, planes: Planes, facts: Facts, bit: int, slugs: Sequence[str]) -> Strata:
    status: dict[str, NormStatus] = {}
    for norm, row in planes.norms.items():
        for name, plane in _final(row):
            if plane >> bit & 1:
                status[norm] = name
    principal = {
        slug: next(code for code, plane in planes.regulations[slug].principal.items() if plane >> bit & 1)
        for slug in slugs
    }
    return _rest(program, facts, status, principal)


def _rest(program: Program, facts: Facts, status: dict[str, NormStatus], principal: dict[str, str]) -> Strata:
    defeated_by = {
        norm: tuple(d for d in program.rules[norm].defeaters if status.get(d) == "applies")
        for norm, name in status.items()
        if name == "defeated"
    }
    changes: dict[str, tuple[str, ...]] = dict.fromkeys(principal, ())
    for norm, name in status.items():
        rule = program.rules[norm].norm
        ruling = principal[rule.regulation]
        if name == "undetermined" and _would_change(program.corpus, rule, status, ruling):
            changes[rule.regulation] += (norm,)
    return Strata(facts, status, defeated_by, principal, changes)


def _would_change(corpus: Corpus, norm: Norm, status: Mapping[str, NormStatus], principal: str) -> bool:
    """True when the principal outcome would be another one if this undetermined norm applied."""
    if principal == "conflict" or norm.outcome is None:
        return False
    if principal == "undetermined":
        return True
    mine, ruling = corpus.outcomes[norm.outcome], corpus.outcomes[principal]
    if mine.precedence < ruling.precedence:
        return True
    opposed = {
        "full_relief": ("bar", "liability"),
        "bar": ("full_relief",),
        "liability": ("full_relief",),
    }
    groups = opposed.get(mine.group or "", ())
    return any(
        status.get(other.id) == "applies"
        and other.outcome is not None
        and corpus.outcomes[other.outcome].group in groups
        for other in corpus.norms_of[norm.regulation]
    )
