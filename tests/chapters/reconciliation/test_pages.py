import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters.models import Link, ListRow, ListUpload, Office
from chapters.reconciliation import nights
from chapters.reconciliation.groups import Group
from chapters.reconciliation.lines import Line
from ipspi.jobs.models import Job
from members.models import Member
from tests.cast import BANDA_ACEH, NOW, make_member, make_nip, make_officer, make_secretary_of_dpp, make_user
from tests.chapters.reconciliation.scene import keep, line_of, make_members, reconcile

pytestmark = pytest.mark.django_db

ELSEWHERE = {
    "name": "Teuku Zainal Canarie", "phone": "+6285299990001", "workplace": "Yayasan Canarie Aceh",
    "birth_date": dt.date(1971, 3, 9), "email": "canarie@contoh.example",
}  # fmt: skip


def page_of(name, *arguments):
    return reverse(f"reconciliation:{name}", args=["16", *arguments])


def words(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def officer(client):
    officer = make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def members():
    return make_members(4)


@pytest.fixture
def reconciled(members):
    keep(
        line_of(members[0], 2),
        line_of(members[1], 3, phone="081300001111"),
        line_of(members[0], 4),
        Line(5, row_id="R5", name="Zulkifli Hutabarat", birth="01-01-1970"),
    )
    return reconcile()


def row(row_id):
    return ListRow.objects.get(row_id=row_id)


def test_the_ledger_says_in_numbers_and_words_who_is_where(client, officer, reconciled):
    text = words(client.get(page_of("ledger")))

    assert "4 anggota nasional dibandingkan dengan 4 baris daftar." in text
    assert f'<a href="{page_of("group", "kedua-sisi")}">Di kedua sisi, isinya sama</a>' in text
    assert "Kira-kira" in text
    assert "ASN dan non-ASN dihitung bersama" in text
    assert "andai peluangnya dua kali" in text
    assert "atas permintaan" in text


def test_before_the_first_list_the_ledger_leads_to_the_lists(client, officer):
    text = words(client.get(page_of("ledger")))

    assert "Belum ada yang dibandingkan" in text
    assert f'href="{page_of("lists")}"' in text
    assert "Jalankan sekarang" not in text


def test_before_the_first_run_the_ledger_offers_it(client, officer, members):
    keep(line_of(members[0]))

    assert "Jalankan sekarang" in words(client.get(page_of("ledger")))


def test_running_now_leads_to_the_job(client, officer, members):
    keep(line_of(members[0]))
    response = client.post(page_of("run"))

    job = Job.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/pekerjaan/{job.pk}/")
    assert f"/pekerjaan/{job.pk}/" in words(client.get(page_of("ledger")))


def test_who_may_not_run_it_is_not_offered_it_and_cannot(client, members):
    client.force_login(make_officer(office=Office.TREASURER))
    keep(line_of(members[0]))

    assert "Jalankan sekarang" not in words(client.get(page_of("ledger")))
    assert client.post(page_of("run")).status_code == 403
    assert not Job.objects.exists()


def test_the_ledger_says_when_a_list_changed_since(client, officer, members, reconciled):
    assert "Daftar berubah sesudah hasil ini" not in words(client.get(page_of("ledger")))
    ListUpload.objects.update(applied_at=NOW + dt.timedelta(hours=1))

    assert "Daftar berubah sesudah hasil ini" in words(client.get(page_of("ledger")))


@pytest.mark.parametrize("group", Group)
def test_behind_every_figure_are_as_many_rows(client, officer, reconciled, group):
    response = client.get(page_of("group", group))

    assert words(response)
    assert len(response.context["rows"]) == group.count_in(reconciled)


def test_the_groups_of_this_scene_are_not_all_empty(reconciled):
    counts = {group.name: group.count_in(reconciled) for group in Group}

    assert counts == {
        "LINKED": 3, "ONLY_NATIONAL": 2, "ONLY_LIST": 1, "REVIEW": 0, "CONFLICTS": 1, "DUPLICATES": 1, "MOVED": 0,
    }  # fmt: skip


def test_a_group_is_read_page_by_page_in_order(client, officer):
    keep(*(Line(n, row_id=f"R{n}", name=f"Orang {n:03d}") for n in range(120)))
    reconcile()
    seen, url = [], page_of("group", "hanya-daftar")
    while url:
        response = client.get(url)
        seen += [line.row.name for line in response.context["rows"]]
        url = response.context["next_url"]

    assert seen == [f"Orang {n:03d}" for n in range(120)]
    back = client.get(response.context["previous_url"])
    assert [line.row.name for line in back.context["rows"]] == seen[50:100]


@pytest.mark.parametrize("query", ["?sesudah=x", "?sebelum=99999999", "?sesudah=99999999999999999999"])
def test_a_page_that_never_was_is_the_first(client, officer, reconciled, query):
    assert len(client.get(page_of("group", "kedua-sisi") + query).context["rows"]) == 3


def test_a_conflict_shows_both_values_of_the_living_rows(client, officer, reconciled):
    for page in (page_of("group", "bertentangan"), page_of("row", row("R3").pk)):
        text = words(client.get(page))
        assert "081300001111" in text
        assert "+6281234567001" in text

    assert "Nomor telepon berbeda" in text


def test_a_repeated_row_says_which_row_it_repeats(client, officer, reconciled):
    assert "mengulang baris" in words(client.get(page_of("group", "baris-ganda")))


def test_nip_and_nik_are_masked_or_absent(client, officer, members):
    nip = make_nip(birth=members[0].birth_date)
    Member.objects.filter(pk=members[0].pk).update(nip=nip)
    keep(line_of(members[0], nip=nip, nik=members[0].nik))
    reconcile()

    for address in (
        page_of("row", row("R2").pk),
        page_of("group", "kedua-sisi"),
        page_of("group", "hanya-nasional"),
    ):
        text = words(client.get(address))
        assert nip not in text
        assert members[0].nik not in text


@pytest.fixture
def elsewhere():
    """A member of another chapter, of whom nothing may show."""
    return make_members(1, home_regency=BANDA_ACEH, reference="X", **ELSEWHERE)[0]


def assert_tells_nothing_of(text, member):
    for secret in (str(member.pk), member.name, "Canarie", str(member.phone), member.number, "9 Maret 1971"):
        assert secret not in text


def test_of_a_member_elsewhere_only_the_place_and_the_year_are_told(client, officer, members, elsewhere):
    keep(line_of(elsewhere, name="Teuku Zainal Kanari", workplace="", regency=""))
    entry = reconcile()
    assert entry.moved == 1

    for address in (page_of("group", "daerah-lain"), page_of("row", row("R2").pk)):
        text = words(client.get(address))
        assert "Terdaftar di DPD Aceh sejak 2019" in text
        assert_tells_nothing_of(text.replace(str(elsewhere.phone), ""), elsewhere)


def test_of_a_candidate_elsewhere_only_the_fields_that_agree_are_told(client, officer, members, elsewhere):
    keep(Line(2, row_id="R2", name="T. Zainal"))
    run = reconcile().run
    Link.objects.create(
        run=run, row=row("R2"), member=elsewhere, band="review", probability=0.8, bits=20, moved=True,
        evidence=[["name", "exact=1", 9.0], ["phone", "same", 16.0], ["birth", "different", -5.0]],
    )  # fmt: skip

    text = words(client.get(page_of("row", row("R2").pk)))
    assert "Yang cocok dengan baris Anda: nama, nomor telepon." in text
    assert_tells_nothing_of(text, elsewhere)
    assert "Aceh" not in text
    assert_tells_nothing_of(words(client.get(page_of("group", "perlu-ditinjau"))), elsewhere)


def test_who_has_gone_to_another_chapter_since_the_run_is_not_shown_any_more(
    client, officer, reconciled, members
):
    Member.objects.filter(pk=members[0].pk).update(home_province="11", home_regency=BANDA_ACEH)

    for address in (page_of("group", "kedua-sisi"), page_of("row", row("R2").pk)):
        text = words(client.get(address))
        assert "Terdaftar di DPD Aceh sejak 2019" in text
        assert members[0].number not in text
        assert str(members[0].pk) not in text


def test_a_row_that_resembles_somebody_elsewhere_only_a_little_looks_like_any_other(
    client, officer, members, elsewhere
):
    keep(Line(2, row_id="R2", name="Teuku Canarie"), Line(3, row_id="R3", name="Teuku Nobodi"))
    entry = reconcile()

    assert (entry.review, entry.only_list) == (0, 2)
    assert not Link.objects.exists()


@pytest.mark.parametrize("name", ["ledger", "lists"])
@pytest.mark.parametrize("who", [make_user, lambda: make_officer(chapter="11")])
def test_another_chapters_ledger_does_not_exist(client, reconciled, name, who):
    client.force_login(who())

    assert client.get(page_of(name)).status_code == 404
    assert client.post(page_of("run")).status_code == 404


def test_another_chapters_rows_and_uploads_do_not_exist(client, reconciled):
    client.force_login(make_officer(chapter="11"))
    own = reverse("reconciliation:row", args=["11", row("R2").pk])

    assert client.get(own).status_code == 404
    assert client.get(page_of("row", row("R2").pk)).status_code == 404
    assert client.get(page_of("group", "kedua-sisi")).status_code == 404
    assert (
        client.post(reverse("reconciliation:undo", args=["11", ListUpload.objects.get().pk])).status_code
        == 404
    )
    assert ListRow.objects.current().count() == 4


def test_the_dpp_sees_every_chapter(client, reconciled):
    client.force_login(make_secretary_of_dpp())

    assert words(client.get(page_of("ledger")))
    assert words(client.get(page_of("group", "kedua-sisi")))


def test_the_lists_show_their_uploads_and_only_the_latest_can_be_undone(client, officer, members):
    first = keep(line_of(members[0])).upload
    second = keep(line_of(members[1], 3)).upload

    text = words(client.get(page_of("lists")))
    assert page_of("undo", second.pk) in text
    assert page_of("undo", first.pk) not in text
    assert "1 baris sekarang" in text
    assert "/unggahan/daftar/baru/16:own/" in text


def test_undoing_asks_first_and_says_what_will_happen(client, officer, members):
    keep(line_of(members[0]))
    upload = keep(line_of(members[1], 3), line_of(members[2], 4)).upload

    asked = words(client.get(page_of("undo", upload.pk)))
    assert "2 baris yang dibawanya akan dihapus, dan 1 baris yang digantikannya kembali." in asked
    response = client.post(page_of("undo", upload.pk))
    assert response["Location"] == page_of("lists")
    assert list(ListRow.objects.current().values_list("row_id", flat=True)) == ["R2"]


def test_what_blocks_undoing_is_said(client, officer, members):
    first = keep(line_of(members[0])).upload
    keep(line_of(members[1], 3))

    assert "Urungkan yang terbaru lebih dahulu" in words(client.get(page_of("undo", first.pk)))
    client.post(page_of("undo", first.pk))
    assert list(ListRow.objects.current().values_list("row_id", flat=True)) == ["R3"]


def test_a_treasurer_sees_the_lists_and_cannot_change_them(client, members):
    upload = keep(line_of(members[0])).upload
    client.force_login(make_officer(office=Office.TREASURER))

    text = words(client.get(page_of("lists")))
    assert "/unggahan/" not in text
    assert page_of("undo", upload.pk) not in text
    assert client.get(page_of("undo", upload.pk)).status_code == 404


@pytest.mark.parametrize(
    "address",
    [page_of("ledger"), page_of("lists"), page_of("group", "kedua-sisi"), page_of("group", "hanya-nasional")],
)
def test_a_page_needs_as_many_queries_for_many_rows_as_for_few(client, officer, address):
    members = make_members(6)

    def queries():
        reconcile()
        client.get(address)  # what is asked only once in a while is asked now
        with CaptureQueriesContext(connection) as seen:
            words(client.get(address))
        return len(seen)

    keep(line_of(members[0], 2))
    few = queries()
    keep(*(line_of(member, n) for n, member in enumerate(members[:5], 2)))

    assert queries() == few


@pytest.mark.parametrize("group", ["hanya-daftar", "hanya-nasional"])
def test_going_on_from_another_chapters_row_tells_nothing_of_its_name(client, officer, group):
    """Of two strangers one stands before ours in the alphabet, one after; the pages must not differ."""
    make_members(1)
    keep(Line(2, row_id="R2", name="Maria Ulfah"))
    keep(*(Line(n, row_id=f"A{n}", name=name) for n, name in enumerate(("Aan", "Zul"), 2)), chapter="11")
    strangers = {
        "hanya-daftar": ListRow.objects.filter(list__chapter="11"),
        "hanya-nasional": [make_member(name=name, home_regency=BANDA_ACEH) for name in ("Aan", "Zul")],
    }[group]

    said = [
        words(client.get(page_of("group", group), {side: stranger.pk}))
        for side in ("sesudah", "sebelum")
        for stranger in strangers
    ]

    assert set(said) == {words(client.get(page_of("group", group)))}


def test_running_by_hand_has_an_end(client, officer, members):
    for _time in range(nights.MOST_BY_HAND):
        client.post(page_of("run"))
        Job.objects.update(status=Job.Status.DONE, finished_at=NOW)

    said = words(client.post(page_of("run"), follow=True))

    assert "sudah dijalankan 20 kali dalam sehari" in said
    assert Job.objects.count() == nights.MOST_BY_HAND
