"""`corridor cob` and `corridor release`: who pays first, and holds that an examiner lifts."""

from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, day_of, opened_sponsor


def register(app: typer.Typer) -> None:
    app.command()(cob)
    app.command()(release)


def cob(
    facts: Annotated[
        list[str] | None,
        typer.Argument(
            help="Facts of the two plans, such as own_through=self other_through=spouse other_status=retired."
        ),
    ] = None,
    member: Annotated[
        str | None, typer.Option(help="A member's id: what is known of the member's other plans.")
    ] = None,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say which plan pays first and why: of two plans by their facts, or of a member's plans as they are known."""
    from corridor.app.cli.output import day, print_json, say
    from corridor.claims.order.answer import facts_from, order_of_benefits
    from corridor.wording.said import said, told

    on = day_of(as_of)
    if bool(facts) == bool(member):
        raise typer.BadParameter(told(said("expected either facts, such as own_through=self, or --member")))
    if member is None:
        answer = order_of_benefits(day=on, **facts_from(_parted(facts or [])))
        if as_json:
            print_json({**vars(answer), "why": [told(sentence) for sentence in answer.why]})
        for sentence in [] if as_json else answer.why:
            say(sentence)
        return
    from corridor.app.services.other_plans import order_for

    placed = order_for(opened_sponsor(sponsor), member, on)
    if as_json:
        rows = [
            {**vars(one), "order": vars(one.order), "why": [told(text) for text in one.order.why]} for one in placed
        ]
        print_json(rows)
        return
    if not placed:
        say(said("no other plan is known on {day}", day=day(on)))
    for one in placed:
        say(said("{product}, beside {payer} ({kind}):", product=one.product, payer=one.payer, kind=one.kind))
        for sentence in one.order.why:
            typer.echo(f"  {told(sentence)}")


def _parted(facts: list[str]) -> dict[str, str]:
    """`name=value` texts by name."""
    from corridor.wording.said import said, told

    wrong = [fact for fact in facts if "=" not in fact]
    if wrong:
        raise typer.BadParameter(told(said("found {fact!r}, expected fact=value", fact=wrong[0])))
    return dict(fact.split("=", 1) for fact in facts)


def release(
    claim: Annotated[str, typer.Argument(help="Corridor's number of the claim, or the sender's.")],
    why: Annotated[str, typer.Option(help="Why the hold is lifted; it is kept.")],
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Lift the hold on a claim that waits for an examiner, and decide it again."""
    from corridor.app.cli.output import money, print_json, say
    from corridor.app.cli.words import STATUSES, reason, word
    from corridor.app.services.release import release as lift
    from corridor.wording.said import listed, said

    done = lift(opened_sponsor(sponsor), claim, why, day_of(as_of))
    if as_json:
        print_json({**vars(done), "decisions": done.decisions.to_dicts()})
        return
    lifted = listed(reason(one) for one in done.reasons)
    say(said("claim {number}: lifted {reasons}", number=done.claim_number, reasons=lifted))
    for row in done.decisions.to_dicts():
        say(
            said(
                "line {line}: {status} ({reason}), charge {charge}, plan pays {paid}",
                line=row["line_number"],
                status=word(STATUSES, row["status"]),
                reason=reason(row["reason"]),
                charge=money(row["charge_cents"]),
                paid=money(row["plan_paid_cents"]),
            )
        )
