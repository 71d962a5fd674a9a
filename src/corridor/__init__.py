"""Corridor runs self-funded employee benefit plans."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from corridor.book.library import adjudicate

__all__ = ["adjudicate"]


def __getattr__(name: str) -> Any:
    # The library is imported when it is used: the command line starts from this package as well, and quickly.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from corridor.book import library  # noqa: PLC0415

    return getattr(library, name)
