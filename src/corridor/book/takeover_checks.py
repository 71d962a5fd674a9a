"""What is wrong with a takeover: kinds that no plan counts, amounts that say nothing, totals that disagree."""

from collections.abc import Iterator, Mapping

import polars as pl

from corridor.money.text import amount_text
from corridor.plan.compiled import CompiledPlans
from corridor.tables.faults import TableFault
from corridor.wording.language import current_language
from corridor.wording.said import Said, listed, said

FIRST_ROW = 2
"""Row of a table on which its data begins: the header is the first."""
MONEY: Mapping[str, str | None] = {
    "prior_accumulators": "amount_cents",
    "deductible_credits": "credit_cents",
    "run_in": "prior_paid_cents",
    "treatments": "charge_cents",
    "large_claims": "prior_paid_cents",
    "authorizations": None,
}
"""Kinds of the files of a takeover, and the column of each that control totals add up."""

_COUNTED_ALL = ("limit", "use", "benefit_reserve", "account_bridge", "account_paid")
"""Kinds of accumulators in which tiers play no part."""


def accumulator_faults(accumulators: pl.DataFrame, compiled: CompiledPlans, file: str) -> list[TableFault]:
    """Rows of PRIOR_ACCUMULATORS that no plan of these could go on counting."""
    kinds = kinds_of(compiled)
    return [
        TableFault(file, row, column, found, expected)
        for row, values in enumerate(accumulators.iter_rows(named=True), FIRST_ROW)
        for column, found, expected in _faults_of(values, kinds)
    ]


def kinds_of(compiled: CompiledPlans) -> dict[str, set[str]]:
    """Kinds of accumulators by plan; `limit:<limit>` and `use:<limit>` without what follows."""
    kinds: dict[str, set[str]] = {code: set() for code in compiled.versions.get_column("plan_code").unique()}
    for plan, kind in compiled.benefits.select("deductible_plan", "deductible_kind").unique().iter_rows():
        kinds.setdefault(plan, set()).update((kind, kind.replace("deductible", "carry_over", 1)))
    for plan, kind in compiled.benefits.select("maximum_plan", "maximum_kind").unique().iter_rows():
        kinds.setdefault(plan, set()).add(kind)
    plan_of_benefit = compiled.benefits.join(
        compiled.versions.select("plan_code", version_row=pl.col("row")), on="version_row"
    ).select("plan_code", benefit_row=pl.col("row"))
    limits = compiled.limits.join(plan_of_benefit, on="benefit_row").select("plan_code", "limit_id", "period").unique()
    for plan, limit, period in limits.iter_rows():
        kinds[plan].add(f"{'use' if period == 'rolling' else 'limit'}:{limit}")
    for plan, reserves, has_account in compiled.versions.select(
        "plan_code", "reserves_benefits", "has_account"
    ).iter_rows():
        kinds[plan] |= {"benefit_reserve"} if reserves else set()
        kinds[plan] |= {"account_bridge", "account_paid"} if has_account else set()
    return kinds


def _faults_of(row: Mapping[str, object], kinds: Mapping[str, set[str]]) -> Iterator[tuple[str, str, Said]]:
    """Column, found, expected."""
    plan, kind, tier = str(row["plan_code"]), str(row["kind"]), str(row["tier"])
    amounts = [row[name] for name in ("amount_cents", "counted") if row[name] is not None]
    if plan not in kinds:
        yield "plan_code", plan, said("one of {allowed}", allowed=listed(sorted(kinds)))
        return
    if _plain(kind) not in kinds[plan]:
        yield "kind", kind, said("one of {allowed}", allowed=listed(sorted(kinds[plan])))
        return
    if (tier == "all") != (kind.split(":")[0] in _COUNTED_ALL):
        yield "tier", tier, said("in or out") if tier == "all" else listed(["all"])
    if len(amounts) != 1:
        yield "amount", str(len(amounts)), said("either an amount or a count")
    elif int(str(amounts[0])) < 0:
        yield "amount", str(amounts[0]), said("an amount of 0 or more")


def _plain(kind: str) -> str:
    """Without the tooth, day and surfaces that a limit's kind may name."""
    first, _, rest = kind.partition(":")
    if first not in ("limit", "use"):
        return kind
    return f"{first}:{rest.split(':')[0].split('@')[0]}"


def control_faults(control: pl.DataFrame, frames: Mapping[str, pl.DataFrame], file: str) -> list[TableFault]:
    """Where what was read is not what the control totals (CONTROL_TOTALS) say. frames: by kind, as read."""
    faults = []
    stated = {row["file_kind"]: row for row in control.iter_rows(named=True)}
    for place, (kind, row) in enumerate(stated.items(), FIRST_ROW):
        if kind not in MONEY:
            faults.append(TableFault(file, place, "file_kind", kind, said("one of {allowed}", allowed=listed(MONEY))))
            continue
        frame = frames.get(kind)
        rows = 0 if frame is None else frame.height
        if rows != row["rows"]:
            faults.append(TableFault(file, place, said("{kind}, rows", kind=kind), str(rows), str(row["rows"])))
        cents = cents_of(kind, frame)
        if row["amount_cents"] is not None and cents != row["amount_cents"]:
            faults.append(
                TableFault(file, place, said("{kind}, amount", kind=kind), _money(cents), _money(row["amount_cents"]))
            )
    for kind in sorted(set(frames) - set(stated)):
        faults.append(TableFault(file, None, kind, said("no total"), said("rows and amount of the file")))
    return faults


def cents_of(kind: str, frame: pl.DataFrame | None) -> int:
    """What the amounts of a file add up to, in cents."""
    column = MONEY[kind]
    return 0 if frame is None or column is None else int(frame.get_column(column).sum())


def _money(cents: int) -> str:
    return amount_text(cents, current_language())
