"""`%%sparql` in a notebook: rows with real types, in the notebook's own graph."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg_query import KnowledgeGraph
from kg_query.notebook import load_ipython_extension, sparql
from kg_query.sparql import Result

pd = pytest.importorskip("pandas")

MATTER = Path(__file__).parents[1] / "data" / "examples" / "matter.json"
POINTS = "SELECT ?line ?points WHERE { ?line law:points ?points } ORDER BY ?line LIMIT 3"


class Shell:
    """As much of IPython as an extension needs."""

    def __init__(self) -> None:
        self.user_ns: dict[str, Any] = {}
        self.magic: Callable[[str, str], Any] = lambda line, cell: None

    def register_magic_function(self, function: Any, magic_kind: str, magic_name: str) -> None:
        assert (magic_kind, magic_name) == ("cell", "sparql")
        self.magic = function


@pytest.fixture
def shell() -> Shell:
    made = Shell()
    load_ipython_extension(made)
    return made


def test_rows_are_a_table_with_real_types_and_short_ids(shell: Shell) -> None:
    table = shell.magic("", POINTS)
    assert list(table.columns) == ["line", "points"]
    assert str(table["points"].dtype) in ("Int64", "Float64")
    assert table["line"][0].startswith("puxian-review/")


def test_whole_iris_on_request(shell: Shell) -> None:
    assert shell.magic("--iris", POINTS)["line"][0].startswith("https://w3id.org/kg-query/id/")


def test_an_answer_goes_into_a_variable(shell: Shell) -> None:
    assert shell.magic("--out found", "ASK { id:nanmu a law:Regulation }") is None
    assert shell.user_ns["found"] is True


def test_the_graph_of_the_notebook_is_asked(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.user_ns["kg"] = KnowledgeGraph.open(lang="en")
    monkeypatch.setattr(KnowledgeGraph, "open", lambda: pytest.fail("opened a second graph"))
    assert shell.magic("", "ASK { id:town a law:Regulation }") is True


def test_files_are_loaded_beside_the_law(shell: Shell) -> None:
    query = "SELECT (COUNT(DISTINCT ?m) AS ?matters) WHERE { ?m a law:Matter }"
    table = shell.magic(f"--load '{MATTER}'", query)
    assert table["matters"].tolist() == [1]


def test_a_graph_comes_as_a_result() -> None:
    found = sparql(KnowledgeGraph.open(), "CONSTRUCT { ?r a ?t } WHERE { ?r a ?t , law:Regulation }")
    assert isinstance(found, Result)
    assert found.kind == "graph"


@pytest.mark.parametrize(
    ("line", "cell", "said"),
    [
        ("", "SELECT ?x WHERE {", "SPARQL"),
        ("--wrong", POINTS, "--load"),
        ("--out 1x", POINTS, "--out"),
        ('--load "', POINTS, "--load"),
        ("--load no/such/file.json", POINTS, "no/such/file.json"),
        ("", "SELECT * WHERE { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "SERVICE"),
    ],
)
def test_faults_are_told_and_the_kernel_goes_on(
    shell: Shell, capsys: pytest.CaptureFixture[str], line: str, cell: str, said: str
) -> None:
    assert shell.magic(line, cell) is None
    told = capsys.readouterr().err
    assert said in told
    assert "Traceback" not in told


def test_a_query_sees_a_comparison_when_told_to(shell: Shell) -> None:
    asked = "ASK { ?relation a law:GroundRelation ; law:firstRegulation id:nanmu }"
    assert shell.magic("--comparison grounds", asked) is True
    assert shell.magic("", asked) is False
