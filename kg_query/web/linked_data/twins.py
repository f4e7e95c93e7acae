"""The twins of a thing: the same description in several formats, each at an address of its own.

`/id/nanmu` has the twins `/id/nanmu.html`, `.ttl`, `.jsonld`, `.json`, `.nt` and `.rdf`.
"""

from __future__ import annotations

from dataclasses import dataclass

from .addresses import INDEX

__all__ = ["RDF_TWINS", "TWINS", "Twin", "cut", "of_media_type"]


@dataclass(frozen=True, slots=True)
class Twin:
    """A format of a description.

    Attributes:
        suffix: what its address ends in, without the dot.
        media_type: of the answer, without parameters.
        rdf: is it RDF?
    """

    suffix: str
    media_type: str
    rdf: bool = True

    @property
    def content_type(self) -> str:
        """The value of Content-Type: what is text says that it is UTF-8."""
        return self.media_type + ("; charset=utf-8" if self.media_type.startswith("text/") else "")


#: In the order of preference where a client takes anything.
TWINS: tuple[Twin, ...] = (
    Twin("html", "text/html", rdf=False),
    Twin("ttl", "text/turtle"),
    Twin("jsonld", "application/ld+json"),
    Twin("json", "application/json", rdf=False),
    Twin("nt", "application/n-triples"),
    Twin("rdf", "application/rdf+xml"),
)
RDF_TWINS: tuple[Twin, ...] = tuple(t for t in TWINS if t.rdf)

_BY_SUFFIX = {t.suffix: t for t in TWINS}
_BY_MEDIA_TYPE = {t.media_type: t for t in TWINS} | {"application/xhtml+xml": TWINS[0]}


def of_media_type(media_type: str) -> Twin:
    """The twin with this media type (one of those offered)."""
    return _BY_MEDIA_TYPE[media_type]


def cut(path: str) -> tuple[str, Twin] | None:
    """The path of the thing and the twin asked for, where a path ends in the suffix of a twin.

    An id may hold dots; only the suffixes of `TWINS` are cut off.

    >>> cut("id/nanmu/norm/period_art_18.c") is None
    True
    >>> cut("id/nanmu/norm/period_art_18.c.ttl")[0]
    'id/nanmu/norm/period_art_18.c'
    >>> cut("ground/index.html")[0]
    'ground/'
    """
    stem, dot, suffix = path.rpartition(".")
    twin = _BY_SUFFIX.get(suffix)
    if not dot or twin is None or not stem:
        return None
    return stem.removesuffix(INDEX) if stem.endswith("/" + INDEX) else stem, twin
