"""The documents of the demo's employers: the examples under plans/."""

from pathlib import Path

import corridor
from corridor.app.services.documents import ARRANGEMENT, DISABILITY_PLAN, PLAN, STOP_LOSS, SourceDocument

_IN_PACKAGE = Path(corridor.__file__).parent / "plans"
_IN_CHECKOUT = Path(corridor.__file__).parents[2] / "plans"
PHARMACY_MAP = "meridian/maps/pharmacy.toml"

MERIDIAN = (
    (PLAN, "ppo.yaml"),
    (PLAN, "hdhp.yaml"),
    (PLAN, "dental.yaml"),
    (DISABILITY_PLAN, "std.yaml"),
    (STOP_LOSS, "stoploss/meridian.yaml"),
    (ARRANGEMENT, "meridian/arrangement.yaml"),
)
HARBOR = (
    (PLAN, "ppo.yaml"),
    (STOP_LOSS, "stoploss/attachment_10000_per_employee.yaml"),
    (ARRANGEMENT, "harbor/arrangement.yaml"),
)


def examples() -> Path:
    """The folder of example documents, in an installed package or in a checkout."""
    return _IN_PACKAGE if _IN_PACKAGE.is_dir() else _IN_CHECKOUT


def sources(listed: tuple[tuple[str, str], ...]) -> tuple[SourceDocument, ...]:
    """Documents by kind and name under `examples`."""
    return tuple(SourceDocument(kind, Path(name).name, (examples() / name).read_bytes()) for kind, name in listed)
