"""What the pages of the ledger and of the chapter's own lists show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from chapters import certainty, likelihood
from chapters.models import Chapter, LedgerEntry, Link, ListRow, ListUpload, MemberList
from chapters.reconciliation import conflicts, importing, lists, nights, reasons, unseen
from chapters.reconciliation.groups import Group, page
from ipspi import charts
from ipspi.regions import times
from members import identity
from members.models import Member

NIGHTS_SHOWN = 14
UPLOADS_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list as a group shows it: whom it is linked to (or could be), and what is to be said of that."""

    row: ListRow
    why_url: str
    who: str = ""
    who_url: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a row says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload of a list; `undo_url` is empty where it cannot be undone."""

    upload: ListUpload
    at: str
    undo_url: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A list of the chapter with its uploads, the latest first."""

    name: str
    rows: int
    uploads: list[Upload]
    upload_url: str


@dataclass(frozen=True, slots=True)
class Night:
    """A page of the ledger in the table of earlier ones."""

    entry: LedgerEntry
    at: str


def ledger_page(chapter: Chapter) -> dict[str, Any]:
    """Return what the first page of a chapter's reconciliation shows."""
    entry = certainty.latest(chapter)
    kept = MemberList.objects.kept().filter(chapter=chapter).exists()
    if entry is None:
        return {"entry": None, "kept": kept, "job": nights.open_job(chapter)}
    return {
        "entry": entry,
        "kept": kept,
        "job": nights.open_job(chapter),
        "at": times.spoken(entry.run.finished_at or entry.run.started_at, zone=chapter.zone),
        "by_hand": entry.run.night is None,
        "outdated": changed_since(chapter, entry),
        "pieces": charts.stacked(_parts(chapter, entry)),
        "also": [
            (group, group.count_in(entry), _url(chapter, group)) for group in (Group.DUPLICATES, Group.MOVED)
        ],
        "guess": unseen.guess(entry) if entry.rows else None,
        "differing": _differing(entry),
        "on_both": entry.national - entry.only_national,
        "nights": _nights(chapter),
    }


def group_page(chapter: Chapter, group: Group, *, after: str | None, before: str | None) -> dict[str, Any]:
    """Return what the page of a group shows: fifty rows or members, and the way to the others."""
    shown = page(group, chapter=chapter, after=after, before=before)
    here, entry = _url(chapter, group), certainty.latest(chapter)
    rows = _rows(chapter, group, shown.rows)
    return {
        "group": group,
        "here": f"{here}?sesudah={after}" if after else f"{here}?sebelum={before}" if before else here,
        "rows": rows,
        **(conflicts.summary_of(chapter) if group == Group.CONFLICTS else {}),
        "may_choose": group == Group.CONFLICTS and any(each.may_choose for each in rows),
        "count": group.count_in(entry) if entry else 0,
        "decided": entry.decided_since if entry else 0,
        "at": times.spoken(entry.run.started_at, zone=chapter.zone) if entry else "",
        "outdated": entry is not None and changed_since(chapter, entry),
        "previous_url": f"{here}?sebelum={shown.first.pk}" if shown.first and shown.has_before else "",
        "next_url": f"{here}?sesudah={shown.last.pk}" if shown.last and shown.has_after else "",
        "said": span(shown.first, shown.last),
    }


def _rows(chapter: Chapter, group: Group, rows: Sequence[Any]) -> Sequence[Any]:
    if group == Group.ONLY_NATIONAL:
        return rows
    return conflicts.of_rows(rows, chapter=chapter) if group == Group.CONFLICTS else lines(chapter, rows)


def facts_of(row: ListRow) -> list[Fact]:
    """Return what a row of the list says; the numbers of the state are masked or only said to be there."""
    line = _("%(list)s, baris %(line)s") % {"list": name_of(row.list), "line": row.line}
    return [
        Fact(_("Daftar"), f"{line} ({row.row_id})" if row.row_id else line),
        Fact(_("Nama"), row.name),
        Fact(_("Tanggal lahir"), row.birth),
        Fact(_("Telepon"), row.phone),
        Fact(_("Email"), row.email),
        Fact("NIK", _("diisi") if row.nik_lookup else ""),
        Fact("NIP", identity.masked(row.nip)),
        Fact(_("Tempat bekerja"), row.workplace),
        Fact(_("Kabupaten/kota"), row.regency),
        Fact(_("Status kepegawaian"), row.status),
    ]


def lists_page(chapter: Chapter) -> dict[str, Any]:
    """Return the lists of the chapter's members with their uploads."""
    uploads: dict[int, list[ListUpload]] = {}
    found = ListUpload.objects.filter(list__chapter=chapter, list__kind=MemberList.Kind.MEMBERS)
    found = found.select_related("by").order_by("-pk")
    for upload in found[:UPLOADS_SHOWN]:
        uploads.setdefault(upload.list_id, []).append(upload)
    counted: QuerySet[Any] = (
        MemberList.objects.of_members()
        .filter(chapter=chapter)
        .annotate(current=Count("rows", filter=Q(rows__gone_by__isnull=True)))
    )
    entry = certainty.latest(chapter)
    return {
        "kept": [
            Kept(
                name_of(each),
                each.current,
                uploads_of(chapter, uploads.get(each.pk, [])),
                upload_url(chapter, each.name),
            )
            for each in counted.order_by("name")
        ],
        "upload_url": upload_url(chapter, lists.DEFAULT),
        "outdated": entry is not None and changed_since(chapter, entry),
    }


def name_of(kept: MemberList) -> str:
    """Return the name of a list for people: most chapters keep one, whose name nobody gave."""
    return _("Daftar anggota") if kept.name == lists.DEFAULT else kept.name


def upload_url(chapter: Chapter, name: str) -> str:
    """Return where a new state of a list is uploaded."""
    return reverse("spreadsheets:start", args=[importing.KIND, importing.key_of(chapter, name)])


def _parts(chapter: Chapter, entry: LedgerEntry) -> list[charts.Part]:
    alike = entry.linked - entry.conflicts
    looks: list[tuple[Group, int, charts.Look, str, str]] = [
        (Group.LINKED, alike, "woven", _("Di kedua sisi, isinya sama"), _("baris daftar")),
        (Group.CONFLICTS, entry.conflicts, "hatched", _("Di kedua sisi, isinya berbeda"), _("baris daftar")),
        (Group.REVIEW, entry.review, "dotted", _("Perlu ditinjau"), _("baris daftar, mungkin anggota")),
        (Group.ONLY_LIST, entry.only_list, "warp", _("Hanya di daftar"), _("baris daftar, bukan anggota")),
        (
            Group.ONLY_NATIONAL,
            entry.only_national,
            "weft",
            _("Hanya nasional"),
            _("anggota, tidak pasti ada di daftar"),
        ),
    ]
    return [
        charts.Part(label, count, look, said, _url(chapter, group))
        for group, count, look, label, said in looks
    ]


def _differing(entry: LedgerEntry) -> list[str]:
    """Say which fields are in conflict, and in how many rows, the most frequent first."""
    counted = sorted(entry.differing.items(), key=lambda item: (-item[1], item[0]))
    return [f"{likelihood.named([field])} {count}" for field, count in counted]


def _nights(chapter: Chapter) -> list[Night]:
    entries = (
        LedgerEntry.objects.filter(run__chapter=chapter)
        .select_related("run")
        .order_by("-run__started_at", "-run")
    )
    return [
        Night(entry, times.spoken(entry.run.started_at, zone=chapter.zone))
        for entry in entries[:NIGHTS_SHOWN]
    ]


def changed_since(chapter: Chapter, entry: LedgerEntry) -> bool:
    """Tell whether a list of the chapter's members was changed after the run of `entry` had begun."""
    since = entry.run.started_at
    changed = Q(applied_at__gt=since) | Q(undone_at__gt=since)
    of_members = Q(list__chapter=chapter, list__kind=MemberList.Kind.MEMBERS)
    return ListUpload.objects.filter(changed & of_members).exists()


def lines(chapter: Chapter, rows: Sequence[ListRow]) -> list[Line]:
    """Return rows with whom they are linked to, in a few queries."""
    links: dict[int, list[Link]] = {}
    for link in reasons.links_of(rows):
        links.setdefault(link.row_id, []).append(link)
    sight = reasons.Sight([link for each in links.values() for link in each], chapter=chapter)
    return [_line(chapter, row, links.get(row.pk, []), sight) for row in rows]


def _line(chapter: Chapter, row: ListRow, links: list[Link], sight: reasons.Sight) -> Line:
    why = reverse("reconciliation:row", args=[chapter.pk, row.pk])
    if not links:
        return Line(row, why)
    best = next((link for link in links if link.band == Link.Band.AUTO), links[0])
    hidden = sight.hides(best)
    said = _said(best, others=len(links) - 1, hidden=hidden)
    if hidden:
        outside = _("Seorang anggota di luar daerah ini")
        who = sight.elsewhere(best, row.list) if best.band == Link.Band.AUTO else outside
        return Line(row, why, who=who, said=said)
    url = reverse("chapters:member", args=[chapter.pk, best.member_id])
    return Line(row, why, who=best.member.full_name, who_url=url, said=said)


def _said(link: Link, *, others: int, hidden: bool) -> str:
    said = []
    if link.band == Link.Band.REVIEW:
        said.append(_("peluang %(percent)s") % {"percent": likelihood.percent(link.told)})
        if others:
            said.append(_("dan %(count)d calon lain") % {"count": others})
    elif link.disagreements and not hidden:
        said.append(_("Berbeda: %(fields)s") % {"fields": likelihood.named(link.disagreements)})
    if link.duplicate_of:
        said.append(_("mengulang baris %(line)d") % {"line": link.duplicate_of.line})
    return "; ".join(said)


def uploads_of(chapter: Chapter, uploads: list[ListUpload]) -> list[Upload]:
    """Return the uploads of one list, the latest first; the latest that stands can be undone."""
    latest = next((upload.pk for upload in uploads if upload.undone_at is None), None)
    return [
        Upload(
            upload,
            times.spoken(upload.applied_at, zone=chapter.zone),
            reverse("reconciliation:undo", args=[chapter.pk, upload.pk]) if upload.pk == latest else "",
        )
        for upload in uploads
    ]


def undo_page(upload: ListUpload) -> dict[str, Any]:
    """Return what undoing an upload would do, and what stands in its way."""
    removed, returned = upload.added_rows.count(), upload.gone_rows.count()
    words = _(
        "%(removed)d baris yang dibawanya akan dihapus, dan %(returned)d baris yang digantikannya kembali."
    )
    return {
        "upload": upload,
        "blocked": lists.what_blocks_undo(upload),
        "said": words % {"removed": removed, "returned": returned},
        "title": _("Urungkan unggahan %(name)s?") % {"name": upload.file_name},
    }


def _url(chapter: Chapter, group: Group) -> str:
    return reverse("reconciliation:group", args=[chapter.pk, group.slug])


def span(first: ListRow | Member | None, last: ListRow | Member | None) -> str:
    """Say from whom to whom a page goes."""
    if first is None or last is None:
        return ""
    return _("%(first)s sampai %(last)s") % {"first": first.name, "last": last.name}
