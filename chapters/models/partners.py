"""Whom a chapter works with: partners, agreements with them, and what was done together."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from chapters.models.organisation import Chapter
from chapters.models.programmes import Change, Paper, Programme
from ipspi.regions.models import Regency


class PartnerQuerySet(models.QuerySet["Partner"]):
    def kept(self) -> "PartnerQuerySet":
        """Those that nobody removed."""
        return self.filter(removed_at=None)


class Partner(models.Model):
    """
    An institution that a chapter works with (mitra kerja sama).

    How to reach it is of the institution: an office and its telephone, never a person's name or own number.
    """

    class Kind(models.TextChoices):
        GOVERNMENT = "GOVERNMENT", _("Pemerintah")
        UNIVERSITY = "UNIVERSITY", _("Perguruan tinggi")
        COMPANY = "COMPANY", _("Perusahaan")
        FOUNDATION = "FOUNDATION", _("Yayasan atau LKS")
        OTHER = "OTHER", _("Lembaga lain")

    chapter = models.ForeignKey(
        Chapter, verbose_name=_("daerah"), on_delete=models.PROTECT, related_name="partners"
    )
    name = models.CharField(_("nama mitra"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind)
    regency = models.ForeignKey(
        Regency,
        verbose_name=_("kabupaten/kota"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    office = models.CharField(_("bagian yang dihubungi"), max_length=160, blank=True)
    phone = models.CharField(_("telepon kantor"), max_length=40, blank=True)
    email = models.EmailField(_("email kantor"), blank=True)
    address = models.CharField(_("alamat kantor"), max_length=300, blank=True)
    created_at = models.DateTimeField(_("dicatat"))
    removed_at = models.DateTimeField(_("dihapus"), null=True, blank=True)
    removed_reason = models.TextField(_("alasan penghapusan"), blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = _("mitra")
        verbose_name_plural = _("mitra")
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) ^ ~Q(removed_reason=""),
                name="partner_removed_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def kept(self) -> "AgreementQuerySet":
        """Those that nobody removed, of partners that nobody removed."""
        return self.filter(removed_at=None, partner__removed_at=None)

    def standing_alone(self) -> "AgreementQuerySet":
        """Kept ones that nothing has replaced or ended before their time."""
        renewed = Agreement.objects.filter(removed_at=None, renews=models.OuterRef("pk"))
        return self.kept().filter(~models.Exists(renewed), ended_on=None)


class Agreement(models.Model):
    """
    A written agreement with a partner (perjanjian kerja sama, MoU).

    `last_on` is the last day on which it holds, null where it has no end. `renews` is the one that it follows;
    `ended_on` the day from which it held no more, where that was before its time.
    """

    partner = models.ForeignKey(
        Partner, verbose_name=_("mitra"), on_delete=models.PROTECT, related_name="agreements"
    )
    number = models.CharField(_("nomor"), max_length=80, blank=True)
    subject = models.CharField(_("perihal"), max_length=300)
    signed_on = models.DateField(_("ditandatangani"))
    starts_on = models.DateField(_("berlaku sejak"))
    last_on = models.DateField(_("berlaku sampai"), null=True, blank=True)
    renews = models.ForeignKey(
        "self",
        verbose_name=_("memperbarui"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewals",
    )
    ended_on = models.DateField(_("diakhiri sejak"), null=True, blank=True)
    end_reason = models.TextField(_("alasan diakhiri"), blank=True)
    created_at = models.DateTimeField(_("dicatat"))
    removed_at = models.DateTimeField(_("dihapus"), null=True, blank=True)
    removed_reason = models.TextField(_("alasan penghapusan"), blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("perjanjian kerja sama")
        verbose_name_plural = _("perjanjian kerja sama")
        ordering: ClassVar = ["-starts_on", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("starts_on")),
                name="agreement_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) ^ ~Q(end_reason=""),
                name="agreement_ended_early_has_a_reason",
            ),
            models.UniqueConstraint(
                fields=["renews"], condition=Q(removed_at__isnull=True), name="agreement_renewed_once"
            ),
            models.CheckConstraint(condition=~Q(renews=F("id")), name="agreement_does_not_renew_itself"),
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) ^ ~Q(removed_reason=""),
                name="agreement_removed_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.subject


class AgreementScan(Paper):
    """The signed paper."""

    agreement = models.OneToOneField(
        Agreement, primary_key=True, on_delete=models.CASCADE, related_name="scan"
    )

    class Meta:
        verbose_name = _("pindaian perjanjian")
        verbose_name_plural = _("pindaian perjanjian")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(content__isnull=False), name="agreement_scan_has_content"),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def kind(self) -> str:
        """The file's name when it is saved."""
        return f"perjanjian-{self.pk}"


class AgreementReminder(models.Model):
    """That officers were told so many days before of the end of an agreement; another end is told of anew."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reminders")
    last_on = models.DateField()
    days = models.PositiveSmallIntegerField()
    told_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pengingat perjanjian")
        verbose_name_plural = _("pengingat perjanjian")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "last_on", "days"], name="agreement_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.days}"


class JointActivity(models.Model):
    """What a chapter and a partner did together on a day; `reached` is how many people, null where not counted."""

    partner = models.ForeignKey(
        Partner, verbose_name=_("mitra"), on_delete=models.PROTECT, related_name="activities"
    )
    on = models.DateField(_("tanggal"))
    what = models.CharField(_("kegiatan"), max_length=300)
    reached = models.PositiveIntegerField(_("orang yang dijangkau"), null=True, blank=True)
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("program kerja"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="activities",
    )
    created_at = models.DateTimeField(_("dicatat"))

    class Meta:
        verbose_name = _("kegiatan bersama")
        verbose_name_plural = _("kegiatan bersama")
        ordering: ClassVar = ["-on", "-id"]

    def __str__(self) -> str:
        return self.what


class PartnerChange(Change):
    """One change of a partner, its agreements, or what was done together."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="changes")

    class Meta(Change.Meta):
        verbose_name = _("perubahan mitra")
        verbose_name_plural = _("perubahan mitra")

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
