"""Reading matters from files, from standard input, and from plain Python data.

`read_matters` takes JSON (which is JSON-LD under the context of the package), YAML,
Turtle, N-Triples, CSV, XLSX and Parquet.  It checks every word against the graph and
ends either in matters or in one error that names everything that is wrong.  It fetches
nothing, guesses nothing and drops nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from kg_query.errors import InputError
from kg_query.inputs import LIMIT, Faults, read_bytes, shown
from kg_query.inputs.holding import has_heading, read_as
from kg_query.inputs.opening import check_format, first_line, opened, plain_format
from kg_query.matters.words import Words
from kg_query.model import Matter, Text

if TYPE_CHECKING:
    from kg_query.corpus import Corpus
    from kg_query.matters.draft import Draft

__all__ = ["FORMATS", "LIMIT", "matters_of", "read_bytes", "read_matters"]

#: The formats that `read_matters` knows, with the endings of their files.
FORMATS: dict[str, tuple[str, ...]] = {
    "json": (".json", ".jsonld"),
    "yaml": (".yaml", ".yml"),
    "turtle": (".ttl",),
    "ntriples": (".nt",),
    "csv": (".csv", ".tsv"),
    "xlsx": (".xlsx",),
    "parquet": (".parquet",),
}


def read_matters(
    sources: str | Path | Iterable[str | Path],
    corpus: Corpus,
    format: str | None = None,
    limit: int = LIMIT,
) -> list[Matter]:
    """The matters in one or several files, in order; `-` is standard input.

    Args:
        sources: a path, `-`, or several of them.
        corpus: the graph whose grounds and roles the matters may use.
        format: one of `FORMATS`; by default the file's ending decides, and for
            standard input its content.
        limit: the largest accepted file, in bytes.

    Raises:
        InputError: with all problems of all files, each with its place.
        LimitError: where a file is too large or would unpack to too much.
        UsageError: for an unknown `format`.

    >>> from kg_query import KnowledgeGraph
    >>> corpus = KnowledgeGraph.open().corpus
    >>> [m.id for m in read_matters("data/examples/matters/m-2024-017.json", corpus)]
    ['m-2024-017']
    """
    check_format(format, FORMATS)
    paths = [sources] if isinstance(sources, (str, Path)) else list(sources)
    words, faults = Words(corpus), Faults()
    drafts: list[Draft] = []
    for path in paths:
        try:
            drafts.extend(_read(path, corpus, words, faults, format, limit))
        except InputError as fault:
            faults.problems.extend(fault.problems)
    return _matters(drafts, words, faults)


def matters_of(data: object, corpus: Corpus, where: str = "matter") -> list[Matter]:
    """The matters in plain Python data shaped like the JSON: a dict, or a list of dicts.

    Raises `InputError` with all problems.

    >>> from kg_query import KnowledgeGraph
    >>> corpus = KnowledgeGraph.open().corpus
    >>> matters_of({"id": "m1", "established": ["force_majeure"]}, corpus)[0].grounds("established")
    ('force_majeure',)
    """
    from kg_query.matters.records import drafts

    faults = Faults()
    found = drafts(_lists(data), where, faults)
    return _matters(found, Words(corpus), faults)


def _lists(data: object) -> object:
    """Tuples and sets of a Python caller as the lists that the file formats have."""
    if isinstance(data, dict):
        return {key: _lists(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [_lists(value) for value in data]
    if isinstance(data, (set, frozenset)):
        return sorted(data, key=str)
    return data


def _matters(drafts: list[Draft], words: Words, faults: Faults) -> list[Matter]:
    first: dict[str, str] = {}
    found: list[Matter] = []
    for draft in drafts:
        if isinstance(draft.id, str) and draft.id:
            place = draft.places.get("id", draft.where)
            if draft.id in first:
                faults.add(
                    place,
                    f"事项 id“{shown(draft.id)}”重复，首见于 {first[draft.id]}",
                    f"the id “{shown(draft.id)}” stands twice, first in {first[draft.id]}",
                    Text("每个事项的 id 应唯一", "Each matter needs an id of its own"),
                )
            first.setdefault(draft.id, place)
        matter = words.matter(draft, faults)
        if matter is not None:
            found.append(matter)
    faults.raise_if_any()
    return found


# --- one file -------------------------------------------------------------------------------


def _read(
    path: str | Path, corpus: Corpus, words: Words, faults: Faults, format: str | None, limit: int
) -> list[Draft]:
    data, where, kind = opened(path, FORMATS, _guess, format, limit)
    return read_as(
        "matters",
        lambda: _drafts(data, where, kind, words, faults),
        faults,
        (data, where, kind),
        lambda: corpus.case_schema.classes(),
    )


def _drafts(data: bytes, where: str, kind: str, words: Words, faults: Faults) -> list[Draft]:
    if kind == "json":
        from kg_query.matters import json_file

        return json_file.read(data, where, faults)
    if kind == "yaml":
        from kg_query.matters import yaml_file

        return yaml_file.read(data, where, faults)
    if kind in ("turtle", "ntriples"):
        from kg_query.matters import turtle_file

        return turtle_file.read(data, where, faults, kind)
    if kind == "csv":
        from kg_query.matters import table_file

        return table_file.read_csv(data, where, words, faults)
    from kg_query.matters import column_files

    read = column_files.read_xlsx if kind == "xlsx" else column_files.read_parquet
    return read(data, where, words, faults)


def _guess(data: bytes, where: str) -> str:
    """The format that the content shows without doubt, for standard input and unknown endings."""
    if plain := plain_format(data, FORMATS):
        return plain
    line = first_line(data)
    if any(has_heading([c.strip().strip('"') for c in line.split(m)]) for m in ",;\t"):
        return "csv"
    if line.startswith(("---", "- ")) or line.partition(":")[0].strip() in ("id", "findings"):
        return "yaml"
    known = ", ".join(ending for endings in FORMATS.values() for ending in endings)
    raise InputError(
        Text("看不出是什么格式", "the format cannot be told"),
        where,
        Text(
            f"请用 --input-format 指明，或改用扩展名 {known}",
            f"Give --input-format, or an ending: {known}",
        ),
    )
