"""What a batch has changed of decisions that stood before it, and what it asks back of whom."""

from dataclasses import dataclass

import polars as pl

from corridor.app.store.tx import Batch, Tx
from corridor.book.redecide import ANSWER
from corridor.book.summary import member_owes
from corridor.funding.postings import LOOK_BACK
from corridor.ledger.accounts import CLAIMS_PAYABLE, PROVIDER_RECOVERABLE
from corridor.records.decisions import DECISIONS

_LINE = ("claim_number", "line_number")


@dataclass(frozen=True)
class AskedBack:
    """Money that a payee has too much of under a plan, net over all claims of the batch."""

    payee: str
    plan_code: str
    amount_cents: int


@dataclass(frozen=True)
class NotAskedBack:
    """Money of a claim that is the plan's cost, as it was paid before the contractual look-back."""

    claim_number: int
    payee: str
    plan_code: str
    amount_cents: int


@dataclass(frozen=True)
class Effect:
    """claims, lines: that come out differently. *_moved_cents: by how much more the plan, the members, have to pay."""

    claims: int = 0
    lines: int = 0
    plan_moved_cents: int = 0
    member_moved_cents: int = 0
    asked_back: tuple[AskedBack, ...] = ()
    not_asked_back: tuple[NotAskedBack, ...] = ()


def effect_of(tx: Tx, batch: Batch) -> Effect:
    """The effect of the batch that is being written, before it is sealed."""
    columns = ", ".join(f"d.{name}" for name in DECISIONS.schema)
    both = tx.read(
        f"select {columns}, d.version = n.now as is_new from decision d"
        " join (select claim_number, max(version) as now from decision where batch_id = %s group by 1) n"
        "  on n.claim_number = d.claim_number and d.version in (n.now - 1, n.now)",
        [batch.id],
    ).with_columns(owes=member_owes())
    new, old = both.filter("is_new"), both.filter(~pl.col("is_new"))
    pairs = new.join(old.select(*_LINE, *ANSWER), on=_LINE, how="left", suffix="_was")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_was")) for name in ANSWER)
    return Effect(
        new.get_column("claim_number").n_unique(),
        pairs.filter(differs).height,
        _moved(new, old, pl.col("plan_paid_cents") + pl.col("account_cents")),
        _moved(new, old, pl.col("owes")),
        asked_back(tx, batch),
        not_asked_back(tx, batch),
    )


def _moved(new: pl.DataFrame, old: pl.DataFrame, amount: pl.Expr) -> int:
    return int(new.select(amount.sum()).item() or 0) - int(old.select(amount.sum()).item() or 0)


def asked_back(tx: Tx, batch: Batch) -> tuple[AskedBack, ...]:
    """What was paid less what is owed now, of each payee and plan; of those to whom more is owed, nothing."""
    sums = claims_asked_back(tx, batch).group_by("payee", "plan_code").agg(pl.col("amount_cents").sum())
    owing = sums.filter(pl.col("amount_cents") > 0).sort("payee", "plan_code")
    return tuple(AskedBack(*row) for row in owing.iter_rows())


def claims_asked_back(tx: Tx, batch: Batch) -> pl.DataFrame:
    """claim_number, payee, plan_code, paid_cents, owed_cents, amount_cents: claims of the batch that move money.

    amount_cents: paid less owed now; negative: more is owed. What was never paid is nobody's to give back.
    """
    moved = tx.read(
        "select claim_number, payee, plan_code, sum(case when account = %(recoverable)s then amount_cents else 0 end)"
        "  ::bigint as paid_cents, sum(case when account = %(payable)s then -amount_cents else 0 end)::bigint"
        "  as owed_cents from posting_row where batch_id = %(batch)s and account in (%(recoverable)s, %(payable)s)"
        " group by 1, 2, 3 order by 1",
        {"recoverable": PROVIDER_RECOVERABLE, "payable": CLAIMS_PAYABLE, "batch": batch.id},
    )
    amount = pl.col("paid_cents") - pl.col("owed_cents")
    counted = pl.when(pl.col("paid_cents") > 0).then(amount).otherwise(amount.clip(upper_bound=0))
    return moved.with_columns(counted.alias("amount_cents")).filter(pl.col("amount_cents") != 0)


def not_asked_back(tx: Tx, batch: Batch) -> tuple[NotAskedBack, ...]:
    """What the batch left with payees because of the look-back."""
    found = tx.read(
        "select claim_number, payee, plan_code, -amount_cents as amount_cents from posting_row"
        " where batch_id = %s and entry_kind = %s and account = %s order by 1",
        [batch.id, LOOK_BACK, PROVIDER_RECOVERABLE],
    )
    return tuple(NotAskedBack(*row) for row in found.iter_rows())
