"""`python -m bench` lists the measurements, `python -m bench NAME` runs one, `python -m bench all` runs them all."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.registry import BENCHES, Measurement, load


def main(arguments: Sequence[str]) -> int:
    """Run what the arguments ask for; the exit code."""
    if not arguments or arguments[0] in ("-h", "--help"):
        _list()
        return 0
    if arguments[0] == "all":
        _show([_run(name, []) for name in BENCHES])
        return 0
    try:
        load(arguments[0])
    except KeyError as error:
        print(error.args[0], file=sys.stderr)
        return 2
    is_json = "--json" in arguments
    measurement = _run(arguments[0], [argument for argument in arguments[1:] if argument != "--json"])
    if is_json:
        print(json.dumps(measurement.as_dict(), indent=2))
    else:
        _show([measurement])
    return 0


def _run(name: str, arguments: Sequence[str]) -> Measurement:
    module: Any = load(name)
    parser = argparse.ArgumentParser(f"python -m bench {name}", description=BENCHES[name])
    module.add_options(parser)
    measured: Measurement = module.measure(parser.parse_args(arguments))
    return measured


def _list() -> None:
    for name, what in BENCHES.items():
        print(f"{name:<12}{what}")
    print("\npython -m bench NAME [--json] [--help], or `all`")


def _show(measurements: Sequence[Measurement]) -> None:
    table = Table("name", "figure", "unit", "yardstick", "ratio", "rows checked")
    for one in measurements:
        yardstick = f"{one.yardstick_figure:,.0f} ({one.yardstick})"
        ratio = f"{one.figure / one.yardstick_figure:.3f}"
        table.add_row(one.name, f"{one.figure:,.0f}", one.unit, yardstick, ratio, f"{one.rows_checked:,}")
    console = Console()
    console.print(table)
    for one in measurements:
        for setting, value in one.settings.items():
            console.print(f"{one.name} {setting}: {value}", highlight=False)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
