"""The terms of one benefit, but for the lines that it takes."""

from collections.abc import Iterator

from corridor.plan.benefit_terms import Benefit, CostShare
from corridor.plan.compiled import Clause
from corridor.plan.differences.terms import Field, Pays, Place, Term, dollars, flag, number, percent, word, words
from corridor.plan.terms_said import TIERS_SAID, ages_said, cost_share_said
from corridor.plan.versions import PlanVersion
from corridor.wording.said import said

_OF_SHARES = (
    flag("deductible_applies", said("deductible applies"), "more"),
    dollars("copay", said("copay"), "more"),
    word("copay_per", said("copay for")),
    word("copay_order", said("copay falls due")),
    dollars("copay_most", said("most of copays"), "more"),
    flag("copay_waived_if_admitted", said("copay waived if admitted"), "less"),
    number("supply_days", said("days of a supply"), "less"),
    percent("coinsurance", said("coinsurance"), "more"),
    dollars("coinsurance_least", said("least coinsurance"), "more"),
    dollars("coinsurance_most", said("most coinsurance"), "more"),
    flag("counts_toward_out_of_pocket", said("counts toward the out-of-pocket maximum"), "less"),
    percent("over_limit_discount", said("discount beyond the allowance"), "less"),
)
_OF_PENALTIES = (
    percent("percent", said("penalty"), "more", 0),
    dollars("amount", said("penalty, amount"), "more", 0),
    dollars("most", said("penalty, at most"), "more"),
)


def benefit_terms(version: PlanVersion, benefit: Benefit) -> Iterator[Term]:
    """Every value of a benefit, in the order of the document."""
    group = said("Benefit {name}", name=benefit.name)
    place = Place(version, f"benefits.{benefit.name}", group, Clause(benefit.clause, benefit.text))
    yield from place.of(benefit, word("handled", said("decided")))
    for tier, share in (("in", benefit.in_), ("out", benefit.out)):
        if share is not None:
            yield from _share(place, tier, share, is_limited=bool(benefit.limits))
    yield from place.of(
        benefit,
        words("limits", said("limits"), "more"),
        number("deductible", said("separate deductible")),
        number("out_of_pocket_maximum", said("separate out-of-pocket maximum")),
        flag("requires_authorization", said("authorisation required"), "more"),
        number("waiting_months", said("waiting period, months"), "more", 0),
        word("missing_tooth", said("teeth missing before coverage")),
        word("dispense_as_written", said("brand above its generic")),
    )
    if benefit.ages is not None:
        ages = Field("ages", said("covered ages"), lambda found: ages_said(found.least, found.most))
        yield place.term(ages, benefit.ages)
    yield from place.of(benefit, word("sex", said("covered for")))
    yield from _alternates(place, benefit)
    yield from _orthodontia(place, benefit)


def _share(place: Place, tier: str, share: CostShare, *, is_limited: bool) -> Iterator[Term]:
    base = Clause(share.clause, share.text or "") if share.clause else None
    within = place.within(tier, TIERS_SAID[tier], base=base)
    # A tier that is not covered leaves limits to the other: what that is worth to members is not certain.
    rising: Pays | None = None if is_limited else "less"
    yield within.term(Field("covered", said("cost share"), lambda _: cost_share_said(share), rising), share.covered)
    if not share.covered:
        return
    yield from within.of(share, *_OF_SHARES)
    if share.penalty:
        base = Clause(share.penalty.clause, share.penalty.text)
        yield from within.within("penalty", base=base).of(share.penalty, *_OF_PENALTIES)
    if share.late_penalty:
        base = Clause(share.late_penalty.clause, share.late_penalty.text)
        late = within.within("late_penalty", said("late request"), base=base)
        yield from late.of(share.late_penalty, *_OF_PENALTIES)


def _alternates(place: Place, benefit: Benefit) -> Iterator[Term]:
    if benefit.alternates is None:
        return
    within = place.within("alternates", base=Clause(benefit.alternates.clause, benefit.alternates.text))
    for code, alternate in benefit.alternates.procedures.items():
        named = within.within(f"procedures.{code}", said("{code} recognised as", code=code))
        yield from named.of(
            alternate,
            number("procedure_code", said("procedure code")),
            dollars("allowed", said("allowed"), "less"),
        )


def _orthodontia(place: Place, benefit: Benefit) -> Iterator[Term]:
    course = benefit.orthodontia
    if course is None:
        return
    within = place.within("orthodontia", said("orthodontics"), base=Clause(course.clause, course.text))
    yield from within.of(
        course,
        percent("initial", said("paid at the beginning")),
        word("every", said("the rest is paid")),
        number("months_most", said("months, at most")),
    )
