"""Where people studied social work: institutions, from a list that grows, and what each member studied there."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from members.models.membership import Member


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def confirmed(self) -> "InstitutionQuerySet":
        """Those that are offered to everybody."""
        return self.filter(status=Institution.Status.CONFIRMED)

    def proposed(self) -> "InstitutionQuerySet":
        """Those that somebody typed and the DPP has not looked at."""
        return self.filter(status=Institution.Status.PROPOSED)


class Institution(models.Model):
    """
    A university or academy. `key` is its name as it is compared; `known_as` are other names, short and former ones.

    What somebody types that is not in the list becomes a proposal; the DPP confirms it or merges it into another. A
    merged one stays, so that whoever types its name again means the other.
    """

    class Status(models.TextChoices):
        PROPOSED = "PROPOSED", _("Usulan")
        CONFIRMED = "CONFIRMED", _("Dipastikan")
        MERGED = "MERGED", _("Digabungkan")

    name = models.CharField(_("nama"), max_length=200)
    key = models.CharField(_("nama untuk pencocokan"), max_length=200, editable=False)
    known_as = models.CharField(
        _("nama lain"),
        max_length=200,
        blank=True,
        help_text=_("Singkatan dan nama lama, dipisah titik koma."),
    )
    city = models.CharField(_("kota"), max_length=80, blank=True)
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.PROPOSED)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("digabungkan ke"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
    )

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("perguruan tinggi")
        verbose_name_plural = _("perguruan tinggi")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], name="institution_key_is_unique"),
            models.CheckConstraint(condition=~Q(key=""), name="institution_has_a_key"),
            models.CheckConstraint(
                condition=Q(status="MERGED") ^ Q(merged_into__isnull=True),
                name="institution_merged_says_into_which",
            ),
        ]
        indexes: ClassVar = [
            GinIndex(OpClass(Upper("name"), name="gin_trgm_ops"), name="institution_name_trigrams"),
        ]

    def __str__(self) -> str:
        return self.name


class Education(models.Model):
    """What a member studied: finished, with the year and the number of the diploma, or not yet."""

    class Level(models.TextChoices):
        SCHOOL = "SMA", _("SMA, SMK, atau sederajat")
        D3 = "D3", _("D-3")
        D4 = "D4", _("D-4 atau sarjana terapan")
        S1 = "S1", _("S-1 atau sarjana")
        SPECIALIST = "SP", _("Spesialis (Sp-1)")
        S2 = "S2", _("S-2 atau magister")
        S3 = "S3", _("S-3 atau doktor")

    member = models.ForeignKey(
        Member, verbose_name=_("anggota"), on_delete=models.CASCADE, related_name="educations"
    )
    level = models.CharField(_("jenjang"), max_length=3, choices=Level)
    programme = models.CharField(_("program studi"), max_length=120, blank=True)  # a school has none
    institution = models.ForeignKey(
        Institution,
        verbose_name=_("perguruan tinggi"),
        on_delete=models.PROTECT,
        related_name="educations",
    )
    entered_in = models.PositiveSmallIntegerField(_("tahun masuk"), null=True, blank=True)
    graduated_in = models.PositiveSmallIntegerField(_("tahun lulus"), null=True, blank=True)
    diploma_number = models.CharField(_("nomor ijazah"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("pendidikan")
        verbose_name_plural = _("pendidikan")
        ordering: ClassVar = ["graduated_in", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(entered_in__isnull=False) | Q(graduated_in__isnull=False),
                name="education_has_a_year",
            ),
            models.CheckConstraint(
                condition=Q(entered_in__isnull=True)
                | Q(graduated_in__isnull=True)
                | Q(graduated_in__gte=models.F("entered_in")),
                name="education_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(diploma_number="") | Q(graduated_in__isnull=False),
                name="education_diploma_only_of_graduates",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.programme}".strip()
