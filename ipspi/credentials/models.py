"""The keys that sign what people carry with them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedBinaryField


class SigningKey(models.Model):
    """
    An Ed25519 key. Its number stands in everything that it signed, so it has one byte, and none is given twice.

    The public half stays for ever, so that what was signed stays valid. The private half is there while the key signs,
    and is deleted when the next one takes over. A key that somebody may have stolen is distrusted: nothing that it
    signed counts any more.
    """

    number = models.PositiveSmallIntegerField(_("nomor"), primary_key=True)
    public = models.BinaryField(_("kunci publik"), max_length=32)
    private = EncryptedBinaryField()
    made_at = models.DateTimeField(_("dibuat"))
    distrusted_at = models.DateTimeField(_("tidak dipercaya sejak"), null=True)

    class Meta:
        verbose_name = _("kunci tanda tangan")
        verbose_name_plural = _("kunci tanda tangan")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=255), name="signing_key_number_fits_a_byte"
            ),
            models.UniqueConstraint(
                models.Value(1), condition=Q(private__isnull=False), name="signing_key_only_one_signs"
            ),
            models.CheckConstraint(
                condition=Q(private__isnull=True) | Q(distrusted_at__isnull=True),
                name="signing_key_distrusted_signs_nothing",
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
