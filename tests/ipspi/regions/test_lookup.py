import pytest

from ipspi.regions import lookup
from ipspi.regions.models import Province, Regency, RegionAlias

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    lookup.forget()
    yield
    lookup.forget()


def test_a_text_is_answered_with_the_regency():
    assert lookup.regency_from_text("Kab. OKI") == Regency.objects.get(code="16.02")
    assert lookup.regency_from_text("Bogor") is None


def test_a_province_may_be_given_as_row_or_code():
    banjar = Regency.objects.get(code="63.03")
    assert lookup.regency_from_text("Banjar", province="63") == banjar
    assert lookup.regency_from_text("Banjar", province=Province.objects.get(code="63")) == banjar


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
    assert lookup.regency_from_text("Bumi Sriwijaya") is None
    RegionAlias.objects.create(alias="Bumi Sriwijaya", regency_id="16.71")
    lookup.forget()
    assert lookup.regency_from_text("bumi sriwijaya").code == "16.71"


def test_many_questions_read_the_database_once(django_assert_num_queries):
    with django_assert_num_queries(5):
        for _ in range(50):
            lookup.regency_from_text("Kota Palembang")
            lookup.find_regencies("palemb")
            lookup.regency_of_code("16.71")


def test_an_answer_brings_its_province_along(django_assert_num_queries):
    lookup.regions()
    with django_assert_num_queries(0):
        assert lookup.regency_of_code("16.71").province.name == "Sumatera Selatan"
