"""The notebooks run from top to bottom, and are kept without outputs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

ROOT = Path(__file__).parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_is_kept_without_outputs(path: Path) -> None:
    for cell in nbformat.read(path, as_version=4).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_a_notebook_runs(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbclient.NotebookClient(
        notebook, timeout=300, resources={"metadata": {"path": str(path.parent)}}
    ).execute()
    shown = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    assert shown
    assert not [output for output in shown if output.output_type == "error"]
    said = [output for output in shown if output.output_type == "stream" and output.name == "stderr"]
    assert not said, "a magic that fails prints why, and a warning is no result"
    empty = [output for output in shown if "Empty DataFrame" in output.get("data", {}).get("text/plain", "")]
    assert not empty, "a table without rows shows nothing"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.name)
def test_what_a_notebook_says_it_says_in_chinese_and_in_english(path: Path) -> None:
    said = "\n".join(c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown")
    chinese, english = re.findall(r"[\u4e00-\u9fff]", said), re.findall(r"[A-Za-z]+", said)
    assert len(chinese) > 100 and len(english) > 80


def test_there_is_a_tour_and_a_notebook_for_each_kind_of_work() -> None:
    assert [path.name for path in NOTEBOOKS] == [
        "01_tour.ipynb", "02_compare.ipynb", "03_cases.ipynb", "04_review.ipynb",
    ]  # fmt: skip
