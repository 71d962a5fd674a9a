"""Claims that were decided -> a settled book: what no plan document changes, once and for all."""

from collections.abc import Iterator, Sequence
from datetime import date

import polars as pl

from corridor.adjudication.slots import households
from corridor.book.replay.asked_again import ASKED_AGAIN
from corridor.book.replay.files import BookFile, Contents
from corridor.book.replay.run import lines_now
from corridor.book.summary import member_owes
from corridor.claims.known import NOTHING_KNOWN, Known
from corridor.claims.person_rules import SEXES
from corridor.claims.prepare import prepared_lines
from corridor.claims.released import HOLDS
from corridor.codes.reasons import REASON_INDEX, REASONS
from corridor.plan.compiled import CompiledPlans
from corridor.records.book import BOOK_LINES, BOOK_PEOPLE, BOOK_SERVICES

PRICED_BY_PLAN = ("plan_percent", "charge")
"""Sources of a price that are the plan's own; all others come from a network or a contract and stay."""
LINES_OF_FILE = 500_000

_LINE = ("claim_number", "line_number")


def contents_for(compiled: CompiledPlans, documents: Sequence[tuple[str, bytes]] = ()) -> Contents:
    """What the numbers of a book that was decided under these plans stand for. documents: name and bytes of each."""
    plans = compiled.versions.select("plan_code", "product").unique(maintain_order=True)
    return Contents(
        tuple(plans.get_column("plan_code")),
        tuple(plans.get_column("product")),
        tuple(reason.name for reason in REASONS),
        tuple(compiled.benefits.get_column("name").unique().sort()),
        tuple((name, content.decode("utf-8")) for name, content in documents),
    )


def settled(
    claims: pl.DataFrame,
    coverage: pl.DataFrame,
    compiled: CompiledPlans,
    decisions: pl.DataFrame,
    contents: Contents,
    *,
    decided_on: date | None = None,
    known: Known = NOTHING_KNOWN,
    lines_of_file: int = LINES_OF_FILE,
) -> Iterator[BookFile]:
    """Files of about `lines_of_file` lines, each of whole households.

    claims: CLAIMS with claim_number, of whole families. decisions: DECISIONS that stand, one per line of these claims.
    The others: as `decide` takes them.
    """
    found = prepared_lines(claims, coverage, compiled, decided_on=decided_on, known=known)
    lines = _with_decisions(found.with_columns(household=pl.Series(households(found), dtype=pl.Int32)), decisions)
    released = _released(known)
    lines = lines.with_columns(
        is_released=pl.col("claim_number").is_in(released),
        is_overridden=pl.col("claim_number").is_in(_overridden(known)) & (pl.col("stands") == "paid"),
    )
    lines = lines.sort("household", pl.coalesce("place", "claim_number"), *_LINE)
    for part in _parts(lines, lines_of_file):
        yield _as_decided(_file(part, coverage, contents), contents, compiled)


def _as_decided(file: BookFile, contents: Contents, compiled: CompiledPlans) -> BookFile:
    """Households in the order in which they were decided: of receipt, or of arrival where that explains what stands.

    A claim that came in late is decided after those before it until its family is decided again.
    """
    now = lines_now(file, contents, compiled, {plan: plan for plan in contents.plans})
    lines = file.lines
    is_same = (now.plan_cents == lines["was_plan_cents"].to_numpy()) & (
        now.member_cents == lines["was_member_cents"].to_numpy()
    )
    by_arrival = lines.filter(pl.Series(~is_same)).get_column("household").unique().implode()
    order = pl.when(pl.col("household").is_in(by_arrival)).then("claim_number").otherwise(pl.int_range(pl.len()))
    return BookFile(lines.sort("household", order, *_LINE), file.services, file.people)


def _with_decisions(lines: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    was = decisions.select(
        *_LINE,
        pl.col("reason").alias("stands"),
        pl.col("benefit").alias("stood_under"),
        (pl.col("plan_paid_cents") + pl.col("account_cents")).alias("was_plan_cents"),
        member_owes().alias("was_member_cents"),
    )
    return lines.join(was, on=_LINE, how="inner", maintain_order="left")


def _released(known: Known) -> pl.Series:
    if known.released is None:
        return pl.Series([], dtype=pl.Int64).implode()
    lifted = known.released.filter(pl.col("reason").is_in(HOLDS))
    return lifted.get_column("claim_number").unique().implode()


def _overridden(known: Known) -> pl.Series:
    """Claims of which people have decided something against the edits."""
    if known.overrides is None:
        return pl.Series([], dtype=pl.Int64).implode()
    return known.overrides.get_column("claim_number").unique().implode()


def _parts(lines: pl.DataFrame, lines_of_file: int) -> Iterator[pl.DataFrame]:
    """Runs of households."""
    sizes = lines.get_column("household").rle()
    ends = sizes.struct.field("len").cast(pl.Int64).cum_sum().to_list()
    first = 0
    for place, end in enumerate(ends):
        if end - first >= lines_of_file or place == len(ends) - 1:
            yield lines[first:end]
            first = end


def _file(lines: pl.DataFrame, coverage: pl.DataFrame, contents: Contents) -> BookFile:
    services = lines.select(_service_columns()).unique(maintain_order=True)
    people = _people(lines, coverage)
    numbered = (
        lines.with_columns(_service_columns())
        .join(services.with_row_index("service"), on=services.columns, nulls_equal=True, maintain_order="left")
        .join(
            people.select(pl.col("member_id").alias("member")).with_row_index("person"),
            on="member",
            how="left",
            maintain_order="left",
        )
    )
    return BookFile(
        BOOK_LINES.conform(numbered.with_columns(_line_columns(contents))),
        BOOK_SERVICES.conform(services),
        BOOK_PEOPLE.conform(people),
    )


def _people(lines: pl.DataFrame, coverage: pl.DataFrame) -> pl.DataFrame:
    """BOOK_PEOPLE: birth date and sex as exclusions read them, of enrolment, else of the claims."""
    enrolled = coverage.filter(pl.col("sex").is_in(SEXES)).sort("coverage_start").group_by("member_id")
    stated = pl.col("patient_sex").filter(pl.col("patient_sex").is_in(SEXES)).first().alias("stated")
    of_claims = (
        lines.filter(pl.col("member").is_not_null())
        .group_by(pl.col("member").alias("member_id"), maintain_order=True)
        .agg(pl.coalesce("born", "patient_birth_date").first().alias("birth_date"), stated)
    )
    both = of_claims.join(enrolled.agg(pl.col("sex").last()), on="member_id", how="left", maintain_order="left")
    return both.with_columns(pl.coalesce("sex", "stated").alias("sex"))


def _service_columns() -> list[pl.Expr]:
    principal = pl.col("diagnosis_codes").str.split(":").list.first().alias("diagnosis_codes")
    return [principal if name == "diagnosis_codes" else pl.col(name) for name in BOOK_SERVICES.schema]


def _number_in(column: str, values: tuple[str, ...]) -> pl.Expr:
    numbers = {value: number for number, value in enumerate(values)}
    return pl.col(column).replace_strict(numbers, default=None, return_dtype=pl.Int32)


def _line_columns(contents: Contents) -> list[pl.Expr]:
    is_own = pl.col("price_source").is_in(PRICED_BY_PLAN)
    return [
        (pl.col("household") - pl.col("household").min()).alias("household"),
        (pl.col("family_id").rank("dense") - 1).cast(pl.Int32).alias("family"),
        (pl.col("billing_npi").rank("dense") - 1).cast(pl.Int32).alias("provider"),
        _number_in("plan_code", contents.plans).alias("plan"),
        (pl.col("tier") == "out").alias("is_out"),
        (~pl.col("stands").is_in(list(ASKED_AGAIN))).alias("is_fixed"),
        pl.when(~is_own).then("allowed_cents").alias("price_cents"),
        (pl.col("is_secondary").is_null() & pl.col("order_rule").is_not_null()).alias("is_order_unclear"),
        (pl.col("authorization").str.strip_chars().fill_null("") != "").alias("has_authorization"),
        pl.col("stands").replace_strict(REASON_INDEX, return_dtype=pl.Int32).alias("was_reason"),
        _number_in("stood_under", contents.benefits).alias("was_benefit"),
    ]
