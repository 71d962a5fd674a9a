"""What the stop-loss carrier owes, accrued as positions move."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from corridor.ledger.accounts import STOPLOSS_RECOVERABLE, STOPLOSS_RECOVERIES
from corridor.records.postings import POSTINGS

RECOVERY = "stop_loss_recovery"
INSURER = "INSURER:"
"""How entries of what an insurer bears of a plan year's claims are referred to, with its first day."""


def accrued_policies(journal: pl.DataFrame) -> list[tuple[str, date]]:
    """(contract code, first day) of the policies under which something was accrued. journal: as below."""
    references = journal.filter(_of_carrier()).get_column("reference")
    parted = (reference.rsplit(":", 1) for reference in references.drop_nulls().unique().sort())
    return [(contract, date.fromisoformat(start)) for contract, start in parted]


def accrue_recoveries(
    owed_cents: Mapping[tuple[str, date], int], journal: pl.DataFrame, as_of: date, currency: str, mark: str = ""
) -> pl.DataFrame:
    """POSTINGS that bring what the carrier owes under each policy to what the position says.

    owed_cents: (contract code, first day of the policy) -> cents. journal: the postings on stop-loss recoveries so
    far. mark: tells entries of one policy and day apart. One entry per policy that moved; a position that falls takes
    back what was accrued on a claim now void.
    """
    posted = journal.filter(_of_carrier()).group_by("reference")
    has = dict(posted.agg(-pl.col("amount_cents").sum()).iter_rows())
    rows = []
    for (contract, start), cents in sorted(owed_cents.items()):
        reference = f"{contract}:{start.isoformat()}"
        moved = cents - has.get(reference, 0)
        if moved:
            rows += [
                {
                    "entry_key": f"{RECOVERY}:{reference}:{as_of.isoformat()}{mark}",
                    "entry_kind": RECOVERY,
                    "leg": leg,
                    "account": account,
                    "amount_cents": amount,
                    "currency": currency,
                    "effective_on": as_of,
                    "reference": reference,
                }
                for leg, (account, amount) in enumerate(((STOPLOSS_RECOVERABLE, moved), (STOPLOSS_RECOVERIES, -moved)))
            ]
    return POSTINGS.from_rows(rows)


def _of_carrier() -> pl.Expr:
    """Recoveries of a stop-loss policy; those of an insurer who bears claims (funding.kinds) are accounted there."""
    return (pl.col("account") == STOPLOSS_RECOVERIES) & ~pl.col("reference").str.starts_with(INSURER)
