"""What a person may know and ask about their own data: who read it, and what they asked for."""

import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedBinaryField, EncryptedTextField
from members.models.membership import Member


def new_token() -> str:
    """Return what nobody guesses: 256 bits."""
    return secrets.token_urlsafe(32)


class DataAccess(models.Model):
    """
    That somebody read a member's identity numbers, or took the data out in an export.

    The member sees it: when, by which office of which chapter, and why. `office` and `chapter` are the words of that
    day, for seats end.
    """

    class What(models.TextChoices):
        NUMBERS = "NUMBERS", _("NIK dan NIP dibaca")
        EXPORT = "EXPORT", _("Data diekspor")

    class Reason(models.TextChoices):
        CHECK = "CHECK", _("Mencocokkan dengan KTP atau surat keputusan")
        CORRECT = "CORRECT", _("Memperbaiki data anggota")
        DUPLICATE = "DUPLICATE", _("Memeriksa pendaftaran ganda")
        AUTHORITY = "AUTHORITY", _("Permintaan instansi yang berwenang")
        EVENT = "EVENT", _("Rapat, musyawarah, atau kegiatan")
        REPORT = "REPORT", _("Laporan atau pendataan pengurus")
        OTHER = "OTHER", _("Keperluan lain")

    member = models.ForeignKey(
        Member, verbose_name=_("anggota"), on_delete=models.CASCADE, related_name="accesses"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    what = models.CharField(_("apa"), max_length=8, choices=What)
    reason = models.CharField(_("alasan"), max_length=9, choices=Reason)
    words = models.CharField(_("keterangan"), max_length=300, blank=True)
    office = models.CharField(_("jabatan"), max_length=120, blank=True)
    chapter = models.CharField(_("daerah"), max_length=120, blank=True)
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("pembacaan data")
        verbose_name_plural = _("pembacaan data")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(reason="OTHER") | ~Q(words=""), name="data_access_for_another_reason_says_which"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["member", "-at"], name="data_access_of_member")]

    def __str__(self) -> str:
        return f"{self.what} {self.member_id}"


class PrivacyRequest(models.Model):
    """
    That a person asked to have their data corrected, restricted or erased; decided within 72 hours.

    One open request of a kind at a time. A granted erasure is `SCHEDULED` until `erase_at`; until then the person may
    call it back.
    """

    class Kind(models.TextChoices):
        CORRECT = "CORRECT", _("Perbaikan data")
        RESTRICT = "RESTRICT", _("Pembatasan pemakaian data")
        ERASE = "ERASE", _("Penghapusan data")

    class State(models.TextChoices):
        OPEN = "OPEN", _("Menunggu keputusan")
        SCHEDULED = "SCHEDULED", _("Disetujui, menunggu waktu penghapusan")
        GRANTED = "GRANTED", _("Disetujui")
        REFUSED = "REFUSED", _("Ditolak")
        WITHDRAWN = "WITHDRAWN", _("Ditarik kembali")
        ENDED = "ENDED", _("Berakhir")

    member = models.ForeignKey(
        Member, verbose_name=_("anggota"), on_delete=models.CASCADE, related_name="privacy_requests"
    )
    kind = models.CharField(_("permintaan"), max_length=8, choices=Kind)
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.OPEN)
    words = EncryptedTextField(_("penjelasan"))
    asked_at = models.DateTimeField(_("diminta"))
    due_at = models.DateTimeField(_("batas keputusan"))
    decided_at = models.DateTimeField(_("diputuskan"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diputuskan oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reason = models.TextField(_("alasan keputusan"), blank=True)
    erase_at = models.DateTimeField(_("dihapus pada"), null=True)
    ended_at = models.DateTimeField(_("berakhir"), null=True)

    class Meta:
        verbose_name = _("permintaan data pribadi")
        verbose_name_plural = _("permintaan data pribadi")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(state__in=["OPEN", "SCHEDULED"]),
                name="privacy_request_one_open_per_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["OPEN", "WITHDRAWN"]) | Q(decided_at__isnull=False),
                name="privacy_request_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="REFUSED") | ~Q(reason=""), name="privacy_request_refused_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="SCHEDULED") | Q(kind="ERASE", erase_at__isnull=False),
                name="privacy_request_scheduled_has_time_of_erasure",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(state="OPEN"), name="privacy_request_due"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Restriction(models.Model):
    """That a member's data is restricted: kept, and shown to who keeps it, but in no export and no bulk act."""

    member = models.OneToOneField(
        Member, primary_key=True, on_delete=models.CASCADE, related_name="restriction"
    )
    since = models.DateTimeField(_("sejak"))

    class Meta:
        verbose_name = _("pembatasan")
        verbose_name_plural = _("pembatasan")

    def __str__(self) -> str:
        return str(self.pk)


class DataCopy(models.Model):
    """All data about a member, made at their request: an encrypted ZIP behind an address that dies."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="data_copies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    token = models.CharField(max_length=60, unique=True, default=new_token)
    asked_at = models.DateTimeField(_("diminta"))
    made_at = models.DateTimeField(_("selesai"), null=True)
    expires_at = models.DateTimeField(_("berlaku sampai"), null=True)
    content = EncryptedBinaryField()

    class Meta:
        verbose_name = _("salinan data")
        verbose_name_plural = _("salinan data")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(content__isnull=True) | Q(made_at__isnull=False, expires_at__isnull=False),
                name="data_copy_made_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
