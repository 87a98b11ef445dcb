"""The pages on which officers act in the lives of members, and decide on what is asked."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters import acts, noticing
from chapters import life as chapters_life
from chapters.access import DPP_GRANTS, GRANTS, May
from chapters.models import Office
from ipspi.outbox.models import Mail
from ipspi.regions.models import Regency
from members import profile, resigning, transfers
from members.models import Correction, Member, Plan, Transfer
from tests.cast import (
    BANDA_ACEH,
    NOW,
    TODAY,
    make_member,
    make_nik,
    make_officer,
    make_secretary_of_dpp,
    make_user,
)
from tests.chapters.test_pages import text
from tests.fixtures.signing_in import step_up

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(client):
    user = make_officer(chapter="16", office=Office.SECRETARY)
    client.force_login(user)
    step_up(client, user)
    return user


@pytest.fixture
def member():
    return make_member(user=make_user())


def address(name, *arguments):
    return reverse(f"chapters:{name}", args=arguments)


def page_of(client, member, **query):
    return client.get(address("member", "16", member.pk), query)


def status_of(member):
    return Member.objects.get(pk=member.pk).status


def ask(member, field="name", new="Siti Putri"):
    return profile.ask(member=member, field=field, new=new, note="Lihat KTP", by=member.user, at=NOW)


def move(member):
    regency = Regency.objects.get(pk=BANDA_ACEH)
    return transfers.propose(
        member=member, to_regency=regency, wished_on=TODAY, reason="Pindah", by=member.user, at=NOW
    )


def propose_suspension(member, by):
    return chapters_life.propose_suspension(
        member=member, begins_on=TODAY, ends_on=None, reason="Aduan", note="Berkas 7", by=by, at=NOW
    )


# ------------------------------------------------------------------ acts


def test_an_act_is_asked_twice(client, officer, member):
    url = address("act", "16", member.pk, "meninggal")
    assert "Wafat pada" in text(client.get(url))

    sure = client.post(url, {"on": "15-11-2026"})
    assert "Wafat pada 15 November 2026" in text(sure)
    assert status_of(member) == "ACTIVE"
    client.post(url, {"on": "15-11-2026", "yakin": "ya"})

    assert status_of(member) == "DECEASED"


@pytest.mark.parametrize("on", ["", "31-02-2026", "0001-01-01", "a\x00b", "9" * 100_000, "17-11-2026"])
def test_a_day_that_cannot_be_is_refused_in_words(client, officer, member, on):
    answer = client.post(address("act", "16", member.pk, "meninggal"), {"on": on, "yakin": "ya"})

    assert answer.context["form"].errors
    assert status_of(member) == "ACTIVE"


def test_the_page_offers_what_the_officer_may_and_what_fits(client, officer, member):
    keys = {act.key for act in page_of(client, member).context["life"]["acts"]}
    assert keys == {"iuran", "mutasi", "cuti", "pemberhentian-sementara", "meninggal"}

    Member.objects.filter(pk=member.pk).update(status="SUSPENDED")
    keys = {act.key for act in page_of(client, member).context["life"]["acts"]}
    assert keys == {"iuran", "mutasi", "meninggal"}


def test_the_treasurer_marks_dues_and_nothing_else(client, member):
    client.force_login(make_officer(office=Office.TREASURER))

    assert [act.key for act in page_of(client, member).context["life"]["acts"]] == ["iuran"]
    assert client.get(address("act", "16", member.pk, "cuti")).status_code == 403
    client.post(
        address("act", "16", member.pk, "iuran"), {"paid_until": "31-12-2026", "note": "", "yakin": "ya"}
    )
    assert "Iuran: Lunas sampai 31 Desember 2026" in text(page_of(client, member))


def test_every_act_has_a_right_that_some_office_has():
    given = set().union(*GRANTS.values(), *DPP_GRANTS.values())
    assert {act.may for act in acts.ACTS.values()} <= given <= set(May)


@pytest.mark.parametrize(
    ("act", "answers"),
    [
        ("meninggal", {"on": "01-01-2030"}),
        ("cuti", {"begins_on": "20-11-2026", "ends_on": "19-11-2026", "reason": ""}),
        ("cuti", {"begins_on": "01-01-2020", "ends_on": "19-11-2026", "reason": ""}),
        ("pemberhentian-sementara", {"begins_on": "20-11-2026", "ends_on": "01-11-2026", "reason": "Aduan"}),
    ],
)
def test_days_that_cannot_be_are_told_before_one_is_asked_whether_one_is_sure(
    client, officer, member, act, answers
):
    page = client.post(address("act", "16", member.pk, act), answers)

    assert page.context["form"].errors
    assert "Apakah Anda yakin?" not in text(page)
    assert (status_of(member), Plan.objects.count(), Mail.objects.count()) == ("ACTIVE", 0, 0)


def test_the_member_is_named_in_what_was_done(client, officer, member):
    url = address("act", "16", member.pk, "meninggal")

    done = client.post(url, {"on": "15-11-2026", "yakin": "ya"}, follow=True)

    assert f"Wafatnya {member.full_name} tercatat." in text(done)


def test_an_act_that_no_longer_fits_is_said_so(client, officer, member):
    Member.objects.filter(pk=member.pk).update(status="RESIGNED")

    answer = client.get(address("act", "16", member.pk, "cuti"), follow=True)

    assert "tidak dapat dilakukan pada anggota ini sekarang" in text(answer)


# ------------------------------------------------------------------ the history


def test_the_page_tells_the_history_and_any_past_day(client, officer, member):
    said = text(page_of(client, member, pada="01-01-2020"))

    assert "8 April 2019 Tercatat dari data nasional" in said
    assert "1 Januari 2020: Anggota aktif · Anggota Biasa · Sumatera Selatan" in said
    assert "1 Januari 2018: belum tercatat" in text(page_of(client, member, pada="01-01-2018"))
    assert page_of(client, member, pada="a\x00b").status_code == 200
    assert "Tanggal ini belum tiba." in text(page_of(client, member, pada="17-11-2026"))
    assert "Tanggal ini belum tiba." in text(page_of(client, member, pada="31-12-9999"))


@pytest.mark.parametrize(
    ("office", "reads"), [(Office.CHAIR, True), (Office.SECRETARY, True), (Office.TREASURER, False)]
)
def test_restricted_notes_are_for_who_may_read_them(client, member, office, reads):
    plan = propose_suspension(member, make_officer(office=Office.REGISTRAR))
    chapters_life.agree_to_suspension(plan=plan, by=make_secretary_of_dpp(), at=NOW)
    client.force_login(make_officer(office=office))

    assert ("Berkas 7" in text(page_of(client, member))) == reads


# ------------------------------------------------------------------ requests


def test_the_old_and_the_new_stand_side_by_side_and_are_decided(client, officer, member):
    request = ask(member)
    assert member.name in text(client.get(address("requests", "16")))
    url = address("correction", "16", request.pk)
    assert "Sekarang Siti Rahmawati Diminta Siti Putri" in text(client.get(url))

    client.post(url, {"decision": "terima"})

    assert Member.objects.get(pk=member.pk).name == "Siti Putri"
    assert "Diterima" in text(client.get(url))


def test_of_a_nik_only_the_digits_that_differ_are_shown(client, officer):
    nik = make_nik()
    member = make_member(user=make_user(), nik=nik)
    new = nik[:10] + str((int(nik[10]) + 1) % 10) + nik[11:]
    request = ask(member, "nik", new)

    page = client.get(address("correction", "16", request.pk))

    assert f"<mark>{new[10]}</mark>" in page.content.decode()
    assert [each for each in (nik, new) if each in page.content.decode() or each[2:10] in text(page)] == []


def test_a_refusal_wants_a_reason(client, officer, member):
    url = address("correction", "16", ask(member).pk)

    assert client.post(url, {"decision": "tolak"}).context["form"].errors["reason"]
    client.post(url, {"decision": "tolak", "reason": "Tidak sesuai KTP"})

    assert Correction.objects.get().status == "REFUSED"


def test_a_suspension_is_decided_by_the_second_officer(client, officer, member):
    plan = propose_suspension(member, officer)
    url = address("suspension", "16", plan.pk)
    page = text(client.get(url))
    assert "Menunggu pengurus kedua" in page
    assert "Simpan keputusan" not in page
    assert client.post(url, {"decision": "setuju"}).status_code == 403
    assert "Menunggu pengurus kedua" in text(client.get(address("requests", "16")))

    second = make_officer()
    client.force_login(second)
    step_up(client, second)
    assert "Berkas 7" in text(client.get(url))
    done = text(client.post(url, {"decision": "setuju"}, follow=True))

    assert f"Pemberhentian sementara {member.full_name} disetujui, mulai 16 November 2026." in done
    assert status_of(member) == "SUSPENDED"


def test_what_an_officer_may_not_open_is_no_link(client, officer, member):
    plan, asked = propose_suspension(member, officer), ask(make_member(user=make_user()))
    urls = [address("suspension", "16", plan.pk), address("correction", "16", asked.pk)]
    page = client.get(address("requests", "16")).content.decode()
    assert [url for url in urls if url in page] == urls

    client.force_login(make_officer(office=Office.TREASURER))
    page = client.get(address("requests", "16")).content.decode()
    assert [url for url in (*urls, address("receive", "16")) if url in page] == []
    assert address("receive", "16") not in client.get(address("transfers", "16")).content.decode()


def test_nobody_reads_of_a_suspension_proposed_for_them(client, officer):
    own = make_member(user=officer)
    plan = propose_suspension(own, make_officer())

    assert own.full_name not in text(client.get(address("requests", "16")))
    assert client.get(address("suspension", "16", plan.pk)).status_code == 404


# ------------------------------------------------------------------ mutasi


def test_both_chapters_see_a_move_and_each_agrees_for_itself(client, officer, member):
    transfer = move(member)
    assert member.name in text(client.get(address("transfers", "16")))
    client.post(address("transfer", "16", transfer.pk), {"decision": "LEAVING"})

    client.force_login(make_officer(chapter="11"))
    page = text(client.get(address("transfer", "11", transfer.pk)))
    assert (member.name in page, member.nik in page, "81234567890" in page) == (True, False, False)
    client.post(address("transfer", "11", transfer.pk), {"decision": "RECEIVING"})

    assert Member.objects.get(pk=member.pk).home_province_id == "11"


def test_the_list_of_moves_says_who_must_act(client, officer, member):
    transfer = move(member)
    assert "Menunggu persetujuan Anda" in text(client.get(address("transfers", "16")))

    done = text(client.post(address("transfer", "16", transfer.pk), {"decision": "LEAVING"}, follow=True))

    assert f"Mutasi {member.full_name}: Menunggu persetujuan daerah tujuan." in done
    assert "Menunggu pihak lain atau tanggalnya" in done
    assert "Menunggu persetujuan Anda" not in done


def test_a_move_and_a_resignation_know_of_each_other(client, officer, member):
    transfer = move(member)
    resigning.resign(member=member, on=TODAY + DAY, reason="", by=member.user, at=NOW)

    client.force_login(make_officer(chapter="11"))
    page = text(client.get(address("transfer", "11", transfer.pk)))
    assert "Perhatikan Mengundurkan diri mulai 17 November 2026" in page

    client.force_login(member.user)
    page = text(client.get(reverse("membership:act", args=["cuti"])))
    assert "Mutasi ke Aceh menunggu persetujuan daerah asal dan daerah tujuan." in page
    assert "Pengunduran diri mulai 17 November 2026." in page


def test_a_move_is_refused_with_a_reason(client, officer, member):
    transfer = move(member)
    url = address("transfer", "16", transfer.pk)
    assert client.post(url, {"decision": "RECEIVING"}).context["form"].errors

    client.post(url, {"decision": "tolak", "reason": "Belum lunas"})

    assert Transfer.objects.get().status == "REFUSED"


def test_a_member_of_another_chapter_is_called_by_number_and_name(client, member):
    client.force_login(make_officer(chapter="11"))
    place = {"to_regency": "Kota Banda Aceh", "to_regency_code": BANDA_ACEH, "wished_on": "16-11-2026"}
    url = address("receive", "11")

    wrong = client.post(url, {**place, "number": member.number, "name": "Orang Lain", "reason": ""})
    assert "Periksa keduanya" in text(wrong)
    client.post(url, {**place, "number": member.number, "name": member.name, "reason": ""})

    assert Transfer.objects.get().member == member


# ------------------------------------------------------------------ cost, and telling


@pytest.mark.parametrize("page", ["requests", "transfers"])
def test_a_queue_costs_the_same_however_long_it_is(client, officer, page, django_assert_num_queries):
    def one_more():
        member = make_member(user=make_user())
        ask(member)
        move(member)
        propose_suspension(member, officer)

    one_more()
    client.get(address(page, "16"))
    with CaptureQueriesContext(connection) as one:
        client.get(address(page, "16"))
    for _ in range(4):
        one_more()

    with django_assert_num_queries(len(one)):
        client.get(address(page, "16"))


def test_a_members_page_costs_the_same_however_long_the_history(
    client, officer, member, django_assert_num_queries
):
    page_of(client, member)
    with CaptureQueriesContext(connection) as one:
        page_of(client, member)
    for _ in range(5):
        profile.withdraw(member=member, field=ask(member).field, by=member.user, at=NOW)
        row = member.changes.first()
        row.pk = None
        row.save()

    with django_assert_num_queries(len(one)):
        page_of(client, member)


def test_officers_hear_of_requests_in_one_mail_without_anybodys_data(officer, member):
    chair, receiving = make_officer(), make_officer(chapter="11")
    ask(member)
    move(member)
    propose_suspension(member, officer)

    assert noticing.notify_officers(at=NOW) == 3
    assert noticing.notify_officers(at=NOW + dt.timedelta(hours=1)) == 0

    mails = {mail.to: mail for mail in Mail.objects.filter(kind="requests")}
    assert {to: mail.subject for to, mail in mails.items()} == {
        officer.email: "2 hal baru menunggu Anda",
        chair.email: "3 hal baru menunggu Anda",
        receiving.email: "1 hal baru menunggu Anda",
    }
    said = "".join(mail.text + mail.html for mail in mails.values())
    assert [secret for secret in (member.name, member.nik, member.number, "Aduan") if secret in said] == []
    assert Plan.objects.get().told_at == NOW


def test_what_nobody_can_be_told_of_waits_while_others_are_told(member):
    make_officer()
    alone = ask(make_member(home_regency=BANDA_ACEH, user=make_user()))
    told = ask(member)

    assert noticing.notify_officers(at=NOW) == 1

    assert [Correction.objects.get(pk=each.pk).told_at for each in (told, alone)] == [NOW, None]


def test_what_nobody_can_be_told_of_waits(member):
    ask(member)
    assert noticing.notify_officers(at=NOW) == 0

    make_officer()

    assert noticing.notify_officers(at=NOW) == 1
