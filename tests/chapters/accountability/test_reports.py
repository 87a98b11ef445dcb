"""An accountability report from its first draft to the frozen one, and what may never happen to it."""

import datetime as dt
import io
import subprocess

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from chapters.accountability import drafting, freezing, numbering, sections
from chapters.accountability.blocks import Table
from chapters.boards import seats
from chapters.models import AccountabilityReport, Chapter, Office, Term
from members import history
from members.models import Member
from tests.cast import NOW, TODAY, make_member, make_officer, make_secretary_of_dpp
from tests.ledgers import make_run
from tests.work import make_agreement, make_partner, make_programme, make_target, make_term

pytestmark = pytest.mark.django_db
SINCE, UNTIL = dt.date(2019, 4, 8), TODAY
LINES = [("Pekerja Sosial", 40), ("TKS", 128)]


@pytest.fixture
def chair():
    return make_officer(chapter="16", office=Office.CHAIR)


@pytest.fixture
def report(chair):
    return drafting.begin(
        chapter=Chapter.objects.get(pk="16"),
        title="LPJ 2019–2023",
        since=SINCE,
        until=UNTIL,
        by=chair,
        at=NOW,
    )


def section(report, key, today=TODAY):
    return next(each for each in freezing.sections_of(report, today=today) if each.key == key)


def printed(pdf):
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=bytes(pdf), capture_output=True, check=True
    )
    return done.stdout.decode()


def resign(member):
    member.status = Member.Status.RESIGNED
    member.save(update_fields=["status"])
    history.record(member=member, kind="RESIGNED", on=TODAY, by=None, at=NOW)


def test_members_at_start_and_end_differ_by_the_reasons_that_are_told(report):
    make_member(joined_on=dt.date(2018, 1, 1))
    make_member(joined_on=dt.date(2020, 1, 1))
    resign(make_member(joined_on=dt.date(2018, 1, 1)))

    figures, reasons, *_plots = section(report, "anggota").blocks

    assert [each.number for each in figures.figures] == [2, 1, 1, 2]
    assert reasons.rows == (("Tercatat dari data nasional", 1, 0), ("Mengundurkan diri", 0, 1))
    assert reasons.totals == (None, 1, 1)


def test_the_ledger_says_how_certain_the_number_is(report):
    assert "belum pernah direkonsiliasi" in section(report, "kepastian").blocks[0].said
    make_run(national=10, only_national=4, rows=8, linked=6, only_list=2)

    figures = section(report, "anggota").blocks[0].figures

    assert "6 di antaranya ada juga di daftar daerah" in figures[-1].said
    assert section(report, "kepastian").blocks[0].rows[1][1:] == (None, 6)


def test_a_page_of_the_ledger_has_the_day_of_the_chapters_own_clock(report):
    make_run(national=1, rows=1, linked=1, finished_at=dt.datetime(2023, 5, 1, 19, 30, tzinfo=dt.UTC))

    assert section(report, "kepastian").blocks[0].columns[2] == "2 Mei 2023"


def test_numbers_are_counted_by_year_whatever_their_pattern(report, chair, settings):
    settings.LPJ_NUMBER = "{year}-{chapter}-{sequence}"
    first = freezing.present(report=report, by=chair, at=NOW)
    second = drafting.amend(report=first, by=chair, at=NOW)

    assert first.number == f"{TODAY.year}-16-1"
    assert freezing.present(report=second, by=chair, at=NOW).number == f"{TODAY.year}-16-2"


def test_coverage_counts_who_was_a_member_on_the_last_day(report):
    make_member(employment="PNS")
    make_member(employment="NON_ASN", sector="NGO")
    resign(make_member())

    tables = [block for block in section(report, "cakupan").blocks if isinstance(block, Table)]

    assert tables[0].rows == (("Kota Palembang", 2),)
    assert tables[1].rows == (("ASN: PNS", 1), ("Non-ASN: LKS, yayasan, atau organisasi masyarakat", 1))


def test_programmes_and_their_money_are_told_with_what_was_carried_over(chair):
    term = make_term(chapter="16")
    done = make_programme(term=term, budget=5_000_000, spent=4_000_000)
    make_target(done, stated=120)
    make_programme(term=term, name="Tanpa biaya")
    report = drafting.begin(
        chapter=term.chapter, title="LPJ", since=term.starts_on, until=TODAY, term=term, by=chair, at=NOW
    )

    figures, money, targets = section(report, "program").blocks

    assert [each.number for each in figures.figures] == [2, 1, 0, 1]
    assert money.totals[3:] == (5_000_000, 4_000_000)
    assert money.said == "1 program belum menyebut realisasinya, jadi tidak masuk jumlah."
    assert targets.rows == (("Peserta", 100, 120, "orang", ""),)


def test_partners_are_told_with_whom_they_reached(report):
    make_agreement(make_partner(name="Yayasan Contoh"))

    assert section(report, "kerja-sama").blocks[0].rows[0][0] == "Yayasan Contoh"


def test_a_presented_report_keeps_what_it_said(report, chair):
    make_member()
    drafting.write(report=report, key="anggota", text="Anggota bertambah.", by=chair)
    report.refresh_from_db()
    kept = freezing.present(report=report, by=chair, at=NOW)
    said = freezing.sections_of(kept, today=TODAY)

    make_member()

    kept.refresh_from_db()
    assert freezing.sections_of(kept, today=TODAY + dt.timedelta(400)) == said
    assert freezing.is_whole(kept)
    assert kept.number == f"001/LPJ/16/{numbering.MONTHS[TODAY.month - 1]}/{TODAY.year}"


def test_numbers_go_on_and_versions_are_told_apart(report, chair):
    first = freezing.present(report=report, by=chair, at=NOW)
    second = drafting.amend(report=first, by=chair, at=NOW)

    assert drafting.amend(report=first, by=chair, at=NOW) == second
    second = freezing.present(report=second, by=chair, at=NOW)

    assert (second.version, second.amends) == (2, first)
    assert second.number.startswith("002/")
    assert second.content["amends"] == first.number


@pytest.mark.parametrize(
    "change",
    [
        lambda report, by: drafting.write(report=report, key="anggota", text="x", by=by),
        lambda report, by: drafting.add_table(report=report, title="x", lines=LINES, stated=None, by=by),
        lambda report, by: drafting.remove_table(report=report, place=0, by=by),
        lambda report, by: drafting.discard(report=report, by=by),
        lambda report, by: freezing.present(report=report, by=by, at=NOW),
    ],
)
def test_a_presented_report_is_not_changed(report, chair, change):
    freezing.present(report=report, by=chair, at=NOW)

    with pytest.raises(drafting.IsPresented):
        change(report, chair)


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(title="Lain"),
        lambda rows: rows.update(content={}),
        lambda rows: rows._raw_delete("default"),
    ],
)
def test_the_database_refuses_to_change_what_was_presented(report, chair, change):
    freezing.present(report=report, by=chair, at=NOW)

    with pytest.raises(IntegrityError, match="a presented report is frozen"), transaction.atomic():
        change(AccountabilityReport.objects.filter(pk=report.pk))


def test_the_pdf_says_what_the_report_says_and_which_total_differs(report, chair):
    drafting.add_table(report=report, title="Uji kompetensi 2020", lines=LINES, stated=148, by=chair)
    drafting.write(report=report, key="pengantar", text="Bismillah. #let x = 1 *tebal*", by=chair)
    report.refresh_from_db()
    kept = freezing.present(report=report, by=chair, at=NOW)

    text = " ".join(printed(kept.pdf).split())

    assert "disebut 148, padahal barisnya berjumlah 168" in text
    assert "#let x = 1 *tebal*" in text
    assert kept.number in text
    assert kept.digest[:32] in text


def test_the_appendix_has_numbers_that_add_up(report, chair):
    drafting.add_table(report=report, title="=Uji: kompetensi?", lines=LINES, stated=148, by=chair)
    report.refresh_from_db()
    kept = freezing.present(report=report, by=chair, at=NOW)

    book = CalamineWorkbook.from_filelike(io.BytesIO(bytes(kept.appendices)))

    name = next(each for each in book.sheet_names if "kompetensi" in each)
    cells = book.get_sheet_by_name(name).to_python()
    assert ["TKS", 128, "", ""] in cells
    assert ["Jumlah yang disebut berbeda dari barisnya", "Jumlah", 148, 168] in cells
    assert ["'=Uji: kompetensi?", "", "", ""] in cells


@pytest.mark.parametrize("officer", [("11", Office.CHAIR), ("16", Office.TREASURER), ("16", Office.AUDITOR)])
def test_nobody_else_writes_a_report(officer, report):
    chapter, office = officer
    user = make_officer(chapter=chapter, office=office)

    with pytest.raises(PermissionDenied):
        drafting.write(report=report, key="anggota", text="x", by=user)
    with pytest.raises(PermissionDenied):
        freezing.present(report=report, by=user, at=NOW)


def test_a_former_chair_writes_no_more(report, chair):
    for seat in chair.seats.all():
        seats.end(seat=seat, by=make_secretary_of_dpp(), at=NOW)

    with pytest.raises(PermissionDenied):
        drafting.write(report=report, key="anggota", text="x", by=chair)


def test_a_report_is_about_a_term_of_its_own_chapter(chair):
    term = Term.objects.create(chapter_id="11", name="2020–2025", starts_on=SINCE, ends_on=UNTIL)

    with pytest.raises(drafting.ReportRefused):
        drafting.begin(
            chapter=Chapter.objects.get(pk="16"),
            title="x",
            since=SINCE,
            until=UNTIL,
            term=term,
            by=chair,
            at=NOW,
        )


def test_every_section_may_have_a_text(report, chair):
    for key in sections.known():
        report = drafting.write(report=report, key=key, text=f"Tentang {key}", by=chair)

    assert all(each.text for each in freezing.sections_of(report, today=TODAY))
    with pytest.raises(drafting.ReportRefused):
        drafting.write(report=report, key="tidak-ada", text="x", by=chair)


@pytest.mark.parametrize(
    ("facts", "constraint"),
    [
        ({"since": UNTIL, "until": SINCE}, "lpj_ends_after_it_starts"),
        ({"state": "PRESENTED"}, "lpj_is_whole_once_presented"),
        ({"version": 2}, "lpj_of_a_later_version_amends_one"),
    ],
)
def test_the_database_refuses_reports_that_cannot_be(facts, constraint):
    usual = {"chapter_id": "16", "title": "x", "since": SINCE, "until": UNTIL, "created_at": NOW}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AccountabilityReport.objects.create(**{**usual, **facts})
