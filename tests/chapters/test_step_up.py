"""What weighs is done only after a fresh proof of who one is, and with what was typed before it."""

import datetime as dt
import re
from html import unescape

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from chapters import life
from chapters.duplicates.forms import PREFIX, MergeForm
from chapters.models import Merge, Office
from ipspi.accounts import step_up
from members import data_requests
from members.models import Member, Plan, PrivacyRequest
from tests.cast import (
    NOW,
    PASSWORD,
    TODAY,
    code_now,
    make_member,
    make_officer,
    make_secretary_of_dpp,
    make_user,
)
from tests.chapters.duplicates.test_pages import answers
from tests.pairs import make_pair

pytestmark = pytest.mark.django_db
LATER = dt.timedelta(minutes=6)
PROVING = reverse("account_reauthenticate")


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def member():
    return make_member(user=make_user())


@pytest.fixture
def dpp(client):
    user = make_secretary_of_dpp()
    client.force_login(user)
    return user


def address(member, act):
    return reverse("chapters:act", args=["16", member.pk, act])


def state_of(member):
    return Member.objects.get(pk=member.pk).status


def asked(page):
    """Tell whether a page leads to where one proves who one is."""
    return page.status_code == 302 and page.headers["Location"].startswith(PROVING)


def prove(client, page, clock):
    """Give the password where a page led to, and return the page that comes after it."""
    clock.shift(dt.timedelta(seconds=30))
    return client.post(page.headers["Location"], {"password": PASSWORD}, follow=True)


def filled(page):
    """Return what the page's form would send as it stands."""
    form = re.search(r'<main.*?<form[^>]*method="post".*?</form>', page.text, re.DOTALL).group()
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if said.get("type") != "radio" or " checked" in tag:
            sent[said["name"]] = unescape(said.get("value", ""))
    for name, words in re.findall(r'<textarea name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        sent[name] = unescape(words).lstrip("\r\n")
    return sent


ACTS = {
    "pemberhentian-sementara": {
        "begins_on": "16-11-2026", "ends_on": "", "reason": 'Siti "Ani" <&>', "note": "Berkas 7"
    },
    "meninggal": {"on": "15-11-2026"},
    "berhentikan": {
        "on": "16-11-2026", "decree_number": "7/SK/DPP", "reason": 'Siti "Ani" <&>', "note": "Berkas 7"
    },
}  # fmt: skip
BECOMES = {"pemberhentian-sementara": "ACTIVE", "meninggal": "DECEASED", "berhentikan": "EXPELLED"}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_waits_for_a_fresh_proof_and_then_has_what_was_typed(client, dpp, member, act, clock):
    url = address(member, act)
    assert asked(client.get(url))
    stopped = client.post(url, {**ACTS[act], "yakin": "ya"})
    assert asked(stopped)
    assert (state_of(member), Plan.objects.count()) == ("ACTIVE", 0)

    sure = prove(client, stopped, clock)

    assert sure.request["PATH_INFO"] == url
    assert "Yang Anda isi masih ada" in sure.text
    assert (state_of(member), Plan.objects.count()) == ("ACTIVE", 0)
    client.post(url, filled(sure))
    assert state_of(member) == BECOMES[act]
    if act == "berhentikan":
        row = member.changes.latest("pk")
        assert (row.reason, row.restricted_note) == ('Siti "Ani" <&> (SK 7/SK/DPP)', "Berkas 7")
    if act == "pemberhentian-sementara":
        plan = Plan.objects.get()
        assert (plan.reason, plan.restricted_note) == ('Siti "Ani" <&>', "Berkas 7")


@pytest.mark.parametrize(("act", "before"), [("aktifkan", "SUSPENDED"), ("pulihkan", "EXPELLED")])
def test_a_membership_comes_back_only_after_a_fresh_proof(client, dpp, member, act, before, clock):
    Member.objects.filter(pk=member.pk).update(status=before)
    url = address(member, act)
    stopped = client.post(url, {"reason": "Keliru", "yakin": "ya"})
    assert (asked(stopped), state_of(member)) == (True, before)

    client.post(url, filled(prove(client, stopped, clock)))

    assert state_of(member) == "ACTIVE"


def test_an_act_that_weighs_less_asks_for_nothing(client, dpp, member):
    assert client.get(address(member, "cuti")).status_code == 200


@pytest.mark.parametrize(("decision", "becomes"), [("setuju", "SUSPENDED"), ("tolak", "ACTIVE")])
def test_a_suspension_is_read_without_and_decided_with_a_proof(client, dpp, member, clock, decision, becomes):
    plan = life.propose_suspension(
        member=member, begins_on=TODAY, ends_on=None, reason="Aduan", note="", at=NOW,
        by=make_officer(office=Office.SECRETARY),
    )  # fmt: skip
    url = reverse("chapters:suspension", args=["16", plan.pk])
    assert client.get(url).status_code == 200
    stopped = client.post(url, {"decision": decision})
    plan.refresh_from_db()
    assert (asked(stopped), plan.agreed_at, plan.closed_at) == (True, None, None)

    client.post(url, filled(prove(client, stopped, clock)))

    plan.refresh_from_db()
    assert state_of(member) == becomes
    assert plan.agreed_at or plan.closed_at


@pytest.mark.parametrize(("decision", "becomes"), [("grant", "SCHEDULED"), ("refuse", "REFUSED")])
def test_an_erasure_is_read_without_and_decided_with_a_proof(client, dpp, member, clock, decision, becomes):
    data_requests.ask(member=member, kind="ERASE", words="", by=member.user, at=NOW)
    url = reverse("chapters:data_request", args=["16", PrivacyRequest.objects.get().pk])
    assert client.get(url).status_code == 200
    stopped = client.post(url, {"decision": decision, "reason": "Sengketa\nmasih berjalan"})
    assert (asked(stopped), PrivacyRequest.objects.get().state) == (True, "OPEN")

    answers = filled(prove(client, stopped, clock))
    if decision == "grant":
        assert "tujuh hari lagi" in client.post(url, answers).content.decode()
        assert PrivacyRequest.objects.get().state == "OPEN"
    client.post(url, {**answers, "yakin": "ya"})

    decided = PrivacyRequest.objects.get()
    assert (decided.state, decided.reason) == (becomes, "Sengketa\nmasih berjalan")


def test_a_restriction_is_decided_without_one(client, dpp, member):
    data_requests.ask(member=member, kind="RESTRICT", words="", by=member.user, at=NOW)
    request = PrivacyRequest.objects.get()

    client.post(reverse("chapters:data_request", args=["16", request.pk]), {"decision": "grant"})

    request.refresh_from_db()
    assert request.state == "GRANTED"


def test_two_records_are_merged_and_parted_only_after_a_fresh_proof(client, dpp, clock):
    keep, other = make_member(workplace="RSUD"), make_member(workplace="Dinas Sosial")
    pair = make_pair(keep, other)
    url = reverse("duplicates:merge", args=["16", pair.pk])
    side, from_other = ("one", "other") if pair.one == keep else ("other", "one")
    typed = {**answers(MergeForm(None, pair=pair)), "keep": side, f"{PREFIX}workplace": from_other, "ya": "1"}
    stopped = client.post(url, typed)
    assert (asked(stopped), asked(client.get(url)), Merge.objects.count()) == (True, True, 0)

    preview = prove(client, stopped, clock)
    assert Merge.objects.count() == 0
    client.post(url, {**filled(preview), "ya": "1"})

    keep.refresh_from_db()
    assert (Merge.objects.get().keep, keep.workplace) == (keep, "Dinas Sosial")

    clock.shift(LATER)
    url = reverse("duplicates:undo", args=["16", pair.pk])
    stopped = client.post(url)
    assert (asked(stopped), asked(client.get(url)), Merge.objects.get().undone_at) == (True, True, None)
    client.post(url, filled(prove(client, stopped, clock)))
    assert Merge.objects.get().undone_at is not None


def test_whom_one_may_not_do_that_to_is_no_question_of_proof(client, member):
    client.force_login(make_officer(chapter="11"))

    assert client.get(address(member, "meninggal")).status_code == 404
    assert client.post(address(member, "meninggal"), ACTS["meninggal"]).status_code == 404


# ------------------------------------------------------------------ what is kept meanwhile


def test_what_was_typed_is_kept_sealed(client, dpp, member):
    client.post(address(member, "berhentikan"), {**ACTS["berhentikan"], "yakin": "ya"})

    kept = Session.objects.get(session_key=client.session.session_key).get_decoded()
    assert step_up.KEPT in kept
    assert [secret for secret in ("Berkas", "Siti", "Ani") if secret in str(kept)] == []


def test_it_is_shown_once_and_on_its_own_page_only(client, dpp, member):
    stopped = client.post(address(member, "meninggal"), ACTS["meninggal"])
    code = stopped.headers["Location"].replace(PROVING, reverse("mfa_reauthenticate"))
    client.post(code, {"code": code_now()})

    assert "15 November" not in client.get(address(member, "berhentikan")).text
    assert "15 November" in client.get(address(member, "meninggal")).text
    assert "15 November" not in client.get(address(member, "meninggal")).text


def test_it_is_not_shown_after_an_hour(client, dpp, member, clock):
    stopped = client.post(address(member, "meninggal"), ACTS["meninggal"])
    clock.shift(dt.timedelta(minutes=61))

    assert "15 November" not in prove(client, stopped, clock).text


def test_a_wrong_password_does_nothing_and_loses_nothing(client, dpp, member, clock):
    stopped = client.post(address(member, "meninggal"), {**ACTS["meninggal"], "yakin": "ya"})
    client.post(stopped.headers["Location"], {"password": "salah"})
    assert asked(client.get(address(member, "meninggal")))

    assert "15 November" in prove(client, stopped, clock).text
    assert state_of(member) == "ACTIVE"
