"""Network contracts side by side: which of their lines price a service on its day."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from corridor.claims.classify import NONE, Criteria, criteria_of, first_taken
from corridor.claims.in_force import DatedRows, dated_rows, with_row_in_force
from corridor.claims.pricing.contract import ContractVersion, NetworkContract, PriceLine

Rows = NDArray[np.int32]
_NO_TURN = np.iinfo(np.int32).max


@dataclass(frozen=True)
class ContractLine:
    """A line of a contract as it stands in one version."""

    contract: NetworkContract
    version: ContractVersion
    line: PriceLine

    @property
    def shown(self) -> str:
        """As a decision names it: code of the contract, name of the line."""
        return f"{self.contract.code} {self.line.name}"

    @property
    def is_bounded(self) -> bool:
        """Whether the lesser of price and charge counts."""
        own = self.line.lesser_of_charge
        return self.version.terms.lesser_of_charge if own is None else own


@dataclass(frozen=True)
class Contracts:
    """Checked contracts, each code once; what they are looked up by is made once and kept."""

    contracts: tuple[NetworkContract, ...] = ()

    @cached_property
    def lines(self) -> tuple[ContractLine, ...]:
        """All lines of all versions, in the order in which a version asks them."""
        return tuple(
            ContractLine(contract, version, line)
            for contract in self.contracts
            for version in contract.versions
            for line in version.terms.lines
        )

    @cached_property
    def _of_claim(self) -> NDArray[np.bool_]:
        return np.array([each.line.is_of_claim for each in self.lines], bool)

    @cached_property
    def _versions(self) -> DatedRows:
        rows: list[dict[str, Any]] = [
            {
                "contract": contract.code,
                "contract_version": number,
                "from": version.effective_from,
                "to": version.effective_to_exclusive,
            }
            for number, (contract, version) in enumerate(self._numbered())
        ]
        schema = {"contract": pl.String, "contract_version": pl.Int32, "from": pl.Date, "to": pl.Date}
        return dated_rows(pl.DataFrame(rows, schema=schema), by=("contract",), start="from", end_exclusive="to")

    @cached_property
    def _criteria(self) -> Criteria:
        numbers = {id(version): number for number, (_, version) in enumerate(self._numbered())}
        of_version: dict[int, list[int]] = {number: [] for number in numbers.values()}
        for row, each in enumerate(self.lines):
            of_version[numbers[id(each.version)]].append(row)
        return criteria_of([each.line.match for each in self.lines], of_version)

    def _numbered(self) -> Iterator[tuple[NetworkContract, ContractVersion]]:
        return ((contract, version) for contract in self.contracts for version in contract.versions)

    def rows_of(self, lines: pl.DataFrame) -> tuple[Rows, pl.Series]:
        """(n_lines,) position in `lines` of the contract line that prices each, NONE where none does; is in force.

        lines: CLAIMS columns, claim_number, `contract`, SERVICE and the provider's columns. A line of a contract that
        makes one price for a claim takes all the claim's lines that no line before it has taken.
        """
        versions = with_row_in_force(lines.select("contract", "service_from"), self._versions)
        version = versions.get_column("contract_version")
        rows = first_taken(lines, version, self._criteria)
        if self._of_claim.any():
            rows = self._spread(rows, version, lines.get_column("claim_number"))
        return rows, version.is_not_null()

    def _spread(self, rows: Rows, version: pl.Series, claims: pl.Series) -> Rows:
        """Of each claim and version, the first line that is of the claim takes what comes after it."""
        turn = np.where(rows == NONE, _NO_TURN, rows)
        is_taker = (rows != NONE) & self._of_claim[np.where(rows == NONE, 0, rows)]
        if not is_taker.any():
            return rows
        asked = pl.DataFrame({"claim": claims, "version": version, "turn": np.where(is_taker, turn, _NO_TURN)})
        taker = asked.select(pl.col("turn").min().over("claim", "version")).to_series().to_numpy()
        taken = np.minimum(turn, np.where(version.is_null().to_numpy(), _NO_TURN, taker))
        spread: Rows = np.where(taken == _NO_TURN, NONE, taken).astype(np.int32)
        return spread
