"""What the store keeps of batches, files and readings: to look at, never to change."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from corridor.app.store.models.files import Batch, Document, StoredFile
from corridor.app.store.models.trails import AccessLog, AuditChange
from corridor.app.store.tenancy import tenant_transaction
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


class Batches(Batch):
    class Meta:
        proxy = True
        app_label = "web"
        verbose_name = _("batch")
        verbose_name_plural = _("Batches")

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class Files(StoredFile):
    class Meta:
        proxy = True
        app_label = "web"
        verbose_name = _("file")
        verbose_name_plural = _("Files")

    def __str__(self) -> str:
        return self.sha256[:12]


class Documents(Document):
    class Meta:
        proxy = True
        app_label = "web"
        verbose_name = _("document")
        verbose_name_plural = _("Documents")

    def __str__(self) -> str:
        return f"{self.code} {self.effective_from}"


class Readings(AccessLog):
    class Meta:
        proxy = True
        app_label = "web"
        verbose_name = _("reading of health data")
        verbose_name_plural = _("Readings of health data")

    def __str__(self) -> str:
        return f"{self.who}: {self.what}"


class Changes(AuditChange):
    class Meta:
        proxy = True
        app_label = "web"
        verbose_name = _("change of a table")
        verbose_name_plural = _("Changes of tables")

    def __str__(self) -> str:
        return f"{self.table_name} {self.action}"


def column(name: str, title: Any) -> Any:
    """A column of a list: a field under a title in the reader's language."""

    @admin.display(description=title, ordering=name)
    def shown(_admin: Any, row: Any) -> Any:
        return getattr(row, name)

    shown.__name__ = f"{name}_shown"
    return shown


RECORDED = column("recorded_at", _("Recorded"))


@admin.register(Batches, site=site)
class BatchesAdmin(OfSponsor):
    """What was done, in order."""

    seq, kind = column("seq", _("Place")), column("kind", _("Kind"))
    as_of, recorded = column("as_of", _("As of")), RECORDED
    result = column("result", _("Result"))
    list_display = ("seq", "kind", "as_of", "recorded", "result")
    ordering = ("-seq",)
    fields = list_display
    readonly_fields = list_display
    search_fields = ("kind",)


@admin.register(Files, site=site)
class FilesAdmin(OfSponsor):
    """Files that came in and went out; their contents are not shown here. Nor their names, which senders choose."""

    kind, direction = column("kind", _("Kind")), column("direction", _("Direction"))
    size, recorded = column("size", _("Bytes")), RECORDED
    digest = column("sha256", _("SHA-256"))
    list_display = ("kind", "direction", "size", "recorded", "digest")
    ordering = ("-id",)
    fields = list_display
    readonly_fields = list_display
    search_fields = ("sha256", "kind")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the contents, which may be large."""
        return super().get_queryset(request).defer("content")


@admin.register(Documents, site=site)
class DocumentsAdmin(OfSponsor):
    """Plan documents, contracts, arrangements."""

    kind, code = column("kind", _("Kind")), column("code", _("Code"))
    effective_from = column("effective_from", _("In force from"))
    list_display = ("kind", "code", "effective_from")
    ordering = ("-id",)
    fields = list_display
    readonly_fields = list_display


@admin.register(Readings, site=site)
class ReadingsAdmin(OfSponsor):
    """Who looked at whose claim."""

    who, what, why = column("who", _("Who")), column("what", _("What")), column("why", _("Why"))
    at = column("accessed_at", _("When"))
    list_display = ("at", "who", "what", "why")
    ordering = ("-id",)
    fields = list_display
    readonly_fields = list_display
    search_fields = ("who", "what")


@admin.register(Changes, site=site)
class ChangesAdmin(OfSponsor):
    """Statements that changed what may change."""

    table, action = column("table_name", _("Table")), column("action", _("Action"))
    rows, by, at = column("row_count", _("Rows")), column("changed_by", _("By")), column("changed_at", _("When"))
    list_display = ("at", "table", "action", "rows", "by")
    ordering = ("-id",)
    fields = list_display
    readonly_fields = list_display
