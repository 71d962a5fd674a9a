"""What the plan documents say of each line of a settled book, before the kernel.

Most lines are ordinary: a price, a benefit, nothing else that a document speaks of. For those, a few whole numbers say
it all. Every other line takes the very steps that a claim takes when it comes in.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import cast

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.adjudication.arrays import PAID
from corridor.book.replay.asked_again import ASKED_AGAIN
from corridor.book.replay.days import NO_VERSION, Days, days_since_1970, days_under
from corridor.book.replay.files import BookFile
from corridor.claims.authorizations import LATE
from corridor.claims.classify import classify
from corridor.claims.edits import EDITS, LACKING, Edit
from corridor.claims.other_payers import with_shared_amounts
from corridor.claims.person_rules import person_rules_of, with_person_rules
from corridor.claims.price import with_allowed
from corridor.claims.recognise import with_recognised
from corridor.claims.released import HOLDS
from corridor.claims.stays import ROOM_AND_BOARD
from corridor.claims.teeth import SURFACES, TOOTH
from corridor.claims.terms import PER_DAY, PER_SERVICE, Terms, terms_of
from corridor.claims.units import COUNTED_UNITS, MOST_UNITS
from corridor.codes.reasons import REASON_INDEX
from corridor.money.cents import MAX_CENTS
from corridor.money.rounding import share_of_cents
from corridor.plan.compiled import CompiledPlans
from corridor.records.coverage import COVERAGE

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
NONE = -1
_SELDOM = ("authorization_state", "other_payer_paid_cents", "is_secondary", "alternate_cents", "treatment_months")
"""Columns that are empty of most lines."""
_OF_PEOPLE = {"member_id": "member", "birth_date": "born", "sex": "patient_sex"}
# Rounding is plain integer arithmetic, which arrays do as numbers do.
_share_of_array = cast(Callable[[Ints, Ints], Ints], share_of_cents)
_THOUSANDTHS = 1000


def _first_number(edits: Iterable[Edit]) -> pl.Expr:
    """The number of the reason of the first of `edits` that holds, null where none does."""
    return pl.coalesce(pl.when(edit.holds).then(pl.lit(REASON_INDEX[edit.reason], pl.UInt8)) for edit in edits)


_ASKED = tuple(edit for edit in EDITS if edit.reason in ASKED_AGAIN)
_OF_PERSONS = ("excluded", "age_outside_benefit", "sex_outside_benefit", "age_or_sex_unknown")
_OF_CAUSES = ("work_related", "work_under_review", "auto_accident_under_review", "accident_under_review")
_OF_STRETCHES = ("waiting_period", "missing_tooth", "missing_tooth_unclear")
_OF_AUTHORIZATIONS = ("authorization_missing", "authorization_under_review")


@lru_cache(maxsize=64)
def _reason_but(left_out: tuple[str, ...]) -> pl.Expr:
    return _first_number(edit for edit in _ASKED if edit.reason not in left_out)


@dataclass(frozen=True)
class UnderPlan:
    """(n,) each. version, benefit: rows of the compiled plans, NONE where there is none. reason: as the kernel counts
    them, PAID where it decides. special: rows that took the steps of a claim, with their tooth and surfaces.
    """

    days: Days
    plan: Ints
    day: Ints
    version: Ints
    benefit: Ints
    reason: NDArray[np.uint8]
    allowed: Ints
    recognised: Ints
    allowable: Ints
    other_paid: Ints
    units: Ints
    is_unauthorised: Bools
    is_late: Bools
    is_secondary: Bools
    special: Ints
    teeth: pl.DataFrame


def under_plans(
    file: BookFile, compiled: CompiledPlans, plans: Sequence[str | None], stood: Sequence[str] = ()
) -> UnderPlan:
    """plans: the code that decides in the place of each plan of the book. stood: names of the book's reasons."""
    lines, terms = file.lines, terms_of(compiled)
    service_day = days_since_1970(lines["service_from"].to_numpy())
    first, last = lines.select(first=pl.col("service_from").min(), last=pl.col("service_from").max()).row(0)
    days = days_under(compiled, (*plans, None), first, last)
    plan = _filled(lines, "plan", len(plans))
    day = service_day - days.first
    version = days.version[plan, day].astype(np.int64)
    benefit = _benefits_of(file, compiled)[version, lines["service"].to_numpy()].astype(np.int64)
    charge = lines["charge_cents"].to_numpy()
    price = _filled(lines, "price_cents", NONE)
    outside = _of_versions(compiled, "out_of_network_allowed_bp")[version]
    is_out = lines["is_out"].to_numpy()
    own = np.where(is_out, _share_of_array(np.clip(charge, 0, MAX_CENTS), outside), charge)
    allowed = np.where(price >= 0, np.minimum(price, charge), own)
    units = np.clip(lines["units"].to_numpy() // _THOUSANDTHS, 1, MOST_UNITS)
    requires = _of_benefits(terms, "requires_authorization")[benefit]
    found = UnderPlan(
        days, plan, day, version, benefit,
        reason=np.full(lines.height, PAID, np.uint8),
        allowed=allowed,
        recognised=allowed.copy(),
        allowable=allowed.copy(),
        other_paid=np.zeros(lines.height, np.int64),
        units=units,
        is_unauthorised=requires & ~lines["has_authorization"].to_numpy(),
        is_late=np.zeros(lines.height, np.bool_),
        is_secondary=np.zeros(lines.height, np.bool_),
        special=np.flatnonzero(_is_special(file, compiled, terms, version, benefit)),
        teeth=pl.DataFrame(),
    )  # fmt: skip
    return _with_special(found, file, compiled, terms, plans, stood)


def _filled(lines: pl.DataFrame, column: str, value: int) -> Ints:
    return lines[column].fill_null(value).to_numpy().astype(np.int64, copy=False)


def _of_versions(compiled: CompiledPlans, column: str) -> Ints:
    """(versions + 1,) the last is that of no version."""
    values = compiled.versions[column].cast(pl.Int64).fill_null(0).to_numpy()
    return np.append(values, 0)


def _of_benefits(terms: Terms, column: str) -> Bools:
    """(benefits + 1,) the last is that of no benefit."""
    return np.append(terms.benefits[column].fill_null(False).to_numpy(), False)


def _benefits_of(file: BookFile, compiled: CompiledPlans) -> Ints:
    """(versions + 1, services) benefit row that takes the service, NONE where none does; the last: of no version."""
    found = np.full((compiled.versions.height + 1, file.services.height), NONE, np.int64)
    for row in compiled.versions["row"].to_list():
        of_version = file.services.with_columns(pl.lit(row, pl.Int32).alias("version_row"))
        found[row] = classify(of_version, compiled)["benefit_row"].fill_null(NONE).to_numpy()
    return found


def _is_special(file: BookFile, compiled: CompiledPlans, terms: Terms, version: Ints, benefit: Ints) -> Bools:
    """Lines of which a document says more than a price and a benefit, or could."""
    lines, service = file.lines, file.lines["service"].to_numpy()
    charge, of_claim = lines["charge_cents"].to_numpy(), lines["charge_of_claim"].to_numpy()
    received, until = (days_since_1970(lines[name].to_numpy()) for name in ("received_date", "service_to"))
    limit, filing = (_of_versions(compiled, name)[version] for name in ("auto_limit_cents", "timely_filing_days"))
    is_special = lines["is_fixed"].to_numpy() | (version == NO_VERSION) | (benefit == NONE)
    is_special |= (charge < 0) | (np.maximum(charge, of_claim) > limit) | (received - until > filing)
    is_special |= lines["units"].to_numpy() <= 0
    is_special |= _asks_more(compiled, terms)[benefit] | _is_special_service(file)[service]
    is_special |= _has_exclusions(compiled)[version]
    for name in _SELDOM:
        if lines[name].null_count() < lines.height:
            is_special |= lines[name].is_not_null().to_numpy()
    is_special |= lines["is_order_unclear"].to_numpy() | lines["is_overridden"].to_numpy()
    return _whole_claims(lines["claim_number"].to_numpy(), is_special)


def _has_exclusions(compiled: CompiledPlans) -> Bools:
    """(versions + 1,) the last is that of no version."""
    return np.array([*map(bool, compiled.exclusions), False])


def _asks_more(compiled: CompiledPlans, terms: Terms) -> Bools:
    """(benefits + 1,) whether a benefit asks for more of a line than its price: waiting, teeth, days, alternates."""
    benefits, limits = terms.benefits, compiled.limits
    by_item = limits.filter(pl.col("of") != "person")["benefit_row"].implode()
    asks = (
        pl.col("is_by_hand")
        | pl.col("waiting_months").is_not_null()
        | pl.col("excludes_missing_teeth")
        | pl.col("member_pays_brand_difference")
        | pl.col("orthodontia_initial_bp").is_not_null()
        | pl.col("counted").is_in([PER_DAY, PER_SERVICE])
        | pl.col("row").is_in(by_item)
        | pl.col("row").is_in(terms.alternates["benefit_row"].implode())
    )
    flags = benefits.with_row_index("row").select(asks.fill_null(False)).to_series().to_numpy()
    return np.append(flags | np.array([persons is not None for persons in compiled.benefit_persons]), True)


def _is_special_service(file: BookFile) -> Bools:
    is_room = pl.col("revenue_code").is_between(pl.lit(ROOM_AND_BOARD[0]), pl.lit(ROOM_AND_BOARD[1]))
    special = is_room | (pl.col("kind") == "pharmacy") | pl.col("related_cause").is_not_null()
    return file.services.select(special.fill_null(False)).to_series().to_numpy()


def _whole_claims(claim: Ints, is_special: Bools) -> Bools:
    """Some steps look at all lines of a claim: with one of them, all are special."""
    starts = np.flatnonzero(np.append(True, claim[1:] != claim[:-1]))
    sizes = np.diff(np.append(starts, len(claim)))
    return np.repeat(np.logical_or.reduceat(is_special, starts), sizes)


def _with_special(
    found: UnderPlan,
    file: BookFile,
    compiled: CompiledPlans,
    terms: Terms,
    plans: Sequence[str | None],
    stood: Sequence[str],
) -> UnderPlan:
    """The special lines through the steps of a claim that comes in."""
    at = found.special
    lines = _as_prepared(file.lines[at], file, plans, stood)
    lines = _with_terms(lines, found, terms)
    lines = with_person_rules(lines, COVERAGE.empty(), person_rules_of(compiled))
    lines = with_shared_amounts(with_recognised(with_allowed(lines), terms))
    decided = lines.with_columns(
        _reason(lines, _not_asked(compiled, terms)).alias("reason"), COUNTED_UNITS.alias("units")
    )
    found.reason[at] = decided["reason"].fill_null(PAID).to_numpy()
    allowed = decided["allowed_cents"]
    found.allowed[at] = allowed.to_numpy()
    found.recognised[at] = decided["recognised_cents"].fill_null(allowed).to_numpy()
    found.allowable[at] = decided["allowable_cents"].fill_null(allowed).to_numpy()
    found.other_paid[at] = decided["other_paid_cents"].fill_null(0).to_numpy()
    lacks = _lacks_authorization()
    found.is_unauthorised[at] = decided.select(lacks.fill_null(False)).to_series().to_numpy()
    found.is_late[at] = decided.select((pl.col("authorization_state") == LATE).fill_null(False)).to_series().to_numpy()
    found.is_secondary[at] = decided["other_paid_cents"].is_not_null().to_numpy()
    found.units[at] = decided["units"].fill_null(1).to_numpy()
    return replace(found, teeth=_teeth(decided, file.services))


def _not_asked(compiled: CompiledPlans, terms: Terms) -> tuple[str, ...]:
    """Reasons that no plan gives."""
    of_persons = () if person_rules_of(compiled) is not None else _OF_PERSONS
    return (*of_persons, *(() if terms.asks_since else _OF_STRETCHES))


def _is_empty(column: pl.Series) -> bool:
    return column.null_count() == len(column)


def _reason(lines: pl.DataFrame, not_asked: tuple[str, ...]) -> pl.Expr:
    """What the plan says of lines, but for those that are settled, and those that a person has decided to pay."""
    idle = (*not_asked, *(_OF_AUTHORIZATIONS if _is_empty(lines["authorization_state"]) else ()))
    idle = (*idle, *(_OF_CAUSES if _is_empty(lines["related_cause"]) else ()))
    asked = _reason_but(idle)
    if lines["is_released"].any():
        asked = pl.when("is_released").then(_reason_but((*idle, *HOLDS))).otherwise(asked)
    if lines["is_overridden"].any():
        asked = pl.when(~pl.col("is_overridden")).then(asked)
    return pl.when("is_fixed").then("stood").otherwise(asked)


def _lacks_authorization() -> pl.Expr:
    """Where authorisations are judged, by what became of it; else by whether one was stated."""
    state = pl.col("authorization_state")
    by_statement = pl.col("requires_authorization") & ~pl.col("has_authorization")
    judged = state.is_in(LACKING) & (pl.col("authorization_missing") == "penalty")
    return pl.when(state.is_null()).then(by_statement).otherwise(judged)


def _teeth(lines: pl.DataFrame, services: pl.DataFrame) -> pl.DataFrame:
    """tooth and surfaces of the lines, as limits count them: asked of each service once."""
    ways = [services.with_columns(pl.lit(value).alias("is_by_quadrant")) for value in (False, True)]
    counted = pl.concat(ways).select(TOOTH.alias("tooth"), SURFACES.alias("surfaces"))
    by_quadrant = pl.col("is_by_quadrant").fill_null(False).cast(pl.Int32)
    rows = lines.select(pl.col("service") + by_quadrant * services.height).to_series()
    return counted.select(pl.all().gather(rows))


def _as_prepared(
    lines: pl.DataFrame, file: BookFile, plans: Sequence[str | None], stood: Sequence[str]
) -> pl.DataFrame:
    """BOOK_LINES with the columns that the steps of a claim have found by then."""
    people, services = file.people, file.services
    codes = services.select(pl.all().gather(lines["service"]))
    names = pl.Series([*plans, None], dtype=pl.String)
    return pl.concat([lines, codes], how="horizontal").with_columns(
        names.gather(lines["plan"].fill_null(len(plans))).alias("plan_code"),
        pl.Series([REASON_INDEX[name] for name in stood], dtype=pl.UInt8).gather(lines["was_reason"]).alias("stood"),
        pl.when("is_out").then(pl.lit("out")).otherwise(pl.lit("in")).alias("tier"),
        pl.col("price_cents").alias("repriced_cents"),
        pl.when("is_order_unclear").then(pl.lit("unclear")).alias("order_rule"),
        pl.lit(None, pl.Int32).alias("contract_bp"),
        pl.lit(None, pl.Date).alias("patient_birth_date"),
        *(people[name].gather(lines["person"]).alias(ours) for name, ours in _OF_PEOPLE.items()),
    )


def _with_terms(lines: pl.DataFrame, found: UnderPlan, terms: Terms) -> pl.DataFrame:
    """What version and benefit say, by their rows."""
    at, versions = found.special, terms.versions.ranked.sort("version_row").select(terms.versions.added)
    benefit, version = (
        pl.Series(name, rows[at], pl.Int32).replace(NONE, None)
        for name, rows in (("benefit_row", found.benefit), ("version_row", found.version))
    )
    year = pl.Series("plan_year_start", found.days.year_start[found.plan[at], found.day[at]]).cast(pl.Date)
    said = [table.select(pl.all().gather(rows)) for table, rows in ((versions, version), (terms.benefits, benefit))]
    told = pl.concat([lines.with_columns(benefit, year), *said], how="horizontal")
    state = pl.when("requires_authorization").then("authorization_state").alias("authorization_state")
    return told.with_columns(state, pl.Series("version_row", found.version[at], pl.Int32).replace(NONE, None))
