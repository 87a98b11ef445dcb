"""Every page of the registry, taken from the URL resolver, as every kind of visitor."""

import datetime as dt
import io
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from chapters import acts, bulk_admission, privacy
from chapters.accountability import drafting, freezing
from chapters.boards import drafts
from chapters.boards.drafts import Post
from chapters.boards.recognising import Written
from chapters.circulars import sending as circulars
from chapters.duplicates import merging
from chapters.inviting import sending
from chapters.inviting.sending import Message
from chapters.models import (
    DPP,
    AccountabilityReport,
    Agreement,
    BulkAdmission,
    CarryOver,
    Chapter,
    Circular,
    Decision,
    DuplicatePair,
    Evidence,
    JointActivity,
    JointDecision,
    Link,
    ListedProposal,
    ListUpload,
    MemberList,
    Office,
    Partner,
    Programme,
    ProgrammeNote,
    SavedView,
    Seat,
    Target,
    Term,
)
from chapters.narrowing import Asked
from chapters.programmes import evidence, writing
from chapters.reconciliation import deciding, nights, queue, together
from chapters.reconciliation.addresses import mobile_in
from chapters.reconciliation.counting import Standing
from chapters.reconciliation.groups import Group, rows_of
from chapters.reconciliation.kinds import BY_SLUG
from chapters.rostering import exporting, looks, selecting
from events.assembly.views.assemblies import STEPS
from ipspi.accounts import addresses, confirming
from ipspi.accounts.models import User
from ipspi.jobs import running
from ipspi.spreadsheets import importing
from ipspi.spreadsheets.models import Upload
from members import acts as members_acts
from members import answering, cards, data_requests, documents, profile, proposals, refusing
from members.models import Correction, DataCopy, Member, Plan, PrivacyRequest, Proposal, Transfer
from members.proposals import Origin, Wanted
from tests.assemblies import make_whole
from tests.cast import BANDA_ACEH, PASSWORD, make_applicant, make_draft, make_member, make_user, with_app
from tests.fixtures.signing_in import step_up
from tests.pairs import make_pair
from tests.passkeys import make_passkey
from tests.photos import make_photo

# what is no page of ours: the admin has tests of its own, machines read the others
NO_PAGES = {
    "admin", "schema", "api-me", "healthz", "readyz", "regions:options",
    "members:institutions", "members:document", "members:preview", "chapters:document", "chapters:preview",
    "chapters:proof", "membership:proof_file", "jwks", "cards:pdf",
    "checking:worker", "checking:manifest", "checking:list", "mfa_login_webauthn", "mfa_download_recovery_codes",
    "privacy:download", "spreadsheets:rejected", "rostering:download", "programmes:download", "programmes:paper",
    "programmes:preview", "partners:scan",
    "accountability:pdf",
    "accountability:appendices",
    "assembly:pdf",
}  # fmt: skip
CHAPTER = "16"
SIGNS_OUT = "account_reset_password_from_key"  # somebody else's link ends one's session, so it comes last
LIST = """Nama Lengkap;NIP;No. HP;Kab/Kota
Suharti Contoh;;0812 0000 1111;Palembang
;;0812 0000 2222;Palembang
"""


class World:
    """The demo story after a night, with a visitor of every kind and one of everything that an address names."""

    def __init__(self) -> None:
        call_command("load_demo", stdout=io.StringIO())
        call_command("reconcile", chapter=[CHAPTER], stdout=io.StringIO())
        self.officer = Seat.objects.get(chapter=CHAPTER, office=Office.SECRETARY, ends_at=None).member.user
        self.newcomer = _newcomer()
        make_applicant(name="Sri" * 66, warnings=["nik_sex_differs"])  # one word, as long as a name may be
        self.visitors: dict[str, User | None] = {
            "anybody": None,
            "newcomer": self.newcomer,
            "applicant": Member.objects.awaiting_decision().exclude(user=None).first().user,
            "rejected": make_member(status=Member.Status.REJECTED).user,
            "member": Member.objects.counted().filter(seats=None).exclude(user=None).first().user,
            "officer": self.officer,
            "national board": Seat.objects.filter(chapter=DPP).exclude(user=None).first().user,
            "without password": _without_password(),
            "half way in": with_app(make_user()),
        }
        make_passkey(self.officer)
        RecoveryCodes.activate(self.officer)
        self.change = addresses.ask(user=self.newcomer, email="baru@contoh.example", at=timezone.now())
        self.asked = Member.objects.get(change_requests__ended_at=None, change_requests__isnull=False)
        self.visitors["asked applicant"] = self.asked.user
        self.bulks = [self._bulk(), self._bulk(before=bulk_admission.WAIT)]
        bulk_admission.admit_due(at=timezone.now())
        self.job = nights.start_by_hand(chapter=Chapter.objects.get(pk=CHAPTER), by=self.officer)
        self.uploads = [self._upload(), self._upload()]
        mapped = self.uploads[1]
        importing.assign(upload=mapped, places=mapped.places, by=self.officer, at=timezone.now())
        self.request, self.copy = self._asked()
        self.pairs = _pairs(self.officer)
        self.joint, self.decision = self._decided()
        self.invited = _invited(self.officer)
        self.report = _reported(self.officer)
        self.proposal = _proposed(self.visitors["member"])
        _prepared(self.officer)
        self.view, self.circular = _reached(self.officer)
        _shown_by_photo(self.officer)
        of_chapter = Member.objects.counted().filter(home_province=CHAPTER)
        self.assembly = make_whole(chapter=CHAPTER, member=of_chapter.first(), mark="II")
        unconfirmed = make_user(confirmed=False)
        address = EmailAddress.objects.get(user=unconfirmed)
        self.confirmation = confirming.send_code(address=address, at=timezone.now())

    def _bulk(self, *, before: dt.timedelta = -dt.timedelta(hours=1)) -> BulkAdmission:
        """Two applicants to be admitted together, one of whom cannot be."""
        chosen = [make_applicant(), make_applicant(warnings=["nik_sex_differs"])]
        return bulk_admission.choose(
            chapter=Chapter.objects.get(pk=CHAPTER), applicants=[each.pk for each in chosen], by=self.officer,
            at=timezone.now() - before,
        )  # fmt: skip

    def _upload(self) -> Upload:
        return importing.receive(
            kind="daftar", key=f"{CHAPTER}:own", file_name="anggota.csv", content=LIST.encode(),
            by=self.officer, at=timezone.now(),
        )  # fmt: skip

    def _decided(self) -> tuple[JointDecision, Decision]:
        """Pairs that were accepted together, one that was refused, and one for later."""
        chapter, at = Chapter.objects.get(pk=CHAPTER), timezone.now()
        chosen = together.choice(chapter, least=0.97, at=at)
        joint = together.accept(chapter=chapter, least=0.97, seen=chosen.seen, by=self.officer, at=at)
        waiting = list(queue.waiting(chapter, at=at).select_related("row__list__chapter")[:2])
        for link, answer in zip(waiting, ("NOT_SAME", "LATER"), strict=True):
            decision = deciding.decide(link=link, answer=answer, by=self.officer, at=at)
        return joint, decision

    def _asked(self) -> tuple[PrivacyRequest, DataCopy]:
        """A member who asked for correction, whose number was read, and whose copy is ready."""
        user, now = self.visitors["member"], timezone.now()
        member = Member.objects.counted().get(user=user)
        words = "Tempat bekerja saya sudah berubah."
        request = data_requests.ask(member=member, kind="CORRECT", words=words, by=user, at=now)
        privacy.read_numbers(member=member, reason="CHECK", words="", by=self.officer, at=now)
        if not member.corrections.open().filter(field="name").exists():
            profile.ask(member=member, field="name", new="Nama Yang Benar", note="", by=user, at=now)
        end = now + timedelta(days=7)
        copy = DataCopy.objects.create(
            member=member, user=user, asked_at=now, made_at=now, expires_at=end, content=b"zip"
        )
        return request, copy

    def addresses(self) -> Iterator[tuple[str, str]]:
        """Yield the name and the address of every page; an address with arguments must be known to FILLED."""
        for name, pattern in sorted(
            _patterns(get_resolver()), key=lambda page: (page[0] == SIGNS_OUT, page[0])
        ):
            if pattern.converters or name in FILLED:
                for arguments in FILLED[name](self):
                    yield name, reverse(name, args=arguments)
            else:
                yield name, reverse(name)

    def client(self, visitor: str) -> Client:
        client = Client()
        if visitor == "half way in":  # the password was right, the code is to come
            client.post(
                reverse("account_login"), {"login": self.visitors[visitor].email, "password": PASSWORD}
            )
        elif user := self.visitors[visitor]:
            client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
            step_up(client, user)
        return client


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else namespace
            if entry.namespace not in NO_PAGES:
                yield from _patterns(entry, inner)
        elif isinstance(entry, URLPattern) and f"{namespace}{entry.name}" not in NO_PAGES:
            yield f"{namespace}{entry.name}", entry.pattern


def _reported(officer: User) -> AccountabilityReport:
    """The second version of a report, with figures of its own that do not add up."""
    term = Term.objects.filter(chapter=CHAPTER).order_by("starts_on").first()
    report = drafting.begin(
        chapter=term.chapter, title="LPJ 2019–2023", since=term.starts_on, until=term.ends_on, by=officer, term=term,
        at=timezone.now(),
    )  # fmt: skip
    lines = [("Pekerja Sosial", 40), ("TKS", 128)]
    report = drafting.add_table(
        report=report, title="Uji kompetensi 2020", lines=lines, stated=148, by=officer
    )
    kept = freezing.present(report=report, by=officer, at=timezone.now())
    return drafting.amend(report=kept, by=officer, at=timezone.now())


def _newcomer() -> User:
    """Somebody who has answered every question and not sent it yet."""
    user = make_user()
    make_draft(user=user, documents=(), name="Nur'aini Contoh", birth_date="1985-03-28")
    for kind, look in (("foto", "portrait"), ("ijazah", "page")):
        documents.keep(by=user, kind=kind, content=make_photo(look), at=timezone.now())
    return user


def _without_password() -> User:
    user = make_user()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    return user


def _pairs(officer: User) -> list[DuplicatePair]:
    """A pair to decide, one with somebody elsewhere, and one that was merged."""
    elsewhere = make_member(home_regency=BANDA_ACEH)
    own = [make_member(name=f"Siti Rahma{end}") for end in ("wati", "waty", "", "ni")]
    pairs = [make_pair(own[0], own[1]), make_pair(own[0], elsewhere), make_pair(own[2], own[3])]
    merging.merge(keep=own[2], other=own[3], choices={}, by=officer, at=timezone.now())
    return pairs


def _invited(officer: User) -> Message:
    """Somebody who is only on the list, with a text that waits to be sent."""
    chapter, now = Chapter.objects.get(pk=CHAPTER), timezone.now()
    row = next(each for each in rows_of(Group.ONLY_LIST, chapter=chapter) if mobile_in(each.phone))
    (message,) = sending.invite(chapter=chapter, rows=[row.pk], channel="WHATSAPP", by=officer, at=now)
    return message


def _reached(officer: User) -> tuple[SavedView, Circular]:
    """A saved view, people who are chosen, a file that is ready and one that is not, and a mail that was written."""
    chapter, now = Chapter.objects.get(pk=CHAPTER), timezone.now()
    facts = {"chapter": chapter, "by": officer}
    views = [
        looks.save(name=name, filters={"work": "pns", "problem": "any"}, shown=["email", "chat"], **facts)
        for name in ("PNS yang datanya belum lengkap", "Sementara")
    ]
    looks.delete(view=views[1], at=now)
    some = Member.objects.counted().filter(home_province=CHAPTER).order_by("name")[:60]
    ids = set(some.values_list("pk", flat=True))
    selecting.choose(shown=ids, ticked=ids, at=now, **facts)
    for form in ("CSV", "XLSX"):
        job = exporting.ask(
            form=form,
            shown=["number"],
            of_chosen=True,
            asked=Asked(),
            reason="EVENT",
            words="",
            at=now,
            **facts,
        )
    running.run(job_id=str(job.pk))
    words = {"subject": "Undangan rapat kerja", "text": "Rapat kerja diadakan pada hari Sabtu."}
    circular = circulars.send(
        pk=uuid.uuid4(), to=selecting.chosen(officer, chapter=chapter), at=now, **words, **facts
    )
    return views[0], circular


def _proposed(user: User) -> Proposal:
    """A member who is asked about every kind of field, and has said no to one."""
    member = Member.objects.counted().get(user=user)
    values = {"phone": "+6281300001111", "name": "Nama Lain", "home_regency": "16.10", "employment": "PPPK"}
    wanted = [Wanted(member.pk, field, value) for field, value in {"workplace": "LKS Lain", **values}.items()]
    origin = Origin("LIST", Chapter.objects.get(pk=CHAPTER).name)
    rows = [row for _each, row in proposals.write(wanted, origin=origin, at=timezone.now())]
    link = Link.objects.filter(row__list__chapter=CHAPTER, row__gone_by=None, band="auto").first()
    for each in rows:
        ListedProposal.objects.create(proposal=each, list=link.row.list, key=link.row.key)
    answering.refuse(proposal=rows[0], words="Sudah pindah tahun lalu.", by=user, at=timezone.now())
    return rows[1]


def _prepared(officer: User) -> None:
    """A board that is being prepared: one name is settled, one is suggested, one is nobody known."""
    chapter, now = Chapter.objects.get(pk=CHAPTER), timezone.now()
    day = now.date()
    draft = drafts.start(
        chapter=chapter,
        name="Rancangan",
        starts_on=day,
        ends_on=day + timedelta(days=1826),
        by=officer,
        at=now,
    )
    known = Member.objects.filter(home_province=CHAPTER, status="ACTIVE").first()
    written = [
        Written(known.name, known.number),
        Written(f"Drs. {known.name}"),
        Written("Hj. Tidak Dikenal, M.Si"),
    ]
    posts = [Post(office=Office.ADVISER, title="", written=each) for each in written]
    drafts.write(draft=draft, posts=posts, by=officer)


def _seats(world: World) -> list[list[Any]]:
    """A seat that gives something and one that gives nothing."""
    seats = Seat.objects.filter(chapter=CHAPTER, ends_at=None)
    return [[CHAPTER, seats.filter(office=office).first().pk] for office in (Office.CHAIR, Office.ADVISER)]


def _reports(world: World) -> list[list[Any]]:
    """A draft, and a report that was presented."""
    return [[CHAPTER, world.report.pk], [CHAPTER, world.report.amends_id]]


def _terms(world: World) -> list[list[Any]]:
    return [[CHAPTER, pk] for pk in Term.objects.filter(chapter=CHAPTER).values_list("pk", flat=True)]


def _shown_by_photo(officer: User) -> None:
    """A programme with a photo, and one that was removed."""
    programme = Programme.objects.get(name="Satu data anggota")
    evidence.keep(
        programme=programme, name="Daftar hadir", content=make_photo(), by=officer, at=timezone.now()
    )
    removed = Programme.objects.get(name="Majalah daerah tercetak")
    writing.remove(programme=removed, reason="Tertulis dua kali", by=officer, at=timezone.now())


OF_ASSEMBLIES = (
    "assembly", "change", "settings", "voters", "check_in", "photo", "propose", "result", "begin", "minutes",
)  # fmt: skip
ROWS_OF_ASSEMBLIES = {
    "voter": "voter", "delegate": "voter", "objection": "objection", "take_back": "attendance",
    "withdraw": "candidate",
}  # fmt: skip


def _assemblies(world: World) -> list[list[Any]]:
    return [[CHAPTER, world.assembly["assembly"].pk]]


def _members(world: World) -> list[list[Any]]:
    own = Member.objects.filter(home_province=CHAPTER)
    shown = [own.awaiting_decision().first(), own.counted().first(), own.exclude(warnings=[]).first()]
    return [[CHAPTER, member.pk] for member in shown if member]


def _applicant(world: World) -> list[list[Any]]:
    return [[CHAPTER, Member.objects.filter(home_province=CHAPTER).awaiting_decision().first().pk]]


def _acts(world: World) -> list[list[Any]]:
    member = Member.objects.filter(home_province=CHAPTER, status="ACTIVE", seats=None, user=None).first()
    return [[CHAPTER, member.pk, key] for key in acts.ACTS]


def _applicants(world: World) -> list[list[Any]]:
    waiting = Member.objects.filter(home_province=CHAPTER).awaiting_decision()
    return [[CHAPTER, pk] for pk in waiting.values_list("pk", flat=True)]


def _rows(world: World) -> list[list[Any]]:
    links = Link.objects.filter(row__list__chapter=CHAPTER)
    shown = [
        links.filter(band="auto").first(),
        links.filter(band="review").first(),
        links.filter(moved=True).first(),
    ]
    return [[CHAPTER, link.row_id] for link in shown if link]


def _others(world: World) -> list[list[Any]]:
    """The lists that a university and an office gave."""
    lists = MemberList.objects.of_others().filter(chapter=CHAPTER).order_by("pk")
    return [[CHAPTER, pk] for pk in lists.values_list("pk", flat=True)]


def _review(world: World) -> list[list[Any]]:
    """Pairs that wait, of own members and of one elsewhere; one that was linked by itself; one that was decided."""
    links = Link.objects.filter(row__list__chapter=CHAPTER, row__gone_by=None)
    waiting, automatic = links.filter(band="review"), links.filter(band="auto")
    shown = [
        waiting.filter(moved=False).first(),
        waiting.filter(moved=True).first(),
        automatic.first(),
        automatic.filter(probability=1.0).first(),
    ]
    return [[CHAPTER, link.pk] for link in shown if link]


def _key(world: World) -> list[list[Any]]:
    user = world.officer
    return [[user_pk_to_url_str(user), default_token_generator.make_token(user)]]


def _passkey(world: World) -> list[list[Any]]:
    return [[Authenticator.objects.get(user=world.officer, type=Authenticator.Type.WEBAUTHN).pk]]


def _chapter(world: World) -> list[list[Any]]:
    return [[CHAPTER]]


def _chapters(world: World) -> list[list[Any]]:
    return [[CHAPTER], [DPP], ["94"]]


def _cards(world: World) -> list[list[Any]]:
    """The card of a member; one whose signature is of nobody."""
    member = Member.objects.counted().filter(home_province=CHAPTER).exclude(user=None).first()
    card = cards.current(member=member, at=timezone.now())
    return [[card.token], [card.token[:-8] + "AAAAAAAA"]]


def _programme(_world: World) -> list[list[Any]]:
    return [[CHAPTER, Programme.objects.get(name="Satu data anggota").pk]]


def _part_of_programme(table: Any) -> list[Any]:
    part = table.objects.filter(programme__removed_at=None).first()
    return [CHAPTER, part.programme_id, part.pk]


def _partner(_world: World) -> list[list[Any]]:
    return [[CHAPTER, Partner.objects.first().pk]]


def _agreement(_world: World) -> list[list[Any]]:
    agreement = Agreement.objects.kept().filter(renewals=None, ended_on=None).first()
    return [[CHAPTER, agreement.partner_id, agreement.pk]]


def _activity(_world: World) -> list[list[Any]]:
    activity = JointActivity.objects.first()
    return [[CHAPTER, activity.partner_id, activity.pk]]


# how to fill an address that has arguments; a new one belongs here
FILLED: dict[str, Callable[[World], list[list[Any]]]] = {
    "members:upload": lambda world: [["foto"], ["ijazah"], ["sertifikat"]],
    "members:remove": lambda world: [["ijazah"]],
    "confirm": lambda world: [[world.confirmation.pk]],
    "resend_confirmation": lambda world: [[world.confirmation.pk]],
    "prove_address": lambda world: [[world.change.pk]],
    "agree_to_address": lambda world: [[world.change.pk, "kunci"]],
    "mfa_edit_webauthn": _passkey,
    "mfa_remove_webauthn": _passkey,
    "end_session": lambda world: [[1]],
    "account_reset_password_from_key": _key,
    "checking:card": _cards,
    "chapters:growth": _chapters,
    "chapters:overview": _chapters,
    "chapters:roster": _chapters,
    "chapters:member": _members,
    "chapters:card": _members,
    "chapters:give_card": _members,
    "chapters:admit": _applicant,
    "chapters:reject": _applicant,
    "duplicates:pairs": _chapters,
    "duplicates:pair": lambda world: [[CHAPTER, pair.pk] for pair in world.pairs],
    "duplicates:merge": lambda world: [[CHAPTER, world.pairs[0].pk]],
    "duplicates:tell-apart": lambda world: [[CHAPTER, world.pairs[0].pk]],
    "duplicates:reopen": lambda world: [[CHAPTER, world.pairs[0].pk]],
    "duplicates:refer": lambda world: [[CHAPTER, world.pairs[1].pk]],
    "duplicates:undo": lambda world: [[CHAPTER, world.pairs[2].pk]],
    "chapters:act": _acts,
    "chapters:requests": _chapters,
    "chapters:correction": lambda world: [[CHAPTER, asked.pk] for asked in Correction.objects.all()],
    "chapters:suspension": lambda world: [
        [CHAPTER, plan.pk] for plan in Plan.objects.filter(kind="SUSPENSION")
    ],
    "chapters:transfers": _chapters,
    "chapters:receive": _chapter,
    "chapters:transfer": lambda world: [[CHAPTER, move.pk] for move in Transfer.objects.all()],
    "membership:proof": lambda _world: [["nama"]],
    "membership:act": lambda world: [[key] for key in members_acts.ACTS],
    "chapters:numbers": _members,
    "chapters:data_requests": _chapters,
    "chapters:data_request": lambda world: [[CHAPTER, world.request.pk]],
    "privacy:ask": lambda world: [["perbaiki"], ["batasi"], ["hapus"]],
    "privacy:withdraw": lambda world: [[world.request.pk]],
    "chapters:queue": _chapters,
    "chapters:application": _applicants,
    "chapters:ask": _applicant,
    "chapters:take_back": lambda world: [[CHAPTER, world.asked.pk]],
    "chapters:choose": _chapter,
    "chapters:bulk": lambda world: [[CHAPTER, bulk.pk] for bulk in world.bulks],
    "chapters:call_back": lambda world: [[CHAPTER, world.bulks[0].pk]],
    **dict.fromkeys(["boards:profile", "boards:board", "boards:history", "boards:rights"], _chapters),
    **dict.fromkeys(
        ["boards:contact", "boards:founded", "boards:cover", "boards:give", "boards:draft"], _chapters
    ),
    **dict.fromkeys(["boards:change_draft", "boards:add", "boards:settle", "boards:send"], _chapter),
    **dict.fromkeys(["boards:put_in_force", "boards:discard"], _chapter),
    **dict.fromkeys(["boards:replace", "boards:end"], _seats),
    **dict.fromkeys(["boards:term", "boards:correct", "boards:hand_over"], _terms),
    **dict.fromkeys(["assembly:list", "assembly:prepare"], _chapter),
    **dict.fromkeys([f"assembly:{page}" for page in OF_ASSEMBLIES], _assemblies),
    "assembly:step": lambda world: [[*_assemblies(world)[0], step] for step in STEPS],
    **{
        f"assembly:{page}": lambda world, row=row: [[*_assemblies(world)[0], world.assembly[row].pk]]
        for page, row in ROWS_OF_ASSEMBLIES.items()
    },
    "organisation:chapter": lambda _world: [["sumatera-selatan"], ["dpp"], ["papua-pegunungan"]],
    "accountability:start": _chapters,
    "accountability:new": _chapter,
    **dict.fromkeys(
        [f"accountability:{name}" for name in ("report", "add_table", "present", "discard", "amend")],
        _reports,
    ),
    "accountability:text": lambda world: [[CHAPTER, world.report.pk, "anggota"]],
    "accountability:remove_table": lambda world: [[CHAPTER, world.report.pk, 0]],
    "reconciliation:lists": _chapters,
    "reconciliation:undo": lambda world: [
        [CHAPTER, ListUpload.objects.filter(list__chapter=CHAPTER).latest("pk").pk]
    ],
    "reconciliation:new_list": _chapter,
    "reconciliation:give": lambda _world: [[CHAPTER, slug] for slug in BY_SLUG],
    "reconciliation:coverage": _chapters,
    "reconciliation:list": _others,
    "reconciliation:extend": _others,
    "reconciliation:delete_list": _others,
    "reconciliation:list_rows": lambda world: [
        [*listed, standing] for listed in _others(world) for standing in Standing
    ],
    "reconciliation:ledger": _chapters,
    "reconciliation:run": _chapter,
    "reconciliation:row": _rows,
    "reconciliation:review": _chapters,  # where pairs wait it leads on to the first
    "reconciliation:pair": _review,
    "reconciliation:decide": _review,
    "reconciliation:decisions": _chapters,
    "reconciliation:undo_decision": lambda world: [[CHAPTER, world.decision.pk]],
    "reconciliation:accept_together": _chapters,
    "reconciliation:joint": lambda world: [[CHAPTER, world.joint.pk]],
    "reconciliation:undo_joint": lambda world: [[CHAPTER, world.joint.pk]],
    "reconciliation:propose": _chapter,
    "reconciliation:propose_all": _chapters,
    "reconciliation:withdraw_proposal": lambda world: [[CHAPTER, world.proposal.pk]],
    "reconciliation:to_correct": _chapters,
    "membership:answer": lambda world: [[world.proposal.pk]],
    "reconciliation:group": lambda world: [[CHAPTER, group] for group in Group],
    "rostering:choose": _chapter,
    "rostering:print": _chapters,
    "rostering:columns": _chapters,
    "rostering:views": _chapters,
    "rostering:save_view": _chapter,
    "rostering:rename_view": lambda world: [[CHAPTER, world.view.pk]],
    "rostering:change_view": lambda world: [[CHAPTER, world.view.pk]],
    "rostering:delete_view": lambda world: [[CHAPTER, world.view.pk]],
    "rostering:restore_view": lambda world: [[CHAPTER, world.view.pk]],
    "rostering:export": _chapters,
    "rostering:exports": _chapters,
    "rostering:end_export": lambda world: [[CHAPTER, world.circular.pk]],  # its method alone is looked at
    "circulars:sent": _chapters,
    "circulars:write": _chapters,
    "circulars:circular": lambda world: [[CHAPTER, world.circular.pk]],
    "refusing:stop": lambda world: [[refusing.token_of(Member.objects.counted().first())], ["tidak-ada"]],
    "inviting:start": _chapters,
    "inviting:choose": _chapters,
    "inviting:send": _chapter,
    "inviting:mark_sent": _chapter,
    "inviting:remind": lambda world: [[CHAPTER, world.invited.invitation.pk]],
    "invitation:page": lambda world: [[world.invited.token]],
    "invitation:refuse": lambda world: [[world.invited.token]],
    "programmes:start": _chapters,
    "programmes:new": _chapter,
    "programmes:carry": _chapter,
    "programmes:undo_carry": lambda _world: [[CHAPTER, act.pk] for act in CarryOver.objects.all()],
    "programmes:programme": lambda _world: [
        [CHAPTER, each.pk] for each in Programme.objects.filter(targets__isnull=False).distinct()
    ],
    **{
        f"programmes:{name}": _programme
        for name in ("change", "state", "spend", "remove", "restore", "add_target", "note", "keep")
    },
    "programmes:change_target": lambda _world: [_part_of_programme(Target)],
    "programmes:remove_target": lambda _world: [_part_of_programme(Target)],
    "programmes:remove_note": lambda _world: [_part_of_programme(ProgrammeNote)],
    "programmes:remove_paper": lambda _world: [_part_of_programme(Evidence)],
    "partners:start": _chapters,
    "partners:new": _chapter,
    "partners:partner": lambda _world: [[CHAPTER, each.pk] for each in Partner.objects.all()],
    **{f"partners:{name}": _partner for name in ("change", "remove", "restore", "do_together", "sign")},
    **{
        f"partners:{name}": _agreement
        for name in (
            "change_agreement",
            "renew",
            "end",
            "go_on",
            "remove_agreement",
            "restore_agreement",
            "keep_scan",
            "remove_scan",
        )
    },
    "partners:change_activity": _activity,
    "partners:remove_activity": _activity,
    "jobs:progress": lambda world: [[world.job.pk]],
    "jobs:cancel": lambda world: [[world.job.pk]],
    "spreadsheets:start": lambda world: [["daftar", f"{CHAPTER}:own"]],
    "spreadsheets:upload": lambda world: [[upload.pk] for upload in world.uploads],
    "spreadsheets:columns": lambda world: [[upload.pk] for upload in world.uploads],
    "spreadsheets:sheet": lambda world: [[upload.pk] for upload in world.uploads],
    "spreadsheets:apply": lambda world: [[upload.pk] for upload in world.uploads],
    "spreadsheets:undo": lambda world: [[upload.pk] for upload in world.uploads],
    "spreadsheets:cancel": lambda world: [[upload.pk] for upload in world.uploads],
}
