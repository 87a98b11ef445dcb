"""Applications that are admitted together after a while, and reminders of those that wait."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chapters.models.organisation import Chapter
from members.models import Member


class BulkAdmission(models.Model):
    """
    Applications that an officer admits together, in force from `effective_at` on and to be called back until then.

    Nothing happens to the applicants before that, and no number is spent. `chapter` is the one whose queue it was.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="bulk_admissions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(_("dipilih"))
    effective_at = models.DateTimeField(_("berlaku"))
    called_back_at = models.DateTimeField(_("dibatalkan"), null=True)
    called_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    finished_at = models.DateTimeField(_("selesai"), null=True)

    class Meta:
        verbose_name = _("penerimaan bersama")
        verbose_name_plural = _("penerimaan bersama")
        ordering: ClassVar = ["-made_at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(effective_at__gt=F("made_at")), name="bulk_admission_is_effective_later"
            ),
            models.CheckConstraint(
                condition=Q(called_back_at__isnull=True) | Q(called_back_at__lt=F("effective_at")),
                name="bulk_admission_is_called_back_in_time",
            ),
            models.CheckConstraint(
                condition=Q(called_back_at__isnull=True) | Q(finished_at__isnull=True),
                name="bulk_admission_called_back_admits_nobody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["effective_at"],
                condition=Q(called_back_at__isnull=True, finished_at__isnull=True),
                name="bulk_admission_due",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class BulkChoice(models.Model):
    """One applicant of a bulk admission, and what became of them; `reason` says why not."""

    class Outcome(models.TextChoices):
        WAITING = "WAITING", _("menunggu")
        ADMITTED = "ADMITTED", _("diterima")
        LEFT_OUT = "LEFT_OUT", _("tidak diterima")
        CALLED_BACK = "CALLED_BACK", _("dibatalkan")

    bulk = models.ForeignKey(BulkAdmission, on_delete=models.CASCADE, related_name="choices")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="bulk_choices")
    outcome = models.CharField(_("hasil"), max_length=11, choices=Outcome, default=Outcome.WAITING)
    reason = models.TextField(_("alasan"), blank=True)

    class Meta:
        verbose_name = _("pilihan penerimaan bersama")
        verbose_name_plural = _("pilihan penerimaan bersama")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["bulk", "member"], name="bulk_choice_once_per_bulk"),
            models.UniqueConstraint(
                fields=["member"], condition=Q(outcome="WAITING"), name="bulk_choice_waits_in_one_bulk"
            ),
            models.CheckConstraint(
                condition=~Q(outcome="LEFT_OUT") ^ ~Q(reason=""), name="bulk_choice_left_out_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bulk_id} {self.member_id}"


class ApplicationReminder(models.Model):
    """That officers were reminded of an application that waits for them: each kind once."""

    class Kind(models.TextChoices):
        FIRST = "FIRST", _("pengurus, pertama")
        SECOND = "SECOND", _("pengurus, kedua")
        DPP = "DPP", _("DPP")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="reminders")
    kind = models.CharField(_("jenis"), max_length=6, choices=Kind)
    told_at = models.DateTimeField(_("diingatkan"))

    class Meta:
        verbose_name = _("pengingat pendaftaran")
        verbose_name_plural = _("pengingat pendaftaran")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "kind"], name="application_reminder_once_per_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind}"
