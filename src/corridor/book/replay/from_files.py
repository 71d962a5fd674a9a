"""Members and claims in files, and the plan that they were decided under -> a settled book."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import polars as pl

from corridor.book.decide import decide
from corridor.book.numbering import number_claims
from corridor.book.replay.files import write_contents, write_file
from corridor.book.replay.settle import contents_for, settled
from corridor.book.sources import Map, Several, Source, claims_from, members_from, plans_from, providers_from
from corridor.claims.instalments import with_instalments
from corridor.claims.known import Known


def settle_files(
    folder: Path,
    plans: Sequence[Path],
    members: Several[Source],
    claims: Several[Source],
    *,
    providers: Source | None = None,
    members_map: Several[Map] | None = None,
    claims_map: Several[Map] | None = None,
    decided_on: date | None = None,
) -> Sequence[str]:
    """Decide the claims under `plans`, and keep them as a settled book in `folder`. Returns what the readers warned of.

    As `corridor.adjudicate` takes them. Raises as it does, and BookError where the folder is a book already.
    """
    compiled = plans_from(list(plans))
    coverage = members_from(members, members_map, compiled)
    taken = claims_from(claims, claims_map)
    known = Known(providers=providers_from(providers))
    numbered = with_instalments(number_claims(taken.frame), coverage.frame, compiled)
    last_receipt = numbered.select(pl.col("received_date").max()).item()
    day = decided_on or last_receipt
    decided = decide(numbered, coverage.frame, compiled, day, known=known).decisions
    contents = contents_for(compiled, [(path.name, path.read_bytes()) for path in plans])
    write_contents(folder, contents)
    files = settled(numbered, coverage.frame, compiled, decided, contents, decided_on=day, known=known)
    for number, file in enumerate(files):
        write_file(folder, number, file)
    return (*coverage.notes, *taken.notes)
