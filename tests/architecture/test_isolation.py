"""
No page shows one chapter's people to another chapter's officer, and what is another chapter's does not exist for them.

The pages come from the URL resolver: a new page with arguments fails here until ARGUMENTS says what fills them.
Everything of the foreign chapter carries a mark, its canary, that must not be in any answer.
"""

import io
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import count
from typing import Any

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django import Settings
from python_calamine import load_workbook

from chapters import asking, bulk_admission, privacy
from chapters.accountability import drafting
from chapters.models import (
    AccountabilityReport,
    BulkAdmission,
    Chapter,
    Chosen,
    Circular,
    Decision,
    DuplicatePair,
    Invitation,
    JointDecision,
    Link,
    ListedProposal,
    ListRow,
    MemberList,
    Office,
    RosterExport,
    SavedView,
    Seat,
    Term,
)  # fmt: skip
from chapters.reconciliation.groups import Group
from ipspi.accounts.models import User
from ipspi.jobs.models import Job
from ipspi.spreadsheets import importing
from ipspi.spreadsheets.writing import XLSX
from members import data_requests
from members.models import Correction, Employment, Member, Plan, PrivacyRequest, Proposal, Transfer
from tests.assemblies import make_whole
from tests.boards import make_draft, make_term
from tests.cast import (
    NOW,
    PASSWORD,
    make_document,
    make_member,
    make_nik,
    make_nip,
    make_officer,
    make_seat,
    make_user,
)  # fmt: skip
from tests.ledgers import make_link, make_list, make_row, make_run
from tests.pairs import make_pair
from tests.work import Work, make_work

pytestmark = pytest.mark.django_db
OURS, THEIRS = ("16", "16.71", "merpati"), ("11", "11.71", "kenari")
NOT_THERE = {404, 405}  # 405: the address takes another method, and looks at nothing before it says so
LIST = "daftar"  # the kind of upload that a chapter's list is
NOBODY = "7b0c1a52-7a0e-4a05-8a39-0d1c6f0a9c11"

_phones = count(811_0000_001)


def words_of(response: HttpResponse) -> str:
    """Return what can be read in an answer, in a PDF or a spreadsheet too."""
    kind = response.headers.get("Content-Type", "")
    if kind == "application/pdf":
        done = subprocess.run(
            ["pdftotext", "-", "-"], input=response.getvalue(), capture_output=True, check=True
        )
        return done.stdout.decode()
    if kind == XLSX:
        book = load_workbook(io.BytesIO(response.getvalue()))
        return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])
    return response.getvalue().decode()


@dataclass
class World:
    """A chapter with one of everything. Every word and number of it has the mark, or is in `secrets`."""

    code: str
    mark: str
    officer: User
    member: Member
    row: ListRow
    job: Job
    upload: models.Model
    pair: DuplicatePair
    asked: Correction
    plan: Plan
    move: Transfer
    data_request: PrivacyRequest
    bulk: BulkAdmission
    maybe: Link
    decision: Decision
    invitation: Invitation
    rows: list[models.Model] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    kept: MemberList | None = None
    outside: Link | None = None
    proposal: Proposal | None = None
    seat: Seat | None = None
    view: SavedView | None = None
    export: RosterExport | None = None
    circular: Circular | None = None
    work: Work | None = None
    report: AccountabilityReport | None = None
    assembly: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows += self.assembly.values()

    def shown_in(self, response: HttpResponse) -> list[str]:
        """Return what of this chapter an answer shows."""
        said = (words_of(response) + str(response.headers)).lower()
        return [secret for secret in [self.mark, *self.secrets] if secret.lower() in said]

    def state(self) -> list[Any]:
        return [type(row)._base_manager.filter(pk=row.pk).values().first() for row in self.rows]


def make_report(term: Term, mark: str, *, by: User) -> AccountabilityReport:
    report = drafting.begin(
        chapter=term.chapter, title=f"LPJ {mark}", since=term.starts_on, until=NOW.date(), by=by, at=NOW
    )
    lines = [(f"Uraian {mark}", 40)]
    return drafting.add_table(report=report, title=f"Tabel {mark}", lines=lines, stated=41, by=by)


def make_world(code: str, regency: str, mark: str) -> World:  # noqa: PLR0915 - one of everything that there is
    officer = make_officer(chapter=code)
    officer.name = f"Pengurus {mark}"
    officer.save()

    def person(kind: str, **facts: Any) -> Member:
        usual = {
            "name": f"{mark.title()} Zulkarnaen {kind}",
            "home_regency": regency,
            "phone": f"+62{next(_phones)}",
            "email": f"{mark}.{kind}@contoh.example",
            "workplace": f"Yayasan {mark}",
            "nip": make_nip(),
            "employment": Employment.PNS,
        }
        return make_member(**{**usual, **facts})

    member = person("anggota", number=f"{mark}.1", user=make_user(f"{mark}@contoh.example"))
    applicant = person("pendaftar", status=Member.Status.APPLIED, number=None)
    rejected = person("tertolak", status=Member.Status.REJECTED, rejection_reason=f"Alasan {mark}")
    document = make_document(member=applicant, content=f"Ijazah {mark}".encode())
    listed = {
        "phone": f"0{next(_phones)}",
        "workplace": f"Dinas {mark}",
        "row_id": f"{mark}-1",
        "regency": f"Kota {mark}",
    }
    row = make_row(chapter=code, name=f"{mark.title()} Zulkarnaen", nip=make_nip(), **listed)
    alone = make_row(
        chapter=code, name=f"{mark.title()} Sendiri", birth="27 Maret 1985", email=f"sendiri@{mark}.example"
    )
    run = make_run(chapter=code, national=1, rows=2, linked=1, only_list=1)
    link = make_link(member, row=row, evidence=[], disagreements=["phone"])
    doubtful = make_row(
        chapter=code, name=f"{mark.title()} Barangkali", nik=make_nik(), phone=f"0{next(_phones)}"
    )
    maybe = make_link(member, row=doubtful, band=Link.Band.REVIEW, probability=0.7)
    together = JointDecision.objects.create(chapter_id=code, least=0.9, by=officer, at=NOW)
    decision = Decision.objects.create(
        list=alone.list, key=alone.key, member=member, answer="NOT_SAME", probability=0.9, by=officer, at=NOW,
        together=together,
    )  # fmt: skip
    content = f"nama,telepon\n{mark.title()} Baru,0812\n".encode()
    upload = importing.receive(
        kind=LIST, key=f"{code}:own", file_name=f"{mark}.csv", content=content, by=officer, at=NOW
    )
    job = Job.objects.create(
        kind="chapters.reconcile",
        arguments={"chapter": code},
        started_by=officer,
        status="RUNNING",
        step=f"Langkah {mark}",
    )
    asked = Correction.objects.create(
        member=member,
        field="name",
        old=member.name,
        new=f"{mark} Baru",
        note=f"Penjelasan {mark}",
        asked_at=NOW,
    )
    plan = Plan.objects.create(
        member=member, kind="SUSPENSION", begins_on=NOW.date(), reason=f"Aduan {mark}", asked_at=NOW
    )
    move = Transfer.objects.create(
        member=member,
        from_province_id=code,
        to_province_id="12",
        to_regency_id="12.71",
        wished_on=NOW.date(),
        reason=f"Pindah {mark}",
        asked_at=NOW,
    )
    chosen = person("terpilih", status=Member.Status.APPLIED, number=None)
    bulk = bulk_admission.choose(
        chapter=Chapter.objects.get(pk=code), applicants=[chosen.pk], by=officer, at=timezone.now()
    )
    returned = person("diminta", status=Member.Status.APPLIED, number=None)
    change = asking.ask(applicant=returned, notes={"name": f"Catatan {mark}"}, by=officer, at=NOW)
    people = [member, applicant, rejected, chosen, returned]
    rows = [
        *people,
        bulk,
        change,
        asked,
        plan,
        move,
        officer,
        row,
        alone,
        row.list,
        row.added_by,
        run,
        link,
        upload,
        job,
        doubtful,
        maybe,
        decision,
        together,
    ]
    words = f"Nama saya {mark}"
    data_request = data_requests.ask(member=member, kind="CORRECT", words=words, by=member.user, at=NOW)
    privacy.read_numbers(member=member, reason="OTHER", words=f"Surat {mark}", by=officer, at=NOW)
    pair = make_pair(member, applicant)
    invitation = Invitation.objects.create(
        list=alone.list, key=alone.key, channel="EMAIL", address=f"sendiri@{mark}.example", made_at=NOW, sent_at=NOW,
        ends_at=timezone.now() + timedelta(days=9), token_hash=mark.encode(),
    )  # fmt: skip
    term = make_term(chapter=code, name=f"{mark} 2021–2026")
    seat = make_seat(
        chapter=code,
        office=Office.ADVISER,
        title=f"Penasihat {mark}",
        member=member,
        term=term,
        reason=f"Alasan {mark}",
    )
    draft = make_draft(
        chapter=code, name=f"{mark} 2026–2031", holders=[(Office.CHAIR, f"{mark.title()} Ketua Baru")]
    )
    report = make_report(term, mark, by=officer)
    rows += [term, seat, draft, draft.seats.get(), report]
    waiting, refused = (
        Proposal.objects.create(
            member=member, field=field, value=f"Nilai {mark}", value_lookup=f"{mark} {field}".encode(), source="LIST",
            source_name=f"DPD {mark}", at=NOW, state=state, answered_at=answered, words=f"Kata {mark}",
        )
        for field, state, answered in (("phone", "OPEN", None), ("workplace", "REFUSED", NOW))
    )  # fmt: skip
    listed = [
        ListedProposal.objects.create(proposal=each, list=row.list, key=row.key)
        for each in (waiting, refused)
    ]
    kept = make_list(
        chapter=code, name=f"Lulusan {mark}", about=f"Universitas {mark}", given_by=f"Bagian {mark}",
        purpose=f"Mengundang {mark}",
    )  # fmt: skip
    graduate = make_row(chapter=code, kept=kept, name=f"{mark.title()} Lulusan", phone=f"0{next(_phones)}")
    make_link(member, row=graduate)
    for standing in ("ganda", "kenal"):
        make_row(chapter=code, kept=kept, name=f"{mark.title()} {standing}")
    view, export, circular = make_reach(code, mark, officer, member)
    work = make_work(code, mark, officer=officer)
    rows += [
        view,
        export,
        circular,
        *work.rows,
        document,
        data_request,
        pair,
        invitation,
        kept,
        graduate,
        waiting,
        refused,
        *listed,
    ]
    secrets = [
        str(secret)
        for person in people
        for secret in (person.pk, person.nik, person.nip, person.phone, str(person.phone).removeprefix("+"))
    ]
    secrets += [row.nip, row.phone, doubtful.nik, doubtful.phone]
    return World(
        code,
        mark,
        officer,
        applicant,
        row,
        job,
        upload,
        pair,
        asked,
        plan,
        move,
        data_request,
        bulk,
        maybe,
        decision,
        invitation,
        rows,
        secrets,
        kept=kept,
        proposal=waiting,
        seat=seat,
        view=view,
        export=export,
        circular=circular,
        work=work,
        report=report,
        assembly=make_whole(chapter=code, member=member, mark=mark),
    )


def make_reach(
    code: str, mark: str, officer: User, member: Member
) -> tuple[SavedView, RosterExport, Circular]:
    """Make what an officer keeps of a roster, took out of it, and wrote to its people."""
    own = {"user": officer, "chapter_id": code}
    view = SavedView.objects.create(name=f"Tampilan {mark}", **own)
    Chosen.objects.create(member=member, at=NOW, **own)
    export = RosterExport.objects.create(
        chapter_id=code, by=officer, form="CSV", columns=["email"], reason="OTHER", words=f"Kata {mark}", asked_at=NOW,
        made_at=NOW, rows=1, expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip
    export.parts.create(number=0, content=f"Berkas {mark}".encode())
    circular = Circular.objects.create(
        chapter_id=code,
        by=officer,
        signed=f"Ketua {mark}",
        subject=f"Perihal {mark}",
        text=f"Isi {mark}",
        made_at=NOW,
    )
    circular.recipients.create(member=member)
    return view, export, circular


@pytest.fixture
def ours(settings: Settings) -> World:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # two worlds for every page
    return make_world(*OURS)


@pytest.fixture
def theirs(ours: World) -> World:
    """The other chapter. One of our rows is linked to its member, and one may be: people move."""
    world = make_world(*THEIRS)
    stranger = world.rows[0]
    moved = make_row(chapter=ours.code, name="Pindahan", key="moved")
    maybe = make_row(chapter=ours.code, name="Barangkali", key="maybe")
    made = make_link(stranger, row=moved, moved=True, disagreements=["phone", "workplace"])
    outside = make_link(stranger, row=maybe, band=Link.Band.REVIEW, probability=0.6, moved=True)
    ours.rows += [made]
    ours.outside = outside
    Decision.objects.create(
        list=moved.list, key="moved", member=stranger, answer="SAME", probability=0.9, by=ours.officer, at=NOW
    )
    make_pair(ours.rows[0], stranger)
    return world


@pytest.fixture
def signed_in(client: Client, ours: World) -> Client:
    client.force_login(ours.officer)
    # what stands behind the step-up is looked at as well
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


# ------------------------------------------------------------------ the addresses

Arguments = Callable[[World], list[Any]]


def of_work(parts: tuple[str, ...], world: World) -> list[Any]:
    """The chapter, and of its programmes and partners what an address names."""
    return [world.code, *(getattr(world.work, part).pk for part in parts)]


REPORT_PAGES = ("report", "add_table", "present", "amend", "discard", "pdf", "appendices")
ARGUMENTS: dict[str, Arguments] = {
    "chapters:growth": lambda world: [world.code],
    "chapters:overview": lambda world: [world.code],
    "chapters:roster": lambda world: [world.code],
    "chapters:member": lambda world: [world.code, world.member.pk],
    "chapters:card": lambda world: [world.code, world.member.pk],
    "chapters:give_card": lambda world: [world.code, world.member.pk],
    "chapters:admit": lambda world: [world.code, world.member.pk],
    "chapters:reject": lambda world: [world.code, world.member.pk],
    "duplicates:pairs": lambda world: [world.code],
    "duplicates:pair": lambda world: [world.code, world.pair.pk],
    "duplicates:merge": lambda world: [world.code, world.pair.pk],
    "duplicates:tell-apart": lambda world: [world.code, world.pair.pk],
    "duplicates:reopen": lambda world: [world.code, world.pair.pk],
    "duplicates:refer": lambda world: [world.code, world.pair.pk],
    "duplicates:undo": lambda world: [world.code, world.pair.pk],
    "chapters:document": lambda world: [world.code, world.member.pk, "ijazah"],
    "chapters:preview": lambda world: [world.code, world.member.pk, "ijazah"],
    "chapters:proof": lambda world: [world.code, world.asked.pk],
    "chapters:act": lambda world: [world.code, world.rows[0].pk, "iuran"],
    "chapters:requests": lambda world: [world.code],
    "chapters:correction": lambda world: [world.code, world.asked.pk],
    "chapters:suspension": lambda world: [world.code, world.plan.pk],
    "chapters:transfers": lambda world: [world.code],
    "chapters:receive": lambda world: [world.code],
    "chapters:transfer": lambda world: [world.code, world.move.pk],
    "chapters:numbers": lambda world: [world.code, world.member.pk],
    "chapters:data_requests": lambda world: [world.code],
    "chapters:data_request": lambda world: [world.code, world.data_request.pk],
    "chapters:queue": lambda world: [world.code],
    "chapters:application": lambda world: [world.code, world.member.pk],
    "chapters:ask": lambda world: [world.code, world.member.pk],
    "chapters:take_back": lambda world: [world.code, world.rows[4].pk],
    "chapters:choose": lambda world: [world.code],
    "chapters:bulk": lambda world: [world.code, world.bulk.pk],
    "chapters:call_back": lambda world: [world.code, world.bulk.pk],
    **dict.fromkeys(
        [
            *(
                "boards:profile",
                "boards:contact",
                "boards:founded",
                "boards:cover",
                "boards:board",
                "boards:history",
            ),
            *(
                "boards:rights",
                "boards:give",
                "boards:draft",
                "boards:change_draft",
                "boards:add",
                "boards:settle",
            ),
            *("boards:send", "boards:put_in_force", "boards:discard"),
        ],
        lambda world: [world.code],
    ),
    **dict.fromkeys(["boards:replace", "boards:end"], lambda world: [world.code, world.seat.pk]),
    **dict.fromkeys(
        ["boards:term", "boards:correct", "boards:hand_over"], lambda world: [world.code, world.seat.term_id]
    ),
    **dict.fromkeys(["accountability:start", "accountability:new"], lambda world: [world.code]),
    **dict.fromkeys(
        [f"accountability:{name}" for name in REPORT_PAGES], lambda world: [world.code, world.report.pk]
    ),
    "accountability:text": lambda world: [world.code, world.report.pk, "anggota"],
    "accountability:remove_table": lambda world: [world.code, world.report.pk, 0],
    **dict.fromkeys(["assembly:list", "assembly:prepare"], lambda world: [world.code]),
    **dict.fromkeys(
        [
            *("assembly:assembly", "assembly:change", "assembly:settings", "assembly:voters"),
            *("assembly:check_in", "assembly:photo", "assembly:propose", "assembly:result"),
            *("assembly:begin", "assembly:minutes", "assembly:pdf"),
        ],
        lambda world: [world.code, world.assembly["assembly"].pk],
    ),
    "assembly:step": lambda world: [world.code, world.assembly["assembly"].pk, "batalkan"],
    **{
        f"assembly:{page}": lambda world, row=row: [
            world.code,
            world.assembly["assembly"].pk,
            world.assembly[row].pk,
        ]
        for page, row in {
            "voter": "voter",
            "delegate": "voter",
            "objection": "objection",
            "take_back": "attendance",
            "withdraw": "candidate",
        }.items()
    },
    "reconciliation:lists": lambda world: [world.code],
    "reconciliation:undo": lambda world: [world.code, world.row.added_by_id],
    "reconciliation:new_list": lambda world: [world.code],
    "reconciliation:give": lambda world: [world.code, "lulusan"],
    "reconciliation:coverage": lambda world: [world.code],
    "reconciliation:list": lambda world: [world.code, world.kept.pk],
    "reconciliation:extend": lambda world: [world.code, world.kept.pk],
    "reconciliation:delete_list": lambda world: [world.code, world.kept.pk],
    "reconciliation:list_rows": lambda world: [world.code, world.kept.pk, "terdaftar"],
    "reconciliation:ledger": lambda world: [world.code],
    "reconciliation:run": lambda world: [world.code],
    "reconciliation:row": lambda world: [world.code, world.row.pk],
    "reconciliation:review": lambda world: [world.code],
    "reconciliation:pair": lambda world: [world.code, world.maybe.pk],
    "reconciliation:decide": lambda world: [world.code, world.maybe.pk],
    "reconciliation:decisions": lambda world: [world.code],
    "reconciliation:undo_decision": lambda world: [world.code, world.decision.pk],
    "reconciliation:accept_together": lambda world: [world.code],
    "reconciliation:joint": lambda world: [world.code, world.decision.together_id],
    "reconciliation:undo_joint": lambda world: [world.code, world.decision.together_id],
    "reconciliation:propose": lambda world: [world.code],
    "reconciliation:propose_all": lambda world: [world.code],
    "reconciliation:withdraw_proposal": lambda world: [world.code, world.proposal.pk],
    "reconciliation:to_correct": lambda world: [world.code],
    "inviting:start": lambda world: [world.code],
    "inviting:choose": lambda world: [world.code],
    "inviting:send": lambda world: [world.code],
    "inviting:mark_sent": lambda world: [world.code],
    "inviting:remind": lambda world: [world.code, world.invitation.pk],
    "rostering:choose": lambda world: [world.code],
    "rostering:print": lambda world: [world.code],
    "rostering:columns": lambda world: [world.code],
    "rostering:views": lambda world: [world.code],
    "rostering:save_view": lambda world: [world.code],
    "rostering:rename_view": lambda world: [world.code, world.view.pk],
    "rostering:change_view": lambda world: [world.code, world.view.pk],
    "rostering:delete_view": lambda world: [world.code, world.view.pk],
    "rostering:restore_view": lambda world: [world.code, world.view.pk],
    "rostering:export": lambda world: [world.code],
    "rostering:exports": lambda world: [world.code],
    "rostering:download": lambda world: [world.code, world.export.pk],
    "rostering:end_export": lambda world: [world.code, world.export.pk],
    "circulars:sent": lambda world: [world.code],
    "circulars:write": lambda world: [world.code],
    "circulars:circular": lambda world: [world.code, world.circular.pk],
    **{
        f"programmes:{name}": partial(of_work, parts)
        for name, parts in {
            "start": (),
            "new": (),
            "download": (),
            "carry": (),
            "undo_carry": ("act",),
            "programme": ("programme",),
            "change": ("programme",),
            "state": ("programme",),
            "spend": ("programme",),
            "remove": ("programme",),
            "restore": ("programme",),
            "add_target": ("programme",),
            "change_target": ("programme", "target"),
            "remove_target": ("programme", "target"),
            "note": ("programme",),
            "remove_note": ("programme", "note"),
            "keep": ("programme",),
            "paper": ("programme", "evidence"),
            "preview": ("programme", "evidence"),
            "remove_paper": ("programme", "evidence"),
        }.items()
    },
    **{
        f"partners:{name}": partial(of_work, parts)
        for name, parts in {
            "start": (),
            "new": (),
            "partner": ("partner",),
            "change": ("partner",),
            "remove": ("partner",),
            "restore": ("partner",),
            "do_together": ("partner",),
            "change_activity": ("partner", "activity"),
            "remove_activity": ("partner", "activity"),
            "sign": ("partner",),
            "change_agreement": ("partner", "agreement"),
            "renew": ("partner", "agreement"),
            "end": ("partner", "agreement"),
            "go_on": ("partner", "agreement"),
            "remove_agreement": ("partner", "agreement"),
            "restore_agreement": ("partner", "agreement"),
            "keep_scan": ("partner", "agreement"),
            "scan": ("partner", "agreement"),
            "remove_scan": ("partner", "agreement"),
        }.items()
    },
    "spreadsheets:start": lambda world: [LIST, f"{world.code}:own"],
    "spreadsheets:upload": lambda world: [world.upload.pk],
    "spreadsheets:columns": lambda world: [world.upload.pk],
    "spreadsheets:sheet": lambda world: [world.upload.pk],
    "spreadsheets:rejected": lambda world: [world.upload.pk],
    "spreadsheets:apply": lambda world: [world.upload.pk],
    "spreadsheets:undo": lambda world: [world.upload.pk],
    "spreadsheets:cancel": lambda world: [world.upload.pk],
    "jobs:progress": lambda world: [world.job.pk],
    "jobs:cancel": lambda world: [world.job.pk],
}
GROUPS = Group.values
OF_NO_ROW = {"reconciliation:give"}  # what follows the chapter is a word of ours
# a person's own, never a chapter's: whoever has the address may open it
OF_NO_CHAPTER = {
    "members:upload": ["ijazah"],
    "members:remove": ["ijazah"],
    "members:document": ["ijazah"],
    "members:preview": ["ijazah"],
    "confirm": [NOBODY],
    "resend_confirmation": [NOBODY],
    "prove_address": [NOBODY],
    "agree_to_address": [NOBODY, "kunci"],
    "mfa_edit_webauthn": [1],
    "mfa_remove_webauthn": [1],
    "end_session": [1],
    "account_reset_password_from_key": ["1", "set-password"],
    "invitation:page": ["tidak-ada"],  # who has the link answers
    "invitation:refuse": ["tidak-ada"],
    "organisation:chapter": ["sumatera-selatan"],  # everybody's
    "refusing:stop": ["tidak-ada"],  # who has the link of a mail ends such mail
    "checking:card": ["ABCDEFGH"],  # who has a card's code sees what the card says
    "membership:act": ["cuti"],
    "membership:answer": [1],
    "membership:proof": ["nama"],
    "membership:proof_file": ["nama"],
    "privacy:ask": ["hapus"],
    "privacy:withdraw": [1],
    "privacy:download": ["tidak-ada"],
}


def patterns(resolver: URLResolver, namespace: str = "", route: str = "") -> Iterator[tuple[str, str, bool]]:
    """Give each address's name, its route, and whether it has arguments."""
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", here, bool(pattern.pattern.regex.groupindex)
        else:
            yield from patterns(pattern, f"{pattern.namespace}:" if pattern.namespace else namespace, here)


ALL = sorted(set(patterns(get_resolver())))
DESK = [route for name, route, _some in ALL if name.startswith("admin:")]
PLAIN = [name for name, _route, some in ALL if not some and not name.startswith("admin:")]
WITH_ARGUMENTS = [name for name, _route, some in ALL if some and not name.startswith("admin:")]
OF_CHAPTERS = [name for name in WITH_ARGUMENTS if name not in OF_NO_CHAPTER]


def addresses(name: str, world: World) -> list[str]:
    if name == "reconciliation:group":
        return [reverse(name, args=[world.code, group]) for group in GROUPS]
    if name == "reconciliation:pair" and world.outside:
        return [reverse(name, args=[world.code, link.pk]) for link in (world.maybe, world.outside)]
    return [reverse(name, args=ARGUMENTS[name](world))]


def test_every_address_with_arguments_says_what_fills_them() -> None:
    assert set(WITH_ARGUMENTS) == ARGUMENTS.keys() | OF_NO_CHAPTER.keys() | {"reconciliation:group"}


# ------------------------------------------------------------------ what is shown


def questions(theirs: World) -> Iterator[dict[str, Any]]:
    """Ways to ask for a page: plain, as a part, looking for their people, and going on from one of them."""
    yield {}
    yield {"headers": {"HX-Request": "true"}}
    yield {"data": {"q": "zulkarnaen"}}
    yield {"data": {"q": theirs.member.phone.as_national.replace("-", "")[-4:], "status": "REJECTED"}}
    yield {"data": {"sesudah": theirs.member.pk}}
    yield {"data": {"sebelum": theirs.row.pk, "place": "11.71"}}


@pytest.mark.parametrize("name", PLAIN + OF_CHAPTERS)
def test_no_page_shows_another_chapters_people(
    name: str, signed_in: Client, ours: World, theirs: World
) -> None:
    for address in addresses(name, ours) if name in OF_CHAPTERS else [reverse(name)]:
        for question in questions(theirs):
            response = signed_in.get(address, **question)

            assert response.status_code < 500
            assert theirs.shown_in(response) == [], f"{address} {question}"


def test_our_own_people_are_shown(signed_in: Client, ours: World) -> None:
    """The canaries would be silent too if nothing were shown at all."""
    silent = [
        address
        for name in OF_CHAPTERS
        for address in addresses(name, ours)
        if (response := signed_in.get(address)).status_code == 200 and not ours.shown_in(response)
    ]

    # asked before a member is known; questions and figures without a name; a picture of a document
    assert {address.split("/")[-2] for address in silent} <= {
        "16", "rekonsiliasi", "baru", "terapkan", "batalkan", "urungkan", "hentikan",
        "profil", "kontak", "hak", "beri", "tambah", "ubah", "aturan",
        "perlu-ditinjau", "baris-ganda", "daerah-lain", "usulkan", "kecil", "semua", "lulusan",
        "kolom", "simpan", "ekspor", "tulis",
    }  # fmt: skip


# ------------------------------------------------------------------ what does not exist


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", OF_CHAPTERS)
def test_what_is_another_chapters_does_not_exist(
    name: str, method: str, signed_in: Client, ours: World, theirs: World
) -> None:
    before = theirs.state()
    mixed = [
        reverse(name, args=[ours.code, *theirs_only])
        for theirs_only in [ARGUMENTS[name](theirs)[1:] if name in ARGUMENTS else []]
        if theirs_only and name not in OF_NO_ROW and ARGUMENTS[name](theirs)[0] == theirs.code
    ]

    for address in [*addresses(name, theirs), *mixed]:
        response = getattr(signed_in, method)(address, {"reason": "Alasan"} if method == "post" else {})

        assert response.status_code in NOT_THERE, address
        assert theirs.shown_in(response) == []
    assert theirs.state() == before


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_desk_is_closed_to_a_chapters_officer(
    method: str, signed_in: Client, ours: World, theirs: World
) -> None:
    before = theirs.state()
    for route in DESK:
        table = ".".join(route.split("/")[1:3])
        for row in [row for row in theirs.rows if row._meta.label_lower == table] or [theirs.member]:
            address = "/" + route.replace("<path:object_id>", str(row.pk)).replace(
                "<path:content_type_id>", "1"
            )
            response = getattr(signed_in, method)(address)

            assert theirs.shown_in(response) == [], address
            if "object_id" in route:
                assert response.status_code in {301, 302, 403, 404, 405}, address
    assert theirs.state() == before
