"""pandas tables with real types: of verdicts, reviews, answers and the tables of a report."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from kg_query import KnowledgeGraph
from kg_query.errors import InputError, UsageError
from kg_query.reports.documents.as_frame import frame, table_frame
from kg_query.reports.documents.model import Cell, Column, Marked, Run, Table
from kg_query.review.frames import ROWS

pd = pytest.importorskip("pandas")

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
CASES = EXAMPLES / "casefiles"


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


# --- tables of a report ---------------------------------------------------------------------


def test_a_table_of_a_report_keeps_its_types_and_its_notes() -> None:
    table = Table(
        "t",
        "Points",
        (Column("line", "Line"), Column("n", "Number"), Column("share", "Share"), Column("met", "Met"),
         Column("text", "Text"), Column("mixed", "Mixed")),
        (
            ("A", 2, 0.5, Cell(True, "good", "as printed"), Marked((Run("尽职"), Run("尽责", "removed"))), 1),
            (Cell("B"), None, 1, False, None, "one"),
        ),
    )  # fmt: skip
    made = table_frame(table)
    assert {name: str(dtype) for name, dtype in made.dtypes.items()} == {
        "line": "string", "n": "Int64", "share": "Float64", "met": "boolean", "met_note": "string",
        "text": "string", "mixed": "object",
    }  # fmt: skip
    assert made.loc[0, "text"] == "尽职[-尽责-]"
    assert made.loc[0, "met_note"] == "as printed" and made.loc[1, "met_note"] is pd.NA
    assert made.loc[1, "n"] is pd.NA
    assert made.attrs["title"] == "Points"


def test_a_table_without_rows_keeps_its_columns() -> None:
    made = table_frame(Table("t", "Nothing", (Column("a", "A"), Column("b", "B")), ()))
    assert list(made.columns) == ["a", "b"] and made.empty


def test_dates_and_orders_are_kept() -> None:
    made = frame(
        {"on": ["2024-02-29", None], "grade": ["good", "bad"], "n": [None, None]},
        days=["on"],
        ordered={"grade": ("bad", "good", "best")},
        types={"n": "Int64"},
    )
    assert made["on"].dt.day.tolist()[0] == 29 and pd.isna(made.loc[1, "on"])
    assert made["grade"].max() == "good" and made["grade"].value_counts()["best"] == 0
    assert str(made["n"].dtype) == "Int64"


def test_without_pandas_the_hint_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(UsageError) as caught:
        frame({"a": [1]})
    assert "kg-query[analysis]" in str(caught.value.hint)


# --- verdicts -------------------------------------------------------------------------------


def test_verdicts_are_one_row_for_each_matter_and_regulation(kg: KnowledgeGraph) -> None:
    given = [EXAMPLES / "matters" / "disputed.json", {"id": "m9", "established": ["force_majeure"]}]
    found = kg.assess_df(given)
    verdicts = list(kg.assess_many([*_matters(kg, given[0]), kg.matter(given[1])]))
    assert len(found) == len(verdicts) * len(kg.corpus.assessed)
    for verdict in verdicts:
        rows = found[found["matter"] == verdict.matter].set_index("regulation")
        for result in verdict.results:
            row = rows.loc[result.regulation]
            assert row["outcome"] == result.outcome
            clauses = [] if row["clauses"] is pd.NA else row["clauses"].split("; ")
            assert clauses == list(dict.fromkeys(p for o in result.outcomes for p in o.provisions))
            assert row["could_change"] == len(result.could_change)


def _matters(kg: KnowledgeGraph, path: Path) -> list[object]:
    from kg_query.matters import read_matters

    return list(read_matters(path, kg.corpus))


def test_outcomes_sort_by_precedence(kg: KnowledgeGraph) -> None:
    reversed_act = {
        "id": "m1",
        "established": [
            "in_reconsideration_or_litigation", "court_changed_act", "only_discretion_range_changed",
        ],
    }  # fmt: skip
    found = kg.assess_df(reversed_act, ["lianyungang", "mingshan"])
    assert found["outcome"].dtype.ordered
    assert found["outcome"].tolist() == ["not_fault", "liability"]
    assert found["outcome"].min() == "not_fault"
    assert found["strictness"].tolist() == sorted(found["strictness"])
    assert str(found["strictness"].dtype) == "Int64"


def test_types_do_not_hang_on_what_happens_to_be_known(kg: KnowledgeGraph) -> None:
    undated = kg.assess_df({"id": "m1", "established": ["force_majeure"]})
    dated = kg.assess_df({"id": "m1", "date": "2024-11-02", "established": ["force_majeure"]})
    assert undated["in_force"].dtype == dated["in_force"].dtype == "boolean"
    assert undated["date"].dtype.kind == dated["date"].dtype.kind == "M"


def test_a_fault_in_a_file_is_told_as_ever(kg: KnowledgeGraph, tmp_path: Path) -> None:
    with pytest.raises(InputError):
        kg.assess_df(tmp_path / "missing.json")


# --- reviews --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def paths() -> list[Path]:
    return [
        CASES / f"penalty-{name}.json" for name in ("full", "59.5", "half-judged", "missing-documents", "unlawful-evidence")
    ]  # fmt: skip


def test_files_have_their_scores_and_grades(kg: KnowledgeGraph, paths: list[Path]) -> None:
    found = kg.review_df(paths)
    assert found["score"].tolist() == [100.0, 59.5, pd.NA, 86.0, 0.0]
    assert found["passes"].tolist() == [True, False, True, True, False]
    assert found["grade"].dropna().min() == "不合格"
    assert found.loc[found["case"] == found["case"][2], "grade"].isna().all()
    half = found.iloc[2]
    assert half["lowest"] < half["highest"] and half["to_judge"] > 0


def test_points_lost_are_the_deductions_line_by_line(kg: KnowledgeGraph, paths: list[Path]) -> None:
    files, lines = kg.review_df(paths), kg.review_df(paths, "deductions")
    by_case = lines.groupby("case")["points"].sum()
    for _, row in files[files["points_lost"] > 0].iterrows():
        assert by_case[row["case"]] == row["points_lost"] == 100 - row["score"]
    assert set(by_case.index) == set(files.loc[files["points_lost"] > 0, "case"])


def test_repairs_lift_a_file_that_fails(kg: KnowledgeGraph) -> None:
    [reaches] = kg.review_df(CASES / "penalty-59.5.json", "repairs")["reaches"].unique()
    assert reaches >= 60
    none = kg.review_df(CASES / "penalty-full.json", "repairs")
    assert len(none) == 1 and none.loc[0, "step"] is pd.NA


@pytest.mark.parametrize("rows", ROWS)
def test_every_kind_of_row_begins_with_the_case_and_keeps_its_types(
    kg: KnowledgeGraph, paths: list[Path], rows: str
) -> None:
    some, none = kg.review_df(paths, rows), kg.review_df([], rows)
    assert some.columns[0] == "case" and len(some)
    assert list(none.columns) == list(some.columns) and none.empty
    english = kg.review_df(paths, rows, lang="en")
    assert len(english) == len(some)


def test_unknown_rows_are_refused(kg: KnowledgeGraph, paths: list[Path]) -> None:
    with pytest.raises(UsageError, match="deduction"):
        kg.review_df(paths[:1], "deduction")  # type: ignore[arg-type]


# --- answers --------------------------------------------------------------------------------


def test_an_answer_is_a_table_with_the_same_rows(kg: KnowledgeGraph) -> None:
    answer = kg.ask("relief-for-ground", {"ground": "force_majeure"}, lang="en")
    found = kg.ask_df("relief-for-ground", {"ground": "force_majeure"}, lang="en")
    assert tuple(found.columns) == answer.columns
    assert [tuple(None if pd.isna(v) else v for v in row) for row in found.values.tolist()] == list(
        answer.rows
    )
    assert str(kg.ask_df("points-by-stage")["total"].dtype) in ("Int64", "Float64")
