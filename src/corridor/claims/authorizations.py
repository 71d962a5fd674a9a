"""Prior authorisations matched to lines: by number where the claim states one, else by person, code, provider, dates.

What a line is found to have is its `authorization_state`, one of STATES; null where its benefit asks for none.
"""

from typing import Any

import polars as pl

from corridor.claims.edits import LACKING
from corridor.claims.terms import Terms
from corridor.claims.units import COUNTED_UNITS
from corridor.records.authorizations import AUTHORIZATIONS, KIND
from corridor.records.decisions import ALWAYS

AUTHORISED, LATE = "authorised", "late"
HOLDING = (AUTHORISED, LATE)
UNKNOWN, OTHERS = "unknown", "others"
STATES = (*HOLDING, *LACKING, UNKNOWN, OTHERS)
"""What LACKING holds counts as no authorisation. unknown: the number is of none; others: of another person or code."""

ADDED = {
    "authorization_state": pl.String,
    "authorization_number": pl.String,
    "authorization_units": pl.Int32,
}
"""Columns of a line: its state, the authorisation that was found, and the units of it that the line uses."""

NOT_JUDGED = tuple(pl.lit(None, dtype).alias(name) for name, dtype in ADDED.items())

_LINE = ("claim_number", "line_number")
_RANK = {AUTHORISED: 0, LATE: 1, "requested_too_late": 2, "undecided": 3, "refused": 4}
_OPTIONS = (*_LINE, "number", "state", "units_left", "rank", "valid_from")


def is_judged(authorizations: pl.DataFrame | None, terms: Terms) -> bool:
    """Whether any line can come out otherwise than by stating a number or not."""
    return authorizations is not None or terms.judges_authorization


def with_authorization(
    lines: pl.DataFrame, authorizations: pl.DataFrame | None
) -> tuple[pl.DataFrame, pl.DataFrame | None]:
    """`lines` with ADDED by what does not hang on other lines, and the options of lines: those whose units may run out.

    authorizations: AUTHORIZATIONS of the people; None: no file was ever loaded, a stated number is taken as it is.
    """
    if authorizations is None:
        return lines.with_columns(_by_statement(), *NOT_JUDGED[1:]), None
    asked = lines.filter("requires_authorization", pl.col("member").is_not_null())
    if asked.is_empty():
        return lines.with_columns(NOT_JUDGED), None
    options = _options(asked, authorizations)
    best = options.unique(_LINE, keep="first", maintain_order=True)
    is_stated = (_stated() != "").fill_null(False)
    none_found = pl.when(is_stated).then(pl.lit(UNKNOWN)).otherwise(pl.lit("none"))
    found = (
        asked.select(*_LINE, none_found.alias("none_found"))
        .join(best, on=_LINE, how="left")
        .select(
            *_LINE,
            pl.coalesce("state", "none_found").alias("authorization_state"),
            pl.col("number").alias("authorization_number"),
            pl.lit(None, pl.Int32).alias("authorization_units"),
        )
    )
    return lines.join(found, on=_LINE, how="left", maintain_order="left"), options


def _by_statement() -> pl.Expr:
    is_stated = (_stated() != "").fill_null(False)
    state = pl.when(is_stated).then(pl.lit(AUTHORISED)).otherwise(pl.lit("none"))
    return pl.when(pl.col("requires_authorization").fill_null(False)).then(state).alias("authorization_state")


def _stated() -> pl.Expr:
    return _written(pl.col("authorization"))


def _written(text: pl.Expr) -> pl.Expr:
    """As it is compared: numbers and ids are written in either case, and with blanks around them."""
    return text.str.strip_chars().str.to_uppercase()


def _options(asked: pl.DataFrame, authorizations: pl.DataFrame) -> pl.DataFrame:
    """Every authorisation that a line may stand on, the best first: one that it states, else all that fit."""
    lines = asked.select(
        *_LINE,
        "member",
        "plan_code",
        "product",
        "procedure_code",
        "revenue_code",
        "billing_npi",
        "service_from",
        pl.min_horizontal("service_from", "admission_date").alias("first_day"),
        pl.col("authorization_late_days").fill_null(0).alias("late_days"),
        _stated().fill_null("").alias("by_number"),
        _written(pl.col("member")).alias("by_member"),
    )
    known = authorizations.rename({name: f"their_{name}" for name in _RENAMED}).with_columns(
        _written(pl.col("number")).alias("by_number"), _written(pl.col("member_id")).alias("by_member")
    )
    stated = lines.join(known.drop("by_member"), on="by_number").with_columns(pl.lit(True).alias("is_stated"))
    silent = lines.filter(by_number="").drop("by_number")
    fitting = silent.join(known.drop("by_number"), on="by_member").with_columns(pl.lit(False).alias("is_stated"))
    columns = [name for name in stated.columns if name in fitting.columns]
    both = pl.concat([stated.select(columns), fitting.select(columns)]).with_columns(_state().alias("state"))
    is_kept = pl.col("is_stated") | (pl.col("state").is_in(list(_RANK)) & _is_by_provider())
    ranked = both.filter(is_kept).with_columns(
        pl.col("state").replace_strict(_RANK, default=len(_RANK), return_dtype=pl.Int32).alias("rank"),
        (pl.col("units_granted") - pl.col("units_used").fill_null(0)).alias("units_left"),
    )
    return ranked.select(_OPTIONS).sort(*_LINE, "rank", "valid_from", "number")


_RENAMED = ("plan_code", "product", "billing_npi")


def _state() -> pl.Expr:
    days_late = (pl.col("requested_on") - pl.col("first_day")).dt.total_days().fill_null(0)
    is_of_day = (pl.col("service_from") >= pl.col("valid_from")) & (
        pl.col("valid_to_exclusive").is_null() | (pl.col("service_from") < pl.col("valid_to_exclusive"))
    )
    is_own = _written(pl.col("member_id")) == _written(pl.col("member"))
    return (
        pl.when(~(is_own & _is_of_plan() & _is_of_code()))
        .then(pl.lit(OTHERS))
        .when(~is_of_day)
        .then(pl.lit("other_days"))
        .when(pl.col("status") == "denied")
        .then(pl.lit("refused"))
        .when(pl.col("status") == "pending")
        .then(pl.lit("undecided"))
        .when(days_late > pl.col("late_days"))
        .then(pl.lit("requested_too_late"))
        .when(days_late > 0)
        .then(pl.lit(LATE))
        .otherwise(pl.lit(AUTHORISED))
    )


def _is_of_plan() -> pl.Expr:
    plan, product = pl.col("their_plan_code"), pl.col("their_product")
    return (plan.is_null() | (plan == pl.col("plan_code"))).fill_null(False) & (
        product.is_null() | (product == pl.col("product"))
    ).fill_null(False)


def _is_of_code() -> pl.Expr:
    """It names no codes, or the line's procedure or revenue code is among them."""
    names_none = pl.col("procedure_first").is_null() & pl.col("revenue_first").is_null()
    return names_none | _is_within("procedure") | _is_within("revenue")


def _is_within(code: str) -> pl.Expr:
    first = pl.col(f"{code}_first")
    return pl.col(f"{code}_code").is_between(first, pl.coalesce(f"{code}_last", f"{code}_first")).fill_null(False)


def _is_by_provider() -> pl.Expr:
    theirs = pl.col("their_billing_npi")
    return theirs.is_null() | (theirs == pl.col("billing_npi")).fill_null(False)


def with_units(
    lines: pl.DataFrame,
    options: pl.DataFrame | None,
    accumulators: pl.DataFrame | None,
    released: pl.DataFrame | None,
) -> pl.DataFrame:
    """`lines`, whose `reason` is what all edits gave, with the units that each uses, in the order of decision.

    A line for which none of its authorisations has enough left is `used_up`, and treated as one without.
    accumulators: ACCUMULATORS before the lines. released: RELEASES.
    """
    if options is None or options.get_column("units_left").null_count() == options.height:
        return lines
    counted = _counted(lines, options)
    if counted.is_empty():
        return lines
    used = pl.DataFrame(_spend(counted, options, _used_before(accumulators)), schema=_SPENT, orient="row")
    spent = lines.join(used, on=_LINE, how="left", maintain_order="left").with_columns(
        pl.coalesce("spent_state", "authorization_state").alias("authorization_state"),
        pl.coalesce("spent_number", "authorization_number").alias("authorization_number"),
        pl.coalesce("spent_units", "authorization_units").alias("authorization_units"),
    )
    lacks = (pl.col("spent_state") == "used_up").fill_null(False)
    is_lifted = pl.lit(False) if released is None else _is_lifted(released)
    missing = pl.col("authorization_missing")
    reason = (
        pl.when(lacks & (missing == "deny"))
        .then(pl.lit("authorization_missing"))
        .when(lacks & (missing == "hold") & ~is_lifted)
        .then(pl.lit("authorization_under_review"))
        .otherwise("reason")
    )
    return spent.with_columns(reason.alias("reason")).drop("spent_state", "spent_number", "spent_units")


_SPENT = {
    "claim_number": pl.Int64,
    "line_number": pl.Int32,
    "spent_state": pl.String,
    "spent_number": pl.String,
    "spent_units": pl.Int32,
}


def _counted(lines: pl.DataFrame, options: pl.DataFrame) -> pl.DataFrame:
    """Lines that stand on an authorisation, and that nothing else has stopped: claim, line, units."""
    counted = lines.select(*_LINE, "place", "reason", "authorization_state", COUNTED_UNITS.alias("units"))
    holding = counted.filter(pl.col("reason").is_null(), pl.col("authorization_state").is_in(HOLDING))
    in_order = holding.join(options, on=_LINE, how="semi").sort("place", "line_number")
    return in_order.select(*_LINE, "units")


def _used_before(accumulators: pl.DataFrame | None) -> dict[str, int]:
    if accumulators is None or accumulators.is_empty():
        return {}
    of_numbers = accumulators.filter(pl.col("kind").str.starts_with(KIND))
    totals = of_numbers.group_by("kind").agg(pl.col("amount").sum())
    return {kind.removeprefix(KIND): amount for kind, amount in totals.iter_rows()}


def _spend(counted: pl.DataFrame, options: pl.DataFrame, used: dict[str, int]) -> list[tuple[Any, ...]]:
    """Line by line: the first option that has enough left; `used` is brought forward."""
    holding = options.filter(pl.col("state").is_in(HOLDING))
    by_line: dict[tuple[int, int], list[tuple[str, str, int | None]]] = {}
    for claim, line, *option in holding.select(*_LINE, "number", "state", "units_left").iter_rows():
        by_line.setdefault((claim, line), []).append((option[0], option[1], option[2]))
    spent: list[tuple[Any, ...]] = []
    for claim, line, units in counted.iter_rows():
        own = by_line[claim, line]
        fits = (each for each in own if each[2] is None or used.get(each[0], 0) + units <= each[2])
        number, state, left = next(fits, (own[0][0], "used_up", None))
        if left is not None:
            used[number] = used.get(number, 0) + units
        spent.append((claim, line, state, number, None if left is None else units))
    return spent


def _is_lifted(released: pl.DataFrame) -> pl.Expr:
    numbers = released.filter(reason="authorization_under_review").get_column("claim_number")
    return pl.col("claim_number").is_in(numbers.implode())


def with_uses(accumulators: pl.DataFrame, prepared: pl.DataFrame) -> pl.DataFrame:
    """ACCUMULATORS with the units of authorisations that the lines use added to what was used before.

    prepared: as claims.prepare gives it.
    """
    used = prepared.filter(pl.col("authorization_units") > 0, pl.col("reason").is_null())
    if used.is_empty():
        return accumulators
    rows = used.select(
        "plan_code",
        pl.lit(ALWAYS).alias("plan_year_start"),
        pl.lit("person").alias("owner"),
        pl.col("member_id").alias("owner_id"),
        pl.format(f"{KIND}{{}}", "authorization_number").alias("kind"),
        pl.lit("all").alias("tier"),
        pl.col("authorization_units").cast(pl.Int64).alias("amount"),
    )
    key = accumulators.columns[:-1]
    return pl.concat([accumulators, rows]).group_by(key).agg(pl.col("amount").sum()).sort(key)


def numbered(authorizations: pl.DataFrame) -> pl.DataFrame:
    """AUTHORIZATIONS as `Known` takes them: of each number the last row."""
    return AUTHORIZATIONS.conform(authorizations.unique("number", keep="last", maintain_order=True))
