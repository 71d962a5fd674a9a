"""`corridor user …`: people who sign in, and their seats."""

import sys
from typing import Annotated

import typer

from corridor.app.cli.options import AsJson, Sponsor

app = typer.Typer(help="People who sign in, and what each may do where.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(help="The address a person signs in with.")]
FromStdin = Annotated[bool, typer.Option("--password-stdin", help="Read the password from standard input.")]


@app.command()
def add(
    email: Email,
    role: Annotated[str, typer.Option(help="examiner, finance, treasurer, actuary, member, operator or auditor.")],
    sponsor: Sponsor = None,
    member: Annotated[str | None, typer.Option(help="For the role member: the member's id.")] = None,
    password_stdin: FromStdin = False,
) -> None:
    """Give a person a seat at a sponsor; a new person gets a password, which is shown once."""
    from corridor.app.cli.output import say
    from corridor.wording.said import said

    code = _opened(sponsor)
    from corridor.app.services.access.people import add_person

    added = add_person(email, role, code, actor=_actor(), member_id=member, password=_given(password_stdin))
    if added.password:
        say(
            said(
                "made {email}, {role} at {sponsor}; password, shown once: {password}",
                email=added.email,
                role=role,
                sponsor=code,
                password=added.password,
            )
        )
    else:
        say(said("{email} is {role} at {sponsor}", email=added.email, role=role, sponsor=code))


@app.command()
def password(email: Email, password_stdin: FromStdin = False) -> None:
    """Give a person another password, which is shown once unless it was read from standard input."""
    from corridor.app.cli.output import say
    from corridor.wording.said import said

    _opened_for_people()
    from corridor.app.services.access.people import new_password

    made = new_password(email, actor=_actor(), password=_given(password_stdin))
    say(said("new password, shown once: {password}", password=made) if made else said("the password is changed"))


@app.command()
def remove(email: Email) -> None:
    """Take all seats from a person, who cannot sign in any more."""
    from corridor.app.cli.output import say
    from corridor.wording.said import said

    _opened_for_people()
    from corridor.app.services.access.people import shut_out

    shut_out(email, actor=_actor())
    say(said("{email} has no seat any more and cannot sign in", email=email))


@app.command("list")
def list_all(as_json: AsJson = False) -> None:
    """The people and their seats."""
    from corridor.app.cli.output import print_json, print_table
    from corridor.wording.said import said

    _opened_for_people()
    from corridor.app.services.access.people import people

    rows = people()
    if as_json:
        print_json([dict(zip(("email", "sponsor", "role", "is_active"), row, strict=True)) for row in rows])
        return
    heads = (said("address"), said("sponsor"), said("role"), said("may sign in"))
    print_table(said("People"), heads, [(*row[:3], said("yes") if row[3] else said("no")) for row in rows])


@app.command()
def demo(sponsor: Sponsor = None, password_stdin: FromStdin = False) -> None:
    """Make one person for each role at the demo employer, all with one password, which is shown once."""
    import secrets

    from corridor.app.cli.output import say
    from corridor.wording.said import said

    code = _opened(sponsor)
    from corridor.app.services.access.demo import add_demo_people

    word = _given(password_stdin) or secrets.token_urlsafe(12)
    for role, email in add_demo_people(code, word, actor=_actor()):
        say(said("{role}: {email}", role=role, email=email))
    if not password_stdin:
        say(said("password of all of them, shown once: {password}", password=word))


token_app = typer.Typer(help="Tokens by which another system asks in a person's seat.", no_args_is_help=True)
app.add_typer(token_app, name="token")
TokenName = Annotated[str, typer.Argument(help="What the token is called, such as the system that has it.")]


@token_app.command("make")
def make_token(name: TokenName, email: Email, sponsor: Sponsor = None) -> None:
    """Make a token for a person's seat at a sponsor; it is shown once."""
    from corridor.app.cli.output import say
    from corridor.wording.said import said

    code = _opened(sponsor)
    from corridor.app.services.access.tokens import make_token as make

    token = make(email, code, name, actor=_actor())
    say(
        said(
            "token {name} of {email} at {sponsor}, shown once: {token}",
            name=name,
            email=email,
            sponsor=code,
            token=token,
        )
    )


@token_app.command("revoke")
def revoke_token(name: TokenName, sponsor: Sponsor = None) -> None:
    """Let nobody ask by a token any more."""
    from corridor.app.cli.output import say
    from corridor.wording.said import said

    code = _opened(sponsor)
    from corridor.app.services.access.tokens import revoke_token as revoke

    revoke(code, name, actor=_actor())
    say(said("token {name} of {sponsor} is revoked", name=name, sponsor=code))


@token_app.command("list")
def list_tokens(sponsor: Sponsor = None, as_json: AsJson = False) -> None:
    """The tokens of a sponsor, without the tokens themselves."""
    from corridor.app.cli.output import print_json, print_table
    from corridor.wording.said import said

    code = _opened(sponsor)
    from corridor.app.services.access.tokens import tokens

    rows = tokens(code)
    if as_json:
        print_json([vars(row) for row in rows])
        return
    heads = (said("name"), said("address"), said("made"), said("revoked"))
    told = [
        (row.name, row.email, f"{row.made_at:%Y-%m-%d}", said("yes") if row.is_revoked else said("no")) for row in rows
    ]
    print_table(said("Tokens"), heads, told)


def _opened(sponsor: str | None) -> str:
    from corridor.app.services.sponsors import chosen_sponsor

    _opened_for_people()
    return chosen_sponsor(sponsor)


def _opened_for_people() -> None:
    from corridor.app.config import environment
    from corridor.app.services.access.opening import open_for_adding

    open_for_adding(environment.home_folder())


def _given(from_stdin: bool) -> str | None:
    return sys.stdin.readline().rstrip("\n") if from_stdin else None


def _actor() -> str:
    import getpass

    return getpass.getuser()
