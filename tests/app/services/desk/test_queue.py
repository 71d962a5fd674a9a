"""The queue: who sees what, in which order, and that two people never get the same claim."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections

from corridor.app.services.desk.queue import (
    NOBODY,
    Filters,
    assign,
    assign_next,
    next_after,
    queue,
    set_priority,
    unassign,
)
from corridor.app.services.errors import ServiceError
from tests.app.conftest import Shop, claim_row, claims_csv

TODAY = date(2026, 2, 1)


def test_claims_that_wait_are_listed_oldest_first_with_their_clock(waiting: Shop) -> None:
    waiting.load(
        "earlier.csv",
        claims_csv(claim_row("Z", "00000", "10", service="2026-01-03", received="2026-01-05")),
        date(2026, 1, 22),
    )
    found = queue(waiting.code, TODAY)
    assert [one.claim_id for one in found.pends] == ["A", "B", "C", "Z"]
    first = found.pends[0]
    assert first.reasons == ("amount_above_limit",)
    assert (first.since, first.age_days) == (date(2026, 1, 20), 12)
    assert (first.clock, first.due_on, first.is_overdue) == ("post_service", date(2026, 2, 19), False)
    assert found.pends[3].due_on == date(2026, 2, 4)
    assert found.by_reason == {"unknown_code": 2, "amount_above_limit": 1, "handled_by_hand": 1}
    assert (found.count, found.overdue, found.oldest_on) == (4, 0, date(2026, 1, 20))


def test_filters_name_what_is_meant(waiting: Shop) -> None:
    def ids(filters: Filters, day: date = TODAY) -> list[str]:
        return [one.claim_id for one in queue(waiting.code, day, filters).pends]

    assert ids(Filters(reason="unknown_code")) == ["C"]
    assert ids(Filters(min_cents=90_000)) == ["A", "B"]
    assert ids(Filters(max_cents=90_000)) == ["B", "C"]
    assert ids(Filters(is_overdue=True)) == []
    assert ids(Filters(is_overdue=True), date(2026, 2, 20)) == ["A", "B", "C"]
    assert ids(Filters(kind="dental")) == []


def test_a_page_of_the_list_counts_the_whole(waiting: Shop) -> None:
    page = queue(waiting.code, TODAY, order="amount", limit=1, offset=1)
    assert ([one.claim_id for one in page.pends], page.count) == (["B"], 3)


def test_a_claim_is_given_taken_back_and_made_pressing(waiting: Shop) -> None:
    number = {one.claim_id: one.claim_number for one in queue(waiting.code, TODAY).pends}
    assert assign(waiting.code, [number["B"]], "ana") == 1
    assert set_priority(waiting.code, [number["B"], number["C"]], 7) == 2
    found = queue(waiting.code, TODAY, order="priority").pends
    assert [(one.claim_id, one.owner, one.priority) for one in found] == [
        ("B", "ana", 7),
        ("C", None, 7),
        ("A", None, 0),
    ]
    assert queue(waiting.code, TODAY, Filters(owner="ana")).count == 1
    assert queue(waiting.code, TODAY, Filters(owner=NOBODY)).count == 2
    assert unassign(waiting.code, [number["B"]]) == 1
    assert queue(waiting.code, TODAY, Filters(owner="ana")).count == 0
    assert queue(waiting.code, TODAY, Filters(priority=7)).count == 2


def test_a_priority_beyond_nine_and_an_unknown_claim_are_refused(waiting: Shop) -> None:
    with pytest.raises(ServiceError, match="found 10, expected 0 to 9"):
        set_priority(waiting.code, [1], 10)
    with pytest.raises(ServiceError, match="found none of number 999"):
        assign(waiting.code, [999], "ana")
    with pytest.raises(ServiceError, match="found none, expected who works"):
        assign(waiting.code, [1], " ")


def test_next_gives_what_nobody_has_and_then_nothing(waiting: Shop) -> None:
    got = [assign_next(waiting.code, "ana", TODAY, Filters(min_cents=100_00)) for _ in range(3)]
    assert [one and one.claim_id for one in got] == ["A", "B", None]
    assert got[0] is not None
    assert got[0].owner == "ana"


def test_the_claim_after_one_that_left_the_list_is_what_stood_behind_it(waiting: Shop) -> None:
    first, second, third = queue(waiting.code, TODAY).pends
    assert next_after(waiting.code, first.claim_number, TODAY) == second
    assert next_after(waiting.code, third.claim_number, TODAY) is None
    small = Filters(max_cents=90_000)
    assert next_after(waiting.code, first.claim_number, TODAY, small, after=first) == second


def test_people_who_ask_at_once_never_get_the_same_claim(shop: Shop) -> None:
    rows = [claim_row(f"W{place}", "00000", "10", service=f"2026-01-{place + 1:02}") for place in range(12)]
    shop.load("many.csv", claims_csv(*rows), date(2026, 1, 20))

    def take(person: str) -> list[int]:
        try:
            taken = []
            while one := assign_next(shop.code, person, TODAY):
                taken.append(one.claim_number)
            return taken
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        got = list(threads.map(take, ("ana", "ben", "cid", "dot")))
    numbers = [number for taken in got for number in taken]
    assert len(numbers) == len(set(numbers)) == 12
