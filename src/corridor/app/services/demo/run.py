"""The main job on the demo's files, day by day, and on nothing else: load, decide, post, call, pay, protect."""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import repeat
from pathlib import Path

import polars as pl

from corridor.adjudication.run import compile_kernels
from corridor.app.services.ahead import ToRead, read_ahead
from corridor.app.services.cycle import ACCOUNTS, CYCLE, run_round
from corridor.app.services.demo.documents import HARBOR, MERIDIAN, PHARMACY_MAP, examples, sources
from corridor.app.services.demo.generate import AS_OF, FIRST_YEAR, SMALL_AS_OF, SMALL_FIRST_YEAR, DemoFile
from corridor.app.services.documents import documents_of, read_documents
from corridor.app.services.errors import ServiceError
from corridor.app.services.intake import NamedFile, standing_load, take_in
from corridor.app.services.sponsors import add_sponsor
from corridor.app.store.tenancy import tenant_codes, tenant_transaction
from corridor.periods.spans import add_months
from corridor.wording.said import said

_DOCUMENTS = {"MERIDIAN": MERIDIAN, "HARBOR": HARBOR}
_FIRST_ACCOUNT = 5_500_000_000
_PAYEES_ROUTING = "072199994"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class DemoRun:
    """What a run did: files taken in now, files that were in already, rounds run now."""

    as_of: date
    files_new: int
    files_known: int
    rounds: int


@dataclass(frozen=True)
class _Step:
    """A file that comes on a day (of the first kind that comes, `file`), or a round that is called on it."""

    day: date
    sponsor: str
    file: DemoFile | None

    @property
    def what(self) -> str:
        return self.file.path.name if self.file else said("round of {day}", day=self.day)


def warm_up() -> None:
    """What the first file would otherwise wait for: the kernels and the compiled plans."""
    compile_kernels()
    for documents in _DOCUMENTS.values():
        read_documents(sources(documents))


def run_demo(
    files: list[DemoFile], *, small: bool = False, second: Executor | None = None, progress: Progress | None = None
) -> DemoRun:
    """Do the main job on the demo's files. What was done before is not done again.

    second: another process, which reads files ahead and writes remittances. Raises ServiceError when the store holds
    the other size of the demo.
    """
    as_of = SMALL_AS_OF if small else AS_OF
    start = date(SMALL_FIRST_YEAR if small else FIRST_YEAR, 1, 1)
    _make_sponsors(files)
    steps = sorted(_steps(files, start, as_of), key=lambda step: (step.day, step.file is None))
    accounts = _accounts(files)
    last_round = {code: _last_round(code) for code in _DOCUMENTS}
    column_map = NamedFile(Path(PHARMACY_MAP).name, (examples() / PHARMACY_MAP).read_bytes())
    to_read = [
        ToRead(_named(step.file), column_map if step.file.kind == "pharmacy" else None) for step in steps if step.file
    ]
    read = read_ahead(second, to_read) if second and not any(last_round.values()) else repeat(None)
    to_take = iter(to_read)
    new = known = rounds = 0
    for done, step in enumerate(steps):
        if progress:
            progress(done, len(steps), step.what)
        if step.file:
            one = next(to_take)
            taken = take_in(step.sponsor, one.file, step.day, column_map=one.column_map, ahead=next(read))
            new, known = new + taken.is_new, known + (not taken.is_new)
        elif last_round[step.sponsor] is None or step.day > last_round[step.sponsor]:
            run_round(step.sponsor, step.day, accounts, second=second)
            rounds += 1
    if progress:
        progress(len(steps), len(steps), "")
    return DemoRun(as_of, new, known, rounds)


def _named(file: DemoFile) -> NamedFile:
    return NamedFile(file.path.name, file.path.read_bytes())


def _make_sponsors(files: list[DemoFile]) -> None:
    there = tenant_codes()
    for code, documents in _DOCUMENTS.items():
        # Not the providers: both sizes of the demo have the same.
        first = next(file for file in files if file.sponsor.upper() == code and file.kind == "834")
        if code not in there:
            add_sponsor(sources(documents), first.intake_on)
            continue
        with tenant_transaction(code) as tx:
            has_enrolled = tx.scalar("select exists (select from batch where kind = 'enrollment')")
            if has_enrolled and standing_load(tx, _named(first)) is None:
                raise ServiceError(
                    said(
                        "demo: found sponsor {sponsor} with other files, expected an empty store or the same demo;"
                        " set CORRIDOR_HOME to another folder",
                        sponsor=code,
                    )
                )


def _steps(files: list[DemoFile], start: date, as_of: date) -> Iterator[_Step]:
    """Files on the day they come; weekly rounds from a sponsor's first charges to a month after its last file."""
    for file in files:
        yield _Step(file.intake_on, file.sponsor.upper(), file)
    for code in _DOCUMENTS:
        with tenant_transaction(code) as tx:
            arrangement = documents_of(tx).arrangement
        begin = max(start, arrangement.charges_from)
        last_file = max(file.intake_on for file in files if file.sponsor.upper() == code)
        end = min(as_of, add_months(last_file, 1))
        for day in arrangement.call_days(begin, end + timedelta(days=1)):
            yield _Step(day, code, None)


def _last_round(code: str) -> date | None:
    with tenant_transaction(code) as tx:
        return tx.scalar("select max(as_of) from batch where kind = %s", [CYCLE])


def _accounts(files: list[DemoFile]) -> pl.DataFrame:
    """Made-up bank accounts of all providers in the demo's directory, and of employees who could not work."""
    columns = {"providers": "npi", "disability": "member_id"}
    listed = [
        pl.read_csv(file.path, infer_schema=False).get_column(columns[file.kind]).alias("payee")
        for file in files
        if file.kind in columns
    ]
    payees = pl.concat(listed).unique().sort()
    accounts = pl.int_range(_FIRST_ACCOUNT, _FIRST_ACCOUNT + len(payees), eager=True).cast(pl.String)
    routing = pl.Series([_PAYEES_ROUTING] * len(payees), dtype=pl.String)
    return pl.DataFrame({"payee": payees, "routing": routing, "account": accounts}, schema=ACCOUNTS)
