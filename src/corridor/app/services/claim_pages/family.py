"""Whose claims a member may see: the own, and as the employee those of one's children under age."""

from dataclasses import dataclass
from datetime import date

from corridor.app.store.tx import Tx
from corridor.periods.spans import age_on

OF_AGE = 18


@dataclass(frozen=True)
class Family:
    """The people whose claims a member may see. names: member id -> first name where known, the member first."""

    member_id: str
    names: dict[str, str | None]

    @property
    def member_ids(self) -> list[str]:
        return list(self.names)


def family_of(tx: Tx, member_id: str, today: date) -> Family:
    """The member and, where the member is the employee, the children that are under 18 today.

    A spouse and grown children have their own seats: health privacy law (45 CFR 164.502(g)) makes a parent the
    representative of a child under age, and of nobody else in the family. A child of unknown age counts as grown, and
    from the eighteenth birthday on the claims of earlier years are the child's own too.
    """
    with tx.cursor() as cursor:
        cursor.execute(
            "select distinct member_id, first_name, relationship, birth_date from coverage"
            " where member_id = %(own)s or subscriber_id in"
            " (select subscriber_id from coverage where member_id = %(own)s and relationship = 'self')",
            {"own": member_id},
        )
        rows = cursor.fetchall()
    names: dict[str, str | None] = {member_id: None}
    for person, first_name, relationship, birth_date in sorted(rows, key=lambda row: row[0]):
        is_minor = relationship == "child" and birth_date is not None and age_on(birth_date, today) < OF_AGE
        if person == member_id or is_minor:
            names[person] = first_name
    return Family(member_id, names)
