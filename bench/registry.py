"""What a measurement is, and where each one lives."""

import os
import platform
from dataclasses import asdict, dataclass, field
from importlib import import_module
from typing import Any

BENCHES: dict[str, str] = {
    "kernel": "lines a second through the kernel, beside a copy of the same bytes in memory",
    "family": "one family through the kernel, and from claims to decisions, beside a copy of the same bytes",
    "openfisca": "persons a second under a plan of four formulas, beside OpenFisca-Core on the same plan",
    "intake": "claims a second from an 837 to committed postings, beside a bare COPY of the rows that came of it",
    "replay": "a settled book of a million member-years decided again from Parquet, beside reading it",
    "live": "milliseconds that the sender of a live claim waits, beside senders that only wait for answers",
    "writers": "live claims a second of racing writers, a family each, beside the same on one family",
    "ledger": "durable balanced entries a second in batches, beside one by one, many writers and django-hordak",
    "dashboard": "the overview's first response on the whole demo, beside a page that asks for no figure",
}
"""Name -> what it measures. `bench/NAME.py` has `add_options(parser)` and `measure(options) -> Measurement`."""


class WrongAnswer(AssertionError):
    """An answer that the slow twin does not give, or a book that leaves a rule idle."""


@dataclass(frozen=True)
class Measurement:
    """A figure and the yardstick measured in the same run; `ratio` is figure over yardstick.

    rows_checked: rows of the answer that were compared with an independent one; a measurement that checks none
    proves speed at being wrong.
    """

    name: str
    figure: float
    unit: str
    yardstick: str
    yardstick_figure: float
    rows_checked: int
    settings: dict[str, Any] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """All of it, with ratio and machine, as `--json` prints it."""
        return asdict(self) | {"ratio": round(self.figure / self.yardstick_figure, 4), "machine": machine()}


def load(name: str) -> Any:
    """The module of a measurement. Raises KeyError when there is none of that name."""
    if name not in BENCHES:
        raise KeyError(f"bench: found {name}, expected one of {', '.join(BENCHES)}")
    return import_module(f"bench.{name}")


def machine() -> dict[str, Any]:
    """What the figures depend on: cores, processor, system, Python."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": _processor(),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def _processor() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as lines:
            return next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()
