"""Writing to many: who is reached and who is not, once each, within limits, and only by who may."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from chapters import rosters
from chapters.circulars import presenting, reaching, sending
from chapters.models import Chapter, Circular, CircularRecipient, Office
from ipspi.audit.models import Act
from ipspi.jobs import running
from ipspi.jobs.models import Job
from ipspi.outbox.models import Mail
from members import privacy, refusing
from members.models import Member, Restriction
from members.privacy import NumberInWords
from tests.cast import BANDA_ACEH, NOW, make_applicant, make_member, make_officer, make_user

pytestmark = pytest.mark.django_db
LEADS = [Office.CHAIR, Office.VICE_CHAIR, Office.SECRETARY, Office.REGISTRAR]
WORDS = {"subject": "Rapat kerja", "text": "Rapat pada hari Sabtu.\n\nhttps://contoh.example/rapat"}


@pytest.fixture
def chapter():
    Chapter.objects.filter(pk="16").update(email="dpd.16@contoh.example")
    return Chapter.objects.get(pk="16")


@pytest.fixture
def officer():
    return make_officer(chapter="16", office=Office.SECRETARY)


@pytest.fixture
def people():
    """One of every kind of people who may be chosen."""
    kinds = {"Cuti": "ON_LEAVE", "Diberhentikan": "SUSPENDED"}
    everybody = {
        name: make_member(name=name, status=status, email="x@contoh.example")
        for name, status in kinds.items()
    }
    everybody |= {
        name: make_member(name=name, email=f"{name.lower()}@contoh.example")
        for name in ("Siti", "Dibatasi", "Menolak")
    }
    everybody["Akun"] = make_member(
        name="Akun", user=make_user("akun@contoh.example"), email="lama@contoh.example"
    )
    everybody["Tanpa"] = make_member(name="Tanpa", email="")
    everybody["Pendaftar"] = make_applicant(name="Pendaftar")
    Restriction.objects.create(member=everybody["Dibatasi"], since=NOW)
    refusing.refuse(member=everybody["Menolak"], by=None, at=NOW)
    return everybody


def send(chapter, by, **facts):
    usual = {"pk": uuid.uuid4(), "to": rosters.roster_of(chapter).in_roster(), "at": NOW, **WORDS}
    return sending.send(chapter=chapter, by=by, **{**usual, **facts})


def run(circular):
    job = Job.objects.get(key=sending.key_of(circular))
    running.run(job_id=str(job.pk))
    job.refresh_from_db()
    return job.status


def reasons(circular):
    rows = circular.recipients.filter(state="LEFT_OUT").order_by("member__name")
    return dict(rows.values_list("member__name", "reason"))


LEFT_OUT = {
    "Cuti": "ON_LEAVE", "Dibatasi": "RESTRICT", "Diberhentikan": "SUSPENDED", "Menolak": "REFUSED",
    "Pendaftar": "NO_MEMBER", "Tanpa": "NO_EMAIL",
}  # fmt: skip


def test_who_can_be_reached_gets_one_mail_and_of_the_others_it_is_said_why(chapter, officer, people):
    audience = reaching.audience_of(rosters.roster_of(chapter))
    assert (audience.reached, audience.number_left_out) == (2, 6)

    circular = send(chapter, officer)
    assert run(circular) == Job.Status.DONE

    assert reasons(circular) == LEFT_OUT
    assert sorted(Mail.objects.values_list("to", flat=True)) == ["akun@contoh.example", "siti@contoh.example"]
    mail = Mail.objects.get(to="siti@contoh.example")
    assert (mail.subject, mail.reply_to) == ("Rapat kerja", "dpd.16@contoh.example")
    assert mail.text.startswith("Yth. Siti,\n\nRapat pada hari Sabtu.")
    assert "Sekretaris, DPD Sumatera Selatan" in mail.text
    assert '<a href="https://contoh.example/rapat"' in mail.html
    assert mail.unsubscribe_url in mail.text
    assert refusing.member_of(mail.unsubscribe_url.split("/")[-2]).name == "Siti"
    act = Act.objects.get(did="send_circular")
    assert act.details == {"mails": 2, "left_out": 6}


def test_what_was_written_to_somebody_is_in_their_own_data(chapter, officer, people):
    run(send(chapter, officer))

    own = privacy.sections()["email_dari_pengurus"](people["Siti"])
    assert [each["perihal"] for each in own["dikirim"]] == ["Rapat kerja"]
    refused = privacy.sections()["email_dari_pengurus"](people["Menolak"])
    assert refused == {"tidak mau menerima sejak": NOW.isoformat(), "dikirim": []}


def test_what_is_shown_before_is_what_is_sent(chapter, officer, people):
    shown = presenting.preview_page(rosters.roster_of(chapter), chapter=chapter, by=officer, **WORDS)
    run(send(chapter, officer))

    sent = Mail.objects.get(to="akun@contoh.example")
    assert shown["mail"].replace(" …", f" {sent.unsubscribe_url}") == sent.text.strip()
    assert len(shown["left_out"]) == 6


def test_sending_twice_is_sending_once_also_where_the_job_runs_again(chapter, officer, people):
    circular = send(chapter, officer)
    assert send(chapter, officer, pk=circular.pk) == circular
    with pytest.raises(PermissionDenied):
        send(chapter, make_officer(chapter="16"), pk=circular.pk)
    run(circular)
    CircularRecipient.objects.filter(state="MAILED").update(state="WAITING")
    Job.objects.update(status="WAITING", finished_at=None)
    run(circular)

    assert (Circular.objects.count(), Mail.objects.count()) == (1, 2)
    with pytest.raises(IntegrityError, match="circular_recipient_once"), transaction.atomic():
        CircularRecipient.objects.create(circular=circular, member=people["Siti"])
    with pytest.raises(IntegrityError, match="circular_recipient_left_out_says_why"), transaction.atomic():
        CircularRecipient.objects.update(state="LEFT_OUT", reason="")
    with pytest.raises(IntegrityError, match="circular_says_something"), transaction.atomic():
        Circular.objects.update(text="")


def test_who_refuses_before_the_mail_is_written_gets_none(chapter, officer, people):
    circular = send(chapter, officer)
    refusing.refuse(member=people["Siti"], by=None, at=NOW)
    run(circular)

    assert reasons(circular) == {**LEFT_OUT, "Siti": "REFUSED"}
    assert Mail.objects.get().to == "akun@contoh.example"


def test_a_job_that_is_stopped_leaves_the_rest_unwritten(chapter, officer, people, monkeypatch):
    monkeypatch.setattr(sending, "CHUNK", 1)
    circular = send(chapter, officer)
    job = Job.objects.get()
    advance = running.RunningJob.advance

    def stopped(self, *, done, **facts):
        if done:
            running.cancel(job=job, by=officer, at=NOW)
        advance(self, done=done, **facts)

    monkeypatch.setattr(running.RunningJob, "advance", stopped)

    assert run(circular) == Job.Status.CANCELLED
    page = presenting.circular_page(circular, {})
    assert (page["state"], dict(page["numbers"])["Menunggu"]) == ("Dihentikan", 2)
    assert Mail.objects.count() == 1


def test_a_chapter_writes_so_much_a_day(chapter, officer, people, monkeypatch):
    monkeypatch.setattr(sending, "MOST_CIRCULARS_A_DAY", 2)
    send(chapter, officer)
    send(chapter, officer)
    with pytest.raises(sending.TooManyToday):
        send(chapter, officer)
    monkeypatch.setattr(sending, "MOST_CIRCULARS_A_DAY", 9)
    monkeypatch.setattr(sending, "MOST_A_DAY", 5)
    with pytest.raises(sending.TooManyToday):
        send(chapter, officer)
    monkeypatch.setattr(sending, "MOST_AT_ONCE", 1)
    with pytest.raises(sending.TooManyAtOnce):
        send(chapter, officer)
    with pytest.raises(sending.NobodyToWrite):
        send(chapter, officer, to=Member.objects.filter(name="Menolak"))


def test_no_number_of_the_state_goes_by_mail(chapter, officer, people):
    with pytest.raises(NumberInWords):
        send(chapter, officer, text="NIK Anda 1671064203850001")


@pytest.mark.parametrize("office", Office.values)
def test_lead_offices_write_to_many_and_no_other(chapter, office):
    make_member(email="siti@contoh.example")
    by = make_officer(chapter="16", office=office)

    if office in LEADS:
        assert send(chapter, by).recipients.count() == 1
    else:
        with pytest.raises(PermissionDenied):
            send(chapter, by)


def test_nobody_writes_for_another_chapter(officer):
    make_member(home_regency=BANDA_ACEH, email="aceh@contoh.example")
    with pytest.raises(PermissionDenied):
        send(Chapter.objects.get(pk="11"), officer)
