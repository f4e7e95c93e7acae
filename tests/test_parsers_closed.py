"""No parser of ours opens what a user's text names: a string that is an address or a path is never handed to one."""

from __future__ import annotations

import ast
import importlib.util
import socket
import sys
import threading
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "kg_query"
MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "bundled" not in p.parts)

#: Modules that let pyoxigraph read a file by its path, and whose files those are.
BY_PATH = {
    "store.py": "the graph's own files and the folders of --data",
    "statistics/loading.py": "the graph's own files",
    "validate/shacl.py": "bundled files",
    "reports/thresholds.py": "bundled files",
}


#: Calls that may open what they are given.
OPENING = {"parse", "validate", "convert_graph", "load_file", "from_pyfile", "load", "bulk_load"}


def called(call: ast.Call) -> str:
    """The last name of what is called: `parse` for `Graph().parse(…)`."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def imported(nodes: list[ast.AST]) -> dict[str, str]:
    """Names that a module takes from libraries, each with its library."""
    found: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            found |= {(a.asname or a.name).split(".")[0]: a.name.split(".")[0] for a in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found |= {a.asname or a.name: (node.module or "").split(".")[0] for a in node.names}
    return found


def faults(path: Path) -> list[str]:
    """Calls in a module by which a library could open what a text names."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    names, told = imported(nodes), []
    libraries = set(names.values())
    for call in nodes:
        if not isinstance(call, ast.Call) or called(call) not in OPENING:
            continue
        name, place = called(call), f"{path.name}:{call.lineno}"
        of = names.get(ast.unparse(call.func).split(".")[0].split("(")[0])
        given = {k.arg: k.value for k in call.keywords}
        if libraries & {"rdflib", "pyshacl"} and name == "parse" and of not in ("pyoxigraph", "yaml", "ast"):
            told.append(f"{place}: rdflib's parse opens addresses and paths")
        if name == "validate" and of == "pyshacl":
            imports = given.get("do_owl_imports")
            if "js" in given or (imports is not None and ast.unparse(imports) != "False"):
                told.append(f"{place}: pyshacl would fetch imports or run scripts")
            if call.args and isinstance(call.args[0], (ast.Constant, ast.JoinedStr)):
                told.append(f"{place}: pyshacl opens a string")
        if name in ("convert_graph", "load_file", "from_pyfile"):
            told.append(f"{place}: {name} opens what it is given")
        reads = name in ("parse", "load", "bulk_load") and "path" in given
        theirs = of == "pyoxigraph" or (of is None and isinstance(call.func, ast.Attribute))
        if reads and theirs and path.relative_to(PACKAGE).as_posix() not in BY_PATH:
            told.append(f"{place}: a path is read that is not one of the graph's own")
    return told


def test_P8_no_parser_is_given_what_it_could_open() -> None:
    """`Graph().parse(text)` and `pyshacl.validate(text)` open a text that is an address or a path."""
    assert [fault for path in MODULES for fault in faults(path)] == []


@pytest.mark.parametrize(
    "code",
    [
        "from rdflib import Graph\nGraph().parse(text)",
        "import rdflib\nrdflib.Graph().parse(data=text, format='turtle')",
        "from pyshacl import validate\nvalidate('http://x/', shacl_graph=g)",
        "import pyshacl\npyshacl.validate(g, do_owl_imports=True)",
        "from pyshacl import validate\nvalidate(g, js=True)",
        "import pyoxigraph as ox\nox.parse(path=text)",
        "store.load(path=text)",
    ],
)
def test_P8_the_look_at_our_own_calls_can_fail(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "module.py"
    path.write_text(code)
    monkeypatch.setattr(sys.modules[__name__], "PACKAGE", tmp_path)
    assert len(faults(path)) == 1


def test_H6_nothing_that_runs_scripts_in_shapes_is_installed_for_us() -> None:
    """pyshacl's JavaScript extra would run code out of a shapes file."""
    assert importlib.util.find_spec("pyduktape2") is None and importlib.util.find_spec("pyduktape") is None
    project = (PACKAGE.parent / "pyproject.toml").read_text("utf-8")
    assert "pyshacl[" not in project
    pinned = (PACKAGE.parent / "constraints.txt").read_text("utf-8").lower()
    assert "duktape" not in pinned


def test_P8_turtle_that_names_addresses_is_read_without_a_connection(tmp_path: Path) -> None:
    """The canary hears nothing: imports, prefixes, bases and contexts are names, not things to fetch."""
    from kg_query import KnowledgeGraph

    with socket.create_server(("127.0.0.1", 0)) as canary:
        hits: list[object] = []
        canary.settimeout(0.2)
        done = threading.Event()

        def listen() -> None:
            while not done.is_set():
                try:
                    hits.append(canary.accept()[1])
                except TimeoutError:
                    continue

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        base = f"http://127.0.0.1:{canary.getsockname()[1]}/"
        (tmp_path / "text.ttl").write_text(
            f"@base <{base}> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
            f"<> a owl:Ontology ; owl:imports <{base}other.ttl> , <file:///etc/passwd> .\n"
        )
        from kg_query.dataset.assemble import asserted
        from kg_query.dataset.closure import closure
        from kg_query.files import TurtleFile

        class Law:
            corpus = KnowledgeGraph.open().corpus
            sources = (TurtleFile(tmp_path / "text.ttl", "added/text.ttl"),)

        parts = asserted(Law())
        closure(q for part in parts[:1] for q in part.quads)
        done.set()
        listener.join(5)
        assert hits == [] and len(parts[0].quads) == 3
