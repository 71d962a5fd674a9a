"""The words of the letter, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corridor.adjudication.wording import REASON_TEXTS
from corridor.money.text import amount_text
from corridor.periods.text import date_text
from corridor.wording.language import Language
from corridor.wording.said import Said, said, told


@dataclass(frozen=True)
class Overpaid:
    """A claim in the letter. paid_cents: what was paid; owed_cents: what is owed now; reason: by its name."""

    claim_number: int
    sender_number: str
    service_from: date
    reason: str
    paid_cents: int
    owed_cents: int


@dataclass(frozen=True)
class Demand:
    """What a letter is made of. offset: same_plan, any_plan or none, as the plan document says."""

    letter_number: str
    written_on: date
    payee: str
    payee_name: str
    plan_name: str
    sponsor_name: str
    issuer: tuple[str, ...]
    offset: str
    amount_cents: int
    claims: tuple[Overpaid, ...]


@dataclass(frozen=True)
class Letter:
    """The letter as its reader sees it. rows: a claim each; texts in the order of the page."""

    language: Language
    title: str
    issuer: tuple[str, ...]
    to: tuple[str, ...]
    facts: tuple[str, ...]
    lead: str
    amount: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    paragraphs: tuple[str, ...]


_OFFSETS = {
    "same_plan": said(
        "We take the amount off what this plan pays you next, and off nothing that another plan owes you. "
        "If you would rather pay it, write to us within 30 days."
    ),
    "any_plan": said(
        "We take the amount off what this plan, or as its document allows another plan of the sponsor, pays you next. "
        "If you would rather pay it, write to us within 30 days."
    ),
    "none": said("Please pay the amount within 30 days. We take nothing off later payments."),
}
_HEADS = (
    said("Claim"),
    said("Your number"),
    said("Service"),
    said("Why"),
    said("Paid"),
    said("Owed now"),
    said("Difference"),
)


def letter_of(demand: Demand, language: Language) -> Letter:
    """The letter in a language."""

    def say(sentence: Said) -> str:
        return str(told(sentence, language))

    return Letter(
        language,
        say(said("An overpayment")),
        demand.issuer,
        (demand.payee_name, demand.payee),
        (
            say(said("Letter {number}", number=demand.letter_number)),
            date_text(demand.written_on, language),
            f"{demand.plan_name}, {demand.sponsor_name}",
        ),
        say(said("The claims below were decided again, and you were paid more than the plan owes. We ask back:")),
        amount_text(demand.amount_cents, language),
        tuple(say(head) for head in _HEADS),
        tuple(_row(claim, language) for claim in demand.claims),
        (
            say(_OFFSETS[demand.offset]),
            say(said("If you hold the decision to be wrong, you may object in writing, with what shows it.")),
        ),
    )


def _row(claim: Overpaid, language: Language) -> tuple[str, ...]:
    cents: Sequence[int] = (claim.paid_cents, claim.owed_cents, claim.paid_cents - claim.owed_cents)
    return (
        str(claim.claim_number),
        claim.sender_number,
        date_text(claim.service_from, language),
        REASON_TEXTS[language][claim.reason],
        *(amount_text(amount, language) for amount in cents),
    )
