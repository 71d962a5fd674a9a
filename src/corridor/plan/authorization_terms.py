"""What a plan document says of prior authorisation."""

from typing import Literal

from corridor.plan.sections import Section
from corridor.plan.values import Days


class Authorization(Section):
    """How authorisations are judged. A benefit that asks for one says so itself (`requires_authorization`).

    late_days: days after the first day of the service in which a request still counts as late, not as missing; the
    late penalty of the benefit holds then. missing: what a service without one leads to: the penalty of the benefit,
    a denial, or a pend.
    """

    late_days: Days = 0
    missing: Literal["penalty", "deny", "hold"] = "penalty"
