"""Filters of a list of claims: what can be asked, and what is refused without repeating it."""

import pytest

from corridor.app.services.claim_pages.filters import ClaimFilter, claim_filter, page_number
from corridor.app.services.errors import ServiceError


def test_an_empty_address_asks_for_everything() -> None:
    assert claim_filter({}) == claim_filter({"status": "", "q": " ", "page": ""}) == ClaimFilter()


def test_every_part_is_read() -> None:
    asked = {"status": "pended", "product": "dental", "kind": "dental", "reason": "duplicate", "q": " D1 ", "page": "2"}
    found = claim_filter(asked)
    assert found == ClaimFilter("pended", "dental", "dental", "duplicate", "D1", 2)
    assert found.is_queue
    assert found.query == {"status": "pended", "product": "dental", "kind": "dental", "reason": "duplicate", "q": "D1"}


@pytest.mark.parametrize("part", ["status", "product", "kind", "reason"])
def test_an_unknown_value_is_refused_and_not_repeated(part: str) -> None:
    with pytest.raises(ServiceError, match=f"^filter {part}: found an unknown value, expected one of ") as error:
        claim_filter({part: "<script>"})
    assert "<script>" not in str(error.value)


@pytest.mark.parametrize("text", ["0", "-1", "one", "1.5", "²", "9999999", "1 "])
def test_a_page_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ServiceError, match=r"^page: found no number of a page, expected 1 or more$"):
        page_number(text)


@pytest.mark.parametrize("text", ["1" * 61, "a\x00b", "a\nb"])
def test_what_can_be_no_number_of_a_claim_is_refused(text: str) -> None:
    with pytest.raises(ServiceError, match=r"^filter q: found no claim's number"):
        claim_filter({"q": text})
