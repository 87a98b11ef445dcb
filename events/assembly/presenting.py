"""What the pages of an assembly show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.http import QueryDict
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from chapters import access
from chapters.access import May
from chapters.models import BoardDraft
from events.assembly import attendance, candidates, electing, register, sitting, states, voters
from events.models import Assembly, Attendance, Candidate, Objection
from ipspi import keyset
from ipspi.accounts.models import User
from ipspi.regions import times
from members.summaries import Row

State = Assembly.State
WAY = (State.DRAFT, State.CALLED, State.LISTED, State.OPEN, State.ELECTED, State.CLOSED)
PASSED_BY = {State.ADJOURNED: State.LISTED}  # where a state off the way stands on it
LOOKS = {State.OPEN: "good", State.ELECTED: "good", State.CANCELLED: "bad", State.ADJOURNED: "wait"}
LATEST = 12  # arrivals shown


@dataclass(frozen=True, slots=True)
class Stage:
    label: str
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """Something to do next."""

    label: str
    url: str
    is_first: bool = False


def page_of(assembly: Assembly, *, rights: frozenset[May]) -> dict[str, Any]:
    """Return what the page of an assembly shows, in a constant number of queries."""
    result = getattr(assembly, "result", None)
    rows = assembly.candidates.select_related("member").defer("member__nik", "member__nik_lookup")
    is_drawn = assembly.drawn_at is not None
    return {
        "assembly": assembly,
        "chapter": assembly.chapter,
        "look": LOOKS.get(State(assembly.state), "news"),
        "steps": _stages(assembly),
        "facts": _facts(assembly),
        "settings": _settings(assembly),
        "agenda": [line.strip() for line in assembly.agenda.splitlines() if line.strip()],
        "quorum": sitting.quorum_of(assembly) if is_drawn else None,
        "resumes": _resumes(assembly),
        "excluded": voters.excluded_by_reason(assembly) if is_drawn else [],
        "objections": Objection.objects.filter(voter__assembly=assembly, state="OPEN").count(),
        "candidates": [(each, _lines(each, assembly)) for each in rows],
        "may_withdraw": May.HOLD_ASSEMBLY in rights and assembly.state in candidates.PROPOSING,
        "result": result,
        "tally": electing.tally_of(result) if result else None,
        "ways": ways_of(assembly, rights),
    }


def ways_of(assembly: Assembly, rights: frozenset[May]) -> list[Way]:
    """Return what may be done next with an assembly, the foremost first."""
    to, state = states.moves_of(assembly, rights), assembly.state
    holds, early = May.HOLD_ASSEMBLY in rights, state in {State.DRAFT, State.CALLED}
    is_due = assembly.drawn_at is not None
    offered = [
        (State.CALLED in to and state == State.DRAFT, _("Undang …"), _step(assembly, "undang")),
        (holds and early and not is_due, _("Ambil daftar pemilih …"), _step(assembly, "ambil-daftar")),
        (State.LISTED in to and is_due, _("Tutup daftar pemilih …"), _step(assembly, "tutup-daftar")),
        (State.ELECTED in to, _("Catat hasil pemilihan"), _url(assembly, "result")),
        (May.CHECK_IN in rights and state in attendance.COMING_IN, _("Catat kehadiran"), _url(assembly, "check_in")),
        (State.OPEN in to and state != State.ELECTED, _("Buka musyawarah …"), _step(assembly, "buka")),
        (State.ADJOURNED in to, _("Skors …"), _step(assembly, "skors")),
        (holds and state in candidates.PROPOSING, _("Usulkan calon ketua"), _url(assembly, "propose")),
        (holds and state in {State.ELECTED, State.CLOSED}, _("Berita acara"), _url(assembly, "minutes")),
        (_may_begin(assembly, rights), _("Masa bakti baru dari hasil ini"), _url(assembly, "begin")),
        (State.CLOSED in to, _("Tutup musyawarah …"), _step(assembly, "tutup")),
        (holds and early and is_due, _("Ambil lagi daftar pemilih …"), _step(assembly, "ambil-daftar")),
        (holds and state in {*WAY[:3], State.ADJOURNED}, _("Ubah acara dan tempat"), _url(assembly, "change")),
        (holds and early, _("Ubah aturan"), _url(assembly, "settings")),
        (State.OPEN in to and state == State.ELECTED, _("Urungkan hasil …"), _step(assembly, "urungkan-hasil")),
        (State.CALLED in to and state == State.LISTED, _("Buka lagi daftar pemilih …"), _step(assembly, "buka-daftar")),
        (State.CANCELLED in to, _("Batalkan musyawarah …"), _step(assembly, "batalkan")),
    ]  # fmt: skip
    shown = [(label, url) for is_offered, label, url in offered if is_offered]
    return [Way(label, url, not place) for place, (label, url) in enumerate(shown)]


def voters_page(assembly: Assembly, asked: QueryDict, *, rights: frozenset[May]) -> dict[str, Any]:
    """Return a page of the list: voters, or with `bukan` who is none."""
    excluded = "bukan" in asked
    text = asked.get("q", "").strip()[:100].replace("\0", "")
    rows = assembly.voters.filter(may_vote=not excluded).select_related("member", "regency", "attendance")
    if text:
        rows = rows.filter(member__name__icontains=text)
    rows = rows.annotate(sort_name=F("member__name")).defer("member__nik", "member__nik_lookup")
    after, before = (_key(asked, name) for name in ("sesudah", "sebelum"))
    page = keyset.page(rows, by=("sort_name", "id"), after=after, before=before)
    opens = Objection.objects.filter(voter__assembly=assembly, state="OPEN").select_related("voter__member")
    return {
        "assembly": assembly,
        "chapter": assembly.chapter,
        "rows": page.rows,
        "excluded": excluded,
        "q": text,
        "numbers": (
            assembly.voters.filter(may_vote=True).count(),
            assembly.voters.filter(may_vote=False).count(),
        ),
        "reasons": voters.excluded_by_reason(assembly),
        "objections": opens.defer("voter__member__nik", "voter__member__nik_lookup"),
        "delegations": voters.delegations(assembly) if assembly.franchise == "DELEGATES" else [],
        "may_change": May.HOLD_ASSEMBLY in rights and assembly.state in {State.DRAFT, State.CALLED},
        "is_as_closed": bool(assembly.list_hash) and voters.is_as_closed(assembly),
        "previous_url": _beyond(asked, "sebelum", page.first) if page.has_before else "",
        "next_url": _beyond(asked, "sesudah", page.last) if page.has_after else "",
    }


def coming_page(assembly: Assembly, *, user: User) -> dict[str, Any]:
    """Return what an officer at the door sees: the quorum and who came last."""
    rows = Attendance.objects.filter(voter__assembly=assembly).select_related("voter__member")
    latest = rows.defer("voter__member__nik", "voter__member__nik_lookup").order_by("-at", "-pk")[:LATEST]
    return {
        "assembly": assembly,
        "chapter": assembly.chapter,
        "quorum": sitting.quorum_of(assembly),
        "latest": [(each, times.local(each.at, zone=assembly.zone).strftime("%H.%M")) for each in latest],
        "is_open": assembly.state in attendance.COMING_IN,
        "may_take_back": _holds(user, assembly),
    }


def beginning_words(assembly: Assembly, draft: BoardDraft | None, *, may_keep: bool) -> dict[str, Any]:
    """Return what the question for the new term says: to the chapter, and to the DPP."""
    if not may_keep:
        return {
            "title": _("Siapkan kepengurusan dari hasil ini"),
            "lead": _(
                "Ketua terpilih masuk ke rancangan. Anda melengkapinya, dan DPP yang memberlakukannya."
            ),
            "submit": _("Siapkan kepengurusan"),
        }
    count = draft.seats.count() if draft else 1
    said = _("Dimulai dengan %(count)d jabatan; akses pengurus lama berakhir pada saat yang sama.")
    return {
        "title": _("Mulai masa bakti dari hasil ini"),
        "lead": said % {"count": count},
        "submit": _("Mulai masa bakti"),
    }


def _holds(user: User, assembly: Assembly) -> bool:
    return access.allows(user, May.HOLD_ASSEMBLY, chapter=assembly.chapter_id)


def _may_begin(assembly: Assembly, rights: frozenset[May]) -> bool:
    is_elected = assembly.state in {State.ELECTED, State.CLOSED} and assembly.term_id is None
    return is_elected and bool(rights & {May.PREPARE_BOARD, May.KEEP_BOARD})


def _stages(assembly: Assembly) -> list[Stage]:
    here = PASSED_BY.get(State(assembly.state), State(assembly.state))
    if here not in WAY:
        return []
    place = WAY.index(here)
    return [
        Stage(str(each.label), "done" if index < place else "now" if index == place else "later")
        for index, each in enumerate(WAY)
    ]


def _facts(assembly: Assembly) -> list[Row]:
    said = [
        (_("Hari dan tanggal"), date_format(assembly.held_on, "l, j F Y")),
        (_("Tempat"), assembly.place),
        (_("Diundang"), _moment(assembly.called_at, assembly)),
        (_("Daftar pemilih ditutup"), _moment(assembly.listed_at, assembly)),
        (_("Dibuka"), _moment(assembly.opened_at, assembly)),
        (_("Diskors"), _moment(assembly.adjourned_at, assembly)),
        (_("Ditutup"), _moment(assembly.closed_at, assembly)),
        (_("Masa bakti"), assembly.term.name if assembly.term else ""),
    ]
    return [Row(label, value, "") for label, value in said if value]


def _settings(assembly: Assembly) -> list[Row]:
    more = _("lebih dari %(percent)d %%") if assembly.quorum_exceeds else _("paling sedikit %(percent)d %%")
    later = _("tetap sama")
    if assembly.later_percent is not None:
        later = _("%(percent)d %% sesudah %(minutes)d menit") % {
            "percent": assembly.later_percent, "minutes": assembly.later_minutes,
        }  # fmt: skip
    who = str(assembly.get_franchise_display())
    if assembly.franchise == Assembly.Franchise.DELEGATES:
        who = _("%(each)d utusan kabupaten/kota untuk setiap %(per)d anggota") % {
            "each": assembly.delegates_each, "per": assembly.delegates_per,
        }  # fmt: skip

    def conditions(first: str, codes: list[str]) -> str:
        return "; ".join([first, *(register.label_of(code, assembly=assembly) for code in codes)])

    return [
        Row(_("Tanggal batas"), date_format(assembly.cutoff_on, "j F Y"), ""),
        Row(_("Yang memberi suara"), who, ""),
        Row(
            _("Syarat pemilih"),
            conditions(_("Anggota aktif dengan hak suara"), assembly.voter_conditions),
            "",
        ),
        Row(_("Syarat calon ketua"), conditions(_("Anggota aktif"), assembly.candidate_conditions), ""),
        Row(_("Kuorum"), more % {"percent": assembly.quorum_percent}, ""),
        Row(_("Kuorum sesudah skors"), later, ""),
    ]


def _lines(candidate: Candidate, assembly: Assembly) -> list[Mapping[str, Any]]:
    return [
        {**line, "label": register.label_of(line["code"], assembly=assembly)} for line in candidate.checked
    ]


def _resumes(assembly: Assembly) -> str:
    is_adjourned = assembly.state == State.ADJOURNED and assembly.later_percent is not None
    return _moment(sitting.resumes_at(assembly), assembly) if is_adjourned else ""


def _moment(moment: Any, assembly: Assembly) -> str:
    return times.spoken(moment, zone=assembly.zone) if moment else ""


def _key(asked: QueryDict, name: str) -> tuple[str, int] | None:
    """A key is the row's id behind the name that it stands under."""
    number, _sep, word = asked.get(name, "").partition("~")
    if number.isascii() and number.isdigit() and len(number) < 19 and word and "\0" not in word:
        return word, int(number)
    return None


def _beyond(asked: QueryDict, name: str, row: Any) -> str:
    query = asked.copy()
    for each in ("sesudah", "sebelum"):
        query.pop(each, None)
    query[name] = f"{row.pk}~{row.sort_name}"
    return "?" + query.urlencode()


def _url(assembly: Assembly, page: str) -> str:
    return reverse(f"assembly:{page}", args=[assembly.chapter_id, assembly.pk])


def _step(assembly: Assembly, step: str) -> str:
    return reverse("assembly:step", args=[assembly.chapter_id, assembly.pk, step])
