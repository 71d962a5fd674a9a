"""What plans say of money asked back."""

from datetime import date

from corridor.app.services.documents import Documents
from corridor.periods.spans import add_months
from corridor.plan.procedure_terms import Overpayments


def terms_on(documents: Documents, plan_code: str, day: date) -> Overpayments | None:
    """The section `overpayments` of a plan on a day; None where it has none."""
    plan = documents.plans.get(plan_code)
    version = plan.version_on(day) if plan else None
    return version.terms.overpayments if version else None


def asked_from(documents: Documents, day: date) -> dict[str, date]:
    """Plan -> first day of payment that is asked back on `day`; plans without a look-back are not in it."""
    found = ((code, terms_on(documents, code, day)) for code in documents.plans)
    return {code: add_months(day, -terms.look_back_months) for code, terms in found if terms is not None}


def offset_rules(documents: Documents, day: date) -> dict[str, str]:
    """Plan -> how its overpayments are offset on a day (funding.offsets); plans without the section are not in it."""
    found = ((code, terms_on(documents, code, day)) for code in documents.plans)
    return {code: terms.offset for code, terms in found if terms is not None}
