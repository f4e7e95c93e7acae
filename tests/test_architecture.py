"""The house has floors: a module imports from its own floor or below, and heavy things late."""

from __future__ import annotations

import ast
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

PACKAGE = Path(__file__).parents[1] / "kg_query"

#: floor → rooms. A package is one room; what is not listed fails the test below.
FLOORS: dict[int, set[str]] = {
    0: {"terms", "model", "errors", "files", "outputs", "conditions", "wording", "inputs"},
    1: {
        "corpus", "compile", "artefact", "store", "program", "owl", "standing", "calendar", "casefiles", "rules",
        "workers",
    },
    2: {
        "assess", "explain", "proof", "requires", "what_if", "hypotheticals", "matters", "validate", "lint",
        "ask", "search", "show", "export", "sparql", "duties", "statistics", "review", "reports", "evaluation", "compare",
        "dataset", "endpoint", "privacy", "access", "keeping", "opinion",
    },
    3: {"graph"},
    4: {"cli", "web", "doctor", "notebook", "__main__"},
}  # fmt: skip

#: Loaded only inside the functions that use them.
HEAVY = {
    "rdflib", "owlrl", "pyshacl", "pyoxigraph", "pandas", "pyarrow", "openpyxl", "yaml", "typer", "defusedxml",
    "rich", "fastapi", "numpy", "chinese_calendar", "xlsxwriter", "reasonable", "nmo_python", "owlready2",
    "jinja2", "markupsafe", "docx", "typst", "rapidfuzz", "rjieba", "IPython", "httpx",
}  # fmt: skip

MODULES = sorted(p for p in PACKAGE.rglob("*.py") if "bundled" not in p.parts)


def room(path: Path) -> str:
    """The room a module belongs to."""
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def floor(name: str) -> int | None:
    return next((f for f, rooms in FLOORS.items() if name in rooms), None)


def is_type_checking(node: ast.stmt) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def imports(tree: ast.Module, path: Path, everywhere: bool) -> list[tuple[str, int]]:
    """What a module imports when it runs (or, with `everywhere`, inside functions too): (name, line).

    Names of our own come back as `kg_query.<room>…`.
    """
    package = ["kg_query", *path.relative_to(PACKAGE).parts[:-1]]
    found: list[tuple[str, int]] = []

    def walk(nodes: list[ast.stmt]) -> None:
        for node in nodes:
            if is_type_checking(node):
                continue
            if isinstance(node, ast.Import):
                found.extend((a.name, node.lineno) for a in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = package[: len(package) - node.level + 1] if node.level else []
                name = ".".join([*base, *([node.module] if node.module else [])])
                if name == "kg_query":
                    found.extend((f"kg_query.{a.name}", node.lineno) for a in node.names)
                else:
                    found.append((name, node.lineno))
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not everywhere:
                continue
            for field in ("body", "orelse", "finalbody"):
                walk([n for n in getattr(node, field, []) if isinstance(n, ast.stmt)])
            for handler in getattr(node, "handlers", []):
                walk(handler.body)

    walk(tree.body)
    return found


class Module(NamedTuple):
    """What the tests below ask of a module: what it imports, and of that when it runs; its docstring, its lines."""

    imported: list[tuple[str, int]]
    at_once: list[tuple[str, int]]
    doc: str
    lines: int
    #: texts in the code, but for docstrings, with their lines
    texts: list[tuple[str, int]]


@cache
def read(path: Path) -> Module:
    """A module, parsed once for all tests; its tree is not kept."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    nodes = list(ast.walk(tree))
    docs = {
        id(node.body[0].value)
        for node in nodes
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    texts = [
        (node.value, node.lineno)
        for node in nodes
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and "/art_" in node.value
        and id(node) not in docs
    ]
    return Module(
        imports(tree, path, everywhere=True),
        imports(tree, path, everywhere=False),
        ast.get_docstring(tree) or "",
        len(text.splitlines()),
        texts,
    )


def named(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def test_a_module_imports_only_from_its_own_floor_or_below() -> None:
    assert len(MODULES) > 300
    for path in MODULES:
        here = room(path)
        if here == "__init__":
            continue
        mine = floor(here)
        assert mine is not None, f"{here} stands on no floor: put it into FLOORS"
        for name, line in read(path).imported:
            if not name.startswith("kg_query."):
                continue
            other = name.split(".")[1]
            if other in ("__version__", "KnowledgeGraph"):
                continue
            above = floor(other)
            assert above is not None, f"{named(path)}:{line} imports {name}, which stands on no floor"
            assert above <= mine, f"{named(path)}:{line} (floor {mine}) imports {other} (floor {above})"


def test_heavy_libraries_are_imported_where_they_are_used() -> None:
    heavy = [
        f"{named(path)}:{line} imports {name}"
        for path in MODULES
        if room(path) not in ("cli", "web", "notebook")
        for name, line in read(path).at_once
        if name.split(".")[0] in HEAVY
    ]
    assert heavy == []


def test_a_module_can_be_read_in_one_sitting() -> None:
    """Past 300 lines a module holds two ideas; templates are tables of texts, looked up and not read through."""
    long = {named(path): read(path).lines for path in MODULES if "templates" not in path.parts}
    assert {name: lines for name, lines in long.items() if lines > 400} == {}


def test_a_module_says_what_it_is_for() -> None:
    assert [named(path) for path in MODULES if not read(path).doc] == []


def test_assessing_a_matter_loads_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "from kg_query import KnowledgeGraph\n"
        "kg = KnowledgeGraph.open()\n"
        "kg.assess({'id': 'm', 'established': ['force_majeure']})\n"
        "kg.search('不可抗力')\n"
        f"print(sorted({HEAVY!r} & {{m.split('.')[0] for m in sys.modules}}))\n"
    )
    from kg_query import KnowledgeGraph

    KnowledgeGraph.open()  # a stale artefact in a clone would be compiled, with pyoxigraph
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_law_is_not_in_the_program() -> None:
    """No module names a clause, but for docstrings and the examples on help pages."""
    slugs = {p.name for p in (PACKAGE.parent / "data").iterdir() if (p / "norms.ttl").exists()}
    assert slugs
    for path in MODULES:
        if room(path) == "cli":
            continue
        for text, line in read(path).texts:
            clause = [s for s in slugs if f"{s}/art_" in text]
            assert not clause, f"{named(path)}:{line} names a clause of {clause}"
