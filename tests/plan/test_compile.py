"""Plans -> arrays and tables."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corridor.plan.arrays import (
    COPAY_AFTER_DEDUCTIBLE,
    COPAY_BEFORE_DEDUCTIBLE,
    COUNTS_DOLLARS,
    COUNTS_VISITS,
    NO_LIMIT,
)
from corridor.plan.compile import compile_plans
from corridor.plan.compiled import (
    ALTERNATES_SCHEMA,
    BENEFITS_SCHEMA,
    LIMITS_SCHEMA,
    VERSIONS_SCHEMA,
    CompiledPlans,
)
from corridor.plan.load import load_plan

MINIMAL = (Path(__file__).parent / "minimal.yaml").read_text("utf-8")


def compiled_with(*changes: tuple[str, str]) -> CompiledPlans:
    text = MINIMAL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return compile_plans([load_plan(text.encode())])


def test_tables_have_their_schema_even_without_a_plan() -> None:
    empty = compile_plans([])
    assert dict(empty.versions.schema) == VERSIONS_SCHEMA
    assert dict(empty.benefits.schema) == BENEFITS_SCHEMA
    assert dict(empty.limits.schema) == LIMITS_SCHEMA
    assert dict(empty.alternates.schema) == ALTERNATES_SCHEMA
    assert empty.arrays.covered.shape == (0, 2)
    assert empty.arrays.limit_offsets.tolist() == [0]
    assert empty.arrays.account_cents.shape == (0, 2)
    assert empty.arrays.deductible_counts.shape == (0, 2, 2)


SHAPES = {
    **dict.fromkeys(("deductible_row", "maximum_row"), (2,)),
    "limit_offsets": (3,),
    **dict.fromkeys(("limit_counts", "limit_amount", "limit_months", "limit_is_after"), (1,)),
    **dict.fromkeys(("carry_over", "coordination", "coordinates_claims", "maximum_on_remainder"), (1,)),
    **dict.fromkeys(("reserves_benefits", "account_covers"), (1,)),
    **dict.fromkeys(("account_cents", "account_bridge_cents"), (1, 2)),
}
"""Of the arrays that are neither (b, t) nor (row, 2, 2)."""
ROWS = ("deductible_row", "maximum_row", "limit_offsets", "limit_months")


def test_every_array_has_its_type_and_shape() -> None:
    for name, array in compiled_with().arrays._asdict().items():
        assert array.flags.c_contiguous, name
        assert array.shape == SHAPES.get(name, (1, 2, 2) if array.ndim == 3 else (2, 2)), name
        is_amount = name.endswith(("_cents", "_bp", "_step", "_amount"))
        expected = np.int64 if is_amount else np.int32 if name in ROWS else np.uint8
        assert array.dtype == expected, name


def test_what_a_benefit_says_stands_in_its_row() -> None:
    arrays = compiled_with().arrays
    assert arrays.covered.tolist() == [[1, 0], [1, 1]]
    assert arrays.deductible_applies.tolist() == [[0, 0], [1, 1]]
    assert arrays.copay_cents.tolist() == [[2500, 0], [0, 0]]
    assert arrays.coinsurance_bp.tolist() == [[0, 0], [2000, 4000]]
    assert arrays.limit_offsets.tolist() == [0, 0, 1]
    assert arrays.limit_amount.tolist() == [30]
    assert arrays.limit_counts.tolist() == [COUNTS_VISITS]


def test_copay_per_line_after_the_deductible_that_does_not_count() -> None:
    more = "copay: 25, copay_per: line, copay_order: after_deductible, counts_toward_out_of_pocket: false"
    arrays = compiled_with(("copay: 25", more)).arrays
    assert arrays.copay_once[0, 0] == 0
    assert arrays.copay_order[0].tolist() == [COPAY_AFTER_DEDUCTIBLE, COPAY_BEFORE_DEDUCTIBLE]
    assert arrays.counts_to_out_of_pocket[0].tolist() == [0, 1]


@pytest.mark.parametrize(
    ("terms", "once", "step", "is_per_admission"),
    [
        ("copay_per: line", 0, 0, False),
        ("copay_per: visit", 1, 0, False),
        ("copay_per: admission", 1, 0, True),
        ("copay_per: day", 0, 1, False),
        ("copay_per: day, copay_most: 75", 0, 1, True),
        ("copay_per: supply, supply_days: 30", 0, 30, False),
    ],
)
def test_what_a_copay_is_charged_for(terms: str, once: int, step: int, is_per_admission: bool) -> None:
    of_drugs = ('kinds: [professional]\n      place_of_service: ["11"]', "kinds: [pharmacy]")
    compiled = compiled_with(of_drugs, ("copay: 25", f"copay: 25, {terms}"))
    assert (compiled.arrays.copay_once[0, 0], compiled.arrays.copay_step[0, 0]) == (once, step)
    assert compiled.benefits.get_column("is_per_admission")[0] is is_per_admission
    assert compiled.arrays.copay_most_cents[0, 0] == (7500 if "most" in terms else NO_LIMIT)


def test_embedded_amounts_bind_the_person_also_in_a_family() -> None:
    arrays = compiled_with().arrays
    assert arrays.person_deductible_cents.tolist() == [[[50_000, 100_000], [50_000, 100_000]]]
    assert arrays.family_deductible_cents.tolist() == [[[NO_LIMIT, NO_LIMIT], [100_000, 200_000]]]
    assert arrays.person_out_of_pocket_cents.tolist() == [[[400_000, 800_000], [400_000, 800_000]]]
    assert arrays.family_out_of_pocket_cents.tolist() == [[[NO_LIMIT, NO_LIMIT], [800_000, 1_600_000]]]


def test_an_aggregate_deductible_leaves_the_person_in_a_family_without_a_limit() -> None:
    arrays = compiled_with(("The deductible.\n  embedded: true", "The deductible.\n  embedded: false")).arrays
    assert arrays.person_deductible_cents.tolist() == [[[50_000, 100_000], [NO_LIMIT, NO_LIMIT]]]
    assert arrays.family_deductible_cents.tolist() == [[[NO_LIMIT, NO_LIMIT], [100_000, 200_000]]]


@pytest.mark.parametrize(
    ("setting", "matrix"),
    [
        ("none", [[1, 0], [0, 1]]),
        ("in_counts_toward_out", [[1, 1], [0, 1]]),
        ("out_counts_toward_in", [[1, 0], [1, 1]]),
        ("both", [[1, 1], [1, 1]]),
    ],
)
def test_cross_accumulation_is_a_matrix_from_tier_to_tier(setting: str, matrix: list[list[int]]) -> None:
    arrays = compiled_with(
        ("cross_accumulation: none\nout_of_pocket", f"cross_accumulation: {setting}\nout_of_pocket")
    ).arrays
    assert arrays.deductible_counts.tolist() == [matrix]
    assert arrays.out_of_pocket_counts.tolist() == [[[1, 0], [0, 1]]]


AGGREGATE = (
    "The maximum.\n  embedded: true\n  in: {individual: 4000, family: 8000}",
    "The maximum.\n  embedded: false\n  in: {individual: 4000, family: 10000}",
)


def test_nobody_in_a_family_passes_the_statutory_limit_of_the_plan_year() -> None:
    compiled = compiled_with(AGGREGATE)
    spans = compiled.versions.select("effective_from", "effective_to_exclusive").rows()
    assert spans == [
        (date(2024, 1, 1), date(2025, 1, 1)),
        (date(2025, 1, 1), date(2026, 1, 1)),
        (date(2026, 1, 1), None),  # 10,600 and 12,000 are above the family's 10,000
    ]
    in_family = compiled.arrays.person_out_of_pocket_cents[:, 1, :]
    assert in_family.tolist() == [[945_000, NO_LIMIT], [920_000, NO_LIMIT], [NO_LIMIT, NO_LIMIT]]
    assert compiled.benefits.get_column("version_row").to_list() == [0, 0, 1, 1, 2, 2]


def test_the_statutory_limit_follows_the_plan_year_not_the_calendar() -> None:
    compiled = compiled_with(AGGREGATE, ('"01-01"', '"07-01"'), ("effective: 2024-01-01", "effective: 2023-09-01"))
    spans = compiled.versions.select("effective_from", "effective_to_exclusive").rows()
    assert spans[:2] == [(date(2023, 9, 1), date(2024, 7, 1)), (date(2024, 7, 1), date(2025, 7, 1))]
    assert compiled.arrays.person_out_of_pocket_cents[:2, 1, 0].tolist() == [910_000, 945_000]
    assert compiled.versions.get_column("plan_year_start_month").unique().to_list() == [7]


@pytest.mark.parametrize(
    "exempt", [("product: medical", "product: dental"), ("product: medical", "product: medical\ngrandfathered: true")]
)
def test_statute_does_not_limit_dental_or_grandfathered_plans(exempt: tuple[str, str]) -> None:
    compiled = compiled_with(AGGREGATE, exempt)
    assert compiled.versions.height == 1
    assert compiled.arrays.person_out_of_pocket_cents[0, 1].tolist() == [NO_LIMIT, NO_LIMIT]


def test_a_benefit_by_hand_is_a_row_that_says_so() -> None:
    start = MINIMAL.index("    in: {deductible_applies: true, coinsurance: 20%")
    text = MINIMAL[:start].replace(
        "    match:\n      procedure_code", "    handled: by hand\n    match:\n      procedure_code"
    )
    text = text.replace(MINIMAL[MINIMAL.index("limits:") : MINIMAL.index("benefits:")], "")
    compiled = compile_plans([load_plan(text.encode())])
    assert compiled.benefits.select("name", "is_by_hand").rows() == [("office_visit", False), ("therapy", True)]
    assert compiled.arrays.covered[1].tolist() == [0, 0]


def test_benefits_that_name_one_limit_share_its_id_each_with_a_row() -> None:
    limit = '{name: dollars, clause: "6", text: Dollars., dollars: 1500}'
    compiled = compiled_with(
        ('{name: therapy_visits, clause: "6", text: Thirty visits., visits: 30}', limit),
        ("out: not covered", "out: not covered\n    limits: [dollars]"),
        ("limits: [therapy_visits]", "limits: [dollars]"),
    )
    assert compiled.limits.rows() == [
        (0, 0, "dollars", "dollars", "plan_year", "person"),
        (1, 1, "dollars", "dollars", "plan_year", "person"),
    ]
    assert compiled.arrays.limit_offsets.tolist() == [0, 1, 2]
    assert compiled.arrays.limit_amount.tolist() == [150_000, 150_000]
    assert compiled.arrays.limit_counts.tolist() == [COUNTS_DOLLARS, COUNTS_DOLLARS]
    assert compiled.arrays.limit_is_after.tolist() == [1, 1]


def test_version_columns() -> None:
    row = compiled_with().versions.row(0, named=True)
    assert row == {
        "row": 0,
        "plan_code": "MINI",
        "plan_name": "A plan of two benefits",
        "product": "medical",
        "effective_from": date(2024, 1, 1),
        "effective_to_exclusive": None,
        "plan_year_start_month": 1,
        "plan_year_start_day": 1,
        "timely_filing_days": 365,
        "auto_limit_cents": 2_500_000,
        "out_of_network_allowed_bp": 7000,
        "out_of_network_percentile": None,
        "out_of_network_reference_bp": None,
        "surprise_applies": False,
        "surprise_states": "",
        "has_account": False,
        "coordinates": False,
        "reserves_benefits": False,
        "allowable": None,
        "medicare_estimated_bp": 0,
        "on_work": None,
        "on_auto": None,
        "on_other_accident": None,
    }


def test_two_plans_are_stacked_and_one_code_stands_once() -> None:
    first = load_plan(MINIMAL.encode())
    second = load_plan(MINIMAL.replace("code: MINI", "code: MAXI").encode())
    compiled = compile_plans([first, second])
    assert compiled.versions.get_column("plan_code").to_list() == ["MINI", "MAXI"]
    assert compiled.benefits.select("row", "version_row").rows() == [(0, 0), (1, 0), (2, 1), (3, 1)]
    assert compiled.arrays.covered.shape == (4, 2)
    with pytest.raises(ValueError, match="plans: found code MINI twice, expected each plan once"):
        compile_plans([first, first])
