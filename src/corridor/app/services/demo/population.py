"""The employees and their families: who they are, when they come and go, which plan they choose."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from corridor.app.services.demo.directory import made_up_address
from corridor.app.services.demo.names import FIRST_NAMES, LAST_NAMES
from corridor.edi.x12.write import Address
from corridor.periods.spans import add_months, months_between

FAMILY_SHAPES = (("EMP", 42), ("ESP", 16), ("ECH", 10), ("FAM", 32))
"""Coverage level and its share of new employees, percent."""

HDHP_SHARE = 0.35
DENTAL_SHARE = 0.85
SWITCH_SHARE = 0.08
MONTHLY_TURNOVER = 0.008
MONTHLY_BIRTHS = 0.0016
MONTHLY_MARRIAGES = 0.0012


@dataclass
class Person:
    """A covered person. frailty: standard normal, lasting; who needs much care this year likely does the next."""

    member_id: str
    relationship: str
    first_name: str
    last_name: str
    birth_date: date
    sex: str
    covered_from: date
    frailty: float


@dataclass
class Family:
    """An employee with dependants. ends_on: first day without coverage. end_known_on: when the employer says so.

    plans: medical plan by calendar year.
    """

    subscriber_id: str
    address: Address
    covered_from: date
    has_dental: bool
    members: list[Person] = field(default_factory=list)
    plans: dict[int, str] = field(default_factory=dict)
    ends_on: date | None = None
    end_known_on: date | None = None
    end_reason: str = ""

    @property
    def employee(self) -> Person:
        return self.members[0]

    def covered_members(self, day: date, known_on: date) -> list[Person]:
        """Who is covered on `day`, as far as the employer had said by `known_on`."""
        if self.ends_on and day >= self.ends_on and self.end_known_on and known_on >= self.end_known_on:
            return []
        return [person for person in self.members if person.covered_from <= day]

    def level_on(self, day: date) -> str:
        """Coverage level (834 HD05) from who has joined by `day`."""
        relationships = {person.relationship for person in self.members if person.covered_from <= day}
        has_spouse, has_child = "spouse" in relationships, "child" in relationships
        return {(False, False): "EMP", (True, False): "ESP", (False, True): "ECH", (True, True): "FAM"}[
            (has_spouse, has_child)
        ]

    def care_ends_before(self) -> date | None:
        """The day from which the family sends no claims: the end of its cover, or the day it hears of it."""
        if self.ends_on and self.end_known_on:
            return max(self.ends_on, self.end_known_on)
        return None


def build_population(
    rng: Random, employees: int, start: date, until: date, always_covered: frozenset[int], id_letter: str = "M"
) -> list[Family]:
    """`employees` families at `start`, then hires, leavers, births and marriages by month up to `until`.

    always_covered: positions (from 1) of employees who neither leave nor change plan. Leavers are known before
    their cover ends, births and marriages with the next monthly file. Ids are id_letter and seven digits.
    """
    families = [_new_family(rng, f"{id_letter}{1000 + number:07d}", start) for number in range(1, employees + 1)]
    _choose_plans(rng, families, start.year, until.year)
    steady = {families[number - 1].subscriber_id for number in always_covered}
    for month in months_between(add_months(start, 1), until):
        _leave(rng, families, month.start, steady)
        _grow(rng, families, month.start)
        for _ in range(_draw_count(rng, MONTHLY_TURNOVER * employees)):
            family = _new_family(rng, f"{id_letter}{1001 + len(families):07d}", month.start)
            _choose_plans(rng, [family], month.start.year, until.year)
            families.append(family)
    for number in always_covered:
        _keep_in_ppo(families[number - 1])
    return families


def _draw_count(rng: Random, mean: float) -> int:
    whole = int(mean)
    return whole + (rng.random() < mean - whole)


def _new_family(rng: Random, subscriber_id: str, covered_from: date) -> Family:
    level = rng.choices([s for s, _ in FAMILY_SHAPES], [w for _, w in FAMILY_SHAPES])[0]
    family = Family(
        subscriber_id=subscriber_id,
        address=made_up_address(rng),
        covered_from=covered_from,
        has_dental=rng.random() < DENTAL_SHARE,
    )
    age = int(rng.triangular(22, 64, 42)) if level == "EMP" else int(rng.triangular(26, 62, 43))
    last_name = rng.choice(LAST_NAMES)
    sex = rng.choice("FM")
    _add_person(family, rng, "self", last_name, sex, _birth_date(rng, covered_from, age), covered_from)
    if level in ("ESP", "FAM"):
        spouse_age = max(21, age + rng.randrange(-5, 6))
        other = "M" if sex == "F" else "F"
        _add_person(family, rng, "spouse", last_name, other, _birth_date(rng, covered_from, spouse_age), covered_from)
    if level in ("ECH", "FAM"):
        for birth_date in _children(rng, covered_from, age):
            _add_person(family, rng, "child", last_name, rng.choice("FM"), birth_date, covered_from)
    return family


def _children(rng: Random, covered_from: date, parent_age: int) -> Iterator[date]:
    """Birth dates of one to four children, now and then twins, none over 22 years."""
    for _ in range(rng.choices((1, 2, 3), (40, 43, 17))[0]):
        birth_date = _birth_date(rng, covered_from, rng.randrange(0, max(1, min(parent_age - 23, 22)) + 1))
        yield birth_date
        if rng.random() < 0.015:
            yield birth_date


def _birth_date(rng: Random, on: date, age: int) -> date:
    return add_months(on, -12 * age) - timedelta(days=rng.randrange(1, 364))


def _add_person(
    family: Family, rng: Random, relationship: str, last_name: str, sex: str, birth_date: date, covered_from: date
) -> None:
    position = len(family.members) + 1
    taken = {person.first_name for person in family.members}
    first_name = rng.choice([name for name in FIRST_NAMES[sex] if name not in taken])
    family.members.append(
        Person(
            member_id=family.subscriber_id if position == 1 else f"{family.subscriber_id}-{position:02d}",
            relationship=relationship,
            first_name=first_name,
            last_name=last_name,
            birth_date=birth_date,
            sex=sex,
            covered_from=covered_from,
            frailty=rng.gauss(0.0, 1.0),
        )
    )


def _choose_plans(rng: Random, families: list[Family], first_year: int, last_year: int) -> None:
    """A plan for the first year, kept but for the few who switch on a 1 January."""
    for family in families:
        plan = "HDHP" if rng.random() < HDHP_SHARE else "PPO"
        for year in range(first_year, last_year + 1):
            if year > first_year and rng.random() < SWITCH_SHARE:
                plan = "PPO" if plan == "HDHP" else "HDHP"
            family.plans[year] = plan


def _keep_in_ppo(family: Family) -> None:
    family.plans = dict.fromkeys(family.plans, "PPO")
    family.has_dental = True


def _leave(rng: Random, families: list[Family], month_start: date, steady: set[str]) -> None:
    for family in families:
        if family.ends_on or family.subscriber_id in steady or family.covered_from >= month_start:
            continue
        if rng.random() < MONTHLY_TURNOVER:
            family.ends_on = month_start
            family.end_known_on = add_months(month_start, -1)
            family.end_reason = "08"


def _grow(rng: Random, families: list[Family], month_start: date) -> None:
    """Births in the weeks before the monthly file (known with it), marriages on the first of the month."""
    for family in families:
        if family.ends_on or family.covered_from >= month_start or len(family.members) > 6:
            continue
        level = family.level_on(month_start)
        last_name = family.employee.last_name
        if level in ("ESP", "FAM") and rng.random() < MONTHLY_BIRTHS * 2:
            born = month_start - timedelta(days=rng.randrange(12, 28))
            _add_person(family, rng, "child", last_name, rng.choice("FM"), born, born)
        elif level in ("EMP", "ECH") and rng.random() < MONTHLY_MARRIAGES:
            sex = "M" if family.employee.sex == "F" else "F"
            birth_date = family.employee.birth_date + timedelta(days=rng.randrange(-1500, 1500))
            _add_person(family, rng, "spouse", last_name, sex, birth_date, month_start)
