"""The accountability report (LPJ) of a board: what it answers to the assembly with."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chapters.models.boards import Term
from chapters.models.organisation import Chapter


class AccountabilityReport(models.Model):
    """
    A report of a term or of a year, both days included; several versions, of which each but the first amends one.

    A draft is computed anew whenever it is read: `texts` are what its authors wrote, by section, `tables` figures that
    the registry does not keep, with the total that somebody stated (`chapters.accountability.blocks`). A presented one
    is `content`, whose SHA-256 is `digest`, and never changes: the database refuses it.
    Source: docs/rules.md#accountability
    """

    class State(models.TextChoices):
        DRAFT = "DRAFT", _("Rancangan")
        PRESENTED = "PRESENTED", _("Disampaikan")

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="accountability_reports"
    )
    term = models.ForeignKey(
        Term,
        verbose_name=_("masa bakti"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accountability_reports",
    )
    title = models.CharField(_("judul"), max_length=160)
    since = models.DateField(_("sejak"))
    until = models.DateField(_("sampai"))
    state = models.CharField(_("keadaan"), max_length=9, choices=State, default=State.DRAFT)
    version = models.PositiveSmallIntegerField(_("versi"), default=1)
    amends = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="amended_by"
    )
    texts = models.JSONField(_("uraian"), default=dict)
    tables = models.JSONField(_("tabel tambahan"), default=list)
    created_at = models.DateTimeField(_("dibuat"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    presented_at = models.DateTimeField(_("disampaikan"), null=True)
    number = models.CharField(_("nomor"), max_length=80, unique=True, null=True)  # noqa: DJ001 - unique where there is one
    content = models.JSONField(_("isi"), null=True)
    digest = models.CharField(_("sidik isi"), max_length=64, blank=True)
    pdf = models.BinaryField(null=True)
    appendices = models.BinaryField(null=True)

    class Meta:
        verbose_name = _("laporan pertanggungjawaban")
        verbose_name_plural = _("laporan pertanggungjawaban")
        ordering: ClassVar = ["-until", "-version"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="lpj_ends_after_it_starts",
                violation_error_message=_("Akhir laporan tidak boleh sebelum awalnya."),
            ),
            models.CheckConstraint(
                condition=Q(
                    state="DRAFT",
                    presented_at=None,
                    number=None,
                    content=None,
                    digest="",
                    pdf=None,
                    appendices=None,
                )
                | Q(
                    state="PRESENTED",
                    presented_at__isnull=False,
                    number__isnull=False,
                    content__isnull=False,
                    digest__regex="^[0-9a-f]{64}$",
                    pdf__isnull=False,
                    appendices__isnull=False,
                ),
                name="lpj_is_whole_once_presented",
            ),
            models.CheckConstraint(
                condition=Q(version=1, amends=None) | Q(version__gt=1, amends__isnull=False),
                name="lpj_of_a_later_version_amends_one",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_presented(self) -> bool:
        return self.state == self.State.PRESENTED
