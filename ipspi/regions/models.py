"""Provinces and regencies by their Kemendagri codes, with the other names people know them by. Names are data."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

# none of the three has daylight saving
TIME_ZONES = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}


class Province(models.Model):
    """One of the provinces; `code` has two digits ("16")."""

    class Zone(models.TextChoices):
        WIB = "WIB", _("Waktu Indonesia Barat")
        WITA = "WITA", _("Waktu Indonesia Tengah")
        WIT = "WIT", _("Waktu Indonesia Timur")

    code = models.CharField(_("kode"), max_length=2, primary_key=True)
    name = models.CharField(_("nama"), max_length=60, unique=True)
    zone = models.CharField(_("zona waktu"), max_length=4, choices=Zone.choices)

    class Meta:
        verbose_name = _("provinsi")
        verbose_name_plural = _("provinsi")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}$"), name="province_code_has_two_digits"
            ),
            models.CheckConstraint(condition=Q(zone__in=list(TIME_ZONES)), name="province_zone_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Regency(models.Model):
    """A kabupaten or kota; `code` is dotted ("16.02"), `name` begins with its kind ("Kabupaten Ogan Komering Ilir")."""

    class Kind(models.TextChoices):
        KABUPATEN = "kabupaten", _("Kabupaten")
        KOTA = "kota", _("Kota")

    code = models.CharField(_("kode"), max_length=5, primary_key=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="regencies", verbose_name=_("provinsi")
    )
    name = models.CharField(_("nama"), max_length=80)
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)

    class Meta:
        verbose_name = _("kabupaten/kota")
        verbose_name_plural = _("kabupaten/kota")
        ordering: ClassVar = ["code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2}\.[0-9]{2}$"), name="regency_code_has_two_parts"
            ),
            models.CheckConstraint(
                condition=Q(code__startswith=F("province")), name="regency_code_begins_with_its_province"
            ),
            models.CheckConstraint(condition=Q(kind__in=["kabupaten", "kota"]), name="regency_kind_is_known"),
            models.UniqueConstraint(Lower("name"), name="regency_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class RegionAlias(models.Model):
    """Another name of one province or one regency: short, older, or spelt otherwise ("OKI", "Ujung Pandang")."""

    alias = models.CharField(_("nama lain"), max_length=80)
    province = models.ForeignKey(
        Province,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("provinsi"),
    )
    regency = models.ForeignKey(
        Regency,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("kabupaten/kota"),
    )

    class Meta:
        verbose_name = _("nama lain wilayah")
        verbose_name_plural = _("nama lain wilayah")
        ordering: ClassVar = ["alias"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("alias"), name="region_alias_is_unique"),
            models.CheckConstraint(
                condition=Q(province__isnull=False, regency__isnull=True)
                | Q(province__isnull=True, regency__isnull=False),
                name="region_alias_names_one_region",
                violation_error_message=_("Pilih satu provinsi atau satu kabupaten/kota."),
            ),
        ]

    def __str__(self) -> str:
        return self.alias


class OldRegencyCode(models.Model):
    """A code that a regency had before; it stays valid inside a NIK."""

    old_code = models.CharField(_("kode lama"), max_length=5, primary_key=True)
    regency = models.ForeignKey(
        Regency, on_delete=models.CASCADE, related_name="old_codes", verbose_name=_("kabupaten/kota")
    )

    class Meta:
        verbose_name = _("kode lama kabupaten/kota")
        verbose_name_plural = _("kode lama kabupaten/kota")
        ordering: ClassVar = ["old_code"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(old_code__regex=r"^[0-9]{2}\.[0-9]{2}$"), name="old_regency_code_has_two_parts"
            ),
        ]

    def __str__(self) -> str:
        return self.old_code
