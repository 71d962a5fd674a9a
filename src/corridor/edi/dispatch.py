"""One door for every file: bytes -> Reading."""

from collections import Counter
from typing import Protocol

import polars as pl

from corridor.edi.kinds import IMPLEMENTATIONS, READ_KINDS, kind_of
from corridor.edi.reading import Reading, SegmentCount
from corridor.edi.x12.envelope import read_interchange
from corridor.edi.x12.errors import EdiError, EnvelopeError, UnreadKindError, shown
from corridor.edi.x12.interchange import Interchange, Transaction
from corridor.edi.x834.read import EnrollmentReader
from corridor.edi.x837.read import ClaimReader
from corridor.wording.said import Said, listed, said

RETIRED = "004"


class TransactionReader(Protocol):
    """What a reader of one transaction set offers; SegmentReader gives it all but `read` and `frame`."""

    used: int
    kept: int
    faults: list[EdiError]
    warnings: dict[str, None]

    def read(self, transaction: Transaction, kind: str) -> None: ...

    def frame(self) -> pl.DataFrame: ...


def read(content: bytes, file: str, *, lenient: bool = False) -> Reading:
    """Reads a whole file of 834 or of 837.

    file: its name for errors. lenient: collect faults of the envelope and go on.
    Raises EdiError: strict, for the first fault; lenient, for what is wrong with the content.
    """
    interchange = read_interchange(content, file, lenient=lenient)
    kinds = _kinds(interchange)
    reader = _reader(kinds[0], file, lenient)
    for transaction, kind in zip(interchange.transactions, kinds, strict=True):
        reader.read(transaction, kind)
    versions = [transaction.version for transaction in interchange.transactions]
    return Reading(
        kind="+".join(sorted(set(kinds))),
        version=versions[0],
        frame=reader.frame(),
        segments=SegmentCount(interchange.envelope_count, reader.used, reader.kept + interchange.loose),
        faults=(*interchange.faults, *reader.faults),
        warnings=(*_version_warnings(interchange, kinds), *reader.warnings),
        transactions=len(interchange.transactions),
    )


def _reader(kind: str, file: str, lenient: bool) -> TransactionReader:
    if kind == "834":
        return EnrollmentReader(file, lenient=lenient)
    return ClaimReader(file, lenient=lenient)


def _kinds(interchange: Interchange) -> list[str]:
    """The kind of each transaction. Raises UnreadKindError for one that is not read, or not together with another."""
    if not interchange.transactions:
        raise EnvelopeError(interchange.file, None, None, "", None, said("holds no transaction"))
    kinds = [kind_of(transaction) for transaction in interchange.transactions]
    for transaction, kind in zip(interchange.transactions, kinds, strict=True):
        if kind not in READ_KINDS:
            raise _unread(interchange.file, transaction, kind)
        if kind[:3] != kinds[0][:3]:
            raise UnreadKindError(
                interchange.file,
                transaction.number,
                transaction.position(-1),
                "ST",
                1,
                said("a file holds one kind of transaction"),
                kind,
                kinds[0],
            )
    return kinds


def _unread(file: str, transaction: Transaction, kind: str) -> UnreadKindError:
    version = f" ({transaction.version})" if transaction.version.isalnum() else ""
    kinds = listed(READ_KINDS)
    reason = said("the transaction is not read: {kinds} are", kinds=kinds)
    if kind in _NAMED or kind.isdigit():
        reason = said("{kind}{version} is not read yet: {kinds} are", kind=kind, version=version, kinds=kinds)
    return UnreadKindError(file, transaction.number, transaction.position(-1), "ST", None, reason)


_NAMED = frozenset(IMPLEMENTATIONS.values())


def _version_warnings(interchange: Interchange, kinds: list[str]) -> list[Said]:
    """One warning for each version and kind that is old or at odds with the content, with how often it occurs."""
    counts = Counter(
        (transaction.version, kind) for transaction, kind in zip(interchange.transactions, kinds, strict=True)
    )
    warnings = []
    for (version, kind), count in counts.items():
        where = said("1 transaction") if count == 1 else said("{count} transactions", count=count)
        if IMPLEMENTATIONS.get(version[6:10]) != kind:
            warnings.append(
                said(
                    "{where}: version {version} is no {kind}, read as one for what it holds",
                    where=where,
                    version=shown(version),
                    kind=kind,
                )
            )
        if version.startswith(RETIRED):
            warnings.append(
                said(
                    "{where}: version {version} is retired, read by the rules of 5010",
                    where=where,
                    version=shown(version),
                )
            )
    return warnings
