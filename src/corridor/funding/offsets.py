"""How much of what a payee owes is taken from what he is owed: within a plan, or across where documents allow it.

An overpayment is offset only within the same plan unless the plan documents allow more (Peterson v. UnitedHealth,
8th Cir. 2019): the plan that overpaid and the plan whose payment is lessened must both say `any_plan`.
"""

from collections.abc import Mapping, Set

import polars as pl

from corridor.funding.postings import FundingError
from corridor.ledger.accounts import CLAIMS_PAYABLE, PROVIDER_RECOVERABLE
from corridor.records.payment_life import PAYMENT_OFFSETS
from corridor.wording.said import said

SAME_PLAN, ANY_PLAN, NONE = "same_plan", "any_plan", "none"
AUTHORITY = "overpayments.offset: any_plan"
"""Where the document lets another plan's payment be lessened."""
ITEM_KEY = ("account", "payee", "plan_code", "claim_number")

Rules = Mapping[str, str]
"""Plan -> same_plan, any_plan or none; a plan that is not named offsets within itself."""


def settle_items(items: pl.DataFrame, rules: Rules | None = None) -> pl.DataFrame:
    """OPEN_ITEMS with settled_cents: how much of each a round settles, payables positive, recoverables negative.

    Payables are settled whole; a recoverable as far as the same payee and plan is owed, the oldest first, and then
    as far as other plans owe him that allow it. A payable with a debit balance (a fee credited back) is not settled:
    it lessens the next one on its own account.
    """
    _refuse_overpaid(items)
    ordered = items.sort("since", *ITEM_KEY, nulls_last=True).with_columns(_rule(rules or {}).alias("rule"))
    is_recoverable = pl.col("account") == PROVIDER_RECOVERABLE
    recoverable = pl.when(is_recoverable & (pl.col("rule") != NONE)).then("balance_cents").otherwise(0)
    pooled = ordered.with_columns(recoverable.alias("left_cents"), _owed().alias("owed_cents"))
    within = _take(pooled, ["payee", "plan_code"], "within_cents")
    is_wide = pl.col("rule") == ANY_PLAN
    rest = within.with_columns(
        pl.when(is_wide).then(pl.col("left_cents") - pl.col("within_cents")).otherwise(0).alias("left_cents"),
        pl.when(is_wide).then(pl.col("owed_cents") - pl.col("within_cents")).otherwise(0).alias("owed_cents"),
    )
    across = _take(rest, ["payee"], "across_cents")
    taken = pl.col("within_cents") + pl.col("across_cents")
    settled = pl.when(is_recoverable).then(-taken).otherwise(pl.max_horizontal(-pl.col("balance_cents"), 0))
    return across.with_columns(settled.alias("settled_cents")).select(*items.columns, "settled_cents")


def pair_offsets(settled: pl.DataFrame, rules: Rules | None = None) -> pl.DataFrame:
    """PAYMENT_OFFSETS of settled items with payment_number: which plan's payment each overpayment lessens.

    Its own plan's first, then those of others that allow it, in the order of their codes, with the document's rule as
    authority. rules: those under which the items were settled.
    """
    wide = {plan for plan, rule in (rules or {}).items() if rule == ANY_PLAN}
    taken = settled.filter((pl.col("account") == PROVIDER_RECOVERABLE) & (pl.col("settled_cents") < 0))
    numbers = taken.get_column("payment_number").unique().sort()
    rows = [row for number in numbers for row in _pairs(settled.filter(pl.col("payment_number") == number), wide)]
    return PAYMENT_OFFSETS.from_rows(rows)


def _pairs(settled: pl.DataFrame, wide: Set[str]) -> list[dict[str, object]]:
    """The rows of one payment. wide: plans whose documents let an overpayment cross."""
    payable = settled.filter(pl.col("account") == CLAIMS_PAYABLE)
    left = dict(payable.group_by("plan_code").agg(pl.col("settled_cents").sum()).sort("plan_code").rows())
    columns = ("payment_number", "claim_number", "plan_code", "settled_cents")
    taken = settled.filter((pl.col("account") == PROVIDER_RECOVERABLE) & (pl.col("settled_cents") < 0))
    needs = [[*row[:3], -row[3]] for row in taken.select(columns).sort("claim_number").iter_rows()]
    rows: list[dict[str, object]] = []
    for is_own in (True, False):
        for need in needs:
            number, claim, plan, _ = need
            for paying in [plan] if is_own else [code for code in left if code != plan and {code, plan} <= wide]:
                cents = min(need[3], left.get(paying, 0))
                if cents > 0:
                    left[paying] -= cents
                    need[3] -= cents
                    rows.append(_offset(number, claim, plan, paying, cents))
    return rows


def _offset(number: str, claim: int, plan: str, paying: str, cents: int) -> dict[str, object]:
    return {
        "payment_number": number,
        "claim_number": claim,
        "plan_code": plan,
        "paying_plan_code": paying,
        "amount_cents": cents,
        "authority": None if plan == paying else AUTHORITY,
    }


def _rule(rules: Rules) -> pl.Expr:
    return pl.col("plan_code").replace_strict(dict(rules), default=SAME_PLAN, return_dtype=pl.String)


def _owed() -> pl.Expr:
    return pl.when(pl.col("account") == CLAIMS_PAYABLE).then(-pl.col("balance_cents")).otherwise(0)


def _take(items: pl.DataFrame, keys: list[str], name: str) -> pl.DataFrame:
    """`items` in their order with `name`: what of left_cents the pool of owed_cents under the same keys takes."""
    pools = items.group_by(keys).agg(pl.col("owed_cents").sum().alias("pool_cents"))
    pooled = items.join(pools, on=keys, how="left", nulls_equal=True, maintain_order="left")
    before = pl.col("left_cents").cum_sum().over(keys) - pl.col("left_cents")
    taken = pl.min_horizontal("left_cents", (pl.col("pool_cents") - before).clip(0))
    return pooled.with_columns(taken.alias(name)).drop("pool_cents")


def _refuse_overpaid(items: pl.DataFrame) -> None:
    wrong = items.filter(
        ((pl.col("account") == CLAIMS_PAYABLE) & (pl.col("balance_cents") > 0))
        | ((pl.col("account") == PROVIDER_RECOVERABLE) & (pl.col("balance_cents") < 0))
    )
    if len(wrong):
        claim, account, cents = wrong.select("claim_number", "account", "balance_cents").row(0)
        raise FundingError(
            said(
                "claim {claim}, account {account}: found a balance of {cents} cents on the wrong side",
                claim=claim,
                account=account,
                cents=cents,
            )
        )
