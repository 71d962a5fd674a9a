"""Who a claim is about and who bills it, as the loops above the claim say it."""

from dataclasses import dataclass
from datetime import date

from corridor.edi.x12.interchange import element

RELATIONSHIPS = {"18": "self", "01": "spouse", "19": "child", "09": "child", "17": "child"}
"""SBR02 and PAT01; adopted children (09) and stepchildren (17) are children too, every other code is "other"."""

TAX_ID_QUALIFIERS = ("24", "34")
TAX_ID_REFERENCES = ("EI", "SY", "TJ")
MEMBER_NUMBER_REFERENCE = "1W"
COUNTY = "CY"
"""N405: what follows is a county."""


@dataclass(slots=True)
class Billing:
    """Loop 2010AA. level: its HL01."""

    level: str = ""
    name: str | None = None
    npi: str | None = None
    tax_id: str | None = None
    zip_code: str | None = None


@dataclass(slots=True)
class Facility:
    """Loop 2310C or E, or 2420C: where a service took place."""

    npi: str | None = None
    zip_code: str | None = None


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
    county: str | None = None


def relationship_of(code: str) -> str | None:
    """records' word for an individual relationship code; None when none was sent."""
    return RELATIONSHIPS.get(code, "other") if code else None


def zip_of(postal_code: str) -> str | None:
    """The first five digits of a postal code of the United States (N403); None for any other."""
    digits = postal_code.strip()[:5]
    return digits if len(digits) == 5 and digits.isascii() and digits.isdigit() else None


def county_of(qualifier: str, code: str) -> str | None:
    """The FIPS code of a county (N406 where N405 is CY), five digits; None where none is named."""
    digits = code.strip()
    is_county = qualifier == COUNTY and len(digits) == 5 and digits.isascii() and digits.isdigit()
    return digits if is_county else None


def site_of(segment: list[str]) -> Facility:
    """The facility that an NM1 names, without a number of other than ten digits: published examples have such ones."""
    number = element(segment, 9).strip()
    is_npi = element(segment, 8) == "XX" and len(number) == 10 and number.isascii() and number.isdigit()
    return Facility(number if is_npi else None)
