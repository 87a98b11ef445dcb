"""Long work: a row with its progress, found again when its worker dies."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Job(models.Model):
    """One piece of long work. `key` names its cause: the same cause runs once."""

    class Status(models.TextChoices):
        WAITING = "WAITING", _("menunggu giliran")
        RUNNING = "RUNNING", _("sedang berjalan")
        DONE = "DONE", _("selesai")
        FAILED = "FAILED", _("gagal")
        CANCELLED = "CANCELLED", _("dibatalkan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("jenis"), max_length=60)
    key = models.CharField(_("kunci"), max_length=200, unique=True, null=True)  # noqa: DJ001 - no cause is not a cause
    arguments = models.JSONField(_("masukan"), default=dict)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.WAITING)
    done = models.PositiveIntegerField(_("terselesaikan"), default=0)
    total = models.PositiveIntegerField(_("seluruhnya"), default=0)
    step = models.CharField(_("langkah"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    result = models.JSONField(_("hasil"), null=True)
    error = models.CharField(_("galat"), max_length=500, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("dimulai oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="jobs",
    )
    created_at = models.DateTimeField(_("dibuat"), db_default=models.functions.Now())
    started_at = models.DateTimeField(_("mulai"), null=True)
    finished_at = models.DateTimeField(_("berakhir"), null=True)

    class Meta:
        verbose_name = _("pekerjaan")
        verbose_name_plural = _("pekerjaan")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=["WAITING", "RUNNING"]) ^ Q(finished_at__isnull=False),
                name="job_is_finished_when_it_has_an_end",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"], condition=Q(status__in=["WAITING", "RUNNING"]), name="job_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_open(self) -> bool:
        return self.status in (self.Status.WAITING, self.Status.RUNNING)

    @property
    def percent(self) -> int:
        return min(100, 100 * self.done // self.total) if self.total else 0
