"""What commands print: data as JSON, tables and sentences for people, progress on stderr."""

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any, Protocol

from corridor.money.cents import format_cents


class Advance(Protocol):
    """Tells a progress bar how far a long run is."""

    def __call__(self, done: int, total: int, what: str = "") -> None: ...


def print_json(value: Any) -> None:
    """One JSON document on stdout; dates in ISO form."""
    print(json.dumps(value, indent=2, default=_plain, ensure_ascii=False))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value)


def print_table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], *, numbers: Sequence[int] = ()
) -> None:
    """A table; columns whose positions are in `numbers` are set flush right."""
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim")
    for position, head in enumerate(heads):
        table.add_column(head, justify="right" if position in numbers else "left", no_wrap=position in numbers)
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console().print(table)


def console() -> Any:
    """Where people read; as wide as a table needs when nobody's terminal says how wide it is."""
    from rich.console import Console

    return Console(width=None if sys.stdout.isatty() else 140, highlight=False)


def money(cents: int | None) -> str:
    """Cents as people read them; nothing where there is no amount."""
    return "" if cents is None else format_cents(cents)


def dollars(cents: int | None) -> str:
    """Whole dollars, for summaries: cents rounded away from the half, never used in sums."""
    return "" if cents is None else format_cents((abs(cents) + 50) // 100 * 100 * (1 if cents >= 0 else -1))[:-3]


@contextmanager
def progress(title: str) -> Iterator[Advance]:
    """A progress bar on stderr for the time of a block."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}"),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(title, total=None, what="")

        def advance(done: int, total: int, what: str = "") -> None:
            bar.update(task, completed=done, total=total, what=what)

        yield advance
