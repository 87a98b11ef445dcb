from chapters.reconciliation import ledger
from chapters.reconciliation.strata import Stratum
from members.matching import Link


def link(
    row: str, member: str, *, band: str = "auto", p: float = 0.99, repeats: str | None = None, differs=()
) -> Link:
    return Link(row, member, p, band, 20.0, (), repeats, tuple(differs), "nik")  # type: ignore[arg-type] # band as text


def count(*links: Link, rows: int, members: str = "abcd") -> ledger.Figures:
    listed = {str(number): Stratum("16") for number in range(1, rows + 1)}
    return ledger.count(rows=listed, members=dict.fromkeys(members, Stratum("16")), links=links)


def test_every_row_counts_once():
    found = count(
        link("1", "a"),
        link("2", "b", band="review", p=0.6),
        link("2", "c", band="review", p=0.3),
        rows=4,
    )

    assert (found.rows, found.linked, found.review, found.only_list) == (4, 1, 1, 2)


def test_a_row_to_review_is_never_linked_however_likely():
    found = count(link("1", "a", band="review", p=0.9999), rows=1)

    assert (found.linked, found.review, found.only_national) == (0, 1, 4)


def test_a_linked_row_with_another_candidate_is_linked():
    found = count(link("1", "a"), link("1", "b", band="review", p=0.1), rows=1)

    assert (found.linked, found.review) == (1, 0)


def test_a_member_elsewhere_is_linked_and_moved_and_nobody_of_this_chapter():
    found = count(link("1", "z"), rows=1)

    assert (found.linked, found.moved, found.only_national) == (1, 1, 4)


def test_a_repeated_row_is_linked_and_counted_among_the_duplicates():
    found = count(link("1", "a"), link("2", "a", repeats="1"), rows=2)

    assert (found.linked, found.duplicates, found.only_national) == (2, 1, 3)


def test_a_linked_row_whose_fields_disagree_is_a_conflict():
    found = count(link("1", "a", differs=["phone"]), link("2", "b", band="review", differs=["birth"]), rows=2)

    assert found.conflicts == 1
    assert found.differing == {"phone": 1}


def test_without_rows_nothing_is_estimated():
    found = count(rows=0)

    assert (found.national, found.only_national, found.estimate) == (4, 4, None)


def test_repeated_rows_and_members_elsewhere_are_no_further_people():
    alone = count(link("1", "a"), rows=2)
    with_more = count(link("1", "a"), link("2", "a", repeats="1"), link("3", "z"), rows=4)

    assert with_more.estimate == alone.estimate


def test_a_row_to_review_counts_in_the_estimate_as_what_it_is_expected_to_be():
    nearly_sure = count(link("1", "a", band="review", p=1.0), rows=1)
    sure = count(link("1", "a"), rows=1)
    nobody = count(rows=1)

    assert nearly_sure.estimate == sure.estimate
    assert sure.estimate != nobody.estimate
