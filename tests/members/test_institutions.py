"""Institutions are found by what people write, and the list grows by what they write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members import institutions
from members.models import Institution

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("universitas  INDONESIA", "Universitas Indonesia"),
        ("UIN Ar Raniry, Banda Aceh", "UIN Ar-Raniry Banda Aceh"),
        ("STKS Bandung", "Politeknik Kesejahteraan Sosial Bandung"),
        ("stks bandung", "Politeknik Kesejahteraan Sosial Bandung"),
        ("UI", "Universitas Indonesia"),
    ],
)
def test_a_name_or_another_name_is_known(written, meant):
    assert institutions.named(written).name == meant
    assert not Institution.objects.proposed().exists()


def test_what_is_unknown_is_proposed_once():
    first, again = institutions.named("Akademi Baru"), institutions.named("AKADEMI  baru.")

    assert first == again == Institution.objects.proposed().get()
    assert first.name == "Akademi Baru"


def test_the_name_of_a_merged_one_means_the_other():
    target = institutions.named("UGM")
    Institution.objects.create(name="Gajah Mada", key="gajah mada", status="MERGED", merged_into=target)

    assert institutions.named("Gajah  Mada") == target


@pytest.mark.parametrize("text", ["", " ", "---", "%", "_"])
def test_nothing_is_offered_for_nothing(text):
    assert institutions.find(text) == []


def test_as_many_are_offered_as_fit_and_only_confirmed_ones():
    Institution.objects.create(name="Universitas Khayalan", key="universitas khayalan")

    offered = institutions.find("universitas")

    assert len(offered) == institutions.OFFERED
    assert {each.status for each in offered} == {"CONFIRMED"}


@given(st.text(max_size=300))
def test_a_key_is_short_and_stays_what_it_is(text):
    key = institutions.key_of(text)

    assert len(key) <= institutions.LONGEST
    assert key == " ".join(key.split())
