"""Turtle files as an index of statements, each knowing its file; and the list of faults.

Parsing is pyoxigraph's. IRIs are plain strings, blank nodes strings that start with `_:`,
literals `Literal` values, so that the rest of the compiler needs no RDF library.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ..errors import CorpusError, Problem
from ..files import TurtleFile
from ..model import Text
from ..terms import RDF, short

TYPE = RDF + "type"
FIRST, REST, NIL = RDF + "first", RDF + "rest", RDF + "nil"


class Literal(NamedTuple):
    """A literal as written: its characters, its language (or ""), its datatype."""

    value: str
    lang: str
    datatype: str


Node = str | Literal


class Faults:
    """All faults found so far; `stop` raises them together."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, where: str, zh: str, en: str, hint: Text | None = None) -> None:
        """Notes one fault; the compiler goes on to find the next one."""
        problem = Problem(Text(zh, en), where, hint)
        if problem not in self.problems:
            self.problems.append(problem)

    def stop(self) -> None:
        """Raises CorpusError with every fault noted, if there is any."""
        if self.problems:
            raise CorpusError.collect(self.problems)


class Facts:
    """What the files say: subject → predicate → values, in the order of the files."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults
        self.index: dict[str, dict[str, list[Node]]] = {}
        self.files: dict[tuple[str, str], str] = {}
        self.by_type: dict[str, list[str]] = {}
        self.typed_in: dict[tuple[str, str], list[str]] = {}

    def read(self, files: Iterable[TurtleFile]) -> None:
        """Adds the statements of the files; a syntax error is a fault with its line."""
        from pyoxigraph import BlankNode, Quad, RdfFormat, parse
        from pyoxigraph import Literal as RdfLiteral

        def node(term: object) -> Node:
            if isinstance(term, BlankNode):
                return f"_:{term.value}"
            if isinstance(term, RdfLiteral):
                return Literal(term.value, term.language or "", term.datatype.value)
            return term.value  # type: ignore[attr-defined, no-any-return]

        for file in files:
            try:
                content = file.path.read_bytes()
                content.decode("utf-8")
                quads: Iterable[Quad] = parse(content, format=RdfFormat.TURTLE, rename_blank_nodes=True)
                for quad in quads:
                    self._add(str(node(quad.subject)), quad.predicate.value, node(quad.object), file.name)
            except UnicodeDecodeError as error:
                line = content[: error.start].count(b"\n") + 1
                self.faults.add(
                    f"{file.name}:{line}",
                    "不是有效的 UTF-8 编码",
                    "not valid UTF-8",
                    Text("请另存为 UTF-8", "Save the file as UTF-8"),
                )
            except SyntaxError as error:
                where = f"{file.name}:{error.lineno}" if error.lineno else file.name
                detail = str(error.msg).strip()
                self.faults.add(where, f"Turtle 语法错误：{detail}", f"Turtle syntax error: {detail}")

    def _add(self, subject: str, predicate: str, value: Node, file: str) -> None:
        values = self.index.setdefault(subject, {}).setdefault(predicate, [])
        if predicate == TYPE and isinstance(value, str):
            self.typed_in.setdefault((subject, value), []).append(file)
            if value not in values:
                self.by_type.setdefault(value, []).append(subject)
        if value not in values:
            values.append(value)
        self.files.setdefault((subject, predicate), file)
        self.files.setdefault((subject, ""), file)

    # --- reading ------------------------------------------------------------------------

    def where(self, subject: str, predicate: str = "") -> str:
        """File and subject of a statement, for a fault."""
        file = self.files.get((subject, predicate)) or self.files.get((subject, ""), "")
        name = "" if subject.startswith("_:") else short(subject)
        return ": ".join(part for part in (file, name) if part)

    def typed(self, type_: str) -> list[str]:
        """The subjects of a type, in the order of the files."""
        return self.by_type.get(type_, [])

    def values(self, subject: str, predicate: str) -> list[Node]:
        """All values, in the order of the file."""
        return self.index.get(subject, {}).get(predicate, [])

    def iris(self, subject: str, predicate: str) -> list[str]:
        """The values that are IRIs or blank nodes; a literal among them is a fault."""
        found = []
        for value in self.values(subject, predicate):
            if isinstance(value, Literal):
                self.faults.add(
                    self.where(subject, predicate),
                    f"{short(predicate)} 的值应为标识（IRI），却是文字“{value.value[:40]}”",
                    f"{short(predicate)} takes an IRI, not the text “{value.value[:40]}”",
                )
            else:
                found.append(value)
        return found

    def one(self, subject: str, predicate: str) -> Node | None:
        """The only value or None; more than one is a fault."""
        values = self.values(subject, predicate)
        if len(values) > 1:
            self.faults.add(
                self.where(subject, predicate),
                f"{short(predicate)} 只能有一个值，却有 {len(values)} 个",
                f"{short(predicate)} takes one value, but has {len(values)}",
            )
        return values[0] if values else None

    def iri(self, subject: str, predicate: str) -> str | None:
        """The only value, an IRI, or None."""
        found = self.iris(subject, predicate)
        if len(found) > 1:
            self.one(subject, predicate)
        return found[0] if found else None

    def string(self, subject: str, predicate: str) -> str | None:
        """The only value's characters, or None."""
        value = self.one(subject, predicate)
        return value.value if isinstance(value, Literal) else value

    def number(self, subject: str, predicate: str) -> int | float | None:
        """The only value as a number, or None; a value that is no number is a fault."""
        found = self.string(subject, predicate)
        if found is None:
            return None
        try:
            value = float(found)
        except ValueError:
            self.faults.add(
                self.where(subject, predicate),
                f"{short(predicate)} 应为数字，却是“{found[:40]}”",
                f"{short(predicate)} takes a number, not “{found[:40]}”",
            )
            return None
        return int(value) if value.is_integer() else value

    def flag(self, subject: str, predicate: str) -> bool | None:
        """The only value as true or false, or None where nothing is stated."""
        found = self.string(subject, predicate)
        return None if found is None else found in ("true", "1")

    def text(self, subject: str, *predicates: str) -> Text | None:
        """The text of the first predicate that has one; two in one language are a fault."""
        for predicate in predicates:
            by_lang: dict[str, str] = {}
            for value in self.values(subject, predicate):
                if not isinstance(value, Literal):
                    continue
                lang = "en" if value.lang.startswith("en") else "zh"
                if lang in by_lang:
                    self.faults.add(
                        self.where(subject, predicate),
                        f"{short(predicate)} 在同一语言（{lang}）中有两个文本",
                        f"{short(predicate)} has two texts in one language ({lang})",
                    )
                by_lang.setdefault(lang, value.value)
            if by_lang:
                return Text(by_lang.get("zh", ""), by_lang.get("en", ""))
        return None

    def list_(self, head: Node) -> Iterator[Node] | None:
        """The members of an RDF list, or None where it is malformed."""
        members: list[Node] = []
        seen: set[str] = set()
        here = head
        while here != NIL:
            if isinstance(here, Literal) or here in seen:
                return None
            seen.add(here)
            first, rest = self.values(here, FIRST), self.values(here, REST)
            if len(first) != 1 or len(rest) != 1:
                return None
            members.append(first[0])
            here = rest[0]
        return iter(members)
