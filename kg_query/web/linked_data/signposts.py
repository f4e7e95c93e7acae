"""Links that a program can follow without reading the page: FAIR Signposting, as headers and as a linkset.

RFC 8288 (Link), RFC 9264 (linkset), https://signposting.org/FAIR/
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from ...corpus import Corpus
from ...terms import ELI, ID, LAW
from .addresses import Addresses, safe_href
from .description import Description
from .twins import TWINS, Twin

__all__ = ["LINKSET", "Signpost", "header", "linkset", "of_document", "of_thing"]

LICENCE = "https://spdx.org/licenses/MIT"
LINKSET = Twin("linkset", "application/linkset+json", rdf=False)
#: Of links of one relation, so many stand in a header; the linkset has all.
_IN_HEADER = 20


@dataclass(frozen=True, slots=True)
class Signpost:
    """A link: relation (RFC 8288 §2.1), absolute address, and the media type of what lies there."""

    rel: str
    href: str
    type: str = ""


def _ascii(address: str) -> str:
    """An address as a header may hold it: everything but ASCII percent-encoded, no `<`, `>` or spaces."""
    return quote(address, safe="%:/?#[]@!$&'()*+,;=-._~")


def of_thing(description: Description, addresses: Addresses, corpus: Corpus, served: Twin) -> list[Signpost]:
    """The links of a twin of a thing.

    Args:
        description: of the thing.
        addresses: where this service stands.
        corpus: tells regulations and units.
        served: the twin that the links go with.
    """
    found = _of_twins(description.iri, addresses, served)
    found += [Signpost("type", t) for t in description.types if safe_href(t).startswith("http")]
    name = description.iri.removeprefix(ID)
    if description.iri.startswith(ID) and name in corpus.regulations:
        parts = {p.subject for p in description.pointing if p.predicate == ELI + "is_part_of"}
        ordered = [
            ID + u for u, unit in corpus.provisions.items() if unit.regulation == name and ID + u in parts
        ]
        found += [Signpost("item", part) for part in ordered]
    elif description.iri.startswith(ID) and name in corpus.provisions:
        found.append(Signpost("collection", ID + corpus.provisions[name].regulation))
    else:
        found += [
            Signpost("collection", o.value)
            for o in description.objects(LAW + "regulation")
            if o.kind == "iri"
        ]
    return found


def of_document(
    iri: str, addresses: Addresses, served: Twin, twins: Sequence[Twin] = TWINS
) -> list[Signpost]:
    """The links of a document that is served in several formats."""
    return _of_twins(iri, addresses, served, twins)


def _of_twins(iri: str, addresses: Addresses, served: Twin, twins: Sequence[Twin] = TWINS) -> list[Signpost]:
    def address(twin: Twin) -> str:
        return addresses.public(addresses.twin(iri, twin.suffix) or "")

    found = [Signpost("cite-as", iri), Signpost("canonical", address(served), served.media_type)]
    found += [Signpost("describedby", address(t), t.media_type) for t in twins if t.rdf]
    found += [Signpost("alternate", address(t), t.media_type) for t in twins if t != served]
    found += [Signpost("license", LICENCE), Signpost("linkset", address(LINKSET), LINKSET.media_type)]
    return found


def header(signposts: Iterable[Signpost]) -> str:
    """The value of a Link header; of each relation at most twenty links.

    >>> header([Signpost("license", "https://spdx.org/licenses/MIT")])
    '<https://spdx.org/licenses/MIT>; rel="license"'
    """
    number: dict[str, int] = {}
    parts = []
    for post in signposts:
        number[post.rel] = number.get(post.rel, 0) + 1
        if number[post.rel] <= _IN_HEADER:
            kind = f'; type="{post.type}"' if post.type else ""
            parts.append(f'<{_ascii(post.href)}>; rel="{post.rel}"{kind}')
    return ", ".join(parts)


def linkset(anchor: str, signposts: Iterable[Signpost]) -> bytes:
    """The links of one anchor as `application/linkset+json` (RFC 9264 §4.2)."""
    links: dict[str, list[dict[str, str]]] = {}
    for post in signposts:
        if post.rel == "linkset":
            continue
        target = {"href": _ascii(post.href)} | ({"type": post.type} if post.type else {})
        links.setdefault(post.rel, []).append(target)
    document = {"linkset": [{"anchor": _ascii(anchor), **links}]}
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
