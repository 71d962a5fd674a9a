"""One claim of an 835: loop 2100 and its service lines, loop 2110."""

from collections.abc import Sequence
from typing import Any

from corridor.codes.reasons import REASON_BY_NAME
from corridor.edi.x12.write import Segment, composite, d8
from corridor.edi.x835.adjustments import (
    Adjustments,
    adjustments_of,
    cas_segments,
    paid_cents,
    patient_share,
    total_adjustments,
)
from corridor.edi.x835.text import plain
from corridor.money.cents import x12_amount

PROCESSED, PROCESSED_AS_SECONDARY, DENIED, REVERSAL = "1", "2", "4", "22"
FILING_INDICATOR = "12"
"""CLP06 of a preferred-provider plan."""
SEPARATED = "MA15"
"""Remark: the claim was separated, the other services are reported later."""

Line = dict[str, Any]


def claim_loop(lines: Sequence[Line]) -> list[Segment]:
    """Segments of one claim. lines: rows of REMITTANCE_LINES of one claim, version and direction, in line order.

    Where a line has no code to report it by, the claim is reported without service lines.
    """
    first = lines[0]
    sign = -1 if first["is_reversal"] else 1
    splits = [adjustments_of(line) for line in lines]
    has_lines = all(service_code(line) for line in lines)
    segments = [_claim_payment(lines, splits, sign)]
    if not has_lines:
        segments += cas_segments(total_adjustments(splits), sign)
    segments += _people(first)
    if first["is_partial"]:
        segments.append(("MOA", "", "", SEPARATED))
    if not has_lines:
        segments += _statement_days(lines)
    segments.append(("DTM", "050", d8(first["received_date"])))
    if has_lines:
        for line, split in zip(lines, splits, strict=True):
            segments += _service(line, split, sign)
    return segments


def service_code(line: Line) -> str:
    """SVC01: qualifier and code, by kind of claim; empty where the line has neither procedure nor revenue code."""
    code = plain(line["procedure_code"], 48)
    if not code:
        revenue = plain(line["revenue_code"], 4)
        return composite("NU", revenue) if revenue else ""
    if line["kind"] == "pharmacy":
        return composite("N4", code)
    modifiers = [plain(part, 2) for part in (line["modifiers"] or "").split(":")][:4]
    return composite("AD" if line["kind"] == "dental" else "HC", code, *modifiers)


def _claim_payment(lines: Sequence[Line], splits: Sequence[Adjustments], sign: int) -> Segment:
    first = lines[0]
    # X221A1 keeps status 4 for a patient who was not recognised; any other denial is a claim processed to zero.
    status = DENIED if first["reason"] == "unknown_member" else PROCESSED
    if any(line["other_paid_cents"] for line in lines):
        status = PROCESSED_AS_SECONDARY
    patient = patient_share(total_adjustments(splits))
    facility = first["bill_type"] if first["kind"] == "institutional" else first["place_of_service"]
    return (
        "CLP",
        plain(first["claim_id"], 38) or "0",
        REVERSAL if sign < 0 else status,
        x12_amount(sign * sum(line["charge_cents"] for line in lines)),
        x12_amount(sign * sum(map(paid_cents, lines))),
        x12_amount(patient) if patient and sign > 0 else "",
        FILING_INDICATOR,
        str(first["claim_number"]),
        plain(facility, 2),
        plain(first["frequency"], 1) if facility else "",
    )


def _people(first: Line) -> list[Segment]:
    member = plain(first["member_id"] or first["subscriber_id"], 80)
    names = (plain(first["patient_last_name"], 60) or "UNKNOWN", plain(first["patient_first_name"], 35))
    patient: Segment = ("NM1", "QC", "1", *names, "", "", "", "MI" if member else "", member)
    rendering = plain(first["rendering_npi"], 10)
    return [patient, ("NM1", "82", "1", "", "", "", "", "", "XX", rendering)] if rendering else [patient]


def _statement_days(lines: Sequence[Line]) -> list[Segment]:
    start, end = min(line["service_from"] for line in lines), max(line["service_to"] for line in lines)
    return [("DTM", "232", d8(start)), ("DTM", "233", d8(end))]


def _service(line: Line, split: Adjustments, sign: int) -> list[Segment]:
    code = service_code(line)
    revenue = plain(line["revenue_code"], 4) if line["procedure_code"] else ""
    money = (x12_amount(sign * line["charge_cents"]), x12_amount(sign * paid_cents(line)))
    segments: list[Segment] = [("SVC", code, *money, revenue, _units(line["units"]))]
    if line["service_from"] == line["service_to"]:
        segments.append(("DTM", "472", d8(line["service_from"])))
    else:
        segments += [("DTM", "150", d8(line["service_from"])), ("DTM", "151", d8(line["service_to"]))]
    segments += cas_segments(split, sign)
    segments.append(("REF", "6R", str(line["line_number"])))
    if line["allowed_cents"] and sign > 0:
        segments.append(("AMT", "B6", x12_amount(line["allowed_cents"])))
    remark = REASON_BY_NAME[line["reason"]].rarc
    return [*segments, ("LQ", "HE", remark)] if remark else segments


def _units(thousandths: int) -> str:
    """Units as a decimal; empty for one, which is what X12 takes an absent count for."""
    if thousandths == 1_000:
        return ""
    whole, rest = divmod(thousandths, 1_000)
    return f"{whole}.{rest:03d}".rstrip("0").rstrip(".")
