import pytest

from ipspi.regions import lookup
from ipspi.regions.models import Regency, RegionAlias

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    lookup.forget()
    yield
    lookup.forget()


def test_a_text_is_answered_with_the_regencies_that_it_names():
    assert lookup.regencies_meant_by("Kab. OKI") == [Regency.objects.get(code="16.02")]
    assert len(lookup.regencies_meant_by("Bogor")) == 2


def test_a_code_is_known_in_every_form():
    assert [lookup.regency_of_code(code).code for code in ["16.02", "1602", "91.01"]] == [
        "16.02",
        "16.02",
        "93.01",
    ]
    assert lookup.regency_of_code("99.99") is None


def test_a_province_is_found_by_name():
    assert lookup.province_from_text("Sumsel").code == "16"
    assert lookup.province_from_text("Atlantis") is None


def test_an_alias_is_data():
    assert lookup.regencies_meant_by("Bumi Sriwijaya") == []
    RegionAlias.objects.create(alias="Bumi Sriwijaya", regency_id="16.71")
    lookup.forget()
    assert [found.code for found in lookup.regencies_meant_by("bumi sriwijaya")] == ["16.71"]


def test_many_questions_read_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(5):
        for _ in range(50):
            lookup.regencies_meant_by("Kota Palembang")
            lookup.find_regencies("palemb")
            lookup.regency_of_code("16.71")


def test_an_answer_brings_its_province_along(django_assert_num_queries):
    lookup.regions()
    with django_assert_num_queries(0):
        assert lookup.regency_of_code("16.71").province.name == "Sumatera Selatan"
