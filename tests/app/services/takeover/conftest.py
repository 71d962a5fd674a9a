"""What a prior administrator would hand over of a shop: its accumulators and its decided lines, as files."""

from collections.abc import Callable
from datetime import date

import pytest

from corridor.app.services.reading import NamedFile
from corridor.app.services.takeover.files import TakeoverFile
from corridor.app.services.takeover.take import TakenOver, take_over
from tests.app.conftest import SHOP, Shop, new_shop

PRIOR = "Former TPA"
TAKEN_ON = date(2026, 3, 1)
ACCUMULATORS = "plan_code,plan_year_start,owner,owner_id,kind,tier,amount_cents,counted,proof\n"
RUN_IN = (
    "claim_id,line_number,kind,member_id,plan_code,service_from,service_to,procedure_code,units,charge_cents,"
    "billing_npi,allowed_cents,copay_cents,prior_paid_cents,prior_paid_on,proof\n"
)
CONTROL = "file_kind,rows,amount_cents\n"
Take = Callable[..., TakenOver]


def control_of(**files: str) -> str:
    """Control totals of accumulators, run-in and large claims that agree with the files."""
    rows = []
    for kind, text in files.items():
        header, *body = text.strip().split("\n")
        names = header.split(",")
        column = {"prior_accumulators": "amount_cents", "authorizations": None}.get(kind, "prior_paid_cents")
        column = {"deductible_credits": "credit_cents", "treatments": "charge_cents"}.get(kind, column)
        cells = [line.split(",")[names.index(column)] for line in body] if column else []
        rows.append(f"{kind},{len(body)},{sum(int(cell or 0) for cell in cells)}")
    return CONTROL + "\n".join(rows) + "\n"


def handed(
    shop: Shop, as_of: date = TAKEN_ON, *, control: str | None = None, is_dry: bool = False, **files: str
) -> TakenOver:
    """The takeover of these files, by kind."""
    totals = control_of(**files) if control is None else control
    tables = [TakeoverFile(NamedFile(f"{kind}.csv", text.encode())) for kind, text in files.items()]
    return take_over(shop.code, PRIOR, tables, NamedFile("control.csv", totals.encode()), as_of, is_dry=is_dry)


def accumulators_of(shop: Shop, where: str = "true") -> str:
    """The shop's accumulators as the file of a prior administrator."""
    rows = shop.rows(
        "select plan_code, plan_year_start, owner, owner_id, kind, tier, amount from accumulator"
        f" where {where} order by 1, 2, 3, 4, 5, 6"
    )
    lines = []
    for plan, year, owner, owner_id, kind, tier, amount in rows:
        is_count = kind.startswith(("limit", "use"))
        cells = f",{amount}" if is_count else f"{amount},"
        lines.append(f"{plan},{year},{owner},{owner_id},{kind},{tier},{cells},Final report p. 3")
    return ACCUMULATORS + "\n".join(lines) + "\n"


def run_in_of(shop: Shop) -> str:
    """The shop's decided lines as the run-in of a prior administrator."""
    rows = shop.rows(
        "select c.claim_id, c.line_number, c.kind, d.member_id, d.plan_code, c.service_from, c.service_to,"
        " c.procedure_code, c.units / 1000 as units, c.charge_cents, c.billing_npi, d.allowed_cents, d.copay_cents,"
        " d.plan_paid_cents from decision d join claim_row c using (claim_number, line_number)"
        " where d.member_id is not null and d.reason in ('paid', 'benefit_maximum')"
        " order by c.claim_number, c.line_number"
    )
    body = [",".join("" if cell is None else str(cell) for cell in row) + ",2026-02-28,Register p. 9" for row in rows]
    return RUN_IN + "\n".join(body) + "\n"


@pytest.fixture
def other_shop(store: object) -> Shop:
    """A second shop with the same members."""
    made = new_shop()
    made.load("members.csv", (SHOP / "members.csv").read_bytes(), date(2026, 1, 2))
    return made
