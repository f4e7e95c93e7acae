"""Names and links of the law, in the language of a reader and at the address of this service."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from ....corpus import Corpus
from ....model import Text
from ....terms import GROUND, ID, SCHEMES
from ....wording.citation import cite, place, regulation_name, short_name
from ...linked_data.addresses import Addresses

__all__ = ["Reader"]

Link = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: the law, where this service stands, and the language.

    Attributes:
        corpus: the compiled law.
        addresses: where the service stands.
        lang: the language of the page, "zh" or "en".
        fixed: whether the address asked for it; links then keep it.
    """

    corpus: Corpus
    addresses: Addresses
    lang: str
    fixed: bool = False

    def say(self, zh: str, en: str) -> str:
        """The one of two texts that is in the reader's language."""
        return en if self.lang == "en" else zh

    def at(self, iri: str, fragment: str = "") -> str:
        """The address of the page of an IRI of ours; "" for any other."""
        found = self.addresses.twin(iri, "html", self.lang if self.fixed else "") or ""
        return found + ("#" + fragment if fragment else "")

    def to(self, path: str, **parameters: Any) -> str:
        """An address of this service, with parameters; the language is kept where it was asked for."""
        given = [(k.rstrip("_"), str(v)) for k, v in parameters.items() if v is not None]
        if self.fixed and not path.startswith("/api/"):
            given.append(("lang", self.lang))
        return self.addresses.root + path + ("?" + urlencode(given) if given else "")

    # --- things ---------------------------------------------------------------------------

    def unit(self, unit: str, full: bool = False, within: str | None = None) -> Link:
        """A link to a unit: with the short name of its regulation, unless that is the one it is read `within`."""
        one = self.corpus.provisions.get(unit)
        if one is None:
            return {"id": unit, "href": self.at(ID + unit), "name": unit}
        where = place(one, self.lang, {a.id: a.number for a in self.corpus.ancestors(unit)})
        if full:
            where = cite(self.corpus, unit, self.lang, full=True)
        elif one.regulation != within:
            regulation = short_name(self.corpus.regulations[one.regulation], self.lang)
            where = f"{regulation}{where}" if self.lang == "zh" else f"{regulation}, {where}"
        return {"id": unit, "href": self.at(ID + unit), "name": where}

    def norm(self, norm: str, within: str | None = None) -> Link:
        """A link to a norm, called by the unit that holds it, and by a number where that holds several."""
        one = self.corpus.norms.get(norm)
        if one is None:
            return {"id": norm, "href": self.at(ID + norm), "name": norm}
        link = self.unit(one.provision, within=within)
        beside = [n.id for n in self.corpus.norms_at.get(one.provision, ())]
        if len(beside) > 1:
            number = beside.index(norm) + 1
            link["name"] += self.say(f"（规范 {number}）", f" (norm {number})")
        return {**link, "id": norm, "href": self.at(ID + norm)}

    def regulation(self, slug: str, full: bool = False) -> Link:
        """A link to a regulation, by its short name or its whole one."""
        one = self.corpus.regulations.get(slug)
        if one is None:
            return {"id": slug, "href": self.at(ID + slug), "name": slug}
        name = regulation_name(one, self.lang) if full else short_name(one, self.lang)
        return {"id": slug, "href": self.at(ID + slug), "name": name}

    def ground(self, ground: str) -> Link:
        """A link to a ground, with its definition."""
        one = self.corpus.grounds.get(ground)
        words = one.label.in_(self.lang) if one else ground
        about = one.definition.in_(self.lang) if one else ""
        return {"id": ground, "href": self.at(GROUND + ground), "name": words, "about": about}

    def outcome(self, code: str) -> Link:
        """A link to an outcome, with the group it is of."""
        one = self.corpus.outcomes.get(code)
        return {
            "id": code,
            "href": self.at(SCHEMES["outcome"] + code),
            "name": one.label.in_(self.lang) if one else code,
            "group": (one.group if one else None) or "",
            "about": one.definition.in_(self.lang) if one else "",
        }

    def concept(self, scheme: str, code: str) -> Link:
        """A link to a member of a closed vocabulary."""
        one = self.corpus.concepts.get(scheme, {}).get(code)
        room = SCHEMES.get(scheme) or f"{ID}{scheme}/"
        return {
            "id": code,
            "href": self.at(room + code),
            "name": one.label.in_(self.lang) if one else code,
            "about": one.definition.in_(self.lang) if one else "",
        }

    def who(self, codes: Iterable[str]) -> list[Link]:
        """Links to those whom a norm obliges or protects: roles and bodies."""
        schemes = ("role", "body")
        return [
            self.concept(next((s for s in schemes if c in self.corpus.concepts.get(s, {})), "role"), c)
            for c in codes
        ]

    def words(self, text: Text | None) -> dict[str, str] | None:
        """A text in both languages, for the macro `bilingual`; None where there is none."""
        return text.to_json() if text else None
