"""The named questions as RDF: each a `sh:SPARQLExecutable` that anybody can run as it stands.

The form is that of the SIB collection of SPARQL examples (`sh:select`, `rdfs:comment`, `sh:prefixes`,
`schema:target`). The query text declares its own prefixes and has each parameter at its default, so that
it runs at any endpoint that holds the data; `sh:parameter` says what to change.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from .. import terms
from ..ask import NAMESPACES, Parameter, Question, questions
from ..terms import BASE, DCTERMS, ID, RDF, RDFS, SH, XSD
from .assemble import DESCRIPTION, QUESTIONS, Part, part

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["question_iri", "questions_part", "runnable"]

SCHEMA = "https://schema.org/"
#: The prefixes that all questions share, as SHACL declares them.
PREFIX_SET = QUESTIONS + "#prefixes"

_LITERALS = {"integer": XSD + "integer", "share": XSD + "decimal", "text": XSD + "string"}


def question_iri(name: str) -> str:
    """The IRI of a named question.

    >>> question_iri("bars")
    'https://w3id.org/kg-query/id/question/bars'
    """
    return f"{ID}question/{name}"


def default_term(parameter: Parameter) -> Any:
    """The RDF term of a parameter's default, or None where it has none: then every value is meant."""
    import pyoxigraph as ox

    value = parameter.default
    if value is None:
        return None
    if parameter.type in _LITERALS:
        return ox.Literal(value, datatype=ox.NamedNode(_LITERALS[parameter.type]))
    return ox.NamedNode(value if value.startswith(BASE) else NAMESPACES[parameter.type] + value)


def runnable(question: Question, lang: str = "zh") -> str:
    """The query of a question with its parameters at their defaults, ready to run anywhere.

    Args:
        question: the named question.
        lang: the language of the texts in its answer, "zh" or "en".

    >>> print(runnable(questions()["bars"], "en").splitlines()[2].strip())
    VALUES (?lang) { ("en") }
    """
    import pyoxigraph as ox

    bound = {"lang": ox.Literal(lang)}
    for parameter in question.parameters:
        if (term := default_term(parameter)) is not None:
            bound[parameter.name] = term
    names = " ".join(f"?{name}" for name in bound)
    values = " ".join(str(term) for term in bound.values())
    body = "\n".join(line for line in question.sparql.splitlines() if not line.startswith("# "))
    return body.replace("WHERE {", f"WHERE {{\n  VALUES ({names}) {{ ({values}) }}", 1) + "\n"


def questions_part() -> Part:
    """The graph of all named questions."""
    return part(QUESTIONS, _triples(), "q")


def _triples() -> Iterator[Triple]:
    import pyoxigraph as ox

    node = ox.NamedNode

    def say(subject: str, predicate: str, value: Any) -> Triple:
        return ox.Triple(node(subject), node(predicate), node(value) if isinstance(value, str) else value)

    def both(subject: str, predicate: str, text: Any) -> Iterator[Triple]:
        for lang in ("zh", "en"):
            yield say(subject, predicate, ox.Literal(text.in_(lang), language=lang))

    yield say(PREFIX_SET, RDF + "type", terms.OWL + "Ontology")
    for prefix, namespace in terms.PREFIXES.items():
        declared = f"{PREFIX_SET}-{prefix}"
        yield say(PREFIX_SET, SH + "declare", declared)
        yield say(declared, RDF + "type", SH + "PrefixDeclaration")
        yield say(declared, SH + "prefix", ox.Literal(prefix))
        yield say(declared, SH + "namespace", ox.Literal(namespace, datatype=node(XSD + "anyURI")))
    for question in questions().values():
        iri = question_iri(question.name)
        yield say(iri, RDF + "type", SH + "SPARQLExecutable")
        yield say(iri, RDF + "type", SH + "SPARQLSelectExecutable")
        yield say(iri, DCTERMS + "identifier", ox.Literal(question.name))
        yield from both(iri, RDFS + "label", question.words)
        yield from both(iri, RDFS + "comment", question.words)
        yield say(iri, SH + "prefixes", PREFIX_SET)
        yield say(iri, SH + "select", ox.Literal(runnable(question)))
        yield say(iri, DCTERMS + "isPartOf", DESCRIPTION + "#dataset")
        if question.needs:
            yield say(iri, SCHEMA + "keywords", ox.Literal(question.needs))
        for order, parameter in enumerate(question.parameters):
            mine = f"{iri}#{parameter.name}"
            yield say(iri, SH + "parameter", mine)
            yield say(mine, RDF + "type", SH + "Parameter")
            yield say(mine, SH + "path", f"{ID}question/parameter/{parameter.name}")
            yield from both(mine, SH + "name", parameter.meaning)
            yield say(mine, SH + "order", ox.Literal(order))
            yield say(mine, SH + "optional", ox.Literal(True))
            yield from _kind(say, mine, parameter)
            if (term := default_term(parameter)) is not None:
                yield say(mine, SH + "defaultValue", term)


def _kind(say: Any, parameter: str, told: Parameter) -> Iterator[Triple]:
    """What values a parameter takes: a datatype, or IRIs that start with a namespace."""
    import re

    import pyoxigraph as ox

    if told.type in _LITERALS:
        yield say(parameter, SH + "datatype", _LITERALS[told.type])
    else:
        yield say(parameter, SH + "nodeKind", SH + "IRI")
        yield say(parameter, SH + "pattern", ox.Literal("^" + re.escape(NAMESPACES[told.type])))
