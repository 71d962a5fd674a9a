"""The accounts as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Label `accounts`; only processes that serve people install it."""

    name = "corridor.app.store.accounts"
    label = "accounts"
    verbose_name = _("People and seats")
