"""What people agree to, and when they did."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models.membership import Member


class ConsentText(models.Model):
    """A version of what people agree to, with its purpose. A text in use is never changed: a new version is added."""

    version = models.PositiveSmallIntegerField(_("versi"), primary_key=True)
    purpose = models.CharField(_("tujuan"), max_length=200)
    text = models.TextField(_("isi"))
    in_force_on = models.DateField(_("berlaku sejak"))

    class Meta:
        verbose_name = _("naskah persetujuan")
        verbose_name_plural = _("naskah persetujuan")

    def __str__(self) -> str:
        return f"v{self.version}"

    @property
    def paragraphs(self) -> list[str]:
        """The text without the ends of its lines, which are those of the editor it was written in."""
        return [" ".join(paragraph.split()) for paragraph in self.text.split("\n\n")]


class Consent(models.Model):
    """That somebody agreed to a version, and when."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="consents")
    given_at = models.DateTimeField(_("diberikan"))

    class Meta:
        verbose_name = _("persetujuan")
        verbose_name_plural = _("persetujuan")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["member", "text"], name="consent_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.text_id}"
