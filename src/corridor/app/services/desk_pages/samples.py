"""Quality samples as a page shows them: the claims of each, and what was found."""

from dataclasses import dataclass
from datetime import date

from corridor.app.services.access.seats import Place
from corridor.app.store.tenancy import tenant_transaction


@dataclass(frozen=True)
class Finding:
    """What was found in a claim; kind `none`: it is right."""

    kind: str
    error_cents: int
    found_on: date
    who: str
    why: str


@dataclass(frozen=True)
class Sampled:
    """A claim of a sample. examiner: who decided it last; None: the program. findings: none before it is looked at."""

    claim_number: int
    reason: str
    examiner: str | None
    paid_cents: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Sample:
    """A sample. method: random, amount, examiner."""

    number: int
    method: str
    drawn_on: date
    claims: tuple[Sampled, ...]

    @property
    def looked_at(self) -> int:
        """Claims in which something, or nothing wrong, was found."""
        return sum(bool(claim.findings) for claim in self.claims)


def samples(place: Place) -> tuple[Sample, ...]:
    """All samples, the latest first; the reading is logged."""
    with tenant_transaction(place.sponsor, actor=place.who) as tx:
        tx.log_access("quality sample", "desk", place.who)
        drawn = tx.read(
            "select sample_number, method, drawn_on, claim_number, reason, examiner, paid_cents from quality_sample"
            " order by sample_number desc, claim_number"
        )
        rows = tx.read(
            "select sample_number, claim_number, kind, error_cents, found_on, who, why from quality_finding"
            " order by sample_number, claim_number, finding_number"
        )
    found: dict[tuple[int, int], list[Finding]] = {}
    for sample, claim, *facts in rows.iter_rows():
        found.setdefault((sample, claim), []).append(Finding(*facts))
    return tuple(
        Sample(
            number,
            part["method"][0],
            part["drawn_on"][0],
            tuple(
                Sampled(claim, reason, examiner, cents, tuple(found.get((number, claim), ())))
                for claim, reason, examiner, cents in part.select(
                    "claim_number", "reason", "examiner", "paid_cents"
                ).iter_rows()
            ),
        )
        for (number,), part in drawn.partition_by("sample_number", maintain_order=True, as_dict=True).items()
    )
