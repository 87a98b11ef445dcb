"""Members who may be registered twice, what officers decided about them, and how a merge can be taken back."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedTextField
from members.models import Member


def _was_undone() -> Exists:
    one, other = OuterRef("one"), OuterRef("other")
    of_both = Q(keep=one, other=other) | Q(keep=other, other=one)
    return Exists(Merge.objects.filter(of_both, undone_at__isnull=False))


class DuplicatePairQuerySet(models.QuerySet["DuplicatePair"]):
    def to_decide(self) -> "DuplicatePairQuerySet":
        """Pairs about which nobody has decided, both of whom are members or applicants."""
        return self.filter(
            state=DuplicatePair.State.OPEN,
            one__status__in=Member.LIVING,
            other__status__in=Member.LIVING,
        )

    def decided(self) -> "DuplicatePairQuerySet":
        """Pairs about which somebody has decided, those too whose merge was undone: `undone` tells them."""
        return self.annotate(undone=_was_undone()).filter(~Q(state=DuplicatePair.State.OPEN) | Q(undone=True))

    def of(self, member: Member) -> "DuplicatePairQuerySet":
        """Pairs of which a member is one."""
        return self.filter(Q(one=member) | Q(other=member))


class DuplicatePair(models.Model):
    """
    That two records may be of one person, and why; never counted, and nothing by itself.

    `one` is the record with the smaller id. `evidence` is what members.matching stored: field, level, bits. That
    somebody decided that they are two people outlives all later runs. `referred_at`: a chapter that keeps only one of
    them has asked the DPP to decide.
    """

    class State(models.TextChoices):
        OPEN = "OPEN", _("perlu diputuskan")
        NOT_SAME = "NOT_SAME", _("bukan orang yang sama")
        MERGED = "MERGED", _("digabungkan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    one = models.ForeignKey(
        Member, verbose_name=_("catatan pertama"), on_delete=models.CASCADE, related_name="+"
    )
    other = models.ForeignKey(
        Member, verbose_name=_("catatan kedua"), on_delete=models.CASCADE, related_name="+"
    )
    probability = models.FloatField(_("peluang"))
    evidence = models.JSONField(_("bukti"))
    disagreements = models.JSONField(_("bertentangan"), default=list)
    gate = models.CharField(_("aturan"), max_length=20)
    state = models.CharField(_("keadaan"), max_length=8, choices=State, default=State.OPEN)
    found_at = models.DateTimeField(_("ditemukan"))
    seen_at = models.DateTimeField(_("terakhir ditemukan"))
    referred_at = models.DateTimeField(_("diserahkan ke DPP"), null=True)
    referred_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diserahkan oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("diputuskan"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diputuskan oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = DuplicatePairQuerySet.as_manager()

    class Meta:
        verbose_name = _("kemungkinan ganda")
        verbose_name_plural = _("kemungkinan ganda")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["one", "other"], name="duplicate_pair_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="duplicate_pair_in_order"),
            models.CheckConstraint(
                condition=Q(probability__gte=0, probability__lte=1),
                name="duplicate_probability_is_between_0_and_1",
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN") ^ Q(decided_at__isnull=False),
                name="duplicate_pair_is_decided_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["-probability", "id"], condition=Q(state="OPEN"), name="duplicate_pair_open"
            ),
            models.Index(fields=["other"], name="duplicate_pair_other"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} {self.other_id}"


class Merge(models.Model):
    """
    That a record was merged into another, with all that is needed to take it back exactly.

    `changes` holds, as JSON, the fields that changed, before and after; they are personal values, so it is encrypted.
    `moved` holds, by the label of a foreign key, the ids of the rows that pointed to `other` and now point to `keep`.
    """

    keep = models.ForeignKey(
        Member, verbose_name=_("catatan yang dipertahankan"), on_delete=models.PROTECT, related_name="+"
    )
    other = models.ForeignKey(
        Member, verbose_name=_("catatan yang digabungkan"), on_delete=models.PROTECT, related_name="merges"
    )
    changes = EncryptedTextField(_("perubahan"))
    moved = models.JSONField(_("baris yang pindah"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(_("pada"))
    undone_at = models.DateTimeField(_("diurungkan"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("diurungkan oleh"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("penggabungan")
        verbose_name_plural = _("penggabungan")
        ordering: ClassVar = ["-at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["other"], condition=Q(undone_at__isnull=True), name="merge_stands_once_per_record"
            ),
            models.CheckConstraint(condition=~Q(keep=F("other")), name="merge_is_of_two_records"),
        ]

    def __str__(self) -> str:
        return f"{self.other_id} → {self.keep_id}"
