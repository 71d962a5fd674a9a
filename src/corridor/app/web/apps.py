"""The pages as a Django application."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    """Label `web`; templates and static files are found beside this file."""

    name = "corridor.app.web"
    label = "web"
    verbose_name = _("Records")
