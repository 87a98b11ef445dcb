"""Builders of terms, programmes, partners and agreements: valid by default, every fact replaceable."""

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from django.db import models

from chapters.models import (
    Agreement,
    AgreementScan,
    CarryOver,
    Chapter,
    Evidence,
    JointActivity,
    Partner,
    Programme,
    ProgrammeNote,
    Target,
    Term,
)
from ipspi.accounts.models import User
from tests.cast import NOW, TODAY


def make_term(*, chapter: Chapter | str = "16", **facts: Any) -> Term:
    """Make a chapter's present term; one that ends before TODAY has ended."""
    chapter = Chapter.objects.get(pk=chapter) if isinstance(chapter, str) else chapter
    if facts.get("ends_on", TODAY) < TODAY:
        facts = {"ended_on": facts["ends_on"], **facts}
    usual: dict[str, Any] = {
        "name": "2023–2028",
        "starts_on": dt.date(2023, 5, 14),
        "ends_on": dt.date(2028, 5, 14),
    }
    return Term.objects.create(chapter=chapter, **{**usual, **facts})


def make_programme(*, term: Term | None = None, **facts: Any) -> Programme:
    """Make a programme of the present term that is under way."""
    usual: dict[str, Any] = {
        "name": "Pelatihan manajemen kasus",
        "division": "Pendidikan dan Pelatihan",
        "starts_on": dt.date(2026, 1, 1),
        "ends_on": dt.date(2027, 1, 1),
        "created_at": NOW,
    }
    return Programme.objects.create(term=term or make_term(), **{**usual, **facts})


def make_target(programme: Programme, **facts: Any) -> Target:
    """Make a target that is counted by hand."""
    usual: dict[str, Any] = {"what": "Peserta", "number": 100, "unit": "orang"}
    return Target.objects.create(programme=programme, **{**usual, **facts})


def make_partner(*, chapter: Chapter | str = "16", **facts: Any) -> Partner:
    """Make a partner."""
    chapter = Chapter.objects.get(pk=chapter) if isinstance(chapter, str) else chapter
    usual: dict[str, Any] = {"name": "Yayasan Contoh Damai", "kind": "FOUNDATION", "created_at": NOW}
    return Partner.objects.create(chapter=chapter, **{**usual, **facts})


def make_agreement(partner: Partner | None = None, **facts: Any) -> Agreement:
    """Make an agreement in force."""
    usual: dict[str, Any] = {
        "subject": "Praktik kerja mahasiswa",
        "number": "014/PKS/2024",
        "signed_on": dt.date(2024, 2, 1),
        "starts_on": dt.date(2024, 2, 1),
        "last_on": TODAY + dt.timedelta(days=400),
        "created_at": dt.datetime(2024, 2, 1, tzinfo=dt.UTC),
    }
    return Agreement.objects.create(partner=partner or make_partner(), **{**usual, **facts})


@dataclass
class Work:
    """One of everything that hangs on a chapter's programmes and partners."""

    programme: Programme
    act: CarryOver
    target: Target
    note: ProgrammeNote
    evidence: Evidence
    partner: Partner
    agreement: Agreement
    activity: JointActivity

    @property
    def rows(self) -> list[models.Model]:
        return [getattr(self, each.name) for each in fields(self)]


def make_work(code: str, mark: str, *, officer: User) -> Work:
    """Make a chapter's work, every word of which has a mark: a programme that was carried over, and a partner."""
    past = make_term(
        chapter=code, name=f"2019 {mark}", starts_on=dt.date(2019, 4, 8), ends_on=dt.date(2023, 5, 14)
    )
    open_ones = Term.objects.filter(chapter=code, ended_on=None)
    term = open_ones.first() or make_term(chapter=code, name=f"2023 {mark}")
    earlier = make_programme(term=past, name=f"Program lama {mark}")
    make_programme(term=past, name=f"Program tertinggal {mark}")
    act = CarryOver.objects.create(from_term=past, to_term=term, by=officer, at=NOW)
    programme = make_programme(
        term=term,
        name=f"Program {mark}",
        division=f"Bidang {mark}",
        carried_over_from=earlier,
        carried_by=act,
    )
    paper = {"medium": "image/jpeg", "preview": b"kecil", "size": 5, "received_at": NOW}
    agreement = make_agreement(make_partner(chapter=code, name=f"Yayasan {mark}"), subject=f"Perihal {mark}")
    AgreementScan.objects.create(agreement=agreement, content=f"Pindaian {mark}".encode(), **paper)
    return Work(
        programme=programme,
        act=act,
        target=make_target(programme, what=f"Sasaran {mark}", measure="anggota"),
        note=programme.notes.create(on=TODAY, words=f"Catatan {mark}", at=NOW),
        evidence=programme.evidence.create(name=f"Bukti {mark}", content=f"Isi {mark}".encode(), **paper),
        partner=agreement.partner,
        agreement=agreement,
        activity=agreement.partner.activities.create(
            on=TODAY, what=f"Kegiatan {mark}", programme=programme, created_at=NOW
        ),
    )
