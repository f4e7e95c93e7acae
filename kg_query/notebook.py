"""Jupyter: `%load_ext kg_query.notebook` adds `%%sparql`, a query whose rows are a pandas table.

    %%sparql --load data/examples/matters/batch.csv --out found
    SELECT ?matter ?outcome WHERE { … }

With `--comparison grounds` (or clauses, scenarios) the query also sees a comparison of the regulations.

A SELECT gives a table with real types, ASK a truth value, CONSTRUCT and DESCRIBE a `Result`. The graph is
`kg` of the notebook where it holds one, else the bundled graph, opened once.
"""

from __future__ import annotations

import argparse
import shlex
import sys
from typing import TYPE_CHECKING, Any, NoReturn

from .errors import KgqError, UsageError
from .model import Text

if TYPE_CHECKING:
    from .graph import KnowledgeGraph

__all__ = ["load_ipython_extension", "sparql"]


def sparql(
    kg: KnowledgeGraph,
    query: str,
    load: tuple[str, ...] = (),
    iris: bool = False,
    comparison: tuple[str, ...] = (),
) -> Any:
    """What a query gives, as a notebook shows it best.

    Args:
        kg: the graph.
        query: SELECT, ASK, CONSTRUCT or DESCRIBE; the project's prefixes need no declaration.
        load: files of matters or case files, added with what follows from them.
        iris: whole IRIs in place of short ids.
        comparison: parts of a comparison of the regulations, added as a graph.

    Returns a pandas table for SELECT, a bool for ASK, else a `kg_query.sparql.Result`.

    Raises:
        InputError, LimitError, UsageError: as `KnowledgeGraph.query` does.

    >>> from kg_query import KnowledgeGraph
    >>> sparql(KnowledgeGraph.open(), "ASK { id:nanmu a law:Regulation }")
    True
    """
    result = kg.query(query, load, comparison=comparison)
    if result.kind == "boolean":
        return result.boolean
    if result.kind == "graph":
        return result
    from .sparql.frames import to_frame

    return to_frame(result, short_ids=not iris)


def load_ipython_extension(shell: Any) -> None:
    """Adds `%%sparql` to the shell; called by `%load_ext kg_query.notebook`."""
    opened: list[KnowledgeGraph] = []

    def graph() -> KnowledgeGraph:
        from .graph import KnowledgeGraph

        held = shell.user_ns.get("kg")
        if isinstance(held, KnowledgeGraph):
            return held
        if not opened:
            opened.append(KnowledgeGraph.open())
        return opened[0]

    def magic(line: str, cell: str) -> Any:
        """Runs the SPARQL of the cell; see `kg_query.notebook`."""
        lang = "zh"
        try:
            wanted = _options(line)
            kg = graph()
            lang = kg.lang
            found = sparql(kg, cell, tuple(wanted.load), wanted.iris, tuple(wanted.comparison))
        except KgqError as error:
            print(error.render(lang), file=sys.stderr)
            return None
        if wanted.out:
            shell.user_ns[wanted.out] = found
            return None
        return found

    shell.register_magic_function(magic, magic_kind="cell", magic_name="sparql")


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong instead of ending the kernel."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(
            Text("%%sparql 的选项有误", f"an option of %%sparql is wrong: {message}"),
            hint=Text(
                "可用：--load 文件、--comparison 部分（均可重复）、--out 变量名、--iris",
                "Known: --load FILE and --comparison PART (both repeatable), --out NAME, --iris",
            ),
        )


def _options(line: str) -> argparse.Namespace:
    parser = _Parser(prog="%%sparql", add_help=False, exit_on_error=False)
    parser.add_argument("--load", action="append", default=[], metavar="FILE")
    parser.add_argument("--comparison", action="append", default=[], metavar="PART")
    parser.add_argument("--out", metavar="NAME")
    parser.add_argument("--iris", action="store_true")
    try:
        found = parser.parse_args(shlex.split(line))
    except (argparse.ArgumentError, ValueError) as error:
        parser.error(str(error))
    if found.out is not None and not found.out.isidentifier():
        parser.error(f"{found.out} is no name of a variable")
    return found
