"""Inviting who is only on a chapter's list to register, and who does not want to be invited."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Q
from django.utils.translation import gettext_lazy as _

from chapters.models.lists import MemberList
from ipspi.encryption import EncryptedTextField, NextLookupField
from members.models import Member


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Invitations that nobody has answered and that were not replaced."""
        return self.filter(registered_at=None, refused_at=None, replaced_at=None)

    def people(self) -> dict[str, int]:
        """Count people, who may have several invitations: whoever is further is also before it."""
        moments = {name: Max(f"{name}_at") for name in ("sent", "opened", "registered", "refused")}
        reached = self.order_by().values("list", "key").annotate(**moments)
        return reached.aggregate(**{f"number_{name}": Count(name) for name in moments})


class Invitation(models.Model):
    """
    A personal link to register, for a row of a list, by one channel.

    The row is named by its list and key, so that the invitation outlives uploads. Only hashes of the link's token are
    kept; `earlier_hash` is that of the message before the reminder, whose link stays good. `sent_at` is when the mail
    went to the outbox, or when the officer said that the message was sent; `address` is where it went.
    """

    class Channel(models.TextChoices):
        EMAIL = "EMAIL", _("email")
        WHATSAPP = "WHATSAPP", _("WhatsApp")

    list = models.ForeignKey(MemberList, on_delete=models.CASCADE, related_name="invitations")
    key = models.CharField(max_length=64)
    channel = models.CharField(_("lewat"), max_length=8, choices=Channel)
    address = EncryptedTextField(_("alamat"))
    token_hash = models.BinaryField(editable=False)
    earlier_hash = models.BinaryField(null=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("dibuat"))
    ends_at = models.DateTimeField(_("berlaku sampai"))
    sent_at = models.DateTimeField(_("dikirim"), null=True)
    reminded_at = models.DateTimeField(_("diingatkan"), null=True)
    opened_at = models.DateTimeField(_("dibuka"), null=True)
    refused_at = models.DateTimeField(_("tidak mau dihubungi"), null=True)
    replaced_at = models.DateTimeField(_("diganti"), null=True)
    registered_at = models.DateTimeField(_("mendaftar"), null=True)
    taken_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="invitations"
    )
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="invitations")
    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token_hash"], name="invitation_token_once"),
            models.UniqueConstraint(
                fields=["list", "key", "channel"],
                condition=Q(registered_at=None, refused_at=None, replaced_at=None),
                name="invitation_one_open_per_row_and_channel",
            ),
            models.CheckConstraint(
                condition=Q(registered_at__isnull=False) | Q(member=None),
                name="invitation_of_a_member_is_registered",
            ),
            models.CheckConstraint(
                condition=Q(reminded_at=None) | Q(sent_at__isnull=False), name="invitation_reminded_was_sent"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["earlier_hash"], condition=Q(earlier_hash__isnull=False), name="invitation_earlier"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def mail_key(self, *, reminder: bool) -> str:
        """Return the key of its mail, or of the reminder, in the outbox."""
        return f"invitation:{self.pk}:{'reminder' if reminder else 'first'}"


class OptOut(models.Model):
    """An address or telephone number whose owner is never to be invited again, by any chapter."""

    address = EncryptedTextField(_("alamat"))
    address_lookup = models.BinaryField(editable=False)
    address_lookup_next = NextLookupField(of="address", replaces="address_lookup", purpose="opt out")
    at = models.DateTimeField(_("pada"))

    class Meta:
        verbose_name = _("tidak mau dihubungi")
        verbose_name_plural = _("tidak mau dihubungi")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address_lookup"], name="opt_out_once_per_address"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
