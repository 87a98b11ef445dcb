"""Documents belong to a draft, then to a member, and nobody else reaches them."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from ipspi.audit.models import Act
from ipspi.images.files import Unacceptable
from members import documents, drafts, registration
from members.drafts import AlreadyRegistered
from members.models import Document, Member
from tests.cast import NOW, consent, make_applicant, make_document, make_draft, make_member, make_user
from tests.photos import CAMERA, make_pdf, make_photo, opened

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(days=2)


@pytest.fixture
def person(client):
    user = make_user("siti@contoh.example")
    client.force_login(user)
    return user


def keep(user, kind="ijazah", content=b"", at=NOW):
    return documents.keep(by=user, kind=Document.Kind(kind), content=content or make_photo(), at=at)


def send(client, kind, content, name="IMG_2034.jpg"):
    return client.post(reverse("members:upload", args=[kind]), {"file": SimpleUploadedFile(name, content)})


def said(response):
    return response.context["form"].errors["file"]


def test_a_document_is_kept_at_once_even_before_the_first_answer(person):
    document = keep(person)

    draft = drafts.draft_of(person)
    assert [each.pk for each in draft.documents.all()] == [document.pk]
    assert (document.medium, document.is_picture, draft.saved_at) == ("image/jpeg", True, NOW)
    assert opened(bytes(Document.objects.get().content)).size == (900, 1200)


def test_a_later_one_takes_the_place_of_an_earlier_one(person):
    keep(person)
    later = keep(person, content=make_pdf(), at=LATER)

    assert list(Document.objects.values_list("pk", "medium", "received_at")) == [
        (later.pk, "application/pdf", LATER)
    ]
    assert drafts.draft_of(person).saved_at == LATER


def test_a_document_that_is_refused_leaves_the_earlier_one(person):
    keep(person, "foto")

    for content in (b"", b"GIF89a", make_pdf()):
        with pytest.raises(Unacceptable):
            documents.keep(by=person, kind=Document.Kind.PHOTO, content=content, at=LATER)

    assert Document.objects.get().received_at == NOW


def test_a_document_is_unreadable_in_the_database(person):
    keep(person)

    with connection.cursor() as cursor:
        cursor.execute("SELECT content, preview FROM members_document")
        stored = b"".join(map(bytes, cursor.fetchone()))
    assert b"JFIF" not in stored


def test_a_document_is_removed_for_good(person):
    keep(person)

    documents.remove(by=person, kind=Document.Kind.DIPLOMA, at=LATER)

    assert not Document.objects.exists()


@pytest.mark.parametrize("make", [make_applicant, make_member])
def test_who_is_registered_sends_no_document_to_a_draft(make, person):
    make(user=person)

    with pytest.raises(AlreadyRegistered):
        keep(person)

    assert not Document.objects.exists()


def test_submitting_makes_the_documents_those_of_the_member(person):
    draft = make_draft(user=person)
    kept = set(draft.documents.values_list("pk", flat=True))

    member = registration.submit(by=person, consent=consent(), confirmed=False, at=NOW)

    assert set(member.documents.values_list("pk", flat=True)) == kept
    assert not Document.objects.exclude(draft=None).exists()


def test_documents_go_with_their_draft(person):
    keep(person)

    drafts.draft_of(person).delete()

    assert not Document.objects.exists()


class TestThePages:
    def test_a_photo_is_sent_shown_replaced_and_removed(self, client, person):
        assert send(client, "foto", make_photo("portrait")).headers["Location"] == "/pendaftaran/dokumen/"
        page = client.get("/pendaftaran/dokumen/").content.decode()
        assert "/pendaftaran/dokumen/foto/kecil/" in page
        assert "Tersimpan: gambar" in page

        shown = client.get("/pendaftaran/dokumen/foto/berkas/")
        small = client.get("/pendaftaran/dokumen/foto/kecil/")

        assert type(small.headers["Content-Type"]) is str  # what is only like one, servers refuse
        assert (opened(shown.content).size, opened(small.content).size) == ((600, 800), (180, 240))
        assert CAMERA.encode() not in shown.content
        client.post("/pendaftaran/dokumen/foto/hapus/")
        assert client.get("/pendaftaran/dokumen/foto/berkas/").status_code == 404

    def test_a_picture_is_shown_and_a_pdf_is_only_saved_and_neither_is_kept_by_a_cache(self, client, person):
        send(client, "foto", make_photo())
        send(client, "ijazah", make_pdf())
        headers = ["Content-Type", "Content-Disposition", "X-Content-Type-Options", "Cache-Control"]

        answers = [client.get(f"/pendaftaran/dokumen/{kind}/berkas/") for kind in ("foto", "ijazah")]

        assert [[answer.headers[name] for name in headers] for answer in answers] == [
            ["image/jpeg", 'inline; filename="foto.jpg"', "nosniff", "private, no-store"],
            ["application/pdf", 'attachment; filename="ijazah.pdf"', "nosniff", "private, no-store"],
        ]
        assert client.get("/pendaftaran/dokumen/ijazah/kecil/").status_code == 404

    @pytest.mark.parametrize(
        ("kind", "content", "words"),
        [
            ("foto", b"", "Berkas ini kosong. Pilih berkas lain, atau ambil fotonya sekali lagi."),
            ("foto", b"Bukan foto", "Berkas ini bukan foto. Kirim foto dari kamera: JPEG, HEIC, PNG, atau WebP."),
            ("foto", make_pdf(), "Berkas ini PDF, bukan foto. Kirim foto dari kamera: JPEG, HEIC, PNG, atau WebP."),
            ("foto", make_photo()[:900], "Berkas ini rusak atau terpotong. Ambil fotonya sekali lagi, lalu unggah."),
            ("foto", bytes(10 * 1024 * 1024 + 1), "Berkas ini terlalu besar. Paling besar 10 MB."),
            ("foto", bytes(25 * 1024 * 1024), "Berkas ini terlalu besar. Paling besar 10 MB."),
            ("ijazah", make_pdf(extra=b"/JS 1"), None),
            ("ijazah", make_pdf(body=bytes(8 * 1024 * 1024)), None),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
        self, client, person, kind, content, words
    ):
        send(client, "sertifikat", make_pdf())

        response = send(client, kind, content)

        assert response.status_code == 200
        assert words is None or said(response) == [words]
        assert "<title>Kesalahan:" in response.content.decode()
        assert [each.kind for each in Document.objects.all()] == ["sertifikat"]

    @pytest.mark.parametrize(
        "name", ["a\x00b.jpg", "x" * 5000, "../../etc/passwd", "ijazah.pdf.exe", "\u202egpj"]
    )
    def test_a_name_is_never_asked(self, client, person, name):
        assert send(client, "ijazah", make_photo(), name=name).status_code == 302

    def test_without_a_file_one_is_asked_for_it(self, client, person):
        assert said(client.post("/pendaftaran/dokumen/foto/")) == ["Pilih berkasnya dahulu."]

    def test_one_goes_on_when_photo_and_diploma_are_there(self, client, person):
        draft = make_draft(user=person, documents=())

        response = client.post("/pendaftaran/dokumen/")

        assert response.context["form"].non_field_errors() == [
            "Pasfoto belum diunggah.",
            "Ijazah belum diunggah.",
        ]
        make_document(draft=draft, kind="foto")
        make_document(draft=draft, kind="ijazah")
        assert client.post("/pendaftaran/dokumen/").headers["Location"] == "/pendaftaran/periksa/"

    @pytest.mark.parametrize("page", ["", "hapus/", "berkas/", "kecil/"])
    @pytest.mark.parametrize("kind", ["ktp", "a%00b", "%F0%9F%92%A9"])
    def test_of_another_kind_there_is_none(self, client, person, kind, page):
        ask = client.post if page == "hapus/" else client.get

        assert ask(f"/pendaftaran/dokumen/{kind}/{page}").status_code == 404

    def test_nobody_elses_document_is_ones_own(self, client, person):
        make_document(draft=make_draft(user=make_user(), documents=()), kind="foto")
        make_document(member=make_applicant(), kind="ijazah")

        for kind in Document.Kind:
            assert client.get(f"/pendaftaran/dokumen/{kind}/berkas/").status_code == 404

    def test_after_sending_ones_documents_are_still_ones_own(self, client, person):
        member = make_applicant(user=person)
        make_document(member=member, kind="ijazah", content=b"punya saya")

        assert client.get("/pendaftaran/dokumen/ijazah/berkas/").content == b"punya saya"
        assert client.get("/pendaftaran/dokumen/ijazah/").headers["Location"] == "/pendaftaran/status/"

    def test_a_list_of_documents_reads_none_of_them(self, client, person, django_assert_max_num_queries):
        make_draft(user=person, documents=("foto", "ijazah", "sertifikat"))

        with django_assert_max_num_queries(12) as asked:
            client.get("/pendaftaran/dokumen/")
        assert [query for query in asked if '"content"' in query["sql"]] == []


def test_a_withdrawn_application_is_recorded_and_gives_its_nik_free():
    member = make_applicant()

    registration.withdraw(by=member.user, at=LATER)

    member.refresh_from_db()
    assert (member.status, member.changed_at) == ("WITHDRAWN", LATER)
    assert not Member.objects.in_roster().exists()
    act = Act.objects.get()
    assert (act.did, act.actor_id, act.on_id) == ("withdraw", member.user_id, str(member.pk))
    assert make_applicant(nik=member.nik, nik_lookup=member.nik_lookup)
