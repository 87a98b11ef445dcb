"""Builders of terms, programmes, partners and agreements: valid by default, every fact replaceable."""

import datetime as dt
from typing import Any

from chapters.models import Agreement, Chapter, Partner, Programme, Target, Term
from tests.cast import NOW, TODAY


def make_term(*, chapter: Chapter | str = "16", **facts: Any) -> Term:
    """Make a chapter's present term."""
    chapter = Chapter.objects.get(pk=chapter) if isinstance(chapter, str) else chapter
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
