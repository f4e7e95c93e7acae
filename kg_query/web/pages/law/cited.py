"""How a regulation or a unit is cited, and its description for search engines (schema.org Legislation)."""

from __future__ import annotations

from typing import Any

from ....model import Provision, Regulation, Text
from ....terms import ID
from ....wording.citation import cite, regulation_name
from ....wording.dates import day
from .reader import Reader

__all__ = ["citation", "legislation"]


def citation(reader: Reader, regulation: Regulation, unit: Provision | None = None) -> str:
    """The citation with document number and date, as they are printed, in the reader's language."""
    name = regulation_name(regulation, reader.lang)
    where = cite(reader.corpus, unit.id, reader.lang) if unit else ""
    if reader.lang == "zh":
        number = f"（{regulation.number}）" if regulation.number else ""
        return f"{name}{number}{where}"
    told = [x for x in (regulation.number, regulation.issued and day(regulation.issued, "en")) if x]
    number = f" ({', '.join(told)})" if told else ""
    return f"{where}, {name}{number}" if where else f"{name}{number}"


def legislation(reader: Reader, regulation: Regulation, unit: Provision | None = None) -> dict[str, Any]:
    """JSON-LD in the terms of schema.org: the regulation, or the unit as part of it."""
    whole = _told(
        {
            "@type": "Legislation",
            "@id": ID + regulation.slug,
            "name": _both(regulation.title or regulation.label),
            "legislationIdentifier": regulation.number,
            "legislationDate": regulation.issued,
            "legislationDateVersion": regulation.in_force_from,
            "legislationPassedBy": _organisation(regulation),
            "legislationJurisdiction": "CN",
            "inLanguage": "zh-CN",
            "url": reader.addresses.public(reader.addresses.twin(ID + regulation.slug, "html") or ""),
            "license": "https://spdx.org/licenses/MIT",
        }
    )
    if unit is None:
        return {"@context": "https://schema.org", **whole}
    return {
        "@context": "https://schema.org",
        **_told(
            {
                "@type": "Legislation",
                "@id": ID + unit.id,
                "name": cite(reader.corpus, unit.id, "zh", full=True),
                "alternateName": cite(reader.corpus, unit.id, "en", full=True),
                "legislationIdentifier": unit.notation,
                "text": unit.text.zh[:5000] if unit.text else None,
                "inLanguage": "zh-CN",
                "url": reader.addresses.public(reader.addresses.twin(ID + unit.id, "html") or ""),
                "isPartOf": whole,
            }
        ),
    }


def _told(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v}


def _both(text: Text) -> list[dict[str, str]]:
    pairs = (("zh-CN", text.zh), ("en", text.en))
    return [{"@language": lang, "@value": words} for lang, words in pairs if words]


def _organisation(regulation: Regulation) -> dict[str, Any] | None:
    if regulation.issuer is None:
        return None
    return {"@type": "Organization", "name": _both(regulation.issuer)}
