"""Which of two plans pays first, and why: the order of benefits, rule by rule.

Source: NAIC model regulation 120, section 6, in the order of RULES 3.6; of Medicare see medicare.py.
"""

from dataclasses import dataclass

import polars as pl

from corridor.claims.order.medicare import (
    entitlements,
    group_or_medicare,
    medicare_first,
    medicare_lacks,
    medicare_rule,
)

PLAN_FACTS = {
    "kind": pl.String,  # records.other_coverage.KINDS
    "through": pl.String,  # THROUGH
    "status": pl.String,  # STATUSES
    "has_provision": pl.Boolean,
    "uses_gender_rule": pl.Boolean,
    "birthday": pl.String,  # MM-DD of the person through whom
    "sex": pl.String,
    "custody": pl.String,
    "since": pl.Date,  # the person is covered
    "through_since": pl.Date,  # the person through whom is covered
    "employees": pl.Int32,
}
"""What is known of each plan: columns own_<fact> and other_<fact>. Null: not known."""

PAIR = {
    "day": pl.Date,
    **{f"{side}_{fact}": dtype for side in ("own", "other") for fact, dtype in PLAN_FACTS.items()},
    "parents": pl.String,
    "decree": pl.String,
    "age_from": pl.Date,  # first month of each of the person's entitlements to Medicare; null: none
    "disability_from": pl.Date,
    "esrd_from": pl.Date,
}
"""Two plans of a person on a day: ours and another."""

ORDER = {"first": pl.String, "order_rule": pl.String, "lacks": pl.String}
"""first: own, other, equal (they share), both (each pays as the first) or unclear, which `lacks` a fact."""

_NOTHING = pl.lit(None, pl.String)


@dataclass(frozen=True)
class Rule:
    """first: own, other, equal or both, null where the rule leaves it open. lacks: the fact it stops for, else null."""

    name: str
    first: pl.Expr
    lacks: pl.Expr = _NOTHING


def _both(fact: str) -> tuple[pl.Expr, pl.Expr]:
    return pl.col(f"own_{fact}"), pl.col(f"other_{fact}")


def _less(own: pl.Expr, other: pl.Expr) -> pl.Expr:
    """own where it is less, other where that is; null where they are equal or not known."""
    return pl.when(own < other).then(pl.lit("own")).when(other < own).then(pl.lit("other"))


def _only(own: pl.Expr, other: pl.Expr) -> pl.Expr:
    """own where only ours is so, other where only the other is."""
    return pl.when(own & ~other).then(pl.lit("own")).when(other & ~own).then(pl.lit("other"))


def _missing(fact: str, needs: pl.Expr) -> pl.Expr:
    own, other = _both(fact)
    return pl.when(needs & (own.is_null() | other.is_null())).then(pl.lit(fact))


def _where(condition: pl.Expr, first: pl.Expr) -> pl.Expr:
    return pl.when(condition).then(first)


_CUSTODY_ORDER = {"custodial": 0, "joint": 0, "custodial_spouse": 1, "non_custodial": 2, "non_custodial_spouse": 3}


def _custody_rank(custody: pl.Expr) -> pl.Expr:
    return custody.replace_strict(_CUSTODY_ORDER, default=None, return_dtype=pl.Int8)


def _yes_equal(one: str, other: str) -> pl.Expr:
    return (pl.col(one) == pl.col(other)).fill_null(False)


def _is_one_active(status: pl.Expr, other: pl.Expr) -> pl.Expr:
    return (status == "active") & other.is_in(("retired", "laid_off"))


def _yes(column: str) -> pl.Expr:
    return pl.col(column).fill_null(False)


_PARENTAL = ("parent", "other")  # people who are not the parents are taken as if they were (section 6D(2)(c))
_CONTINUED = ("cobra", "state_continuation")
_through_own, _through_other = _both("through")
_is_self_own, _is_self_other = _through_own == "self", _through_other == "self"
_custody_own, _custody_other = _both("custody")
_sex_own, _sex_other = _both("sex")
_has_own, _has_other = _both("has_provision")
_status_own, _status_other = _both("status")
_medicare_dependent = pl.when(_is_self_own).then("other_medicare").otherwise("own_medicare")
_medicare_own_person = pl.when(_is_self_own).then("own_medicare").otherwise("other_medicare")

_STAGES: tuple[dict[str, pl.Expr], ...] = (
    {
        **{f"{side}_has_provision": pl.col(f"{side}_has_provision").fill_null(True) for side in ("own", "other")},
        **{f"{side}_status": pl.col(f"{side}_status").fill_null("active") for side in ("own", "other")},
        **entitlements(),
    },
    {
        "own_medicare": group_or_medicare("own"),
        "other_medicare": group_or_medicare("other"),
        "is_child": _through_own.is_in(_PARENTAL) & _through_other.is_in(_PARENTAL),
        "is_spouse_and_parent": ((_through_own == "spouse") & _through_other.is_in(_PARENTAL))
        | ((_through_other == "spouse") & _through_own.is_in(_PARENTAL)),
        "is_joint": (pl.col("decree") == "joint").fill_null(False)
        | ((_custody_own == "joint").fill_null(False) & (_custody_other == "joint").fill_null(False)),
        "own_rank": _custody_rank(_custody_own),
        "other_rank": _custody_rank(_custody_other),
    },
    {
        "is_separated": pl.col("is_child") & (pl.col("parents") == "separated").fill_null(False),
        "asks_medicare": (_is_self_own != _is_self_other)
        & pl.any_horizontal(pl.col("age_from", "disability_from", "esrd_from").is_not_null())
        & _medicare_dependent.ne_missing("medicare")
        & _medicare_own_person.ne_missing("group"),
    },
    {"is_decreed": pl.col("is_separated") & pl.col("decree").is_in(("own", "other")).fill_null(False)},
    {
        "goes_by_custody": pl.col("is_separated") & ~pl.col("is_decreed") & ~pl.col("is_joint"),
        "goes_by_birthday": pl.col("is_child")
        & ~pl.col("is_decreed")
        & (~pl.col("is_separated") | pl.col("is_joint") | _yes_equal("own_rank", "other_rank")),
    },
    {"goes_by_gender": pl.col("goes_by_birthday") & (_yes("own_uses_gender_rule") | _yes("other_uses_gender_rule"))},
)
"""What several rules ask, each stage built on those before: worked out once, so that the rules stay short to plan."""

RULES: tuple[Rule, ...] = (
    # 42 USC 1396a(a)(25): Medicaid pays last; 10 USC 1079(j)(1): TRICARE pays after every other plan but Medicaid
    Rule("last_by_law", _where(pl.col("other_kind").is_in(("medicaid", "tricare")), pl.lit("own"))),
    # 42 USC 1395y(b): a group plan and Medicare
    Rule("medicare", medicare_first(), medicare_lacks()),
    # section 6A: a plan that does not coordinate is always primary
    Rule(
        "no_cob_provision", pl.coalesce(_where(~_has_own & ~_has_other, pl.lit("both")), _only(~_has_own, ~_has_other))
    ),
    # section 6D(1)(b): Medicare between the two reverses the next rule
    Rule(
        "medicare_exception",
        _where(
            pl.col("asks_medicare") & (_medicare_dependent == "group") & (_medicare_own_person == "medicare"),
            pl.when(_is_self_own).then(pl.lit("other")).otherwise(pl.lit("own")),
        ),
        pl.when(pl.col("asks_medicare") & (_medicare_dependent.is_null() | _medicare_own_person.is_null())).then(
            pl.lit("employees")
        ),
    ),
    # section 6D(1)(a)
    Rule("non_dependent", _only(_is_self_own, _is_self_other)),
    # section 6D(2)(b)(i)
    Rule("court_decree", _where(pl.col("is_decreed"), pl.col("decree"))),
    # section 6D(2)(b)(iv)
    Rule(
        "custody",
        _where(pl.col("goes_by_custody"), _less(pl.col("own_rank"), pl.col("other_rank"))),
        _missing("custody", pl.col("goes_by_custody")),
    ),
    # section 6D(2)(a), as far as a plan still goes by the sex of the parents
    Rule(
        "gender",
        _where(pl.col("goes_by_gender"), _only(_sex_own == "M", _sex_other == "M")),
        _missing("sex", pl.col("goes_by_gender")),
    ),
    # section 6D(2)(a)(i)
    Rule(
        "birthday",
        _where(pl.col("goes_by_birthday"), _less(*_both("birthday"))),
        _missing("birthday", pl.col("goes_by_birthday")),
    ),
    # section 6D(2)(a)(ii): parents born on one day
    Rule(
        "parent_covered_longer",
        _where(pl.col("goes_by_birthday"), _less(*_both("through_since"))),
        _missing("through_since", pl.col("goes_by_birthday")),
    ),
    # section 6D(2)(d): a child covered through a parent and through a spouse of its own
    Rule(
        "longer_coverage",
        _where(pl.col("is_spouse_and_parent"), _less(*_both("since"))),
        _missing("since", pl.col("is_spouse_and_parent")),
    ),
    Rule(
        "birthday",
        _where(pl.col("is_spouse_and_parent"), _less(*_both("birthday"))),
        _missing("birthday", pl.col("is_spouse_and_parent")),
    ),
    # section 6D(3)
    Rule("active", _only(_is_one_active(_status_own, _status_other), _is_one_active(_status_other, _status_own))),
    # section 6D(4)
    Rule("continuation", _only(~_status_own.is_in(_CONTINUED), ~_status_other.is_in(_CONTINUED))),
    # section 6D(5)
    Rule("longer_coverage", _less(*_both("since")), _missing("since", pl.lit(True))),
    # section 6D(6)
    Rule("equal_shares", pl.lit("equal")),
)
"""In the order in which they are asked: the first that decides, or lacks a fact, has the last word."""


def order_of_benefits(pairs: pl.DataFrame) -> pl.DataFrame:
    """ORDER of each row of `pairs` (PAIR; a column that is absent is not known), in the same order."""
    known = pairs.select(
        (pl.col(name) if name in pairs.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in PAIR.items()
    )
    for stage in _STAGES:
        known = known.with_columns(**stage)
    asked = known.select(medicare_rule().alias("medicare_rule"), *_ASKED)
    return asked.select(
        pl.coalesce(f"first_{place}" for place in _PLACES).alias("first"),
        pl.coalesce(_name(place) for place in _PLACES).alias("order_rule"),
        pl.coalesce(_fact(place) for place in _PLACES).replace("", None).alias("lacks"),
    )


_PLACES = range(len(RULES))
_ASKED = tuple(
    answer
    for place, rule in enumerate(RULES)
    for answer in (
        pl.when(rule.lacks.is_not_null()).then(pl.lit("unclear")).otherwise(rule.first).alias(f"first_{place}"),
        rule.lacks.alias(f"lacks_{place}"),
    )
)


def _name(place: int) -> pl.Expr:
    name = pl.col("medicare_rule") if RULES[place].name == "medicare" else pl.lit(RULES[place].name)
    return pl.when(pl.col(f"first_{place}").is_not_null()).then(name)


def _fact(place: int) -> pl.Expr:
    """The fact that the deciding rule lacks; empty where it lacks none, so that no later one is named."""
    return pl.when(pl.col(f"first_{place}").is_not_null()).then(pl.col(f"lacks_{place}").fill_null(""))
