"""A CoverageSummary as a page: tables for people, in text, Markdown or HTML."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from corridor.app.cli.output import day, money, print_table, say
from corridor.plan.terms_said import benefit_said
from corridor.wording.language import current_language
from corridor.wording.said import Said, listed, said, told


@dataclass(frozen=True)
class Table:
    """A table under its title; `numbers`: positions of the columns that are set flush right."""

    title: Said
    heads: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    numbers: tuple[int, ...] = ()


def page_title(summary: Any) -> Said:
    """Which plan, and for which plan year."""
    facts = {"name": summary.name, "code": summary.code, "day": day(summary.plan_year)}
    return said("{name} ({code}), plan year from {day}", **facts)


def tables(summary: Any, with_services: bool) -> list[Table]:
    """The tables of a summary, in their order."""
    covered = [event for event in summary.events if not event.is_excluded]
    excluded = [event for event in summary.events if event.is_excluded]
    found = [
        Table(
            said("Important questions"),
            (said("question"), said("answer"), said("clause")),
            [(one.question, one.answer, one.clause) for one in summary.questions],
        ),
        Table(
            said("What you pay"),
            (
                said("benefit"),
                said("in network"),
                said("out of network"),
                said("limits and conditions"),
                said("clause"),
            ),
            [
                (benefit_said(one.benefit), one.in_network, one.out_of_network, one.conditions, one.clause)
                for one in covered
            ],
        ),
        Table(
            said("What this plan does not cover"),
            (said("benefit"), said("what the plan says"), said("clause")),
            [(benefit_said(one.benefit), one.text, one.clause) for one in excluded],
        ),
    ]
    found += [_examples(summary.examples), *(_services(one) for one in summary.examples if with_services)]
    return [table for table in found if table.rows]


def _examples(examples: Sequence[Any]) -> Table:
    from corridor.reports.coverage_summary.words import EXAMPLES_SAID

    figures: list[tuple[Said, Callable[[Any], int]]] = [
        (said("Total example cost"), lambda one: one.example.total_cents),
        (said("Deductibles"), lambda one: one.deductibles_cents),
        (said("Copayments"), lambda one: one.copayments_cents),
        (said("Coinsurance"), lambda one: one.coinsurance_cents),
        (said("Limits or exclusions"), lambda one: one.limits_or_exclusions_cents),
        (said("You would pay"), lambda one: one.total_cents),
    ]
    if any(one.account_cents for one in examples):
        figures.append((said("of which the reimbursement account pays"), lambda one: one.account_cents))
    if any(one.undecided_cents for one in examples):
        figures.append((said("left to a person, not counted"), lambda one: one.undecided_cents))
    heads = ("", *(EXAMPLES_SAID[one.example.name] for one in examples))
    rows = [(what, *(money(cents(one)) for one in examples)) for what, cents in figures] if examples else []
    return Table(said("Coverage examples"), heads, rows, tuple(range(1, len(examples) + 1)))


def _services(one: Any) -> Table:
    from corridor.app.cli.words import reason
    from corridor.reports.coverage_summary.words import CATEGORIES_SAID, EXAMPLES_SAID

    rows = [
        (
            CATEGORIES_SAID[row.category],
            benefit_said(row.benefit) if row.benefit else said("no benefit"),
            "" if row.reason == "paid" else reason(row.reason),
            money(row.allowed_cents),
            money(row.member_cents),
        )
        for row in one.categories
    ]
    heads = (said("service"), said("benefit"), said("reason"), said("allowed"), said("you pay"))
    return Table(EXAMPLES_SAID[one.example.name], heads, rows, (3, 4))


def notes(summary: Any) -> Iterator[Said]:
    """What a reader has to know of the examples."""
    from corridor.reports.coverage_summary.words import EXAMPLES_SAID

    if not summary.examples:
        yield said("The coverage examples are of medical plans; this is none.")
        return
    yield said(
        "The examples are decided by the plan itself for one person covered alone: all services in the network, in one "
        "plan year, with every authorisation. They are no estimate of anybody's cost."
    )
    own = [EXAMPLES_SAID[one.example.name] for one in summary.examples if not one.example.is_published]
    if own:
        yield said(
            "Only the totals of these are published, the split is our own: {examples}.", examples=listed(own, "; ")
        )
    for one in summary.examples:
        if one.undecided_cents:
            facts = {"example": EXAMPLES_SAID[one.example.name], "amount": money(one.undecided_cents)}
            yield said("{example}: the plan alone cannot decide {amount}; a person does.", **facts)


def print_text(summary: Any, with_services: bool) -> None:
    """The page on a terminal."""
    say(page_title(summary))
    for table in tables(summary, with_services):
        print()
        print_table(table.title, table.heads, table.rows, numbers=table.numbers)
    print()
    for note in notes(summary):
        say(note)


def markdown(summary: Any, with_services: bool) -> str:
    """The page in Markdown."""
    parts = [f"# {told(page_title(summary))}"]
    for table in tables(summary, with_services):
        marks = ["---:" if place in table.numbers else "---" for place in range(len(table.heads))]
        rows = [table.heads, marks, *table.rows]
        lines = (" | ".join(_cell(cell).replace("|", "\\|") for cell in row) for row in rows)
        parts += [f"## {told(table.title)}", "\n".join(f"| {line} |" for line in lines)]
    return "\n\n".join([*parts, *(str(told(note)) for note in notes(summary))]) + "\n"


def html(summary: Any, with_services: bool) -> str:
    """The page in HTML, whole and without anything from elsewhere."""
    title = escape(told(page_title(summary)))
    parts = [_HEAD.format(language=current_language(), title=title), f"<h1>{title}</h1>"]
    for table in tables(summary, with_services):
        heads = "".join(f'<th scope="col">{escape(_cell(head))}</th>' for head in table.heads)
        rows = "\n".join(f"<tr>{_html_cells(row, table.numbers)}</tr>" for row in table.rows)
        caption = escape(told(table.title))
        parts.append(
            f"<table><caption>{caption}</caption>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
        )
    parts += [f"<p>{escape(told(note))}</p>" for note in notes(summary)]
    return "\n".join([*parts, "</body></html>"]) + "\n"


_HEAD = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>
<style>
body {{ font: 1rem/1.4 system-ui, sans-serif; max-width: 75rem; margin: 1rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; width: 100%; margin: 1.5rem 0 }}
caption {{ text-align: left; font-weight: bold; padding: .5rem 0 }}
th, td {{ border: 1px solid; padding: .3rem .5rem; text-align: left; vertical-align: top }}
td.number {{ text-align: right; white-space: nowrap }}
</style></head><body>"""


def _html_cells(row: Sequence[Any], numbers: Sequence[int]) -> str:
    first, *rest = row
    cells = [f'<th scope="row">{escape(_cell(first))}</th>']
    for place, cell in enumerate(rest, 1):
        kind = ' class="number"' if place in numbers else ""
        cells.append(f"<td{kind}>{escape(_cell(cell))}</td>")
    return "".join(cells)


def _cell(value: Any) -> str:
    return "" if value is None else str(told(value))
