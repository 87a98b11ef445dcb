"""Writing programmes down: who may, what is refused, and what the history says."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from chapters.models import Office, Programme, ProgrammeChange
from chapters.programmes import evidence, targets, writing
from chapters.programmes.evidence import TooMany
from chapters.programmes.writing import Impossible, Removed
from ipspi.audit.models import Act
from ipspi.images.files import Unacceptable
from tests.cast import NOW, TODAY, make_officer, make_seat, make_secretary_of_dpp
from tests.photos import CAMERA, make_photo
from tests.work import make_programme, make_target, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair():
    return make_officer()


@pytest.fixture
def programme():
    return make_programme()


def changes(programme):
    return list(programme.changes.order_by("pk").values_list("kind", "fields", "words"))


def test_a_programme_is_written_and_changed_with_its_history(chair):
    seat = make_seat(office=Office.DIVISION)
    made = writing.add(term=make_term(), name="Bakti sosial", budget=8_000_000, by=chair, at=NOW)

    writing.change(programme=made, budget=9_500_000, in_charge=seat, name="Bakti sosial", by=chair, at=NOW)
    writing.change(programme=made, budget=9_500_000, by=chair, at=NOW)

    assert changes(made) == [
        ("CREATED", [], ""),
        ("CHANGED", [["Anggaran", "8.000.000", "9.500.000"], ["Penanggung jawab", "", ""]], ""),
    ]
    assert {each.by for each in made.changes.all()} == {chair}
    assert [act.did for act in Act.objects.order_by("pk")] == ["programme.created", "programme.changed"]


@pytest.mark.parametrize("office", [Office.REGISTRAR, Office.AUDITOR, Office.TREASURER, Office.DIVISION])
def test_other_offices_keep_no_programmes(office, programme):
    with pytest.raises(PermissionDenied):
        writing.change(programme=programme, name="Lain", by=make_officer(office=office), at=NOW)


@pytest.mark.parametrize("office", [Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY, Office.VICE_SECRETARY])
def test_lead_offices_and_the_dpp_keep_programmes_of_their_chapter_only(office, programme):
    writing.change(programme=programme, name="Baru", by=make_officer(office=office), at=NOW)
    writing.change(programme=programme, name="Lain", by=make_secretary_of_dpp(), at=NOW)

    with pytest.raises(PermissionDenied):
        writing.change(programme=programme, name="X", by=make_officer(chapter="11", office=office), at=NOW)


def test_the_treasurer_writes_down_what_it_cost_and_nothing_else(programme):
    treasurer = make_officer(office=Office.TREASURER)

    writing.spend(programme=programme, spent=4_000_000, by=treasurer, at=NOW)

    programme.refresh_from_db()
    assert programme.spent == 4_000_000
    with pytest.raises(PermissionDenied):
        writing.state(programme=programme, stage="DONE", reason="", by=treasurer, at=NOW)


def test_a_programme_is_dropped_with_a_reason_only(chair, programme):
    with pytest.raises(Impossible):
        writing.state(programme=programme, stage="DROPPED", reason="", by=chair, at=NOW)

    writing.state(programme=programme, stage="DROPPED", reason="Tidak ada dana", by=chair, at=NOW)
    writing.state(programme=programme, stage="", reason="Tidak ada dana", by=chair, at=NOW)

    programme.refresh_from_db()
    assert (programme.stage, programme.stage_reason) == ("", "")


def test_a_removed_programme_is_unchanged_until_it_is_restored(chair, programme):
    writing.remove(programme=programme, reason="Tertulis dua kali", by=chair, at=NOW)
    with pytest.raises(Removed):
        writing.change(programme=programme, name="Lain", by=chair, at=NOW)
    assert not Programme.objects.kept().exists()

    writing.restore(programme=programme, by=chair, at=NOW)
    writing.restore(programme=programme, by=chair, at=NOW)

    assert Programme.objects.kept().get() == programme
    assert [kind for kind, _fields, _words in changes(programme)] == ["REMOVED", "RESTORED"]


def test_months_and_who_is_in_charge_must_be_possible(chair, programme):
    elsewhere = make_seat(chapter="11")
    for wrong in ({"ends_on": None}, {"ends_on": programme.starts_on}, {"in_charge": elsewhere}):
        with pytest.raises(Impossible):
            writing.change(programme=programme, by=chair, at=NOW, **wrong)


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("programme_ends_after_it_starts", {"ends_on": None}),
        ("programme_dropped_has_a_reason", {"stage": "DROPPED"}),
        ("programme_removed_has_a_reason", {"removed_at": NOW}),
    ],
)
def test_the_database_refuses_an_impossible_programme(constraint, facts):
    term = make_term()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_programme(term=term, **facts)


# ------------------------------------------------------------------ targets


def test_targets_are_added_changed_and_taken_out(chair, programme):
    made = targets.add(
        programme=programme, what="Peserta", number=90, unit="orang", stated=None, by=chair, at=NOW
    )
    targets.change(target=made, stated=31, by=chair, at=NOW)
    targets.remove(target=made, reason="Diganti", by=chair, at=NOW)

    assert changes(programme) == [
        ("ADDED", [], "Sasaran: Peserta: 90 orang"),
        ("CHANGED", [["Capaian menurut pengurus", "", "31"]], "Sasaran: Peserta: 90 orang"),
        ("TAKEN_OUT", [], "Sasaran: Peserta: 90 orang. Diganti"),
    ]


@pytest.mark.parametrize(
    "facts",
    [
        {"measure": "tidak-ada"},
        {"regency_id": "16.71"},
        {"since_start": True},
        {"measure": "kedua-sisi", "regency_id": "16.71"},
        {"measure": "kedua-sisi", "since_start": True},
        {"measure": "anggota", "regency_id": "11.71"},
    ],
)
def test_the_registry_counts_only_what_it_can(chair, programme, facts):
    with pytest.raises(Impossible):
        targets.add(programme=programme, what="X", number=1, unit="orang", by=chair, at=NOW, **facts)


@pytest.mark.parametrize(
    ("constraint", "facts"),
    [
        ("target_number_is_positive", {"number": 0}),
        ("target_counted_by_hand_has_no_place", {"since_start": True}),
        ("target_counted_by_hand_has_no_place", {"regency_id": "16.71"}),
    ],
)
def test_the_database_refuses_an_impossible_target(constraint, facts, programme):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        make_target(programme, **facts)


# ------------------------------------------------------------------ notes and files


def test_a_note_is_kept_and_deleted_with_a_reason(chair, programme):
    note = evidence.note(programme=programme, on=TODAY, words="Pelatihan pertama.", by=chair, at=NOW)
    evidence.remove_note(note=note, reason="Salah program", by=chair, at=NOW)

    assert not programme.notes.exists()
    assert changes(programme)[-1] == ("TAKEN_OUT", [], "Catatan kemajuan. Salah program")


def test_a_photo_is_kept_encrypted_and_bare_of_metadata(chair, programme):
    photo = make_photo()
    kept = evidence.keep(programme=programme, name="Daftar hadir", content=photo, by=chair, at=NOW)

    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM chapters_evidence WHERE id = %s", [kept.pk])
        stored = bytes(cursor.fetchone()[0])
    assert kept.is_picture
    assert CAMERA.encode() in photo
    assert CAMERA.encode() not in kept.content
    assert b"\xff\xd8\xff" not in stored[:8]
    evidence.remove(evidence=kept, reason="Salah", by=chair, at=NOW)
    assert not programme.evidence.exists()


def test_other_files_and_too_many_are_refused(chair, programme, monkeypatch):
    with pytest.raises(Unacceptable):
        evidence.keep(programme=programme, name="Program", content=b"MZ program", by=chair, at=NOW)
    monkeypatch.setattr("chapters.papers.MOST", 0)
    with pytest.raises(TooMany):
        evidence.keep(programme=programme, name="Foto", content=make_photo(), by=chair, at=NOW)


def test_evidence_has_content(programme):
    with pytest.raises(IntegrityError, match="evidence_has_content"), transaction.atomic():
        programme.evidence.create(name="Kosong", medium="image/jpeg", size=0, received_at=NOW)


def test_history_holds_nobodys_name(chair, programme):
    seat = make_seat(office=Office.DIVISION, outsider_name="Kenari Larasati")
    writing.change(programme=programme, in_charge=seat, by=chair, at=NOW + dt.timedelta(hours=1))

    assert "Kenari" not in str(list(ProgrammeChange.objects.values()))
