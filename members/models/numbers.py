"""The book of member numbers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models.membership import Member


class NumberBook(models.Model):
    """
    Every member number that was ever given, so that none is given twice and no gap is unexplained.

    `sequence` counts the numbers that the registry allocated itself, without a gap; a number that came by import has
    none until the count comes to it and passes it over.
    """

    number = models.CharField(_("nomor"), max_length=40, primary_key=True)
    sequence = models.PositiveIntegerField(_("urutan"), null=True, unique=True)
    member = models.OneToOneField(
        Member, verbose_name=_("anggota"), null=True, on_delete=models.PROTECT, related_name="number_entry"
    )
    void_reason = models.CharField(_("alasan batal"), max_length=200, blank=True)
    entered_at = models.DateTimeField(_("dicatat"), db_default=models.functions.Now())

    class Meta:
        verbose_name = _("nomor anggota")
        verbose_name_plural = _("buku nomor anggota")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(member__isnull=False) ^ ~Q(void_reason=""),
                name="number_has_a_member_or_a_void_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number
