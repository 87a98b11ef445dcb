"""The first registrar: appointed on the server, because nobody in the registry can."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from chapters import access, appointing
from chapters.access import May
from chapters.models import DPP, Seat
from ipspi.accounts.models import User
from ipspi.audit.models import Act
from tests.cast import NOW, make_user

pytestmark = pytest.mark.django_db


def test_an_appointed_registrar_may_give_all_other_seats() -> None:
    user = make_user("pertama@contoh.example")

    call_command("appoint_registrar", "Pertama@contoh.example", stdout=StringIO())

    assert May.KEEP_BOARD in access.allowed_at_dpp(user)
    act = Act.objects.get()
    assert (act.did, act.actor_id, act.chapter) == ("appoint_registrar", None, DPP)


def test_a_registrar_is_appointed_once() -> None:
    user = make_user()

    assert appointing.appoint_registrar(user=user, at=NOW) is True
    assert appointing.appoint_registrar(user=user, at=NOW) is False
    assert Seat.objects.count() == Act.objects.count() == 1


@pytest.mark.parametrize("email", ["tidak.ada@contoh.example", "belum@contoh.example"])
def test_without_a_confirmed_address_nobody_is_appointed(email: str) -> None:
    make_user("belum@contoh.example", confirmed=False)

    with pytest.raises(CommandError, match="sign up on the site first"):
        call_command("appoint_registrar", email, stdout=StringIO())

    assert Seat.objects.count() == 0


def test_a_superuser_may_nothing() -> None:
    superuser = User.objects.create_superuser("super@contoh.example", "kata sandi yang panjang")

    assert access.allowed_at_dpp(superuser) == frozenset()
