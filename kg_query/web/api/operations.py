"""What an operation of the API is: where it stands, what it asks for, what runs, and what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg_query.inputs import Held
from kg_query.model import Text
from kg_query.outputs import csv_bytes, json_bytes
from kg_query.wording.commands import command_line

from .inputs import Brought, Role
from .options import Options, Parameter

if TYPE_CHECKING:
    from kg_query.graph import KnowledgeGraph

__all__ = ["FORMATS", "Answer", "Call", "Example", "Operation", "file", "json", "rows", "text"]

#: Formats of answers with their media types.
FORMATS: dict[str, str] = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "text": "text/plain; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "turtle": "text/turtle; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "jsonld": "application/ld+json",
    "ntriples": "application/n-triples",
    "trig": "application/trig",
    "nquads": "application/n-quads",
    "rdfxml": "application/rdf+xml",
}
#: Formats that are saved rather than shown, with the ending of their files.
SAVED = {
    "csv": "csv", "turtle": "ttl", "xlsx": "xlsx", "docx": "docx", "pdf": "pdf", "jsonld": "jsonld",
    "ntriples": "nt", "trig": "trig", "nquads": "nq", "rdfxml": "rdf",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """The bytes of an answer, with the name of a file for those who save it."""

    content: bytes
    filename: str | None = None


@dataclass(slots=True)
class Call:
    """One request, as an operation meets it: everything is checked for form, nothing yet for meaning."""

    kg: KnowledgeGraph
    operation: Operation
    options: Options
    path: Mapping[str, str] = field(default_factory=dict)
    brought: Brought = field(default_factory=Brought)
    format: str = "json"
    lang: str = "zh"

    def files(self, role: str | None = None) -> list[Held]:
        """The files of a role, by default of the subject."""
        return self.brought.of(role or self.operation.roles[0].name)

    def command(self, *words: str) -> str:
        """The command that gives the same answer: the name of the command, what stands beside it, the options."""
        names = [str(f) for f in self.files()] if self.operation.roles else []
        return self.command_line([*words, *names, *self.options.words()])

    def command_line(self, words: Sequence[str]) -> str:
        """The command of these words, in the language of the answer and over the same data."""
        return command_line(words, self.lang, self.added)

    @property
    def added(self) -> int:
        """How many files of data the service has read besides the bundled ones."""
        from kg_query.files import graph_files

        return len(self.kg.sources) - len(graph_files())


@dataclass(frozen=True, slots=True)
class Example:
    """A request that can be made as it stands: a body from the bundled examples, options, a path."""

    name: str
    summary: Text
    file: str | None = None
    value: Any = None
    options: Mapping[str, Any] = field(default_factory=dict)
    path: Mapping[str, str] = field(default_factory=dict)
    media_type: str = "application/json"


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation.

    Attributes:
        name: the operationId.
        method: "GET" or "POST".
        path: below /api/v1, with {parameters}.
        summary, description: in both languages.
        run: what answers, in a worker.
        schema: the name of the JSON Schema of its JSON.
        parameters: its options.
        places: parameters of the path.
        roles: what files it takes; the first is the subject.
        formats: of the answer; the first is the default.
        seconds: the most time it may take.
        needs_files: whether a request without files is refused.
        here: a small look-up that the server answers by itself.
        examples: requests that can be made as they stand.
        aliases: other paths for the same.
        tag: the group.
        formats_of: the formats at one path, where paths differ in them.
        bilingual: whether its JSON gives every text in both languages (one table of it is in one language).
    """

    name: str
    method: str
    path: str
    summary: Text
    description: Text
    run: Callable[[Call], Answer]
    schema: str
    tag: str
    parameters: tuple[Parameter, ...] = ()
    places: tuple[Parameter, ...] = ()
    roles: tuple[Role, ...] = ()
    formats: tuple[str, ...] = ("json",)
    seconds: float = 10.0
    needs_files: bool = True
    here: bool = False
    examples: tuple[Example, ...] = ()
    aliases: tuple[str, ...] = ()
    formats_of: Callable[[Mapping[str, str]], tuple[str, ...]] | None = None
    bilingual: bool = False

    def formats_for(self, path: Mapping[str, str]) -> tuple[str, ...]:
        """The formats at one path, the default first."""
        return self.formats_of(path) if self.formats_of is not None else self.formats

    def languages(self, format: str, options: Mapping[str, Any], every: Sequence[str]) -> tuple[str, ...]:
        """The languages, of those there are, whose answers have to be told apart: the first where all are alike."""
        alike = self.bilingual and format == "json" and not options.get("table")
        return (every[0],) if alike else tuple(every)

    @property
    def public(self) -> bool:
        """Whether everybody gets the same answer, which may be kept for a while."""
        return self.method == "GET"


def json(value: Any) -> Answer:
    """An answer in JSON, as the command line prints it."""
    return Answer(json_bytes(value))


def rows(
    call: Call, key: str, columns: Sequence[str], values: Iterable[Iterable[Any]], *words: str
) -> Answer:
    """An answer in rows: CSV (RFC 4180), or the same rows as a workbook.

    Args:
        call: the request, whose format says which.
        key: which table it is (`wording.templates.tables`).
        columns: what the columns are called.
        values: the rows.
        words: the command that gives the same, up to its options; by default it is called as the operation is.
    """
    if call.format == "csv":
        return file(call, csv_bytes(columns, values))
    from kg_query.reports.documents.twin import rows_workbook

    said = [*(words or [call.operation.name]), *(["FILE"] if call.operation.roles else [])]
    command = call.command_line([*said, *call.options.words(without=("words",))])
    return file(call, rows_workbook(key, columns, values, call.lang, command, call.added))


def text(said: str) -> Answer:
    """An answer for people: text, or a page."""
    return Answer((said if said.endswith("\n") else said + "\n").encode())


def file(call: Call, content: bytes, name: str | None = None) -> Answer:
    """An answer that is saved as a file, unless it is one that programs show."""
    ending = SAVED.get(call.format)
    return Answer(content, f"{name or call.operation.name}.{ending}" if ending else None)
