"""The numbers, files and places of an evaluation in words, for every way of writing it down."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from ..model import Text
from .report import Behind, Evaluation, TeamEvaluation, Value, plain
from .words import NO_DATA, UNNAMED

__all__ = ["basis", "behind", "figure", "listing", "parts", "period", "regulation_of", "team_name", "where"]

#: How many files and entries a line names before it only counts them.
SHOWN = 12


def figure(value: Value, lang: str) -> str:
    """The number with what it is out of: 1/8 卷（12.5%）, 42.71 分（7 卷）, no data."""
    if value.value is None:
        return NO_DATA.in_(lang)
    unit, number = value.indicator.unit.in_(lang), _short(plain(value.value))
    if value.denominator is None:
        return f"{number} {unit}"
    under = _short(plain(value.denominator))
    if value.indicator.measure == "averageScore":
        return f"{number} {unit}（{under} 卷）" if lang == "zh" else f"{number} {unit} ({under} files)"
    share = f"{float(value.value):.1%}".replace(".0%", "%")
    bracket = f"（{share}）" if lang == "zh" else f" ({share})"
    return f"{_short(plain(value.numerator))}/{under} {unit}{bracket}"


def _short(number: int | float | None) -> str:
    if number is None:
        return ""
    return str(number) if isinstance(number, int) else f"{number:.2f}".rstrip("0").rstrip(".")


def where(one: Behind) -> str:
    """The file, or the place in the record, that a number rests on."""
    return " ".join(filter(None, (one.case, one.where)))


def behind(one: Behind, lang: str, labels: Mapping[str, Text] | None = None) -> str:
    """The same with what made it count, codes by their `labels`."""
    known = labels or {}
    what = ("、" if lang == "zh" else ", ").join(known[w].in_(lang) if w in known else w for w in one.what)
    if not what:
        return where(one)
    return f"{where(one)}（{what}）" if lang == "zh" else f"{where(one)} ({what})"


def listing(
    some: Iterable[Behind],
    lang: str,
    shown: int | None = SHOWN,
    labels: Mapping[str, Text] | None = None,
) -> str:
    """Files and entries in one line; past `shown` of them only their number."""
    every = list(some)
    named = every if shown is None else every[:shown]
    text = ("；" if lang == "zh" else "; ").join(behind(b, lang, labels) for b in named)
    left = len(every) - len(named)
    if left:
        text += f"；另有 {left} 处" if lang == "zh" else f"; and {left} more"
    return text


def parts(value: Value, lang: str) -> str:
    """What the number is broken down into."""
    return ("，" if lang == "zh" else ", ").join(f"{p.label.in_(lang)} {p.count}" for p in value.parts)


def basis(value: Value, lang: str) -> list[str]:
    """Everything that stands behind a number, line by line: parts, files, what is open, remarks."""
    colon = "：" if lang == "zh" else ": "
    labels = {p.code: p.label for p in value.parts}
    found = []
    for label, text in (
        (Text("其中", "Of these"), parts(value, lang)),
        (Text("计入", "Counted"), listing(value.counted, lang, labels=labels)),
        (Text("未计入分子", "Not counted"), listing(value.others, lang) if value.denominator else ""),
        (Text("待定", "Undecided"), listing(value.undecided, lang)),
    ):
        if text:
            found.append(label.in_(lang) + colon + text)
    if value.missing is not None:
        found.append(value.missing.in_(lang))
    return [*found, *(n.in_(lang) for n in value.notes)]


def period(start: date | None, end: date | None, lang: str) -> str:
    """The period, both days included."""
    if start is None and end is None:
        return "全部" if lang == "zh" else "everything"
    if lang == "zh":
        return f"{start or '……'} 至 {end or '……'}"
    return f"{start or '…'} to {end or '…'}"


def team_name(team: TeamEvaluation, lang: str) -> str:
    """The name of the team, or that none is named."""
    return team.team or UNNAMED.in_(lang)


def regulation_of(answer: Evaluation) -> str:
    """The slug of the regulation that names the contents."""
    return answer.corpus.provisions[answer.definitions.contents[0]].regulation
