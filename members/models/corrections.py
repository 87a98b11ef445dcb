"""What a member asks to have corrected, and an officer decides."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedBinaryField, EncryptedTextField
from members.models.documents import Document
from members.models.membership import Member


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def open(self) -> "CorrectionQuerySet":
        return self.filter(status=Correction.Status.OPEN)


class Correction(models.Model):
    """
    A change of what only an officer may change; the old value and the new one are kept, encrypted: they may be NIKs.

    Values are texts: dates in ISO form, codes of sex and type. `evidence` says what the officer was shown.
    """

    class Field(models.TextChoices):
        NAME = "name", _("Nama lengkap")
        NIK = "nik", _("NIK")
        BIRTH_DATE = "birth_date", _("Tanggal lahir")
        SEX = "sex", _("Jenis kelamin")
        TYPE = "type", _("Jenis keanggotaan")

    class Status(models.TextChoices):
        OPEN = "OPEN", _("Menunggu pengurus")
        ACCEPTED = "ACCEPTED", _("Diterima")
        REFUSED = "REFUSED", _("Tidak diterima")
        WITHDRAWN = "WITHDRAWN", _("Ditarik")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="corrections")
    field = models.CharField(_("data"), max_length=10, choices=Field)
    old = EncryptedTextField(_("lama"))
    new = EncryptedTextField(_("baru"))
    note = models.TextField(_("penjelasan anggota"), blank=True)
    evidence = models.TextField(_("bukti yang dilihat"), blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("diajukan"))
    told_at = models.DateTimeField(_("diberitahukan"), null=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(_("diputuskan"), null=True)
    reason = models.TextField(_("alasan"), blank=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan perbaikan")
        verbose_name_plural = _("permintaan perbaikan")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "field"], condition=Q(status="OPEN"), name="request_one_open_per_field"
            ),
            models.CheckConstraint(
                condition=Q(status="OPEN") ^ Q(decided_at__isnull=False), name="request_closed_has_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(status="REFUSED") | ~Q(reason=""), name="request_refused_has_a_reason"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at"], condition=Q(status="OPEN"), name="request_open"),
        ]

    def __str__(self) -> str:
        return f"{self.field} {self.pk}"


class Proof(models.Model):
    """A paper that a member shows with a request, kept until that is decided or withdrawn; a later one replaces it."""

    correction = models.OneToOneField(
        Correction, primary_key=True, on_delete=models.CASCADE, related_name="proof"
    )
    medium = models.CharField(_("bentuk"), max_length=15, choices=Document.Medium)
    content = EncryptedBinaryField()
    size = models.PositiveIntegerField(_("besar berkas"), help_text=_("dalam bita"))
    received_at = models.DateTimeField(_("diterima"))

    class Meta:
        verbose_name = _("bukti permintaan")
        verbose_name_plural = _("bukti permintaan")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(content__isnull=False), name="proof_has_content"),
        ]

    def __str__(self) -> str:
        return f"{self.medium} {self.pk}"

    @property
    def kind(self) -> str:
        return "bukti"

    @property
    def is_picture(self) -> bool:
        return self.medium == Document.Medium.JPEG
