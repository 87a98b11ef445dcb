"""Pages of long lists: every row once, whichever way one reads."""

import pytest
from django.db.models.functions import Upper

from ipspi import keyset
from ipspi.regions.models import Province, Regency

pytestmark = pytest.mark.django_db
BY = ("kind", "code")  # many rows have the same kind


def everything():
    return list(Regency.objects.order_by(*BY).values_list("code", flat=True))


def key(row):
    return row.kind, row.code


def test_reading_forwards_meets_every_row_once():
    seen, after = [], None
    while True:
        page = keyset.page(Regency.objects.all(), by=BY, after=after, size=60)
        seen += [row.code for row in page.rows]
        if not page.has_after:
            break
        after = key(page.last)

    assert seen == everything()


def test_reading_backwards_shows_the_same_pages():
    first = keyset.page(Regency.objects.all(), by=BY, size=60)
    second = keyset.page(Regency.objects.all(), by=BY, after=key(first.last), size=60)
    third = keyset.page(Regency.objects.all(), by=BY, after=key(second.last), size=60)

    back = keyset.page(Regency.objects.all(), by=BY, before=key(third.first), size=60)

    assert [row.code for row in back.rows] == [row.code for row in second.rows]
    assert (back.has_before, back.has_after) == (True, True)


def test_coming_back_to_the_beginning_shows_the_first_page_whole():
    third_row = key(keyset.page(Regency.objects.all(), by=BY, size=3).last)

    back = keyset.page(Regency.objects.all(), by=BY, before=third_row, size=60)

    assert [row.code for row in back.rows] == everything()[:60]
    assert (back.has_before, back.has_after) == (False, True)


def test_going_on_past_the_end_shows_the_first_page():
    page = keyset.page(Province.objects.all(), by=("code",), after=("99",), size=10)

    assert [row.code for row in page.rows] == list(
        Province.objects.order_by("code").values_list("code", flat=True)[:10]
    )
    assert (page.has_before, page.has_after) == (False, True)


def test_a_page_that_holds_all_has_nothing_around_it():
    page = keyset.page(Province.objects.all(), by=("code",), size=38)

    assert (len(page.rows), page.has_before, page.has_after) == (38, False, False)


def test_an_empty_list_is_an_empty_page():
    page = keyset.page(Province.objects.none(), by=("code",))

    assert (page.rows, page.first, page.last, page.has_before, page.has_after) == (
        [],
        None,
        None,
        False,
        False,
    )


def test_a_key_may_hold_what_the_database_computes(django_assert_num_queries):
    rows = Province.objects.alias(sort_name=Upper("name"))

    with django_assert_num_queries(1):
        page = keyset.page(rows, by=("sort_name", "code"), after=("SULAWESI", ""), size=5)

    assert next(iter(page.rows)).name == "Sulawesi Barat"
