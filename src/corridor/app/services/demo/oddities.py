"""Claims that a payer must refuse or put aside: each kind a small share, at least one of each."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from random import Random

from corridor.app.services.demo.care import Care
from corridor.app.services.demo.details import with_other_payer
from corridor.app.services.demo.drafts import Draft, DraftLine, patient_of, received_on
from corridor.app.services.demo.population import Family
from corridor.app.services.demo.workdays import friday_on_or_after
from corridor.money.rounding import share_of_cents

DUPLICATE_BP = 50
UNKNOWN_MEMBER_BP = 30
LATE_BP = 30
UNKNOWN_CODE_BP = 100
OTHER_PAYER_BP = 30
AFTER_TERMINATION_SHARE = 0.4
UNKNOWN_PROCEDURE = "ZZZZZ"

_HUGE_CHARGE_CENTS = 312_000_00
_ORDINARY_KINDS = ("professional", "institutional", "dental")


def with_oddities(rng: Random, drafts: list[Draft], as_of: date) -> list[Draft]:
    """The drafts, some changed into faulty ones, and some sent twice."""
    drafts = list(drafts)
    _change(rng, drafts, UNKNOWN_MEMBER_BP, _is_ordinary, lambda draft: _for_a_stranger(rng, draft))
    _change(rng, drafts, UNKNOWN_CODE_BP, _is_professional, _with_unknown_code)
    _change(rng, drafts, LATE_BP, lambda draft: _could_be_late(draft, as_of), lambda draft: _late(rng, draft))
    for kind in _ORDINARY_KINDS:
        _change(rng, drafts, OTHER_PAYER_BP, partial(_is_plain, kind), with_other_payer)
    for year in sorted({draft.service_from.year for draft in drafts}):
        _change(rng, drafts, 0, partial(_is_operation, year), _huge)
    drafts += [_again(rng, draft) for draft in _chosen(rng, drafts, DUPLICATE_BP, _is_ordinary)]
    return drafts


def after_termination(rng: Random, care: Care, families: list[Family]) -> Iterator[Draft]:
    """A visit some weeks after cover ended, of some of those who left."""
    left = [(family, family.ends_on) for family in families if family.ends_on and family.end_reason == "08"]
    for position, (family, ended_on) in enumerate(left):
        if rng.random() < AFTER_TERMINATION_SHARE or position == 0:
            visit = care.catalogue.visits["professional"][0]
            service = ended_on + timedelta(days=rng.randrange(8, 50))
            yield care.visit(rng, "professional", visit, patient_of(family, family.employee), service)


def _chosen(rng: Random, drafts: list[Draft], share_bp: int, is_fit: Callable[[Draft], bool]) -> list[Draft]:
    """`share_bp` of all drafts of the fitting kinds, at least one where there is one."""
    fit = [draft for draft in drafts if is_fit(draft)]
    return rng.sample(fit, min(len(fit), max(1, share_of_cents(len(fit), share_bp))))


def _change(
    rng: Random, drafts: list[Draft], share_bp: int, is_fit: Callable[[Draft], bool], change: Callable[[Draft], Draft]
) -> None:
    positions = [position for position, draft in enumerate(drafts) if is_fit(draft)]
    count = min(len(positions), max(1, share_of_cents(len(positions), share_bp)))
    for position in rng.sample(positions, count):
        drafts[position] = change(drafts[position])


def _is_ordinary(draft: Draft) -> bool:
    return draft.kind in _ORDINARY_KINDS and not draft.visit.startswith("long_")


def _is_professional(draft: Draft) -> bool:
    return draft.kind == "professional"


def _is_plain(kind: str, draft: Draft) -> bool:
    return _is_ordinary(draft) and draft.kind == kind and draft.charge_cents < 20_000_00


def _is_operation(year: int, draft: Draft) -> bool:
    return draft.visit == "day_surgery" and draft.service_from.year == year


def _could_be_late(draft: Draft, as_of: date) -> bool:
    return _is_ordinary(draft) and draft.service_to < as_of - timedelta(days=440)


def _for_a_stranger(rng: Random, draft: Draft) -> Draft:
    """The claim under an id that nobody has, for somebody a year older than the member, whom the name does not find."""
    subscriber_id = f"M{9_000_000 + rng.randrange(10**5)}"
    older = draft.patient.birth_date - timedelta(days=365)
    stranger = {"subscriber_id": subscriber_id, "member_id": subscriber_id, "birth_date": older}
    return replace(draft, patient=replace(draft.patient, relationship="self", **stranger))


def _with_unknown_code(draft: Draft) -> Draft:
    first: DraftLine = replace(draft.lines[0], procedure=UNKNOWN_PROCEDURE, modifiers=None)
    return replace(draft, lines=(first, *draft.lines[1:]))


def _late(rng: Random, draft: Draft) -> Draft:
    return replace(draft, received=friday_on_or_after(draft.service_to + timedelta(days=rng.randrange(370, 400))))


def _huge(draft: Draft) -> Draft:
    """A charge that no plan pays without looking."""
    first = replace(draft.lines[0], charge_cents=_HUGE_CHARGE_CENTS)
    return replace(draft, lines=(first, *draft.lines[1:]))


def _again(rng: Random, draft: Draft) -> Draft:
    """The same claim sent once more, two to five weeks later."""
    return replace(draft, received=received_on(rng, draft.received, 22.0))
