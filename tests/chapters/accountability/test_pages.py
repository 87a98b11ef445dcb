"""The pages of accountability reports, as authors and readers meet them."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters.accountability import drafting, freezing
from chapters.models import AccountabilityReport, Chapter, Office
from tests.cast import NOW, make_member, make_officer
from tests.chapters.accountability.test_reports import LINES, SINCE, UNTIL

pytestmark = pytest.mark.django_db


def address(name, *arguments):
    return reverse(f"accountability:{name}", args=["16", *arguments])


def text(response):
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split()))


@pytest.fixture
def secretary(client):
    user = make_officer(chapter="16", office=Office.SECRETARY)
    client.force_login(user)
    return user


@pytest.fixture
def report(secretary):
    return drafting.begin(
        chapter=Chapter.objects.get(pk="16"),
        title="LPJ 2019–2023",
        since=SINCE,
        until=UNTIL,
        by=secretary,
        at=NOW,
    )


def test_a_report_goes_from_nothing_to_a_frozen_one(client, secretary):
    make_member()
    assert "Belum ada laporan" in text(client.get(address("start")))

    begun = client.post(address("new"), {"title": "LPJ", "since": "2019-04-08", "until": "2023-05-13"})
    report = AccountabilityReport.objects.get()
    assert begun.url == address("report", report.pk)
    client.post(address("text", report.pk, "anggota"), {"text": "Anggota kita bertambah."})
    table = {"title": "Uji kompetensi 2020", "lines": "Pekerja Sosial = 40\nTKS: 128", "stated": "148"}
    client.post(address("add_table", report.pk), table)
    said = text(client.get(address("present", report.pk)))
    assert "disebut 148, padahal barisnya berjumlah 168" in said
    client.post(address("present", report.pk))

    shown = text(client.get(address("report", report.pk)))

    report.refresh_from_db()
    assert report.number in shown
    assert report.digest in shown
    assert "Anggota kita bertambah." in shown
    assert client.get(address("pdf", report.pk)).content == bytes(report.pdf)
    assert client.get(address("appendices", report.pk)).content == bytes(report.appendices)
    assert client.get(address("text", report.pk, "anggota")).status_code == 404


def test_what_was_typed_stays_beside_its_error(client, secretary, report):
    response = client.post(
        address("add_table", report.pk),
        {"title": "Uji", "lines": "Pekerja Sosial = empat puluh", "stated": "sekian"},
    )

    assert "Baris 1 bukan “uraian = angka”." in text(response)
    assert "Tulis angka saja, misalnya 148." in text(response)
    assert "Pekerja Sosial = empat puluh" in text(response)


def test_a_report_needs_a_time_or_a_term(client, secretary):
    response = client.post(address("new"), {"title": "LPJ"})

    assert "Isi tanggal, atau pilih masa bakti." in text(response)


def test_a_reader_sees_a_report_and_no_button_that_would_change_it(client, report):
    client.force_login(make_officer(chapter="16", office=Office.TREASURER))

    page = text(client.get(address("report", report.pk)))

    assert "LPJ 2019–2023" in page
    assert "Sampaikan" not in page
    assert client.get(address("present", report.pk)).status_code == 404
    assert client.post(address("discard", report.pk)).status_code == 404


def test_a_later_version_is_offered_and_leads_back(client, secretary, report):
    kept = freezing.present(report=report, by=secretary, at=NOW)

    amended = client.post(address("amend", kept.pk))

    later = AccountabilityReport.objects.get(amends=kept)
    assert amended.url == address("report", later.pk)
    assert "Ada versi yang lebih baru" in text(client.get(address("report", kept.pk)))


def test_a_draft_is_removed_after_a_question(client, secretary, report):
    assert "Hapus rancangan ini?" in text(client.get(address("discard", report.pk)))
    client.post(address("discard", report.pk))

    assert not AccountabilityReport.objects.exists()


def test_the_list_costs_the_same_however_many_reports(client, secretary, report):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(address("start"))
        return len(asked)

    client.get(address("start"))
    first = cost()
    for _ in range(3):
        drafting.add_table(report=report, title="x", lines=LINES, stated=None, by=secretary)
        report = drafting.begin(
            chapter=report.chapter, title="Lain", since=SINCE, until=UNTIL, by=secretary, at=NOW
        )

    assert cost() == first
