"""What the store keeps of batches, files and readings: to look at, never to change."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from corridor.app.store.tenancy import tenant_transaction
from corridor.app.web.access.words import ACTIONS, PURPOSES, as_it_is, in_words, what_was_read
from corridor.app.web.back_office import words
from corridor.app.web.back_office.columns import column
from corridor.app.web.back_office.rows import Batches, Changes, Documents, Files, Readings
from corridor.app.web.back_office.site import place_here, site


class OfSponsor(ModelAdmin):
    """Rows of the sponsor one is working at: read within a transaction of that sponsor, and only read."""

    list_per_page = 50
    show_full_result_count = False
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may enter may see them."""
        return place_here(request) is not None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As above."""
        return place_here(request) is not None

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: the services write."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: nothing is edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never: nothing is taken away."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, made while the sponsor is set."""
        return self._within(request, super().changelist_view, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """One row, made while the sponsor is set."""
        return self._within(request, super().changeform_view, object_id, form_url, extra_context)

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Never."""
        raise PermissionDenied

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """There is none: what is never changed has no history."""
        raise Http404

    def _within(self, request: HttpRequest, view: Any, *arguments: Any) -> HttpResponse:
        place = place_here(request)
        if place is None:
            raise Http404
        with tenant_transaction(place.sponsor, actor=place.who):
            response = view(request, *arguments)
            return response.render() if hasattr(response, "render") else response


@admin.register(Batches, site=site)
class BatchesAdmin(OfSponsor):
    """What was done, in order."""

    kind_shown = column(Batches, "kind", partial(in_words, words.BATCHES))
    result_shown = column(Batches, "result", words.result_text)
    list_display = fields = readonly_fields = ("seq", "kind_shown", "as_of", "recorded_at", "result_shown")
    ordering = ("-seq",)
    search_fields = ("kind",)


@admin.register(Files, site=site)
class FilesAdmin(OfSponsor):
    """Files that came in and went out."""

    kind_shown = column(Files, "kind", partial(in_words, words.FILES))
    direction_shown = column(Files, "direction", partial(in_words, words.DIRECTIONS))
    sha256_shown = column(Files, "sha256", as_it_is)
    list_display = fields = readonly_fields = ("kind_shown", "direction_shown", "size", "recorded_at", "sha256_shown")
    ordering = ("-id",)
    search_fields = ("sha256", "kind")


@admin.register(Documents, site=site)
class DocumentsAdmin(OfSponsor):
    """Plan documents, contracts, arrangements."""

    kind_shown = column(Documents, "kind", partial(in_words, words.DOCUMENTS))
    code_shown = column(Documents, "code", as_it_is)
    list_display = fields = readonly_fields = ("kind_shown", "code_shown", "effective_from")
    ordering = ("-id",)


@admin.register(Readings, site=site)
class ReadingsAdmin(OfSponsor):
    """Who looked at whose claim."""

    who_shown, what_shown = column(Readings, "who", as_it_is), column(Readings, "what", what_was_read)
    why_shown = column(Readings, "why", partial(in_words, PURPOSES))
    list_display = fields = readonly_fields = ("accessed_at", "who_shown", "what_shown", "why_shown")
    ordering = ("-id",)
    search_fields = ("who", "what")


@admin.register(Changes, site=site)
class ChangesAdmin(OfSponsor):
    """Statements that changed what may change."""

    table_shown = column(Changes, "table_name", as_it_is)
    action_shown = column(Changes, "action", partial(in_words, ACTIONS))
    by_shown = column(Changes, "changed_by", as_it_is)
    list_display = fields = readonly_fields = ("changed_at", "table_shown", "action_shown", "row_count", "by_shown")
    ordering = ("-id",)
