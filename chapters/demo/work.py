"""The work programmes of both terms of Sumatera Selatan, what was carried over, and whom the chapter works with."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from chapters.demo import nation
from chapters.models import Chapter, Partner, Programme, Seat, Term
from chapters.partners import agreeing
from chapters.partners import writing as partners
from chapters.programmes import carrying, evidence, targets
from chapters.programmes import writing as programmes
from ipspi.accounts.models import User

ORGANISATION, TRAINING = "Organisasi dan Keanggotaan", "Pendidikan dan Pelatihan"
PRACTICE, RELATIONS = "Sertifikasi dan Praktik", "Hubungan Masyarakat dan Kerja Sama"
Months = tuple[int, int, int, int]  # the first and the last: year, month, year, month


@dataclass(frozen=True, slots=True)
class Told:
    """A programme of the story."""

    division: str
    name: str
    aim: str
    months: Months
    budget: int
    spent: int | None
    targets: tuple[dict[str, Any], ...]
    stage: tuple[()] | tuple[str, str] = ()
    notes: tuple[tuple[dt.date, str], ...] = field(default=())


def _counted(what: str, number: int, **more: Any) -> dict[str, Any]:
    return {"what": what, "number": number, "unit": "anggota", "measure": "anggota", **more}


FIRST = (
    Told(
        ORGANISATION, "Pendataan anggota se-Sumatera Selatan",
        "Semua pekerja sosial di provinsi ini tercatat dan dapat dihubungi.",
        (2019, 7, 2022, 12), 18_000_000, 11_250_000,
        (_counted("Anggota tercatat", 250),),
        ("UNFINISHED", "Pendataan di perusahaan dan lembaga swasta belum berjalan."),
        ((dt.date(2021, 3, 20), "Daftar dari tujuh kabupaten terkumpul; sisanya menunggu pengurus kabupaten."),),
    ),
    Told(
        PRACTICE, "Uji kompetensi pekerja sosial dan TKS",
        "Anggota yang memenuhi syarat mengikuti uji kompetensi di Palembang.",
        (2020, 2, 2021, 12), 45_000_000, 43_700_000,
        ({"what": "Angkatan uji kompetensi", "number": 2, "unit": "angkatan", "stated": 2},),
        ("DONE", ""),
        ((dt.date(2021, 11, 30), "Angkatan kedua selesai."),),
    ),
    Told(
        TRAINING, "Pelatihan manajemen kasus", "Anggota di kabupaten terlatih mendampingi kasus anak dan keluarga.",
        (2020, 3, 2022, 10), 30_000_000, 9_500_000,
        ({"what": "Peserta pelatihan", "number": 90, "unit": "orang", "stated": 31},),
        (), ((dt.date(2020, 3, 14), "Pelatihan pertama di Palembang, 31 peserta. Yang berikutnya ditunda."),),
    ),
    Told(
        RELATIONS, "Majalah daerah tercetak", "Anggota saling mengenal lewat majalah triwulanan.",
        (2020, 1, 2021, 12), 24_000_000, 3_000_000,
        ({"what": "Terbitan", "number": 8, "unit": "terbitan", "stated": 1},),
        ("DROPPED", "Anggota lebih banyak membaca di ponsel; biayanya dialihkan ke pelatihan."), (),
    ),
)  # fmt: skip
SECOND = (
    Told(
        ORGANISATION, "Satu data anggota", "Daftar DPD dan registri nasional menyebut orang yang sama.",
        (2024, 1, 2026, 12), 15_000_000, 6_400_000,
        (
            {"what": "Baris daftar DPD yang ada di registri", "number": 95, "unit": "persen", "measure": "kedua-sisi"},
            _counted("Anggota tercatat di Kota Palembang", 40, regency_id="16.71", stated=45),
        ),
        (), ((dt.date(2026, 8, 3), "Daftar anggota diunggah dan dibandingkan setiap malam."),),
    ),
    Told(
        TRAINING, "Sekolah lapangan pendamping desa", "Setiap kabupaten punya pendamping yang terlatih.",
        (2025, 6, 2027, 5), 40_000_000, 12_500_000,
        ({"what": "Kabupaten dengan sekolah lapangan", "number": 17, "unit": "kabupaten", "stated": 6},), (), (),
    ),
    Told(
        RELATIONS, "Bakti sosial tahunan", "Masyarakat mengenal pekerjaan sosial.",
        (2025, 3, 2025, 3), 8_000_000, 7_850_000,
        ({"what": "Orang yang dilayani", "number": 200, "unit": "orang", "stated": 214},), ("DONE", ""), (),
    ),
    Told(
        PRACTICE, "Klinik persiapan uji kompetensi", "Calon peserta siap mengikuti uji kompetensi.",
        (2027, 2, 2027, 11), 12_000_000, None,
        ({"what": "Peserta klinik", "number": 60, "unit": "orang"},), (), (),
    ),
)  # fmt: skip


def plan(*, by: User, at: dt.datetime) -> None:
    """Write the programmes of both terms, carry the unfinished over, and write down the partners."""
    chapter = Chapter.objects.get(pk=nation.HOME)
    first, second = Term.objects.filter(chapter=chapter).order_by("starts_on")
    for told in FIRST:
        _write(told, term=first, by=by, at=at)
    today = at.date()
    unfinished = [choice.row.programme.pk for choice in carrying.offered(first, today=today) if choice.ticked]
    act = carrying.carry(from_term=first, to_term=second, programmes=unfinished, by=by, at=at)
    heads = {seat.title: seat for seat in Seat.objects.filter(term=second, office="BIDANG")}
    for told in SECOND:
        _write(told, term=second, by=by, at=at, head=heads.get(f"Ketua Bidang {told.division}"))
    _go_on(act.copies.get(name="Pelatihan manajemen kasus"), heads, by=by, at=at)
    _work_together(chapter, by=by, at=at)


def _write(told: Told, *, term: Term, by: User, at: dt.datetime, head: Seat | None = None) -> None:
    first_year, first, last_year, last = told.months
    programme = programmes.add(
        term=term, division=told.division, name=told.name, aim=told.aim, in_charge=head,
        starts_on=dt.date(first_year, first, 1),
        ends_on=dt.date(last_year + last // 12, last % 12 + 1, 1),
        budget=told.budget, spent=told.spent, by=by, at=at,
    )  # fmt: skip
    for target in told.targets:
        targets.add(programme=programme, by=by, at=at, **target)
    for on, words in told.notes:
        evidence.note(programme=programme, on=on, words=words, by=by, at=at)
    if told.stage:
        stage, reason = told.stage
        programmes.state(programme=programme, stage=stage, reason=reason, by=by, at=at)


def _go_on(programme: Programme, heads: dict[str, Seat], *, by: User, at: dt.datetime) -> None:
    """What the new board made of a programme that it took over."""
    programmes.change(
        programme=programme, by=by, at=at, in_charge=heads.get(f"Ketua Bidang {TRAINING}"),
        starts_on=dt.date(2024, 3, 1), ends_on=dt.date(2027, 1, 1), budget=26_000_000, spent=14_200_000,
    )  # fmt: skip
    targets.change(target=programme.targets.get(), by=by, at=at, stated=58)


def _work_together(chapter: Chapter, *, by: User, at: dt.datetime) -> None:
    today = at.date()
    foundation = _partner(
        chapter, "Yayasan Rumah Tumbuh Contoh", "FOUNDATION", office="Bagian Program", by=by, at=at
    )
    earlier = _sign(
        foundation, "Pendampingan keluarga dan anak", dt.date(2021, 2, 1), dt.date(2024, 1, 31), by=by, at=at
    )
    _sign(
        foundation, "Pendampingan keluarga dan anak", dt.date(2024, 2, 1), today + dt.timedelta(days=75),
        renews=earlier, by=by, at=at,
    )  # fmt: skip
    university = _partner(
        chapter, "Universitas Contoh Palembang", "UNIVERSITY", office="Bagian Kerja Sama", by=by, at=at
    )
    _sign(university, "Praktik kerja mahasiswa", dt.date(2025, 9, 1), dt.date(2028, 8, 31), by=by, at=at)
    company = _partner(chapter, "PT Contoh Sawit Sejahtera", "COMPANY", office="Bagian CSR", by=by, at=at)
    ended = _sign(
        company, "Bakti sosial di sekitar kebun", dt.date(2024, 5, 1), dt.date(2027, 4, 30), by=by, at=at
    )
    agreeing.end(
        agreement=ended,
        on=dt.date(2026, 1, 15),
        reason="Program sosial perusahaan berpindah provinsi.",
        by=by,
        at=at,
    )
    service = Programme.objects.get(term__chapter=chapter, name="Bakti sosial tahunan")
    training = Programme.objects.get(
        term__chapter=chapter, name="Pelatihan manajemen kasus", carried_over_from__isnull=False
    )
    for partner, on, what, reached, programme in (
        (foundation, dt.date(2025, 3, 22), "Bakti sosial dan konsultasi keluarga", 214, service),
        (foundation, dt.date(2025, 10, 11), "Pelatihan manajemen kasus untuk pengasuh", 27, training),
        (university, dt.date(2026, 4, 18), "Kuliah umum praktik pekerjaan sosial", 160, None),
        (company, dt.date(2024, 11, 9), "Penyuluhan di kebun", None, None),
    ):
        partners.do_together(
            partner=partner, on=on, what=what, reached=reached, programme=programme, by=by, at=at
        )


def _partner(chapter: Chapter, name: str, kind: str, *, office: str, by: User, at: dt.datetime) -> Partner:
    return partners.add(
        chapter=chapter, name=name, kind=kind, regency_id="16.71", office=office, by=by, at=at
    )


def _sign(partner: Partner, subject: str, starts_on: dt.date, last_on: dt.date, **more: Any) -> Any:
    return agreeing.sign(
        partner=partner,
        subject=subject,
        number=f"{starts_on:%m}/PKS-DEMO/{starts_on.year}",
        signed_on=starts_on,
        starts_on=starts_on,
        last_on=last_on,
        **more,
    )
