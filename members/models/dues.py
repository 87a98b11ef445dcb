"""Until when a member's dues are paid. Money itself is kept elsewhere."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.membership import Member


class DuesMark(models.Model):
    """That an officer wrote down until which day, that day included, dues are paid. The latest counts; all are kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="dues_marks")
    paid_until = models.DateField(_("iuran lunas sampai"))
    note = models.CharField(_("catatan"), max_length=200, blank=True)
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    marked_at = models.DateTimeField(_("ditandai"))

    class Meta:
        verbose_name = _("tanda iuran")
        verbose_name_plural = _("tanda iuran")
        indexes: ClassVar = [models.Index(fields=["member", "-id"], name="dues_latest_of_member")]

    def __str__(self) -> str:
        return f"{self.paid_until}"
