"""Things known by who they are, as a key under which what is made of them is kept."""

from typing import Generic, TypeVar

T = TypeVar("T")


class Identity(Generic[T]):
    """Equal for the same object only: to compare compiled plans by their frames would cost more than keeping saves."""

    __slots__ = ("thing",)

    def __init__(self, thing: T):
        self.thing = thing

    def __hash__(self) -> int:
        return id(self.thing)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identity) and other.thing is self.thing
