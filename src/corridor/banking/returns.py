"""What a return or a notification of change does: codes R01 to R85 and C01 to C14, as dated data in `codes/`.

Source: Nacha Operating Rules, appendices on returns and notifications of change; names and effects are our own words.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, cast

from corridor.banking.nacha_layout import is_checked_routing
from corridor.codes.lists import read_list
from corridor.wording.said import said

Kind = Literal["return", "dishonoured", "contested"]
OnAccount = Literal["keep", "confirm", "block"]
Retry = Literal["none", "same", "corrected"]

RETURNS = frozenset(row["code"] for row in read_list("ach_returns"))
"""Return codes that the rules know, with those of dishonoured and contested returns."""
CHANGES = frozenset(row["code"] for row in read_list("ach_changes")) | {f"C{n}" for n in range(61, 70)}
"""Change codes that the rules know; C61 to C69 refuse a notification."""
_ACCOUNT_TYPES = {"2": "checking", "3": "savings"}


class ReturnError(ValueError):
    """A return or notification of change that cannot be applied."""


@dataclass(frozen=True)
class ReturnEffect:
    """What a return does for us.

    reopens: the money is back, so that what was paid is open again (of a debit: what was drawn is not there).
    account: keep it, pay to it again only when confirmed, or block it. retry: not by itself, the same again, or only
    with corrected data.
    """

    code: str
    kind: Kind
    reopens: bool
    account: OnAccount
    retry: Retry
    english: str
    turkish: str


@dataclass(frozen=True)
class Changes:
    """What a notification of change puts right in a payee's account; None: not spoken of."""

    code: str
    routing: str | None = None
    account: str | None = None
    account_type: str | None = None
    name: str | None = None
    receiver_id: str | None = None
    foreign_bank: str | None = None
    company_name: str | None = None
    company_id: str | None = None

    @property
    def is_of_account(self) -> bool:
        """Whether a new account has to be entered for the payee."""
        return bool(self.routing or self.account or self.account_type)


def effect_of_return(code: str, day: date | None = None) -> ReturnEffect:
    """The effect of a return code, as it read on `day` (None: today's reading). Raises ReturnError when unknown."""
    rows = [row for row in read_list("ach_returns") if row["code"] == code and _holds(row, day)]
    if not rows:
        raise ReturnError(said("return code: found {code!r}, expected one of R01 to R85 that is assigned", code=code))
    row = max(rows, key=lambda row: row["effective_from"])
    return ReturnEffect(
        code,
        cast(Kind, row["kind"]),
        row["reopens"] == "yes",
        cast(OnAccount, row["account"]),
        cast(Retry, row["retry"]),
        row["en"],
        row["tr"],
    )


def changes_of(code: str, corrected: str) -> Changes:
    """The corrected data of a notification of change, by field. corrected: up to 29 characters as sent.

    Raises ReturnError for an unknown code, for a refused notification (C61 to C69), and for corrected data that are
    empty or of wrong form; the message never holds them.
    """
    fields = {row["code"]: row["changes"].split() for row in read_list("ach_changes")}.get(code)
    if fields is None:
        raise ReturnError(said("change code: found {code!r}, expected one of C01 to C14", code=code))
    values = {field: part for field, part in _parts(code, corrected.ljust(29)).items() if field in fields}
    missing = [field for field in fields if not values.get(field)]
    if missing:
        raise ReturnError(said("change {code}, {field}: found nothing, expected a value", code=code, field=missing[0]))
    return _checked(code, values)


def _holds(row: dict[str, str], day: date | None) -> bool:
    return day is None or not row["effective_from"] or date.fromisoformat(row["effective_from"]) <= day


def _parts(code: str, text: str) -> dict[str, str]:
    """Where the rules put each field; some notifications hold several."""
    columns: dict[str, dict[str, tuple[int, int]]] = {
        "C01": {"account": (0, 17)},
        "C02": {"routing": (0, 9)},
        "C03": {"routing": (0, 9), "account": (12, 29)},
        "C04": {"name": (0, 22)},
        "C05": {"code": (0, 2)},
        "C06": {"account": (0, 17), "code": (20, 22)},
        "C07": {"routing": (0, 9), "account": (9, 26), "code": (26, 28)},
        "C08": {"foreign_bank": (0, 29)},
        "C09": {"receiver_id": (0, 22)},
        "C10": {"company_name": (0, 16)},
        "C11": {"company_id": (0, 10)},
        "C12": {"company_name": (0, 16), "company_id": (19, 29)},
    }
    return {field: text[start:end].strip() for field, (start, end) in columns.get(code, {}).items()}


def _checked(code: str, values: dict[str, str]) -> Changes:
    routing = values.get("routing")
    if routing is not None and not is_checked_routing(routing):
        raise ReturnError(
            said("change {code}, routing: found a number of wrong form, expected nine digits that check", code=code)
        )
    transaction = values.pop("code", None)
    account_type = _ACCOUNT_TYPES.get(transaction[:1]) if transaction else None
    if transaction and account_type is None:
        raise ReturnError(
            said("change {code}, transaction code: found {found!r}, expected 22 to 39", code=code, found=transaction)
        )
    return Changes(code, account_type=account_type, **values)
