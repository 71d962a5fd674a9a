"""The plan document: every field, its unit and its range. Reference: docs/reference/plan.md."""

from datetime import date
from typing import Literal

from pydantic import Field

from corridor.plan.authorization_terms import Authorization
from corridor.plan.benefit_terms import Benefit, Limit
from corridor.plan.code_edit_terms import CodeEdits
from corridor.plan.document import Strict
from corridor.plan.enrollment_terms import Enrolment, Exclusion
from corridor.plan.pricing_terms import NoSurprises, OutOfNetwork
from corridor.plan.procedure_terms import ClaimsProcedure, Overpayments, Rescission
from corridor.plan.sections import (
    Amendment,
    AutoAdjudication,
    Coordination,
    Deductible,
    Flag,
    HealthReimbursement,
    MonthDay,
    OutOfPocketMaximum,
    PlanCode,
    SeparateDeductible,
    SeparateMaximum,
    ThirdParty,
    TimelyFiling,
    Words,
)


class PlanDocument(Strict):
    """A plan document from top to bottom."""

    code: PlanCode
    name: Words
    product: Literal["medical", "dental", "vision", "pharmacy"]
    effective: date
    plan_year_start: MonthDay
    hdhp: Flag = False
    grandfathered: Flag = False
    deductible: Deductible
    separate_deductibles: tuple[SeparateDeductible, ...] = ()
    out_of_pocket_maximum: OutOfPocketMaximum
    separate_maximums: tuple[SeparateMaximum, ...] = ()
    health_reimbursement: HealthReimbursement | None = None
    coordination: Coordination | None = None
    third_party: ThirdParty | None = None
    out_of_network: OutOfNetwork
    timely_filing: TimelyFiling
    auto_adjudication: AutoAdjudication
    no_surprises: NoSurprises | None = None
    enrolment: Enrolment | None = None
    authorization: Authorization | None = None
    code_edits: CodeEdits | None = None
    claims_procedure: ClaimsProcedure | None = None
    overpayments: Overpayments | None = None
    rescission: Rescission | None = None
    exclusions: tuple[Exclusion, ...] = ()
    limits: tuple[Limit, ...] = ()
    benefits: tuple[Benefit, ...] = Field(min_length=1)
    amendments: tuple[Amendment, ...] = ()
