import pytest

from ipspi.accounts.typos import meant_by


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("budi@gmial.con", "budi@gmail.com"),
        ("budi@gmail.co", "budi@gmail.com"),
        ("budi@gamil.com", "budi@gmail.com"),
        ("budi@GMAIL.COM", ""),
        ("budi@yaho.co.id", "budi@yahoo.co.id"),
        ("budi@ymail.com", ""),
        ("budi@kemensos.go.id", ""),
        ("budi@contoh.example", ""),
        ("budi", ""),
        ("", ""),
    ],
)
def test_a_slip_is_told_and_a_real_place_is_not(typed, meant):
    assert meant_by(typed) == meant
