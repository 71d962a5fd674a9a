"""The page that works out the demo's traditional contract: every figure follows from the ones before it."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from corridor.funding.arrangement import load_arrangement
from corridor.money.cents import format_cents, parse_cents
from corridor.reports.traditional import Experience, TraditionalYear, renewed, traditional_years

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "explanation" / "traditional-contract.md").read_text("utf-8")
ARRANGEMENT = load_arrangement(ROOT / "plans" / "meridian" / "arrangement.yaml")
YEARS = (2024, 2025, 2026)


def table(heading: str) -> dict[str, list[str]]:
    """The table under a heading: first cell of a row -> the other cells."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in section.splitlines() if line[:1] == "|"]
    return {row[0]: row[1:] for row in rows[2:]}


def cents(cells: list[str]) -> list[int]:
    return [parse_cents(cell) for cell in cells]


def happened() -> list[list[int]]:
    """Per plan year: employee-months, claims, cost, then those and claims of nine months."""
    return [
        [int(row[0].replace(",", "")), *cents(row[1:3]), int(row[3].replace(",", "")), parse_cents(row[4])]
        for row in table("What happened").values()
    ]


def as_told() -> list[TraditionalYear]:
    """The contract over the page's figures: a year as its ninth month and the rest in the tenth."""
    months = []
    for year, (heads, claims, cost, known_heads, known) in zip(YEARS, happened(), strict=True):
        months.append(Experience(date(year, 9, 1), known_heads, known, 0))
        months.append(Experience(date(year, 10, 1), heads - known_heads, claims - known, cost))
    assert ARRANGEMENT.traditional is not None
    return traditional_years(months, ARRANGEMENT.traditional, ARRANGEMENT.plan_year_start_month, date(2026, 10, 31))


def test_the_premium_follows_step_by_step() -> None:
    rows = {name: cents(row) for name, row in table("The premium").items()}
    offers = [year.offer for year in as_told()]
    assert all(offers)
    told = {
        "premium before": [year.premium_cents for year in as_told()],
        "expected claims: 85% of it": [offer.expected_cents for offer in offers if offer],
        "actual claims: nine months' claims / employee-months": [offer.actual_cents for offer in offers if offer],
        "both together": [offer.blended_cents for offer in offers if offer],
        "with 8.5% trend": [offer.trended_cents for offer in offers if offer],
        "divided by 85%": [offer.before_limit_cents for offer in offers if offer],
        "new premium": [offer.premium_cents for offer in offers if offer],
    }
    assert {name: rows[name] for name in told} == told
    parts = zip(rows["60% of the actual"], rows["40% of the expected"], rows["both together"], strict=True)
    assert all(own + expected == both for own, expected, both in parts)


def test_the_bounds_are_those_of_the_limit() -> None:
    terms, rows = ARRANGEMENT.traditional, {name: cents(row) for name, row in table("The premium").items()}
    assert terms is not None
    many = [Experience(date(2024, 1, 1), 1, cost, 0) for cost in (0, 10**9)]
    for place, before in enumerate(rows["premium before"]):
        least, most = (renewed(before, [month], terms).premium_cents for month in many)
        assert (least, most) == (
            rows["least, 20% below the premium before"][place],
            rows["most, 20% above it"][place],
        )


def test_who_keeps_what_follows_from_the_premium() -> None:
    rows = table("Who keeps the difference")
    told = [replace(year, offer=None, renewal=None) for year in as_told()]
    assert cents(rows["premium for an employee and month"]) == [year.premium_cents for year in told]
    assert [int(cell.replace(",", "")) for cell in rows["employee-months"]] == [year.employee_months for year in told]
    assert cents(rows["premium"]) == [year.premium_total_cents for year in told]
    assert cents(rows["claims"]) == [year.claims_cents for year in told]
    assert cents(rows["left to the insurer"]) == [year.insurer_keeps_cents for year in told]
    assert cents(rows["cost of the plan as it is run"]) == [year.cost_cents for year in told]
    assert cents(rows["the employer is better off by"]) == [year.difference_cents for year in told]


def test_amounts_in_the_text_are_those_of_the_tables() -> None:
    better = cents(table("Who keeps the difference")["the employer is better off by"])
    for amount in (*(abs(cents) for cents in better), sum(better)):
        assert format_cents(amount) in PAGE
    prose = re.sub(r"^\|.*$", "", PAGE, flags=re.MULTILINE)
    known = {
        cell
        for heading in ("What happened", "The premium", "Who keeps the difference")
        for row in table(heading).values()
        for cell in row
    }
    known |= {format_cents(abs(amount)) for amount in (*better, sum(better))} | {"1,491.67"}
    assert set(re.findall(r"\d[\d,]*\.\d\d\b", prose)) <= known


@pytest.mark.parametrize("term", ["retention", "trend", "credibility", "limit"])
def test_the_terms_are_those_of_the_arrangement(term: str) -> None:
    share = getattr(ARRANGEMENT.traditional, term).share
    assert f"**{share / 100:g}%**" in PAGE
