"""Statutory figures by plan year."""

from datetime import date

import pytest

from corridor.codes.lists import read_list
from corridor.codes.statutory import Figure, announcements, statutory_cents, statutory_days


@pytest.mark.parametrize(
    ("figure", "plan_year_start", "dollars"),
    [
        ("aca_out_of_pocket_self_only", date(2014, 1, 1), 6350),
        ("aca_out_of_pocket_family", date(2020, 1, 1), 16300),
        ("aca_out_of_pocket_self_only", date(2025, 1, 1), 9200),
        ("aca_out_of_pocket_self_only", date(2025, 12, 31), 9200),  # the year begins in 2025
        ("aca_out_of_pocket_self_only", date(2026, 1, 1), 10600),
        ("aca_out_of_pocket_family", date(2027, 1, 1), 24000),
        ("hdhp_minimum_deductible_family", date(2025, 7, 1), 3300),
        ("hdhp_minimum_deductible_family", date(2026, 1, 1), 3400),
        ("hdhp_minimum_deductible_self_only", date(2027, 1, 1), 1750),
        ("hdhp_out_of_pocket_self_only", date(2026, 1, 1), 8500),
        ("hdhp_out_of_pocket_family", date(2027, 1, 1), 17400),
        ("hsa_contribution_self_only", date(2025, 1, 1), 4300),
        ("hsa_contribution_family", date(2026, 1, 1), 8750),
        ("hsa_contribution_family", date(2027, 1, 1), 9000),
        ("hsa_catch_up_contribution", date(2026, 1, 1), 1000),
    ],
)
def test_a_figure_follows_the_start_of_the_plan_year(figure: Figure, plan_year_start: date, dollars: int) -> None:
    assert statutory_cents(figure, plan_year_start) == dollars * 100


def test_there_is_none_before_the_statute() -> None:
    assert statutory_cents("aca_out_of_pocket_self_only", date(2013, 12, 31)) is None


def test_after_the_last_known_year_the_last_figure_stands() -> None:
    last = statutory_days("aca_out_of_pocket_self_only")[-1]
    later = statutory_cents("aca_out_of_pocket_self_only", date(last.year + 5, 1, 1))
    assert later == statutory_cents("aca_out_of_pocket_self_only", last)


@pytest.mark.parametrize(
    ("figure", "year", "as_of", "dollars"),
    [
        ("aca_out_of_pocket_self_only", 2026, date(2024, 10, 7), 9200),  # that of 2025 was the last known
        ("aca_out_of_pocket_self_only", 2026, date(2024, 10, 8), 10150),
        ("aca_out_of_pocket_family", 2026, date(2025, 6, 24), 20300),
        ("aca_out_of_pocket_family", 2026, date(2025, 6, 25), 21200),
        ("aca_out_of_pocket_self_only", 2026, None, 10600),
        ("hsa_contribution_family", 2018, date(2018, 3, 4), 6900),
        ("hsa_contribution_family", 2018, date(2018, 3, 5), 6850),
        ("hsa_contribution_family", 2018, None, 6900),
    ],
)
def test_what_was_known_on_a_day(figure: Figure, year: int, as_of: date | None, dollars: int) -> None:
    assert statutory_cents(figure, date(year, 1, 1), as_of) == dollars * 100


def test_nothing_is_known_before_it_is_announced() -> None:
    assert statutory_cents("aca_out_of_pocket_self_only", date(2014, 1, 1), date(2013, 5, 1)) is None
    assert date(2026, 1, 1) not in statutory_days("hdhp_out_of_pocket_family", date(2025, 4, 30))
    assert announcements("aca_out_of_pocket_family", date(2013, 5, 1)) == []


def test_each_row_has_its_source_and_its_days() -> None:
    rows = read_list("statutory")
    assert all(row["source"] for row in rows)
    assert all(row["announced_on"] < row["plan_years_from"] or "2018-" in row["announced_on"] for row in rows)
    keys = [(row["figure"], row["plan_years_from"], row["announced_on"]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_family_figures_are_twice_the_self_only_ones() -> None:
    for name in ("aca_out_of_pocket", "hdhp_minimum_deductible", "hdhp_out_of_pocket"):
        ours = [row for row in read_list("statutory") if row["figure"].startswith(name)]
        for_one = {
            r["plan_years_from"] + r["announced_on"]: int(r["dollars"])
            for r in ours
            if r["figure"].endswith("self_only")
        }
        for_family = {
            r["plan_years_from"] + r["announced_on"]: int(r["dollars"]) for r in ours if r["figure"].endswith("family")
        }
        assert for_family == {day: 2 * dollars for day, dollars in for_one.items()}
