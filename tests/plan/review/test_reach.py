"""Which lines benefits take, by algebra, is what the classifier finds line by line."""

from itertools import product
from typing import Any, get_args

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from corridor.claims.care import EYE_CARE, EYE_EXAMINATION
from corridor.claims.classify import classify
from corridor.claims.code_tables import COLUMN_OF
from corridor.claims.coverage import _PRODUCT_OF_CARE
from corridor.plan.compile import compile_plans
from corridor.plan.load import load_plan
from corridor.plan.match import Match
from corridor.plan.review.code_sets import ALPHABET, CodeSet
from corridor.plan.review.line_sets import CRITERIA, KINDS_OF_PRODUCT, LineSet, Product
from corridor.plan.review.reach import reach_of, unreachable
from tests.plan.review.plans import plan_of

LINES = [
    {"kind": kind, "place_of_service": place, "bill_type": bill, "revenue_code": revenue, "procedure_code": code}
    for kind, place, bill, revenue, code in (
        *product(["professional"], ["11", "23", None], [None], [None], ["99213", "97110", "0001F", None]),
        *product(["institutional"], [None], ["11", "13", None], ["0450", "0120", None], ["99213", "97110", None]),
        *product(["pharmacy"], [None], [None], [None], ["00093721410", "99213", None]),
    )
]


def codes(*given: str) -> st.SearchStrategy[Any]:
    return st.none() | st.lists(st.sampled_from(given), min_size=1, max_size=2, unique=True)


MATCHES = st.fixed_dictionaries(
    {
        "kinds": codes("professional", "institutional", "pharmacy"),
        "place_of_service": codes("11", "1*", "23"),
        "bill_type": codes("11*", "1*", "13*"),
        "revenue_code": codes("0450-0459", "0100-0999"),
        "procedure_code": codes("99202-99215", "97*", "9*", "0001F-9999F", "0*"),
    }
)


@settings(max_examples=60, deadline=None)
@given(st.lists(MATCHES, min_size=1, max_size=5, unique_by=lambda match: str(sorted(match.items()))))
def test_reach_agrees_with_the_classifier(matches: list[dict[str, Any]]) -> None:
    given = [{name: value for name, value in match.items() if value} for match in matches]
    plan = load_plan(plan_of(given), "generated.yaml")
    compiled = compile_plans([plan])
    frame = pl.DataFrame(LINES, infer_schema_length=None).with_columns(
        version_row=pl.lit(0, pl.Int32),
        **{column: pl.lit(None, pl.String) for column in COLUMN_OF.values() if column not in LINES[0]},
    )
    found = classify(frame, compiled).get_column("benefit").to_list()
    reaches, left = reach_of(plan.versions[0].terms)
    for line, benefit in zip(LINES, found, strict=True):
        takers = [reach.benefit.name for reach in reaches if is_in(line, reach.taken)]
        assert takers == ([] if benefit is None else [benefit]), line
        assert is_in(line, left) == (benefit is None)
    named = {remark.location[1] for remark in unreachable(reaches)}
    assert {reach.position for reach in reaches if reach.taken.is_empty} == named


def is_in(line: dict[str, str | None], lines: LineSet) -> bool:
    boxes = lines.boxes.get(line["kind"], ())  # type: ignore[call-overload]
    return any(all(holds(box[i], line.get(name)) for i, name in enumerate(CRITERIA)) for box in boxes)


def holds(found: CodeSet, code: str | None) -> bool:
    if code is None:
        return found.has_none
    state = found.codes
    for character in code:
        state = state.following[ALPHABET.index(character)]
    return state.ends


def test_every_criterion_of_a_match_is_looked_at() -> None:
    assert {"kinds", *CRITERIA} == set(Match.model_fields) == set(COLUMN_OF)


def test_plans_decide_the_kinds_that_coverage_gives_them() -> None:
    assert set(KINDS_OF_PRODUCT) == set(get_args(Product))
    for care, decided_by in _PRODUCT_OF_CARE.select("care", "product").iter_rows():
        kind = "professional" if care in (EYE_CARE, EYE_EXAMINATION) else care
        assert kind in KINDS_OF_PRODUCT[decided_by]
