"""What an examination found, one thing at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from corridor.wording.said import said

State = Literal["ok", "warning", "fault"]

AREAS = {
    "versions": said("Versions"),
    "settings": said("Settings"),
    "disk": said("Disk"),
    "roles": said("Roles"),
    "checks": said("Checks"),
}
"""Area -> its heading, in the order in which they are shown."""
STATES = {"ok": said("ok"), "warning": said("warning"), "fault": said("fault")}
"""State -> its word."""


@dataclass(frozen=True)
class Finding:
    """One thing that was examined. check: its name for programs, unique with what `found` names.

    found: a sentence about what is so. remedy: what to do; empty where nothing is to be done.
    """

    area: str
    check: str
    state: State
    found: str
    remedy: str = ""


def has_fault(findings: Iterable[Finding]) -> bool:
    """Whether anything is so wrong that Corridor should not be worked with."""
    return any(finding.state == "fault" for finding in findings)
