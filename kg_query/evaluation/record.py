"""What an evaluator wrote down about a team besides its case files: the evaluation record (JSON or YAML).

    {"team": "蒲县某镇综合行政执法队", "kind": "town", "evaluator": "蒲县某镇人民政府",
     "from": "2024-01-01", "to": "2024-12-31",
     "training": [{"on": "2024-03-15", "subject": "行政处罚法", "hours": 4, "participants": 9}],
     "complaints": [], "procedure": {"on_site_evaluation": "2025-01-06"}}

A list that is stated to be empty says that there was nothing of the kind; one that is left out says
nothing. Every key is known; anything else is a fault with the nearest known word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ..errors import InputError, did_you_mean, known_words
from ..inputs import (
    Faults,
    read_bytes,
    read_json,
    read_yaml,
    refuse_disguise,
    shown,
    text_or_fault,
    type_name,
)
from ..model import Text

if TYPE_CHECKING:
    from ..corpus import Corpus
    from .definitions import Definitions

__all__ = ["ENTRIES", "Entry", "TeamRecord", "read_records", "record_of"]

#: The lists of a record, and what each field of an entry holds; ! marks what must be there.
ENTRIES: dict[str, dict[str, str]] = {
    "training": {"on": "date!", "subject": "text", "hours": "number", "participants": "count"},
    "complaints": {"case": "text", "received_on": "date", "found_true": "boolean", "detail": "text"},
    "accountability": {"case": "text", "officer": "text", "decided_on": "date", "outcome": "text"},
    "remedies": {
        "case": "text", "kind": "remedy-kind!", "filed_on": "date", "decided_on": "date", "result": "remedy-result",
    },
    "surveys": {
        "on": "date!", "method": "method!", "respondents": "count", "satisfied": "count", "detail": "text",
    },
    "commendations": {"on": "date", "subject": "text!", "by": "text", "detail": "text"},
    "remarks": {"on": "date", "detail": "text!"},
}  # fmt: skip

_HEAD = ("team", "kind", "evaluator", "from", "to", "procedure")

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TeamRecord:
    """The record of one team.

    Attributes:
        team: its name; None where the record names none.
        kind: code of the kind of team, or None.
        evaluator: who evaluates, in the record's words.
        start, end: the period of the evaluation, where the record states one.
        entries: list → its entries; a list that is not stated is not a key.
        events: step → its day.
        source: the file.
    """

    team: str | None = None
    kind: str | None = None
    evaluator: str | None = None
    start: date | None = None
    end: date | None = None
    entries: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    events: Mapping[str, date] = field(default_factory=dict)
    source: str | None = None


def read_records(
    sources: str | Path | Iterable[str | Path], corpus: Corpus, definitions: Definitions
) -> list[TeamRecord]:
    """The records in files of JSON or YAML, each one record or a list of them; `-` is standard input.

    Raises InputError with every fault of every file.
    """
    faults, found = Faults(), []
    for path in [sources] if isinstance(sources, (str, Path)) else list(sources):
        try:
            data, where = read_bytes(path)
            kind = "yaml" if Path(path).suffix.lower() in (".yaml", ".yml") else "json"
            refuse_disguise(data, kind, where)
            if kind == "yaml":
                documents = read_yaml(data, where, Decimal)
                value: object = documents[0] if len(documents) == 1 else documents
            else:
                value = read_json(data, where, Decimal)
        except InputError as fault:
            faults.problems.extend(fault.problems)
            continue
        several = value if isinstance(value, list) else [value]
        for number, one in enumerate(several, 1):
            place = f"{where} › [{number}]" if isinstance(value, list) else where
            record = _Reading(place, corpus, definitions, faults).record(one)
            found += [record] if record else []
    faults.raise_if_any()
    return found


def record_of(data: object, corpus: Corpus, definitions: Definitions) -> TeamRecord:
    """The record in plain Python data shaped like the JSON. Raises InputError with every fault."""
    faults = Faults()
    record = _Reading("record", corpus, definitions, faults).record(data)
    faults.raise_if_any()
    assert record is not None
    return record


class _Reading:
    def __init__(self, where: str, corpus: Corpus, definitions: Definitions, faults: Faults) -> None:
        self.where, self.faults, self.definitions = where, faults, definitions
        codes = corpus.case_schema.codes
        remedy = corpus.case_schema.nodes[corpus.case_schema.case.fields["remedies"].node or ""].fields
        self.codes = {
            "remedy-kind": tuple(codes[remedy["kind"].codes or ""]),
            "remedy-result": tuple(codes[remedy["result"].codes or ""]),
            "method": tuple(definitions.methods),
            "kind": tuple(definitions.kinds),
        }

    def fault(self, path: str, zh: str, en: str, hint: Text | None = None) -> None:
        self.faults.add(f"{self.where} › {path}" if path else self.where, zh, en, hint)

    def record(self, data: object) -> TeamRecord | None:
        before = len(self.faults.problems)
        if not isinstance(data, Mapping):
            kind = type_name(data)
            self.fault("", f"应为一份评议记录，这里是{kind.zh}", f"a record is an object, not {kind.en}")
            return None
        self.known(data, (*_HEAD, *ENTRIES), "")
        kind = self.one(data, "kind", "kind", "kind")
        days = [self.one(data, key, "date", key) for key in ("from", "to")]
        if days[0] and days[1] and days[0] > days[1]:
            self.fault("to", "期间的末日早于首日", "the period ends before it begins")
        made = TeamRecord(
            self.one(data, "team", "text", "team"),
            kind,
            self.one(data, "evaluator", "text", "evaluator"),
            days[0],
            days[1],
            {key: self.entries(key, data[key]) for key in ENTRIES if data.get(key) is not None},
            self.events(data.get("procedure")),
            self.where.partition(" › ")[0],
        )
        return made if len(self.faults.problems) == before else None

    def known(self, data: Mapping[Any, Any], keys: Iterable[str], path: str) -> None:
        words = tuple(keys)
        for key in data:
            if key not in words:
                self.fault(
                    path,
                    f"没有“{shown(key)}”这一项",
                    f"there is no key “{shown(key)}”",
                    did_you_mean(str(key), words) or known_words(words),
                )

    def entries(self, name: str, value: object) -> tuple[Entry, ...]:
        if not isinstance(value, list):
            self.fault(
                name,
                "应为列表；没有的写 []",
                "a list is needed; write [] where there is nothing",
            )
            return ()
        fields, found = ENTRIES[name], []
        for number, one in enumerate(value, 1):
            path = f"{name}/{number}"
            if not isinstance(one, Mapping):
                kind = type_name(one)
                self.fault(path, f"应为对象，这里是{kind.zh}", f"an object is needed, not {kind.en}")
                continue
            self.known(one, fields, path)
            entry = {}
            for key, type_ in fields.items():
                said = self.one(one, key, type_.rstrip("!"), f"{path}/{key}")
                if said is not None:
                    entry[key] = said
                elif type_.endswith("!") and one.get(key) is None:
                    self.fault(path, f"没有写明 {key}", f"{key} is missing")
            if not any(v is not None for v in one.values()) and "!" not in "".join(fields.values()):
                self.fault(path, "这一条是空的", "the entry is empty")
            self.fit(entry, path)
            found.append(entry)
        return tuple(found)

    def fit(self, entry: Mapping[str, Any], path: str) -> None:
        if entry.get("satisfied", 0) > entry.get("respondents", entry.get("satisfied", 0)):
            self.fault(path, "满意人数多于答复人数", "more people are satisfied than answered")
        filed, decided = entry.get("filed_on"), entry.get("decided_on")
        if filed and decided and decided < filed:
            self.fault(path, "处理结果早于提出之日", "it was decided before it was brought")

    def events(self, value: object) -> dict[str, date]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault(
                "procedure",
                "应为对象：步骤和日期",
                "an object of steps and days is needed",
            )
            return {}
        self.known(value, self.definitions.steps, "procedure")
        found = {}
        for key in self.definitions.steps:
            day = self.one(value, key, "date", f"procedure/{key}")
            if day is not None:
                found[key] = day
        return found

    def one(self, data: Mapping[Any, Any], key: str, type_: str, path: str) -> Any:
        """The value of one field; None where there is none or it is not what it should be."""
        value = data.get(key)
        if value is None:
            return None
        try:
            return self.typed(value, type_, path)
        except _Bad as bad:
            self.fault(path, bad.text.zh, bad.text.en, bad.hint)
            return None

    def typed(self, value: Any, type_: str, path: str) -> Any:
        if type_ == "date":
            return _day(value)
        if type_ == "boolean":
            return (
                value if isinstance(value, bool) else _bad("应为 true 或者 false", "true or false is needed")
            )
        if type_ in ("number", "count"):
            return _number(value, whole=type_ == "count")
        if type_ == "text":
            text = text_or_fault(value, f"{self.where} › {path}", self.faults)
            return text.strip() or None if text else None
        known = self.codes[type_]
        if value not in known:
            hint = did_you_mean(str(value), known) or known_words(known)
            _bad(f"不能是“{shown(value)}”", f"it cannot be “{shown(value)}”", hint)
        return value


class _Bad(Exception):
    def __init__(self, text: Text, hint: Text | None) -> None:
        self.text, self.hint = text, hint


def _bad(zh: str, en: str, hint: Text | None = None) -> NoReturn:
    raise _Bad(Text(zh, en), hint)


def _day(value: Any) -> date:
    from ..calendar.days import as_date

    if not isinstance(value, (str, date)):
        _bad("应为日期，如 2024-05-01", "a date is needed, like 2024-05-01")
    try:
        return as_date(value)
    except InputError as fault:
        problem = fault.problems[0]
        raise _Bad(problem.message, problem.hint) from None


def _number(value: Any, whole: bool) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        _bad("应为数字", "a number is needed")
    number = Decimal(str(value))
    if not number.is_finite() or number < 0 or number > 10**9:
        _bad("应为不小于 0 的数", "a number of 0 or more is needed")
    if whole and number != number.to_integral_value():
        _bad("应为整数", "a whole number is needed")
    return number
