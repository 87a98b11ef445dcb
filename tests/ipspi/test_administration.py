"""The DPP's desk: who enters, that it never shows an identity number, and that acts are verbs."""

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from chapters.desk import ACTS
from chapters.models import (
    DPP,
    Chapter,
    LedgerEntry,
    Link,
    ListRow,
    ListUpload,
    MatchingModel,
    MemberList,
    Office,
    Run,
    Seat,
    Term,
)
from ipspi.accounts.models import User
from ipspi.administration.site import site
from ipspi.audit.models import Act
from ipspi.encryption import lookup
from ipspi.jobs.models import Job
from ipspi.outbox.models import Mail
from ipspi.regions.models import OldRegencyCode, Regency, RegionAlias
from members.models import Consent, ConsentText, Institution, Member, NumberBook, Role

NIK, NIP = "1671014101809901", "198001012005012901"
NOW = dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)
NO_ROWS = {
    f"{rows}-{name}_FORMS": "0" for rows in ("coverage", "terms", "seats") for name in ("TOTAL", "INITIAL")
}
DESKS = sorted(model._meta.label_lower for model in site._registry)
pytestmark = pytest.mark.django_db


@pytest.fixture
def registrar() -> User:
    return officer("registrar@contoh.example", chapter=DPP, office=Office.REGISTRAR)


def officer(email: str, *, chapter: str, office: str) -> User:
    user = User.objects.create_user(email, name="Ratri Wulandari")
    Seat.objects.create(chapter_id=chapter, office=office, user=user, starts_at=NOW - dt.timedelta(days=90))
    return user


@pytest.fixture
def desk(client: Client, registrar: User) -> Client:
    client.force_login(registrar)
    return client


@pytest.fixture
def rows() -> Iterator[dict[str, models.Model]]:
    """One row of every table at the desk, with numbers that must not be seen."""
    return make_rows(1)


def make_rows(number: int) -> dict[str, models.Model]:
    member = Member.objects.create(
        status=Member.Status.ACTIVE,
        name=f"Dewi Anggraini {number}",
        number=f"16.2026.{number:06d}",
        nik=NIK[:12] + f"{9900 + number}",
        nik_lookup=lookup(NIK[:12] + f"{9900 + number}", purpose="nik"),
        nip=NIP[:15] + f"{900 + number}",
        birth_date=dt.date(1980, 1, 1),
        sex="P",
        email=f"dewi{number}@contoh.example",
        joined_on=dt.date(2026, 1, 5),
        home_province_id="16",
        home_regency_id="16.71",
        user=User.objects.create_user(f"dewi{number}@contoh.example"),
    )
    chapter = Chapter.objects.get(pk="16")
    term = Term.objects.create(
        chapter=chapter,
        name=f"Periode {number}",
        starts_on=dt.date(2019, 4, 8),
        ends_on=dt.date(2023, 5, 14),
        ended_on=dt.date(2023, 5, 14),
    )
    seat = Seat.objects.create(
        chapter=chapter, term=term, office=Office.DIVISION, member=member, starts_at=NOW, decree_number="1"
    )
    own = MemberList.objects.create(chapter=chapter, name=f"daftar {number}")
    upload = ListUpload.objects.create(list=own, file_name="anggota.xlsx", applied_at=NOW, added=1)
    line = ListRow.objects.create(
        list=own,
        key=f"k{number}",
        line=2,
        added_by=upload,
        content_hash=b"x",
        name="Dewi A.",
        nik=member.nik,
        nik_lookup=member.nik_lookup,
        nip=member.nip,
    )
    model = MatchingModel.objects.create(learned_at=NOW, parameters={})
    run = Run.objects.create(chapter=chapter, started_at=NOW, finished_at=NOW, model=model)
    ledger = LedgerEntry.objects.create(
        run=run,
        national=1,
        rows=1,
        linked=1,
        review=0,
        only_list=0,
        only_national=0,
        conflicts=0,
        duplicates=0,
        moved=0,
    )
    link = Link.objects.create(
        row=line,
        member=member,
        run=run,
        band="auto",
        probability=0.99,
        bits=20,
        evidence=[["nip", "same", 20.0]],
    )
    regency = Regency.objects.order_by("code")[number]
    consent = Consent.objects.create(member=member, text=ConsentText.objects.get(), given_at=NOW)
    made = [
        member,
        chapter,
        term,
        seat,
        own,
        upload,
        run,
        ledger,
        link,
        model,
        consent,
        regency,
        regency.province,
    ]
    made += [
        member.user,
        member.type,
        consent.text,
        chapter.coverage.get(),
        NumberBook.objects.create(number=member.number, sequence=number, member=member),
        Mail.objects.create(
            key=f"m{number}",
            kind="account.confirmation",
            to=member.email,
            subject="123456 adalah kode",
            text="123456",
        ),
        Job.objects.create(kind="night", arguments={"chapter": "16"}),
        Institution.objects.create(name=f"Akademi {number}", key=f"akademi {number}"),
        Role.objects.create(name=f"Peran {number}"),
        RegionAlias.objects.create(alias=f"Nama lain {number}", regency=regency),
        OldRegencyCode.objects.order_by("old_code")[number],
        Act.objects.create(did="seat.give", on_table="chapters_seat", on_id=str(seat.pk), chapter="16"),
    ]
    return {row._meta.label_lower: row for row in made}


def address(label: str, page: str, *args: object) -> str:
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


def pages_of(label: str, row: models.Model) -> Iterator[str]:
    yield address(label, "changelist")
    yield address(label, "change", row.pk)
    yield address(label, "history", row.pk)
    if "add" in ACTS[label]:
        yield address(label, "add")
    if "delete" in ACTS[label]:
        yield address(label, "delete", row.pk)
    desk_ = next(desk for model, desk in site._registry.items() if model._meta.label_lower == label)
    for act in desk_.actions_detail:
        yield reverse(f"admin:{label.replace('.', '_')}_{act}", args=[row.pk])


# ---------------------------------------------------------------- who enters
def test_every_table_at_the_desk_has_its_acts_and_no_other_has() -> None:
    # the consents and the coverage are also seen below their member and their chapter
    assert sorted(set(ACTS) - {"chapters.coverage"}) == DESKS


def test_a_registrar_of_the_dpp_opens_every_page_and_sees_no_identity_number(
    desk: Client, rows: dict[str, models.Model]
) -> None:
    member = rows["members.member"]
    secret = re.compile(f"{member.nik}|{member.nip}|{bytes(member.nik_lookup).hex()}".encode())

    answers = {page: desk.get(page) for label in DESKS for page in pages_of(label, rows[label])}

    assert {page: answer.status_code for page, answer in answers.items()} == dict.fromkeys(answers, 200)
    assert [page for page, answer in answers.items() if secret.search(answer.content)] == []
    assert len(answers) >= 3 * len(DESKS)


@pytest.mark.parametrize("who", ["an officer of a DPD", "a member", "a superuser", "a former registrar"])
def test_nobody_else_opens_any_page(who: str, client: Client, rows: dict[str, models.Model]) -> None:
    client.force_login(somebody(who, rows))
    pages = [reverse("admin:index"), *(page for label in DESKS for page in pages_of(label, rows[label]))]

    answers = {page: client.get(page).status_code for page in pages}

    assert answers == dict.fromkeys(pages, 403)


def somebody(who: str, rows: dict[str, models.Model]) -> User:
    if who == "an officer of a DPD":
        return officer("ketua@contoh.example", chapter="16", office=Office.CHAIR)
    if who == "a superuser":
        return User.objects.create_superuser("super@contoh.example", "kata sandi yang panjang")
    if who == "a former registrar":
        user = officer("dulu@contoh.example", chapter=DPP, office=Office.REGISTRAR)
        Seat.objects.filter(user=user).update(ends_at=NOW - dt.timedelta(days=1))
        return user
    return rows["members.member"].user


def test_an_auditor_sees_but_changes_nothing(client: Client, rows: dict[str, models.Model]) -> None:
    client.force_login(officer("pemeriksa@contoh.example", chapter=DPP, office=Office.AUDITOR))
    before = Act.objects.count()
    lists = {label: client.get(address(label, "changelist")).status_code for label in DESKS}
    acts = [page for label in DESKS for page in pages_of(label, rows[label]) if "/change/" not in page]

    assert [label for label, status in lists.items() if status == 403] == ["jobs.job", "outbox.mail"]
    for page in acts:
        client.post(page, {"post": "yes", "reason": "x", "email": "lain@contoh.example"})
    assert Act.objects.count() == before


def test_who_is_not_signed_in_goes_to_our_own_sign_in(client: Client) -> None:
    page = address("members.member", "changelist")

    assert client.get(page).url == f"{reverse('account_login')}?next={page}"
    assert (
        client.get(reverse("admin:login")).url == f"{reverse('account_login')}?next={reverse('admin:index')}"
    )


def test_only_our_own_tables_are_at_the_desk() -> None:
    assert {label.partition(".")[0] for label in DESKS} == {
        "accounts",
        "audit",
        "chapters",
        "jobs",
        "members",
        "outbox",
        "regions",
    }


# ---------------------------------------------------------------- what is seen
def test_a_page_of_a_mail_does_not_show_what_it_says(desk: Client, rows: dict[str, models.Model]) -> None:
    for page in pages_of("outbox.mail", rows["outbox.mail"]):
        assert b"123456" not in desk.get(page).content, page


def test_a_list_asks_the_database_as_often_for_many_rows_as_for_few(desk: Client) -> None:
    make_rows(1)
    few = {label: queries(desk, address(label, "changelist")) for label in DESKS}
    for number in range(2, 6):
        make_rows(number)

    assert {label: queries(desk, address(label, "changelist")) for label in DESKS} == few
    assert max(few.values()) <= 10


def test_the_page_of_a_chapter_asks_as_often_for_many_seats_as_for_few(desk: Client) -> None:
    make_rows(1)
    desk.get(
        address("chapters.chapter", "change", "16")
    )  # Django remembers the type of the content once asked
    few = queries(desk, address("chapters.chapter", "change", "16"))
    for number in range(2, 6):
        make_rows(number)

    assert queries(desk, address("chapters.chapter", "change", "16")) == few


def queries(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


def test_the_desk_has_its_own_content_security_policy(desk: Client) -> None:
    here = desk.get(reverse("admin:index")).headers["Content-Security-Policy"]
    elsewhere = desk.get(reverse("account_set_password")).headers["Content-Security-Policy"]

    assert parts(here) == {
        **parts(elsewhere),
        "script-src": "'self' 'unsafe-eval'",
        "style-src": "'self' 'unsafe-inline'",
    }
    assert parts(elsewhere)["script-src"] == parts(elsewhere)["style-src"] == "'self'"


def parts(policy: str) -> dict[str, str]:
    return dict(part.strip().partition(" ")[::2] for part in policy.split(";"))


# ---------------------------------------------------------------- what is done
def test_a_change_is_recorded_in_our_log_and_not_in_djangos(desk: Client, registrar: User) -> None:
    desk.post(
        address("chapters.chapter", "change", "16"),
        {
            "email": "dpd16@contoh.example",
            "phone": "",
            "looked_after_by": "11",
            "status": "FOUNDED",
            **NO_ROWS,
        },
    )

    chapter = Chapter.objects.get(pk="16")
    assert (chapter.email, chapter.looked_after_by_id, chapter.is_founded) == (
        "dpd16@contoh.example",
        DPP,
        False,
    )
    act = Act.objects.get(did="admin.change")
    assert (act.actor_id, act.on_table, act.on_id, act.chapter) == (
        registrar.pk,
        "chapters_chapter",
        "16",
        "16",
    )
    assert act.details == {"fields": ["email"]}
    assert LogEntry.objects.count() == 0


def applicant(number: int) -> Member:
    return Member.objects.create(
        status=Member.Status.APPLIED,
        name=f"Sari {number}",
        applied_at=NOW,
        home_province_id="16",
        email=f"sari{number}@contoh.example",
    )


def test_an_applicant_is_admitted_by_the_verb(desk: Client, registrar: User) -> None:
    page = reverse("admin:members_member_admit", args=[applicant(1).pk])

    assert desk.get(page).status_code == 200
    assert Member.objects.get().status == Member.Status.APPLIED
    assert desk.post(page, {"yes": "1"}).status_code == 302
    member = Member.objects.get()
    assert (member.status, member.decided_by, bool(member.number)) == (Member.Status.ACTIVE, registrar, True)
    assert "sudah diputuskan" in desk.post(page, {"yes": "1"}).content.decode()
    assert Act.objects.filter(did="admit").count() == 1


def test_an_applicant_is_rejected_with_a_reason(desk: Client) -> None:
    page = reverse("admin:members_member_reject", args=[applicant(1).pk])

    assert desk.post(page, {"reason": ""}).status_code == 200
    assert Member.objects.get().status == Member.Status.APPLIED
    desk.post(page, {"reason": "Ijazah belum dilampirkan."})
    member = Member.objects.get()
    assert (member.status, member.rejection_reason) == (Member.Status.REJECTED, "Ijazah belum dilampirkan.")


def test_several_applicants_are_admitted_and_the_decided_one_is_refused(desk: Client) -> None:
    members = [applicant(1), applicant(2), make_rows(1)["members.member"]]

    answer = desk.post(
        address("members.member", "changelist"),
        {"action": "admit_chosen", "_selected_action": [member.pk for member in members]},
        follow=True,
    )

    said = [str(message) for message in answer.context["messages"]]
    assert said == ["2 baris selesai.", "1 baris tidak diubah: Pendaftaran ini sudah diputuskan."]


def test_decided_members_are_offered_no_decision(desk: Client, rows: dict[str, models.Model]) -> None:
    decided = desk.get(address("members.member", "change", rows["members.member"].pk))
    waiting = desk.get(address("members.member", "change", applicant(1).pk))

    assert [act["title"] for act in decided.context["actions_detail"]] == []
    assert [act["title"] for act in waiting.context["actions_detail"]] == ["Terima", "Tolak"]


def test_a_chapter_is_entrusted_and_founded_by_the_verbs(desk: Client) -> None:
    founding = {"founded_on": "08/04/2019", "decree_number": "SK/1/2019", "decree_on": "08/04/2019"}
    desk.post(reverse("admin:chapters_chapter_found", args=["16"]), founding)
    desk.post(reverse("admin:chapters_chapter_entrust", args=["17"]), {"to": "16"})

    chapter = Chapter.objects.get(pk="16")
    assert (chapter.is_founded, chapter.founded_on) == (True, dt.date(2019, 4, 8))
    assert Chapter.objects.get(pk="17").looked_after_by_id == "16"
    assert list(Act.objects.order_by("id").values_list("did", flat=True)) == ["found", "entrust"]


def test_a_seat_is_given_and_ended_by_the_verbs(desk: Client, rows: dict[str, models.Model]) -> None:
    seat = {
        "chapter": "16",
        "office": Office.SECRETARY,
        "member": rows["members.member"].pk,
        "starts_at_0": "20/11/2026",
        "starts_at_1": "08:00",
    }
    answer = desk.post(address("chapters.seat", "add"), seat)

    given = Seat.objects.get(office=Office.SECRETARY)
    assert (answer.status_code, given.member, given.chapter_id) == (302, rows["members.member"], "16")
    desk.post(reverse("admin:chapters_seat_end", args=[given.pk]), {"yes": "1"})
    given.refresh_from_db()
    assert given.ends_at is not None
    acts = Act.objects.filter(on_table="chapters_seat", on_id=str(given.pk)).order_by("id")
    assert list(acts.values_list("did", flat=True)) == ["give_seat", "end_seat"]


def test_a_seat_that_the_verb_refuses_keeps_what_was_typed(desk: Client) -> None:
    member = applicant(1)
    seat = {
        "chapter": "16",
        "office": Office.CHAIR,
        "member": member.pk,
        "starts_at_0": "20/11/2026",
        "starts_at_1": "08:00",
    }

    answer = desk.post(address("chapters.seat", "add"), seat)

    assert "Hanya anggota aktif" in answer.content.decode()
    assert answer.context["form"]["member"].value() == str(member.pk)


def test_a_failed_mail_is_sent_again(desk: Client, registrar: User, rows: dict[str, models.Model]) -> None:
    mail = rows["outbox.mail"]
    Mail.objects.filter(pk=mail.pk).update(status=Mail.Status.FAILED, attempts=8, error="SMTPDataError")

    desk.post(reverse("admin:outbox_mail_retry", args=[mail.pk]), {"yes": "1"})

    mail.refresh_from_db()
    assert (mail.status, mail.attempts, mail.error) == (Mail.Status.WAITING, 0, "")
    assert Act.objects.get(did="retry_mail").actor_id == registrar.pk


def test_a_mail_that_has_not_failed_is_refused_with_the_verbs_words(
    desk: Client, rows: dict[str, models.Model]
) -> None:
    answer = desk.post(reverse("admin:outbox_mail_retry", args=[rows["outbox.mail"].pk]), {"yes": "1"})

    assert "Hanya email yang gagal" in answer.content.decode()
    assert Act.objects.filter(did="retry_mail").count() == 0


def test_several_failed_mails_are_sent_again_at_once(desk: Client) -> None:
    mails = [make_rows(number)["outbox.mail"] for number in (1, 2, 3)]
    Mail.objects.filter(pk__in=[mails[0].pk, mails[1].pk]).update(status=Mail.Status.FAILED)

    answer = desk.post(
        address("outbox.mail", "changelist"),
        {"action": "retry_chosen", "_selected_action": [mail.pk for mail in mails]},
        follow=True,
    )

    said = [str(message) for message in answer.context["messages"]]
    assert said == ["2 baris selesai.", "1 baris tidak diubah: Hanya email yang gagal dapat dikirim ulang."]


def test_a_job_is_stopped_once(desk: Client, rows: dict[str, models.Model]) -> None:
    page = reverse("admin:jobs_job_cancel", args=[rows["jobs.job"].pk])

    assert desk.get(page).status_code == 200
    assert Job.objects.get().status == Job.Status.WAITING
    assert desk.post(page, {"yes": "1"}).status_code == 302
    assert Job.objects.get().status == Job.Status.CANCELLED
    assert "sudah berakhir" in desk.post(page, {"yes": "1"}).content.decode()
    assert Act.objects.filter(did="cancel_job").count() == 1


def test_an_account_is_closed_and_opened_again_but_not_ones_own(desk: Client, registrar: User) -> None:
    user = User.objects.create_user("siapa@contoh.example")

    desk.post(reverse("admin:accounts_user_close", args=[user.pk]), {"yes": "1"})
    assert not User.objects.get(pk=user.pk).is_active
    desk.post(reverse("admin:accounts_user_reopen", args=[user.pk]), {"yes": "1"})
    assert User.objects.get(pk=user.pk).is_active
    own = desk.post(reverse("admin:accounts_user_close", args=[registrar.pk]), {"yes": "1"})
    assert "akun Anda sendiri" in own.content.decode()
    assert list(Act.objects.order_by("id").values_list("did", flat=True)) == [
        "account.close",
        "account.reopen",
    ]


def test_the_history_of_a_row_is_that_of_our_log(desk: Client, registrar: User) -> None:
    user = User.objects.create_user("siapa@contoh.example")
    desk.post(reverse("admin:accounts_user_close", args=[user.pk]), {"yes": "1"})

    page = desk.get(address("accounts.user", "history", user.pk))

    assert [(act.did, actor) for act, actor in page.context["acts"]] == [("account.close", registrar)]


def test_the_sidebar_shows_what_may_be_seen_and_no_more(client: Client, desk: Client) -> None:
    tables = {link for _, link in sidebar(desk)}
    assert tables == {address(label, "changelist") for label in DESKS}

    client.force_login(officer("pemeriksa@contoh.example", chapter=DPP, office=Office.AUDITOR))
    hidden = {address("outbox.mail", "changelist"), address("jobs.job", "changelist")}
    assert {link for _, link in sidebar(client)} == tables - hidden


def sidebar(client: Client) -> list[tuple[str, str]]:
    groups = client.get(reverse("admin:index")).context["sidebar_navigation"]
    return [(item["title"], item["link"]) for group in groups for item in group["items"]]


def test_who_may_enter_the_desk_finds_it_in_the_header(desk: Client) -> None:
    assert reverse("admin:index") in desk.get(reverse("account_set_password")).content.decode()


@pytest.mark.parametrize(
    "field", ["nip__startswith", "nik_lookup", "phone__contains", "birth_date__gte", "nik__isnull"]
)
def test_a_masked_number_is_not_spelt_out_by_asking_for_its_beginning(desk: Client, field: str) -> None:
    response = desk.get(reverse("admin:members_member_changelist"), {field: "1"})

    assert response.status_code in (302, 400)
    assert response.headers.get("Location", "").endswith("?e=1") or response.status_code == 400
