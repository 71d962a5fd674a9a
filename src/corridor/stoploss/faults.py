"""Errors of stop-loss: misfits inside a contract, with their place, and inputs that cannot be settled."""

from collections.abc import Sequence
from dataclasses import dataclass

from pydantic import ValidationError
from pydantic_core import InitErrorDetails, PydanticCustomError


class StopLossError(ValueError):
    """Paid lines or enrolment that a contract cannot be settled on."""


@dataclass(frozen=True)
class Misfit:
    """Two values of a contract that do not fit: `location` below the model that checks them."""

    location: tuple[str | int, ...]
    found: str
    expected: str


def refuse(misfits: Sequence[Misfit]) -> None:
    """Raise all misfits at once, each at its own place in the document; nothing when there is none."""
    if not misfits:
        return
    details: list[InitErrorDetails] = [
        {
            "type": PydanticCustomError("value_error", "found {found}, expected {expected}", _context(misfit)),
            "loc": misfit.location,
            "input": None,
        }
        for misfit in misfits
    ]
    raise ValidationError.from_exception_data("contract", details)


def _context(misfit: Misfit) -> dict[str, str]:
    return {"found": misfit.found, "expected": misfit.expected}
