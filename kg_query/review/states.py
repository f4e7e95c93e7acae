"""How a criterion stands: what the data show, and what a file reviewer judged of it.

A breach that the data show stands, whatever was judged. What the data leave open a judgement decides;
so it does where a criterion is one that only people can judge. Two judgements that differ leave it open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..casefiles import CaseFile
from ..errors import InputError, Problem, did_you_mean
from ..model import Text
from ..rules import Evaluation, Hit, Rule
from ..wording.messages import both
from .values import By

__all__ = ["Judgement", "Judgements", "Standing", "State", "judgements_of", "stand"]

State = Literal["met", "violated", "open", "not_arising"]
RESULTS = ("met", "violated", "not-applicable")
#: What a caller may give for the judgements of a file: notation → result, or records as in its JSON.
Judgements = Mapping[str, str] | Iterable[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was judged of one criterion; `result` is None where judgements differ."""

    result: str | None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """How one rule stands in one case file.

    Attributes:
        state: the state itself.
        by: who decided it.
        hits: the breaches that the data show, in the order of the file.
        judgement: what was judged, or None.
        needs: of an open one, the key of the sentence that says what is needed.
        note: what a reader should know, or None.
    """

    state: State
    by: By = "data"
    hits: tuple[Hit, ...] = ()
    judgement: Judgement | None = None
    needs: str = ""
    note: Text | None = None


def judgements_of(
    case: CaseFile, known: Iterable[str], more: Judgements | None = None
) -> dict[str, Judgement]:
    """notation → what was judged: the judgements in the file, and further ones.

    Args:
        case: the case file.
        known: every notation that can be judged.
        more: further judgements.

    Raises:
        InputError: a judgement on an unknown notation, or with an unknown result.
    """
    held = case.record.get("judgements") or ()
    records = [held] if isinstance(held, Mapping) else list(held)
    if isinstance(more, Mapping):
        records += [{"criterion": [name], "result": result} for name, result in more.items()]
    elif more is not None:
        records += list(more)
    names = dict.fromkeys(known)
    results: dict[str, dict[str, None]] = {}
    reasons: dict[str, dict[str, None]] = {}
    problems = []
    for record in records:
        judged = record.get("criterion") or ()
        result = str(record.get("result"))
        if result not in RESULTS:
            problems.append(
                Problem(
                    Text(f"没有“{result}”这种判断结论", f"there is no judgement “{result}”"),
                    case.source or case.id,
                    did_you_mean(result, RESULTS, always=True),
                )
            )
        for name in [judged] if isinstance(judged, str) else judged:
            if name not in names:
                problems.append(
                    Problem(
                        Text(f"没有评查标准 {name}", f"there is no criterion {name}"),
                        case.source or case.id,
                        did_you_mean(name, names, always=True),
                    )
                )
            results.setdefault(name, {})[result] = None
            if record.get("reason"):
                reasons.setdefault(name, {})[str(record["reason"])] = None
    if problems:
        raise InputError.collect(problems)
    return {
        name: Judgement(next(iter(found)) if len(found) == 1 else None, tuple(reasons.get(name, ())))
        for name, found in results.items()
    }


def stand(rule: Rule, evaluation: Evaluation, hits: Sequence[Hit], judged: Judgement | None) -> Standing:
    """How a rule stands that met at least one node; see the module's words for the order of things.

    Args:
        rule: a base standard, a document or a line.
        evaluation: what the rules found in the file.
        hits: those of this rule.
        judged: what was judged of it, or None.
    """
    state, breaches = _by_data(evaluation.met.get(rule.notation, ()), hits)
    result = judged.result if judged else None
    if state == "violated":
        contradicted = judged is not None and result != "violated"
        note = both("review.note.data_stand", criterion=rule.notation) if contradicted else None
        return Standing("violated", "data", breaches, judged, note=note)
    if judged is not None and result is None:
        note = both("review.note.disputed", criterion=rule.notation)
        return Standing("open", "judgement", (), judged, "review.ask.disputed", note)
    if result == "violated":
        note = None
        if state != "open" and rule.decided_by == "data":
            note = both("review.note.by_judgement", criterion=rule.notation)
        return Standing("violated", "judgement", (), judged, note=note)
    if state == "not_arising" or result == "not-applicable":
        return Standing("not_arising", "judgement" if result and state != "not_arising" else "data")
    if result == "met":
        return Standing("met", "judgement", (), judged)
    if state == "open":
        return Standing("open", needs="review.ask.data")
    if rule.decided_by == "judgement":
        return Standing("open", "judgement", needs="review.ask.judge")
    return Standing("met")


def _by_data(nodes: Sequence[str], hits: Sequence[Hit]) -> tuple[State, tuple[Hit, ...]]:
    """What the data say of all nodes together: one breach decides, then one open question."""
    not_arising = {h.focus for h in hits if h.kind == "not_arising"}
    breaches = tuple(h for h in hits if h.kind == "violated" and h.focus not in not_arising)
    if breaches:
        return "violated", breaches
    if any(h.kind == "open" and h.focus not in not_arising for h in hits):
        return "open", ()
    if nodes and not_arising.issuperset(nodes):
        return "not_arising", ()
    return "met", ()
