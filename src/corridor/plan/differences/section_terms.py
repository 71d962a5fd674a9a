"""The terms of the sections that hold for the whole plan."""

from collections.abc import Iterator

from corridor.plan.benefit_terms import Limit
from corridor.plan.compiled import Clause
from corridor.plan.differences.event_terms import event_terms
from corridor.plan.differences.terms import Field, Place, Term, dollars, flag, number, percent, place_of, word, words
from corridor.plan.schema import PlanDocument
from corridor.plan.sections import Deductible, OutOfPocketMaximum
from corridor.plan.terms_said import PEOPLE_SAID, TIERS_SAID, limit_said
from corridor.plan.versions import PlanVersion
from corridor.wording.said import Said, said


def section_terms(version: PlanVersion) -> Iterator[Term]:
    """Every value outside benefits, in the order of the document."""
    terms = version.terms
    yield from _head(version)
    yield from _deductible(version, "deductible", said("Deductible"), terms.deductible)
    for deductible in terms.separate_deductibles:
        group = said("Separate deductible {name}", name=deductible.name)
        yield from _deductible(version, f"separate_deductibles.{deductible.name}", group, deductible)
    maximum = terms.out_of_pocket_maximum
    yield from _maximum(version, "out_of_pocket_maximum", said("Out-of-pocket maximum"), maximum)
    for separate in terms.separate_maximums:
        group = said("Separate out-of-pocket maximum {name}", name=separate.name)
        yield from _maximum(version, f"separate_maximums.{separate.name}", group, separate)
    yield from _account(version, terms)
    yield from _coordination(version, terms)
    yield from _third_party(version, terms)
    yield from _claims(version, terms)
    yield from event_terms(version)
    yield from _limits(version, terms)


def _head(version: PlanVersion) -> Iterator[Term]:
    place = Place(version, "", said("Plan"), Clause("", ""))
    yield from place.of(
        version.terms,
        number("name", said("name")),
        word("product", said("product")),
        number("plan_year_start", said("start of the plan year")),
        flag("hdhp", said("high deductible health plan")),
        flag("grandfathered", said("grandfathered")),
    )


def _deductible(version: PlanVersion, path: str, group: Said, section: Deductible) -> Iterator[Term]:
    place = place_of(version, path, group, section)
    yield from _amounts(place, section)
    yield from place.of(
        section,
        flag("embedded", said("a person in a family stops at the amount for one person"), "less"),
        word("cross_accumulation", said("cross-accumulation")),
        number("shared_with", said("shared with plan")),
    )
    if section.carry_over:
        carried = place_of(version, f"{path}.carry_over", group, section.carry_over)
        yield from carried.of(
            section.carry_over,
            number("last_months", said("last months carried over"), "less", 0),
            word("when", said("carried over")),
        )


def _maximum(version: PlanVersion, path: str, group: Said, section: OutOfPocketMaximum) -> Iterator[Term]:
    place = place_of(version, path, group, section)
    yield from _amounts(place, section)
    yield from place.of(
        section,
        flag("embedded", said("a person in a family stops at the amount for one person"), "less"),
        word("cross_accumulation", said("cross-accumulation")),
        number("shared_with", said("shared with plan")),
    )


def _amounts(place: Place, section: Deductible | OutOfPocketMaximum) -> Iterator[Term]:
    for tier, amounts in (("in", section.in_), ("out", section.out)):
        for people in ("individual", "family"):
            field = dollars(people, PEOPLE_SAID[people], "more")
            yield place.within(tier, TIERS_SAID[tier]).term(field, getattr(amounts, people))


def _account(version: PlanVersion, terms: PlanDocument) -> Iterator[Term]:
    account = terms.health_reimbursement
    if account is None:
        return
    place = place_of(version, "health_reimbursement", said("Health reimbursement account"), account)
    yield from place.of(
        account,
        dollars("individual", PEOPLE_SAID["individual"], "less", 0),
        dollars("family", PEOPLE_SAID["family"], "less", 0),
        word("pays", said("pays")),
        words("covers", said("pays of"), "less"),
    )
    if account.bridge:
        bridge = place.within("bridge", said("bridge"))
        yield from bridge.of(
            account.bridge,
            dollars("individual", PEOPLE_SAID["individual"], "more"),
            dollars("family", PEOPLE_SAID["family"], "more"),
        )


def _coordination(version: PlanVersion, terms: PlanDocument) -> Iterator[Term]:
    if terms.coordination is None:
        return
    place = place_of(version, "coordination", said("Coordination of benefits"), terms.coordination)
    yield from place.of(
        terms.coordination,
        word("method", said("method")),
        word("deductible", said("deductible")),
        word("allowable", said("allowable amount")),
        Field("level", said("level"), lambda level: said("by claim") if level == "claim" else said("by line")),
        word("out_of_pocket_maximum", said("out-of-pocket maximum")),
        flag("benefit_reserve", said("benefit reserve"), "less"),
        percent("medicare_estimated", said("taken to be paid by Medicare unseen")),
    )


def _third_party(version: PlanVersion, terms: PlanDocument) -> Iterator[Term]:
    if terms.third_party is None:
        return
    place = place_of(version, "third_party", said("Third parties"), terms.third_party)
    yield from place.of(
        terms.third_party,
        word("work", said("work-related")),
        word("auto", said("car accident")),
        word("other_accident", said("other accident")),
    )


def _claims(version: PlanVersion, terms: PlanDocument) -> Iterator[Term]:
    group = said("Claims")
    outside = place_of(version, "out_of_network", group, terms.out_of_network)
    allowed = percent("allowed", said("recognised of charges out of network"), "less")
    yield from outside.of(
        terms.out_of_network,
        allowed,
        number("percentile", said("percentile of usual charges")),
        number("reference", said("percents of what Medicare allows")),
    )
    filing = place_of(version, "timely_filing", group, terms.timely_filing)
    yield from filing.of(terms.timely_filing, number("days", said("days to send a claim")))
    review = place_of(version, "auto_adjudication", group, terms.auto_adjudication)
    yield from review.of(terms.auto_adjudication, dollars("limit", said("a person decides charges above")))


def _limits(version: PlanVersion, terms: PlanDocument) -> Iterator[Term]:
    for limit in terms.limits:
        place = place_of(version, f"limits.{limit.name}", said("Limits"), limit)
        kind = (limit.unit, limit.per, limit.of, limit.is_after_cost_share)
        yield place.term(_limit(limit), (kind, limit.amount), limit.unit)


def _limit(limit: Limit) -> Field:
    """A limit as one value: its kind and its amount."""
    return Field(limit.unit, said("limit {name}", name=limit.name), lambda _: limit_said(limit), "less")
