"""A treatment that began elsewhere: what remains of it is decided here, the initial payment not again."""

from datetime import date
from itertools import count
from pathlib import Path

import polars as pl
import pytest

from corridor.adjudication.wording import step_text
from corridor.app.services.cycle import ACCOUNTS, run_round
from corridor.app.services.documents import ARRANGEMENT, PLAN, SourceDocument
from corridor.app.services.explain import explain
from corridor.app.services.reading import NamedFile
from corridor.app.services.sponsors import add_sponsor
from corridor.app.services.undo import undo
from corridor.app.services.verify import verify
from tests.app.conftest import FOUNDED_ON, SHOP, Shop, shop_documents
from tests.app.services.takeover.conftest import control_of, handed

_number = count(1)
DENTAL = Path(__file__).parents[3] / "claims" / "plans" / "all_den.yaml"
HEADER = (
    "claim_id,member_id,plan_code,procedure_code,started_on,months,charge_cents,prior_paid_cents,billing_npi,network,"
    "proof\n"
)
# A quarter of 960 at once, then 240 a month for three months: those of 15 March and 15 April are ours.
BEGUN = HEADER + "O-77,E1,ALLDEN,D8080,2026-01-15,3,96000,24000,1000000004,in,Statement of 27 February\n"


@pytest.fixture
def covered(store: object) -> Shop:
    """A shop with a dental plan that pays orthodontia by instalments."""
    *others, arrangement = shop_documents(f"PRIOR{next(_number)}")
    named = arrangement.content.replace(b"  SHOP: medical\n", b"  SHOP: medical\n  ALLDEN: dental\n")
    documents = (
        *others,
        SourceDocument(PLAN, "all_den.yaml", DENTAL.read_bytes()),
        SourceDocument(ARRANGEMENT, "arrangement.yaml", named),
    )
    made = Shop(add_sponsor(documents, FOUNDED_ON))
    own = "E1,E1,self,Quill,Ada,1980-02-03,F,dental,ALLDEN,EMP,2026-01-01,\n"
    made.load("members.csv", (SHOP / "members.csv").read_text("utf-8") + own, FOUNDED_ON)
    return made


STANDING = (
    "select d.service_from, reason, charge_cents, plan_paid_cents from decision d where not exists"
    " (select from decision later where later.claim_number = d.claim_number"
    "  and later.line_number = d.line_number and later.version > d.version) order by line_number"
)


def test_what_remains_is_paid_as_it_falls_due(covered: Shop) -> None:
    taken = handed(covered, treatments=BEGUN)
    assert taken.counts["instalments"] == 2
    days = [date(2026, 3, 15), date(2026, 4, 15)]
    assert covered.rows(STANDING) == [(day, "not_yet_due", 24000, 0) for day in days]
    run_round(covered.code, date(2026, 4, 20), pl.DataFrame(schema=ACCOUNTS))
    assert covered.rows(STANDING) == [(day, "paid", 24000, 12000) for day in days]
    assert verify(covered.code).agrees
    told = [step_text(step, "en") for line in explain(covered.code, "O-77").lines for step in line.steps]
    assert told[0] == (
        "An instalment of a treatment taken over from Former TPA, which began on 2026-01-15 and for which it had paid "
        "240.00 (proof: Statement of 27 February)."
    )


def test_undone_nothing_more_is_due(covered: Shop) -> None:
    handed(covered, treatments=BEGUN)
    undo(covered.code, NamedFile("control.csv", control_of(treatments=BEGUN).encode()), date(2026, 3, 2))
    assert [reason for _, reason, _, _ in covered.rows(STANDING)] == ["withdrawn"] * 2
    assert verify(covered.code).agrees


def test_a_treatment_that_is_over_leaves_a_warning(covered: Shop) -> None:
    taken = handed(covered, date(2026, 6, 1), treatments=BEGUN)
    assert taken.counts["instalments"] == 0
    assert taken.warnings == ("treatments: no instalment is due from this day on: nothing is paid of them here",)
