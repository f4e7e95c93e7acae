"""Where the rows of a query come from: the query rewritten so that it also says in which graph each statement stands.

No triple of the dataset stands in two graphs, so `?s ?p ?o` and `GRAPH ?g { ?s ?p ?o }` find the same, and
the second one says where. Patterns in OPTIONAL, UNION and nested groups are followed; what stands in
FILTER, MINUS, a subquery or a path of more than plain steps is left as it is, and that is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from ..errors import InputError
from ..model import Text
from . import guard
from .lexemes import Lexeme, lexemes

__all__ = ["Followed", "NotFollowed", "followed"]

_ENDS = {".", "}", ""}


class NotFollowed(InputError):
    """The query is of a kind whose rows cannot be followed to graphs."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A query whose rows say where they come from.

    Attributes:
        keys: the variables, without `?`, that a row of the old query and one of the new have in common.
        graphs: the variables of the new query that name graphs.
        whole: whether every pattern is followed.
        before, body, after: the parts of the new query.
    """

    keys: tuple[str, ...]
    graphs: tuple[str, ...]
    whole: bool
    before: str
    body: str
    after: str

    def query(self, rows: Sequence[Sequence[str]] = (), most: int = 5000) -> str:
        """The new query, for some rows of the old one.

        Args:
            rows: the values of `keys` in those rows, written as in SPARQL; UNDEF for none.
            most: how many rows the new query may give.
        """
        names = " ".join(f"?{name}" for name in self.keys)
        found = " ".join(f"?{name}" for name in self.graphs if name not in self.keys)
        values = ""
        if self.keys:
            listed = " ".join(f"({' '.join(row)})" for row in dict.fromkeys(map(tuple, rows)))
            values = f"VALUES ({names}) {{ {listed} }} "
        return (
            f"{self.before} SELECT DISTINCT {names} {found} WHERE {{ {values}{self.body} {self.after} }} "
            f"LIMIT {most}"
        )


def followed(query: str, variables: Sequence[str]) -> Followed:
    """The query that says where the rows of a SELECT query come from.

    Args:
        query: a SELECT query that the engine has answered.
        variables: the names of its columns.

    Raises:
        NotFollowed: it names its own graphs, or has no statements that could be followed.

    >>> followed("SELECT ?s { ?s a law:Norm }", ["s"]).query([["<urn:x>"]])
    ' SELECT DISTINCT ?s ?from1 WHERE { VALUES (?s) { (<urn:x>) } { GRAPH ?from1 { ?s a law:Norm } }  } LIMIT 5000'
    """
    if guard.names_dataset(query):
        raise _no("查询用 FROM 指定了图", "the query names its graphs by FROM")
    reader = _Reader(query)
    before, projected = reader.head()
    body = reader.group()
    tail = reader.rest()
    if not reader.graphs:
        raise _no("查询中没有可以追溯的三元组", "no statement of the query can be followed")
    inside = {x.text[1:] for x in lexemes(body) if x.kind == "term" and x.text[0] in "?$"}
    keys = tuple(v for v in variables if v in inside and v not in projected)
    return Followed(keys, tuple(reader.graphs), reader.whole, before, body, tail)


def _no(zh: str, en: str) -> NotFollowed:
    return NotFollowed(Text(zh, en), "SPARQL")


@dataclass
class _Reader:
    """Reads a query from left to right and writes it anew."""

    query: str
    graphs: list[str] = field(default_factory=list)
    whole: bool = True

    def __post_init__(self) -> None:
        self.all: list[Lexeme] = []
        self.apart: list[bool] = []  # whether space stands before each
        space = False
        for x in lexemes(self.query):
            if x.kind != "space":
                self.all.append(x)
                self.apart.append(space)
            space = x.kind == "space"
        self.at = 0
        self.names = "from"
        while f"?{self.names}" in self.query or f"${self.names}" in self.query:
            self.names += "_"
        self.made = 0

    # --- single lexemes

    @property
    def here(self) -> str:
        return self.all[self.at].text if self.at < len(self.all) else ""

    @property
    def word(self) -> str:
        """The keyword here in capitals, or ""."""
        is_word = self.at < len(self.all) and self.all[self.at].kind == "word"
        return self.here.upper() if is_word else ""

    def take(self, *wanted: str) -> str:
        text = self.here
        if not text or (wanted and text not in wanted):
            raise _no(f"无法追溯 {text[:40] or '此查询'}", f"cannot follow {text[:40] or 'this query'}")
        self.at += 1
        return text

    def fresh(self, kind: str = "") -> str:
        self.made += 1
        return f"?{self.names}{kind}{self.made}"

    def since(self, start: int) -> str:
        """What was read since a place, as it was written; the engine minds space in `COALESCE (`."""
        found = zip(self.all[start : self.at], self.apart[start : self.at], strict=True)
        return "".join(f" {x.text}" if apart else x.text for x, apart in found).lstrip()

    def copied(self, open: str, close: str) -> str:
        """What stands in brackets, with them, as it is."""
        start, depth = self.at, 0
        while True:
            text = self.take()
            depth += (text == open) - (text == close)
            if depth == 0:
                return self.since(start)

    # --- parts of a query

    def head(self) -> tuple[str, set[str]]:
        """The prologue, and the variables that the projection makes itself."""
        prologue = []
        while self.word != "SELECT":
            prologue.append(self.take())
        made, depth, before = set(), 0, ""
        while not (self.here == "{" and depth == 0):
            if self.here == "{":
                raise _no("SELECT 中的 EXISTS 无法追溯", "EXISTS in the SELECT clause cannot be followed")
            depth += (self.here == "(") - (self.here == ")")
            if before == "AS":
                made.add(self.here[1:])
            before = self.word
            self.take()
        return " ".join(prologue), made

    def rest(self) -> str:
        """The VALUES at the end of a query, where it has one."""
        while self.here and self.word != "VALUES":
            self.take()
        start = self.at
        self.at = len(self.all)
        return self.since(start)

    def group(self) -> str:
        self.take("{")
        if self.word == "SELECT":
            self.at -= 1
            self.whole = False
            return self.copied("{", "}")
        parts = []
        while self.here != "}":
            parts.append(self.element())
        self.take("}")
        return "{ " + " ".join(p for p in parts if p) + " }"

    def element(self) -> str:
        word = self.word
        if self.here == ".":
            self.take()
            return ""
        if self.here == "{":
            return self.group()
        if word in ("OPTIONAL", "UNION"):
            return f"{self.take()} {self.group()}"
        if word == "MINUS":
            self.whole = False
            return f"{self.take()} {self.copied('{', '}')}"
        if word == "FILTER":
            return self.filter()
        if word == "BIND":
            return f"{self.take()} {self.copied('(', ')')}"
        if word == "VALUES":
            kept = self.take()
            names = self.copied("(", ")") if self.here == "(" else self.take()
            return f"{kept} {names} {self.copied('{', '}')}"
        if word == "GRAPH":
            return self.graph()
        if word and word not in ("A", "TRUE", "FALSE"):
            raise _no(f"无法追溯 {word}", f"{word} cannot be followed")
        return self.statements()

    def filter(self) -> str:
        start = self.at
        self.take()
        while self.word in ("NOT", "EXISTS"):
            self.whole = False
            self.take()
        if self.here == "{":
            self.copied("{", "}")
        else:
            while self.here != "(":
                self.take()  # the name of a function
            self.copied("(", ")")
        return self.since(start)

    def graph(self) -> str:
        kept, name = self.take(), self.take()
        inside = self.copied("{", "}")
        if name[0] in "?$":
            if name[1:] not in self.graphs:
                self.graphs.append(name[1:])
            return f"{kept} {name} {inside}"
        found = self.fresh()
        self.graphs.append(found[1:])
        return f"{kept} {name} {{ {inside} BIND({name} AS {found}) }}"

    # --- statements

    def statements(self) -> str:
        """Statements about one subject, each in a graph of its own."""
        made: list[str] = []
        bracket = self.here in ("[", "(")
        subject = self.node(made)
        if not (bracket and self.here in _ENDS):
            self.properties(subject, made)
        return " ".join(made)

    def properties(self, subject: str, made: list[str]) -> None:
        while True:
            steps = self.path()
            while True:
                object = self.node(made)
                if self.here == "{":
                    raise _no("无法追溯对三元组的注释", "annotations of statements cannot be followed")
                made.extend(self.written(subject, steps, object))
                if self.here != ",":
                    break
                self.take()
            if self.here != ";":
                return
            while self.here == ";":
                self.take()
            if self.here in (".", "}", "]", ""):
                return

    def written(self, subject: str, steps: list[tuple[str, bool]] | str, object: str) -> Iterator[str]:
        if isinstance(steps, str):
            self.whole = False
            yield f"{subject} {steps} {object} ."
            return
        for place, (verb, inverse) in enumerate(steps):
            end = object if place == len(steps) - 1 else self.fresh("_n")
            left, right = (end, subject) if inverse else (subject, end)
            found = self.fresh()
            self.graphs.append(found[1:])
            yield f"GRAPH {found} {{ {left} {verb} {right} }}"
            subject = end

    def path(self) -> list[tuple[str, bool]] | str:
        """A property or a sequence of plain steps (verb, whether backwards); of any other path its text."""
        start, steps, plain = self.at, [], True
        while True:
            inverse = self.here == "^"
            while self.here in ("^", "!"):
                plain = plain and self.here == "^" and (self.at == start or self.all[self.at - 1].text == "/")
                self.take()
            if self.here == "(":
                plain = False
                self.copied("(", ")")
            else:
                steps.append((self.verb(), inverse))
            if self.here in ("*", "+", "?"):
                plain = False
                self.take()
            if self.here not in ("/", "|"):
                break
            plain = plain and self.here == "/"
            self.take()
        return steps if plain else self.since(start)

    def verb(self) -> str:
        one = self.all[self.at] if self.at < len(self.all) else None
        if one is None or not (one.kind in ("iri", "name") or one.text == "a" or one.text[0] in "?$"):
            raise _no(f"无法追溯 {self.here[:40]}", f"cannot follow {self.here[:40]}")
        return self.take()

    def node(self, made: list[str]) -> str:
        """A subject or an object; blank nodes become variables, and what is said of them goes to `made`."""
        if self.here == "[":
            self.take()
            node = self.fresh("_n")
            if self.here != "]":
                self.properties(node, made)
            self.take("]")
            return node
        if self.here == "(":
            return self.collection(made)
        if self.here in ("+", "-"):
            return self.take() + self.take()
        one = self.all[self.at] if self.at < len(self.all) else None
        if one is None or one.kind == "mark":
            raise _no(f"无法追溯 {self.here[:40]}", f"cannot follow {self.here[:40]}")
        text = self.take()
        if text.startswith("_:"):
            return f"?{self.names}_b" + "".join(c if c.isalnum() else f"_{ord(c):x}_" for c in text[2:])
        if text[0] in "\"'":
            if self.here.startswith("@"):
                text += self.take()
            elif self.here == "^^":
                text += self.take() + self.take()
        return text

    def collection(self, made: list[str]) -> str:
        self.take("(")
        first = node = ""
        rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
        while self.here != ")":
            item, cell = self.node(made), self.fresh("_n")
            if node:
                made.extend(self.written(node, [(f"<{rdf}rest>", False)], cell))
            made.extend(self.written(cell, [(f"<{rdf}first>", False)], item))
            first, node = first or cell, cell
        self.take(")")
        if not node:
            return f"<{rdf}nil>"
        made.extend(self.written(node, [(f"<{rdf}rest>", False)], f"<{rdf}nil>"))
        return first
