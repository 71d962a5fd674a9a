"""Who a claim is about and who bills it, as the loops above the claim say it."""

from dataclasses import dataclass
from datetime import date

RELATIONSHIPS = {"18": "self", "01": "spouse", "19": "child", "09": "child", "17": "child"}
"""SBR02 and PAT01; adopted children (09) and stepchildren (17) are children too, every other code is "other"."""

TAX_ID_QUALIFIERS = ("24", "34")
TAX_ID_REFERENCES = ("EI", "SY", "TJ")
MEMBER_NUMBER_REFERENCE = "1W"


@dataclass(slots=True)
class Billing:
    """Loop 2010AA. level: its HL01."""

    level: str = ""
    name: str | None = None
    npi: str | None = None
    tax_id: str | None = None


@dataclass(slots=True)
class Person:
    """Loop 2000B with 2010BA, or 2000C with 2010CA. level: its HL01."""

    level: str = ""
    relationship: str | None = None
    id: str | None = None
    last_name: str | None = None
    first_name: str | None = None
    birth_date: date | None = None
    sex: str | None = None


def relationship_of(code: str) -> str | None:
    """records' word for an individual relationship code; None when none was sent."""
    return RELATIONSHIPS.get(code, "other") if code else None
