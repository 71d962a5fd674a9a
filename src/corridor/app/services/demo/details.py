"""What the forms carry beside the money: certifications, referrals, notes, films, the payer before this one."""

from dataclasses import replace
from datetime import timedelta
from random import Random

from corridor.app.services.demo.directory import ProviderDirectory, made_up_address
from corridor.app.services.demo.drafts import Draft, DraftLine
from corridor.edi.x12.write import Segment, d8
from corridor.edi.x837.write_parties import ClaimExtras, LineExtras, OtherPayer
from corridor.money.cents import x12_amount
from corridor.money.rounding import share_of_cents

_MILES = "11"
_OTHER_PAYER_SHARE_BP = 7_000


def with_details(rng: Random, draft: Draft, directory: ProviderDirectory) -> Draft:
    """The draft with the segments that its kind of care calls for."""
    if draft.kind == "institutional":
        return replace(draft, extras=_hospital_details(rng, draft))
    build = _BY_VISIT.get(draft.visit)
    return replace(draft, extras=build(rng, draft, directory)) if build else draft


def with_other_payer(draft: Draft) -> Draft:
    """The draft as sent after another plan has paid its part."""
    paid_on = draft.received - timedelta(days=3)
    payer = OtherPayer(
        name="LAKELAND MUTUAL",
        payer_id="98002",
        policy_id="LM" + draft.patient.subscriber_id[1:],
        holder_last_name=draft.patient.last_name,
        holder_first_name="PAT",
        holder_relationship="spouse",
        paid_on=paid_on,
    )
    lines = tuple(_paid_before(line) for line in draft.lines)
    return replace(draft, lines=lines, extras=replace(draft.extras, other_payer=payer))


def _paid_before(line: DraftLine) -> DraftLine:
    return replace(line, other_paid_cents=share_of_cents(line.charge_cents, _OTHER_PAYER_SHARE_BP))


def _hospital_details(rng: Random, draft: Draft) -> ClaimExtras:
    """Allowed once for the claim; record number always, estimate and code sets on some."""
    body: list[Segment] = [("REF", "EA", f"R{rng.randrange(10**6):06d}")]
    if rng.random() < 0.1:
        body.append(("AMT", "F3", x12_amount(draft.charge_cents // 10)))
    if draft.place == "11":
        body.append(("HI", f"BH:11:D8:{d8(draft.service_from - timedelta(days=1))}"))
    if rng.random() < 0.05:
        body += [("HI", "BE:45:::14"), ("HI", "BG:09")]
    return replace(draft.extras, body=tuple(body), is_repriced_by_claim=True)


def _ambulance(rng: Random, draft: Draft, directory: ProviderDirectory) -> ClaimExtras:
    pick_up, hospital = made_up_address(rng), directory.billing["hospital"][0].card
    body: tuple[Segment, ...] = (
        ("CR1", "LB", str(rng.randrange(110, 240)), "", "A", "DH", _MILES, "", "", "", "NO OTHER SAFE TRANSPORT"),
        ("CRC", "07", "Y", "01", "04"),
    )
    parties: tuple[tuple[Segment, ...], ...] = (
        (("NM1", "PW", "2"), *pick_up.segments),
        (("NM1", "45", "2", hospital.name), *hospital.address.segments),
    )
    line = LineExtras(body=(("QTY", "PT", "2"), ("NTE", "ADD", "TWO PATIENTS TRANSPORTED")))
    return ClaimExtras(body=body, parties=parties, lines={1: line} if draft.visit == "ambulance_shared" else {})


def _oxygen(rng: Random, draft: Draft, directory: ProviderDirectory) -> ClaimExtras:
    """Certificate of medical necessity of a rented concentrator, by the ordering physician."""
    practice = directory.billing["specialist"][0]
    npi = practice.clinicians[0]
    since = draft.service_from - timedelta(days=rng.randrange(40, 400))
    body: tuple[Segment, ...] = (
        ("PWK", "CT", "FX", "", "", "AC", f"C{rng.randrange(10**8):08d}"),
        ("CR3", "R", "MO", "12"),
        ("DTP", "607", "D8", d8(draft.service_from)),
        ("DTP", "463", "D8", d8(since)),
        ("DTP", "461", "D8", d8(draft.service_from)),
    )
    loops: tuple[Segment, ...] = (
        directory.cards[npi].name_segment("DK", npi),
        *practice.card.address.segments,
        ("PER", "IC", "ORDERING OFFICE", "TE", practice.card.phone),
        ("LQ", "UT", "484.3"),
        ("FRM", "1A", "", "55"),
        ("FRM", "1C", "", d8(since)),
        ("FRM", "4", "Y"),
    )
    return ClaimExtras(lines={1: LineExtras(body, loops)})


def _chiropractic(rng: Random, draft: Draft, directory: ProviderDirectory) -> ClaimExtras:
    return ClaimExtras(body=(("CR2", "", "", "", "", "", "", "", "A"),))


def _referred(rng: Random, draft: Draft, directory: ProviderDirectory) -> ClaimExtras:
    practice = directory.pick("primary", rng, 0.0)
    npi = rng.choice(practice.clinicians)
    return ClaimExtras(parties=((directory.cards[npi].name_segment("DN", npi),),))


def _copay_taken(rng: Random, draft: Draft, directory: ProviderDirectory) -> ClaimExtras:
    return ClaimExtras(body=(("AMT", "F5", "25"),)) if rng.random() < 0.3 else ClaimExtras()


def _films(rng: Random, draft: Draft, directory: ProviderDirectory) -> ClaimExtras:
    return ClaimExtras(body=(("PWK", "RB", "EL", "", "", "AC", f"F{rng.randrange(10**8):08d}"),))


def _orthodontic(rng: Random, draft: Draft, directory: ProviderDirectory) -> ClaimExtras:
    return ClaimExtras(body=(("DN1", "24"),))


_BY_VISIT = {
    "ambulance": _ambulance,
    "ambulance_shared": _ambulance,
    "oxygen": _oxygen,
    "chiropractic": _chiropractic,
    "specialist": _referred,
    "therapy": _referred,
    "office": _copay_taken,
    "office_complex": _copay_taken,
    "crown": _films,
    "root_canal": _films,
    "orthodontic": _orthodontic,
}
