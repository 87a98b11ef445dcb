"""What an officer keeps of a chapter's roster: views, columns, who is chosen, and files taken out."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from chapters.models.organisation import Chapter
from ipspi.encryption import EncryptedBinaryField, EncryptedTextField
from members.models import DataAccess, Member


class SavedView(models.Model):
    """
    Filters and columns under a name, for the officer who made it and nobody else. What was searched for is not kept.

    The `default` one opens first. A deleted one can be taken back for some days.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("nama tampilan"), max_length=60)
    filters = models.JSONField(_("saringan"), default=dict)
    columns = models.JSONField(_("kolom"), default=list)
    default = models.BooleanField(_("dibuka pertama"), default=False)
    deleted_at = models.DateTimeField(_("dihapus"), null=True)

    class Meta:
        verbose_name = _("tampilan tersimpan")
        verbose_name_plural = _("tampilan tersimpan")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                "user", "chapter", Lower("name"), condition=Q(deleted_at=None), name="saved_view_name_once"
            ),
            models.UniqueConstraint(
                fields=["user", "chapter"],
                condition=Q(default=True, deleted_at=None),
                name="saved_view_one_default",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ChosenColumns(models.Model):
    """The columns in which an officer reads a chapter's roster where no view is open."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="+")
    columns = models.JSONField(_("kolom"), default=list)

    class Meta:
        verbose_name = _("pilihan kolom")
        verbose_name_plural = _("pilihan kolom")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "chapter"], name="chosen_columns_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.chapter_id}"


class Chosen(models.Model):
    """Somebody whom an officer has chosen in a chapter's roster; `dropped_at` while it may still be taken back."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("dipilih"))
    dropped_at = models.DateTimeField(_("dilepas"), null=True)

    class Meta:
        verbose_name = _("anggota terpilih")
        verbose_name_plural = _("anggota terpilih")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "chapter", "member"], name="chosen_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["at"], name="chosen_by_time")]

    def __str__(self) -> str:
        return str(self.pk)


class RosterExport(models.Model):
    """
    A roster, or a part of it, as a file for the officer who asked; what it holds is in ExportPart, and dies first.

    `asked` says what was looked for, as JSON; it may hold a name, so that it is encrypted, and goes when the file is
    made. `left_out` are those whose data is restricted.
    """

    class Form(models.TextChoices):
        XLSX = "XLSX", _("Excel (XLSX)")
        CSV = "CSV", _("CSV")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(_("bentuk"), max_length=4, choices=Form)
    columns = models.JSONField(_("kolom"))
    of_chosen = models.BooleanField(_("hanya yang dipilih"), default=False)
    asked = EncryptedTextField()
    reason = models.CharField(_("alasan"), max_length=9, choices=DataAccess.Reason)
    words = models.CharField(_("keterangan"), max_length=300, blank=True)
    asked_at = models.DateTimeField(_("diminta"))
    made_at = models.DateTimeField(_("selesai"), null=True)
    rows = models.PositiveIntegerField(_("jumlah baris"), null=True)
    left_out = models.PositiveIntegerField(_("tidak diikutkan"), default=0)
    expires_at = models.DateTimeField(_("berlaku sampai"), null=True)
    downloads = models.PositiveSmallIntegerField(_("diunduh"), default=0)
    ended_at = models.DateTimeField(_("berkas dihapus"), null=True)

    class Meta:
        verbose_name = _("ekspor anggota")
        verbose_name_plural = _("ekspor anggota")
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(made_at=None) | Q(rows__isnull=False, expires_at__isnull=False, asked=None),
                name="roster_export_made_has_rows_and_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(reason="OTHER") | ~Q(words=""),
                name="roster_export_for_another_reason_says_which",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["by", "chapter", "-asked_at"], name="roster_export_of_officer"),
            models.Index(fields=["asked_at"], condition=Q(ended_at=None), name="roster_export_kept"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class ExportPart(models.Model):
    """A piece of an exported file, encrypted: a file is written and read piece by piece, whatever its size."""

    export = models.ForeignKey(RosterExport, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = EncryptedBinaryField()

    class Meta:
        verbose_name = _("bagian berkas ekspor")
        verbose_name_plural = _("bagian berkas ekspor")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["export", "number"], name="export_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.export_id} {self.number}"
