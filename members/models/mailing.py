"""Who wants no mail that officers write to many."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.membership import Member


class MailRefusal(models.Model):
    """That a member wants no mail that officers write to many. Letters about their own membership still come."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="mail_refusal")
    since = models.DateTimeField(_("sejak"))

    class Meta:
        verbose_name = _("penolakan email pengurus")
        verbose_name_plural = _("penolakan email pengurus")
        ordering: ClassVar = ["since"]

    def __str__(self) -> str:
        return str(self.pk)
