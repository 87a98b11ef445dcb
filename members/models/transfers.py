"""Mutasi: a member's move from one province to another."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ipspi.regions.models import Province, Regency
from members.models.membership import Member


class TransferQuerySet(models.QuerySet["Transfer"]):
    def open(self) -> "TransferQuerySet":
        """Those that are not yet carried out, refused or withdrawn."""
        return self.filter(status__in=Transfer.UNFINISHED)


class Transfer(models.Model):
    """
    A proposed move: it needs the consent of the side that is left and of the side that receives.

    With the second consent its one effective date is set: the day that was wished for, or the day of that consent if it
    is later. On that day, in the zone of the province that is left, the home province changes.
    """

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Menunggu persetujuan")
        AGREED = "AGREED", _("Disetujui, menunggu tanggalnya")
        DONE = "DONE", _("Sudah pindah")
        REFUSED = "REFUSED", _("Tidak disetujui")
        WITHDRAWN = "WITHDRAWN", _("Ditarik")

    class Side(models.TextChoices):
        LEAVING = "LEAVING", _("Daerah asal")
        RECEIVING = "RECEIVING", _("Daerah tujuan")

    UNFINISHED = (Status.OPEN, Status.AGREED)

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="transfers")
    from_province = models.ForeignKey(
        Province, verbose_name=_("dari"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_province = models.ForeignKey(
        Province, verbose_name=_("ke"), on_delete=models.PROTECT, related_name="+"
    )
    to_regency = models.ForeignKey(
        Regency, verbose_name=_("kabupaten/kota tujuan"), on_delete=models.PROTECT, related_name="+"
    )
    wished_on = models.DateField(_("tanggal yang diinginkan"))
    reason = models.TextField(_("alasan"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("diajukan"))
    told_at = models.DateTimeField(_("diberitahukan"), null=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    left_at = models.DateTimeField(_("dilepas"), null=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    received_at = models.DateTimeField(_("diterima"), null=True)
    effective_on = models.DateField(_("berlaku sejak"), null=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_at = models.DateTimeField(_("ditutup"), null=True)
    refusal = models.TextField(_("alasan tidak disetujui"), blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("mutasi")
        verbose_name_plural = _("mutasi")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(status__in=["OPEN", "AGREED"]),
                name="transfer_one_open_per_member",
            ),
            models.CheckConstraint(
                condition=Q(from_province__isnull=True) | ~Q(from_province=F("to_province")),
                name="transfer_leads_elsewhere",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["AGREED", "DONE"])
                | Q(left_at__isnull=False, received_at__isnull=False, effective_on__isnull=False),
                name="transfer_needs_both_sides_and_a_date",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["OPEN", "AGREED"]) ^ Q(closed_at__isnull=False),
                name="transfer_closed_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED") | ~Q(refusal=""), name="transfer_refused_has_a_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["asked_at"], condition=Q(status__in=["OPEN", "AGREED"]), name="transfer_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_province_id} → {self.to_province_id}"
