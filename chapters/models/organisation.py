"""What a chapter is, and which provinces are its own."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ipspi.regions.models import Province
from members.models import Member

DPP = "DPP"  # the code of the national board's row


class Chapter(models.Model):
    """
    A DPD, or the DPP itself (code "DPP").

    A chapter that is not yet founded is looked after by another one: the DPP unless the DPP names a DPD. `parent`
    leaves room for a level below the DPD.
    """

    class Status(models.TextChoices):
        NOT_YET_FOUNDED = "NOT_YET_FOUNDED", _("Belum dibentuk")
        FOUNDED = "FOUNDED", _("Sudah dibentuk")

    code = models.CharField(_("kode"), max_length=8, primary_key=True)
    name = models.CharField(_("nama"), max_length=80, unique=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("induk"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    status = models.CharField(_("status"), max_length=16, choices=Status, default=Status.NOT_YET_FOUNDED)
    founded_on = models.DateField(_("dibentuk pada"), null=True, blank=True)
    decree_number = models.CharField(_("nomor SK"), max_length=80, blank=True)
    decree_on = models.DateField(_("tanggal SK"), null=True, blank=True)
    looked_after_by = models.ForeignKey(
        "self",
        verbose_name=_("dibina oleh"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="looks_after",
        help_text=_("DPP atau DPD yang mengurus provinsi ini selama DPD-nya belum dibentuk."),
    )
    zone = models.CharField(_("zona waktu"), max_length=4, choices=Province.Zone)
    email = models.EmailField(_("alamat email"), blank=True)
    phone = models.CharField(_("telepon/WhatsApp"), max_length=20, blank=True)
    address = models.CharField(_("alamat sekretariat"), max_length=300, blank=True)
    website = models.URLField(_("situs web"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("daerah")
        verbose_name_plural = _("daerah")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status="FOUNDED") ^ Q(looked_after_by__isnull=False),
                name="chapter_not_founded_is_looked_after",
                violation_error_message=_(
                    "Daerah yang belum dibentuk harus dibina oleh DPP atau sebuah DPD."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(looked_after_by=F("code")), name="chapter_does_not_look_after_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_founded(self) -> bool:
        return self.status == self.Status.FOUNDED

    @property
    def slug(self) -> str:
        """The chapter's name in addresses that are passed on: "sumatera-selatan"."""
        return slugify(self.name.removeprefix("DPD ")) if self.code != DPP else "dpp"


class Coverage(models.Model):
    """Which chapter a province belongs to. Members of no known province belong to the DPP."""

    province = models.OneToOneField(
        Province,
        verbose_name=_("provinsi"),
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="coverage",
    )
    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="coverage"
    )

    class Meta:
        verbose_name = _("wilayah kerja")
        verbose_name_plural = _("wilayah kerja")

    def __str__(self) -> str:
        return f"{self.province_id} {self.chapter_id}"


class ApplicationNotice(models.Model):
    """That the officers were told of an application, in one of the hourly mails."""

    member = models.OneToOneField(Member, primary_key=True, on_delete=models.CASCADE, related_name="notice")
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pemberitahuan pendaftaran")
        verbose_name_plural = _("pemberitahuan pendaftaran")

    def __str__(self) -> str:
        return str(self.pk)
