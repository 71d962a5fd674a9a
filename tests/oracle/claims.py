"""The steps before the kernel the slow way: dicts and loops, a line at a time, nothing shared with the fast one."""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

Row = dict[str, Any]
BenefitOf = Callable[[int, Row], tuple[int | None, str | None, bool]]
"""Version row and line -> benefit row, name, by hand."""

DENIED = {
    "unknown_member",
    "no_plan_for_service",
    "before_coverage",
    "after_termination",
    "duplicate",
    "timely_filing",
}


def prepare(
    claims: Iterable[Row],
    coverage: list[Row],
    versions: list[Row],
    benefit_of: BenefitOf,
    providers: list[Row],
    history: list[Row],
) -> list[Row]:
    """READY rows and kind, product, price_source, by claim and line."""
    lines = sorted(claims, key=lambda line: (line["claim_number"], line["line_number"]))
    totals: dict[int, int] = {}
    for line in lines:
        totals[line["claim_number"]] = totals.get(line["claim_number"], 0) + line["charge_cents"]
    earlier = [row for row in history if row["claim_number"] not in totals]
    seen = [(row["claim_number"], _service(row, row["member_id"])) for row in earlier]
    out = []
    for line in lines:
        ready = _decided_before_the_kernel(line, coverage, versions, benefit_of, providers)
        member, version = ready["member_id"], ready.pop("version")
        service = _service(line, member) if member and line["frequency"] not in ("7", "8") else None
        is_repeat = any(claim < line["claim_number"] and other == service for claim, other in seen)
        reasons = list(_reasons(line, ready, version, totals[line["claim_number"]], is_repeat))
        ready["reason"] = reasons[0] if reasons else None
        others = [reason for reason in reasons if reason != "duplicate"]
        if service and not (others and others[0] in DENIED):
            seen.append((line["claim_number"], service))
        out.append({name: value for name, value in ready.items() if not name.startswith("_")})
    return out


def _decided_before_the_kernel(
    line: Row, coverage: list[Row], versions: list[Row], benefit_of: BenefitOf, providers: list[Row]
) -> Row:
    member, family, who = _patient(line, coverage)
    span, covered = _span(line, member, coverage)
    version = _version(line, span, versions)
    row, name, by_hand = benefit_of(version["row"], line) if version else (None, None, False)
    tier, share = _tier(line, providers)
    allowed, source = _allowed(line, tier, share, version)
    return {
        "claim_number": line["claim_number"],
        "line_number": line["line_number"],
        "family_id": span["subscriber_id"] if span else family,
        "member_id": member,
        "plan_code": span["plan_code"] if span else None,
        "plan_year_start": _plan_year_start(line["service_from"], version) if version else None,
        "version_row": version["row"] if version else None,
        "benefit_row": row,
        "benefit": name,
        "is_family_level": span["coverage_level"] not in ("EMP", "IND") if span else None,
        "tier": tier,
        "service_from": line["service_from"],
        "billing_npi": line["billing_npi"],
        "charge_cents": line["charge_cents"],
        "allowed_cents": allowed,
        "kind": line["kind"],
        "product": span["product"] if span else None,
        "price_source": source,
        "version": version,
        "_who": who,
        "_covered": covered,
        "_by_hand": by_hand,
    }


def _reasons(line: Row, ready: Row, version: Row | None, total: int, is_repeat: bool) -> Iterable[str]:
    if ready["_who"]:
        yield ready["_who"]
    if ready["_covered"]:
        yield ready["_covered"]
    if version is None:
        yield "plan_not_in_force"
    if line["frequency"] in ("7", "8"):
        yield "replacement_or_void"
    if line["charge_cents"] < 0:
        yield "reversal_unmatched"
    if line["claim_charge_cents"] is not None and line["claim_charge_cents"] != total:
        yield "totals_disagree"
    if is_repeat:
        yield "duplicate"
    if version and (line["received_date"] - line["service_to"]).days > version["timely_filing_days"]:
        yield "timely_filing"
    if (line["other_payer_paid_cents"] or 0) > 0:
        yield "other_payer_first"
    if ready["benefit_row"] is None:
        yield "unknown_code"
    if ready["_by_hand"]:
        yield "handled_by_hand"
    if version and max(total, line["charge_cents"]) > version["auto_limit_cents"]:
        yield "amount_above_limit"


def _patient(line: Row, coverage: list[Row]) -> tuple[str | None, str | None, str | None]:
    """Member, family, reason."""
    by_start = sorted(coverage, key=lambda row: row["coverage_start"])
    by_id = [row for row in by_start if line["member_id"] and _key(row["member_id"]) == _key(line["member_id"])]
    if by_id:
        return _one(by_id)
    family = [
        row for row in by_start if line["subscriber_id"] and _key(row["subscriber_id"]) == _key(line["subscriber_id"])
    ]
    fitting = [row for row in family if _fits(line, row)]
    if len({row["member_id"] for row in fitting}) > 1:
        sent = line["patient_first_name"]
        named = [r for r in fitting if sent and r["first_name"] and _letters(r["first_name"]) == _letters(sent)]
        return _one(named or fitting)
    if fitting:
        return _one(fitting)
    if line["patient_relationship"] == "self":
        employees = [row for row in family if row["relationship"] == "self"]
        if employees:
            return _one(employees)
    return None, None, "unknown_member"


def _one(rows: list[Row]) -> tuple[str | None, str | None, str | None]:
    if len({row["member_id"] for row in rows}) > 1:
        return None, None, "ambiguous_member"
    return rows[-1]["member_id"], rows[-1]["subscriber_id"], None


def _fits(line: Row, row: Row) -> bool:
    if line["patient_birth_date"] is None:
        if line["patient_relationship"] == "self":
            return False
    elif line["patient_birth_date"] != row["birth_date"]:
        return False
    sexes = {line["patient_sex"], row["sex"]}
    return not sexes <= {"F", "M"} or len(sexes) == 1


def _key(text: str) -> str:
    return text.strip().upper()


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.upper()) if unicodedata.category(c).startswith("L"))


def _span(line: Row, member: str | None, coverage: list[Row]) -> tuple[Row | None, str | None]:
    if member is None:
        return None, None
    products = {"dental": ["dental"], "pharmacy": ["pharmacy", "medical"]}.get(line["kind"], ["medical"])
    own = [row for row in coverage if row["member_id"] == member and row["product"] in products]
    for product in products:
        for row in own:
            end = row["coverage_end_exclusive"] or date.max
            if row["product"] == product and row["coverage_start"] <= line["service_from"] < end:
                return row, None
    if not own:
        return None, "no_plan_for_service"
    is_before = line["service_from"] < min(row["coverage_start"] for row in own)
    return None, "before_coverage" if is_before else "after_termination"


def _version(line: Row, span: Row | None, versions: list[Row]) -> Row | None:
    for row in versions if span else ():
        end = row["effective_to_exclusive"] or date.max
        if row["plan_code"] == span["plan_code"] and row["effective_from"] <= line["service_from"] < end:
            return row
    return None


def _plan_year_start(day: date, version: Row) -> date:
    year = day.year
    while date(year, version["plan_year_start_month"], version["plan_year_start_day"]) > day:
        year -= 1
    return date(year, version["plan_year_start_month"], version["plan_year_start_day"])


def _tier(line: Row, providers: list[Row]) -> tuple[str, int | None]:
    tier, share = line["network"], None
    for row in providers:
        end = row["effective_to_exclusive"] or date.max
        if row["npi"] == line["billing_npi"] and row["effective_from"] <= line["service_from"] < end:
            tier, share = tier or row["network"], row["allowed_bp"]
    return tier or ("in" if line["repriced_cents"] is not None else "out"), share


def _allowed(line: Row, tier: str, share: int | None, version: Row | None) -> tuple[int, str]:
    charge = max(line["charge_cents"], 0)
    if line["repriced_cents"] is not None:
        return min(max(line["repriced_cents"], 0), charge), "repriced"
    if share is not None:
        return _part(charge, share), "contract"
    if tier == "out" and version:
        return _part(charge, version["out_of_network_allowed_bp"]), "plan_percent"
    return charge, "charge"


def _part(charge: int, basis_points: int) -> int:
    exact = Decimal(charge) * Decimal(basis_points) / Decimal(10_000)
    return min(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), charge)


def _service(line: Row, member: str | None) -> tuple[Any, ...]:
    names = "kind service_from service_to procedure_code modifiers revenue_code tooth surfaces units charge_cents"
    return (member, *(line[name] for name in names.split()), line["billing_npi"] or line["billing_tax_id"])
