import datetime as dt
from contextlib import suppress

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ipspi.regions.codes import known_codes
from members.identity import (
    NIK,
    NIP,
    IdentityError,
    birth_dates_of,
    masked,
    nik_warnings,
    nip_warnings,
    parse_nik,
    parse_nip,
)

TODAY = dt.date(2026, 11, 23)
KNOWN = known_codes()
# a woman born on 17 August 1990, first registered in Palembang
WOMAN = "1671015708900001"
PNS = "199008172015032001"
PPPK = "199008172023212001"


def codes(warnings):
    return [warning.code for warning in warnings]


def refused(parse, text, **known):
    with pytest.raises(IdentityError) as raised:
        parse(text, **known)
    assert raised.value.message
    return raised.value.code


births = st.dates(min_value=dt.date(1927, 1, 1), max_value=TODAY)
separators = st.sampled_from(["", " ", ".", "-", " - ", "\N{NO-BREAK SPACE}", "\N{LEFT-TO-RIGHT MARK}"])


@st.composite
def niks(draw, birth=births):
    """(digits, regency code, birth date, sex, serial) of a NIK that can exist."""
    code, born, sex = draw(st.sampled_from(sorted(KNOWN.regencies))), draw(birth), draw(st.sampled_from("LP"))
    district, serial = draw(st.integers(1, 99)), draw(st.integers(1, 9999))
    day = born.day + (40 if sex == "P" else 0)
    digits = f"{code.replace('.', '')}{district:02d}{day:02d}{born:%m%y}{serial:04d}"
    return digits, code, born, sex, f"{serial:04d}"


@st.composite
def nips(draw):
    """(digits, birth date, sex) of a NIP that can exist."""
    born, sex = draw(births), draw(st.sampled_from("LP"))
    middle = f"{draw(st.integers(1950, 2026))}{draw(st.integers(1, 99)):02d}"
    return f"{born:%Y%m%d}{middle}{'LP'.index(sex) + 1}{draw(st.integers(1, 999)):03d}", born, sex


class TestNIK:
    @given(niks())
    def test_every_nik_that_can_exist_is_read_back(self, made):
        digits, code, born, sex, serial = made
        nik = parse_nik(digits)

        assert (nik.digits, nik.regency_code, nik.province_code) == (digits, code, code[:2])
        assert (nik.sex, nik.serial) == (sex, serial)
        assert born in birth_dates_of(digits)
        assert nik.birth_date(today=TODAY) == born or born.year + 100 == nik.birth_date(today=TODAY).year

    @given(niks(), separators)
    def test_separators_between_the_digits_are_ignored(self, made, mark):
        digits = made[0]
        assert parse_nik(f" '{digits[:6]}{mark}{digits[6:12]}{mark}{digits[12:]} ").digits == digits

    @given(niks(), st.integers(0, 40))
    def test_a_wrong_length_is_named(self, made, length):
        assume(length not in (0, 16))
        assert refused(parse_nik, (made[0] * 3)[:length]) == "nik_length"

    @given(niks(), st.sampled_from(["00", "10", "20", "37", "77", "97", "99"]))
    def test_an_unknown_province_is_named(self, made, province):
        assert refused(parse_nik, province + made[0][2:]) == "nik_province"

    @given(
        niks(),
        st.sampled_from(
            ["310290", "300290", "710290", "320190", "400190", "720190", "000190", "011390", "010090"]
        ),
    )
    def test_an_impossible_birth_date_is_named(self, made, date):
        assert refused(parse_nik, made[0][:6] + date + made[0][12:]) == "nik_birth_date"

    @given(niks())
    def test_serial_0000_is_named(self, made):
        assert refused(parse_nik, made[0][:12] + "0000") == "nik_serial"

    @given(niks(), st.integers(0, 15), st.sampled_from("OolI/_x٣३３②²"))
    def test_anything_but_ascii_digits_is_named(self, made, place, char):
        digits = made[0]
        assert refused(parse_nik, digits[:place] + char + digits[place + 1 :]) == "nik_characters"

    @pytest.mark.parametrize("text", ["", "  ", "'", "- -", "\N{ZERO WIDTH SPACE}"])
    def test_nothing_is_named(self, text):
        assert refused(parse_nik, text) == "nik_empty"

    @pytest.mark.parametrize("text", ["1.67101E+15", "1,67E+15", "2E15", "'1.67101e+15"])
    def test_a_number_cut_by_a_spreadsheet_is_named(self, text):
        assert refused(parse_nik, text) == "nik_exponent"

    @pytest.mark.parametrize("year", range(100))
    def test_29_february_needs_a_leap_year_in_either_century(self, year):
        leap = year % 4 == 0  # 2000 was one, 1900 was not
        digits = f"1671012902{year:02d}0001"
        if not leap:
            assert refused(parse_nik, digits) == "nik_birth_date"
        else:
            assert len(birth_dates_of(parse_nik(digits).digits)) == (1 if year == 0 else 2)

    def test_the_century_is_the_latest_that_is_not_in_the_future(self):
        assert parse_nik("1671012311260001").birth_date(today=TODAY) == dt.date(2026, 11, 23)
        assert parse_nik("1671012411260001").birth_date(today=TODAY) == dt.date(1926, 11, 24)
        assert parse_nik("1671012902000001").birth_date(today=TODAY) == dt.date(2000, 2, 29)
        assert parse_nik("1671012902280001").birth_date(today=TODAY) == dt.date(1928, 2, 29)

    @pytest.mark.parametrize("province", ["65", "92", "93", "95", "96"])
    def test_young_provinces_are_known(self, province):
        assert parse_nik(province + WOMAN[2:]).province_code == province

    def test_former_codes_of_the_papua_split_stay_valid(self):
        nik = parse_nik("9101015708900001")
        assert nik_warnings(nik, regency_code="93.01") == []
        assert codes(nik_warnings(nik, regency_code="93.02")) == ["nik_regency_differs"]

    def test_an_unknown_regency_in_a_known_province_is_a_warning(self):
        assert codes(nik_warnings(parse_nik("1699015708900001"), regency_code="16.71")) == [
            "nik_regency_unknown"
        ]

    def test_what_agrees_or_was_not_entered_warns_of_nothing(self):
        nik = parse_nik(WOMAN)
        assert nik_warnings(nik) == []
        assert nik_warnings(nik, birth_date=dt.date(1990, 8, 17), sex="P", regency_code="16.71") == []

    def test_each_disagreement_is_its_own_warning(self):
        nik = parse_nik(WOMAN)
        assert codes(nik_warnings(nik, birth_date=dt.date(1990, 8, 18))) == ["nik_birth_date_differs"]
        assert codes(nik_warnings(nik, sex="L")) == ["nik_sex_differs"]
        assert codes(nik_warnings(nik, regency_code="16.02")) == ["nik_regency_differs"]

    def test_the_century_is_no_disagreement(self):
        assert nik_warnings(parse_nik("1671011708250001"), birth_date=dt.date(1925, 8, 17)) == []

    @given(niks())
    def test_the_number_is_in_no_text_made_of_it(self, made):
        nik = parse_nik(made[0])
        assert made[0] not in f"{nik} {nik!r} {nik.masked} {[nik]}"

    @given(st.text(max_size=40))
    def test_no_text_makes_any_other_error(self, text):
        with suppress(IdentityError):
            assert isinstance(parse_nik(text), NIK)


class TestNIP:
    @given(nips())
    def test_every_nip_that_can_exist_is_read_back(self, made):
        digits, born, sex = made
        nip = parse_nip(digits, today=TODAY)
        assert (nip.digits, nip.birth_date, nip.sex) == (digits, born, sex)
        assert parse_nip(nip.printed, today=TODAY) == nip

    def test_it_is_printed_8_6_1_3(self):
        assert NIP(PNS).printed == "19900817 201503 2 001"

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("", "nip_empty"),
            ("1.97E+17", "nip_exponent"),
            ("19900817201503200O", "nip_characters"),
            ("19900817201503200١", "nip_characters"),
            ("19900817201503201", "nip_length"),
            ("140 123 456", "nip_old"),
            ("199002312015032001", "nip_birth_date"),
            ("189908172015032001", "nip_birth_date"),
            ("202611242015032001", "nip_birth_date"),
            ("199008172015033001", "nip_sex"),
            ("199008172015030001", "nip_sex"),
            ("199008172015032000", "nip_rounded"),
        ],
    )
    def test_each_wrong_part_is_named(self, text, code):
        assert refused(parse_nip, text, today=TODAY) == code

    def test_a_pppk_has_no_month_of_appointment(self):
        nip = parse_nip(PPPK, today=TODAY)
        assert nip.appointed is None
        assert nip_warnings(nip, today=TODAY, pppk=True) == []
        assert nip_warnings(nip, today=TODAY) == []

    @pytest.mark.parametrize("middle", ["202321", "200013", "200000", "200001", "202612", "000001"])
    def test_a_pns_has_a_plausible_month_of_appointment(self, middle):
        nip = parse_nip(f"19900817{middle}2001", today=TODAY)
        assert codes(nip_warnings(nip, today=TODAY, pppk=False)) == ["nip_appointment"]

    def test_disagreements_are_warnings(self):
        nip = parse_nip(PNS, today=TODAY)
        found = nip_warnings(nip, today=TODAY, birth_date=dt.date(1990, 8, 18), sex="L", pppk=False)
        assert codes(found) == ["nip_birth_date_differs", "nip_sex_differs"]
        assert nip_warnings(nip, today=TODAY, birth_date=dt.date(1990, 8, 17), sex="P", pppk=False) == []

    @given(st.text(max_size=40))
    def test_no_text_makes_any_other_error(self, text):
        with suppress(IdentityError):
            assert isinstance(parse_nip(text, today=TODAY), NIP)

    def test_the_number_is_in_no_text_made_of_it(self):
        assert PNS not in f"{NIP(PNS)} {NIP(PNS)!r}"


@given(st.text(alphabet="0123456789", max_size=20))
def test_a_masked_number_shows_four_digits_at_most(number):
    shown = masked(number)
    assert len(shown) == len(number)
    assert shown.count("•") == max(len(number) - 4, 0 if len(number) > 4 else len(number))


def test_no_message_quotes_the_number():
    for text in [WOMAN + "1", "99" + WOMAN[2:], WOMAN[:12] + "0000", WOMAN[:6] + "310290" + WOMAN[12:]]:
        with pytest.raises(IdentityError) as raised:
            parse_nik(text)
        assert not any(text[i : i + 5] in raised.value.message for i in range(len(text) - 4))
