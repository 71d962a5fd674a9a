"""The accounts as a Django application."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Label `accounts`; only processes that serve people install it."""

    name = "corridor.app.store.accounts"
    label = "accounts"
