"""The pages of a roster, as officers meet them."""

import re
from html import unescape

import pytest
from django.urls import reverse

from chapters.models import DPP, Chosen, Circular, Office, RosterExport, SavedView
from ipspi.audit.models import Act
from ipspi.jobs import running
from members import refusing
from members.models import Employment, Restriction
from tests.cast import NOW, make_member, make_officer, make_secretary_of_dpp
from tests.chapters.test_pages import address, names, roster, text
from tests.fixtures.signing_in import step_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    user = make_officer(chapter="16", office=Office.SECRETARY)
    client.force_login(user)
    step_up(client, user)
    return user


@pytest.fixture
def people():
    return {
        name: make_member(name=name, employment=work, email=f"{name.lower()}@contoh.example", nik=None)
        for name, work in (("Ani", Employment.PNS), ("Budi", Employment.NON_ASN), ("Citra", Employment.PNS))
    }


def page(client, name, *more, code="16", **query):
    return client.get(reverse(f"rostering:{name}", args=[code, *more]), query)


def post(client, page, *more, query="", **answers):
    return client.post(reverse(f"rostering:{page}", args=["16", *more]) + query, answers)


# ------------------------------------------------------------------ filters and views


def test_filters_in_force_are_shown_and_can_be_taken_off_one_by_one(client, officer, people):
    shown = roster(client, work="pns", q="ci", joined_from="2000-01-31")
    content = shown.content.decode()

    assert names(shown) == ["Citra"]
    assert "Nama atau nomor anggota “ci”" in text(shown)
    assert "Anggota sejak, mulai 31 Januari 2000" in text(shown)
    assert 'href="/daerah/16/anggota/?tampilan=semua&amp;q=ci&amp;joined_from=2000-01-31"' in content
    assert '<details class="filters-more">' in content
    mistaken = roster(client, joined_until="31-02-2020")
    assert "Ini bukan tanggal yang ada di kalender." in text(mistaken)
    assert '<details class="filters-more" open>' in mistaken.content.decode()


def test_a_view_is_saved_opened_changed_and_opens_first(client, officer, people):
    post(client, "save_view", query="?work=pns&q=ani", name="PNS")
    view = SavedView.objects.get()

    opened = roster(client, tampilan=view.pk)
    assert names(opened) == ["Ani", "Citra"]
    assert f'href="/daerah/16/anggota/?tampilan={view.pk}" aria-current="true"' in opened.content.decode()
    narrower = {"tampilan": view.pk, "saring": "ya", "work": "non"}
    assert names(roster(client, **narrower)) == ["Budi"]
    assert "Perbarui “PNS”" in text(roster(client, **narrower))
    post(client, "change_view", view.pk, query="?work=non")
    assert names(roster(client, tampilan=view.pk)) == ["Budi"]

    post(client, "change_view", view.pk, pertama="ya")
    assert roster(client).url == f"/daerah/16/anggota/?tampilan={view.pk}"
    assert names(roster(client, tampilan="semua")) == ["Ani", "Budi", "Citra"]


def test_a_view_is_its_officers_alone(client, officer, people):
    post(client, "save_view", query="?work=pns", name="PNS")
    view = SavedView.objects.get()
    client.force_login(make_officer(chapter="16"))

    assert names(roster(client, tampilan=view.pk)) == ["Ani", "Budi", "Citra"]
    assert "PNS</a>" not in page(client, "views").content.decode()
    for name in ("rename_view", "change_view", "delete_view", "restore_view"):
        assert post(client, name, view.pk, name="Lain").status_code == 404


def test_columns_are_chosen_and_a_chat_only_with_who_may_be_called(client, officer, people):
    Restriction.objects.create(member=people["Ani"], since=NOW)
    refusing.refuse(member=people["Budi"], by=None, at=NOW)

    post(client, "columns", columns=["chat", "sector"])

    shown = roster(client).content.decode()
    assert re.findall(r'scope="col">([^<]+)<', shown) == ["Nama", "Telepon/WhatsApp", "Bidang"]
    assert shown.count("https://wa.me/6281234567890") == 1
    for name, chats in (("Ani", 0), ("Budi", 0), ("Citra", 1)):
        member = client.get(address("member", "16", people[name].pk)).content.decode()
        assert member.count("https://wa.me/") == chats


def test_pages_with_every_column_cost_the_same_however_many_there_are(
    client, officer, people, django_assert_num_queries, django_assert_max_num_queries
):
    post(client, "columns", columns=["chat", "email", "type", "role", "dues", "province"])
    with django_assert_max_num_queries(28) as few:
        roster(client, dues="-")
    for number in range(30):
        make_member(name=f"Dewi {number}", nik=None)

    with django_assert_num_queries(len(few)):
        roster(client, dues="-")


# ------------------------------------------------------------------ choosing


def test_a_choice_is_kept_from_page_to_page_without_javascript(client, officer, people):
    ids = {name: str(member.pk) for name, member in people.items()}
    back = post(client, "choose", kueri="work=pns", tampak=[ids["Ani"], ids["Citra"]], pilih=[ids["Citra"]])

    assert back.url == "/daerah/16/anggota/?work=pns"
    shown = roster(client, q="budi")
    assert "1 orang dipilih" in text(shown)
    assert "checked" not in shown.content.decode()
    assert roster(client, q="citra").content.decode().count(" checked>") == 1
    post(client, "choose", kueri="work=pns", apa="semua")
    assert Chosen.objects.count() == 2
    post(client, "choose", apa="kosongkan")
    assert "Kembalikan 2 pilihan tadi" in text(roster(client))
    post(client, "choose", apa="kembalikan")
    assert "2 orang dipilih" in text(roster(client))


def test_with_javascript_the_bar_alone_comes_back(client, officer, people):
    here = reverse("rostering:choose", args=["16"])
    ids = [str(member.pk) for member in people.values()]

    bar = client.post(here, {"tampak": ids, "pilih": ids[:2], "kueri": "q=a"}, headers={"HX-Request": "true"})

    assert bar.content.decode().strip().startswith('<div class="choosing" id="pilihan"')
    assert "2 orang dipilih" in text(bar)


def test_who_only_looks_chooses_prints_and_takes_out_nothing(client, people):
    client.force_login(make_officer(chapter="16", office=Office.TREASURER))

    shown = roster(client).content.decode()
    assert 'type="checkbox"' not in shown
    assert "Ekspor" not in shown
    for name in ("print", "export", "exports"):
        assert page(client, name).status_code == 404
    for name in ("sent", "write"):
        assert client.get(reverse(f"circulars:{name}", args=["16"])).status_code == 404


# ------------------------------------------------------------------ paper and files


def test_a_printed_roster_says_what_it_is_who_printed_it_and_how_certain_it_is(client, officer, people):
    Restriction.objects.create(member=people["Ani"], since=NOW)

    paper = text(page(client, "print", work="pns"))

    assert "2 anggota , belum direkonsiliasi." in paper
    assert "Saringan: Kepegawaian: ASN: PNS." in paper
    assert "1 orang yang datanya dibatasi tidak dicetak." in paper
    assert f"Dicetak oleh {officer} pada" in paper
    assert re.search(r"Citra.*Dicetak", paper)
    assert not re.search(r"Ani .*Dicetak", paper.split("Status")[-1])
    assert Act.objects.get(did="print_roster").details["rows"] == 1


def test_a_file_is_asked_for_with_a_reason_made_and_downloaded(client, officer, people):
    lacking = post(client, "export", query="?work=pns", columns=["email"], form="CSV")
    assert "Pilih alasan ekspor ini." in text(lacking)

    answers = {"columns": ["email"], "form": "CSV", "reason": "EVENT"}
    asked = post(client, "export", query="?work=pns", **answers)
    job = asked.url.split("/")[-2]
    running.run(job_id=job)
    export = RosterExport.objects.get()

    assert f"/daerah/16/anggota/berkas/{export.pk}/" in page(client, "exports").content.decode()
    file = page(client, "download", export.pk)
    assert file.getvalue().decode("utf-8-sig").splitlines() == [
        "Nama;Email", "Ani;ani@contoh.example", "Citra;citra@contoh.example",
    ]  # fmt: skip
    assert file.headers["Content-Disposition"].endswith('.csv"')
    post(client, "end_export", export.pk)
    assert "Sudah dihapus" in text(page(client, "exports"))
    assert page(client, "download", export.pk).status_code == 302


def test_taking_data_out_asks_who_one_is_anew(client, people):
    user = make_officer(chapter="16", office=Office.SECRETARY)
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = []
    session.save()

    assert "/akun/" in page(client, "export").url


def test_the_dpp_reads_the_nation_with_its_provinces(client):
    client.force_login(make_secretary_of_dpp())
    make_member(name="Siti")

    assert "Sumatera Selatan" in re.findall(r"Siti.*", text(roster(client, DPP)))[0]


# ------------------------------------------------------------------ mail


def test_a_mail_is_written_read_once_more_and_sent(client, officer, people):
    write = reverse("circulars:write", args=["16"]) + "?work=pns"
    words = {"pk": "7b0c1a52-7a0e-4a05-8a39-0d1c6f0a9c11", "subject": "Rapat", "text": "Besok."}

    before = client.post(write, words)
    assert "Kirim email ini kepada 2 orang?" in text(before)
    assert "Yth. Ani, Besok. Sekretaris, DPD Sumatera Selatan" in text(before)
    assert not Circular.objects.exists()
    assert "Jangan menulis NIK" in text(client.post(write, {**words, "text": "1671064203850001"}))
    assert "Besok." in client.post(write, {**words, "ubah": "ya"}).content.decode()

    sent = client.post(write, {**words, "yakin": "ya"})
    client.post(write, {**words, "yakin": "ya"})
    running.run(job_id=str(officer.jobs.get().pk))
    one = text(client.get(sent.url))
    assert "Selesai disiapkan" in one
    assert "Ani Menunggu Citra Menunggu" in unescape(one)
    assert "Rapat" in text(client.get(reverse("circulars:sent", args=["16"])))


def test_lists_of_mails_cost_the_same_however_many_there_are(
    client, officer, people, django_assert_num_queries, django_assert_max_num_queries
):
    def send():
        circular = Circular.objects.create(
            chapter_id="16", by=officer, signed="Ketua", subject="Rapat", text="Besok.", made_at=NOW
        )
        for member in people.values():
            circular.recipients.create(member=member, state="MAILED")
        return circular

    one = send()
    here = reverse("circulars:sent", args=["16"])
    client.get(here)  # the first question of a session costs more
    with django_assert_max_num_queries(26) as few:
        client.get(here)
    for _ in range(55):
        send()
    with django_assert_num_queries(len(few)):
        first = client.get(here)
    older = re.search(r'rel="next" href="(\?sebelum=[0-9a-f-]{36})"', first.content.decode())[1]
    assert client.get(here + older).content.decode().count('scope="row"') == 6

    page_of_one = reverse("circulars:circular", args=["16", one.pk])
    with django_assert_max_num_queries(26) as few:
        client.get(page_of_one)
    for number in range(60):
        one.recipients.create(member=make_member(name=f"D{number}", nik=None), state="MAILED")
    with django_assert_num_queries(len(few)):
        first = client.get(page_of_one)
    assert re.search(r'rel="next" href="\?sesudah=\d+"', first.content.decode())
