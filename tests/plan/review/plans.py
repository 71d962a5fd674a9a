"""Plans that differ in the criteria of their benefits only."""

from pathlib import Path
from typing import Any

import yaml

_MINIMAL = Path(__file__).parent / "mini.yaml"


def plan_of(matches: list[dict[str, Any]]) -> bytes:
    """A plan with a benefit for each match, in their order."""
    plan = yaml.safe_load(_MINIMAL.read_text("utf-8"))
    share = {"deductible_applies": True, "coinsurance": "20%"}
    plan["benefits"] = [
        {"name": f"benefit_{i}", "clause": str(i), "text": "A benefit.", "match": match, "in": share, "out": share}
        for i, match in enumerate(matches)
    ]
    del plan["limits"]
    return yaml.safe_dump(plan, sort_keys=False).encode()
