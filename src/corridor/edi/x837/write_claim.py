"""One claim as the segments of loops 2300 to 2440."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from corridor.edi.x12.write import Segment, composite, d8, rd8
from corridor.edi.x837.line_segments import AUTHORIZATION, MINUTES, QUADRANTS
from corridor.edi.x837.write_parties import (
    NO_LINE_EXTRAS,
    ClaimExtras,
    Directory,
    Exchange,
    LineExtras,
    OtherPayer,
)
from corridor.money.cents import x12_amount

Row = dict[str, Any]

_CLAIM_ORDER = ("CLM", "DTP", "CL1", "DN1", "DN2", "PWK", "CN1", "AMT", "REF", "K3", "NTE", "CR1", "CR2", "CRC", "HI")
_LINE_ORDER = ("SV1", "SV2", "SV3", "TOO", "PWK", "CR1", "CR3", "CRC", "DTP", "QTY", "MEA", "REF", "AMT", "K3", "NTE")
_CODE_ORDER = ("ABK", "ABJ", "APR", "ABN", "DR", "ABF", "BBR", "BBQ", "BI", "BH", "BE", "BG", "TC")
_PARTY_ORDER = {
    "professional": ("DN", "82", "77", "DQ", "PW", "45"),
    "institutional": ("71", "72", "82", "77", "DN"),
    "dental": ("DN", "82", "77"),
}
_RENDERING = {"professional": ("82", "PE"), "institutional": ("71", "AT"), "dental": ("82", "PE")}
_RELATIONSHIP = {"self": "18", "spouse": "01", "child": "19", "other": "G8"}
_CAUSE = {"employment": "EM", "auto": "AA", "other_accident": "OA"}
_OCCURRENCE = {"employment": "04", "auto": "02", "other_accident": "05"}
_DESIGNATION = {quadrant: code for code, quadrant in QUADRANTS.items()}
FACILITY = "77"
"""NM101: where the service took place."""
ORIGINAL = "F8"
"""REF01: number of the claim that is replaced or voided."""
_INPATIENT = ("11", "18", "21")
_CONTRACT_PRICING = "03"
_CONTRACTUAL_ADJUSTMENT = ("CO", "45")
_COINSURANCE = ("PR", "2")


def claim_loop(lines: list[Row], extras: ClaimExtras, exchange: Exchange, directory: Directory) -> Iterator[Segment]:
    """The claim's loop 2300, with its parties, the payer before us and its service lines."""
    kind = lines[0]["kind"]
    body = [_claim_segment(lines), *_authorization(lines), *_CLAIM_DETAIL[kind](lines, extras), *extras.body]
    yield from sorted(body, key=_claim_rank)
    if extras.is_repriced_by_claim and lines[0]["repriced_cents"] is not None:
        yield _pricing(sum(r["charge_cents"] for r in lines), sum(r["repriced_cents"] for r in lines), exchange)
    parties = [*_rendering(lines[0], directory), *extras.parties]
    if not any(party[0][1] == FACILITY for party in parties):
        parties += _facility(lines[0], directory)
    for party in sorted(parties, key=lambda party: _PARTY_ORDER[kind].index(party[0][1])):
        yield from party
    if extras.other_payer:
        yield from _other_payer(lines, extras.other_payer, directory)
    for line in lines:
        is_apart = kind != "institutional" and line["authorization"] != lines[0]["authorization"]
        site = _facility(line, directory) if line["facility_npi"] != lines[0]["facility_npi"] else []
        yield from _line_loop(line, extras, exchange, line["authorization"] if is_apart else None, site)


def _claim_rank(segment: Segment) -> tuple[int, int]:
    rank = _CLAIM_ORDER.index(segment[0])
    return rank, _CODE_ORDER.index(segment[1].partition(":")[0]) if segment[0] == "HI" else 0


def _line_rank(segment: Segment) -> int:
    return _LINE_ORDER.index(segment[0])


def _claim_segment(lines: list[Row]) -> Segment:
    first = lines[0]
    total = x12_amount(sum(row["charge_cents"] for row in lines))
    if first["kind"] == "institutional":
        place = composite(first["bill_type"], "A", first["frequency"])
        return ("CLM", first["claim_id"], total, "", "", place, "", "A", "Y", "Y")
    place = composite(first["place_of_service"] or "11", "B", first["frequency"])
    cause = ("", _CAUSE[first["related_cause"]]) if first["related_cause"] else ()
    return ("CLM", first["claim_id"], total, "", "", place, "Y", "A", "Y", "Y", *cause)


def _authorization(lines: list[Row]) -> Iterator[Segment]:
    """REF G1 of the claim; lines of another number name it themselves. REF F8: the claim that it replaces or voids."""
    if lines[0]["original_reference"]:
        yield ("REF", ORIGINAL, lines[0]["original_reference"])
    if lines[0]["authorization"]:
        yield ("REF", AUTHORIZATION, lines[0]["authorization"])


def _professional_detail(lines: list[Row], extras: ClaimExtras) -> Iterator[Segment]:
    codes = _diagnoses(lines)
    if lines[0]["admission_date"]:
        yield ("DTP", "435", "D8", d8(lines[0]["admission_date"]))
    yield ("HI", f"ABK:{codes[0]}", *(f"ABF:{code}" for code in codes[1:12]))


def _institutional_detail(lines: list[Row], extras: ClaimExtras) -> Iterator[Segment]:
    first = lines[0]
    start, end = min(r["service_from"] for r in lines), max(r["service_to"] for r in lines)
    is_inpatient = first["bill_type"] in _INPATIENT
    codes = _diagnoses(lines)
    if is_inpatient and extras.discharge_status != "30":
        yield ("DTP", "096", "TM", "1100")
    yield ("DTP", "434", "RD8", rd8(start, end))
    if is_inpatient:
        yield ("DTP", "435", "DT", d8(first["admission_date"] or start) + "0900")
    yield ("CL1", extras.admission_type, "1", extras.discharge_status)
    yield ("HI", f"ABK:{codes[0]}")
    if first["drg"]:
        yield ("HI", f"DR:{first['drg']}")
    yield ("HI", f"{'ABJ' if is_inpatient else 'APR'}:{codes[0]}")
    if codes[1:]:
        yield ("HI", *(f"ABF:{code}" for code in codes[1:13]))
    if first["related_cause"]:
        yield ("HI", f"BH:{_OCCURRENCE[first['related_cause']]}:D8:{d8(start)}")


def _dental_detail(lines: list[Row], extras: ClaimExtras) -> Iterator[Segment]:
    months = next((row["treatment_months"] for row in lines if row["treatment_months"]), None)
    if months:
        yield ("DN1", str(months))
    if lines[0]["diagnosis_codes"]:
        yield ("HI", f"ABK:{_diagnoses(lines)[0]}")


_CLAIM_DETAIL = {
    "professional": _professional_detail,
    "institutional": _institutional_detail,
    "dental": _dental_detail,
}


def _diagnoses(lines: list[Row]) -> list[str]:
    codes: list[str] = (lines[0]["diagnosis_codes"] or "").split(":")
    return codes


def _rendering(row: Row, directory: Directory) -> Iterator[tuple[Segment, ...]]:
    """Who rendered the service (2310B), or attended (2310A of an institutional claim), unless the biller did."""
    npi = row["rendering_npi"]
    if not npi or npi == row["billing_npi"]:
        return
    entity, role = _RENDERING[row["kind"]]
    card = directory.provider(npi)
    taxonomy = (("PRV", role, "PXC", card.taxonomy),) if card.taxonomy else ()
    yield (card.name_segment(entity, npi), *taxonomy)


def _facility(row: Row, directory: Directory) -> list[tuple[Segment, ...]]:
    """Where the service took place, unless the claim does not say."""
    npi = row["facility_npi"]
    if not npi:
        return []
    card = directory.provider(npi)
    address = replace(card.address, zip_code=row["service_zip"] or card.address.zip_code)
    return [(("NM1", FACILITY, "2", card.name, "", "", "", "", "XX", npi), *address.segments)]


def _pricing(charge_cents: int, repriced_cents: int, exchange: Exchange) -> Segment:
    """HCP: the amount the network allows, and what it saves."""
    saved = x12_amount(charge_cents - repriced_cents)
    return ("HCP", _CONTRACT_PRICING, x12_amount(repriced_cents), saved, exchange.repricer_id)


def _other_payer(lines: list[Row], payer: OtherPayer, directory: Directory) -> Iterator[Segment]:
    """Loops 2320 and 2330: what the payer before us paid, and why not more unless the lines say it."""
    paid = sum(row["other_payer_paid_cents"] or 0 for row in lines)
    charge = sum(row["charge_cents"] for row in lines)
    is_by_line = lines[0]["kind"] == "professional"
    holder = directory.subscriber(lines[0]["subscriber_id"])
    yield ("SBR", "P", _RELATIONSHIP[payer.holder_relationship], "", "", "", "", "", "", "CI")
    if not is_by_line:
        yield from _not_paid(charge, paid, [row["other_payer_allowed_cents"] for row in lines])
    yield ("AMT", "D", x12_amount(paid))
    yield ("OI", "", "", "Y", "", "", "Y")
    name = payer.holder_last_name, payer.holder_first_name
    yield ("NM1", "IL", "1", *name, "", "", "", "MI", payer.policy_id)
    yield from holder.address.segments
    yield ("NM1", "PR", "2", payer.name, "", "", "", "", "PI", payer.payer_id)
    if not is_by_line:
        yield ("DTP", "573", "D8", d8(payer.paid_on))


def _line_loop(
    row: Row,
    extras: ClaimExtras,
    exchange: Exchange,
    authorization: str | None,
    site: Sequence[tuple[Segment, ...]],
) -> Iterator[Segment]:
    """Loop 2400 and below. authorization, site: of the line, where they are not the claim's."""
    more: LineExtras = extras.lines.get(row["line_number"], NO_LINE_EXTRAS)
    yield ("LX", str(row["line_number"]))
    body = [*_SERVICE[row["kind"]](row), _service_date(row), *more.body]
    if authorization:
        body.append(("REF", AUTHORIZATION, authorization))
    body.append(("REF", "6R", f"{row['claim_id']}-{row['line_number']}"))
    yield from sorted(body, key=_line_rank)
    if row["repriced_cents"] is not None and not extras.is_repriced_by_claim:
        yield _pricing(row["charge_cents"], row["repriced_cents"], exchange)
    if extras.other_payer and row["kind"] == "professional":
        adjudication = _line_adjudication(row, extras.other_payer)
    else:
        adjudication = iter(())
    forms = [segment for segment in more.loops if segment[0] in ("LQ", "FRM")]
    yield from (segment for segment in more.loops if segment[0] not in ("LQ", "FRM"))
    yield from (segment for party in site for segment in party)
    yield from adjudication
    yield from forms


def _line_adjudication(row: Row, payer: OtherPayer) -> Iterator[Segment]:
    """Loop 2430: what the payer before us did with the line."""
    paid = row["other_payer_paid_cents"] or 0
    yield ("SVD", payer.payer_id, x12_amount(paid), _procedure("HC", row), "", _quantity(row["units"]))
    yield from _not_paid(row["charge_cents"], paid, [row["other_payer_allowed_cents"]])
    yield ("DTP", "573", "D8", d8(payer.paid_on))


def _not_paid(charge: int, paid: int, allowed: list[int | None]) -> Iterator[Segment]:
    """Why the payer before us did not pay all: what it left to the patient where it is known, and its contract."""
    left = max(sum(cents for cents in allowed if cents is not None) - paid, 0)
    if charge - left != paid:
        yield ("CAS", *_CONTRACTUAL_ADJUSTMENT, x12_amount(charge - left - paid))
    if left:
        yield ("CAS", *_COINSURANCE, x12_amount(left))


def _service_date(row: Row) -> Segment:
    if row["service_from"] == row["service_to"]:
        return ("DTP", "472", "D8", d8(row["service_from"]))
    return ("DTP", "472", "RD8", rd8(row["service_from"], row["service_to"]))


def _procedure(qualifier: str, row: Row) -> str:
    modifiers = row["modifiers"].split(":") if row["modifiers"] else []
    return composite(qualifier, row["procedure_code"], *modifiers)


def _quantity(thousandths: int) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def _professional_service(row: Row) -> Iterator[Segment]:
    pointers = composite(*(str(n + 1) for n in range(min(4, len(_diagnoses([row]))))))
    amount = x12_amount(row["charge_cents"])
    quantity = ("UN", _quantity(row["units"])) if row["minutes"] is None else (MINUTES, str(row["minutes"]))
    emergency = () if row["is_emergency"] is None else ("", "Y" if row["is_emergency"] else "N")
    yield ("SV1", _procedure("HC", row), amount, *quantity, "", "", pointers, *emergency)


def _institutional_service(row: Row) -> Iterator[Segment]:
    procedure = _procedure("HC", row) if row["procedure_code"] else ""
    measure = "DA" if row["bill_type"] in _INPATIENT and not procedure else "UN"
    yield ("SV2", row["revenue_code"], procedure, x12_amount(row["charge_cents"]), measure, _quantity(row["units"]))


def _dental_service(row: Row) -> Iterator[Segment]:
    amount, units = x12_amount(row["charge_cents"]), _quantity(row["units"])
    quadrants = [_DESIGNATION[part] for part in (row["tooth"] or "").split(":") if part in _DESIGNATION]
    yield ("SV3", _procedure("AD", row), amount, "", composite(*quadrants), "", units)
    if row["tooth"] and not quadrants:
        yield ("TOO", "JP", row["tooth"], composite(*(row["surfaces"] or "")))


_SERVICE = {
    "professional": _professional_service,
    "institutional": _institutional_service,
    "dental": _dental_service,
}
