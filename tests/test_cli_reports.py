"""Reports of the command line: the format and the file agree, lines fit the terminal, the command can be repeated."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import openpyxl
import pytest

from kg_query.cli.documents import agreed
from kg_query.cli.door import Door
from kg_query.cli.run import run
from kg_query.errors import UsageError
from kg_query.wording.layout import WIDTH, columns

ROOT = Path(__file__).parent.parent
MATTER = str(ROOT / "data/examples/matter.json")
FOLLOWED = str(ROOT / "data/examples/duties/followed.json")
TINY = str(ROOT / "tests/fixtures/tiny_regulation")


# --- the format and the ending of the file ------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ["assess", MATTER, "--format", "html", "-o", "x.pdf"],
        ["compare", "--format", "turtle", "-o", "x.xlsx"],
        ["query", "-e", "SELECT * {}", "--format", "csv", "-o", "x.tsv"],
        ["export", "provisions", "--format", "csv", "-o", "X.JSON"],
    ],
    ids=lambda words: words[0],
)
def test_a_format_that_the_ending_contradicts_is_refused_with_what_to_do(
    words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for lang, said in (("zh", "不一致"), ("en", "contradict")):
        assert run([*words, "--lang", lang]) == 2
        told = capsys.readouterr()
        assert told.out == "" and said in told.err and words[-1] in told.err and "--format" in told.err
    assert list(tmp_path.iterdir()) == []


def test_an_ending_that_promises_nothing_or_the_same_goes_with_any_format() -> None:
    for format, output in (
        ("json", "a.jsonld"),
        ("html", "a.HTM"),
        ("pdf", "a"),
        ("text", "a.md"),
        ("xlsx", None),
    ):
        agreed(format, output)
    with pytest.raises(UsageError, match=r"\.ttl"):
        agreed("json", "a.ttl")


# --- as wide as the terminal --------------------------------------------------------------------


class Terminal:
    """A standard output that says it is a terminal, and keeps what is written."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.said = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.said += text
        return len(text)

    def flush(self) -> None:
        pass


def shown_on(wide: int, monkeypatch: pytest.MonkeyPatch, *words: str) -> list[str]:
    """The lines of a command on a terminal so wide."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setenv("COLUMNS", str(wide))
    run([*words, "--lang", "en"])
    monkeypatch.undo()
    return terminal.said.splitlines()


@pytest.mark.parametrize(
    "words",
    [["assess", MATTER], ["requires", MATTER], ["duties", FOLLOWED], ["explain", MATTER, "-r", "nanmu"]],
    ids=lambda words: words[0],
)
def test_lines_are_as_wide_as_the_terminal_that_shows_them(
    words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    narrow, wide = shown_on(60, monkeypatch, *words), shown_on(300, monkeypatch, *words)
    assert 40 < max(map(columns, narrow)) <= 60, "what can be broken is"
    assert WIDTH < max(map(columns, wide)) <= 120, "wider than usual, but no wider than can be read"
    assert "".join("".join(narrow).split()) == "".join("".join(wide).split()), "the same words"


def test_a_file_or_a_pipe_has_lines_of_the_usual_width(monkeypatch: pytest.MonkeyPatch) -> None:
    door = Door("en")
    monkeypatch.setenv("COLUMNS", "200")
    assert door.width() == WIDTH, "pytest holds standard output"
    monkeypatch.setattr(sys, "stdout", Terminal())
    assert door.width("a.txt") == WIDTH and door.width() == 120
    for said, wide in (("10", 40), ("77", 77)):
        monkeypatch.setenv("COLUMNS", said)
        assert door.width() == wide


# --- the command that gives it again ------------------------------------------------------------


def test_the_command_in_a_workbook_names_the_language_and_that_data_were_added(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    words = ["duties", FOLLOWED, "--as-of", "2025-01-15", "--lang", "en"]
    assert run(["--data", TINY, *words, "-o", str(target)]) == 0
    said = [
        str(cell.value) for row in openpyxl.load_workbook(target).worksheets[0].iter_rows() for cell in row
    ]
    [command] = [one for one in said if one.startswith("kgq ")]
    assert command == "kgq --data DIR duties FILE --as-of 2025-01-15 --lang en"
    again = [FOLLOWED if w == "FILE" else TINY if w == "DIR" else w for w in shlex.split(command)[1:]]
    second = tmp_path / "again.xlsx"
    assert run([*again, "-o", str(second)]) == 0
    assert second.read_bytes() == target.read_bytes(), "the command gives the same file"
