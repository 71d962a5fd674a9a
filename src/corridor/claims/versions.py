"""Versions of a claim: which claim a replacement, a correction or a void refers to, and what becomes of both.

A reference is Corridor's number of the claim, or its sender's; without one the claim's own number at its sender. Of
the same patient and the same biller only. A claim and what replaced it are one case; what comes next in the case takes
the place of the version that stands last.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

REPLACING, VOIDING = ("6", "7"), "8"
NAMES_ANOTHER = (*REPLACING, VOIDING)
"""Frequencies (837 CLM05-3) of claims that correct or replace another, or take it away."""

REPLACED, VOIDED, VOID = "replaced", "voided", "void"
NOT_FOUND, OF_ANOTHER, UNCLEAR = "original_not_found", "original_of_another", "original_unclear"
NOT_STANDING, NO_VOID = "original_not_standing", "void_not_possible"

_HEAD = (
    "place",
    "claim_id",
    "frequency",
    "original_reference",
    "member",
    "family_id",
    "billing_npi",
    "billing_tax_id",
)


@dataclass(frozen=True)
class Head:
    """What is asked of a claim. place: in the order of decision. first_day, charge_cents: of the whole claim."""

    number: int
    place: int
    claim_id: str
    frequency: str
    reference: str | None
    member: str
    family: str | None
    npi: str | None
    tax_id: str | None
    first_day: date
    charge_cents: int

    @property
    def names_another(self) -> bool:
        """Whether it refers to another claim."""
        return self.frequency in NAMES_ANOTHER

    @property
    def sought(self) -> str:
        """The number by which it names the other claim."""
        return (self.reference or self.claim_id).strip()

    def is_of_same(self, other: "Head") -> bool:
        """Whether patient and biller are the same; of a claim without a biller the patient alone."""
        if self.member != other.member:
            return False
        pairs = ((self.npi, other.npi), (self.tax_id, other.tax_id))
        return any(own and own == theirs for own, theirs in pairs) or not any(one for pair in pairs for one in pair)


@dataclass
class Versions:
    """By claim number: reasons of claims that a version decides, and the case of those that are one with others."""

    reasons: dict[int, str] = field(default_factory=dict)
    cases: dict[int, int] = field(default_factory=dict)


def with_versions(lines: pl.DataFrame, elsewhere: Iterable[int] = ()) -> pl.DataFrame:
    """`lines` with `version_reason` and `case_number`; as they are where no claim refers to another.

    lines: CLAIMS columns, `claim_number`, `place` (order of decision), `member`: every claim of these people.
    elsewhere: Corridor's numbers of claims of other people that claims refer to. case_number: the first claim of the
    case, own number where there is no case.
    """
    if not lines.get_column("frequency").is_in(NAMES_ANOTHER).any():
        return lines
    found = versions_of(heads_of(lines), elsewhere)
    number = pl.col("claim_number")
    reason = number.replace_strict(found.reasons, default=None, return_dtype=pl.String)
    return lines.with_columns(
        reason.alias("version_reason"),
        number.replace_strict(found.cases, default=number, return_dtype=pl.Int64).alias("case_number"),
    )


def with_reason_of_version(lines: pl.DataFrame) -> pl.DataFrame:
    """`lines` with `reason`, which what became of the claim as a version decides before any edit is asked."""
    if "version_reason" not in lines.columns:
        return lines
    return lines.with_columns(pl.coalesce("version_reason", "reason").alias("reason"))


def heads_of(lines: pl.DataFrame) -> list[Head]:
    """The claims that refer to others, and all that they could mean, by place. lines: as in `with_versions`."""
    referring = lines.filter(pl.col("frequency").is_in(NAMES_ANOTHER))
    sought = pl.coalesce("original_reference", "claim_id").str.strip_chars()
    wanted = referring.select(sought.unique()).to_series().implode()
    is_meant = pl.col("claim_id").is_in(wanted) | pl.col("claim_number").cast(pl.String).is_in(wanted)
    meant = lines.filter(pl.col("member").is_not_null(), is_meant | pl.col("frequency").is_in(NAMES_ANOTHER))
    days_and_charge = (pl.col("service_from").min(), pl.col("charge_cents").sum())
    heads = meant.group_by("claim_number").agg(pl.col(_HEAD).first(), *days_and_charge).sort("place")
    return [Head(*row) for row in heads.iter_rows()]


def versions_of(heads: list[Head], elsewhere: Iterable[int] = ()) -> Versions:
    """What becomes of the claims. heads: by place."""
    found, others = Versions(), frozenset(elsewhere)
    targets = {head.number: _target(head, heads, others) for head in heads if head.names_another}
    by_number = {head.number: head for head in heads}
    cases: dict[int, list[Head]] = {}
    for head in heads:
        if head.names_another:
            end = _followed(head.number, targets)
            if isinstance(end, str):
                found.reasons[head.number] = end
            else:
                cases.setdefault(end, []).append(head)
    for root, versions in cases.items():
        _play(found, [by_number[root], *_copies(by_number[root], heads)], versions, targets, by_number)
    return found


def _target(head: Head, heads: list[Head], elsewhere: frozenset[int]) -> int | str:
    """Number of the claim that `head` refers to, or why there is none."""
    sought = head.sought
    numbered = [one for one in heads if str(one.number) == sought and one is not head]
    # Senders' numbers are looked up in the family: which other families are decided at the same time plays no part.
    named = [one for one in heads if one.claim_id.strip() == sought and one is not head and one.family == head.family]
    own = [one for one in numbered if head.is_of_same(one)] or [one for one in named if head.is_of_same(one)]
    if not own:
        is_of_another = bool(numbered or named) or (sought.isdecimal() and int(sought) in elsewhere)
        return OF_ANOTHER if is_of_another else NOT_FOUND
    if len(own) == 1:
        return own[0].number
    originals = [one for one in own if not one.names_another]
    if any(not _is_alike(one, originals[0]) for one in originals):
        return UNCLEAR
    return (originals or [one for one in own if one.place < head.place][-1:] or own)[0].number


def _is_alike(one: Head, other: Head) -> bool:
    """Whether two claims of one number say the same: sent twice, not a number used again."""
    return (one.first_day, one.charge_cents) == (other.first_day, other.charge_cents)


def _copies(root: Head, heads: list[Head]) -> list[Head]:
    """The claims that were sent as `root` once more: they share what becomes of it."""
    return [
        one
        for one in heads
        if one is not root and not one.names_another and one.claim_id == root.claim_id
        if one.is_of_same(root) and _is_alike(one, root)
    ]  # fmt: skip


def _followed(number: int, targets: Mapping[int, int | str]) -> int | str:
    """The claim with which the chain of references begins, or why there is none."""
    seen: set[int] = set()
    while number in targets:
        if number in seen:
            return UNCLEAR
        seen.add(number)
        target = targets[number]
        if isinstance(target, str):
            return target
        number = target
    return number


def _play(
    found: Versions,
    first: list[Head],
    versions: list[Head],
    targets: Mapping[int, int | str],
    by_number: Mapping[int, Head],
) -> None:
    """Let the versions of a case take their places, one after another. first: the original and its copies."""
    root, standing = first[0].number, [head.number for head in first]
    found.cases |= dict.fromkeys(standing, root)
    for head in versions:
        target = targets[head.number]
        assert not isinstance(target, str), "a case has no reference without an end"
        is_void, names_void = head.frequency == VOIDING, by_number[target].frequency == VOIDING
        if names_void or not standing:
            found.reasons[head.number] = NO_VOID if is_void else NOT_STANDING
            continue
        found.cases[head.number] = root
        found.reasons |= dict.fromkeys(standing, VOIDED if is_void else REPLACED)
        standing = [] if is_void else [head.number]
        if is_void:
            found.reasons[head.number] = VOID
