"""Pages of lists of graduates, staff and participants."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from chapters.models import Link, ListRow, MemberList, Office
from chapters.reconciliation import nights
from chapters.reconciliation.counting import Standing
from chapters.reconciliation.lines import Line
from ipspi.jobs.models import Job
from tests.cast import BANDA_ACEH, NOW, make_officer, make_secretary_of_dpp
from tests.chapters.reconciliation.scene import keep, line_of, make_members, reconcile
from tests.ledgers import make_list

pytestmark = pytest.mark.django_db
NAME = "Lulusan 2025"


def page_of(name, *arguments):
    return reverse(f"reconciliation:{name}", args=["16", *arguments])


def words(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def in_days(days):
    return timezone.localdate() + dt.timedelta(days=days)


@pytest.fixture
def officer(client):
    officer = make_officer()
    client.force_login(officer)
    return officer


@pytest.fixture
def graduates():
    """A list of five: one registered here, one of them twice, one elsewhere, one doubtful, one nowhere."""
    members = make_members(2)
    make_members(
        1, reference="N", name="Budi Tumanggor", phone="+628129990000", birth_date=dt.date(1970, 1, 1)
    )
    elsewhere = make_members(
        1, reference="E", name="Teuku Zainal Canarie", home_regency=BANDA_ACEH, phone="+6285299990001"
    )
    kept = make_list(name=NAME, ends_on=in_days(100))
    keep(
        line_of(members[0], 2),
        line_of(members[0], 3),
        line_of(elsewhere[0], 4),
        Line(5, row_id="R5", name="Budi Tumanggor"),
        Line(6, row_id="R6", name="Zulkifli Hutabarat", phone="0812 9000 1111"),
        name=NAME,
    )
    reconcile()
    return kept


def said(**changed):
    return {
        "about": "Kesejahteraan Sosial, Universitas Contoh",
        "name": NAME,
        "given_by": "Bagian Akademik",
        "purpose": "Mengundang lulusan yang belum terdaftar",
        "ends_on": f"{in_days(90):%d-%m-%Y}",
        **changed,
    }


# ------------------------------------------------------------------ beginning one
def test_an_officer_chooses_which_list_a_file_is_of(client, officer, graduates):
    text = words(client.get(page_of("new_list")))

    assert "Daftar anggota" in text
    assert "/unggahan/daftar/baru/16:Lulusan%202025/" in text
    for slug in ("lulusan", "pegawai", "peserta"):
        assert f"/daerah/16/daftar/baru/{slug}/" in text


def test_a_list_is_begun_and_its_file_asked_for(client, officer):
    response = client.post(page_of("give", "lulusan"), said())

    kept = MemberList.objects.get()
    assert response["Location"] == "/unggahan/daftar/baru/16:Lulusan%202025/"
    assert (kept.kind, kept.ends_on) == ("GRADUATES", in_days(90))
    assert "Daftar lulusan Kesejahteraan Sosial" in words(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("ends_on", "01-01-2020", "Tanggal ini sudah lewat atau hari ini."),
        ("ends_on", f"{timezone.localdate() + dt.timedelta(days=400):%d-%m-%Y}", "Paling lama setahun dari sekarang."),
        ("ends_on", "31-02-2027", "Ini bukan tanggal yang ada di kalender."),
        ("ends_on", "", "Isi tanggalnya."),
        ("purpose", " ", "Tulis untuk apa daftar ini dipakai."),
        ("about", "", "Tulis daftar ini tentang apa."),
        ("given_by", "", "Tulis dari mana daftar ini."),
        ("name", "", "Beri daftar ini nama pendek."),
        ("name", "a/b", "Nama daftar tidak boleh memakai garis miring."),
        ("name", "own", "Daerah ini sudah mempunyai daftar dengan nama ini."),
        ("name", "Lulusan 2020", "Nama ini milik daftar yang sudah dihapus."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_beside_the_field(client, officer, field, value, error):
    make_list(name="Lulusan 2020", deleted_at=NOW)
    response = client.post(page_of("give", "lulusan"), said(**{field: value}))

    assert response.status_code == 200
    assert error in response.context["form"].errors[field][0]
    assert error in words(response)
    assert MemberList.objects.count() == 1


def test_the_words_of_the_form_are_those_of_the_kind(client, officer):
    assert "Kantor, perusahaan, atau yayasan" in words(client.get(page_of("give", "pegawai")))
    assert "Webinar Hari Pekerjaan Sosial" in words(client.get(page_of("give", "peserta")))


# ------------------------------------------------------------------ its page
def test_the_page_of_a_list_says_how_many_are_registered(client, officer, graduates):
    text = words(client.get(page_of("list", graduates.pk)))

    assert "3 dari 5 baris sudah terdaftar (60 %)." in text
    assert f'href="{page_of("list_rows", graduates.pk, "belum-terdaftar")}"' in text
    assert "Tinjau 1 baris" in text
    assert "Undang yang belum terdaftar" in text
    assert "Mengundang lulusan yang belum terdaftar" in text
    assert "Bagian Akademik" in text
    assert "Yang terdaftar di daerah lain ikut dihitung terdaftar" in text
    assert "Segera berakhir" not in text


def test_before_the_first_run_a_list_says_that_it_was_not_compared(client, officer):
    kept = make_list()
    assert "Unggah berkasnya" in words(client.get(page_of("list", kept.pk)))
    keep(Line(2, name="Wati"), name=kept.name)

    text = words(client.get(page_of("list", kept.pk)))
    assert "1 baris. Belum dibandingkan dengan data nasional" in text
    assert "Bandingkan sekarang" in text


def test_the_rows_behind_each_figure_are_shown(client, officer, graduates):
    found = {
        standing: [
            line.row.row_id
            for line in client.get(page_of("list_rows", graduates.pk, standing)).context["rows"]
        ]
        for standing in Standing
    }

    assert {name: sorted(rows) for name, rows in found.items()} == {
        Standing.REGISTERED: ["R2", "R3", "R4"],
        Standing.REVIEW: ["R5"],
        Standing.NOT_REGISTERED: ["R6"],
        Standing.DUPLICATES: ["R3"] if found[Standing.DUPLICATES] == ["R3"] else ["R2"],
    }


def test_of_who_registered_elsewhere_nothing_else_is_told(client, officer, graduates):
    rows = words(client.get(page_of("list_rows", graduates.pk, "terdaftar")))
    row = ListRow.objects.get(row_id="R4")
    alone = words(client.get(page_of("row", row.pk)))

    for text in (rows, alone):
        assert "Terdaftar di luar daerah ini" in text
        assert "DPD Aceh" not in text
        assert "sejak 2019" not in text
        assert "Usulkan mutasi" not in text


def test_the_queue_of_a_list_is_its_own(client, officer, graduates):
    assert "Tidak ada yang menunggu" in words(client.get(page_of("review")))
    response = client.get(page_of("review"), {"daftar": graduates.pk})

    link = Link.objects.filter(row__row_id="R5").order_by("-probability", "pk").first()
    assert response["Location"] == page_of("pair", link.pk)
    text = words(client.get(response["Location"]))
    assert f"{page_of('accept_together')}?daftar={graduates.pk}" in text
    response = client.post(page_of("decide", link.pk), {"jawaban": "SAME"}, follow=True)
    assert "Semua pasangan dari daftar ini sudah diputuskan." in words(response)
    assert "4 dari 5 baris sudah terdaftar" in words(client.get(page_of("list", graduates.pk)))


def test_a_run_from_the_page_of_a_list_leads_back_to_it(client, officer, graduates):
    client.post(page_of("run"), {"daftar": graduates.pk})

    job = Job.objects.get(kind=nights.KIND)
    assert job.arguments == {"chapter": "16", "list": graduates.pk}


def test_a_list_of_members_has_no_such_page(client, officer):
    keep(Line(2, name="Wati"))

    pk = MemberList.objects.get().pk
    assert client.get(page_of("list", pk)).status_code == 404
    assert client.get(page_of("review"), {"daftar": pk}).status_code == 404
    assert client.get(page_of("review"), {"daftar": "x"}).status_code == 404


# ------------------------------------------------------------------ coverage
def test_coverage_shows_those_first_of_whom_most_are_not_registered(client, officer, graduates):
    other = make_list(name="Pegawai", kind="STAFF", about="Dinas Sosial")
    keep(*(Line(n, row_id=f"P{n}", name=f"Hasan Nomor {n}") for n in range(2, 9)), name=other.name)
    make_list(name="Peserta", kind="PARTICIPANTS", about="Webinar", deleted_at=NOW)
    reconcile(at=NOW + dt.timedelta(hours=1))

    context = client.get(page_of("coverage")).context
    assert [line.kept.about for line in context["lines"]] == [
        "Dinas Sosial",
        "Kesejahteraan Sosial, Universitas Contoh",
    ]
    assert [line.share for line in context["lines"]] == ["0 %", "60 %"]
    assert [line.kept.about for line in context["ended"]] == ["Webinar"]


def test_without_lists_coverage_says_what_it_is_good_for(client, officer):
    text = words(client.get(page_of("coverage")))

    assert "Belum ada daftar lembaga" in text
    assert "dapat mengundang yang belum" in text


def test_coverage_costs_the_same_however_many_lists_there_are(client, officer, graduates):
    def queries(page):
        client.get(page)
        with CaptureQueriesContext(connection) as captured:
            client.get(page)
        return len(captured)

    pages = (page_of("coverage"), page_of("lists"), page_of("new_list"))
    few = [queries(page) for page in pages]
    for year in range(2000, 2010):
        kept = make_list(name=f"Lulusan {year}")
        keep(Line(2, row_id="G", name="Hasan"), name=kept.name)

    assert [queries(page) for page in pages] == few


# ------------------------------------------------------------------ its end
def test_a_list_that_ends_soon_says_so_and_is_extended(client, officer):
    kept = make_list(ends_on=in_days(5))
    assert "5 hari lagi." in words(client.get(page_of("list", kept.pk)))
    wrong = client.post(page_of("extend", kept.pk), {"ends_on": "01-01-2020"})
    assert "Tanggal ini sudah lewat" in words(wrong)
    response = client.post(page_of("extend", kept.pk), {"ends_on": f"{in_days(300):%d-%m-%Y}"}, follow=True)

    assert "Daftar ini dihapus pada" in words(response)
    kept.refresh_from_db()
    assert kept.ends_on == in_days(300)


def test_a_list_is_deleted_after_a_question(client, officer, graduates):
    page = page_of("delete_list", graduates.pk)
    text = words(client.get(page))
    assert "5 baris, keputusan tentangnya, dan undangannya dihapus untuk selamanya" in text
    assert ListRow.objects.exists()
    text = words(client.post(page, follow=True))

    assert not ListRow.objects.exists()
    assert "Daftar ini sudah dihapus" in text
    assert "3 dari 5 baris sudah terdaftar (60 %)." in text
    assert "Tinjau" not in text
    assert client.get(page).status_code == 404
    assert client.get(page_of("list_rows", graduates.pk, "terdaftar")).status_code == 404


def test_an_upload_of_a_list_is_undone_on_the_way_back_to_it(client, officer):
    kept = make_list()
    url = reverse("spreadsheets:start", args=["daftar", f"16:{kept.name}"])
    file = SimpleUploadedFile("lulusan.csv", b"Nama;HP\nWati Sihombing;0812\n")
    columns = client.post(url, {"file": file})["Location"]
    client.post(columns, {"name": "0", "phone": "1"})
    client.post(columns.replace("kolom/", "terapkan/"))
    undo = page_of("undo", kept.uploads.get().pk)
    assert f'href="{undo}"' in words(client.get(page_of("list", kept.pk)))

    assert client.post(undo)["Location"] == page_of("list", kept.pk)
    assert not ListRow.objects.exists()


# ------------------------------------------------------------------ who may
def test_who_only_looks_sees_figures_and_changes_nothing(client, graduates):
    client.force_login(make_officer(office=Office.TREASURER))

    text = words(client.get(page_of("list", graduates.pk)))
    assert "3 dari 5 baris sudah terdaftar" in text
    for word in ("Tinjau 1", "Undang yang", "Bandingkan sekarang", "Hapus daftar", "Perpanjang"):
        assert word not in text
    for page in (
        page_of("new_list"),
        page_of("give", "lulusan"),
        page_of("extend", graduates.pk),
        page_of("delete_list", graduates.pk),
    ):
        assert client.get(page).status_code == 404
        assert client.post(page, said()).status_code in (404, 405)
    assert MemberList.objects.get().deleted_at is None


def test_another_chapters_officer_finds_nothing(client, graduates):
    client.force_login(make_officer(chapter="11"))
    for chapter in ("16", "11"):
        for name, *more in (("list",), ("extend",), ("delete_list",), ("list_rows", "terdaftar")):
            page = reverse(f"reconciliation:{name}", args=[chapter, graduates.pk, *more])
            assert client.get(page).status_code == 404


def test_the_dpp_sees_every_chapters_coverage(client, graduates):
    client.force_login(make_secretary_of_dpp())

    assert "Kesejahteraan Sosial, Universitas Contoh" in words(client.get(page_of("coverage")))
