"""Writes the reference pages that come from the code: commands, records, reasons. `make docs` runs it."""

import importlib
import inspect
import pkgutil
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import corridor.records
from corridor.adjudication.wording import REASON_TEXTS
from corridor.app.cli.main import program
from corridor.codes.reasons import REASONS, Reason
from corridor.records.table import Column, Table
from docs.plan_page import plan_page

HERE = Path(__file__).parent
SOURCE = HERE / "source"
"""Introductions of the generated pages, and what the code does not say."""
NOTES = SOURCE / "reasons.toml"
"""Name of a reason -> what it means and what to do, in our own words."""
TABLES_IN_FLOW = (
    "enrollment",
    "coverage",
    "claims",
    "disability",
    "providers",
    "ready",
    "visits",
    "history",
    "decisions",
    "accumulators",
    "paid",
    "postings",
    "other_coverage",
    "workforce",
    "releases",
    "recovery_cases",
    "recovery_events",
    "recovered",
    "authorizations",
    "prior_accumulators",
    "deductible_credits",
    "run_in",
    "treatments",
    "large_claims",
    "control_totals",
    "openings",
    "run_in_lines",
    "prior_paid",
    "prior_treatments",
)
_FROM_CODE = "<!-- Written by `make docs` from {source}: change it there. -->"


def pages() -> dict[Path, str]:
    """Every generated page with its text."""
    reference = HERE / "reference"
    return {
        reference / "commands.md": commands_page(),
        reference / "records.md": records_page(),
        reference / "reasons.md": reasons_page(),
        reference / "plan.md": plan_page(
            _FROM_CODE.format(source="src/corridor/plan/schema.py and docs/source/plan.md")
        ),
    }


def main() -> int:
    """Write the pages that are not as the code has them; names those that changed."""
    for path, text in pages().items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            print(f"wrote {path.relative_to(HERE.parent)}")
    return 0


# commands


def commands() -> Iterator[tuple[str, Any]]:
    """Full name and command object of every command, those of groups included, in the order of `--help`."""
    yield from _commands_of("corridor", program())


def _commands_of(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    inner = getattr(command, "commands", None)
    if inner is None:
        yield name, command
        return
    for part, child in inner.items():
        yield from _commands_of(f"{name} {part}", child)


def commands_page() -> str:
    """One heading for every command."""
    parts = [
        "# Commands",
        _FROM_CODE.format(source="src/corridor/app/cli"),
        _introduction("commands"),
    ]
    parts += [_command(name, command) for name, command in commands()]
    return _page(parts)


def _command(name: str, command: Any) -> str:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option"]
    usage = " ".join([name, *(_argument_text(argument) for argument in arguments), *(["[OPTION]…"] if options else [])])
    parts = [f"## {name}", inspect.cleandoc(command.help or ""), f"    {usage}"]
    rows = [(_argument_text(argument), argument.help or "") for argument in arguments]
    rows += [(_option_text(option), _option_meaning(option)) for option in options]
    if rows:
        parts.append(_table(("", "what"), [(f"`{left}`", right) for left, right in rows]))
    return "\n\n".join(parts)


def _argument_text(argument: Any) -> str:
    return argument.name.upper() + ("…" if argument.nargs == -1 else "")


def _option_text(option: Any) -> str:
    names = ", ".join((*option.opts, *option.secondary_opts))
    return names if option.is_flag else f"{names} …"


def _option_meaning(option: Any) -> str:
    is_plain = isinstance(option.default, str | int) and not isinstance(option.default, bool)
    notes = ["Required."] if option.required else [f"Default: `{option.default}`."] if is_plain else []
    return " ".join([option.help or "", *notes])


# records


def tables() -> list[Table]:
    """Every table of `corridor.records`, in the order of the flow; a table that is not listed comes last."""
    found: dict[str, Table] = {}
    for module in pkgutil.iter_modules(corridor.records.__path__, "corridor.records."):
        values = vars(importlib.import_module(module.name)).values()
        found.update({value.name: value for value in values if isinstance(value, Table)})
    listed = [name for name in TABLES_IN_FLOW if name in found]
    return [found[name] for name in [*listed, *sorted(set(found) - set(listed))]]


def records_page() -> str:
    """One heading for every table, one row for every column."""
    parts = [
        "# The tables that flow",
        _FROM_CODE.format(source="src/corridor/records"),
        _introduction("records"),
    ]
    parts += [_records_table(table) for table in tables()]
    return _page(parts)


def _records_table(table: Table) -> str:
    key = ", ".join(f"`{name}`" for name in table.key)
    rows = [(f"`{c.name}`", str(c.dtype), "yes" if c.nullable else "", _meaning(c)) for c in table.columns]
    heads = ("column", "type", "may be empty", "meaning")
    return f"## {table.name}\n\nGrain: {table.grain}. Key: {key}.\n\n{_table(heads, rows)}"


def _meaning(column: Column) -> str:
    unit = f" ({column.unit})" if column.unit else ""
    codes = ", ".join(f"`{value}`" for value in column.values)
    return f"{column.meaning}{unit}" + (f"; one of {codes}" if codes else "")


# reasons


def reasons_page() -> str:
    """One heading for every reason that a line can be given."""
    notes = tomllib.loads(NOTES.read_text("utf-8"))
    parts = [
        "# Reasons",
        _FROM_CODE.format(source="src/corridor/codes/reasons.py, adjudication/wording.py and docs/source/reasons.toml"),
        _introduction("reasons"),
    ]
    parts += [_reason(reason, notes) for reason in REASONS]
    return _page(parts)


def _reason(reason: Reason, notes: Mapping[str, str]) -> str:
    if reason.name not in notes:
        raise KeyError(f"{NOTES.name}: found no text of reason {reason.name}, expected one")
    codes = (("group", reason.group), ("CARC", reason.carc), ("RARC", reason.rarc))
    shown = ", ".join(f"{name} {code}" for name, code in codes if code) or "none"
    words = "; ".join(REASON_TEXTS[language].get(reason.name, "") for language in ("en", "tr"))
    facts = f"Status `{reason.status}`. Codes in an 835: {shown}. In words: {words}."
    return f"## {reason.name}\n\n{facts}\n\n{notes[reason.name].strip()}"


# Markdown


def _introduction(name: str) -> str:
    return (SOURCE / f"{name}.md").read_text("utf-8").strip()


def _page(parts: Sequence[str]) -> str:
    return "\n\n".join(parts) + "\n"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
