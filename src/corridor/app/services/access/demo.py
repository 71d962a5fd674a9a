"""One person for each role, to look at the demo employer with."""

from corridor.app.services.access.people import add_person
from corridor.app.services.access.roles import roles
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.wording.said import said

_MEMBER = (
    "select d.member_id from decision d where d.member_id is not null and d.plan_paid_cents > 0"
    " group by d.member_id order by count(*) desc, d.member_id limit 1"
)


def add_demo_people(sponsor: str, password: str, *, actor: str) -> list[tuple[str, str]]:
    """Make the people; returns (role, address). The member is whoever has most decided lines.

    Raises ServiceError when the sponsor has no decided claim yet.
    """
    with tenant_transaction(sponsor) as tx:
        member = tx.scalar(_MEMBER)
    if member is None:
        raise ServiceError(said("sponsor {sponsor}: found no decided claim, expected the demo's", sponsor=sponsor))
    made = []
    for code in roles():
        email = f"{code}@corridor.example"
        own = member if code == "member" else None
        add_person(email, code, sponsor, actor=actor, member_id=own, password=password)
        made.append((code, email))
    return made
