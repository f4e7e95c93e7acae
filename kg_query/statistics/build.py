"""Makes the report: acts out of what was read, sorted by year, counted, and checked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from ..calendar.days import asked_day
from ..errors import InputError, UsageError
from ..model import Text
from .casefile_acts import acts_of_case, group_of
from .checks import check_acts, check_cases, check_days, check_figures
from .counting import Figures, Tally
from .definitions import Definitions
from .report import StatisticsReport, figures_of_json
from .sorting import Notes, Sorter
from .sources import Case, Material, Source, read
from .values import Act, Entry, LeftOut

if TYPE_CHECKING:
    from ..corpus import Corpus

__all__ = ["statistics"]


def statistics(
    corpus: Corpus,
    definitions: Definitions,
    sources: Source | Iterable[Source],
    year: int,
    *,
    reported: str | date | None = None,
    published: str | date | None = None,
    order: str | None = None,
    previous: Source | Iterable[Source] = (),
    format: str | None = None,
    today: date | None = None,
) -> StatisticsReport:
    """The annual report on the enforcement of one year.

    Args:
        corpus: the graph.
        definitions: `load()`.
        sources: case files and registers: paths, dicts shaped like their JSON, `CaseFile`s.
        year: the calendar year, 1 January to 31 December.
        reported, published: the days of filing and publishing; without them lateness is not checked.
        order: the order of penalties from light to heavy; by default the one the graph prefers.
        previous: the same for the year before, or a report on it as JSON: for comparisons.
        format: the format of files whose ending does not tell it.
        today: what later days are taken to lie in the future; by default the day of filing or
            publishing, else the day of the run.

    Raises:
        InputError: with every problem of every file.
        UsageError: a year out of range, an unknown order or format, a date that is none.

    Source: the system of statistics; the tables and counting rules are in `data/statistics/tables.ttl`.
    """
    if not 1949 <= year <= 9998:
        raise UsageError(Text(f"年度不能是 {year}", f"the year cannot be {year}"))
    days = [asked_day(reported, "--reported"), asked_day(published, "--published")]
    stated = [d for d in days if d is not None]
    ahead = today or max(stated, default=date.today())
    material = read(sources, corpus, definitions, format)
    if material.reports:
        raise InputError(
            Text("年报只能用于 --previous", "a report can only be given as --previous"),
            hint=Text("这里需要案卷和登记册", "Case files and registers are needed here"),
        )
    report = _report(corpus, definitions, material, year, order, ahead, days)
    before = read(previous, corpus, definitions, format)
    return StatisticsReport(
        **{f: getattr(report, f) for f in report.__dataclass_fields__ if f not in _LATER},
        reported=days[0],
        published=days[1],
        previous=_previous(corpus, definitions, before, year - 1, order, ahead, report),
    )


_LATER = ("reported", "published", "previous")


def _previous(
    corpus: Corpus, definitions: Definitions, material: Material, year: int, order: str | None, ahead: date,
    report: StatisticsReport,
) -> Figures | None:  # fmt: skip
    """The numbers of the year before, from a report on it or from its data; None where none is given."""
    for given in material.reports:
        if given.get("statistics") != year:
            raise InputError(
                Text(
                    f"--previous 的年报是 {given.get('statistics')} 年度的，应为 {year} 年度",
                    f"the report given as --previous is on {given.get('statistics')}, not {year}",
                )
            )
        return _on_form(figures_of_json(definitions.form(year), given), report, definitions, year)
    if not (material.cases or material.acts or material.entries):
        return None
    figures = _report(corpus, definitions, material, year, order, ahead, [None, None]).total
    return _on_form(figures, report, definitions, year)


def _on_form(figures: Figures, report: StatisticsReport, definitions: Definitions, year: int) -> Figures:
    """The numbers put into the columns of this year's form; None where that year's form had no such one."""
    before = definitions.form(year)
    values = {}
    for key, column in report.form.columns.items():
        number = report.form.of[column.table].number
        table = before.of.get(number)
        values[key] = figures.values.get(f"{table.key}.{column.name}") if table else None
    return Figures(values, figures.no_power)


def _report(
    corpus: Corpus, definitions: Definitions, material: Material, year: int, order: str | None, ahead: date,
    days: list[date | None],
) -> StatisticsReport:  # fmt: skip
    notes = Notes(definitions, corpus)
    check_days(definitions, year, days[0], days[1], notes)
    cases, acts = _distinct(definitions, material, notes)
    tally = Tally(definitions.form(year), definitions.order(order))
    sorter = Sorter(definitions, tally.form, ahead, notes)
    counted = []
    for case in cases:
        tally.know(group_of(case.record))
    for act in acts:
        tally.know(act.group)
    for act in sorter.passing(acts):
        if tally.add(act):
            counted.append(act)
        else:
            notes.leave_out(act, Text("本年度的表式没有这一栏", "this year's form has no such column"))
    entries = _entries(definitions, material.entries, notes)
    for entry in entries:
        tally.state(entry)
    _undecided(tally, cases, acts, notes)
    check_cases(definitions, cases, notes)
    check_acts(definitions, acts, counted, notes)
    check_figures(tally, entries, notes)
    groups = tally.groups
    place = {key: number for number, key in enumerate(tally.form.columns)}
    return StatisticsReport(
        definitions,
        tally.form,
        tally.order,
        tally.figures(),
        {organ: _organ(tally, organ) for organ in tally.organs},
        {group: tally.figures([group]) for group in groups},
        tuple(sorted(tally.trace, key=lambda line: place[line.column])),
        tuple(notes.findings),
        tuple(notes.left_out),
        len(material.cases),
        len(material.acts) + len(material.entries),
        revoked=sum(1 for a in counted if a.revoked),
    )


def _organ(tally: Tally, organ: str) -> Figures:
    figures = tally.figures([g for g in tally.groups if g[0] == organ])
    return Figures(figures.values, figures.no_power)


def _distinct(definitions: Definitions, material: Material, notes: Notes) -> tuple[list[Case], list[Act]]:
    """Case files and entries, each id once; of doubles the first counts and the rest are told."""
    seen: dict[str, str] = {}
    cases: list[Case] = []
    acts: list[Act] = []
    for case in material.cases:
        if case.id in seen:
            notes.find("same-id", case.id, case.where, value=case.id, other=seen[case.id])
            reason = definitions.checks["same-id"].label
            notes.left_out.append(LeftOut(case.id, case.where, None, None, reason))
            continue
        seen[case.id] = case.where
        cases.append(case)
        if not group_of(case.record)[0]:
            notes.find("no-organ", case.id, case.where)
        acts.extend(acts_of_case(definitions, case.id, case.record, case.where))
    first: dict[str, str] = {}
    for act in material.acts:
        if act.id in first:
            notes.find("same-id", act.id, act.where, value=act.id, other=first[act.id])
            notes.leave_out(act, definitions.checks["same-id"].label)
            continue
        first[act.id] = act.where
        if not act.group[0]:
            notes.find("no-organ", act.id, act.where)
        acts.append(act)
    return cases, acts


def _entries(definitions: Definitions, given: Iterable[Entry], notes: Notes) -> list[Entry]:
    """Statements, each id once, and staff once for each organ and team."""
    kept: list[Entry] = []
    first: dict[str, str] = {}
    staffed: dict[tuple[str, str], Entry] = {}
    for entry in given:
        known = first.setdefault(entry.id, entry.where)
        double = staffed.setdefault(entry.group, entry) if entry.what == "staff" else entry
        if known != entry.where or double is not entry:
            other = known if known != entry.where else double.where
            notes.find("same-id", entry.id, entry.where, value=entry.id, other=other)
            reason = definitions.checks["same-id"].label
            notes.left_out.append(LeftOut(entry.id, entry.where, entry.what, None, reason))
        else:
            kept.append(entry)
    return kept


def _undecided(tally: Tally, cases: Iterable[Case], acts: Iterable[Act], notes: Notes) -> None:
    """Case files without an act that the tables of every organ count: told, so that none is lost."""
    decided = {a.id for a in acts if a.origin == "casefile" and a.act in tally.form.main}
    for case in cases:
        if case.id not in decided:
            reason = Text(
                "案卷中没有处罚决定、强制措施决定、强制执行或者法院申请",
                "the file holds no penalty decision, measure, execution or application to the court",
            )
            notes.left_out.append(LeftOut(case.id, case.where, None, None, reason))
