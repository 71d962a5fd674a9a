"""From a value of a plan to the decisions in which it was at work."""

from dataclasses import dataclass, field
from typing import Any

from corridor.app.services.clauses.stated import Stated, Version
from corridor.app.services.selectors import STANDS
from corridor.app.store.tx import Tx

SHOWN = 10
_SEARCHED = 200
"""Lines looked at for so many claims: a claim seldom has more than a few that one clause decided."""

_BY_SECTION = {
    "timely_filing": "d.reason = 'timely_filing'",
    "proof_of_disability": "d.reason = 'timely_filing'",
    "auto_adjudication": "d.reason = 'amount_above_limit'",
    "out_of_network": "d.tier = 'out' and d.status = 'paid' and d.write_off_cents + d.above_allowed_cents > 0",
    "weekly_benefit": "d.status = 'paid'",
    "elimination_period": "d.reason = 'elimination_period'",
    "maximum_duration": "d.reason = 'duration_reached'",
    "coordination": "d.other_paid_cents > 0",
    "health_reimbursement": "d.account_cents > 0",
    "exclusions": "d.reason in ('excluded', 'age_or_sex_unknown')",
    "enrolment": "d.reason = 'newborn_not_enrolled'",
}
_BY_CAUSE = {
    "work": "d.reason in ('work_related', 'work_under_review')",
    "auto": "d.reason = 'auto_accident_under_review'",
    "other_accident": "d.reason = 'accident_under_review'",
}
_BY_SHARE = {
    "copay": "d.copay_cents > 0",
    "supply_days": "d.copay_cents > 0",
    "coinsurance": "d.coinsurance_cents > 0",
    "penalty": "d.penalty_cents > 0",
    "late_penalty": "d.penalty_cents > 0",
    "over_limit_discount": "d.over_limit_cents > 0",
}
_BY_VALUE = {
    "requires_authorization": "d.penalty_cents > 0",
    "waiting_months": "d.reason = 'waiting_period'",
    "ages": "d.reason in ('age_outside_benefit', 'age_or_sex_unknown')",
    "sex": "d.reason in ('sex_outside_benefit', 'age_or_sex_unknown')",
    "missing_tooth": "d.reason in ('missing_tooth', 'missing_tooth_unclear')",
    "alternates": "d.not_recognised_cents > 0",
    "dispense_as_written": "d.not_recognised_cents > 0",
    "deductible": "d.deductible_cents > 0",
}
_BY_THE_PLAN = "(d.status = 'paid' or d.reason in ('not_covered', 'benefit_maximum', 'frequency_reached'))"
"""What the plan's benefit decided; what came before, such as a claim sent too late, it never saw."""
_AT_A_LIMIT = "(d.reason in ('benefit_maximum', 'frequency_reached') or d.over_limit_cents > 0)"


@dataclass(frozen=True)
class Condition:
    """SQL over decision `d`, and what stands in it."""

    sql: str
    params: list[Any] = field(default_factory=list)


def condition_of(stated: Stated, version: Version) -> Condition | None:
    """The decisions in which a value was at work; None where no decision tells, such as of an out-of-pocket maximum."""
    section, *inner = stated.path
    if stated.is_by_hand:
        return _by_hand(section, inner)
    if section == "benefits":
        return _of_benefit(*inner)
    if section == "limits":
        return _of_limit(inner[0], version)
    if section == "deductible" and inner[0] in ("in", "out"):
        return Condition("d.tier = %s and d.deductible_cents > 0", [inner[0]])
    if section == "separate_deductibles" and inner[1] in ("in", "out"):
        return _of_deductible(inner[0], inner[1], version)
    if section == "third_party":
        return Condition(_BY_CAUSE[inner[0]])
    return Condition(_BY_SECTION[section]) if section in _BY_SECTION else None


def latest_claims(tx: Tx, plan: str, asked: list[tuple[Version, Condition]]) -> list[int]:
    """Numbers of the claims decided last under any of the conditions, each on the days of its version."""
    parts, params = [], [plan]
    for version, condition in asked:
        end = version.effective_to_exclusive
        parts.append(f"({condition.sql} and d.service_from >= %s and (%s::date is null or d.service_from < %s))")
        params += [*condition.params, version.effective_from, end, end]
    if not parts:
        return []
    with tx.cursor() as cursor:
        cursor.execute(
            f"select d.claim_number from decision d where d.plan_code = %s and ({' or '.join(parts)}) and {STANDS}"
            f" order by d.claim_number desc limit {_SEARCHED}",
            params,
        )
        return list(dict.fromkeys(number for (number,) in cursor.fetchall()))[:SHOWN]


def _by_hand(section: str, inner: list[str]) -> Condition:
    of_benefit = " and d.benefit = %s" if section == "benefits" else ""
    return Condition(f"d.reason = 'handled_by_hand'{of_benefit}", inner[:1] if of_benefit else [])


def _of_benefit(benefit: str, value: str, *inner: str) -> Condition:
    if value not in ("in", "out"):  # in either network
        return Condition(f"d.benefit = %s and {_BY_VALUE.get(value, _BY_THE_PLAN)}", [benefit])
    share = next((sql for start, sql in _BY_SHARE.items() if inner[0].startswith(start)), _BY_THE_PLAN)
    return Condition(f"d.benefit = %s and d.tier = %s and {share}", [benefit, value])


def _of_deductible(name: str, tier: str, version: Version) -> Condition:
    """The lines of the benefits that name a separate deductible, where it was asked for."""
    naming = [
        one.path[1]
        for one in version.stated
        if one.path[0] == "benefits" and one.path[-1] == "deductible" and one.value == name
    ]
    return Condition("d.benefit = any(%s) and d.tier = %s and d.deductible_cents > 0", [naming, tier])


def _of_limit(limit: str, version: Version) -> Condition:
    """The lines of the benefits that share the limit, once it was reached."""
    sharing = [
        one.path[1]
        for one in version.stated
        if one.path[0] == "benefits" and one.path[-1] == "limits" and limit in one.value
    ]
    return Condition(f"d.benefit = any(%s) and {_AT_A_LIMIT}", [sharing])
