"""`corridor subrogation`: accidents for which somebody else may be liable, and the money that comes back."""

from datetime import datetime
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, day_of, opened_sponsor

app = typer.Typer(help="Accidents for which somebody else may be liable.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="Number of the case.")]


@app.command(name="open")
def open_case(
    member: Annotated[str, typer.Option(help="Who was hurt, by the member's id.")],
    accident: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Day of the accident.")],
    cause: Annotated[str, typer.Option(help="employment, auto or other_accident, as the claims say it.")] = "auto",
    liable: Annotated[
        str | None, typer.Option(help="Who may be liable, such as an insurer and its file number.")
    ] = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Open a case: what the plan pays on services with that cause from the accident on is its lien."""
    from corridor.app.services.subrogation.changes import Open

    _change(sponsor, Open(member, cause, accident.date(), liable), as_of, as_json)


@app.command(name="list")
def list_cases(
    is_all: Annotated[bool, typer.Option("--all", help="Closed cases too.")] = False,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """List the cases with their liens: what the plan paid, what came back, what is left."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.subrogation.cases import cases

    code = opened_sponsor(sponsor)
    found = cases(code, is_all=is_all)
    if as_json:
        print_json([_as_data(case) for case in found])
    else:
        _print_cases(code, found)


@app.command()
def show(number: Number, sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """Show a case: its lines with what the plan paid on each, and what happened in it."""
    from corridor.app.cli.output import day, money, print_json, print_table, say
    from corridor.app.services.subrogation.cases import case_and_lines
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    case, lines, events = case_and_lines(code, number)
    if as_json:
        print_json({**_as_data(case), "lines": lines.to_dicts(), "events": events.to_dicts()})
        return
    _print_cases(code, [case])
    rows = [
        [
            one["claim_number"],
            one["line_number"],
            day(one["service_from"]),
            money(one["paid_cents"]),
            money(one["recovered_cents"]),
        ]
        for one in lines.to_dicts()
    ]
    heads = (said("claim"), said("line"), said("service"), said("plan paid"), said("came back"))
    print_table(said("Lines of case {number}", number=number), heads, rows, numbers=(3, 4))
    for event in events.to_dicts():
        say(
            said(
                "{day}: {event}, {amount}, costs {costs}",
                day=day(event["happened_on"]),
                event=_events()[event["event"]],
                amount=money(event["amount_cents"]),
                costs=money(event["cost_cents"]),
            )
        )


@app.command()
def receive(
    number: Number,
    amount: Annotated[str, typer.Option(help="What came in, before costs, e.g. 12500.00.")],
    costs: Annotated[str, typer.Option(help="Of it, what recovering it cost.")] = "0",
    why: Annotated[str | None, typer.Option(help="What the money is.")] = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Record money from a third party: posted, and shared among the lines that the plan paid."""
    from corridor.app.services.subrogation.changes import Receive
    from corridor.money.cents import parse_cents

    _change(sponsor, Receive(number, parse_cents(amount), parse_cents(costs), why), as_of, as_json)


@app.command()
def close(
    number: Number,
    why: Annotated[str, typer.Option(help="Why no more is expected; it is kept.")],
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Close a case from which no more is expected."""
    from corridor.app.services.subrogation.changes import Close

    _change(sponsor, Close(number, why), as_of, as_json)


def _change(sponsor: str | None, change: Any, as_of: datetime | None, as_json: bool) -> None:
    from corridor.app.cli.output import print_json
    from corridor.app.services.subrogation.changes import change_case

    code = opened_sponsor(sponsor)
    case = change_case(code, change, day_of(as_of))
    if as_json:
        print_json(_as_data(case))
    else:
        _print_cases(code, [case])


def _as_data(case: Any) -> dict[str, Any]:
    return {**vars(case), "left_cents": case.left_cents}


def _events() -> dict[str, Any]:
    from corridor.wording.said import said

    return {"received": said("received"), "closed": said("closed")}


def _print_cases(code: str, found: list[Any]) -> None:
    from corridor.app.cli.output import day, money, print_table
    from corridor.wording.said import said

    causes = {"employment": said("employment"), "auto": said("auto accident"), "other_accident": said("other accident")}
    rows = [
        [
            case.case_number,
            case.member_id,
            causes[case.cause],
            day(case.accident_on),
            said("open") if case.closed_on is None else said("closed"),
            *(money(cents) for cents in (case.lien_cents, case.received_cents, case.cost_cents, case.left_cents)),
        ]
        for case in found
    ]
    heads = (
        said("case"),
        said("member"),
        said("cause"),
        said("accident"),
        said("state"),
        said("lien"),
        said("received"),
        said("costs"),
        said("left"),
    )
    print_table(said("{sponsor}: recovery cases", sponsor=code), heads, rows, numbers=(5, 6, 7, 8))
