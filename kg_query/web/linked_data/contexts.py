"""The JSON-LD contexts, at an address that may change and at one of this version that never does."""

from __future__ import annotations

import json
from functools import cache

from ... import __version__
from ...export import jsonld_context
from ...files import PACKAGE

__all__ = ["CONTEXTS", "context", "versioned"]

#: Path below the service → what the context is for.
CONTEXTS: dict[str, str] = {
    "context.jsonld": "the graph: the project's prefixes",
    "context/matter.jsonld": "matters",
    "context/casefile.jsonld": "case files",
}


@cache
def context(path: str) -> bytes | None:
    """The context at a path (with or without this version in front), or None where there is none.

    >>> context("context.jsonld") == context(versioned("context.jsonld"))
    True
    >>> context("0.0.1/context.jsonld") is None
    True
    """
    name = path.removeprefix(f"{__version__}/")
    if name not in CONTEXTS:
        return None
    if name == "context.jsonld":
        return (json.dumps({"@context": jsonld_context()}, ensure_ascii=False, indent=2) + "\n").encode()
    return (PACKAGE / name).read_bytes()


def versioned(path: str) -> str:
    """The path of a context that stays as it is."""
    return f"{__version__}/{path}"
