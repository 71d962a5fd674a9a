"""The roles and their rights, as data."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from corridor.app.services.errors import ServiceError
from corridor.wording.language import Language
from corridor.wording.said import listed, said


class Right(StrEnum):
    """What a page may ask of whoever opens it (roles.toml says what each is)."""

    SEE_OVERVIEW = "see_overview"
    SEE_POSTINGS = "see_postings"
    SEE_CLAIMS = "see_claims"
    SEE_HEALTH = "see_health"
    SEE_CLAIMANTS = "see_claimants"
    SEE_OWN_CLAIMS = "see_own_claims"
    SEE_DESK = "see_desk"
    WORK_CLAIMS = "work_claims"
    SEE_BANK = "see_bank"
    WORK_BANK = "work_bank"
    SEE_PAYMENTS = "see_payments"
    WORK_PAYMENTS = "work_payments"
    SEE_PLAN = "see_plan"
    SEE_ACCESS = "see_access"
    ADMINISTER = "administer"


@dataclass(frozen=True)
class Role:
    """A role. home: the page on which its people begin."""

    code: str
    names: dict[Language, str]
    rights: frozenset[Right]
    home: str

    def name_in(self, language: Language) -> str:
        """What people call it."""
        return self.names[language]


@cache
def roles() -> dict[str, Role]:
    """All roles by code, in the order of the file."""
    text = (files(__package__) / "roles.toml").read_text("utf-8")
    return {
        code: Role(
            code, {"en": row["name"], "tr": row["name_tr"]}, frozenset(map(Right, row["rights"])), str(row["home"])
        )
        for code, row in tomllib.loads(text).items()
    }


def role(code: str) -> Role:
    """The role of that code. Raises ServiceError when there is none."""
    if code not in roles():
        raise ServiceError(said("role: found {code!r}, expected one of {roles}", code=code, roles=listed(roles())))
    return roles()[code]
