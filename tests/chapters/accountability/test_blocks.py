"""What reports are made of: totals come from rows, and a stated one that differs is shown."""

from chapters.accountability.blocks import Figure, Figures, Plot, Section, Table, Words, as_data, from_data

PRESS = Table(
    title="Uji kompetensi 2020",
    columns=("Uraian", "Jumlah"),
    rows=(("Pekerja Sosial", 40), ("TKS", 128)),
    summed=(1,),
    stated=((1, 148),),
)


def test_the_total_of_the_press_is_shown_beside_that_of_its_rows():
    assert PRESS.totals == (None, 168)
    assert PRESS.discrepancies == (("Jumlah", 148, 168),)


def test_a_stated_total_that_agrees_is_no_discrepancy():
    assert Table("t", ("a", "b"), (("x", 40), ("y", 108)), (1,), ((1, 148),)).discrepancies == ()


def test_what_is_no_number_is_not_added_up():
    assert Table("t", ("a", "b"), (("x", 4), ("y", None), ("z", "5")), (1,)).totals == (None, 4)


def test_a_section_is_the_same_after_it_was_frozen():
    section = Section(
        "anggota",
        "Anggota",
        "Cerita.",
        (
            PRESS,
            Figures((Figure("Pada awal", 100, "80 ada juga di daftar"),)),
            Plot("lines", "Anggota", ("01/26", "02/26"), (("Anggota", (1, 2)),)),
            Words("Tidak ada."),
        ),
    )

    assert from_data(as_data(section)) == section
