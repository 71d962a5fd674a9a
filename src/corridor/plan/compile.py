"""Checked plans -> the arrays that the kernel reads and the tables that the columnar steps read."""

from corridor.plan.compiled import CompiledPlans

__all__ = ["CompiledPlans"]
