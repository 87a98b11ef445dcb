"""Wanting no mail that officers write to many: by a page of one's own, a link, or one press in a mail program."""

import pytest
from django.test import Client
from django.urls import reverse

from ipspi.audit.models import Act
from ipspi.logs import without_secrets
from members import refusing
from members.models import MailRefusal, Member
from tests.cast import NOW, make_member, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Member:
    return make_member(name="Siti Rahmawati", user=make_user())


def link(member: Member) -> str:
    return reverse("refusing:stop", args=[refusing.token_of(member)])


def test_refusing_twice_is_refusing_once(member: Member) -> None:
    refusing.refuse(member=member, by=None, at=NOW)
    refusing.refuse(member=member, by=None, at=NOW)

    assert refusing.refused_among([member, make_member()]) == {member.pk}
    assert Act.objects.filter(did="refuse_mail").count() == 1
    refusing.allow(member=member, by=None)
    assert refusing.refused_by(member) is None


def test_opening_the_link_ends_nothing_and_one_press_does(client: Client, member: Member) -> None:
    page = client.get(link(member))
    assert "Berhenti menerima email dari pengurus?" in page.content.decode()
    assert "Siti" not in page.content.decode()
    assert not MailRefusal.objects.exists()

    client.post(link(member), {})
    assert "Anda tidak lagi menerima" in client.get(link(member)).content.decode()
    client.post(link(member), {"mau": "ya"})
    assert not MailRefusal.objects.exists()


def test_a_mail_program_ends_it_by_itself(member: Member) -> None:
    program = Client(enforce_csrf_checks=True)

    program.post(link(member), {"List-Unsubscribe": "One-Click"})

    assert MailRefusal.objects.get().member == member


@pytest.mark.parametrize("token", ["nonsense", "a:b", "00000000000000000000000000000000:x"])
def test_a_link_that_nobody_made_ends_nothing(client: Client, member: Member, token: str) -> None:
    assert client.post(f"/berhenti/{token}/").status_code == 404
    assert not MailRefusal.objects.exists()
    assert without_secrets(f"GET {link(member)} 200") == "GET /berhenti/… 200"


def test_a_member_decides_on_a_page_of_their_own(client: Client, member: Member) -> None:
    client.force_login(member.user)
    client.post(reverse("privacy:mail"), {})
    assert MailRefusal.objects.get().member == member
    assert "Anda tidak menerima kabar" in client.get(reverse("privacy:centre")).content.decode()
    client.post(reverse("privacy:mail"), {"mau": "ya"})
    assert not MailRefusal.objects.exists()
    client.force_login(make_user())
    assert client.post(reverse("privacy:mail"), {}).status_code == 404
