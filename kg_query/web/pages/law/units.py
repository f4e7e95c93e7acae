"""Units and regulations to read: text with its corrections, what stands around it, what cites what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ....compare.emended import emended_spans
from ....conditions import grounds
from ....model import Emendation, Norm, Provision, Regulation
from ....show import regulation_to_json
from ....terms import ID
from ...api.options import OFTEN
from .norms import norm_row, norm_view, reading_view
from .reader import Reader
from .vocabulary import fact_row

__all__ = ["contents", "neighbours", "regulation_figures", "regulation_view", "unit_text", "unit_view"]

#: Kinds that stand in the table of contents.
_LISTED = ("chapter", "section", "article", "annex", "heading", "scored_stage", "scored_document")


def unit_text(reader: Reader, unit: Provision) -> dict[str, Any]:
    """The own text of a unit: number, Chinese in runs with the corrections marked, English, what is lost."""
    zh = unit.text.zh if unit.text else ""
    return {
        "id": unit.id,
        "anchor": unit.id.rpartition("/")[2],
        "href": reader.at(ID + unit.id),
        "kind": unit.kind,
        "number": unit.number or "",
        "label": unit.notation or _label(reader, unit),
        "counted": unit.kind == "paragraph" and not unit.number,
        "notation": unit.notation or "",
        "points": unit.points,
        "runs": list(_runs(unit, zh)),
        "zh": zh,
        "en": unit.text.en if unit.text else "",
        "lost": reader.words(unit.lost),
        "emended": len(unit.emendations),
        "norms": len(reader.corpus.norms_at.get(unit.id, ())),
        "heading": unit.kind in ("title", "chapter", "heading", "annex", "scored_stage"),
        "depth": sum(1 for _ in reader.corpus.ancestors(unit.id)),
    }


def _label(reader: Reader, unit: Provision) -> str:
    """What a unit is called beside its text: its printed number, in English in English words; else its place.

    Paragraphs bear no numbers in print, but are cited by them.
    """
    if unit.kind == "paragraph" and not unit.number and unit.parent:
        above = str(reader.unit(unit.parent, within=unit.regulation)["name"])
        whole = str(reader.unit(unit.id, within=unit.regulation)["name"])
        return whole.removeprefix(above).removeprefix(", ") if whole.startswith(above) else ""
    if reader.lang == "zh" or not unit.number:
        return unit.number or ""
    name, _, number = unit.id.rpartition("__")[2].rpartition("/")[2].rpartition("_")
    if name in ("point", "subpoint", "item") and number.isdigit():
        return f"({number})"
    return str(reader.unit(unit.id, within=unit.regulation)["name"])


def _runs(unit: Provision, zh: str) -> Iterator[tuple[str, bool]]:
    """The text in runs; True for what was corrected."""
    solid = [i for i, c in enumerate(zh) if not c.isspace()]
    at = 0
    for start, end in emended_spans(unit):
        first, last = solid[start], solid[end - 1] + 1
        if first >= at:
            yield zh[at:first], False
            yield zh[first:last], True
            at = last
    yield zh[at:], False


def below(reader: Reader, unit: str) -> Iterator[dict[str, Any]]:
    """The texts of all units below one, in document order."""
    for child in reader.corpus.children.get(unit, ()):
        yield unit_text(reader, reader.corpus.provisions[child])
        yield from below(reader, child)


def neighbours(reader: Reader, unit: Provision) -> dict[str, Any]:
    """The unit above, the one before and the one after, at the same level or, at the end of one, the next."""
    corpus = reader.corpus
    beside = corpus.children.get(unit.parent or unit.regulation, ())
    place = beside.index(unit.id)
    after = beside[place + 1] if place + 1 < len(beside) else None
    for above in corpus.ancestors(unit.id):
        if after is None:
            row = corpus.children.get(above.parent or above.regulation, ())
            index = row.index(above.id)
            after = row[index + 1] if index + 1 < len(row) else None
    before = beside[place - 1] if place else None
    up = (
        reader.unit(unit.parent, within=unit.regulation)
        if unit.parent
        else reader.regulation(unit.regulation)
    )
    return {
        "before": reader.unit(before, within=unit.regulation) if before else None,
        "above": up,
        "after": reader.unit(after, within=unit.regulation) if after else None,
    }


def contents(reader: Reader, slug: str, here: str | None = None, depth: int = 2) -> list[dict[str, Any]]:
    """The table of contents: articles, chapters, annexes; `here` is the unit that is read."""
    corpus = reader.corpus
    way = {here, *(a.id for a in corpus.ancestors(here))} if here else set()

    def listed(unit: str, level: int, above: str = "") -> Iterator[dict[str, Any]]:
        for child in corpus.children.get(unit, ()):
            one = corpus.provisions[child]
            if one.kind not in _LISTED:
                continue
            text = one.text.in_(reader.lang) if one.text else ""
            named = one.kind in ("chapter", "heading", "annex", "section", "scored_stage", "scored_document")
            link = reader.unit(child, within=slug)
            name = link["name"].removeprefix(above).removeprefix(", ") if above else link["name"]
            yield {
                **link,
                "name": name,
                "anchor": child.rpartition("/")[2],
                "text": text if named and len(text) < 40 and text not in link["name"] else "",
                "here": child in way,
                "members": list(listed(child, level + 1, link["name"])) if level < depth else [],
            }

    return list(listed(slug, 1))


def unit_view(reader: Reader, unit: Provision) -> dict[str, Any]:
    """A unit with all that the law has of it."""
    corpus, here = reader.corpus, unit.regulation
    norms = corpus.norms_at.get(unit.id, ())
    named = {r for n in norms for r in n.readings}
    inside = list(below(reader, unit.id))
    further = [
        r
        for r in corpus.readings.values()
        if (r.provision == unit.id or unit.id in r.also) and r.id not in named
    ]
    return {
        "unit": unit_text(reader, unit),
        "raw": unit.raw if unit.raw is not None and unit.text and unit.raw != unit.text.zh else None,
        "regulation": reader.regulation(here, full=True),
        "around": [
            unit_text(reader, a) for a in reversed(list(corpus.ancestors(unit.id))) if a.text is not None
        ],
        "inside": inside,
        "norms_inside": [
            norm_row(reader, n, here) for u in inside for n in corpus.norms_at.get(u["id"], ())
        ],
        "not_modelled": reader.words(unit.not_modelled),
        "emendations": [_emendation(reader, e) for e in unit.emendations],
        "emendations_as": _emendations_as(reader, "clause", unit.id),
        "source": unit.source,
        "norms": [norm_view(reader, n) for n in norms],
        "turns_on": _turns_on(reader, norms),
        "readings": [reading_view(reader, r) for r in further],
        "refers_to": [
            reader.unit(u, within=here) if u in corpus.provisions else reader.regulation(u) for u in unit.refers_to
        ],
        "cited_by": [
            reader.unit(p.id, within=here) for p in corpus.provisions.values() if unit.id in p.refers_to
        ],
        "laws": [reader.concept("law", law) for law in unit.cites],
        "facts": [
            fact_row(reader, f)
            for f in corpus.facts.values()
            if unit.id in f.supports
        ],
        "contents": contents(reader, here, unit.id),
        **neighbours(reader, unit),
    }  # fmt: skip


def _turns_on(reader: Reader, norms: Iterable[Norm]) -> list[str]:
    """The grounds of norms with an outcome, as many as an address may name."""
    some = (g for n in norms if n.outcome for t in (n.condition, n.exception) for g in grounds(t))
    return [g for g in dict.fromkeys(some) if g in reader.corpus.grounds][:OFTEN]


def regulation_figures(reader: Reader, regulation: Regulation) -> dict[str, Any]:
    """A regulation in a row: metadata, how far it is modelled, how much is corrected or lost."""
    corpus = reader.corpus
    shown = regulation_to_json(corpus, regulation)
    units = [p for p in corpus.provisions.values() if p.regulation == regulation.slug]
    return {
        **shown,
        "link": reader.regulation(regulation.slug, full=True),
        "short": reader.regulation(regulation.slug)["name"],
        "emended": sum(bool(p.emendations) for p in units),
        "lost": sum(p.lost is not None for p in units),
        "readings": sum(r.provision.startswith(regulation.slug + "/") for r in corpus.readings.values()),
        "cited_laws": [reader.concept("law", law) for law in regulation.cites],
        "scope": [reader.ground(g) for g in regulation.scope_grounds],
    }


def regulation_view(reader: Reader, regulation: Regulation) -> dict[str, Any]:
    """A regulation with its contents, its full text and what it holds."""
    corpus, slug = reader.corpus, regulation.slug
    units = [p for p in corpus.provisions.values() if p.regulation == slug]
    norms = corpus.norms_of.get(slug, ())
    given = dict.fromkeys(n.outcome for n in norms if n.outcome)
    order = sorted(given, key=lambda o: corpus.outcomes[o].precedence if o in corpus.outcomes else 0)
    return {
        "figures": regulation_figures(reader, regulation),
        "contents": contents(reader, slug),
        "texts": [unit_text(reader, u) for u in units],
        "norms": [norm_row(reader, n, slug) for n in norms],
        "outcomes": [
            {**reader.outcome(o), "norms": [reader.norm(n.id, slug) for n in norms if n.outcome == o]}
            for o in order
        ],
        "readings": [
            reading_view(reader, r)
            for r in corpus.readings.values()
            if r.provision in corpus.provisions and corpus.provisions[r.provision].regulation == slug
        ],
        "emendations": [
            {"link": reader.unit(u.id, within=slug), **_emendation(reader, e)}
            for u in units
            for e in u.emendations
        ],
        "emendations_as": _emendations_as(reader, "regulation", slug),
        "lost": [
            {"link": reader.unit(u.id, within=slug), "said": reader.words(u.lost)} for u in units if u.lost
        ],
        "not_modelled": [
            {"link": reader.unit(u.id, within=slug), "said": reader.words(u.not_modelled)}
            for u in units if u.not_modelled
        ],
        "others": [reader.regulation(s) for s in corpus.regulations if s != slug],
    }  # fmt: skip


def _emendation(reader: Reader, one: Emendation) -> dict[str, Any]:
    """A correction of the printed text, and how sure it is, in the words of the vocabulary."""
    return {
        "before": one.before,
        "after": one.after,
        "reason": reader.words(one.reason),
        "certainty": reader.concept("certainty", one.certainty) if one.certainty else None,
    }


def _emendations_as(reader: Reader, parameter: str, value: str) -> dict[str, str]:
    """Where the table of corrections is to be had as a file: format → address."""
    path, asked = "/api/v1/questions/emendations", f"{parameter}={value}"
    return {
        format: reader.to(path, param=asked, format=format, lang=reader.lang)
        for format in ("xlsx", "csv", "json")
    }
