from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ipspi.regions import codes
from ipspi.regions.gazetteer import Gazetteer, Named, Place


def gazetteer_of_the_files():
    aliases, old_codes = defaultdict(list), defaultdict(list)
    for file in ("region_aliases", "everyday_names"):
        for row in codes.rows(file):
            aliases[row["code"]].append(row["alias"])
    for row in codes.rows("old_regency_codes"):
        old_codes[row["code"]].append(row["old_code"])
    places = [
        Place(
            code=row["code"],
            name=row["name"],
            kind=row["type"],
            province_code=row["province_code"],
            aliases=tuple(aliases[row["code"]]),
            old_codes=tuple(old_codes[row["code"]]),
        )
        for row in codes.rows("regencies")
    ]
    return Gazetteer(
        places, [Named(row["code"], (row["name"], *aliases[row["code"]])) for row in codes.rows("provinces")]
    )


GAZETTEER = gazetteer_of_the_files()
PLACES = list(GAZETTEER.places.values())


def meant(text):
    return [place.name for place in GAZETTEER.meant_by(text)]


def found(text, limit=10):
    return [place.name for place in GAZETTEER.find(text, limit)]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.code)
def test_every_regency_is_known_by_its_code_and_its_name(place):
    for text in [
        place.code,
        place.code.replace(".", ""),
        place.name,
        place.name.upper(),
        f" {place.name.lower()} ",
    ]:
        assert GAZETTEER.meant_by(text) == [place]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.code)
def test_every_regency_is_known_by_its_aliases_and_former_codes(place):
    for text in [*place.aliases, *place.old_codes]:
        assert GAZETTEER.meant_by(text) == [place]


@given(
    st.sampled_from(PLACES),
    st.sampled_from(["Kab. ", "Kab ", "KAB.", "Kabupaten "]),
    st.sampled_from(["Kota ", "Kodya ", "KOTAMADYA "]),
)
def test_the_kind_may_be_written_in_its_short_forms(place, kabupaten, kota):
    base = place.name.split(" ", 1)[1]
    assert GAZETTEER.meant_by((kabupaten if place.kind == "kabupaten" else kota) + base) == [place]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("OKI", "Kabupaten Ogan Komering Ilir"),
        ("kab. oki", "Kabupaten Ogan Komering Ilir"),
        ("OKU Timur", "Kabupaten Ogan Komering Ulu Timur"),
        ("TTS", "Kabupaten Timor Tengah Selatan"),
        ("Kota Baru", "Kabupaten Kotabaru"),
        ("Kab. Kota Baru", "Kabupaten Kotabaru"),
        ("Lima Puluh Kota", "Kabupaten Lima Puluh Kota"),
        ("50 Kota", "Kabupaten Lima Puluh Kota"),
        ("pagar alam", "Kota Pagar Alam"),
        ("Toli Toli", "Kabupaten Toli-Toli"),
        ("Bogor Kota", "Kota Bogor"),
        ("Bogor (Kab.)", "Kabupaten Bogor"),
        ("Kep. Seribu", "Kabupaten Administrasi Kepulauan Seribu"),
        ("Jakarta Pusat", "Kota Administrasi Jakarta Pusat"),
        ("Yogyakarta", "Kota Yogyakarta"),
        ("Ujung Pandang", "Kota Makassar"),
        ("Banjar, Kalsel", "Kabupaten Banjar"),
        ("Banjar (Jawa Barat)", "Kota Banjar"),
        ("Kab. Ogan Komering Ilir - Prov. Sumatera Selatan", "Kabupaten Ogan Komering Ilir"),
        ("Pontianak", "Kota Pontianak"),
        ("Kab. Pontianak", "Kabupaten Mempawah"),
        ("Kab. Maluku Tenggara Barat", "Kabupaten Kepulauan Tanimbar"),
        ("91.04", "Kabupaten Nabire"),
    ],
)
def test_what_people_write(text, name):
    assert meant(text) == [name]


@pytest.mark.parametrize("text", ["Bogor", "bogor", "Kab/Kota Bogor", "Bogor, Jabar"])
def test_namesakes_are_never_guessed(text):
    assert meant(text) == ["Kabupaten Bogor", "Kota Bogor"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "Palembng",
        "Kab. Palembang",
        "Sumatera Selatan",
        "Kota",
        "99.99",
        "Banjar, Bali",
        "1",
        "OK",
    ],
)
def test_what_names_no_regency(text):
    assert meant(text) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("palemb", ["Kota Palembang"]),
        ("palmbang", ["Kota Palembang"]),
        ("surabya", ["Kota Surabaya"]),
        ("makasar", ["Kota Makassar"]),
        ("ilir ogan", ["Kabupaten Ogan Ilir", "Kabupaten Ogan Komering Ilir"]),
        (
            "oku",
            [
                "Kabupaten Ogan Komering Ulu",
                "Kabupaten Ogan Komering Ulu Timur",
                "Kabupaten Ogan Komering Ulu Selatan",
            ],
        ),
        ("bogor", ["Kabupaten Bogor", "Kota Bogor"]),
        ("kota bog", ["Kota Bogor", "Kabupaten Bogor"]),
        ("kotab", ["Kabupaten Kotabaru"]),
        ("musirawas", ["Kabupaten Musi Rawas", "Kabupaten Musi Rawas Utara"]),
        ("solo", ["Kota Surakarta"]),
        ("jogja", ["Kota Yogyakarta"]),
        ("1602", ["Kabupaten Ogan Komering Ilir"]),
        ("banjar kalsel", ["Kabupaten Banjar"]),
    ],
)
def test_while_typing_the_likeliest_come_first(text, first):
    assert found(text)[: len(first)] == first


def test_a_province_lists_its_own():
    assert len(found("sumsel", 50)) == 17
    assert {place.province_code for place in GAZETTEER.find("sumsel", 50)} == {"16"}


@pytest.mark.parametrize("text", ["", "  ", "zzz", "!?", "😀"])
def test_what_resembles_nothing_finds_nothing(text):
    assert found(text) == []


@given(st.sampled_from(PLACES), st.data())
def test_every_regency_is_found_with_one_letter_mistyped(place, data):
    base = place.name.split(" ", 1)[1]
    at = data.draw(st.integers(1, len(base) - 1))
    if len(base) >= 6 and " " not in base and "-" not in base:
        assert place.name in found(base[:at] + "x" + base[at + 1 :], 20)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    assert len(GAZETTEER.find(text, 10)) <= 10
    assert all(place in PLACES for place in GAZETTEER.meant_by(text))


def test_a_province_is_known_by_code_name_and_alias():
    for text in ["16", "Sumatera Selatan", "SUMSEL", "Prov. Sumatera Selatan"]:
        assert GAZETTEER.province_of(text) == "16"
    assert GAZETTEER.province_of("Palembang") == ""
