"""The pages as a Django application."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Label `web`; templates and static files are found beside this file."""

    name = "corridor.app.web"
    label = "web"
