"""The page of services/summary.py, for people."""

from typing import Any

import typer

from corridor.app.cli.ledger import print_trial_balance
from corridor.app.cli.output import count, day, dollars, money, month, percent, print_table, say
from corridor.app.cli.words import STATUSES, reason, word
from corridor.wording.said import said

_MONTH_CENTS = ("budget", "claims", "fee", "premium", "recovery", "actual", "surplus", "cumulative_surplus")


def print_summary(summary: Any) -> None:
    """A Summary, each part under its title."""
    typer.echo("")
    say(
        said(
            "{name}, as of {day}: {employees} employees, {people} people",
            name=summary.name,
            day=day(summary.as_of),
            employees=count(summary.employees),
            people=count(summary.people),
        )
    )
    for part in (_months, _years, _claimants, _aggregate, _reasons):
        typer.echo("")
        part(summary)
    typer.echo("")
    print_trial_balance(said("Trial balance"), summary.trial_balance)


def _months(summary: Any) -> None:
    heads = (
        said("month"),
        said("employees"),
        said("budget"),
        said("claims"),
        said("fees"),
        said("premium"),
        said("recovered"),
        said("cost"),
        said("surplus"),
        said("year to date"),
    )
    rows = [
        [month(row["month"]), count(row["employees"]), *(dollars(row[f"{name}_cents"]) for name in _MONTH_CENTS)]
        for row in summary.months.to_dicts()
    ]
    title = said("Paid against budget by month (dollars; minus: more was paid)")
    print_table(title, heads, rows, numbers=range(1, 10))


def _years(summary: Any) -> None:
    for row in summary.years.to_dicts():
        say(_year(row, summary.as_of))
        typer.echo("")
    say(said("fund balance: {amount}", amount=money(summary.fund_cents)))


def _year(row: dict[str, Any], as_of: Any) -> Any:
    """What a plan year, or what has passed of it, comes to."""
    year = row["plan_year_start"].year
    is_over = row["plan_year_start"].replace(year=year + 1) <= as_of
    facts = {
        "year": year if is_over else said("{year} so far", year=year),
        "budget": money(row["budget_cents"]),
        "cost": money(row["actual_cents"]),
        "amount": money(abs(row["surplus_cents"])),
    }
    if row["result"] == "surplus":
        return said("{year}: budget {budget}, cost {cost}, surplus: the employer keeps {amount}", **facts)
    if row["result"] == "deficit":
        return said("{year}: budget {budget}, cost {cost}, deficit: the employer owes {amount}", **facts)
    return said("{year}: budget {budget}, cost {cost}, even", **facts)


def _claimants(summary: Any) -> None:
    heads = (
        said("policy"),
        said("claimant"),
        said("eligible paid"),
        said("specific deductible"),
        "",
        said("above it"),
        said("carrier owes"),
        said("waiting"),
    )
    rows = [
        [
            row["policy_start"].year,
            row["rank"],
            money(row["eligible_cents"]),
            money(row["deductible_cents"]) or said("excluded"),
            said("laser") if row["is_lasered"] else "",
            money(row["excess_cents"]),
            money(row["reimbursement_cents"]),
            money(row["pending_cents"]),
        ]
        for row in summary.claimants.to_dicts()
    ]
    title = said("Largest claimants against their specific deductible")
    print_table(title, heads, rows, numbers=(1, 2, 3, 5, 6, 7))


def _aggregate(summary: Any) -> None:
    heads = (
        said("policy"),
        said("through"),
        said("eligible paid"),
        said("attachment"),
        said("used"),
        said("carrier owes"),
    )
    rows = [
        [
            row["policy_start"].year,
            month(row["month"]),
            money(row["eligible_ytd_cents"]),
            money(row["attachment_ytd_cents"]),
            percent(row["ratio_bp"], 1),
            money(row["owed_ytd_cents"]),
        ]
        for row in summary.aggregate.to_dicts()
    ]
    print_table(said("Aggregate position"), heads, rows, numbers=(2, 3, 4, 5))


def _reasons(summary: Any) -> None:
    heads = (said("decision"), said("reason"), said("lines"), said("claims"), said("charge"), said("plan pays"))
    rows = [
        [
            word(STATUSES, row["status"]),
            reason(row["reason"]),
            count(row["lines"]),
            count(row["claims"]),
            money(row["charge_cents"]),
            money(row["plan_paid_cents"]),
        ]
        for row in summary.reasons.to_dicts()
    ]
    print_table(said("Lines by decision and reason"), heads, rows, numbers=(2, 3, 4, 5))
    typer.echo("")
    say(_without_a_person(summary.automatic))


def _without_a_person(automatic: Any) -> Any:
    facts = {"automatic": count(automatic.automatic), "claims": count(automatic.claims)}
    if automatic.rate_bp is None:
        return said("decided without a person: {automatic} of {claims} claims", **facts)
    share = percent(automatic.rate_bp, 2)
    return said("decided without a person: {automatic} of {claims} claims ({share})", share=share, **facts)
