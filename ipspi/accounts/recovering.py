"""
What the DPP does for who lost the way into their account: never for oneself, always told to the person.

The officer says why in a word that the log of acts may hold. Source: docs/rules.md#accounts
"""

import datetime as dt

from allauth.mfa.models import Authenticator
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ipspi.accounts import addresses, noticing, sessions
from ipspi.accounts.models import User
from ipspi.audit import recording as audit
from ipspi.errors import RuleError


class Reason(models.TextChoices):
    """Why, and how the officer knows who asks."""

    MET = "MET", gettext_lazy("Perangkat atau alamat hilang; orangnya bertemu langsung dengan pengurus")
    CALLED = "CALLED", gettext_lazy("Perangkat atau alamat hilang; orangnya dikenali lewat panggilan video")
    STOLEN = "STOLEN", gettext_lazy("Perangkat dicuri atau akun disalahgunakan")


class CannotRecover(RuleError):
    """The account is the officer's own, or there is nothing to reset."""


@transaction.atomic
def reset_factors(*, user: User, by: User, reason: str, at: dt.datetime) -> None:
    """Take away all second factors of an account and end its sessions. Raises CannotRecover."""
    account = _somebody_elses(user, by=by)
    if not Authenticator.objects.filter(user=account).exists():
        raise CannotRecover(_("Akun ini tidak punya pengaman kedua."))
    Authenticator.objects.filter(user=account).delete()
    sessions.end_all(account)
    noticing.tell("factors_reset", user=account, by=by, at=at, reason=str(Reason(reason).label))
    audit.record(by=by, did="account.reset_factors", to=account, reason=reason)


@transaction.atomic
def move_address(*, user: User, email: str, by: User, reason: str, at: dt.datetime) -> None:
    """
    Begin a change of address for who no longer reads the old one: only the new one has to be proved.

    Raises CannotRecover, CannotChangeAddress.
    """
    account = _somebody_elses(user, by=by)
    addresses.ask(user=account, email=email, at=at, by=by)
    audit.record(by=by, did="account.move_address", to=account, reason=reason)


def _somebody_elses(user: User, *, by: User) -> User:
    account = User.objects.select_for_update().get(pk=user.pk)
    if account.pk == by.pk:
        raise CannotRecover(_("Mintalah pengurus DPP yang lain melakukannya untuk akun Anda sendiri."))
    return account
