"""What well-formed codes look like: the outer shape only, no list of what exists."""

PROCEDURE_SHAPE = r"^([A-Z0-9]{5}|[0-9]{11})$"
"""HCPCS levels I and II, CDT and HIPPS have five characters; an NDC, in its 5-4-2 form without hyphens, eleven."""

PROCEDURE_NEVER = r"^([A-Z]+|0+)$"
"""Every code has a digit, none is all zeros."""

REVENUE_SHAPE = r"^[0-9]{4}$"

REVENUE_TOTAL = "0001"
"""The revenue code of the line that repeats the claim's total: no service."""
