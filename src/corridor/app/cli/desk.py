"""`corridor override` and `corridor appeal`: what people decide against the edits, and what is asked for again."""

from datetime import datetime
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, Who, day_of, opened_sponsor, person_of

override = typer.Typer(help="Decisions of people against the edits.", no_args_is_help=True)
appeal = typer.Typer(help="Appeals and external review.", no_args_is_help=True)

Claim = Annotated[str, typer.Argument(help="Corridor's number of the claim, or its sender's.")]
Number = Annotated[int, typer.Argument(help="Its number.")]
Lines = Annotated[list[int] | None, typer.Option("--line", help="Lines of the claim; none: all.")]
Why = Annotated[str, typer.Option(help="Why; it is kept.")]
Authority = Annotated[str, typer.Option(help="Under which authority, such as a rule of the claims manual.")]
Role = Annotated[str | None, typer.Option(help="Role of the person, whose limit holds where the person has none.")]
Allowed = Annotated[str | None, typer.Option(help="Of allow: the amount, e.g. 120.00.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def register(app: typer.Typer) -> None:
    app.add_typer(override, name="override")
    app.add_typer(appeal, name="appeal")


def do(sponsor: str | None, act: Any, as_of: datetime | None, as_json: bool) -> None:
    from corridor.app.cli.output import print_json
    from corridor.app.services.desk.acts import do_act

    done = do_act(opened_sponsor(sponsor), act, day_of(as_of))
    if as_json:
        print_json(done if isinstance(done, dict) else _data(done))
    else:
        _tell(done)


def claim_of(sponsor: str | None, claim: str) -> int:
    from corridor.app.services.explain import number_of
    from corridor.app.store.tenancy import tenant_transaction

    with tenant_transaction(opened_sponsor(sponsor)) as tx:
        return number_of(tx, claim)


def cents_of(text: str | None) -> int | None:
    from corridor.money.cents import parse_cents

    return None if text is None else parse_cents(text)


@override.command()
def propose(
    claim: Claim,
    action: Annotated[str, typer.Option(help="pay, deny or allow.")],
    why: Why,
    authority: Authority,
    lines: Lines = None,
    allowed: Allowed = None,
    who: Who = None,
    role: Role = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Decide lines against the edits: at once within the person's limit, above it when another approves."""
    from corridor.app.services.desk.overriding import Propose

    act = Propose(
        claim_of(sponsor, claim), tuple(lines or ()), action, why, person_of(who), authority, cents_of(allowed), role
    )
    do(sponsor, act, as_of, as_json)


@override.command()
def approve(
    number: Number,
    authority: Authority,
    who: Who = None,
    role: Role = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Approve an override that another person proposed; the claim is decided again."""
    from corridor.app.services.desk.overriding import Approve

    do(sponsor, Approve(number, person_of(who), authority, None, role), as_of, as_json)


@override.command()
def refuse(
    number: Number, why: Why, who: Who = None, sponsor: Sponsor = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Refuse an override that waits."""
    from corridor.app.services.desk.overriding import Refuse

    do(sponsor, Refuse(number, person_of(who), why), as_of, as_json)


@override.command()
def end(
    number: Number,
    why: Why,
    authority: Authority,
    who: Who = None,
    role: Role = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """End an override that holds: the plan decides the claim again."""
    from corridor.app.services.desk.overriding import End

    do(sponsor, End(number, person_of(who), authority, why, role), as_of, as_json)


@override.command()
def limit(
    holder: Annotated[str, typer.Argument(help="A person, or role: and a role's code.")],
    amount: Annotated[str, typer.Option(help="Up to which the holder decides alone, e.g. 5000.00.")],
    authority: Authority,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say up to which amount a person or a role decides alone, from the day on."""
    from corridor.app.services.desk.overriding import SetAuthority

    do(sponsor, SetAuthority(holder, cents_of(amount) or 0, day_of(as_of), authority, person_of(who)), as_of, as_json)


@override.command(name="list")
def list_overrides(
    state: Annotated[str | None, typer.Option(help="Only proposed, approved, refused or ended ones.")] = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """List overrides, newest first."""
    from corridor.app.services.desk.overriding import overrides

    _list(overrides(opened_sponsor(sponsor), state=state), as_json)


@appeal.command(name="file")
def file_appeal(
    claim: Claim,
    why: Why,
    notice: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of the denial's notice; default: of the decision."),
    ] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """File an appeal, or its next level."""
    from corridor.app.services.desk.appeals import File

    act = File(claim_of(sponsor, claim), why, person_of(who), notice.date() if notice else None)
    do(sponsor, act, as_of, as_json)


@appeal.command()
def decide(
    number: Number,
    outcome: Annotated[str, typer.Option(help="upheld, overturned or partly_overturned.")],
    why: Why,
    remedy: Annotated[str, typer.Option(help="What carries an overturned one out: pay or allow.")] = "pay",
    lines: Lines = None,
    allowed: Allowed = None,
    is_external: Annotated[bool, typer.Option("--external", help="The reviewer's decision: it binds.")] = False,
    who: Who = None,
    role: Role = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Decide an appeal; what is overturned is carried out by an override."""
    from corridor.app.services.desk.appeals import Decide, DecideExternal

    given = (number, outcome, why, person_of(who), remedy, tuple(lines or ()), cents_of(allowed))
    do(sponsor, DecideExternal(*given) if is_external else Decide(*given, role), as_of, as_json)


@appeal.command()
def external(
    number: Number,
    issue: Annotated[str, typer.Option(help="medical_judgement, rescission or surprise_billing.")],
    why: Why,
    reviewers: Annotated[list[str], typer.Option("--reviewer", help="An independent organisation; at least three.")],
    is_expedited: Annotated[bool, typer.Option("--expedited", help="It cannot wait.")] = False,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Ask for an external review; it goes to the organisation whose turn it is."""
    from corridor.app.services.desk.appeals import AskExternal

    act = AskExternal(number, issue, why, person_of(who), tuple(reviewers), is_expedited)
    do(sponsor, act, as_of, as_json)


@appeal.command(name="list")
def list_appeals(
    is_all: Annotated[bool, typer.Option("--all", help="Decided ones too.")] = False,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """List the appeals that wait, with the day on which each is due."""
    from corridor.app.services.desk.appeals import appeals

    _list(appeals(opened_sponsor(sponsor), is_all=is_all), as_json)


def _data(one: Any) -> Any:
    from corridor.wording.said import told

    due = getattr(one, "due", None)
    return {**vars(one), **({"due": {"day": due.day, "why": [told(text) for text in due.why]}} if due else {})}


def _list(found: list[Any], as_json: bool) -> None:
    from corridor.app.cli.output import print_json, say
    from corridor.wording.said import said

    if as_json:
        print_json([_data(one) for one in found])
        return
    if not found:
        say(said("none"))
    for one in found:
        _tell(one)


def _tell(one: Any) -> None:
    """An override, an appeal, or what was written down, as a sentence."""
    from corridor.app.cli.output import day, money, say
    from corridor.wording.said import said

    if isinstance(one, dict):
        say(said("written down"))
    elif hasattr(one, "action"):
        say(
            said(
                "override {number}, claim {claim}: {action}, {amount}, {state}; {who}, {authority}: {why}",
                number=one.override_number,
                claim=one.claim_number,
                action=_words()[one.action],
                amount=money(one.amount_cents),
                state=_words()[one.state],
                who=one.who,
                authority=one.authority,
                why=one.why,
            )
        )
    else:
        due = day(one.due.day) if one.due and one.due.day else "-"
        say(
            said(
                "appeal {number}, claim {claim}, level {level}: {state}, due {due}",
                number=one.appeal_number,
                claim=one.claim_number,
                level=one.level,
                state=_words()[one.state],
                due=due,
            )
        )
        if one.reviewer:
            say(said("reviewed by {reviewer}", reviewer=one.reviewer))


def _words() -> dict[str, Any]:
    from corridor.wording.said import said

    return {
        "pay": said("pay"),
        "deny": said("deny"),
        "allow": said("allow an amount"),
        "proposed": said("waits for a second person"),
        "approved": said("approved"),
        "refused": said("refused"),
        "ended": said("ended"),
        "open": said("open"),
        "upheld": said("upheld"),
        "overturned": said("overturned"),
        "partly_overturned": said("partly overturned"),
        "external": said("in external review"),
    }
