"""The employer's 834 files: everybody before the plan starts, then one file of changes a month."""

from collections.abc import Iterator, Mapping
from datetime import date

from corridor.app.services.demo.claim_files import SENT_AT
from corridor.app.services.demo.enrollment import change_statements, full_statements
from corridor.app.services.demo.population import Family
from corridor.app.services.demo.sponsors import Sponsor
from corridor.app.services.demo.workdays import workday_on_or_after
from corridor.edi.x12.write import Envelope
from corridor.edi.x834.write import VERSION, MemberDetail, write_834
from corridor.periods.spans import add_months
from corridor.records.enrollment import ENROLLMENT

SEND_DAY = 20
"""Day of the month before the one whose changes a file carries."""

_CONTRIBUTION_CENTS = {"EMP": 118_00, "ESP": 264_00, "ECH": 231_00, "FAM": 376_00}


def enrollment_files(
    sponsor: Sponsor, families: list[Family], start: date, as_of: date
) -> Iterator[tuple[date, bytes]]:
    """(day sent, bytes) in order of time, none sent after `as_of`; a month without changes has no file."""
    details = _details(families)
    sent_on = sponsor.first_sent_on(start)
    full = full_statements([f for f in families if f.covered_from <= start], sponsor.group, start)
    yield sent_on, _file(sponsor, full, sent_on, 1, details, is_full=True)
    before, known_before, number = start, sent_on, 1
    while True:
        month = add_months(before, 1)
        sent_on = workday_on_or_after(before.replace(day=SEND_DAY))
        if sent_on > as_of:
            return
        rows = change_statements(families, sponsor.group, month, before, sent_on, known_before)
        if rows:
            number += 1
            yield sent_on, _file(sponsor, rows, sent_on, number, details, is_full=False)
        before, known_before = month, sent_on


def _file(
    sponsor: Sponsor,
    rows: list[dict[str, object]],
    sent_on: date,
    number: int,
    details: Mapping[str, MemberDetail],
    is_full: bool,
) -> bytes:
    envelope = Envelope(sponsor.sender_id, sponsor.receiver_id, "BE", VERSION, sent_on, SENT_AT, number)
    return write_834(
        ENROLLMENT.from_rows([row | {"statement": position} for position, row in enumerate(rows)]),
        envelope=envelope,
        sponsor=sponsor.organization,
        payer=sponsor.administrator,
        reference=f"{sponsor.group}{sent_on:%Y%m%d}",
        is_full=is_full,
        details=details,
    )


def _details(families: list[Family]) -> dict[str, MemberDetail]:
    """Address and telephone of everybody, contribution of employees; some speak Spanish, some have other cover."""
    details = {}
    for position, family in enumerate(families):
        for person in family.members:
            is_employee = person is family.employee
            has_other = person.relationship == "spouse" and position % 20 == 3
            details[person.member_id] = MemberDetail(
                address=family.address,
                phone=f"614556{position:04d}",
                language="es" if position % 12 == 5 else None,
                premium_cents=_CONTRIBUTION_CENTS[family.level_on(date.max)] if is_employee else None,
                other_policy=f"LM{family.subscriber_id[1:]}" if has_other else None,
                other_insurer="LAKELAND MUTUAL" if has_other else None,
            )
    return details
