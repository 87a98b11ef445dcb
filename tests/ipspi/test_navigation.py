"""The header's items: grouped, and one of them current."""

from ipspi.navigation import Group, Item, Link, arranged

OVERVIEW = Item("Ringkasan", "/daerah/16/", group="DPD Sumatera Selatan")
ROSTER = Item("Anggota", "/daerah/16/anggota/", group="DPD Sumatera Selatan")
STATUS = Item("Status pendaftaran", "/pendaftaran/status/")
PASSWORD = Item("Kata sandi", "/akun/sandi/", in_account_menu=True)


def test_items_of_one_group_stand_together_and_the_account_menu_has_its_own() -> None:
    groups, account = arranged([STATUS, OVERVIEW, ROSTER, PASSWORD], path="/daerah/16/anggota/")

    assert groups == [
        Group("", [Link("Status pendaftaran", "/pendaftaran/status/", "")]),
        Group(
            "DPD Sumatera Selatan",
            [Link("Ringkasan", "/daerah/16/", ""), Link("Anggota", "/daerah/16/anggota/", "page")],
        ),
    ]
    assert account == [Link("Kata sandi", "/akun/sandi/", "")]


def test_a_page_below_an_item_marks_the_longest_address_that_leads_to_it() -> None:
    groups, _ = arranged([OVERVIEW, ROSTER], path="/daerah/16/anggota/7b0c/")

    assert [link.current for link in groups[0].links] == ["", "true"]


def test_an_exact_item_is_not_current_below_its_address() -> None:
    groups, _ = arranged([Item("Daerah", "/daerah/", exact=True)], path="/daerah/16/")

    assert [link.current for link in groups[0].links] == [""]


def test_elsewhere_nothing_is_current() -> None:
    groups, account = arranged([OVERVIEW, PASSWORD], path="/")

    assert [link.current for group in groups for link in group.links] + [
        link.current for link in account
    ] == ["", ""]
