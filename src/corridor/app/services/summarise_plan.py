"""The summary of a plan document, without a sponsor."""

from collections.abc import Sequence
from datetime import date

from corridor.app.services.compare_plans import version_on
from corridor.plan.load import load_plan
from corridor.reports.coverage_summary.summary import CoverageSummary, coverage_summary


def summarise_plan(file: tuple[str, bytes], on: date, beside: Sequence[tuple[str, bytes]] = ()) -> CoverageSummary:
    """The summary of a plan as it stands on a day; each file is a name and its content.

    beside: other plans that its members have. Raises DocumentError, or ServiceError where one is not in force.
    """
    plans = [(name, load_plan(content, name)) for name, content in (file, *beside)]
    for name, plan in plans:
        version_on(name, plan, on)
    return coverage_summary(plans[0][1], on, [plan for _, plan in plans[1:]])
