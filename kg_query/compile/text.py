"""Regulations and their units from Turtle."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ..errors import did_you_mean
from ..model import Emendation, Provision, Regulation, Source, Text
from ..terms import DCTERMS, ELI, ID, LAW, RDFS, RESERVED, SKOS, short
from .facts import TYPE, Facts, Literal
from .vocabulary import unit_kind

LINK = LAW + "regulation"


def read_regulations(facts: Facts, known: Mapping[str, Regulation]) -> dict[str, Regulation]:
    """slug → Regulation for the files; `known` are the bundled ones, when a folder adds to them.

    `assessment_order` is provisional for added regulations: `compile_corpus` settles it.
    """
    found: dict[str, Regulation] = {}
    for iri in facts.typed(LAW + "Regulation"):
        slug = facts.string(iri, LAW + "slug")
        if not slug:
            facts.faults.add(
                facts.where(iri), "法规没有 law:slug", "the regulation has no law:slug",
                Text("请加一个短名，如 law:slug \"nanmu\"", "Add a short name, such as law:slug \"nanmu\""),
            )  # fmt: skip
            continue
        if slug in RESERVED:
            facts.faults.add(
                facts.where(iri), f"{slug} 是词表的名称，不能用作法规的短名",
                f"{slug} names a vocabulary and cannot be the slug of a regulation",
                Text(f"请换一个 law:slug，如 {slug}-1", f"Choose another law:slug, such as {slug}-1"),
            )  # fmt: skip
            facts.faults.stop()  # nothing below it can be read, so all else would only follow from this
        stated = facts.typed_in[iri, LAW + "Regulation"]
        if slug in known or slug in found or len(set(stated)) > 1:
            facts.faults.add(
                facts.where(iri), f"两部法规同名：{slug}", f"two regulations have the slug {slug}",
                Text("请换一个 law:slug", "Choose another law:slug"),
            )  # fmt: skip
        elif iri != ID + slug:
            facts.faults.add(
                facts.where(iri), f"法规的标识应为 {ID}{slug}", f"the regulation's IRI must be {ID}{slug}"
            )
        found.setdefault(slug, _regulation(facts, iri, slug, bundled=not known))
    return found


def _regulation(facts: Facts, iri: str, slug: str, bundled: bool) -> Regulation:
    title = facts.text(iri, DCTERMS + "title")
    label = title or facts.text(iri, LAW + "descriptiveTitle", RDFS + "label")
    if label is None:
        facts.faults.add(
            facts.where(iri), "法规没有标题", "the regulation has no title",
            Text("请加 dcterms:title 或 rdfs:label", "Add dcterms:title or rdfs:label"),
        )  # fmt: skip
        label = Text(slug, slug)
    order = facts.number(iri, LAW + "listOrder")
    assessed = facts.flag(iri, LAW + "assessed")
    place = facts.number(iri, LAW + "assessmentOrder")
    if assessed is False or (bundled and place is None):
        assessment_order = None
    else:
        assessment_order = int(place) if place is not None else 1_000_000
    return Regulation(
        slug=slug,
        title=title,
        label=label,
        issuer=facts.text(iri, LAW + "issuer"),
        number=facts.string(iri, LAW + "documentNumber"),
        issued=_date(facts, iri, "issued"),
        in_force_from=_date(facts, iri, "inForceFrom"),
        trial=bool(facts.flag(iri, LAW + "trial")),
        order=int(order) if order is not None else 1_000_000,
        assessment_order=assessment_order,
        scope_grounds=tuple(short(g) for g in facts.iris(iri, LAW + "scopeGround")),
        source_file=facts.string(iri, LAW + "sourceFile"),
        absent=_absences(facts, iri),
        cites=tuple(short(c) for c in facts.iris(iri, LAW + "cites") if not c.startswith("_:")),
        bundled=bundled,
        short=facts.text(iri, LAW + "shortName"),
    )


def _date(facts: Facts, iri: str, predicate: str) -> str | None:
    """The date as written, or its year and month, or its year; one that no calendar has is a fault."""
    written = facts.string(iri, LAW + predicate)
    if written is None:
        return None
    try:
        if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", written):
            raise ValueError(written)
        date.fromisoformat(written + "-01-01"[len(written) - 4 :])
    except ValueError:
        facts.faults.add(
            facts.where(iri, LAW + predicate),
            f"law:{predicate} 没有“{written[:40]}”这一天",
            f"law:{predicate}: there is no date “{written[:40]}”",
            Text("请写作 2025-04-30 的样式", "Write it like 2025-04-30"),
        )
    return written


def _absences(facts: Facts, iri: str) -> tuple[Text, ...]:
    texts: list[Text] = []
    by_lang: dict[str, list[str]] = {"zh": [], "en": []}
    for value in facts.values(iri, LAW + "absent"):
        if isinstance(value, Literal):
            by_lang["en" if value.lang.startswith("en") else "zh"].append(value.value)
        else:
            found = facts.text(value, RDFS + "label", LAW + "reason", RDFS + "comment")
            if found:
                texts.append(found)
    longest = max(map(len, by_lang.values()))
    padded = {k: v + [""] * (longest - len(v)) for k, v in by_lang.items()}
    return (*texts, *(Text(zh, en) for zh, en in zip(padded["zh"], padded["en"], strict=True)))


def read_provisions(
    facts: Facts, regulations: Mapping[str, Regulation], kinds: Mapping[str, object]
) -> dict[str, Provision]:
    """id → Provision, each regulation's units in document order.

    Where no law:position is stated the natural order of the eIds holds; where no unit above is
    stated, the eId says it.
    """
    rows: dict[str, Provision] = {}
    stated: dict[str, float | None] = {}
    for iri, said in facts.index.items():
        if not iri.startswith(ID) or "/norm/" in iri:
            continue
        types = [t for t in said.get(TYPE, ()) if isinstance(t, str)]
        kind = next((unit_kind(t) for t in types if unit_kind(t) in kinds and t.startswith(LAW)), None)
        if LINK not in said:
            if kind is not None:
                facts.faults.add(
                    facts.where(iri), "单元没有写明属于哪部法规（law:regulation）",
                    "the unit has no law:regulation",
                    Text("每个单元都要写 law:regulation", "Each unit says law:regulation"),
                )  # fmt: skip
            continue
        if kind is None:
            if said.keys() & {LAW + "text", ELI + "is_part_of"}:
                _unknown_kind(facts, iri, types, kinds)
            continue
        slug = short(facts.iri(iri, LINK) or "")
        if slug not in regulations:
            facts.faults.add(
                facts.where(iri, LINK), f"没有法规 {slug}", f"there is no regulation {slug}",
                did_you_mean(slug, regulations),
            )  # fmt: skip
            continue
        provision = _provision(facts, iri, slug, kind, regulations[slug])
        rows[provision.id] = provision
        stated[provision.id] = facts.number(iri, LAW + "position")
    return _in_order(facts, rows, stated, regulations)


def _unknown_kind(facts: Facts, iri: str, types: list[str], kinds: Mapping[str, object]) -> None:
    if not types:
        facts.faults.add(
            facts.where(iri, LINK), "没有说明是条、款还是项", "the unit does not say what kind it is",
            Text("请加类，如 a law:Article", "Add its class, such as a law:Article"),
        )  # fmt: skip
    for one in types:
        if one.startswith(LAW):
            facts.faults.add(
                facts.where(iri, TYPE), f"没有 {short(one)} 这一种单元", f"there is no kind of unit {short(one)}",
                did_you_mean(unit_kind(one), list(kinds)),
            )  # fmt: skip


def _provision(facts: Facts, iri: str, slug: str, kind: str, regulation: Regulation) -> Provision:
    identifier = short(iri)
    parent = short(facts.iri(iri, ELI + "is_part_of") or "") or _parent_by_name(facts, identifier)
    return Provision(
        id=identifier,
        regulation=slug,
        kind=kind,
        number=facts.string(iri, LAW + "number"),
        text=facts.text(iri, LAW + "text"),
        raw=facts.string(iri, LAW + "rawText"),
        source=_source(facts, iri, regulation),
        parent=None if parent == slug else parent,
        position=0,
        notation=facts.string(iri, SKOS + "notation"),
        points=facts.number(iri, LAW + "points"),
        not_modelled=facts.text(iri, LAW + "notModelled"),
        lost=facts.text(iri, LAW + "lost"),
        emendations=tuple(_emendation(facts, e) for e in facts.iris(iri, LAW + "emendation")),
        refers_to=tuple(short(r) for r in facts.iris(iri, LAW + "refersTo") if not r.startswith("_:")),
        cites=tuple(short(c) for c in facts.iris(iri, LAW + "cites") if not c.startswith("_:")),
    )


def _parent_by_name(facts: Facts, identifier: str) -> str | None:
    above = identifier.rsplit("__", 1)[0]
    return above if above != identifier and ID + above in facts.index else None


def spans(written: str) -> tuple[tuple[int, int], ...]:
    """The pieces of a span literal, in its order; ValueError where it is none.

    >>> spans("812-870 1002-1010")
    ((812, 870), (1002, 1010))
    """
    pieces = []
    for piece in written.split():
        start, end = piece.split("-")
        if int(start) > int(end):
            raise ValueError(piece)
        pieces.append((int(start), int(end)))
    return tuple(pieces)


def _spans(facts: Facts, subject: str, predicate: str) -> tuple[tuple[int, int], ...]:
    written = facts.string(subject, predicate)
    if not written:
        return ()
    try:
        return spans(written)
    except ValueError:
        facts.faults.add(
            facts.where(subject, predicate),
            f"位置“{written[:40]}”应写作 起-止",
            f"the span “{written[:40]}” must read start-end",
        )
        return ()


def _source(facts: Facts, iri: str, regulation: Regulation) -> Source | None:
    pieces = _spans(facts, iri, LAW + "span")
    file = facts.string(iri, LAW + "sourceFile") or regulation.source_file
    if not pieces or file is None:
        return None
    return Source(file, min(a for a, _ in pieces), max(b for _, b in pieces), pieces)


def _emendation(facts: Facts, iri: str) -> Emendation:
    pieces = _spans(facts, iri, LAW + "at")
    certainty = facts.iri(iri, LAW + "certainty")
    return Emendation(
        facts.string(iri, LAW + "from") or "",
        facts.string(iri, LAW + "to") or "",
        pieces[0] if pieces else None,
        facts.text(iri, LAW + "reason"),
        short(certainty) if certainty else None,
    )


def natural(identifier: str) -> tuple[tuple[int, int | str], ...]:
    """A sort key under which art_10 comes after art_9.

    >>> sorted(["r/art_10", "r/art_9__point_1", "r/art_9"], key=natural)
    ['r/art_9', 'r/art_9__point_1', 'r/art_10']
    """
    parts = re.split(r"(\d+)", identifier)
    return tuple((0, int(p)) if p.isdigit() else (1, p) for p in parts if p)


def _in_order(
    facts: Facts,
    rows: dict[str, Provision],
    stated: dict[str, float | None],
    regulations: Mapping[str, Regulation],
) -> dict[str, Provision]:
    ordered: dict[str, Provision] = {}
    for slug in regulations:
        mine = {p.id: p for p in rows.values() if p.regulation == slug}
        for provision in mine.values():
            if provision.parent is not None and provision.parent not in mine:
                facts.faults.add(
                    facts.where(ID + provision.id, ELI + "is_part_of"),
                    f"没有上级单元 {provision.parent}",
                    f"there is no unit {provision.parent} for it to be part of",
                    did_you_mean(provision.parent, mine),
                )
        if any(stated[p] is None for p in mine):
            names = _by_name(mine)
        else:
            names = sorted(mine, key=lambda p: (stated[p] or 0, natural(p)))
        for position, name in enumerate(names, start=1):
            ordered[name] = replace(mine[name], position=position)
    return ordered


def _by_name(units: Mapping[str, Provision]) -> list[str]:
    """The units in the natural order of their eIds, each before its parts, annexes last."""
    below: dict[str | None, list[str]] = {}
    for unit in units.values():
        below.setdefault(unit.parent if unit.parent in units else None, []).append(unit.id)
    names: list[str] = []
    ahead: list[str | None] = [None]
    while ahead:
        here = ahead.pop()
        if here is not None:
            names.append(here)
        parts = sorted(below.pop(here, []), key=lambda p: ("/annex_" in p, natural(p)))
        ahead.extend(reversed(parts))
    return names + [name for name in units if name not in set(names)]
