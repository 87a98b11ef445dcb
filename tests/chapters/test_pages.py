import pytest
from django.urls import reverse

from members.models import Member
from tests.cast import BANDA_ACEH, make_applicant, make_member, make_officer

pytestmark = pytest.mark.django_db


def roster(client, code="16", **query):
    return client.get(reverse("chapters:roster", args=[code]), query)


@pytest.fixture
def officer(client):
    user = make_officer(chapter="16")
    client.force_login(user)
    return user


def test_smoke(client, officer):
    a = make_applicant(name="Budi")
    m = make_member()
    for url in [reverse("chapters:overview", args=["16"]), reverse("chapters:roster", args=["16"]), reverse("chapters:member", args=["16", a.pk]),  reverse("chapters:member", args=["16", m.pk]), reverse("chapters:admit", args=["16", a.pk]), reverse("chapters:reject", args=["16", a.pk])]:
        assert client.get(url).status_code == 200
    assert client.get(reverse("chapters:mine")).status_code == 302
    assert client.get(reverse("chapters:overview", args=["11"])).status_code == 404
    assert client.post(reverse("chapters:admit", args=["16", a.pk])).status_code == 302
    a.refresh_from_db()
    assert a.status == "ACTIVE"
