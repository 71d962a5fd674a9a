"""`corridor clocks`: by when something is due, without a store; and counties whose clocks stand still."""

from datetime import datetime
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, Who, day_of, opened_sponsor, person_of

app = typer.Typer(help="By when something is due, and why.", no_args_is_help=True)

_DAY = ["%Y-%m-%d"]


@app.command()
def erisa(
    kind: Annotated[str, typer.Argument(help="urgent, pre_service, post_service, concurrent or disability.")],
    received: Annotated[
        datetime, typer.Option(formats=[*_DAY, "%Y-%m-%dT%H:%M"], help="When the claim, or the appeal, came.")
    ],
    asked: Annotated[datetime | None, typer.Option(formats=_DAY, help="Day on which information was asked.")] = None,
    answered: Annotated[datetime | None, typer.Option(formats=_DAY, help="Day on which it came.")] = None,
    extended: Annotated[
        list[datetime] | None, typer.Option(formats=_DAY, help="Day on which an extension was told of.")
    ] = None,
    is_appeal: Annotated[bool, typer.Option("--appeal", help="Of an appeal.")] = False,
    levels: Annotated[int, typer.Option(help="Levels of appeal of the plan.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Say by when a claim or an appeal is decided (29 CFR 2560.503-1)."""
    from corridor.clocks.erisa import Question, appeal_due, decision_due

    is_timed = (received.hour, received.minute) != (0, 0)
    since = received if is_timed or kind in ("urgent", "concurrent") else received.date()
    questions = () if asked is None else (Question(asked.date(), answered.date() if answered else None),)
    if is_appeal:
        _show([appeal_due(kind, since, levels=levels, is_extended=bool(extended), questions=questions)], as_json)
        return
    told_of = [one.date() for one in extended or ()]
    _show([decision_due(kind, since, questions=questions, extensions=told_of)], as_json)


@app.command()
def cobra(
    loss: Annotated[datetime, typer.Argument(formats=_DAY, help="First day without cover.")],
    event: Annotated[str, typer.Option(help="What ended cover, such as termination or divorce.")] = "termination",
    is_disabled: Annotated[bool, typer.Option("--disabled", help="Found disabled in time.")] = False,
    as_json: AsJson = False,
) -> None:
    """Say the last days of notices, election and first premium under COBRA, and how long cover may go on."""
    from corridor.app.cli.output import day, say
    from corridor.clocks.cobra import election
    from corridor.wording.said import said

    found = election(loss.date(), event=event, is_disabled=is_disabled)
    _show(list(found.days), as_json)
    if not as_json:
        say(
            said(
                "{days} days in all; cover until before {day} at most",
                days=found.total_days,
                day=day(found.cover_until_exclusive),
            )
        )


@app.command()
def pause(
    county: Annotated[str, typer.Argument(help="FIPS code of the county, five digits; two: a state.")],
    first: Annotated[datetime, typer.Option("--from", formats=_DAY, help="First day that does not count.")],
    why: Annotated[str, typer.Option(help="What was declared, and where it is published.")],
    end: Annotated[datetime | None, typer.Option("--to", formats=_DAY, help="First day that counts again.")] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Let clocks stand still for who lives in a county, such as after a disaster."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.desk.acts import do_act
    from corridor.app.services.desk.events import Pause
    from corridor.wording.said import said

    act = Pause(county, first.date(), end.date() if end else None, why, person_of(who))
    done = do_act(opened_sponsor(sponsor), act, day_of(as_of))
    if as_json:
        print_json(done)
    else:
        say(said("clocks of county {county} stand still", county=county))


def _show(found: list[Any], as_json: bool) -> None:
    from corridor.app.cli.output import day, print_json, say
    from corridor.wording.said import said, told

    if as_json:
        print_json([{**vars(one), "why": [told(text) for text in one.why]} for one in found])
        return
    for one in found:
        if one.at is not None:
            say(said("{what}: {moment}", what=_names().get(one.name, one.name), moment=f"{one.at:%Y-%m-%d %H:%M}"))
        else:
            due = day(one.day) if one.day else said("stands still")
            say(said("{what}: {day}", what=_names().get(one.name, one.name), day=due))
        for sentence in one.why:
            typer.echo(f"  {told(sentence)}")


def _names() -> dict[str, Any]:
    from corridor.wording.said import said

    return {
        "decision": said("decision"),
        "appeal": said("decision on the appeal"),
        "employer_notice": said("the employer tells the plan"),
        "election_notice": said("the plan sends the notice"),
        "election": said("last day to elect"),
        "first_premium": said("first premium"),
    }
