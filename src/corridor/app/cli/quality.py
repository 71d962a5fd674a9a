"""`corridor quality` and `corridor measures`: how right and how fast claims are decided."""

from datetime import datetime
from typing import Annotated, Any

import typer

from corridor.app.cli.desk import Claim, Why, cents_of, claim_of, do
from corridor.app.cli.options import AsJson, AsOf, Sponsor, Who, day_of, opened_sponsor, person_of

quality = typer.Typer(help="Samples of decided claims, looked at again.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    app.add_typer(quality, name="quality")
    app.command()(measures)


@quality.command()
def sample(
    method: Annotated[str, typer.Option(help="random, amount or examiner.")],
    size: Annotated[int, typer.Option(help="How many; of amount and examiner, from each group.")],
    seed: Annotated[int, typer.Option(help="Makes the draw repeatable.")],
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of decision.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of decision.")],
    threshold: Annotated[str | None, typer.Option(help="Of amount: every claim that was paid this or more.")] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Draw a sample of decided claims."""
    from corridor.app.cli.output import money, print_json, print_table
    from corridor.app.services.desk.acts import do_act
    from corridor.app.services.desk.quality import Draw
    from corridor.wording.said import said

    act = Draw(method, size, seed, first.date(), last.date(), person_of(who), cents_of(threshold))
    rows = do_act(opened_sponsor(sponsor), act, day_of(as_of)).to_dicts()
    if as_json:
        print_json(rows)
        return
    cells = [[one["claim_number"], one["stratum"], one["examiner"], money(one["paid_cents"])] for one in rows]
    heads = (said("claim"), said("drawn from"), said("examiner"), said("plan paid"))
    print_table(said("sample {number}", number=rows[0]["sample_number"]), heads, cells, numbers=(3,))


@quality.command()
def find(
    number: Annotated[int, typer.Argument(help="Number of the sample.")],
    claim: Claim,
    kind: Annotated[str, typer.Option(help="financial, payment, procedural, or none: it is right.")],
    why: Why,
    error: Annotated[str, typer.Option(help="Paid too much, e.g. 12.50; negative: too little.")] = "0",
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Write down what was found in a claim of a sample."""
    from corridor.app.services.desk.quality import Find

    act = Find(number, claim_of(sponsor, claim), kind, why, person_of(who), cents_of(error) or 0)
    do(sponsor, act, as_of, as_json)


@quality.command(name="report")
def quality_report(
    number: Annotated[int, typer.Argument(help="Number of the sample.")],
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Show the accuracy of a sample: financial, payment, procedural."""
    from datetime import date

    from corridor.app.services.desk.quality import report

    _print_measures(report(opened_sponsor(sponsor), date.min, date.max, sample_number=number), as_json)


def measures(
    first: Annotated[datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of receipt.")],
    last: Annotated[datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of receipt.")],
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """Show how many claims the program decides alone, how fast, and how right samples were, each by reason."""
    from corridor.app.services.desk.quality import report

    _print_measures(report(opened_sponsor(sponsor), first.date(), last.date()), as_json)


def _print_measures(found: Any, as_json: bool) -> None:
    from corridor.app.cli.output import count, percent, print_json, print_table, say
    from corridor.app.cli.words import reason
    from corridor.reports.claims_quality import BENCHMARKS_BP
    from corridor.wording.said import said

    parts = {"all": found.all, **found.by_reason}
    if as_json:
        print_json({name: vars(one) for name, one in parts.items()} | {"benchmarks_bp": BENCHMARKS_BP})
        return
    rows = [
        [
            said("all") if name == "all" else reason(name),
            count(one.claims),
            *(percent(share, 1) for share in (one.auto_bp, one.first_pass_bp)),
            "" if one.tenths_of_days is None else f"{one.tenths_of_days / 10:.1f}",
            *(percent(share, 1) for share in (one.within_14_bp, one.within_30_bp)),
            count(one.reviewed),
            *(percent(share, 2) for share in (one.financial_bp, one.payment_bp, one.procedural_bp)),
        ]
        for name, one in parts.items()
    ]
    heads = (
        said("reason"),
        said("claims"),
        said("automatic"),
        said("first pass"),
        said("days"),
        said("in 14"),
        said("in 30"),
        said("reviewed"),
        said("financial"),
        said("payment"),
        said("procedural"),
    )
    print_table(said("How claims are decided"), heads, rows, numbers=tuple(range(1, len(heads))))
    typical, best = ([percent(bp, 0) for bp in BENCHMARKS_BP[name]] for name in ("typical", "best"))
    say(
        said(
            "decided automatically elsewhere: typically {typical}, the best {best}",
            typical=f"{typical[0]} – {typical[1]}",
            best=f"{best[0]} – {best[1]}",
        )
    )
