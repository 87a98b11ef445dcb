"""A merge can be taken back exactly, or it is said what stands in the way."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from chapters.duplicates import fields, forgetting, merging, undoing
from chapters.models import DuplicatePair, Link, Office, Seat
from ipspi.encryption import lookup
from ipspi.keys import rotating
from ipspi.outbox.models import Mail
from members import registration
from members.models import Consent, ConsentText, Member, NumberBook
from tests.cast import (
    BANDA_ACEH,
    NOW,
    OGAN_ILIR,
    PALEMBANG,
    consent,
    make_applicant,
    make_member,
    make_nip,
    make_officer,
    make_seat,
    make_secretary_of_dpp,
    make_user,
)
from tests.ledgers import make_link, make_row
from tests.pairs import everything, make_pair

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)


def merge(keep, other, by, **choices):
    return merging.merge(keep=keep, other=other, choices=choices, by=by, at=NOW)


def undo(made, by):
    undoing.undo(merge=made, by=by, at=LATER)


def fill(keep, other):
    """Give both records one of everything."""
    for member in (keep, other):
        Consent.objects.create(member=member, text=consent(), given_at=NOW)
    newer = ConsentText.objects.create(version=99, purpose="Uji", text="Isi", in_force_on=NOW.date())
    Consent.objects.create(member=other, text=newer, given_at=NOW)
    make_seat(member=other, office=Office.DIVISION)
    make_link(other, row=make_row(key="a"))
    twice = make_row(key="b")
    make_link(keep, row=twice)
    make_link(other, row=twice, band="review")
    make_pair(keep, other)


@pytest.mark.parametrize(
    ("keep", "other", "choices"),
    [
        (lambda: make_member(user=make_user()), make_member, {}),
        (lambda: make_member(nik=None, workplace=""), lambda: make_member(nip=make_nip()), {"nik": "other"}),
        (
            lambda: make_member(user=make_user()),
            lambda: make_member(user=make_user(), name="Siti R.", home_regency=OGAN_ILIR),
            {"user": "other", "name": "other", "home_regency": "other", "phone": "other"},
        ),
        (lambda: make_member(home_regency=None), lambda: make_member(user=make_user()), {}),
        (make_member, lambda: make_applicant(birth_date=dt.date(1985, 3, 28)), {"birth_date": "other"}),
        (make_applicant, make_applicant, {"user": "keep"}),
    ],
    ids=["members", "a NIK", "two accounts", "no province", "an application", "two applications"],
)
def test_every_row_of_every_table_is_what_it_was(keep, other, choices):
    keep, other, officer = keep(), other(), make_secretary_of_dpp()
    fill(keep, other)
    before = everything()

    made = merge(keep, other, officer, **choices)
    assert everything() != before
    undo(made, officer)

    assert everything() == before


def test_a_number_that_the_merge_gave_is_void_and_explained():
    keep, officer = make_member(user=None, number=None, joined_on=None), make_officer()
    made = merge(keep, make_applicant(), officer, user="other")
    number = Member.objects.get(pk=keep.pk).number

    undo(made, officer)

    entry = NumberBook.objects.get(number=number)
    assert (entry.member, bool(entry.void_reason)) == (None, True)
    assert Member.objects.get(pk=keep.pk).number is None


def test_both_hear_of_it():
    keep, other = make_member(email="satu@contoh.example"), make_member(email="dua@contoh.example")
    officer = make_officer()

    undo(merge(keep, other, officer), officer)

    assert set(Mail.objects.filter(kind="duplicates.merge_undone").values_list("to", flat=True)) == {
        "satu@contoh.example",
        "dua@contoh.example",
    }


def test_the_pair_is_to_be_decided_again():
    keep, other, officer = make_member(), make_member(), make_officer()
    pair = make_pair(keep, other)

    undo(merge(keep, other, officer), officer)

    assert DuplicatePair.objects.to_decide().get() == pair


def test_it_needs_rights_on_both_sides():
    dpp = make_secretary_of_dpp()
    made = merge(make_member(), make_member(home_regency=BANDA_ACEH), dpp)

    with pytest.raises(PermissionDenied):
        undo(made, make_officer())


# ------------------------------------------------------------------ what stands in the way


def blocked(made, officer):
    made.refresh_from_db()
    with pytest.raises(undoing.CannotUndo) as error:
        undo(made, officer)
    assert undoing.what_blocks(type(made).objects.get(pk=made.pk)) == error.value.message
    return error.value.message


def test_a_merge_is_undone_once():
    officer = make_officer()
    made = merge(make_member(), make_member(), officer)
    undo(made, officer)

    assert blocked(made, officer) == "Penggabungan ini sudah diurungkan."


def test_a_value_that_was_changed_again_is_named():
    keep, other, officer = make_member(workplace=""), make_member(workplace="Dinas Sosial"), make_officer()
    made = merge(keep, other, officer)
    Member.objects.filter(pk=keep.pk).update(workplace="RSUD")

    assert blocked(made, officer) == "Sudah diubah lagi sejak digabungkan: Tempat bekerja."


def test_an_account_that_has_applied_again_is_named():
    keep, other, officer = make_member(user=make_user()), make_member(user=make_user()), make_officer()
    made = merge(keep, other, officer, user="keep")
    make_applicant(user=other.user)

    # the merged record itself did not change: what came back to life is that account's application
    assert blocked(made, officer) == "Akun yang akan dikembalikan sudah mengajukan pendaftaran baru."


def test_a_nik_that_is_somebody_elses_now_is_named():
    keep, other, officer = make_member(), make_member(), make_officer()
    made = merge(keep, other, officer)
    make_member(nik=other.nik)

    assert blocked(made, officer) == "NIK yang akan dikembalikan sudah tercatat pada keanggotaan lain."


def test_what_was_erased_cannot_come_back():
    keep, other, officer = make_member(), make_member(), make_officer()
    pair = make_pair(keep, make_member())
    made = merge(keep, other, officer)

    forgetting.erase(keep)

    assert "sudah dihapus" in blocked(made, officer)
    assert not DuplicatePair.objects.filter(pk=pair.pk).exists()


def test_a_row_that_is_gone_is_named():
    keep, other, officer = make_member(), make_member(), make_officer()
    make_seat(member=other, office=Office.DIVISION)
    made = merge(keep, other, officer)
    Seat.objects.filter(member=keep).delete()

    assert blocked(made, officer) == "Sudah berubah atau dihapus sejak digabungkan: Jabatan pengurus."


def test_links_are_found_anew_and_never_stand_in_the_way():
    keep, other, officer = make_member(), make_member(), make_officer()
    make_link(other)
    made = merge(keep, other, officer)
    Link.objects.all().delete()

    undo(made, officer)

    assert Member.objects.get(pk=other.pk).status == Member.Status.ACTIVE


def test_a_key_that_rotated_since_stands_in_nobodys_way(settings):
    keep, other, officer = make_member(), make_member(), make_secretary_of_dpp()
    made = merge(keep, other, officer, nik="other")
    settings.LOOKUP_KEYS = {**settings.LOOKUP_KEYS, 2: "QkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkJCQkI="}
    rotating.rotate_lookup_key(to=2, at=LATER, say=lambda words: None)

    undo(made, officer)

    for member in (keep, other):
        found = Member.objects.get(pk=member.pk)
        assert found.nik == member.nik
        assert bytes(found.nik_lookup) == lookup(member.nik, purpose="nik", version=2)


def test_of_a_chain_of_merges_the_last_is_undone_first():
    one, two, three, officer = make_member(), make_member(), make_member(), make_officer()
    first = merge(two, one, officer)
    second = merge(three, two, officer)

    assert "sendiri sudah digabungkan" in blocked(first, officer)
    undo(second, officer)
    undo(first, officer)

    assert Member.objects.counted().count() == 3


def test_every_field_can_be_kept_and_restored():
    member = make_member(
        user=make_user(), nip=make_nip(), warnings=["nik_sex_differs"], fingerprint=b"\x00\x01"
    )
    said = fields.snapshot(Member.objects.get(pk=member.pk))
    empty = make_member()

    fields.restore(empty, said)

    assert fields.snapshot(empty) == said


# ------------------------------------------------------------------ a small model of it

PEOPLE = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["Siti Rahmawati", "Siti Rahma", "Nur'aini", "Budi"]),
        "workplace": st.sampled_from(["", "Dinas Sosial", "Yayasan"]),
        "home_regency": st.sampled_from([PALEMBANG, OGAN_ILIR, BANDA_ACEH, None]),
        "claimed": st.booleans(),
        "nik": st.sampled_from(["", None]),
        "joined_on": st.sampled_from([dt.date(2019, 4, 8), dt.date(2022, 1, 1)]),
    }
)
SIDES = st.fixed_dictionaries(
    {name: st.sampled_from(["keep", "other"]) for name in ("name", "workplace", "user", "nik")}
)


@trying(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    people=st.lists(PEOPLE, min_size=3, max_size=3),
    merges=st.lists(st.tuples(st.permutations(range(3)), SIDES), max_size=2),
)
def test_whatever_is_merged_and_undone_the_register_holds(people, merges):
    """Any merges one after the other, then undone from the last: counts fall and rise by one, and all is as it was."""
    dpp = make_secretary_of_dpp()
    members = [
        make_member(
            user=make_user() if each["claimed"] else None,
            **{name: value for name, value in each.items() if name != "claimed"},
        )
        for each in people
    ]
    living, done, states = Member.objects.counted(), [], [everything()]
    start = living.count()
    for (keep, other, _third), sides in merges:
        pair = [Member.objects.get(pk=members[at].pk) for at in (keep, other)]
        if any(member.status == Member.Status.MERGED for member in pair):
            continue
        done.append(merging.merge(keep=pair[0], other=pair[1], choices=sides, by=dpp, at=NOW))
        states.append(everything())
        assert living.count() == start - len(done)
        users = [user for user in living.values_list("user", flat=True) if user]
        assert len(users) == len(set(users))
    while done:
        assert everything() == states.pop()
        undo(done.pop(), dpp)
    assert everything() == states.pop()
    assert registration.membership_of(dpp) is None
