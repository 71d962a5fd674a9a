"""Sample files of others and of the project, beside the project's root."""

import csv
from pathlib import Path

import pytest

SAMPLES = Path(__file__).parents[3] / "shared" / "samples" / "nacha"


@pytest.fixture(scope="session")
def nacha_samples() -> Path:
    """Folder of the ACH samples."""
    if not SAMPLES.exists():
        pytest.skip("../shared is absent")
    return SAMPLES


@pytest.fixture(scope="session")
def provenance(nacha_samples: Path) -> dict[str, dict[str, str]]:
    """File -> its row of PROVENANCE.csv."""
    with (nacha_samples / "PROVENANCE.csv").open() as file:
        return {row["file"]: row for row in csv.DictReader(file)}
