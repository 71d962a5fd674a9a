"""The whole demo: its calibration on published figures, and the segments that its files use."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from corridor.app.services.demo.care import COST_LEVEL_BP
from corridor.app.services.demo.drafts import LAG_DAYS_MAX, LAG_DAYS_MIN, Draft
from corridor.app.services.demo.generate import DEFAULT_SEED, demo_care, generate, meridian
from corridor.app.services.demo.large import CATASTROPHIC_EMPLOYEE, LASERED_EMPLOYEE
from corridor.app.services.demo.population import Family
from tests.oracle.x12_validator import segment_ids

SAMPLES = Path(__file__).parents[4] / ".." / "shared" / "samples" / "x12"
START, AS_OF = date(2024, 1, 1), date(2026, 10, 31)
YEARS = (2024, 2025, 2026)


@dataclass(frozen=True)
class Told:
    """Families and claims of the whole demo."""

    families: list[Family]
    drafts: list[Draft]

    def people(self, year: int) -> set[str]:
        """Everybody covered on the first of some month of the year."""
        days = [date(year, month, 1) for month in range(1, 13) if date(year, month, 1) <= AS_OF]
        return {
            person.member_id
            for family in self.families
            for day in days
            if family.covered_from <= day
            for person in family.covered_members(day, day)
        }

    def allowed(self, year: int) -> Counter[str]:
        """Medical and pharmacy dollars allowed by person, without what is not decided for its size."""
        people = self.people(year)
        total: Counter[str] = Counter()
        for draft in self.drafts:
            is_theirs = draft.patient.member_id in people and draft.charge_cents < 250_000_00
            if draft.kind != "dental" and draft.service_from.year == year and is_theirs:
                total[draft.patient.member_id] += draft.allowed_cents // 100
        return total


@pytest.fixture(scope="module")
def told() -> Told:
    care = demo_care(DEFAULT_SEED, COST_LEVEL_BP, AS_OF)
    return Told(*meridian(DEFAULT_SEED, care, START, AS_OF))


def test_there_are_400_employees_and_about_900_people(told: Told) -> None:
    at_start = [family for family in told.families if family.covered_from == START]
    assert len(at_start) == 400
    assert 850 <= sum(len(family.covered_members(START, START)) for family in at_start) <= 950
    for year in YEARS:
        day = date(year, 10, 1)
        assert 370 <= sum(bool(f.covered_members(day, day)) for f in told.families if f.covered_from <= day) <= 430


@pytest.mark.parametrize("year", YEARS)
def test_the_costliest_hundredth_holds_a_fifth_to_three_tenths(told: Told, year: int) -> None:
    allowed = told.allowed(year)
    costliest = allowed.most_common(max(1, round(len(told.people(year)) / 100)))
    assert 0.20 <= sum(dollars for _, dollars in costliest) / allowed.total() <= 0.30


@pytest.mark.parametrize("year", YEARS)
def test_about_a_quarter_of_people_have_no_claim(told: Told, year: int) -> None:
    people = told.people(year)
    assert 0.20 <= 1 - len(told.allowed(year)) / len(people) <= 0.30


def test_high_cost_lasts_for_some(told: Told) -> None:
    """MEPS: 14 to 20% of a year's costliest hundredth are there again; twice that among so few people is chance."""
    for year in (2024, 2025):
        size = round(len(told.people(year)) / 100)
        before = {member for member, _ in told.allowed(year).most_common(size)}
        after = {member for member, _ in told.allowed(year + 1).most_common(size)}
        assert 1 <= len(before & after) <= size // 2


def test_one_claimant_passes_400_000_and_the_lasered_one_stays_below_the_laser(told: Told) -> None:
    catastrophic, lasered = f"M{1000 + CATASTROPHIC_EMPLOYEE:07d}", f"M{1000 + LASERED_EMPLOYEE:07d}"
    beyond = {(year, member) for year in YEARS for member, dollars in told.allowed(year).items() if dollars > 400_000}
    assert beyond == {(2026, catastrophic)}
    assert all(100_000 < told.allowed(year)[lasered] < 250_000 for year in YEARS)


def test_claims_come_in_5_to_60_days_after_the_service(told: Told) -> None:
    lags = sorted((draft.received - draft.service_to).days for draft in told.drafts)
    ordinary = [lag for lag in lags if lag <= LAG_DAYS_MAX]
    assert lags[0] >= LAG_DAYS_MIN
    assert len(ordinary) / len(lags) > 0.99
    assert lags[-1] > 365, "some come after the filing limit"
    assert all(draft.received.weekday() == 4 for draft in told.drafts)


def test_volumes_are_those_of_a_real_plan(told: Told) -> None:
    people = 930
    claims = Counter((draft.kind, draft.place == "11") for draft in told.drafts if draft.service_from.year == 2024)
    dental = claims["dental", True]
    professional = claims["professional", True] + claims["professional", False]
    assert 5 <= professional / people <= 7
    assert 0.25 <= claims["institutional", False] / people <= 0.45
    assert 0.03 <= claims["institutional", True] / people <= 0.10
    assert 1.3 <= dental / people <= 1.9
    assert 6.5 <= claims["pharmacy", False] / people <= 9.5


def test_the_bad_year_costs_more_than_the_good_one(told: Told) -> None:
    assert told.allowed(2025).total() > 1.1 * told.allowed(2024).total()


def samples_of(kind: str) -> Iterator[Path]:
    with (SAMPLES / "PROVENANCE.csv").open(encoding="utf-8") as rows:
        for row in csv.DictReader(rows):
            is_valid = row["status"].startswith("valid") and row["version"].startswith("005010")
            if is_valid and row["transaction_set"] == kind:
                yield SAMPLES / row["file"]


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Segment ids of the generated files by kind."""
    ids: dict[str, set[str]] = {}
    for file in generate(DEFAULT_SEED, tmp_path_factory.mktemp("whole")):
        if file.path.suffix != ".csv":
            ids.setdefault(file.kind, set()).update(segment_ids(file.path.read_bytes()))
    return ids


@pytest.mark.parametrize("kind", ["834", "837P", "837I", "837D"])
def test_every_segment_of_the_valid_samples_is_used(used: dict[str, set[str]], kind: str) -> None:
    if not SAMPLES.is_dir():
        pytest.skip("../shared is absent")
    wanted = set().union(*(segment_ids(path.read_bytes()) for path in samples_of(kind)))
    assert wanted
    assert wanted - used[kind] == set()
