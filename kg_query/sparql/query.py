"""Free SPARQL over the graph: what a query gives, in the forms that people and programs read.

A query never leaves the machine (`kg_query.sparql.guard`) and never changes anything: updates do not
parse. The engine cannot be interrupted, so a time limit ends a process: a child that runs the query
(`run` with `timeout`), or the program itself (`watchdog`, for the command line).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from ..errors import InputError, LimitError, UsageError, did_you_mean, known_words
from ..model import Text
from ..terms import PREFIXES
from . import guard

if TYPE_CHECKING:
    from pyoxigraph import Store

#: How long a query of the command line may run, in seconds.
TIMEOUT = 60.0

_ROW_FORMATS = ("json", "xml", "csv", "tsv")
_GRAPH_FORMATS = {"turtle": "TURTLE", "ntriples": "N_TRIPLES", "jsonld": "JSON_LD", "rdfxml": "RDF_XML"}
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "COPY", "MOVE", "ADD"}


@dataclass(frozen=True)
class Result:
    """What a query gave: rows (SELECT), a truth value (ASK) or a graph (CONSTRUCT, DESCRIBE).

    `content` is the whole result: SPARQL JSON for rows and truth values, N-Triples for a graph.
    """

    kind: Literal["rows", "boolean", "graph"]
    content: bytes

    @cached_property
    def _parsed(self) -> dict[str, Any]:
        """The SPARQL JSON, read once however often rows and columns are asked for."""
        parsed: dict[str, Any] = json.loads(self.content)
        return parsed

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the variables, in order; none for a truth value or a graph."""
        return tuple(self._parsed["head"].get("vars", ())) if self.kind == "rows" else ()

    @property
    def boolean(self) -> bool | None:
        """The truth value of an ASK query, else None."""
        return bool(self._parsed["boolean"]) if self.kind == "boolean" else None

    @property
    def rows(self) -> list[dict[str, dict[str, str]]]:
        """The rows as SPARQL JSON has them: variable → {"type", "value", …}; unbound left out."""
        if self.kind != "rows":
            return []
        found: list[dict[str, dict[str, str]]] = self._parsed["results"]["bindings"]
        return found

    def serialize(self, format: str | None = None) -> str:
        """The result in a standard format.

        Args:
            format: `json`, `xml`, `csv`, `tsv` for rows and truth values (csv and tsv for rows
                only); `turtle`, `ntriples`, `jsonld`, `rdfxml` for a graph. Default: json, turtle.

        Raises:
            UsageError: a format that this kind of result does not have.
        """
        import pyoxigraph as ox

        known = self.formats
        chosen = format or known[0]
        if chosen not in known:
            raise UsageError(
                Text(f"这个结果不能写成 {chosen}", f"this result cannot be written as {chosen}"),
                hint=did_you_mean(chosen, known) or known_words(known),
            )
        if self.kind == "graph":
            triples = ox.parse(self.content, format=ox.RdfFormat.N_TRIPLES)
            wanted = getattr(ox.RdfFormat, _GRAPH_FORMATS[chosen])
            written = ox.serialize((t.triple for t in triples), format=wanted, prefixes=PREFIXES)
            return (written or b"").decode()
        if chosen == "json":
            return self.content.decode() + "\n"
        solutions = ox.parse_query_results(self.content, ox.QueryResultsFormat.JSON)
        written = solutions.serialize(format=getattr(ox.QueryResultsFormat, chosen.upper()))
        return (written or b"").decode()

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats that `serialize` has for this result, the default first."""
        if self.kind == "graph":
            return tuple(_GRAPH_FORMATS)
        return _ROW_FORMATS if self.kind == "rows" else _ROW_FORMATS[:2]


def run(store: Store, query: str, timeout: float | None = None) -> Result:
    """The result of a query over the store; its default graph is the union of all graphs.

    The prefixes of `kg_query.terms.PREFIXES` need no declaration. A query that names its own
    dataset (FROM) gets that dataset; graphs are never fetched.

    Args:
        store: the dataset.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE.
        timeout: seconds after which the query is ended; it then runs in a process of its own.

    Raises:
        InputError: a query with a fault, with SERVICE, or an update.
        LimitError: the time is up, or the query is too long or too deep.
    """
    guard.check(query)
    union = not guard.names_dataset(query)
    if timeout is not None:
        return _in_child(store, query, union, timeout)
    try:
        return evaluate(store, query, union)
    except SyntaxError as error:
        raise _fault(str(error.msg), query) from None


def evaluate(store: Store, query: str, union: bool) -> Result:
    """The bare evaluation, without guard and limit; SyntaxError as the engine raises it."""
    import pyoxigraph as ox

    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=union)
    if isinstance(found, ox.QueryTriples):
        return Result("graph", found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")
    content = found.serialize(format=ox.QueryResultsFormat.JSON) or b""
    return Result("boolean" if isinstance(found, ox.QueryBoolean) else "rows", content)


def _fault(detail: str, query: str) -> InputError:
    """What the engine said, without the list of all that its grammar would have taken."""
    words = guard.check(query)
    if words & _UPDATES and not words & {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}:
        return InputError(
            Text("图谱只读，不接受更新", "the graph is read-only and takes no updates"),
            "SPARQL",
            Text("请用 SELECT、ASK、CONSTRUCT 或 DESCRIBE", "Use SELECT, ASK, CONSTRUCT or DESCRIBE"),
        )
    unknown = guard.undeclared(query, PREFIXES)
    if unknown is not None:
        return InputError(
            Text(f"前缀 {unknown}: 没有声明", f"prefix {unknown}: is not declared"),
            "SPARQL",
            Text(
                f"请在查询开头写 PREFIX {unknown}: <…>",
                f"Write PREFIX {unknown}: <…> at the start of the query",
            ),
        )
    place = re.match(r"error at (\d+):(\d+)", detail)
    if place is None:
        return InputError(
            Text(f"查询有语法错误：{detail[:200]}", f"the query has a syntax error: {detail[:200]}"), "SPARQL"
        )
    line, column = place.groups()
    told = [
        (
            "variable that is unbound",
            "SELECT 中有未分组或未绑定的变量",
            "SELECT has a variable that is unbound or not grouped",
        ),
        ("IRI parsing failed", "IRI 不完整或有误", "an IRI is relative or faulty"),
    ]
    zh, en = next(((f"：{z}", f": {e}") for key, z, e in told if key in detail), ("", ""))
    return InputError(
        Text(
            f"查询有语法错误：第 {line} 行第 {column} 列{zh}",
            f"the query has a syntax error: line {line}, column {column}{en}",
        ),
        "SPARQL",
    )


def _time_is_up(seconds: float) -> LimitError:
    return LimitError(
        Text(f"查询超过 {seconds:g} 秒，已终止", f"the query took longer than {seconds:g} s and was ended"),
        "SPARQL",
        Text("请加 LIMIT，或减少互不相连的模式", "Add a LIMIT, or join the patterns of the query"),
    )


@contextmanager
def watchdog(seconds: float, lang: str = "zh") -> Iterator[None]:
    """For the command line: ends the program with exit code 4 when the block takes too long."""
    import os
    import sys
    import threading

    def end() -> None:
        error = _time_is_up(seconds)
        head = "错误：" if lang == "zh" else "Error: "
        sys.stderr.write(f"{head}{error.render(lang)}\n")
        sys.stderr.flush()
        os._exit(error.exit_code)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


# --- a process of its own -------------------------------------------------------------------


def _in_child(store: Store, query: str, union: bool, timeout: float) -> Result:
    import subprocess
    import sys

    import pyoxigraph as ox

    task = json.dumps({"query": query, "union": union}).encode() + b"\n"
    data = store.dump(format=ox.RdfFormat.N_QUADS) or b""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "kg_query.sparql"],
            input=task + data,
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _time_is_up(timeout) from None
    kind, _, content = done.stdout.partition(b"\n")
    if kind == b"fault":
        raise _fault(content.decode(), query)
    if kind not in (b"rows", b"boolean", b"graph"):
        raise LimitError(
            Text(
                "查询进程中途退出，可能是内存不足", "the query's process ended early, perhaps out of memory"
            ),
            "SPARQL",
            Text("请加 LIMIT，或拆成几个较小的查询", "Add a LIMIT, or split it into smaller queries"),
        )
    return Result(kind.decode(), content)  # type: ignore[arg-type]
