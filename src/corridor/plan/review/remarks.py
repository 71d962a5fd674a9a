"""What a review says of a plan: remarks, none of which keeps the plan from being used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from corridor.plan.findings import Location
from corridor.wording.said import Said, said

Severity = Literal["warning", "note"]
Kind = Literal[
    "unreachable_benefit",
    "idle_pattern",
    "idle_term",
    "idle_limit",
    "idle_deductible",
    "idle_maximum",
    "idle_amendment",
    "unusual_amount",
    "overlap",
    "handled_by_hand",
    "codes_not_taken",
]


@dataclass(frozen=True)
class Remark:
    """A remark on the value that `location` leads to in the terms of a version.

    text: the remark as a sentence. data: its facts, for programs.
    """

    severity: Severity
    kind: Kind
    location: Location
    text: Said
    data: Mapping[str, Any] = field(default_factory=dict)


def idle(kind: Kind, location: Location, found: Said, expected: Said) -> Remark:
    """A warning of something that changes nothing."""
    return Remark("warning", kind, location, said("found {found}, expected {expected}", found=found, expected=expected))
