import pytest

from members.employment import employment_of
from members.models import Employment


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PNS", Employment.PNS),
        ("p.n.s.", None),
        ("CPNS", Employment.PNS),
        ("Pegawai Negeri Sipil", Employment.PNS),
        ("PNS (sebelumnya honorer)", Employment.PNS),
        ("PPPK", Employment.PPPK),
        ("P3K", Employment.PPPK),
        ("ASN PPPK", Employment.ASN),
        ("Pegawai Pemerintah dengan Perjanjian Kerja", Employment.PPPK),
        ("ASN", Employment.ASN),
        ("asn", Employment.ASN),
        ("Aparatur Sipil Negara", Employment.ASN),
        ("Non-ASN", Employment.NON_ASN),
        ("non asn", Employment.NON_ASN),
        ("NONASN", Employment.NON_ASN),
        ("NON_ASN", Employment.NON_ASN),
        ("Bukan PNS", Employment.NON_ASN),
        ("Tenaga honorer", Employment.NON_ASN),
        ("Karyawan swasta", Employment.NON_ASN),
        ("Pendamping PKH", Employment.NON_ASN),
        ("Tidak bekerja", Employment.NON_ASN),
        ("?", None),
        ("Dinas Sosial", None),
    ],
)
def test_employment_is_read_as_people_write_it(written, meant):
    assert employment_of(written) == meant
