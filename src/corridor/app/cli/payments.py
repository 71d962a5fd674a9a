"""`corridor payments` and `corridor deposit`: from what is payable to what the bank has paid, step by step."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, Who, day_of, named_file, opened_sponsor, person_of

app = typer.Typer(help="Payments where deposits are confirmed, step by step.", no_args_is_help=True)

Run = Annotated[str | None, typer.Option(help="Number of the run; default: the last one.")]
Number = Annotated[str, typer.Argument(help="Number of the payment.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day at the bank; default: the day of work.")]


def register(main: typer.Typer) -> None:
    main.add_typer(app, name="payments")
    main.command()(deposit)


def deposit(
    amount: Annotated[str, typer.Argument(help="What came in, e.g. 12500.00.")],
    received: Day = None,
    call: Annotated[str | None, typer.Option(help="The call that it answers; default: the oldest first.")] = None,
    number: Annotated[str | None, typer.Option(help="The bank's reference; the same one is refused twice.")] = None,
    currency: Annotated[str | None, typer.Option(help="ISO 4217; another than the sponsor's is refused.")] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Record money that the employer sent: it answers the calls that wait for it."""
    from corridor.app.cli.output import money, print_json, say
    from corridor.app.services.payments.deposits import Deposit
    from corridor.money.cents import parse_cents
    from corridor.wording.said import said

    on = received.date() if received else day_of(as_of)
    rows = _do(sponsor, Deposit(person_of(who), parse_cents(amount), on, call, number, currency), as_of).to_dicts()
    if as_json:
        print_json(rows)
        return
    for row in rows:
        amount_said = money(row["amount_cents"])
        say(
            said(
                "{deposit}: {amount} for call {call}",
                deposit=row["deposit_number"],
                amount=amount_said,
                call=row["call_number"],
            )
        )


@app.command()
def prepare(who: Who = None, sponsor: Sponsor = None, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Prepare a run: what is payable becomes candidates, which are held, and the money for them is called."""
    from corridor.app.cli.output import print_json
    from corridor.app.cli.payments_said import say_prepared
    from corridor.app.services.payments.preparing import Prepare

    run = _do(sponsor, Prepare(person_of(who)), as_of)
    if as_json:
        print_json({**vars(run), "payable_cents": run.payable_cents, "candidates": run.candidates.to_dicts()})
    else:
        say_prepared(run)


@app.command()
def approve(
    run: Run = None, who: Who = None, sponsor: Sponsor = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Approve a run; above the arrangement's limit another person has to as well."""
    from corridor.app.cli.output import money, print_json, say
    from corridor.app.services.payments.approving import Approve
    from corridor.wording.said import said

    done = _do(sponsor, Approve(person_of(who), run), as_of)
    if as_json:
        print_json(vars(done))
    elif done.is_complete:
        say(said("{run}: approved, {amount}", run=done.run_number, amount=money(done.amount_cents)))
    else:
        say(
            said(
                "{run}: approved by one person, {amount}; another has to",
                run=done.run_number,
                amount=money(done.amount_cents),
            )
        )


@app.command()
def release(
    run: Run = None, who: Who = None, sponsor: Sponsor = None, as_of: AsOf = None, as_json: AsJson = False
) -> None:
    """Issue what is funded, oldest first; what is not stays, and whom it affects is said, with exit code 1."""
    from corridor.app.cli.output import print_json
    from corridor.app.cli.payments_said import released_data, say_released
    from corridor.app.services.payments.releasing import Release

    done = _do(sponsor, Release(person_of(who), run), as_of)
    if as_json:
        print_json(released_data(done))
    else:
        say_released(done)
    raise typer.Exit(1 if done.unfunded.height else 0)


@app.command()
def send(
    folder: Annotated[Path | None, typer.Option(help="Where files are put; default: `outbox` in the home.")] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Put files that have not left into the outbox, each whole, and mark them sent; again after a crash, none twice."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.config.environment import home_folder
    from corridor.app.services.payments.sending import OUTBOX_FOLDER
    from corridor.app.services.payments.sending import send as send_files
    from corridor.app.services.payments.steps import do_step
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    outbox = folder or home_folder() / OUTBOX_FOLDER / code
    steps = {"written": said("written"), "sent": said("sent")}

    def told(step: str, name: str) -> None:
        if not as_json:
            say(said("{file}: {step}", file=name, step=steps[step]))

    names = send_files(code, outbox, day_of(as_of), person_of(who), do_step, told=told)
    if as_json:
        print_json({"folder": str(outbox), "files": names})
    elif not names:
        say(said("nothing waits to be sent"))


@app.command()
def clear(
    number: Number,
    amount: Annotated[str | None, typer.Option(help="What the bank paid; another amount is refused.")] = None,
    on: Day = None,
    reference: Annotated[str | None, typer.Option(help="The bank's reference.")] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Record that the bank paid a payment."""
    from corridor.app.services.payments.life import Clear
    from corridor.money.cents import parse_cents

    cents = None if amount is None else parse_cents(amount)
    _live(sponsor, Clear(person_of(who), number, cents, on.date() if on else None, reference), as_of, as_json)


@app.command()
def void(
    number: Number,
    reason: Reason,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Stop a payment that the bank has not paid; what it paid is payable again."""
    from corridor.app.services.payments.life import Void

    _live(sponsor, Void(person_of(who), number, reason), as_of, as_json)


@app.command()
def stale(
    number: Annotated[str | None, typer.Argument(help="Number of the payment; none: every cheque that is due.")] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Mark cheques that nobody presented in time: the money is owed still, and no longer on its way."""
    from corridor.app.cli.output import say
    from corridor.app.services.payments.life import GoStale
    from corridor.app.services.payments.standing import stale_due
    from corridor.wording.said import said

    code = opened_sponsor(sponsor)
    numbers = [number] if number else stale_due(code, day_of(as_of))
    for one in numbers:
        _live(code, GoStale(person_of(who), one), as_of, as_json)
    if not numbers and not as_json:
        say(said("no cheque is stale"))


@app.command()
def reissue(
    number: Number,
    reason: Reason,
    approver: Annotated[str | None, typer.Option(help="Another person, who approves it above the limit.")] = None,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Pay a stale payment again, as a cheque under a number of its own."""
    from corridor.app.services.payments.reissuing import Reissue

    _live(sponsor, Reissue(person_of(who), number, reason, approver), as_of, as_json)


@app.command()
def escheat(
    number: Number,
    reason: Reason,
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Hand a stale payment to the state as unclaimed property."""
    from corridor.app.services.payments.life import Escheat

    _live(sponsor, Escheat(person_of(who), number, reason), as_of, as_json)


@app.command()
def returned(
    number: Number,
    code: Annotated[str, typer.Option(help="Code of the return, R01 to R85.")],
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Record that the bank sent a payment back; what it paid is payable again."""
    from corridor.app.services.payments.life import Return

    _live(sponsor, Return(person_of(who), number, code), as_of, as_json)


@app.command()
def returns(
    file: Annotated[Path, typer.Argument(help="An ACH file of returns and notifications of change.")],
    who: Who = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Take in what the bank sent back: payments are payable again, accounts blocked, corrections wait."""
    from corridor.app.cli.output import print_json
    from corridor.app.cli.payments_said import say_returns
    from corridor.app.services.payments.returns import take_in_returns

    done = take_in_returns(opened_sponsor(sponsor), named_file(file), person_of(who), day_of(as_of))
    if as_json:
        print_json(vars(done))
    else:
        say_returns(done)


@app.command(name="list")
def list_payments(
    state: Annotated[str | None, typer.Option(help="Only those that stand so, e.g. outstanding.")] = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """List payments with where each stands, and the sums: issued = cleared + outstanding + void + stale."""
    from corridor.app.cli.output import print_json
    from corridor.app.cli.payments_said import say_standing
    from corridor.app.services.payments.standing import standing

    rows, shares = standing(opened_sponsor(sponsor), state)
    if as_json:
        print_json({"payments": rows.to_dicts(), "shares": shares})
    else:
        say_standing(rows, shares)


@app.command(name="1099")
def forms_1099(
    year: Annotated[int, typer.Option(help="Calendar year.")], sponsor: Sponsor = None, as_json: AsJson = False
) -> None:
    """Sum what was paid to each provider in a calendar year, and what was withheld: what information returns say."""
    from corridor.app.cli.output import print_json
    from corridor.app.cli.payments_said import say_1099
    from corridor.app.services.payments.information_returns import totals_of_year

    rows = totals_of_year(opened_sponsor(sponsor), year).to_dicts()
    if as_json:
        print_json(rows)
    else:
        say_1099(year, rows)


def _do(sponsor: str | None, step: Any, as_of: datetime | None) -> Any:
    from corridor.app.services.payments.steps import do_step

    return do_step(opened_sponsor(sponsor), step, day_of(as_of))


def _live(sponsor: str | None, step: Any, as_of: datetime | None, as_json: bool) -> None:
    from corridor.app.cli.output import print_json
    from corridor.app.cli.payments_said import say_lived

    done = _do(sponsor, step, as_of)
    if as_json:
        print_json(done)
    else:
        say_lived(done)
