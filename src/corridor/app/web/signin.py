"""Signing in: by address and password; people are added by an operator, never by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    """How django-allauth behaves here."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up: `corridor user add` makes people."""
        return False

    def add_message(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The page itself says what happened."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """The person of these credentials; None where they are wrong, and for somebody who was shut out as well."""
        user = super().authenticate(request, **credentials)
        return user if user is not None and user.is_active else None
