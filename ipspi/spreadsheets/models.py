"""Spreadsheets on their way into the registry."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedBinaryField
from ipspi.jobs.models import Job


class Upload(models.Model):
    """
    One file that somebody gave, from reading to undoing.

    `kind` and `key` say which importer takes it, and to where. `content` is the table that was read, `workbook` the
    file where it has other worksheets to choose; both are encrypted, and gone once the upload is applied or cancelled.
    `places` says which column is where, `marks` know its headings again, and `like` is the earlier file whose columns
    were taken over (see remembering). `problems` is what the last check found (the first of them, see
    `checking.MOST_KEPT`), `rejected`, encrypted too, are the lines that cannot be taken, `counts` is what was counted
    by the last step, `memo` what the importer needs for undoing. Neither marks nor problems nor counts nor memo hold
    a value of the file.
    """

    class Status(models.TextChoices):
        READ = "READ", _("dibaca")
        MAPPED = "MAPPED", _("siap diterapkan")
        APPLIED = "APPLIED", _("diterapkan")
        UNDONE = "UNDONE", _("diurungkan")
        CANCELLED = "CANCELLED", _("dibatalkan")

    OPEN = (Status.READ, Status.MAPPED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.SlugField(_("jenis"), max_length=40)
    key = models.CharField(_("tujuan"), max_length=120)
    chapter = models.CharField(_("daerah"), max_length=8, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.READ)
    file_name = models.CharField(_("nama berkas"), max_length=200)
    content = EncryptedBinaryField()
    rejected = EncryptedBinaryField()
    workbook = EncryptedBinaryField()
    lines = models.PositiveIntegerField(_("baris"), default=0)
    places = models.JSONField(_("letak kolom"), default=dict)
    marks = models.JSONField(_("tanda judul kolom"), default=list)
    like = models.ForeignKey(
        "self", verbose_name=_("seperti"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    problems = models.JSONField(_("masalah"), default=list)
    counts = models.JSONField(_("hitungan"), default=dict)
    memo = models.JSONField(_("catatan pengurungan"), default=dict)
    job = models.ForeignKey(
        Job, verbose_name=_("pekerjaan"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="uploads",
    )
    created_at = models.DateTimeField(_("diunggah"))
    checked_at = models.DateTimeField(_("diperiksa"), null=True)
    applied_at = models.DateTimeField(_("diterapkan"), null=True)
    closed_at = models.DateTimeField(_("diurungkan atau dibatalkan"), null=True)

    class Meta:
        verbose_name = _("unggahan")
        verbose_name_plural = _("unggahan")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=["READ", "MAPPED"]) ^ Q(content__isnull=True),
                name="upload_keeps_content_only_while_open",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["READ", "MAPPED"]) | Q(workbook__isnull=True),
                name="upload_keeps_workbook_only_while_open",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["APPLIED", "UNDONE"]) ^ Q(applied_at__isnull=True),
                name="upload_applied_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["UNDONE", "CANCELLED"]) ^ Q(closed_at__isnull=True),
                name="upload_closed_has_its_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "key", "-created_at"], name="upload_by_destination"),
            models.Index(
                fields=["created_at"], condition=Q(status__in=["READ", "MAPPED"]), name="upload_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_open(self) -> bool:
        """Whether it may still be mapped, applied or cancelled."""
        return self.status in self.OPEN

    @property
    def is_busy(self) -> bool:
        """Whether a worker has it, or soon will."""
        return self.job is not None and self.job.is_open
