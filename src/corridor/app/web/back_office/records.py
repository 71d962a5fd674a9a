"""What the store keeps of batches, files and readings: to look at, never to change."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from unfold.admin import ModelAdmin

from corridor.app.store.tenancy import tenant_transaction
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

    list_display = ("seq", "kind", "as_of", "recorded_at", "result")
    ordering = ("-seq",)
    search_fields = ("kind",)


@admin.register(Files, site=site)
class FilesAdmin(OfSponsor):
    """Files that came in and went out."""

    list_display = ("kind", "direction", "size", "recorded_at", "sha256")
    ordering = ("-id",)
    search_fields = ("sha256", "kind")


@admin.register(Documents, site=site)
class DocumentsAdmin(OfSponsor):
    """Plan documents, contracts, arrangements."""

    list_display = ("kind", "code", "effective_from")
    ordering = ("-id",)


@admin.register(Readings, site=site)
class ReadingsAdmin(OfSponsor):
    """Who looked at whose claim."""

    list_display = ("accessed_at", "who", "what", "why")
    ordering = ("-id",)
    search_fields = ("who", "what")


@admin.register(Changes, site=site)
class ChangesAdmin(OfSponsor):
    """Statements that changed what may change."""

    list_display = ("changed_at", "table_name", "action", "row_count", "changed_by")
    ordering = ("-id",)
