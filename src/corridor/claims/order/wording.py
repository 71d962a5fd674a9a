"""The order of benefits as sentences: who is first, and the rule that says so."""

from collections.abc import Mapping

from corridor.wording.said import Said, said

FIRST: Mapping[str, Said] = {
    "own": said("This plan pays first."),
    "other": said("The other plan pays first; this plan pays after it."),
    "equal": said("The two plans share the allowable amount equally."),
    "both": said("Each of the two plans pays as if it were first."),
    "unclear": said("Who pays first cannot be told."),
}
RULES: Mapping[str, Said] = {
    "last_by_law": said("By law Medicaid and TRICARE pay after an employer's plan."),
    "no_cob_provision": said("A plan that says nothing of coordination always pays first."),
    "medicare_exception": said(
        "The person has Medicare, which pays after the plan that covers the person as a dependent and before the one "
        "that does not: so the plan of the dependent pays first."
    ),
    "non_dependent": said("The plan that covers a person other than as a dependent pays before the one that does."),
    "court_decree": said("A court made this parent responsible for the child's health care."),
    "custody": said(
        "Of separated parents the custodial parent's plan pays first, then that of the custodial parent's spouse, "
        "then the other parent's, then that of the other parent's spouse."
    ),
    "gender": said("The other plan puts the father's plan first, and where plans disagree its rule holds."),
    "birthday": said("The plan of the parent whose birthday comes earlier in the year pays first."),
    "parent_covered_longer": said(
        "Both parents have one birthday: the plan that has covered its parent longer is first."
    ),
    "active": said("A plan through present work pays before one of somebody retired or laid off."),
    "continuation": said("Coverage that was continued (COBRA or state law) pays after any other."),
    "longer_coverage": said("The plan that has covered the person longer pays first."),
    "equal_shares": said("No rule puts one plan before the other."),
    "medicare_working_aged": said(
        "From age 65 a plan through present work pays before Medicare if the employer has 20 employees or more."
    ),
    "medicare_disability": said(
        "With a disability a plan through present work pays before Medicare if the employer has 100 employees or more."
    ),
    "medicare_esrd_months": said(
        "In the first 30 months of Medicare for kidney failure the employer's plan pays first, whatever its size."
    ),
    "medicare_esrd_months_over": said("After 30 months of Medicare for kidney failure Medicare pays first."),
    "medicare_without_work": said("Medicare pays before a plan that is not through present work."),
    "medicare_not_begun": said("Medicare has not begun on this day."),
    "medicare_without_part_b": said("Without part B Medicare pays nothing for this service."),
}
LACKS: Mapping[str, Said] = {
    "custody": said("Not known: in whose custody the child is."),
    "sex": said("Not known: the sex of the parent through whom a plan covers the child."),
    "birthday": said("Not known: the birthday of the person through whom a plan covers the child."),
    "through_since": said("Not known: since when a plan has covered the parent."),
    "since": said("Not known: since when a plan has covered the person."),
    "employees": said("Not known: how many employees the employer has."),
    "entitlement": said("Not known: why, and since which month, the person has Medicare."),
}


def sentences(first: str, rule: str, lacks: str | None) -> list[Said]:
    """Who is first, by which rule, and what is not known; each told in both languages."""
    return [FIRST[first], RULES[rule], *([LACKS[lacks]] if lacks else [])]
