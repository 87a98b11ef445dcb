import pytest

from chapters.reconciliation import addresses


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Siti@Contoh.example ", "siti@contoh.example"),
        ("mailto:siti@contoh.example", "siti@contoh.example"),
        ("tidak ada / siti@contoh.example", "siti@contoh.example"),
        ("a@contoh.example; b@contoh.example", "a@contoh.example"),
        ("<siti@contoh.example>", "siti@contoh.example"),
        ("siti@contoh", ""),
        ("siti.contoh.example", ""),
        ("siti@contoh.example\nBcc: x", "siti@contoh.example"),
        ("sitì@contoh.example", ""),
        ("x" * 250 + "@contoh.example", ""),
        ("-", ""),
        ("", ""),
    ],
)
def test_an_email_address_in_a_cell(text, found):
    assert addresses.email_in(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0812 9000 1111", "+6281290001111"),
        ("+62 812-9000-1111", "+6281290001111"),
        ("81290001111", "+6281290001111"),
        ("0711-555123 / 0812 9000 1111", "+6281290001111"),
        ("0711-555123", ""),
        ("+65 8123 4567 89", ""),
        ("-", ""),
    ],
)
def test_a_mobile_number_in_a_cell(text, found):
    assert addresses.mobile_in(text) == found


def test_every_address_of_a_row_counts():
    told = addresses.all_in(phone="0812 9000 1111/0813 9000 2222", email="a@contoh.example, B@contoh.example")

    assert told == {"+6281290001111", "+6281390002222", "a@contoh.example", "b@contoh.example"}
