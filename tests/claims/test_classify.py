"""Lines find their benefit: the example plans, a naive twin, and what must not match."""

from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.classify import classify
from corridor.claims.code_tables import KnownCodes
from corridor.plan.compile import CompiledPlans, compile_plans
from corridor.plan.load import load_plan
from corridor.plan.match import Match

ROOT = Path(__file__).parents[2]
PLANS = ("ppo", "hdhp", "dental")
COLUMNS = ("kind", "place_of_service", "bill_type", "revenue_code", "procedure_code", "diagnosis_codes")
SCHEMA = {**dict.fromkeys(COLUMNS, pl.String), "version_row": pl.Int32}


@cache
def example_plans() -> CompiledPlans:
    return compile_plans([load_plan(ROOT / "plans" / f"{name}.yaml") for name in PLANS])


def version_of(plan_code: str, position: int = 0) -> int:
    rows = example_plans().versions.filter(plan_code=plan_code).get_column("row")
    return int(rows[position])


def benefit_of(plan_code: str, **line: str) -> str | None:
    lines = pl.DataFrame([{**line, "version_row": version_of(plan_code)}], schema=SCHEMA, orient="row")
    benefit: str | None = classify(lines, example_plans()).item(0, "benefit")
    return benefit


PROFESSIONAL = {"kind": "professional", "place_of_service": "11"}
HOSPITAL = {"kind": "institutional", "bill_type": "13"}


@pytest.mark.parametrize(
    ("plan", "line", "benefit"),
    [
        ("PPO", PROFESSIONAL | {"procedure_code": "99213"}, "primary_care"),
        ("PPO", PROFESSIONAL | {"procedure_code": "99213", "place_of_service": "20"}, "urgent_care"),
        ("PPO", PROFESSIONAL | {"procedure_code": "99213", "place_of_service": "10"}, "telehealth"),
        ("PPO", PROFESSIONAL | {"procedure_code": "99284", "place_of_service": "23"}, "emergency_physician"),
        ("PPO", PROFESSIONAL | {"procedure_code": "99396"}, "preventive_care"),
        ("PPO", PROFESSIONAL | {"procedure_code": "97110"}, "therapy"),
        ("PPO", PROFESSIONAL | {"procedure_code": "98940"}, "chiropractic"),
        ("PPO", PROFESSIONAL | {"procedure_code": "90834"}, "mental_health_visit"),
        ("PPO", PROFESSIONAL | {"procedure_code": "80053", "diagnosis_codes": "I10:Z0000"}, "laboratory"),
        ("PPO", PROFESSIONAL | {"procedure_code": "80053", "diagnosis_codes": "Z0000:I10"}, "preventive_screening"),
        ("PPO", PROFESSIONAL | {"procedure_code": "80053", "diagnosis_codes": "V700"}, "preventive_screening"),
        ("PPO", PROFESSIONAL | {"procedure_code": "72148"}, "advanced_imaging"),
        ("PPO", PROFESSIONAL | {"procedure_code": "71046"}, "radiology"),
        ("PPO", PROFESSIONAL | {"procedure_code": "J1885"}, "drugs_by_physicians"),
        ("PPO", PROFESSIONAL | {"procedure_code": "E0601"}, "medical_equipment"),
        ("PPO", PROFESSIONAL | {"procedure_code": "A0427", "place_of_service": "41"}, "ambulance"),
        ("PPO", PROFESSIONAL | {"procedure_code": "27447"}, "other_medical_services"),
        ("PPO", PROFESSIONAL | {"procedure_code": "15828"}, "cosmetic_services"),
        ("PPO", PROFESSIONAL | {"procedure_code": "1036F"}, "quality_reporting"),
        ("PPO", PROFESSIONAL | {"procedure_code": "47135"}, "transplants"),
        ("PPO", PROFESSIONAL | {"procedure_code": "0296T"}, "new_technology"),
        ("PPO", PROFESSIONAL | {"procedure_code": "0517F"}, "quality_reporting"),
        ("PPO", HOSPITAL | {"bill_type": "11", "revenue_code": "0120"}, "inpatient_hospital"),
        ("PPO", HOSPITAL | {"bill_type": "11"}, "inpatient_hospital"),
        ("PPO", HOSPITAL | {"revenue_code": "0450", "procedure_code": "99284"}, "emergency_room"),
        ("PPO", HOSPITAL | {"revenue_code": "0360"}, "outpatient_hospital"),
        ("PPO", HOSPITAL | {"revenue_code": "0300", "procedure_code": "80053"}, "laboratory"),
        ("PPO", {"kind": "pharmacy", "procedure_code": "99999010101"}, "pharmacy"),
        ("HDHP", PROFESSIONAL | {"procedure_code": "99213"}, "primary_care"),
        ("HDHP", HOSPITAL | {"bill_type": "11", "revenue_code": "0120"}, "facilities"),
        ("DENTAL", {"kind": "dental", "procedure_code": "D1110"}, "class_1_preventive"),
        ("DENTAL", {"kind": "dental", "procedure_code": "D2392"}, "class_2_basic"),
        ("DENTAL", {"kind": "dental", "procedure_code": "D2740"}, "class_3_major"),
        ("DENTAL", {"kind": "dental", "procedure_code": "D8080"}, "orthodontics"),
        # no code, or none that the plan could know
        ("PPO", PROFESSIONAL | {"procedure_code": "ZZZZZ"}, None),
        ("PPO", PROFESSIONAL | {"procedure_code": "00000"}, None),
        ("PPO", PROFESSIONAL | {"procedure_code": "9921"}, None),
        ("PPO", PROFESSIONAL | {"procedure_code": "X1234"}, None),
        ("PPO", PROFESSIONAL, None),
        ("PPO", HOSPITAL | {"bill_type": "11", "revenue_code": "0120", "procedure_code": "ZZZZZ"}, None),
        ("PPO", HOSPITAL | {"revenue_code": "0001"}, None),
        ("PPO", HOSPITAL | {"revenue_code": "36"}, None),
        ("PPO", HOSPITAL | {"bill_type": "99", "revenue_code": "0360"}, None),
        ("PPO", {"kind": "dental", "procedure_code": "D1110"}, None),
        ("DENTAL", {"kind": "dental", "procedure_code": "ZZZZZ"}, None),
        ("DENTAL", {"kind": "dental", "procedure_code": "99213"}, None),
    ],
)
def test_a_line_falls_under_its_benefit(plan: str, line: dict[str, str], benefit: str | None) -> None:
    assert benefit_of(plan, **line) == benefit


def test_a_line_without_a_version_has_no_benefit_and_order_is_kept() -> None:
    rows = [
        {"kind": "professional", "procedure_code": "99213", "version_row": version_of("PPO", 1)},
        {"kind": "professional", "procedure_code": "99213", "version_row": None},
        {"kind": "dental", "procedure_code": "D1110", "version_row": version_of("DENTAL")},
    ]
    out = classify(pl.DataFrame(rows, schema=SCHEMA, orient="row"), example_plans())
    assert out.get_column("benefit").to_list() == ["primary_care", None, "class_1_preventive"]
    assert out.schema["benefit_row"] == pl.Int32
    of_benefits = example_plans().benefits
    assert of_benefits.item(out.item(0, "benefit_row"), "version_row") == version_of("PPO", 1)
    assert out.item(1, "benefit_row") is None


def test_no_lines_have_no_benefits() -> None:
    out = classify(pl.DataFrame(schema=SCHEMA), example_plans())
    assert out.height == 0
    assert out.schema["benefit"] == pl.String


# the naive twin: plain loops over lines, benefits, criteria and patterns


def naive_takes(pattern: str, code: str) -> bool:
    is_prefix = pattern.endswith("*")
    low, _, high = pattern.rstrip("*").partition("-")
    head = code[: len(low)] if is_prefix else code
    if not high:
        return head == low
    same_shape = len(head) == len(low) and all(a.isdigit() == b.isdigit() for a, b in zip(head, low, strict=True))
    shared_letters = [(at, a) for at, (a, b) in enumerate(zip(low, high, strict=True)) if a == b and a.isalpha()]
    return same_shape and low <= head <= high and all(head[at] == letter for at, letter in shared_letters)


def naive_is_malformed(line: dict[str, Any]) -> bool:
    procedure, revenue = line["procedure_code"], line["revenue_code"]
    if procedure is not None and (
        not (len(procedure) == 5 or (len(procedure) == 11 and procedure.isdigit()))
        or procedure.isalpha()
        or not procedure.strip("0")
    ):
        return True
    return revenue is not None and (len(revenue) != 4 or not revenue.isdigit() or revenue == "0001")


def naive_benefit(compiled: CompiledPlans, line: dict[str, Any]) -> int | None:
    if line["version_row"] is None or naive_is_malformed(line):
        return None
    diagnoses = line["diagnosis_codes"]
    codes = {**line, "kinds": line["kind"], "principal_diagnosis": diagnoses and diagnoses.split(":")[0]}
    for row, version_row in compiled.benefits.select("row", "version_row").rows():
        if version_row != line["version_row"]:
            continue
        criteria = {name: value for name, value in compiled.matches[row] if value is not None}
        if all(
            codes[name] is not None and any(naive_takes(pattern, codes[name]) for pattern in patterns)
            for name, patterns in criteria.items()
        ):
            return int(row)
    return None


CODES = {
    "kind": ["professional", "institutional", "dental", "pharmacy"],
    "place_of_service": [None, "02", "10", "11", "20", "23", "41", "99"],
    "bill_type": [None, "11", "13", "18", "21", "32", "41", "85", "99"],
    "revenue_code": [None, "0001", "0120", "0449", "0450", "0459", "0460", "36"],
    "procedure_code": [
        None, "ZZZZZ", "00000", "00100", "99202", "99215", "99216", "99213", "9921A", "97110", "98940", "72148",
        "80053", "36415", "J1885", "D0100", "D1110", "D2740", "D2955", "D8080", "D9972", "0001F", "0296T", "0075T",
        "A0427", "G8427", "G0438", "E0601", "X1234", "99999010101", "00000000000",
    ],
    "diagnosis_codes": [None, "I10", "Z0000", "Z0000:I10", "I10:Z0000", "V700", "Z13"],
}  # fmt: skip


@st.composite
def lines_of_claims(draw: st.DrawFn) -> list[dict[str, Any]]:
    versions = [None, *example_plans().versions.get_column("row").to_list()]
    line = st.fixed_dictionaries(
        {name: st.sampled_from(values) for name, values in CODES.items()} | {"version_row": st.sampled_from(versions)}
    )
    return draw(st.lists(line, max_size=40))


@settings(max_examples=60, deadline=None)
@given(lines_of_claims())
def test_agrees_with_the_naive_twin(lines: list[dict[str, Any]]) -> None:
    frame, expected = (
        pl.DataFrame(lines, schema=SCHEMA, orient="row"),
        [naive_benefit(example_plans(), line) for line in lines],
    )
    assert classify(frame, example_plans())["benefit_row"].to_list() == expected
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corridor.claims.classify.FEW_LINES", -1)
        assert classify(frame, example_plans())["benefit_row"].to_list() == expected


def test_codes_are_forgotten_before_they_fill_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corridor.claims.code_tables.MOST_KNOWN", 3)
    known = KnownCodes("procedure_code", [Match(procedure_code=("99213",))])
    codes = ["99213", None, "99214", "99213", "X"]
    for _ in range(3):
        assert known.masks(codes).tolist() == [1, 0, 0, 1, 0]


def test_a_plan_may_have_more_benefits_than_a_word_has_bits() -> None:
    text = (ROOT / "tests" / "plan" / "minimal.yaml").read_text("utf-8")
    head = text[: text.index("limits:")]
    benefits = [
        f'  - {{name: b{n}, clause: "9", text: One code., match: {{procedure_code: ["{n + 10000}"]}}, '
        "in: not covered, out: not covered}"
        for n in range(200)
    ]
    compiled = compile_plans([load_plan((head + "benefits:\n" + "\n".join(benefits)).encode())])
    lines = pl.DataFrame(
        [
            {"kind": "professional", "procedure_code": str(n + 10000), "version_row": 0}
            for n in (199, 0, 62, 63, 64, 126, 200)
        ],
        schema=SCHEMA,
        orient="row",
    )
    assert classify(lines, compiled).get_column("benefit_row").to_list() == [199, 0, 62, 63, 64, 126, None]


def test_public_claims_all_have_a_benefit_but_lines_that_repeat_a_total() -> None:
    path = ROOT / ".." / "shared" / "samples" / "claims" / "tuva" / "medical_claim_v016.csv.gz"
    if not path.exists():
        pytest.skip("../shared is absent")
    source = pl.read_csv(path, infer_schema_length=0)
    lines = source.select(
        kind="claim_type",
        place_of_service="place_of_service_code",
        bill_type=pl.col("bill_type_code").str.head(2),
        revenue_code="revenue_center_code",
        procedure_code="hcpcs_code",
        diagnosis_codes="diagnosis_code_1",
        version_row=pl.lit(version_of("PPO"), pl.Int32),
    )
    out = classify(lines, example_plans())
    without = out.filter(pl.col("benefit").is_null())
    assert without.get_column("revenue_code").unique().to_list() == ["0001"]
    assert out.get_column("benefit").n_unique() > 20
