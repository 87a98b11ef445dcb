import pytest

from members.matching.places import Regency, Workplace, employment, regency, workplace

KNOWN = {"acehbesar", "bogor", "limapuluh"}


@pytest.mark.parametrize(
    "typed", ["Kabupaten Aceh Besar", "KAB. ACEH BESAR", "Kab Aceh  Besar", "kab.aceh besar"]
)
def test_a_regency_is_one_however_it_is_written(typed):
    assert regency(typed) == Regency("acehbesar", "kabupaten")


def test_kota_and_kabupaten_are_told_apart():
    assert regency("Kota Bogor") == Regency("bogor", "kota")
    assert regency("Bogor") == Regency("bogor", "")


@pytest.mark.parametrize(
    "typed", ["Dinas Sosial Kabupaten Aceh Besar", "DINSOS Kab. Aceh Besar", "Dinsos Aceh Besar"]
)
def test_an_office_is_one_however_it_is_shortened_and_names_its_regency(typed):
    found = workplace(typed, KNOWN)

    assert found.words == {"dinas", "sosial"}
    assert found.regency.name == "acehbesar"


def test_a_workplace_without_a_known_regency_keeps_all_its_words():
    assert workplace("RSUD Sumber Waras", KNOWN) == Workplace(frozenset({"rsud", "sumber", "waras"}))


def test_long_and_short_names_of_institutions_are_one():
    long = workplace("Dinas Pemberdayaan Perempuan dan Perlindungan Anak Kota Bogor", KNOWN)

    assert long == workplace("DP3A Kota Bogor", KNOWN)


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("PNS", "asn"),
        ("P3K", "asn"),
        ("ASN (PNS)", "asn"),
        ("Non-ASN", "other"),
        ("Non ASN", "other"),
        ("Honorer", "other"),
        ("", ""),
    ],
)
def test_employment_is_asn_or_other(typed, kind):
    assert employment(typed) == kind
