"""The desk's tables of regions: the law's names are read-only, other names people use are kept here."""

from typing import ClassVar

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ipspi.administration.desk import Desk
from ipspi.administration.site import site
from ipspi.regions.models import OldRegencyCode, Province, Regency, RegionAlias


@admin.register(Province, site=site)
class ProvinceDesk(Desk):
    icon = "map"
    position = 10
    list_display: ClassVar = ["name", "code", "zone"]
    list_filter: ClassVar = ["zone"]
    search_fields: ClassVar = ["name", "=code"]


@admin.register(Regency, site=site)
class RegencyDesk(Desk):
    icon = "location_city"
    position = 20
    list_display: ClassVar = ["name", "code", "province", "kind"]
    list_select_related: ClassVar = ["province"]
    list_filter: ClassVar = ["kind", "province"]
    search_fields: ClassVar = ["name", "=code"]
    search_help_text = _("Nama atau kode (16.02).")


@admin.register(RegionAlias, site=site)
class RegionAliasDesk(Desk):
    icon = "translate"
    position = 30
    list_display: ClassVar = ["alias", "regency", "province"]
    list_select_related: ClassVar = ["regency", "province"]
    search_fields: ClassVar = ["alias", "regency__name", "province__name"]
    autocomplete_fields: ClassVar = ["regency", "province"]


@admin.register(OldRegencyCode, site=site)
class OldRegencyCodeDesk(Desk):
    icon = "history"
    position = 40
    list_display: ClassVar = ["old_code", "regency"]
    list_select_related: ClassVar = ["regency"]
    search_fields: ClassVar = ["=old_code", "regency__name"]
