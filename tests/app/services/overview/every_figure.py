"""Every figure of an overview with the drill that leads to its postings, by its name on the page."""

from collections.abc import Iterator

from corridor.app.services.overview import Drill, FigureCode, Overview

Named = tuple[str, Drill | None, int | None]

OF_MONTHS = {
    FigureCode.CLAIMS_COST: "claims_cents",
    FigureCode.FEE_COST: "fee_cents",
    FigureCode.PREMIUM_COST: "premium_cents",
    FigureCode.RECOVERIES: "recovery_cents",
    FigureCode.COST: "cost_cents",
    FigureCode.SURPLUS: "surplus_cents",
    FigureCode.COST_TO_DATE: "cost_to_date_cents",
    FigureCode.SURPLUS_TO_DATE: "surplus_to_date_cents",
}


def every_figure(shown: Overview) -> Iterator[Named]:
    """(name, drill, cents) of each arrow, figure, claimant, month's bar and running sum, and of the year-end line."""
    for arrow in shown.arrows:
        yield f"arrow {arrow.code}", arrow.drill, arrow.cents
    for figure in shown.figures:
        yield f"figure {figure.code}", figure.drill, figure.cents
    for claimant in shown.stop_loss.claimants if shown.stop_loss else ():
        yield f"claimant {claimant.rank}", claimant.drill, claimant.eligible_cents
    for month in shown.months:
        for code, name in OF_MONTHS.items():
            cents = getattr(month, name)
            yield f"{code} of {month.month:%Y-%m}", None if cents is None else month.drill(code), cents
    yield "year end", shown.year_end.drill, shown.year_end.cents
