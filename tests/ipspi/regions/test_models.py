from collections import Counter

import pytest
from django.db import IntegrityError, transaction

from ipspi.regions.codes import known_codes
from ipspi.regions.models import OldRegencyCode, Province, Regency, RegionAlias

pytestmark = pytest.mark.django_db


def test_all_regions_are_loaded():
    assert Province.objects.count() == 38
    assert Counter(Regency.objects.values_list("kind", flat=True)) == {"kabupaten": 416, "kota": 98}
    assert OldRegencyCode.objects.count() == 28


def test_the_codes_of_the_database_are_those_of_the_files():
    known = known_codes()
    assert set(Province.objects.values_list("code", flat=True)) == known.provinces
    old = set(OldRegencyCode.objects.values_list("old_code", flat=True))
    assert set(Regency.objects.values_list("code", flat=True)) | old == known.regencies


def test_a_former_code_is_no_present_one():
    assert not Regency.objects.filter(code__in=OldRegencyCode.objects.values("old_code")).exists()


@pytest.mark.parametrize(
    ("constraint", "row"),
    [
        ("province_code_has_two_digits", lambda: Province(code="X1", name="Baru", zone="WIB")),
        ("province_zone_is_known", lambda: Province(code="99", name="Baru", zone="UTC")),
        (
            "regency_code_has_two_parts",
            lambda: Regency(code="16990", province_id="16", name="Kota Baru", kind="kota"),
        ),
        (
            "regency_code_begins_with_its_province",
            lambda: Regency(code="17.99", province_id="16", name="Kota Baru", kind="kota"),
        ),
        (
            "regency_kind_is_known",
            lambda: Regency(code="16.99", province_id="16", name="Desa Baru", kind="desa"),
        ),
        (
            "regency_name_is_unique",
            lambda: Regency(code="16.99", province_id="16", name="kota palembang", kind="kota"),
        ),
        ("region_alias_is_unique", lambda: RegionAlias(alias="oki", regency_id="16.01")),
        ("region_alias_names_one_region", lambda: RegionAlias(alias="Baru")),
        (
            "region_alias_names_one_region",
            lambda: RegionAlias(alias="Baru", regency_id="16.01", province_id="16"),
        ),
        ("old_regency_code_has_two_parts", lambda: OldRegencyCode(old_code="1699", regency_id="16.01")),
    ],
)
def test_the_database_refuses(constraint, row):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row().save(force_insert=True)
