"""What chapters tell of themselves in a report: members, how certain that is, where they live and work, the board."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator

from django.db.models import Count
from django.utils import formats
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chapters import growth
from chapters.accountability.blocks import Block, Cell, Figure, Figures, Plot, Table, Words
from chapters.accountability.sections import Scope
from chapters.models import DPP, LedgerEntry, Seat
from ipspi.regions import times
from members import flows, history
from members.models import ASN, Employment, Member, Sector

MOST_MONTHS = 60


def members(scope: Scope) -> Iterator[Block]:
    """Members at the start and at the end, with the reason of every change; the sums are checked against a recount."""
    flow = flows.between(growth.provinces_of(scope.chapter), since=scope.since, until=scope.until)
    yield Figures(
        (
            Figure(_("Pada awal %(day)s") % {"day": date_format(scope.since)}, flow.start),
            Figure(_("Bertambah"), flow.gained.total()),
            Figure(_("Berkurang"), flow.lost.total()),
            Figure(_("Pada akhir %(day)s") % {"day": date_format(scope.until)}, flow.end, _certain(scope)),
        )
    )
    reasons = growth.reasons_of(flow.gained, flow.lost)
    if reasons:
        yield Table(
            title=_("Sebab setiap perubahan"),
            columns=(_("Perubahan"), _("Bertambah"), _("Berkurang")),
            rows=tuple((reason.label, reason.gained, reason.lost) for reason in reasons),
            summed=(1, 2),
        )
    months = _months(scope)
    if len(months) > 1:
        yield Plot(
            "lines",
            _("Jumlah anggota pada akhir bulan"),
            tuple(f"{month.first:%m/%y}" for month in months),
            ((_("Anggota"), tuple(month.members for month in months)),),
        )


def certainty(scope: Scope) -> Iterator[Block]:
    """The ledger at the start and at the end: how many members are also on the chapter's list, and who is not."""
    if scope.chapter.pk == DPP:
        yield _certainty_of_nation(scope)
        return
    last = _entry(scope, before=scope.until + dt.timedelta(1))
    if last is None:
        yield Words(
            _("Daftar daerah belum pernah direkonsiliasi dengan registri nasional sampai akhir masa laporan.")
        )
        return
    first = _entry(scope, before=scope.since + dt.timedelta(1))
    rows = [
        (_("Anggota di registri nasional"), "national"),
        (_("di antaranya ada juga di daftar daerah"), "both"),
        (_("hanya di registri nasional"), "only_national"),
        (_("Baris di daftar daerah"), "rows"),
        (_("terhubung dengan anggota"), "linked"),
        (_("perlu ditinjau"), "review"),
        (_("hanya di daftar daerah"), "only_list"),
        (_("Data bertentangan"), "conflicts"),
        (_("Baris ganda"), "duplicates"),
    ]
    yield Table(
        title=_("Registri dan daftar daerah"),
        columns=(_("Angka"), _when(first), _when(last)),
        rows=tuple((label, _figure(first, name), _figure(last, name)) for label, name in rows),
    )
    if last.estimate_total is not None:
        words = _(
            "Perkiraan seluruh pekerja sosial di daerah ini, yang tercatat maupun tidak: %(total)s orang, "
            "antara %(low)s dan %(high)s."
        )
        yield Words(
            words
            % {
                "total": formats.number_format(last.estimate_total),
                "low": formats.number_format(last.estimate_low or 0),
                "high": formats.number_format(last.estimate_high or 0),
            }
        )


def coverage(scope: Scope) -> Iterator[Block]:
    """Members at the end by regency and by employment: by where they live and work as it is known now."""
    standing = history.as_of(Member.objects.all(), scope.until).counted()
    provinces = growth.provinces_of(scope.chapter)
    if provinces is not None:
        standing = standing.filter(province__in=provinces)
    then = Member.objects.filter(pk__in=standing.values("member"))
    if scope.until < scope.today:
        yield Words(
            _("Anggota pada akhir masa laporan, menurut tempat tinggal dan pekerjaan yang tercatat hari ini.")
        )
    place = "home_province__name" if scope.chapter.pk == DPP else "home_regency__name"
    code = "home_province" if scope.chapter.pk == DPP else "home_regency"
    counted = then.values_list(code, place).annotate(Count("pk")).order_by(code)
    label = _("Provinsi") if scope.chapter.pk == DPP else _("Kabupaten/kota")
    yield Table(
        title=_("Menurut tempat tinggal"),
        columns=(label, _("Anggota")),
        rows=tuple((name or _("Belum diketahui"), number) for _code, name, number in counted),
        summed=(1,),
    )
    yield Table(
        title=_("Menurut pekerjaan"),
        columns=(_("Pekerjaan"), _("Anggota")),
        rows=tuple(_work(then.values_list("employment", "sector").annotate(Count("pk")))),
        summed=(1,),
    )


def board(scope: Scope) -> Iterator[Block]:
    """Who sat on the board: of the term, if the report is about one, else in the time."""
    zone = scope.chapter.zone
    begins, ends = (
        times.midnight(scope.since, zone=zone),
        times.midnight(scope.until + dt.timedelta(1), zone=zone),
    )
    seats = (
        (Seat.objects.filter(term=scope.term) if scope.term else Seat.objects.filter(chapter=scope.chapter))
        .filter(starts_at__lt=ends)
        .not_ended(begins)
        .select_related("member", "user")
        .defer("member__nik", "member__nik_lookup")
        .order_by("starts_at", "pk")
    )
    rows = [
        (
            seat.title or seat.get_office_display(),
            seat.holder_name,
            _day(seat.starts_at, zone),
            _day(seat.ends_at, zone) if seat.ends_at and seat.ends_at < ends else "",
        )
        for seat in seats
    ]
    if rows:
        yield Table(
            title=_("Susunan pengurus"),
            columns=(_("Jabatan"), _("Nama"), _("Sejak"), _("Sampai")),
            rows=tuple(rows),
        )
    else:
        yield Words(_("Tidak ada pengurus yang tercatat pada masa ini."))


def _certainty_of_nation(scope: Scope) -> Table:
    """The last page of every chapter's ledger in the time."""
    moment = times.midnight(scope.until + dt.timedelta(1), zone=scope.chapter.zone)
    entries = (
        LedgerEntry.objects.filter(run__finished_at__lt=moment)
        .exclude(run__chapter=DPP)
        .select_related("run__chapter")
        .order_by("run__chapter_id", "-run__finished_at", "-run_id")
        .distinct("run__chapter_id")
    )
    return Table(
        title=_("Registri dan daftar daerah"),
        columns=(_("Daerah"), _("Anggota"), _("Ada juga di daftar"), _("Hanya di daftar")),
        rows=tuple(
            (each.run.chapter.name, each.national, each.national - each.only_national, each.only_list)
            for each in entries
        ),
        summed=(1, 2, 3),
    )


def _certain(scope: Scope) -> str:
    entry = _entry(scope, before=scope.until + dt.timedelta(1))
    if entry is None or not entry.rows:
        return _("belum direkonsiliasi")
    return _("%(both)s di antaranya ada juga di daftar daerah pada %(day)s") % {
        "both": formats.number_format(entry.national - entry.only_national),
        "day": _when(entry),
    }


def _entry(scope: Scope, *, before: dt.date) -> LedgerEntry | None:
    """The ledger's last page before a day; for the nation there is none, for its figures are those of its chapters."""
    moment = times.midnight(before, zone=scope.chapter.zone)
    entries = LedgerEntry.objects.filter(run__chapter=scope.chapter, run__finished_at__lt=moment)
    return entries.select_related("run__chapter").order_by("-run__finished_at", "-run_id").first()


def _when(entry: LedgerEntry | None) -> str:
    if entry is None or entry.run.finished_at is None:
        return _("belum ada")
    return _day(entry.run.finished_at, entry.run.chapter.zone)


def _figure(entry: LedgerEntry | None, name: str) -> Cell:
    if entry is None:
        return None
    return entry.national - entry.only_national if name == "both" else int(getattr(entry, name))


def _months(scope: Scope) -> list[flows.Month]:
    count = (scope.until.year - scope.since.year) * 12 + scope.until.month - scope.since.month + 1
    found = flows.monthly(
        growth.provinces_of(scope.chapter), until=scope.until, months=min(count, MOST_MONTHS)
    )
    # the last month is not over where the report ends within it: what is kept is of its end
    return found if scope.until >= scope.today else found[:-1]


def _work(counted: Iterable[tuple[str, str, int]]) -> Iterator[tuple[Cell, ...]]:
    numbers, sectors = Counter[str](), Counter[str]()
    for employment, sector, number in counted:
        numbers[employment] += number
        if employment == Employment.NON_ASN:
            sectors[sector] += number
    for kind in ASN:
        if numbers[kind]:
            yield str(kind.label), numbers[kind]
    for sector, label in [*Sector.choices, ("", _("bidang belum diketahui"))]:
        if sectors[sector]:
            yield _("Non-ASN: %(sector)s") % {"sector": label}, sectors[sector]
    if numbers[""]:
        yield _("Belum diketahui"), numbers[""]


def _day(moment: dt.datetime, zone: str) -> str:
    return date_format(times.local(moment, zone=zone).date())
