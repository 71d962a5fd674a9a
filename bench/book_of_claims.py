"""A generated book of professional claims: families whose year of care gives every rule of intake work to do."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from random import Random

from corridor.app.services.demo.care import COST_LEVEL_BP
from corridor.app.services.demo.catalogue import Item, Visit, load_catalogue
from corridor.app.services.demo.directory import ProviderDirectory, build_directory
from corridor.app.services.demo.drafts import Draft, Patient, draft_visit, patient_of
from corridor.app.services.demo.enrollment_files import enrollment_files
from corridor.app.services.demo.oddities import UNKNOWN_PROCEDURE
from corridor.app.services.demo.population import Family, build_population
from corridor.app.services.demo.sponsors import MERIDIAN
from corridor.edi.x12.write import Envelope
from corridor.edi.x837.write import VERSIONS, write_837
from corridor.edi.x837.write_parties import Directory, SubscriberCard
from corridor.records.claims import CLAIMS

COVERED_FROM = date(2025, 1, 1)
YEAR = date(2026, 1, 1)
TAKEN_IN_ON = date(2026, 12, 31)
OUTSIDE_SHARE = 0.12
SAFE_CLAIMS_PER_FAMILY = 8
"""Fewer than any book comes to on average: so many families are made, and those needed are used."""

ODDITIES = (("twice", 0.03), ("unknown code", 0.01), ("stranger", 0.01), ("late", 0.01))
"""Share of claims that are refused or put aside before a plan is asked."""

_OWN_VISITS = (
    Visit("infusion", "specialist", "11", (Item(3_900, "J1745"), Item(140, "96413"), Item(31, "80053")), (("M0579",),)),
    Visit("eyes", "specialist", "11", (Item(120, "92014"), Item(40, "92015")), (("H5203",),)),
    Visit("teeth", "surgery", "11", (Item(150, "D7140"), Item(60, "D9110", 0.5)), (("K0889",),)),
    Visit("two_in_one", "primary", "11", (Item(146, "99213"), Item(60, "99212")), (("I10",),)),
    Visit("scans", "imaging", "11", (Item(570, "72148"), Item(430, "70450", 0.6), Item(81, "71046")), (("M545",),)),
)
_EVERYDAY = (
    ("office", 24), ("two_in_one", 8), ("specialist", 12), ("laboratory", 10), ("scans", 16),
    ("counseling", 8), ("eyes", 11), ("teeth", 6), ("telehealth", 5), ("urgent", 4), ("surgery", 4),
)  # fmt: skip
_COURSES = (
    # share of people, visit, how many, days apart
    (0.07, "therapy", (40, 50), 6),
    (0.10, "chiropractic", (38, 46), 6),
    (0.07, "infusion", (8, 14), 21),
)
_EVERYDAY_VISITS = (1, 13)


@dataclass(frozen=True)
class ClaimFile:
    """One 837P: its bytes, and how many claims are in it."""

    name: str
    content: bytes
    claims: int


@dataclass(frozen=True)
class BookOfClaims:
    """An employer's files: providers (CSV), enrolment (834), first claims of every family, then files of families.

    The first file leaves every family running totals and history, so that the others meet a store in use.
    """

    providers: bytes
    enrollment: bytes
    first: ClaimFile
    files: tuple[ClaimFile, ...]
    people: int


@dataclass(frozen=True)
class _Market:
    """Who treats, and for what."""

    directory: ProviderDirectory
    visits: dict[str, Visit]

    def visit(self, rng: Random, name: str, patient: Patient, day: date) -> Draft:
        level = COST_LEVEL_BP[YEAR.year]
        return draft_visit(rng, self.directory, "professional", self.visits[name], patient, day, level, OUTSIDE_SHARE)


def book_of_claims(n_claims: int, n_files: int, seed: int) -> BookOfClaims:
    """`n_files` files of `n_claims` claims each, of families of their own. The same seed gives the same bytes."""
    market = _market(seed)
    rng = Random(f"{seed}/families")
    enough = n_claims * n_files // SAFE_CLAIMS_PER_FAMILY + n_files
    families = build_population(rng, enough, COVERED_FROM, COVERED_FROM, frozenset())
    waiting, used, first = iter(families), list[Family](), list[Draft]()
    batches = [_batch(Random(f"{seed}/{number}"), market, waiting, n_claims, used, first) for number in range(n_files)]
    parties = Directory(
        market.directory.cards, _cards(used, [*first, *(draft for batch in batches for draft in batch)])
    )
    [(_, enrollment)] = enrollment_files(MERIDIAN, used, COVERED_FROM, COVERED_FROM)
    return BookOfClaims(
        providers=market.directory.table().write_csv().encode("ascii"),
        enrollment=enrollment,
        first=_file(0, first, parties),
        files=tuple(_file(number, batch, parties) for number, batch in enumerate(batches, start=1)),
        people=sum(len(family.members) for family in used),
    )


def _market(seed: int) -> _Market:
    catalogue = load_catalogue()
    visits = {visit.name: visit for visit in (*catalogue.visits["professional"], *_OWN_VISITS)}
    return _Market(build_directory(Random(f"{seed}/providers")), visits)


def _batch(
    rng: Random, market: _Market, waiting: Iterator[Family], n_claims: int, used: list[Family], first: list[Draft]
) -> list[Draft]:
    """Claims of the next families until there are enough; the earliest claim of each goes to `first`."""
    batch: list[Draft] = []
    while len(batch) < n_claims:
        family = next(waiting)
        used.append(family)
        earliest, *others = sorted(_year_of_care(rng, market, family), key=lambda draft: draft.service_from)
        first.append(earliest)
        batch += [odd for draft in others for odd in _with_oddity(rng, draft)]
    return batch[:n_claims]


def _year_of_care(rng: Random, market: _Market, family: Family) -> Iterator[Draft]:
    for person in family.members:
        patient = patient_of(family, person)
        for name, days in _visits(rng):
            yield market.visit(rng, name, patient, YEAR + timedelta(days=days))


def _visits(rng: Random) -> Iterator[tuple[str, int]]:
    """A person's visits, each by name and day of the year: a course of treatment, or everyday care."""
    chance = rng.random()
    for share, name, (least, most), apart in _COURSES:
        if chance < share:
            start = rng.randrange(20)
            yield from ((name, start + apart * number) for number in range(rng.randint(least, most)))
            return
        chance -= share
    names, weights = zip(*_EVERYDAY, strict=True)
    for name in rng.choices(names, weights, k=rng.randint(*_EVERYDAY_VISITS)):
        yield name, rng.randrange(300)


def _with_oddity(rng: Random, draft: Draft) -> list[Draft]:
    """The claim as it comes in: mostly as it is."""
    chance = rng.random()
    for oddity, share in ODDITIES:
        if chance < share:
            return _odd(rng, draft, oddity)
        chance -= share
    return [draft]


def _odd(rng: Random, draft: Draft, oddity: str) -> list[Draft]:
    if oddity == "twice":
        return [draft, replace(draft, received=draft.received + timedelta(days=14))]
    if oddity == "unknown code":
        unknown = replace(draft.lines[0], procedure=UNKNOWN_PROCEDURE, modifiers=None)
        return [replace(draft, lines=(unknown, *draft.lines[1:]))]
    if oddity == "late":
        long_ago = draft.service_from - timedelta(days=365)
        return [replace(draft, service_from=long_ago, service_to=long_ago, received=TAKEN_IN_ON)]
    nobody = f"M{9_000_000 + rng.randrange(10**6)}"
    # Another name, as the right one would find the person by birth date.
    ids = {"subscriber_id": nobody, "member_id": nobody}
    patient = replace(draft.patient, **ids, last_name="Unlisted", relationship="self")
    return [replace(draft, patient=patient)]


def _file(number: int, drafts: list[Draft], parties: Directory) -> ClaimFile:
    rows = [
        row
        for index, draft in enumerate(drafts)
        for row in replace(draft, claim_id=f"P{number}{index:06d}").rows(index)
    ]
    envelope = Envelope(
        MERIDIAN.network_id, MERIDIAN.receiver_id, "HC", VERSIONS["professional"], TAKEN_IN_ON, time(6, 0), number + 1
    )
    content = write_837(CLAIMS.from_rows(rows), envelope=envelope, exchange=MERIDIAN.exchange, directory=parties)
    return ClaimFile(f"claims_{number}.837", content, len(drafts))


def _cards(families: list[Family], drafts: list[Draft]) -> dict[str, SubscriberCard]:
    """Cards of all employees, and of the strangers whom some claims name."""
    cards = {}
    for family in families:
        one = family.employee
        name = one.last_name, one.first_name
        cards[family.subscriber_id] = SubscriberCard(*name, one.birth_date, one.sex, family.address, MERIDIAN.group)
    for draft in drafts:
        one = draft.patient
        if one.subscriber_id not in cards:
            name, address = (one.last_name, one.first_name), families[0].address
            cards[one.subscriber_id] = SubscriberCard(*name, one.birth_date, one.sex, address, MERIDIAN.group)
    return cards
