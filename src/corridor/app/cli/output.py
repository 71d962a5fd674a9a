"""What commands print: data as JSON, tables and sentences for people, progress on stderr."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Protocol

import typer

from corridor.money.text import amount_text
from corridor.periods.text import date_text, month_text
from corridor.wording.language import current_language
from corridor.wording.said import Said, told

_SWAPPED = str.maketrans(",.", ".,")


class Advance(Protocol):
    """Tells a progress bar how far a long run is."""

    def __call__(self, done: int, total: int, what: str = "") -> None: ...


def say(sentence: Said, *, err: bool = False) -> None:
    """A sentence on stdout (err: on stderr), in the current language."""
    typer.echo(told(sentence), err=err)


def print_json(value: Any) -> None:
    """One JSON document on stdout; dates in ISO form."""
    print(json.dumps(value, indent=2, default=_plain, ensure_ascii=False))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value)


def print_table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], *, numbers: Sequence[int] = ()
) -> None:
    """A table, told in the current language; columns whose positions are in `numbers` are set flush right."""
    from rich.table import Table

    table = Table(
        title=told(title), title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim"
    )
    for position, head in enumerate(heads):
        table.add_column(told(head), justify="right" if position in numbers else "left", no_wrap=position in numbers)
    for row in rows:
        table.add_row(*("" if cell is None else str(told(cell)) for cell in row))
    console().print(table)


def console() -> Any:
    """Where people read; as wide as a table needs when nobody's terminal says how wide it is."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 140, highlight=False)


def money(cents: int | None) -> str:
    """Cents as people read them; nothing where there is no amount."""
    return "" if cents is None else amount_text(cents, current_language())


def dollars(cents: int | None) -> str:
    """Whole dollars, for summaries: cents rounded away from the half, never used in sums."""
    return "" if cents is None else money((abs(cents) + 50) // 100 * 100 * (1 if cents >= 0 else -1))[:-3]


def count(number: int) -> str:
    """A number of things: `1,234`, in Turkish `1.234`."""
    return f"{number:,}" if current_language() == "en" else f"{number:,}".translate(_SWAPPED)


def percent(basis_points: int | None, places: int) -> str:
    """A share: `12.3%`, in Turkish `%12,3`; nothing where there is none."""
    if basis_points is None:
        return ""
    digits = f"{basis_points / 100:,.{places}f}"
    return f"{digits}%" if current_language() == "en" else f"%{digits.translate(_SWAPPED)}"


def day(value: date) -> str:
    """A day: `2026-01-05`, as options take it; in Turkish `5 Ocak 2026`."""
    return value.isoformat() if current_language() == "en" else date_text(value, current_language())


def month(value: date) -> str:
    """The month that holds a day: `2026-01`, in Turkish `Ocak 2026`."""
    return f"{value:%Y-%m}" if current_language() == "en" else month_text(value, current_language())


@contextmanager
def progress(title: Said) -> Iterator[Advance]:
    """A progress bar on stderr for the time of a block."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn(told(title)),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(told(title), total=None, what="")

        def advance(done: int, total: int, what: str = "") -> None:
            bar.update(task, completed=done, total=total, what=told(what))

        yield advance
