"""From a review to matters: the breach found in a file is a finding about the officer who did it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from ..casefiles import CaseFile
from ..model import Text
from ..wording.messages import say
from .values import Review

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["matters_of"]


@dataclass(frozen=True, slots=True)
class _Breach:
    rule: str
    why: Text
    where: str
    ground: str
    officers: tuple[str, ...]


def matters_of(corpus: Corpus, reviews: Iterable[Review], lang: str = "zh") -> list[dict[str, Any]]:
    """One matter for each officer of each file whom a breach is put down to, as JSON for `kgq assess`.

    Breaches are base failures and findings of national law whose shape names the ground they establish.
    Each becomes a finding of its own, with the file, the rule and the place as its evidence; the
    organisation is the team that handled the case.

    Args:
        corpus: the compiled law.
        reviews: the reviews.
        lang: language of evidence and notes, "zh" or "en".
    """
    return [matter for review in reviews for matter in _of_review(corpus, review, lang)]


def _of_review(corpus: Corpus, review: Review, lang: str) -> Iterable[dict[str, Any]]:
    case = review.case
    breaches = [
        _Breach(f.standard, f.why, f.where, f.ground, f.officers) for f in review.base_failures if f.ground
    ] + [_Breach(n.rule, n.why, n.where, n.ground, n.officers) for n in review.national if n.ground]
    for person in case.record.get("persons") or ():
        name = person.get("name")
        mine = [b for b in breaches if name in b.officers]
        if not mine:
            continue
        findings = [_finding(case, breach, lang) for breach in mine]
        matter: dict[str, Any] = {"id": f"{case.id}／{name}"}
        if role := _role(corpus, person):
            matter["role"] = role
        if days := [f["date"] for f in findings if "date" in f]:
            matter["date"] = max(days)
        if review.team:
            matter["organisation"] = review.team
        yield matter | {"findings": findings}


def _finding(case: CaseFile, breach: _Breach, lang: str) -> dict[str, str]:
    where = breach.where or say("review.file", lang)
    found = {
        "ground": breach.ground,
        "status": "established",
        "evidence": say("review.evidence", lang, case=case.id, rule=breach.rule, where=where),
        "note": breach.why.in_(lang),
    }
    if case.source:
        found["source"] = case.source
    day = _day(case, breach.where)
    return found | ({"date": day} if day else {})


def _day(case: CaseFile, where: str) -> str | None:
    """The day of the place: the date it holds, or the latest that its document was dated by."""
    steps = where.split("/")
    while steps and steps != ["documents"]:
        held = case.node("/".join(steps))
        values = held.values() if isinstance(held, Mapping) else [held]
        days = [v.date() if isinstance(v, datetime) else v for v in values if isinstance(v, date)]
        if days and steps[0] != "persons":
            return max(days).isoformat()
        steps.pop()
    return None


def _role(corpus: Corpus, person: Mapping[str, Any]) -> str | None:
    """The position of a person in a matter: that of the first part in the case which has one."""
    codes = corpus.case_schema.codes["case_role"]
    roles = (codes[part].role for part in person.get("roles") or () if part in codes)
    return next((role for role in roles if role), None)
