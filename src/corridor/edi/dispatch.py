"""One door for every file: bytes -> Reading."""

from collections import Counter
from typing import Protocol

import polars as pl

from corridor.edi.bad_parts import BadParts
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


def read(content: bytes, file: str, *, lenient: bool = False, bad: BadParts | None = None) -> Reading:
    """Reads a whole file of 834 or of 837.

    file: its name for errors. lenient: collect faults of the envelope and go on. bad: takes what is wrong in
    transactions, and the rest is read. Raises EdiError: strict, for the first fault; lenient, for what is wrong with
    the content; with `bad`, for what is wrong with the whole file, or when nothing is left of it.
    """
    try:
        return _read(read_interchange(content, file, lenient=lenient), lenient)
    except EdiError:
        if bad is None:
            raise
    interchange = read_interchange(content, file, lenient=True)
    _leave_out(interchange, bad, lenient)
    return _read(interchange, lenient)


def _leave_out(interchange: Interchange, bad: BadParts, lenient: bool) -> None:
    """Takes out of the interchange the transactions, claims and members that are wrong.

    Raises EdiError for a fault of the whole file, and when nothing is left.
    """
    file, faults = interchange.file, () if lenient else tuple(interchange.faults)
    of_file = next((fault for fault in faults if fault.transaction is None), None)
    if of_file is not None:
        raise of_file
    wrong = {fault.transaction: fault for fault in reversed(faults)}
    sound: list[Transaction] = []
    first: str | None = None
    for transaction in interchange.transactions:
        kind = kind_of(transaction)
        fault = wrong.get(transaction.number) or _unreadable(file, transaction, kind, first or kind)
        if fault is not None:
            bad.leave_out(transaction, fault)
            continue
        rest = bad.sift(transaction, lambda part, kind=kind: _reader(kind, file, lenient).read(part, kind))  # type: ignore[misc]
        if rest is not None:
            first = first or kind
            sound.append(rest)
    if not sound and bad.faults:
        raise bad.faults[0]
    interchange.transactions[:] = sound
    interchange.loose += bad.segments
    if not lenient:
        interchange.faults.clear()  # each stands in `bad`


def _read(interchange: Interchange, lenient: bool) -> Reading:
    file = interchange.file
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
        error = _unreadable(interchange.file, transaction, kind, kinds[0])
        if error is not None:
            raise error
    return kinds


def _unreadable(file: str, transaction: Transaction, kind: str, first: str) -> UnreadKindError | None:
    """Why a transaction of a kind is not read in a file whose first one is of kind `first`; None when it is."""
    if kind not in READ_KINDS:
        return _unread(file, transaction, kind)
    if kind[:3] == first[:3]:
        return None
    reason = said("a file holds one kind of transaction")
    return UnreadKindError(file, transaction.number, transaction.position(-1), "ST", 1, reason, kind, first)


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
