"""Claims as they came in -> lines ready for the kernel: the columnar steps in their order."""

from datetime import date

import polars as pl

from corridor.claims.authorizations import ADDED, LATE, NOT_JUDGED, is_judged, with_authorization, with_units
from corridor.claims.classify import classify
from corridor.claims.code_edits.edit import with_code_edits
from corridor.claims.coverage import with_coverage, with_plan_version
from corridor.claims.duplicates import with_duplicates
from corridor.claims.edits import CHARGE_OF_CLAIM, LACKING
from corridor.claims.known import NOTHING_KNOWN, Known
from corridor.claims.match import match_members
from corridor.claims.network import with_tier
from corridor.claims.newborns import with_newborns
from corridor.claims.order.other_plans import with_order_of_benefits
from corridor.claims.other_payers import with_shared_amounts
from corridor.claims.overrides import with_overridden_price, with_overrides
from corridor.claims.person_rules import person_rules_of, with_person_rules
from corridor.claims.place import with_place
from corridor.claims.possible_duplicates import with_possible_duplicates
from corridor.claims.price import with_allowed
from corridor.claims.pricing.prices import with_prices
from corridor.claims.pricing.repricing import with_answers, with_waiting
from corridor.claims.recognise import with_recognised
from corridor.claims.released import with_reason
from corridor.claims.stays import with_admissions
from corridor.claims.teeth import SURFACES, TOOTH
from corridor.claims.terms import Terms, terms_of
from corridor.claims.unbroken import with_covered_since
from corridor.claims.units import COUNTED_UNITS
from corridor.claims.versions import with_reason_of_version, with_versions
from corridor.plan.compiled import CompiledPlans
from corridor.records.ready import READY

DECISION_COLUMNS = ("kind", "product", "price_source", "price_line", "order_rule", *ADDED)
"""What a decision takes beside READY. price_line: what made the price (price.with_allowed). order_rule: by which rule
of the order of benefits another plan pays first. ADDED: which authorisation the line stands on."""

_authorization = pl.col("authorization").str.strip_chars()
_COUNTED = (
    COUNTED_UNITS.alias("units"),
    TOOTH.alias("tooth"),
    SURFACES.alias("surfaces"),
    pl.col("member").alias("member_id"),
)
_STATES_NO_NUMBER = (
    (pl.col("requires_authorization").fill_null(False) & (_authorization.fill_null("") == "")).alias("is_unauthorised"),
    pl.lit(None, pl.Boolean).alias("is_late"),
)
_LACKS_AUTHORIZATION = (
    (pl.col("authorization_state").is_in(LACKING) & (pl.col("authorization_missing") == "penalty"))
    .fill_null(False)
    .alias("is_unauthorised"),
    (pl.col("authorization_state") == LATE).fill_null(False).alias("is_late"),
)


def prepare(
    claims: pl.DataFrame,
    coverage: pl.DataFrame,
    compiled: CompiledPlans,
    history: pl.DataFrame | None = None,
    *,
    decided_on: date | None = None,
    known: Known = NOTHING_KNOWN,
    accumulators: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """READY, by claim and line, and DECISION_COLUMNS.

    claims: CLAIMS with `claim_number`, the order in which claims are decided. coverage: COVERAGE.
    history: HISTORY, the earlier lines that a line could repeat or belong to. decided_on: instalments of a later day
    are not due; None: all are. accumulators: ACCUMULATORS before the claims; None: nothing was used.
    """
    lines = prepared_lines(
        claims, coverage, compiled, history, decided_on=decided_on, known=known, accumulators=accumulators
    )
    return pl.concat([READY.conform(lines), lines.select(DECISION_COLUMNS)], how="horizontal")


def prepared_lines(
    claims: pl.DataFrame,
    coverage: pl.DataFrame,
    compiled: CompiledPlans,
    history: pl.DataFrame | None = None,
    *,
    decided_on: date | None = None,
    known: Known = NOTHING_KNOWN,
    accumulators: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """As `prepare`, with all that the steps have found beside: a book that is replayed keeps some of it."""
    terms = terms_of(compiled)
    lines = match_members(with_place(claims.sort("claim_number", "line_number")), coverage)
    lines = with_newborns(lines, coverage, compiled, terms, decided_on)
    lines = with_versions(lines, known.elsewhere or ())
    lines = with_benefit(with_plan_version(with_coverage(lines, coverage), terms.versions), compiled, terms)
    lines = with_person_rules(lines, coverage, person_rules_of(compiled))
    lines = _with_covered_since(lines, coverage, terms)
    lines = _with_allowed(lines, known, compiled, decided_on)
    if known.overrides is not None:
        lines = with_overridden_price(lines, known.overrides)
    lines = with_recognised(lines, terms)
    lines = with_shared_amounts(with_order_of_benefits(lines, known.other_plans, coverage, compiled.versions))
    judges = is_judged(known.authorizations, terms)
    not_judged = () if judges else NOT_JUDGED
    lines = lines.with_columns(
        pl.lit(decided_on, pl.Date).alias("decided_on"),
        pl.lit(known.providers is not None and known.providers.height > 0).alias("asks_provider"),
        CHARGE_OF_CLAIM,
        *not_judged,
    )
    lines, options = with_authorization(lines, known.authorizations) if judges else (lines, None)
    lines = with_reason_of_version(with_reason(lines, known.released, asks_duplicate=False))
    if known.overrides is not None:
        lines = with_overrides(lines, known.overrides, asks_duplicate=False)
    lines = with_possible_duplicates(with_duplicates(lines, history), history)
    if lines.select(pl.any_horizontal("is_duplicate", "is_possible_duplicate").any()).item():
        lines = with_reason_of_version(with_reason(lines, known.released))
    if known.code_edits is not None:
        lines = with_code_edits(lines, known.code_edits, compiled.code_edits, known.overrides)
    lines = with_units(lines, options, accumulators, known.released)
    if known.overrides is not None:
        lines = with_overrides(lines, known.overrides)
    lines = with_admissions(lines, history)
    return lines.with_columns(*_COUNTED, *(_LACKS_AUTHORIZATION if judges else _STATES_NO_NUMBER))


def with_benefit(lines: pl.DataFrame, compiled: CompiledPlans, terms: Terms) -> pl.DataFrame:
    """`lines` with benefit_row, benefit, and what the plan says of the benefit (Terms.benefits)."""
    classified = classify(lines, compiled)
    said = terms.benefits.select(pl.all().gather(classified.get_column("benefit_row")))
    return pl.concat([classified, said], how="horizontal")


def _with_allowed(lines: pl.DataFrame, known: Known, compiled: CompiledPlans, decided_on: date | None) -> pl.DataFrame:
    if known.prices is None:
        return with_allowed(with_tier(lines, known.providers))
    tiered = with_tier(lines, known.providers, asks_price=True)
    if known.repricing is None:
        return with_allowed(with_prices(tiered, known.prices, compiled, known.providers), is_priced=True)
    answered = with_answers(tiered, known.repricing)
    priced = with_prices(answered, known.prices, compiled, known.providers)
    waiting = with_waiting(priced, known.prices.contracts, known.repricing, decided_on)
    return with_allowed(waiting, is_priced=True)


def _with_covered_since(lines: pl.DataFrame, coverage: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    if not terms.asks_since:
        return lines.with_columns(pl.lit(None, pl.Date).alias("covered_since"))
    return with_covered_since(lines, coverage)
