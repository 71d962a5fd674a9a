"""What the codes of an 834 mean in records.enrollment.

Source: 005010X220A1, INS02, INS03, HD01, HD03, HD05.
"""

from types import MappingProxyType

RELATIONSHIPS = MappingProxyType({"18": "self", "01": "spouse", "19": "child", "09": "child", "17": "child"})
"""INS02; adopted children (09) and stepchildren (17) are children too; every other code is "other"."""

ACTIONS = MappingProxyType(
    {
        "001": "change",
        "002": "terminate",
        "021": "add",
        "024": "terminate",
        "025": "reinstate",
        "026": "change",
        "030": "audit",
        "032": "change",
    }
)
"""INS03 and HD01. A deleted coverage (002) ends before it begins, see `read`."""

DELETED = "002"

PRODUCTS = MappingProxyType(
    {
        **dict.fromkeys(
            ("AG", "AH", "AJ", "AK", "EPO", "FAC", "HLT", "HMO", "MM", "MOD", "POS", "PPO", "PRA"), "medical"
        ),
        **dict.fromkeys(("DCP", "DEN"), "dental"),
        **dict.fromkeys(("MAC", "PDG"), "pharmacy"),
        **dict.fromkeys(("LTD", "STD"), "disability"),
        "VIS": "vision",
    }
)
"""HD03. Hearing (HE), long-term care (LTC) and utilisation review (UR) are no product here."""

LEVELS = MappingProxyType(
    {
        **{level: level for level in ("EMP", "ESP", "ECH", "FAM", "E1D", "IND", "DEP", "SPO", "CHD", "TWO")},
        **dict.fromkeys(("E2D", "E3D", "E5D", "E6D", "E7D", "E8D", "E9D"), "FAM"),
        "SPC": "DEP",
    }
)
"""HD05. An employee with several dependants is a family; a spouse with children (SPC) is dependants only."""
