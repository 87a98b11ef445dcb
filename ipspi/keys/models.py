"""Which key is in force. The keys themselves are in the environment, never here."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class LookupKey(models.Model):
    """
    The version of LOOKUP_KEYS by which identity numbers are found now: one row.

    `next_version` is the key that a rotation is filling the second columns with; null while none is under way.
    """

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    next_version = models.PositiveSmallIntegerField(_("versi berikut"), null=True)
    in_force_since = models.DateTimeField(_("berlaku sejak"), db_default=models.functions.Now())

    class Meta:
        verbose_name = _("kunci pencarian")
        verbose_name_plural = _("kunci pencarian")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="lookup_key_is_one_row"),
            models.CheckConstraint(
                condition=Q(next_version__isnull=True) | ~Q(next_version=F("version")),
                name="lookup_key_rotates_to_another",
            ),
        ]

    def __str__(self) -> str:
        return str(self.version)
