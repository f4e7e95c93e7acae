"""No text that somebody types becomes SPARQL: it is bound as a term, or refused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import kg_query
from kg_query import terms
from kg_query.ask import NAMESPACES, Parameter, ask, questions
from kg_query.errors import UsageError
from kg_query.sparql.lexemes import lexemes

PARAMETERS = [
    pytest.param(name, p, id=f"{name}-{p.name}") for name, q in questions().items() for p in q.parameters
]

ATTACKS = [
    "http://x> } UNION { GRAPH ?g {?s ?p ?o} #", '") } ; DROP ALL #', "en> }", "1) } UNION { ?s ?p ?o",
    "1 OFFSET 0 } #", "\\", "\\u0022", "'''", '"""', "a\nb\r", "\x00", "\ud800", "9" * 5000, "٣", "0.٣",
    terms.BASE + "ground/x> } #", "(", "{", "?x", "<urn:x>",
]  # fmt: skip


class Spied:
    """A store that notes the queries put to it."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.queries: list[str] = []

    def query(self, text: str, **options: Any) -> Any:
        self.queries.append(text)
        return self.store.query(text, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


def usual(parameter: Parameter) -> str:
    """A value that nobody could object to."""
    return {"integer": "1", "share": "0.5", "text": "x"}.get(parameter.type, "known")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """One node in every namespace that a parameter may name."""
    store = ox.Store()
    for base in set(NAMESPACES.values()):
        store.add(ox.Quad(ox.NamedNode(base + "known"), ox.NamedNode(terms.LAW + "is"), ox.Literal("x")))
    return store


def asked(store: ox.Store, name: str, parameters: dict[str, str]) -> list[str]:
    """The tokens of the query that a question becomes; UsageError as `ask` raises it."""
    spied = Spied(store)
    ask(spied, name, parameters)  # type: ignore[arg-type]
    (query,) = spied.queries
    return [x.kind for x in lexemes(query) if x.kind != "space"]


def defaults(name: str, but: Parameter) -> dict[str, str]:
    """Values for the other parameters: none where that is possible, else one that is known."""
    return {p.name: usual(p) for p in questions()[name].parameters if p.name != but.name and p.default}


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_I1_a_parameter_is_one_term_or_refused(store: ox.Store, name: str, parameter: Parameter) -> None:
    others = defaults(name, parameter)
    expected = asked(store, name, {**others, parameter.name: usual(parameter)})

    @settings(max_examples=12)
    @given(st.one_of(st.text(max_size=30), st.text(alphabet="\"'<>{}()?#\\ \n.:;=xA1-", max_size=20)))
    def check(text: str) -> None:
        if not text:
            return  # empty stands for all
        try:
            tokens = asked(store, name, {**others, parameter.name: text})
        except UsageError as error:
            assert error.render("zh")
            assert error.render("en")
            return
        assert tokens == expected

    for attack in ATTACKS:
        check = example(attack)(check)
    check()


@pytest.mark.parametrize("tail", ["x'y", "a(b)c", "%3E%7D", "中文", "a;b", "a--b", "'''", "$x", "a&b|c"])
def test_I1_an_iri_that_the_graph_has_is_one_term_whatever_it_holds(store: ox.Store, tail: str) -> None:
    own = ox.Store()
    own.extend(store)
    if "|" in tail:
        with pytest.raises(UsageError):
            asked(own, "clauses-using-ground", {"ground": tail})
        return
    own.add(ox.Quad(ox.NamedNode(terms.GROUND + tail), ox.NamedNode("urn:p"), ox.Literal("x")))
    expected = asked(own, "clauses-using-ground", {"ground": "known"})
    assert asked(own, "clauses-using-ground", {"ground": tail}) == expected


#: Where SPARQL is put together from pieces, and why nobody's text can become part of it.
PUT_TOGETHER = {
    "ask.py": "the parameters of a question, as terms written by the engine (I1 above)",
    "compile/queries.py": "constraints of the compiler, from names of the vocabulary",
    "dataset/closure.py": "rules of OWL 2 RL, written in the program",
    "dataset/named.py": "the defaults of the named questions, as terms written by the engine",
    "endpoint/pushing.py": "data that are copied to another store, as terms written by the engine",
    "endpoint/remote.py": "the name of a graph of another store, as a term written by the engine",
    "lint/acknowledged.py": "names of the vocabulary",
    "sparql/origin.py": "a query that the guard has read whole, with GRAPH around its patterns, and terms written by the engine",
    "web/linked_data/queries.py": "IRIs that were looked up, as terms written by the engine",
    "web/pages/sparql_examples.py": "an IRI that was looked up, as a term written by the engine",
    "web/pages/sparql_origin.py": "terms of a result, as terms written by the engine",
}

_CLAUSE = re.compile(r"\b(?:SELECT|ASK|CONSTRUCT|DESCRIBE|INSERT|DELETE|WHERE)\b[^{?]*[{?]")


def written(node: ast.AST) -> str:
    """The fixed text of an expression."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(written(part) for part in node.values)
    if isinstance(node, ast.BinOp):
        return written(node.left) + written(node.right)
    return ""


def put_together(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Expressions that make a text of pieces: (line, its fixed text)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            if any(isinstance(part, ast.FormattedValue) for part in node.values):
                yield node.lineno, written(node)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
            yield node.lineno, written(node)
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("format", "format_map", "replace", "join")
        ):
            yield node.lineno, " ".join(written(x) for x in (node.func.value, *node.args))


def test_I2_sparql_is_put_together_in_the_known_places_only() -> None:
    root = Path(kg_query.__file__).parent
    found: dict[str, list[int]] = {}
    for path in sorted(root.rglob("*.py")):
        for line, text in put_together(ast.parse(path.read_text("utf-8"))):
            if _CLAUSE.search(text):
                found.setdefault(path.relative_to(root).as_posix(), []).append(line)
    assert "ask.py" in found, "the test sees what it looks for"
    assert {path: lines for path, lines in found.items() if path not in PUT_TOGETHER} == {}
