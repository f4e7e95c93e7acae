"""Breaches of national procedure law, each with the law that states it and those who answer for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, cast

from ..casefiles import CaseFile, path_of, place_of, type_at
from ..model import Text
from ..rules import Evaluation, Hit, Rule
from ..terms import LAW
from .values import NationalFinding, Severity

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["findings", "officers_of"]

_ORDER: tuple[Severity, ...] = ("fatal", "violation", "warning")
_ACTING = LAW + "actingOfficer"
_HANDLER = "handler"


def findings(corpus: Corpus, case: CaseFile, found: Evaluation) -> tuple[NationalFinding, ...]:
    """The breaches that the rules of national law found, the gravest first.

    Args:
        corpus: the compiled law.
        case: the case file.
        found: what the rules found in it.
    """
    rules = corpus.rulebook.rules
    listed = []
    for hit in found.hits:
        rule = rules[hit.rule]
        if rule.kind != "national" or hit.kind != "violated":
            continue
        shut = any(
            h.rule == hit.rule and h.kind == "not_arising" and h.focus == hit.focus for h in found.hits
        )
        if not shut:
            listed.append(_finding(corpus, case, rule, hit))
    return tuple(sorted(dict.fromkeys(listed), key=lambda f: _ORDER.index(f.severity)))


def _finding(corpus: Corpus, case: CaseFile, rule: Rule, hit: Hit) -> NationalFinding:
    fact = corpus.facts.get(rule.fact or "")
    messages = {c.id: c.message for c in rule.constraints}
    return NationalFinding(
        rule=fact.notation if fact else rule.notation,
        severity=cast(Severity, rule.severity or "warning"),
        why=messages.get(hit.constraint) or rule.message,
        where=place_of(corpus.case_schema, hit.value or hit.focus, hit.path or None),
        law=fact.law_title if fact else Text("", ""),
        article=fact.article if fact else "",
        requirement=fact.requirement if fact else Text("", ""),
        ground=rule.ground,
        officers=officers_of(corpus, case, rule, [hit]),
        repair=rule.repair,
        curable=rule.curable,
        caution=rule.caution or (fact.caution if fact else None),
    )


def officers_of(corpus: Corpus, case: CaseFile, rule: Rule, hits: Iterable[Hit]) -> tuple[str, ...]:
    """The names of those whom a breach is put down to.

    The shape says which field of the document concerned names them; where that document has no such
    field, any document of the file that has it does. Without either it is the acting officers, and
    without those the handlers of the case.
    """
    names: dict[str, None] = {}
    concerned = [place for hit in hits if (place := path_of(hit.value or hit.focus))]
    for _, path in concerned:
        here = case.node(path)
        if path.startswith("persons/") and isinstance(here, Mapping) and here.get("name"):
            names[str(here["name"])] = None
    for property_ in filter(None, (rule.attributed_to, _ACTING)):
        if names:
            break
        for _, path in concerned:
            names |= dict.fromkeys(_named(corpus, case, path, property_))
        if not names and property_ == rule.attributed_to:
            for document in case.documents():
                names |= dict.fromkeys(_named(corpus, case, document.path, property_))
    if not names:
        for person in case.record.get("persons") or ():
            if _HANDLER in (person.get("roles") or ()) and person.get("name"):
                names[str(person["name"])] = None
    known = {str(p.get("name")) for p in case.record.get("persons") or ()}
    return tuple(n for n in names if not known or n in known)


def _named(corpus: Corpus, case: CaseFile, path: str, property_: str) -> list[str]:
    kind, here = type_at(corpus.case_schema, path), case.node(path)
    if kind is None or not isinstance(here, Mapping):
        return []
    for field in kind.fields.values():
        if field.property == property_ and field.key in here:
            value: Any = here[field.key]
            return [str(v) for v in (value if isinstance(value, list) else [value])]
    return []
