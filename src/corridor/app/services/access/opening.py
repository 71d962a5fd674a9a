"""Opening the store in a process that serves people, or adds them."""

import threading
from pathlib import Path

from django.apps import apps

from corridor.adjudication.run import compile_kernels
from corridor.app.config.settings import choose
from corridor.app.config.web import web_settings
from corridor.app.store.accounts.schema import open_for_people


def open_for_serving(home: Path) -> bool:
    """Set Django up for pages and open the store; returns whether nobody can sign in yet.

    The kernel that explains claims is compiled meanwhile, so that the first page that asks does not wait.
    """
    choose(web_settings(home))
    open_for_people(is_pooled=True)
    threading.Thread(target=compile_kernels, daemon=True).start()
    people = apps.get_model("accounts", "User").objects
    return not people.filter(is_active=True, seats__isnull=False).exists()


def open_for_adding(home: Path) -> None:
    """Set Django up for pages and open the store, for a command that adds or changes people."""
    choose(web_settings(home))
    open_for_people()
