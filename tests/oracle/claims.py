"""The steps before the kernel the slow way: dicts and loops, a line at a time, nothing shared with the fast one."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import Any

from tests.oracle.claims_edits import MOST_CENTS, is_room, is_second, reasons
from tests.oracle.matching import among_all
from tests.oracle.repeats import is_alike
from tests.oracle.versions import fates

Row = dict[str, Any]
BenefitOf = Callable[[int, Row], tuple[int | None, str | None, bool]]
"""Version row and line -> benefit row, name, by hand."""

REFUSED = {
    "unknown_member",
    "no_plan_for_service",
    "before_coverage",
    "after_termination",
    "duplicate",
    "timely_filing",
    "work_related",
    "voided",
    "void",
    "original_not_found",
    "original_of_another",
    "original_unclear",
    "original_not_standing",
    "void_not_possible",
}
"""Reasons of lines that were refused before the plan was asked, or that wait for the claim that they refer to."""


def prepare(
    claims: Iterable[Row],
    coverage: list[Row],
    versions: list[Row],
    benefit_of: BenefitOf,
    providers: list[Row],
    history: list[Row],
    *,
    benefits: Mapping[int, Row] = MappingProxyType({}),
    decided_on: date = date.max,
) -> list[Row]:
    """READY rows and kind, product, price_source, order_rule, by claim and line.

    benefits: what the plan says beside the match, by benefit row: the columns of Terms.benefits.
    """
    lines = in_order(claims)
    totals: dict[int, int] = {}
    for line in lines:
        totals[line["claim_number"]] = totals.get(line["claim_number"], 0) + line["charge_cents"]
    earlier = [row for row in history if row["claim_number"] not in totals]
    seen = [(row["claim_number"], row["claim_number"], _service(row, row["member_id"])) for row in earlier]
    alike = [(row["claim_number"], row["claim_number"], row | {"member": row["member_id"]}) for row in earlier]
    stays = [_stay(row, row["member_id"]) for row in earlier if is_room(row)]
    in_stay = {line["claim_number"] for line in lines if is_room(line)}
    known = _fates(lines, coverage)
    out = []
    for line in lines:
        line = line | {"decided_on": decided_on, "in_stay": line["claim_number"] in in_stay}
        ready = _decided_before_the_kernel(line, coverage, versions, benefit_of, providers, benefits)
        member, version = ready["member_id"], ready.pop("version")
        service = _service(line, member) if member else None
        fate, case = known.get(line["claim_number"], (None, line["claim_number"]))
        is_repeat = _repeats(line, case, service, seen)
        line["asks_provider"] = bool(providers)
        mine = line | {"member": member}
        line["may_repeat"] = any(
            place < line["place"] and owner != case and is_alike(mine, other) for place, owner, other in alike
        )
        edits = reasons(line, ready, version, totals[line["claim_number"]], is_repeat)
        found = [fate, *edits] if fate else list(edits)
        ready["reason"] = found[0] if found else None
        others = [reason for reason in found if reason not in ("duplicate", "possible_duplicate")]
        if service and not (others and others[0] in REFUSED):
            alike.append((line["place"], case, mine))
            seen.append((line["place"], case, service))
        if member and is_room(line) and ready["reason"] not in {*REFUSED, "replaced"}:
            stays.append(_stay(line, member))
        out.append({name: value for name, value in ready.items() if not name.startswith("_")})
    for line, ready in zip(lines, out, strict=True):
        ready["is_admitted"] = _is_admitted(line, ready["member_id"], stays) or None
    return sorted(out, key=lambda row: (row["claim_number"], row["line_number"]))


def _repeats(line: Row, case: int, service: Any, seen: list[tuple[int, int, Any]]) -> bool:
    """Whether the first claim with this service came before, and is no version of this one."""
    first = next(((place, owner) for place, owner, other in seen if other == service), None)
    return first is not None and first[0] < line["place"] and first[1] != case


def _fates(lines: list[Row], coverage: list[Row]) -> dict[int, tuple[str | None, int]]:
    """What versions make of the claims whose patient is known."""
    heads: dict[int, Row] = {}
    for line in lines:
        member = _patient(line, coverage)[0]
        if member is None:
            continue
        head = heads.setdefault(
            line["claim_number"],
            {
                "number": line["claim_number"],
                "reference": line["original_reference"],
                "member": member,
                "family": _patient(line, coverage)[1],
                "npi": line["billing_npi"],
                "tax_id": line["billing_tax_id"],
                "first_day": line["service_from"],
                "charge": 0,
                **{name: line[name] for name in ("place", "claim_id", "frequency")},
            },
        )
        head["charge"] += line["charge_cents"]
        head["first_day"] = min(head["first_day"], line["service_from"])
    return fates(list(heads.values()), set())


def in_order(claims: Iterable[Row]) -> list[Row]:
    """The lines as they are decided, with the place of their claim: received first, then numbered first.

    Where lines say their `batch`, claims of an earlier one come before: they were decided when it was taken in.
    """
    lines = list(claims)
    received: dict[int, date] = {}
    batches: dict[int, int] = {}
    for line in lines:
        number = line["claim_number"]
        received[number] = min(received.get(number, date.max), line["received_date"])
        batches[number] = line.get("batch", 0)
    ranked = sorted(received, key=lambda number: (batches[number], received[number], number))
    places = dict(zip(ranked, sorted(received), strict=True))
    placed = [line | {"place": places[line["claim_number"]]} for line in lines]
    return sorted(placed, key=lambda line: (line["place"], line["line_number"]))


def _stay(line: Row, member: str) -> tuple[int, str, date]:
    return line.get("place", line["claim_number"]), member, line["admission_date"] or line["service_from"]


def _is_admitted(line: Row, member: str | None, stays: list[tuple[int, str, date]]) -> bool:
    for claim, person, day in stays:
        if person == member and claim == line["place"]:
            return True
        if person == member and claim < line["place"] and 0 <= (day - line["service_from"]).days <= 1:
            return True
    return False


def _decided_before_the_kernel(
    line: Row,
    coverage: list[Row],
    versions: list[Row],
    benefit_of: BenefitOf,
    providers: list[Row],
    benefits: Mapping[int, Row],
) -> Row:
    member, family, who = _patient(line, coverage)
    span, covered = _span(line, member, coverage)
    version = _version(line, span, versions)
    row, name, by_hand = benefit_of(version["row"], line) if version else (None, None, False)
    terms = benefits.get(row, {}) if row is not None else {}
    tier, share = _tier(line, providers)
    allowed, source = _allowed(line, tier, share, version)
    return {
        "claim_number": line["claim_number"],
        "place": line["place"],
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
        "admission_date": line["admission_date"],
        "billing_npi": line["billing_npi"],
        "charge_cents": line["charge_cents"],
        "allowed_cents": allowed,
        "recognised_cents": _recognised(line, allowed, terms),
        **_shared(line, allowed, version),
        "units": _units(line, terms),
        "tooth": _tooth(line, terms),
        "surfaces": "".join(c for c in (line["surfaces"] or "").upper() if c in "MODBLIF") or None,
        "is_unauthorised": bool(terms.get("requires_authorization")) and not (line["authorization"] or "").strip(),
        "kind": line["kind"],
        "product": span["product"] if span else None,
        "price_source": source,
        "price_line": None,
        "added_cents": None,
        "order_rule": None,
        "is_late": None,
        "authorization_state": None,
        "authorization_number": None,
        "authorization_units": None,
        "version": version,
        "_who": who,
        "_covered": covered,
        "_by_hand": by_hand,
        "_terms": terms,
        "_born": _birth_date(line, member, coverage),
        "_since": _since(line, span, coverage),
    }


def _recognised(line: Row, allowed: int, terms: Row) -> int | None:
    prices = []
    if line["alternate_cents"] is not None:
        prices.append(line["alternate_cents"])
    elif line["procedure_code"] in terms.get("alternates", {}):
        prices.append(terms["alternates"][line["procedure_code"]])
    asked = (line["daw"] or "").strip() in ("1", "2")
    if asked and terms.get("member_pays_brand_difference") and line["generic_cents"] is not None:
        prices.append(line["generic_cents"])
    return min(max(min(prices), 0), allowed) if prices else None


def _shared(line: Row, allowed: int, version: Row | None) -> Row:
    if version is None or not is_second(line, version):
        return {"other_paid_cents": None, "allowable_cents": None}
    theirs, amounts = line["other_payer_allowed_cents"], [allowed]
    if theirs is not None and version["allowable"] != "own":
        amounts.append(theirs)
    shared = max(amounts) if version["allowable"] == "higher" else min(amounts)
    return {
        "other_paid_cents": line["other_payer_paid_cents"],
        "allowable_cents": min(shared, max(line["charge_cents"], 0)),
    }


def _units(line: Row, terms: Row) -> int:
    nights = (line["service_to"] - line["service_from"]).days
    services = line["units"] // 1000
    if line["kind"] == "pharmacy":
        found = 1 if terms.get("counted") == "service" else line["days_supply"] or 1
    elif is_room(line):
        found = services if line["units"] > 0 else nights
    elif terms.get("counted") == "day":
        if line["in_stay"]:
            return 0
        found = nights + 1
    else:
        found = services
    return min(max(found, 1), 100_000)


def _tooth(line: Row, terms: Row) -> str | None:
    if line["tooth"] is None:
        return None
    teeth = [tooth.strip().upper().lstrip("0") for tooth in line["tooth"].split(":")]
    if not terms.get("is_by_quadrant"):
        return ":".join(teeth)
    return ":".join(sorted({_quadrant(tooth) for tooth in teeth}))


def _quadrant(tooth: str) -> str:
    plain = tooth.removesuffix("S")
    if plain in "ABCDEFGHIJKLMNOPQRST" and plain:
        return ("UR", "UL", "LL", "LR")["ABCDEFGHIJKLMNOPQRST".index(plain) // 5]
    if tooth.isdigit() and 1 <= (int(tooth) - 1) % 50 + 1 <= 32 and int(tooth) <= 82:
        return ("UR", "UL", "LL", "LR")[(int(tooth) - 1) % 50 // 8]
    return tooth


def _birth_date(line: Row, member: str | None, coverage: list[Row]) -> date | None:
    rows = sorted((row for row in coverage if row["member_id"] == member), key=lambda row: row["coverage_start"])
    return rows[-1]["birth_date"] if rows else None


def _since(line: Row, span: Row | None, coverage: list[Row]) -> date | None:
    """First day of the unbroken coverage: back from span to span that meet."""
    if span is None:
        return None
    own = [row for row in coverage if (row["member_id"], row["plan_code"]) == (span["member_id"], span["plan_code"])]
    first = span["coverage_start"]
    while True:
        meeting = [
            row["coverage_start"]
            for row in own
            if row["coverage_start"] < first and (row["coverage_end_exclusive"] or date.max) >= first
        ]
        if not meeting:
            return first
        first = min(meeting)


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
    if alike := among_all(line, by_start):
        return _one(alike)
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
    charge = min(max(line["charge_cents"], 0), MOST_CENTS)
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
