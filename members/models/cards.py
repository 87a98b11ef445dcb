"""Member cards (KTA)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ipspi.credentials.models import SigningKey
from members.models.membership import Member


class Card(models.Model):
    """
    A card that was issued. Its `id` is the serial number that its QR code holds.

    A member has one card at a time. `token` is what the QR code says, signed with `key`; what the card shows beside it
    is the member's row of today. A card ends when another replaces it, or when an officer revokes it.
    """

    class End(models.TextChoices):
        REPLACED = "REPLACED", _("Digantikan kartu baru")
        REVOKED = "REVOKED", _("Dicabut")

    id = models.AutoField(_("nomor seri"), primary_key=True)
    member = models.ForeignKey(
        Member, verbose_name=_("anggota"), on_delete=models.PROTECT, related_name="cards"
    )
    key = models.ForeignKey(SigningKey, verbose_name=_("kunci"), on_delete=models.PROTECT, related_name="+")
    token = models.CharField(max_length=600)
    issued_at = models.DateTimeField(_("diterbitkan"))
    ended_at = models.DateTimeField(_("berakhir"), null=True, blank=True)
    end = models.CharField(_("sebab berakhir"), max_length=8, choices=End, blank=True)
    reason = models.CharField(_("alasan"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kartu anggota")
        verbose_name_plural = _("kartu anggota")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(ended_at__isnull=True), name="card_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="card_ends_for_a_cause",
            ),
            models.CheckConstraint(
                condition=~Q(end="REVOKED") | ~Q(reason=""), name="card_is_revoked_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
