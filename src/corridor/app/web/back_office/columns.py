"""Columns of the back office that say a code in words, or mark what is the same in every language."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model


def column(model: type[Model], name: str, shown: Callable[[Any], Any]) -> Any:
    """A column of a list: `shown` of a field, under the field's title and sorted as the field is."""

    @admin.display(description=model._meta.get_field(name).verbose_name, ordering=name)
    def cell(_admin: Any, row: Any) -> Any:
        return shown(getattr(row, name))

    cell.__name__ = f"{name}_shown"
    return cell
