"""Which of two plans pays first, and why: the order of benefits, rule by rule.

Source: NAIC model regulation 120, section 6, in the order of RULES 3.6; of Medicare see medicare_order.py.
"""

from dataclasses import dataclass

import polars as pl

from corridor.claims.medicare_order import group_or_medicare, medicare_first, medicare_lacks, medicare_rule

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


_through_own, _through_other = _both("through")
_is_self_own, _is_self_other = _through_own == "self", _through_other == "self"
_is_one_dependent = _is_self_own != _is_self_other
_PARENTAL = ("parent", "other")  # people who are not the parents are taken as if they were (section 6D(2)(c))
_is_child = _through_own.is_in(_PARENTAL) & _through_other.is_in(_PARENTAL)
_is_spouse_and_parent = ((_through_own == "spouse") & _through_other.is_in(_PARENTAL)) | (
    (_through_other == "spouse") & _through_own.is_in(_PARENTAL)
)
_is_separated = _is_child & (pl.col("parents") == "separated").fill_null(False)
_decree = pl.col("decree")
_is_decreed = _is_separated & _decree.is_in(("own", "other")).fill_null(False)
_custody_own, _custody_other = _both("custody")
_is_joint = (_decree == "joint").fill_null(False) | (
    (_custody_own == "joint").fill_null(False) & (_custody_other == "joint").fill_null(False)
)
_goes_by_custody = _is_separated & ~_is_decreed & ~_is_joint
_has_one_custody = _custody_rank(_custody_own).eq(_custody_rank(_custody_other)).fill_null(False)
_goes_by_birthday = _is_child & ~_is_decreed & (~_is_separated | _is_joint | _has_one_custody)
_gender_own, _gender_other = (rule.fill_null(False) for rule in _both("uses_gender_rule"))
_goes_by_gender = _goes_by_birthday & (_gender_own | _gender_other)
_sex_own, _sex_other = _both("sex")
_birthday_own, _birthday_other = _both("birthday")
_since_own, _since_other = _both("since")
_has_own, _has_other = (rule.fill_null(True) for rule in _both("has_provision"))
_status_own, _status_other = (status.fill_null("active") for status in _both("status"))
_LEFT_WORK, _CONTINUED = ("retired", "laid_off"), ("cobra", "state_continuation")


def _is_one_active(status: pl.Expr, other: pl.Expr) -> pl.Expr:
    return (status == "active") & other.is_in(_LEFT_WORK)


_medicare_own, _medicare_other = group_or_medicare("own"), group_or_medicare("other")
_medicare_dependent = pl.when(_is_self_own).then(_medicare_other).otherwise(_medicare_own)
_medicare_own_person = pl.when(_is_self_own).then(_medicare_own).otherwise(_medicare_other)
_has_medicare = pl.any_horizontal(pl.col("age_from", "disability_from", "esrd_from").is_not_null())
_asks_medicare = (
    _is_one_dependent
    & _has_medicare
    & _medicare_dependent.ne_missing("medicare")
    & (_medicare_own_person.ne_missing("group"))
)

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
            _asks_medicare & (_medicare_dependent == "group") & (_medicare_own_person == "medicare"),
            pl.when(_is_self_own).then(pl.lit("other")).otherwise(pl.lit("own")),
        ),
        pl.when(_asks_medicare & (_medicare_dependent.is_null() | _medicare_own_person.is_null())).then(
            pl.lit("employees")
        ),
    ),
    # section 6D(1)(a)
    Rule("non_dependent", _only(_is_self_own, _is_self_other)),
    # section 6D(2)(b)(i)
    Rule("court_decree", _where(_is_decreed, _decree)),
    # section 6D(2)(b)(iv)
    Rule(
        "custody",
        _where(_goes_by_custody, _less(_custody_rank(_custody_own), _custody_rank(_custody_other))),
        _missing("custody", _goes_by_custody),
    ),
    # section 6D(2)(a), as far as a plan still goes by the sex of the parents
    Rule(
        "gender",
        _where(_goes_by_gender, _only(_sex_own == "M", _sex_other == "M")),
        _missing("sex", _goes_by_gender),
    ),
    # section 6D(2)(a)(i)
    Rule(
        "birthday",
        _where(_goes_by_birthday, _less(_birthday_own, _birthday_other)),
        _missing("birthday", _goes_by_birthday),
    ),
    # section 6D(2)(a)(ii): parents born on one day
    Rule(
        "parent_covered_longer",
        _where(_goes_by_birthday, _less(*_both("through_since"))),
        _missing("through_since", _goes_by_birthday),
    ),
    # section 6D(2)(d): a child covered through a parent and through a spouse of its own
    Rule(
        "longer_coverage",
        _where(_is_spouse_and_parent, _less(_since_own, _since_other)),
        _missing("since", _is_spouse_and_parent),
    ),
    Rule(
        "birthday",
        _where(_is_spouse_and_parent, _less(_birthday_own, _birthday_other)),
        _missing("birthday", _is_spouse_and_parent),
    ),
    # section 6D(3)
    Rule("active", _only(_is_one_active(_status_own, _status_other), _is_one_active(_status_other, _status_own))),
    # section 6D(4)
    Rule("continuation", _only(~_status_own.is_in(_CONTINUED), ~_status_other.is_in(_CONTINUED))),
    # section 6D(5)
    Rule("longer_coverage", _less(_since_own, _since_other), _missing("since", pl.lit(True))),
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
    first = pl.coalesce(
        pl.when(rule.lacks.is_not_null()).then(pl.lit("unclear")).otherwise(rule.first) for rule in RULES
    )
    return known.select(
        first.alias("first"),
        pl.coalesce(_name(rule) for rule in RULES).alias("order_rule"),
        pl.when(first == "unclear").then(pl.coalesce(_fact(rule) for rule in RULES)).alias("lacks"),
    )


def _decides(rule: Rule) -> pl.Expr:
    return rule.lacks.is_not_null() | rule.first.is_not_null()


def _name(rule: Rule) -> pl.Expr:
    name = medicare_rule() if rule.name == "medicare" else pl.lit(rule.name)
    return pl.when(_decides(rule)).then(name)


def _fact(rule: Rule) -> pl.Expr:
    """The fact that the deciding rule lacks; empty where it lacks none, so that no later one is named."""
    return pl.when(_decides(rule)).then(rule.lacks.fill_null(""))
