"""A claim as another system sends it."""

from typing import Any


def body(claim_id: str = "A1", charge_cents: int = 300_00, **changed: Any) -> dict[str, Any]:
    """A claim of one line, as `claim_row` makes it."""
    line = {
        "service_from": "2026-01-10", "place_of_service": "11", "procedure_code": "80053", "diagnosis_codes": "Z000",
        "charge_cents": charge_cents, "network": "in",
    }  # fmt: skip
    claim = {
        "claim_id": claim_id, "kind": "professional", "subscriber_id": "E1", "member_id": "E1",
        "patient_relationship": "self", "received_date": "2026-01-20", "billing_npi": "1000000004",
        "billing_name": "Practice 4",
    }  # fmt: skip
    line |= {name: changed.pop(name) for name in list(changed) if name in line}
    return claim | {"lines": [line]} | changed
