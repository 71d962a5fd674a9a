"""What a plan document says of code edits: which are asked, and what is paid of procedures done with others."""

from typing import Annotated

from pydantic import Field

from corridor.plan.sections import Flag, Section
from corridor.plan.values import BasisPoints


class CodeEdits(Section):
    """Edits by procedure code against the tables that were loaded, and reductions of what is allowed.

    multiple_procedures: shares of the first, second and further procedures of a day, the last for all that follow.
    bilateral: of the second side. assistant: of a surgeon who assists (modifiers 80 to 82); assistant_other: of
    somebody else who does (AS). co_surgeon: of each of two surgeons (62).
    """

    procedure_pairs: Flag = True
    unit_limits: Flag = True
    global_periods: Flag = True
    assistants: Flag = True
    multiple_procedures: Annotated[tuple[BasisPoints, ...], Field(min_length=1)] = (10_000, 5_000)
    bilateral: BasisPoints = 5_000
    assistant: BasisPoints = 1_600
    assistant_other: BasisPoints = 1_360
    co_surgeon: BasisPoints = 6_250
