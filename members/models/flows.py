"""Who came and who left, month by month: sums of the history of memberships, so that a page need not read it all."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ipspi.regions.models import Province
from members.models.history import MembershipChange


class MonthlyFlow(models.Model):
    """
    How many members a province gained and lost in a month by one kind of change.

    Province null: those of whom none is known. Who moves is lost in one province and gained in another. Derived from
    MembershipChange by `members.flows`, and nowhere else written.
    """

    province = models.ForeignKey(
        Province,
        verbose_name=_("provinsi"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        db_index=False,  # the constraint's index
    )
    month = models.DateField(_("bulan"))
    kind = models.CharField(_("perubahan"), max_length=12, choices=MembershipChange.Kind)
    gained = models.PositiveIntegerField(_("bertambah"))
    lost = models.PositiveIntegerField(_("berkurang"))

    class Meta:
        verbose_name = _("arus anggota")
        verbose_name_plural = _("arus anggota")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["province", "month", "kind"],
                nulls_distinct=False,
                name="flow_once_per_province_month_and_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.province_id} {self.month:%Y-%m} {self.kind}"


class FlowCount(models.Model):
    """The state of the history that the monthly flows were last counted from: one row."""

    changes = models.PositiveBigIntegerField(_("perubahan"))
    last_change = models.PositiveBigIntegerField(_("perubahan terakhir"))
    at = models.DateTimeField(_("dihitung"))

    class Meta:
        verbose_name = _("hitungan arus")
        verbose_name_plural = _("hitungan arus")
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(pk=1), name="flow_count_is_one_row")
        ]

    def __str__(self) -> str:
        return str(self.at)
