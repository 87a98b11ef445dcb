"""Registrations on their way."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from ipspi.encryption import EncryptedTextField


class Draft(models.Model):
    """A registration not yet submitted. The answers hold a NIK, so they are encrypted as a whole (JSON)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="draft"
    )
    answers = EncryptedTextField()
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("rancangan pendaftaran")
        verbose_name_plural = _("rancangan pendaftaran")

    def __str__(self) -> str:
        return str(self.pk)
