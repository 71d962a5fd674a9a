from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from corridor.claims.coverage import with_coverage, with_plan_version
from corridor.periods.spans import plan_year_of
from corridor.plan.compiled import CompiledPlans

Build = Callable[..., pl.DataFrame]

JAN, FEB, MAR, APR = (date(2024, month, 1) for month in range(1, 5))
SPANS: list[dict[str, Any]] = [
    {"coverage_start": JAN, "coverage_end_exclusive": FEB},
    {"coverage_start": MAR, "coverage_end_exclusive": APR, "coverage_level": "FAM"},
    {"product": "pharmacy", "plan_code": "RX", "coverage_start": MAR},
    {"product": "vision", "plan_code": "VIS", "coverage_start": JAN},
    {"member_id": "E8", "coverage_start": JAN},
    {"member_id": "E9", "product": "pharmacy", "plan_code": "RX", "coverage_start": JAN},
]

CASES: dict[str, tuple[dict[str, Any], tuple[Any, ...]]] = {
    "on the first day": ({"service_from": JAN}, ("medical", "MED", False, None)),
    "on the last day": ({"service_from": date(2024, 1, 31)}, ("medical", "MED", False, None)),
    "on the day after": ({"service_from": FEB}, (None, None, None, "after_termination")),
    "with family from the day it holds": ({"service_from": MAR}, ("medical", "MED", True, None)),
    "before the first span": ({"service_from": date(2023, 12, 31)}, (None, None, None, "before_coverage")),
    "after the last span": ({"service_from": APR}, (None, None, None, "after_termination")),
    "institutional is medical": ({"kind": "institutional", "service_from": JAN}, ("medical", "MED", False, None)),
    "dental, without dental coverage": ({"kind": "dental"}, (None, None, None, "no_plan_for_service")),
    "a drug under the medical plan": ({"kind": "pharmacy", "service_from": JAN}, ("medical", "MED", False, None)),
    "a drug under the drug plan, once there is one": (
        {"kind": "pharmacy", "service_from": MAR},
        ("pharmacy", "RX", False, None),
    ),
    "a visit, with a drug plan only": ({"member": "E9"}, (None, None, None, "no_plan_for_service")),
    "glasses, with a vision plan": ({"procedure_code": "V2020", "service_from": JAN}, ("vision", "VIS", False, None)),
    "glasses for whom only the medical plan covers": (
        {"member": "E8", "procedure_code": "V2020"},
        ("medical", "MED", False, None),
    ),
    "an eye examination that is routine": (
        {"procedure_code": "92004", "diagnosis_codes": "Z0100:H5213", "service_from": JAN},
        ("vision", "VIS", False, None),
    ),
    "an eye examination because of glaucoma": (
        {"procedure_code": "92004", "diagnosis_codes": "H401110", "service_from": JAN},
        ("medical", "MED", False, None),
    ),
    "an eye examination while only the vision plan covers": (
        {"procedure_code": "92004", "service_from": FEB},
        ("vision", "VIS", False, None),
    ),
    "nobody": ({"member": None}, (None, None, None, None)),
}


@pytest.mark.parametrize("name", CASES)
def test_what_covers_the_person_on_the_day(name: str, lines: Build, coverage: Build) -> None:
    line, expected = CASES[name]
    matched = lines({"member": "E1", "family_id": "E1"} | line).with_columns(pl.col("member").cast(pl.String))
    found = with_coverage(matched, coverage(*SPANS))
    assert found.select("product", "plan_code", "is_family_level", "coverage_reason").row(0) == expected


def test_the_family_is_the_one_that_covers_on_the_day(lines: Build, coverage: Build) -> None:
    spans = coverage({"coverage_end_exclusive": MAR}, {"subscriber_id": "E2", "coverage_start": MAR})
    matched = {"member": "E1", "family_id": "E2"}
    both = lines(matched, matched | {"service_from": MAR, "line_number": 2})
    assert with_coverage(both, spans)["family_id"].to_list() == ["E1", "E2"]


def test_of_two_spans_on_the_day_the_later_one_decides(lines: Build, coverage: Build) -> None:
    spans = coverage({"plan_code": "A"}, {"plan_code": "B", "coverage_start": date(2024, 1, 2)})
    matched = lines({"member": "E1", "family_id": "E1"})
    assert with_coverage(matched, spans)["plan_code"].to_list() == ["B"]
    assert with_coverage(matched, spans.reverse())["plan_code"].to_list() == ["B"]


@pytest.mark.parametrize(
    ("plan", "day", "timely_days"),
    [
        ("MED", date(2023, 12, 31), None),
        ("MED", JAN, 90),
        ("MED", date(2024, 2, 29), 90),
        ("MED", MAR, 10),
        ("MED", date(2024, 6, 30), 10),
        ("MED", date(2024, 7, 1), 10),
        ("DEN", date(2024, 6, 30), 90),
        ("NONE", JAN, None),
    ],
)
def test_the_version_in_force_on_the_day(
    plan: str, day: date, timely_days: int | None, lines: Build, compiled: CompiledPlans
) -> None:
    found = with_plan_version(lines({"plan_code": plan, "service_from": day}), compiled.versions)
    starts = plan_year_of(day, 7 if plan == "MED" else 1).start if timely_days else None
    assert found.select("timely_filing_days", "plan_year_start").row(0) == (timely_days, starts)
    assert found["version_row"].is_null()[0] == (timely_days is None)
