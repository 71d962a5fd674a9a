"""The coverage examples of a Summary of Benefits and Coverage, decided under a plan like any claim."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import polars as pl

from corridor.book.library import adjudicate
from corridor.codes.coverage_examples import CoverageExample, ExampleLine, coverage_examples
from corridor.plan.versions import Plan
from corridor.records.claims import CLAIMS
from corridor.records.coverage import COVERAGE

_THOUSANDTHS = 1000
_FILED_AFTER = timedelta(days=7)
_EXCLUDED = ("over_limit_cents", "penalty_cents", "not_recognised_cents", "above_allowed_cents")
"""Shares of a covered line that an SBC puts under limits or exclusions."""


@dataclass(frozen=True)
class CategoryResult:
    """Lines of one category that one benefit took. benefit: None where none did. reason: the one that led."""

    category: str
    benefit: str | None
    reason: str
    allowed_cents: int
    member_cents: int


@dataclass(frozen=True)
class ExampleResult:
    """What the member pays of an example, as an SBC shows it.

    limits_or_exclusions_cents: beyond limits, penalties, and what is not covered. undecided_cents: what the plan alone
    cannot decide (pended), not in the total. account_cents: of the total, what a health reimbursement account pays.
    """

    example: CoverageExample
    deductibles_cents: int
    copayments_cents: int
    coinsurance_cents: int
    limits_or_exclusions_cents: int
    undecided_cents: int
    account_cents: int
    plan_paid_cents: int
    categories: tuple[CategoryResult, ...]

    @property
    def total_cents(self) -> int:
        """What the member would pay."""
        return self.deductibles_cents + self.copayments_cents + self.coinsurance_cents + self.limits_or_exclusions_cents


def decided_examples(plans: Sequence[Plan], on: date) -> tuple[ExampleResult, ...]:
    """Peg, Joe and Mia under the plans as they stand on `on`, each alone, in the plan year that holds the day.

    plans: a medical plan, and others that the person has beside it, such as one of drugs. All are in force on the day.
    """
    standing = [standing_on(plan, on) for plan in plans]
    examples = coverage_examples()
    start = standing[0].versions[0].effective_from
    claims = pl.concat([_claims(position, example, start) for position, example in enumerate(examples)])
    # decided once the year is over: no service lies ahead
    decided = adjudicate(standing, _members(standing, examples, start), claims, decided_on=start + timedelta(days=366))
    return tuple(_result(example, decided.filter(pl.col("member_id") == example.name)) for example in examples)


def standing_on(plan: Plan, on: date) -> Plan:
    """The plan with one version: that of `on`, in force from the first day of the plan year of `on`."""
    version = plan.version_on(on)
    assert version is not None, "in force on the day"
    start = version.plan_year_of(on).start
    return replace(plan, versions=(replace(version, effective_from=start, effective_to_exclusive=None),))


def _members(plans: Sequence[Plan], examples: Sequence[CoverageExample], start: date) -> pl.DataFrame:
    rows = [
        {
            "member_id": example.name,
            "subscriber_id": example.name,
            "relationship": "self",
            "product": plan.product,
            "plan_code": plan.code,
            "coverage_level": "EMP",
            "coverage_start": start - timedelta(days=5 * 365),  # no waiting period is left
        }
        for plan in plans
        for example in examples
    ]
    return COVERAGE.conform(pl.DataFrame(rows))


def _claims(position: int, example: CoverageExample, start: date) -> pl.DataFrame:
    rows = [
        _claim_line(line, example, start, 1000 * position + line.claim, number) for line, number in _numbered(example)
    ]
    return CLAIMS.conform(pl.DataFrame(rows, infer_schema_length=None))


def _numbered(example: CoverageExample) -> list[tuple[ExampleLine, int]]:
    """The lines, each with its place in its claim."""
    claims = [line.claim for line in example.lines]
    return [(line, 1 + claims[:place].count(line.claim)) for place, line in enumerate(example.lines)]


def _claim_line(line: ExampleLine, example: CoverageExample, start: date, claim: int, number: int) -> dict[str, object]:
    day = start + timedelta(days=line.day)
    is_pharmacy = line.kind == "pharmacy"
    return {
        "claim_index": claim,
        "line_number": number,
        "claim_id": f"{example.name}-{line.claim}",
        "kind": line.kind,
        "frequency": "1",
        "member_id": example.name,
        "subscriber_id": example.name,
        "received_date": day + _FILED_AFTER,
        "service_from": day,
        "service_to": day,
        "admission_date": day if line.bill_type == "11" else None,
        "place_of_service": line.place_of_service,
        "bill_type": line.bill_type,
        "revenue_code": line.revenue_code,
        "procedure_code": line.procedure_code,
        "diagnosis_codes": line.diagnosis,
        "units": _THOUSANDTHS,
        "days_supply": line.days_supply,
        "formulary_tier": line.formulary_tier,
        "channel": "retail" if is_pharmacy else None,
        "daw": "0" if is_pharmacy else None,
        "authorization": "obtained",  # as the examples assume
        "charge_cents": line.allowed_cents,
        "repriced_cents": line.allowed_cents,
        "billing_npi": f"{claim:010}",
        "network": "in",
    }


def _result(example: CoverageExample, lines: pl.DataFrame) -> ExampleResult:
    is_undecided = pl.col("status") == "pended"
    sums = lines.select(
        *(pl.col(f"{name}_cents").sum() for name in ("deductible", "copay", "coinsurance", "account", "plan_paid")),
        excluded=pl.sum_horizontal(*_EXCLUDED).sum() + pl.col("not_covered_cents").filter(~is_undecided).sum(),
        undecided=pl.col("not_covered_cents").filter(is_undecided).sum(),
    ).row(0, named=True)
    return ExampleResult(
        example=example,
        deductibles_cents=sums["deductible_cents"],
        copayments_cents=sums["copay_cents"],
        coinsurance_cents=sums["coinsurance_cents"],
        limits_or_exclusions_cents=sums["excluded"],
        undecided_cents=sums["undecided"],
        account_cents=sums["account_cents"],
        plan_paid_cents=sums["plan_paid_cents"],
        categories=_categories(example, lines),
    )


def _categories(example: CoverageExample, lines: pl.DataFrame) -> tuple[CategoryResult, ...]:
    named = pl.DataFrame(
        {"claim_id": f"{example.name}-{line.claim}", "line_number": number, "category": line.category}
        for line, number in _numbered(example)
    ).cast({"line_number": pl.Int32})
    rows = (
        lines.join(named, on=("claim_id", "line_number"), how="left", maintain_order="left")
        .group_by("category", "benefit", "reason", maintain_order=True)
        .agg(pl.col("charge_cents").sum(), pl.col("plan_paid_cents").sum())
    )
    return tuple(
        CategoryResult(category, benefit, reason, charge, charge - paid)
        for category, benefit, reason, charge, paid in rows.iter_rows()
    )
