"""One regulation's answer in a sentence or two: outcome, clauses, who decides, what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..model import RegulationResult, Text
from ..wording.citation import cite_list
from ..wording.dates import day_text
from ..wording.messages import both
from .lacking import choice, outcome_name, quoted
from .notes import named

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["also", "conclusion", "in_force_text", "in_scope_text", "joined"]


def conclusion(corpus: Corpus, result: RegulationResult) -> Text:
    """The outcome of a regulation in words, with the clauses that give it."""
    if result.outcome == "conflict":
        sides = [
            both(
                "conclusion.side",
                outcome=outcome_name(corpus, o.code),
                places=cite_list(corpus, o.provisions),
            )
            for o in result.outcomes
            if corpus.outcomes[o.code].group is not None
        ]
        return both("conclusion.conflict", sides=sides)
    if result.outcome == "no_applicable_rule":
        return both("conclusion.no_applicable_rule")
    if result.outcome == "undetermined":
        return _undetermined(corpus, result)
    first = [o for o in result.outcomes if o.code == result.outcome]
    parts = [
        both(
            "conclusion.outcome",
            outcome=outcome_name(corpus, result.outcome),
            places=cite_list(corpus, (p for o in first for p in o.provisions)),
        )
    ]
    if result.deciders:
        deciders = [named(corpus, d, "role", "body") for d in result.deciders]
        parts.append(both("conclusion.deciders", deciders=deciders))
    elif any(o.modality == "may" for o in first):
        parts.append(both("conclusion.discretion"))
    if result.could_change:
        places = cite_list(corpus, (corpus.norms[n].provision for n in result.could_change))
        parts.append(both("conclusion.could_change", places=places))
    return joined(*parts)


def also(corpus: Corpus, result: RegulationResult) -> list[Text]:
    """The outcomes that stand beside the one of `conclusion`, each with its clauses."""
    shown = {result.outcome}
    if result.outcome == "conflict":
        shown = {o.code for o in result.outcomes if corpus.outcomes[o.code].group}
    return [
        both("verdict.also", outcome=outcome_name(corpus, o.code), places=cite_list(corpus, o.provisions))
        for o in result.outcomes
        if o.code not in shown
    ]


def _undetermined(corpus: Corpus, result: RegulationResult) -> Text:
    rows = [r for r in result.norms if r.status == "undetermined" and r.outcome is not None]
    grounds = sorted({g for r in rows for g in r.depends_on}, key=corpus.ground_order.__getitem__)
    return both(
        "conclusion.undetermined",
        places=cite_list(corpus, (r.provision for r in rows)),
        grounds=[quoted(corpus, g) for g in grounds],
    )


def in_force_text(corpus: Corpus, result: RegulationResult, date: str | None) -> Text:
    """Whether the regulation was in force, in words; `date` is the matter's."""
    since = corpus.regulations[result.regulation].in_force_from
    if result.in_force == "unknown":
        if since is None:
            return both("in_force.no_start")
        return both("in_force.no_date", since=day_text(since))
    if date is None:
        return both(
            "in_force.yes_bare" if result.in_force else "in_force.no_bare", since=day_text(since or "")
        )
    key = "in_force.yes" if result.in_force else "in_force.no"
    return both(key, since=day_text(since or ""), date=day_text(date))


def in_scope_text(corpus: Corpus, result: RegulationResult) -> Text:
    """Whether the person is covered, in words."""
    grounds = corpus.regulations[result.regulation].scope_grounds
    if not grounds:
        return both("in_scope.unstated")
    state = "unknown" if result.in_scope == "unknown" else "yes" if result.in_scope else "no"
    return both(f"in_scope.{state}", grounds=choice([quoted(corpus, g) for g in grounds]))


def joined(*sentences: Text) -> Text:
    """Sentences one after the other."""
    return Text("".join(s.zh for s in sentences), " ".join(s.en for s in sentences))
