"""The measured book of lines as files of a settled book: codes, dates and prices from which its lines come again."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from bench.book_of_lines import Book, Ints, generated_book
from bench.lines_in_words import TEETH
from bench.services import SERVICES, YEARS, compiled_plans
from corridor.adjudication.arrays import ADMITTED, PAID, SECONDARY, UNAUTHORISED, Outcome
from corridor.adjudication.run import live
from corridor.book.replay.files import BookFile, Contents, write_contents, write_file
from corridor.book.replay.settle import contents_for
from corridor.claims.recognise import BRAND_ASKED_FOR
from corridor.codes.reasons import REASON_BY_NAME
from corridor.records.book import BOOK_LINES, BOOK_PEOPLE, BOOK_SERVICES

KINDS = {"DRUGS": "pharmacy", "TEETH": "dental"}
BY_DAY = ("nursing", "home_care")
DUPLICATE = "duplicate"


def write_book(folder: Path, n_lines: int, lines_of_file: int, seed: int) -> None:
    """`n_lines` lines in files of `lines_of_file`, each decided before under the plans of bench/plans."""
    contents = contents_for(compiled_plans())
    write_contents(folder, contents)
    claims = 0
    for number, start in enumerate(range(0, n_lines, lines_of_file)):
        book = generated_book(min(lines_of_file, n_lines - start), seed + number)
        write_file(folder, number, as_file(book, contents, claims))
        claims += int(book.visit[-1]) + 1


def as_file(book: Book, contents: Contents, first_claim: int = 0) -> BookFile:
    """A generated book as a file, with what its decisions were."""
    outcome, _ = live(book.plan, book.lines, book.state)
    return BookFile(_lines(book, outcome, contents, first_claim), _services(), _people(book))


def _codes() -> list[str]:
    """Of each service a code that its benefit takes."""
    benefits = compiled_plans().benefits.join(
        compiled_plans().versions.select(pl.col("row").alias("version_row"), "plan_code"), on="version_row"
    )
    rows = {(plan, name): row for row, plan, name in benefits.select("row", "plan_code", "name").iter_rows()}
    patterns = [compiled_plans().matches[rows[each.plan, each.benefit]].procedure_code for each in SERVICES]
    firsts = [found[0].removesuffix("*").partition("-")[0] if found else "" for found in patterns]
    return [code.ljust(11, "0") if each.plan == "DRUGS" else code for code, each in zip(firsts, SERVICES, strict=True)]


def _services() -> pl.DataFrame:
    """Two rows for each of SERVICES: on one tooth and on the other."""
    rows = [
        {
            "kind": KINDS.get(each.plan, "professional"),
            "procedure_code": code,
            "tooth": tooth if each.tooth_count else None,
            "daw": BRAND_ASKED_FOR[0] if each.plan == "DRUGS" else None,
        }
        for each, code in zip(SERVICES, _codes(), strict=True)
        for tooth in TEETH
    ]
    return BOOK_SERVICES.from_rows(rows)


def _people(book: Book) -> pl.DataFrame:
    return BOOK_PEOPLE.conform(pl.DataFrame({"member_id": [str(n) for n in range(int(book.person.max()) + 1)]}))


def _lines(book: Book, outcome: Outcome, contents: Contents, first_claim: int) -> pl.DataFrame:
    lines, service, n = book.lines, book.service, len(book.visit)
    flags, allowed = lines.flags, lines.allowed_cents
    plans = np.array([contents.plans.index(each.plan) for each in SERVICES])
    is_drug = np.array([each.plan == "DRUGS" for each in SERVICES])[service]
    is_by_day = np.array([each.benefit in BY_DAY for each in SERVICES])[service]
    day = np.datetime64(YEARS[0]) + book.day
    is_second, is_duplicate = flags & SECONDARY != 0, lines.reason != PAID
    is_less = lines.recognised_cents < allowed
    is_priced = (np.arange(n) % 2 == 0) | (lines.tier == 1)
    charge = np.where(is_priced, allowed + allowed // 4, allowed)
    paid = outcome.reason == PAID
    shares = sum(getattr(outcome, name) for name in _SHARES) - outcome.account_cents
    above = np.where(lines.tier == 1, charge - outcome.allowed_cents, 0)
    reasons, benefits = _was(book, outcome, contents)
    is_members = np.array([_is_members(name) for name in contents.reasons])[reasons]
    frame = pl.DataFrame(
        {
            "claim_number": book.visit + 1 + first_claim,
            "line_number": _place_in_run(book.visit) + 1,
            "household": book.family.astype(np.int32),
            "person": book.person.astype(np.int32),
            "family": book.family.astype(np.int32),
            "service": (service * len(TEETH) + book.tooth).astype(np.int32),
            "provider": book.visit.astype(np.int32),
            "plan": plans[service].astype(np.int32),
            "is_family_level": lines.level != 0,
            "is_out": lines.tier == 1,
            "is_fixed": is_duplicate,
            "service_from": day,
            "service_to": day + np.where(is_by_day, lines.units - 1, 0),
            "received_date": day + 10,
            "units": np.where(is_drug | is_by_day, 1, lines.units) * 1000,
            "days_supply": np.where(is_drug, lines.units, 0).astype(np.int32),
            "charge_cents": charge,
            "charge_of_claim": charge,
            "price_cents": _or_null(allowed, is_priced),
            "alternate_cents": _or_null(lines.recognised_cents, is_less & ~is_drug),
            "generic_cents": _or_null(lines.recognised_cents, is_less & is_drug),
            "other_payer_paid_cents": _or_null(lines.other_paid_cents, is_second),
            "is_secondary": _or_null(np.ones(n, np.int64), is_second).cast(pl.Boolean),
            "is_order_unclear": np.zeros(n, np.bool_),
            "is_admitted": flags & ADMITTED != 0,
            "has_authorization": flags & UNAUTHORISED == 0,
            "is_released": np.zeros(n, np.bool_),
            "is_overridden": np.zeros(n, np.bool_),
            "was_reason": reasons,
            "was_benefit": benefits,
            "was_plan_cents": outcome.plan_paid_cents + outcome.account_cents,
            "was_member_cents": np.where(paid, shares + above, np.where(is_members, charge, 0)),
        }
    )
    return BOOK_LINES.conform(frame)


_SHARES = (
    "deductible_cents",
    "coinsurance_cents",
    "copay_cents",
    "over_limit_cents",
    "penalty_cents",
    "not_recognised_cents",
)


def _is_members(reason: str) -> bool:
    found = REASON_BY_NAME[reason]
    return found.status == "denied" and found.group == "PR"


def _was(book: Book, outcome: Outcome, contents: Contents) -> tuple[Ints, Ints]:
    """Reason and benefit as the contents number them."""
    names = compiled_plans().benefits["name"].to_list()
    of_row = np.array([contents.benefits.index(name) for name in names], np.int32)
    return outcome.reason.astype(np.int32), of_row[book.lines.benefit]


def _or_null(values: Any, holds: Any) -> pl.Series:
    return pl.select(pl.when(pl.Series(holds)).then(pl.Series(values.astype(np.int64)))).to_series()


def _place_in_run(visit: Ints) -> Any:
    starts = np.flatnonzero(np.append(True, visit[1:] != visit[:-1]))
    sizes = np.diff(np.append(starts, len(visit)))
    return (np.arange(len(visit)) - np.repeat(starts, sizes)).astype(np.int32)
