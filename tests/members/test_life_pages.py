"""The pages on which members see to their own membership."""

import re

import pytest
import time_machine
from django.urls import reverse

from members import acts, drafts
from members.models import Correction, Member, Plan, Transfer
from members.standing import MEANINGS, standing_of
from tests.cast import BANDA_ACEH, NOW, OGAN_ILIR, make_applicant, make_member, make_nik, make_user
from tests.chapters.test_pages import text

pytestmark = pytest.mark.django_db

PROFILE = {
    "titles_before": "",
    "titles_after": "S.Sos.",
    "phone": "0812 9876 5432",
    "home_regency": "Kabupaten Ogan Ilir",
    "home_regency_code": OGAN_ILIR,
    "situation": "NGO",
    "nip": "",
    "workplace": "Yayasan Baru",
}


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def member(client):
    member = make_member(user=make_user())
    client.force_login(member.user)
    return member


def act(client, key, **answers):
    return client.post(reverse("membership:act", args=[key]), {**answers, "yakin": "ya"})


def status_page(client):
    return text(client.get(reverse("members:status")))


def now(member):
    return Member.objects.get(pk=member.pk)


def test_the_status_page_tells_state_meaning_and_history(client, member):
    page = status_page(client)

    assert "Anggota aktif Anggota dengan semua hak dan kewajibannya." in page
    assert "Riwayat keanggotaan 8 April 2019 Tercatat dari data nasional" in page


@pytest.mark.parametrize("status", [*Member.COUNTED, "RESIGNED", "EXPELLED"])
def test_every_state_has_a_page_that_says_what_it_means(client, status):
    member = make_member(user=make_user(), status=status)
    client.force_login(member.user)

    assert str(standing_of(status).meaning) in status_page(client)


def test_every_state_has_words():
    assert MEANINGS.keys() == set(Member.Status)
    assert {status for status in Member.Status if standing_of(status).is_member} == set(Member.COUNTED)


def test_the_profile_is_saved_at_once(client, member):
    client.post(reverse("membership:profile"), PROFILE)

    changed = now(member)
    assert (changed.workplace, changed.home_regency_id, changed.titles_after) == (
        "Yayasan Baru",
        OGAN_ILIR,
        "S.Sos.",
    )


def test_who_was_imported_changes_the_telephone_without_saying_where_they_work(client):
    member = make_member(user=make_user("impor@contoh.example"), employment="ASN", sector="")
    client.force_login(member.user)
    sent = {name: value for name, value in PROFILE.items() if name != "situation"}

    answer = client.post(reverse("membership:profile"), {**sent, "phone": "0813 1111 2222"})

    assert answer.status_code == 302
    assert (str(now(member).phone), now(member).employment) == ("+6281311112222", "ASN")


def test_what_is_not_possible_now_leads_to_the_membership(client, member):
    act(client, "mutasi", to_regency="Kota Banda Aceh", to_regency_code=BANDA_ACEH, wished_on="20-11-2026")

    page = client.get(reverse("membership:act", args=["mutasi"]), follow=True)

    assert page.redirect_chain == [("/pendaftaran/status/", 302)]
    assert "Itu tidak dapat dilakukan sekarang." in page.text
    assert client.get("/keanggotaan/tidak-ada/").status_code == 404


def test_an_address_in_another_province_asks_for_a_mutasi_and_loses_nothing(client, member):
    there = {"home_regency": "Kota Banda Aceh", "home_regency_code": BANDA_ACEH}

    page = client.post(reverse("membership:profile"), {**PROFILE, **there})

    assert "Alamat ini di provinsi lain: ajukan mutasi." in text(page)
    assert "Yayasan Baru" in page.content.decode()
    assert now(member).workplace == "Yayasan Contoh"
    address = f"{reverse('membership:act', args=['mutasi'])}?ke={BANDA_ACEH}"
    assert f'<a href="{address}">Ajukan mutasi ke Kota Banda Aceh</a>' in page.content.decode()
    assert 'value="Kota Banda Aceh"' in client.get(address).content.decode()


def test_what_is_confirmed_is_what_was_answered(client, member):
    """The second question carries the answers of the first: a mutasi is asked for as people ask for it."""
    answers = {"to_regency": "Kota Banda Aceh", "to_regency_code": BANDA_ACEH, "wished_on": "20-11-2026"}
    sure = client.post(reverse("membership:act", args=["mutasi"]), {**answers, "reason": "Pindah “tugas”"})
    carried = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', sure.content.decode()))

    client.post(reverse("membership:act", args=["mutasi"]), carried)

    asked = Transfer.objects.get()
    assert (asked.to_regency_id, asked.reason) == (BANDA_ACEH, "Pindah “tugas”")
    assert asked.wished_on.isoformat() == "2026-11-20"


def test_who_is_moving_already_is_offered_no_second_mutasi(client, member):
    there = {"home_regency": "Kota Banda Aceh", "home_regency_code": BANDA_ACEH}
    act(client, "mutasi", to_regency="Kota Banda Aceh", wished_on="20-11-2026")

    page = client.post(reverse("membership:profile"), {**PROFILE, **there})

    assert "Alamat ini di provinsi lain" in text(page)
    assert "?ke=" not in page.content.decode()


@pytest.mark.parametrize("bad", ["a\x00b", "x" * 100_000, "\ud800".encode("utf-16", "surrogatepass")])
def test_nothing_breaks_on_what_nobody_would_type(client, member, bad):
    for url in [reverse("membership:profile"), *(reverse("membership:act", args=[key]) for key in acts.ACTS)]:
        sent = dict.fromkeys([*PROFILE, "new", "note", "on", "begins_on", "ends_on", "reason"], bad)
        assert client.post(url, {**sent, "yakin": "ya"}).status_code in {200, 302, 404}


def test_the_nik_is_asked_for_masked_and_decided_by_an_officer(client, member):
    nik, url = make_nik(), reverse("membership:act", args=["nik"])

    sure = client.post(url, {"new": nik, "note": ""})
    assert nik not in text(sure)
    act(client, "nik", new=nik, note="")

    assert (Correction.objects.get().new, now(member).nik) == (nik, member.nik)
    assert "NIK: permintaan perbaikan menunggu pengurus." in status_page(client)
    act(client, "tarik-nik")
    assert Correction.objects.get().status == "WITHDRAWN"


def test_an_impossible_nik_is_an_error_in_words(client, member):
    page = act(client, "nik", new="1671016703850000", note="")

    assert page.context["form"].errors["new"]


def test_leave_mutasi_and_resignation_are_asked_twice_and_taken_back(client, member):
    act(client, "cuti", begins_on="16-11-2026", ends_on="16-12-2026", reason="")
    assert now(member).status == "ON_LEAVE"
    act(client, "akhiri-cuti")
    assert now(member).status == "ACTIVE"

    place = {"to_regency": "Kota Banda Aceh", "to_regency_code": BANDA_ACEH}
    act(client, "mutasi", **place, wished_on="16-11-2026", reason="")
    assert "menunggu persetujuan daerah asal dan daerah tujuan" in status_page(client)
    act(client, "tarik-mutasi")
    assert Transfer.objects.get().status == "WITHDRAWN"

    first = client.post(reverse("membership:act", args=["berhenti"]), {"on": "17-11-2026", "reason": ""})
    assert ("Apakah Anda yakin?" in text(first), Plan.objects.filter(kind="RESIGNATION").count()) == (True, 0)
    act(client, "berhenti", on="17-11-2026", reason="")
    act(client, "batal-berhenti")
    assert (now(member).status, Plan.objects.get(kind="RESIGNATION").outcome) == ("ACTIVE", "TAKEN_BACK")


def test_an_associate_asks_to_become_a_full_member(client):
    member = make_member(user=make_user(), type_id="rekan")
    client.force_login(member.user)

    act(client, "menjadi-biasa", note="Ijazah 12/2026")

    assert Correction.objects.get().new == "biasa"


def test_who_is_no_member_has_no_such_pages(client):
    for person in (make_user(), make_applicant().user, make_member(user=make_user(), status="EXPELLED").user):
        client.force_login(person)
        for url in (reverse("membership:profile"), reverse("membership:act", args=["cuti"])):
            assert client.get(url).status_code == 404


def test_who_resigned_registers_again_with_what_is_known(client):
    member = make_member(user=make_user(), status="RESIGNED", number=None)
    client.force_login(member.user)
    assert "Daftar lagi sebagai anggota" in status_page(client)

    client.post(reverse("members:again"))

    assert drafts.answers_in(drafts.draft_of(member.user))["name"] == member.name


def test_a_visitor_signs_in_first(client):
    for url in (reverse("membership:profile"), reverse("membership:act", args=["cuti"])):
        assert client.get(url).headers["Location"] == f"/akun/masuk/?next={url}"
