"""What the store knows of other plans and of lifted holds, as decisions take it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.documents import UNDONE, Documents, documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.claims.coverage import with_plan_version
from corridor.claims.order.answer import OrderOfBenefits
from corridor.claims.order.other_plans import OtherPlans, placed_plans
from corridor.records.other_coverage import OTHER_COVERAGE, WORKFORCE
from corridor.records.recoveries import RELEASES
from corridor.wording.said import said


def other_plans_of(tx: Tx, documents: Documents, members: Collection[str], without: int = 0) -> OtherPlans:
    """Other plans of these people as they stand: of each row of a key the one that came last.

    without: place of a batch that is being taken back.
    """
    rows = tx.read(
        f"select distinct on ({_columns(OTHER_COVERAGE.key, 'o.')}) {_columns(OTHER_COVERAGE.schema, 'o.')}"
        " from other_coverage o left join batch b on b.id = o.batch_id where o.member_id = any(%(members)s)"
        f" and (b.seq is null or (b.seq <> %(without)s and b.seq not in {UNDONE}))"
        f" order by {_columns(OTHER_COVERAGE.key, 'o.')}, o.batch_id desc",
        {"members": sorted(set(members)), "without": without},
    )
    sizes = [(size.effective, size.employees) for size in documents.arrangement.sponsor.workforce]
    workforce = pl.DataFrame(sizes, schema=WORKFORCE.schema, orient="row")
    return OtherPlans(OTHER_COVERAGE.conform(rows), workforce)


@dataclass(frozen=True)
class PlacedPlan:
    """Another plan of a member for a kind of benefit, and who pays first."""

    product: str
    payer: str
    kind: str
    order: OrderOfBenefits


def order_for(sponsor: str, member: str, day: date) -> list[PlacedPlan]:
    """Who pays first of our plan and each other one that covers a member on a day; empty where none is known.

    The reading is logged. Raises ServiceError where we do not cover the member on the day.
    """
    with tenant_transaction(sponsor) as tx:
        tx.log_access("order of benefits", "cob")
        documents = documents_of(tx)
        coverage = selectors.coverage_of(tx, [member])
        spans = coverage.filter(pl.col("member_id").str.to_uppercase() == member.strip().upper(), _is_on(day))
        if spans.is_empty():
            raise ServiceError(said("member: found no coverage on {day}, expected a member covered then", day=day))
        lines = with_plan_version(_asked_of(spans, day), documents.compiled.versions)
        other = other_plans_of(tx, documents, spans.get_column("member_id"))
        placed = placed_plans(lines, other, coverage, documents.compiled.versions)
        return [
            PlacedPlan(
                row["product"],
                row["payer"],
                row["other_kind"],
                OrderOfBenefits(row["first"], row["order_rule"], row["lacks"]),
            )
            for row in placed.to_dicts()
        ]


_KINDS = {"dental": "dental", "pharmacy": "pharmacy"}


def _asked_of(spans: pl.DataFrame, day: date) -> pl.DataFrame:
    """A service of each kind of benefit that the person has on the day, as lines that could be claimed."""
    kind = pl.col("product").replace_strict(_KINDS, default="professional", return_dtype=pl.String)
    products = spans.filter(pl.col("product") != "disability").unique("product").sort("product")
    return products.select(
        pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("claim_number"),
        pl.lit(1, pl.Int32).alias("line_number"),
        pl.col("member_id").alias("member"),
        pl.col("subscriber_id").alias("family_id"),
        "product",
        "plan_code",
        kind.alias("kind"),
        pl.lit(None, pl.String).alias("bill_type"),
        pl.lit(0, pl.Int64).alias("allowed_cents"),
        pl.lit(day).alias("service_from"),
    )


def _is_on(day: date) -> pl.Expr:
    end = pl.col("coverage_end_exclusive")
    return (pl.col("coverage_start") <= day) & (end.is_null() | (end > day))


def releases_of(tx: Tx, numbers: Collection[int]) -> pl.DataFrame:
    """RELEASES of these claims: holds that were lifted."""
    query = (
        f"select {_columns(RELEASES.schema)} from release where claim_number = any(%s) order by claim_number, reason"
    )
    return RELEASES.conform(tx.read(query, [list(numbers)]))


def _columns(names: Collection[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)
