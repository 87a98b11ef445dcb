import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from ipspi.accounts.models import User
from ipspi.jobs import running
from ipspi.spreadsheets import importing
from ipspi.spreadsheets.models import Upload
from ipspi.spreadsheets.sheets import LARGEST_FILE
from tests.ipspi.spreadsheets.notes import NOW

pytestmark = pytest.mark.django_db
GOOD = b"Judul\nSurel;Nama;NIK;Hobi\nani@x.id;Ani;1671015708900001;catur\nbudi@x.id;;;\n"
ONE_BAD = b"Surel;Nama\nani@x.id;Ani\nbudi;Budi\n"
START = "/unggahan/catatan/baru/semua/"


@pytest.fixture
def page(client, writer):
    client.force_login(writer)
    return client


def sent(page, content=GOOD, name="anggota.csv"):
    return page.post(START, {"file": SimpleUploadedFile(name, content)})


def words_of(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def received(by, content=GOOD, key="semua"):
    return importing.receive(kind="catatan", key=key, file_name="anggota.csv", content=content, by=by, at=NOW)


def assigned(by, content=GOOD):
    upload = received(by, content)
    return importing.assign(upload=upload, places=upload.places, by=by, at=NOW)


def url(name, upload):
    return reverse(f"spreadsheets:{name}", args=[upload.pk])


def test_from_the_file_to_the_outcome_and_back(page):
    response = sent(page)
    upload = Upload.objects.get()
    assert response.url == url("columns", upload)

    response = page.get(response.url)
    assert response.context["form"].initial == {"email": "0", "name": "1", "secret": "2"}
    assert "Judul kolom ada di baris 2" in words_of(response)

    response = page.post(response.request["PATH_INFO"], {"email": "0", "name": "1", "secret": "2"})
    assert response.url == url("upload", upload)
    response = page.get(response.url)
    assert "Terapkan 2 baris" in words_of(response)
    assert "Kolom berkas yang tidak dipakai: Hobi." in words_of(response)

    response = page.post(url("apply", upload), follow=True)
    assert "Isi berkas sudah diterapkan" in words_of(response)
    assert User.objects.filter(email__endswith="@x.id").count() == 2

    assert "Urungkan unggahan ini?" in words_of(page.get(url("undo", upload)))
    response = page.post(url("undo", upload), follow=True)
    assert "sudah diurungkan" in words_of(response)
    assert not User.objects.filter(email__endswith="@x.id").exists()


def test_identity_numbers_are_masked(page, writer):
    upload = assigned(writer)
    for shown in (page.get(url("columns", upload)), page.get(url("upload", upload))):
        assert "1671015708900001" not in shown.content.decode()
    everything = page.get(url("upload", upload), {"tampilkan": "semua"})
    assert f" {'•' * 14}01 " in words_of(everything)
    assert "1671015708900001" not in everything.content.decode()


def test_rejected_rows_are_shown_first_and_can_be_left_out(page, writer):
    upload = assigned(writer, ONE_BAD)
    shown = page.get(url("upload", upload))
    assert [(row.line, row.is_rejected, row.problems) for row in shown.context["rows"]] == [
        (3, True, ["Bukan alamat surel."])
    ]
    assert len(page.get(url("upload", upload), {"tampilkan": "semua"}).context["rows"]) == 2
    page.post(url("apply", upload), {"skip_rejected": "1"})
    assert list(User.objects.filter(email__endswith="@x.id").values_list("email", flat=True)) == ["ani@x.id"]


def test_without_that_word_rejected_rows_refuse_the_whole(page, writer):
    response = page.post(url("apply", assigned(writer, ONE_BAD)), follow=True)
    assert "1 baris tidak dapat diterima" in words_of(response)
    assert not User.objects.filter(email__endswith="@x.id").exists()


def test_long_previews_have_pages(page, writer):
    upload = assigned(writer, b"surel\n" + b"".join(b"a%d@x.id\n" % n for n in range(120)))
    lines = [
        [
            row.line
            for row in page.get(url("upload", upload), {"tampilkan": "semua", "halaman": number}).context[
                "rows"
            ]
        ]
        for number in ("1", "2", "3", "99", "x", "-1", "٢")
    ]
    assert [(each[0], each[-1]) for each in lines] == [
        (2, 51), (52, 101), (102, 121), (102, 121), (2, 51), (2, 51), (2, 51),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Berkas ini kosong"),
        (b"%PDF-1.7 ...", "bukan lembar kerja"),
        (b"PK\x03\x04 terpotong", "rusak atau terpotong"),
        (b"x" * (LARGEST_FILE + 1), "lebih besar dari 20 MB"),
    ],
    ids=["empty", "pdf", "truncated", "too large"],
)
def test_a_file_that_cannot_be_read_is_explained_beside_the_field(page, content, words):
    response = sent(page, content)
    assert [words in error for error in response.context["form"].errors["file"]] == [True]
    assert "Ada masalah" in words_of(response)
    assert not Upload.objects.exists()


def test_no_file_is_explained(page):
    assert page.post(START, {}).context["form"].errors["file"] == ["Pilih berkas yang akan diunggah."]


def test_a_column_that_must_be_there_is_explained(page, writer):
    upload = received(writer)
    response = page.post(url("columns", upload), {"email": "", "name": "1"})
    assert list(response.context["form"].errors) == ["email"]
    response = page.post(url("columns", upload), {"email": "1", "name": "1"})
    assert response.context["form"].non_field_errors() == [
        "Satu kolom berkas dipilih untuk dua isian. Pilih kolom yang berbeda."
    ]


def test_cancelling_is_asked_and_done(page, writer):
    upload = assigned(writer)
    assert "Batalkan unggahan ini?" in words_of(page.get(url("cancel", upload)))
    page.post(url("cancel", upload))
    assert Upload.objects.get().status == "CANCELLED"
    assert "Unggahan ini dibatalkan" in words_of(page.get(url("upload", upload)))


def test_while_a_worker_has_it_the_page_is_the_job_s(page, writer, monkeypatch):
    monkeypatch.setattr(importing, "FEW_ROWS", 1)
    upload = assigned(writer)
    job_page = reverse("jobs:progress", args=[upload.job_id])
    assert page.get(url("upload", upload)).url == job_page
    assert page.get(url("columns", upload)).url == url("upload", upload)
    assert "Memeriksa berkas" in words_of(page.get(job_page))
    running.run(job_id=str(upload.job_id))
    assert url("upload", upload) in page.get(job_page).content.decode()
    assert "Terapkan 2 baris" in words_of(page.get(url("upload", upload)))


def test_a_job_that_failed_is_explained(page, writer, monkeypatch):
    upload = assigned(writer, ONE_BAD)
    monkeypatch.setattr(importing, "FEW_ROWS", 1)
    job = importing.start_applying(upload=upload, by=writer, at=NOW).job
    running.run(job_id=str(job.pk))
    assert "1 baris tidak dapat diterima" in words_of(page.get(url("upload", upload)))


def test_what_blocks_undoing_is_shown(page, writer):
    upload = importing.apply(upload=assigned(writer), by=writer, at=NOW)
    User.objects.filter(email="ani@x.id").update(is_staff=True)
    shown = page.get(url("upload", upload))
    assert "1 orang sudah bertugas." in words_of(shown)
    assert url("undo", upload) not in shown.content.decode()


@pytest.mark.parametrize("name", ["upload", "columns", "apply", "undo", "cancel"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_else_s_upload_is_not_found(client, writer, stranger, name, method):
    upload = assigned(writer) if name != "columns" else received(writer)
    Upload.objects.update(key=str(writer.pk))
    client.force_login(stranger)
    response = getattr(client, method)(url(name, upload), {"email": "0"})
    assert response.status_code in {404, 405}
    assert b"ani@x.id" not in response.content
    assert b"1671015708900001" not in response.content
    assert Upload.objects.get().is_open


@pytest.mark.parametrize(
    "path", ["/unggahan/lain/baru/semua/", "/unggahan/catatan/baru/tidak-ada/", "/unggahan/catatan/baru/0/"]
)
def test_a_destination_that_one_may_not_write_to_is_not_found(page, path):
    assert page.get(path).status_code == 404
    assert page.post(path, {"file": SimpleUploadedFile("a.csv", GOOD)}).status_code == 404


def test_nobody_uploads_without_signing_in(client):
    assert client.get(START).status_code == 302


def test_a_page_asks_the_database_little(page, writer, django_assert_max_num_queries):
    upload = assigned(writer, b"surel\n" + b"".join(b"a%d@x.id\n" % n for n in range(100)))
    with django_assert_max_num_queries(8):
        page.get(url("upload", upload))


def test_a_request_cannot_fill_the_disk_with_many_files(page, settings, tmp_path):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    large = b"x" * (LARGEST_FILE // 2 + 1)
    files = [SimpleUploadedFile(f"{number}.csv", large) for number in range(5)]
    response = page.post(START, {"file": files})
    assert "lebih besar dari 20 MB" in response.context["form"].errors["file"][0]
