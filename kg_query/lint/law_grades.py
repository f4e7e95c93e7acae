"""Graded consequences: combinations of grades that no item provides for, or that several do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING

from ..conditions import Has, grounds
from ..model import Norm, Text
from ..proof.lacking import quoted
from ..wording.messages import listed
from .law import Defect, Law, law_check
from .phrases import place, unit_of

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["gaps"]

Scale = tuple[str, ...]


@law_check(
    "grades-with-gap",
    "warning",
    Text(
        "分档规定没有覆盖各等级的全部组合，或者同一组合落入两档。",
        "Graded items do not provide for every combination of the grades they use, or one combination falls under two.",
    ),
    fix=Text(
        "补足缺少的组合，或者写明就高、就低的规则。",
        "Provide for the missing combinations, or say whether the graver or the milder grade decides.",
    ),
)
def gaps(law: Law) -> Iterator[Defect]:
    """Lists of items that grade by two or more scales, and the combinations that fall between them.

    A scale is a set of grounds of which no two can be so together; the items of one list use it by grades.
    """
    for unit, norms in _lists(law.corpus).items():
        scales = _scales(law.corpus, norms)
        if len(scales) < 2:
            continue
        missing: list[tuple[str, ...]] = []
        double: list[tuple[tuple[str, ...], list[Norm]]] = []
        for combination in product(*scales):
            shown = frozenset(Has(g) for g in combination)
            met = [n for n in norms if n.condition is not None and law.holds(n.condition, shown)]
            if not met:
                missing.append(combination)
            elif len(met) > 1:
                double.append((combination, met))
        if missing or double:
            yield _defect(law.corpus, unit, norms, scales, missing, double)


def _lists(corpus: Corpus) -> dict[str, list[Norm]]:
    """The conditional norms without an outcome of their own, by the list they stand in."""
    found: dict[str, list[Norm]] = {}
    for norm in corpus.norms.values():
        if norm.condition is not None and norm.outcome is None:
            found.setdefault(unit_of(corpus, norm), []).append(norm)
    return {unit: norms for unit, norms in found.items() if len(norms) > 1}


def _scales(corpus: Corpus, norms: list[Norm]) -> list[Scale]:
    """The scales that two or more of the norms use, each with the grades used, in the order of the text."""
    used = list(dict.fromkeys(g for n in norms for g in grounds(n.condition)))
    scales: list[list[str]] = []
    for ground in used:
        for scale in scales:
            if all(other in corpus.grounds[ground].excludes for other in scale):
                scale.append(ground)
                break
        else:
            scales.append([ground])
    return [tuple(scale) for scale in scales if len(scale) > 1]


def _defect(
    corpus: Corpus,
    unit: str,
    norms: list[Norm],
    scales: list[Scale],
    missing: list[tuple[str, ...]],
    double: list[tuple[tuple[str, ...], list[Norm]]],
) -> Defect:
    number = 1
    for scale in scales:
        number *= len(scale)
    names = [_words(corpus, one) for one in missing]
    told = [
        Text(
            f"{number}种组合中{len(missing)}种没有规定：{'、'.join(n.zh for n in names)}",
            f"{len(missing)} of {number} combinations are not provided for: {'; '.join(n.en for n in names)}",
        )
    ] if missing else []  # fmt: skip
    for one, met in double:
        items = [place(corpus, n.provision) for n in met]
        words = _words(corpus, one)
        told.append(
            Text(
                f"{words.zh}同时落入{listed(items, 'zh')}",
                f"{words.en} falls under both {listed(items, 'en')}",
            )
        )
    graded = [n for n in norms if set(grounds(n.condition)) & {g for s in scales for g in s}]
    problem = Text("；".join(t.zh for t in told), "; ".join(t.en for t in told))
    return Defect(unit, problem, (unit, *(n.provision for n in graded)))


def _words(corpus: Corpus, combination: tuple[str, ...]) -> Text:
    named = [quoted(corpus, g) for g in combination]
    return Text("".join(n.zh for n in named), " with ".join(n.en for n in named))
