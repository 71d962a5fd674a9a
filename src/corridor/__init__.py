"""Corridor runs self-funded employee benefit plans."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corridor.book.library import adjudicate
    from corridor.claims.order.answer import order_of_benefits

__all__ = ["adjudicate", "order_of_benefits"]

_HOME = {"adjudicate": "corridor.book.library", "order_of_benefits": "corridor.claims.order.answer"}


def __getattr__(name: str) -> Any:
    # The library is imported when it is used: the command line starts from this package as well, and quickly.
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
