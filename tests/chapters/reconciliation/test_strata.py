import pytest
from hypothesis import given
from hypothesis import strategies as st

from chapters.reconciliation.strata import Counted, Stratum, counted
from members.matching import Link

ASN, OTHER, UNKNOWN = Stratum("16", "asn"), Stratum("16", "non_asn"), Stratum("16")


def link(row: str, member: str, *, p: float = 1.0, band: str = "auto", repeats: str | None = None) -> Link:
    return Link(row, member, p, band, 20.0, (), repeats, (), "nik")  # type: ignore[arg-type] # band as text


def people(stratum: Stratum, prefix: str, number: int) -> dict[str, Stratum]:
    return {f"{prefix}{n}": stratum for n in range(number)}


def linked(prefix: str, number: int) -> list[Link]:
    return [link(f"{prefix}{n}", f"{prefix}{n}") for n in range(number)]


def test_civil_servants_and_others_are_counted_apart():
    members = people(ASN, "a", 20) | people(OTHER, "o", 30)
    rows = people(ASN, "a", 10) | people(OTHER, "o", 8) | people(OTHER, "x", 5)

    assert counted(members=members, rows=rows, links=[*linked("a", 10), *linked("o", 8)]) == {
        ASN: Counted(only_national=10, both=10),
        OTHER: Counted(only_national=22, only_list=5, both=8),
    }


def test_a_linked_row_is_of_its_members_sector_and_tells_it_where_the_member_does_not():
    members = people(ASN, "a", 10) | people(UNKNOWN, "u", 8) | people(OTHER, "o", 8)
    rows = people(OTHER, "a", 10) | people(OTHER, "u", 8) | people(OTHER, "o", 8)
    found = counted(members=members, rows=rows, links=[*linked("a", 10), *linked("u", 8), *linked("o", 8)])

    assert {stratum: people.both for stratum, people in found.items()} == {ASN: 10, OTHER: 16}


def test_whose_sector_nobody_knows_is_spread_as_the_known_of_that_side_are():
    members = people(ASN, "a", 30) | people(OTHER, "o", 10) | people(UNKNOWN, "u", 4)
    rows = people(ASN, "a", 10) | people(OTHER, "o", 8) | people(OTHER, "x", 2)
    found = counted(members=members, rows=rows, links=[*linked("a", 10), *linked("o", 8)])

    # of the members on no list 20 are civil servants and 2 are not, so the four unknown ones are shared 20 : 2
    assert found[ASN].only_national == pytest.approx(20 + 4 * 20 / 22)
    assert found[OTHER].only_national == pytest.approx(2 + 4 * 2 / 22)


def test_sectors_are_counted_together_where_the_list_seldom_tells_them():
    members = people(ASN, "a", 20) | people(OTHER, "o", 20)
    rows = people(ASN, "a", 10) | people(OTHER, "o", 10) | people(ASN, "y", 2) | people(UNKNOWN, "x", 5)

    assert set(counted(members=members, rows=rows, links=[*linked("a", 10), *linked("o", 10)])) == {UNKNOWN}


def test_sectors_are_counted_together_where_one_has_too_few_on_both_sides():
    members = people(ASN, "a", 20) | people(OTHER, "o", 20)
    rows = people(ASN, "a", 10) | people(OTHER, "o", 6)
    found = counted(members=members, rows=rows, links=[*linked("a", 10), *linked("o", 6)])

    assert found == {UNKNOWN: Counted(only_national=24, both=16)}


def test_provinces_of_one_chapter_are_counted_apart():
    members = people(Stratum("92", "asn"), "a", 20) | people(Stratum("96", "asn"), "b", 20)
    rows = people(Stratum("", "asn"), "a", 10) | people(Stratum("", "asn"), "b", 10)
    found = counted(members=members, rows=rows, links=[*linked("a", 10), *linked("b", 10)])

    assert {stratum.province: each.both for stratum, each in found.items()} == {"92": 10, "96": 10}


def test_a_row_to_review_is_each_of_its_candidates_in_part():
    found = counted(
        members=people(ASN, "m", 2),
        rows={"r": ASN},
        links=[link("r", "m0", p=0.5, band="review"), link("r", "elsewhere", p=0.25, band="review")],
    )[Stratum()]

    assert (found.both, found.only_list, found.only_national) == (0.5, 0.25, 1.5)
    assert found.doubt == 0.25


def test_a_member_whom_two_rows_could_be_is_one_person():
    links = [link("r1", "m0", p=0.8, band="review"), link("r2", "m0", p=0.7, band="review")]
    found = counted(members=people(ASN, "m", 1), rows=people(ASN, "r", 3), links=links)[Stratum()]

    assert found.both == pytest.approx(1)
    assert found.only_national == pytest.approx(0)


STRATA = st.sampled_from([ASN, OTHER, UNKNOWN, Stratum(), Stratum("17", "asn")])


@given(
    members=st.lists(STRATA, max_size=30),
    rows=st.lists(STRATA, max_size=30),
    chosen=st.lists(
        st.tuples(st.integers(0, 29), st.integers(0, 39), st.floats(0.03, 1), st.booleans()), max_size=40
    ),
)
def test_every_member_counts_once_whatever_is_known_of_them(members, rows, chosen):
    registered = {str(n): stratum for n, stratum in enumerate(members)}
    listed = {str(n): stratum for n, stratum in enumerate(rows)}
    links: dict[tuple[str, str], Link] = {}
    automatic = set()
    for row, member, probability, sure in chosen:
        if row < len(rows) and (str(row), str(member)) not in links:
            band = "auto" if sure and row not in automatic else "review"
            automatic |= {row} if band == "auto" else set()
            links[str(row), str(member)] = link(str(row), str(member), p=probability, band=band)
    found = counted(members=registered, rows=listed, links=list(links.values())).values()

    assert sum(each.only_national + each.both for each in found) == pytest.approx(len(members))
    assert sum(each.only_list + each.both for each in found) <= len(rows) + 1e-6
    assert all(min(each.only_national, each.only_list, each.both) >= -1e-9 for each in found)
