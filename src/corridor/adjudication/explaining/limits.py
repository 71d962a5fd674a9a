"""Steps of a benefit's limits: what they let through before cost sharing, and of what the plan would pay."""

from collections.abc import Iterator

from corridor.adjudication.arrays import COUNTED
from corridor.adjudication.explaining.line_at import LineAt, plain
from corridor.adjudication.explaining.step import Walk
from corridor.adjudication.limit_use import limit_left
from corridor.adjudication.limits import is_new_visit, within_dollar_limit, within_units
from corridor.plan.arrays import COUNTS_DOLLARS, COUNTS_VISITS


def _uses(at: LineAt, *, is_after: bool) -> Iterator[tuple[int, int, int]]:
    """(limit row, what it counts, what it still holds) of the limits at work before or after cost sharing."""
    arrays = at.compiled.arrays
    for use in at.uses:
        row = at.limit_row(use)
        if (arrays.limit_is_after[row] != 0) == is_after:
            left = plain(limit_left)(arrays, at.lines, at.state, at.row, row, use)
            yield row, int(arrays.limit_counts[row]), int(left)


def _needs(walk: Walk, counts: int) -> int:
    """Visits or units that a line takes of a limit: of a visit that is counted already none."""
    at = walk.at
    if counts == COUNTS_VISITS:
        return int(is_new_visit(at.of_line("allowed_cents"), at.occasion & COUNTED != 0))
    return at.of_line("units") if at.of_line("allowed_cents") > 0 else 0


def stopped(walk: Walk) -> None:
    """The limit that leaves a line nothing."""
    for row, counts, left in _uses(walk.at, is_after=False):
        if counts != COUNTS_DOLLARS and _needs(walk, counts) > 0 and left == 0:
            walk.say("limit_reached", 0, walk.at.limit_clause(row), **walk.at.limit_facts(row))
            return


def before_cost_share(walk: Walk, recognised: int) -> int:
    """What of the recognised amount the limits let through; the rest is the member's, over the limit."""
    at, within, granted = walk.at, recognised, walk.at.of_line("units")
    limits = list(_uses(at, is_after=False))
    for row, counts, left in limits:
        if counts == COUNTS_DOLLARS:
            continue
        needed = _needs(walk, counts)
        _count(walk, row, counts, min(needed, left), left)
        if counts != COUNTS_VISITS and left < granted:
            granted = left
            let = within_units(recognised, left, needed) if needed else recognised
            if needed:
                _cut_units(walk, "limit_cut", row, within, int(let), (recognised, left, needed))
                within = min(within, int(let))
    for row, counts, left in limits:
        if counts == COUNTS_DOLLARS:
            let, beyond = within_dollar_limit(within, left)
            if beyond > 0:
                facts = {"base_cents": within, "left_cents": left, "within_cents": int(let)}
                walk.say("dollar_limit_before", int(beyond), at.limit_clause(row), **facts, **at.limit_facts(row))
            within = int(let)
    return within


def after_cost_share(walk: Walk, share: int) -> tuple[int, int]:
    """(what the limits let the plan pay of its share, what dollar limits cut of it)."""
    at, cut = walk.at, 0
    for row, counts, left in _uses(at, is_after=True):
        if counts == COUNTS_DOLLARS:
            let, beyond = within_dollar_limit(share, left)
            if beyond > 0:
                facts = {"base_cents": share, "left_cents": left, "within_cents": int(let)}
                walk.say("dollar_limit", int(beyond), at.limit_clause(row), **facts, **at.limit_facts(row))
            share, cut = int(let), cut + int(beyond)
            continue
        needed = _needs(walk, counts)
        granted = min(needed, left)
        _count(walk, row, counts, granted, left)
        if granted < needed:
            let = int(within_units(share, granted, needed))
            _cut_units(walk, "limit_cut_of_payment", row, share, let, (share, granted, needed))
            share = let
    return share, cut


def _count(walk: Walk, row: int, counts: int, granted: int, left: int) -> None:
    """Say what a line takes of a limit that counts visits or units."""
    facts, clause = walk.at.limit_facts(row), walk.at.limit_clause(row)
    used = max(int(facts["limit"]) - left, 0)
    if granted > 0:
        walk.say("limit_counted", 0, clause, granted=granted, used=used + granted, **facts)
    elif counts == COUNTS_VISITS and walk.at.of_line("allowed_cents") > 0 and _needs(walk, counts) == 0:
        walk.say("limit_counted_before", 0, clause, used=used, **facts)


def _cut_units(walk: Walk, rule: str, row: int, before: int, let: int, of: tuple[int, int, int]) -> None:
    """Say what units beyond a limit take off an amount. of: amount, units granted, units needed."""
    base, granted, needed = of
    facts = {"base_cents": base, "granted": granted, "needed": needed, "within_cents": let}
    walk.say(rule, max(before - let, 0), walk.at.limit_clause(row), **facts, **walk.at.limit_facts(row))
