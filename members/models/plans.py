"""What was decided about a membership for some day: leave, suspension, resignation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedTextField
from members.models.membership import Member


class PlanQuerySet(models.QuerySet["Plan"]):
    def open(self) -> "PlanQuerySet":
        return self.filter(closed_at__isnull=True)

    def awaiting_agreement(self) -> "PlanQuerySet":
        """Suspensions that one officer proposed and no second one has decided on."""
        return self.open().filter(agreed_at__isnull=True)


class Plan(models.Model):
    """
    A leave, a suspension or a resignation: from the day on which it was asked for until it is over.

    It begins on `begins_on` and ends on `ends_on`, the first day on which it is over, by the clock of the member's own
    zone; a resignation has no end, and a suspension may have none. What needs a second officer begins only when one
    has agreed.
    """

    class Kind(models.TextChoices):
        LEAVE = "LEAVE", _("Cuti")
        SUSPENSION = "SUSPENSION", _("Pemberhentian sementara")
        RESIGNATION = "RESIGNATION", _("Pengunduran diri")

    class Outcome(models.TextChoices):
        DONE = "DONE", _("Selesai")
        TAKEN_BACK = "TAKEN_BACK", _("Ditarik")
        REFUSED = "REFUSED", _("Tidak disetujui")
        VOID = "VOID", _("Gugur")

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="plans")
    kind = models.CharField(_("jenis"), max_length=12, choices=Kind)
    begins_on = models.DateField(_("mulai"))
    ends_on = models.DateField(_("berakhir sebelum"), null=True)
    reason = models.TextField(_("alasan"), blank=True)
    restricted_note = EncryptedTextField(_("catatan terbatas"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("diajukan"))
    told_at = models.DateTimeField(_("diberitahukan"), null=True)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    agreed_at = models.DateTimeField(_("disetujui"), null=True)
    begun_at = models.DateTimeField(_("dimulai"), null=True)
    closed_at = models.DateTimeField(_("ditutup"), null=True)
    outcome = models.CharField(_("hasil"), max_length=10, choices=Outcome, blank=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("rencana perubahan")
        verbose_name_plural = _("rencana perubahan")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(closed_at__isnull=True), name="plan_one_open_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("begins_on")),
                name="plan_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(begun_at__isnull=True) | Q(agreed_at__isnull=False),
                name="plan_begins_when_agreed",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) ^ ~Q(outcome=""), name="plan_closed_has_an_outcome"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["begins_on"], condition=Q(closed_at__isnull=True), name="plan_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.begins_on}"
