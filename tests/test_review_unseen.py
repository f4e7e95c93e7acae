"""Case files written from the clauses, by a reader who had not seen the rules, come to what the clauses say."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from yaml_files import from_yaml

from kg_query import KnowledgeGraph
from kg_query.review.text import page

ROOT = Path(__file__).parents[1]
FILES = ROOT / "data" / "examples" / "casefiles"
ENTRIES: list[dict[str, Any]] = from_yaml(ROOT / "tests/reviews/unseen.yaml")
KEYS = {
    "score", "range", "grade", "base", "lines", "missing", "to_judge", "not_to_judge",
    "national", "not_national", "warnings", "not_warnings",
}  # fmt: skip


@pytest.fixture(scope="module")
def kg() -> KnowledgeGraph:
    return KnowledgeGraph.open()


def plain(value: Any) -> Any:
    """The value with dates as a case file writes them."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, date | datetime) else deepcopy(value)


def holders(node: Any, steps: list[str]) -> list[Any]:
    """What the steps lead to; `*` is every member, and every entry where a member is a list."""
    if not steps:
        return [node]
    first, rest = steps[0], steps[1:]
    if first == "*":
        members = list(node.values()) if isinstance(node, dict) else node
        flat = [entry for member in members for entry in (member if isinstance(member, list) else [member])]
        return [found for member in flat for found in holders(member, rest)]
    if isinstance(node, list):
        return holders(node[int(first)], rest)
    return holders(node.setdefault(first, {}), rest)


def change(record: dict[str, Any], path: str, value: Any) -> None:
    """Set, add or take away what the path names; a path with `*` touches only what is there."""
    *steps, last = path.split("/")
    touched = 0
    for holder in holders(record, steps):
        if last == "+":
            holder.append(plain(value))
        elif isinstance(holder, list):
            holder[int(last)] = plain(value)
        elif "*" in steps and last not in holder:
            continue
        elif value is None:
            assert last in holder, f"nothing to take away at {path}"
            del holder[last]
        else:
            holder[last] = plain(value)
        touched += 1
    assert touched, f"nothing at {path}"


def together(record: dict[str, Any], other: dict[str, Any]) -> None:
    """Add what another example says to what the first one says."""
    for name, document in other["documents"].items():
        mine = record["documents"].setdefault(name, document)
        if mine is not document:
            mine.extend(document)
    record["judgements"] += other["judgements"]
    record["evidence"] += other["evidence"]
    for key in other.keys() - record.keys():
        record[key] = other[key]
    record["circumstances"] = other["circumstances"] | record["circumstances"]


def made(entry: dict[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((FILES / entry["base"]).read_text("utf-8"))
    if "with" in entry:
        together(record, json.loads((FILES / entry["with"]).read_text("utf-8")))
    gone = []
    for path, value in entry["change"].items():
        holder, _, last = path.rpartition("/")
        if value is None and last.isdigit():
            gone.append((holder.split("/"), int(last)))
        else:
            change(record, path, value)
    for steps, place in sorted(gone, key=lambda each: -each[1]):
        for holder in holders(record, steps):
            del holder[place]
    return record


def told(got: dict[str, Any]) -> dict[str, Any]:
    return {
        "score": got["score"],
        "range": got["score_range"],
        "grade": got["grade"],
        "base": sorted(got["base"]["failed"]),
        "lines": sorted(d["line"] for d in got["deductions"]),
        "missing": sorted(got["missing_documents"]),
        "to_judge": sorted(got["to_judge"]),
        "national": sorted({n["rule"] for n in got["national"] if n["severity"] != "warning"}),
        "warnings": sorted({n["rule"] for n in got["national"]}),
    }


def differences(entry: dict[str, Any], got: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What differs: name → what the clause says, what the review says."""
    said, found = entry["expect"], {}
    for key, value in said.items():
        where = key.removeprefix("not_")
        if key in ("base", "lines", "missing"):
            value = sorted(value)
            wrong = value != got[key]
        elif key.startswith("not_"):
            wrong = bool(set(value) & set(got[where]))
        elif key in ("to_judge", "national", "warnings"):
            wrong = not set(value) <= set(got[key])
        else:
            wrong = value != got[key]
        if wrong:
            found[key] = (value, got[where])
    return found


def test_entries_are_well_formed() -> None:
    assert len({entry["name"] for entry in ENTRIES}) == len(ENTRIES) >= 35
    for entry in ENTRIES:
        assert entry["expect"].keys() <= KEYS, entry["name"]
        assert entry["expect"] and entry["why"] and entry["change"]


@pytest.fixture(scope="module")
def reviews(kg: KnowledgeGraph) -> dict[str, dict[str, Any]]:
    """All of them in one go, as a bureau would send its files."""
    files = [made(entry) | {"id": entry["name"]} for entry in ENTRIES]
    return {review["case_file"]: review for review in (r.to_json("en") for r in kg.review_many(files))}


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry["name"] for entry in ENTRIES])
def test_unseen(entry: dict[str, Any], reviews: dict[str, dict[str, Any]]) -> None:
    assert differences(entry, told(reviews[entry["name"]])) == {}, entry["why"]


@pytest.mark.parametrize("entry", ENTRIES[::17], ids=[entry["name"] for entry in ENTRIES[::17]])
def test_alone_as_among_many(
    entry: dict[str, Any], kg: KnowledgeGraph, reviews: dict[str, dict[str, Any]]
) -> None:
    assert told(kg.review(made(entry)).to_json("en")) == told(reviews[entry["name"]])


def test_headings_of_the_text_are_those_of_the_standard(kg: KnowledgeGraph) -> None:
    """Annex 3 prints 案卷归档8分; annex 4 has lost the name of the part after 催告, and the text says so."""
    named = {entry["name"]: entry for entry in ENTRIES}
    archive = page(kg.corpus, kg.review(made(named["loose-leaves-out-of-order"])))
    assert "\n  案卷归档\n    P-GD-3" in archive
    execution = kg.review(made(named["execution-of-unsaid-facts-without-an-end"]))
    assert "\n  Q-ZX（原件未印出栏目名）\n    Q-ZX-1-2" in page(kg.corpus, execution)
    assert "\n  Q-ZX (the heading is not printed in the source)\n" in page(kg.corpus, execution, "en")
