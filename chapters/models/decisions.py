"""What officers decided about a row of a list and a member: facts that outlive uploads and runs."""

import datetime as dt
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from chapters.models.ledger import MatchingModel
from chapters.models.lists import MemberList
from chapters.models.organisation import Chapter
from members.models import Member

LATER_FOR = dt.timedelta(days=30)


class JointDecision(models.Model):
    """That an officer accepted all pairs of a chapter's queue from a probability on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    chapter = models.ForeignKey(Chapter, on_delete=models.PROTECT, related_name="joint_decisions")
    least = models.FloatField(_("peluang paling sedikit"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("pada"))
    undone_at = models.DateTimeField(_("diurungkan"), null=True)

    class Meta:
        verbose_name = _("keputusan bersama")
        verbose_name_plural = _("keputusan bersama")
        ordering: ClassVar = ["-at"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(least__gte=0.5, least__lte=1), name="joint_decision_is_likelier_than_not"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def in_force(self) -> "DecisionQuerySet":
        """Decisions that nobody has taken back."""
        return self.filter(undone_at__isnull=True)

    def final(self) -> "DecisionQuerySet":
        """Decisions in force that settle a pair."""
        return self.in_force().exclude(answer=Decision.Answer.LATER)


class Decision(models.Model):
    """
    What somebody decided about a row and a member.

    The row is named by its list and key, so that the decision outlives uploads. `probability` and `model` are those of
    the moment. `before` holds the links that the decision changed or ended, the pair's own first, by row key and member
    id, so that it can be taken back; never a value of anybody.
    """

    class Answer(models.TextChoices):
        SAME = "SAME", _("orang yang sama")
        NOT_SAME = "NOT_SAME", _("bukan orang yang sama")
        LATER = "LATER", _("nanti")

    before = models.JSONField(default=list)  # stands first: below, `list` is the chapter's
    list = models.ForeignKey(MemberList, on_delete=models.CASCADE, related_name="decisions")
    key = models.CharField(max_length=64)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="list_decisions")
    answer = models.CharField(_("jawaban"), max_length=8, choices=Answer)
    probability = models.FloatField(_("peluang"))
    model = models.ForeignKey(MatchingModel, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(_("pada"))
    undone_at = models.DateTimeField(_("diurungkan"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    together = models.ForeignKey(JointDecision, null=True, on_delete=models.CASCADE, related_name="decisions")
    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("keputusan tentang baris")
        verbose_name_plural = _("keputusan tentang baris")
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "key", "member"],
                condition=Q(undone_at__isnull=True),
                name="decision_in_force_once_per_row_and_member",
            ),
            models.UniqueConstraint(
                fields=["list", "key"],
                condition=Q(undone_at__isnull=True, answer="SAME"),
                name="decision_one_same_in_force_per_row",
            ),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1),
                name="decision_probability_is_between_0_and_1",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=False) | Q(undone_by__isnull=True),
                name="decision_in_force_is_undone_by_nobody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_id}:{self.key} {self.member_id} {self.answer}"
