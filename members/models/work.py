"""What people do at work."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.Model):
    """A role at work that many have. Rows, not code; who has another writes it in words."""

    name = models.CharField(_("nama"), max_length=80)
    position = models.PositiveSmallIntegerField(_("urutan"), default=100)

    class Meta:
        verbose_name = _("peran di tempat kerja")
        verbose_name_plural = _("peran di tempat kerja")
        ordering: ClassVar = ["position", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("name"), name="role_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name
