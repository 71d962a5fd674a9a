"""An act of the desk while it is written: one batch, and what every act asks of the store."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from corridor.app.services.decisions import redecide_families
from corridor.app.services.documents import documents_of
from corridor.app.services.errors import ServiceError
from corridor.app.services.positions import refresh_positions
from corridor.app.store.tx import Batch, Tx
from corridor.wording.said import listed, said


@dataclass(frozen=True)
class Doing:
    """The transaction and the batch of an act."""

    tx: Tx
    batch: Batch

    @property
    def day(self) -> date:
        """The day of the act."""
        return self.batch.as_of

    def next_number(self, table: str, column: str, where: str = "true", *values: object) -> int:
        """One more than the highest number in a column, from 1."""
        found = self.tx.scalar(f"select coalesce(max({column}), 0) + 1 from {table} where {where}", list(values))
        assert isinstance(found, int)
        return found

    def decide_again(self, numbers: Collection[int]) -> int:
        """Decide the families of these claims again under what is known now; returns how many claims changed."""
        documents = documents_of(self.tx)
        found = self.tx.read(
            "select distinct coalesce(d.family_id, c.subscriber_id, c.member_id) as family from decision d"
            " join claim c on c.claim_number = d.claim_number where c.claim_number = any(%s)",
            [list(numbers)],
        )
        changed = redecide_families(
            self.tx, self.batch, documents, found.get_column("family").drop_nulls().sort().to_list()
        )
        refresh_positions(self.tx, self.batch, documents)
        return changed.get_column("claim_number").n_unique()


Done = tuple[Any, dict[str, Any]]
"""What an act answers, and what the batch counts."""
Doer = Callable[[Doing, Any], Done]


def known_claims(tx: Tx, numbers: Collection[int]) -> list[int]:
    """The numbers, each once and in order. Raises ServiceError for none at all, or one that no claim has."""
    wanted = sorted(set(numbers))
    found = tx.read("select claim_number from claim where claim_number = any(%s)", [wanted])
    missing = sorted(set(wanted) - set(found.get_column("claim_number")))
    if missing or not wanted:
        raise ServiceError(said("claim: found none of number {numbers}, expected Corridor's", numbers=listed(missing)))
    return wanted


def stated(text: str, what: str) -> str:
    """A text that may not be empty. Raises ServiceError."""
    if not text.strip():
        raise ServiceError(said("{what}: found nothing, expected a text", what=what))
    return text.strip()
