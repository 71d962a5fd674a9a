"""A person who signs in, and the seat that person has at a sponsor."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.functions import TransactionNow
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes people by their address: it is the name they sign in with."""

    def get_by_natural_key(self, username: str) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in. What a person may do stands in `Seat`, so there are no permissions here."""

    email = models.EmailField(_("Email address"), unique=True)
    language = models.CharField(max_length=2, default="en")
    is_active = models.BooleanField(_("May sign in"), default=True)
    made_at = models.DateTimeField(db_default=TransactionNow())
    has_keys = models.BooleanField(_("Works by single keys"), default=True, db_default=True)

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        db_table = "person"
        verbose_name = _("person")
        verbose_name_plural = _("People")

    def __str__(self) -> str:
        return self.email


class Seat(models.Model):
    """A role of a person at one sponsor. member_id: for the role of a member, whose claims are the person's own."""

    user = models.ForeignKey(User, models.CASCADE, related_name="seats")
    sponsor = models.TextField(_("Sponsor"))
    role = models.TextField(_("Role"))
    member_id = models.TextField(_("Member id"), null=True, blank=True)

    class Meta:
        db_table = "seat"
        verbose_name = _("seat")
        verbose_name_plural = _("Seats")
        constraints = (models.UniqueConstraint(fields=("user", "sponsor"), name="seat_key"),)

    def __str__(self) -> str:
        return f"{self.sponsor}: {self.role}"


class AccountChange(models.Model):
    """One change of a person or a seat; written by triggers, and only ever added to."""

    table_name = models.TextField(_("Table"))
    action = models.TextField(_("Action"))
    row_id = models.BigIntegerField(_("Row"))
    changed_by = models.TextField(_("By"))
    changed_at = models.DateTimeField(_("When"), db_default=TransactionNow())

    class Meta:
        db_table = "account_change"
        verbose_name = _("change of people and seats")
        verbose_name_plural = _("Changes of people and seats")

    def __str__(self) -> str:
        return gettext("Change of %(table)s") % {"table": self.table_name}
