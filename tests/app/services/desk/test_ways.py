"""What people do about claims that wait: questions, both ways out, and all of it again."""

from datetime import date

import pytest

from corridor.app.services.desk.acts import do_act
from corridor.app.services.desk.events import Answered, Ask, Note, Pause, SetKind
from corridor.app.services.desk.queue import Filters, queue
from corridor.app.services.desk.standing import Pend
from corridor.app.services.desk.ways import Again, ReleaseMany, waiting_numbers
from corridor.app.services.errors import ServiceError
from corridor.app.services.verify import verify
from corridor.clocks.figures import ClockError
from tests.app.conftest import Shop, claim_row, claims_csv

TODAY = date(2026, 2, 1)


def of(shop: Shop, claim_id: str, day: date = TODAY) -> Pend:
    return next(one for one in queue(shop.code, day).pends if one.claim_id == claim_id)


def test_the_clock_stands_while_an_answer_is_awaited(waiting: Shop) -> None:
    number = of(waiting, "A").claim_number
    asked = do_act(waiting.code, Ask(number, "operative report", "ana"), date(2026, 1, 25))
    assert asked["answer_due_on"] == date(2026, 3, 11)
    still = of(waiting, "A", date(2026, 3, 1))
    assert (still.waits_since, still.is_overdue) == (date(2026, 1, 25), False)
    do_act(waiting.code, Answered(number, "report", "ana"), date(2026, 2, 10))
    after = of(waiting, "A", date(2026, 2, 11))
    assert (after.waits_since, after.due_on) == (None, date(2026, 2, 25))
    with pytest.raises(ServiceError, match="found no question that is open"):
        do_act(waiting.code, Answered(number, "again", "ana"), date(2026, 2, 12))
    assert verify(waiting.code).agrees


def test_a_disaster_pauses_the_clocks_of_its_county(waiting: Shop) -> None:
    header = "claim_id,kind,subscriber_id,received_date,service_from,place_of_service,procedure_code,diagnosis_codes,"
    header += "units,charge,billing_npi,network,patient_county"
    row = "P,professional,E1,2026-01-20,2026-01-11,11,00000,Z000,1,10,1000000004,in,12057"
    waiting.load("county.csv", f"{header}\n{row}\n", date(2026, 1, 20))
    assert of(waiting, "P").due_on == date(2026, 2, 19)
    pause = Pause("12", date(2026, 2, 1), date(2026, 2, 11), "hurricane", "ana")
    do_act(waiting.code, pause, TODAY)
    assert of(waiting, "P").due_on == date(2026, 3, 1)
    assert of(waiting, "A").due_on == date(2026, 2, 19)
    with pytest.raises(ServiceError, match="expected its FIPS code"):
        do_act(waiting.code, Pause("Pinellas", TODAY, None, "x", "ana"), TODAY)
    with pytest.raises(ServiceError, match="found its end before its first day"):
        do_act(waiting.code, Pause("12", TODAY, TODAY, "x", "ana"), TODAY)


def test_a_claim_runs_under_the_clock_that_a_person_says(waiting: Shop) -> None:
    number = of(waiting, "A").claim_number
    do_act(waiting.code, SetKind(number, "urgent", "ana"), TODAY)
    assert of(waiting, "A").due_on == date(2026, 1, 23)
    with pytest.raises(ClockError, match="expected one of urgent"):
        do_act(waiting.code, SetKind(number, "hurried", "ana"), TODAY)


def test_a_note_needs_words_and_a_claim(waiting: Shop) -> None:
    with pytest.raises(ServiceError, match="note: found nothing"):
        do_act(waiting.code, Note(1, " ", "ana"), TODAY)
    with pytest.raises(ServiceError, match="found none of number 99"):
        do_act(waiting.code, Note(99, "called the practice", "ana"), TODAY)


def test_many_are_released_at_once_and_what_is_no_hold_is_named(waiting: Shop) -> None:
    waiting.load("more.csv", claims_csv(claim_row("E", "80051", "26000", service="2026-01-11")), date(2026, 1, 21))
    numbers = waiting_numbers(waiting.code, TODAY)
    out = do_act(waiting.code, ReleaseMany(numbers, "checked by phone", "ana"), TODAY)
    assert [waiting.decided()[name, 1][0] for name in "ABCE"] == ["paid", "handled_by_hand", "unknown_code", "paid"]
    assert len(out.released) == 2
    assert [reasons for _, reasons in out.refused] == [("handled_by_hand",), ("unknown_code",)]
    with pytest.raises(ServiceError, match=r"claim \d+: unknown_code"):
        do_act(waiting.code, ReleaseMany(waiting_numbers(waiting.code, TODAY), "all", "ana"), TODAY)
    assert verify(waiting.code).agrees


def test_deciding_again_from_scratch_uses_what_is_known_by_now(waiting: Shop) -> None:
    from tests.app.conftest import SHOP

    before = (SHOP / "plan.yaml").read_text()
    assert do_act(waiting.code, Again((of(waiting, "C").claim_number,), "looked again", "ana"), TODAY).redecided == 0
    assert "80000-89999" in before
    number = waiting_numbers(waiting.code, TODAY, Filters(reason="unknown_code"))
    assert do_act(waiting.code, Again(number, "again", "ana"), TODAY).still_pended == ((number[0], ("unknown_code",)),)
    assert verify(waiting.code).agrees
