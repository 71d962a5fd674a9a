"""Letters that ask money back: written with the batch that asks, kept as files in both languages, listed."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from corridor.app.services import selectors
from corridor.app.services.documents import Documents
from corridor.app.services.overpayment_terms import terms_on
from corridor.app.services.readjudication.effect import claims_asked_back
from corridor.app.store.tenancy import tenant_transaction
from corridor.app.store.tx import Batch, Tx
from corridor.records.contributions import LETTERS
from corridor.reports.overpayment_letter.letter import Demand, Overpaid, letter_of
from corridor.reports.overpayment_letter.pdf import pdf_of
from corridor.wording.language import Language

FORM = "overpayment_letter"
_FILES: dict[Language, str] = {"en": "file_id", "tr": "turkish_file_id"}


@dataclass(frozen=True)
class WrittenLetter:
    """A letter that was written: LETTERS, and the name of its file in the language asked for."""

    letter_number: str
    payee: str
    plan_code: str
    written_on: date
    amount_cents: int
    file: str


def write_letters(tx: Tx, batch: Batch, documents: Documents) -> int:
    """Write a letter to each payee who owes under a plan by this batch, not sealed yet; returns how many."""
    asked = claims_asked_back(tx, batch)
    rows = []
    for (payee, plan), claims in asked.sort("payee", "plan_code", "claim_number").group_by(
        ("payee", "plan_code"), maintain_order=True
    ):
        amount = int(claims.get_column("amount_cents").sum())
        if amount <= 0:
            continue
        number = f"OP-{batch.seq:05d}-{len(rows) + 1:04d}"
        demand = _demand(tx, batch, documents, number, str(payee), str(plan), amount, claims)
        files = {column: _store(tx, demand, language) for language, column in _FILES.items()}
        row = {"letter_number": number, "payee": payee, "plan_code": plan, "amount_cents": amount}
        rows.append({**row, "written_on": batch.as_of, **files})
    if rows:
        tx.insert("letter", pl.DataFrame(rows), batch_id=batch.id)
    return len(rows)


def letters_of(sponsor: str, language: Language) -> list[WrittenLetter]:
    """All letters, oldest first. The reading is logged."""
    with tenant_transaction(sponsor) as tx:
        tx.log_access("letters", FORM)
        found = tx.read(f"select {_COLUMNS}, f.name from {_of(language)}")
        return [WrittenLetter(*row) for row in found.iter_rows()]


def letter_files(sponsor: str, language: Language) -> list[tuple[str, bytes]]:
    """Name and content of the files of all letters in a language, oldest first. The reading is logged."""
    with tenant_transaction(sponsor) as tx:
        tx.log_access("letters", FORM)
        with tx.cursor() as cursor:
            cursor.execute(f"select f.name, f.content from {_of(language)}")
            return [(name, bytes(content)) for name, content in cursor.fetchall()]


_COLUMNS = ", ".join(f"l.{name}" for name in LETTERS.schema)


def _of(language: Language) -> str:
    return f"letter l join stored_file f on f.id = l.{_FILES[language]} order by l.letter_number"


def _demand(
    tx: Tx, batch: Batch, documents: Documents, number: str, payee: str, plan: str, amount: int, claims: pl.DataFrame
) -> Demand:
    payer, terms = documents.arrangement.payer, terms_on(documents, plan, batch.as_of)
    overpaid, name = _claims(tx, claims)
    held = documents.plans.get(plan)
    return Demand(
        letter_number=number,
        written_on=batch.as_of,
        payee=payee,
        payee_name=name or payee,
        plan_name=held.name if held else plan,
        sponsor_name=documents.arrangement.sponsor.name,
        issuer=(payer.name, payer.street, f"{payer.city}, {payer.state} {payer.zip_code}", payer.telephone),
        offset=terms.offset if terms else "same_plan",
        amount_cents=amount,
        claims=overpaid,
    )


def _claims(tx: Tx, asked: pl.DataFrame) -> tuple[tuple[Overpaid, ...], str | None]:
    """The claims of a letter, and the payee's name as the last of them has it."""
    numbers = asked.get_column("claim_number").to_list()
    sent = {row["claim_number"]: row for row in selectors.claims_numbered(tx, numbers).sort("line_number").to_dicts()}
    reasons = dict(selectors.current_decisions(tx, numbers).select("claim_number", "reason").reverse().iter_rows())
    found = tuple(
        Overpaid(
            row["claim_number"],
            sent[row["claim_number"]]["claim_id"],
            sent[row["claim_number"]]["service_from"],
            reasons[row["claim_number"]],
            row["paid_cents"],
            row["owed_cents"],
        )
        for row in asked.to_dicts()
    )
    return found, sent[numbers[-1]]["billing_name"]


def _store(tx: Tx, demand: Demand, language: Language) -> int:
    content = pdf_of(letter_of(demand, language), demand.written_on)
    name = f"{demand.written_on:%Y-%m-%d}_{demand.letter_number}.{language}.pdf"
    return tx.store_file(content, name, FORM, "out")[0]
