"""A review as the page tells it: places in words, lines by document, what each costs and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from kg_query.casefiles import Schema, type_at
from kg_query.casefiles.places import place_words
from kg_query.errors import Problem
from kg_query.model import Text
from kg_query.review.reviewing import bare
from kg_query.wording.articles import articles

from .controls import Remarks
from .draft import Draft, at, section_of

if TYPE_CHECKING:
    from kg_query.corpus import Corpus

__all__ = ["batch_row", "matter_row", "problem_rows", "remarks_of", "told"]


def told(corpus: Corpus, review: Mapping[str, Any], draft: Draft, lang: str) -> dict[str, Any]:
    """What the page shows of a review.

    Args:
        corpus: the compiled law.
        review: the answer of the API, with repairs where there are some.
        draft: the file that was reviewed.
        lang: of the reader.
    """
    place = _Places(corpus.case_schema, draft, lang)
    low, high = review["score_range"]
    facts = {fact.notation: fact.id for fact in corpus.facts.values()}
    groups: dict[str, dict[str, Any]] = {}
    for one in review["deductions"]:
        group = groups.setdefault(
            one["document"],
            {"notation": one["document"], "label": _name(corpus, one["document"]), "points": 0, "lines": [],
             "missing": one["document"] in review["missing_documents"]},
        )  # fmt: skip
        group["points"] += one["points"]
        group["lines"].append(
            {
                **one,
                "text": _bare(one["clause_text"]),
                "places": place.all(one),
                "shape": _shape(corpus, one["line"]),
            }
        )
    return {
        "score": review["score"],
        "low": low,
        "high": high,
        "grade": grade(corpus, review["grade"]),
        "bands": _bands(corpus),
        "base": review["base"]["result"],
        "failed": [
            {**one, "text": _bare(one["clause_text"]), "places": place.all(one), "shape": _shape(corpus, one["standard"])}
            for one in review["base"]["reasons"]
        ],
        "lost": sum(one["points"] for one in review["deductions"]),
        "groups": list(groups.values()),
        "open": len(review["to_judge"]),
        "undecided": sum(one["points"] for one in review["open"] if one["criterion"] in review["to_judge"]),
        "national": [
            {
                **one,
                "places": place.all(one),
                "article": articles(one["article"], lang) if one["article"] else "",
                "fact": facts.get(one["rule"], ""),
            }
            for one in review["national"]
        ],
        "not_applicable": [(n, _name(corpus, n)) for n in review["not_applicable"]],
        "not_arising": [(n, _name(corpus, n)) for n in review["not_arising"]],
        "notes": review["notes"],
        "readings": [
            {"id": r, "label": corpus.readings[r].label} for r in review["readings"] if r in corpus.readings
        ],
        "plan": _plan(review.get("repair"), place),
        "checked": len(review["checked"]),
        "unchecked": review["not_checked"],
    }  # fmt: skip


def _shape(corpus: Corpus, notation: str) -> str:
    """The name of the shape that decides a criterion; empty where none does."""
    rule = corpus.rulebook.rules.get(notation)
    return (rule.shape or "") if rule is not None else ""


class _Places:
    """Places of the file in words, with the part of the form where each is."""

    def __init__(self, schema: Schema, draft: Draft, lang: str) -> None:
        self.schema, self.draft, self.lang = schema, draft, lang

    def all(self, one: Mapping[str, Any]) -> list[dict[str, Any]]:
        return [self.one(path) for path in (one["where"], *one.get("also", ()))]

    def one(self, path: str) -> dict[str, Any]:
        section = section_of(self.schema, path)
        words = place_words(self.schema, path, self.lang) if path else ""
        absent = path.startswith("documents/") and not isinstance(at(self.draft, section), dict)
        slug = path.split("/")[1] if absent else None
        return {
            "path": path,
            "words": words,
            "section": section,
            "add": slug if slug in self.schema.documents else None,
        }


def grade(corpus: Corpus, name: str | None) -> Text | None:
    """A grade in both languages, from its name in the regulation."""
    if name is None:
        return None
    scoring = corpus.rulebook.scoring
    bands = scoring.bands if scoring else ()
    return next((b.label for b in bands if b.label.zh == name), Text(name, name))


def _bands(corpus: Corpus) -> list[dict[str, Any]]:
    """The lowest score of each grade that has one, the highest first."""
    scoring = corpus.rulebook.scoring
    lowest = {b.label: b.minimum for b in (scoring.bands if scoring else ()) if b.minimum is not None}
    return [
        {"label": label, "from": float(n) if n % 1 else int(n)}
        for label, n in sorted(lowest.items(), key=lambda pair: -pair[1])
    ]


def _name(corpus: Corpus, notation: str) -> Text:
    criterion = corpus.case_schema.criteria.get(notation)
    if criterion is not None:
        return bare(criterion.label)
    unit = next((u for u in corpus.provisions.values() if u.notation == notation), None)
    return bare(unit.text) if unit is not None and unit.text else Text(notation, notation)


def _bare(text: Mapping[str, str]) -> Text:
    return bare(Text(text["zh"], text["en"]))


def _plan(plan: Mapping[str, Any] | None, place: _Places) -> dict[str, Any] | None:
    if plan is None:
        return None
    return {**plan, "steps": [{**s, "places": [place.one(s["where"])]} for s in plan["steps"]]}


# --- remarks beside the form ---------------------------------------------------------------------


def remarks_of(review: Mapping[str, Any] | None, problems: Iterable[Mapping[str, Any]]) -> Remarks:
    """What was said of the places of a file, for the form to show it there.

    Args:
        review: the answer of the API, or None.
        problems: what `problem_rows` gave.
    """
    found = Remarks()
    for one in problems:
        found.problems.setdefault(one["path"], []).append(dict(one))
    if review is None:
        return found
    for one in (*review["base"]["reasons"], *review["deductions"], *review["national"]):
        remark = {
            "what": one.get("standard") or one.get("line") or one.get("rule"),
            "points": one.get("points"),
            "grave": "standard" in one or one.get("severity") == "fatal",
            "why": one["why"],
            "repair": one["repair"],
        }
        for path in (one["where"], *one.get("also", ())):
            found.losses.setdefault(path, []).append(remark)
    return found


def problem_rows(schema: Schema, problems: Iterable[Problem], lang: str) -> list[dict[str, Any]]:
    """Problems of the reader with their place as path and in words.

    The place of a problem ends in the path, after the name of what was read.
    """
    rows = []
    for one in problems:
        _, found, path = (one.where or "").rpartition(" › ")
        path = path if found and "[" not in path else ""
        words = place_words(schema, path, lang) if path and path not in ("id", "kind") else ""
        rows.append(
            {
                "path": path,
                "section": section_of(schema, path) if path else None,
                "where": words or (one.where if not found else ""),
                "message": one.message,
                "hint": None if _chosen(schema, path) else one.hint,
            }
        )
    return rows


def _chosen(schema: Schema, path: str) -> bool:
    """Whether the form offers the values of a place, so that no hint need name them; or says how by itself."""
    if path in ("id", "kind"):
        return True
    holder = path.split("/")
    while holder and holder[-1].isdecimal():
        holder.pop()
    kind = type_at(schema, "/".join(holder[:-1])) if len(holder) > 1 else schema.case
    found = kind.fields.get(holder[-1]) if kind is not None and holder else None
    return found is not None and found.type == "code"


def matter_row(corpus: Corpus, matter: Mapping[str, Any]) -> dict[str, Any]:
    """A matter that a file makes: who, in what role, with which grounds, and as JSON for the page that assesses it."""
    role = str(matter.get("role") or "")
    roles = {c.role: c.label for c in corpus.case_schema.codes["case_role"].values() if c.role}
    return {
        "id": matter["id"],
        "role": roles.get(role, Text(role, role)),
        "date": matter.get("date"),
        "findings": [
            {
                **one,
                "label": corpus.grounds[one["ground"]].label if one["ground"] in corpus.grounds else None,
            }
            for one in matter.get("findings", ())
        ],
        "json": json.dumps(matter, ensure_ascii=False),
    }


def batch_row(corpus: Corpus, name: str, draft: Draft, review: Mapping[str, Any]) -> dict[str, Any]:
    """One file in the table of several."""
    low, high = review["score_range"]
    return {
        "file": name,
        "id": str(draft.get("id") or ""),
        "kinds": [corpus.case_schema.kinds[k].label for k in review["kind"] if k in corpus.case_schema.kinds],
        "team": review["team"],
        "base": review["base"]["result"],
        "failed": review["base"]["failed"],
        "score": review["score"],
        "low": low,
        "high": high,
        "grade": grade(corpus, review["grade"]),
        "lost": sum(one["points"] for one in review["deductions"]),
        "lines": len(review["deductions"]),
        "missing": len(review["missing_documents"]),
        "open": len(review["to_judge"]),
        "national": len({one["rule"] for one in review["national"]}),
    }
