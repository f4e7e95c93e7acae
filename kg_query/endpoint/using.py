"""The dataset of an update, as the request names it (SPARQL 1.1 Protocol, section 2.2.3).

The engine takes the dataset of a query as an argument, but not that of an update. So USING clauses are
put into the text, in front of each WHERE that the request is about: those of INSERT and DELETE with a
pattern. INSERT DATA, DELETE DATA and graph management have no pattern and stay as they are.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..sparql.guard import update_names_dataset
from ..sparql.lexemes import Lexeme, lexemes
from .faults import Fault

__all__ = ["with_dataset"]


def with_dataset(update: str, using: Sequence[str], using_named: Sequence[str]) -> str:
    """The update, whose patterns look at the graphs that the request names.

    Args:
        update: SPARQL 1.1 Update, any number of operations; its lines stay where they are.
        using: IRIs of `using-graph-uri`.
        using_named: IRIs of `using-named-graph-uri`.

    Raises:
        Fault: `using`, when the text names its own dataset too, which the protocol forbids.

    >>> with_dataset("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", ["urn:g"], [])
    'INSERT { ?s ?p 1 } USING <urn:g> WHERE { ?s ?p 2 }'
    >>> with_dataset("DELETE WHERE { ?s ?p 2 }", ["urn:g"], [])
    'DELETE { ?s ?p 2 } USING <urn:g> WHERE { ?s ?p 2 }'
    >>> with_dataset("INSERT DATA { <urn:where> <urn:p> 'WHERE' }", ["urn:g"], [])
    "INSERT DATA { <urn:where> <urn:p> 'WHERE' }"
    """
    if not using and not using_named:
        return update
    if update_names_dataset(update):
        raise Fault("using")
    clauses = "".join(
        [*(f"USING <{_iri(g)}> " for g in using), *(f"USING NAMED <{_iri(g)}> " for g in using_named)]
    )
    found = list(lexemes(update))
    pieces: list[str] = []
    before = ""
    for number, one in enumerate(found):
        word = one.text.upper() if one.kind == "word" and one.braces == 0 else ""
        if word == "WHERE" and before == "DELETE":
            # DELETE WHERE says once what is both template and pattern; its template is written out
            pieces.append(_group(found[number + 1 :]).strip() + " " + clauses)
        elif word == "WHERE":
            pieces.append(clauses)
        elif "WHERE" in word:
            raise Fault("using", "a keyword that is not set off by a space")
        pieces.append(one.text)
        if one.kind != "space":
            before = one.text.upper()
    return "".join(pieces)


def _group(rest: list[Lexeme]) -> str:
    """The text up to the brace that closes the first one."""
    text: list[str] = []
    for one in rest:
        if one.kind == "space" and not one.text.isspace():
            text.append(" ")  # a comment would swallow what follows it
            continue
        text.append(one.text)
        if one.kind == "mark" and one.text == "}" and one.braces == 1:
            break
    return "".join(text).replace("\r", " ").replace("\n", " ") if _one_line(text) else "".join(text)


def _one_line(text: list[str]) -> bool:
    """Whether line breaks stand between lexemes only, so that they may become spaces."""
    return not any("\n" in piece or "\r" in piece for piece in text if piece.strip())


def _iri(text: str) -> str:
    """An IRI that can stand between < and >."""
    if any(c <= " " or c in '<>"{}|^`\\' for c in text):
        raise Fault("using", "not an IRI")
    return text
