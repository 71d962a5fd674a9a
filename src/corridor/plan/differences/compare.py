"""Two versions of plans beside each other: every difference, in the order of the document."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from corridor.plan.benefit_terms import Benefit
from corridor.plan.differences.benefit_terms import benefit_terms
from corridor.plan.differences.difference import Difference
from corridor.plan.differences.lines import criteria_differences, moved_lines, same_lines
from corridor.plan.differences.section_terms import section_terms
from corridor.plan.differences.terms import Pays, Term
from corridor.plan.versions import PlanVersion
from corridor.wording.said import listed, said


def differences(before: PlanVersion, after: PlanVersion) -> list[Difference]:
    """What differs, section by section, then benefit by benefit, then which lines fall elsewhere, then wording."""
    renamed = _renamed(before, after)
    found = [*_of_terms(_by_path(section_terms(before)), _by_path(section_terms(after)))]
    found += _of_benefits(before, after, renamed)
    if before.terms.product == after.terms.product:
        found += moved_lines(before.terms, after.terms, renamed)
    found += _of_wording(before, after, renamed)
    return found


def _by_path(terms: Iterator[Term]) -> dict[str, Term]:
    return {term.path: term for term in terms}


def _of_terms(before: Mapping[str, Term], after: Mapping[str, Term]) -> Iterator[Difference]:
    for path in dict.fromkeys([*before, *after]):
        was, now = before.get(path), after.get(path)
        if was and now and was.value == now.value:
            continue
        known = now or was
        assert known is not None
        pays = _member_pays(known, was.value if was else known.absent, now.value if now else known.absent)
        shown_before, shown_after = was.shown if was else None, now.shown if now else None
        yield Difference(known.group, path, known.what, shown_before, shown_after, known.clause, pays)


def _member_pays(term: Term, before: Any, after: Any) -> Pays | None:
    rises = _rises(before, after)
    if term.rising is None or rises is None:
        return None
    return term.rising if rises else _OTHER[term.rising]


_OTHER: Mapping[Pays, Pays] = {"more": "less", "less": "more"}


def _rises(before: Any, after: Any) -> bool | None:
    """Whether a value rises: an amount, a set of words, or an amount of one kind. None: it cannot be said."""
    if isinstance(before, int) and isinstance(after, int):
        return after > before
    if not (isinstance(before, tuple) and isinstance(after, tuple)):
        return None
    if before and after and isinstance(before[0], tuple):
        return bool(after[1] > before[1]) if before[0] == after[0] else None
    if set(before) < set(after):
        return True
    return False if set(after) < set(before) else None


def _of_benefits(before: PlanVersion, after: PlanVersion, renamed: Mapping[str, str]) -> Iterator[Difference]:
    was = {renamed.get(benefit.name, benefit.name): benefit for benefit in before.terms.benefits}
    now = {benefit.name: benefit for benefit in after.terms.benefits}
    for name in dict.fromkeys([*was, *now]):
        group = said("Benefit {name}", name=name)
        one, other = was.get(name), now.get(name)
        if one is None or other is None:
            gone, come = (listed([benefit.text]) if benefit else None for benefit in (one, other))
            clause = (one or now[name]).clause
            yield Difference(group, f"benefits.{name}", listed([]), gone, come, clause)
            continue
        if one.name != other.name:
            path = f"benefits.{name}.name"
            yield Difference(group, path, said("name"), listed([one.name]), listed([name]), other.clause)
        yield from criteria_differences(one, other)
        as_now = one.model_copy(update={"name": name})
        yield from _certain(_of_terms(_by_path(benefit_terms(before, as_now)), _by_path(benefit_terms(after, other))))


def _certain(found: Iterator[Difference]) -> Iterator[Difference]:
    """Where changes in one tier of a benefit do not point one way, none of them is certain.

    That a tier is covered now, or no longer, says all of it.
    """
    by_tier = defaultdict(list)
    for one in found:
        by_tier[_tier(one.path)].append(one)
    for tier, members in by_tier.items():
        covered = [one for one in members if tier and one.path.endswith(f".{tier}.covered")]
        members = covered or members
        agree = tier is None or len({one.member_pays for one in members}) == 1
        yield from (one if agree else replace(one, member_pays=None) for one in members)


def _tier(path: str) -> str | None:
    return next((tier for tier in ("in", "out") if path.split(".")[2:3] == [tier]), None)


def _renamed(before: PlanVersion, after: PlanVersion) -> dict[str, str]:
    """Name before -> name now, of benefits that take the same lines under another name."""
    names = {benefit.name for benefit in before.terms.benefits}, {benefit.name for benefit in after.terms.benefits}
    gone = [benefit for benefit in before.terms.benefits if benefit.name not in names[1]]
    come = [benefit for benefit in after.terms.benefits if benefit.name not in names[0]]
    return {one.name: other.name for one in gone for other in come if _is_same(one, other)}


def _is_same(one: Benefit, other: Benefit) -> bool:
    return same_lines(one.match, other.match)


def _of_wording(before: PlanVersion, after: PlanVersion, renamed: Mapping[str, str]) -> Iterator[Difference]:
    """Clauses of which the text or the number differs, whatever their values."""
    was, now = (dict(_clauses(version.terms.model_dump(by_alias=True))) for version in (before, after))
    for old, new in renamed.items():
        was = {path.replace(f"benefits.{old}", f"benefits.{new}", 1): clause for path, clause in was.items()}
    for path, (number, text) in now.items():
        if path in was and was[path] != (number, text):
            told = listed([was[path][1]]), listed([text])
            if was[path][0] != number:
                told = listed([was[path][0], told[0]], ": "), listed([number, told[1]], ": ")
            yield Difference(said("Wording"), path, said("clause {clause}", clause=number), *told)


def _clauses(data: Any, path: str = "") -> Iterator[tuple[str, tuple[str, str]]]:
    """Way -> number and text of every clause."""
    if isinstance(data, dict):
        if data.get("clause") and data.get("text"):
            yield path, (data["clause"], data["text"])
        for key, value in data.items():
            yield from _clauses(value, f"{path}.{key}".lstrip("."))
    elif isinstance(data, (list, tuple)):
        for place, item in enumerate(data):
            name = item.get("name", place) if isinstance(item, dict) else place
            yield from _clauses(item, f"{path}.{name}")
