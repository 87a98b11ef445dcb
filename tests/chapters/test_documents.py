"""Officers open the documents of their own chapter's people, if they decide on them, and it is recorded."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters.models import Office
from ipspi.audit.models import Act
from members.institutions import named
from members.models import Role
from tests.cast import (
    make_applicant,
    make_document,
    make_education,
    make_member,
    make_officer,
    make_secretary_of_dpp,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def applicant():
    member = make_applicant(sector="NGO", role=Role.objects.get(name="TKSK"), birth_place="Palembang")
    make_document(member=member, kind="ijazah", content=b"ijazahnya")
    make_document(member=member, kind="sertifikat", medium="application/pdf", content=b"%PDF-")
    return member


def page_of(applicant, chapter="16"):
    return reverse("chapters:application", args=[chapter, applicant.pk])


def document_of(applicant, kind="ijazah", chapter="16"):
    return reverse("chapters:document", args=[chapter, applicant.pk, kind])


def words_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_an_officer_opens_a_document_and_it_is_recorded(client, applicant):
    client.force_login(officer := make_officer(chapter="16"))
    assert document_of(applicant) in words_of(client.get(page_of(applicant)))
    assert not Act.objects.exists()

    response = client.get(document_of(applicant))

    assert (response.content, response.headers["Content-Type"]) == (b"ijazahnya", "image/jpeg")
    assert response.headers["Cache-Control"] == "private, no-store"
    act = Act.objects.get()
    assert (act.did, act.actor_id, act.on_id, act.chapter, act.details) == (
        "open_document",
        officer.pk,
        str(applicant.documents.get(kind="ijazah").pk),
        "16",
        {"member": str(applicant.pk)},
    )


def test_a_small_picture_is_shown_to_who_may_open_the_document_and_that_is_recorded(client, applicant):
    applicant.documents.filter(kind="ijazah").update(preview=b"kecil")
    client.force_login(make_officer(chapter="16"))

    assert client.get(f"{document_of(applicant)}kecil/").content == b"kecil"
    assert Act.objects.get().did == "see_preview"
    client.force_login(make_officer(chapter="16", office=Office.TREASURER))
    assert client.get(f"{document_of(applicant)}kecil/").status_code == 404


def test_a_pdf_is_only_saved(client, applicant):
    client.force_login(make_officer(chapter="16"))

    disposition = client.get(document_of(applicant, "sertifikat")).headers["Content-Disposition"]

    assert disposition == 'attachment; filename="sertifikat.pdf"'


@pytest.mark.parametrize("kind", ["foto", "ktp", "%00"])
def test_what_is_not_there_is_not_found(client, applicant, kind):
    client.force_login(make_officer(chapter="16"))

    assert client.get(document_of(applicant).replace("ijazah", kind)).status_code == 404


def test_who_does_not_decide_sees_the_member_and_no_document(client, applicant):
    client.force_login(make_officer(chapter="16", office=Office.TREASURER))

    page = client.get(page_of(applicant))

    assert page.status_code == 200
    assert page.context["documents"] == []
    assert client.get(document_of(applicant)).status_code == 404
    assert not Act.objects.exists()


def test_for_another_chapter_the_document_does_not_exist(client, applicant):
    client.force_login(make_officer(chapter="11"))

    assert client.get(document_of(applicant)).status_code == 404
    assert client.get(document_of(applicant, chapter="11")).status_code == 404
    assert not Act.objects.exists()


def test_the_dpp_opens_documents_of_the_nation(client, applicant):
    client.force_login(make_secretary_of_dpp())

    assert client.get(document_of(applicant, chapter="DPP")).content == b"ijazahnya"


def test_the_page_says_what_the_applicant_studied_and_does(client, applicant):
    make_education(applicant, institution=named("Akademi Baru"), diploma_number="17")
    client.force_login(make_officer(chapter="16"))

    page = words_of(client.get(page_of(applicant)))

    studied = "D-4 atau sarjana terapan Pekerjaan Sosial, Akademi Baru (belum ada di daftar DPP), lulus 2008"
    for said in (
        f"<dd>{studied}, ijazah nomor 17</dd>",
        "<dd>TKSK</dd>",
        "<dd>Palembang</dd>",
        f'<img src="{document_of(applicant)}kecil/"',
    ):
        assert said in page
    assert "LKS, yayasan, atau organisasi masyarakat" in page


def test_the_page_asks_as_often_for_many_facts_as_for_few(client, django_assert_num_queries):
    client.force_login(make_officer(chapter="16"))
    bare, full = make_member(), make_member(role=Role.objects.first())
    for year in range(2001, 2006):
        make_education(full, graduated_in=year)
    for kind in ("foto", "ijazah", "sertifikat"):
        make_document(member=full, kind=kind)
    make_education(bare)
    client.get(page_of(bare))
    with django_assert_num_queries(len(queries_of(client, page_of(bare)))):
        client.get(page_of(full))


def queries_of(client, page):
    with CaptureQueriesContext(connection) as captured:
        client.get(page)
    return captured
