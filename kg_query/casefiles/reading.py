"""Reading case files: JSON (which is JSON-LD), YAML, Turtle, N-Triples, and the workbook of `kgq template`.

Every word is checked against the schema; reading ends either in case files or in one error that names
everything that is wrong. Nothing is fetched, guessed or dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from kg_query.errors import InputError
from kg_query.inputs import LIMIT, Faults, read_json, read_yaml, shown
from kg_query.inputs.holding import has_heading, other, read_as
from kg_query.inputs.opening import check_format, first_line, opened, plain_format
from kg_query.model import Text

from . import context
from .case import CaseFile
from .records import case_of

if TYPE_CHECKING:
    from kg_query.corpus import Corpus

    from .schema import Schema

__all__ = ["FORMATS", "case_files_of", "read_case_files"]

#: The formats that `read_case_files` knows, with the endings of their files.
FORMATS: dict[str, tuple[str, ...]] = {
    "json": (".json", ".jsonld"),
    "yaml": (".yaml", ".yml"),
    "turtle": (".ttl",),
    "ntriples": (".nt",),
    "xlsx": (".xlsx",),
}

#: Endings of tables that clerks save by mistake.
_TABLES = (".csv", ".et", ".ods", ".tsv", ".xls", ".xlsb", ".xlsm")


def read_case_files(
    sources: str | Path | Iterable[str | Path],
    corpus: Corpus,
    format: str | None = None,
    limit: int = LIMIT,
) -> list[CaseFile]:
    """The case files in one or several files, in order; `-` is standard input.

    Args:
        sources: a path, `-`, or several of them.
        corpus: the graph, which says what a case file can say.
        format: one of `FORMATS`; by default the file's ending decides, and for standard input its
            content.
        limit: the largest accepted file, in bytes.

    Raises:
        InputError: with all problems of all files, each with its place.
        LimitError: where a file is too large.
        UsageError: for an unknown `format`.

    >>> from kg_query import KnowledgeGraph
    >>> corpus = KnowledgeGraph.open().corpus
    >>> [c.kinds for c in read_case_files("data/examples/casefiles/penalty-full.json", corpus)]
    [('penalty',)]
    """
    check_format(format, FORMATS)
    schema, faults = corpus.case_schema, Faults()
    found: list[CaseFile] = []
    for path in [sources] if isinstance(sources, (str, Path)) else list(sources):
        try:
            found.extend(_read(path, schema, faults, format, limit))
        except InputError as fault:
            faults.problems.extend(fault.problems)
    return _distinct(found, faults)


def case_files_of(data: object, corpus: Corpus, where: str = "case file") -> list[CaseFile]:
    """The case files in plain Python data shaped like the JSON: a dict, or a list of dicts.

    Dates may be `date` and `datetime` values. Raises `InputError` with all problems.

    >>> from kg_query import KnowledgeGraph
    >>> corpus = KnowledgeGraph.open().corpus
    >>> case_files_of({"id": "c1", "kind": "penalty", "procedure": "summary"}, corpus)[0].id
    'c1'
    """
    faults = Faults()
    found = _cases(_plain(data), where, corpus.case_schema, faults)
    return _distinct(found, faults)


def _plain(data: object) -> object:
    """The maps and tuples of a Python caller as the objects and lists that the formats have."""
    if isinstance(data, Mapping):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_plain(value) for value in data]
    return data


def _cases(data: object, where: str, schema: Schema, faults: Faults) -> list[CaseFile]:
    if isinstance(data, list):
        if not data:
            faults.add(where, "列表为空，没有案卷", "the list is empty: there is no case file in it")
        read = [case_of(one, f"{where} › [{n}]", schema, faults) for n, one in enumerate(data, 1)]
    else:
        read = [case_of(data, where, schema, faults)]
    return [case for case in read if case is not None]


def _distinct(cases: list[CaseFile], faults: Faults) -> list[CaseFile]:
    first: dict[str, str | None] = {}
    for case in cases:
        if case.id in first:
            faults.add(
                case.source,
                f"案卷编号“{shown(case.id)}”重复，首见于 {first[case.id]}",
                f"the id “{shown(case.id)}” stands twice, first in {first[case.id]}",
                Text("每个案卷的编号应唯一", "Each case file needs an id of its own"),
            )
        first.setdefault(case.id, case.source)
    faults.raise_if_any()
    return cases


# --- one file -------------------------------------------------------------------------------


def _read(path: str | Path, schema: Schema, faults: Faults, format: str | None, limit: int) -> list[CaseFile]:
    data, where, kind = opened(path, FORMATS, _guess, format, limit)
    return read_as(
        "case files",
        lambda: _parsed(data, where, kind, schema, faults),
        faults,
        (data, where, kind),
        schema.classes,
    )


def _parsed(data: bytes, where: str, kind: str, schema: Schema, faults: Faults) -> list[CaseFile]:
    if kind == "json":
        value = read_json(data, where, Decimal)
        if not _in_other_words(value):
            return _cases(_listed(value, where, faults), where, schema, faults)
        kind = "jsonld"
    if kind == "yaml":
        documents = read_yaml(data, where, Decimal)
        if len(documents) == 1:
            return _cases(documents[0], where, schema, faults)
        return _cases(documents, where, schema, faults)
    if kind in ("turtle", "ntriples", "jsonld"):
        from .rdf_file import records

        read = [case_of(r, where, schema, faults) for r in records(data, where, schema, faults, kind)]
        return [case for case in read if case is not None]
    from .workbook.read import read_workbook

    return read_workbook(data, where, schema, faults)


def _listed(value: object, where: str, faults: Faults) -> object:
    """The case files of a JSON-LD `@graph` in our words; any other value as it is."""
    if not isinstance(value, dict) or "@graph" not in value:
        return value
    if "@context" in value:
        context.check(value["@context"], where, faults)
    for key in value:
        if key not in ("@context", "@graph"):
            faults.add(
                f"{where} › {shown(key)}",
                "与 @graph 并列的内容不属于任何案卷",
                "what stands beside @graph belongs to no case file",
                Text(
                    "请移入 @graph 中的案卷，或者删去",
                    "Put it into a case file of the @graph, or take it out",
                ),
            )
    return value["@graph"]


def _in_other_words(value: object) -> bool:
    """Whether JSON is JSON-LD with IRIs or a context of its own in place of our keys."""
    first = value
    for _ in range(3):  # a @graph, in it a list, in it an object
        if isinstance(first, dict) and "@graph" in first:
            first = first["@graph"]
        elif isinstance(first, list) and first:
            first = first[0]
    if not isinstance(first, dict) or "kind" in first or "id" in first:
        return False
    return "@type" in first or any(isinstance(k, str) and ":" in k for k in first)


def _guess(data: bytes, where: str) -> str:
    """The format that the content shows without doubt, for standard input and unknown endings."""
    if plain := plain_format(data, FORMATS):
        return plain
    line = first_line(data)
    if line.startswith(("---", "- ")) or line.partition(":")[0].strip() in ("id", "kind"):
        return "yaml"
    known = ", ".join(ending for endings in FORMATS.values() for ending in endings)
    cells = max((line.split(mark) for mark in ",;\t"), key=len)
    if data.startswith(b"PAR1") or (len(cells) > 1 and has_heading([c.strip(' "') for c in cells])):
        raise other("matters", where)
    if Path(where).suffix.lower() in _TABLES:
        raise InputError(
            Text("案卷不能以这种表格文件给出", "a case file cannot be given as a table of this kind"),
            where,
            Text(
                "请打开原来的工作簿，另存为 .xlsx；空白工作簿用 kgq template 生成",
                "Save the workbook itself as .xlsx; kgq template makes a blank one",
            ),
        )
    raise InputError(
        Text("看不出是什么格式", "the format cannot be told"),
        where,
        Text(f"请改用扩展名 {known}", f"Use an ending: {known}"),
    )
