"""`corridor queue`: claims that wait for a person, and what is done about them."""

from datetime import datetime
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, Who, day_of, opened_sponsor, person_of

app = typer.Typer(help="Claims that wait for a person.", no_args_is_help=True)

Claims = Annotated[list[str], typer.Argument(help="Corridor's numbers of claims, or their senders'.")]
Claim = Annotated[str, typer.Argument(help="Corridor's number of the claim, or its sender's.")]
Reason = Annotated[str | None, typer.Option(help="Only claims that wait for this reason.")]
Owner = Annotated[str | None, typer.Option(help="Only this person's claims; empty: nobody's.")]
Priority = Annotated[int | None, typer.Option(help="Only claims at least this pressing, 0 to 9.")]
Overdue = Annotated[bool, typer.Option("--overdue", help="Only claims whose clock has run out.")]
AtLeast = Annotated[str | None, typer.Option("--min", help="Only claims that wait with this amount or more.")]
AtMost = Annotated[str | None, typer.Option("--max", help="Only claims that wait with this amount or less.")]
OrderBy = Annotated[str, typer.Option("--order", help="oldest, priority, due or amount.")]


@app.command(name="list")
def list_queue(
    reason: Reason = None,
    owner: Owner = None,
    priority: Priority = None,
    is_overdue: Overdue = False,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    order: OrderBy = "oldest",
    limit: Annotated[int | None, typer.Option(help="How many to show; default: all.")] = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List the claims that wait, the one that has waited longest first."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.desk.queue import queue

    code, on = opened_sponsor(sponsor), day_of(as_of)
    filters = _filters(reason, owner, priority, is_overdue, at_least, at_most)
    found = queue(code, on, filters, order=_order(order), limit=limit)
    if as_json:
        print_json({**vars(found), "pends": [_as_data(one) for one in found.pends]})
    else:
        _print_queue(code, found)


@app.command()
def assign(
    claims: Claims, to: Annotated[str, typer.Option(help="Who works on them.")], sponsor: Sponsor = None
) -> None:
    """Give claims to a person, whoever had them."""
    from corridor.app.cli.output import say
    from corridor.app.services.desk.queue import assign as give
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    done = give(code, _numbers(code, claims), to)
    say(said("{count} claim(s) of {person}", count=done, person=to))


@app.command()
def unassign(claims: Claims, sponsor: Sponsor = None) -> None:
    """Take claims from whoever has them."""
    from corridor.app.cli.output import say
    from corridor.app.services.desk.queue import unassign as take
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    say(said("{count} claim(s) of nobody", count=take(code, _numbers(code, claims))))


@app.command()
def priority(
    claims: Claims, to: Annotated[int, typer.Option(help="0 to 9, 9 the most pressing.")], sponsor: Sponsor = None
) -> None:
    """Say how pressing claims are."""
    from corridor.app.cli.output import say
    from corridor.app.services.desk.queue import set_priority
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    say(
        said(
            "{count} claim(s) of priority {priority}", count=set_priority(code, _numbers(code, claims), to), priority=to
        )
    )


@app.command(name="next")
def next_claim(
    reason: Reason = None,
    priority: Priority = None,
    is_overdue: Overdue = False,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    order: OrderBy = "priority",
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Take the next claim of the filtered list that nobody has: two people never get the same."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.services.desk.queue import assign_next
    from corridor.wording.said import said

    code, on = opened_sponsor(sponsor), day_of(as_of)
    filters = _filters(reason, None, priority, is_overdue, at_least, at_most)
    found = assign_next(code, person_of(who), on, filters, order=_order(order))
    if as_json:
        print_json(_as_data(found) if found else None)
    elif found is None:
        say(said("no claim waits that nobody has"))
    else:
        _print_pends(said("{person} works on", person=person_of(who)), [found])


@app.command()
def again(
    claims: Claims,
    why: Annotated[str, typer.Option(help="Why they are decided again; it is kept.")],
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Decide claims again from scratch, with all claims of their families, under what is known now."""
    from corridor.app.services.desk.acts import do_act
    from corridor.app.services.desk.ways import Again

    code = opened_sponsor(sponsor)
    act = Again(tuple(_numbers(code, claims)), why, person_of(who))
    _print_out(do_act(code, act, day_of(as_of)), as_json)


@app.command()
def release(
    why: Annotated[str, typer.Option(help="Why the holds are lifted; it is kept.")],
    claims: Annotated[list[str] | None, typer.Argument(help="Claims; none: all that the options mean.")] = None,
    reason: Reason = None,
    owner: Owner = None,
    at_least: AtLeast = None,
    at_most: AtMost = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Lift the holds of many claims in one batch; claims that wait for something else are named and left."""
    from corridor.app.services.desk.acts import do_act
    from corridor.app.services.desk.ways import ReleaseMany, waiting_numbers
    from corridor.wording.said import said, told

    code, on = opened_sponsor(sponsor), day_of(as_of)
    if not claims and (reason, owner, at_least, at_most) == (None, None, None, None):
        raise typer.BadParameter(told(said("expected claims, or an option such as --reason that says which")))
    filters = _filters(reason, owner, None, False, at_least, at_most)
    numbers = tuple(_numbers(code, claims)) if claims else waiting_numbers(code, on, filters)
    _print_out(do_act(code, ReleaseMany(numbers, why, person_of(who)), on), as_json)


@app.command()
def ask(
    claim: Claim,
    what: Annotated[str, typer.Option(help="What is asked for.")],
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Write down that information was asked for: the clock stands until it comes, or its time is over."""
    from corridor.app.services.desk.events import Ask

    _event(Ask, claim, what, who, sponsor, as_of, as_json)


@app.command()
def answered(
    claim: Claim,
    what: Annotated[str, typer.Option(help="What came.")],
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Write down that what was asked for has come: the clock goes on."""
    from corridor.app.services.desk.events import Answered

    _event(Answered, claim, what, who, sponsor, as_of, as_json)


@app.command()
def note(
    claim: Claim,
    what: Annotated[str, typer.Option(help="The note.")],
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Write a note to a claim."""
    from corridor.app.services.desk.events import Note

    _event(Note, claim, what, who, sponsor, as_of, as_json)


@app.command()
def kind(
    claim: Claim,
    what: Annotated[str, typer.Option(help="urgent, pre_service, post_service, concurrent or disability.")],
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say under which clock a claim runs."""
    from corridor.app.services.desk.events import SetKind

    _event(SetKind, claim, what, who, sponsor, as_of, as_json)


def _event(
    act: Any, claim: str, what: str, who: str | None, sponsor: str | None, as_of: datetime | None, as_json: bool
) -> None:
    from corridor.app.cli.output import day, print_json, say
    from corridor.app.services.desk.acts import do_act
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    done = do_act(code, act(_numbers(code, [claim])[0], what, person_of(who)), day_of(as_of))
    if as_json:
        print_json(done)
        return
    say(said("claim {claim}: written down", claim=done["claim_number"]))
    if done["answer_due_on"] is not None:
        say(said("to be answered until {day}", day=day(done["answer_due_on"])))


def _numbers(code: str, claims: list[str]) -> list[int]:
    from corridor.app.services.explain import number_of
    from corridor.app.store.tenancy import tenant_transaction

    with tenant_transaction(code) as tx:
        return [number_of(tx, claim) for claim in claims]


def _filters(
    reason: str | None, owner: str | None, priority: int | None, is_overdue: bool, low: str | None, high: str | None
) -> Any:
    from corridor.app.services.desk.queue import Filters
    from corridor.money.cents import parse_cents

    least, most = (None if text is None else parse_cents(text) for text in (low, high))
    return Filters(reason, owner, priority, is_overdue, least, most)


def _order(order: str) -> Any:
    from corridor.app.services.desk.queue import ORDERS
    from corridor.wording.said import listed, said, told

    if order not in ORDERS:
        message = said("order: found {found!r}, expected one of {allowed}", found=order, allowed=listed(ORDERS))
        raise typer.BadParameter(told(message))
    return order


def _as_data(one: Any) -> dict[str, Any]:
    from corridor.wording.said import told

    return {**vars(one), "due": {"day": one.due_on, "why": [told(text) for text in one.due.why]}}


def _print_queue(code: str, found: Any) -> None:
    from corridor.app.cli.output import count, day, say
    from corridor.app.cli.words import reason
    from corridor.wording.said import said

    _print_pends(said("{sponsor}: claims that wait", sponsor=code), found.pends)
    since = day(found.oldest_on) if found.oldest_on else "-"
    say(
        said(
            "{count} wait, {overdue} overdue, the oldest since {since}",
            count=count(found.count),
            overdue=count(found.overdue),
            since=since,
        )
    )
    for name, number in found.by_reason.items():
        say(said("{count}: {reason}", count=count(number), reason=reason(name)))


def _print_pends(title: Any, found: Any) -> None:
    from corridor.app.cli.output import count, day, money, print_table
    from corridor.app.cli.words import reason
    from corridor.wording.said import listed, said

    rows = [
        [
            one.claim_number,
            one.claim_id,
            listed(reason(code) for code in one.reasons),
            day(one.since),
            count(one.age_days),
            day(one.due_on) if one.due_on else said("stands still"),
            money(one.charge_cents),
            one.owner,
            one.priority,
        ]
        for one in found
    ]
    heads = (
        said("claim"),
        said("sender's number"),
        said("reason"),
        said("since"),
        said("days"),
        said("due"),
        said("charge"),
        said("owner"),
        said("priority"),
    )
    print_table(title, heads, rows, numbers=(4, 6, 8))


def _print_out(out: Any, as_json: bool) -> None:
    from corridor.app.cli.output import count, print_json, say
    from corridor.app.cli.words import reason
    from corridor.wording.said import listed, said

    if as_json:
        print_json(vars(out))
        return
    say(
        said(
            "{released} released, {redecided} decided differently",
            released=count(len(out.released)),
            redecided=count(out.redecided),
        )
    )
    for claims, sentence in ((out.refused, "left"), (out.still_pended, "waits")):
        for number, reasons in claims:
            told = listed(reason(one) for one in reasons)
            if sentence == "left":
                say(said("claim {claim} was left: {reasons} is no hold", claim=number, reasons=told), err=True)
            else:
                say(said("claim {claim} waits: {reasons}", claim=number, reasons=told))
