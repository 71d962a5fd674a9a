"""People and their seats, as operators see to them."""

from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline

from corridor.app.services.access.people import changing
from corridor.app.services.access.roles import roles
from corridor.app.store.accounts.models import AccountChange, Seat, User
from corridor.app.web.access.words import ACTIONS, as_it_is, in_words
from corridor.app.web.back_office.columns import column
from corridor.app.web.back_office.site import administered, site
from corridor.app.web.context import language_here


class SeatForm(forms.ModelForm):
    """A seat: only sponsors at which the operator may administer are offered."""

    sponsor = forms.ChoiceField(label=_("Sponsor"))
    role = forms.ChoiceField(label=_("Role"))
    member_id = forms.CharField(label=_("Member id"), required=False)

    request: HttpRequest

    class Meta:
        model = Seat
        fields = ("sponsor", "role", "member_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].choices = [(place.sponsor, place.sponsor) for place in administered(self.request)]
        self.fields["role"].choices = [(code, role.name_in(language_here())) for code, role in roles().items()]
        for field in self.fields.values():  # the table's heads are no labels to a screen reader
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        """A member has a member id, and nobody else has."""
        facts = super().clean() or self.cleaned_data
        if (facts.get("role") == "member") != bool(facts.get("member_id")):
            self.add_error("member_id", _("The role of a member needs a member id; no other role has one."))
        facts["member_id"] = facts.get("member_id") or None
        return facts


class Seats(TabularInline):
    """The seats of a person at the sponsors that the operator administers: others are none of the operator's."""

    model = Seat
    form = SeatForm
    extra = 0
    hide_title = True
    verbose_name = _("seat")
    verbose_name_plural = _("Seats")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Forms that know who asks."""
        kwargs["form"] = type("SeatFormHere", (SeatForm,), {"request": request})
        return super().get_formset(request, obj, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The own seat is only read: its role in words."""
        return ("sponsor", "role_shown" if obj == request.user else "role", "member_id")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """As above."""
        return ("role_shown",) if obj == request.user else ()

    @admin.display(description=_("Role"))
    def role_shown(self, row: Seat) -> str:
        """The role's name in the reader's language."""
        named = roles()
        return named[row.role].name_in(language_here()) if row.role in named else row.role

    def get_queryset(self, request: HttpRequest) -> QuerySet[Seat]:
        """The seats at the operator's sponsors."""
        return super().get_queryset(request).filter(sponsor__in=_sponsors(request))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody changes the own seat."""
        return obj != request.user

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As above."""
        return obj != request.user

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As above."""
        return obj != request.user

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Operators see them."""
        return bool(administered(request))


class PersonForm(forms.ModelForm):
    """A person. A new password is asked for when the person is new, and may be given later."""

    email = forms.EmailField(label=_("Email address"))
    is_active = forms.BooleanField(label=_("May sign in"), required=False, initial=True)
    new_password = forms.CharField(
        label=_("New password"), required=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    class Meta:
        model = User
        fields = ("email", "is_active")

    def clean_email(self) -> str:
        """In small letters, as people are found."""
        return str(self.cleaned_data["email"]).lower()

    def clean_new_password(self) -> str:
        """One that is good enough; needed for somebody new."""
        password = str(self.cleaned_data["new_password"])
        if password:
            validate_password(password, self.instance)
        elif self.instance.pk is None:
            raise forms.ValidationError(_("Somebody new needs a password."))
        return password


@admin.register(User, site=site)
class PeopleAdmin(ModelAdmin):
    """People with a seat at one of the operator's sponsors, or with none yet."""

    form = PersonForm
    inlines = (Seats,)
    list_display = ("email", "seats", "is_active")
    search_fields = ("email",)
    ordering = ("email",)
    actions = None
    fields = ("email", "is_active", "new_password")

    @admin.display(description=_("Seats"))
    def seats(self, row: User) -> str:
        """Sponsor and role of each seat."""
        named = roles()
        return ", ".join(
            f"{seat.sponsor}: {named[seat.role].name_in(language_here())}"
            for seat in row.seats.all()
            if seat.role in named
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """As the class says."""
        ours = Q(seats__sponsor__in=_sponsors(request)) | Q(seats__isnull=True)
        return super().get_queryset(request).filter(ours).distinct()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Operators see people."""
        return bool(administered(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As above."""
        return bool(administered(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """As above."""
        return bool(administered(request))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Only somebody all of whose seats are the operator's to give: a password opens every seat."""
        if not administered(request):
            return False
        return obj is None or not obj.seats.exclude(sponsor__in=_sponsors(request)).exists()

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Never: people are shut out, so that the trail keeps whom it names."""
        return False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Changes are laid to the person who makes them."""
        with changing(request.user.email):  # type: ignore[union-attr]
            response = super().changeform_view(request, *args, **kwargs)
            return response.render() if hasattr(response, "render") else response

    def save_model(self, request: HttpRequest, obj: User, form: PersonForm, change: bool) -> None:
        """With the new password, if one was given."""
        if form.cleaned_data["new_password"]:
            obj.set_password(form.cleaned_data["new_password"])
        super().save_model(request, obj, form, change)


@admin.register(AccountChange, site=site)
class AccountChangesAdmin(ModelAdmin):
    """Who changed people and seats."""

    by_shown = column(AccountChange, "changed_by", as_it_is)
    table_shown = column(AccountChange, "table_name", partial(in_words, {"person": _("person"), "seat": _("seat")}))
    action_shown = column(AccountChange, "action", partial(in_words, ACTIONS))
    list_display = fields = readonly_fields = ("changed_at", "by_shown", "table_shown", "action_shown", "row_id")
    ordering = ("-id",)
    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Operators see the trail."""
        return bool(administered(request))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As above."""
        return bool(administered(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Never: the database writes it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False


def _sponsors(request: HttpRequest) -> list[str]:
    return [place.sponsor for place in administered(request)]
