"""The public extracts, decided under the example plan: whole, in sums that hold, and as the slow twins decide them."""

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from corridor.book.library import adjudicate_with_notes
from corridor.book.numbering import number_claims
from corridor.book.sources import claims_from, members_from, plans_from
from corridor.book.summary import PARTS, summary
from corridor.claims.prepare import prepare
from corridor.codes.reasons import REASON_BY_NAME
from tests.oracle import claims as claims_twin
from tests.oracle.adjudicate import Plan
from tests.oracle.adjudicate import adjudicate as adjudicate_slowly
from tests.oracle.comparison import twin_outcomes
from tests.oracle.generated_claims import twin_line

ROOT = Path(__file__).parents[2]
EXTRACTS = ROOT / ".." / "shared" / "samples" / "claims"
PLAN = ROOT / "plans" / "ppo.yaml"
FILES = {
    "tuva": (
        ("tuva/eligibility.csv.gz", "tuva_eligibility"),
        (("tuva/medical_claim_v016.csv.gz", "tuva_medical"), ("tuva/pharmacy_claim.csv.gz", "tuva_pharmacy")),
    ),
    "synpuf": (
        ("synpuf/beneficiary_years.csv.gz", "synpuf_beneficiaries"),
        (("synpuf/inpatient_claims.csv.gz", "synpuf_inpatient"),),
    ),
}
AMOUNTS = ("deductible_cents", "coinsurance_cents", "copay_cents", "over_limit_cents", "plan_paid_cents")


def sources(name: str) -> dict[str, Any]:
    if not EXTRACTS.exists():
        pytest.skip("../shared is absent")
    (members, members_map), claims = FILES[name]
    return {
        "members": EXTRACTS / members,
        "members_map": ROOT / "maps" / f"{members_map}.toml",
        "claims": [EXTRACTS / file for file, _ in claims],
        "claims_map": [ROOT / "maps" / f"{column_map}.toml" for _, column_map in claims],
    }


@cache
def decided(name: str) -> pl.DataFrame:
    return adjudicate_with_notes(PLAN, **sources(name)).lines


LINES_BY_REASON = {
    "tuva": {
        "paid": 12_260,
        "before_coverage": 3_590,  # the file begins in 2014, its enrolment in 2016
        "after_termination": 1_673,
        "not_covered": 310,  # codes that only report quality
        "unknown_code": 150,  # lines that repeat the total of the claim
        "duplicate": 59,
        "original_not_found": 46,
        "benefit_maximum": 5,
        "handled_by_hand": 1,
    },
    "synpuf": {
        "paid": 100_090,
        "other_payer_first": 2_365,
        "before_coverage": 369,
        "reversal_unmatched": 102,
        "duplicate": 7,
    },
}


@pytest.mark.parametrize("name", FILES)
def test_every_line_is_decided_for_a_reason(name: str) -> None:
    lines = decided(name)
    assert dict(lines.group_by("reason").len().rows()) == LINES_BY_REASON[name]
    status = {reason: REASON_BY_NAME[reason].status for reason in LINES_BY_REASON[name]}
    assert set(lines.select("reason", "status").unique().rows()) == set(status.items())


@pytest.mark.parametrize("name", FILES)
def test_charges_are_those_of_the_files_and_the_sums_of_their_parts(name: str) -> None:
    lines, given = decided(name), sources(name)
    claims = claims_from(given["claims"], given["claims_map"]).frame
    assert lines.height == claims.height
    assert lines["charge_cents"].sum() == claims["charge_cents"].sum()
    assert lines.filter(pl.sum_horizontal(PARTS) != pl.col("charge_cents")).is_empty()
    sums = summary(lines)
    for group in ("by_status", "by_reason"):
        for amount in ("lines", "charge_cents", "allowed_cents", "plan_paid_cents", "member_owes_cents"):
            assert sum(one[amount] for one in sums[group]) == sums[amount]


@pytest.mark.parametrize("name", FILES)
def test_nobody_pays_more_than_the_out_of_pocket_maximum(name: str) -> None:
    shares = pl.col("deductible_cents") + pl.col("coinsurance_cents") + pl.col("copay_cents")
    counted = decided(name).filter((pl.col("tier") == "in") & (pl.col("benefit") != "chiropractic"))
    of_person = counted.group_by("member_id", "plan_year_start").agg(shares.sum().alias("paid"))
    assert of_person["paid"].max() == 400_000  # somebody reaches it, nobody passes it


@pytest.mark.parametrize("name", FILES)
def test_the_slow_twins_agree_on_a_sample_of_people(name: str) -> None:
    given, compiled = sources(name), plans_from(PLAN)
    coverage = members_from(given["members"], given["members_map"], compiled).frame
    claims = number_claims(claims_from(given["claims"], given["claims_map"]).frame)
    people = decided(name)["member_id"].drop_nulls().unique().sort()
    members = people.gather_every(len(people) // 40).to_list()
    ours = claims.filter(pl.col("member_id").is_in(members))
    known = coverage.filter(pl.col("member_id").is_in(members))
    ready = prepare(ours, known, compiled)
    # Classification has a naive twin of its own in tests/claims: here its answer is taken as it is.
    benefits = {
        (row["claim_number"], row["line_number"]): (row["benefit_row"], row["benefit"])
        for row in ready.iter_rows(named=True)
    }

    def benefit_of(_: int, line: dict[str, Any]) -> tuple[int | None, str | None, bool]:
        row, benefit = benefits[line["claim_number"], line["line_number"]]
        return row, benefit, row is not None and compiled.benefits.item(row, "is_by_hand")

    slow_ready = claims_twin.prepare(
        ours.to_dicts(), known.to_dicts(), compiled.versions.to_dicts(), benefit_of, [], []
    )
    assert ready.to_dicts() == [{column: row[column] for column in ready.columns} for row in slow_ready]
    plan = Plan(yaml.safe_load(PLAN.read_text("utf-8")))
    slow, _ = adjudicate_slowly({plan.code: plan}, [twin_line(row) for row in slow_ready])
    expected = [tuple(one[name] for name in ("reason", *AMOUNTS)) for one in twin_outcomes(slow)]
    keys = ours.select("claim_number", "line_number").sort("claim_number", "line_number")
    found = keys.join(decided(name), on=["claim_number", "line_number"], how="left", maintain_order="left")
    assert found.select("reason", *AMOUNTS).rows() == expected
    assert len(expected) >= len(members)
