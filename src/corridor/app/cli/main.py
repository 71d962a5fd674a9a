"""`corridor`: the program that the command line starts."""

import gc
import os
import sys
import traceback
from typing import Any

import typer

from corridor.app.cli import (
    adjudicate,
    bank,
    claims,
    clocks,
    codes,
    coordination,
    demo,
    desk,
    eob,
    init,
    intake,
    jobs,
    ledger,
    operate,
    partner,
    payee,
    payments,
    plan,
    price,
    quality,
    queue,
    readjudication,
    replay,
    reprice,
    serve,
    sponsor,
    stoploss,
    store,
    subrogation,
    takeover,
    trace,
    user,
)
from corridor.app.cli.help import is_usage_error, show_usage_error, speak_help
from corridor.app.cli.language import LanguageError, add_language_option, language_and_rest
from corridor.wording.language import current_language, language_of, speaking
from corridor.wording.said import said, told

app = typer.Typer(
    name="corridor",
    help="Runs self-funded employee benefit plans: decisions, the employer's money, stop-loss.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (
    init,
    demo,
    intake,
    takeover,
    claims,
    coordination,
    eob,
    adjudicate,
    price,
    replay,
    store,
    operate,
    serve,
    readjudication,
    trace,
):
    module.register(app)
app.add_typer(ledger.app, name="ledger")
app.add_typer(sponsor.app, name="sponsor")
app.add_typer(plan.app, name="plan")
app.add_typer(stoploss.app, name="stoploss")
app.add_typer(subrogation.app, name="subrogation")
app.add_typer(user.app, name="user")
app.add_typer(codes.app, name="codes")
app.add_typer(queue.app, name="queue")
app.add_typer(clocks.app, name="clocks")
desk.register(app)
quality.register(app)
app.add_typer(reprice.app, name="reprice")
app.add_typer(jobs.app, name="jobs")
app.add_typer(partner.app, name="partner")
app.add_typer(bank.app, name="bank")
payments.register(app)
app.add_typer(payee.app, name="payee")


def program() -> Any:
    """The commands as a tree, each with `--lang`."""
    command = typer.main.get_command(app)
    add_language_option(command)
    return command


SELDOM = (50_000, 20, 100)
"""How often a command looks for cycles of garbage: it makes few, and each full look goes through all that it loaded."""


def run() -> None:
    """Run a command; an error in what the user gave is one line on stderr and exit code 1, never a trace."""
    gc.set_threshold(*SELDOM)
    try:
        language, arguments = language_and_rest(sys.argv[1:], os.environ)
    except LanguageError as error:
        print(told(error, language_of(os.environ)), file=sys.stderr)
        sys.exit(1)
    with speaking(language):
        sys.exit(_run(arguments))


def _run(arguments: list[str]) -> int:
    """The exit code of a command."""
    command = program()
    if current_language() != "en":
        speak_help(command)
    try:
        return command.main(arguments, prog_name=app.info.name, standalone_mode=False) or 0
    except typer.Abort:
        print(told(said("aborted")), file=sys.stderr)
        return 1
    except Exception as error:
        if is_usage_error(error):
            show_usage_error(error)
            return error.exit_code
        if not is_ours(error):
            traceback.print_exc()
            return 70
        print(told(_message_of(error)), file=sys.stderr)
        return 1


def _message_of(error: Exception) -> Any:
    """What to tell of an error that is ours."""
    if isinstance(error, IsADirectoryError):
        return said("{file}: found a folder, expected a file to read", file=error.filename)
    if isinstance(error, OSError):
        return said("{file}: found no such file, expected one to read", file=error.filename)
    return error


def is_ours(error: BaseException) -> bool:
    """Whether the error says what is the matter with the input: one of Corridor's own, or a file that is not there."""
    return type(error).__module__.startswith("corridor.") or isinstance(error, (FileNotFoundError, IsADirectoryError))
