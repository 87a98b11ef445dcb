import pytest
from django.db import IntegrityError, transaction

from ipspi.accounts.models import User
from tests.cast import make_user

pytestmark = pytest.mark.django_db


def test_user_email_is_unique():
    make_user("siti@contoh.example")

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        User.objects.create(email="SITI@contoh.example")
    assert error.value.__cause__.diag.constraint_name == "user_email_is_unique"


def test_an_account_is_greeted_by_its_name_or_else_its_address():
    assert [str(User(email="a@contoh.example", name="Siti")), str(User(email="a@contoh.example"))] == [
        "Siti",
        "a@contoh.example",
    ]


def test_a_password_is_hashed_at_the_floor_that_owasp_names(passwords_as_in_production):
    assert make_user().password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
