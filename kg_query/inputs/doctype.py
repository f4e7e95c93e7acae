"""Whether XML may declare entities, seen before any parser reads it: entities can be made to grow without end."""

from __future__ import annotations

__all__ = ["has_doctype"]

_DOCTYPES = [
    mark.encode(code)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
]


def has_doctype(data: bytes) -> bool:
    """Whether an XML document may declare entities, in any encoding a parser would recognise.

    >>> has_doctype(b'<?xml version="1.0"?><!DOCTYPE rdf:RDF>')
    True
    >>> has_doctype("<!ENTITY a 'b'>".encode("utf-16"))
    True
    >>> has_doctype(b"<rdf:RDF/>")
    False
    """
    return any(mark in data for mark in _DOCTYPES)
