"""A replayed book in figures: what the plan and its members pay, before and now."""

from dataclasses import dataclass

import polars as pl

DECILES = 10
MOST_NAMED = 20


@dataclass(frozen=True)
class Comparison:
    """All amounts in cents. plan, member: (before, now).

    benefits: benefit, was_lines, lines, was_plan_cents, plan_cents, was_member_cents, member_cents. reasons: reason,
    was_lines, lines. deciles: decile (1: members who bore least before), members, winners, losers, was_member_cents,
    member_cents, was_plan_cents, plan_cents. winners, losers: the members whose own cost moved most: rank, (member_id,)
    was_member_cents, member_cents, moved_cents.
    """

    lines: int
    members: int
    plan: tuple[int, int]
    member: tuple[int, int]
    members_better: int
    members_worse: int
    benefits: pl.DataFrame
    reasons: pl.DataFrame
    deciles: pl.DataFrame
    winners: pl.DataFrame
    losers: pl.DataFrame

    @property
    def plan_moved_cents(self) -> int:
        """What the plan pays more; negative: less."""
        return self.plan[1] - self.plan[0]

    @property
    def member_moved_cents(self) -> int:
        """What members bear more; negative: less."""
        return self.member[1] - self.member[0]


def compare(
    lines: int, people: pl.DataFrame, benefits: pl.DataFrame, reasons: pl.DataFrame, *, names_members: bool = False
) -> Comparison:
    """people: member_id and was_plan_cents, plan_cents, was_member_cents, member_cents, one row per person.

    benefits, reasons: as in Comparison. names_members: whether winners and losers say who they are.
    """
    moved = people.with_columns((pl.col("member_cents") - pl.col("was_member_cents")).alias("moved_cents"))
    sums = moved.select(pl.col("^.*_cents$").sum()).row(0, named=True)
    return Comparison(
        lines=lines,
        members=people.height,
        plan=(sums["was_plan_cents"], sums["plan_cents"]),
        member=(sums["was_member_cents"], sums["member_cents"]),
        members_better=moved.filter(pl.col("moved_cents") < 0).height,
        members_worse=moved.filter(pl.col("moved_cents") > 0).height,
        benefits=benefits,
        reasons=reasons,
        deciles=by_decile(moved),
        winners=_most(moved.filter(pl.col("moved_cents") < 0), names_members, descending=False),
        losers=_most(moved.filter(pl.col("moved_cents") > 0), names_members, descending=True),
    )


def by_decile(people: pl.DataFrame) -> pl.DataFrame:
    """Members in ten groups of about as many, by what they bore before; of equals, by their id.

    people: as in `compare`, with moved_cents. A group in which nobody is has no row.
    """
    ranked = people.sort("was_member_cents", "member_id").with_row_index("rank")
    decile = (pl.col("rank").cast(pl.Int64) * DECILES // pl.len() + 1).cast(pl.Int32).alias("decile")
    return (
        ranked.with_columns(decile)
        .group_by("decile")
        .agg(
            pl.len().cast(pl.Int64).alias("members"),
            (pl.col("moved_cents") < 0).sum().cast(pl.Int64).alias("winners"),
            (pl.col("moved_cents") > 0).sum().cast(pl.Int64).alias("losers"),
            *(pl.col(f"{when}{who}_cents").sum() for who in ("member", "plan") for when in ("was_", "")),
        )
        .sort("decile")
    )


def _most(people: pl.DataFrame, names_members: bool, *, descending: bool) -> pl.DataFrame:
    named = ["member_id"] if names_members else []
    found = people.sort("moved_cents", "member_id", descending=[descending, False]).head(MOST_NAMED)
    return found.select(
        pl.int_range(1, pl.len() + 1).alias("rank"), *named, "was_member_cents", "member_cents", "moved_cents"
    )
