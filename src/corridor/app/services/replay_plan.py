"""The stored book, or a book on disk, decided again under other plan documents."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.documents import PLAN, documents_of, sources_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.known import known_of
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Tx
from corridor.book.disability import IS_DISABILITY
from corridor.book.replay.files import contents_of, write_contents, write_file
from corridor.book.replay.folder import PlanSource, replay_folder
from corridor.book.replay.run import Asked
from corridor.book.replay.settle import contents_for, settled
from corridor.plan.load import load_plan
from corridor.reports.replay.compare import Comparison, compare
from corridor.wording.said import listed, said

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ReplayAsked:
    """plans: new documents. first, last: days of service that are added up. names_members: see `compare`."""

    plans: tuple[PlanSource, ...]
    first: date | None = None
    last: date | None = None
    names_members: bool = False
    processes: int | None = None


@contextmanager
def stored_book(sponsor: str, keep: Path | None) -> Iterator[Path]:
    """The sponsor's book as a settled book in a folder: `keep`, or one that is gone afterwards."""
    if keep is not None:
        _settle_stored(sponsor, keep)
        yield keep
        return
    with tempfile.TemporaryDirectory(prefix="corridor-book-") as name:
        _settle_stored(sponsor, Path(name))
        yield Path(name)


def _settle_stored(sponsor: str, folder: Path) -> None:
    with tenant_transaction(sponsor) as tx:
        tx.log_access("all claims", "replay")
        documents = documents_of(tx)
        claims = _standing_claims(tx)
        numbers = claims.get_column("claim_number").unique().to_list()
        coverage = selectors.coverage(tx)
        decisions = selectors.current_decisions(tx, numbers)
        members = coverage.get_column("member_id").unique().to_list()
        known = known_of(tx, documents, members, numbers, claims=claims)
        plans = [(one.name, one.content) for one in sources_of(tx) if one.kind == PLAN]
    if claims.is_empty():
        raise ServiceError(said("replay: found no claims of this sponsor, expected some"))
    contents = contents_for(documents.compiled, plans)
    write_contents(folder, contents)
    for number, file in enumerate(settled(claims, coverage, documents.compiled, decisions, contents, known=known)):
        write_file(folder, number, file)


def _standing_claims(tx: Tx) -> pl.DataFrame:
    """CLAIMS that were not taken back, but for disability, which no plan document of this kind decides."""
    gone = selectors.withdrawn_claims(tx).select("claim_number")
    numbers = tx.read("select claim_number from claim order by claim_number").join(gone, on="claim_number", how="anti")
    return selectors.claims_numbered(tx, numbers.get_column("claim_number").to_list()).filter(~IS_DISABILITY)


def replay_plan(folder: Path, asked: ReplayAsked, progress: Progress | None = None) -> Comparison:
    """Decide a settled book under new documents, and compare with what stands. Raises BookError, DocumentError, or

    ServiceError where it is not clear which plan of the book a document takes the place of.
    """
    contents = contents_of(folder)
    instead = _instead(asked.plans, dict(zip(contents.plans, contents.products, strict=True)))
    others = [(name, text.encode()) for name, text in contents.documents]
    stay = {load_plan(content, name).code: (name, content) for name, content in others}
    stay = {code: document for code, document in stay.items() if code not in instead}
    found = replay_folder(
        folder,
        (*asked.plans, *stay.values()),
        Asked(instead | {code: code for code in stay}, asked.first, asked.last),
        processes=asked.processes,
        progress=progress,
    )
    return compare(found.lines, found.people, found.benefits, found.reasons, names_members=asked.names_members)


def _instead(plans: Sequence[PlanSource], products: dict[str, str]) -> dict[str, str]:
    """Code of a plan of the book -> code of the document in its place: of that code, else alone of its product."""
    instead: dict[str, str] = {}
    for name, content in plans:
        plan = load_plan(content, name)
        alike = [code for code, product in products.items() if product == plan.product]
        replaced = plan.code if plan.code in products else alike[0] if len(alike) == 1 else None
        if replaced is None or replaced in instead:
            raise ServiceError(
                said(
                    "{file}: found plan {code} ({product}), expected the code of a plan of the book: {codes}",
                    file=name,
                    code=plan.code,
                    product=plan.product,
                    codes=listed(products),
                )
            )
        instead[replaced] = plan.code
    return instead
