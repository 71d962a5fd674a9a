"""`corridor readjudicate`, `corridor letters`, `corridor rescission`: changes of the past, and whom they ask."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from corridor.app.cli.options import AsJson, AsOf, Sponsor, day_of, opened_sponsor

Day = Annotated[datetime, typer.Option(formats=["%Y-%m-%d"])]


def register(app: typer.Typer) -> None:
    app.command()(readjudicate)
    app.command()(letters)
    app.command()(rescission)


def readjudicate(
    since: Annotated[
        datetime, typer.Option("--since", formats=["%Y-%m-%d"], help="Look at what came in from this day on.")
    ],
    because: Annotated[str, typer.Option("--because", help="The reason; it is kept.")],
    family: Annotated[str | None, typer.Option("--family", help="Keep to the family of this employee.")] = None,
    plan: Annotated[str | None, typer.Option("--plan", help="Keep to families with claims under this plan.")] = None,
    provider: Annotated[
        str | None, typer.Option("--provider", help="Keep to families with claims of this billing NPI.")
    ] = None,
    commit: Annotated[
        bool, typer.Option("--commit/--dry-run", help="Write it; by default the effect is shown and nothing written.")
    ] = False,
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Decide again the families that what came since a day touches: the effect first, with --commit for good."""
    from corridor.app.cli.output import print_json
    from corridor.app.services.readjudication.asked import Asked
    from corridor.app.services.readjudication.run import readjudicate as run

    asked = Asked(since.date(), because, family, plan, provider)
    done = run(opened_sponsor(sponsor), asked, day_of(as_of), is_dry_run=not commit)
    if as_json:
        from dataclasses import asdict

        print_json(asdict(done))
    else:
        _tell(done)


def _tell(done: Any) -> None:
    from corridor.app.cli.output import count, money, say
    from corridor.app.cli.words import CAUSES, word
    from corridor.wording.said import said

    effect = done.effect
    say(said("families touched: {families}", families=count(done.families)))
    for cause, families in sorted(done.by_cause.items()):
        say(said("  by {cause}: {families}", cause=word(CAUSES, cause), families=count(families)))
    say(
        said(
            "decided otherwise: {claims} claims, {lines} lines", claims=count(effect.claims), lines=count(effect.lines)
        )
    )
    say(said("the plan pays more by {cents}", cents=money(effect.plan_moved_cents)))
    say(said("members pay more by {cents}", cents=money(effect.member_moved_cents)))
    for one in effect.asked_back:
        say(
            said(
                "asked back of {payee} under {plan}: {cents}",
                payee=one.payee,
                plan=one.plan_code,
                cents=money(one.amount_cents),
            )
        )
    for left in effect.not_asked_back:
        say(
            said(
                "claim {claim}: {cents} were paid before the look-back of {plan} and are not asked back",
                claim=left.claim_number,
                cents=money(left.amount_cents),
                plan=left.plan_code,
            )
        )
    for held in done.held:
        say(held.text)
    if done.seq is None:
        say(said("nothing was written; `--commit` writes it"))
    else:
        say(said("batch {batch}, letters: {letters}", batch=done.seq, letters=count(done.letters)))


def letters(
    out: Annotated[Path | None, typer.Option("--out", help="Write the letters as PDF files into this folder.")] = None,
    language: Annotated[
        Literal["en", "tr"] | None, typer.Option("--language", help="Language of the letters; default: yours.")
    ] = None,
    sponsor: Sponsor = None,
    as_json: AsJson = False,
) -> None:
    """List the letters that ask money back; with --out, write their files."""
    from corridor.app.cli.output import day, money, print_json, print_table, say
    from corridor.app.services.letters import letter_files, letters_of
    from corridor.wording.language import current_language
    from corridor.wording.said import said

    code, spoken = opened_sponsor(sponsor), language or current_language()
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in letter_files(code, spoken):
            (out / name).write_bytes(content)
            say(said("wrote {file}", file=out / name), err=True)
    found = letters_of(code, spoken)
    if as_json:
        print_json([vars(one) for one in found])
        return
    rows = [
        (one.letter_number, day(one.written_on), one.payee, one.plan_code, money(one.amount_cents)) for one in found
    ]
    heads = (said("letter"), said("written on"), said("payee"), said("plan"), said("asked back"))
    print_table(said("Letters that ask money back"), heads, rows, numbers=(4,))


def rescission(
    member: Annotated[str | None, typer.Argument(help="The member of whom something was found.")] = None,
    finding: Annotated[str | None, typer.Option("--finding", help="fraud or misrepresentation.")] = None,
    noticed: Annotated[
        datetime | None, typer.Option("--noticed", formats=["%Y-%m-%d"], help="Day of the written notice.")
    ] = None,
    why: Annotated[str, typer.Option("--why", help="What the finding rests on; it is kept.")] = "",
    sponsor: Sponsor = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """List ends of medical cover that are held back; or record a finding that lets a member's end take effect."""
    from corridor.app.cli.output import print_json, say
    from corridor.app.cli.words import counted
    from corridor.app.services.rescission import held_ends, record_finding
    from corridor.wording.said import said, told

    code, today = opened_sponsor(sponsor), day_of(as_of)
    if member is not None:
        if finding is None or noticed is None:
            raise typer.BadParameter(told(said("expected --finding and --noticed beside a member")))
        done = record_finding(code, member, finding, noticed.date(), why, today)
        if as_json:
            print_json(vars(done))
        else:
            say(said("recorded as batch {batch}: {counts}", batch=done.seq, counts=counted(dict(done.counts))))
        return
    held = held_ends(code, today)
    if as_json:
        print_json([vars(one) for one in held])
        return
    say(said("ends of medical cover held back: {count}", count=len(held)))
    for one in held:
        say(one.text)
