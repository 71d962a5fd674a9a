"""`corridor`: the program that the command line starts."""

import sys
import traceback

import typer

from corridor.app.cli import adjudicate, claims, demo, intake, ledger, sponsor, store

app = typer.Typer(
    name="corridor",
    help="Runs self-funded employee benefit plans: decisions, the employer's money, stop-loss.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (demo, intake, claims, adjudicate, store):
    module.register(app)
app.add_typer(ledger.app, name="ledger")
app.add_typer(sponsor.app, name="sponsor")


def run() -> None:
    """Run a command; an error in what the user gave is one line on stderr and exit code 1, never a trace."""
    try:
        app(standalone_mode=True)
    except Exception as error:
        if not is_ours(error):
            traceback.print_exc()
            sys.exit(70)
        print(_told(error), file=sys.stderr)
        sys.exit(1)


def _told(error: Exception) -> str:
    if isinstance(error, OSError):
        return f"{error.filename}: found no such file, expected one to read"
    return str(error)


def is_ours(error: BaseException) -> bool:
    """Whether the error says what is the matter with the input: one of Corridor's own, or a file that is not there."""
    return type(error).__module__.startswith("corridor.") or isinstance(error, (FileNotFoundError, IsADirectoryError))
