"""What people choose for themselves."""

from typing import Any

from corridor.app.store.accounts.models import User


def has_keys(user: Any) -> bool:
    """Whether single keys work for a signed-in person (a User)."""
    return bool(user.has_keys)


def choose_keys(user: Any, *, are_on: bool) -> None:
    """Switch single keys on or off for a person, on every page and machine, until it is switched back."""
    User.objects.filter(pk=user.pk).update(has_keys=are_on)
