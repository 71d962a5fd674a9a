"""The store as a Django application."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """Label `store`; its models are in `models/`."""

    name = "corridor.app.store"
    label = "store"
