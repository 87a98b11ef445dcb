"""The pages of likely duplicates, as officers meet them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters.models import DPP, DuplicatePair, Office
from members.models import Member
from tests.cast import (
    BANDA_ACEH,
    NOW,
    make_applicant,
    make_member,
    make_nip,
    make_officer,
    make_secretary_of_dpp,
    make_user,
)
from tests.chapters.test_pages import text
from tests.fixtures.signing_in import step_up
from tests.pairs import make_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_officer(chapter="16", office=Office.SECRETARY)
    client.force_login(user)
    step_up(client, user)
    return user


def address(name, *arguments, code="16"):
    return reverse(f"duplicates:{name}", args=[code, *[each.pk for each in arguments]])


def answers(form, **changed):
    usual = {name: field.initial or form.initial.get(name) for name, field in form.fields.items()}
    return {name: answer for name, answer in (usual | changed).items() if answer}


def test_the_likeliest_stands_first_and_pages_cost_the_same(client, officer):
    pairs = [
        make_pair(make_member(name=f"Nama {n}"), make_member(), probability=0.5 + n / 100) for n in range(3)
    ]

    page = client.get(address("pairs"))
    shown = [page.content.decode().index(str(pair.pk)) for pair in reversed(pairs)]
    assert shown == sorted(shown)

    with CaptureQueriesContext(connection) as few:
        client.get(address("pairs"))
    for _more in range(10):
        make_pair(make_member(), make_member())
    with CaptureQueriesContext(connection) as many:
        client.get(address("pairs"))
    assert len(few) == len(many)


def test_long_lists_are_read_page_by_page(client, officer):
    for number in range(60):
        make_pair(make_member(), make_member(), probability=round(0.99 - number / 1000, 3))

    first = client.get(address("pairs"))
    second = client.get(address("pairs") + first.context["next_url"])
    back = client.get(address("pairs") + second.context["previous_url"])

    assert [len(page.context["lines"]) for page in (first, second, back)] == [50, 10, 50]
    assert back.context["lines"] == first.context["lines"]


def test_a_pair_is_shown_side_by_side_with_numbers_masked(client, officer):
    one, other = make_member(nip=make_nip(), workplace="Dinas Sosial"), make_member(workplace="RSUD")
    pair = make_pair(one, other)

    response = client.get(address("pair", pair))
    page = text(response)

    assert "Peluang orang yang sama: 97 %" in page
    assert "Tempat bekerja" in [row.label for row in response.context["comparison"].differing]
    assert [secret for secret in (one.nik, other.nik, one.nip) if secret in page] == []
    assert "Orang yang sama: gabungkan" in page


def test_of_somebody_elsewhere_only_the_chapter_and_the_fields_that_agree_are_shown(client, officer):
    own, elsewhere = (
        make_member(),
        make_member(name="Kenari Rahasia", workplace="Kenari", home_regency=BANDA_ACEH),
    )
    pair = make_pair(own, elsewhere)

    for page in (client.get(address("pair", pair)), client.get(address("pairs"))):
        assert "Seseorang di DPD Aceh" in text(page)
        assert "kenari" not in page.content.decode().lower()
    page = text(client.get(address("pair", pair)))
    assert "Yang cocok: nama, tanggal lahir." in page
    assert "Minta DPP memutuskan" in page
    assert [client.get(address(name, pair)).status_code for name in ("merge", "tell-apart", "undo")] == [
        403
    ] * 3


def test_the_officer_hands_it_to_the_dpp_who_decides(client, officer):
    pair = make_pair(make_member(), make_member(home_regency=BANDA_ACEH))

    client.post(address("refer", pair))
    assert "DPP yang memutuskan" in text(client.get(address("pair", pair)))

    client.force_login(make_secretary_of_dpp())
    assert "menunggu DPP" in text(client.get(address("pairs", code=DPP)))
    client.post(address("tell-apart", pair, code=DPP))
    assert DuplicatePair.objects.get().state == DuplicatePair.State.NOT_SAME
    client.post(address("reopen", pair, code=DPP))
    assert DuplicatePair.objects.get().state == DuplicatePair.State.OPEN


def test_two_records_are_merged_after_a_look_at_the_result_and_parted_again(client, officer):
    keep = make_member(user=make_user(), name="Siti Rahmawati", workplace="")
    other = make_member(name="Siti R.", workplace="Dinas Sosial")
    pair = make_pair(keep, other)
    form = client.get(address("merge", pair)).context["form"]
    sent = answers(form, dari_user="one" if pair.one == keep else "other")

    preview = client.post(address("merge", pair), sent)
    assert "Siti Rahmawati" in text(preview)
    assert "Dinas Sosial dari catatan lain" in text(preview)
    assert Member.objects.counted().count() == 2

    done = client.post(
        address("merge", pair), {**sent, "ya": "1", "seen": preview.context["seen"]}, follow=True
    )
    assert "Kedua catatan digabungkan" in text(done)
    assert Member.objects.get(pk=other.pk).merged_into == keep
    assert "Urungkan penggabungan" in text(done)

    assert "Urungkan penggabungan?" in text(client.get(address("undo", pair)))
    client.post(address("undo", pair))
    assert Member.objects.counted().count() == 2

    said = text(client.get(address("pair", pair)))
    assert f"oleh {officer}, diurungkan" in said
    decided = client.get(address("pairs"), {"tampilkan": "selesai"})
    assert [line.state for line in decided.context["lines"]] == ["digabungkan, lalu diurungkan"]
    assert [line.state for line in client.get(address("pairs")).context["lines"]] == ["perlu diputuskan"]


@pytest.fixture
def strangers(officer):
    """A member and an applicant who typed the same NIK, and have nothing else in common."""
    member = make_member(user=make_user(), name="Agus Cahyono", phone="+6286046737400")
    applicant = make_applicant(
        name="Rahma Herlina", titles_before="Dra.", nik=member.nik, nik_lookup=None, phone="+6281234567890"
    )
    return make_pair(member, applicant, probability=0.01, gate="nik", evidence=[["nik", "same", 9.0]])


def test_who_holds_the_membership_is_asked_and_never_filled_in(client, strangers):
    form = client.get(address("merge", strangers)).context["form"]

    assert form["dari_user"].initial is None
    assert "dari_email" not in form.fields  # it goes with the account
    kept = form.initial["keep"]
    assert form.fields["dari_titles_before"].initial == kept
    page = client.post(address("merge", strangers), answers(form))
    assert "dari_user" in page.context["form"].errors


def test_two_with_one_nik_and_other_names_are_doubted_before_they_are_merged(client, strangers):
    for name in ("pair", "merge"):
        assert "salah satu mungkin salah mengetik NIK" in text(client.get(address(name, strangers)))
    page = client.get(address("pair", strangers)).content.decode()
    buttons = [
        part.split(">")[0] for part in page.split("<a class=") if "/gabungkan/" in part or "/bukan/" in part
    ]
    assert len({button.split(" href")[0] for button in buttons}) == 1  # the one as prominent as the other

    alike = make_pair(make_member(name="Siti Rahmawati"), make_member(name="Siti R."))
    assert "salah mengetik NIK" not in text(client.get(address("pair", alike)))


def test_what_differs_stands_first_and_is_said_once(client, strangers):
    comparison = client.get(address("pair", strangers)).context["comparison"]

    labels = [row.label for row in comparison.differing]
    assert "Akun" in labels
    assert "Alamat email" not in labels
    assert ("+62 860-4673-7400", "+62 812-3456-7890") in {
        tuple(sorted((row.one, row.other), reverse=True)) for row in comparison.differing
    }
    assert [row for row in comparison.one_sided if row.one and row.other] == []
    assert "Dra." in [row.one or row.other for row in comparison.one_sided]


def test_the_choices_can_be_changed_after_a_look_at_the_result(client, strangers):
    form = client.get(address("merge", strangers)).context["form"]
    other = {"one": "other", "other": "one"}[form.initial["keep"]]
    sent = answers(form, dari_user=other)

    preview = text(client.post(address("merge", strangers), sent))
    assert (
        f"{strangers.one.user.email} tidak lagi terhubung" in preview
        or f"{strangers.other.user.email} tidak lagi terhubung" in preview
    )

    back = client.post(address("merge", strangers), {**sent, "ubah": "1"})
    assert "Lihat hasilnya" in text(back)
    assert back.context["form"]["dari_user"].value() == other
    assert Member.objects.filter(status=Member.Status.MERGED).count() == 0


def test_what_stands_in_the_way_of_undoing_is_said(client, officer):
    keep, other = make_member(workplace=""), make_member(workplace="Dinas Sosial")
    pair = make_pair(keep, other)
    sent = answers(
        client.get(address("merge", pair)).context["form"], keep="one" if pair.one == keep else "other"
    )
    client.post(address("merge", pair), {**sent, "ya": "1"})
    Member.objects.filter(pk=keep.pk).update(workplace="RSUD")

    assert "Sudah diubah lagi sejak digabungkan" in text(client.get(address("undo", pair)))
    assert "Sudah diubah lagi sejak digabungkan" in text(client.post(address("undo", pair), follow=True))


def test_an_application_cannot_be_the_one_that_is_kept(client, officer):
    member, applicant = make_member(), make_applicant()
    pair = make_pair(member, applicant)
    form = client.get(address("merge", pair)).context["form"]

    page = client.post(
        address("merge", pair), answers(form, keep="one" if pair.one == applicant else "other")
    )

    assert "Pertahankan keanggotaan yang sudah ada" in text(page)


def test_who_may_only_look_decides_nothing(client):
    client.force_login(make_officer(chapter="16", office=Office.TREASURER))
    pair = make_pair(make_member(), make_member())

    assert "gabungkan" not in text(client.get(address("pair", pair)))
    assert client.post(address("tell-apart", pair)).status_code == 403


def test_likely_duplicates_stand_beside_an_application(client, officer):
    applicant = make_applicant()
    make_pair(make_member(name="Sudah Tercatat"), applicant)

    page = text(client.get(reverse("chapters:application", args=["16", applicant.pk])))

    assert "Orang ini mungkin sudah tercatat." in page
    assert "Sudah Tercatat" in page


def test_the_account_that_is_not_kept_is_told_where_its_membership_is(client):
    kept = make_member(user=make_user())
    member = make_member(status=Member.Status.MERGED, merged_into=kept, user=make_user(), decided_at=NOW)
    client.force_login(member.user)

    assert "digabungkan dengan keanggotaan Anda yang lain" in text(client.get(reverse("members:status")))
