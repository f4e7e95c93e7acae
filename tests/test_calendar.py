"""Working days, rest days and statutory holidays, against the published schedules of the years."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kg_query import calendar
from kg_query.errors import InputError

ROOT = Path(__file__).parents[1]

#: The days that the notices of 2022 to 2026 turned into working days.
WORKED_WEEKENDS = {
    2022: "01-29 01-30 04-02 04-24 05-07 10-08 10-09",
    2023: "01-28 01-29 04-23 05-06 06-25 10-07 10-08",
    2024: "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12",
    2025: "01-26 02-08 04-27 09-28 10-11",
    2026: "01-04 02-14 02-28 05-09 09-20 10-10",
}

#: The holidays proper of those years: New Year, Spring Festival, Qingming, Labour Day, Dragon Boat,
#: Mid-Autumn, National Day. 11 days until 2024, 13 from 2025.
STATUTORY = {
    2022: "01-01 02-01 02-02 02-03 04-05 05-01 06-03 09-10 10-01 10-02 10-03",
    2023: "01-01 01-22 01-23 01-24 04-05 05-01 06-22 09-29 10-01 10-02 10-03",
    2024: "01-01 02-10 02-11 02-12 04-04 05-01 06-10 09-17 10-01 10-02 10-03",
    2025: "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06",
    2026: "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
}


def days_of(year: int) -> list[str]:
    first = date(year, 1, 1)
    return [d.isoformat() for n in range(366) if (d := first + timedelta(days=n)).year == year]


@pytest.mark.parametrize("year", sorted(WORKED_WEEKENDS))
def test_the_weekends_worked_are_those_of_the_notice(year: int) -> None:
    worked = [d for d in days_of(year) if calendar.is_weekend(d) and calendar.is_working_day(d)]
    assert worked == [f"{year}-{d}" for d in WORKED_WEEKENDS[year].split()]


@pytest.mark.parametrize("year", sorted(STATUTORY))
def test_the_statutory_holidays_are_those_of_the_measures(year: int) -> None:
    held = [d for d in days_of(year) if calendar.is_statutory_holiday(d)]
    assert held == [f"{year}-{d}" for d in STATUTORY[year].split()]
    assert [d.day for d in calendar.statutory_holidays(year)] == held


def test_there_were_ten_then_eleven_and_now_thirteen_days() -> None:
    def number(year: int) -> int:
        return len(calendar.statutory_holidays(year))

    assert {number(y) for y in range(2004, 2008)} == {10}
    # Mid-Autumn fell into the National Day holiday in 2009 and 2020
    assert {y: number(y) for y in range(2008, 2025) if number(y) != 11} == {2009: 10, 2020: 10}
    assert {number(y) for y in range(2025, 2027)} == {13}


def test_two_holidays_on_one_day_are_one_day_under_both_names() -> None:
    day = next(d for d in calendar.statutory_holidays(2020) if d.day == "2020-10-01")
    assert (day.label.zh, day.label.en) == ("中秋节、国庆节", "Mid-Autumn and National Day")


def test_spring_festival_began_on_the_eve_in_2008_and_again_in_2025() -> None:
    def spring(year: int) -> list[str]:
        return [d.day[5:] for d in calendar.statutory_holidays(year) if d.label.en == "Spring Festival"]

    assert spring(2007) == ["02-18", "02-19", "02-20"]  # New Year's Day of the lunar calendar and two more
    assert spring(2008) == ["02-06", "02-07", "02-08"]  # the eve and two more
    assert spring(2014) == ["01-31", "02-01", "02-02"]
    assert spring(2025) == ["01-28", "01-29", "01-30", "01-31"]


def test_every_statutory_holiday_is_a_rest_day_of_the_schedule() -> None:
    """Table and library come from different hands: a wrong date in either shows here."""
    years = calendar.known_years()
    assert len(years) > 20
    worked = [d.day for y in years for d in calendar.statutory_holidays(y) if calendar.is_working_day(d.day)]
    assert worked == []


def test_a_festival_that_is_no_weekend_is_named_alike_by_the_library() -> None:
    from chinese_calendar import get_holiday_detail

    names = {"清明节": "Tomb-sweeping Day", "端午节": "Dragon Boat Festival", "中秋节": "Mid-autumn Festival"}
    seen = 0
    for year in calendar.known_years():
        for day in calendar.statutory_holidays(year):
            when = date.fromisoformat(day.day)
            if day.label.zh in names and when.weekday() < 5:
                assert get_holiday_detail(when)[1] == names[day.label.zh], day
                seen += 1
    assert seen > 30


def test_the_table_says_how_far_each_version_was_checked() -> None:
    table = json.loads((ROOT / "data/calendar/public-holidays.json").read_text("utf-8"))
    assert all(v["verified"]["zh"] and v["verified"]["en"] for v in table["versions"])
    assert {len(days) for days in table["anchors"].values()} == {47}  # 2004 to 2050, a day a year
    for days in table["anchors"].values():
        assert [int(d[:4]) for d in days] == list(range(2004, 2051))


# --- counting -------------------------------------------------------------------------------


def exceeded(start: str, end: str, number: int) -> bool:
    return calendar.working_days_reached(end) - calendar.working_days_up_to(start) > number


def missed(start: str, held: str, number: int) -> bool:
    return calendar.working_days_up_to(held) - calendar.working_days_up_to(start) < number


@pytest.mark.parametrize(
    ("start", "number", "last"),
    [
        ("2024-03-04", 5, "2024-03-11"),  # Monday; a weekend between
        ("2024-03-04", 7, "2024-03-13"),
        ("2024-03-08", 1, "2024-03-11"),  # Friday to Monday
        ("2024-03-09", 1, "2024-03-11"),  # begins on a Saturday: Monday is the first day
        ("2024-09-27", 2, "2024-09-30"),  # Sunday 29 is worked
        ("2024-09-27", 3, "2024-10-08"),  # then the break, 1 to 7 October
        ("2024-09-27", 7, "2024-10-12"),  # and Saturday 12 is worked
        ("2024-02-08", 7, "2024-02-23"),  # 9; rest 10 to 17; Sunday 18 worked, 19 to 23
        ("2025-01-24", 7, "2025-02-10"),  # 26, 27; rest until 4 February; 5 to 8; 10
        ("2023-12-29", 1, "2024-01-02"),  # across the year
    ],
)
def test_the_last_of_a_number_of_working_days(start: str, number: int, last: str) -> None:
    assert calendar.add_working_days(start, number).isoformat() == last
    assert calendar.working_days_between(start, last) == number
    assert not exceeded(start, last, number)
    assert exceeded(start, (date.fromisoformat(last) + timedelta(days=1)).isoformat(), number)


def test_an_act_on_a_rest_day_is_late_only_when_the_next_working_day_would_be() -> None:
    # 3 working days from Friday 27 September 2024 run out on 8 October
    assert not exceeded("2024-09-27", "2024-10-05", 3)
    assert exceeded("2024-09-27", "2024-10-05", 2)


def test_at_least_so_many_working_days_before_an_event() -> None:
    # told on Wednesday 6 March 2024, held on 15 March: 7, 8, 11, 12, 13, 14, 15
    assert not missed("2024-03-06", "2024-03-15", 7)
    assert missed("2024-03-06", "2024-03-14", 7)
    assert missed("2024-03-07", "2024-03-15", 7)
    assert missed("2024-09-27", "2024-10-11", 7)  # 29, 30 September, 8, 9, 10, 11 October: six
    assert not missed("2024-09-27", "2024-10-12", 7)


@pytest.mark.parametrize("number", [1, 2, 7, 30, 250])
def test_counting_agrees_with_the_library_day_by_day(number: int) -> None:
    from chinese_calendar import is_workday

    for start in (date(2022, 1, 28), date(2023, 9, 28), date(2024, 9, 27), date(2025, 1, 24)):
        day, left = start, number
        while left:
            day += timedelta(days=1)
            left -= is_workday(day)
        assert calendar.add_working_days(start, number) == day
        assert calendar.add_working_days(day + timedelta(days=1), -1) == day


def test_no_days_after_a_day_is_the_day() -> None:
    assert calendar.add_working_days("2024-10-05", 0) == date(2024, 10, 5)


@pytest.mark.parametrize(
    ("day", "worked_next"),
    [
        ("2024-09-30", "2024-09-30"),
        ("2024-10-01", "2024-10-08"),
        ("2024-10-06", "2024-10-08"),
        ("2024-10-12", "2024-10-12"),  # a Saturday that is worked
        ("2024-10-13", "2024-10-14"),
    ],
)
def test_a_period_that_runs_out_on_a_rest_day_may_be_met_on_the_next_working_day(
    day: str, worked_next: str
) -> None:
    assert calendar.next_working_day(day).isoformat() == worked_next
    assert calendar.effective_day(worked_next) <= date.fromisoformat(day)
    after = calendar.add_working_days(worked_next, 1)
    assert calendar.effective_day(after) > date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "effective"),
    [
        ("2024-10-08", "2024-10-01"),
        ("2024-10-09", "2024-10-09"),
        ("2024-10-05", "2024-10-05"),  # a rest day stands for itself
        ("2024-03-11", "2024-03-09"),
        ("2024-09-29", "2024-09-28"),  # a Sunday that is worked, after a Saturday that is not
        ("2024-01-02", "2023-12-30"),  # across the year
    ],
)
def test_the_effective_day(day: str, effective: str) -> None:
    assert calendar.effective_day(day).isoformat() == effective


# --- what is not known ----------------------------------------------------------------------


def test_the_years_known_are_those_of_the_library() -> None:
    from chinese_calendar import holidays

    years = calendar.known_years()
    assert (years[0], years[-1]) == (min(holidays).year, max(holidays).year)


@pytest.mark.parametrize("step", [-1, 1])
def test_a_year_that_is_not_known_is_an_error_that_names_it(step: int) -> None:
    years = calendar.known_years()
    year = years[0] - 1 if step < 0 else years[-1] + 1
    day = f"{year}-05-06"
    for ask in (
        calendar.is_working_day,
        calendar.is_rest_day,
        calendar.is_statutory_holiday,
        calendar.working_days_up_to,
        calendar.working_days_reached,
        calendar.effective_day,
        calendar.next_working_day,
        lambda d: calendar.add_working_days(d, 1),
        lambda d: calendar.calendar_facts([d]),
    ):
        with pytest.raises(InputError) as caught:
            ask(day)
        for lang in ("zh", "en"):
            assert str(year) in caught.value.render(lang)
            assert "chinesecalendar" in caught.value.render(lang)


def test_counting_does_not_run_past_the_years_known() -> None:
    years = calendar.known_years()
    with pytest.raises(InputError, match=str(years[-1] + 1)):
        calendar.add_working_days(date(years[-1], 12, 31), 1)
    with pytest.raises(InputError, match=str(years[0] - 1)):
        calendar.add_working_days(date(years[0], 1, 1), -1)
    # where the rest days before the first working day began cannot be known either
    first = calendar.next_working_day(date(years[0], 1, 1))
    with pytest.raises(InputError, match=str(years[0] - 1)):
        calendar.effective_day(first)


@pytest.mark.parametrize(
    "word", ["", "20240501", "2024-5-1", "2024-02-30", "2024-W18-3", "五一", "2024-05-01T10:00"]
)
def test_what_is_no_date_is_an_error(word: str) -> None:
    with pytest.raises(InputError):
        calendar.is_working_day(word)


def test_a_time_of_day_is_left_out() -> None:
    assert calendar.is_working_day(datetime(2024, 9, 29, 23, 59))
    assert calendar.add_working_days(datetime(2024, 9, 30, 23, 59), 1) == date(2024, 10, 8)


def test_all_faults_are_told_at_once() -> None:
    beyond = calendar.known_years()[-1] + 1
    with pytest.raises(InputError) as caught:
        calendar.calendar_facts(["2024-05-01", "x", f"{beyond}-01-04", f"{beyond}-01-05"])
    assert len(caught.value.problems) == 3


# --- facts ----------------------------------------------------------------------------------


def test_the_facts_of_a_day() -> None:
    facts = calendar.calendar_facts(["2024-10-07", date(2024, 9, 29), "2024-10-07", "2024-10-02"])
    assert [f.day for f in facts] == ["2024-09-29", "2024-10-02", "2024-10-07"]
    sunday, holiday, moved = facts
    assert (sunday.is_weekend, sunday.is_working_day, sunday.is_rest_day) == (True, True, False)
    assert (holiday.is_statutory_holiday, holiday.is_weekend, holiday.is_rest_day) == (True, False, True)
    assert (moved.is_statutory_holiday, moved.is_weekend, moved.is_rest_day) == (False, False, True)
    assert sunday.working_days_reached == sunday.working_days_up_to
    assert holiday.working_days_up_to == moved.working_days_up_to == sunday.working_days_up_to + 1
    assert holiday.working_days_reached == holiday.working_days_up_to + 1
    assert (sunday.effective_day, moved.effective_day) == ("2024-09-28", "2024-10-07")


def test_the_facts_as_triples_are_what_the_ontology_declares() -> None:
    from rdflib import RDF, Graph, Literal, Namespace, URIRef

    law = Namespace("https://w3id.org/kg-query/ns#")
    graph = Graph().parse(
        data="\n".join(calendar.calendar_triples(["2024-10-08", "2024-10-01"])), format="nt"
    )
    node = URIRef("https://w3id.org/kg-query/id/day/2024-10-08")
    assert graph.value(node, RDF.type) == law.CalendarDay
    assert graph.value(node, law.day) == Literal(date(2024, 10, 8))
    assert graph.value(node, law.effectiveDay) == Literal(date(2024, 10, 1))
    assert graph.value(node, law.isWorkingDay) == Literal(True)
    assert graph.value(node, law.workingDaysUpTo) == Literal(calendar.working_days_up_to("2024-10-08"))
    assert len(set(graph.subjects())) == 2
    declared = Graph().parse(ROOT / "ontology/time.ttl")
    for predicate in set(graph.predicates()) - {RDF.type}:
        assert (predicate, RDF.type, None) in declared, predicate


def test_rules_over_the_facts_give_what_counting_gives() -> None:
    """Both rules as they stand in the decision, asked in SPARQL of the triples alone."""
    from pyoxigraph import RdfFormat, Store

    days = [d for d in days_of(2024) if "2024-09-20" <= d <= "2024-10-20"]
    store = Store()
    store.load("\n".join(calendar.calendar_triples(days)).encode(), RdfFormat.N_TRIPLES)
    late = {
        (str(row["a"].value), str(row["b"].value))
        for row in store.query(
            """PREFIX law: <https://w3id.org/kg-query/ns#> SELECT ?a ?b {
                 ?x law:day ?a ; law:workingDaysUpTo ?from . ?y law:day ?b ; law:workingDaysReached ?to .
                 FILTER(?b >= ?a && ?to - ?from > 7) }"""
        )
    }
    expected = set()
    for start in days:
        last = calendar.add_working_days(start, 7)
        expected |= {(start, d) for d in days if date.fromisoformat(d) > last}
    assert late and late == expected


def test_opening_the_calendar_loads_nothing_until_a_day_is_asked() -> None:
    program = "import sys, kg_query.calendar; print('chinese_calendar' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
